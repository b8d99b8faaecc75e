//! Powers of ten that units say in words: `Tỷ đồng`, `million VND`, `1000 persons`. A figure in
//! such a unit counts that many of it.

use crate::fold_name;
use unicode_normalization::UnicodeNormalization;

/// Words of powers of ten, folded and without tones.
const MULTIPLES: [(&str, i8); 35] = [
    ("trieu ty", 15),
    ("tram nghin", 5),
    ("tram trieu", 8),
    ("tram ty", 11),
    ("chuc trieu", 7),
    ("lakh", 5),
    ("lakhs", 5),
    ("crore", 7),
    ("crores", 7),
    ("mln", 6),
    ("mrd", 9),
    ("nghin ty", 12),
    ("ngan ty", 12),
    ("1 000", 3),
    ("nghin", 3),
    ("ngan", 3),
    ("1000", 3),
    ("thousand", 3),
    ("thousands", 3),
    ("trieu", 6),
    ("tr", 6),
    ("1000000", 6),
    ("1000000000", 9),
    ("1000000000000", 12),
    ("million", 6),
    ("millions", 6),
    ("mill", 6),
    ("mio", 6),
    ("ty", 9),
    ("ti", 9),
    ("billion", 9),
    ("billions", 9),
    ("trillion", 12),
    ("trillions", 12),
    ("hundred", 2),
];

/// Words behind `tỷ` with which it is a ratio: tỷ lệ, tỷ số, tỷ suất, tỷ trọng, tỷ giá.
const RATIOS: [&str; 5] = ["le", "so", "suat", "trong", "gia"];

/// The power of ten that the first words of a unit say, 0 where they say none, and the unit behind
/// them: lower case, without tones.
#[must_use]
pub fn multiple(unit: &str) -> (i8, String) {
    let folded = fold_name(unit)
        .replace(['.', ','], " ")
        .replace("trđ", "tr đ");
    let plain: String = folded
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let begins = |count: usize| words.get(..count).map(|words| words.join(" "));
    let found = [2, 1].into_iter().find_map(|count| {
        let said = begins(count)?;
        let ratio = ["ty", "ti"].contains(&said.as_str())
            && words.get(count).is_some_and(|next| RATIOS.contains(next));
        MULTIPLES
            .iter()
            .find(|(name, _)| !ratio && *name == said)
            .map(|(_, power)| (*power, count))
    });
    let in_digits = || Some((power_of_ten(words.first()?)?, 1));
    let (power, count) = found.or_else(in_digits).unwrap_or((0, 0));
    (power, words.get(count..).unwrap_or_default().join(" "))
}

/// `10^6`, `10⁶`.
fn power_of_ten(word: &str) -> Option<i8> {
    let rest = word.strip_prefix("10")?;
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == c);
    let digits = match rest.strip_prefix('^') {
        Some(digits) => digits.to_owned(),
        None => { rest.chars() }
            .map(|c| raised(c).map(|digit| digit.to_string()))
            .collect::<Option<String>>()?,
    };
    digits.parse().ok().filter(|power| (1..=18).contains(power))
}

#[cfg(test)]
mod tests {
    use super::multiple;

    #[test]
    fn words_of_powers_of_ten() {
        for (unit, power, rest) in [
            ("Tỷ đồng", 9, "đong"),
            ("ty\u{309} đồng", 9, "đong"),
            ("nghìn tỷ đồng", 12, "đong"),
            ("million VND", 6, "vnd"),
            ("tr.đ", 6, "đ"),
            ("trđ", 6, "đ"),
            ("trăm triệu đồng", 8, "đong"),
            ("10^6 persons", 6, "persons"),
            ("10⁶ persons", 6, "persons"),
            ("10 persons", 0, "10 persons"),
            ("crore rupees", 7, "rupees"),
            ("1000 enterprises", 3, "enterprises"),
            ("1 000 persons", 3, "persons"),
            ("Nghìn người", 3, "nguoi"),
            ("Millions", 6, ""),
            ("enterprises", 0, "enterprises"),
            ("tyres", 0, "tyres"),
            ("Tỷ lệ (%)", 0, "ty le (%)"),
            ("tỉ suất sinh", 0, "ti suat sinh"),
            ("", 0, ""),
        ] {
            assert_eq!(multiple(unit), (power, rest.to_owned()), "{unit}");
        }
    }
}
