//! A verdict is explained in full: as JSON, as graphs that hold together, and proved again from
//! landed bytes.

use crate::support::{DAY_THREE, DAY_TWO, Project, field, finished, sha256};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const GROWTH: [&str; 6] = [
    "explain",
    "workshops_growth",
    "--area",
    "C1",
    "--period",
    "2023",
];

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    args.iter().chain(more).copied().collect()
}

/// The invented country after a second delivery of the workshops.
fn revised() -> Project {
    let mut project = Project::cashland();
    project.run();
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
    project.at(DAY_TWO).run();
    project.at(DAY_THREE);
    project
}

fn object(project: &Project, args: &[&str]) -> Value {
    let mut all = project.rows(args);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn the_json_document_has_the_fields_that_the_documents_name() {
    let project = revised();
    let told = object(
        &project,
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C5",
            "--period",
            "2023",
        ],
    );
    let top = [
        "kpi",
        "area",
        "boundary",
        "period",
        "span",
        "release",
        "as_of",
        "verdict",
        "reasons",
        "flags",
        "value",
        "value_exact",
        "value_unit",
        "formula",
        "target",
        "margin",
        "margin_exact",
        "needed",
        "in_year",
        "sampling_error",
        "ranked",
        "ranking",
        "contributions",
        "contributions_of_members",
        "items",
        "alternatives",
        "operands",
        "deliveries",
    ];
    assert_eq!(keys(&told), top);
    let operand = &told["operands"][1];
    let of_operand = [
        "role",
        "measure",
        "period",
        "span",
        "figure",
        "parts",
        "boundary_steps",
        "pieces",
        "looked",
        "sources",
        "lacking",
        "differs_from",
        "made_of",
    ];
    assert_eq!(keys(operand), of_operand);
    let row = &operand["sources"][0]["rows"][0];
    let of_row = [
        "used",
        "why",
        "area_code",
        "area_date",
        "period",
        "span",
        "dimensions",
        "value",
        "as_published",
        "unit",
        "basis",
        "scheme",
        "plan_stage",
        "status",
        "obs_status",
        "covers",
        "note",
        "source_id",
        "known_from",
        "recorded_at",
        "delivery",
        "file",
        "part",
        "row",
        "col",
        "raw",
        "checks",
        "withdrawn_by",
        "correction",
        "repairs",
    ];
    assert_eq!(keys(row), of_row);
    assert_eq!(
        keys(&told["deliveries"][0]),
        [
            "dataset",
            "delivery",
            "place",
            "path",
            "url",
            "sha256",
            "size",
            "fetched_at",
            "published_at"
        ]
    );
    // Every one of them stands in a document that people read.
    let documents =
        fs::read_to_string(crate::support::repository().join("docs/EXPLAIN.md")).unwrap();
    for name in top
        .iter()
        .chain(&of_row)
        .copied()
        .chain(keys(operand))
        .chain(keys(&operand["looked"][0]))
        .chain(keys(&told["deliveries"][0]))
    {
        assert!(
            documents.contains(&format!("`{name}`")),
            "docs/EXPLAIN.md does not name `{name}`"
        );
    }
}

