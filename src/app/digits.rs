//! How many digits a KPI value is shown with: as many as distinguish it from zero and from the
//! target that it is compared with, so that nobody reads "+20.00 %, at least +20.00 % asked, not
//! met". Stored and published values are exact; rounding happens here only.

use super::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::model::{Currency, change_in};
use std::cmp::Ordering;

/// Places that are always shown.
const USUAL: usize = 2;
/// Most places: beyond these a double says nothing.
const MOST: usize = 15;

impl Lang {
    /// A KPI value: ratios as signed percentages, points and changes as signed numbers, ranks as
    /// places.
    #[must_use]
    pub fn value(self, value: f64, unit: &str) -> String {
        self.value_against(value, &[], unit)
    }

    /// A KPI value with as many digits as distinguish it from the bounds that its target asks for.
    #[must_use]
    pub fn value_against(self, value: f64, bounds: &[f64], unit: &str) -> String {
        let scale = scale(unit);
        let others = bounds.iter().copied();
        let others: Vec<f64> = others.filter(|t| t.to_bits() != value.to_bits()).collect();
        let scaled: Vec<f64> = others.iter().map(|t| t * scale).collect();
        self.with_places(value, &others, unit, places(value * scale, &scaled))
    }

    /// A target with all its digits.
    #[must_use]
    pub fn target(self, target: f64, value: Option<f64>, unit: &str) -> String {
        let scaled = target * scale(unit);
        let exact = |places: &usize| {
            format!("{scaled:.0$}", *places)
                .parse::<f64>()
                .is_ok_and(|shown| (shown - scaled).abs() < 1e-9)
        };
        let places = (USUAL..=MOST).find(exact).unwrap_or(MOST);
        self.with_places(target, value.as_slice(), unit, places)
    }

    fn with_places(self, value: f64, others: &[f64], unit: &str, places: usize) -> String {
        match unit {
            "share" => format!("{} %", self.digits(&unsigned(value * 100.0, places))),
            "ratio" => format!("{} %", self.signed(value * 100.0, places)),
            "pp" => say!(self, "unit-pp", number = self.signed(value, places)),
            "points" => {
                let number = self.digits(&unsigned(value, places));
                say!(self, "unit-points", number = number)
            }
            "score" => say!(self, "unit-points", number = self.signed(value, places)),
            "rank" => say!(self, "unit-rank", number = self.digits(&format!("{value}"))),
            "rank_change" => self.moved(value),
            "count_change" => format!(
                "{}{}",
                if value < 0.0 { "" } else { "+" },
                self.digits(&format!("{value}"))
            ),
            "vnd" => self.money(value, others),
            "vnd_change" => format!(
                "{}{}",
                if value < 0.0 { "" } else { "+" },
                self.money(value, others)
            ),
            _ => self.other(value, places, unit),
        }
    }

    /// Places of a ranking with their sign.
    fn places(self, value: f64) -> String {
        let count = value.abs().round();
        let number = self.signed(value, 0);
        say!(self, "unit-places", number = number, count = count)
    }

    /// A change of rank with its direction: rank 3 after rank 5 is two places fewer, and a rise.
    fn moved(self, value: f64) -> String {
        let places = self.places(value);
        match value.partial_cmp(&0.0) {
            Some(Ordering::Less) => say!(self, "unit-places-up", places = places),
            Some(Ordering::Greater) => say!(self, "unit-places-down", places = places),
            _ => places,
        }
    }

    /// A value in another unit: a change of money, and one that is marked so, has a sign. Money has
    /// all its digits.
    fn other(self, value: f64, places: usize, unit: &str) -> String {
        let marked = unit.strip_prefix('+');
        let code = unit.strip_suffix("_change").unwrap_or(unit);
        let changed = Currency::of(code).filter(|_| code != unit);
        let sign = if (changed.is_some() || marked.is_some()) && value >= 0.0 {
            "+"
        } else {
            ""
        };
        let text = if Currency::of(code).is_some() || value.fract() == 0.0 {
            format!("{value}")
        } else {
            unsigned(value, places)
        };
        let name = self.unit(marked.unwrap_or(changed.map_or(unit, |_| code)));
        with_unit(&format!("{sign}{}", self.digits(&text)), &name)
    }

