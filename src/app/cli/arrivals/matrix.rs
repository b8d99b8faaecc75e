//! Arrivals as a matrix: one row per area, one column per period.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::model::{Arrival, ArrivalState, Frequency, Period};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Every state with its sign in the matrix.
pub const SIGNS: [(ArrivalState, char); 7] = [
    (ArrivalState::OnTime, '+'),
    (ArrivalState::Late, '~'),
    (ArrivalState::Due, '.'),
    (ArrivalState::Overdue, '!'),
    (ArrivalState::Partial, '%'),
    (ArrivalState::Shrunken, '<'),
    (ArrivalState::WrongType, '#'),
];

/// Characters of an area's name.
const NAME: usize = 16;

/// Lines of a matrix: one row per area, one column per period, as many of the last as fit.
pub(super) fn matrix(
    its: &[&Arrival],
    name: impl Fn(&Arrival) -> String,
    width: usize,
    lang: Lang,
) -> Vec<String> {
    let all: BTreeSet<Period> = its.iter().map(|a| a.period).collect();
    let all: Vec<Period> = all.into_iter().collect();
    let annual = all
        .first()
        .is_some_and(|p| p.frequency() == Frequency::Annual);
    let areas = signs(its, name);
    let label = areas
        .values()
        .map(|(l, _)| l.chars().count())
        .max()
        .unwrap_or(0);
    let widest = all.iter().map(|p| part(*p).chars().count()).max();
    let cell = if annual {
        5
    } else {
        widest.unwrap_or_default() + 1
    };
    let fit = (width.saturating_sub(label + 1) / cell).max(1);
    let shown = all.get(all.len().saturating_sub(fit)..).unwrap_or_default();
    let mut lines = vec![years(shown, label, cell)];
    if !annual {
        lines.push(parts(shown, label, cell));
    }
    lines.extend(
        areas
            .values()
            .map(|(name, signs)| line(&format!("{name:label$}"), signs, shown, cell)),
    );
    let hidden = all.len() - shown.len();
    if hidden > 0 {
        lines.push(say!(lang, "arrivals-earlier-periods", hidden = hidden));
    }
    lines
}

/// The sign of each period of an area, behind its name.
type AreaSigns = (String, BTreeMap<Period, char>);

fn signs<'a>(
    its: &[&'a Arrival],
    name: impl Fn(&Arrival) -> String,
) -> BTreeMap<&'a str, AreaSigns> {
    let mut areas: BTreeMap<&str, AreaSigns> = BTreeMap::new();
    for a in its {
        let sign = SIGNS
            .iter()
            .find(|(state, _)| *state == a.state)
            .map_or('?', |(_, sign)| *sign);
        let (label, signs) = areas.entry(&a.area_code).or_default();
        // A code may have passed to another place: the last name stands.
        *label = format!("{} {}", a.area_code, name(a))
            .chars()
            .take(NAME)
            .collect();
        signs.insert(a.period, sign);
    }
    areas
}

/// The head of years, each above its first period, as far as they have room.
fn years(shown: &[Period], label: usize, cell: usize) -> String {
    let mut years = " ".repeat(label);
    for (i, period) in shown.iter().enumerate() {
        let begins = i == 0 || shown.get(i - 1).is_some_and(|p| p.year() != period.year());
        let column = label + i * cell;
        if begins && years.chars().count() <= column {
            years = format!("{years:column$} {}", period.year());
        }
    }
    years
}

/// What a period is within its year: `02`, `Q1`, `W53`.
fn part(period: Period) -> String {
    let text = period.to_string();
    text.split_once('-')
        .map_or_else(String::new, |(_, part)| part.to_owned())
}

/// The head of months, quarters or weeks.
fn parts(shown: &[Period], label: usize, cell: usize) -> String {
    let mut parts = " ".repeat(label);
    for period in shown {
        // Writing to a `String` cannot fail.
        _ = write!(parts, " {:<w$}", part(*period), w = cell - 1);
    }
    parts
}

/// The line of an area.
fn line(name: &str, signs: &BTreeMap<Period, char>, shown: &[Period], cell: usize) -> String {
    let mut line = name.to_owned();
    for period in shown {
        _ = write!(
            line,
            " {:<w$}",
            signs.get(period).copied().unwrap_or(' '),
            w = cell - 1
        );
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn arrival(area: &str, period: &str, state: ArrivalState) -> Arrival {
        Arrival {
            dataset: "d".into(),
            area_code: area.into(),
            period: period.parse().unwrap(),
            due_at: DateTime::UNIX_EPOCH,
            arrived_at: None,
            state,
            delivery: String::new(),
            rows: 0,
            expected_rows: 1,
            reason: String::new(),
        }
    }

    #[test]
    fn a_matrix_shows_as_many_of_the_last_periods_as_fit() {
        let all = [
            arrival("01", "2025-11", ArrivalState::OnTime),
            arrival("01", "2025-12", ArrivalState::Late),
            arrival("01", "2026-01", ArrivalState::Overdue),
            arrival("79", "2025-12", ArrivalState::WrongType),
        ];
        let its: Vec<&Arrival> = all.iter().collect();
        let name = |a: &Arrival| {
            if a.area_code == "01" {
                "Hà Nội".to_owned()
            } else {
                "X".to_owned()
            }
        };
        let wide = matrix(&its, name, 60, Lang::En);
        assert_eq!(
            wide,
            [
                "          2025  2026",
                "          11 12 01",
                "01 Hà Nội +  ~  !",
                "79 X         #"
            ]
            .map(str::to_owned)
        );
        let narrow = matrix(&its, name, 16, Lang::En);
        assert_eq!(
            narrow[1..3],
            ["          12 01", "01 Hà Nội ~  !"].map(str::to_owned)
        );
        assert!(narrow.last().unwrap().starts_with("… 1 earlier periods"));
        let weeks = [
            arrival("01", "2020-W52", ArrivalState::Late),
            arrival("01", "2020-W53", ArrivalState::OnTime),
            arrival("01", "2021-W01", ArrivalState::Due),
        ];
        let its: Vec<&Arrival> = weeks.iter().collect();
        assert_eq!(
            matrix(&its, name, 60, Lang::En),
            [
                "          2020    2021",
                "          W52 W53 W01",
                "01 Hà Nội ~   +   ."
            ]
            .map(str::to_owned)
        );
    }
}
