//! Records cross from one process to the other as they are.

use super::ask::fault;
use super::message::ChildMessage;
use super::serve::{say, send};
use crate::decode::Record;

/// What a table sends comes back as it was.
#[test]
fn records_cross_unchanged() {
    let all: Vec<Record> = (1..=600)
        .map(|row| Record {
            part: "Bảng 1".into(),
            row,
            cells: vec![row.to_string(), "1,5 \u{0}".into()],
        })
        .collect();
    let mut bytes = Vec::new();
    say(
        &mut bytes,
        &ChildMessage::Table {
            header_at: Some((String::new(), 2)),
            columns: vec!["Tỉnh".into()],
            other_tables: vec!["Bảng 2".into()],
        },
    )
    .unwrap();
    let last = send(&mut bytes, Box::new(all.clone().into_iter().map(Ok))).unwrap();
    say(&mut bytes, &last).unwrap();
    let mut from = bytes.as_slice();
    let mut hear = || rmp_serde::from_read::<_, ChildMessage>(&mut from).unwrap();
    assert!(
        matches!(hear(), ChildMessage::Table { columns, header_at: Some((_, 2)), other_tables } if columns == ["Tỉnh"] && other_tables == ["Bảng 2"])
    );
    let mut came = Vec::new();
    let end = loop {
        match hear() {
            ChildMessage::Records(records) => came.extend(records),
            end => break end,
        }
    };
    assert!(matches!(end, ChildMessage::End) && came == all);
}

#[test]
fn a_fault_among_records_comes_behind_those_before_it() {
    let broken = Box::new(fault("a.xml", "the file ends within `Obs`".to_owned()));
    let records = vec![
        Ok(Record {
            part: String::new(),
            row: 1,
            cells: vec![],
        }),
        Err(broken.clone()),
    ];
    let mut bytes = Vec::new();
    let last = send(&mut bytes, Box::new(records.into_iter())).unwrap();
    assert!(matches!(last, ChildMessage::Fault(finding) if finding == *broken));
    assert!(
        matches!(rmp_serde::from_read::<_, ChildMessage>(bytes.as_slice()).unwrap(), ChildMessage::Records(records) if records.len() == 1)
    );
}
