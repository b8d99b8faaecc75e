//! Which words are built as Vietnamese syllables are.

use unicode_normalization::UnicodeNormalization;

/// Words with a letter beyond ASCII: how many are Vietnamese syllables, and how many there are.
pub(crate) fn syllables(text: &str) -> (usize, usize) {
    let composed: String = text.nfc().collect();
    let words = composed
        .split(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation() || c.is_whitespace())
        .filter(|w| !w.is_ascii());
    words.take(5000).fold((0, 0), |(good, all), word| {
        (good + usize::from(is_syllable(word)), all + 1)
    })
}

/// Whether a word is built as Vietnamese syllables are: a beginning, vowels with at most one tone,
/// an ending.
fn is_syllable(word: &str) -> bool {
    const BEGINNINGS: [&str; 28] = [
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
        "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    ];
    const VOWELS: [&str; 54] = [
        "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu",
        "ây", "eo", "êu", "ia", "iê", "iu", "oa", "oă", "oe", "oi", "ôi", "ơi", "ua", "uâ", "uê",
        "ui", "uô", "uơ", "uy", "ưa", "ưi", "ươ", "ưu", "yê", "iêu", "oai", "oay", "oao", "oeo",
        "uây", "uôi", "uya", "uyê", "uyu", "ươi", "ươu", "yêu",
    ];
    const ENDINGS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    let is_tone = |c: char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let lower = word.to_lowercase();
    if lower.nfd().filter(|c| is_tone(*c)).count() > 1 {
        return false;
    }
    // Small and capital letters do not mix within a word, apart from the first.
    let tail_upper = word.chars().skip(1).filter(|c| c.is_uppercase()).count();
    if tail_upper > 0 && tail_upper + 1 < word.chars().count() {
        return false;
    }
    let bare: String = lower
        .nfd()
        .filter(|c| !is_tone(*c))
        .collect::<String>()
        .nfc()
        .collect();
    let is_vowel = |c: char| {
        matches!(
            c,
            'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
        )
    };
    BEGINNINGS
        .iter()
        .filter_map(|b| bare.strip_prefix(b))
        .any(|rest| {
            let (vowels, ending) = rest.split_at(rest.find(|c| !is_vowel(c)).unwrap_or(rest.len()));
            VOWELS.contains(&vowels) && ENDINGS.contains(&ending)
        })
}
