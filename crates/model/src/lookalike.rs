//! Letters that look like others, and signs that cannot be seen: what a person who compares two
//! texts by eye will not find.
//!
//! Shapes are those of the confusables of Unicode Technical Standard 39, as far as Latin capitals,
//! small letters and digits go.

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

/// Whether a sign has no width and no shape of its own.
#[must_use]
pub const fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// What a sign is that cannot be seen, or that looks like a plain space.
fn named_unseen(c: char) -> Option<String> {
    let name = match c {
        '\u{feff}' => "a byte-order mark",
        '\u{200b}' | '\u{2060}' => "a space of no width",
        '\u{200c}' | '\u{200d}' => "a joiner of no width",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => "a mark of direction",
        '\u{ad}' => "a soft hyphen",
        '\u{a0}' | '\u{202f}' | '\u{2007}' => {
            return Some(format!(
                "the sign U+{:04X} (a no-break space), which looks like a space",
                u32::from(c)
            ));
        }
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
    use super::lookalike;

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
