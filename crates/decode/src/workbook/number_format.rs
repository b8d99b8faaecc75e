//! Number formats that change what a cell says (ECMA-376, part 1, section 18.8).

use super::about::CellFormat;
use super::format_sections::Sections;
use super::part::{PartEvent, get, walk};
use std::collections::BTreeMap;

/// What the number format of each cell style changes.
pub(super) fn formats(xml: &str) -> Vec<Vec<CellFormat>> {
    let mut codes: BTreeMap<u32, String> =
        BTreeMap::from([(9, "0%".to_owned()), (10, "0.00%".to_owned())]);
    let (mut styles, mut within) = (Vec::new(), false);
    walk(xml, |step| match step {
        PartEvent::Start("numFmt", e) => {
            if let (Some(id), Some(code)) = (
                get(e, "numFmtId").and_then(|n| n.parse().ok()),
                get(e, "formatCode"),
            ) {
                codes.insert(id, code);
            }
        }
        PartEvent::Start("cellXfs", _) => within = true,
        PartEvent::End("cellXfs") => within = false,
        PartEvent::Start("xf", e) if within => {
            let code = get(e, "numFmtId")
                .and_then(|n| n.parse().ok())
                .and_then(|id: u32| codes.get(&id));
            styles.push(code.map_or_else(Vec::new, |code| shown(code)));
        }
        _ => {}
    });
    styles
}

/// What a format of a workbook written as XML does, which may be one by name.
pub(super) fn named(format: &str) -> Vec<CellFormat> {
    match format {
        "Percent" => shown("0.00%"),
        "Yes/No" => shown("\"Yes\";\"Yes\";\"No\""),
        "True/False" => shown("\"True\";\"True\";\"False\""),
        "On/Off" => shown("\"On\";\"On\";\"Off\""),
        _ => shown(format),
    }
}

/// What a format code changes.
fn shown(code: &str) -> Vec<CellFormat> {
    let changed = changed(code);
    let hidden = matches!(changed, Some(CellFormat::Invisible(_)));
    let sections = Sections::read(code).filter(|_| !hidden);
    let sections = sections.map(|sections| CellFormat::Sections(code.to_owned(), sections));
    changed.into_iter().chain(sections).collect()
}

/// What a format code does to the digits of a positive number.
fn changed(code: &str) -> Option<CellFormat> {
    // `;;;` shows no number at all.
    let sections: Vec<&str> = code.split(';').collect();
    if let [positive, negative, zero, ..] = sections[..]
        && [positive, negative, zero]
            .iter()
            .all(|s| s.trim().is_empty())
    {
        return Some(CellFormat::Invisible(code.to_owned()));
    }
    let mut plain = String::new();
    let mut chars = code.split(';').next().unwrap_or_default().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => _ = chars.by_ref().find(|c| *c == '"'),
            '[' => _ = chars.by_ref().find(|c| *c == ']'),
            '\\' | '_' | '*' => _ = chars.next(),
            _ => plain.push(c),
        }
    }
    let plain = plain.trim();
    let digits = |c: char| matches!(c, '0' | '#' | '?');
    if plain.contains('%') {
        return Some(CellFormat::Percent(code.to_owned()));
    }
    let last = plain.rfind(digits)?;
    plain[last + 1..]
        .starts_with(',')
        .then(|| CellFormat::Scaled(code.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_formats_change() {
        for (code, want) in [
            ("General", None),
            ("0.0", None),
            ("#,##0", None),
            ("#,##0.00", None),
            ("0", None),
            ("0.0%", Some(CellFormat::Percent("0.0%".into()))),
            ("0.0\\%", None),
            ("0\"%\"", None),
            ("#,##0,", Some(CellFormat::Scaled("#,##0,".into()))),
            (
                "0.0,,;-0.0,,",
                Some(CellFormat::Scaled("0.0,,;-0.0,,".into())),
            ),
            ("[Red]000", None),
            ("yyyy-mm-dd", None),
            (";;;", Some(CellFormat::Invisible(";;;".into()))),
            (";;;@", Some(CellFormat::Invisible(";;;@".into()))),
            ("0;;;@", None),
            ("#,##0;-#,##0;;@", None),
        ] {
            assert_eq!(changed(code), want, "{code}");
        }
    }
}
