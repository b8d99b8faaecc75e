//! What a contract asks of the observations of a delivery together, all those of an area at a time.
//!
//! `repeats_previous_year`: an office that sends last year's form again sends figures that are good
//! one by one. So the figures of an area are held against those of the same period of the year
//! before, series by series, a series being a combination of dimensions whatever the source. When
//! no series in common differs and enough of them say the same other than zero, the later period
//! of the area is set aside until someone confirms it.
//!
//! `cumulative_falls`, `parts_differ` and `large_change` look at figures of one rank, unit and
//! basis: those of equal rank are one series whatever the source, for a project may have a source a
//! year. Where one source has both figures, they are held against each other; else those of the
//! other sources are.
//!
//! A delivery is held against what else the dataset states. Areas are places: one that was renamed
//! goes on, and a code that means another place a year later is not compared.

use super::observation::{ConformedRow, ObservationKey};
use super::row::held_back;
use super::statement::OtherStatement;
use super::tally::Tally;
use crate::model::{
    AreaRegister, Check, CheckAction, CheckRule, Contract, Dec, Period, Span, UnitId,
};
use num_rational::BigRational;
use num_traits::Signed;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a delivery with those of others behind them: first its own, then those landed at the
/// same instant, then earlier ones.
#[derive(Clone, Copy)]
struct RowsToCheck<'r> {
    rows: &'r [ConformedRow],
    own: usize,
    earlier: usize,
}

impl RowsToCheck<'_> {
    /// Of two rows that do not agree, the one to be doubted: the later one if it is the delivery's
    /// own; its own one too where the later one was landed before and is in force.
    const fn doubted(&self, earlier: usize, later: usize) -> Option<usize> {
        if later < self.own {
            Some(later)
        } else if later >= self.earlier && earlier < self.own {
            Some(earlier)
        } else {
            None
        }
    }

    fn period(&self, i: usize) -> Option<Period> {
        self.rows.get(i)?.key.period.parse().ok()
    }
}

/// Why a row is doubted.
struct Doubt {
    /// The period to be confirmed.
    period: Period,
    message: String,
}

/// The rows without those that a check sets aside, and the places of those.
pub(super) fn set_aside(
    mut rows: Vec<ConformedRow>,
    mut others: Vec<OtherStatement>,
    contract: &Contract,
    areas: &AreaRegister,
    value_label: &str,
    tally: &mut Tally<'_>,
) -> (Vec<ConformedRow>, Vec<ConformedRow>) {
    let mut places = Vec::new();
    let own: BTreeSet<&ObservationKey> = rows.iter().map(|r| &r.key).collect();
    let mut around: Vec<(bool, ConformedRow)> = others
        .drain(..)
        .map(|s| (!s.same_landing, s.row()))
        .filter(|(_, row)| !own.contains(&row.key))
        .collect();
    around.sort_by(|a, b| (a.0, &a.1.key).cmp(&(b.0, &b.1.key)));
    let at_once = around.iter().filter(|(earlier, _)| !earlier).count();
    for Check {
        rule,
        action,
        confirmed,
    } in &contract.checks
    {
        let own = rows.len();
        rows.extend(around.iter().map(|(_, row)| row.clone()));
        let all = RowsToCheck {
            rows: &rows,
            own,
            earlier: own + at_once,
        };
        let doubts = match rule {
            CheckRule::RepeatsPreviousYear { at_least } => repeats(all, areas, *at_least),
            CheckRule::CumulativeFalls => falls(all, areas),
            CheckRule::PartsDiffer {
                dimension,
                whole,
                parts,
                within,
                share,
            } => parts_differ(all, areas, (*dimension, whole, parts), (*within, *share)),
            CheckRule::LargeChange { at_most, least } => changes(all, areas, *at_most, *least),
            // Told from what is published.
            CheckRule::LargeRevision { .. } => BTreeMap::new(),
        };
        rows.truncate(own);
        let mut kept = Vec::with_capacity(rows.len());
        for (i, row) in rows.into_iter().enumerate() {
            let area = &row.key.area_code;
            let doubt = doubts
                .get(&i)
                .filter(|d| !confirmed.iter().any(|(a, p)| a == area && *p == d.period));
            if let Some(Doubt { period, message }) = doubt {
                let hint = format!(
                    "ask the provider; if they are right, say so in the check: `confirmed = [{{ \
                        area_code = \"{area}\", period = \"{period}\" }}]`"
                );
                match action {
                    CheckAction::Quarantine => {
                        tally.bad_row(&row, value_label, rule.as_str(), message.clone(), hint);
                    }
                    CheckAction::Warn => {
                        tally.doubted(&row, value_label, rule.as_str(), message.clone(), hint);
                    }
                }
            }
            if doubt.is_none() || *action == CheckAction::Warn {
                kept.push(row);
            } else {
                places.push(held_back(&row));
            }
        }
        rows = kept;
    }
    (rows, places)
}

