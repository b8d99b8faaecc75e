//! What the signs of one record say.

use super::lists::stands_for_figure;
use super::marks::{MarkError, Reader};
use super::shown::shown;
use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::{Bindings, Bound};
use crate::ingest::conform::observation::Fault;
use crate::model::{Meaning, ObsStatus, Source, Status};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the signs of a record say.
#[derive(Default)]
pub(in crate::ingest::conform) struct Signs<'r> {
    /// The text of the figure without its marks.
    pub(in crate::ingest::conform) text: Cow<'r, str>,
    /// What marks say of the figure.
    marks: Vec<&'r Meaning>,
    /// What the text of the column `status` says, where the source translates it.
    pub(in crate::ingest::conform) status: Option<&'r Meaning>,
    /// The same of `obs_status`.
    obs_status: Option<&'r Meaning>,
    /// The code by which the file says that the figure is not free.
    pub(in crate::ingest::conform) confidential: Option<&'r str>,
    /// Whether the source translates the texts of `obs_status`.
    pub(in crate::ingest::conform) translates: bool,
}

impl<'r> Signs<'r> {
    /// Reads them.
    pub(in crate::ingest::conform) fn read(
        bindings: &'r Bindings<'_>,
        record: &'r Record,
        source: &'r Source,
    ) -> Result<Signs<'r>, Fault> {
        let cell = shown(&bindings.value, record, source);
        let (text, mut marks) = if source.marks.is_empty() {
            (cell, Vec::new())
        } else {
            let stands = |text: &str| stands_for_figure(bindings, text);
            let (text, marks) = Reader::new(source, &stands)
                .split(&cell)
                .map_err(|error| fault(&bindings.value, record, &error))?;
            let marks = marks.into_iter().map(|(_, said)| said).collect();
            (Cow::Owned(text.to_owned()), marks)
        };
        marks.extend(set_apart(bindings, record, source));
        let column = |name, at: &'r Bound<'_>, known: &'r BTreeMap<String, Meaning>| {
            translated(name, at, record, known)
        };
        Ok(Signs {
            text,
            marks,
            status: column("status", &bindings.status, &source.statuses)?,
            obs_status: match &bindings.obs_status {
                Some(at) => column("obs_status", at, &source.obs_statuses)?,
                None => None,
            },
            confidential: confidential(bindings, record),
            translates: !source.obs_statuses.is_empty(),
        })
    }

    /// What is known of a record whose figure is not read because of its marks.
    pub(in crate::ingest::conform) fn unread(
        bindings: &'r Bindings<'_>,
        record: &'r Record,
        source: &'r Source,
    ) -> Signs<'r> {
        let status = translated("status", &bindings.status, record, &source.statuses);
        Signs {
            text: shown(&bindings.value, record, source),
            status: status.ok().flatten(),
            confidential: confidential(bindings, record),
            translates: !source.obs_statuses.is_empty(),
            ..Signs::default()
        }
    }

    fn all(&self) -> impl Iterator<Item = &'r Meaning> {
        let columns = self.status.into_iter().chain(self.obs_status);
        self.marks.iter().copied().chain(columns)
    }

    /// The least settled status of the marks and of the observation status.
    pub(in crate::ingest::conform) fn mark_status(&self) -> Option<Status> {
        let marks = self.marks.iter().copied().chain(self.obs_status);
        marks.filter_map(|said| said.status).min()
    }

    /// What they say of whether the figure was observed.
    pub(in crate::ingest::conform) fn obs_status(&self) -> Option<ObsStatus> {
        if self.confidential.is_some() {
            return Some(ObsStatus::Suppressed);
        }
        let said = self.all().filter_map(|said| said.obs_status);
        // That it is withheld goes before how it came about.
        said.min_by_key(|said| *said != ObsStatus::Suppressed)
    }

    /// Whether one of them says that there is no figure.
    pub(in crate::ingest::conform) fn exclude_figure(&self) -> bool {
        self.all().any(Meaning::excludes_figure)
    }

    /// A note, and behind it what the signs have to add.
    pub(in crate::ingest::conform) fn note(&self, own: Option<String>) -> String {
        let mut note = own.unwrap_or_default();
        for said in self.all().map(|said| said.note.as_str()) {
            if !said.is_empty() && !note.split("; ").any(|part| part == said) {
                if !note.is_empty() {
                    note.push_str("; ");
                }
                note.push_str(said);
            }
        }
        note
    }
}

