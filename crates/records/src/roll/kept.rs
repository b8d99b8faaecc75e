//! What data files gave to measures, kept for the next time: a new file then costs that file, and a
//! changed measure costs that measure. All values of a quantile, and all different ones, are not
//! kept.

use super::asked::UnitMonth;
use super::scan::Parts;
use super::state::{Content, Lines, Partial, State};
use super::superseded::{NEVER, Superseded};
use crate::hash::{fold, fold_text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What data files gave, by the name of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptParts(BTreeMap<String, KeptFile>);

/// What a data file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct KeptFile {
    /// What stands for its records that other files supersede.
    superseded: (u64, u64),
    places: Vec<KeptPlace>,
    /// By what was asked, the state at each place.
    states: BTreeMap<String, Vec<KeptState>>,
}

/// Records of a data file that go the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KeptPlace {
    at: UnitMonth,
    /// The name of the file that superseded them.
    by: Option<String>,
    conflict: bool,
    records: u64,
}

/// Records asked for, filled and in quarantine, and what is added up of them: nothing, the halves of
/// a sum, or an extreme.
type KeptState = (u64, u64, u64, KeptContent);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum KeptContent {
    Count,
    Sum(i64, u64),
    Min(Option<i64>),
    Max(Option<i64>),
}

/// The data files of a table by name, and what they gave the last time.
pub struct KeptBefore<'a> {
    /// In the order in which they became known.
    pub names: &'a [String],
    /// What is kept; what was found is kept there.
    pub parts: &'a mut KeptParts,
}

impl KeptBefore<'_> {
    /// What need not be looked for again: of each file, by its place, what of all that is wanted.
    pub(super) fn known(&self, wanted: &[String], gone: &[Superseded]) -> Vec<BTreeSet<usize>> {
        let of_file = |(name, gone): (&String, &Superseded)| {
            let held = self.parts.0.get(name);
            let held = held.filter(|held| held.superseded == print(self.names, gone));
            let Some(held) = held else {
                return BTreeSet::new();
            };
            let wanted = wanted.iter().enumerate();
            let known = wanted.filter(|(_, want)| held.states.contains_key(*want));
            known.map(|(at, _)| at).collect()
        };
        self.names.iter().zip(gone).map(of_file).collect()
    }

    /// Puts what is kept of files to what was found of them; `wanted` are the names of all that is
    /// wanted, and `known` says what of it is kept of each file.
    pub(super) fn fill(
        &self,
        (wanted, known): (&[String], &[BTreeSet<usize>]),
        none: impl Fn() -> Partial,
        parts: &mut Parts,
    ) {
        let places: BTreeMap<&str, u32> = self.names.iter().map(String::as_str).zip(0..).collect();
        for (file, (name, known)) in self.names.iter().zip(known).enumerate() {
            let Some(held) = self.parts.0.get(name).filter(|_| !known.is_empty()) else {
                continue;
            };
            let of_want = |want: &usize| Some((*want, held.states.get(wanted.get(*want)?)?));
            let states: Vec<(usize, &Vec<KeptState>)> = known.iter().filter_map(of_want).collect();
            for (nth, place) in held.places.iter().enumerate() {
                let by = place.by.as_ref().and_then(|by| places.get(by.as_str()));
                let key = (place.at, file, by.copied().unwrap_or(NEVER), place.conflict);
                let partial = parts.entry(key).or_insert_with(&none);
                partial.records = place.records;
                for (want, states) in &states {
                    let own = partial.states.get_mut(*want);
                    if let (Some(own), Some(state)) = (own, states.get(nth)) {
                        *own = state_of(*state);
                    }
                }
            }
        }
    }

    /// Keeps what was found.
    pub(super) fn keep(self, wanted: &[String], gone: &[Superseded], parts: &Parts) {
        let name = |at: u32| self.names.get(at as usize).cloned();
        let mut files: Vec<KeptFile> = { gone.iter() }
            .map(|gone| KeptFile {
                superseded: print(self.names, gone),
                ..KeptFile::default()
            })
            .collect();
        // By file and want the states, which stand by the name of the want at last.
        let mut states: Vec<Vec<Vec<KeptState>>> =
            vec![vec![Vec::new(); wanted.len()]; files.len()];
        for ((at, file, by, conflict), partial) in parts {
            let (Some(held), Some(of_file)) = (files.get_mut(*file), states.get_mut(*file)) else {
                continue;
            };
            held.places.push(KeptPlace {
                at: *at,
                by: name(*by).filter(|_| *by != NEVER),
                conflict: *conflict,
                records: partial.records,
            });
            for (of_want, state) in of_file.iter_mut().zip(&partial.states) {
                of_want.extend(kept(state));
            }
        }
        for (file, of_file) in files.iter_mut().zip(states) {
            let filled = wanted.iter().cloned().zip(of_file);
            file.states = filled.filter(|(_, all)| !all.is_empty()).collect();
        }
        self.parts.0 = self.names.iter().cloned().zip(files).collect();
    }
}

fn kept(state: &State) -> Option<KeptState> {
    let content = match &state.content {
        Content::Count => KeptContent::Count,
        Content::Sum(sum) => {
            let low = sum & i128::from(u64::MAX);
            let high = i64::try_from(sum >> 64).ok()?;
            KeptContent::Sum(high, u64::try_from(low).ok()?)
        }
        Content::Min(number) => KeptContent::Min(*number),
        Content::Max(number) => KeptContent::Max(*number),
        Content::All(_) | Content::Distinct(_) => return None,
    };
    Some((state.asked, state.filled, state.quarantined, content))
}

fn state_of((asked, filled, quarantined, content): KeptState) -> State {
    State {
        asked,
        filled,
        quarantined,
        content: match content {
            KeptContent::Count => Content::Count,
            KeptContent::Sum(high, low) => Content::Sum((i128::from(high) << 64) + i128::from(low)),
            KeptContent::Min(number) => Content::Min(number),
            KeptContent::Max(number) => Content::Max(number),
        },
        lines: Lines::default(),
    }
}

/// Two hashes of different seeds that stand for the superseded records of a file.
fn print(names: &[String], gone: &Superseded) -> (u64, u64) {
    let mut print = (1, 2);
    for again in gone {
        let by = names.get(again.by as usize).map_or("", String::as_str);
        let word = u64::from(again.row) << 1 | u64::from(again.conflict);
        print = (fold(print.0, word), fold(print.1, word));
        print = (
            fold_text(print.0, by.as_bytes()),
            fold_text(print.1, by.as_bytes()),
        );
    }
    print
}
