//! Sections of a number format, and which of them is in force for a number (ECMA-376, part 1,
//! section 18.8.31): `0;-0;".."` shows two dots for zero.

use super::format_section::{Section, SectionContent, section};
use std::cmp::Ordering;

/// What each section shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sections(Vec<Section>);

impl Eq for Sections {}

/// What a number is shown as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown<'s> {
    /// As itself.
    Number,
    /// As words in place of digits.
    Words,
    /// With a sign that it has not, or without its own.
    OtherSign,
    /// With digits or a decimal sign that it has not.
    OtherDigits,
    /// With text before and behind it.
    Within(&'s str, &'s str),
}

impl Sections {
    /// The sections of a code; `None` where all of them show the number and nothing else.
    pub(super) fn read(code: &str) -> Option<Sections> {
        // The fourth section is that of texts.
        let found: Vec<Section> = split(code).iter().take(3).map(|s| section(s)).collect();
        let signs = found.len() == 1 || found.get(1).is_some_and(Section::shows_minus);
        let hides = |s: &Section| s.content == SectionContent::Nothing;
        let plain = signs && found.iter().all(Section::is_plain);
        let plain = plain && !found.iter().take(2).any(hides);
        (!plain || found.first().is_some_and(Section::shows_minus)).then_some(Sections(found))
    }

    /// What this number is shown as.
    pub(super) fn show(&self, number: f64) -> Shown<'_> {
        let conditional = self.is_conditional();
        let Some((at, section)) = self.in_force(number) else {
            return Shown::Number;
        };
        match section.content {
            // A dash for zero is usual; for anything else it hides the figure.
            SectionContent::Nothing if number != 0.0 => return Shown::Words,
            SectionContent::Words => return Shown::Words,
            SectionContent::Moment | SectionContent::Nothing => return Shown::Number,
            SectionContent::Digits => {}
        }
        // A spreadsheet writes the minus itself where one section is for all numbers. Which sign it
        // writes under a condition depends on the condition.
        let minus = section.shows_minus();
        let own = !conditional && at == 1 && number < 0.0;
        let other = if own {
            !minus && !section.coloured
        } else {
            minus && number != 0.0 && !conditional
        };
        match (section.before.as_str(), section.behind.as_str()) {
            _ if other => Shown::OtherSign,
            _ if section.breaks_digits() => Shown::OtherDigits,
            ("", "") => Shown::Number,
            (before, behind) => Shown::Within(before, behind),
        }
    }

    /// The text that a cell shows of its number, where it is another than that which it holds.
    pub(super) fn text(&self, number: f64, held: &str) -> Option<String> {
        let (at, section) = self.in_force(number)?;
        let bare = held.trim_start_matches('-');
        let own_minus = bare.len() < held.len() && (at == 1 || self.is_conditional());
        let shown = match section.content {
            SectionContent::Moment => return None,
            SectionContent::Digits if bare.len() < held.len() && !own_minus => {
                format!("-{}", section.write(bare))
            }
            _ => section.write(bare),
        };
        let shown = shown.trim();
        (shown != held).then(|| shown.to_owned())
    }

    fn is_conditional(&self) -> bool {
        self.0.iter().any(|s| s.condition.is_some())
    }

    fn in_force(&self, number: f64) -> Option<(usize, &Section)> {
        let (sections, conditional) = (&self.0, self.is_conditional());
        let last = sections.len().saturating_sub(1);
        let at = if conditional {
            let holds = |(i, section): (usize, &Section)| match &section.condition {
                Some((op, bound)) => compare(op, number, *bound),
                None => i == last || (i == 1 && number < 0.0),
            };
            sections
                .iter()
                .enumerate()
                .position(|(i, section)| holds((i, section)))?
        } else {
            match (sections.len(), number) {
                (0 | 1, _) => 0,
                (_, n) if n < 0.0 => 1,
                (3, 0.0) => 2,
                _ => 0,
            }
        };
        Some((at, sections.get(at)?))
    }
}

fn compare(op: &str, number: f64, bound: f64) -> bool {
    let order = number.partial_cmp(&bound);
    match op {
        "<" => order == Some(Ordering::Less),
        "<=" => order != Some(Ordering::Greater),
        ">" => order == Some(Ordering::Greater),
        ">=" => order != Some(Ordering::Less),
        "<>" => order != Some(Ordering::Equal),
        _ => order == Some(Ordering::Equal),
    }
}

