//! What was due from whom and what came: a table of areas and periods for each dataset.

use crate::app::cli::SIGNS;
use crate::app::lang::Lang;
use crate::governance::Registers;
use crate::model::{Arrival, ArrivalState, Frequency, Period};
use std::collections::{BTreeMap, BTreeSet};

/// Most periods of a table, the newest.
const PERIODS: usize = 12;

/// Most areas of a table.
const AREAS: usize = 200;

/// The arrivals of a dataset.
pub struct ArrivalMatrix {
    /// The dataset.
    pub dataset: String,
    /// The periods.
    pub periods: Vec<String>,
    /// Areas by name, and of each period the sign and the words of its state.
    pub areas: Vec<(String, Vec<(char, &'static str)>)>,
    /// Areas that are not shown.
    pub left_out: usize,
}

/// A table for each dataset and length of its periods.
pub fn matrices(lang: Lang, registers: &Registers, all: &[Arrival]) -> Vec<ArrivalMatrix> {
    let mut kinds: BTreeMap<(&str, Frequency), Vec<&Arrival>> = BTreeMap::new();
    for arrival in all {
        let kind = (arrival.dataset.as_str(), arrival.period.frequency());
        kinds.entry(kind).or_default().push(arrival);
    }
    kinds
        .into_iter()
        .map(|((dataset, _), its)| matrix(lang, registers, dataset, &its))
        .collect()
}

/// The signs with their words.
pub fn signs(lang: Lang) -> Vec<(char, &'static str)> {
    SIGNS
        .iter()
        .map(|(state, sign)| (*sign, lang.arrival(*state)))
        .collect()
}

fn matrix(lang: Lang, registers: &Registers, dataset: &str, its: &[&Arrival]) -> ArrivalMatrix {
    let periods: BTreeSet<Period> = its.iter().map(|a| a.period).collect();
    let first = periods.len().saturating_sub(PERIODS);
    let periods: Vec<Period> = periods.into_iter().skip(first).collect();
    let mut areas: BTreeMap<&str, BTreeMap<Period, ArrivalState>> = BTreeMap::new();
    for arrival in its {
        let states = areas.entry(&arrival.area_code).or_default();
        states.insert(arrival.period, arrival.state);
    }
    let said = |state: Option<&ArrivalState>| {
        let found = state.and_then(|state| SIGNS.iter().find(|(known, _)| known == state));
        found.map_or((' ', ""), |(state, sign)| (*sign, lang.arrival(*state)))
    };
    let last = periods.last().map(|period| period.end());
    let name = |code: &str| {
        let unit = last.and_then(|day| registers.areas.by_code(code, day));
        let name = unit.map_or("", |id| registers.areas.unit(id).name(lang.is_vi()));
        format!("{code} {name}")
    };
    let row = |(code, states): (&&str, &BTreeMap<Period, ArrivalState>)| {
        let cells = periods.iter().map(|period| said(states.get(period)));
        (name(code), cells.collect::<Vec<_>>())
    };
    ArrivalMatrix {
        dataset: dataset.to_owned(),
        areas: areas.iter().take(AREAS).map(row).collect(),
        left_out: areas.len().saturating_sub(AREAS),
        periods: periods.iter().map(Period::to_string).collect(),
    }
}
