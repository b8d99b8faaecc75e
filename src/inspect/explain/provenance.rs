//! What stands behind a row or an operand: the delivery as it came, the checks of its contract, the
//! steps between two boundaries, and where a figure was looked for that is not there.

use crate::inspect::quarantine::{QuarantinedObservation, id_of};
use crate::model::kind::Ranking;
use crate::model::{
    AreaRegister, CheckRule, Dec, KpiKind, MeasureSource, MeasureValue, Period, Place, Relation,
    Score, Span, UnitId,
};
use crate::rollup::{Row, Rows};
use crate::store::{FindingRecord, LandedDelivery};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A delivery as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedDelivery {
    /// Dataset.
    pub dataset: String,
    /// Id.
    pub delivery: String,
    /// Name of the file.
    pub file_name: String,
    /// Where it was read: a path within the project, or an address.
    pub path: String,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// When it was landed.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if the transport said so.
    pub published_at: Option<DateTime<Utc>>,
}

impl From<LandedDelivery> for ExplainedDelivery {
    fn from(landed: LandedDelivery) -> ExplainedDelivery {
        let r = landed.receipt;
        ExplainedDelivery {
            dataset: r.dataset,
            delivery: landed.delivery,
            file_name: r.file_name,
            path: r.path,
            url: r.url,
            sha256: r.sha256,
            size: r.size,
            fetched_at: r.fetched_at,
            published_at: r.published_at,
        }
    }
}

impl ExplainedDelivery {
    /// Its folder and file in the lake.
    #[must_use]
    pub fn place(&self) -> String {
        format!(
            "landing/{}/{}/{}",
            self.dataset, self.delivery, self.file_name
        )
    }
}

/// What a check made of an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// It keeps the check.
    Passed,
    /// It does not, and somebody has said that it is right.
    Confirmed,
    /// It does not, and is used and told.
    Told,
    /// It does not, and was kept aside.
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
    /// What was kept aside.
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
        // A row without a value stands for a cell that says there is none, or for one that was kept
        // aside: then that is said.
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
            // What is kept aside is on record row by row; of what is only told, the first.
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

/// Where a figure was looked for in one dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Dataset.
    pub dataset: String,
    /// Rank among the sources of the measure, from 1.
    pub rank: usize,
    /// What is computed, such as `sum(value)`.
    pub value: String,
    /// Which rows take part; empty for all.
    pub filter: String,
    /// Units, each with the day at which its code is read.
    pub areas: Vec<(UnitId, NaiveDate)>,
    /// Rows found that the measure asks for.
    pub rows: usize,
    /// Rows of these units and periods that it does not ask for: another span, or left out by its
    /// filter.
    pub others: usize,
    /// Observations of the dataset that were kept aside.
    pub kept_aside: usize,
}

/// What was looked for in a dataset, given the rows found.
#[must_use]
pub fn looked(
    (rank, source): (usize, &MeasureSource),
    rows: Option<&Rows>,
    (areas, register): (Vec<(UnitId, NaiveDate)>, &AreaRegister),
    periods: &[(Period, Span)],
    (found, kept_aside): (usize, &[QuarantinedObservation]),
) -> Looked {
    let here = |r: &&Row| {
        let period = periods.iter().any(|(p, _)| *p == r.period);
        period
            && !r.withdrawn
            && areas
                .iter()
                .any(|(unit, day)| register.unit(*unit).code == r.area_code && *day == r.area_date)
    };
    let all = rows.map_or(0, |rows| rows.all.iter().filter(here).count());
    Looked {
        dataset: source.dataset.clone(),
        rank,
        value: source.value.to_string(),
        filter: source
            .filter
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        areas,
        rows: found,
        others: all.saturating_sub(found),
        kept_aside: kept_aside
            .iter()
            .filter(|k| k.dataset == source.dataset)
            .count(),
    }
}

/// The recorded changes of areas that lie between the days of a figure's parts and the boundary, in
/// the order of time.
#[must_use]
pub fn steps(areas: &AreaRegister, found: &MeasureValue) -> Vec<Relation> {
    let mut taken: Vec<Relation> = Vec::new();
    for day in found
        .parts
        .iter()
        .map(|(_, day)| *day)
        .collect::<BTreeSet<_>>()
    {
        let (first, last) = (day.min(found.boundary), day.max(found.boundary));
        let mut between: Vec<&Relation> = areas
            .relations()
            .iter()
            .filter(|r| first < r.date && r.date <= last)
            .collect();
        between.sort_by_key(|r| r.date);
        // From the boundary to the day: the later code leads to the earlier one, or the other way
        // round.
        let backwards = day <= found.boundary;
        if backwards {
            between.reverse();
        }
        let mut codes = BTreeSet::from([areas.unit(found.area).code.clone()]);
        for relation in between {
            let (near, far) = if backwards {
                (&relation.to_code, &relation.from_code)
            } else {
                (&relation.from_code, &relation.to_code)
            };
            if codes.contains(near) {
                codes.insert(far.clone());
                if !taken.contains(relation) {
                    taken.push(relation.clone());
                }
            }
        }
    }
    taken.sort_by(|a, b| {
        (a.date, &a.from_code, &a.to_code).cmp(&(b.date, &b.from_code, &b.to_code))
    });
    taken
}

/// The areas that a rank is a place among, with their figures, in the order of codes; none for
/// other kinds.
#[must_use]
pub fn field(
    kind: &KpiKind,
    score: &Score,
    values: &[Arc<MeasureValue>],
    areas: &AreaRegister,
) -> Vec<(UnitId, Dec)> {
    let Some(Ranking { measure, level, .. }) = kind.ranking() else {
        return vec![];
    };
    let is_it = |v: &&Arc<MeasureValue>| {
        v.measure == measure
            && v.boundary == score.boundary
            && (v.period, v.span) == (score.period, score.span)
            && areas.unit(v.area).level == level
    };
    let mut field: Vec<(UnitId, Dec)> = values
        .iter()
        .filter(is_it)
        .filter_map(|v| Some((v.area, v.figure.value?)))
        .collect();
    field.sort_by(|a, b| areas.unit(a.0).code.cmp(&areas.unit(b.0).code));
    field
}
