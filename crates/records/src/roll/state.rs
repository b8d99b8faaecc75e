//! What has been added up of some records: parts that can be put together in any order.

use super::asked::Asked;
use crate::hash::fold;
use chiso_model::Function;
use std::collections::BTreeSet;

/// What some records of one unit and month give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partial {
    /// Records there are, whether asked for or not.
    pub records: u64,
    /// What each measure has of them, in the order in which measures were asked.
    pub states: Vec<State>,
}

/// What a measure has of some records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Records asked for.
    pub asked: u64,
    /// Those of them that have the column.
    pub filled: u64,
    /// Records in quarantine that may be among those asked for.
    pub quarantined: u64,
    /// What is added up.
    pub content: Content,
    /// Where those asked for stand, where somebody wants to know.
    pub lines: Lines,
}

/// Where records stand in the file of their delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The first line; 0 where none is known.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// A hash of all of them, whatever their order.
    pub hash: u64,
}

impl Lines {
    /// Takes in a line.
    pub(super) fn add_line(&mut self, line: u64) {
        self.add(&Lines {
            first: line,
            last: line,
            hash: fold(0, line),
        });
    }

    fn add(&mut self, other: &Lines) {
        let first = [self.first, other.first]
            .into_iter()
            .filter(|line| *line > 0);
        self.first = first.min().unwrap_or_default();
        self.last = self.last.max(other.last);
        self.hash = self.hash.wrapping_add(other.hash);
    }
}

/// What is added up, by the function of the measure. Numbers are in units of the last decimal place
/// of their column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Nothing but how many there are.
    #[default]
    Count,
    /// A sum, for a total or a mean.
    Sum(i128),
    /// The least number.
    Min(Option<i64>),
    /// The greatest number.
    Max(Option<i64>),
    /// Every number, in any order.
    All(Vec<i64>),
    /// Every different value.
    Distinct(BTreeSet<Box<[u8]>>),
}

impl Partial {
    /// Nothing of each measure.
    #[must_use]
    pub fn none(asked: &[Asked<'_>]) -> Partial {
        let states = asked.iter().map(|asked| State::none(asked.value.function));
        Partial {
            records: 0,
            states: states.collect(),
        }
    }

    /// Puts another part with this one.
    pub fn add(&mut self, other: &Partial) {
        self.records += other.records;
        for (own, other) in self.states.iter_mut().zip(&other.states) {
            own.add(other);
        }
    }
}

impl State {
    /// Nothing, for a function.
    pub(super) fn none(function: Function) -> State {
        State {
            content: Content::none(function),
            ..State::default()
        }
    }

    /// Puts another part with this one.
    pub fn add(&mut self, other: &State) {
        self.asked += other.asked;
        self.filled += other.filled;
        self.quarantined += other.quarantined;
        self.content.add(&other.content);
        self.lines.add(&other.lines);
    }
}

impl Content {
    /// What a function adds up, of nothing.
    pub(super) fn none(function: Function) -> Content {
        match function {
            Function::Sum | Function::Mean => Content::Sum(0),
            Function::Count => Content::Count,
            Function::CountDistinct => Content::Distinct(BTreeSet::new()),
            Function::Min => Content::Min(None),
            Function::Max => Content::Max(None),
            Function::Median | Function::Quantile => Content::All(Vec::new()),
        }
    }

    fn add(&mut self, other: &Content) {
        match (self, other) {
            (Content::Sum(own), Content::Sum(other)) => *own += other,
            (Content::Min(own), Content::Min(Some(other))) => {
                *own = Some(own.map_or(*other, |own| own.min(*other)));
            }
            (Content::Max(own), Content::Max(Some(other))) => {
                *own = Some(own.map_or(*other, |own| own.max(*other)));
            }
            (Content::All(own), Content::All(other)) => own.extend_from_slice(other),
            (Content::Distinct(own), Content::Distinct(other)) => own.extend(other.iter().cloned()),
            _ => {}
        }
    }

    /// Takes in numbers.
    pub(super) fn numbers(&mut self, numbers: impl Iterator<Item = i64>) {
        match self {
            Content::Sum(sum) => *sum += total(numbers),
            Content::Min(least) => *least = numbers.min().into_iter().chain(*least).min(),
            Content::Max(most) => *most = numbers.max().into_iter().chain(*most).max(),
            Content::All(all) => all.extend(numbers),
            Content::Distinct(all) => all.extend(numbers.map(|n| n.to_be_bytes().into())),
            Content::Count => {}
        }
    }

    /// Takes in the bytes of other values.
    pub(super) fn value(&mut self, bytes: &[u8]) {
        if let Content::Distinct(all) = self
            && !all.contains(bytes)
        {
            all.insert(bytes.into());
        }
    }
}

/// The sum of the numbers of a batch. The upper and the lower half of each are added up apart: so
/// neither can overflow, and the processor adds several at once.
fn total(numbers: impl Iterator<Item = i64>) -> i128 {
    let (mut upper, mut lower) = (0i64, 0i64);
    for number in numbers {
        upper += number >> 32;
        lower += number & 0xffff_ffff;
    }
    (i128::from(upper) << 32) + i128::from(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_beyond_64_bits_is_exact() {
        for numbers in [
            vec![i64::MAX; 3],
            vec![i64::MIN + 1; 5],
            vec![-1, 1, -2, 4_294_967_296, -4_294_967_297],
            vec![],
        ] {
            let each: i128 = numbers.iter().map(|n| i128::from(*n)).sum();
            assert_eq!(total(numbers.into_iter()), each);
        }
    }
}