#[test]
fn the_json_document_says_what_happened() {
    let project = revised();
    let told = object(
        &project,
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C5",
            "--period",
            "2023",
        ],
    );
    assert_eq!(
        [
            field(&told, "verdict"),
            field(&told, "value_exact"),
            field(&told, "margin_exact")
        ],
        ["not_met", "1/20", "-1/20"]
    );
    assert_eq!(field(&told["release"], "id"), project.release().unwrap());
    let base = &told["operands"][1];
    let parts: Vec<String> = base["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| field(p, "area_code"))
        .collect();
    assert_eq!(parts, ["C3", "C4"]);
    let steps: Vec<[String; 4]> = base["boundary_steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| ["date", "kind", "from", "to"].map(|n| field(s, n)))
        .collect();
    assert_eq!(
        steps,
        [
            ["2023-01-01", "merge", "C3", "C5"],
            ["2023-01-01", "merge", "C4", "C5"]
        ]
    );
    assert!(
        told["operands"][0]["boundary_steps"]
            .as_array()
            .unwrap()
            .is_empty(),
        "the later figure is stated for the unit itself"
    );
    // Two deliveries of one file, each with the hash of its bytes and the time at which it was
    // landed.
    let deliveries = told["deliveries"].as_array().unwrap();
    let landed: BTreeSet<String> = deliveries.iter().map(|d| field(d, "fetched_at")).collect();
    assert_eq!(
        landed,
        BTreeSet::from([
            "2026-11-22T08:00:00+00:00".to_owned(),
            "2026-12-05T06:30:00+00:00".to_owned()
        ])
    );
    for delivery in deliveries {
        let bytes = fs::read(project.path(&format!("lake/{}", field(delivery, "place")))).unwrap();
        assert_eq!(field(delivery, "sha256"), sha256(&bytes));
    }
}

#[test]
fn a_figure_that_is_not_there_says_where_it_was_looked_for() {
    let project = revised();
    let told = object(
        &project,
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2021",
        ],
    );
    assert_eq!(
        [
            field(&told, "verdict"),
            field(&told["reasons"][0], "reason")
        ],
        ["not_assessable", "base_missing"]
    );
    let base = &told["operands"][1];
    assert!(base["figure"].is_null() && base["sources"].as_array().unwrap().is_empty());
    let looked = &base["looked"][0];
    assert_eq!(
        ["dataset", "value", "rows", "other_rows"].map(|n| field(looked, n)),
        ["workshops", "sum(workshops)", "0", "0"]
    );
    assert_eq!(field(&looked["areas"][0], "area_code"), "C1");
    project
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2021",
        ])
        .exits(0)
        .says("looked in `workshops`, sum(workshops)");
    let vietnamese = [
        "explain",
        "workshops_growth",
        "--area",
        "C1",
        "--period",
        "2021",
        "--lang",
        "vi",
    ];
    project
        .chiso(&vietnamese)
        .exits(0)
        .says("đã tìm trong `workshops`");
}

#[test]
fn a_cell_that_was_kept_aside_is_named_with_the_rule_that_it_broke() {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops.toml",
        "quarantine_limit = \"0 %\"",
        "quarantine_limit = \"20 %\"",
    );
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.21O",
    );
    project.run();
    let told = object(&project, &GROWTH);
    let checks = |operand: usize| {
        let rows = told["operands"][operand]["sources"][0]["rows"]
            .as_array()
            .unwrap();
        rows.iter()
            .flat_map(|r| r["checks"].as_array().unwrap())
            .map(|c| [field(c, "rule"), field(c, "result")])
            .collect::<Vec<_>>()
    };
    assert_eq!(checks(0), [["not_a_number", "kept_aside"]]);
    assert_eq!(checks(1), [["contract", "passed"]]);
    project
        .chiso(&GROWTH)
        .exits(0)
        .says("checks not_a_number failed, quarantined")
        .says("contract passed");
    project
        .chiso(&with(&GROWTH, &["--verify"]))
        .exits(0)
        .says("every step holds");
}

/// Nodes with their texts, and edges, of a graph in either notation; whatever is not of the few
/// forms that are written fails.
type Drawn = (BTreeMap<String, String>, Vec<(String, String)>);

