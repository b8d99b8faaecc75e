//! The encoding of a text, as far as its bytes tell.

use super::guess::{Because, HEAD};
use crate::decode::sample;
use crate::decode::syllables;
use crate::model::Encoding;

/// The encoding of a text, as far as its bytes tell.
pub(super) fn encoding(bytes: &[u8]) -> (Encoding, Because) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return (Encoding::Utf8, Because::ByteOrderMark),
        [0xFF, 0xFE, ..] => return (Encoding::Utf16, Because::ByteOrderMark),
        [0xFE, 0xFF, ..] => return (Encoding::Utf16Be, Because::ByteOrderMark),
        _ => {}
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if let Some(encoding) = without_mark(head) {
        return (encoding, Because::EverySecondByte);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => return (Encoding::Utf8, Because::ValidUtf8),
        // A file cut within a character is still UTF-8.
        Err(e) if e.error_len().is_none() && e.valid_up_to() > 0 => {
            return (Encoding::Utf8, Because::ValidUtf8);
        }
        Err(_) => {}
    }
    vietnamese(head)
}

/// UTF-16 without a byte-order mark.
fn without_mark(head: &[u8]) -> Option<Encoding> {
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let half = head.len() / 2;
    if half > 4 && zeros(1) * 3 > half && zeros(0) * 10 < half {
        return Some(Encoding::Utf16);
    }
    if half > 4 && zeros(0) * 3 > half && zeros(1) * 10 < half {
        return Some(Encoding::Utf16Be);
    }
    None
}

/// The old encoding in which most words are Vietnamese syllables.
fn vietnamese(head: &[u8]) -> (Encoding, Because) {
    let tried = [
        Encoding::Windows1258,
        Encoding::Tcvn3,
        Encoding::Vni,
        Encoding::Viscii,
    ]
    .map(|encoding| {
        let (good, all) = syllables(&sample(head, encoding));
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
