//! The first row of a table without a header, which was taken for one. Each column of the area, the
//! period and the figures is looked at whose place has no declared `header`, and two names that read
//! as the rows below do are no names.

use super::delivered::Terms;
use crate::decode::Decoded;
use crate::decode::text::tidy;
use crate::ingest::number;
use crate::model::{Finding, Origin, Place, letters};

/// Why a delivery cannot be used whose header holds two of an area, a period and a figure.
pub(super) fn refusal(terms: Terms<'_>, decoded: &Decoded<'_>) -> Option<Finding> {
    let Terms {
        dataset,
        source,
        delivered,
        areas,
    } = terms;
    let (part, row) = decoded.header_at.clone()?;
    let several = source.layout.header_rows > 1;
    let name = |column: &str| {
        let name = name(source.columns.get(column)?, &decoded.columns)?;
        // Of several rows, the last may be one of the table.
        let last = name.rsplit(" / ").next().filter(|_| several);
        Some(last.unwrap_or(&name).to_owned())
    };
    let area = name("area_code").filter(|text| areas.knows(text));
    let period = name("period").filter(|text| source.period.read(text).is_ok());
    let value = name(&dataset.contract.value_name)
        .filter(|text| number::read(text, source.notation()).is_ok());
    let held: Vec<String> = [area, period, value].into_iter().flatten().collect();
    if held.len() < 2 {
        return None;
    }
    let place = Place {
        file: delivered.file_name.to_owned(),
        part,
        row,
        ..Place::default()
    };
    let message = format!(
        "the row is taken for the header, and it holds what rows of the table hold: {}",
        held.iter()
            .map(|text| format!("`{text}`"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let hint = "if the table has no header, declare `header_rows = 0` and take each column by its \
        place, as in `{ place = 3 }`; else correct `header_row` or `header_rows`";
    Some(Finding::error("header_is_data", place, message).hint(hint))
}

/// The name of a column of the file, where no declaration of its place says what it is.
fn name(origin: &Origin, columns: &[String]) -> Option<String> {
    let name = match origin {
        Origin::Column(name) => name,
        Origin::Place {
            place,
            header: None,
        } => {
            let name = columns.get(place.checked_sub(1)?)?;
            // Behind a name that stands several times its letter was written.
            let letter = format!(" [{}]", letters(*place));
            name.strip_suffix(letter.as_str()).unwrap_or(name)
        }
        _ => return None,
    };
    Some(tidy(name).into_owned())
}
