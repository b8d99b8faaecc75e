//! `chiso release notes`: what is new from one release to another, and a correction notice for
//! every verdict that is another one now, as Markdown for people.

mod counts;
mod news;
mod notices;
mod text;

use crate::app::cli::notes::text::NotesText;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::env::clock_from_env;
use crate::inspect::release_notes::pair;
use crate::inspect::release_notes::{Notes, notes};
use crate::store::Lake;
use clap::Args;
use std::path::PathBuf;

/// Which releases to compare.
#[derive(Debug, Args)]
pub struct NotesArgs {
    /// The earlier release [default: the one in force, or the one before it]
    before: Option<String>,
    /// The later release [default: the one in force; without BEFORE, the one that waits if there is
    /// one]
    after: Option<String>,
    /// Write them into this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes release notes and correction notices.
pub fn show(context: &Context, args: &NotesArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let lake = Lake::open_read(&project.lake)?;
    let releases = pair(
        &lake,
        args.before.as_deref(),
        args.after.as_deref(),
        clock_from_env().now(),
    )?;
    let text = NotesText {
        lang: context.lang,
        notes: &notes(&lake, releases)?,
        zone: project.timezone,
        fiscal: project.fiscal_calendar(),
    }
    .markdown();
    match &args.output {
        None => output::line(text.trim_end())?,
        Some(file) => std::fs::write(file, text)
            .map_err(|e| Failure::Usage(format!("`{}` cannot be written: {e}", file.display())))?,
    }
    Ok(())
}

impl NotesText<'_> {
    fn markdown(&self) -> String {
        let (lang, Notes { before, after, .. }) = (self.lang, self.notes);
        let known = |r: &crate::store::ReleaseRef| r.manifest.known_day();
        let mut text = format!("{}\n\n", say!(lang, "notes-heading", id = after.id));
        let title = match lang {
            Lang::En => &after.manifest.title_en,
            Lang::Vi => &after.manifest.title_vi,
        };
        let title = title.as_deref().unwrap_or_default();
        let line = [
            if title.is_empty() {
                String::new()
            } else {
                format!("{title}. ")
            },
            format!("{} ", say!(lang, "notes-known", known = known(after))),
            format!(
                "{}\n\n",
                say!(
                    lang,
                    "notes-compared",
                    id = before.id,
                    known = known(before)
                )
            ),
        ];
        text.extend(line);
        self.counts(&mut text);
        self.news(&mut text);
        self.notices(&mut text);
        text
    }
}
