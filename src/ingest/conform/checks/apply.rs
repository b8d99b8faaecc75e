//! Asks the checks of a contract, and quarantines what they doubt.

use super::change::{AllowedChange, changes};
use super::fall::falls;
use super::parts::{PartsOfWhole, parts_differ};
use super::repeated_form::repeats;
use super::rows::{Doubt, RowsToCheck};
use crate::ingest::conform::observation::{ConformedRow, ObservationKey};
use crate::ingest::conform::row::held_back;
use crate::ingest::conform::statement::OtherStatement;
use crate::ingest::conform::tally::Tally;
use crate::model::{AreaRegister, Check, CheckAction, CheckRule, Contract};
use std::collections::{BTreeMap, BTreeSet};

/// The rows without those that a check quarantines, and the places of those.
pub(in crate::ingest::conform) fn apply(
    mut rows: Vec<ConformedRow>,
    others: Vec<OtherStatement>,
    contract: &Contract,
    areas: &AreaRegister,
    labels: &[&str],
    tally: &mut Tally<'_>,
) -> (Vec<ConformedRow>, Vec<ConformedRow>) {
    let mut places = Vec::new();
    let around = around(&rows, others);
    let at_once = around.iter().filter(|(earlier, _)| !earlier).count();
    for check in &contract.checks {
        let own = rows.len();
        rows.extend(around.iter().map(|(_, row)| row.clone()));
        let all = RowsToCheck {
            rows: &rows,
            own,
            earlier: own + at_once,
        };
        let doubts = doubts(&check.rule, all, areas);
        rows.truncate(own);
        let mut kept = Vec::with_capacity(rows.len());
        for (i, row) in rows.into_iter().enumerate() {
            let doubt = doubts
                .get(&i)
                .filter(|doubt| !is_confirmed(check, &row, doubt));
            if let Some(doubt) = doubt {
                tell(check, &row, doubt, labels, tally);
            }
            if doubt.is_none() || check.action == CheckAction::Warn {
                kept.push(row);
            } else {
                places.push(held_back(&row));
            }
        }
        rows = kept;
    }
    (rows, places)
}

/// What others state in addition to the rows, and whether they did so earlier: those landed at the
/// same instant first.
fn around(rows: &[ConformedRow], others: Vec<OtherStatement>) -> Vec<(bool, ConformedRow)> {
    let own: BTreeSet<&ObservationKey> = rows.iter().map(|r| &r.key).collect();
    let mut around: Vec<(bool, ConformedRow)> = others
        .into_iter()
        .map(|s| (!s.same_landing, s.row()))
        .filter(|(_, row)| !own.contains(&row.key))
        .collect();
    around.sort_by(|a, b| (a.0, &a.1.key).cmp(&(b.0, &b.1.key)));
    around
}

fn doubts(rule: &CheckRule, all: RowsToCheck<'_>, areas: &AreaRegister) -> BTreeMap<usize, Doubt> {
    match rule {
        CheckRule::RepeatsPreviousYear { at_least } => repeats(all, areas, *at_least),
        CheckRule::CumulativeFalls => falls(all, areas),
        CheckRule::PartsDiffer {
            dimension,
            whole,
            parts,
            within,
            share,
        } => {
            let asked = PartsOfWhole {
                dimension: *dimension,
                whole,
                parts,
                within: *within,
                share: *share,
            };
            parts_differ(all, areas, &asked)
        }
        CheckRule::LargeChange { at_most, least } => {
            let (at_most, least) = (*at_most, *least);
            changes(all, areas, AllowedChange { at_most, least })
        }
        // Found from what is published.
        CheckRule::LargeRevision { .. } => BTreeMap::new(),
    }
}

/// Whether somebody has said that the row is right.
fn is_confirmed(check: &Check, row: &ConformedRow, doubt: &Doubt) -> bool {
    check
        .confirmed
        .iter()
        .any(|(area, period)| *area == row.key.area_code && *period == doubt.period)
}

fn tell(
    check: &Check,
    row: &ConformedRow,
    Doubt { period, message }: &Doubt,
    labels: &[&str],
    tally: &mut Tally<'_>,
) {
    let area = &row.key.area_code;
    let hint = format!(
        "ask the provider; if they are right, say so in the check: `confirmed = [{{ area_code = \
            \"{area}\", period = \"{period}\" }}]`"
    );
    let (rule, message) = (check.rule.as_str(), message.clone());
    match check.action {
        CheckAction::Quarantine => tally.bad_row(row, labels, rule, message, hint),
        CheckAction::Warn => tally.doubted(row, labels, rule, message, hint),
    }
}
