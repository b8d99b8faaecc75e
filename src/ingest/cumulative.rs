//! Signs that figures run from the beginning of the year: words in a header, and figures that rise
//! within each year and fall back with the next. Taken for the figures of single months they would
//! be added up once more, and a growth would be one of hundreds of percent.

use crate::decode::text::tidy;
use crate::model::{Dec, Period, fold_name};
use std::collections::BTreeMap;

/// Words of figures to date, folded.
const WORDS: [&str; 11] = [
    "lũy kế",
    "luỹ kế",
    "luy ke",
    "cộng dồn",
    "cong don",
    "từ đầu năm",
    "tu dau nam",
    "cumulative",
    "cumulated",
    "year to date",
    "ytd",
];
/// Months or quarters of a year that must rise before that says anything.
const LEAST: usize = 3;

/// Whether a text speaks of figures to date.
pub(super) fn is_named(text: &str) -> bool {
    let folded = fold_name(&tidy(text).replace(['-', '_'], " "));
    // The abbreviation that offices write, as a word of its own.
    let abbreviated = || {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "lk")
    };
    (WORDS.iter().any(|word| folded.contains(word)) || abbreviated())
        && !folded.contains("non cumulative")
}

/// Figures of one column by series, as they are read.
#[derive(Default)]
pub(super) struct CumulativeSeries {
    figures: BTreeMap<Vec<String>, BTreeMap<Period, Dec>>,
}

impl CumulativeSeries {
    /// Takes a figure of a month or a quarter; of years nothing can be seen.
    pub(super) fn see(&mut self, series: Vec<String>, period: Period, value: Dec) {
        if period != period.of_year() {
            self.figures
                .entry(series)
                .or_default()
                .insert(period, value);
        }
    }

    /// Whether there are figures of months or quarters.
    pub(super) fn within_years(&self) -> bool {
        !self.figures.is_empty()
    }

    /// How many years of series rise from their first month to their last, when all do that are
    /// long enough and the next year falls back where there is one; a year that stands alone must
    /// end at twice its beginning.
    pub(super) fn rising(&self) -> Option<usize> {
        let mut years = 0;
        for figures in self.figures.values() {
            let mut by_year: BTreeMap<i32, Vec<Dec>> = BTreeMap::new();
            for (period, value) in figures {
                by_year.entry(period.year()).or_default().push(*value);
            }
            for (year, values) in by_year.iter().filter(|(_, values)| values.len() >= LEAST) {
                let (first, last) = (*values.first()?, *values.last()?);
                let rises = values.is_sorted() && first < last;
                let falls_back = match by_year.get(&(year + 1)).and_then(|next| next.first()) {
                    Some(next) => *next < last,
                    None => first.checked_add(first).is_some_and(|twice| twice <= last),
                };
                if !rises || !falls_back {
                    return None;
                }
                years += 1;
            }
        }
        (years > 0).then_some(years)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(years: &[(i32, &[i64])]) -> CumulativeSeries {
        let mut series = CumulativeSeries::default();
        for (year, values) in years {
            for (month, value) in (1..).zip(*values) {
                series.see(
                    vec!["01".into()],
                    Period::Month(*year, month),
                    Dec::from_int(*value),
                );
            }
        }
        series
    }

    #[test]
    fn figures_to_date_rise_within_each_year_and_fall_back() {
        assert_eq!(series(&[(2024, &[10, 25, 30, 55])]).rising(), Some(1));
        assert_eq!(
            series(&[(2023, &[10, 11, 12]), (2024, &[11, 22, 33])]).rising(),
            Some(2),
            "little, and back in January"
        );
        assert_eq!(
            series(&[(2023, &[1010, 1020, 1040]), (2024, &[1060, 1080, 1090])]).rising(),
            None,
            "a stock goes on"
        );
        assert_eq!(
            series(&[(2024, &[10, 12, 13])]).rising(),
            None,
            "a flow that grows"
        );
        assert_eq!(series(&[(2024, &[10, 25, 20, 55])]).rising(), None);
        assert_eq!(series(&[(2024, &[10, 25])]).rising(), None, "too few");
        assert_eq!(series(&[(2024, &[5, 5, 5])]).rising(), None);
    }

    #[test]
    fn words_of_figures_to_date() {
        for text in [
            "Lũy kế",
            "Luỹ kế từ đầu năm",
            "LŨY KẾ 9 THÁNG",
            "Cumulative total",
            "Year-to-date",
            "value_ytd",
            "LK 9 tháng",
            "TH_LK",
        ] {
            assert!(is_named(text), "{text}");
        }
        for text in [
            "Số doanh nghiệp",
            "value",
            "yearly total",
            "kế hoạch",
            "walk",
            "liên kết",
        ] {
            assert!(!is_named(text), "{text}");
        }
    }
}
