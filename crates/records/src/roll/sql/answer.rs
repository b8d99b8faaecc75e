//! The answer to a question, group by group.

use crate::day::{date, month};
use crate::error::RecordsError;
use crate::roll::asked::{UnitMonth, Units};
use crate::roll::state::{Content, Lines, Partial, State};
use crate::roll::wants::{Want, Wants};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Field, Int64Type};
use chiso_model::{RecordLayout, RecordType};
use std::sync::Arc;

/// Digits of the numbers that come back.
const DIGITS: u8 = 38;

/// A part of an answer, with the columns that are there for all groups.
pub(super) struct AnsweredGroups<'a> {
    layout: &'a RecordLayout,
    wants: &'a Wants<'a>,
    batch: &'a RecordBatch,
    areas: ArrayRef,
    days: ArrayRef,
    records: ArrayRef,
    sound: ArrayRef,
    /// By condition how many records are asked for, and how many of them may be in quarantine.
    asked: Vec<(ArrayRef, ArrayRef)>,
    /// By want how many have the column, and what they give.
    wanted: Vec<(Option<ArrayRef>, Option<ArrayRef>)>,
}

impl<'a> AnsweredGroups<'a> {
    pub(super) fn new(
        layout: &'a RecordLayout,
        wants: &'a Wants<'a>,
        batch: &'a RecordBatch,
    ) -> Result<AnsweredGroups<'a>, RecordsError> {
        let count = |name: String| column(batch, &name, &DataType::Int64);
        let asked = 0..wants.filters.len();
        let asked = asked.map(|nth| Ok((count(format!("_a{nth}"))?, count(format!("_q{nth}"))?)));
        let wanted = wants.all.iter().enumerate().map(|(nth, want)| {
            let filled = want.column.map(|_| count(format!("_n{nth}"))).transpose()?;
            let kind = content_type(layout, want);
            let content = kind.map(|kind| column(batch, &format!("_v{nth}"), &kind));
            Ok((filled, content.transpose()?))
        });
        Ok(AnsweredGroups {
            layout,
            wants,
            batch,
            areas: column(batch, "_area", &DataType::Utf8)?,
            days: column(batch, "_day", &DataType::Date32)?,
            records: count("_records".to_owned())?,
            sound: count("_sound".to_owned())?,
            asked: asked.collect::<Result<_, RecordsError>>()?,
            wanted: wanted.collect::<Result<_, RecordsError>>()?,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// The unit and month of a group.
    pub(super) fn at(&self, row: usize, units: &dyn Units) -> Result<UnitMonth, RecordsError> {
        let day = self.days.as_primitive::<Date32Type>().value(row);
        let (area, on) = (self.areas.as_string::<i32>().value(row), date(day));
        let none = || RecordsError::Columns(format!("`{area}` is no area on {on}"));
        let (unit, ..) = units.unit(area, on).ok_or_else(none)?;
        Ok((unit, month(day)))
    }

    /// How many records a group has, and how many of them are not in quarantine.
    pub(super) fn records(&self, row: usize) -> Result<[u64; 2], RecordsError> {
        Ok([count(&self.records, row)?, count(&self.sound, row)?])
    }

    /// What a group gives.
    pub(super) fn partial(&self, row: usize) -> Result<Partial, RecordsError> {
        let [records, sound] = self.records(row)?;
        let mut states = Vec::with_capacity(self.wants.all.len());
        for (want, (filled, content)) in self.wants.all.iter().zip(&self.wanted) {
            let of_filter = want.filter.and_then(|filter| self.asked.get(filter));
            let (asked, quarantined) = match of_filter {
                Some((asked, bad)) => (count(asked, row)?, count(bad, row)?),
                None => (sound, records - sound),
            };
            let filled = filled.as_ref().map(|filled| count(filled, row));
            let filled = filled.transpose()?.unwrap_or(asked);
            states.push(State {
                asked,
                filled,
                quarantined,
                content: match content {
                    None => Content::Count,
                    Some(column) => self.content(want, column, row, filled)?,
                },
                lines: Lines::default(),
            });
        }
        Ok(Partial { records, states })
    }

    fn content(
        &self,
        want: &Want<'_>,
        column: &ArrayRef,
        row: usize,
        filled: u64,
    ) -> Result<Content, RecordsError> {
        let none = Content::none(want.asked.value.function);
        if column.is_null(row) {
            // Sums that the server cannot hold are null for some.
            let lost = || RecordsError::Server("a sum is missing in the answer".to_owned());
            return if filled == 0 { Ok(none) } else { Err(lost()) };
        }
        let number = || column.as_primitive::<Decimal128Type>().value(row);
        let narrow = |n: i128| i64::try_from(n).map_err(RecordsError::columns);
        Ok(match none {
            Content::Count => Content::Count,
            Content::Sum(_) => Content::Sum(number()),
            Content::Min(_) => Content::Min(Some(narrow(number())?)),
            Content::Max(_) => Content::Max(Some(narrow(number())?)),
            Content::All(_) => {
                let values = column.as_list::<i32>().value(row);
                let all = values.as_primitive::<Decimal128Type>().iter().flatten();
                Content::All(all.map(narrow).collect::<Result<_, _>>()?)
            }
            Content::Distinct(_) => {
                let values = column.as_list::<i32>().value(row);
                let kind = want.column.and_then(|name| self.layout.column(name));
                let values = distinct(&values, kind.map(|c| c.kind))?;
                Content::Distinct(values.into_iter().collect())
            }
        })
    }
}

/// A column of an answer as Arrow holds it here.
pub(super) fn column(
    batch: &RecordBatch,
    name: &str,
    kind: &DataType,
) -> Result<ArrayRef, RecordsError> {
    let missing = || RecordsError::Server(format!("the answer has no column `{name}`"));
    let column = batch.column_by_name(name).ok_or_else(missing)?;
    cast(column, kind).map_err(RecordsError::columns)
}

/// A number of records or of a file.
pub(super) fn count(column: &ArrayRef, row: usize) -> Result<u64, RecordsError> {
    let number = column.as_primitive::<Int64Type>().value(row);
    u64::try_from(number).map_err(RecordsError::columns)
}

/// As what the content of a want comes back; none where nothing does.
fn content_type(layout: &RecordLayout, want: &Want<'_>) -> Option<DataType> {
    let column = want.column?;
    let number = |kind: RecordType| {
        let places = i8::try_from(kind.places()?).ok()?;
        Some(DataType::Decimal128(DIGITS, places))
    };
    let kind = layout.column(column).map_or(RecordType::Text, |c| c.kind);
    let single = number(kind).unwrap_or(match kind {
        RecordType::Date => DataType::Date32,
        RecordType::Boolean => DataType::Boolean,
        _ => DataType::Utf8,
    });
    match Content::none(want.asked.value.function) {
        Content::Count => None,
        Content::Sum(_) | Content::Min(_) | Content::Max(_) => Some(single),
        Content::All(_) | Content::Distinct(_) => {
            Some(DataType::List(Arc::new(Field::new("item", single, true))))
        }
    }
}

/// The bytes of different values, as what is read here has them.
fn distinct(values: &ArrayRef, kind: Option<RecordType>) -> Result<Vec<Box<[u8]>>, RecordsError> {
    let filled = (0..values.len()).filter(|at| values.is_valid(*at));
    let bytes = |at: usize| -> Result<Box<[u8]>, RecordsError> {
        Ok(match kind {
            Some(RecordType::Date) => {
                let day = values.as_primitive::<Date32Type>().value(at);
                day.to_be_bytes().into()
            }
            Some(RecordType::Boolean) => [u8::from(values.as_boolean().value(at))].into(),
            Some(RecordType::Integer | RecordType::Decimal(_)) => {
                let number = values.as_primitive::<Decimal128Type>().value(at);
                let number = i64::try_from(number).map_err(RecordsError::columns)?;
                number.to_be_bytes().into()
            }
            _ => values.as_string::<i32>().value(at).as_bytes().into(),
        })
    };
    filled.map(bytes).collect()
}
