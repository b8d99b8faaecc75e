//! The language of what people read, and how digits are grouped in it.

use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;

/// A moment as people of a place read it: the day alone where it is the beginning of a day, as it is
/// where only the day was stated.
#[must_use]
pub fn moment(time: DateTime<Utc>, zone: Tz) -> String {
    let local = time.with_timezone(&zone);
    let form = if local.num_seconds_from_midnight() == 0 && local.nanosecond() == 0 {
        "%Y-%m-%d"
    } else {
        "%Y-%m-%d %H:%M %Z"
    };
    local.format(form).to_string()
}

/// How many digits of money are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// All of them.
    All,
    /// Billions to one place, where that is enough to distinguish figures.
    Short,
}

/// Language of what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// From the usual environment variables; English unless they say Vietnamese.
    #[must_use]
    pub fn from_environment() -> Lang {
        let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(set)
            .unwrap_or_default();
        if value.starts_with("vi") {
            Lang::Vi
        } else {
            Lang::En
        }
    }

    /// Whether it is Vietnamese.
    #[must_use]
    pub const fn is_vi(self) -> bool {
        matches!(self, Lang::Vi)
    }

    /// Its code, as in `--lang`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// A number with a sign and this many places.
    #[must_use]
    pub fn number(self, value: f64, places: usize) -> String {
        let text = format!("{value:.places$}");
        let shown = if text
            .trim_start_matches('-')
            .chars()
            .all(|c| c == '0' || c == '.')
        {
            text.trim_start_matches('-')
        } else {
            &text
        };
        self.digits(shown)
    }

    /// Plain digits (`-1234.5`) grouped by threes: `-1,234.5`, or `-1.234,5` in Vietnamese.
    #[must_use]
    pub fn digits(self, plain: &str) -> String {
        let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("-", r));
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
        let (group, point) = if self.is_vi() { ('.', ',') } else { (',', '.') };
        let mut text = String::from(sign);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_was_stated_is_shown_as_that_day() {
        let zone = chrono_tz::Asia::Ho_Chi_Minh;
        let shown = |text: &str| moment(text.parse().unwrap(), zone);
        assert_eq!(shown("2025-10-09T17:00:00Z"), "2025-10-10");
        assert_eq!(shown("2026-11-30T02:47:11.075401Z"), "2026-11-30 09:47 +07");
    }
}
