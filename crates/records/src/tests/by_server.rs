//! Columns to figures by a server that answers in SQL: what it is asked, and what is made of its
//! answer. Whole questions are asked of real servers by `tests/spark.py`.

use super::receipts;
use super::rolled::{Ever, file};
use crate::RecordsError;
use crate::roll::{Asked, SqlServer, Versions, roll, roll_by};
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringViewArray,
};
use chiso_model::{Aggregate, Delivers, Predicate, RecordLayout};
use std::cell::RefCell;
use std::sync::Arc;

const TEXT: &str = "01,a,2026-01-31,tax,10\n01,b,2026-01-02,fee,2.5\n01,d,2026-02-02,tax,1\n";

/// What a server is asked that gives these answers, and what is made of them.
fn asked(
    layout: &RecordLayout,
    (files, value, filter): (&[&str], &str, Option<&str>),
    answers: Vec<Result<RecordBatch, RecordsError>>,
) -> (Vec<String>, Result<Versions, RecordsError>) {
    let columns = |name: &str| layout.kind(name);
    let value = Aggregate::parse(value, &columns).unwrap();
    let filter = filter.map(|text| Predicate::parse(text, &columns).unwrap());
    let asked = [Asked {
        value: &value,
        filter: filter.as_ref(),
    }];
    let (said, left) = (RefCell::new(Vec::new()), RefCell::new(answers));
    let server = SqlServer {
        ask: &|question| {
            said.borrow_mut().push(question.to_owned());
            left.borrow_mut().remove(0).map(|batch| vec![batch])
        },
        folder: "file:///lake/{x}",
    };
    let names: Vec<String> = (0..files.len())
        .map(|nth| format!("{nth}.parquet"))
        .collect();
    let ranks: Vec<usize> = (0..files.len()).collect();
    let files: Vec<_> = files.iter().map(|text| file(layout, text)).collect();
    let found = roll_by(&server, (&files, &names, &ranks), layout, (&asked, &Ever));
    (said.into_inner(), found)
}

