//! Real deliveries of Viet Nam's Ministry of Finance and National Statistics Office, read by a
//! declaration alone and compared cell by cell: with the panels of collected figures, and where none
//! has them, with another reading of the same bytes. The contracts stand in `workbooks/`; the
//! deliveries are other people's and lie in `../shared`.

mod ministry;
mod statistics_office;

use crate::support::{Project, Row, cell, repository, table_rows};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Area and period → figure; with dimensions, they follow the period.
type Figures = BTreeMap<(String, String), String>;

fn shared() -> Option<PathBuf> {
    let folder = repository().join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    crate::support::skipped("../shared is not here");
    None
}

fn records(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The delivery of that name, wherever it lies.
fn delivery(shared: &Path, name: &str) -> Vec<u8> {
    let folders = [
        "data/raw/mof",
        "data/raw/nso_pxweb",
        "corpus/xlsx_xls",
        "corpus/sdmx",
        "corpus/jsonstat",
    ];
    let paths = folders.map(|folder| shared.join(folder).join(name));
    let path = paths.iter().find(|path| path.is_file());
    fs::read(path.unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

/// Runs datasets with the bundled register of areas, which is made to begin before the oldest
/// delivery, and sees that every figure was accepted.
fn loaded(shared: &Path, datasets: &[(&str, &str)]) -> Project {
    let project = Project::empty();
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"Deliveries\" }\ntimezone = \"Asia/Ho_Chi_Minh\"\n\
         boundaries = [\"2025-06-30\"]\nlake = \"lake\"\n\n[headline]\narea = \"01\"\nperiod = \
         \"2014\"\n",
    );
    for name in ["areas.toml", "areas/areas.csv", "areas/relations.csv"] {
        let text = fs::read_to_string(repository().join("datasets").join(name)).unwrap();
        let text = text.replace(",2004-07-08,", ",1986-01-01,");
        project.write(&format!("datasets/{name}"), text);
    }
    let mut pipeline = "title = { en = \"Deliveries\" }\n".to_owned();
    for (id, contract) in datasets {
        project.write(&format!("datasets/{id}.toml"), contract);
        let files = contract.split("\"deliveries/").skip(1);
        for name in files.map(|rest| rest.split('"').next().unwrap()) {
            let path = format!("datasets/deliveries/{name}");
            project.write(&path, delivery(shared, name));
        }
        let value = contract.split("value = { name = \"").nth(1).unwrap();
        let value = value.split('"').next().unwrap();
        _ = write!(
            pipeline,
            "\n[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n\n[[measure.source]]\n\
             dataset = \"{id}\"\nvalue = \"max({value})\"\n"
        );
    }
    project.write("pipelines/all.toml", pipeline);
    let outcome = project.run();
    assert!(
        outcome.stdout.contains(" + 0 quarantined"),
        "{}",
        outcome.stdout
    );
    project
}

/// The figures of a dataset; cells without one are left out.
fn figures(project: &Project, id: &str, value: &str, key: &[&str]) -> Figures {
    let folder = project.path(&format!("lake/tables/{id}"));
    let paths = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let rows = paths
        .filter(|path| path.extension().is_some_and(|e| e == "parquet"))
        .flat_map(|path| table_rows(&path));
    let key_of = |row: &Row| {
        let parts: Vec<&str> = key.iter().map(|column| cell(row, column)).collect();
        (cell(row, "area_code").to_owned(), parts.join(" "))
    };
    rows.filter(|row| !cell(row, value).is_empty())
        .map(|row| (key_of(&row), cell(&row, value).to_owned()))
        .collect()
}

/// A figure as another text says it, to so many decimal places.
fn to_places(text: &str, scale: f64, places: usize) -> String {
    let figure: f64 = text.parse().unwrap();
    format!("{:.places$}", figure / scale)
}

fn all_to_places(figures: &Figures, scale: f64, places: usize) -> Figures {
    let cut = |text: &String| to_places(text, scale, places);
    figures.iter().map(|(k, v)| (k.clone(), cut(v))).collect()
}