fn of_mermaid(text: &str) -> Drawn {
    let (mut nodes, mut edges) = (BTreeMap::new(), Vec::new());
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("flowchart LR"));
    for line in lines {
        let line = line.strip_prefix("  ").unwrap_or_else(|| panic!("{line}"));
        let id: String = line
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let rest = &line[id.len()..];
        if let Some(rest) = rest
            .strip_prefix(" -->")
            .or_else(|| rest.strip_prefix(" -.->"))
        {
            let to = match rest.strip_prefix("|\"") {
                Some(words) => words.split_once("\"| ").unwrap_or_else(|| panic!("{line}")),
                None => ("", rest.strip_prefix(' ').unwrap()),
            };
            assert!(!to.0.contains(['"', '<', '[', '`']), "{line}");
            edges.push((id, to.1.to_owned()));
            continue;
        }
        let (open, rest) = rest.split_once('"').unwrap_or_else(|| panic!("{line}"));
        let (label, close) = rest.rsplit_once('"').unwrap();
        let shapes = [
            ("[(", ")]"),
            ("[/", "/]"),
            ("[", "]"),
            (">", "]"),
            ("[[", "]]"),
            ("{{", "}}"),
            ("([", "])"),
        ];
        assert!(shapes.contains(&(open, close)), "{line}");
        let bare = label.replace("<br/>", "\n");
        assert!(
            !bare.contains(['"', '<', '>', '`', '[', ']', '{', '}', '|', '\\']),
            "{line}"
        );
        assert!(nodes.insert(id, bare).is_none(), "{line}");
    }
    (nodes, edges)
}

/// The text of a quoted string at the beginning, its escapes undone, and what follows it.
fn quoted(text: &str) -> (String, &str) {
    let inner = text.strip_prefix('"').unwrap_or_else(|| panic!("{text}"));
    let (mut out, mut escaped) = (String::new(), false);
    for (i, c) in inner.char_indices() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            (false, '"') => return (out, &inner[i + 1..]),
            (false, c) => out.push(c),
            (true, c) => {
                assert!(
                    ['"', '\\', 'n'].contains(&c),
                    "an escape that DOT does not know: {text}"
                );
                out.push(if c == 'n' { '\n' } else { c });
                escaped = false;
            }
        }
    }
    panic!("a string that does not end: {text}")
}

fn of_dot(text: &str) -> Drawn {
    let (mut nodes, mut edges) = (BTreeMap::new(), Vec::new());
    let body = text
        .strip_prefix("digraph explanation {\n")
        .unwrap()
        .strip_suffix("}\n")
        .unwrap();
    for line in body.lines().map(str::trim).skip(3) {
        let (subject, rest) = line.split_once(" [").unwrap_or_else(|| panic!("{line}"));
        let (label, end) = quoted(rest.split_once("label=").unwrap().1);
        assert_eq!(end, "];", "{line}");
        match subject.split_once(" -> ") {
            Some((from, to)) => edges.push((from.to_owned(), to.to_owned())),
            None => assert!(nodes.insert(subject.to_owned(), label).is_none(), "{line}"),
        }
    }
    (nodes, edges)
}

/// A graph holds together: edges lead from node to node, from the files to the verdict, and never
/// in a circle.
fn holds_together((nodes, edges): &Drawn) {
    assert!(
        edges
            .iter()
            .all(|(a, b)| nodes.contains_key(a) && nodes.contains_key(b) && a != b),
        "{edges:?}"
    );
    let ends: Vec<&String> = nodes
        .keys()
        .filter(|n| edges.iter().all(|(from, _)| from != *n))
        .collect();
    assert_eq!(ends, ["n0"], "everything leads to the verdict");
    for (id, text) in nodes
        .iter()
        .filter(|(_, text)| text.starts_with("landing/"))
    {
        assert!(
            edges.iter().all(|(_, to)| to != id),
            "{text} is where data begin"
        );
    }
    let mut left: BTreeSet<&String> = nodes.keys().collect();
    while let Some(free) = left
        .iter()
        .find(|n| {
            edges
                .iter()
                .all(|(from, to)| to != **n || !left.contains(from))
        })
        .copied()
    {
        left.remove(free);
    }
    assert!(left.is_empty(), "a circle: {left:?}");
}

fn drawn(project: &Project, args: &[&str]) -> [Drawn; 2] {
    let told = |notation: &str| {
        project
            .chiso(&with(args, &["--graph", notation]))
            .exits(0)
            .stdout
    };
    let both = [of_mermaid(&told("mermaid")), of_dot(&told("dot"))];
    both.iter().for_each(holds_together);
    assert_eq!(
        (both[0].0.len(), &both[0].1),
        (both[1].0.len(), &both[1].1),
        "the same graph in both notations"
    );
    both
}

