//! `chiso draft`: a first contract for a file, as TOML in which every guess says why and every line
//! that a person must fill says TODO.
//!
//! What only a person can say is written as an empty text, which `chiso check` refuses with file
//! and line: a draft never runs by accident.

mod columns;
mod contract;
mod in_place;
mod layout;
mod page;
mod shape;
mod source;

use crate::app::cli::draft::page::DraftPage;
use crate::app::cli::preview::LookArgs;
use crate::app::cli::received::{Received, received};
use crate::app::cli::toml_text::identifier;
use crate::app::cli::{Context, Failure};
use crate::app::output;
use crate::config;
use crate::governance::Registers;
use crate::ingest::draft::draft as look;
use crate::model::{AreaRegister, Finding, Place};
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a contract is drafted for.
#[derive(Debug, Args)]
pub struct DraftArgs {
    #[command(flatten)]
    look: LookArgs,
    /// Identifier of the dataset [default: from the name of the file]
    #[arg(long, value_name = "ID")]
    dataset: Option<String>,
    /// Write to this file, which must not be there, in place of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the draft; exit code 6 if the file cannot be read as a table.
pub fn draft(context: &Context, args: &DraftArgs) -> Result<(), Failure> {
    let Received { name, bytes } = received(&args.look.file)?;
    let stem = name.split('.').next().unwrap_or_default();
    let id = args
        .dataset
        .clone()
        .unwrap_or_else(|| identifier(stem, "dataset", &BTreeSet::new()));
    if identifier(&id, "", &BTreeSet::new()) != id {
        return Err(Failure::Usage(format!(
            "`{id}` is not an identifier: use lower-case letters a-z, digits and `_`, beginning \
                with a letter"
        )));
    }
    let root = context.root().ok();
    let register = root.as_deref().and_then(config::areas);
    let areas = register.map_or_else(
        || AreaRegister::new(Vec::new(), Vec::new()),
        |register| Registers::areas_alone(&register),
    );
    let found = match look(&name, &bytes, &args.look.layout(), &areas) {
        Ok(found) => found,
        Err(findings) => {
            for finding in &findings {
                output::complain(&finding.to_string());
            }
            return Err(Failure::Code(6));
        }
    };
    let page = DraftPage {
        lang: context.lang,
        file: &args.look.file,
        name: &name,
        id: &id,
        root: root.as_deref(),
        has_register: areas.units().next().is_some(),
        found: &found,
    };
    let text = page.text();
    match &args.output {
        None => Ok(output::line(text.trim_end())?),
        Some(path) => write(path, &text),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |rule, message: String, hint: &str| {
        let place = Place {
            file: path.display().to_string(),
            ..Place::default()
        };
        Failure::Faults(vec![Finding::error(rule, place, message).hint(hint)])
    };
    let file = std::fs::File::options()
        .write(true)
        .create_new(true)
        .open(path);
    let done = file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    done.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => failed(
            "duplicate",
            "the file is there already".to_owned(),
            "choose another name, or remove it first",
        ),
        _ => failed(
            "unreadable",
            format!("the file cannot be written: {e}"),
            "look at the folder and who may write there",
        ),
    })
}

impl DraftPage<'_> {
    fn text(&self) -> String {
        let mut lines = self.head();
        let names = self.contract(&mut lines);
        self.source(&mut lines);
        self.columns(&mut lines, &names);
        self.powers(&mut lines);
        self.units_by_row(&mut lines);
        self.statuses(&mut lines);
        self.marks(&mut lines);
        lines.join("\n") + "\n"
    }
}
