//! The lines of an explanation about one row: why it took part or did not, where it stands, its
//! repairs and its correction.

use crate::app::cli::explain::text::ExplanationText;
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::inspect::{ExplainedOperand, ExplainedRow, ExplainedSource};
use crate::model::{Correction, CorrectionAction, Dec, Repair};
use crate::rollup::{Fate, Row};

/// Why a row took part or did not.
pub(super) fn why(
    lang: Lang,
    operand: &ExplainedOperand,
    source: &ExplainedSource,
    traced: &ExplainedRow,
) -> String {
    if traced.fate == Fate::Used && !source.used {
        return match operand.found.as_ref() {
            Some(winner) => say!(lang, "explain-outranked", dataset = winner.dataset),
            None => lang.say("explain-no-figure-said").to_owned(),
        };
    }
    if let Some(delivery) = &traced.withdrawn_by {
        return say!(lang, "fate-withdrawn", delivery = delivery);
    }
    let gives = operand
        .found
        .as_ref()
        .is_none_or(|v| v.figure.value.is_some());
    match (traced.fate, traced.value().or(traced.row.value)) {
        (Fate::Used, None) if traced.row.withheld() => lang.say("explain-withheld").to_owned(),
        (Fate::Used, None) if traced.row.quarantined() => {
            lang.say("explain-not-accepted").to_owned()
        }
        (Fate::Used, None) => lang.say("explain-no-figure-said").to_owned(),
        (Fate::Used, Some(_)) if !gives => lang.say("explain-gives-none").to_owned(),
        (fate, _) => lang.fate(fate).to_owned(),
    }
}

impl ExplanationText<'_> {
    pub(super) fn row(
        &self,
        operand: &ExplainedOperand,
        source: &ExplainedSource,
        traced: &ExplainedRow,
    ) -> Vec<String> {
        let (lang, row) = (self.lang, &traced.row);
        let shown = |v: Dec| lang.figure(&v.to_string(), &row.unit, Digits::All);
        let mut lines = vec![
            self.figure_and_fate(operand, source, traced),
            self.place_in_file(row),
            format!(
                "      landing/{}/{}/{}",
                source.dataset,
                row.delivery,
                traced.file()
            ),
            format!(
                "      {}",
                say!(lang, "explain-source", source = row.source_id)
            ),
        ];
        lines.extend(self.delivered(traced));
        lines.extend(traced.repairs.iter().flat_map(|r| self.repair(r)));
        let correction = traced.correction.iter();
        lines.extend(correction.flat_map(|c| self.correction(c, shown)));
        let note = row.note.as_ref().filter(|n| !n.is_empty());
        lines.extend(note.map(|n| format!("      {}", say!(lang, "explain-note", text = n))));
        lines
    }

    /// Area, figure and status of a row, and why it took part or did not.
    fn figure_and_fate(
        &self,
        operand: &ExplainedOperand,
        source: &ExplainedSource,
        traced: &ExplainedRow,
    ) -> String {
        let (lang, row) = (self.lang, &traced.row);
        let unit = self.areas().unit(traced.area);
        let figure = traced.value().or(row.value).map_or_else(
            || lang.say("graph-no-figure").to_owned(),
            |v| lang.figure(&v.to_string(), &row.unit, Digits::All),
        );
        format!(
            "    {} ({}): {figure}, {}; {}",
            unit.name(true),
            unit.code,
            lang.status(row.status),
            why(lang, operand, source, traced)
        )
    }

    fn place_in_file(&self, row: &Row) -> String {
        let part = if row.part.is_empty() {
            String::new()
        } else {
            format!("[{}] ", row.part)
        };
        format!(
            "      {}",
            say!(
                self.lang,
                "explain-place-in-file",
                part = part,
                row = row.row,
                col = row.col,
                raw = row.raw
            )
        )
    }

    /// A repair through which a row was read: what stood there, by whom it was repaired, and why.
    fn repair(&self, repair: &Repair) -> Vec<String> {
        let lang = self.lang;
        let at = if repair.col.is_empty() {
            String::new()
        } else {
            format!(" `{}`", repair.col)
        };
        vec![
            format!(
                "      {}",
                say!(lang, "explain-repaired", at = at, expect = repair.expect)
            ),
            format!(
                "        {}",
                say!(
                    lang,
                    "explain-repair-reason",
                    reason = repair.reason,
                    by = repair.by,
                    date = repair.date
                )
            ),
        ]
    }

    /// A correction as it bears on a row: from what to what, why, and how far it has come.
    fn correction(&self, correction: &Correction, shown: impl Fn(Dec) -> String) -> Vec<String> {
        let lang = self.lang;
        let mut told = vec![
            say!(
                lang,
                "explain-as-published",
                figure = shown(correction.expect),
                done = self.done_by(correction.action, &shown)
            ),
            say!(
                lang,
                "explain-correction-reason",
                reason = correction.reason.get(lang.is_vi())
            ),
        ];
        if !correction.evidence.is_empty() {
            told.push(say!(
                lang,
                "explain-evidence",
                evidence = correction.evidence
            ));
        }
        told.push(say!(
            lang,
            "explain-status",
            state = self.state_of(correction)
        ));
        let head = format!(
            "      {}",
            say!(
                lang,
                "explain-correction-of",
                id = correction.id,
                action = lang.action(correction.action)
            )
        );
        let told = told.into_iter().map(|text| format!("        {text}"));
        std::iter::once(head).chain(told).collect()
    }

    /// What a correction does to a row.
    fn done_by(&self, action: CorrectionAction, shown: impl Fn(Dec) -> String) -> String {
        let lang = self.lang;
        match action {
            CorrectionAction::Override { value } | CorrectionAction::Scale { value, .. } => {
                say!(lang, "explain-corrected", figure = shown(value))
            }
            CorrectionAction::Drop => lang.say("explain-not-used").to_owned(),
            CorrectionAction::Flag { flag } => say!(lang, "explain-flagged", flag = flag),
        }
    }

    /// How far a correction has come, when it was decided and whom it was reported to.
    fn state_of(&self, correction: &Correction) -> String {
        let lang = self.lang;
        let mut state = vec![
            lang.correction(correction.status).to_owned(),
            say!(lang, "explain-decided", day = correction.decided_on),
        ];
        if !correction.reported_to.is_empty() {
            state.push(say!(
                lang,
                "explain-reported",
                office = correction.reported_to
            ));
        }
        state.join("; ")
    }
}
