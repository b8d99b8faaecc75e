//! What is odd about the cells of a column and no fault of one of them: numbers in which a point has two
//! readings, texts that look like others, a last line that nothing ends.

use crate::fault::{CellFault, ColumnRemark, RecordFault};
use chiso_model::lookalike;

/// What a number shows of the points in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// They are decimal signs: `1.5`, `0.123`, or thousands are not set apart: `1234`.
    Decimal,
    /// `1.234` may be a fraction, or thousands.
    TwoReadings,
    /// Nothing.
    Unknown,
}

/// What a text that is a number shows of its point.
pub(crate) fn point(text: &str) -> Point {
    let number = text.trim_start_matches(['-', '+']);
    let zero = number.starts_with('0');
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, behind)) if behind.len() == 3 && (1..=3).contains(&whole.len()) && !zero => {
            if digits(whole) && digits(behind) {
                Point::TwoReadings
            } else {
                Point::Unknown
            }
        }
        Some(_) => Point::Decimal,
        None if number.len() > 3 && !zero => Point::Decimal,
        None => Point::Unknown,
    }
}

/// The first of some cells, and how many there are.
#[derive(Clone, Debug, Default)]
struct Seen {
    first: Option<(u64, String)>,
    count: u64,
}

impl Seen {
    fn add(&mut self, line: u64, text: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (line, text.to_owned()));
    }

    /// With those of a later piece.
    fn join(&mut self, later: Seen) {
        self.count += later.count;
        self.first = self.first.take().or(later.first);
    }
}

/// What is odd about a column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnDoubts {
    /// A number shows that points are decimal signs.
    decimal: bool,
    points: Seen,
    alike: Seen,
}

impl ColumnDoubts {
    /// A number of a column that may have three decimal places, where nothing is declared of points.
    pub(crate) fn number(&mut self, line: u64, text: &str) {
        if self.decimal {
            return;
        }
        match point(text) {
            Point::Decimal => self.decimal = true,
            Point::TwoReadings => self.points.add(line, text),
            Point::Unknown => {}
        }
    }

    /// A text, which may hold a letter that looks like another one.
    pub(crate) fn text(&mut self, line: u64, text: &str) {
        if !text.is_ascii() && lookalike(text).is_some() {
            self.alike.add(line, text);
        }
    }

    /// With what a later piece has.
    pub(crate) fn join(&mut self, later: ColumnDoubts) {
        self.decimal |= later.decimal;
        self.points.join(later.points);
        self.alike.join(later.alike);
    }

    /// What is to be said of it.
    pub(crate) fn remarks(&self, label: &str) -> Vec<ColumnRemark> {
        let points = (!self.decimal).then_some(&self.points);
        let of = [
            points.map(|seen| (seen, two_readings as fn(&str) -> CellFault)),
            Some((&self.alike, alike)),
        ];
        let remark = |(seen, says): (&Seen, fn(&str) -> CellFault)| {
            let (row, raw) = seen.first.clone()?;
            let fault = says(&raw);
            let first = RecordFault {
                row,
                column: label.to_owned(),
                raw,
                fault,
            };
            Some(ColumnRemark {
                first,
                count: seen.count,
            })
        };
        of.into_iter().flatten().filter_map(remark).collect()
    }
}

/// What to declare where a point has two readings.
const DECLARE: &str = "declare `number = { decimal = \".\" }` if the point is a decimal sign, `number = \
    { decimal = \",\", grouping = \".\" }` if it sets thousands apart";

fn two_readings(text: &str) -> CellFault {
    let bare = text.replace('.', "");
    let message = format!(
        "`{text}` is read as a fraction and may be `{bare}` with its thousands set apart: every number \
            with a point has three digits behind it, and none shows which is meant"
    );
    CellFault::new("ambiguous_number", message, DECLARE)
}

/// Why a number has two readings whose column cannot have three decimal places: what stands behind its
/// point says nothing as decimal places, and much as thousands.
pub(crate) fn ambiguous(text: &str, places: u32) -> CellFault {
    let bare = text.replace('.', "");
    let of = match places {
        0 => "whole numbers".to_owned(),
        places => format!("at most {places} decimal places"),
    };
    let message = format!(
        "`{text}` has three digits behind its point, in a column of {of}: it may be `{bare}` with its \
            thousands set apart"
    );
    CellFault::new("ambiguous_number", message, DECLARE)
}

fn alike(text: &str) -> CellFault {
    let sign = lookalike(text).unwrap_or_default();
    let message = format!(
        "`{}` has {sign}: a text without it looks the same and is another one",
        chiso_model::marked(text)
    );
    let hint = "have it written in one way at the source; of a key a record in the other way counts as \
        another record";
    CellFault::new("lookalike", message, hint)
}

/// What is said of a last line that nothing ends although others end, where its last cell would be read
/// also if a part of it were missing.
pub(crate) fn open_end(row: u64, column: String, raw: String) -> ColumnRemark {
    let message = format!(
        "the last line has no line end, and all before it have: if the file was cut off here, `{raw}` is \
            only the beginning of what stood there"
    );
    let hint = "compare the file with the one at the source; a file that ends with a line end is known to \
        be whole in its last record";
    let fault = CellFault::new("no_line_end", message, hint);
    ColumnRemark {
        first: RecordFault {
            row,
            column,
            raw,
            fault,
        },
        count: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_behind_a_point_have_two_readings() {
        for text in ["1.234", "500.000", "-12.345", "+123.000"] {
            assert_eq!(point(text), Point::TwoReadings, "{text}");
        }
        for text in ["1.5", "1.2345", "0.500", "-0.123", "1234.567", "1234"] {
            assert_eq!(point(text), Point::Decimal, "{text}");
        }
        for text in ["500", "0", "0123", "-7"] {
            assert_eq!(point(text), Point::Unknown, "{text}");
        }
    }

    #[test]
    fn one_number_shows_what_the_points_of_its_column_are_whichever_piece_it_stands_in() {
        let of = |texts: &[&str]| {
            let mut doubts = ColumnDoubts::default();
            texts
                .iter()
                .zip(2..)
                .for_each(|(text, line)| doubts.number(line, text));
            doubts
        };
        let mut doubts = of(&["7.500", "500.000"]);
        let said = doubts.remarks("amount");
        assert_eq!(
            (said[0].first.row, &*said[0].first.raw, said[0].count),
            (2, "7.500", 2)
        );
        assert!(
            said[0].first.fault.message.contains("may be `7500`"),
            "{said:?}"
        );
        doubts.join(of(&["1.000", "2.5"]));
        assert_eq!(doubts.remarks("amount"), []);
    }
}