    /// An amount, short where that distinguishes it from the others.
    fn money(self, value: f64, others: &[f64]) -> String {
        let [short, all] = [Digits::Short, Digits::All]
            .map(|digits| self.figure(&format!("{value}"), "vnd", digits));
        // 110.0 bn and 110 bn are the same to whoever reads them.
        let tenths = |amount: f64| format!("{:.1}", amount / 1e9);
        let same = { others.iter() }
            .any(|o| o.to_bits() != value.to_bits() && tenths(*o) == tenths(value));
        if same { all } else { short }
    }

    /// Two figures that are compared, short where that distinguishes them.
    #[must_use]
    pub fn figures(self, [one, other]: [&str; 2], unit: &str, digits: Digits) -> [String; 2] {
        let shown = |digits| {
            [one, other].map(|plain| {
                if plain.is_empty() {
                    "–".to_owned()
                } else {
                    self.figure(plain, unit, digits)
                }
            })
        };
        let texts = shown(digits);
        if one != other && texts[0] == texts[1] {
            shown(Digits::All)
        } else {
            texts
        }
    }

    /// A distance from a target: for ratios and shares in percentage points.
    #[must_use]
    pub fn margin(self, margin: f64, unit: &str) -> String {
        match unit {
            "ratio" | "share" => self.value(margin * 100.0, "pp"),
            "points" => self.value(margin, "score"),
            "rank" => self.places(margin),
            "vnd" | "count" => self.value(
                margin,
                if unit == "vnd" {
                    "vnd_change"
                } else {
                    "count_change"
                },
            ),
            _ => self.value(margin, change_in(unit)),
        }
    }

    pub(super) fn signed(self, value: f64, places: usize) -> String {
        let text = unsigned(value, places);
        match text.strip_prefix('-') {
            Some(digits) => format!("-{}", self.digits(digits)),
            None => format!("+{}", self.digits(&text)),
        }
    }
}

/// A number with the name of its unit; what is counted by itself has none.
pub(super) fn with_unit(number: &str, name: &str) -> String {
    format!("{number} {name}").trim_end().to_owned()
}

/// What a value is multiplied by to be shown.
fn scale(unit: &str) -> f64 {
    if matches!(unit, "share" | "ratio") {
        100.0
    } else {
        1.0
    }
}

/// This many places, without zeros behind the usual ones, and without the sign of a zero.
fn unsigned(value: f64, places: usize) -> String {
    let mut text = format!("{value:.places$}");
    let point = text.find('.').unwrap_or(text.len());
    while text.ends_with('0') && text.len() > point + 1 + USUAL {
        text.pop();
    }
    if text.starts_with('-') && text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) {
        text.split_off(1)
    } else {
        text
    }
}

