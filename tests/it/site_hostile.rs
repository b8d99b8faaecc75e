//! Labels that are markup, formulas, control characters, marks of direction and very long, in every place
//! where a project may declare one: each comes out as text, on every page, in the feed, in the API, in
//! pictures and in files.

use crate::served::get;
use crate::site::{attributes, serve};
use crate::site_crawl::crawl;
use crate::support::Project;
use std::collections::BTreeSet;

/// What a hostile label begins with, so that a spreadsheet would run it; all of it is written in TOML.
const FORMULA: &str = "=cmd|' /C calc'!A0";

/// A hostile label in TOML's escapes; `of` says what it names.
fn hostile(of: &str) -> String {
    let markup = "<script>alert(1)</script><img src=x onerror=alert(1)></title></svg>]]>&amp;";
    let signs = "\\u202E\\u2066\\u0008\\u001B[31m\\u0085\\u2028\\u200F";
    format!(
        "\"{FORMULA} {of} {markup}\\\" onload='x' {signs} {}\"",
        "dài".repeat(3_400)
    )
}

/// The same in a file of comma-separated values, in which no control character is written by code.
fn hostile_cell(of: &str) -> String {
    let markup = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    format!("\"{FORMULA} {of} {markup}\"\" onload='x' \u{202E}\u{2066}turned\"")
}

/// The invented country in which everything that may have a name has a hostile one.
fn hostile_country() -> Project {
    let project = Project::cashland();
    for file in [
        "chiso.toml",
        "pipelines/yearly.toml",
        "datasets/areas.toml",
        "datasets/harbour_dues.toml",
        "datasets/targets.toml",
        "datasets/workshops.toml",
    ] {
        let lines = project.read(file);
        let mut tested = false;
        let spoiled = lines.lines().map(|line| {
            tested |= line == "[[test]]";
            let (key, value) = line.split_once(" = ").unwrap_or((line, ""));
            match key {
                _ if tested => line.to_owned(),
                "title" | "description" | "county" | "country" => {
                    format!(
                        "{key} = {{ vi = {}, en = {} }}",
                        hostile("vi"),
                        hostile("en")
                    )
                }
                "licence" | "citation" | "publisher" => format!("{key} = {}", hostile(key)),
                _ => format!("{key}{}{value}", if value.is_empty() { "" } else { " = " }),
            }
        });
        let spoiled: Vec<String> = spoiled.collect();
        project.write(file, spoiled.join("\n") + "\n");
    }
    let labels = format!("  \"C5 .\",\n]\nlabels = {{ C5 = [{}] }}", hostile("tile"));
    project.replace("datasets/areas.toml", "  \"C5 .\",\n]", &labels);
    for (file, from, to) in [
        (
            "datasets/areas/areas.csv",
            "Alloy Bay,county,CL,2023-01-01,,,",
            format!("{},county,CL,2023-01-01,,Alloy Bay,", hostile_cell("area")),
        ),
        (
            "datasets/targets/targets.csv",
            "0.10,ratio,,0,invented,,,,invented;",
            format!(
                "0.10,ratio,,0,{},,,,{};",
                hostile_cell("law"),
                hostile_cell("note").replace('"', "")
            ),
        ),
    ] {
        project.replace(file, from, &to);
    }
    project
}

/// Signs that steer how text is shown, and what XML cannot hold.
fn steering(text: &str) -> Option<char> {
    text.chars().find(|c| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    })
}

/// A page, a feed or a picture has the elements and attributes of the program alone.
#[track_caller]
fn assert_harmless(address: &str, text: &str) {
    assert_eq!(steering(text), None, "{address}");
    let ours: BTreeSet<&str> = [
        "!doctype",
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "a",
        "header",
        "footer",
        "main",
        "nav",
        "section",
        "article",
        "figure",
        "figcaption",
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "div",
        "span",
        "strong",
        "code",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "g",
        "rect",
        "line",
        "polyline",
        "circle",
        "text",
        "img",
        "form",
        "label",
        "input",
        "button",
        "details",
        "summary",
        "script",
        "?xml",
        "feed",
        "id",
        "updated",
        "author",
        "name",
        "entry",
        "content",
        "desc",
    ]
    .into();
    for piece in text.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap();
        let name = tag
            .trim_start_matches('/')
            .split([' ', '\n', '/'])
            .next()
            .unwrap();
        assert!(ours.contains(name), "{address}: an element `{name}`");
        // What stands between quotes is text.
        let outside: String = tag.split('"').step_by(2).collect();
        for event in [" on", "javascript:", "{"] {
            assert!(!outside.contains(event), "{address}: <{tag}>");
        }
        if name == "script" && !tag.starts_with('/') {
            assert_eq!(tag, "script type=\"application/ld+json\"", "{address}");
        }
    }
}

