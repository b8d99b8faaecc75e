//! What the name of a column, a sheet, a table or a file says of the unit of its figures where its
//! declaration leaves the name open, and what a header says that is taken for a note. It must be the unit that is declared, else the delivery is of
//! other figures.

use super::bindings::PartName;
use crate::decode::text::tidy;
use crate::model::{
    Finding, Origin, Place, Source, StatedUnit, UnitOf, fits, multiple, stated_units,
};

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

/// The same of the name of a sheet or table, or of a file in an archive, that a pattern fits.
pub(super) fn in_part(source: &Source, part: &str, file: &str) -> Option<Finding> {
    let layout = &source.layout;
    let names = |member| PartName::new(source, member).of(part);
    let found = [
        (&layout.sheet, "sheet", names(false)),
        (&layout.sheets, "sheets", names(false)),
        (&layout.members, "members", names(true)),
    ];
    let place = || Place {
        file: file.to_owned(),
        part: part.to_owned(),
        ..Place::default()
    };
    let mut open = found
        .into_iter()
        .filter(|(pattern, ..)| pattern.contains('*'));
    open.find_map(|(pattern, key, name)| contradiction(source, place(), (name, pattern, key)))
}

/// The same of the one file of an archive that a pattern fits.
pub(super) fn in_member(source: &Source, names: &[String], file: &str) -> Option<Finding> {
    let pattern = &source.layout.member;
    let mut fitting = names
        .iter()
        .filter(|name| fits(&tidy(pattern), &tidy(name)));
    let place = |name: &str| Place {
        file: file.to_owned(),
        part: name.to_owned(),
        ..Place::default()
    };
    fitting.find_map(|name| contradiction(source, place(name), (name, pattern, "member")))
}

/// The same of the name of the file itself.
pub(super) fn in_file(source: &Source, path: &str) -> Option<Finding> {
    let dropped = source
        .drop
        .as_ref()
        .map(|drop| (drop.pattern.as_str(), "path"));
    let (pattern, key) = dropped.unwrap_or((&source.file, "file"));
    let place = Place {
        file: path.to_owned(),
        ..Place::default()
    };
    let open = pattern.contains('*');
    open.then(|| contradiction(source, place, (source.own_file_name(path), pattern, key)))?
}

/// The same of what a header carries besides the figures of `[source.wide]`: a note or the like.
pub(super) fn in_carried(source: &Source, header: &str, said: &str, file: &str) -> Option<Finding> {
    let place = Place {
        file: file.to_owned(),
        col: header.to_owned(),
        ..Place::default()
    };
    contradiction(source, place, (said, "", "columns"))
}

fn contradiction(
    source: &Source,
    place: Place,
    (name, written, key): (&str, &str, &str),
) -> Option<Finding> {
    let unit = source.unit.as_ref()?;
    let stated = stated_units(name, written);
    // Files are numbered and named after countries: `part-000`, `report-tr`.
    let of_file = matches!(key, "file" | "path" | "member" | "members");
    if of_file && !stated.iter().any(|(word, _)| is_clear(word)) {
        return None;
    }
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

/// Whether a word of a unit means nothing else elsewhere, as numbers and codes of two letters do.
fn is_clear(word: &str) -> bool {
    let number = word.bytes().all(|b| b.is_ascii_digit() || b == b' ');
    let code = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    !number && !code
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
    let mut words: Vec<String> = stated.iter().map(|(word, _)| bare(word)).collect();
    // One word may say both a multiple and a currency.
    words.dedup();
    let said = words.concat();
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
        StatedUnit::Currency(code) => {
            let declared = stated_units(&own.replace('_', " "), "");
            own.contains(code) || declared.iter().any(|(_, other)| other == stated)
        }
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
