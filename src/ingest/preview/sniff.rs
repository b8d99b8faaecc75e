//! What a file seems to be, and why. Only for looking at: in a contract it is all declared.

use crate::model::{Encoding, Format, Layout};
use unicode_normalization::UnicodeNormalization;

/// Something guessed about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// What it is about: `format`, `encoding`, `delimiter`, `header_row`.
    pub about: &'static str,
    /// What it was taken to be.
    pub is: String,
    /// Why.
    pub because: Because,
}

/// Why something is guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// Somebody said so.
    Asked,
    /// The first bytes of the file are the sign of the format.
    Signature,
    /// The file holds this.
    Holds(String),
    /// The name of the file ends so.
    FileName(String),
    /// Nothing else fits.
    NothingElse,
    /// A byte-order mark.
    ByteOrderMark,
    /// Every second byte is zero.
    EverySecondByte,
    /// The bytes are valid UTF-8.
    ValidUtf8,
    /// So many of so many words with marks are Vietnamese syllables when read so.
    VietnameseWords(usize, usize),
    /// So many of so many lines agree on this many columns.
    Lines(usize, usize, usize),
    /// The first row with texts in most columns.
    FirstFullRow,
}

/// A file that has been looked at.
pub(super) struct Sniffed {
    pub(super) format: Format,
    pub(super) layout: Layout,
    pub(super) guesses: Vec<Guess>,
}

/// Bytes that are looked at.
pub(super) const HEAD: usize = 64 << 10;

/// Looks at the bytes of a file. `asked` is what somebody said about it.
pub(super) fn sniff(name: &str, bytes: &[u8], asked: &Layout) -> Sniffed {
    let mut layout = asked.clone();
    let mut guesses = Vec::new();
    let mut say = |about, is: &str, because| {
        guesses.push(Guess {
            about,
            is: is.to_owned(),
            because,
        });
    };
    if let Some((format, because)) = binary(name, bytes) {
        say("format", format.as_str(), because);
        return Sniffed {
            format,
            layout,
            guesses,
        };
    }
    let (encoding, because) = match asked.encoding {
        Some(encoding) => (encoding, Because::Asked),
        None => encoding(bytes),
    };
    let head = crate::ingest::decode::sample(bytes.get(..HEAD).unwrap_or(bytes), encoding);
    let (format, why) = of_text(name, &head, std::str::from_utf8(bytes).unwrap_or(&head));
    say("format", format.as_str(), why);
    // PX and XML name their encoding themselves, unless somebody knows better.
    if !matches!(format, Format::Px | Format::SdmxMl) {
        say("encoding", encoding.as_str(), because);
        layout.encoding = Some(encoding);
    }
    if matches!(format, Format::Csv | Format::SdmxCsv) {
        let (delimiter, because) = delimiter(&head);
        say("delimiter", &char::from(delimiter).to_string(), because);
        layout.delimiter = delimiter;
    }
    Sniffed {
        format,
        layout,
        guesses,
    }
}

fn binary(name: &str, bytes: &[u8]) -> Option<(Format, Because)> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some((Format::Xls, Because::Signature));
    }
    if bytes.starts_with(b"PAR1") {
        return Some((Format::Parquet, Because::Signature));
    }
    if bytes.starts_with(b"PK") {
        let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
        let is_ods = head.contains("application/vnd.oasis.opendocument.spreadsheet")
            || extension(name) == "ods";
        return Some((
            if is_ods { Format::Ods } else { Format::Xlsx },
            Because::Signature,
        ));
    }
    // BIFF 2 to 5 without a container begins with a record for the beginning of a file.
    if let [9, 0 | 2 | 4 | 8, 4..=8, 0, ..] = bytes {
        return Some((Format::Xls, Because::Signature));
    }
    let is_dbf = matches!(
        bytes.first(),
        Some(0x02 | 0x03 | 0x30 | 0x31 | 0x32 | 0x43 | 0x83 | 0x8B | 0xCB | 0xF5 | 0xFB)
    ) && bytes.get(2).is_some_and(|m| *m <= 12)
        && bytes.get(3).is_some_and(|d| *d <= 31)
        && bytes.len() > 32
        && bytes.get(32..).is_some_and(|b| {
            b.first()
                .is_some_and(|b| b.is_ascii_graphic() || *b == 0x0D)
        });
    is_dbf.then_some((Format::Dbf, Because::Signature))
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase()
}

