//! Rows of a grid that are none of its table: a header that is repeated, blank rows, notes below.

/// A row: its place in the file, and its texts.
pub(super) type Row = (u64, Vec<String>);

/// Most rows with one text that are held back: more are no notes.
const HELD: usize = 50;

/// What was set apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsFound {
    /// The header again: the first column, how often, and the row of the first.
    pub header_again: Option<(String, u64, u64)>,
    /// The first record is the header: a column, and what the record has in it.
    pub first_record: Option<(String, String)>,
    /// What stands below the table: the text above which it ends, as a pattern, its row and the
    /// whole of it.
    pub end: Option<(String, u64, String)>,
}

/// Goes through the rows of a grid and sets apart what is none of its table.
pub(super) struct TableRows<'a> {
    names: Vec<String>,
    is_grid: bool,
    is_area: &'a dyn Fn(&str) -> bool,
    /// Rows with one text, of which it is not yet known whether others follow.
    held: Vec<Row>,
    found: RowsFound,
}

impl<'a> TableRows<'a> {
    pub(super) fn new(
        names: Vec<String>,
        is_grid: bool,
        is_area: &'a dyn Fn(&str) -> bool,
    ) -> TableRows<'a> {
        TableRows {
            names,
            is_grid,
            is_area,
            held: Vec::new(),
            found: RowsFound::default(),
        }
    }

    /// The rows of the table that are known with this one.
    pub(super) fn next(&mut self, row: Row) -> Vec<Row> {
        if !self.is_grid {
            return vec![row];
        }
        let mut texts = row.1.iter().filter(|text| !text.is_empty());
        let Some(first) = texts.next() else {
            return Vec::new();
        };
        let is_alone = texts.next().is_none();
        if !is_alone && self.is_header(&row.1) {
            let column = self.names.first().cloned().unwrap_or_default();
            let again = self.found.header_again.get_or_insert((column, 0, row.0));
            again.1 += 1;
            return Vec::new();
        }
        let may_be_note = is_alone && self.names.len() > 2 && !(self.is_area)(first);
        if may_be_note && self.held.len() < HELD {
            self.held.push(row);
            return Vec::new();
        }
        let mut rows = std::mem::take(&mut self.held);
        rows.push(row);
        rows
    }

    fn is_header(&self, texts: &[String]) -> bool {
        !self.names.first().is_none_or(String::is_empty) && texts == self.names.as_slice()
    }

    /// The rows held back that are of the table after all, and what was set apart. `stands` says
    /// whether a text of the table fits a pattern.
    pub(super) fn finish(
        self,
        is_whole: bool,
        stands: impl Fn(&str) -> bool,
    ) -> (Vec<Row>, RowsFound) {
        let TableRows {
            held, mut found, ..
        } = self;
        let note = held.first().and_then(|(row, texts)| {
            let text = texts.iter().find(|text| !text.is_empty())?;
            Some((pattern(text), *row, text.clone()))
        });
        match note.filter(|(pattern, ..)| is_whole && !stands(pattern)) {
            Some(end) => {
                found.end = Some(end);
                (Vec::new(), found)
            }
            None => (held, found),
        }
    }
}

/// The beginning of a note up to its colon, or the whole of it.
fn pattern(text: &str) -> String {
    let star = |text: &str| text.replace('*', "\\*");
    match text.split_once(':') {
        Some((begin, _)) if !begin.is_empty() => format!("{}:*", star(begin)),
        _ => star(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_apart(names: &[&str], rows: &[&[&str]]) -> (usize, RowsFound) {
        let names = names.iter().map(|n| (*n).to_owned()).collect();
        let is_area = |text: &str| text == "Goldmark";
        let mut reading = TableRows::new(names, true, &is_area);
        let mut kept = 0;
        for (row, texts) in (2..).zip(rows) {
            let texts = texts.iter().map(|t| (*t).to_owned()).collect();
            kept += reading.next((row, texts)).len();
        }
        let (left, found) = reading.finish(true, |pattern| pattern == "2020");
        (kept + left.len(), found)
    }

    #[test]
    fn headers_again_blank_rows_and_notes_are_set_apart() {
        let names = &["Area", "Year", "Value"];
        let (kept, found) = set_apart(
            names,
            &[
                &["Goldmark", "2020", "1"],
                &["Area", "Year", "Value"],
                &["", "", ""],
                &["Goldmark", "2021", "2"],
                &["Source: the guild", "", ""],
                &["", "Printed twice", ""],
            ],
        );
        assert_eq!(kept, 2);
        assert_eq!(found.header_again, Some(("Area".to_owned(), 1, 3)));
        let (pattern, row, text) = found.end.unwrap();
        assert_eq!((pattern.as_str(), row), ("Source:*", 6));
        assert_eq!(text, "Source: the guild");
    }

    #[test]
    fn what_may_be_of_the_table_is_kept() {
        let names = &["Area", "Year", "Value"];
        // A name alone with rows below, an area without figures, a text that the table has.
        for last in [
            &["Goldmark", "2021", "2"],
            &["Goldmark", "", ""],
            &["", "2020", ""],
        ] {
            let rows: &[&[&str]] = &[&["North", "", ""], &["Goldmark", "2020", "1"], last];
            let (kept, found) = set_apart(names, rows);
            assert_eq!((kept, found), (3, RowsFound::default()), "{last:?}");
        }
        // With two columns a blank may be a figure that is missing.
        let (kept, found) = set_apart(&["Area", "Value"], &[&["Goldmark", "1"], &["Hill", ""]]);
        assert_eq!((kept, found), (2, RowsFound::default()));
    }
}
