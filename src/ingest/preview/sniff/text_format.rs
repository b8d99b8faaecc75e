//! Formats of text, by what stands in them.

use super::guess::Because;
use super::signature::extension;
use crate::model::Format;

fn holds(what: &str) -> Because {
    Because::Holds(what.to_owned())
}

/// The format of a text that begins with `head`.
pub(super) fn of_text(name: &str, head: &str, whole: &str) -> (Format, Because) {
    let start = head.trim_start();
    let lower: String = start.chars().take(4000).collect::<String>().to_lowercase();
    if start.starts_with('<') {
        return markup(name, &lower);
    }
    if start.starts_with(['{', '[']) {
        return json(start, &lower, whole);
    }
    let keywords = ["CHARSET=", "AXIS-VERSION=", "CODEPAGE=", "MATRIX=", "STUB="];
    if keywords.iter().filter(|k| head.contains(**k)).count() >= 2
        || (extension(name) == "px" && head.contains('='))
    {
        return (Format::Px, holds("AXIS-VERSION="));
    }
    let first = start.lines().next().unwrap_or_default();
    let first = first.trim_start_matches('"');
    if first.starts_with("DATAFLOW")
        || first.starts_with("STRUCTURE,")
        || first.starts_with("STRUCTURE;")
        || first.starts_with("STRUCTURE[")
    {
        return (Format::SdmxCsv, holds("DATAFLOW"));
    }
    if head.contains("<table") || head.contains("<TABLE") {
        return (Format::Html, holds("<table>"));
    }
    match extension(name).as_str() {
        e @ ("csv" | "tsv" | "tab" | "txt") => (Format::Csv, Because::FileName(format!(".{e}"))),
        _ => (Format::Csv, Because::NothingElse),
    }
}

fn markup(name: &str, lower: &str) -> (Format, Because) {
    // A workbook written as XML.
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet")
        || lower.contains("progid=\"excel.sheet\"")
    {
        return (
            Format::Xls,
            holds("urn:schemas-microsoft-com:office:spreadsheet"),
        );
    }
    if lower.contains("sdmx") {
        return (Format::SdmxMl, holds("sdmx"));
    }
    if lower.starts_with("<!doctype html")
        || lower.contains("<html")
        || lower.contains("<table")
        || extension(name).starts_with("htm")
    {
        let element = if !lower.contains("<html") && lower.contains("<table") {
            "<table>"
        } else {
            "<html>"
        };
        return (Format::Html, holds(element));
    }
    (Format::SdmxMl, holds("<?xml"))
}

fn json(start: &str, lower: &str, whole: &str) -> (Format, Because) {
    // What tells the format may stand behind a million figures.
    let has = |key: &str| whole.contains(key);
    if has("\"dataSets\"") || lower.contains("sdmx") {
        return (Format::SdmxJson, holds("dataSets"));
    }
    let is_class = ["dataset", "collection", "dimension"]
        .iter()
        .any(|c| has(&format!("\"class\":\"{c}\"")) || has(&format!("\"class\": \"{c}\"")));
    if (has("\"dimension\"") && has("\"category\"")) || is_class {
        return (Format::JsonStat, holds("dimension"));
    }
    (Format::Json, holds(&start[..1]))
}
