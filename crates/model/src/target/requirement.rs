//! What a target asks in one period, and the exact comparison with it.

use crate::target::op::TargetOp;
use num_rational::BigRational;
use num_traits::Zero;

/// What a target asks in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Comparison.
    pub op: TargetOp,
    /// The value compared with: the lower bound of a corridor.
    pub value: BigRational,
    /// The upper bound of a corridor.
    pub high: Option<BigRational>,
    /// Allowed shortfall.
    pub tolerance: BigRational,
}

/// How a value stands to what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetOutcome {
    /// It holds.
    Met,
    /// It holds only thanks to the tolerance.
    Tolerated,
    /// It does not hold.
    NotMet,
}

impl Requirement {
    /// Signed distance, positive on the good side: of a corridor that to the nearer bound.
    #[must_use]
    pub fn margin(&self, value: &BigRational) -> BigRational {
        let above = value - &self.value;
        match self.op {
            TargetOp::Ge | TargetOp::Gt => above,
            TargetOp::Le | TargetOp::Lt => -above,
            TargetOp::Between => self
                .high
                .as_ref()
                .map_or(above.clone(), |high| above.min(high - value)),
        }
    }

    /// Whether a value holds: at a bound it does, unless the comparison is strict.
    #[must_use]
    pub fn held(&self, value: &BigRational) -> TargetOutcome {
        let margin = self.margin(value);
        let strict = matches!(self.op, TargetOp::Gt | TargetOp::Lt);
        if margin > BigRational::zero() || (!strict && margin.is_zero()) {
            TargetOutcome::Met
        } else if self.tolerance > BigRational::zero() && margin >= -&self.tolerance {
            TargetOutcome::Tolerated
        } else {
            TargetOutcome::NotMet
        }
    }

    /// Whether every value from one to another holds alike. A corridor can lie within a stretch
    /// whose ends are both outside, so its bounds are looked at too.
    #[must_use]
    pub fn same_throughout(&self, ends: [&BigRational; 2]) -> bool {
        let [low, high] = if ends[0] <= ends[1] {
            ends
        } else {
            [ends[1], ends[0]]
        };
        let holds = |value: &BigRational| self.held(value) != TargetOutcome::NotMet;
        let bounds = [Some(&self.value), self.high.as_ref()];
        let mut within = bounds
            .into_iter()
            .flatten()
            .filter(|bound| low <= *bound && *bound <= high);
        holds(low) == holds(high)
            && (self.high.is_none() || within.all(|bound| holds(bound) == holds(low)))
    }

    /// The same question with other bounds.
    #[must_use]
    pub fn with(&self, change: impl Fn(&BigRational) -> BigRational) -> Requirement {
        Requirement {
            value: change(&self.value),
            high: self.high.as_ref().map(change),
            ..self.clone()
        }
    }

    /// Whether no value meets both of two questions.
    #[must_use]
    pub fn contradicts(&self, other: &Requirement) -> bool {
        let apart = |low: &Requirement, high: &Requirement| {
            let (Some(floor), Some(ceiling)) = (low.floor(), high.ceiling()) else {
                return false;
            };
            let strict = low.op == TargetOp::Gt || high.op == TargetOp::Lt;
            ceiling < floor || (strict && ceiling == floor)
        };
        apart(self, other) || apart(other, self)
    }

    fn floor(&self) -> Option<&BigRational> {
        matches!(self.op, TargetOp::Ge | TargetOp::Gt | TargetOp::Between).then_some(&self.value)
    }

