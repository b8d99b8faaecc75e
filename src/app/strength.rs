//! How strong an association is, in words, and its coefficient with the digits that agree with them.

use crate::app::lang::Lang;
use crate::model::{Evidence, Method};

impl Lang {
    /// A coefficient with two places, or with as many as put it on the side of a bound of strength
    /// on which it is, so that nobody reads "0.10, near zero" next to "0.10, weak".
    #[must_use]
    pub fn coefficient_of(self, coefficient: f64, method: Method) -> String {
        let fits = |places: &usize| {
            let shown = format!("{coefficient:.0$}", *places)
                .parse()
                .unwrap_or(coefficient);
            strength_of(shown, method) == strength_of(coefficient, method)
        };
        self.number(coefficient, (2..=6).find(fits).unwrap_or(6))
    }

    /// How strong an association is, in words.
    #[must_use]
    pub fn strength(self, coefficient: f64, method: Method, evidence: Evidence) -> String {
        let size = strength_of(coefficient, method);
        let size_in_words = match size {
            0 => self.say("strength-near-zero"),
            1 => self.say("strength-weak"),
            2 => self.say("strength-moderate"),
            _ => self.say("strength-strong"),
        };
        let sign = match (size == 0, coefficient > 0.0) {
            (true, _) => "",
            (_, true) => self.say("strength-positive"),
            (_, false) => self.say("strength-negative"),
        };
        let chance = match (evidence, size == 0) {
            (Evidence::MoreThanChance, _) => self.say("strength-more-than-chance"),
            (Evidence::OneOfMany, _) => self.say("strength-one-many-looked"),
            (Evidence::MayBeChance, true) => "",
            (Evidence::MayBeChance, false) => self.say("strength-may-chance"),
        };
        format!("{size_in_words}{sign}{chance}")
    }
}

/// How strong an association is, from 0. The bounds are Cohen's 0.1, 0.3, 0.5, for τ, which is
/// smaller for the same association, two thirds of these.
fn strength_of(coefficient: f64, method: Method) -> usize {
    let size = if method == Method::Kendall {
        coefficient.abs() * 1.5
    } else {
        coefficient.abs()
    };
    [0.1, 0.3, 0.5]
        .iter()
        .filter(|bound| size >= **bound)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coefficient_is_shown_on_its_side_of_a_bound() {
        let shown = |c: f64, method| Lang::En.coefficient_of(c, method);
        assert_eq!(shown(0.0967, Method::Pearson), "0.097", "near zero");
        assert_eq!(shown(0.1004, Method::Pearson), "0.10", "weak");
        assert_eq!(shown(-0.4978, Method::Spearman), "-0.498", "moderate");
        assert_eq!(shown(0.2, Method::Kendall), "0.20");
    }
}
