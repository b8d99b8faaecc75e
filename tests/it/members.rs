//! Further members of each kind of trouble from the field, written by people who knew the kinds and
//! the documents and had not seen the code. What is written (`members/formats.toml`): each member is
//! a dataset of its own, and one run reads them all. What is meant (`members/semantics.toml`): each
//! is a small project with its steps.

use crate::field::{Step, steps_fail};
use crate::formats::{workbook_of_rows, zipped};
use crate::support::{Outcome, Project, cell, repository, table_rows};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A delivery, how it is declared, and what must become of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delivered {
    /// The kind, by the letter that the list of troubles gives it.
    kind: String,
    what: String,
    file: String,
    /// The content: a text, bytes in hexadecimal, the rows of a sheet, or the parts of an archive.
    text: Option<String>,
    hex: Option<String>,
    sheet: Option<String>,
    /// Cell formats of the sheet, from format 1 on.
    #[serde(default)]
    cell_formats: Vec<String>,
    parts: Option<BTreeMap<String, String>>,
    #[serde(default)]
    keys: String,
    columns: Option<String>,
    #[serde(default = "smiths")]
    unit: String,
    /// What is read, `area period value`: the period with its span where it is not the whole, then
    /// the status where it is not final.
    rows: Option<Vec<String>>,
    /// What is said where the delivery is refused.
    refused: Option<String>,
    /// What is said besides. `{id}` stands for the dataset.
    #[serde(default)]
    says: Vec<String>,
}

/// An ordinary delivery, so that the run has something to publish.
fn plain() -> Delivered {
    let text = "kind = \"\"\nwhat = \"plain\"\nfile = \"a.csv\"\nkeys = 'format = \"csv\"'\n\
        text = \"\"\"a,p,v\nA1,2020,1\n\"\"\"";
    toml::from_str(text).unwrap()
}

fn smiths() -> String {
    "smiths".to_owned()
}

const COLUMNS: &str =
    "area_code = { column = \"a\" }\nperiod = { column = \"p\" }\nsmiths = { column = \"v\" }";
const STATUS: &str = "status = { constant = \"final\" }";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

impl Delivered {
    fn content(&self) -> Vec<u8> {
        match (&self.text, &self.hex, &self.sheet, &self.parts) {
            (Some(text), None, None, None) => text.clone().into_bytes(),
            (None, Some(hex), None, None) => bytes(hex),
            (None, None, Some(rows), None) => workbook_of_rows("Table", rows, &self.cell_formats),
            (None, None, None, Some(parts)) => {
                let parts: Vec<(&str, Vec<u8>)> = parts
                    .iter()
                    .map(|(name, text)| (name.as_str(), text.clone().into_bytes()))
                    .collect();
                zipped(&parts)
            }
            _ => panic!("{}: one content, not several or none", self.what),
        }
    }

    fn write(&self, project: &Project, id: &str) {
        project.write(&format!("datasets/{id}/{}", self.file), self.content());
        let columns = self.columns.as_deref().unwrap_or(COLUMNS);
        let status = if columns.contains("status =") {
            ""
        } else {
            STATUS
        };
        let contract = format!(
            "kind = \"observations\"\ntitle = {{ en = \"Smiths\" }}\nlicence = \"invented\"\n\
            citation = \"invented\"\n[contract]\nvalue = {{ name = \"smiths\", type = \"decimal\", \
            unit = \"{}\" }}\nquarantine_limit = \"0 %\"\n[[source]]\nid = \"guild\"\n\
            file = \"{id}/{}\"\n{}\n[source.columns]\n{status}\n{columns}\n",
            self.unit, self.file, self.keys,
        );
        project.write(&format!("datasets/{id}.toml"), contract);
    }