/// Rows of forms that repeat those of the year before, or that the form of the next year repeats
/// which is in force already.
fn repeats(all: RowsToCheck<'_>, areas: &AreaRegister, at_least: usize) -> BTreeMap<usize, Doubt> {
    let doubt = |(i, (later, equal)): (usize, (Period, usize))| {
        let row = all.rows.get(i)?;
        let (area, before, period) = (&row.key.area_code, later.year_before(), all.period(i)?);
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

/// What makes figures of one series comparable: place, dimensions, rank, unit and basis.
type SeriesKey<'r> = (UnitId, &'r [String], Option<i32>, &'r str, &'r str);

/// Rows with their places, of each key the latest vintage: what it said before is not held against
/// others.
fn latest(rows: &[ConformedRow]) -> impl Iterator<Item = (usize, &ConformedRow)> {
    rows.iter()
        .enumerate()
        .filter(|(i, row)| rows.get(i + 1).is_none_or(|next| next.key != row.key))
}

/// A figure of a line: who says it, where it stands among the rows, and its value.
type Stated<'r> = (&'r str, usize, Dec);

/// Figures by series, span and period.
type Lines<'r> = BTreeMap<(SeriesKey<'r>, &'r str), BTreeMap<Period, Vec<Stated<'r>>>>;

/// The rows of each series, by period.
fn lines<'r>(rows: &'r [ConformedRow], areas: &AreaRegister, span: Option<Span>) -> Lines<'r> {
    let mut lines: Lines<'r> = BTreeMap::new();
    for (i, row) in latest(rows) {
        let area = areas.by_code(&row.key.area_code, row.key.area_date);
        let (Some(area), Ok(period), Some(value)) =
            (area, row.key.period.parse::<Period>(), row.said.value)
        else {
            continue;
        };
        if span.is_some_and(|s| s.to_string() != row.key.span) {
            continue;
        }
        let line = (
            areas.place(area),
            row.key.dimensions.as_slice(),
            row.said.rank,
            row.said.unit.as_str(),
            row.said.basis.as_str(),
        );
        lines
            .entry((line, row.key.span.as_str()))
            .or_default()
            .entry(period)
            .or_default()
            .push((&row.key.source_id, i, value));
    }
    lines
}

/// Those of some statements that a figure of a source is held against: its own source's, else all
/// others.
fn against<'s, 'r>(
    source: &'r str,
    stated: &'s [Stated<'r>],
) -> impl Iterator<Item = &'s Stated<'r>> {
    let own = stated.iter().any(|(by, ..)| *by == source);
    stated.iter().filter(move |(by, ..)| !own || *by == source)
}

