//! What a cell says in addition to its text: a note set apart from it, that it is hidden, that it
//! is a formula never computed.
//!
//! Decoders write such remarks behind the text, each begun by a code point that Unicode keeps for a
//! program's own use and that no text may hold (U+FDD0). So a cell stays one text that can be
//! passed on, held and sorted, and digits of two texts never join: whoever reads a figure or a
//! label asks for [`text`], and looks at [`remarks`].

use std::borrow::Cow;

/// Begins a remark.
const MARK: char = '\u{fdd0}';
/// Stands for the figure in [`Remark::Within`].
pub const FIGURE: char = '\u{fdd1}';

/// A remark on a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark<'a> {
    /// Another text in the same cell: raised, small, struck out, a link to a note.
    Apart(&'a str),
    /// The text stands on several lines.
    Lines,
    /// A formula without a value saved for it.
    Uncomputed(&'a str),
    /// A formula of a workbook that asks to be computed again when it is opened; the text is the
    /// value saved before.
    Stale(&'a str),
    /// A number that its format shows as a percentage, and how.
    Percent(&'a str),
    /// A number that its format shows divided by a power of a thousand, and how.
    Scaled(&'a str),
    /// The text that its format shows of a number, where it is another than that of the number:
    /// `01`, `Q1`.
    Shown(&'a str),
    /// A text with digits where the file could hold a number.
    Typed,
    /// A number that its format does not show, and how.
    Invisible(&'a str),
    /// A number that its format shows with a sign that it has not, or without its own, and how.
    OtherSign(&'a str),
    /// A number that its format shows with digits or a decimal sign that it has not, and how.
    OtherDigits(&'a str),
    /// The text that its format writes around a number, with [`FIGURE`] where the number stands.
    Within(&'a str),
    /// In a hidden row, column or sheet.
    Hidden(&'a str),
    /// Covered by a merged cell, other than its first; with its number where the text of the cell
    /// does not have it.
    Covered(&'a str),
    /// The text as the file holds it, where it is Vietnamese both so and read again in the old
    /// encoding that is declared, and the column mixes the two.
    Held(&'a str),
}

/// Adds a remark to a cell.
pub fn push(cell: &mut String, remark: Remark<'_>) {
    let (kind, detail) = match remark {
        Remark::Apart(detail) => ('a', detail),
        Remark::Lines => ('l', ""),
        Remark::Uncomputed(detail) => ('u', detail),
        Remark::Stale(detail) => ('r', detail),
        Remark::Percent(detail) => ('p', detail),
        Remark::Scaled(detail) => ('s', detail),
        Remark::Shown(detail) => ('z', detail),
        Remark::Typed => ('t', ""),
        Remark::Invisible(detail) => ('i', detail),
        Remark::OtherSign(detail) => ('o', detail),
        Remark::OtherDigits(detail) => ('d', detail),
        Remark::Within(detail) => ('w', detail),
        Remark::Hidden(detail) => ('h', detail),
        Remark::Covered(detail) => ('c', detail),
        Remark::Held(detail) => ('v', detail),
    };
    cell.push(MARK);
    cell.push(kind);
    cell.push_str(detail);
}

/// The text of a cell without its remarks.
#[must_use]
pub fn text(cell: &str) -> &str {
    cell.find(MARK).map_or(cell, |at| &cell[..at])
}

/// The remarks on a cell.
pub fn remarks(cell: &str) -> impl Iterator<Item = Remark<'_>> {
    cell.split(MARK).skip(1).filter_map(|remark| {
        let kind = remark.chars().next()?;
        let detail = &remark[kind.len_utf8()..];
        Some(match kind {
            'a' => Remark::Apart(detail),
            'l' => Remark::Lines,
            'u' => Remark::Uncomputed(detail),
            'r' => Remark::Stale(detail),
            'p' => Remark::Percent(detail),
            's' => Remark::Scaled(detail),
            'z' => Remark::Shown(detail),
            't' => Remark::Typed,
            'i' => Remark::Invisible(detail),
            'o' => Remark::OtherSign(detail),
            'd' => Remark::OtherDigits(detail),
            'w' => Remark::Within(detail),
            'h' => Remark::Hidden(detail),
            'c' => Remark::Covered(detail),
            'v' => Remark::Held(detail),
            _ => return None,
        })
    })
}

/// The text that a cell shows: that of its number format where it has one of its own. A label or a
/// header is what people read there; a figure is what the cell holds.
#[must_use]
pub fn shown(cell: &str) -> &str {
    let shown = remarks(cell).find_map(|r| match r {
        Remark::Shown(shown) => Some(shown),
        _ => None,
    });
    shown.unwrap_or_else(|| text(cell))
}

/// Makes the text that a cell shows the text of the cell.
pub fn show(cell: &mut String) {
    let held = text(cell).len();
    let shown = shown(cell).to_owned();
    if shown != cell[..held] {
        cell.replace_range(..held, &shown);
    }
}

/// The number of a cell that shows it with zeros before it.
#[must_use]
pub fn number_shown(cell: &str) -> Option<&str> {
    let padded = remarks(cell).find_map(|r| match r {
        Remark::Shown(shown) => Some(shown),
        _ => None,
    })?;
    let number = padded.trim_start_matches('0');
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (digits && number != padded).then_some(number)
}

/// The text of a header cell: its own, or the number of the merged cell that covers it.
pub(super) fn of_header(cell: &str) -> &str {
    let covered = remarks(cell).find_map(|r| {
        if let Remark::Covered(number) = r {
            Some(number)
        } else {
            None
        }
    });
    covered
        .filter(|number| !number.is_empty())
        .unwrap_or_else(|| shown(cell))
}

/// Writes the number of the merged cell that covers a cell into it, as texts stand there already.
pub(super) fn repeat_covered(cell: &mut String) {
    let number = of_header(cell);
    if text(cell).is_empty() && !number.is_empty() {
        let mut repeated = number.to_owned();
        push(&mut repeated, Remark::Covered(""));
        *cell = repeated;
    }
}

/// Whether a merged cell that begins elsewhere covers a cell.
#[must_use]
pub fn is_covered(cell: &str) -> bool {
    remarks(cell).any(|remark| matches!(remark, Remark::Covered(_)))
}

/// The text with what is set apart from it: `km` and a raised `2` are `km2`.
#[must_use]
pub fn joined(cell: &str) -> Cow<'_, str> {
    let apart = remarks(cell).find_map(|r| {
        if let Remark::Apart(apart) = r {
            Some(apart)
        } else {
            None
        }
    });
    match apart {
        None => Cow::Borrowed(text(cell)),
        Some(apart) => Cow::Owned(format!("{}{apart}", text(cell))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_and_its_remarks_come_apart_again() {
        let mut cell = "1234".to_owned();
        push(&mut cell, Remark::Apart("1"));
        push(&mut cell, Remark::Hidden("row"));
        assert_eq!(text(&cell), "1234");
        assert_eq!(
            remarks(&cell).collect::<Vec<_>>(),
            [Remark::Apart("1"), Remark::Hidden("row")]
        );
        assert_eq!(joined(&cell), "12341");
        assert_eq!((text("x"), remarks("x").count()), ("x", 0));
    }

    #[test]
    fn what_a_number_format_shows_can_be_put_in_place_of_the_number() {
        let mut cell = "1".to_owned();
        push(&mut cell, Remark::Hidden("row"));
        push(&mut cell, Remark::Shown("Q1"));
        assert_eq!((text(&cell), shown(&cell)), ("1", "Q1"));
        show(&mut cell);
        assert_eq!((text(&cell), shown(&cell)), ("Q1", "Q1"));
        assert_eq!(remarks(&cell).next(), Some(Remark::Hidden("row")));
        assert_eq!(shown("2020"), "2020");
    }

    #[test]
    fn a_number_stands_in_each_cell_that_it_covers_and_is_known_as_covered() {
        let mut number = String::new();
        push(&mut number, Remark::Covered("2020"));
        assert_eq!((text(&number), of_header(&number)), ("", "2020"));
        repeat_covered(&mut number);
        assert_eq!((text(&number), is_covered(&number)), ("2020", true));
        assert!(!is_covered("2020"));
    }
}
