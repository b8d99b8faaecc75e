//! Release notes on their way to text: how verdicts and reasons are written in them.

use crate::app::cli::changed_verdict::dash;
use crate::app::lang::Lang;
use crate::inspect::release_notes::Notes;
use crate::model::{FiscalYear, Reason, Verdict};
use chrono_tz::Tz;

pub(super) struct NotesText<'a> {
    pub(super) lang: Lang,
    pub(super) notes: &'a Notes,
    pub(super) zone: Tz,
    pub(super) fiscal: Option<FiscalYear>,
}

impl NotesText<'_> {
    pub(super) fn verdict(&self, word: &str) -> String {
        word.parse::<Verdict>().map_or_else(
            |_| dash(word).to_owned(),
            |v| self.lang.verdict(v).to_owned(),
        )
    }

    pub(super) fn reason(&self, word: &str) -> String {
        word.parse::<Reason>().map_or_else(
            |_| dash(word).to_owned(),
            |r| self.lang.reason(r).to_owned(),
        )
    }
}
