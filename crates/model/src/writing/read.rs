//! What a text of a source says of a period, as the source declares that it writes them.

use super::assemble;
use super::days;
use super::declared::PeriodWriting;
use super::matching;
use super::unread::Unread;
use super::words::{Said, strip};
use crate::label::{Label, LabelError};

/// What a text says of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodRead {
    /// The label.
    pub label: Label,
    /// A declaration says so, not the label by itself.
    pub declared: bool,
}

impl PeriodWriting {
    /// Reads a text in Unicode NFC.
    ///
    /// # Errors
    /// When it has no reading, or more than one.
    pub fn read(&self, text: &str) -> Result<PeriodRead, Unread> {
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        let refused = |why: String| Unread::Refused {
            text: text.clone(),
            why,
        };
        let (rest, said) = strip(&text, &self.words).map_err(refused)?;
        let mut found = self.declared(&text, Said::default());
        if rest != text {
            found.extend(self.declared(&rest, said));
        }
        if let Some(days) = self.days
            && let Some(day) = days::day(&rest, days.zone)
        {
            let label = days.period(day, self.fiscal_year).and_then(|period| {
                assemble::with(
                    Label {
                        period,
                        span: None,
                        status: None,
                    },
                    said,
                )
            });
            found.push(label);
        }
        let mut labels: Vec<Label> = Vec::new();
        for label in found.iter().flatten() {
            if !labels.contains(label) {
                labels.push(*label);
            }
        }
        match (labels.as_slice(), found.into_iter().find_map(Result::err)) {
            ([label], _) => Ok(PeriodRead {
                label: *label,
                declared: true,
            }),
            ([], Some(why)) => Err(refused(why)),
            ([], None) => self.by_itself(&text, &rest, said),
            (several, _) => Err(Unread::Several {
                text,
                readings: several.iter().map(said_of).collect(),
            }),
        }
    }

    /// What is left of a text that no declaration reads, without declared words.
    #[must_use]
    pub fn undeclared(&self, text: &str) -> Option<String> {
        if self.read(text).is_ok_and(|read| read.declared) {
            return None;
        }
        strip(text, &self.words).ok().map(|(rest, _)| rest)
    }

    /// The readings of a text by the formats.
    fn declared(&self, text: &str, said: Said) -> Vec<Result<Label, String>> {
        let mut found = Vec::new();
        for format in &self.formats {
            for parts in matching::ways(&format.elements, text, self) {
                let all = said.and(format.said);
                found.push(all.and_then(|said| assemble::label(&parts, said, self)));
            }
        }
        found
    }

    /// A label that says by itself what it is. Beside fiscal years none does: `2008-Q1` may be a
    /// quarter of either year.
    fn by_itself(&self, text: &str, rest: &str, said: Said) -> Result<PeriodRead, Unread> {
        let refused = |why: String| Unread::Refused {
            text: text.to_owned(),
            why,
        };
        if self.fiscal_year.is_some() {
            return Err(refused(self.no_format()));
        }
        let by_office = self.office.and_then(|office| office.of_label(rest));
        let by_office = by_office.map(|period| Label {
            period,
            span: None,
            status: None,
        });
        let read = by_office.map_or_else(|| rest.parse(), Ok);
        let label: Label = read.map_err(|error: LabelError| {
            if let Some(day) = days::written(rest).filter(|_| self.days.is_none()) {
                Unread::Day {
                    text: text.to_owned(),
                    readings: days::readings(day),
                }
            } else if self.formats.is_empty() {
                Unread::Label(LabelError {
                    text: text.to_owned(),
                    ..error
                })
            } else {
                refused(format!(
                    "{}, and as a label {}",
                    self.no_format(),
                    error.why
                ))
            }
        })?;
        let period = match self.era {
            None => label.period,
            Some(era) => {
                let year = era.year(label.period.year()).map_err(refused)?;
                let there = label.period.in_year(year);
                there.ok_or_else(|| refused(format!("{year} has 52 weeks of ISO 8601")))?
            }
        };
        let label = assemble::with(Label { period, ..label }, said).map_err(refused)?;
        Ok(PeriodRead {
            label,
            declared: false,
        })
    }

    fn no_format(&self) -> String {
        if self.formats.is_empty() {
            return "it is no day, and no format is declared".to_owned();
        }
        let formats: Vec<String> = self
            .formats
            .iter()
            .map(|f| format!("`{}`", f.as_str()))
            .collect();
        format!("it fits none of the formats {}", formats.join(", "))
    }
}

/// What a label says, for a message.
fn said_of(label: &Label) -> String {
    let more = [
        label.span.map(|s| s.to_string()),
        label.status.map(|s| s.to_string()),
    ];
    std::iter::once(label.period.to_string())
        .chain(more.into_iter().flatten())
        .collect::<Vec<_>>()
        .join(" ")
}
