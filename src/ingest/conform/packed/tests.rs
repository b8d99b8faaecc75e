//! Rows come back from their bytes, and bytes stand in the order of rows.

use super::*;
use proptest::prelude::*;

fn rows() -> impl Strategy<Value = ConformedRow> {
    let text = || "[a\u{0}b\u{1}Đ]{0,3}";
    let key = (
        text(),
        -800_000i32..800_000,
        text(),
        text(),
        prop::collection::vec(text(), 2),
        text(),
    );
    let said = (
        any::<Option<i64>>(),
        text(),
        text(),
        any::<Option<i32>>(),
        any::<bool>(),
        0..PlanStage::ALL.len() + 1,
        0..Status::ALL.len(),
        any::<i32>(),
    );
    (key, said, text(), 0u64..300, text()).prop_map(|(key, said, part, line, raw)| {
        let (area_code, day, period, span, dimensions, source_id) = key;
        let (value, unit, note, rank, derived, stage, status, at) = said;
        let area_date = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
        let key = ObservationKey {
            area_code,
            area_date,
            period,
            span,
            dimensions,
            source_id,
            plan_stage: PlanStage::ALL.get(stage).copied(),
        };
        let said = RowContent {
            value: value.map(Dec::from_int),
            unit,
            basis: String::new(),
            scheme: "x".into(),
            status: Status::ALL[status],
            rank,
            rounding: value.map(|_| Dec::ZERO),
            derived,
            obs_status: ObsStatus::ALL.get(status).copied(),
            covers: Covers::ALL.get(stage % 3).copied(),
            attributes: vec![note.clone()],
            note,
            known_from: DateTime::from_timestamp(i64::from(at), 5).unwrap(),
        };
        ConformedRow {
            key,
            said,
            part,
            line,
            nth: u32::try_from(line % 3).unwrap(),
            raw,
        }
    })
}

proptest! {
    #[test]
    fn a_row_comes_back_and_bytes_are_in_the_order_of_rows(a in rows(), b in rows(), n in 0..4usize) {
        let (mut x, mut y) = (Packed::default(), Packed::default());
        let presence = PRESENCES[n];
        x.pack(&a, presence);
        y.pack(&b, presence);
        prop_assert_eq!(unpack(&x.key, &x.rest, (2, 1)), Some((a.clone(), presence)));
        let order = |r: &ConformedRow| (r.key.clone(), r.part.clone(), r.line);
        prop_assert_eq!(x.key.cmp(&y.key), order(&a).cmp(&order(&b)));
        prop_assert_eq!(figure(&x.key, &x.rest).cmp(figure(&y.key, &y.rest)), a.key.cmp(&b.key));
    }
}
