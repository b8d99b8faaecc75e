//! Which rows make a total over the members of a dimension: those that state it, else those of all
//! members of one level. Total and members are never added up together, nor is a member with those
//! below it.

use crate::model::{Breakdown, CellKey, Function, MeasureSource, TotalOver};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::fate::Fate;
use crate::rollup::select::ways::{PartOfTotal, TotalKey, WayToTotal, part, way_of, ways};
use std::collections::{BTreeMap, BTreeSet};

/// Leaves the used rows of one way to each total.
pub(super) fn keep_totals(
    view: &View<'_>,
    fates: &mut BTreeMap<usize, Fate>,
    source: &MeasureSource,
) {
    if source.totals.is_empty() {
        return;
    }
    let used = |fate: &Fate| matches!(fate, Fate::Used | Fate::Conflict);
    let used = fates.iter().filter(|(_, fate)| used(fate)).map(|(i, _)| *i);
    for ways in ways(view, used.collect::<Vec<_>>().into_iter(), source).values() {
        if ways.len() < 2 {
            continue;
        }
        let kept: BTreeSet<usize> = { choose(view, ways, source).into_iter() }
            .flat_map(|way| ways[way].iter().copied())
            .collect();
        for i in ways.values().flatten().filter(|i| !kept.contains(*i)) {
            fates.insert(*i, Fate::OtherTotal);
        }
    }
}

/// The way with the fewest levels among those that are whole. Where none is whole, one that has a row of
/// every member says which of them is withheld or was not accepted, else the first that has a figure
/// says what is missing. A total that its source withholds, or that was not accepted, is not put
/// together from its members.
fn choose<'w>(
    view: &View<'_>,
    ways: &'w BTreeMap<WayToTotal, Vec<usize>>,
    source: &MeasureSource,
) -> Option<&'w WayToTotal> {
    let mut order: Vec<(&WayToTotal, Vec<&Row>)> = ways
        .iter()
        .map(|(way, rows)| (way, rows.iter().map(|i| view.row(*i)).collect()))
        .collect();
    order.sort_by_key(|(way, _)| way.iter().sum::<usize>());
    let stated_without = |(way, rows): &&(&WayToTotal, Vec<&Row>)| {
        way.iter().all(|level| *level == 0) && rows.iter().any(|row| set_aside(row))
    };
    let of_all =
        |rows: &[&Row]| !lacks_members(view.rows, rows, source) && !separate_extremes(rows, source);
    let whole = |(_, rows): &&(&WayToTotal, Vec<&Row>)| {
        rows.iter().all(|row| row.value.is_some()) && of_all(rows)
    };
    let whole_but_set_aside = |(_, rows): &&(&WayToTotal, Vec<&Row>)| {
        rows.iter().all(|row| row.value.is_some() || set_aside(row)) && of_all(rows)
    };
    let some = |(_, rows): &&(&WayToTotal, Vec<&Row>)| rows.iter().any(|row| row.value.is_some());
    let chosen = order.iter().find(stated_without);
    let chosen = chosen.or_else(|| order.iter().find(whole));
    let chosen = chosen.or_else(|| order.iter().find(whole_but_set_aside));
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
    by_total(rows, taken, source).iter().any(|(of, parts)| {
        let (asked, found) = parts.members(source, &of.cell);
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
    for (of, parts) in by_total(rows, taken, source) {
        let (asked, found) = parts.members(source, &of.cell);
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

/// The rows that make one total together.
struct PartsOfTotal<'r> {
    way: WayToTotal,
    members: Vec<Vec<Option<&'r str>>>,
}

/// Rows by the total that they make; none of a list.
fn by_total<'r>(
    rows: &Rows,
    taken: &[&'r Row],
    source: &MeasureSource,
) -> BTreeMap<TotalKey<'r>, PartsOfTotal<'r>> {
    let of_totals = !source.totals.is_empty() && !source.list;
    let mut found: BTreeMap<TotalKey<'r>, Vec<PartOfTotal<'r>>> = BTreeMap::new();
    for row in taken.iter().filter(|_| of_totals) {
        let part = part(rows, row, source);
        found.entry(part.of.clone()).or_default().push(part);
    }
    let together = |(of, parts): (TotalKey<'r>, Vec<PartOfTotal<'r>>)| {
        let members = parts.iter().map(|part| part.members.clone()).collect();
        let way = way_of(parts.into_iter());
        (of, PartsOfTotal { way, members })
    };
    found.into_iter().map(together).collect()
}

/// The codes of the members of a dimension of which the total is asked for and not stated.
struct AskedMembers<'s> {
    dimension: &'s str,
    codes: BTreeSet<&'s str>,
}

impl<'r> PartsOfTotal<'r> {
    /// The members that exist in the period of a cell, of each dimension whose total is not stated;
    /// and those that there are, together.
    fn members<'s>(
        &self,
        source: &'s MeasureSource,
        cell: &CellKey<&str>,
    ) -> (Vec<AskedMembers<'s>>, BTreeSet<Vec<&'r str>>) {
        let at = (cell.period, cell.span);
        let of = |(total, level): (&'s TotalOver, &usize)| {
            let (members, of) = (&total.members, total.of.as_deref());
            let all = members.level(of, *level, at).into_iter();
            // Of a member that its parts do not cover only a figure of its own is the whole.
            let all = all.chain(members.not_covered(of, *level, at));
            AskedMembers {
                dimension: &total.dimension,
                codes: all.map(|member| member.code.as_str()).collect(),
            }
        };
        let totals = source.totals.iter().zip(&self.way);
        let asked = totals.filter(|(_, level)| **level > 0).map(of);
        let there = |members: &Vec<Option<&'r str>>| members.iter().copied().flatten().collect();
        (asked.collect(), self.members.iter().map(there).collect())
    }
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

    /// Figure, reasons and number of other statements of a total `T` over the members `A` and `B`, of
    /// which `B` is `C` and `D`.
    fn total(rows: Vec<Row>) -> String {
        let member = |(code, parent): (&str, Option<&str>)| Member {
            code: code.into(),
            title: Bilingual::default(),
            parent: parent.map(str::to_owned),
            valid_from: None,
            valid_to: None,
        };
        let all = [("A", None), ("B", None), ("C", Some("B")), ("D", Some("B"))];
        let members = MemberList {
            id: "parts".into(),
            total: Some("T".into()),
            members: all.map(member).to_vec(),
        };
        let over = TotalOver {
            dimension: "part".into(),
            members: Arc::new(members),
            of: None,
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

    #[test]
    fn a_total_says_which_way_a_part_of_a_member_is_missing() {
        let parts = |status| {
            let part = without(row("C", "s", 0), status);
            vec![row("A", "s", 1), part, row("D", "s", 4)]
        };
        let (withheld, unreadable) = (ObsStatus::Suppressed, ObsStatus::Unreadable);
        assert_eq!(total(parts(Some(withheld))), "- suppressed 0");
        assert_eq!(total(parts(Some(unreadable))), "- quarantined 0");
        assert_eq!(total(parts(None)), "- value_missing 0");
        assert_eq!(
            total(vec![row("A", "s", 1), row("D", "s", 4)]),
            "- value_missing 0"
        );
        let by_whole = [parts(Some(withheld)), vec![row("B", "s", 9)]].concat();
        assert_eq!(total(by_whole), "10  0", "the member's own row is there");
    }
}
