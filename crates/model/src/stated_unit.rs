//! What a name says of the unit of its figures: `Value (thousand units)`, `Doanh thu (tỷ đồng)`,
//! `Growth %`. Words that a declaration has written out itself say nothing new.

use unicode_normalization::UnicodeNormalization;

/// What a word of a name says of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedUnit {
    /// They count so many powers of ten of their unit.
    Multiple(i32),
    /// They are money of a currency, by its code in lower case.
    Currency(&'static str),
    /// They are parts of ten to this power: 2 for per cent, 3 for per thousand.
    Share(i32),
}

use StatedUnit::{Currency, Multiple, Share};

/// Words that say so, in lower case and with their tones: `ngân` is a budget, `công ty` a company.
const WORDS: [(&str, StatedUnit); 58] = [
    ("hundreds", Multiple(2)),
    ("nghìn", Multiple(3)),
    ("nghin", Multiple(3)),
    ("ngàn", Multiple(3)),
    ("thousand", Multiple(3)),
    ("thousands", Multiple(3)),
    ("thous", Multiple(3)),
    ("thsd", Multiple(3)),
    ("tsd", Multiple(3)),
    ("tys", Multiple(3)),
    ("vạn", Multiple(4)),
    ("万", Multiple(4)),
    ("lakh", Multiple(5)),
    ("lakhs", Multiple(5)),
    ("triệu", Multiple(6)),
    ("trieu", Multiple(6)),
    ("tr", Multiple(6)),
    ("million", Multiple(6)),
    ("millions", Multiple(6)),
    ("mill", Multiple(6)),
    ("mio", Multiple(6)),
    ("mln", Multiple(6)),
    ("mn", Multiple(6)),
    ("crore", Multiple(7)),
    ("crores", Multiple(7)),
    ("億", Multiple(8)),
    ("亿", Multiple(8)),
    ("tỷ", Multiple(9)),
    ("tỉ", Multiple(9)),
    ("billion", Multiple(9)),
    ("billions", Multiple(9)),
    ("bn", Multiple(9)),
    ("bln", Multiple(9)),
    ("mrd", Multiple(9)),
    ("mld", Multiple(9)),
    ("trillion", Multiple(12)),
    ("trillions", Multiple(12)),
    ("trn", Multiple(12)),
    ("đ", Currency("vnd")),
    ("đồng", Currency("vnd")),
    ("vnd", Currency("vnd")),
    ("vnđ", Currency("vnd")),
    ("₫", Currency("vnd")),
    ("usd", Currency("usd")),
    ("$", Currency("usd")),
    ("dollar", Currency("usd")),
    ("dollars", Currency("usd")),
    ("eur", Currency("eur")),
    ("euro", Currency("eur")),
    ("euros", Currency("eur")),
    ("€", Currency("eur")),
    ("gbp", Currency("gbp")),
    ("£", Currency("gbp")),
    ("%", Share(2)),
    ("pct", Share(2)),
    ("percent", Share(2)),
    ("percentage", Share(2)),
    ("‰", Share(3)),
];
/// Two words that say so together.
const PAIRS: [(&str, &str, StatedUnit); 10] = [
    ("us", "$", Currency("usd")),
    ("nghìn", "tỷ", Multiple(12)),
    ("nghìn", "tỉ", Multiple(12)),
    ("ngàn", "tỷ", Multiple(12)),
    ("nghin", "ty", Multiple(12)),
    ("ty", "dong", Multiple(9)),
    ("ngan", "dong", Multiple(3)),
    ("phần", "trăm", Share(2)),
    ("per", "cent", Share(2)),
    ("per", "mille", Share(3)),
];
/// Words behind `tỷ` with which it is a ratio: tỷ lệ, tỷ số, tỷ suất, tỷ trọng, tỷ giá.
const RATIOS: [&str; 5] = ["lệ", "số", "suất", "trọng", "giá"];

