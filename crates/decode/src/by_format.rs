//! The tables of a file, by its format.

use super::fault::Undecodable;
use super::packed::plain_bytes;
use super::plain::text;
use super::table::{DeliveryPage, Reading, Table};
use super::{
    blocks, csv, dbf, guard, html, json, json_stat, letters, parquet, px, sdmx_json, sdmx_ml,
    workbook,
};
use chiso_model::Format;
use std::borrow::Cow;
use std::io::Read;

/// Every table of a file that does not come in pages.
///
/// # Errors
/// As [`decode`](super::decode); a fault behind the beginning of a table comes from its records.
pub fn tables<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Vec<Table<'a>>, Undecodable> {
    let bytes = plain_bytes(reading, bytes)?;
    match reading.format {
        Format::Csv | Format::SdmxCsv => Ok(vec![csv::table(
            reading,
            csv::TextSource::Whole(text(reading, bytes)?),
        )?]),
        Format::JsonStat => json_stat::tables(reading, &text(reading, bytes)?),
        Format::Px => Ok(vec![px::table(reading, bytes)?]),
        Format::SdmxJson => Ok(vec![sdmx_json::table(reading, &text(reading, bytes)?)?]),
        Format::Json => Ok(vec![json::table(
            reading,
            vec![DeliveryPage {
                name: String::new(),
                content: text(reading, bytes)?,
            }],
        )?]),
        Format::Html => html::tables(
            reading,
            &letters::text(reading.file_name, bytes, reading.layout.encoding)?,
        ),
        Format::Dbf => Ok(vec![dbf::table(reading, bytes)?]),
        Format::Parquet => Ok(vec![parquet::table(reading, bytes)?]),
        Format::SdmxMl => Ok(vec![sdmx_ml::table(reading, bytes)?]),
        Format::Xlsx | Format::Xls | Format::Ods => {
            guard::guarded(reading.file_name, || workbook::tables(reading, bytes))
        }
    }
}

/// The one table of a file of delimited text, as [`decode_stream`](super::decode_stream) reads it.
///
/// # Errors
/// As [`tables`].
pub fn table_stream<'a>(
    reading: Reading<'a>,
    file: impl Read + Send + 'a,
) -> Result<Option<Table<'a>>, Undecodable> {
    let Reading {
        file_name,
        format,
        layout,
        pages,
        ..
    } = reading;
    if !matches!(format, Format::Csv | Format::SdmxCsv)
        || !pages.is_empty()
        || !layout.member.is_empty()
        || !layout.members.is_empty()
        || !layout.fixed.is_empty()
    {
        return Ok(None);
    }
    let blocks = blocks::Blocks::new(file_name, Box::new(file), layout.encoding, blocks::BLOCK)?;
    blocks
        .map(|blocks| csv::table(reading, csv::TextSource::Blocks(blocks)))
        .transpose()
}
