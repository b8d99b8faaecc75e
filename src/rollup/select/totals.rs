//! Which rows make a total over the members of a dimension: those that state it, else those of all
//! members. Total and members are never added up together.

use crate::model::{Breakdown, CellKey, Function, MeasureSource, TotalOver};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::fate::Fate;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Which of the totals that a source asks for are stated, by their places there: a way to the whole.
type StatedTotals = Vec<bool>;

/// What a total is of: the cell, and the dimensions of which no total is asked for. The preferred
/// column tells statements apart, of which total and members may be two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct TotalKey<'r> {
    cell: CellKey<&'r str>,
    kept: Vec<&'r str>,
}

/// What a row is to a total.
struct PartOfTotal<'r> {
    of: TotalKey<'r>,
    stated: StatedTotals,
    /// The members that it is of, where their total is asked for.
    members: Vec<&'r str>,
}

fn part<'r>(rows: &Rows, row: &'r Row, source: &MeasureSource) -> PartOfTotal<'r> {
    let (mut kept, mut members) = (vec![], vec![]);
    let mut stated = vec![false; source.totals.len()];
    for (name, code) in rows.dimension_names().zip(&row.dimensions) {
        let preferred = || source.prefer.as_ref().is_some_and(|(by, _)| by == name);
        match source.totals.iter().position(|t| t.dimension == name) {
            None if preferred() => {}
            None => kept.push(code.as_str()),
            Some(i) if source.totals[i].members.is_total(code) => stated[i] = true,
            Some(_) => members.push(code.as_str()),
        }
    }
    let cell = row.cell();
    PartOfTotal {
        of: TotalKey { cell, kept },
        stated,
        members,
    }
}

/// The dimensions whose total a row states, joined by `+`.
#[must_use]
pub fn stated_totals(rows: &Rows, row: &Row, source: &MeasureSource) -> String {
    let stated = part(rows, row, source).stated;
    let names = source.totals.iter().zip(stated).filter(|(_, is)| *is);
    names
        .map(|(total, _)| total.dimension.as_str())
        .collect::<Vec<_>>()
        .join("+")
}

/// Leaves the used rows of one way to each total.
pub(super) fn keep_totals(
    view: &View<'_>,
    fates: &mut BTreeMap<usize, Fate>,
    source: &MeasureSource,
) {
    if source.totals.is_empty() {
        return;
    }
    let mut all: BTreeMap<TotalKey<'_>, BTreeMap<StatedTotals, Vec<usize>>> = BTreeMap::new();
    for (i, _) in fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Used | Fate::Conflict))
    {
        let part = part(view.rows, view.row(*i), source);
        let ways = all.entry(part.of).or_default();
        ways.entry(part.stated).or_default().push(*i);
    }
    for ways in all.values().filter(|ways| ways.len() > 1) {
        let chosen = choose(view, ways, source);
        for (_, rows) in ways.iter().filter(|(way, _)| Some(*way) != chosen) {
            for i in rows {
                fates.insert(*i, Fate::OtherTotal);
            }
        }
    }
}

/// The way with the most stated totals among those that are whole. Where none is whole, the first
/// that has a figure says what is missing. A total that its source withholds, or that was not
/// accepted, is not put together from its members.
fn choose<'w>(
    view: &View<'_>,
    ways: &'w BTreeMap<StatedTotals, Vec<usize>>,
    source: &MeasureSource,
) -> Option<&'w StatedTotals> {
    let stated = |way: &StatedTotals| way.iter().filter(|stated| **stated).count();
    let mut order: Vec<(&StatedTotals, Vec<&Row>)> = ways
        .iter()
        .rev()
        .map(|(way, rows)| (way, rows.iter().map(|i| view.row(*i)).collect()))
        .collect();
    order.sort_by_key(|(way, _)| Reverse(stated(way)));
    let stated_without = |(way, rows): &&(&StatedTotals, Vec<&Row>)| {
        way.iter().all(|stated| *stated) && rows.iter().any(|row| set_aside(row))
    };
    let whole = |(_, rows): &&(&StatedTotals, Vec<&Row>)| {
        rows.iter().all(|row| row.value.is_some())
            && !lacks_members(view.rows, rows, source)
            && !separate_extremes(rows, source)
    };
    let some = |(_, rows): &&(&StatedTotals, Vec<&Row>)| rows.iter().any(|row| row.value.is_some());
    let chosen = order.iter().find(stated_without);
    let chosen = chosen.or_else(|| order.iter().find(whole));
    let chosen = chosen.or_else(|| order.iter().find(some));
    chosen.or(order.first()).map(|(way, _)| *way)
}

/// Whether a figure is there that its source withholds, or that was not accepted.
#[must_use]
pub fn set_aside(row: &Row) -> bool {
    row.withheld() || row.quarantined()
}

/// Whether rows that are to be added up to a total lack a member that exists in the period, or are
/// such as do not add up. A list has all there is: a member without rows has none of it.
#[must_use]
pub fn lacks_members(rows: &Rows, taken: &[&Row], source: &MeasureSource) -> bool {
    let no_sum = matches!(
        source.value.function,
        Function::Mean | Function::Median | Function::Quantile
    );
    by_members(rows, taken, source)
        .iter()
        .any(|((of, stated), found)| {
            let asked = asked(source, stated, &of.cell);
            let exist = |members: &&Vec<&str>| {
                let mut codes = members.iter().zip(&asked);
                codes.all(|(code, total)| total.codes.contains(code))
            };
            let number = found.iter().filter(exist).count();
            !asked.is_empty()
                && (no_sum || number < asked.iter().map(|total| total.codes.len()).product())
        })
}

