//! One of the texts that make a period together, before the others are known: a header that says
//! the year of figures whose month stands in a column.

use super::declared::PeriodWriting;
use super::element::Element;
use super::matching;
use super::words::strip;
use crate::origin::{NameOf, Origin};

impl PeriodWriting {
    /// Which part headers of figures side by side say, from 0.
    #[must_use]
    pub fn header_part(&self) -> Option<usize> {
        self.parts.iter().position(|part| {
            matches!(
                part.origin,
                Origin::Name {
                    of: NameOf::Header,
                    ..
                }
            )
        })
    }

    /// Whether a text in Unicode NFC may be the part with this number, from 0: `{year}` is the
    /// second of `{month} {year}`.
    #[must_use]
    pub fn may_be_part(&self, nth: usize, text: &str) -> bool {
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        let rest = strip(&text, &self.words).map_or_else(|_| text.clone(), |(rest, _)| rest);
        let around = (nth, self.parts.len().saturating_sub(nth + 1));
        self.formats.iter().any(|format| {
            pieces(&words(&format.elements), around)
                .iter()
                .any(|piece| {
                    let fits = |text: &str| !matching::ways(piece, text, self).is_empty();
                    fits(&text) || fits(&rest)
                })
        })
    }
}

/// The elements of a format that stand between its spaces.
fn words(elements: &[Element]) -> Vec<Vec<Element>> {
    let (mut words, mut word) = (Vec::new(), Vec::new());
    for element in elements {
        match element {
            Element::Slot(_) => word.push(element.clone()),
            Element::Text(text) => {
                for (nth, piece) in text.split(' ').enumerate() {
                    if nth > 0 {
                        words.push(std::mem::take(&mut word));
                    }
                    if !piece.is_empty() {
                        word.push(Element::Text(piece.to_owned()));
                    }
                }
            }
        }
    }
    words.push(word);
    words
}

/// The pieces of a format that leave at least a word for each part before and behind them, and
/// none where there is no such part. Each says something of the period.
fn pieces(words: &[Vec<Element>], (before, behind): (usize, usize)) -> Vec<Vec<Element>> {
    let leaves = |left: usize, parts: usize| left >= parts && (parts > 0 || left == 0);
    let firsts = (0..words.len()).filter(|first| leaves(*first, before));
    let both = firsts.flat_map(|first| (first + 1..=words.len()).map(move |end| (first, end)));
    both.filter(|(_, end)| leaves(words.len() - end, behind))
        .map(|(first, end)| words[first..end].join(&Element::Text(" ".to_owned())))
        .filter(|piece| piece.iter().any(|e| matches!(e, Element::Slot(_))))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{Origin, PeriodFormat, PeriodPart, PeriodWriting};

    #[test]
    fn a_header_says_a_part_of_the_period() {
        let part = || PeriodPart {
            origin: Origin::Column("a".to_owned()),
            fill_down: false,
        };
        for (format, nth, text, want) in [
            ("{month} {year}", 1, "2020", true),
            ("{month} {year}", 1, "Note", false),
            // A month is no year, and a year stands behind the month.
            ("{month} {year}", 1, "12", false),
            ("{month} {year}", 0, "2020", false),
            ("{month} {year}", 0, "12", true),
            ("{year} {month_name}", 1, "Jan", true),
            ("{year} {month_name}", 1, "Total", false),
            ("Năm {year} Tháng {month}", 0, "Năm 2020", true),
            ("Năm {year} Tháng {month}", 1, "Tháng 3", true),
            ("Năm {year} Tháng {month}", 1, "Tháng", false),
            // All of it leaves nothing for the other part.
            ("{month} {year}", 1, "3 2020", false),
        ] {
            let writing = PeriodWriting {
                parts: vec![part(), part()],
                formats: vec![PeriodFormat::new(format, &[]).unwrap()],
                ..PeriodWriting::default()
            };
            assert_eq!(writing.may_be_part(nth, text), want, "{format}: {text}");
        }
    }
}