/// No cell of a file is run by a spreadsheet.
#[track_caller]
fn assert_no_formula(address: &str, file: &str) {
    assert_eq!(steering(file), None, "{address}");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            let number = cell.parse::<f64>().is_ok();
            assert!(
                number || !cell.starts_with(['=', '+', '@', '\t']),
                "{address}: {cell}"
            );
            cells += 1;
        }
    }
    assert!(cells > 0, "{address} has no cell");
}

#[test]
fn hostile_labels_come_out_as_text_on_every_page_feed_answer_and_file() {
    let mut project = hostile_country();
    project.run();
    let first = project.release().unwrap();
    project.at(crate::support::DAY_TWO);
    let row = "Goldmark;2023;1.210";
    project.replace(
        "datasets/workshops/invented.csv",
        row,
        "Goldmark;2023;1.209",
    );
    project.run();
    let why = format!("{FORMULA} <script>alert(1)</script> \u{202E}why");
    let release = project.release().unwrap();
    let withdraw = [
        "release",
        "withdraw",
        &release,
        "--by",
        "<b>An</b>\u{202E}",
        "--reason",
        &why,
    ];
    project.chiso(&withdraw).exits(0);
    let (_served, address) = serve(&project);

    let mut pages = crawl(&address, usize::MAX);
    for path in [
        format!("/r/{release}/?lang=vi"),
        format!("/r/{first}/areas/C5?lang=en"),
    ] {
        pages.insert(path.clone(), get(&address, &path).1);
    }
    let mut files = BTreeSet::new();
    for (link, page) in &pages {
        assert_harmless(link, page);
        let links = attributes(page, "href");
        files.extend(
            links
                .iter()
                .filter(|l| l.contains("format=csv"))
                .map(|l| l.replace("&#38;", "&")),
        );
    }
    let home = &pages["/latest/?lang=en"];
    assert!(
        home.contains("&#60;script&#62;alert(1)") && home.contains("{U+202E}"),
        "{home}"
    );
    assert!(files.len() > 4, "{files:?}");
    for file in &files {
        assert_no_formula(file, &get(&address, file).1);
    }

    let (_, feed) = get(&address, "/releases.atom?lang=en");
    assert!(feed.contains("{U+202E}"), "{feed}");
    assert_harmless("the feed", &feed);
    let (_, all) = get(&address, "/api/v1");
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    let listed = all["resources"].as_array().unwrap();
    assert!(listed.len() > 10, "{all}");
    for resource in listed {
        let path = resource["address"].as_str().unwrap();
        let path = path.split('?').next().unwrap();
        let asked = match path.rsplit('/').next().unwrap() {
            "explain" => "?kpi=workshops_growth&area=C5&period=2023",
            "check" => "?kpi=workshops_growth&area=C5&period=2023&value=10%20%25",
            "search" => "?q=calc",
            _ => "",
        };
        let path = format!("{path}{asked}");
        let (status, body) = get(&address, &path);
        let body = body.trim_end();
        assert!(
            status.contains(" 200 ") || status.contains(" 404 "),
            "{path}: {status}"
        );
        assert_eq!(steering(body), None, "{path}");
        serde_json::from_str::<serde_json::Value>(body).unwrap_or_else(|e| panic!("{path}: {e}"));
    }
    let (_, rows) = get(&address, "/api/v1/scorecard?area=C5");
    let rows: serde_json::Value = serde_json::from_str(&rows).unwrap();
    let name = rows["rows"][0]["area_name_en"].as_str().unwrap();
    assert!(
        name.starts_with(FORMULA) && name.contains('\u{202E}'),
        "as declared: {name}"
    );
    assert_no_formula(
        "the API",
        &get(&address, "/api/v1/scorecard?area=C5&format=csv").1,
    );
    let package = project.read("lake/published/datapackage.json");
    assert_eq!(steering(&package), None, "the description of the release");
}