/// How many places distinguish a value from zero and from other values.
fn places(value: f64, others: &[f64]) -> usize {
    let apart = |from: f64| {
        let differ = |places: &usize| {
            format!("{value:.0$}", *places).trim_start_matches('-')
                != format!("{from:.0$}", *places).trim_start_matches('-')
        };
        let opposite = value.is_sign_negative() != from.is_sign_negative() && from != 0.0;
        if value.partial_cmp(&from).is_some_and(Ordering::is_eq) || opposite {
            USUAL
        } else {
            (USUAL..=MOST).find(differ).unwrap_or(USUAL)
        }
    };
    let others = others.iter().map(|other| apart(*other));
    others.fold(apart(0.0), usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_shown_as_its_target_when_it_is_not() {
        let against = |value: f64, target: f64| {
            [
                Lang::En.value_against(value, &[target], "ratio"),
                Lang::En.target(target, Some(value), "ratio"),
            ]
        };
        assert_eq!(against(0.199_96, 0.2), ["+19.996 %", "+20.00 %"]);
        assert_eq!(Lang::En.margin(0.199_96 - 0.2, "ratio"), "-0.004 pp");
        assert_eq!(against(0.2, 0.199_996), ["+20.00 %", "+19.9996 %"]);
        assert_eq!(against(0.2, 0.2), ["+20.00 %", "+20.00 %"]);
        assert_eq!(against(0.000_01, 0.0), ["+0.001 %", "+0.00 %"]);
        assert_eq!(against(-0.2, 0.2), ["-20.00 %", "+20.00 %"]);
        assert_eq!(
            Lang::Vi.value_against(0.949_996, &[0.95], "share"),
            "94,9996 %"
        );
        assert_eq!(
            Lang::En.value_against(71.999, &[72.0], "score"),
            "+71.999 points"
        );
        assert_eq!(Lang::En.value(70.7, "points"), "70.70 points", "a level");
        assert_eq!(
            Lang::En.value_against(0.248_944, &[0.22], "firms_per_1000"),
            "0.25 firms_per_1000",
            "a level in its own unit"
        );
        assert_eq!(
            Lang::En.value(0.13, "+firms_per_1000"),
            "+0.13 firms_per_1000",
            "a difference of it"
        );
        assert_eq!(Lang::En.margin(0.5, "points"), "+0.50 points");
        assert_eq!(
            Lang::En.value_against(57_154_560_000_000.0, &[57_154_600_000_000.0], "vnd"),
            "57,154.56 bn VND"
        );
        assert_eq!(
            Lang::En.value_against(109_999_999_999.0, &[110_000_000_000.0], "vnd"),
            "109,999,999,999 VND"
        );
    }

    #[test]
    fn a_value_is_told_apart_from_both_bounds_of_a_corridor() {
        let corridor = [0.02, 0.04];
        assert_eq!(
            [0.040_004, 0.019_999_6, 0.03]
                .map(|value| Lang::En.value_against(value, &corridor, "ratio")),
            ["+4.0004 %", "+1.99996 %", "+3.00 %"]
        );
    }

    #[test]
    fn zero_has_no_minus_sign_and_what_is_not_zero_is_not_shown_as_zero() {
        assert_eq!(
            [Lang::En.value(-0.0, "pp"), Lang::En.value(0.0, "ratio")],
            ["+0.00 pp", "+0.00 %"]
        );
        assert_eq!(
            [
                Lang::En.value(-0.000_04, "ratio"),
                Lang::En.margin(-0.000_000_04, "ratio")
            ],
            ["-0.004 %", "-0.000004 pp"]
        );
    }

    #[test]
    fn a_change_of_money_is_money() {
        assert_eq!(
            [
                Lang::En.value(50.0, "vnd_change"),
                Lang::En.value(-50.0, "vnd_change")
            ],
            ["+50 VND", "-50 VND"]
        );
        assert_eq!(
            Lang::Vi.value(1_500_000_000.0, "vnd_change"),
            "+1,5 tỷ đồng"
        );
        assert_eq!(Lang::En.margin(-2.0, "vnd"), "-2 VND");
        assert_eq!(Lang::En.value(1234.5, "eur"), "1,234.5 EUR");
        assert_eq!(Lang::En.value(1234.5, "eur_change"), "+1,234.5 EUR");
        assert_eq!(Lang::Vi.margin(-2.5, "eur"), "-2,5 EUR");
        assert_eq!(
            Lang::En.value(3.0, "some_change"),
            "3 some_change",
            "no currency"
        );
        let [one, other] =
            Lang::En.figures(["57154560000001", "57154610000000"], "vnd", Digits::Short);
        assert_eq!(
            (one.as_str(), other.as_str()),
            ("57,154,560,000,001 VND", "57,154.61 bn VND")
        );
    }
}
