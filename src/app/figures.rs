//! How figures are shown with their units.
//!
//! Stored and published figures stay exact and in plain notation; grouping, decimal comma and
//! rounding happen for display only.

use crate::app::digits::with_unit;
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::model::Currency;
use std::borrow::Cow;

/// Millionths of a đồng in a billion đồng.
const MICROS_IN_BILLION: i128 = 1_000_000_000_000_000;

impl Lang {
    /// The name of a unit; other currencies than the đồng go by their codes, and a count is a
    /// number alone.
    #[must_use]
    pub fn unit(self, unit: &str) -> Cow<'_, str> {
        match unit {
            "vnd" => self.say("unit-name-vnd").into(),
            "score" | "points" => self.say("unit-name-points").into(),
            "enterprises" => self.say("unit-name-enterprises").into(),
            "targets" => self.say("unit-name-targets").into(),
            "percent" => "%".into(),
            "count" => "".into(),
            other if Currency::of(other).is_some() => other.to_ascii_uppercase().into(),
            other => other.into(),
        }
    }

    /// A figure with its unit; money in billions of đồng, where no digit or no digit that matters
    /// is lost.
    #[must_use]
    pub fn figure(self, plain: &str, unit: &str, digits: Digits) -> String {
        let name = self.unit(unit);
        if unit == "ratio" {
            return plain
                .parse()
                .map_or_else(|_| plain.to_owned(), |v: f64| self.value(v, "share"));
        }
        if unit == "rank" {
            return say!(self, "unit-rank", number = self.digits(plain));
        }
        let billions = |text: &str| {
            say!(
                self,
                "unit-billion",
                number = self.digits(text),
                name = name
            )
        };
        if unit == "vnd"
            && let Ok(exact) = plain.parse::<crate::model::Dec>()
        {
            let (whole, rest) = (
                exact.micros() / MICROS_IN_BILLION,
                exact.micros() % MICROS_IN_BILLION,
            );
            if digits == Digits::Short && whole != 0 {
                let text = format!("{:.1}", exact.to_f64() / 1e9);
                let shown = text.strip_suffix(".0").filter(|_| rest == 0);
                return billions(shown.unwrap_or(&text));
            }
            if rest % (MICROS_IN_BILLION / 1_000_000) == 0 && whole != 0 {
                let text = format!(
                    "{whole}.{:06}",
                    (rest / (MICROS_IN_BILLION / 1_000_000)).abs()
                );
                return billions(text.trim_end_matches('0').trim_end_matches('.'));
            }
        }
        with_unit(&self.digits(plain), &name)
    }

    /// How many areas a rank is among.
    #[must_use]
    pub fn ranked(self, number: &str) -> String {
        say!(self, "unit-ranked", number = self.digits(number))
    }

    /// A revision in the unit in which it is published, with its sign, or its size only.
    #[must_use]
    pub fn revision(self, value: f64, unit: &str, signed: bool) -> String {
        let number = |places| {
            if signed {
                self.signed(value, places)
            } else {
                self.digits(&format!("{value:.places$}"))
            }
        };
        match unit {
            "ratio" => self.value(value, if signed { "ratio" } else { "share" }),
            "pp" => say!(self, "unit-pp", number = number(2)),
            other => with_unit(&number(2), &self.unit(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_for_display_only() {
        let all = |lang: Lang, plain: &str, unit: &str| lang.figure(plain, unit, Digits::All);
        assert_eq!(all(Lang::En, "26135", "enterprises"), "26,135 enterprises");
        assert_eq!(all(Lang::Vi, "57154500000000", "vnd"), "57.154,5 tỷ đồng");
        assert_eq!(
            all(Lang::En, "47690197260000", "vnd"),
            "47,690.19726 bn VND"
        );
        assert_eq!(
            all(Lang::En, "57154500000001", "vnd"),
            "57,154,500,000,001 VND"
        );
        assert_eq!(all(Lang::En, "1000", "vnd"), "1,000 VND");
        assert_eq!(
            Lang::En.figure("57154560000001", "vnd", Digits::Short),
            "57,154.6 bn VND"
        );
        assert_eq!(Lang::En.digits("-100"), "-100");
        assert_eq!(Lang::En.value(-0.056_872_7, "ratio"), "-5.69 %");
        assert_eq!(Lang::Vi.value(12.345, "ratio"), "+1.234,50 %");
        assert_eq!(Lang::En.value(0.6, "pp"), "+0.60 pp");
        assert_eq!(Lang::En.margin(-0.256_872_7, "ratio"), "-25.69 pp");
        assert_eq!(Lang::Vi.value(-0.345, "score"), "-0,34 điểm");
        assert_eq!(
            (Lang::En.value(12.0, "rank"), Lang::En.margin(-2.0, "rank")),
            ("rank 12".into(), "-2 places".into())
        );
        assert_eq!(all(Lang::En, "4.76", "score"), "4.76 points");
        assert_eq!(all(Lang::Vi, "86.07", "percent"), "86,07 %");
        assert_eq!(all(Lang::En, "1022", "count"), "1,022");
        let short = |plain: &str| Lang::En.figure(plain, "vnd", Digits::Short);
        assert_eq!(short("279300000000000"), "279,300 bn VND", "exactly");
        assert_eq!(short("100040000000"), "100.0 bn VND", "rounded");
    }
}
