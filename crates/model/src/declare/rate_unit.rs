//! Which units name a rate, share, score, index or place: figures that do not add up.

use unicode_normalization::UnicodeNormalization;

/// Words in a unit that name a rate, share, score, index or place, in English and Vietnamese.
const RATES: [&str; 40] = [
    "percent",
    "percentage",
    "pct",
    "permille",
    "pp",
    "ratio",
    "rate",
    "rates",
    "share",
    "proportion",
    "density",
    "score",
    "scores",
    "point",
    "points",
    "index",
    "indices",
    "rank",
    "per",
    "average",
    "mean",
    "median",
    "điểm",
    "hạng",
    "phần trăm",
    "phần nghìn",
    "phần ngàn",
    "tỷ lệ",
    "tỉ lệ",
    "tỷ số",
    "tỉ số",
    "tỷ suất",
    "tỉ suất",
    "tỷ trọng",
    "tỉ trọng",
    "chỉ số",
    "hệ số",
    "mật độ",
    "bình quân",
    "trung bình",
];

/// Whether a unit names a rate, share, score, index or place.
pub(super) fn is_rate(unit: &str) -> bool {
    let unit = unit.nfc().collect::<String>().to_lowercase();
    let words: Vec<&str> = unit
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let said = |phrase: &&str| {
        words
            .windows(phrase.split(' ').count())
            .any(|words| words.iter().copied().eq(phrase.split(' ')))
    };
    unit.contains(['%', '‰', '/']) || RATES.iter().any(said)
}
