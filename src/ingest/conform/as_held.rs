//! Whether a cell shows the figure that it holds, and nothing else: by its number format, beside it
//! in the cell, over several cells.

use super::bindings::Bound;
use super::observation::Fault;
use super::signs;
use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::model::Source;

/// Whether a number format of a workbook shows the figure that its cell holds; a text that the source
/// declares for zero shows zero.
pub(super) fn shown_as_held(at: &Bound<'_>, record: &Record, zero: &[String]) -> Result<(), Fault> {
    let figure = at.raw(record).trim();
    let shown = cell::shown(at.cell(record));
    if figure == "0" && zero.iter().any(|text| *text == tidy(shown)) {
        return Ok(());
    }
    let other = cell::remarks(at.cell(record)).find_map(|remark| match remark {
        Remark::Invisible(format) => Some((
            "invisible_figure",
            format!(
                "(`{format}`) shows no figure: whoever made the sheet did not mean it to be read"
            ),
            "ask the provider whether the figure belongs to the table",
        )),
        Remark::OtherSign(format) => Some((
            "other_sign",
            format!("(`{format}`) shows it with another sign"),
            "ask the provider which of the two is meant",
        )),
        Remark::OtherDigits(format) => Some((
            "other_digits",
            format!("(`{format}`) shows it with digits or a decimal sign that it has not"),
            "ask the provider which of the two is meant",
        )),
        _ => None,
    });
    let Some((rule, what, ask)) = other else {
        return Ok(());
    };
    let message = format!("the cell holds `{figure}`, and its number format {what}");
    let hint = format!("{ask}; one cell can be repaired: `chiso quarantine repair`");
    Err(Fault::new(rule, at, record, message, hint))
}

/// Whether the number format writes digits next to those of the figure, which are none of a mark:
/// `"1"0` shows 5 as `15`.
pub(super) fn digits_as_held(at: &Bound<'_>, record: &Record, text: &str) -> Result<(), Fault> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let held = at.raw(record).trim();
    let writes = { cell::remarks(at.cell(record)) }.any(|r| matches!(r, Remark::Within(_)));
    if !writes || digits(text) == digits(held) {
        return Ok(());
    }
    let message = format!("the cell holds `{held}`, and its number format shows `{text}`");
    let hint = "ask the provider which of the two is meant; one cell can be repaired: `chiso \
        quarantine repair`";
    Err(Fault::new("other_digits", at, record, message, hint))
}

/// Whether the figure is all that its cell says: digits of a note are none of the figure, and a
/// note may say what it is worth.
pub(super) fn alone(at: &Bound<'_>, record: &Record, source: &Source) -> Result<(), Fault> {
    let hint = "ask the provider to put notes into a column of their own; one cell can be \
        repaired: `chiso quarantine repair`";
    let figure = at.raw(record).trim();
    for remark in cell::remarks(at.cell(record)) {
        let message = match remark {
            Remark::Apart(note) if signs::is_declared(note, source) => continue,
            Remark::Apart(note) => {
                format!("behind `{figure}` the cell has `{note}`, set apart from it as a note is")
            }
            Remark::Lines => {
                format!("`{figure}` stands on several lines of one cell, which are several texts")
            }
            _ => continue,
        };
        return Err(Fault::new("figure_with_note", at, record, message, hint));
    }
    Ok(())
}

/// Refuses a figure of a merged cell in every cell that it covers but its first.
pub(super) fn covered(at: &Bound<'_>, record: &Record) -> Result<(), Fault> {
    if !cell::is_covered(at.cell(record)) {
        return Ok(());
    }
    let message = format!(
        "a merged cell that begins elsewhere covers this one, so `{}` is not a figure of this row \
            and column alone",
        at.raw(record).trim()
    );
    let hint = "ask the provider what the figure covers, and for each figure in a cell of its own; \
        one cell can be repaired: `chiso quarantine repair`";
    Err(Fault::new("covered_figure", at, record, message, hint))
}
