//! A condition on a column of numbers, asked once for each number that it names.

use super::met::Met;
use chiso_model::{Dec, Literal, Predicate, SCALE};
use std::ops::RangeInclusive;

/// The answers of a condition on a column of numbers. They change at the numbers that it names and
/// nowhere else, so each is asked for once.
pub(super) struct Thresholds {
    /// The last number of each answer, ascending, in units of the last decimal place.
    lasts: Vec<i64>,
    /// What holds up to it.
    answers: Vec<Met>,
    /// Where it holds: from one number to another, as many as there are such stretches of numbers.
    pub(super) holds: Vec<RangeInclusive<i64>>,
}

impl Thresholds {
    pub(super) fn new(condition: &Predicate, places: u32) -> Thresholds {
        let literals: Vec<&Literal> = match condition {
            Predicate::Compare(_, _, one) => vec![one],
            Predicate::In(_, list) => list.iter().collect(),
            Predicate::Between(_, low, high) => vec![low, high],
            _ => Vec::new(),
        };
        // Rounded down: what holds between two numbers that can stand in the column, none can tell.
        let unit = |literal: &&Literal| match literal {
            Literal::Number(number) => Some(number.micros().div_euclid(step(places))),
            Literal::Text(_) | Literal::Bool(_) => None,
        };
        let within =
            |n: i128| i64::try_from(n.clamp(i128::from(i64::MIN), i128::from(i64::MAX))).ok();
        let named = literals.iter().filter_map(unit).filter_map(within);
        let mut lasts: Vec<i64> = named
            .flat_map(|n| n.checked_sub(1).into_iter().chain([n]))
            .chain([i64::MAX])
            .collect();
        lasts.sort_unstable();
        lasts.dedup();
        let ask = |number: &i64| Met::from(condition.holds(&|_| decimal(*number, places)));
        let answers: Vec<Met> = lasts.iter().map(ask).collect();
        Thresholds {
            holds: holds(&lasts, &answers),
            lasts,
            answers,
        }
    }

    pub(super) fn at(&self, number: i64) -> Met {
        // Of few numbers counting is quicker than searching.
        let below = if self.lasts.len() < 16 {
            self.lasts.iter().filter(|last| **last < number).count()
        } else {
            self.lasts.partition_point(|last| *last < number)
        };
        self.answers.get(below).copied().unwrap_or(Met::Unknown)
    }
}

/// Where a condition holds, by the last number of each answer.
fn holds(lasts: &[i64], answers: &[Met]) -> Vec<RangeInclusive<i64>> {
    let mut holds: Vec<RangeInclusive<i64>> = Vec::new();
    let mut from = i64::MIN;
    for (last, met) in lasts.iter().zip(answers) {
        if *met == Met::Yes {
            match holds.last_mut().filter(|held| held.end() + 1 == from) {
                Some(held) => *held = *held.start()..=*last,
                None => holds.push(from..=*last),
            }
        }
        from = last.saturating_add(1);
    }
    holds
}

fn step(places: u32) -> i128 {
    10i128.pow(SCALE.saturating_sub(places))
}

/// A number given in units of its last decimal place.
pub(super) fn decimal(number: i64, places: u32) -> Option<Literal> {
    Dec::from_micros(i128::from(number) * step(places)).map(Literal::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::Column;

    #[test]
    fn thresholds_answer_as_the_condition_does() {
        for text in [
            "x >= 1.5",
            "x < -0.001",
            "x = 1.005",
            "x <> 1",
            "x IN (2, -1, 1.5)",
            "x BETWEEN -1 AND 1.999",
            "x IN (-2, -1, 0, 0.5, 0.75, 1, 1.25, 2, 2.005)",
            "x IS NULL",
        ] {
            let condition = Predicate::parse(text, &|_| Some(Column::Number)).unwrap();
            let thresholds = Thresholds::new(&condition, 2);
            for number in -250..250 {
                let each = Met::from(condition.holds(&|_| decimal(number, 2)));
                assert_eq!(thresholds.at(number), each, "{text}, {number}");
                let holds = thresholds.holds.iter().any(|held| held.contains(&number));
                assert_eq!(holds, each == Met::Yes, "{text}, {number}");
            }
        }
    }
}
