//! Columns that no source need map: of attributes of SDMX, and of units in any table.

use super::bound::Bound;
use crate::decode::text::tidy;
use crate::model::{Format, Origin, Source};

/// Columns that no source need map.
#[derive(Default)]
pub(in crate::ingest::conform) struct Attached<'a> {
    /// The power of ten by which figures are to be multiplied.
    pub(in crate::ingest::conform) unit_mult: Option<Bound<'a>>,
    /// The unit in the words of the file, where the source does not read it.
    pub(in crate::ingest::conform) units: Option<Bound<'a>>,
    /// What becomes of the figure: `Delete`, `Append` and so on.
    pub(in crate::ingest::conform) action: Option<Bound<'a>>,
    /// Whether the figure may be published.
    pub(in crate::ingest::conform) confidentiality: Option<Bound<'a>>,
    /// The day on which reporting years begin.
    pub(in crate::ingest::conform) reporting_year: Option<Bound<'a>>,
    /// How often figures are made.
    pub(in crate::ingest::conform) frequency: Option<Bound<'a>>,
    /// What else says what a figure counts.
    pub(in crate::ingest::conform) concepts: Vec<Bound<'a>>,
}

/// Concepts that say what a figure counts: its data set, unit, currency, prices, base period and
/// adjustment, by the names that agencies give them.
const CONCEPTS: [&str; 35] = [
    "DATAFLOW",
    "STRUCTURE_ID",
    "UNIT_MEASURE",
    "UNIT",
    "CURRENCY",
    "CURRENCY_DENOM",
    "PRICE_BASE",
    "PRICES",
    "VALUATION",
    "BASE_PER",
    "BASE_PERIOD",
    "BASE_YEAR",
    "REF_YEAR_PRICE",
    "ADJUSTMENT",
    "SEASONAL_ADJUST",
    "S_ADJ",
    "S_ADJUSTMENT",
    "TRANSFORMATION",
    "STOCK_FLOW",
    "MEASURE",
    "INDICATOR",
    "UNIT_TYPE",
    "UNIT_INDEX_BASE",
    "UNIT_PRICE_BASE",
    "DENOMINATION",
    "SEASONAL_ADJ",
    "SEASONAL_ADJUSTMENT",
    "ADJUST",
    "PRICE",
    "BASE_REF_PERIOD",
    "TRANSF",
    "COLLECTION",
    "STO",
    "INSTR_ASSET",
    "DURATION",
];

/// Names of a column of units, in lower case, in files that are not SDMX.
const UNIT_NAMES: [&str; 24] = [
    "unit",
    "units",
    "unit of measure",
    "unit_of_measure",
    "unit of measurement",
    "measure unit",
    "measurement unit",
    "uom",
    "currency",
    "đơn vị",
    "đơn vị tính",
    "đơn vị đo",
    "đvt",
    "don vi tinh",
    "don_vi_tinh",
    "dvt",
    "loại tiền",
    "einheit",
    "unité",
    "unidad",
    "unidade",
    "единица измерения",
    "単位",
    "单位",
];

impl<'a> Attached<'a> {
    pub(super) fn new(source: &Source, columns: &'a [String]) -> Attached<'a> {
        let read = |name: &str| matches!(source.columns.get("unit"), Some(Origin::Column(own)) if tidy(own) == name);
        let find = |name: &str| find(columns, name);
        let unnamed = |name: &str| find_unnamed(source, columns, name);
        // Other files may have a column of this name that means something else.
        let sdmx = matches!(
            source.format,
            Format::SdmxMl | Format::SdmxCsv | Format::SdmxJson
        ) || ["DATAFLOW", "STRUCTURE_ID"]
            .iter()
            .any(|name| find(name).is_some());
        // Names of the same attribute: SDMX, OECD, IMF. Alone, the last ones mean other things
        // elsewhere.
        let names: &[&str] = if sdmx {
            &["UNIT_MULT", "UNIT_MULTIPLIER", "POWERCODE", "SCALE"]
        } else {
            &["UNIT_MULT"]
        };
        Attached {
            unit_mult: names
                .iter()
                .filter(|name| !read(name))
                .find_map(|name| find(name)),
            units: units(source, columns)
                .filter(|_| !read("unit"))
                .or_else(|| unit_column(source, columns).filter(|_| !sdmx)),
            action: find("action").or_else(|| find("ACTION")).filter(|_| sdmx),
            confidentiality: ["CONF_STATUS", "OBS_CONF"]
                .iter()
                .filter(|name| sdmx && !is_named(source, name))
                .find_map(|name| find(name)),
            reporting_year: find("REPORTING_YEAR_START_DAY"),
            frequency: sdmx.then(|| unnamed("FREQ")).flatten(),
            concepts: if sdmx {
                CONCEPTS.iter().filter_map(|name| unnamed(name)).collect()
            } else {
                unit_column(source, columns).into_iter().collect()
            },
        }
    }
}

/// Whether a source says itself what becomes of a column of the file.
fn is_named(source: &Source, name: &str) -> bool {
    let mapped = source
        .columns
        .values()
        .any(|origin| matches!(origin, Origin::Column(own) if is_named_so(own, name)));
    let unused = || {
        source
            .unused_columns
            .iter()
            .any(|own| is_named_so(own, name))
    };
    mapped || unused()
}

/// The column of a concept that the source says nothing of, in capitals or not.
fn find_unnamed<'a>(source: &Source, columns: &'a [String], name: &str) -> Option<Bound<'a>> {
    let small = name.to_lowercase();
    let found = find(columns, name).or_else(|| find(columns, &small))?;
    let named = is_named(source, name) || is_named(source, &small);
    (!named).then_some(found)
}

/// Whether a column is that of an attribute: `UNIT_MULT`, with its label (`UNIT_MULT: Unit
/// multiplier`) too, in any case where the attribute is written in capitals.
fn is_named_so(header: &str, name: &str) -> bool {
    let header = tidy(header);
    let code = header.split(':').next().unwrap_or_default().trim_end();
    header == name || code == name || (name.contains('_') && code.eq_ignore_ascii_case(name))
}

fn find<'a>(columns: &'a [String], name: &str) -> Option<Bound<'a>> {
    let index = columns
        .iter()
        .position(|header| is_named_so(header, name))?;
    Some(Bound::Cell {
        index,
        header: &columns[index],
    })
}

/// The column of the unit in the words of a PX or JSON-stat file.
fn units<'a>(source: &Source, columns: &'a [String]) -> Option<Bound<'a>> {
    match source.format {
        Format::Px => find(columns, "unit"),
        // Behind all others, where a dimension cannot stand.
        Format::JsonStat => columns
            .last()
            .filter(|last| ["unit", "unit.base"].contains(&last.as_str()))
            .map(|header| Bound::Cell {
                index: columns.len() - 1,
                header,
            }),
        _ => None,
    }
}

/// The column of units of a table whose source says nothing of it.
fn unit_column<'a>(source: &Source, columns: &'a [String]) -> Option<Bound<'a>> {
    // Cubes have one of their own.
    if matches!(source.format, Format::Px | Format::JsonStat) {
        return None;
    }
    let index = columns.iter().position(|header| {
        let name = tidy(header);
        UNIT_NAMES.contains(&name.to_lowercase().as_str()) && !is_named(source, &name)
    })?;
    let taken = source.layout.places.contains(&(index + 1));
    let bound = Bound::Cell {
        index,
        header: &columns[index],
    };
    (!taken).then_some(bound)
}
