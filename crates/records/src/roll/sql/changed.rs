//! What has changed from one snapshot of a register to the next, found by a server.

use super::answer::{AnsweredGroups, column, count};
use super::found::complete;
use super::question::Question;
use super::server::SqlServer;
use crate::error::RecordsError;
use crate::roll::asked::{Asked, Units};
use crate::roll::columns::DataFile;
use crate::roll::flows::SnapshotChange;
use crate::roll::snapshots::Neighbours;
use crate::roll::wants::Wants;
use crate::schema::FAULTY;
use arrow::array::AsArray;
use arrow::datatypes::DataType;
use chiso_model::RecordLayout;
use std::fs::File;

/// What has changed between each two snapshots, as [`changes`](super::super::changes) finds it.
///
/// # Errors
/// When a file cannot be read, or the server gives no answer that can be used.
pub fn changes_by<'a>(
    server: &SqlServer<'_>,
    (files, names, pairs): (&[File], &[String], &[Neighbours]),
    layout: &'a RecordLayout,
    (asked, units): (&[Asked<'a>], &dyn Units),
) -> Result<Vec<SnapshotChange>, RecordsError> {
    let wants = &Wants::new(layout, asked, false);
    let opened = files.iter().map(|file| DataFile::open(file, layout));
    let files = opened.collect::<Result<Vec<_>, _>>()?;
    let mut found = vec![SnapshotChange::default(); pairs.len()];
    if pairs.is_empty() {
        return Ok(found);
    }
    let changing = units.months_of_change();
    let question = Question {
        layout,
        wants,
        changing: &changing,
    };
    let marks = ["_pair", "_side", "_changed"];
    // Which of two snapshots became known first is not asked.
    let ranks = vec![0; files.len()];
    let answer = server.answer((names, &ranks), &question.columns(true), |relation| {
        question.grouped(&marked(relation, layout, pairs), &marks)
    })?;
    let mut records = vec![[0; 2]; pairs.len()];
    for batch in &answer {
        let groups = AnsweredGroups::new(layout, wants, batch)?;
        let pair = column(batch, "_pair", &DataType::Int64)?;
        let side = column(batch, "_side", &DataType::Int64)?;
        let changed = column(batch, "_changed", &DataType::Boolean)?;
        for row in 0..groups.len() {
            let at = |column| usize::try_from(count(column, row)?).map_err(RecordsError::columns);
            let (pair, side) = (at(&pair)?, at(&side)?);
            let other = || RecordsError::Server("the answer is of other snapshots".to_owned());
            let change = found.get_mut(pair).ok_or_else(other)?;
            let held = records.get_mut(pair).and_then(|r| r.get_mut(side));
            let changed = changed.as_boolean().value(row);
            let [all, sound] = groups.records(row)?;
            *held.ok_or_else(other)? += all;
            if side == 0 {
                change.before += sound;
                change.gone += if changed { sound } else { 0 };
            }
            let (unit, _) = groups.at(row, units)?;
            change.take_part(wants, (unit, side), (changed, &groups.partial(row)?));
        }
    }
    for (pair, found) in pairs.iter().zip(records) {
        for (file, found) in [pair.before, Some(pair.file)].into_iter().zip(found) {
            if let Some((file, name)) = file.and_then(|f| files.get(f).zip(names.get(f))) {
                complete((file.rows(), found), name)?;
            }
        }
    }
    Ok(found)
}

/// The records of both snapshots of each pair, and which of them the other one does not have.
fn marked(relation: &str, layout: &RecordLayout, pairs: &[Neighbours]) -> String {
    let mut sides = Vec::new();
    for (nth, pair) in pairs.iter().enumerate() {
        let number = |file: Option<usize>| file.map_or("-1".to_owned(), |file| file.to_string());
        if let Some(before) = pair.before {
            sides.push(format!("({nth}, 0, {before}, {})", pair.file));
        }
        sides.push(format!(
            "({nth}, 1, {}, {})",
            pair.file,
            number(pair.before)
        ));
    }
    let key = |write: &dyn Fn(usize, &str) -> String, between: &str| {
        let all = layout.key.iter().enumerate();
        let all: Vec<String> = all.map(|(nth, column)| write(nth, column)).collect();
        all.join(between)
    };
    let (keys, same) = (
        key(&|nth, column| format!("`{column}` AS _k{nth}"), ", "),
        key(&|nth, column| format!("k._k{nth} = r.`{column}`"), " AND "),
    );
    format!(
        "records AS ({relation}), \
         sides AS (SELECT * FROM VALUES {} AS s(_pair, _side, _of, _other)), \
         keys AS (SELECT _file AS _in, {keys} FROM records WHERE NOT {FAULTY}), \
         marked AS (SELECT s._pair, s._side, r.*, \
         NOT r.{FAULTY} AND s._other >= 0 AND k._in IS NULL AS _changed \
         FROM records r JOIN sides s ON r._file = s._of \
         LEFT JOIN keys k ON k._in = s._other AND {same})",
        sides.join(", ")
    )
}
