//! Texts of a workbook of which some are in an old Vietnamese encoding and some in Unicode, told
//! apart by what is impossible in the one and plausible in the other.

use super::syllable::syllables;
use super::vietnamese::reread;
use chiso_model::Encoding;
use std::borrow::Cow;

/// How a text of a workbook is held that declares an old encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// In the old encoding, or the same in both.
    Old,
    /// In Unicode.
    Unicode,
    /// Both readings are Vietnamese, and differ.
    Either,
}

/// How a text is held, with its reading in the old encoding.
pub(crate) fn judged(text: &str, encoding: Option<Encoding>) -> (Held, Cow<'_, str>) {
    let old = reread(text, encoding);
    if text.is_ascii() || matches!(old, Cow::Borrowed(_)) {
        return (Held::Old, old);
    }
    // The old encodings fit into the first 256 letters of Unicode, as a workbook holds them.
    if text.chars().any(is_vietnamese_alone) {
        return (Held::Unicode, old);
    }
    if old == text {
        return (Held::Old, old);
    }
    let plausible = |text: &str| {
        let (good, all) = syllables(text);
        good == all
    };
    let held = match (plausible(text), plausible(&old)) {
        (true, false) => Held::Unicode,
        (true, true) => Held::Either,
        (false, _) => Held::Old,
    };
    (held, old)
}

/// Whether a letter beyond the first 256 is one of Vietnamese, or a tone that stands behind its
/// letter.
const fn is_vietnamese_alone(c: char) -> bool {
    matches!(
        c,
        'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'
            ..='\u{1ef9}' | '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::vietnamese;

    #[test]
    fn texts_are_told_apart_by_what_is_impossible_in_one() {
        let tcvn3 = Some(Encoding::Tcvn3);
        for (words, held) in [
            ("Suối Bạc", Held::Unicode),
            ("Núi Vàng", Held::Unicode),
            ("Đồi Ô", Held::Unicode),
            ("Đo\u{302}\u{300}i", Held::Unicode),
            ("Gold", Held::Old),
            // `é` is `ộ` in TCVN3.
            ("Hé", Held::Either),
        ] {
            assert_eq!(judged(words, tcvn3).0, held, "{words}");
        }
        for words in [
            "Suối Bạc",
            "Núi Vàng",
            "Hà Giang",
            "Đắk Lắk",
            "Thừa Thiên – Huế",
        ] {
            let byte = |c: char| ('\u{80}'..='\u{ff}').find(|b| vietnamese::tcvn3(*b) == c);
            let bytes: String = words.chars().map(|c| byte(c).unwrap_or(c)).collect();
            let (held, old) = judged(&bytes, tcvn3);
            assert_eq!(old, words);
            assert_ne!(held, Held::Unicode, "{words}");
        }
        let vni = Some(Encoding::Vni);
        assert_eq!(judged("Suối Bạc", vni).0, Held::Unicode);
        assert_eq!(judged("Núi Vàng", vni), (Held::Old, "Núi Vàng".into()));
        assert_eq!(
            judged("Quaûng Ngaõi", vni),
            (Held::Old, "Quảng Ngãi".into())
        );
        assert_eq!(judged("Suối", None), (Held::Old, Cow::Borrowed("Suối")));
    }
}
