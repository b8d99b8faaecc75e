//! `docs/REFERENCE.md`: every key of every file and every column of every register, made from the
//! schemas and the lists that the program reads by, so that the page cannot go stale.

use crate::support::repository;
use chiso::ingest::registers::{AREAS, HOLIDAYS, RELATIONS, RegisterColumn, TARGETS};
use chiso::model::kind::KINDS;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

const PAGE: &str = "docs/REFERENCE.md";

const HEAD: &str = "# Reference: keys and columns

Every key of every file, and every column of every register. The page is made from the schemas and from
the lists that the program reads by: `UPDATE=1 cargo test --locked --test it reference`. Do not edit
it. [SOURCES.md](SOURCES.md), [INDICATORS.md](INDICATORS.md) and [OPERATIONS.md](OPERATIONS.md) explain
the keys with examples.

`[]` after a key is a list: `source[].columns` is `[source.columns]` below `[[source]]`. `<…>` stands for
a name of your own. ● marks what the table around it must have.
";

const KINDS_HEAD: &str = "
## Keys of each kind of KPI

Every kind has `id`, `title` and `kind`. `pace`, `small_base`, `outlier`, `coverage` and `contributions`
are for kinds whose values allow them; `check` says so where they do not.

| kind | needs | may have |
|---|---|---|
";

/// Files with their schema, and what is said of each.
const FILES: [(&str, &str, &str); 6] = [
    ("`chiso.toml`", "chiso", "The project."),
    (
        "`datasets/<id>.toml`",
        "dataset",
        "`kind` says which of the keys a file may have. All kinds have `kind`, `title`, `description`, \
            `licence` and `citation`. `observations` has `contract`, `source` and `arrival`; `rubric` has \
            `scheme`; `members` has `total` and `member`; the registers `areas`, `targets` and `holidays` \
            have no more keys, and their rows in the folder of the same name.",
    ),
    (
        "`pipelines/<id>.toml`",
        "pipeline",
        "Measures, KPIs, studies and inline tests.",
    ),
    (
        "`datasets/<id>/corrections.toml`",
        "correction",
        "Rows that are dropped or replaced, with who decided it.",
    ),
    (
        "`datasets/<id>/repairs.toml`",
        "repair",
        "Cells that are read otherwise than they stand in a delivery.",
    ),
    (
        "`access.toml`",
        "access",
        "Persons who sign in to the site. The file may be missing, and is no part of a release.",
    ),
];

const REGISTERS: [(&str, &[RegisterColumn]); 4] = [
    ("`areas.csv`", AREAS),
    ("`relations.csv`", RELATIONS),
    ("`targets.csv`", TARGETS),
    ("`holidays.csv`", HOLIDAYS),
];

/// A row of a table; what stands in cells has no sign that ends one.
fn row(page: &mut String, name: &str, needed: bool, meaning: &str) {
    assert!(!meaning.is_empty(), "`{name}` says nothing of itself");
    let mark = if needed { "●" } else { "" };
    let meaning = meaning.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(
        page,
        "| `{name}` | {mark} | {} |",
        meaning.replace('|', "\\|")
    )
    .unwrap();
}

/// The words that a key may have, behind its description.
fn meaning(schema: &Value) -> String {
    let said = schema["description"].as_str().unwrap_or_default();
    let inner = if schema["enum"].is_array() {
        schema
    } else {
        &schema["items"]
    };
    let words: Vec<String> = inner["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|word| format!("`{word}`"))
        .collect();
    if words.iter().all(|word| said.contains(word)) {
        return said.to_owned();
    }
    format!("{said} Words: {}.", words.join(", "))
}

/// The keys below a table, each before its own.
fn keys(page: &mut String, table: &Value, above: &str) {
    let needed = |key: &str| {
        let all = table["required"].as_array().into_iter().flatten();
        all.filter_map(Value::as_str).any(|one| one == key)
    };
    for (key, schema) in table["properties"].as_object().into_iter().flatten() {
        let list = schema["items"].is_object();
        let inner = if list { &schema["items"] } else { schema };
        let name = format!("{above}{key}{}", if list { "[]" } else { "" });
        row(page, &name, needed(key), &meaning(schema));
        below(page, inner, &name);
    }
}

/// What stands below a key: a table, or tables under names of the reader's own.
fn below(page: &mut String, schema: &Value, name: &str) {
    keys(page, schema, &format!("{name}."));
    let named = &schema["additionalProperties"];
    if named.is_object() {
        let name = format!("{name}.<…>");
        if named["properties"].is_object() && !titles(named) {
            row(page, &name, false, &meaning(named));
            below(page, named, &name);
        }
    }
}

/// Whether a table is a text in two languages, which is named once at the top.
fn titles(table: &Value) -> bool {
    let keys = table["properties"].as_object();
    keys.is_some_and(|keys| keys.keys().all(|key| key == "vi" || key == "en"))
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (file, schema, about) in FILES {
        let path = repository().join(format!("schema/{schema}.schema.json"));
        let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        write!(
            page,
            "\n## {file}\n\n{about}\n\n| key | | meaning |\n|---|---|---|\n"
        )
        .unwrap();
        keys(&mut page, &schema, "");
    }
    page.push_str(KINDS_HEAD);
    let listed = |keys: &[&str]| {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        keys.join(", ")
    };
    for kind in KINDS {
        let (needs, may) = (listed(kind.needs), listed(kind.may));
        writeln!(page, "| `{}` | {needs} | {may} |", kind.name).unwrap();
    }
    for (file, columns) in REGISTERS {
        write!(
            page,
            "\n## {file}\n\n| column | | meaning |\n|---|---|---|\n"
        )
        .unwrap();
        for column in columns {
            row(&mut page, column.name, column.needed, column.meaning);
        }
    }
    page
}

#[test]
fn the_reference_names_every_key_and_column() {
    let (made, path) = (page(), repository().join(PAGE));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "{PAGE} is not what the program reads; look at the difference, then run with UPDATE=1"
    );
    for name in [
        "path_points",
        "source[].columns",
        "kpi[].compared_with",
        "aliases",
    ] {
        assert!(made.contains(&format!("| `{name}`")), "{name}");
    }
}