    fn ceiling(&self) -> Option<&BigRational> {
        match self.op {
            TargetOp::Le | TargetOp::Lt => Some(&self.value),
            TargetOp::Between => self.high.as_ref(),
            TargetOp::Ge | TargetOp::Gt => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Dec;

    fn ratio(text: &str) -> BigRational {
        text.parse::<Dec>().unwrap().ratio()
    }

    fn asked(op: TargetOp, low: &str, high: &str) -> Requirement {
        Requirement {
            op,
            value: ratio(low),
            high: (!high.is_empty()).then(|| ratio(high)),
            tolerance: BigRational::zero(),
        }
    }

    #[test]
    fn a_margin_of_zero_under_gt_is_not_met() {
        let holds =
            |op: TargetOp, v: &str| asked(op, "0.2", "").held(&ratio(v)) == TargetOutcome::Met;
        assert!(holds(TargetOp::Ge, "0.2") && !holds(TargetOp::Gt, "0.2"));
        assert!(holds(TargetOp::Le, "0.2") && !holds(TargetOp::Lt, "0.2"));
        assert!(!holds(TargetOp::Ge, "0.199999") && holds(TargetOp::Le, "0.199999"));
    }

    #[test]
    fn a_corridor_holds_at_both_ends_and_is_as_far_as_its_nearer_bound() {
        let corridor = asked(TargetOp::Between, "2", "4");
        for (value, margin, held) in [
            ("1.999999", "-0.000001", TargetOutcome::NotMet),
            ("2", "0", TargetOutcome::Met),
            ("2.5", "0.5", TargetOutcome::Met),
            ("3.9", "0.1", TargetOutcome::Met),
            ("4", "0", TargetOutcome::Met),
            ("4.5", "-0.5", TargetOutcome::NotMet),
        ] {
            let value = ratio(value);
            assert_eq!(corridor.margin(&value), ratio(margin), "{value}");
            assert_eq!(corridor.held(&value), held, "{value}");
        }
        let lenient = Requirement {
            tolerance: ratio("0.5"),
            ..corridor
        };
        for (value, held) in [
            ("1.5", TargetOutcome::Tolerated),
            ("4.5", TargetOutcome::Tolerated),
            ("1.4", TargetOutcome::NotMet),
            ("4.6", TargetOutcome::NotMet),
        ] {
            assert_eq!(lenient.held(&ratio(value)), held, "{value}");
        }
    }

    #[test]
    fn a_stretch_that_reaches_over_a_corridor_is_not_one_verdict() {
        let corridor = asked(TargetOp::Between, "2", "4");
        let same = |a: &str, b: &str| corridor.same_throughout([&ratio(a), &ratio(b)]);
        assert!(same("2", "4") && same("0", "1") && same("5", "6") && same("3", "2.5"));
        assert!(
            !same("1", "5") && !same("5", "1"),
            "both ends miss it, on two sides"
        );
        assert!(!same("1", "2") && !same("4", "5") && !same("1", "3"));
        let floor = asked(TargetOp::Gt, "2", "");
        let same = |a: &str, b: &str| floor.same_throughout([&ratio(a), &ratio(b)]);
        assert!(same("1", "2") && same("2.1", "9") && !same("2", "2.1"));
    }

    #[test]
    fn two_questions_that_no_value_meets() {
        use TargetOp::{Between, Ge, Gt, Le, Lt};
        let contradict = |a: Requirement, b: Requirement| (a.contradicts(&b), b.contradicts(&a));
        let both = |yes: bool| (yes, yes);
        assert_eq!(
            contradict(asked(Ge, "2", ""), asked(Le, "2", "")),
            both(false)
        );
        assert_eq!(
            contradict(asked(Gt, "2", ""), asked(Le, "2", "")),
            both(true)
        );
        assert_eq!(
            contradict(asked(Ge, "2", ""), asked(Lt, "2", "")),
            both(true)
        );
        assert_eq!(
            contradict(asked(Ge, "2", ""), asked(Gt, "9", "")),
            both(false)
        );
        assert_eq!(
            contradict(asked(Between, "2", "4"), asked(Ge, "4", "")),
            both(false)
        );
        assert_eq!(
            contradict(asked(Between, "2", "4"), asked(Gt, "4", "")),
            both(true)
        );
        assert_eq!(
            contradict(asked(Between, "2", "4"), asked(Le, "1", "")),
            both(true)
        );
        assert_eq!(
            contradict(asked(Between, "2", "4"), asked(Between, "5", "6")),
            both(true)
        );
        assert_eq!(
            contradict(asked(Between, "2", "4"), asked(Between, "4", "6")),
            both(false)
        );
    }
}
