//! Signs beside a figure that change how large it is or which sign it has. They are never marks:
//! whoever passed over one would read another figure than the one that is written.

use crate::multiple;
use unicode_normalization::UnicodeNormalization;

/// Short words of multiples, lower case and without tones; `multiple` knows the long ones. `b` is
/// left out: at Eurostat it is a break in the series.
const MULTIPLES: [&str; 22] = [
    "x", "k", "m", "t", "mn", "mln", "mld", "mrd", "mlrd", "md", "bn", "bln", "tn", "trn", "tril",
    "mil", "lakh", "lakhs", "crore", "crores", "thous", "tys",
];
/// Words of debit and credit, lower case.
const ACCOUNT: [&str; 6] = ["cr", "dr", "cred", "deb", "credit", "debit"];
/// Words of currencies, lower case and without tones.
const CURRENCIES: [&str; 22] = [
    "đ", "đong", "dong", "vnd", "vnđ", "usd", "eur", "gbp", "jpy", "cny", "chf", "inr", "rub",
    "kr", "sek", "nok", "dkk", "pln", "krw", "thb", "rs", "euro",
];

/// What a text beside a figure says of its size or sign, in words; `None` where it says nothing of
/// them that is known.
#[must_use]
pub fn magnitude(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if let Some(said) = text.chars().find_map(of_sign) {
        return Some(said);
    }
    let bare = text.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '.'));
    let plain: String = bare
        .to_lowercase()
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect();
    let known = |list: &[&str]| list.contains(&plain.as_str());
    if known(&MULTIPLES) || multiple(bare).0 != 0 {
        Some("a multiple")
    } else if known(&ACCOUNT) {
        Some("debit or credit")
    } else if known(&CURRENCIES) {
        Some("a currency")
    } else if known(&["pp", "pc", "pct", "percent", "per cent", "phan tram"]) {
        Some("a share")
    } else {
        None
    }
}

/// What a sign says.
const fn of_sign(c: char) -> Option<&'static str> {
    Some(match c {
        '%' | '‰' | '‱' | '％' | '٪' => "a share",
        '<' | '>' | '=' | '~' | '≤' | '≥' | '≦' | '≧' | '≈' | '≃' | '≅' | '±' | '≪' | '≫' | '∼'
        | '≠' | '＜' | '＞' | '～' => "a comparison",
        '½' | '¼' | '¾' | '\u{2150}'..='\u{215f}' | '⁄' | '∕' => "a fraction",
        '\u{2190}'..='\u{21ff}' | '▲' | '△' | '▴' | '▵' | '▼' | '▽' | '▾' | '▿' | '►' | '◄' => {
            "a direction"
        }
        '$' | '¢' | '£' | '¤' | '¥' | '฿' | '\u{20a0}'..='\u{20cf}' | '＄' | '￥' | '￡' => {
            "a currency"
        }
        '×' | '÷' | '·' | '^' | '∙' => "a multiple",
        '-' | '+' | '−' | '\u{2010}'..='\u{2015}' | '﹣' | '－' | '＋' => "a sign",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::magnitude;

    #[test]
    fn what_changes_a_figure_is_no_mark() {
        for text in [
            "k",
            "K",
            "M",
            "m",
            "tr",
            "Tr.",
            "triệu",
            "tỷ",
            "tỉ",
            "ty",
            "nghìn",
            "ngàn người",
            "bn",
            "mio",
            "Mrd.",
            "lakh",
            "(thousand)",
            "CR",
            "Dr",
            "€",
            "đ",
            "VND",
            "đồng",
            "₫",
            "‰",
            "%",
            "½",
            "⅔",
            "▼",
            "↑",
            "<",
            "~",
            "≥",
            "+",
            "−",
            "–",
            "×10",
            "x",
            "pp",
            "$",
        ] {
            assert!(magnitude(text).is_some(), "{text}");
        }
        for text in [
            "b", "e", "p", "bp", "c", "d", "f", "r", "s", "u", "*", "**", "†", "[1]", "(a)", "¹",
            "R", "rev.", "sơ bộ", "P", "E", "A", "",
        ] {
            assert_eq!(magnitude(text), None, "{text}");
        }
    }
}