/// Years to date that are smaller than an earlier one of the same year.
fn falls(all: RowsToCheck<'_>, areas: &AreaRegister) -> BTreeMap<usize, Doubt> {
    let mut doubts = BTreeMap::new();
    for line in lines(all.rows, areas, Some(Span::Ytd)).into_values() {
        let mut by_end: Vec<(Period, Vec<Stated<'_>>)> = line.into_iter().collect();
        by_end.sort_by_key(|(period, _)| period.end());
        // What was said before in the year and did not fall itself.
        let mut before: Vec<(Period, Stated<'_>)> = Vec::new();
        for (period, stated) in by_end {
            before.retain(|(earlier, _)| earlier.year() == period.year());
            let said: Vec<Stated<'_>> = before.iter().map(|(_, stated)| *stated).collect();
            for (source, i, value) in stated {
                // The smallest of what it is held against: whoever is above that one is above
                // somebody.
                let highest = |by: &str| {
                    before
                        .iter()
                        .filter(|(_, (s, ..))| *s == by)
                        .max_by_key(|(_, (_, _, value))| *value)
                };
                let sources: BTreeSet<&str> = against(source, &said).map(|(by, ..)| *by).collect();
                match sources
                    .into_iter()
                    .filter_map(highest)
                    .min_by_key(|(_, (_, _, value))| *value)
                {
                    Some((earlier, (_, at, most))) if value < *most => {
                        let message = format!(
                            "the year to date falls from {most} in {earlier} to {value} in {period}"
                        );
                        doubts.extend(all.doubted(*at, i).and_then(|i| {
                            Some((
                                i,
                                Doubt {
                                    period: all.period(i)?,
                                    message,
                                },
                            ))
                        }));
                    }
                    _ => before.push((period, (source, i, value))),
                }
            }
        }
    }
    doubts
}

/// Parts and wholes that do not add up.
fn parts_differ(
    all: RowsToCheck<'_>,
    areas: &AreaRegister,
    (dimension, whole, parts): (usize, &str, &[String]),
    (within, share): (Dec, Dec),
) -> BTreeMap<usize, Doubt> {
    /// Everything of the key but source and dimension, and what makes figures comparable.
    type Rest<'r> = (
        UnitId,
        &'r str,
        &'r str,
        Vec<&'r str>,
        Option<i32>,
        &'r str,
        &'r str,
    );
    let mut groups: BTreeMap<Rest<'_>, BTreeMap<&str, Vec<Stated<'_>>>> = BTreeMap::new();
    for (i, row) in latest(all.rows) {
        let (Some(text), Some(area)) = (
            row.key.dimensions.get(dimension),
            areas.by_code(&row.key.area_code, row.key.area_date),
        ) else {
            continue;
        };
        if let Some(value) = row.said.value
            && (text == whole || parts.contains(text))
        {
            let others = row
                .key
                .dimensions
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != dimension)
                .map(|(_, text)| text.as_str())
                .collect();
            let rest = (
                areas.place(area),
                row.key.period.as_str(),
                row.key.span.as_str(),
                others,
                row.said.rank,
                row.said.unit.as_str(),
                row.said.basis.as_str(),
            );
            groups
                .entry(rest)
                .or_default()
                .entry(text)
                .or_default()
                .push((&row.key.source_id, i, value));
        }
    }
    let mut doubts = BTreeMap::new();
    for group in groups.values() {
        let sources: BTreeSet<&str> = group
            .values()
            .flatten()
            .map(|(source, ..)| *source)
            .collect();
        for source in sources {
            // A source's own statements; where it has none, the one of the others, unless they
            // disagree.
            let of = |text: &str| -> Option<Stated<'_>> {
                let mut held = against(source, group.get(text)?);
                let first = held.next()?;
                held.all(|(_, _, value)| *value == first.2)
                    .then_some(*first)
            };
            let (Some((_, at, stated)), Some(said)) = (
                of(whole),
                parts.iter().map(|p| of(p)).collect::<Option<Vec<_>>>(),
            ) else {
                continue;
            };
            let Some(sum) = said
                .iter()
                .try_fold(Dec::ZERO, |sum, (_, _, v)| sum.checked_add(*v))
            else {
                continue;
            };
            let allowed = within.ratio().max(share.ratio() * stated.ratio().abs());
            if (stated.ratio() - sum.ratio()).abs() > allowed {
                let Some(period) = all.period(at) else {
                    continue;
                };
                let message = format!("the parts add up to {sum} and `{whole}` is {stated}");
                let doubted = said
                    .iter()
                    .map(|(_, i, _)| *i)
                    .chain([at])
                    .filter(|i| *i < all.own);
                doubts.extend(doubted.map(|i| {
                    (
                        i,
                        Doubt {
                            period,
                            message: message.clone(),
                        },
                    )
                }));
            }
        }
    }
    doubts
}

