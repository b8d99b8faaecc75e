//! A run that reuses cells and studies comes to the result of one that computes everything.

use crate::support::{DAY_TWO, Project, cell, finished, repository};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

/// The cases' measures and KPIs, one of every kind and pace, over deliveries that this test writes.
struct Office {
    project: Project,
    /// Rows by dataset, file and the columns that distinguish them: value and day of publication.
    rows: BTreeMap<(&'static str, String, String), (i64, String)>,
    /// State of the generator: what a test does must be the same every time.
    seed: u64,
    day: u32,
}

const AREAS: [&str; 9] = ["A1", "C1", "C2", "C3", "C4", "C6", "C9", "D1", "E1"];
const DATASETS: [&str; 8] = [
    "firms",
    "money",
    "people",
    "prices",
    "scores",
    "survey_new",
    "survey_old",
    "work",
];
/// A list of targets, each judged on its own, and a study.
const LIST: &str = "title = { en = \"List (invented)\" }

[[kpi]]
id = \"list\"
title = { en = \"list\" }
kind = \"targets_met\"
kpis = [\"firms_growth\", \"over_plan\", \"completion\"]

[[study]]
id = \"study\"
title = { en = \"study\" }
scores = [\"appraised\"]
outcomes = [\"firms_growth\"]
controls = [\"self_assessed\"]
designs = [\"cross_section\", \"within\"]
methods = [\"spearman\"]
primary = { design = \"within\", method = \"spearman\" }
level = \"county\"
boundary = \"2022-12-31\"
min_areas = 5
resamples = 99
seed = 7
";
const TARGETS: &str =
    "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note
growth,firms_growth,A1,2017,2021,ge,0.10,ratio,,0,invented,2019-03-01,,,
plan,over_plan,A1,2020,2021,ge,0.04,ratio,government,0,invented,,,,
usual,over_plan_usual,A1,2020,2021,ge,0.04,ratio,government,0,invented,2021-02-01,,,
done,completion,C3,2020,2020,ge,1,ratio,,0,invented,,,,
rank,reform_rank,C1,2019,2020,le,3,rank,,0,invented,,,,
list,list,A1,2020,2021,ge,1,ratio,,0,invented,,,,
kept,reform_score_change,C2,2019,2021,ge,0,score,,0,invented,,,,
";

impl Office {
    fn new() -> Office {
        let project = Project::empty();
        let root = repository().join("tests/it/cases");
        for folder in [
            "",
            "datasets",
            "datasets/areas",
            "datasets/holidays",
            "pipelines",
        ] {
            for path in fs::read_dir(root.join(folder))
                .unwrap()
                .map(|e| e.unwrap().path())
                .filter(|p| p.is_file())
            {
                project.write(
                    path.strip_prefix(&root).unwrap().to_str().unwrap(),
                    fs::read(&path).unwrap(),
                );
            }
        }
        project.write("pipelines/list.toml", LIST);
        for dataset in DATASETS {
            let text = fs::read_to_string(root.join(format!("datasets/{dataset}.toml"))).unwrap();
            let dated = text.replace(
                "published_at = \"2024-01-01\" # invented, as everything here\n",
                "",
            );
            let dated = dated.replace(
                "[source.columns]\n",
                "[source.columns]\nknown_from = { column = \"published\" }\n",
            );
            assert_ne!(text, dated);
            project.write(&format!("datasets/{dataset}.toml"), dated);
        }
        let register = "kind = \"targets\"\ntitle = { en = \"Targets (invented)\" }\nlicence = \
            \"invented\"\ncitation = \"invented\"\n";
        project.write("datasets/targets.toml", register);
        project.write("datasets/targets/targets.csv", TARGETS);
        Office {
            project,
            rows: BTreeMap::new(),
            seed: 20_250_701,
            day: 0,
        }
    }

    /// The next number below `n` (Knuth's MMIX generator).
    fn below(&mut self, n: usize) -> usize {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.seed >> 33).unwrap() % n
    }

    fn put(&mut self, dataset: &'static str, file: &str, key: String, value: i64, published: &str) {
        self.rows.insert(
            (dataset, file.to_owned(), key),
            (value, published.to_owned()),
        );
    }

    /// Years and months of every dataset.
    fn fill(&mut self) {
        for year in 2016..=2021 {
            let published = format!("{}-04-01", year + 1);
            self.put(
                "prices",
                "index",
                format!("N1,{year},,period"),
                100 + i64::from(year) % 20,
                &published,
            );
            self.put(
                "prices",
                &year.to_string(),
                format!("A1,{year},,period"),
                100 + i64::from(year) % 17,
                &published,
            );
            for (i, area) in AREAS.into_iter().enumerate() {
                self.put(
                    "people",
                    "people",
                    format!("{area},{year},,period"),
                    1000 + i64::try_from(i).unwrap() * 100,
                    &published,
                );
                let n = 1000 + i64::from(year) * 7 % 400 + i64::try_from(i).unwrap() * 31;
                self.put(
                    "firms",
                    &year.to_string(),
                    format!("{area},{year},enterprises,period"),
                    n,
                    &published,
                );
                self.put(
                    "scores",
                    "index",
                    format!("{area},{year},appraised,points,,period"),
                    50 + n % 37,
                    &published,
                );
                self.put(
                    "scores",
                    "index",
                    format!("{area},{year},self,points,,period"),
                    55 + n % 31,
                    &published,
                );
            }
            self.put(
                "survey_new",
                "years",
                format!("P1,{year},enterprises,final,,,period"),
                500 + i64::from(year) % 13,
                &published,
            );
            // Regions on their own and as sums, years and their quarters, ranks that change.
            for (i, area) in ["R1", "P1", "P2", "P3", "P4"]
                .into_iter()
                .enumerate()
                .filter(|(i, _)| i + 2016 != usize::try_from(year).unwrap())
            {
                let rank = 1 + year % 2;
                let n = 400 + i64::from(year) % 11 + i64::try_from(i).unwrap();
                self.put(
                    "survey_old",
                    "years",
                    format!("{area},{year},enterprises,final,{rank},,period"),
                    n,
                    &published,
                );
                for quarter in 1..=4 {
                    let n = n / 4 + i64::from(quarter);
                    self.put(
                        "survey_old",
                        "quarters",
                        format!("{area},{year}-Q{quarter},enterprises,final,{rank},,period"),
                        n,
                        &published,
                    );
                }
            }
            for area in ["A1", "C3", "C4"] {
                for month in 1..=12 {
                    let (to_date, published) = (
                        i64::from(month) * (90 + i64::from(year) % 10),
                        format!("{year}-{month:02}-28"),
                    );
                    self.put(
                        "money",
                        &year.to_string(),
                        format!("{area},{year}-{month:02},actual,vnd,b,,ytd"),
                        to_date,
                        &published,
                    );
                    self.put(
                        "work",
                        "work",
                        format!("{area},{year}-{month:02},done,ytd"),
                        i64::from(month),
                        &published,
                    );
                    self.put(
                        "work",
                        "work",
                        format!("{area},{year}-{month:02},due,ytd"),
                        12,
                        &published,
                    );
                    if year > 2018 {
                        self.put(
                            "firms",
                            "monthly",
                            format!("{area},{year}-{month:02},enterprises,period"),
                            to_date % 17 + 3,
                            &published,
                        );
                    }
                }
                self.put(
                    "money",
                    &year.to_string(),
                    format!("{area},{year},actual,vnd,b,,period"),
                    1140,
                    &published,
                );
                self.put(
                    "money",
                    &year.to_string(),
                    format!("{area},{year},part,vnd,b,,period"),
                    500 + i64::from(year) % 90,
                    &published,
                );
                let planned = format!("{}-12-01", year - 1);
                self.put(
                    "money",
                    "plans",
                    format!("{area},{year},government,vnd,b,assigned,period"),
                    1100,
                    &planned,
                );
                self.put(
                    "money",
                    "plans",
                    format!("{area},{year},council,vnd,b,,period"),
                    1150,
                    &planned,
                );
            }
        }
    }

    /// Writes all files as the rows stand.
    fn write(&self) {
        let mut files: BTreeMap<(&str, &str), String> = BTreeMap::new();
        for ((dataset, file, key), (value, published)) in &self.rows {
            let head = match *dataset {
                "firms" => "area_code,period,unit,span",
                "money" => "area_code,period,side,unit,basis,plan_stage,span",
                "scores" => "area_code,period,who,unit,scheme,span",
                "people" | "prices" => "area_code,period,basis,span",
                "survey_new" | "survey_old" => "area_code,period,unit,status,rank,plan_stage,span",
                _ => "area_code,period,what,span",
            };
            let text = files
                .entry((dataset, file))
                .or_insert_with(|| format!("{head},value,published\n"));
            _ = writeln!(text, "{key},{value},{published}");
        }
        for dataset in DATASETS {
            _ = fs::remove_dir_all(self.project.path(&format!("datasets/{dataset}")));
        }
        for ((dataset, file), text) in files {
            self.project
                .write(&format!("datasets/{dataset}/{file}.csv"), text);
        }
    }

    /// A row chosen by the generator.
    fn some_row(&mut self) -> (&'static str, String, String) {
        let at = self.below(self.rows.len());
        self.rows.keys().nth(at).unwrap().clone()
    }

    /// One change of one kind, and what it was.
    fn change(&mut self, kind: usize) -> String {
        let key = self.some_row();
        let row = format!("{} {} {}", key.0, key.1, key.2);
        match kind {
            0 => {
                self.rows.get_mut(&key).unwrap().0 += 5;
                format!("another figure: {row}")
            }
            1 => {
                *self.rows.get_mut(&key).unwrap() = (77, "2022-06-01".to_owned());
                format!("revised later: {row}")
            }
            2 => {
                "2014-02-03".clone_into(&mut self.rows.get_mut(&key).unwrap().1);
                format!("known earlier than anything: {row}")
            }
            3 => {
                self.rows.remove(&key);
                format!("withdrawn: {row}")
            }
            4 => {
                let area = AREAS[self.below(AREAS.len())];
                self.put(
                    "firms",
                    "2022",
                    format!("{area},2022,enterprises,period"),
                    1500,
                    "2023-01-15",
                );
                self.put(
                    "firms",
                    "2022",
                    format!("{area},2022,enterprises,period"),
                    1500,
                    "2023-01-15",
                );
                format!("a new year of {area}")
            }
            5 => {
                self.put(
                    "money",
                    "plans",
                    "C6,2020,government,vnd,b,assigned,period".to_owned(),
                    900,
                    "2022-02-02",
                );
                self.put(
                    "money",
                    "late",
                    "C6,2020,actual,vnd,b,,period".to_owned(),
                    905,
                    "2018-05-05",
                );
                "an area that had nothing".to_owned()
            }
            6 => {
                self.put(
                    "work",
                    "broken",
                    "A1,not a period,done,ytd".to_owned(),
                    1,
                    "2022-01-01",
                );
                "a file that breaks its contract".to_owned()
            }
            7 => {
                let value = self.rows[&key].0;
                self.put(key.0, "again", key.2.clone(), value, "2023-05-05");
                format!("said again after its period: {row}")
            }
            _ => {
                self.rows.retain(|(_, file, _), _| file != "broken");
                "and is gone again".to_owned()
            }
        }
    }

    fn next_day(&mut self) {
        self.day += 1;
        self.project
            .at(format!("2026-12-{:02}T08:00:00Z", self.day).leak());
    }
}

/// Runs with `--afresh` somewhere else must find nothing to change: neither in the release nor in
/// what is kept for the next run.
#[track_caller]
fn assert_as_if_afresh(project: &Project, what: &str) {
    let other = project.copied();
    let afresh = other.chiso(&["run", "--afresh", "--format", "json"]);
    assert!(
        matches!(afresh.code, Some(0 | 3)),
        "{what}\n{}",
        afresh.stderr
    );
    let row = afresh.rows().remove(0);
    assert_eq!(
        (&row["new_release"], &row["unchanged"]),
        (&false.into(), &false.into()),
        "{what}: the release is another one"
    );
    assert_eq!(
        row["studies_computed"], row["studies"],
        "{what}: every study is computed"
    );
    let kept = |project: &Project| fs::read(project.path("lake/cache/computed")).unwrap();
    assert!(
        kept(project) == kept(&other),
        "{what}: what is kept is something else than computed afresh"
    );
}

/// The row of a run of the office on its next day.
#[track_caller]
fn next_run(office: &mut Office, what: &str) -> serde_json::Value {
    office.next_day();
    let run = office.project.chiso(&["run", "--format", "json"]);
    assert!(matches!(run.code, Some(0 | 3)), "{what}\n{}", run.stderr);
    run.rows().remove(0)
}

#[test]
fn any_sequence_of_changes_gives_what_computing_everything_gives() {
    let mut office = Office::new();
    office.fill();
    office.write();
    next_run(&mut office, "the first run");
    assert_as_if_afresh(&office.project, "the first run");
    let (mut kept, mut computed, mut changes) = (0, 0, Vec::new());
    for round in 0..12 {
        let kind = if round < 9 { round } else { office.below(9) };
        changes.push(office.change(kind));
        office.write();
        let what = changes.join("; ");
        let row = next_run(&mut office, &what);
        if row["unchanged"] == true {
            continue;
        }
        assert!(row["scores"].as_u64().unwrap() > 1000, "{row}");
        match row["studies_computed"].as_u64() {
            Some(0) => kept += 1,
            _ => computed += 1,
        }
        assert_as_if_afresh(&office.project, &what);
    }
    assert!(
        kept >= 3 && computed >= 1,
        "{kept} runs took the study from what was kept, {computed} computed it"
    );
}

#[test]
fn a_study_is_computed_when_something_that_it_reads_has_changed() {
    let mut office = Office::new();
    office.fill();
    office.write();
    assert_eq!(next_run(&mut office, "first")["studies_computed"], 1);
    let rows = office.project.published("correlations");
    assert!(rows.iter().any(|row| !cell(row, "coefficient").is_empty()));
    let figures = [
        ("money", "2019", "A1,2019,actual,vnd,b,,period", 0),
        ("firms", "2019", "A1,2019,enterprises,period", 1),
        ("scores", "index", "C1,2019,appraised,points,,period", 1),
        ("scores", "index", "C2,2019,self,points,,period", 1),
    ];
    for (dataset, file, key, computed) in figures {
        let row = (dataset, file.to_owned(), key.to_owned());
        office.rows.get_mut(&row).unwrap().0 += 5;
        office.write();
        let run = next_run(&mut office, key);
        assert_eq!(run["studies_computed"], computed, "{dataset} {key}");
        assert_as_if_afresh(&office.project, key);
    }
    let texts = [
        (
            "pipelines/measures.toml",
            "title = { en = \"flow_growth\" }",
            "title = { en = \"Growth of flow\" }",
            0,
        ),
        (
            "pipelines/measures.toml",
            "title = { en = \"firms_growth\" }\nkind = \"growth\"\nmeasure = \"firms\"",
            "title = { en = \"firms_growth\" }\nkind = \"growth\"\nmeasure = \"redefined\"",
            1,
        ),
        (
            "datasets/areas/areas.csv",
            "Goldmark,county,,2000-01-01",
            "Goldmark,county,N1,2000-01-01",
            1,
        ),
        ("pipelines/list.toml", "seed = 7", "seed = 8", 1),
    ];
    for (file, from, to, computed) in texts {
        office.project.replace(file, from, to);
        let run = next_run(&mut office, to);
        assert_eq!(run["studies_computed"], computed, "{file}: {to}");
        assert_as_if_afresh(&office.project, to);
    }
}

#[test]
fn one_figure_changes_the_verdicts_that_look_at_it() {
    let mut project = finished().copied();
    let before = project.published("scorecard");
    // New enterprises of Hà Nội in 2019: the growth of 2019 and of 2020, on each of two boundaries.
    project.replace("datasets/new_enterprises/nso_v05_02.json", "27711", "27712");
    let row = project
        .at(DAY_TWO)
        .chiso(&["run", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    assert_eq!(
        (&row["studies"], &row["studies_computed"]),
        (&1.into(), &1.into()),
        "a study reads it: {row}"
    );
    let after = project.published("scorecard");
    let changed: Vec<String> = before
        .iter()
        .zip(&after)
        .filter(|(a, b)| a != b)
        .map(|(_, b)| ["kpi", "area_code", "period"].map(|c| cell(b, c)).join(" "))
        .collect();
    assert_eq!(
        changed,
        [
            "new_firms_growth 01 2019",
            "new_firms_growth 01 2020",
            "new_firms_growth 01 2019",
            "new_firms_growth 01 2020"
        ]
    );
    // The explanation of another figure of that file names both deliveries.
    project
        .chiso(&[
            "explain",
            "new_firms_growth",
            "--area",
            "48",
            "--period",
            "2020",
        ])
        .exits(0)
        .says("not used: repeats a figure that was already known");
    assert_as_if_afresh(&project, "one figure");
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_figure_said_again_changes_nothing() {
    let mut project = finished().copied();
    let (release, scorecard) = (project.release(), project.published("scorecard"));
    // The same figures in a file with other bytes.
    let path = "datasets/new_enterprises/nso_v05_02.json";
    project.write(path, format!("{}\n", project.read(path)));
    let row = project
        .at(DAY_TWO)
        .chiso(&["run", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    let counts = ["deliveries", "new_release", "studies_computed"].map(|c| row[c].to_string());
    assert_eq!(counts, ["1", "false", "0"], "{row}");
    assert_eq!(
        (project.release(), project.published("scorecard")),
        (release, scorecard)
    );
}

#[test]
fn what_is_kept_may_be_lost_or_damaged() {
    let mut project = finished().copied();
    project.replace("datasets/new_enterprises/nso_v05_02.json", "27711", "27712");
    let whole = project.copied();
    fs::write(project.path("lake/cache/computed"), "nonsense").unwrap();
    whole
        .path("lake/cache/computed")
        .exists()
        .then(|| whole.remove("lake/cache"))
        .unwrap();
    for other in [&mut project, &mut { whole }] {
        let row = other
            .at(DAY_TWO)
            .chiso(&["run", "--format", "json"])
            .exits(0)
            .rows()
            .remove(0);
        assert_eq!(row["studies_computed"], row["studies"], "{row}");
        assert_as_if_afresh(other, "made without what was kept");
    }
}
