//! Notes on single figures of a PX file: `CELLNOTE`, `CELLNOTEX` and `DATANOTECELL`, each with a
//! value of every dimension in brackets, where `*` stands for all of them.

use super::keywords::WrittenNote;
use super::variables::PxVariable;
use std::collections::BTreeMap;

/// The notes of a cube.
#[derive(Default)]
pub(super) struct CellNotes {
    /// By the place of their figure.
    single: BTreeMap<usize, Vec<String>>,
    /// Those of several figures: the place in each dimension, where they name one.
    several: Vec<(Vec<Option<usize>>, String)>,
}

impl CellNotes {
    /// Those in the language that is read, else those in the language of the file. A note on a value
    /// that the file does not have is of another extract.
    pub(super) fn new(written: &[WrittenNote], language: &str, axes: &[PxVariable]) -> CellNotes {
        let wanted = language.to_lowercase();
        let in_language = |note: &&WrittenNote| note.language.as_deref() == Some(wanted.as_str());
        let translated = written.iter().any(|note| in_language(&note));
        let chosen = written.iter().filter(|note| {
            if translated {
                in_language(note)
            } else {
                note.language.is_none()
            }
        });
        let mut notes = CellNotes::default();
        for note in chosen {
            let Some(places) = places(note, axes) else {
                continue;
            };
            let text = note.text.trim().to_owned();
            match places.iter().copied().collect::<Option<Vec<usize>>>() {
                Some(all) => {
                    let place = all
                        .iter()
                        .zip(axes)
                        .fold(0, |place, (at, axis)| place * axis.texts.len() + at);
                    notes.single.entry(place).or_default().push(text);
                }
                None => notes.several.push((places, text)),
            }
        }
        notes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.single.is_empty() && self.several.is_empty()
    }

    /// The notes on a figure, by its place in the cube and in each dimension.
    pub(super) fn on(&self, place: usize, at: &[usize]) -> String {
        let of_several = self.several.iter().filter(|(places, _)| {
            let fits = |(wanted, at): (&Option<usize>, &usize)| wanted.is_none_or(|w| w == *at);
            places.iter().zip(at).all(fits)
        });
        let single = self.single.get(&place).into_iter().flatten();
        let all: Vec<&str> = single
            .chain(of_several.map(|(_, text)| text))
            .map(String::as_str)
            .collect();
        all.join("; ")
    }
}

/// The place of a note in each dimension; `None` where it names a value that is not there.
fn places(note: &WrittenNote, axes: &[PxVariable]) -> Option<Vec<Option<usize>>> {
    if note.keys.len() != axes.len() {
        return None;
    }
    let place = |(key, axis): (&String, &PxVariable)| {
        if key == "*" {
            return Some(None);
        }
        let texts = axis.texts.iter().position(|text| text == key);
        let found = texts.or_else(|| axis.written.iter().position(|text| text == key));
        found.map(Some)
    };
    note.keys.iter().zip(axes).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoded, decode};
    use super::super::reading;
    use chiso_model::Layout;

    const FILE: &str = r#"LANGUAGE="en"; LANGUAGES="en","vi"; STUB="County"; HEADING="Year";
VALUES("County")="Goldmark","Silverbrook"; VALUES("Year")="2019","2020";
CELLNOTE("Goldmark","2020")="the mine was shut";
CELLNOTEX("Silverbrook","*")="counted " "anew";
CELLNOTE("Copperfield","2020")="of another extract";
DATANOTECELL("Goldmark","2020")="b";
DATA= 1 2 3 4;"#;

    fn read(text: &str) -> Vec<String> {
        let layout = Layout::default();
        let reading = reading(&layout);
        let Decoded {
            columns, records, ..
        } = decode(reading, text.as_bytes()).unwrap();
        let rows = records.map(|r| r.unwrap().cells);
        std::iter::once(columns)
            .chain(rows)
            .map(|cells| cells[cells.len() - 2..].join("~"))
            .collect()
    }

    #[test]
    fn a_note_stands_with_its_figure() {
        assert_eq!(
            read(FILE),
            [
                "updated~note",
                "~",
                "~the mine was shut; b",
                "~counted anew",
                "~counted anew"
            ]
        );
    }

    #[test]
    fn a_file_without_notes_has_no_column_of_them() {
        let plain: Vec<&str> = FILE.lines().filter(|line| !line.contains("NOTE")).collect();
        assert_eq!(read(&plain.join("\n"))[0], "unit~updated");
    }
}