/// The answer of a server that has the records of [`TEXT`]: by month how many, and the sum of taxes.
fn answer(records: [i64; 2]) -> RecordBatch {
    let numbers = |all: [i64; 2]| Arc::new(Int64Array::from(all.to_vec())) as ArrayRef;
    let sums = Decimal128Array::from(vec![1000, 100]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("_file", numbers([0, 0])),
        ("_later", Arc::new(Int64Array::from(vec![None, None]))),
        (
            "_conflict",
            Arc::new(BooleanArray::from(vec![false, false])),
        ),
        ("_area", Arc::new(StringViewArray::from(vec!["01", "01"]))),
        ("_day", Arc::new(Date32Array::from(vec![20_454, 20_485]))),
        ("_records", numbers(records)),
        ("_sound", numbers(records)),
        ("_a0", numbers([1, 1])),
        ("_q0", numbers([0, 0])),
        ("_n0", numbers([1, 1])),
        (
            "_v0",
            Arc::new(sums.with_precision_and_scale(28, 2).unwrap()),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn one_question_asks_for_all_files_and_its_answer_is_what_is_read_here() {
    let mut layout = receipts();
    layout.delivers = Delivers::Replace;
    let taxes = (&[TEXT][..], "sum(amount)", Some("kind = 'tax'"));
    let (said, found) = asked(&layout, taxes, vec![Ok(answer([2, 1]))]);
    assert_eq!(
        said,
        [
            "WITH records AS (SELECT f._file, f._rank, r.* FROM (SELECT `_quarantined`, `amount`, \
             `area_code`, `kind`, `paid_on`, _metadata.file_name AS _name FROM \
             parquet.`file:///lake/\\{x\\}/{0.parquet}`) r JOIN (VALUES ('0.parquet', 0, 0)) AS \
             f(_name, _file, _rank) ON r._name = f._name), marked AS (SELECT *, CAST(NULL AS INT) AS \
             _later, FALSE AS _conflict FROM records), asked AS (SELECT _file, _later, _conflict, \
             `area_code` AS _area, trunc(`paid_on`, 'MM') AS _day, _quarantined AS _bad, `kind` = \
             'tax' AS _c0, `amount` AS _w0 FROM marked) SELECT _file, _later, _conflict, _area, \
             _day, count(*) AS _records, count(*) FILTER (WHERE NOT _bad) AS _sound, count(*) FILTER \
             (WHERE NOT _bad AND _c0) AS _a0, count(*) FILTER (WHERE _bad AND coalesce(_c0, TRUE)) \
             AS _q0, count(_w0) FILTER (WHERE NOT _bad AND _c0) AS _n0, sum(_w0) FILTER (WHERE NOT \
             _bad AND _c0) AS _v0 FROM asked GROUP BY _file, _later, _conflict, _area, _day"
        ]
    );
    let columns = |name: &str| layout.kind(name);
    let value = Aggregate::parse("sum(amount)", &columns).unwrap();
    let filter = Predicate::parse("kind = 'tax'", &columns).unwrap();
    let here = [Asked {
        value: &value,
        filter: Some(&filter),
    }];
    let files = [file(&layout, TEXT)];
    let here = roll((&files, &[0]), &layout, &here, &Ever, (false, None));
    assert_eq!(found.unwrap(), here.unwrap());
}

#[test]
fn an_answer_that_lacks_records_is_refused() {
    let layout = receipts();
    let taxes = (&[TEXT][..], "sum(amount)", Some("kind = 'tax'"));
    let (_, found) = asked(&layout, taxes, vec![Ok(answer([1, 1]))]);
    assert_eq!(
        found.unwrap_err().to_string(),
        "the server found 2 of the 3 records of `0.parquet`"
    );
}

#[test]
fn a_server_that_does_not_know_the_names_of_files_is_asked_for_each_by_itself() {
    let layout = receipts();
    let unknown = RecordsError::Server("`_metadata`.`file_name` cannot be resolved".to_owned());
    let other = RecordsError::Server("no".to_owned());
    let count = (&[TEXT, TEXT][..], "count(id)", None);
    let (said, found) = asked(&layout, count, vec![Err(unknown), Err(other)]);
    assert_eq!(found.unwrap_err().to_string(), "no");
    assert!(
        said[1].contains(
            "0 AS _rank, `area_code`, `id`, `paid_on`, `kind`, `amount`, `_quarantined` FROM \
             parquet.`file:///lake/{x}/0.parquet` UNION ALL SELECT 1 AS _file"
        ),
        "{}",
        said[1]
    );
    // The keys of the two may meet.
    assert!(
        said[1].contains("PARTITION BY `id` ORDER BY _rank"),
        "{}",
        said[1]
    );
}

#[test]
fn conditions_are_written_so_that_servers_read_them_as_they_are_meant() {
    let layout = receipts();
    for (condition, wanted) in [
        (
            "amount >= 1.005",
            "`amount` >= CAST('1.005' AS DECIMAL(38, 6)) AS _c0",
        ),
        (
            "paid_on < '2026-02-01'",
            "`paid_on` < DATE '2026-02-01' AS _c0",
        ),
        ("id = 'it''s'", "`id` = CAST(X'69742773' AS STRING) AS _c0"),
        ("NOT kind IN ('fee')", "NOT (`kind` IN ('fee')) AS _c0"),
        (
            "kind = 'tax' OR amount IS NULL AND id = 'Hà'",
            "(`kind` = 'tax' OR (`amount` IS NULL AND `id` = 'Hà')) AS _c0",
        ),
    ] {
        let none = RecordsError::Server("no".to_owned());
        let (said, _) = asked(
            &layout,
            (&[TEXT], "count(id)", Some(condition)),
            vec![Err(none)],
        );
        assert!(said[0].contains(wanted), "{condition}: {}", said[0]);
    }
}