/// What a name says of the unit of figures beyond the words that are written out in its
/// declaration, each with its words.
#[must_use]
pub fn stated_units(name: &str, written: &str) -> Vec<(String, StatedUnit)> {
    let mut known = words(written);
    let new: Vec<String> = words(name)
        .into_iter()
        .filter(|word| match known.iter().position(|w| w == word) {
            Some(at) => {
                known.remove(at);
                false
            }
            None => true,
        })
        .collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(rest) = new.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, stated) = first(rest);
        if let Some(stated) = stated {
            found.push((rest[..length].join(" "), stated));
        }
        at += length;
    }
    found
}

/// What the first of some words say, and how many of them do.
fn first(words: &[String]) -> (usize, Option<StatedUnit>) {
    let word = words.first().map_or("", String::as_str);
    let next = words.get(1).map_or("", String::as_str);
    if let Some((.., stated)) = PAIRS.iter().find(|(a, b, _)| (*a, *b) == (word, next)) {
        return (2, Some(*stated));
    }
    if let (length @ 1.., power) = power_in_digits(words) {
        return (length, power.map(Multiple));
    }
    let ratio = ["tỷ", "tỉ"].contains(&word) && RATIOS.contains(&next);
    let stated = WORDS.iter().find(|(known, _)| !ratio && *known == word);
    (1, stated.map(|(_, stated)| *stated))
}

/// A power of ten in digits: `1000`, `1 000`, `000s`. How many words it takes, and the power from a
/// thousand on; years and other numbers are none.
fn power_in_digits(words: &[String]) -> (usize, Option<i32>) {
    let zeros = |word: &str| word.bytes().all(|b| b == b'0');
    let groups = words
        .iter()
        .skip(1)
        .take_while(|w| zeros(w.trim_end_matches('s')) && w.starts_with("000"));
    let groups = groups.count();
    let word = words.first().map_or("", |w| w.trim_end_matches('s'));
    let head = match word.strip_prefix('1') {
        Some(rest) if zeros(rest) => rest.len(),
        None if !word.is_empty() && word.len().is_multiple_of(3) && zeros(word) => word.len(),
        _ => return (0, None),
    };
    let power = head + 3 * groups;
    let power = i32::try_from(power).ok().filter(|power| *power >= 3);
    (1 + groups, power)
}

/// The words of a name in lower case; a sign of money or of a share is one.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        } else {
            words.push(c.to_string());
            words.push(String::new());
        }
    }
    words.retain(|word| !word.trim().is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(name: &str, written: &str) -> String {
        let stated = stated_units(name, written).into_iter();
        let shown = stated.map(|(word, stated)| format!("{word}: {stated:?}"));
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn names_say_multiples_currencies_and_shares() {
        for (name, want) in [
            ("Value (thousand units)", "thousand: Multiple(3)"),
            ("Value (1000 persons)", "1000: Multiple(3)"),
            ("Value, 1 000 000", "1 000 000: Multiple(6)"),
            ("Value in '000", "000: Multiple(3)"),
            ("Value (000s)", "000s: Multiple(3)"),
            (
                "Thu (nghìn tỷ đồng)",
                "nghìn tỷ: Multiple(12), đồng: Currency(\"vnd\")",
            ),
            ("Thu (ty dong)", "ty dong: Multiple(9)"),
            ("Growth %", "%: Share(2)"),
            ("Tăng, phần trăm", "phần trăm: Share(2)"),
            ("Revenue US$ bn", "us $: Currency(\"usd\"), bn: Multiple(9)"),
        ] {
            assert_eq!(show(name, ""), want, "{name}");
        }
        for name in [
            "Value (units)",
            "Thu ngân sách của công ty",
            "Tỷ lệ, tỷ trọng",
            "Value of 2000",
            "Index (2010 = 100)",
            "10 years and over",
            "Value (as of June 2020)",
        ] {
            assert_eq!(show(name, ""), "", "{name}");
        }
    }

    #[test]
    fn what_is_written_out_says_nothing_new() {
        assert_eq!(show("Value (thousand units)", "Value (thousand *)"), "");
        assert_eq!(
            show("Thousand million", "Thousand *"),
            "million: Multiple(6)"
        );
    }
}
