//! A condition on a column of numbers, asked once for each number that it names.

use super::met::Met;
use chiso_model::{Dec, Literal, Predicate, SCALE};

/// The answers of a condition on a column of numbers. They change at the numbers that it names and
/// nowhere else, so each is asked for once.
pub(super) struct Thresholds {
    /// The numbers that it names, ascending, in units of the last decimal place, rounded down.
    named: Vec<i64>,
    /// What holds below the first, of the first, between it and the second, and so on.
    answers: Vec<Met>,
}

impl Thresholds {
    pub(super) fn new(condition: &Predicate, places: u32) -> Thresholds {
        let literals: Vec<&Literal> = match condition {
            Predicate::Compare(_, _, one) => vec![one],
            Predicate::In(_, list) => list.iter().collect(),
            Predicate::Between(_, low, high) => vec![low, high],
            _ => Vec::new(),
        };
        let unit = |literal: &&Literal| match literal {
            Literal::Number(number) => Some(number.micros().div_euclid(step(places))),
            Literal::Text(_) | Literal::Bool(_) => None,
        };
        let within =
            |n: i128| i64::try_from(n.clamp(i128::from(i64::MIN), i128::from(i64::MAX))).ok();
        let mut named: Vec<i64> = literals
            .iter()
            .filter_map(unit)
            .filter_map(within)
            .collect();
        named.sort_unstable();
        named.dedup();
        let ask = |number: i64| Met::from(condition.holds(&|_| decimal(number, places)));
        let below = named.first().map_or(0, |first| first.saturating_sub(1));
        let mut answers = vec![ask(below)];
        for number in &named {
            answers.extend([ask(*number), ask(number.saturating_add(1))]);
        }
        Thresholds { named, answers }
    }

    pub(super) fn at(&self, number: i64) -> Met {
        // Of few numbers counting is quicker than searching.
        let below = if self.named.len() < 8 {
            self.named.iter().filter(|named| **named < number).count()
        } else {
            self.named.partition_point(|named| *named < number)
        };
        let is_named = self.named.get(below) == Some(&number);
        let answer = self.answers.get(2 * below + usize::from(is_named));
        answer.copied().unwrap_or(Met::Unknown)
    }
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
            }
        }
    }
}
