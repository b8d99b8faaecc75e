//! Ways of writing rows that show in the beginning of a text: texts as formulas of a spreadsheet,
//! names behind codes, a backslash before a quote, a record on each line.

/// A cell that is written as a formula so that a spreadsheet takes it for a text: `="01"`.
pub(super) fn excel_text(head: &str, delimiter: u8) -> Option<String> {
    let cells = head
        .lines()
        .flat_map(|line| line.split(char::from(delimiter)));
    let whole = |cell: &str| cell.len() > 3 && cell.starts_with("=\"") && cell.ends_with('"');
    cells
        .map(str::trim)
        .find(|cell| whole(cell))
        .map(str::to_owned)
}

/// A component in the header of SDMX-CSV with its name behind it: `REF_AREA: Reference area`.
pub(super) fn labels(head: &str, delimiter: u8) -> Option<String> {
    let mut cells = head.lines().next()?.split(char::from(delimiter));
    let code = |cell: &str| {
        let code = cell.split_once(": ").map(|(code, _)| code);
        code.is_some_and(|c| !c.is_empty() && c.chars().all(|c| c == '_' || c.is_ascii_uppercase()))
    };
    let found = cells.find(|cell| code(cell.trim_start_matches('"')))?;
    Some(found.trim_matches('"').to_owned())
}

/// A quote behind a backslash, with letters before or behind both: the end of a cell such as
/// `"C:\"` is none.
pub(super) fn escape(head: &str) -> Option<String> {
    let at = head
        .match_indices("\\\"")
        .find(|(at, _)| head[at + 2..].starts_with(char::is_alphanumeric));
    at.map(|(at, _)| head[at..].chars().take(8).collect())
}

/// Whether each line is an object of JSON.
pub(super) fn lines(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_object = |line: &str| line.starts_with('{') && line.ends_with('}');
    lines.next().is_some_and(is_object) && lines.next().is_some_and(is_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_in_a_few_lines() {
        let formulas = "Code,Value\n=\"01\",=\"100\"\n";
        assert_eq!(excel_text(formulas, b',').as_deref(), Some("=\"01\""));
        assert_eq!(excel_text("Code,Value\n01,\"a=b\"\n", b','), None);
        assert_eq!(excel_text("a;b\n=1+2;3\n", b';'), None);
        let labelled = "DATAFLOW,\"REF_AREA: Area\",OBS_VALUE: Value\nG:S(1.0): S,C1: Goldmark,1\n";
        assert_eq!(labels(labelled, b',').as_deref(), Some("REF_AREA: Area"));
        assert_eq!(labels("DATAFLOW,REF_AREA\nG:S(1.0),C1: x\n", b','), None);
        let quotes = "Note,Value\n\"the \\\"old\\\" town\",100\n";
        assert_eq!(escape(quotes).as_deref(), Some("\\\"old\\\" "));
        assert_eq!(escape("Path,Value\n\"C:\\\",100\n"), None);
        assert!(lines("{\"a\": 1}\n{\"a\": 2}\n"));
        assert!(!lines("{\"a\": 1}\n"));
        assert!(!lines("{\n\"a\": {}\n}\n"));
    }
}