fn of_text(name: &str, head: &str, whole: &str) -> (Format, Because) {
    let start = head.trim_start();
    let lower: String = start.chars().take(4000).collect::<String>().to_lowercase();
    let holds = |what: &str| Because::Holds(what.to_owned());
    if start.starts_with('<') {
        // A workbook written as XML; its reader says by name that it is not read.
        if lower.contains("urn:schemas-microsoft-com:office:spreadsheet")
            || lower.contains("progid=\"excel.sheet\"")
        {
            return (
                Format::Xls,
                holds("urn:schemas-microsoft-com:office:spreadsheet"),
            );
        }
        if lower.contains("sdmx") {
            return (Format::SdmxMl, holds("sdmx"));
        }
        if lower.starts_with("<!doctype html")
            || lower.contains("<html")
            || lower.contains("<table")
            || extension(name).starts_with("htm")
        {
            let element = if !lower.contains("<html") && lower.contains("<table") {
                "<table>"
            } else {
                "<html>"
            };
            return (Format::Html, holds(element));
        }
        return (Format::SdmxMl, holds("<?xml"));
    }
    if start.starts_with(['{', '[']) {
        // What tells the format may stand behind a million figures.
        let has = |key: &str| whole.contains(key);
        if has("\"dataSets\"") || lower.contains("sdmx") {
            return (Format::SdmxJson, holds("dataSets"));
        }
        let is_class = ["dataset", "collection", "dimension"]
            .iter()
            .any(|c| has(&format!("\"class\":\"{c}\"")) || has(&format!("\"class\": \"{c}\"")));
        if (has("\"dimension\"") && has("\"category\"")) || is_class {
            return (Format::JsonStat, holds("dimension"));
        }
        return (Format::Json, holds(&start[..1]));
    }
    let keywords = ["CHARSET=", "AXIS-VERSION=", "CODEPAGE=", "MATRIX=", "STUB="];
    if keywords.iter().filter(|k| head.contains(**k)).count() >= 2
        || (extension(name) == "px" && head.contains('='))
    {
        return (Format::Px, holds("AXIS-VERSION="));
    }
    let first = start.lines().next().unwrap_or_default();
    let first = first.trim_start_matches('"');
    if first.starts_with("DATAFLOW")
        || first.starts_with("STRUCTURE,")
        || first.starts_with("STRUCTURE;")
        || first.starts_with("STRUCTURE[")
    {
        return (Format::SdmxCsv, holds("DATAFLOW"));
    }
    if head.contains("<table") || head.contains("<TABLE") {
        return (Format::Html, holds("<table>"));
    }
    match extension(name).as_str() {
        e @ ("csv" | "tsv" | "tab" | "txt") => (Format::Csv, Because::FileName(format!(".{e}"))),
        _ => (Format::Csv, Because::NothingElse),
    }
}

