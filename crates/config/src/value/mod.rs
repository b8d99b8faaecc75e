//! Texts of the configuration into values: each reader gives the value, or a finding with the
//! remedy.
//!
//! Checkers go on after a finding with whatever could be made, so that one fault does not hide the
//! next. `load` hands the plan out only when nothing was found.

mod fiscal;
mod lists;
mod number;
mod text;
mod time;
mod word;

pub(super) use fiscal::{first_month, fiscal_year};
pub(super) use lists::{confirmed, each, listed, repeated};
pub(super) use number::{decimal, percent, whole};
pub(super) use text::{bilingual, file_stem, identifier, optional_title, text, title};
pub(super) use time::{date, duration, grace, instant, milliseconds, zone};
pub(super) use word::{did_you_mean, list, one_of, parsed, period, word};

use super::document::ConfigNode;
use chiso_model::Finding;

/// A value that may be left out, by the reader that reads it where it is given.
pub(super) fn optional<T>(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    read: impl Fn(&ConfigNode<'_>, &str, &mut Vec<Finding>) -> Option<T>,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    read(at, raw?, faults)
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::*;

    #[test]
    fn lengths_of_time_and_shares() {
        let mut faults = vec![];
        let document = Document::parse("f.toml", "", &mut faults);
        let at = document.root();
        let mut seconds = |text: &str| duration(&at, text, &mut faults).map(|d| d.as_secs());
        assert_eq!(
            ["90s", "30m", "12h", "7d", "2w"].map(&mut seconds),
            [90, 1_800, 43_200, 604_800, 1_209_600].map(Some)
        );
        assert_eq!(
            ["", "d", "7", "-1d", "1.5h", "7 d", "7đ", "99999999999w"].map(&mut seconds),
            [None; 8]
        );
        let mut share = |text: &str| percent(&at, text, &mut faults).map(|d| d.to_string());
        assert_eq!(
            ["0 %", "0.5%", "100 %"].map(&mut share),
            ["0", "0.005", "1"].map(|t| Some(t.to_owned()))
        );
        assert_eq!(
            ["", "5", "-1 %", "100.1 %", "0.00001 %", "1 % %"].map(&mut share),
            [const { None }; 6]
        );
        assert_eq!(faults.len(), 14);
    }
}