/// The code of confidentiality of SDMX that a file attaches to a figure, where it is not free.
fn confidential<'r>(bindings: &'r Bindings<'_>, record: &'r Record) -> Option<&'r str> {
    let at = bindings.attached.confidentiality.as_ref()?;
    // With labels the code stands before a colon: `F: Free`.
    let code = at.raw(record).split(':').next().unwrap_or_default().trim();
    (!code.is_empty() && code != "F").then_some(code)
}

/// What the marks say that are set apart behind the figure. One that is not declared is a fault of
/// the figure, told where it is read.
fn set_apart<'r>(
    bindings: &'r Bindings<'_>,
    record: &'r Record,
    source: &'r Source,
) -> Vec<&'r Meaning> {
    if source.marks.is_empty() {
        return Vec::new();
    }
    let stands = |_: &str| false;
    let reader = Reader::new(source, &stands);
    cell::remarks(bindings.value.cell(record))
        .filter_map(|remark| match remark {
            Remark::Apart(note) => reader.resolve(note).ok(),
            _ => None,
        })
        .flatten()
        .map(|(_, said)| said)
        .collect()
}

/// Whether a text that is set apart behind a figure is made of declared marks.
pub(in crate::ingest::conform) fn is_declared(note: &str, source: &Source) -> bool {
    let stands = |_: &str| false;
    !source.marks.is_empty() && Reader::new(source, &stands).resolve(note).is_ok()
}

/// What the source declares of the text of a column.
fn translated<'r>(
    name: &str,
    at: &'r Bound<'_>,
    record: &'r Record,
    known: &'r BTreeMap<String, Meaning>,
) -> Result<Option<&'r Meaning>, Fault> {
    if known.is_empty() || matches!(at, Bound::Constant { .. }) {
        return Ok(None);
    }
    let text = tidy(at.raw(record));
    match known.get(text.as_ref()) {
        Some(said) => Ok(Some(said)),
        None if name == "obs_status" && text.is_empty() => Ok(None),
        None => {
            let rule = if name == "status" {
                "bad_status"
            } else {
                "bad_obs_status"
            };
            let table = if name == "status" {
                "statuses"
            } else {
                "obs_statuses"
            };
            let listed: Vec<String> = known.keys().map(|text| format!("`{text}`")).collect();
            let message = format!(
                "`{text}` is not among the texts that the source declares: {}",
                listed.join(", ")
            );
            let hint = format!("add it to `[source.{table}]` with what the provider says it means");
            Err(Fault::new(rule, at, record, message, hint))
        }
    }
}

/// What stands beside the figure of a record and keeps it from being read, if anything does.
pub(in crate::ingest::conform) fn beside(
    bindings: &Bindings<'_>,
    record: &Record,
    source: &Source,
) -> Option<Fault> {
    let stands = |text: &str| stands_for_figure(bindings, text);
    let cell = shown(&bindings.value, record, source);
    let error = Reader::new(source, &stands).split(&cell).err()?;
    Some(fault(&bindings.value, record, &error))
}

fn fault(at: &Bound<'_>, record: &Record, error: &MarkError<'_>) -> Fault {
    match error {
        MarkError::Undeclared { figure, mark } => {
            let message =
                format!("beside `{figure}` stands `{mark}`, which the source does not declare");
            let hint = format!(
                "ask what it means and add it to `[source.marks]`, as in `{} = {{ note = \"…\" }}` \
                    with the words of the provider, or with its `status` or `obs_status`",
                quoted(mark)
            );
            Fault::new("undeclared_mark", at, record, message, hint)
        }
        MarkError::Changes { figure, mark, says } => {
            let message = format!(
                "beside `{figure}` stands `{mark}`, which may say {says}: the figure is not \
                    `{figure}` alone"
            );
            let hint = "it is no mark: ask the provider for the bare figure with what this says in \
                a column of its own; one cell can be repaired: `chiso quarantine repair`";
            Fault::new("not_a_number", at, record, message, hint)
        }
    }
}

/// A key as TOML writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
