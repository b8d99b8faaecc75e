//! What the checks of a contract made of an observation.

use crate::inspect::quarantine::observation::{QuarantinedObservation, id_of};
use crate::model::{CheckRule, Place};
use crate::rollup::Row;
use crate::store::FindingRecord;

/// What a check made of an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// It keeps the check.
    Passed,
    /// It does not, and somebody has said that it is right.
    Confirmed,
    /// It does not, and is used and reported.
    Told,
    /// It does not, and was quarantined.
    KeptAside,
    /// Some observations of the delivery do not; which, is on record of the first alone.
    Unclear,
}

impl CheckResult {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CheckResult::Passed => "passed",
            CheckResult::Confirmed => "confirmed",
            CheckResult::Told => "told",
            CheckResult::KeptAside => "kept_aside",
            CheckResult::Unclear => "unclear",
        }
    }
}

/// A check and what it made of an observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedCheck {
    /// The rule: `contract` for the contract as such, a check declared in it, or the rule that a
    /// cell broke.
    pub rule: String,
    /// What became of it.
    pub result: CheckResult,
    /// What is wrong, if anything is.
    pub message: String,
}

/// What checks and findings there are of a dataset.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// Dataset.
    pub dataset: &'a crate::model::Dataset,
    /// What was quarantined.
    pub kept_aside: &'a [QuarantinedObservation],
    /// What conforming had to say.
    pub findings: &'a [FindingRecord],
}

impl Checked<'_> {
    /// Every check that a row went through: the contract as such first, then those declared in it,
    /// as far as they look at rows.
    #[must_use]
    pub fn of(&self, row: &Row) -> Vec<ExplainedCheck> {
        let here = |k: &&QuarantinedObservation| {
            let place = (&k.place.part, k.place.row, &k.place.col);
            let of_row = (&k.place.part, k.place.row) == (&row.part, row.row);
            // What cannot be read may be another column than that of the figure.
            (&k.dataset, &k.delivery) == (&self.dataset.id, &row.delivery)
                && (place == (&row.part, row.row, &row.col) || (of_row && row.quarantined()))
        };
        let failed: Vec<&QuarantinedObservation> = self.kept_aside.iter().filter(here).collect();
        // A row without a value stands for a cell that says there is none, or for one that was
        // quarantined: then that is said.
        let declared = &self.dataset.contract.checks;
        let of_contract = failed
            .iter()
            .filter(|k| declared.iter().all(|c| c.rule.as_str() != k.rule));
        let mut checks: Vec<ExplainedCheck> = of_contract
            .map(|k| ExplainedCheck {
                rule: k.rule.clone(),
                result: CheckResult::KeptAside,
                message: with_remedy(k),
            })
            .collect();
        if checks.is_empty() {
            checks.push(ExplainedCheck {
                rule: "contract".to_owned(),
                result: CheckResult::Passed,
                message: String::new(),
            });
        }
        let looks_at_rows =
            |c: &&crate::model::Check| !matches!(c.rule, CheckRule::LargeRevision { .. });
        checks.extend(declared.iter().filter(looks_at_rows).map(|check| {
            let rule = check.rule.as_str();
            let (result, message) =
                self.result(row, check, failed.iter().find(|k| k.rule == rule).copied());
            ExplainedCheck {
                rule: rule.to_owned(),
                result,
                message,
            }
        }));
        checks
    }

    fn result(
        &self,
        row: &Row,
        check: &crate::model::Check,
        failed: Option<&QuarantinedObservation>,
    ) -> (CheckResult, String) {
        if let Some(kept) = failed {
            return (CheckResult::KeptAside, with_remedy(kept));
        }
        if check
            .confirmed
            .iter()
            .any(|(area, period)| *area == row.area_code && *period == row.period)
        {
            return (CheckResult::Confirmed, String::new());
        }
        let its = |f: &&FindingRecord| {
            f.dataset == self.dataset.id
                && f.delivery == row.delivery
                && f.rule == check.rule.as_str()
        };
        let place = |p: &Place| (&p.part, p.row, &p.col) == (&row.part, row.row, &row.col);
        let told: Vec<&FindingRecord> = self.findings.iter().filter(its).collect();
        match told.iter().find(|f| place(&f.place)) {
            Some(finding) => (CheckResult::Told, finding.message.clone()),
            // What is quarantined is on record row by row; of what is only reported, the first.
            None if check.action == crate::model::CheckAction::Warn
                && told.iter().any(|f| f.count > 1) =>
            {
                (CheckResult::Unclear, String::new())
            }
            None => (CheckResult::Passed, String::new()),
        }
    }
}

/// What is wrong with an observation, and where it is said what to do about it.
fn with_remedy(kept: &QuarantinedObservation) -> String {
    format!(
        "{} (what to do: `chiso quarantine show {}`)",
        kept.message,
        id_of(&kept.dataset, &kept.delivery, &kept.place)
    )
}
