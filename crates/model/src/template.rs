//! Texts with gaps: `*` in a name stands for any text, and `{period} / {sex}` says which parts of a
//! name carry a value.
//!
//! A template may fit a text in several ways (`{a} {b}` fits `x y z` twice). All are given, so that
//! whoever asks can refuse what has more than one reading.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a text fits a pattern in which `*` stands for any text, also for none, and `\\*` for a
/// star.
#[must_use]
pub fn fits(pattern: &str, text: &str) -> bool {
    if pattern.contains("\\*") {
        // A star that is meant is written as a sign that no text has.
        let star = "\u{fdd1}";
        return fits(&pattern.replace("\\*", star), &text.replace('*', star));
    }
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum TemplatePart {
    /// Stands there as it is.
    Text(String),
    /// Carries a value; its name, which may be empty.
    Gap(String),
}

/// A text with named gaps, as in `{period} / {sex}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template(Vec<TemplatePart>);

impl Template {
    /// Reads it.
    ///
    /// # Errors
    /// Why it is none, for a message.
    pub fn parse(text: &str) -> Result<Template, String> {
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("a `{` is not closed".to_owned());
            };
            if before.contains('}') || name.contains('{') {
                return Err("braces do not fit together".to_owned());
            }
            if before.is_empty() && matches!(pieces.last(), Some(TemplatePart::Gap(_))) {
                return Err("two gaps have no text between them".to_owned());
            }
            if !before.is_empty() {
                pieces.push(TemplatePart::Text(before.to_owned()));
            }
            pieces.push(TemplatePart::Gap(name.trim().to_owned()));
            rest = after;
        }
        if rest.contains('}') {
            return Err("braces do not fit together".to_owned());
        }
        if !rest.is_empty() {
            pieces.push(TemplatePart::Text(rest.to_owned()));
        }
        let template = Template(pieces);
        let names: Vec<&str> = template.names().collect();
        if names.is_empty() {
            return Err("there is no gap such as `{period}`".to_owned());
        }
        match names
            .iter()
            .enumerate()
            .find(|(i, name)| names[..*i].contains(name))
        {
            Some((_, name)) => Err(format!("`{{{name}}}` stands twice")),
            None => Ok(template),
        }
    }

    /// Names of its gaps, in its order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            TemplatePart::Gap(name) => Some(name.as_str()),
            TemplatePart::Text(_) => None,
        })
    }

    /// Every way in which it fits a text: the texts of its gaps, none of them empty.
    #[must_use]
    pub fn readings<'t>(&self, text: &'t str) -> Vec<Vec<&'t str>> {
        let mut found = Vec::new();
        read(&self.0, text, &mut Vec::new(), &mut found);
        found
    }
}

fn read<'t>(
    pieces: &[TemplatePart],
    text: &'t str,
    so_far: &mut Vec<&'t str>,
    found: &mut Vec<Vec<&'t str>>,
) {
    match pieces {
        [] if text.is_empty() => found.push(so_far.clone()),
        [] => {}
        [TemplatePart::Text(literal), rest @ ..] => {
            if let Some(after) = text.strip_prefix(literal.as_str()) {
                read(rest, after, so_far, found);
            }
        }
        [TemplatePart::Gap(_), rest @ ..] => {
            // A gap is followed by a text or by nothing.
            let ends: Vec<usize> = match rest.first() {
                Some(TemplatePart::Text(next)) => text
                    .char_indices()
                    .map(|(at, c)| at + c.len_utf8())
                    .filter(|end| text[*end..].starts_with(next.as_str()))
                    .collect(),
                _ => vec![text.len()],
            };
            for end in ends {
                let part = text[..end].trim();
                if !part.is_empty() {
                    so_far.push(part);
                    read(rest, &text[end..], so_far, found);
                    so_far.pop();
                }
            }
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            TemplatePart::Text(text) => f.write_str(text),
            TemplatePart::Gap(name) => write!(f, "{{{name}}}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, want) in [
            ("Value (as of *)", "Value (as of 15 Nov 2024)", true),
            ("Value (as of *)", "Value", false),
            ("*", "", true),
            ("Total*", "Total", true),
            ("*a*a", "a", false),
            ("*a*a", "ba", false),
            ("*a*a", "aa", true),
            ("a*b*c", "axbxbxc", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("ab*ba", "aba", false),
            (r"2020\*", "2020*", true),
            (r"2020\*", "2020", false),
            (r"\**", "* estimate", true),
            (r"\**", "estimate", false),
        ] {
            assert_eq!(fits(pattern, text), want, "{pattern} {text}");
        }
    }

    #[test]
    fn every_way_in_which_a_template_fits() {
        let shown = |template: &str, text: &str| {
            Template::parse(template)
                .unwrap()
                .readings(text)
                .iter()
                .map(|r| r.join("|"))
                .collect::<Vec<_>>()
                .join(" or ")
        };
        for (template, text, want) in [
            ("{period} / {sex}", "2020 / Men", "2020|Men"),
            ("{period}", "2020", "2020"),
            ("{period}", "", ""),
            ("Year {}", "Year 2020", "2020"),
            ("Year {}", "Note", ""),
            (
                "{what} {period}",
                "New firms 2020",
                "New|firms 2020 or New firms|2020",
            ),
            ("report-{}.csv", "report-2020-03.csv", "2020-03"),
            ("{a}/{b}", "x/y/z", "x|y/z or x/y|z"),
            ("Năm {}", "Năm  2020", "2020"),
        ] {
            assert_eq!(shown(template, text), want, "{template} {text}");
        }
    }

    #[test]
    fn what_is_no_template() {
        for (text, want) in [
            ("2020", "there is no gap such as `{period}`"),
            ("{a}{b}", "two gaps have no text between them"),
            ("{a", "a `{` is not closed"),
            ("a}{b}", "braces do not fit together"),
            ("{b}a}", "braces do not fit together"),
            ("{a} {a}", "`{a}` stands twice"),
        ] {
            assert_eq!(Template::parse(text), Err(want.to_owned()), "{text}");
        }
        assert_eq!(
            Template::parse("{a} / {b}").unwrap().to_string(),
            "{a} / {b}"
        );
    }
}
