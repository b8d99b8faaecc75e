//! What the name of a column, a sheet or a table says of the unit of its figures where its
//! declaration leaves the name open. It must be the unit that is declared, else the delivery is of
//! other figures.

use crate::decode::text::tidy;
use crate::model::{Finding, Origin, Place, Source, StatedUnit, UnitOf, multiple, stated_units};

/// What the header of the figures says against the unit of the source, and where a `pattern` or a
/// place leaves it open.
pub(super) fn in_header(source: &Source, value: &str, header: &str, file: &str) -> Option<Finding> {
    let (written, key) = match source.columns.get(value)? {
        Origin::Column(written) => (written.as_str(), "column"),
        Origin::Place { header, .. } => (header.as_deref().unwrap_or_default(), "header"),
        _ => return None,
    };
    let place = Place {
        file: file.to_owned(),
        col: header.to_owned(),
        ..Place::default()
    };
    contradiction(source, place, (header, written, key))
}

/// The same of the name of a sheet or table that a pattern fits.
pub(super) fn in_part(source: &Source, part: &str, file: &str) -> Option<Finding> {
    let layout = &source.layout;
    let (written, key) = [(&layout.sheet, "sheet"), (&layout.sheets, "sheets")]
        .into_iter()
        .find(|(pattern, _)| pattern.contains('*'))?;
    let place = Place {
        file: file.to_owned(),
        part: part.to_owned(),
        ..Place::default()
    };
    contradiction(source, place, (part, written, key))
}

fn contradiction(
    source: &Source,
    place: Place,
    (name, written, key): (&str, &str, &str),
) -> Option<Finding> {
    let unit = source.unit.as_ref()?;
    let stated = stated_units(name, written);
    let (word, stated) = stated.iter().find(|stated| !agrees(stated, unit))?;
    let (rule, what) = match stated {
        StatedUnit::Multiple(power) => (
            "unit_mult_differs",
            format!(
                "10^{power} of a unit, and the source declares `unit_mult` {}",
                unit.unit_mult
            ),
        ),
        StatedUnit::Currency(code) => (
            "unit_mismatch",
            format!("money in `{code}`, and the source declares `{}`", unit.unit),
        ),
        StatedUnit::Share(power) => (
            "unit_mismatch",
            format!(
                "parts of 10^{power}, and the source declares `{}`",
                unit.unit
            ),
        ),
    };
    let name = tidy(name);
    let message = format!("`{name}` has `{word}`, which may say that its figures are {what}");
    let hint = format!(
        "declare the unit and its `unit_mult`; if it says nothing of the figures, write `{word}` out \
            in `{key}`, with `*` only for what may change"
    );
    Some(Finding::error(rule, place, message).hint(hint))
}

/// Whether text that stands around a figure says nothing but the unit that is declared.
pub(super) fn repeats_unit(text: &str, source: &Source) -> bool {
    let Some(unit) = &source.unit else {
        return false;
    };
    let bare = |text: &str| -> String {
        let seen = text.chars().flat_map(char::to_lowercase);
        seen.filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_'))
            .collect()
    };
    if bare(text) == bare(&unit.unit) {
        return true;
    }
    let stated = stated_units(text, "");
    let said: String = stated.iter().map(|(word, _)| bare(word)).collect();
    let shares = |stated: &(String, StatedUnit)| matches!(stated.1, StatedUnit::Share(_));
    // A sign of per cent that is declared is read as one.
    let read = source.number.percent.is_some() && stated.iter().any(shares);
    said == bare(text) && !read && stated.iter().all(|stated| agrees(stated, unit))
}

/// Whether a name says what is declared.
fn agrees((word, stated): &(String, StatedUnit), unit: &UnitOf) -> bool {
    let own = unit.unit.to_lowercase();
    let mut words = own.split(|c: char| !c.is_alphanumeric() && c != '%');
    if words.any(|own| own == word) {
        return true;
    }
    match stated {
        StatedUnit::Multiple(power) => {
            *power == unit.unit_mult + i32::from(multiple(&own.replace('_', " ")).0)
        }
        StatedUnit::Currency(code) => own.contains(code),
        StatedUnit::Share(power) => {
            let declared = match own.as_str() {
                own if own.contains("per_mille") || own.contains("per_thousand") => 3,
                own if own.contains("percent") || own.contains("per_cent") => 2,
                _ => 0,
            };
            declared - unit.unit_mult == *power
        }
    }
}
