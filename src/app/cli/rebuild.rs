//! `chiso release rebuild`: past releases made again from landed bytes alone, each file compared
//! with the hash it was published with.

use crate::app::cli::{Context, Failure};
use crate::app::lake::lake_to_write;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::app::progress::StageDisplay;
use crate::config::Project;
use crate::inspect::{Likeness, Past, RemadeFile, rebuild as make_again};
use crate::store::{Lake, write_outside};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Which releases to make again, and where to.
#[derive(Debug, Args)]
pub struct RebuildArgs {
    /// Release [default: the one in force]
    #[arg(conflicts_with = "all")]
    id: Option<String>,
    /// Every release
    #[arg(long)]
    all: bool,
    /// Write the files into DIR/<ID>, and leave the lake as it is
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

const COLUMNS: [&str; 6] = [
    "release",
    "file",
    "published_sha256",
    "made_sha256",
    "result",
    "place",
];

/// Makes releases again; exit code 6 when a file comes out differently.
pub fn rebuild(context: &Context, project: &Project, args: &RebuildArgs) -> Result<(), Failure> {
    let lake = Lake::open_read(&project.lake)?;
    let ids = match &args.id {
        Some(id) => vec![id.clone()],
        None if args.all => folders(&lake)?,
        None => vec![crate::governance::releases::release(&lake, None)?.id],
    };
    let (mut rows, mut faults) = (Vec::new(), 0);
    for id in &ids {
        match one(context, project, &lake, id, args.output.as_deref()) {
            Ok(files) => {
                faults += files
                    .iter()
                    .filter(|(file, _)| file.likeness == Likeness::Differs)
                    .count();
                rows.extend(files.iter().map(|(file, place)| row(id, file, place)));
                for finding in files.iter().filter_map(|(file, _)| file.finding.as_ref()) {
                    output::complain(&finding.to_string());
                }
            }
            // Of several releases each is worth its own attempt.
            Err(Failure::Run(error)) if args.all => {
                output::complain(&format!(
                    "error: release `{id}` cannot be made again: {error}"
                ));
                faults += 1;
            }
            Err(failure) => return Err(failure),
        }
    }
    if context.common.format == Format::Table {
        show(context.lang, &rows, faults)?;
    } else {
        output::rows(context.common.format, &COLUMNS, &rows)?;
    }
    Failure::code_if(faults > 0, 6)
}

fn show(lang: Lang, rows: &[Row], faults: usize) -> std::io::Result<()> {
    let short = |name: &str, r: &Row| {
        let text = r.get(name).map(output::plain).unwrap_or_default();
        if name.ends_with("sha256") {
            text.chars().take(12).collect()
        } else {
            text
        }
    };
    let cells = |r: &Row| COLUMNS.iter().map(|c| short(c, r)).collect();
    output::line(&output::table(&COLUMNS, rows.iter().map(cells).collect()))?;
    let said = match faults {
        0 => lang.say("rebuild-same").to_owned(),
        n => say!(lang, "rebuild-differs", number = n),
    };
    output::line(&said)
}

/// Every folder that is to be a release, also those that have lost their manifest.
fn folders(lake: &Lake) -> Result<Vec<String>, Failure> {
    let read = match std::fs::read_dir(lake.releases_dir()) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
        read => read?,
    };
    let mut names = Vec::new();
    for entry in read {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|n| !n.starts_with('.'));
    names.sort();
    Ok(names)
}

type Placed = (RemadeFile, &'static str);

/// Makes one release again and puts its files where they belong.
fn one(
    context: &Context,
    project: &Project,
    lake: &Lake,
    id: &str,
    output: Option<&Path>,
) -> Result<Vec<Placed>, Failure> {
    let folder = output.map(|dir| empty_folder(&dir.join(id))).transpose()?;
    if !id.is_empty() && lake.releases_dir().join(id).is_dir() && lake.releases().get(id)?.is_none()
    {
        return Err(Failure::Run(crate::error::RunError::Unknown(format!(
            "release `{id}` has lost its `manifest.json`, and nothing else says which deliveries and which configuration it was made from; \
             restore the manifest from a backup"
        ))));
    }
    let past = Past::open(lake, Some(id))?;
    let files = make_again(lake, &past, &StageDisplay::new(context.common.quiet))?;
    match folder {
        Some(folder) => {
            let manifest = std::fs::read(past.release.path.join("manifest.json"))?;
            write_outside(&folder.join("manifest.json"), &manifest)?;
            let written = |file: RemadeFile| -> Result<Placed, Failure> {
                if file.made.is_empty() {
                    return Ok((file, "not_made"));
                }
                write_outside(&folder.join(&file.name), &file.bytes)?;
                Ok((file, "written"))
            };
            files.into_iter().map(written).collect()
        }
        None => restore(project, &past, files),
    }
}

/// Puts back what is missing or damaged in the lake and came out as it was published.
fn restore(project: &Project, past: &Past, files: Vec<RemadeFile>) -> Result<Vec<Placed>, Failure> {
    let wanting = |file: &RemadeFile| !file.stands && file.likeness == Likeness::Same;
    let as_it_is = |file: RemadeFile| {
        let place = if file.stands { "stands" } else { "lacking" };
        (file, place)
    };
    if !files.iter().any(wanting) {
        return Ok(files.into_iter().map(as_it_is).collect());
    }
    let lake = lake_to_write(project)?;
    let lock = lake.lock()?;
    let placed = |file: RemadeFile| -> Result<Placed, Failure> {
        if wanting(&file) {
            lake.releases()
                .restore(&lock, &past.release, &file.name, &file.bytes)?;
            return Ok((file, "restored"));
        }
        Ok(as_it_is(file))
    };
    let done = files.into_iter().map(placed).collect::<Result<_, _>>()?;
    lock.end()?;
    Ok(done)
}

/// A folder that may be written into: what lies in it is never mixed with a release.
fn empty_folder(folder: &Path) -> Result<PathBuf, Failure> {
    let held = match std::fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => 0,
        Err(e) => {
            return Err(Failure::Usage(format!(
                "`{}` cannot be used: {e}",
                folder.display()
            )));
        }
        Ok(entries) => entries.count(),
    };
    match held {
        0 => Ok(folder.to_owned()),
        _ => Err(Failure::Usage(format!(
            "`{}` is not empty; name another folder with `--output DIR`",
            folder.display()
        ))),
    }
}

fn row(id: &str, file: &RemadeFile, place: &str) -> Row {
    let values = [
        json!(id),
        json!(file.name),
        json!(file.published),
        json!(file.made),
        json!(file.likeness.as_str()),
        json!(place),
    ];
    output::row(&COLUMNS, values)
}
