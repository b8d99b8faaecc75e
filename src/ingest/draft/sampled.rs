//! Letters beyond ASCII as each encoding reads them: those readings in which words are words.

use super::file::DraftFile;
use super::guesses::{EXAMPLES, SampledLetters};
use crate::decode::sample;
use crate::ingest::preview::HEAD;
use crate::model::Encoding;
use std::collections::BTreeSet;

/// Most different texts that are looked at.
const TEXTS: usize = 200;

/// The encodings that are usual in files of offices, before all others.
const USUAL: [Encoding; 6] = [
    Encoding::Windows1252,
    Encoding::Windows1250,
    Encoding::Windows1251,
    Encoding::Windows1257,
    Encoding::Windows1254,
    Encoding::Windows1253,
];

/// The readings of a text by all encodings; that by which the register knows most comes first.
pub(super) fn sampled(file: DraftFile<'_>) -> Vec<SampledLetters> {
    let head = file.bytes.get(..HEAD).unwrap_or(file.bytes);
    let parts = head.split(|b| b",;\t|\"<>\r\n".contains(b));
    let texts: BTreeSet<&[u8]> = parts.filter(|part| !part.is_ascii()).take(TEXTS).collect();
    let others = Encoding::ALL.iter().filter(|e| !USUAL.contains(e));
    let is_unicode =
        |e: &Encoding| matches!(e, Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf16Be);
    let tried = USUAL.iter().chain(others).filter(|e| !is_unicode(e));
    let read = tried.map(|encoding| -> (Encoding, Vec<String>) {
        let read = texts.iter().map(|text| sample(text, *encoding));
        (*encoding, read.collect())
    });
    let read: Vec<(Encoding, Vec<String>)> = read.collect();
    let faults = |read: &[String]| read.iter().filter(|text| !is_plausible(text)).count();
    let fewest = read.iter().map(|(_, read)| faults(read)).min();
    let mut found: Vec<(Vec<String>, SampledLetters)> = Vec::new();
    for (encoding, read) in read {
        if Some(faults(&read)) != fewest {
            continue;
        }
        if let Some((_, known)) = found.iter_mut().find(|(other, _)| *other == read) {
            known.encodings.push(encoding);
            continue;
        }
        let known = read.iter().filter(|text| file.areas.knows(text.trim()));
        let letters = SampledLetters {
            encodings: vec![encoding],
            sample: read
                .first()
                .map_or_else(String::new, |text| text.trim().to_owned()),
            known: known.count(),
        };
        found.push((read, letters));
    }
    let mut found: Vec<SampledLetters> = found.into_iter().map(|(_, letters)| letters).collect();
    found.sort_by_key(|letters| std::cmp::Reverse(letters.known));
    found.truncate(EXAMPLES);
    found
}

/// Whether words are of one script, and no sign stands where a letter belongs.
fn is_plausible(text: &str) -> bool {
    let strange = |c: char| c.is_control() || matches!(c, '\u{fffd}' | '\u{2500}'..='\u{25ff}');
    let is_latin = |c: char| matches!(u32::from(c), 0..=0x24f | 0x300..=0x36f | 0x1e00..=0x1eff);
    let one_script = |word: &str| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        letters().all(is_latin) || !letters().any(is_latin)
    };
    // A sign right before or behind a letter is a letter that is read wrongly, unless it is a quote,
    // a dash, or a number behind a unit.
    let chars: Vec<char> = text.chars().collect();
    let is_sign = |c: char| !c.is_ascii() && !c.is_alphabetic() && !c.is_whitespace();
    let opens = |c: char| matches!(c, '“' | '‘' | '’' | '„' | '«' | '‹' | '–' | '—');
    let closes =
        |c: char| matches!(c, '”' | '’' | '“' | '»' | '›' | '…' | '–' | '—') || c.is_numeric();
    let in_word = chars.windows(2).any(|pair| {
        let before = is_sign(pair[0]) && !opens(pair[0]) && pair[1].is_lowercase();
        let behind = pair[0].is_lowercase() && is_sign(pair[1]) && !closes(pair[1]);
        before || behind
    });
    let turned = chars
        .windows(2)
        .any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
    !chars.iter().any(|c| strange(*c))
        && !in_word
        && !turned
        && text.split(|c: char| !c.is_alphanumeric()).all(one_script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_scripts_and_signs_within_words_are_not_plausible() {
        for (text, want) in [
            ("Črnomelj", true),
            ("Èrnomelj", true),
            ("Москва", true),
            ("Иrnomelj", false),
            ("»rnomelj", false),
            ("╚rnomelj", false),
            ("Suèi B¹c", false),
            ("km² – 5 °C", true),
            ("“gold” of the guild’s", true),
        ] {
            assert_eq!(is_plausible(text), want, "{text}");
        }
    }
}