    /// What is not as it should be.
    fn faults(&self, project: &Project, id: &str, outcome: &Outcome) -> Vec<String> {
        let printed = format!("{}{}", outcome.stdout, outcome.stderr);
        let own = findings_about(&printed, id);
        let said = |text: &String| {
            let text = text.replace("{id}", id);
            (!own.contains(&text)).then(|| format!("does not say `{text}`"))
        };
        let mut found: Vec<String> = self.says.iter().filter_map(said).collect();
        let rows = table(project, id);
        match (&self.rows, &self.refused) {
            (Some(wanted), None) => {
                let mut wanted = wanted.clone();
                wanted.sort();
                if rows.as_ref() != Some(&wanted) {
                    found.push(format!("read {rows:?}, not {wanted:?}"));
                }
            }
            (None, Some(text)) => {
                found.extend(said(text));
                if let Some(rows) = rows {
                    found.push(format!("read {rows:?}, and should be refused"));
                }
            }
            _ => found.push("rows or a refusal, not both or none".to_owned()),
        }
        if !found.is_empty() {
            found.push(format!("printed: {own}"));
        }
        let name = |fault: String| format!("{id} ({}: {}): {fault}", self.kind, self.what);
        found.into_iter().map(name).collect()
    }
}

/// The findings that name a dataset, each with the lines below it.
fn findings_about(printed: &str, id: &str) -> String {
    let (folder, contract) = (format!("datasets/{id}/"), format!("datasets/{id}.toml"));
    let (mut own, mut within) = (String::new(), false);
    for line in printed.lines() {
        if !line.starts_with(' ') {
            let table = format!("tables/{id}");
            within = [&folder, &contract, &table]
                .iter()
                .any(|name| line.contains(*name));
        }
        if within {
            own.push_str(line);
            own.push('\n');
        }
    }
    own
}

/// The rows of a dataset; none where it has no table.
fn table(project: &Project, id: &str) -> Option<Vec<String>> {
    let files = std::fs::read_dir(project.path(&format!("lake/tables/{id}"))).ok()?;
    let files = files
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "parquet"));
    let shown = |row: crate::support::Row| {
        let span = match cell(&row, "span") {
            "period" => String::new(),
            span => format!("/{span}"),
        };
        let value = match cell(&row, "smiths") {
            "" => "-",
            value => value,
        };
        let status = match cell(&row, "status") {
            "final" => String::new(),
            status => format!(" {status}"),
        };
        let [area, period] = ["area_code", "period"].map(|c| cell(&row, c));
        format!("{area} {period}{span} {value}{status}")
    };
    let mut rows: Vec<String> = files.flat_map(|f| table_rows(&f)).map(shown).collect();
    rows.sort();
    Some(rows)
}

fn read_table<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = repository().join("tests/it/members").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut members: BTreeMap<String, Vec<T>> = toml::from_str(&text).unwrap();
    members.remove("member").unwrap()
}

#[test]
fn further_members_of_what_is_written_are_read_or_refused() {
    let members: Vec<Delivered> = read_table("formats.toml");
    let project = Project::counties(&[]);
    project.write(
        "pipelines/p.toml",
        "title = { en = \"p\" }\n[[measure]]\nid = \"m\"\ntitle = { en = \"m\" }\n\
        source = [{ dataset = \"plain\", value = \"sum(smiths)\" }]\n",
    );
    plain().write(&project, "plain");
    let ids: Vec<String> = (1..=members.len()).map(|n| format!("m{n:03}")).collect();
    for (member, id) in members.iter().zip(&ids) {
        member.write(&project, id);
    }
    let outcome = project.chiso(&["run"]).exits(3);
    let found: Vec<String> = members
        .iter()
        .zip(&ids)
        .flat_map(|(member, id)| member.faults(&project, id, &outcome))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

const ONE_BOUNDARY: &str = "[project]\ntitle = { en = \"further member\" }\ntimezone = \"UTC\"\n\
    boundaries = [\"2023-01-01\"]\nlake = \"lake\"\n";

/// A small project of the counties of the cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meant {
    kind: String,
    what: String,
    /// Its files besides the register of areas.
    files: BTreeMap<String, String>,
    steps: Vec<Step>,
}

#[test]
fn further_members_of_what_is_meant_are_judged_or_refused() {
    let only = std::env::var("CHISO_FIELD_CASE").unwrap_or_default();
    let found: Vec<String> = read_table::<Meant>("semantics.toml")
        .iter()
        .filter(|member| member.what.starts_with(&only))
        .filter_map(|member| {
            let mut project = Project::counties(&[]);
            project.write("chiso.toml", ONE_BOUNDARY);
            for (file, text) in &member.files {
                project.write(file, text);
            }
            let fault = steps_fail(&mut project, &member.steps, None)?;
            Some(format!("{} ({}), {fault}", member.what, member.kind))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}
