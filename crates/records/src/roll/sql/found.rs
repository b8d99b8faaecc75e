//! What each measure wants of the data files of a table, found by a server.

use super::answer::{AnsweredGroups, column, count};
use super::condition::name;
use super::question::Question;
use super::server::SqlServer;
use crate::error::RecordsError;
use crate::roll::asked::Units;
use crate::roll::columns::DataFile;
use crate::roll::scan::Parts;
use crate::roll::superseded::{NEVER, meeting};
use crate::roll::wants::Wants;
use crate::schema::FAULTY;
use arrow::array::{Array, AsArray};
use arrow::datatypes::DataType;
use chiso_model::{Delivers, RecordLayout};

/// What data files have, each apart, and what came of it later.
pub(in crate::roll) fn parts_by(
    server: &SqlServer<'_>,
    (files, names, ranks): (&[DataFile<'_>], &[String], &[usize]),
    layout: &RecordLayout,
    (wants, units): (&Wants<'_>, &dyn Units),
) -> Result<Parts, RecordsError> {
    let mut parts = Parts::new();
    if files.is_empty() {
        return Ok(parts);
    }
    let meeting = match layout.delivers {
        Delivers::Append => meeting(files, layout),
        Delivers::Replace | Delivers::Snapshot => Vec::new(),
    };
    let changing = units.months_of_change();
    let question = Question {
        layout,
        wants,
        changing: &changing,
    };
    let marks = ["_file", "_later", "_conflict"];
    let whole = question.whole();
    let columns = if meeting.is_empty() {
        question.columns(false)
    } else {
        whole.iter().map(String::as_str).collect()
    };
    let answer = server.answer((names, ranks), &columns, |relation| {
        question.grouped(&marked(relation, &question, &meeting), &marks)
    })?;
    let mut records = vec![0; files.len()];
    for batch in &answer {
        let groups = AnsweredGroups::new(layout, wants, batch)?;
        let of_file = column(batch, "_file", &DataType::Int64)?;
        let later = column(batch, "_later", &DataType::Int64)?;
        let conflict = column(batch, "_conflict", &DataType::Boolean)?;
        for row in 0..groups.len() {
            let file = usize::try_from(count(&of_file, row)?).map_err(RecordsError::columns)?;
            let by = if later.is_valid(row) {
                u32::try_from(count(&later, row)?).map_err(RecordsError::columns)?
            } else {
                NEVER
            };
            let partial = groups.partial(row)?;
            if let Some(records) = records.get_mut(file) {
                *records += partial.records;
            }
            let conflict = conflict.as_boolean().value(row);
            let key = (groups.at(row, units)?, file, by, conflict);
            parts
                .entry(key)
                .or_insert_with(|| wants.none())
                .add(&partial);
        }
    }
    for ((file, found), name) in files.iter().zip(records).zip(names) {
        complete((file.rows(), found), name)?;
    }
    Ok(parts)
}

/// Refuses an answer that lacks records of a file, or has some twice: some servers pass over files
/// that they do not find.
pub(super) fn complete((rows, found): (u64, u64), name: &str) -> Result<(), RecordsError> {
    if rows == found {
        return Ok(());
    }
    let text = format!("the server found {found} of the {rows} records of `{name}`");
    Err(RecordsError::Server(text))
}

/// Records with the file that superseded each, and whether another file of the same moment says
/// something else of its key. What several files of one moment say alike counts in the last of them. Only
/// records of files that may have a key of another file are looked at for that.
fn marked(relation: &str, question: &Question<'_>, meeting: &[usize]) -> String {
    let none = "CAST(NULL AS INT) AS _later, FALSE AS _conflict FROM records";
    if meeting.is_empty() {
        return format!("records AS ({relation}), marked AS (SELECT *, {none})");
    }
    let (key, files) = (question.key(), listed(meeting));
    let columns: Vec<String> = question.whole().iter().map(|c| name(c)).collect();
    let (columns, said) = (columns.join(", "), question.said());
    let looked_at = format!(
        "(NOT {FAULTY} OR ({})) AND _file IN ({files})",
        question.has_key()
    );
    let at_once = format!("OVER (PARTITION BY {key}, _rank)");
    format!(
        "records AS ({relation}), \
         said AS (SELECT _file, _rank, {columns}, {said} AS _said FROM records \
         WHERE {looked_at}), \
         beside AS (SELECT *, min(_file) OVER (PARTITION BY {key} ORDER BY _rank \
         RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS _after, \
         min(_file) OVER (PARTITION BY {key}, _rank ORDER BY _file \
         RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS _twin, \
         min(_file) {at_once} <> max(_file) {at_once} AND min(_said) {at_once} <> max(_said) {at_once} \
         AS _conflict FROM said), \
         marked AS (SELECT _file, {columns}, {none} WHERE NOT ({looked_at}) UNION ALL \
         SELECT _file, {columns}, CASE WHEN _twin IS NOT NULL AND NOT _conflict THEN _twin \
         ELSE _after END AS _later, _conflict FROM beside)"
    )
}

fn listed(files: &[usize]) -> String {
    let files: Vec<String> = files.iter().map(ToString::to_string).collect();
    files.join(", ")
}
