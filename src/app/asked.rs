//! What a target asks and how far a value is from it, in the words of people: on every screen
//! alike. A published margin is positive on the good side; where less is better that sign would be
//! read the wrong way round, so people are given the size and the side in words.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::model::{PathRule, TargetOp, Verdict};
use std::cmp::Ordering;

impl Lang {
    /// How far a value is from what it is compared with: the target, or, of a year that is judged
    /// while it runs, what is expected by now.
    #[must_use]
    pub fn distance(self, margin: f64, unit: &str, op: TargetOp, verdict: Verdict) -> String {
        let size = self.margin(margin.abs(), unit);
        let size = size.trim_start_matches('+');
        let direction = margin.partial_cmp(&0.0).unwrap_or(Ordering::Equal);
        if matches!(verdict, Verdict::OnTrack | Verdict::OffTrack) {
            return match direction {
                Ordering::Greater => say!(self, "margin-better-by-now", size = size),
                Ordering::Less => say!(self, "margin-worse-by-now", size = size),
                Ordering::Equal => self.say("margin-equal-by-now").to_owned(),
            };
        }
        match (direction, op) {
            (Ordering::Greater, TargetOp::Between) => say!(self, "margin-inside", size = size),
            (Ordering::Less, TargetOp::Between) => say!(self, "margin-outside", size = size),
            (Ordering::Greater, _) => say!(self, "margin-better", size = size),
            (Ordering::Less, _) => say!(self, "margin-worse", size = size),
            (Ordering::Equal, TargetOp::Gt) => self.say("margin-equal-above").to_owned(),
            (Ordering::Equal, TargetOp::Lt) => self.say("margin-equal-below").to_owned(),
            (Ordering::Equal, _) => self.say("margin-equal").to_owned(),
        }
    }

    /// What a target asks: its sign and value, or the two bounds of a corridor, each as it is
    /// shown.
    #[must_use]
    pub fn asked(self, op: TargetOp, low: &str, high: Option<String>) -> String {
        match high {
            Some(high) => say!(self, "target-between", low = low, high = high),
            None => format!("{} {low}", op.sign()),
        }
    }

    /// How the values of a path are found.
    #[must_use]
    pub fn path(self, rule: PathRule) -> &'static str {
        match rule {
            PathRule::Linear => self.say("path-linear"),
            PathRule::Stepped => self.say("path-stepped"),
            PathRule::Stated => self.say("path-stated"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_says_which_side_and_from_what_it_is() {
        let of = |margin: f64, op, verdict| {
            [Lang::En, Lang::Vi].map(|lang| lang.distance(margin, "ratio", op, verdict))
        };
        assert_eq!(
            of(0.002, TargetOp::Le, Verdict::Met),
            [
                "0.20 pp better than the target",
                "tốt hơn chỉ tiêu 0,20 điểm %"
            ],
            "a poverty rate of 0.6 % under at most 0.8 %"
        );
        assert_eq!(
            of(-0.047, TargetOp::Ge, Verdict::OffTrack),
            [
                "4.70 pp worse than expected by now",
                "kém mức cần đạt đến nay 4,70 điểm %"
            ]
        );
        assert_eq!(
            of(0.0, TargetOp::Gt, Verdict::NotMet),
            [
                "equal to the target, which is to be exceeded",
                "bằng mức chỉ tiêu, trong khi phải cao hơn"
            ]
        );
        assert_eq!(
            Lang::En.distance(-1.0, "rank", TargetOp::Le, Verdict::NotMet),
            "1 place worse than the target"
        );
    }
}
