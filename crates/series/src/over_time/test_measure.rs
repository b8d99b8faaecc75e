//! A measure that is added up, and the figures of two communes of a province, for tests.

use chiso_model::{
    Aggregate, AreaRegister, AreaUnit, Cell, CellKey, Dec, Figure, Function, Measure,
    MeasureSource, Period, SharedIds, Span, StatementKey, Status,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn day() -> NaiveDate {
    "2020-01-01".parse().unwrap()
}

/// A province with two communes.
pub fn communes() -> AreaRegister {
    let unit = |code: &str, level: &str, parent: &str| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: level.into(),
        parent_code: parent.into(),
        valid_from: "2015-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    let units = vec![
        unit("01", "province", ""),
        unit("A", "commune", "01"),
        unit("B", "commune", "01"),
    ];
    AreaRegister::new(units, vec![])
}

/// The sum of the communes.
pub fn measure() -> Measure {
    let value = Aggregate {
        function: Function::Sum,
        column: "n".into(),
        level: None,
    };
    let source = MeasureSource::new("d", value);
    Measure {
        sum_of: Some("commune".into()),
        ..Measure::new("m", vec![source])
    }
}

/// The key of a cell, and the cell with a figure.
pub fn cell(
    areas: &AreaRegister,
    code: &str,
    year: i32,
) -> (CellKey, impl Fn(i64) -> Cell + use<>) {
    let key = CellKey {
        area_code: code.into(),
        area_date: day(),
        period: Period::Year(year),
        span: Span::Period,
    };
    let area = areas.by_code(code, day()).unwrap();
    let of = move |n: i64| Cell {
        measure: "m".into(),
        dataset: "d".into(),
        area,
        area_date: day(),
        period: Period::Year(year),
        span: Span::Period,
        figure: Figure {
            value: Some(Dec::from_int(n)),
            unit: "n".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2020-01-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        },
        statement: StatementKey::default(),
        others: vec![],
    };
    (key, of)
}
