//! What a name says of the unit of its figures: `Value (thousand units)`, `Doanh thu (tỷ đồng)`,
//! `Growth %`. Words that a declaration has written out itself say nothing new.

mod words;

use unicode_normalization::UnicodeNormalization;
pub use words::StatedUnit;
use words::StatedUnit::{Currency, Multiple};
use words::{COUNTED, ELSEWHERE, NEXT_TO_MONEY, PAIRS, RATIOS, SIGNS, WORDS};

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
    while at < new.len() {
        let (length, stated) = first(&new[..at], &new[at..]);
        let word = new[at..at + length].join(" ");
        found.extend(stated.into_iter().map(|stated| (word.clone(), stated)));
        at += length;
    }
    found
}

/// What the first of some words say, behind those before them, and how many of them do.
fn first(before: &[String], words: &[String]) -> (usize, Vec<StatedUnit>) {
    let word = words.first().map_or("", String::as_str);
    let next = words.get(1).map_or("", String::as_str);
    if let Some((.., stated)) = PAIRS.iter().find(|(a, b, _)| (*a, *b) == (word, next)) {
        return (2, vec![*stated]);
    }
    if let Some((length, power)) = power_of_ten(words) {
        return (length, vec![Multiple(power)]);
    }
    if let (length @ 1.., power) = power_in_digits(words) {
        return (length, power.map(Multiple).into_iter().collect());
    }
    let money = |word: Option<&String>| word.is_some_and(|word| currency(word).is_some());
    let (before, next_word) = (before.last(), words.get(1));
    if money(before) || money(next_word) {
        let short = NEXT_TO_MONEY.iter().find(|(known, _)| *known == word);
        if let Some((_, power)) = short {
            return (1, vec![Multiple(*power)]);
        }
    }
    let ratio = ["tỷ", "tỉ"].contains(&word) && RATIOS.contains(&next);
    let mut all = WORDS.iter().chain(&ELSEWHERE);
    if let Some((_, stated)) = all.find(|(known, _)| !ratio && *known == word) {
        return (1, vec![*stated]);
    }
    (
        1,
        glued(word).or_else(|| in_signs(word)).unwrap_or_default(),
    )
}

/// The currency that a word is.
fn currency(word: &str) -> Option<StatedUnit> {
    let mut all = WORDS.iter().chain(&ELSEWHERE);
    let (_, stated) = all.find(|(known, _)| *known == word)?;
    matches!(stated, Currency(_)).then_some(*stated)
}

/// A multiple and a currency in one word: `trđ`, `VNDbn`, `kEUR`.
fn glued(word: &str) -> Option<Vec<StatedUnit>> {
    let multiple = |text: &str| {
        let short = NEXT_TO_MONEY.iter().find(|(known, _)| *known == text);
        let long = WORDS.iter().find(|(known, _)| *known == text);
        match (short, long) {
            (Some((_, power)), _) | (None, Some((_, Multiple(power)))) => Some(Multiple(*power)),
            _ => None,
        }
    };
    let cuts = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    { cuts }.find_map(|(left, right)| {
        let pair =
            (multiple(left).zip(currency(right))).or_else(|| multiple(right).zip(currency(left)));
        pair.map(|(multiple, currency)| vec![multiple, currency])
    })
}

/// Multiples written in signs, and what they count: `百万円`.
fn in_signs(word: &str) -> Option<Vec<StatedUnit>> {
    let power = |c: char| {
        SIGNS
            .iter()
            .find(|(sign, _)| *sign == c)
            .map(|(_, power)| *power)
    };
    let counted = word.trim_start_matches(|c| power(c).is_some());
    let (_, money) = COUNTED.iter().find(|(known, _)| *known == counted)?;
    let powers: Vec<i32> = word.chars().map_while(power).collect();
    // A sum of money without a multiple says its currency.
    let multiple = (!powers.is_empty()).then(|| Multiple(powers.iter().sum()));
    let stated: Vec<StatedUnit> = multiple.into_iter().chain(*money).collect();
    (!stated.is_empty()).then_some(stated)
}

/// `10^6`, `10⁶`, `x10^6`, and how many words it takes.
fn power_of_ten(words: &[String]) -> Option<(usize, i32)> {
    let word = words.first()?.trim_start_matches('x');
    let rest = word.strip_prefix("10")?;
    let power = |digits: &str| {
        digits
            .parse::<i32>()
            .ok()
            .filter(|power| (1..=18).contains(power))
    };
    if rest.is_empty() {
        let caret = words.get(1).is_some_and(|word| word == "^");
        return caret.then(|| Some((3, power(words.get(2)?)?)))?;
    }
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == c);
    let digits: Option<Vec<usize>> = rest.chars().map(raised).collect();
    let digits: String = digits?.iter().map(ToString::to_string).collect();
    Some((1, power(&digits)?))
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
            ("Thu (trđ)", "trđ: Multiple(6), trđ: Currency(\"vnd\")"),
            ("Thu (tr.đ)", "tr: Multiple(6), đ: Currency(\"vnd\")"),
            ("Value, 10^6 units", "10 ^ 6: Multiple(6)"),
            ("Value x10⁹", "x10⁹: Multiple(9)"),
            ("Thu (trăm triệu)", "trăm triệu: Multiple(8)"),
            ("Thu (nghìn tỷ)", "nghìn tỷ: Multiple(12)"),
            ("Umsatz (M€)", "m: Multiple(6), €: Currency(\"eur\")"),
            ("Revenue, USD m", "usd: Currency(\"usd\"), m: Multiple(6)"),
            (
                "Revenue VNDbn",
                "vndbn: Multiple(9), vndbn: Currency(\"vnd\")",
            ),
            ("kEUR", "keur: Multiple(3), keur: Currency(\"eur\")"),
            (
                "金額（百万円）",
                "百万円: Multiple(6), 百万円: Currency(\"jpy\")",
            ),
            ("金额 亿元", "亿元: Multiple(8), 亿元: Currency(\"cny\")"),
            ("人口 万人", "万人: Multiple(4)"),
            ("Rs crore", "crore: Multiple(7)"),
            ("Население, тыс. человек", "тыс: Multiple(3)"),
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
            "Persons (m)",
            "千葉県",
            "万州区",
            "10 m",
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
