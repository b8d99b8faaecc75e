//! Letters that look like others, and signs that cannot be seen: what a person who compares two
//! texts by eye will not find.
//!
//! Shapes are those of the confusables of Unicode Technical Standard 39, as far as Latin capitals,
//! small letters and digits go.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Cyrillic and Greek letters with the Latin letter that they look like.
const ALIKE: &[(char, char)] = &[
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Ѕ', 'S'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('а', 'a'),
    ('с', 'c'),
    ('е', 'e'),
    ('і', 'i'),
    ('ј', 'j'),
    ('о', 'o'),
    ('р', 'p'),
    ('ѕ', 's'),
    ('у', 'y'),
    ('х', 'x'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('ο', 'o'),
    ('ν', 'v'),
];

/// The first letter of a text that looks like a Latin letter or cannot be seen, named by its code
/// point; `None` when there is none. A text that is Cyrillic or Greek throughout is what it seems.
#[must_use]
pub fn lookalike(text: &str) -> Option<String> {
    text.chars().find_map(named_unseen).or_else(|| mixed(text))
}

/// The text in capitals, without signs that cannot be seen, and with the Latin letter for each that
/// looks like one: two texts that look alike are equal.
#[must_use]
pub fn as_latin(text: &str) -> String {
    let capitals = text.nfkd().flat_map(char::to_uppercase);
    capitals
        .filter(|c| !unseen(*c))
        .map(|c| {
            ALIKE
                .iter()
                .find(|(like, _)| *like == c)
                .map_or(c, |(_, latin)| *latin)
        })
        .collect()
}

/// Whether a sign has no width and no shape of its own.
#[must_use]
pub const fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a sign is white space that looks like a plain space, or ends a line in a text that is
/// one line.
const fn odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Whether a sign is a hyphen that looks like the plain one.
const fn hyphen(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}')
}

/// The text without signs that cannot be seen, with plain spaces and hyphens for those that look
/// like them.
///
/// A sign stays where it may mean something: between two digits, which it keeps apart; a soft
/// hyphen before a digit, which may be a minus; overrides of direction, which change what is seen;
/// joiners in scripts that are written with them.
#[must_use]
pub fn as_seen(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| unseen(c) || odd_space(c) || hyphen(c)) {
        return Cow::Borrowed(text);
    }
    let joined = text
        .chars()
        .any(|c| matches!(u32::from(c), 0x590..=0x1cff | 0xa800..=0xaaff));
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let signs: Vec<char> = text.chars().collect();
    let overridden = text.contains(['\u{202d}', '\u{202e}']);
    let mut out = String::with_capacity(text.len());
    for (i, c) in signs.iter().enumerate() {
        let rest = signs.get(i + 1..).unwrap_or_default();
        let before = out.chars().rev().find(|c| !unseen(*c));
        let after = rest.iter().find(|c| !unseen(**c));
        let stays = match *c {
            '\u{202d}' | '\u{202e}' => true,
            '\u{202c}' if overridden => true,
            '\u{200c}' | '\u{200d}' => joined,
            '\u{ad}' => digit(after),
            _ => digit(before.as_ref()) && digit(after),
        };
        if odd_space(*c) {
            out.push(' ');
        } else if hyphen(*c) {
            out.push('-');
        } else if !unseen(*c) || stays {
            out.push(*c);
        }
    }
    Cow::Owned(out)
}

/// The text with each sign that cannot be seen as its code point, for showing it: `20{U+200B}20`.
#[must_use]
pub fn marked(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| unseen(c) || odd_space(c)) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| {
        if unseen(c) || odd_space(c) {
            format!("{{U+{:04X}}}", u32::from(c))
        } else {
            c.to_string()
        }
    });
    Cow::Owned(shown.collect())
}

/// What a sign is that cannot be seen, or that looks like a plain space.
fn named_unseen(c: char) -> Option<String> {
    let name = match c {
        '\u{feff}' => "a byte-order mark",
        '\u{200b}' | '\u{2060}' => "a space of no width",
        '\u{200c}' | '\u{200d}' => "a joiner of no width",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a mark of direction"
        }
        '\u{ad}' => "a soft hyphen",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "an end of line",
        '\u{fe00}'..='\u{fe0f}' => "a mark of how a letter is drawn",
        '\u{a0}' | '\u{202f}' | '\u{2007}' => {
            return Some(format!(
                "the sign U+{:04X} (a no-break space), which looks like a space",
                u32::from(c)
            ));
        }
        _ if odd_space(c) => {
            return Some(format!(
                "the sign U+{:04X} (a space of another width), which looks like a space",
                u32::from(c)
            ));
        }
        _ if unseen(c) => "a sign of no width",
        _ => return None,
    };
    Some(format!(
        "the sign U+{:04X} ({name}), which cannot be seen",
        u32::from(c)
    ))
}

