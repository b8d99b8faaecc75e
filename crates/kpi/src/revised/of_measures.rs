//! The revisions of measures, from everything that they have said.

use crate::revised::revisions::Revisions;
use crate::revised::unit::RevisionUnit;
use chiso_model::{
    Flag, Frequency, Measure, MeasureValue, MeasureValueKey, SharedText, Span, Status,
};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::Signed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures whose revisions are counted together: of one measure, boundary, length of period and
/// span.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RevisionGroup {
    /// Measure.
    pub measure: String,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Length of the periods.
    pub frequency: Frequency,
    /// Span.
    pub span: Span,
    /// What their revisions are stated in.
    pub unit: RevisionUnit,
}

impl RevisionGroup {
    fn of(value: &MeasureValue, unit: RevisionUnit) -> RevisionGroup {
        RevisionGroup {
            measure: value.measure.to_string(),
            boundary: value.boundary,
            frequency: value.period.frequency(),
            span: value.span,
            unit,
        }
    }
}

/// What the revisions of measures are stated in, by measure and unit.
type RevisionUnits = BTreeMap<SharedText, BTreeMap<SharedText, RevisionUnit>>;

/// What the revisions of a figure are stated in, found out once for all figures of its measure and
/// unit.
fn unit<'u>(
    units: &'u mut RevisionUnits,
    value: &MeasureValue,
    declared: &[Measure],
) -> &'u RevisionUnit {
    let of_measure = units.entry(value.measure.clone()).or_default();
    let of_unit = of_measure.entry(value.figure.unit.clone());
    of_unit.or_insert_with(|| RevisionUnit::of(value, declared))
}

/// The sizes of the revisions of figures of a status, of all areas, to be kept.
pub type KeptRevisions = Vec<(RevisionGroup, Status, Vec<BigRational>)>;

/// How old a figure was when it was first said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Maturity {
    /// The first figure of a status.
    Status(Status),
    /// The first, second, … figure said.
    Vintage(usize),
}

/// The revisions of measures.
#[derive(Clone, Debug, Default)]
pub struct Revised<'m> {
    declared: &'m [Measure],
    units: RevisionUnits,
    all: BTreeMap<(RevisionGroup, Maturity), Revisions>,
}

impl<'m> Revised<'m> {
    /// From everything that measures have said, in the order in which it became known; true where a
    /// figure was withdrawn.
    pub fn new<'a>(
        declared: &'m [Measure],
        said: impl Iterator<Item = (&'a MeasureValue, bool)>,
    ) -> Revised<'m> {
        // What a figure to date becomes by the end of its period is no revision.
        let whole = said.filter(|(value, _)| !value.figure.flags.contains(&Flag::ToDate));
        let key = |value: &'a MeasureValue| MeasureValueKey::of(value);
        let mut figures: Vec<(&MeasureValue, bool)> = whole.collect();
        // Those of one figure stay in their order; mostly all come sorted.
        figures.sort_by(|(one, _), (other, _)| key(one).cmp(&key(other)));
        let mut all: BTreeMap<(RevisionGroup, Maturity), Revisions> = BTreeMap::new();
        let mut units = RevisionUnits::new();
        for said in figures.chunk_by(|(one, _), (other, _)| key(one) == key(other)) {
            let unit_of = |value: &MeasureValue| unit(&mut units, value, declared).clone();
            for (maturity, first, unit, revision) in of_figure(unit_of, said) {
                all.entry((RevisionGroup::of(first, unit), maturity))
                    .or_default()
                    .signed
                    .push(revision);
            }
        }
        for revisions in all.values_mut() {
            revisions.signed.sort();
            revisions.sizes = revisions.signed.iter().map(Signed::abs).collect();
            revisions.sizes.sort();
        }
        Revised {
            declared,
            units,
            all,
        }
    }

    /// The sizes of all revisions by the status of the first figure, which is what verdicts are held
    /// against.
    #[must_use]
    pub fn kept(&self) -> KeptRevisions {
        let of_status = |(group, maturity, of): (&RevisionGroup, Maturity, &Revisions)| {
            let Maturity::Status(status) = maturity else {
                return None;
            };
            Some((group.clone(), status, of.sizes.clone()))
        };
        self.iter().filter_map(of_status).collect()
    }

    /// The revisions of measures that were kept: of figures of a status only, and their sizes.
    #[must_use]
    pub fn of_kept(declared: &'m [Measure], kept: &KeptRevisions) -> Revised<'m> {
        let sized = |(group, status, sizes): &(RevisionGroup, Status, Vec<BigRational>)| {
            let revisions = Revisions {
                signed: Vec::new(),
                sizes: sizes.clone(),
            };
            ((group.clone(), Maturity::Status(*status)), revisions)
        };
        Revised {
            declared,
            units: RevisionUnits::new(),
            all: kept.iter().map(sized).collect(),
        }
    }

    /// What the revisions of a figure are stated in.
    pub(super) fn unit(&self, value: &MeasureValue) -> RevisionUnit {
        let of_measure = self.units.get(&value.measure);
        let known = of_measure.and_then(|of| of.get(&value.figure.unit));
        known
            .cloned()
            .unwrap_or_else(|| RevisionUnit::of(value, self.declared))
    }

    /// Every group of revisions, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&RevisionGroup, Maturity, &Revisions)> {
        self.all
            .iter()
            .map(|((alike, maturity), revisions)| (alike, *maturity, revisions))
    }

    /// The revisions of figures like this one, of its status.
    #[must_use]
    pub fn of(&self, value: &MeasureValue) -> Option<&Revisions> {
        self.all.get(&(
            RevisionGroup::of(value, self.unit(value)),
            Maturity::Status(value.figure.status),
        ))
    }
}

