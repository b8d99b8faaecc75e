//! Signs beside a figure that change how large it is or which sign it has. They are never marks:
//! whoever passed over one would read another figure than the one that is written.

use crate::multiple;
use unicode_normalization::UnicodeNormalization;

/// Short words of multiples, lower case and without tones; `multiple` knows the long ones. `b` is
/// left out: at Eurostat it is a break in the series.
const MULTIPLES: [&str; 31] = [
    "van", "万", "億", "亿", "千", "thsd", "tsd", "tram", "bps", "x", "k", "m", "t", "mn", "mln",
    "mld", "mrd", "mlrd", "md", "bn", "bln", "tn", "trn", "tril", "mil", "lakh", "lakhs", "crore",
    "crores", "thous", "tys",
];
/// Words of debit and credit, lower case.
const ACCOUNT: [&str; 6] = ["cr", "dr", "cred", "deb", "credit", "debit"];
/// Words of signs, and of which way a figure went, lower case and without tones.
const SIGNS: [&str; 12] = [
    "am", "minus", "plus", "giam", "tang", "loss", "deficit", "neg", "negative", "down",
    "decrease", "decline",
];
/// Words of comparisons, lower case and without tones.
const COMPARISONS: [&str; 15] = [
    "less than",
    "more than",
    "under",
    "over",
    "below",
    "above",
    "duoi",
    "tren",
    "khoang",
    "approx",
    "ca",
    "circa",
    "about",
    "around",
    "it hon",
];
/// Words of currencies, lower case and without tones.
const CURRENCIES: [&str; 32] = [
    "baht", "kip", "yen", "won", "yuan", "riel", "peso", "rupee", "dollar", "dollars", "đ", "đong",
    "dong", "vnd", "vnđ", "usd", "eur", "gbp", "jpy", "cny", "chf", "inr", "rub", "kr", "sek",
    "nok", "dkk", "pln", "krw", "thb", "rs", "euro",
];

/// What a text beside a figure says of its size or sign, in words; `None` where it says nothing of
/// them that is known.
#[must_use]
pub fn magnitude(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if let Some(said) = text.chars().find_map(of_sign) {
        return Some(said);
    }
    let bracket = |c: char| matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）');
    let bare = text.trim_matches(|c: char| bracket(c) || c == '.');
    if bare.is_empty() && text.contains(bracket) {
        return Some("a sign");
    }
    let plain: String = bare
        .to_lowercase()
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect();
    let known = |list: &[&str]| list.contains(&plain.as_str());
    let zeros = bare.len() > 1 && bare.bytes().all(|b| b == b'0');
    if known(&MULTIPLES) || zeros || multiple(bare).0 != 0 {
        Some("a multiple")
    } else if known(&ACCOUNT) {
        Some("debit or credit")
    } else if known(&SIGNS) {
        Some("a sign")
    } else if known(&COMPARISONS) {
        Some("a comparison")
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
            "vạn",
            "Tsd.",
            "(000)",
            "giảm",
            "(loss)",
            "dưới",
            "khoảng",
            "baht",
            "（",
            ")",
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
