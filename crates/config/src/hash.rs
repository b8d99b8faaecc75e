//! Fingerprints of configuration: what must be done again when it changes, and nothing else.

mod notation;

use super::plan::ConfigFile;
use chiso_model::{
    CONFORM_VERSION, Check, CheckAction, CheckRule, Contract, Delivers, Dimension, Encoding, Era,
    Layout, Member, Modes, Origin, PeriodFormat, PeriodWriting, RecordColumn, RecordLayout, Source,
    TableEnd, TableShape, UnitOf,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// SHA-256 in lower-case hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Fingerprint of all configuration files, by path and content.
pub(super) fn config(files: &[ConfigFile]) -> String {
    let list: Vec<Value> = files.iter().map(|f| json!([f.path, f.sha256])).collect();
    sha256(Value::from(list).to_string().as_bytes())
}

/// Fingerprint of what decides how bytes become rows. Comments, layout, the order of sources,
/// titles, licences, citations and addresses do not: to change them conforms nothing again.
pub(super) fn contract(contract: &Contract, sources: &[Source]) -> String {
    let sources: BTreeMap<&str, Value> =
        sources.iter().map(|s| (s.id.as_str(), source(s))).collect();
    let dimensions: Vec<Value> = contract.dimensions.iter().map(dimension).collect();
    let mut canonical = json!({
        "conform_version": CONFORM_VERSION,
        "dimensions": dimensions,
        "value": contract.value_name,
        "type": contract.value_type.as_str(),
        "unit": contract.unit,
        "min": contract.min,
        "max": contract.max,
        "basis": contract.basis,
        "quarantine_limit": contract.quarantine_limit,
        "zone": contract.zone.name(),
        // A large revision is found from what is published and changes no row.
        "checks": contract.checks.iter().filter(|c| !matches!(c.rule, CheckRule::LargeRevision { .. })).map(check).collect::<Vec<_>>(),
        "sources": sources,
    });
    optional_of_contract(&mut canonical, contract);
    sha256(canonical.to_string().as_bytes())
}

/// A dimension; of members also when they exist, since what is outside is quarantined.
fn dimension(dimension: &Dimension) -> Value {
    let mut canonical = vec![json!(dimension.name), json!(dimension.one_of)];
    if let Some(list) = &dimension.members {
        let days = |m: &Member| json!([m.valid_from, m.valid_to]);
        canonical.push(list.members.iter().map(days).collect());
    }
    Value::from(canonical)
}

/// What a contract need not declare. Only where it says something, so that a key which came with a
/// later version changes no older fingerprint.
fn optional_of_contract(canonical: &mut Value, contract: &Contract) {
    if contract.modes != Modes::default() {
        let Modes {
            table,
            column,
            value,
        } = contract.modes;
        canonical["modes"] = json!([table.as_str(), column.as_str(), value.as_str()]);
    }
    if !contract.attributes.is_empty() {
        canonical["attributes"] = contract
            .attributes
            .iter()
            .map(|a| json!([a.name, a.kind.as_str()]))
            .collect();
    }
    if !contract.not_null.is_empty() {
        canonical["not_null"] = json!(contract.not_null);
    }
    if let Some(records) = &contract.records {
        canonical["records"] = self::records(records);
    }
    if !contract.volume.is_open() {
        let volume = &contract.volume;
        let confirmed: BTreeSet<&str> = volume.confirmed.iter().map(String::as_str).collect();
        canonical["volume"] = json!([volume.of_last, volume.rows, volume.areas, confirmed]);
    }
}

/// Records: not the periods for which figures are made of them, which change no record.
fn records(layout: &RecordLayout) -> Value {
    let column = |c: &RecordColumn| {
        json!([
            c.name,
            format!("{:?}", c.kind),
            c.one_of,
            c.optional,
            c.min,
            c.max,
            c.unit
        ])
    };
    let columns: Vec<Value> = layout.columns.iter().map(column).collect();
    let mut canonical = json!({ "columns": columns, "key": layout.key, "date": layout.date });
    // A snapshot of several days is refused.
    if layout.delivers == Delivers::Snapshot {
        canonical["delivers"] = json!(layout.delivers.as_str());
    }
    if layout.days_ahead {
        canonical["days_ahead"] = json!(true);
    }
    canonical
}

fn check(check: &Check) -> Value {
    let confirmed: BTreeSet<String> = check
        .confirmed
        .iter()
        .map(|(area, period)| format!("{area} {period}"))
        .collect();
    let mut about = match &check.rule {
        CheckRule::RepeatsPreviousYear { at_least } => json!({ "at_least": at_least }),
        CheckRule::PartsDiffer {
            dimension,
            whole,
            parts,
            within,
            share,
        } => {
            json!({ "dimension": dimension, "whole": whole, "parts": parts, "within": within, "share": share })
        }
        CheckRule::LargeChange { at_most, least } => json!({ "at_most": at_most, "least": least }),
        CheckRule::CumulativeFalls | CheckRule::LargeRevision { .. } => json!({}),
    };
    about["confirmed"] = json!(confirmed);
    if check.action != CheckAction::Quarantine {
        about["action"] = Value::from(check.action.as_str());
    }
    json!({ check.rule.as_str(): about })
}

fn source(source: &Source) -> Value {
    let columns: BTreeMap<&str, Value> = source
        .columns
        .iter()
        .map(|(name, o)| (name.as_str(), origin(o)))
        .collect();
    let units: BTreeMap<&str, Value> = source
        .units
        .iter()
        .map(|(text, u)| (text.as_str(), unit(u)))
        .collect();
    let mut canonical = json!({
        "file": source.file,
        "format": source.format.as_str(),
        "delimiter": source.layout.delimiter,
        "published_at": source.published_at.map(|t| t.to_rfc3339()),
        "area_at": source.area_at.as_str(),
        "missing": source.missing,
        "number": [source.number.decimal.to_string(), source.number.grouping.map(String::from).unwrap_or_default()],
        "columns": columns,
        "unit": source.unit.as_ref().map(unit),
        "units": units,
    });
    optional_of_source(&mut canonical, source);
    canonical
}

/// What a source need not declare, for the same reason only where it says something.
fn optional_of_source(canonical: &mut Value, source: &Source) {
    if !source.layout.records.is_empty() {
        canonical["records"] = Value::from(source.layout.records.as_str());
    }
    if !source.suppressed.is_empty() {
        canonical["suppressed"] = json!(source.suppressed);
    }
    if !source.unused_columns.is_empty() || !source.unused_tables.is_empty() {
        canonical["unused"] = json!([source.unused_columns, source.unused_tables]);
    }
    if let Some(style) = source.period_style {
        canonical["period_style"] = Value::from(style.as_str());
    }
    if source.period != PeriodWriting::default() {
        canonical["period"] = period(&source.period);
    }
    if let Some(places) = source.round {
        canonical["round"] = Value::from(places);
    }
    if source.shape != TableShape::default() {
        canonical["shape"] = shape(&source.shape);
    }
    notation::notation(canonical, source);
    if !source.layout.language.is_empty() {
        canonical["language"] = Value::from(source.layout.language.as_str());
    }
    let layout = layout(&source.layout);
    if layout != self::layout(&Layout::default()) {
        canonical["layout"] = layout;
    }
}

fn layout(layout: &Layout) -> Value {
    let Layout {
        delimiter: _,
        records: _,
        escape,
        fixed,
        lines,
        keys,
        encoding,
        language: _,
        member,
        members,
        sheet,
        sheets,
        header_row,
        header,
        header_rows,
        header_fill,
        excel_text: _,
        labels: _,
        last_row,
        blocks,
        places: _,
    } = layout;
    let mut canonical = json!([
        encoding.map(Encoding::as_str),
        member,
        sheet,
        header_row,
        header_rows,
        last_row
    ]);
    let more = json!([
        escape.is_some(),
        fixed,
        lines,
        keys,
        sheets,
        header,
        header_fill,
        blocks
    ]);
    let usual = Layout::default();
    let said = escape.is_some()
        || *lines
        || *header_fill
        || *fixed != usual.fixed
        || *keys != usual.keys
        || *sheets != usual.sheets
        || *header != usual.header
        || *blocks != usual.blocks;
    if let Some(canonical) = canonical.as_array_mut() {
        canonical.extend(said.then_some(more));
        canonical.extend((*members != usual.members).then(|| json!({ "members": members })));
    }
    canonical
}

/// Rows and columns as they are shaped, where that is declared.
fn shape(shape: &TableShape) -> Value {
    let TableShape {
        leave_out,
        end,
        fill_down,
        wide,
    } = shape;
    let left_out: Vec<Value> = leave_out
        .iter()
        .map(|rule| json!([rule.column, rule.texts]))
        .collect();
    let end = end.as_ref().map(|end| match end {
        TableEnd::Text(text) => json!({ "text": text }),
        TableEnd::BlankRow => json!("blank_row"),
    });
    json!([
        left_out,
        end,
        fill_down,
        wide.as_ref().map(ToString::to_string)
    ])
}

fn period(writing: &PeriodWriting) -> Value {
    let PeriodWriting {
        parts,
        formats,
        century,
        days,
        era,
        fiscal_year,
        office,
        words,
        month_names,
    } = writing;
    let parts: Vec<Value> = parts
        .iter()
        .map(|part| json!([origin(&part.origin), part.fill_down]))
        .collect();
    let formats: Vec<&str> = formats.iter().map(PeriodFormat::as_str).collect();
    let words: BTreeMap<&str, &str> = words
        .iter()
        .map(|(w, m)| (w.as_str(), m.as_str()))
        .collect();
    let mut all = vec![
        json!(parts),
        json!(formats),
        json!(century),
        json!(days.map(|d| [d.of.as_str(), d.which.as_str()])),
        json!(era.map(Era::as_str)),
        json!(fiscal_year.map(|f| json!([f.begins, f.named.as_str()]))),
        json!(words),
        json!(month_names),
    ];
    // What is not declared leaves the hashes of former programs.
    all.extend(office.map(|f| json!([f.begins, f.named.as_str()])));
    Value::Array(all)
}

fn origin(origin: &Origin) -> Value {
    match origin {
        Origin::Column(name) => json!({ "column": name }),
        Origin::Constant(text) => json!({ "constant": text }),
        Origin::Place { place, header } => json!({ "place": place, "header": header }),
        Origin::Name { of, template } => {
            json!({ "from": of.as_str(), "pattern": template.as_ref().map(ToString::to_string) })
        }
    }
}

fn unit(unit: &UnitOf) -> Value {
    json!([unit.unit, unit.unit_mult])
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;

    const FIRMS: &str = "datasets/new_enterprises.toml";

    fn hashes(sample: &Sample) -> (String, String) {
        let plan = sample.plan();
        let contract = plan
            .dataset("new_enterprises")
            .unwrap()
            .contract_hash
            .clone();
        (contract, plan.config_hash)
    }

    #[test]
    fn a_comment_or_title_conforms_nothing_again() {
        let (contract, config) = hashes(&Sample::new());
        for (from, to) in [
            ("kind = ", "# a comment\nkind = "),
            ("New enterprises", "Newly registered enterprises"),
            ("licence = \"open\"", "licence = \"CC BY 4.0\""),
            ("https://www.nso.gov.vn", "https://www.nso.gov.vn/en"),
        ] {
            let (contract_after, config_after) = hashes(&Sample::new().edit(FIRMS, from, to));
            assert_eq!(contract_after, contract, "{to}");
            assert_ne!(config_after, config, "{to}");
        }
    }

    #[test]
    fn what_decides_about_rows_conforms_again() {
        let (contract, _) = hashes(&Sample::new());
        for (from, to) in [
            ("max = \"1000000\"", "max = \"1000001\""),
            ("basis = \"registered\"", "basis = \"active\""),
            (
                "basis = \"registered\"",
                "basis = \"registered\"\nchecks = [{ rule = \"repeats_previous_year\", at_least = \
                    3 }]",
            ),
            ("[\"\", \"..\", \"-\"]", "[\"\", \"..\"]"),
            ("grouping = \".\"", "grouping = \"\""),
            ("grouping = \".\"", "grouping = \".\", round = 3"),
            ("column = \"Năm\"", "column = \"Year\""),
            ("constant = \"final\"", "constant = \"preliminary\""),
            ("\"2025-10-10\"", "\"2025-10-11\""),
            (
                "{ column = \"value\" }",
                "{ column = \"value\", unit_mult = 3 }",
            ),
        ] {
            assert_ne!(
                hashes(&Sample::new().edit(FIRMS, from, to)).0,
                contract,
                "{to}"
            );
        }
    }

    #[test]
    fn sha256_is_lower_case_hex() {
        assert_eq!(
            super::sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
