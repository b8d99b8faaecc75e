//! Names behind codes, as services write SDMX-CSV when they are asked for `labels=both`:
//! `REF_AREA: Reference area` above `C1: Goldmark`.

use super::super::{Undecodable, fault};

/// Leaves the name of a code out.
pub(super) fn leave_out(cell: &mut String) {
    if let Some(code) = code(cell) {
        *cell = code.to_owned();
    }
}

/// The code before a name. Codes of SDMX have no spaces; an identifier of a structure has signs, as
/// `G:S(1.0)`.
fn code(cell: &str) -> Option<&str> {
    let (code, _) = cell.split_once(": ")?;
    let sign = |c: char| c.is_ascii_alphanumeric() || "_@$-.:()+*~".contains(c);
    (!code.is_empty() && code.chars().all(sign)).then_some(code)
}

/// Whether a header names components by code and name.
fn are_in(header: &[String]) -> Option<&String> {
    let upper = |code: &str| code.chars().all(|c| c == '_' || c.is_ascii_uppercase());
    header.iter().find(|cell| code(cell).is_some_and(upper))
}

/// Refuses a header with names behind its codes of which the source says nothing: the cells below
/// have them too.
pub(super) fn undeclared(file: &str, row: u64, header: &[String]) -> Result<(), Undecodable> {
    let Some(cell) = are_in(header) else {
        return Ok(());
    };
    let code = code(cell).unwrap_or_default();
    let message = format!("names stand behind codes, as in `{cell}`");
    Err(Box::new(fault("labels", file, row, message).hint(format!(
        "declare `labels = \"both\"` and name columns by their codes, as `{code}`"
    ))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_behind_a_code_is_left_out_and_other_texts_stay() {
        for (cell, want) in [
            ("REF_AREA: Reference area", "REF_AREA"),
            ("C1: Goldmark", "C1"),
            ("2020: 2020", "2020"),
            ("G:S(1.0): Smiths: all of them", "G:S(1.0)"),
            ("2020-01-01T00:00:00", "2020-01-01T00:00:00"),
            ("100", "100"),
            ("see the note: revised", "see the note: revised"),
            ("", ""),
        ] {
            let mut text = cell.to_owned();
            leave_out(&mut text);
            assert_eq!(text, want);
        }
    }

    #[test]
    fn names_that_are_not_declared_are_refused() {
        let header = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let refused = |cells: &[&str]| undeclared("a.csv", 1, &header(cells)).is_err();
        assert!(refused(&["DATAFLOW", "REF_AREA: Area", "OBS_VALUE: Value"]));
        assert!(!refused(&["DATAFLOW", "REF_AREA", "OBS_VALUE"]));
        assert!(!refused(&["DATAFLOW", "Note: see below"]));
    }
}
