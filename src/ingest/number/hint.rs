//! What to declare for a text that would be a figure under another declaration.

use super::groups::all_digits;
use super::read::read;
use crate::model::{Negative, NumberFormat, PercentSign};

/// What to declare so that the text is read; `None` where nothing that can be declared reads it, or
/// where what it means depends on more than the text.
#[must_use]
pub fn hint(text: &str, format: NumberFormat) -> Option<&'static str> {
    let reads = |change: &dyn Fn(&mut NumberFormat)| {
        let mut other = format;
        change(&mut other);
        read(text, other).is_ok()
    };
    if text.trim().starts_with("=\"") {
        return Some(
            "if a `csv` file writes its texts as formulas for a spreadsheet, declare `excel_text = true`",
        );
    }
    if text.trim().starts_with('#') || is_formula_error(text) {
        return Some(
            "it is an error of a formula: have the formula corrected; list the text under `missing` \
                only if there is no figure where it stands",
        );
    }
    if is_clock(text) {
        return Some(
            "it is a time of day or a span of time: have the cell hold the figure as a number, in hours \
                or whatever unit the source declares",
        );
    }
    if is_no_number(text) {
        return Some(
            "it is how programs write that a calculation gave no number: have it corrected; list the \
                text under `missing` only if there is no figure where it stands",
        );
    }
    if !format.exponent && reads(&|f| f.exponent = true) {
        return Some(
            "if the figure is exact so, declare `number = { forms = [\"exponent\"] }`; a spreadsheet \
                that writes what it shows has rounded it",
        );
    }
    if !format.short && reads(&|f| f.short = true) {
        return Some("declare `number = { forms = [\"short\"] }`");
    }
    if format.percent.is_none() && reads(&|f| f.percent = Some(PercentSign::Sign)) {
        return Some(
            "declare `number = { percent = \"sign\" }` if every figure has the sign, \
                `\"sign_or_percent\"` if those without it are in per cent as well, \
                `\"sign_or_fraction\"` if those are fractions of one; figures are then in per cent",
        );
    }
    if format.negative.is_some() {
        return None;
    }
    if reads(&|f| f.negative = Some(Negative::Trailing)) {
        return Some(
            "if a dash behind a figure means minus, declare `number = { negative = \"trailing\" }`",
        );
    }
    // A small number in parentheses may be that of a note.
    let small = text.trim().trim_matches(['(', ')']).trim();
    if reads(&|f| f.negative = Some(Negative::AllParentheses))
        && !(small.len() <= 2 && all_digits(small))
    {
        return Some(
            "if parentheses mean minus, declare `number = { negative = \"parentheses\" }`",
        );
    }
    None
}

/// `36:00:00`.
fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().trim_start_matches('-').split(':').collect();
    (2..=3).contains(&parts.len()) && parts.iter().all(|part| all_digits(part))
}

/// Whether a text is the error of a calculation, of which no digit is a figure: `#DIV/0!`, `Err:502`,
/// `1.#QNAN`.
#[must_use]
pub fn is_error(text: &str) -> bool {
    is_no_number(text) || is_formula_error(text)
}

/// `1.#QNAN`, `-1.#IND`, `1.#INF`.
fn is_no_number(text: &str) -> bool {
    text.contains(".#") || text.contains(",#")
}

/// `#DIV/0!`, `Err:502`.
fn is_formula_error(text: &str) -> bool {
    let text = text.trim();
    let code = text.get(..4);
    let code = code.is_some_and(|code| code.eq_ignore_ascii_case("err:"));
    code || (text.starts_with('#') && text.ends_with(['!', '?']))
}