/// The encoding of a text, as far as its bytes tell.
fn encoding(bytes: &[u8]) -> (Encoding, Because) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return (Encoding::Utf8, Because::ByteOrderMark),
        [0xFF, 0xFE, ..] => return (Encoding::Utf16, Because::ByteOrderMark),
        [0xFE, 0xFF, ..] => return (Encoding::Utf16Be, Because::ByteOrderMark),
        _ => {}
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let noughts = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let half = head.len() / 2;
    if half > 4 && noughts(1) * 3 > half && noughts(0) * 10 < half {
        return (Encoding::Utf16, Because::EverySecondByte);
    }
    if half > 4 && noughts(0) * 3 > half && noughts(1) * 10 < half {
        return (Encoding::Utf16Be, Because::EverySecondByte);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => return (Encoding::Utf8, Because::ValidUtf8),
        // A file cut within a character is still UTF-8.
        Err(e) if e.error_len().is_none() && e.valid_up_to() > 0 => {
            return (Encoding::Utf8, Because::ValidUtf8);
        }
        Err(_) => {}
    }
    let tried = [
        Encoding::Windows1258,
        Encoding::Tcvn3,
        Encoding::Vni,
        Encoding::Viscii,
    ]
    .map(|encoding| {
        let (good, all) = syllables(&crate::ingest::decode::sample(head, encoding));
        (encoding, good, all)
    });
    let best = tried
        .into_iter()
        .filter(|(_, good, all)| *good >= 2 && good * 10 >= all * 7)
        .max_by(|a, b| {
            let share =
                |(_, good, all): &(Encoding, usize, usize)| (good * 1000 / all.max(&1), *good);
            // Of equals the first: windows-1258 is a standard still in use.
            share(a).cmp(&share(b)).then(std::cmp::Ordering::Greater)
        });
    match best {
        Some((encoding, good, all)) => (encoding, Because::VietnameseWords(good, all)),
        None => (Encoding::Windows1252, Because::NothingElse),
    }
}

/// Words with a letter beyond ASCII: how many are Vietnamese syllables, and how many there are.
fn syllables(text: &str) -> (usize, usize) {
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

/// The sign on which most lines agree.
fn delimiter(head: &str) -> (u8, Because) {
    let mut lines: Vec<&str> = head
        .split(['\n', '\r'])
        .filter(|l| !l.trim().is_empty())
        .take(60)
        .collect();
    if lines.len() > 2 && head.len() >= HEAD / 2 {
        // The last line may be cut off.
        lines.pop();
    }
    let mut best = (0, 0, b',', Because::NothingElse);
    for delimiter in *b",;\t|" {
        let mut counts: Vec<usize> = lines
            .iter()
            .map(|l| count(l, delimiter))
            .filter(|n| *n > 0)
            .collect();
        counts.sort_unstable();
        let Some(common) = counts
            .chunk_by(|a, b| a == b)
            .max_by_key(|c| (c.len(), c.first().copied()))
            .and_then(|c| Some((c.len(), *c.first()?)))
        else {
            continue;
        };
        let score = (common.0, common.1);
        if score > (best.0, best.1) {
            best = (
                score.0,
                score.1,
                delimiter,
                Because::Lines(common.0, lines.len(), common.1 + 1),
            );
        }
    }
    (best.2, best.3)
}

/// How often a sign stands outside quotes.
fn count(line: &str, sign: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|b| {
            quoted ^= *b == b'"';
            *b == sign && !quoted
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_vietnamese_encodings_are_told_apart_by_their_syllables() {
        for (bytes, want) in [
            (
                &b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam"[..],
                Encoding::Tcvn3,
            ),
            (
                b"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam",
                Encoding::Vni,
            ),
            (
                b"C\xf4\xf2ng ho\xcca x\xe3 h\xf4\xf2i chu\xd2 nghi\xdea Vi\xea\xf2t Nam",
                Encoding::Windows1258,
            ),
            (
                b"C\xb5ng h\xf2a x\xe3 h\xb5i ch\xfc ngh\xeea Vi\xaet Nam",
                Encoding::Viscii,
            ),
            (
                b"Besan\xe7on, d\xe9partement; Orl\xe9ans, Loir\xe9tain",
                Encoding::Windows1252,
            ),
            (b"a\0,\0b\0\n\x001\0,\x002\0\n\0", Encoding::Utf16),
            ("Hà Nội".as_bytes(), Encoding::Utf8),
        ] {
            assert_eq!(
                encoding(bytes).0,
                want,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn delimiters_by_agreement_of_lines() {
        for (text, want) in [
            ("\"GDP; theo năm\"\n\n\"a\";\"b, c\";\"d\"\n1;2,5;3\n", b';'),
            ("a,b\n1,\"x;y;z\"\n", b','),
            ("a\tb\n1\t2\n", b'\t'),
            ("only\n", b','),
        ] {
            assert_eq!(delimiter(text).0, want, "{text}");
        }
    }
}