/// The texts between semicolons that stand outside of quotes and brackets.
fn split(code: &str) -> Vec<String> {
    let (mut found, mut within, mut escaped) = (vec![String::new()], ' ', false);
    for c in code.chars() {
        let closes = match within {
            '"' => c == '"',
            '[' => c == ']',
            _ => false,
        };
        if escaped {
            escaped = false;
        } else if within != ' ' {
            if closes {
                within = ' ';
            }
        } else if c == '\\' {
            escaped = true;
        } else if c == '"' || c == '[' {
            within = c;
        } else if c == ';' {
            found.push(String::new());
            continue;
        }
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Sections, Shown};

    #[test]
    fn words_stand_where_a_section_has_no_digits() {
        let words = |code: &str, numbers: &[f64]| {
            let sections = Sections::read(code);
            let shown = |n: &f64| {
                sections
                    .as_ref()
                    .is_some_and(|s| s.show(*n) == Shown::Words)
            };
            numbers.iter().map(shown).collect::<Vec<_>>()
        };
        for (code, want) in [
            // Of -1, 0, 1 and 3.
            ("General", [false; 4]),
            ("0;-0;\"..\"", [false, true, false, false]),
            ("0;\"n/a\"", [true, false, false, false]),
            ("\"c\"", [true; 4]),
            ("[=0]\"..\";0", [false, true, false, false]),
            ("[<2]\"<2\";0", [true, true, true, false]),
            ("[>=3]0;\"c\"", [true, true, true, false]),
            ("0;-0;\\.\\.", [false, true, false, false]),
            // How accounts show zero, and money.
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-", [false; 4]),
            ("#,##0 \"đ\";-#,##0 \"đ\"", [false; 4]),
            ("#,##0;-#,##0;;@", [false; 4]),
            ("0;-0;0;\"text; \"@", [false; 4]),
            ("yyyy\"-\"mm", [false; 4]),
            ("[<2]\"-\";0", [true, false, true, false]),
            ("0;\"-\"", [true, false, false, false]),
        ] {
            assert_eq!(words(code, &[-1.0, 0.0, 1.0, 3.0]), want, "{code}");
        }
    }

    #[test]
    fn text_around_the_digits_and_signs_that_are_not_those_of_the_number() {
        let show = |code: &str, number: f64| {
            let sections = Sections::read(code);
            match sections.as_ref().map(|s| s.show(number)) {
                None | Some(Shown::Number) => "n".to_owned(),
                Some(Shown::Words) => "words".to_owned(),
                Some(Shown::OtherSign) => "sign".to_owned(),
                Some(Shown::OtherDigits) => "digits".to_owned(),
                Some(Shown::Within(before, behind)) => format!("{before}n{behind}"),
            }
        };
        for (code, negative, zero, positive) in [
            ("0.0\"tr\"", "ntr", "ntr", "ntr"),
            ("0.0\"‰\"", "n‰", "n‰", "n‰"),
            ("0\\%", "n%", "n%", "n%"),
            ("General\" r\"", "nr", "nr", "nr"),
            ("0\" p\";-0", "n", "np", "np"),
            ("0 \"(p)\"", "n(p)", "n(p)", "n(p)"),
            ("[$€-407] #,##0", "€n", "€n", "€n"),
            ("$#,##0_);($#,##0)", "$n", "$n", "$n"),
            ("\"<\"0", "<n", "<n", "<n"),
            ("\"-\"0.0", "sign", "n", "sign"),
            ("0.0;0.0", "sign", "n", "n"),
            ("[Red](0)", "sign", "n", "sign"),
            ("0.00;[Red]0.00", "n", "n", "n"),
            ("#,##0_);(#,##0)", "n", "n", "n"),
            ("+0.0;-0.0;0.0", "n", "n", "n"),
            ("0.00E+00", "n", "n", "n"),
            ("000-000", "n", "n", "n"),
            ("0\\.0", "digits", "digits", "digits"),
            ("0\"5\"0", "digits", "digits", "digits"),
            ("#\".\"000\".\"000", "n", "n", "n"),
            ("##\\,##\\,##0", "n", "n", "n"),
            ("[>99999]##\\,##\\,##0;##,##0", "n", "n", "n"),
            ("0\\,00\\,00", "digits", "digits", "digits"),
            ("[h]:mm:ss", "n", "n", "n"),
            ("d\" thg \"m", "n", "n", "n"),
            (
                "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-",
                "n",
                "n",
                "n",
            ),
        ] {
            let shown = [-1.0, 0.0, 1.0].map(|number| show(code, number));
            assert_eq!(shown, [negative, zero, positive], "{code}");
        }
    }

    #[test]
    fn what_a_label_shows_is_more_than_its_number() {
        for (code, number, held, want) in [
            ("00", 1.0, "1", Some("01")),
            ("000", 12.0, "12", Some("012")),
            ("00", 123.0, "123", None),
            ("0", 1.0, "1", None),
            ("#,##0", 2020.0, "2020", None),
            ("General", 2020.0, "2020", None),
            ("\"KH \"0", 2020.0, "2020", Some("KH 2020")),
            ("\"Q\"0", 1.0, "1", Some("Q1")),
            ("General\" (p)\"", 2020.0, "2020", Some("2020 (p)")),
            ("0000\"-\"00", 202_003.0, "202003", Some("2020-03")),
            ("00\\/0000", 32_020.0, "32020", Some("03/2020")),
            ("0-00", 101.0, "101", Some("1-01")),
            ("#\"-\"00", 7.0, "7", Some("-07")),
            ("0.0\" KH\"", 2020.0, "2020", Some("2020 KH")),
            ("[=1]\"Men\";[=2]\"Women\";0", 1.0, "1", Some("Men")),
            ("[=1]\"Men\";[=2]\"Women\";0", 3.0, "3", None),
            ("0\"x\"", -5.0, "-5", Some("-5x")),
            ("0\"x\";-0\"x\"", -5.0, "-5", Some("-5x")),
            ("\"T\"0", 1.5, "1.5", Some("T1.5")),
            ("yyyy", 44_000.0, "44000", None),
        ] {
            let sections = Sections::read(code);
            let shown = sections.and_then(|s| s.text(number, held));
            assert_eq!(shown.as_deref(), want, "{code}");
        }
    }
}
