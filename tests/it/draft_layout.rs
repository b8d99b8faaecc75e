//! `chiso draft` of files whose layout is not as usual: what the file shows is proposed, what may be
//! this or that is asked.

use crate::draft::{FILLED, drafted, table};
use crate::support::{Project, Row};

/// The figures of the dataset: area, period, category where there is one, figure.
fn figures(project: &Project) -> Vec<String> {
    let shown = |row: &Row| -> String {
        let names = [
            "area_code",
            "period",
            "category",
            "value",
            "value_2",
            "smiths",
            "c",
        ];
        let cells = names.iter().filter_map(|name| row.get(*name).cloned()?);
        cells.collect::<Vec<_>>().join(" ")
    };
    let mut figures: Vec<String> = table(project).iter().map(shown).collect();
    figures.sort();
    figures
}

#[test]
fn a_layout_that_the_file_shows_is_proposed() {
    let pages = "<html><table><tr><td>About</td><td>Help</td></tr><tr><td>us</td><td>me</td></tr></table>\
        <table><tr><td>County</td><td>Year</td><td>Smiths</td></tr><tr><td>Goldmark</td><td>2020</td>\
        <td>5</td></tr></table></html>";
    for (file, text, declared, wanted) in [
        (
            "a.txt",
            "County        Year  Smiths\nGoldmark      2020      12\nSilverbrook   2020    1340\n",
            "{ name = \"Smiths\", from = 21, to = 26 },",
            &["C1 2020 12", "C2 2020 1340"][..],
        ),
        (
            "a.json",
            r#"{"data":{"2020":{"C1":5,"C2":6},"2021":{"C1":7}}}"#,
            "records = \"data\"\nkeys = [\"period\", \"area\"]",
            &["C1 2020 5", "C1 2021 7", "C2 2020 6"],
        ),
        (
            "a.json",
            r#"{"meta":{"n":1},"data":{"rows":[{"county":"C1","year":2020,"value":5}]}}"#,
            "records = \"data.rows\"",
            &["C1 2020 5"],
        ),
        (
            "a.json",
            r#"[["county","year","value"],["C1","2020","3"],["C2","2020","4"]]"#,
            "leave_out = [{ column = \"0\", texts = [\"county\"] }] # the first record is the header",
            &["C1 2020 3", "C2 2020 4"],
        ),
        (
            "a.csv",
            "County,Men,,Women,\n,2020,2021,2020,2021\nGoldmark,1,2,3,4\n",
            "columns = \"{category} / {period}\"",
            &[
                "C1 2020 Men 1",
                "C1 2020 Women 3",
                "C1 2021 Men 2",
                "C1 2021 Women 4",
            ],
        ),
        (
            "a.csv",
            "Goldmark,2020,5\nCopperfield,2020,7\n",
            "area_code = { place = 1 }",
            &["C1 2020 5", "C3 2020 7"],
        ),
        (
            "a.csv",
            "County,Period,Smiths\nGoldmark,2020Μ01,3\nGoldmark,2020Μ02,4\n",
            "the letter U+039C (Greek), which looks like `M`",
            &["C1 2020-01 3", "C1 2020-02 4"],
        ),
        (
            "a.html",
            pages,
            "sheet = \"2\" # the only one of 2 with areas, periods and figures",
            &["C1 2020 5"],
        ),
    ] {
        let project = Project::cashland();
        project.write(&format!("datasets/smiths/{file}"), text);
        let draft = drafted(&project, &format!("datasets/smiths/{file}"));
        assert!(draft.contains(declared), "{declared} is not in\n{draft}");
        assert_eq!(figures(&project), wanted, "{text}");
    }
}

#[test]
fn a_layout_that_may_be_this_or_that_is_asked_for() {
    let dataset = |value: u8| {
        let geo = r#""geo": {"label": "Area", "category": {"index": ["C1"]}}"#;
        let time = r#""time": {"label": "Time", "category": {"index": ["2020"]}}"#;
        let id = r#""id": ["geo", "time"], "size": [1, 1]"#;
        format!(r#"{{"dimension": {{{id}, {geo}, {time}}}, "value": [{value}]}}"#)
    };
    let answers = format!(r#"{{"a": {}, "b": {}}}"#, dataset(4), dataset(5));
    for (file, bytes, [asked, answer], choices, wanted) in [
        (
            "a.json",
            answers.into_bytes(),
            ["sheet = \"\"", "sheet = \"b\""],
            "`a`, `b`",
            &["C1 2020 5"][..],
        ),
        (
            "a.csv",
            b"County,Year,Trade,Smiths\nGoldmark,2020,\xea\xee\xe2\xe0\xeb\xfc,5\n".to_vec(),
            ["encoding = \"\"", "encoding = \"windows-1251\""],
            ": `коваль`",
            &["C1 2020 5"],
        ),
        (
            "a.csv",
            b"County,Year,Smiths\nGoldmark,2020,5\nCopperfield,2020,-999\n".to_vec(),
            ["missing = \"\"", "missing = [\"\", \"-999\"]"],
            "`-999` \u{d7} 1",
            &["C1 2020 5", "C3 2020"],
        ),
        (
            "a.csv",
            b"County,Year,Smiths\nGoldmark,2020,5\nCopperfield,2020,X\n".to_vec(),
            ["# suppressed", "suppressed"],
            "suppressed = [\"X\"]",
            &["C1 2020 5", "C3 2020"],
        ),
        (
            "a.csv",
            "County,Period,Smiths\nGoldmark,2020,5\nGoldmark,KH 2021,7\n".into(),
            ["\"KH\" = \"\"", "\"KH\" = \"estimate\""],
            "`final`, `preliminary`, `estimate`, `to_date`",
            &["C1 2020 5", "C1 2021 7"],
        ),
    ] {
        let project = Project::cashland();
        project.write(&format!("datasets/smiths/{file}"), bytes);
        let to = "datasets/smiths.toml";
        let from = format!("datasets/smiths/{file}");
        let args = ["draft", &from, "--dataset", "smiths", "--output", to];
        project.chiso(&args).exits(0);
        for (from, by) in FILLED {
            project.replace(to, from, by);
        }
        let text = project.read(to);
        let line = text.lines().find(|line| line.contains(asked));
        assert!(
            line.is_some_and(|line| line.contains("TODO") && line.contains(choices)),
            "{choices} is not asked in\n{text}"
        );
        project.replace(to, asked, answer);
        project.run();
        assert_eq!(figures(&project), wanted, "{text}");
    }
}
