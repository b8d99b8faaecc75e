//! Which unit a text means on a day, and which units are the same place.

use super::{AreaRegister, AreaUnit, Relation, RelationKind, Unresolved};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn unit(code: &str, name: &str, from: &str, to: Option<&str>) -> AreaUnit {
    AreaUnit {
        code: code.into(),
        name_vi: name.into(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: day(from),
        valid_to: to.map(day),
        aliases: vec![],
    }
}

fn swap_of_2025() -> AreaRegister {
    AreaRegister::new(
        vec![
            unit("15", "Lào Cai", "2025-07-01", None),
            unit("10", "Lào Cai", "2004-07-08", Some("2025-06-30")),
            unit("15", "Yên Bái", "2004-07-08", Some("2025-06-30")),
        ],
        vec![merged("10", "15"), merged("15", "15")],
    )
}

fn merged(from: &str, to: &str) -> Relation {
    Relation {
        date: day("2025-07-01"),
        kind: RelationKind::Merge,
        from_code: from.into(),
        to_code: to.into(),
        note: String::new(),
    }
}

#[test]
fn the_name_stays_and_the_code_moves() {
    let areas = swap_of_2025();
    let on = |text: &str, date: &str| {
        areas
            .resolve(text, day(date))
            .map(|id| areas.unit(id).code.clone())
    };
    assert_eq!(on("Lào Cai", "2024-12-31").unwrap(), "10");
    assert_eq!(on("Lào Cai", "2025-07-01").unwrap(), "15");
    assert_eq!(
        areas
            .unit(areas.resolve("15", day("2025-06-30")).unwrap())
            .name_vi,
        "Yên Bái"
    );
    let Err(Unresolved::Unknown {
        other_days: Some(_),
        successors,
        ..
    }) = on("Yên Bái", "2025-07-01")
    else {
        panic!("it is a unit of earlier days");
    };
    let became = successors.iter().map(|id| areas.unit(*id).code.as_str());
    let became: Vec<&str> = became.collect();
    assert_eq!(became, ["15"], "its land is in Lào Cai now");
    let before = on("Yên Bái", "2000-01-01");
    let Err(Unresolved::Unknown { successors, .. }) = before else {
        panic!("it is a unit of later days");
    };
    assert_eq!(successors, [], "it had become nothing yet");
}

#[test]
fn a_text_of_other_days_lies_in_what_became_of_it_or_in_what_it_was() {
    let areas = swap_of_2025();
    let of = |text: &str, date: &str| {
        let found = areas.of_other_days(text, day(date)).into_iter();
        let named = found
            .map(|id| areas.unit(id))
            .map(|u| format!("{} {}", u.code, u.name_vi));
        named.collect::<Vec<_>>()
    };
    assert_eq!(of("10", "2025-07-01"), ["15 Lào Cai"]);
    assert_eq!(of("Yên Bái", "2026-03-01"), ["15 Lào Cai"]);
    assert_eq!(
        of("10", "2000-01-01"),
        Vec::<String>::new(),
        "before there was any"
    );
    assert_eq!(of("99", "2025-07-01"), Vec::<String>::new());
    let areas = AreaRegister::new(
        vec![
            unit("02", "Ashford", "2000-01-01", Some("2025-06-30")),
            unit("03", "Barton", "2000-01-01", Some("2025-06-30")),
            unit("04", "Ashbarton", "2025-07-01", None),
        ],
        vec![merged("02", "04"), merged("03", "04")],
    );
    let early = areas.of_other_days("04", day("2025-06-30"));
    let early: Vec<&str> = early
        .iter()
        .map(|id| areas.unit(*id).code.as_str())
        .collect();
    assert_eq!(early, ["02", "03"]);
}

#[test]
fn a_place_stays_itself_through_renaming_alone() {
    let relation = |date: &str, kind, from: &str, to: &str| Relation {
        date: day(date),
        kind,
        from_code: from.into(),
        to_code: to.into(),
        note: String::new(),
    };
    let units = vec![
        unit("46", "Thừa Thiên Huế", "2004-01-01", Some("2024-12-31")),
        unit("46", "Huế", "2025-01-01", Some("2025-12-31")),
        unit("47", "Huế", "2026-01-01", None),
        unit("70", "Bình Phước", "2004-01-01", Some("2025-06-30")),
        unit("75", "Đồng Nai", "2004-01-01", Some("2025-06-30")),
        unit("75", "Đồng Nai", "2025-07-01", None),
    ];
    let relations = vec![
        relation("2025-01-01", RelationKind::Rename, "46", "46"),
        relation("2026-01-01", RelationKind::Rename, "46", "47"),
        relation("2025-07-01", RelationKind::Merge, "70", "75"),
        relation("2025-07-01", RelationKind::Merge, "75", "75"),
    ];
    let areas = AreaRegister::new(units, relations);
    let of = |code: &str, then: &str, now: &str| {
        let place = areas.same_place(areas.by_code(code, day(then)).unwrap(), day(now))?;
        Some((
            areas.unit(place).code.clone(),
            areas.unit(place).valid_from.to_string(),
        ))
    };
    let is = |code: &str, from: &str| Some((code.to_owned(), from.to_owned()));
    assert_eq!(
        of("46", "2024-12-31", "2024-12-31"),
        is("46", "2004-01-01"),
        "itself"
    );
    assert_eq!(
        of("46", "2024-12-31", "2025-06-30"),
        is("46", "2025-01-01"),
        "renamed"
    );
    assert_eq!(
        of("46", "2024-12-31", "2026-06-30"),
        is("47", "2026-01-01"),
        "renamed and recoded"
    );
    assert_eq!(
        of("47", "2026-12-31", "2020-01-01"),
        is("46", "2004-01-01"),
        "and back"
    );
    assert_eq!(
        of("75", "2024-12-31", "2025-07-01"),
        None,
        "it took in another one"
    );
    assert_eq!(
        of("75", "2025-07-01", "2024-12-31"),
        None,
        "it holds another one"
    );
    assert_eq!(
        of("70", "2024-12-31", "2025-07-01"),
        None,
        "it is part of another one"
    );
    assert_eq!(
        of("46", "2024-12-31", "1999-01-01"),
        None,
        "nothing is known of it then"
    );
}

#[test]
fn statements_about_the_same_land_are_of_one_day() {
    let relation = |date: &str, kind, from: &str, to: &str| Relation {
        date: day(date),
        kind,
        from_code: from.into(),
        to_code: to.into(),
        note: String::new(),
    };
    let areas = AreaRegister::new(
        vec![
            unit("A", "Ash", "2000-01-01", None),
            unit("B", "Beech", "2000-01-01", Some("2024-06-30")),
            unit("C", "Cedar", "2000-01-01", Some("2024-06-30")),
            unit("D", "Dogwood", "2024-07-01", None),
        ],
        vec![
            relation("2022-03-01", RelationKind::Transfer, "A", "B"),
            relation("2024-07-01", RelationKind::Merge, "B", "D"),
            relation("2024-07-01", RelationKind::Merge, "C", "D"),
        ],
    );
    let of = |code: &str, on: &str, wanted: &str| {
        let unit = areas.by_code(code, day(on)).unwrap();
        areas.day_of_land(unit, day(on), day(wanted)).to_string()
    };
    // A year in which nothing happened: its last day, whichever day was named.
    assert_eq!(of("A", "2023-01-05", "2023-12-31"), "2023-12-31");
    assert_eq!(of("A", "2023-03-05", "2023-12-31"), "2023-12-31");
    // The year of a transfer: the land before it, and the land after it.
    assert_eq!(of("A", "2022-02-28", "2022-12-31"), "2022-02-28");
    assert_eq!(of("A", "2022-01-01", "2022-12-31"), "2022-02-28");
    assert_eq!(of("A", "2022-03-01", "2022-12-31"), "2022-12-31");
    // An area that ended within the year, and one that began; figures by earlier or later land.
    assert_eq!(of("B", "2024-01-01", "2024-12-31"), "2024-06-30");
    assert_eq!(of("D", "2024-07-01", "2024-12-31"), "2024-12-31");
    assert_eq!(of("D", "2025-01-01", "2023-12-31"), "2024-07-01");
    assert_eq!(of("A", "2025-01-01", "2020-12-31"), "2022-03-01");
}

#[test]
fn spellings_that_mean_the_same() {
    let areas = AreaRegister::new(vec![unit("48", "Đà Nẵng", "2004-01-01", None)], vec![]);
    for text in [
        "đà nẵng",
        "ĐÀ  NẴNG ",
        "\u{D0}à Nẵng",
        "Đa\u{300} Nẵng",
        "48",
    ] {
        assert!(areas.resolve(text, day("2020-01-01")).is_ok(), "{text}");
    }
    let Err(Unresolved::Unknown { near, .. }) = areas.resolve("Đà Nãng", day("2020-01-01"))
    else {
        panic!()
    };
    assert_eq!(near.as_deref(), Some("Đà Nẵng"));
}