#[test]
fn graphs_lead_from_files_through_rows_and_boundary_steps_to_the_verdict() {
    let project = revised();
    let [_, (nodes, edges)] = drawn(
        &project,
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C5",
            "--period",
            "2023",
        ],
    );
    let having = |text: &str| nodes.values().filter(|n| n.contains(text)).count();
    assert_eq!(
        [
            having("landing/workshops/"),
            having("column Opened"),
            having("merged C3 → C5"),
            having("≥ +10.00 %")
        ],
        [2, 6, 1, 1]
    );
    // A correction's words and a cell's text may hold anything.
    let odd = "say \\\"no\\\" to | <b>`[x]`</b> & 50 % #1; {y} \\\\ C:\\\\new";
    let correction = format!(
        "[[correction]]\nid = \"c\"\nmatch = {{ area_code = \"C5\", period = \"2023\" }}\naction = \"override\"\nvalue = \"1254\"\nexpect = \"1155\"\n\
         reason = {{ vi = \"{odd} đính chính\", en = \"{odd}\" }}\nevidence = \
         \"invented\"\nreported_to = \"\"\nstatus = \"open\"\ndecided_on = \"2026-12-04\"\n"
    );
    project.write("datasets/workshops/corrections.toml", correction);
    project.run();
    for lang in ["en", "vi"] {
        let [_, (nodes, after)] = drawn(
            &project,
            &[
                "explain",
                "workshops_growth",
                "--area",
                "C5",
                "--period",
                "2023",
                "--lang",
                lang,
            ],
        );
        assert!(
            nodes
                .values()
                .any(|n| n.contains("say \"no\" to | <b>`[x]`</b> & 50 % #1; {y} \\ C:\\new")),
            "{nodes:#?}"
        );
        assert_eq!(after.len(), edges.len() + 1);
    }
    let missing = drawn(
        &project,
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2021",
        ],
    );
    assert!(
        missing[1].0.values().any(|n| n.contains("no row"))
            && missing[1].0.values().any(|n| n.contains("no figure"))
    );
}

/// For each kind of KPI and verdict of the bundled project the first score: document, graphs and
/// proof agree with what is published.
#[test]
fn every_kind_of_kpi_and_verdict_can_be_explained_drawn_and_proved() {
    let mut seen = BTreeMap::new();
    for row in finished().rows(&["scorecard"]) {
        seen.entry(["kind", "verdict", "reason"].map(|n| field(&row, n)))
            .or_insert(row);
    }
    let kinds: BTreeSet<&String> = seen.keys().map(|[kind, ..]| kind).collect();
    assert!(kinds.len() >= 6 && seen.len() >= 15, "{:?}", seen.keys());
    let mut drawn_kinds = BTreeSet::new();
    for (what, row) in &seen {
        let [kpi, area, period, boundary] =
            ["kpi", "area_code", "period", "boundary"].map(|n| field(row, n));
        let args = [
            "explain",
            &kpi,
            "--area",
            &area,
            "--period",
            &period,
            "--boundary",
            &boundary,
        ];
        let all = finished().rows(&with(&args, &["--verify"]));
        let is_it = |e: &&Value| {
            field(e, "span") == field(row, "span")
                && e["target"]
                    .get("id")
                    .map_or(String::new(), |_| field(&e["target"], "id"))
                    == field(row, "target_id")
        };
        let told = all
            .iter()
            .find(is_it)
            .unwrap_or_else(|| panic!("{what:?}: {all:#?}"));
        assert_eq!(
            [field(told, "verdict"), field(told, "value")],
            [field(row, "verdict"), field(row, "value")],
            "{what:?}"
        );
        // Of one area alone it says what it says when all areas are computed.
        let mut whole = told.clone();
        whole.as_object_mut().unwrap().remove("verification");
        whole["release"]["read_from"] = "released".into();
        let alone = finished().rows(&args);
        let alone = alone.iter().find(is_it).unwrap();
        assert_eq!(*alone, whole, "{what:?}");
        let steps = told["verification"].as_array().unwrap();
        let count = |name: &str| {
            steps
                .iter()
                .filter(|s| field(s, "what") == name && field(s, "result") == "same")
                .count()
        };
        assert!(
            count("score") >= 1 && count("landing") >= 1 && count("table") >= 1,
            "{what:?}: {steps:#?}"
        );
        if told["operands"]
            .as_array()
            .unwrap()
            .iter()
            .any(|o| !o["sources"].as_array().unwrap().is_empty())
        {
            assert!(
                count("cell") >= 1 && count("row") == count("cell"),
                "{what:?}: {steps:#?}"
            );
        }
        if field(
            told["kpi"].as_object().map(|_| &told["kpi"]).unwrap(),
            "kind",
        ) == "rank"
            && !told["value"].is_null()
        {
            assert_eq!(
                told["ranking"].as_array().unwrap().len() as u64,
                told["ranked"].as_u64().unwrap()
            );
        }
        if all.len() == 1 && drawn_kinds.insert(what[0].clone()) {
            drawn(finished(), &args);
        }
    }
    assert_eq!(drawn_kinds.len(), kinds.len(), "each kind was drawn");
}