/// Figures far from those of the year before: from each of them, where several are stated.
fn changes(
    all: RowsToCheck<'_>,
    areas: &AreaRegister,
    at_most: Dec,
    least: Dec,
) -> BTreeMap<usize, Doubt> {
    let mut doubts = BTreeMap::new();
    let far = |value: Dec, before: Dec| {
        let change = || value.ratio() / before.ratio() - BigRational::from_integer(1.into());
        before.is_positive() && before >= least && change().abs() > at_most.ratio()
    };
    for line in lines(all.rows, areas, None).into_values() {
        for (period, stated) in &line {
            let Some(year_before) = line.get(&period.year_before()) else {
                continue;
            };
            for (source, i, value) in stated {
                let held: Vec<&Stated<'_>> = against(source, year_before).collect();
                let Some((_, at, before)) = held
                    .first()
                    .filter(|_| held.iter().all(|(_, _, before)| far(*value, *before)))
                else {
                    continue;
                };
                let message = format!(
                    "{value} in {period} after {before} in {}, a change of more than the share of \
                        {at_most}",
                    period.year_before()
                );
                doubts.extend(all.doubted(*at, *i).and_then(|i| {
                    Some((
                        i,
                        Doubt {
                            period: all.period(i)?,
                            message,
                        },
                    ))
                }));
            }
        }
    }
    doubts
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
            && self.period.year_before() == other.period
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
    let rows = all.rows;
    // A form is what one delivery says: rows of others carry their delivery as part.
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
    let deliveries: BTreeSet<&str> = forms.keys().map(|(_, delivery)| *delivery).collect();
    let landed_before: BTreeSet<&str> = rows
        .iter()
        .skip(all.earlier)
        .map(|row| row.part.as_str())
        .collect();
    // Forms of which something is judged now: where one of them repeats the year before, it is the
    // one to be doubted.
    let judged: BTreeSet<Form<'_>> = rows
        .iter()
        .take(all.earlier)
        .filter_map(|row| Form::of(row, areas))
        .collect();
    let equal = |now: &SeriesStatements<'_>, then: &SeriesStatements<'_>| -> Option<usize> {
        let common: Vec<_> = now
            .iter()
            .filter_map(|(key, now)| Some((now, then.get(key)?)))
            .collect();
        let equal = common
            .iter()
            .filter(|(now, _)| now.iter().any(|(value, _)| *value != Dec::ZERO))
            .count();
        (equal >= at_least && common.iter().all(|(now, then)| now == then)).then_some(equal)
    };
    let repeats = |later: Form<'_>, by: &str, before: &str| {
        let earlier = Form {
            period: later.period.year_before(),
            ..later
        };
        Some((
            later.period,
            equal(forms.get(&(later, by))?, forms.get(&(earlier, before))?)?,
        ))
    };
    let doubted = |form: Form<'_>| {
        let next = || {
            landed_before.iter().filter_map(|by| {
                forms
                    .keys()
                    .find(|(f, d)| d == by && f.follows(form))
                    .map(|(f, _)| (*f, *by))
            })
        };
        let repeats_before = deliveries
            .iter()
            .find_map(|before| repeats(form, "", before));
        repeats_before.or_else(|| {
            next()
                .filter(|(f, _)| !judged.contains(f))
                .find_map(|(f, by)| repeats(f, by, ""))
        })
    };
    let mut known: BTreeMap<Form<'_>, Option<(Period, usize)>> = BTreeMap::new();
    let of_row = |(i, row)| {
        let form = Form::of(row, areas)?;
        Some((i, (*known.entry(form).or_insert_with(|| doubted(form)))?))
    };
    rows.iter()
        .enumerate()
        .take(all.own)
        .filter_map(of_row)
        .collect()
}