/// The revisions of one figure from each of its maturities to the latest; none while there is no
/// latest.
fn of_figure<'a>(
    mut unit_of: impl FnMut(&MeasureValue) -> RevisionUnit,
    said: &[(&'a MeasureValue, bool)],
) -> Vec<(Maturity, &'a MeasureValue, RevisionUnit, BigRational)> {
    let mut found = Vec::new();
    let Some(((latest, false), earlier)) = said.split_last().filter(|(_, all)| !all.is_empty())
    else {
        return found;
    };
    let Some(end) = latest.exact() else {
        return found;
    };
    let mut seen = Vec::new();
    // What has no value yet is no first figure.
    let figures = { earlier.iter() }.filter_map(|(v, withdrawn)| (!withdrawn).then_some(*v));
    for (i, value) in figures.filter(|v| v.figure.value.is_some()).enumerate() {
        // Another basis or unit is another figure, not a revision of this one.
        let Some(first) = value.exact().filter(|_| alike(value, latest)) else {
            continue;
        };
        let unit = unit_of(value);
        let Some(revision) = unit.revision(&first, &end) else {
            continue;
        };
        let status = value.figure.status;
        if !seen.contains(&status) {
            seen.push(status);
            let of_status = Maturity::Status(status);
            found.push((of_status, value, unit.clone(), revision.clone()));
        }
        found.push((Maturity::Vintage(i + 1), value, unit, revision));
    }
    found
}

/// Whether two figures are statements about the same thing.
#[must_use]
pub fn alike(a: &MeasureValue, b: &MeasureValue) -> bool {
    let what = |v: &MeasureValue| {
        (
            v.figure.unit.clone(),
            v.figure.basis.clone(),
            v.figure.scheme.clone(),
        )
    };
    what(a) == what(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{
        Aggregate, Dec, Figure, Function, MeasureSource, OverTime, Period, SharedIds, UnitId,
    };
    use std::collections::BTreeSet;

    fn said(year: i32, value: i64, status: Status) -> MeasureValue {
        let boundary = "2025-06-30".parse().unwrap();
        let figure = Figure {
            value: Some(Dec::from_int(value)),
            unit: "vnd".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status,
            rounding: Dec::ZERO,
            known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        };
        MeasureValue {
            measure: "m".into(),
            dataset: "d".into(),
            area: UnitId(0),
            boundary,
            period: Period::Year(year),
            span: Span::Period,
            figure,
            parts: vec![],
            pieces: vec![],
            made: None,
            series: chiso_model::Series::default(),
            others: vec![],
            by_other_periods: vec![],
        }
    }

    fn measure(function: Function, over_time: Option<OverTime>) -> Measure {
        let value = Aggregate {
            function,
            column: "n".into(),
            level: None,
        };
        let source = MeasureSource::new("d", value);
        Measure {
            over_time,
            ..Measure::new("m", vec![source])
        }
    }

    fn in_unit(value: MeasureValue, unit: &str) -> MeasureValue {
        MeasureValue {
            figure: Figure {
                unit: unit.into(),
                ..value.figure.clone()
            },
            ..value
        }
    }

    /// Rates of 1, 2, … 12 %, each half a point too low at first: the bias is half a point, not a
    /// third of the rates.
    #[test]
    fn rates_that_are_half_a_point_too_low_have_a_bias_of_half_a_point() {
        let twelve = (1..=12).flat_map(|i| {
            let first = said(2000 + i, i64::from(i), Status::Estimate);
            let mut last = said(2000 + i, i64::from(i), Status::Final);
            last.figure.value = last
                .figure
                .value
                .and_then(|v| v.checked_add("0.5".parse().unwrap()));
            [in_unit(first, "percent"), in_unit(last, "percent")]
        });
        let (values, declared) = (twelve.collect::<Vec<_>>(), [measure(Function::Sum, None)]);
        let revised = Revised::new(&declared, values.iter().map(|v| (v, false)));
        for (alike, _, revisions) in revised.iter() {
            assert_eq!(alike.unit.published(), ("pp", 1));
            assert!((revisions.mean().unwrap() - 0.5).abs() < 1e-15);
            assert_eq!(
                *revisions.usual().unwrap(),
                BigRational::new(1.into(), 2.into())
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_revised_by_differences() {
        let unit = |function, over_time, unit: &str| {
            RevisionUnit::new("m", unit, &[measure(function, over_time)])
        };
        for amount in [
            "enterprises",
            "vnd",
            "tỷ đồng",
            "persons",
            "experts",
            "count",
            "cơ sở",
            "shareholders",
        ] {
            assert_eq!(
                unit(Function::Sum, None, amount),
                RevisionUnit::Ratio,
                "{amount}"
            );
        }
        let rates = [
            "percent",
            "%",
            "score",
            "points",
            "index",
            "ratio",
            "persons_per_km2",
            "vnd/person",
            "births per 1000",
            "Điểm",
            "tỷ lệ",
        ];
        let named = [
            "tỷ lệ hộ nghèo",
            "Tỉ số giới tính",
            "Chỉ số giá (2010=100)",
            "thu nhập bình quân",
            "phần trăm",
            "\u{111}ie\u{302}\u{309}m",
            "pct",
        ];
        for rate in rates.into_iter().chain(named) {
            assert_ne!(
                unit(Function::Sum, None, rate),
                RevisionUnit::Ratio,
                "{rate}"
            );
        }
        assert_ne!(
            unit(Function::Mean, None, "vnd"),
            RevisionUnit::Ratio,
            "an average wage is no amount that adds up"
        );
        assert_ne!(
            unit(Function::Sum, Some(OverTime::None), "degrees"),
            RevisionUnit::Ratio,
            "declared"
        );
        assert_eq!(
            unit(Function::Sum, Some(OverTime::Last), "enterprises"),
            RevisionUnit::Ratio,
            "a stock is an amount"
        );
        // From nothing, or from below nothing, there is a difference but no share.
        let [from, to] = ["-0.5", "0.25"].map(|t| t.parse::<Dec>().unwrap().ratio());
        assert_eq!(RevisionUnit::Ratio.revision(&from, &to), None);
        assert_eq!(
            RevisionUnit::Difference("score".into()).revision(&from, &to),
            Some(BigRational::new(3.into(), 4.into()))
        );
    }

    fn of(values: &[MeasureValue]) -> Revised<'static> {
        Revised::new(&[], values.iter().map(|v| (v, false)))
    }

    /// Eight estimates of 100; finals 90, 100, 100, 102, 104, 106, 108, 110: signed -10 … +10 %.
    fn eight() -> Vec<MeasureValue> {
        let finals = [90, 100, 100, 102, 104, 106, 108, 110];
        (2010..)
            .zip(finals)
            .flat_map(|(year, end)| {
                [
                    said(year, 100, Status::Estimate),
                    said(year, end, Status::Final),
                ]
            })
            .collect()
    }

    #[test]
    fn bias_mean_size_median_and_ninetieth_percentile_by_hand() {
        let revised = of(&eight());
        let all: Vec<_> = revised.iter().map(|(_, maturity, _)| maturity).collect();
        assert_eq!(
            all,
            [Maturity::Status(Status::Estimate), Maturity::Vintage(1)]
        );
        for (_, _, revisions) in revised.iter() {
            // (−10 + 0 + 0 + 2 + 4 + 6 + 8 + 10) / 8 and (10 + 0 + 0 + 2 + 4 + 6 + 8 + 10) / 8.
            assert!((revisions.mean().unwrap() - 0.025).abs() < 1e-15);
            assert!((revisions.mean_size().unwrap() - 0.05).abs() < 1e-15);
            assert_eq!(
                revisions.median().unwrap(),
                BigRational::new(3.into(), 100.into())
            );
            // The eighth of eight: 9/10 of 8 is 7.2.
            assert_eq!(
                *revisions.usual().unwrap(),
                BigRational::new(1.into(), 10.into())
            );
            assert_eq!(revisions.directions(), [1, 2, 5]);
        }
    }

    #[test]
    fn seven_are_too_few_to_say_anything_but_how_many() {
        let revised = of(&eight()[2..]);
        let (_, _, revisions) = revised.iter().next().unwrap();
        assert_eq!(
            (revisions.sizes().len(), revisions.directions()),
            (7, [0, 2, 5])
        );
        assert_eq!(
            (
                revisions.usual(),
                revisions.mean(),
                revisions.mean_size(),
                revisions.median()
            ),
            (None, None, None, None)
        );
    }

    #[test]
    fn vintages_are_counted_one_by_one_and_statuses_from_their_first_figure() {
        let values = [
            said(2020, 100, Status::Estimate),
            said(2020, 110, Status::Estimate),
            said(2020, 120, Status::Preliminary),
            said(2020, 132, Status::Final),
        ];
        let found: BTreeMap<Maturity, String> = of(&values)
            .iter()
            .map(|(_, m, r)| (m, r.sizes()[0].to_string()))
            .collect();
        let wanted = [
            (Maturity::Status(Status::Estimate), "8/25"),
            (Maturity::Status(Status::Preliminary), "1/10"),
            (Maturity::Vintage(1), "8/25"),
            (Maturity::Vintage(2), "1/5"),
            (Maturity::Vintage(3), "1/10"),
        ];
        assert_eq!(found, wanted.map(|(m, r)| (m, r.to_owned())).into());
    }

    #[test]
    fn a_figure_taken_back_or_on_another_basis_is_no_revision() {
        let [first, last] = [
            said(2020, 100, Status::Estimate),
            said(2020, 120, Status::Final),
        ];
        assert_eq!(
            Revised::new(&[], [(&first, false), (&last, true)].into_iter())
                .iter()
                .count(),
            0
        );
        let mut other = last.clone();
        other.figure.basis = "with_carryover".into();
        assert_eq!(of(&[first.clone(), other]).iter().count(), 0);
        // Months and years are not counted together.
        let month = |v: &MeasureValue| MeasureValue {
            period: Period::Month(2020, 6),
            span: Span::Ytd,
            ..v.clone()
        };
        assert_eq!(
            of(&[first.clone(), last.clone(), month(&first), month(&last)])
                .iter()
                .count(),
            4
        );
    }
}
