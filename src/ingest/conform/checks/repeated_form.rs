//! Forms that repeat those of the year before.

use super::rows::{Doubt, RowsToCheck, latest};
use crate::ingest::conform::observation::ConformedRow;
use crate::model::{AreaRegister, Dec, Period, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of forms that repeat those of the year before, or that the form of the next year repeats
/// which is in force already.
pub(super) fn repeats(
    all: RowsToCheck<'_>,
    areas: &AreaRegister,
    at_least: usize,
) -> BTreeMap<usize, Doubt> {
    let doubt = |(i, (later, equal)): (usize, (Period, usize))| {
        let row = all.rows.get(i)?;
        let (area, before, period) = (&row.key.area_code, later.year_before()?, all.period(i)?);
        let message = format!(
            "the figures of area `{area}` in {later} repeat those of {before}: {equal} are equal \
                and none differs"
        );
        Some((i, Doubt { period, message }))
    };
    repeated(all, areas, at_least)
        .into_iter()
        .filter_map(doubt)
        .collect()
}

/// What an area says of a period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Form<'r> {
    area: UnitId,
    span: &'r str,
    period: Period,
}

impl<'r> Form<'r> {
    fn of(row: &'r ConformedRow, areas: &AreaRegister) -> Option<Form<'r>> {
        let area = areas.by_code(&row.key.area_code, row.key.area_date)?;
        Some(Form {
            area: areas.place(area),
            span: &row.key.span,
            period: row.key.period.parse().ok()?,
        })
    }

    /// Whether it is that of the next year.
    fn follows(&self, other: Form<'_>) -> bool {
        (self.area, self.span) == (other.area, other.span)
            && self.period.year_before() == Some(other.period)
    }
}

/// Every statement of a series, by any source, with its unit.
type SeriesStatements<'r> = BTreeMap<&'r [String], BTreeSet<(Dec, &'r str)>>;

/// Indices of the delivery's own rows to be doubted, with the period that repeats the year before
/// and the number of equal figures other than zero.
fn repeated(
    all: RowsToCheck<'_>,
    areas: &AreaRegister,
    at_least: usize,
) -> BTreeMap<usize, (Period, usize)> {
    let stated = StatedForms::of(all, areas, at_least);
    let mut known: BTreeMap<Form<'_>, Option<(Period, usize)>> = BTreeMap::new();
    let of_row = |(i, row)| {
        let form = Form::of(row, areas)?;
        let doubted = *known.entry(form).or_insert_with(|| stated.doubted(form));
        Some((i, doubted?))
    };
    all.rows
        .iter()
        .enumerate()
        .take(all.own)
        .filter_map(of_row)
        .collect()
}

/// The forms of an area, by delivery.
struct StatedForms<'r> {
    /// A form is what one delivery says: rows of others carry their delivery as part.
    forms: BTreeMap<(Form<'r>, &'r str), SeriesStatements<'r>>,
    deliveries: BTreeSet<&'r str>,
    landed_before: BTreeSet<&'r str>,
    /// Forms of which something is judged now: where one of them repeats the year before, it is the
    /// one to be doubted.
    judged: BTreeSet<Form<'r>>,
    /// Fewer equal figures than this may be chance.
    at_least: usize,
}

impl<'r> StatedForms<'r> {
    fn of(all: RowsToCheck<'r>, areas: &AreaRegister, at_least: usize) -> StatedForms<'r> {
        let rows = all.rows;
        let mut forms: BTreeMap<(Form<'_>, &str), SeriesStatements<'_>> = BTreeMap::new();
        for (i, row) in latest(rows) {
            if let Some(form) = Form::of(row, areas) {
                let delivery = if i < all.own { "" } else { row.part.as_str() };
                let series = forms
                    .entry((form, delivery))
                    .or_default()
                    .entry(&row.key.dimensions)
                    .or_default();
                series.extend(row.said.value.map(|value| (value, row.said.unit.as_str())));
            }
        }
        StatedForms {
            deliveries: forms.keys().map(|(_, delivery)| *delivery).collect(),
            landed_before: rows
                .iter()
                .skip(all.earlier)
                .map(|row| row.part.as_str())
                .collect(),
            judged: rows
                .iter()
                .take(all.earlier)
                .filter_map(|row| Form::of(row, areas))
                .collect(),
            forms,
            at_least,
        }
    }

    /// Why a form of the delivery is doubted: it repeats one of the year before, or one of the next
    /// year that was landed before repeats it and is not judged itself.
    fn doubted(&self, form: Form<'r>) -> Option<(Period, usize)> {
        let repeats_before = self
            .deliveries
            .iter()
            .find_map(|before| self.repeats(form, "", before));
        repeats_before.or_else(|| {
            self.next(form)
                .filter(|(f, _)| !self.judged.contains(f))
                .find_map(|(f, by)| self.repeats(f, by, ""))
        })
    }

    /// The forms of the year after, of each delivery that was landed before.
    fn next(&self, form: Form<'r>) -> impl Iterator<Item = (Form<'r>, &'r str)> {
        self.landed_before.iter().filter_map(move |by| {
            self.forms
                .keys()
                .find(|(f, d)| d == by && f.follows(form))
                .map(|(f, _)| (*f, *by))
        })
    }

    fn repeats(&self, later: Form<'r>, by: &'r str, before: &'r str) -> Option<(Period, usize)> {
        let earlier = Form {
            period: later.period.year_before()?,
            ..later
        };
        let (now, then) = (
            self.forms.get(&(later, by))?,
            self.forms.get(&(earlier, before))?,
        );
        let equal = equal(now, then).filter(|equal| *equal >= self.at_least)?;
        Some((later.period, equal))
    }
}

/// The number of equal figures other than zero, where no series in common differs.
fn equal(now: &SeriesStatements<'_>, then: &SeriesStatements<'_>) -> Option<usize> {
    let common: Vec<_> = now
        .iter()
        .filter_map(|(key, now)| Some((now, then.get(key)?)))
        .collect();
    let equal = common
        .iter()
        .filter(|(now, _)| now.iter().any(|(value, _)| *value != Dec::ZERO))
        .count();
    common
        .iter()
        .all(|(now, then)| now == then)
        .then_some(equal)
}