fn mixed(text: &str) -> Option<String> {
    let script = |c: char| match u32::from(c) {
        0x370..=0x3ff => "Greek",
        0x400..=0x4ff => "Cyrillic",
        _ => "",
    };
    // Its own script shows by a letter that has no Latin double.
    let own = |s: &str| {
        text.chars()
            .any(|c| script(c) == s && !ALIKE.iter().any(|(like, _)| *like == c))
    };
    text.chars().find_map(|c| {
        if ('\u{ff10}'..='\u{ff5a}').contains(&c) {
            let plain = char::from_u32(u32::from(c) - 0xfee0)?;
            return Some(format!(
                "the letter U+{:04X} (full width), which looks like `{plain}`",
                u32::from(c)
            ));
        }
        let (_, latin) = ALIKE.iter().find(|(like, _)| *like == c)?;
        (!own(script(c))).then(|| {
            format!(
                "the letter U+{:04X} ({}), which looks like `{latin}`",
                u32::from(c),
                script(c)
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{as_latin, as_seen, lookalike, marked};

    #[test]
    fn signs_that_cannot_be_seen_are_passed_over_where_they_mean_nothing() {
        for (text, want) in [
            ("\u{feff}Area", "Area"),
            ("Reference\u{a0}period", "Reference period"),
            ("20\u{2028}Q1", "20 Q1"),
            ("Gold\u{ad}mark\u{200b}\u{2066}", "Goldmark"),
            ("\u{200e}2020\u{200f}", "2020"),
            // Digits on either side stay apart; a soft hyphen may be a minus.
            ("20\u{200b}20", "20\u{200b}20"),
            ("20\u{200b}\u{feff}20", "20\u{200b}\u{feff}20"),
            ("\u{ad}5", "\u{ad}5"),
            ("\u{202e}0202\u{202c}", "\u{202e}0202\u{202c}"),
            ("\u{202b}C2\u{202c}", "C2"),
            ("20\u{202a}20", "20\u{202a}20"),
            ("2020\u{2011}03 A\u{2010}B", "2020-03 A-B"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a\u{200d}b", "ab"),
        ] {
            assert_eq!(as_seen(text), want, "{}", marked(text));
        }
        assert_eq!(marked("20\u{200b}20 \u{a0}x"), "20{U+200B}20 {U+00A0}x");
    }

    #[test]
    fn texts_that_look_alike_are_equal_and_case_is_none() {
        for (one, other) in [
            ("A. Co", "\u{410}. \u{421}\u{43e}"),
            ("Иван", "ИВАН"),
            ("\u{401}L", "\u{cb}l"),
            ("Go\u{200b}ld", "GOLD"),
        ] {
            assert_eq!(as_latin(one), as_latin(other), "{one}");
        }
        assert_ne!(as_latin("Иван"), as_latin("Ivan"));
        assert_ne!(as_latin("Hà"), as_latin("Ha"));
    }

    #[test]
    fn what_the_eye_does_not_find_is_named() {
        for (text, want) in [
            (
                "2020\u{41c}01",
                Some("the letter U+041C (Cyrillic), which looks like `M`"),
            ),
            (
                "Reference\u{a0}period",
                Some("the sign U+00A0 (a no-break space), which looks like a space"),
            ),
            (
                "\u{feff}Area",
                Some("the sign U+FEFF (a byte-order mark), which cannot be seen"),
            ),
            (
                "2020\u{2028}",
                Some("the sign U+2028 (an end of line), which cannot be seen"),
            ),
            (
                "\u{2067}2020",
                Some("the sign U+2067 (a mark of direction), which cannot be seen"),
            ),
            (
                "a\u{3000}b",
                Some("the sign U+3000 (a space of another width), which looks like a space"),
            ),
            (
                "\u{ff12}020",
                Some("the letter U+FF12 (full width), which looks like `2`"),
            ),
            ("Москва", None),
            ("Hà Nội 2020", None),
        ] {
            assert_eq!(lookalike(text).as_deref(), want, "{text}");
        }
    }
}
