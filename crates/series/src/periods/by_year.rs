//! Figures by the calendar years that they touch: what a period is put together from touches its own
//! years, so nobody looks through the figures of all years for one of them.

use crate::periods::touched_years::{TouchedYears, calendar_years};
use chiso_model::{Period, Span};
use std::collections::BTreeMap;

/// Things of some key, each of a period, by the calendar years of that period.
pub struct ByYear<K, T>(BTreeMap<(K, i32), Vec<Touching<T>>>);

/// A thing with the first of the years that its period touches.
struct Touching<T> {
    first: i32,
    of: T,
}

impl<K, T> Default for ByYear<K, T> {
    fn default() -> ByYear<K, T> {
        ByYear(BTreeMap::new())
    }
}

impl<K: Ord + Copy, T: Copy> ByYear<K, T> {
    /// Takes in a thing of a period.
    pub fn insert(&mut self, key: K, at: (Period, Span), of: T) {
        let first = *calendar_years(at).start();
        for year in calendar_years(at) {
            let touching = self.0.entry((key, year)).or_default();
            touching.push(Touching { first, of });
        }
    }

    /// The things of a key that touch the years of a period, each once.
    pub fn touching(&self, key: K, at: (Period, Span)) -> Vec<T> {
        self.of(key, &TouchedYears::of(std::iter::once(at)))
    }

    /// The things of a key that touch some years, each once.
    pub fn of(&self, key: K, years: &TouchedYears) -> Vec<T> {
        let first_of = |t: &Touching<T>| years.years().range(t.first..).next().copied();
        let mut found = Vec::new();
        for year in years.years() {
            let all = self.0.get(&(key, *year)).into_iter().flatten();
            found.extend(all.filter(|t| first_of(t) == Some(*year)).map(|t| t.of));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_is_touched_by_figures_of_both_of_its_years_each_once() {
        let mut held = ByYear::default();
        let at = |text: &str, span| (text.parse::<Period>().unwrap(), span);
        let all = [
            ("2023-05", Span::Rolling12),
            ("2024-03", Span::Period),
            ("2024-06", Span::Rolling12),
            ("2025-02", Span::Period),
            ("2025-03", Span::Rolling12),
            ("2026-01", Span::Period),
        ];
        for (text, span) in all {
            held.insert((), at(text, span), text);
        }
        let of = |text, span| held.touching((), at(text, span));
        let both = ["2024-03", "2024-06", "2025-03", "2025-02"];
        assert_eq!(of("2024-07-01/P1Y", Span::Period), both);
        assert_eq!(of("2026-02", Span::Period), ["2026-01"]);
        assert_eq!(of("2030", Span::Period), Vec::<&str>::new());
    }
}