/// The members that a total lacks, by the cell that they lack in: those that exist in the period and
/// have no figure among the rows that are to be added up.
#[must_use]
pub fn lacking_members(
    rows: &Rows,
    taken: &[&Row],
    source: &MeasureSource,
) -> BTreeSet<(CellKey, Breakdown)> {
    let mut lacking = BTreeSet::new();
    for ((of, stated), found) in by_members(rows, taken, source) {
        let asked = asked(source, &stated, &of.cell);
        let mut all: Vec<Vec<&str>> = vec![vec![]];
        for total in &asked {
            let longer = all.iter().flat_map(|codes| {
                let codes_of = total.codes.iter();
                codes_of.map(move |code| [codes.as_slice(), &[*code]].concat())
            });
            all = longer.collect();
        }
        for codes in all.iter().filter(|codes| !found.contains(*codes)) {
            let names = asked.iter().map(|total| total.dimension.to_owned());
            let pairs = names.zip(codes.iter().map(|code| (*code).to_owned()));
            let cell = taken.iter().find(|row| row.cell() == of.cell);
            let cell = cell.filter(|_| !asked.is_empty()).map(|row| row.group());
            lacking.extend(cell.map(|cell| (cell, Breakdown::new(pairs.collect()))));
        }
    }
    lacking
}

/// The members that rows are of which are to be added up, by total and by which totals the rows
/// state; none of a list.
fn by_members<'r>(
    rows: &Rows,
    taken: &[&'r Row],
    source: &MeasureSource,
) -> BTreeMap<(TotalKey<'r>, StatedTotals), BTreeSet<Vec<&'r str>>> {
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let of_totals = !source.totals.is_empty() && !source.list;
    for row in taken.iter().filter(|_| of_totals) {
        let part = part(rows, row, source);
        let members = found.entry((part.of, part.stated)).or_default();
        members.insert(part.members);
    }
    found
}

/// The codes of the members of a dimension of which the total is asked for and not stated.
struct AskedMembers<'s> {
    dimension: &'s str,
    codes: BTreeSet<&'s str>,
}

/// The members that exist in the period of a cell, of each dimension whose total is not stated.
fn asked<'s>(
    source: &'s MeasureSource,
    stated: &StatedTotals,
    cell: &CellKey<&str>,
) -> Vec<AskedMembers<'s>> {
    let of = |total: &'s TotalOver| AskedMembers {
        dimension: &total.dimension,
        codes: { total.members.in_period(cell.period, cell.span) }
            .map(|member| member.code.as_str())
            .collect(),
    };
    let totals = source.totals.iter().zip(stated);
    totals
        .filter(|(_, stated)| !**stated)
        .map(|(total, _)| of(total))
        .collect()
}

/// Whether rows of several figures do not make one, because each is an extreme of its months.
#[must_use]
pub fn separate_extremes(taken: &[&Row], source: &MeasureSource) -> bool {
    let figures: BTreeSet<&[String]> = taken.iter().map(|r| r.dimensions.as_slice()).collect();
    let joins = |row: &&Row| source.joins_rows((row.period, row.span));
    figures.len() > 1 && !taken.iter().all(joins)
}

#[cfg(test)]
mod tests {
    use crate::model::{Bilingual, Member, MemberList, ObsStatus, TotalOver, join};
    use crate::rollup::Row;
    use crate::rollup::tests::{cells_as_of, row, source, table};
    use std::sync::Arc;

    /// Figure, reasons and number of other statements of a total `T` over the members `A` and `B`.
    fn total(rows: Vec<Row>) -> String {
        let member = |code: &str| Member {
            code: code.into(),
            title: Bilingual::default(),
            valid_from: None,
            valid_to: None,
        };
        let members = MemberList {
            id: "parts".into(),
            total: Some("T".into()),
            members: ["A", "B"].map(member).to_vec(),
        };
        let over = TotalOver {
            dimension: "part".into(),
            members: Arc::new(members),
        };
        let mut source = source();
        source.totals = vec![over];
        let cells = cells_as_of(&source, &table(rows), &[], None);
        let figure = &cells[0].figure;
        let value = figure.value.map_or_else(|| "-".into(), |v| v.to_string());
        let others = cells[0].others.len();
        format!("{value} {} {others}", join(&figure.reasons))
    }

    fn without(row: Row, status: Option<ObsStatus>) -> Row {
        Row {
            value: None,
            obs_status: status,
            ..row
        }
    }

    #[test]
    fn a_total_that_is_withheld_or_unreadable_is_not_the_sum_of_its_members() {
        let members = || vec![row("A", "s", 1), row("B", "s", 2)];
        let stated = |status| {
            let total = without(row("T", "s", 0), status);
            [members(), vec![total]].concat()
        };
        assert_eq!(total(members()), "3  0");
        assert_eq!(total(stated(None)), "3  0", "a blank says nothing");
        assert_eq!(total(stated(Some(ObsStatus::Suppressed))), "- suppressed 0");
        assert_eq!(
            total(stated(Some(ObsStatus::Unreadable))),
            "- quarantined 0"
        );
    }
}
