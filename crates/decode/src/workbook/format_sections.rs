//! Sections of a number format, and which of them is in force for a number (ECMA-376, part 1,
//! section 18.8.31): `0;-0;".."` shows two dots for zero.

use std::cmp::Ordering;

/// What each section shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sections(Vec<Section>);

impl Eq for Sections {}

#[derive(Clone, Debug, PartialEq)]
struct Section {
    /// A condition written in it: `[<1]`.
    condition: Option<(String, f64)>,
    /// It shows words in place of the digits.
    words: bool,
}

impl Sections {
    /// The sections of a code; `None` where all of them show the number.
    pub(super) fn read(code: &str) -> Option<Sections> {
        // The fourth section is that of texts.
        let found: Vec<Section> = split(code).iter().take(3).map(|s| section(s)).collect();
        found.iter().any(|s| s.words).then_some(Sections(found))
    }

    /// Whether words stand in the place of this number.
    pub(super) fn words_for(&self, number: f64) -> bool {
        let sections = &self.0;
        let stated = sections.iter().any(|s| s.condition.is_some());
        let last = sections.len().saturating_sub(1);
        let at = if stated {
            let holds = |(i, section): (usize, &Section)| match &section.condition {
                Some((op, bound)) => compare(op, number, *bound),
                None => i == last || (i == 1 && number < 0.0),
            };
            sections
                .iter()
                .enumerate()
                .position(|(i, section)| holds((i, section)))
        } else {
            let place = match (sections.len(), number) {
                (0 | 1, _) => 0,
                (_, n) if n < 0.0 => 1,
                (3, 0.0) => 2,
                _ => 0,
            };
            Some(place)
        };
        at.and_then(|at| sections.get(at)).is_some_and(|s| s.words)
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

fn section(code: &str) -> Section {
    let (mut condition, mut literal, mut plain) = (None, String::new(), String::new());
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let bound = inner.trim_start_matches(['<', '>', '=']);
                let op = &inner[..inner.len() - bound.len()];
                if !op.is_empty() {
                    condition = bound.trim().parse().ok().map(|n| (op.to_owned(), n));
                }
            }
            '\\' => literal.extend(chars.next()),
            '_' | '*' => _ = chars.next(),
            _ => plain.push(c),
        }
    }
    let digits = plain.contains(['0', '#', '?', '@']) || plain.contains("General");
    // A dash is how accounts write zero.
    let says = literal
        .chars()
        .any(|c| c.is_alphanumeric() || matches!(c, '.' | ':' | '…' | '<' | '>' | '*' | '(' | '~'));
    Section {
        condition,
        words: !digits && says,
    }
}

#[cfg(test)]
mod tests {
    use super::Sections;

    #[test]
    fn words_stand_where_a_section_has_no_digits() {
        let words = |code: &str, numbers: &[f64]| {
            let sections = Sections::read(code);
            let shown = |n: &f64| sections.as_ref().is_some_and(|s| s.words_for(*n));
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
        ] {
            assert_eq!(words(code, &[-1.0, 0.0, 1.0, 3.0]), want, "{code}");
        }
    }
}
