//! The columns of a file bound to those of its records, by their headers.

use crate::ingest::conform::{Delivery, carried};
use crate::model::{
    Finding, Origin, Period, Place, RECORD_AREA, RecordLayout, STATED_PERIOD, Source, Template,
    nearest, tidy,
};
use crate::records::Bound;

/// Where the columns of records come from.
pub(super) struct BoundColumns {
    pub(super) area: Bound,
    /// In the order of the layout.
    pub(super) columns: Vec<Bound>,
    /// The period of which the file has all records.
    pub(super) period: Option<Period>,
    /// Columns of the file that are new.
    pub(super) remarks: Vec<Finding>,
}

/// Finds the columns of records in a file; with all faults where one is not there.
pub(super) fn bind(
    source: &Source,
    layout: &RecordLayout,
    (header, delivered): (&[String], &Delivery<'_>),
) -> Result<BoundColumns, Vec<Finding>> {
    let mut faults = Vec::new();
    let mut bound = |name: &str| match source.columns.get(name) {
        Some(Origin::Constant(text)) => Some(Bound::Constant(tidy(text).into_owned())),
        Some(Origin::Name { template, .. }) => {
            let text = of_file(source, (name, template.as_ref()), delivered);
            text.map_err(|fault| faults.push(*fault)).ok()
        }
        Some(Origin::Column(wanted)) => {
            let found = field(wanted, (header, delivered));
            found.map_err(|fault| faults.push(*fault)).ok()
        }
        _ => None,
    };
    let area = bound(RECORD_AREA);
    let columns: Vec<Bound> = layout
        .columns
        .iter()
        .filter_map(|c| bound(&c.name))
        .collect();
    let period = stated_period(source, layout, delivered).map_err(|fault| faults.push(*fault));
    let (Some(area), Ok(period), true) = (area, period, faults.is_empty()) else {
        return Err(faults);
    };
    let remarks = new_columns(source, (header, delivered));
    Ok(BoundColumns {
        area,
        columns,
        period,
        remarks,
    })
}

/// The period of which a delivery has all records, where that is said of it.
pub(super) fn stated_period(
    source: &Source,
    layout: &RecordLayout,
    delivered: &Delivery<'_>,
) -> Result<Option<Period>, Box<Finding>> {
    let origin = source.columns.get(STATED_PERIOD);
    let text = match origin.filter(|_| layout.states_periods()) {
        Some(Origin::Constant(text)) => text.clone(),
        Some(Origin::Name { template, .. }) => {
            let bound = of_file(source, (STATED_PERIOD, template.as_ref()), delivered)?;
            match bound {
                Bound::Constant(text) => text,
                Bound::Field(_) => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    // Records are replaced by months, which no week makes.
    let of_months = text.parse::<Period>().ok().filter(|p| p.length() > 0);
    of_months.map(Some).ok_or_else(|| {
        let message = format!("`{text}` in the file name is no period of whole months");
        let hint = "write the name with `2025-03`, `2025-Q1` or `2025` where `pattern` has `{}`";
        let place = Place {
            file: delivered.file_name.to_owned(),
            ..Place::default()
        };
        Box::new(Finding::error("bad_period", place, message).hint(hint))
    })
}

/// What the name of the file carries for a column.
fn of_file(
    source: &Source,
    (column, template): (&str, Option<&Template>),
    delivered: &Delivery<'_>,
) -> Result<Bound, Box<Finding>> {
    let name = source.own_file_name(delivered.file_name);
    if let Some(text) = carried(template, name) {
        return Ok(Bound::Constant(tidy(text).into_owned()));
    }
    let pattern = template.map(ToString::to_string).unwrap_or_default();
    let message = format!(
        "the file name `{name}` does not fit `{pattern}` in one way, and `{column}` is to come from it"
    );
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    let fault = Finding::error("name_unread", place, message);
    Err(Box::new(
        fault.hint("correct `pattern`, or name the file as it says"),
    ))
}

/// The place of a column by its header.
fn field(
    wanted: &str,
    (header, delivered): (&[String], &Delivery<'_>),
) -> Result<Bound, Box<Finding>> {
    let places: Vec<usize> = (0..header.len())
        .filter(|at| header[*at] == tidy(wanted))
        .collect();
    if let [only] = places.as_slice() {
        return Ok(Bound::Field(*only));
    }
    let place = place_of_header(delivered, wanted);
    if places.is_empty() {
        let near = nearest(wanted, header.iter().map(String::as_str));
        let known = header
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>();
        let hint = near.map_or_else(
            || {
                format!(
                    "the columns are {}; map it in `[source.columns]`",
                    known.join(", ")
                )
            },
            |near| format!("did you mean `{near}`? map it in `[source.columns]`"),
        );
        let message = format!("there is no column `{wanted}`");
        let fault = Finding::error("missing_column", place, message);
        return Err(Box::new(fault.hint(hint)));
    }
    let message = format!("{} columns are named `{wanted}`", places.len());
    let hint = "ask for a file in which every column has a name of its own";
    let fault = Finding::error("ambiguous_column", place, message);
    Err(Box::new(fault.hint(hint)))
}

fn place_of_header(delivered: &Delivery<'_>, col: &str) -> Place {
    Place {
        file: delivered.file_name.to_owned(),
        row: 1,
        col: col.to_owned(),
        ..Place::default()
    }
}

/// Once columns that are not used are listed, others are new.
fn new_columns(source: &Source, (header, delivered): (&[String], &Delivery<'_>)) -> Vec<Finding> {
    if source.unused_columns.is_empty() {
        return Vec::new();
    }
    let mapped = |name: &String| {
        let is =
            |origin: &Origin| matches!(origin, Origin::Column(column) if tidy(column) == *name);
        source.columns.values().any(is)
    };
    let new = header
        .iter()
        .filter(|name| !mapped(name) && !source.unused_columns.contains(name));
    new.map(|name| {
        let message = format!("there is a new column `{name}`");
        let hint = "map it, or add it to `unused_columns`";
        Finding::warning("new_column", place_of_header(delivered, name), message).hint(hint)
    })
    .collect()
}
