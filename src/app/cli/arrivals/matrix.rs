//! Arrivals as a matrix: a row an area, a column a period.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::model::{Arrival, ArrivalState, Frequency, Period};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Every state with its sign in the matrix.
pub(super) const SIGNS: [(ArrivalState, char); 7] = [
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

/// Lines of a matrix: a row an area, a column a period, as many of the last as fit.
pub(super) fn matrix(
    its: &[&Arrival],
    name: impl Fn(&Arrival) -> String,
    width: usize,
    lang: Lang,
) -> Vec<String> {
    let all: Vec<Period> = its
        .iter()
        .map(|a| a.period)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let annual = all
        .first()
        .is_some_and(|p| p.frequency() == Frequency::Annual);
    let mut areas: BTreeMap<&str, (String, BTreeMap<Period, char>)> = BTreeMap::new();
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
    let label = areas
        .values()
        .map(|(l, _)| l.chars().count())
        .max()
        .unwrap_or(0);
    let cell = if annual { 5 } else { 3 };
    let fit = (width.saturating_sub(label + 1) / cell).max(1);
    let shown = all.get(all.len().saturating_sub(fit)..).unwrap_or_default();
    let pad = " ".repeat(label);
    let (mut years, mut parts) = (pad.clone(), pad);
    for (i, period) in shown.iter().enumerate() {
        let begins = i == 0 || shown.get(i - 1).is_some_and(|p| p.year() != period.year());
        let column = label + i * cell;
        if begins && years.chars().count() <= column {
            years = format!("{years:column$} {}", period.year());
        }
        let text = period.to_string();
        // Writing to a `String` cannot fail.
        _ = write!(
            parts,
            " {:<2}",
            text.split_once('-').map_or("", |(_, part)| part)
        );
    }
    let mut lines = vec![years];
    if !annual {
        lines.push(parts);
    }
    for (label_of, signs) in areas.values() {
        let filled = " ".repeat(label - label_of.chars().count());
        let mut line = format!("{label_of}{filled}");
        for period in shown {
            _ = write!(
                line,
                " {:<w$}",
                signs.get(period).copied().unwrap_or(' '),
                w = cell - 1
            );
        }
        lines.push(line.trim_end().to_owned());
    }
    let hidden = all.len() - shown.len();
    if hidden > 0 {
        lines.push(say!(lang, "arrivals-earlier-periods", hidden = hidden));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
