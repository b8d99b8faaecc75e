//! What corrections and schemes make of cells, shown over a few rows.

use super::aggregate::cells;
use super::{Fate, Rolled, Row, Rows, trace};
use crate::model::{
    Aggregate, AreaRegister, AreaUnit, Bilingual, Cell, Column, Correction, CorrectionAction,
    CorrectionStatus, Dec, Flag, Function, Measure, MeasureSource, ObsStatus, Period, Place,
    Predicate, RowMatch, Span, Status, join,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn dec(n: i64) -> Dec {
    Dec::from_int(n)
}

fn day() -> NaiveDate {
    "2017-12-31".parse().unwrap()
}

pub(super) fn row(part: &str, source: &str, value: i64) -> Row {
    Row {
        area_code: "26".into(),
        area_date: day(),
        period: Period::Year(2017),
        span: Span::Period,
        dimensions: vec![part.into()],
        attributes: vec![],
        source_id: source.into(),
        value: Some(dec(value)),
        unit: "enterprises".into(),
        basis: "active".into(),
        scheme: String::new(),
        plan_stage: None,
        status: Status::Final,
        rank: None,
        rounding: Dec::ZERO,
        derived: false,
        obs_status: None,
        covers: None,
        note: None,
        known_from: instant("2018-10-01T00:00:00Z"),
        recorded_at: instant("2026-01-01T00:00:00Z"),
        withdrawn: false,
        delivery: "abcdef012345".into(),
        part: String::new(),
        row: 7,
        col: "value".into(),
        raw: value.to_string(),
        place: None,
        void: false,
    }
}

pub(super) fn table(rows: Vec<Row>) -> Rows {
    Rows::of(rows, &["part"], "n")
}

fn correction(id: &str, part: Option<&str>, expect: i64, action: CorrectionAction) -> Correction {
    Correction {
        id: id.into(),
        dataset: "active".into(),
        place: Place {
            file: "datasets/active/corrections.toml".into(),
            row: 1,
            ..Place::default()
        },
        matching: RowMatch {
            area_code: "26".into(),
            period: Period::Year(2017),
            span: None,
            source_id: None,
            dimensions: part
                .map(|p| ("part".to_owned(), p.to_owned()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
        },
        action,
        expect: dec(expect),
        reason: Bilingual::default(),
        evidence: String::new(),
        reported_to: String::new(),
        status: CorrectionStatus::Open,
        decided_on: "2026-01-01".parse().unwrap(),
        since: instant("2026-01-01T00:00:00Z"),
    }
}

fn replace(value: i64) -> CorrectionAction {
    CorrectionAction::Override { value: dec(value) }
}

pub(super) fn source() -> MeasureSource {
    let value = Aggregate {
        function: Function::Sum,
        column: "n".into(),
        level: None,
    };
    MeasureSource::new("active", value)
}

fn measure() -> Measure {
    Measure::new("m", vec![source()])
}

#[test]
fn which_of_equal_statements_is_used_does_not_depend_on_the_order_of_the_table() {
    let used = |rows: Vec<Row>| {
        let of = |rows: Vec<Row>| {
            cells_as_of(&source(), &table(rows), &[], None)
                .into_iter()
                .map(|c| c.figure)
                .collect::<Vec<_>>()
        };
        let (one, other) = (of(rows.clone()), of(rows.into_iter().rev().collect()));
        assert_eq!(one, other);
        one.first()
            .map(|f| {
                format!(
                    "{} {}",
                    f.source_ids.iter().cloned().collect::<Vec<_>>().join(";"),
                    join(&f.reasons)
                )
                .trim_end()
                .to_owned()
            })
            .unwrap_or_default()
    };
    let later = |source: &str| Row {
        known_from: instant("2018-11-01T00:00:00Z"),
        ..row("a", source, 3)
    };
    let without = |source: &str, why: Option<ObsStatus>| Row {
        value: None,
        obs_status: why,
        ..row("a", source, 0)
    };
    let (withheld, refused) = (Some(ObsStatus::Suppressed), Some(ObsStatus::Unreadable));
    assert_eq!(
        used(vec![row("a", "s", 3), row("a", "t", 3)]),
        "s",
        "the first by name"
    );
    assert_eq!(
        used(vec![row("a", "s", 3), later("t")]),
        "t",
        "the one known last"
    );
    assert_eq!(
        used(vec![row("a", "s", 3), row("a", "t", 4)]),
        "s;t source_conflict"
    );
    assert_eq!(
        used(vec![without("s", None), without("t", refused)]),
        "t quarantined"
    );
    assert_eq!(
        used(vec![without("s", refused), without("t", withheld)]),
        "t suppressed"
    );
    assert_eq!(
        used(vec![
            Row {
                rank: Some(1),
                ..without("s", None)
            },
            Row {
                rank: Some(2),
                ..without("t", withheld)
            }
        ]),
        "t suppressed"
    );
    assert_eq!(used(vec![without("s", withheld), row("a", "t", 3)]), "t");
}

#[test]
fn of_a_list_nothing_is_zero_and_of_figures_it_is_missing() {
    let rows = table(vec![row("a", "s", 3), row("b", "s", 4)]);
    let columns = |name: &str| (name == "part").then_some(Column::Text);
    let asked = |list: bool, function: Function, filter: &str| {
        let value = Aggregate {
            function,
            column: "n".into(),
            level: None,
        };
        let source = MeasureSource {
            value,
            list,
            filter: Some(Predicate::parse(filter, &columns).unwrap()),
            ..source()
        };
        let cells = cells_as_of(&source, &rows, &[], None);
        let traced = trace(
            &source,
            &rows,
            &[],
            ("26", day()),
            (Period::Year(2017), Span::Period),
            None,
        );
        let fates: Vec<Fate> = traced.iter().map(|t| t.fate).collect();
        (
            cells
                .first()
                .map(|c| (c.figure.value, c.figure.unit.clone())),
            fates,
        )
    };
    let zero = |unit: &str| {
        (
            Some((Some(Dec::ZERO), unit.into())),
            vec![Fate::NotAsked; 2],
        )
    };
    assert_eq!(
        asked(true, Function::Sum, "part = 'c'"),
        zero("enterprises")
    );
    assert_eq!(asked(true, Function::Count, "part = 'c'"), zero("count"));
    assert_eq!(
        asked(true, Function::Mean, "part = 'c'"),
        (None, vec![]),
        "a mean of nothing is none"
    );
    assert_eq!(asked(false, Function::Sum, "part = 'c'"), (None, vec![]));
    assert_eq!(
        asked(true, Function::Sum, "part = 'b'"),
        (Some((Some(dec(4)), "enterprises".into())), vec![Fate::Used])
    );
}

fn areas() -> AreaRegister {
    let unit = AreaUnit {
        code: "26".into(),
        name_vi: "Vĩnh Phúc".into(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: "2004-01-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    AreaRegister::new(vec![unit], vec![])
}

fn misfits(rows: &Rows, corrections: &[Correction]) -> Vec<crate::model::Finding> {
    Rolled::of(rows.clone(), "active", &[], corrections, &areas())
        .remarks()
        .to_vec()
}

pub(super) fn cells_as_of(
    source: &MeasureSource,
    rows: &Rows,
    corrections: &[Correction],
    as_of: Option<&str>,
) -> Vec<Cell> {
    cells("m", source, rows, corrections, &areas(), as_of.map(instant)).unwrap()
}

/// Value, flags and reasons of the one cell, or `none`.
fn shown(rows: &Rows, corrections: &[Correction]) -> String {
    let cells = cells_as_of(&source(), rows, corrections, None);
    let [cell] = cells.as_slice() else {
        return "none".to_owned();
    };
    let value = cell
        .figure
        .value
        .map_or_else(|| "-".to_owned(), |v| v.to_string());
    format!(
        "{value} {} {}",
        join(&cell.figure.flags),
        join(&cell.figure.reasons)
    )
    .trim_end()
    .to_owned()
}

#[test]
fn each_action_does_one_thing() {
    let rows = table(vec![row("a", "s", 8000), row("b", "s", 12)]);
    assert_eq!(shown(&rows, &[]), "8012");
    assert_eq!(
        shown(&rows, &[correction("c", Some("a"), 8000, replace(5000))]),
        "5012 corrected"
    );
    let scale = CorrectionAction::Scale {
        factor: dec(1000),
        value: dec(12_000),
    };
    assert_eq!(
        shown(&rows, &[correction("c", Some("b"), 12, scale)]),
        "20000 corrected"
    );
    assert_eq!(
        shown(
            &rows,
            &[correction("c", Some("b"), 12, CorrectionAction::Drop)]
        ),
        "8000 corrected"
    );
    let flag = CorrectionAction::Flag {
        flag: Flag::OutlierUnverified,
    };
    assert_eq!(
        shown(&rows, &[correction("c", Some("b"), 12, flag)]),
        "8012 outlier_unverified"
    );
    let drop = |part| {
        correction(
            part,
            Some(part),
            if part == "a" { 8000 } else { 12 },
            CorrectionAction::Drop,
        )
    };
    assert_eq!(
        shown(&rows, &[drop("a"), drop("b")]),
        "none",
        "a sum of nothing is no figure"
    );
}

#[test]
fn a_scaled_figure_has_its_rounding_scaled() {
    let mut press = row("a", "s", 12);
    press.rounding = "0.5".parse().unwrap();
    let scale = CorrectionAction::Scale {
        factor: dec(-1000),
        value: dec(-12_000),
    };
    let found = cells_as_of(
        &source(),
        &table(vec![press]),
        &[correction("c", None, 12, scale)],
        None,
    );
    assert_eq!(
        (found[0].figure.value, found[0].figure.rounding),
        (Some(dec(-12_000)), dec(500))
    );
}

#[test]
fn a_measure_may_ask_for_figures_as_published() {
    let (rows, corrections) = (
        table(vec![row("a", "s", 8000)]),
        [correction("c", None, 8000, replace(5000))],
    );
    let published = cells_as_of(
        &MeasureSource {
            corrections: false,
            ..source()
        },
        &rows,
        &corrections,
        None,
    );
    assert_eq!(
        (published[0].figure.value, join(&published[0].figure.flags)),
        (Some(dec(8000)), String::new())
    );
}

#[test]
fn a_mended_source_is_noticed() {
    let corrections = [correction("c1", Some("a"), 8000, replace(5000))];
    let corrected = table(vec![row("a", "s", 5000)]);
    assert_eq!(shown(&corrected, &corrections), "5000");
    assert_eq!(
        misfits(&corrected, &corrections)[0].to_string(),
        "error[correction_stale]: datasets/active/corrections.toml:1: correction `c1` of dataset `active` expects 8000 and finds 5000, which is the \
         corrected figure already, in delivery `abcdef012345`, row 7, column `value`; it is not applied\n  \
         hint: the source has changed: if it is now right, write `status = \"mended\"` in the correction and leave it there, because it \
         corrects what was known until then; else decide again"
    );
    let revised = table(vec![row("a", "s", 7999)]);
    assert!(
        misfits(&revised, &corrections)[0]
            .message
            .contains("expects 8000 and finds 7999, in delivery")
    );
    assert_eq!(misfits(&table(vec![row("a", "s", 8000)]), &corrections), []);
}

#[test]
fn a_correction_of_a_figure_that_the_publisher_mended_stays_and_corrects_the_past() {
    let mended = Correction {
        status: CorrectionStatus::Mended,
        ..correction("c1", Some("a"), 8000, replace(5000))
    };
    let corrections = [mended];
    let later = Row {
        known_from: instant("2019-03-01T00:00:00Z"),
        recorded_at: instant("2026-02-01T00:00:00Z"),
        delivery: "fedcba543210".into(),
        ..row("a", "s", 5100)
    };
    let rows = table(vec![row("a", "s", 8000), later]);
    assert_eq!(misfits(&rows, &corrections), []);
    let as_of = |day: &str| {
        let cells = cells_as_of(&source(), &rows, &corrections, Some(day));
        (cells[0].figure.value, join(&cells[0].figure.flags))
    };
    assert_eq!(
        as_of("2019-02-28T00:00:00Z"),
        (Some(dec(5000)), "corrected".to_owned())
    );
    assert_eq!(
        as_of("2019-03-02T00:00:00Z"),
        (Some(dec(5100)), String::new())
    );
    // One that never fitted anything is a slip, whatever its status says.
    let never = table(vec![row("a", "s", 7999)]);
    assert_eq!(misfits(&never, &corrections).len(), 1);
}

/// A figure of 2019 that came on 1 January 2026 and was corrected on 22 November 2026.
#[test]
fn a_figure_is_what_it_was_until_the_day_its_correction_is_decided() {
    let decided = Correction {
        since: instant("2026-11-22T00:00:00Z"),
        ..correction("c1", Some("a"), 8000, replace(5000))
    };
    let rows = table(vec![row("a", "s", 8000)]);
    let lines = Rolled::of(rows, "active", &[measure()], &[decided], &areas());
    assert!(lines.moments().contains(&instant("2026-11-22T00:00:00Z")));
    let line = lines.lines("m", 0).unwrap().values().next().unwrap();
    let said: Vec<String> = line
        .changes()
        .map(|(moment, cell)| {
            let figure = &cell.unwrap().as_ref().unwrap().figure;
            assert_eq!(figure.known_from, moment);
            let flags = join(&figure.flags);
            format!("{} {} {flags}", moment.format("%F"), figure.value.unwrap())
        })
        .collect();
    assert_eq!(said, ["2018-10-01 8000 ", "2026-11-22 5000 corrected"]);
}

#[test]
fn a_correction_is_of_exactly_one_row() {
    let rule = |rows: &Rows, corrections: &[Correction]| {
        misfits(rows, corrections)
            .iter()
            .map(|f| f.rule.to_string())
            .collect::<Vec<_>>()
    };
    let rows = table(vec![row("a", "s", 8000), row("b", "s", 8000)]);
    let any = [correction("c", None, 8000, replace(5000))];
    assert_eq!(
        (rule(&rows, &any), shown(&rows, &any)),
        (vec!["correction_ambiguous".to_owned()], "16000".to_owned())
    );
    assert_eq!(
        rule(&rows, &[correction("c", Some("z"), 8000, replace(5000))]),
        ["correction_unmatched"]
    );
    let twice = [
        correction("c", Some("a"), 8000, replace(5000)),
        correction("d", Some("a"), 8000, CorrectionAction::Drop),
    ];
    assert_eq!(
        (rule(&rows, &twice), shown(&rows, &twice)),
        (
            vec!["correction_ambiguous".to_owned()],
            "13000 corrected".to_owned()
        )
    );
    assert_eq!(
        rule(&table(vec![]), &any),
        [""; 0],
        "a table without rows has other faults"
    );
    let of_source = |source: &str| Correction {
        matching: RowMatch {
            source_id: Some(source.into()),
            ..any[0].matching.clone()
        },
        ..any[0].clone()
    };
    let two = table(vec![
        row("a", "s", 8000),
        Row {
            rank: Some(2),
            ..row("a", "t", 8000)
        },
    ]);
    assert_eq!(rule(&two, &[of_source("s")]), [""; 0]);
}

#[test]
fn a_correction_holds_only_while_the_source_says_so() {
    let later = Row {
        known_from: instant("2020-01-01T00:00:00Z"),
        ..row("a", "s", 5000)
    };
    let rows = table(vec![row("a", "s", 8000), later]);
    let corrections = [correction("c", None, 8000, replace(5500))];
    let value = |as_of| {
        cells_as_of(&source(), &rows, &corrections, as_of)
            .first()
            .and_then(|c| c.figure.value)
    };
    assert_eq!(value(Some("2019-01-01T00:00:00Z")), Some(dec(5500)));
    assert_eq!(value(None), Some(dec(5000)));
    assert_eq!(value(Some("2010-01-01T00:00:00Z")), None);
}

#[test]
fn what_is_dropped_makes_room_for_the_next_source_and_conflicts_can_be_settled() {
    let ranked = |source: &str, rank: i32, value: i64| Row {
        rank: Some(rank),
        ..row("a", source, value)
    };
    let drop = |source: &str, expect: i64, action| {
        let c = correction("c", None, expect, action);
        Correction {
            matching: RowMatch {
                source_id: Some(source.into()),
                ..c.matching.clone()
            },
            ..c
        }
    };
    let rows = table(vec![ranked("s", 1, 8000), ranked("t", 2, 5000)]);
    assert_eq!(
        shown(&rows, &[drop("s", 8000, CorrectionAction::Drop)]),
        "5000 corrected"
    );
    let conflict = table(vec![ranked("s", 1, 8000), ranked("t", 1, 5000)]);
    assert_eq!(shown(&conflict, &[]), "-  source_conflict");
    assert_eq!(
        shown(&conflict, &[drop("s", 8000, replace(5000))]),
        "5000 corrected"
    );
}

#[test]
fn a_trace_shows_the_row_as_published_with_its_correction() {
    let rows = table(vec![row("a", "s", 8000), row("b", "s", 12)]);
    let corrections = [
        correction("c", Some("a"), 8000, replace(5000)),
        correction("d", Some("b"), 12, CorrectionAction::Drop),
    ];
    let traced = trace(
        &source(),
        &rows,
        &corrections,
        ("26", day()),
        (Period::Year(2017), Span::Period),
        None,
    );
    let seen: Vec<_> = traced
        .iter()
        .map(|t| {
            (
                t.row.value,
                t.fate,
                t.correction.as_ref().map(|c| c.id.as_str()),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some(dec(8000)), Fate::Used, Some("c")),
            (Some(dec(12)), Fate::Dropped, Some("d"))
        ]
    );
    let as_published = trace(
        &MeasureSource {
            corrections: false,
            ..source()
        },
        &rows,
        &corrections,
        ("26", day()),
        (Period::Year(2017), Span::Period),
        None,
    );
    assert!(
        as_published
            .iter()
            .all(|t| t.correction.is_none() && t.fate == Fate::Used)
    );
}

#[test]
fn rows_of_different_schemes_are_no_sum() {
    let scored = |part: &str, scheme: &str| Row {
        scheme: scheme.into(),
        ..row(part, "s", 1)
    };
    assert_eq!(
        shown(
            &table(vec![
                scored("a", "2019"),
                scored("b", "2019"),
                scored("c", "")
            ]),
            &[]
        ),
        "3"
    );
    assert_eq!(
        shown(&table(vec![scored("a", "2019"), scored("b", "2020")]), &[]),
        "-  definition_break"
    );
}