#[test]
fn any_boundary_and_day_are_proved_though_no_release_has_them() {
    let project = revised();
    project
        .chiso(&with(&GROWTH, &["--boundary", "2022-06-30", "--verify"]))
        .exits(0)
        .says("no release has it")
        .says("every step holds");
    project
        .chiso(&with(&GROWTH, &["--as-of", "2024-04-01", "--verify"]))
        .exits(0)
        .says("no release has it")
        .says("every step holds");
    let first = project
        .tree("lake/releases")
        .into_keys()
        .filter_map(|n| n.strip_suffix("/manifest.json").map(str::to_owned))
        .find(|r| *r != project.release().unwrap())
        .unwrap();
    project
        .chiso(&with(&GROWTH, &["--release", &first, "--verify"]))
        .exits(0)
        .says("1.210")
        .says("every step holds");
    // Nothing but landing and the release is needed.
    project.remove("lake/tables");
    project.remove("lake/ledger.db");
    project
        .chiso(&with(&GROWTH, &["--verify"]))
        .exits(0)
        .says("gone, or made anew")
        .says("every step holds");
}

/// What differs after a change to the lake: exit code 6, and the names of the steps.
fn differing(change: impl Fn(&Project)) -> Vec<(String, String)> {
    let project = revised();
    change(&project);
    let told = project
        .chiso(&with(&GROWTH, &["--verify", "--format", "csv"]))
        .exits(6);
    let mut reader = csv::Reader::from_reader(told.stdout.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.iter()
        .filter(|r| &r[4] == "differs")
        .map(|r| (r[0].to_owned(), r.iter().collect::<Vec<_>>().join(" ")))
        .collect()
}

fn whats(steps: &[(String, String)]) -> BTreeSet<&str> {
    steps.iter().map(|(what, _)| what.as_str()).collect()
}

/// Every file below a folder of the lake whose name ends so.
fn files(project: &Project, folder: &str, end: &str) -> Vec<String> {
    project
        .tree(folder)
        .into_keys()
        .filter(|n| n.ends_with(end))
        .map(|n| format!("{folder}/{n}"))
        .collect()
}

#[test]
fn a_landed_byte_that_changed_is_named() {
    let steps = differing(|p| {
        for file in files(p, "lake/landing/workshops", "invented.csv") {
            if p.read(&file).contains("1.209") {
                p.replace(&file, "1.209", "1.290");
            }
        }
    });
    assert_eq!(whats(&steps), BTreeSet::from(["landing"]));
    assert!(
        steps.len() == 1
            && steps[0].1.contains("landing/workshops/")
            && steps[0].1.contains("damaged"),
        "{steps:?}"
    );
    // A receipt that states another time makes other rows.
    let steps = differing(|p| {
        let file = files(p, "lake/landing/workshops", "receipt.json").remove(0);
        let text = p.read(&file).replace("T0", "T1");
        p.write(&file, text);
    });
    assert!(
        whats(&steps) == BTreeSet::from(["landing"])
            && steps[0].1.contains("another time of fetching"),
        "{steps:?}"
    );
}

#[test]
fn a_table_that_says_something_else_is_named_file_and_row() {
    let steps = differing(|p| {
        let file = files(p, "lake/tables/workshops", ".parquet").remove(0);
        let mut bytes = fs::read(p.path(&file)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(p.path(&file), bytes).unwrap();
    });
    assert!(
        whats(&steps).contains("table")
            && steps.iter().any(|(_, s)| s.contains("tables/workshops")),
        "{steps:?}"
    );
    // Another table, sound in itself, in the place of the right one: rows and figures differ too.
    let steps = differing(|p| {
        let all = files(p, "lake/tables/workshops", ".parquet");
        let forged = Project::cashland();
        forged.replace(
            "datasets/workshops/invented.csv",
            "Goldmark;2023;1.210",
            "Goldmark;2023;1.999",
        );
        forged.run();
        let other = files(&forged, "lake/tables/workshops", ".parquet").remove(0);
        for file in all {
            fs::copy(forged.path(&other), p.path(&file)).unwrap();
        }
    });
    assert!(
        whats(&steps).is_superset(&BTreeSet::from(["table", "row", "score"])),
        "{steps:?}"
    );
}

#[test]
fn a_published_row_that_was_changed_is_named() {
    let other = |table: &'static str| {
        move |p: &Project| {
            let current = p.release().unwrap();
            let before = files(p, "lake/releases", &format!("/{table}.parquet"))
                .into_iter()
                .find(|n| !n.contains(&current))
                .unwrap();
            fs::copy(
                p.path(&before),
                p.path(&format!("lake/releases/{current}/{table}.parquet")),
            )
            .unwrap();
        }
    };
    let steps = differing(other("scorecard"));
    assert_eq!(whats(&steps), BTreeSet::from(["score"]));
    assert!(
        steps[0].1.contains("workshops_growth C1") && steps[0].1.contains("`met` → `not_met`"),
        "{steps:?}"
    );
    let steps = differing(other("operands"));
    assert_eq!(whats(&steps), BTreeSet::from(["operand"]));
    assert!(
        steps
            .iter()
            .any(|(_, s)| s.contains("`1210.000000` → `1209.000000`")),
        "{steps:?}"
    );
    let steps = differing(|p| {
        p.write(
            &format!("lake/releases/{}/scorecard.parquet", p.release().unwrap()),
            "nonsense",
        );
    });
    assert!(
        whats(&steps) == BTreeSet::from(["score"]) && steps[0].1.contains("scorecard.parquet"),
        "{steps:?}"
    );
}

#[test]
fn forms_that_exclude_each_other_are_refused_with_a_remedy() {
    let project = revised();
    project
        .chiso(&with(&GROWTH, &["--graph", "dot", "--format", "json"]))
        .exits(2)
        .complains("leave out `--format`");
    project
        .chiso(&with(&GROWTH, &["--graph", "dot", "--verify"]))
        .exits(2)
        .complains("cannot be used with");
    project
        .chiso(&with(&GROWTH, &["--graph", "svg"]))
        .exits(2)
        .complains("mermaid");
    project
        .chiso(&[
            "explain",
            "workshop_growth",
            "--area",
            "C1",
            "--period",
            "2023",
            "--verify",
        ])
        .exits(2)
        .complains("did you mean");
    project
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C9",
            "--period",
            "2023",
            "--verify",
        ])
        .exits(2)
        .complains("no area `C9`");
}
