//! Which letters a file has, where its bytes do not say it: encodings of texts and of old fonts,
//! languages of a PX file. The register of areas knows the names that are read rightly.

use super::columns::Columns;
use super::file::DraftFile;
use super::guesses::{LayoutEvidence, SampledLetters};
use super::sampled::sampled;
use crate::decode::{sample, syllables};
use crate::ingest::preview::{Because, HEAD, Preview};
use crate::model::{Encoding, Format, Layout};
use std::collections::BTreeSet;

/// What is said of a key of the layout.
pub(super) type Said = (&'static str, LayoutEvidence);

/// Completes the layout by what shows which letters the file has.
pub(super) fn evidence(
    file: DraftFile<'_>,
    seen: &Preview,
    format: Format,
    layout: &mut Layout,
) -> Option<Said> {
    let is_open = |guess: &&crate::ingest::preview::Guess| {
        guess.about == "encoding" && guess.because == Because::NothingElse
    };
    match format {
        Format::Xlsx | Format::Xls | Format::Ods if layout.encoding.is_none() => {
            old_font(file, format, layout)
        }
        Format::Px if layout.language.is_empty() && file.areas.units().next().is_some() => {
            language(file, layout)
        }
        _ if seen.guesses.iter().any(|guess| is_open(&guess)) => encodings(file, layout),
        _ => None,
    }
}

/// What speaks for a reading: texts that the register knows, and Vietnamese words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NamesKnown {
    known: usize,
    words: usize,
}

impl NamesKnown {
    fn of(file: DraftFile<'_>, columns: &Columns) -> (NamesKnown, usize) {
        let texts = || (0..columns.names.len()).flat_map(|at| columns.values(at));
        let known = texts().filter(|text| file.areas.knows(text)).count();
        let all: Vec<&str> = texts().collect();
        let (words, of) = syllables(&all.join("\n"));
        (NamesKnown { known, words }, of)
    }

    fn read(file: DraftFile<'_>, format: Format, layout: &Layout) -> Option<(NamesKnown, usize)> {
        Some(NamesKnown::of(file, &file.columns(format, layout).ok()?))
    }
}

/// A workbook whose texts are those of an old Vietnamese font, some or all.
fn old_font(file: DraftFile<'_>, format: Format, layout: &mut Layout) -> Option<Said> {
    let (plain, of) = NamesKnown::read(file, format, layout)?;
    if plain.words == of {
        return None;
    }
    let tried = [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii];
    let read = tried.into_iter().filter_map(|encoding| {
        let layout = Layout {
            encoding: Some(encoding),
            ..layout.clone()
        };
        let (score, of) = NamesKnown::read(file, format, &layout)?;
        let is_vietnamese = score.words > plain.words && score.words * 10 >= of * 7;
        (score.known > plain.known || (score.known == plain.known && is_vietnamese))
            .then_some((score, encoding))
    });
    let (score, encoding) = only_best(read)?;
    layout.encoding = Some(encoding);
    let evidence = if score.known > plain.known {
        LayoutEvidence::Areas(score.known, plain.known)
    } else {
        LayoutEvidence::Syllables(score.words, plain.words)
    };
    Some(("encoding", evidence))
}

/// The language in which a PX file names the areas as the register does.
fn language(file: DraftFile<'_>, layout: &mut Layout) -> Option<Said> {
    let (plain, _) = NamesKnown::read(file, Format::Px, layout)?;
    let read = languages(file.bytes).into_iter().filter_map(|language| {
        let layout = Layout {
            language: language.clone(),
            ..layout.clone()
        };
        let (NamesKnown { known, .. }, _) = NamesKnown::read(file, Format::Px, &layout)?;
        (known > plain.known).then_some((known, language))
    });
    let (known, language) = only_best(read)?;
    layout.language = language;
    Some(("language", LayoutEvidence::Areas(known, plain.known)))
}

/// The reading with the highest score, where no other has it.
fn only_best<S: Ord + Copy, T>(read: impl Iterator<Item = (S, T)>) -> Option<(S, T)> {
    let mut read: Vec<(S, T)> = read.collect();
    read.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let is_tied = read.len() > 1 && read[0].0 == read[1].0;
    read.into_iter().next().filter(|_| !is_tied)
}

/// The languages that a PX file says it has.
fn languages(bytes: &[u8]) -> BTreeSet<String> {
    let head = sample(bytes.get(..HEAD).unwrap_or(bytes), Encoding::Windows1252);
    let listed = head.split("LANGUAGES=").nth(1).unwrap_or_default();
    let listed = listed.split(';').next().unwrap_or_default();
    let names = listed.split(',').map(|name| name.trim().trim_matches('"'));
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every encoding that may be that of a text, with the letters it gives; that by which the register
/// knows most is read meanwhile.
fn encodings(file: DraftFile<'_>, layout: &mut Layout) -> Option<Said> {
    let found: Vec<SampledLetters> = sampled(file);
    let best = found.first()?;
    if best.known > 0 {
        layout.encoding = best.encodings.first().copied();
    }
    Some(("encoding", LayoutEvidence::Encodings(found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_px_file_lists_its_languages() {
        let listed = |text: &str| {
            let found = languages(text.as_bytes());
            found.into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(listed("LANGUAGES=\"vi\",\"en\";\nSTUB=\"a\";"), "en vi");
        assert_eq!(listed("LANGUAGE=\"vi\";"), "");
    }

    #[test]
    fn of_two_readings_that_are_as_good_none_is_taken() {
        let best = |read: &[(usize, &'static str)]| only_best(read.iter().copied());
        assert_eq!(best(&[(2, "en"), (3, "vi")]), Some((3, "vi")));
        assert_eq!(best(&[(2, "en"), (2, "vi")]), None);
        assert_eq!(best(&[]), None);
    }
}
