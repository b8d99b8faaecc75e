//! What a web page says of the part of a table that it shows: some of its entries, or one page of
//! several. A part is never taken for the whole.

use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Words between what is shown and of how much.
const OF: [&str; 9] = [
    "of", "của", "trong", "trên", "/", "tổng", "số", "total", "out",
];

/// `Showing 1 to 10 of 57`, `Đang xem 1 đến 10 trong tổng số 57`, `Trang 1/6`: the words with which
/// a page says that there is more. A report that holds each of its pages is whole.
pub(super) fn says_more(prose: &str) -> Option<String> {
    // Signs stand apart, so that `1-10` and `1/6` are words and numbers too.
    let apart = |c: char| match c {
        '-' | '–' | '/' => vec![' ', c, ' '],
        ':' | '(' | ')' | '[' | ']' => vec![' '],
        _ => vec![c],
    };
    let text: String = prose.nfc().flat_map(apart).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let starts = || (0..words.len()).filter_map(|at| words.get(at..));
    starts().find_map(entries).or_else(|| {
        let mut pages: BTreeMap<u64, (BTreeSet<u64>, String)> = BTreeMap::new();
        for (page, of, said) in starts().filter_map(page) {
            pages
                .entry(of)
                .or_insert_with(|| (BTreeSet::new(), said))
                .0
                .insert(page);
        }
        pages
            .into_iter()
            .find(|(of, (there, _))| (there.len() as u64) < *of)
            .map(|(_, (_, said))| said)
    })
}

/// Some of all entries, at the beginning of these words.
fn entries(words: &[&str]) -> Option<String> {
    if !is(words.first()?, &["showing", "displaying", "thị", "xem"]) {
        return None;
    }
    let from = 1 + usize::from(words.get(1).is_some_and(|word| is(word, &["từ", "from"])));
    let (first, last) = (number(words.get(from)?)?, number(words.get(from + 2)?)?);
    let (at, all) = of_all(words, from + 3)?;
    let part =
        is(words.get(from + 1)?, &["to", "đến", "tới", "-", "–"]) && first <= last && last < all;
    part.then(|| words[..=at].join(" "))
}

/// One of several pages, at the beginning of these words.
fn page(words: &[&str]) -> Option<(u64, u64, String)> {
    if !is(words.first()?, &["page", "trang"]) {
        return None;
    }
    let (at, all) = of_all(words, 2)?;
    let page = number(words.get(1)?).filter(|page| (1..=all).contains(page))?;
    Some((page, all, words[..=at].join(" ")))
}

/// Where the number of all stands, and the number, when words from a place on lead to it.
fn of_all(words: &[&str], from: usize) -> Option<(usize, u64)> {
    let at = (from..words.len().min(from + 4))
        .find(|at| !is(words[*at], &OF))
        .filter(|at| *at > from)?;
    Some((at, number(words[at])?))
}

fn is(word: &str, among: &[&str]) -> bool {
    among.contains(&word.to_lowercase().as_str())
}

fn number(word: &str) -> Option<u64> {
    word.trim_end_matches(['.', ','])
        .replace([',', '.'], "")
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::says_more;

    #[test]
    fn a_page_that_says_that_there_is_more_is_a_part() {
        for part in [
            "Showing 1 to 10 of 57 entries",
            "Showing 11-20 out of 1,057",
            "Hiển thị 1 đến 10 trong tổng số 57 mục",
            "Đang xem từ 1 đến 10 trong số 1.057 mục",
            "Hiển thị 1 tới 10 của 57 dữ liệu",
            "Hiển thị 1-10 / 57",
            "Hie\u{302}\u{309}n thi\u{323} 1 - 10 trên 57",
            "Page 1 of 3",
            "TRANG 1/3",
            "Trang: 2 / 3",
            "Page 1 of 3, and Page 2 of 3",
        ] {
            assert!(says_more(&format!("Kết quả. {part}.")).is_some(), "{part}");
        }
    }

    #[test]
    fn a_page_that_shows_all_is_whole() {
        for whole in [
            "Hiển thị 1 đến 57 trong tổng số 57 mục",
            "Hiển thị 1 tới 57 của 57 dữ liệu",
            "Showing 1 to 10",
            "Trang 1/1",
            "Page 3",
            "trang 12, quyển 3",
            "Trang 31/12",
            "trang / 3",
            "Page 1 of 2 … Page 2 of 2",
            "",
        ] {
            assert_eq!(says_more(whole), None, "{whole}");
        }
    }
}
