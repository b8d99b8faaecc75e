//! Registers of a few units, and what each is made of on another day.

use super::*;
use chiso_model::AreaUnit;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn register(
    units: &[(&str, &str, &str)],
    relations: &[(&str, RelationKind, &str, &str)],
) -> AreaRegister {
    let unit = |(code, from, to): &(&str, &str, &str)| AreaUnit {
        code: (*code).into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: day(from),
        valid_to: (!to.is_empty()).then(|| day(to)),
        aliases: vec![],
    };
    let relation = |(date, kind, from, to): &(&str, RelationKind, &str, &str)| Relation {
        date: day(date),
        kind: *kind,
        from_code: (*from).into(),
        to_code: (*to).into(),
        note: String::new(),
    };
    AreaRegister::new(
        units.iter().map(unit).collect(),
        relations.iter().map(relation).collect(),
    )
}

/// `code: parts~/` with `~` approximate and `/` divided.
fn shown(areas: &AreaRegister, from: &str, to: &str) -> Vec<String> {
    let code = |id: &UnitId| areas.unit(*id).code.clone();
    BoundaryMap::between(areas, day(from), day(to))
        .iter()
        .map(|(id, c)| {
            let parts: Vec<String> = c.parts.iter().map(code).collect();
            format!(
                "{}: {}{}{}",
                code(&id),
                parts.join("+"),
                if c.approximate { "~" } else { "" },
                if c.divided { "/" } else { "" }
            )
        })
        .collect()
}

/// Hà Nội in 2008: Hà Tây (28) merged, Mê Linh district of Vĩnh Phúc (26) transferred.
fn hanoi_2008() -> AreaRegister {
    use RelationKind::{Merge, Transfer};
    register(
        &[
            ("01", "2004-01-01", "2008-07-31"),
            ("01", "2008-08-01", ""),
            ("28", "2004-01-01", "2008-07-31"),
            ("26", "2004-01-01", ""),
        ],
        &[
            ("2008-08-01", Merge, "01", "01"),
            ("2008-08-01", Merge, "28", "01"),
            ("2008-08-01", Transfer, "26", "01"),
        ],
    )
}

#[test]
fn a_merger_adds_up_and_a_transfer_makes_it_approximate() {
    assert_eq!(
        shown(&hanoi_2008(), "2008-01-01", "2025-06-30"),
        ["01: 01+28~", "26: 26~"]
    );
    assert_eq!(
        shown(&hanoi_2008(), "2008-12-31", "2025-06-30"),
        ["01: 01", "26: 26"]
    );
}

#[test]
fn a_merged_figure_is_never_divided() {
    assert_eq!(
        shown(&hanoi_2008(), "2020-12-31", "2008-01-01"),
        ["01: 01~/", "26: 26~", "28: 01~/"]
    );
}

#[test]
fn codes_that_swap_follow_the_place() {
    use RelationKind::Merge;
    let areas = register(
        &[
            ("10", "2004-01-01", "2025-06-30"),
            ("15", "2004-01-01", "2025-06-30"),
            ("15", "2025-07-01", ""),
            ("04", "2004-01-01", ""),
        ],
        &[
            ("2025-07-01", Merge, "10", "15"),
            ("2025-07-01", Merge, "15", "15"),
        ],
    );
    assert_eq!(
        shown(&areas, "2024-12-31", "2025-07-01"),
        ["04: 04", "15: 10+15"]
    );
    assert_eq!(
        shown(&areas, "2025-12-31", "2025-06-30"),
        ["04: 04", "10: 15/", "15: 15/"]
    );
}

#[test]
fn a_split_backwards_is_the_sum_and_forwards_has_no_figure() {
    use RelationKind::Split;
    let areas = register(
        &[
            ("1", "2000-01-01", "2009-12-31"),
            ("2", "2010-01-01", ""),
            ("3", "2010-01-01", ""),
        ],
        &[
            ("2010-01-01", Split, "1", "2"),
            ("2010-01-01", Split, "1", "3"),
        ],
    );
    assert_eq!(shown(&areas, "2012-12-31", "2009-01-01"), ["1: 2+3"]);
    assert_eq!(
        shown(&areas, "2009-12-31", "2012-01-01"),
        ["2: 1/", "3: 1/"]
    );
}

#[test]
fn a_piece_that_holds_parts_of_two_units_is_neither_of_them_backwards() {
    use RelationKind::Split;
    let areas = register(
        &[
            ("1", "2000-01-01", "2009-12-31"),
            ("2", "2000-01-01", "2009-12-31"),
            ("3", "2010-01-01", ""),
            ("4", "2010-01-01", ""),
            ("5", "2000-01-01", ""),
            ("6", "2000-01-01", ""),
        ],
        &[
            ("2010-01-01", Split, "1", "3"),
            ("2010-01-01", Split, "1", "4"),
            ("2010-01-01", Split, "2", "3"),
            ("2010-01-01", Split, "2", "4"),
            // A part of 6 goes to 5, and both go on.
            ("2010-01-01", Split, "6", "5"),
        ],
    );
    assert_eq!(
        shown(&areas, "2012-12-31", "2009-01-01"),
        ["1: 3+4/", "2: 3+4/", "5: 5/", "6: 5+6/"]
    );
}

#[test]
fn a_unit_that_goes_on_without_a_part_is_the_sum_of_both_backwards() {
    use RelationKind::Split;
    let areas = register(
        &[("1", "2000-01-01", ""), ("2", "2010-01-01", "")],
        &[("2010-01-01", Split, "1", "2")],
    );
    assert_eq!(shown(&areas, "2012-12-31", "2009-01-01"), ["1: 1+2"]);
    assert_eq!(
        shown(&areas, "2009-12-31", "2012-01-01"),
        ["1: 1/", "2: 1/"]
    );
}

#[test]
fn changes_on_several_days_add_up() {
    use RelationKind::{Merge, Rename};
    let areas = register(
        &[
            ("1", "2000-01-01", "2004-12-31"),
            ("2", "2000-01-01", "2009-12-31"),
            ("3", "2005-01-01", "2009-12-31"),
            ("4", "2010-01-01", ""),
        ],
        &[
            ("2005-01-01", Rename, "1", "3"),
            ("2010-01-01", Merge, "2", "4"),
            ("2010-01-01", Merge, "3", "4"),
        ],
    );
    assert_eq!(shown(&areas, "2004-12-31", "2012-01-01"), ["4: 1+2"]);
    assert_eq!(
        shown(&areas, "2012-12-31", "2004-01-01"),
        ["1: 4/", "2: 4/"]
    );
    assert_eq!(shown(&areas, "2006-12-31", "2004-01-01"), ["1: 3", "2: 2"]);
}

/// Province 2 goes from region R to region S, and ten years later back.
fn moved(above: &[(&str, RelationKind, &str, &str)]) -> AreaRegister {
    let unit = |code: &str, level: &str, parent: &str, from: &str, to: &str| AreaUnit {
        code: code.into(),
        name_vi: String::new(),
        name_en: String::new(),
        level: level.into(),
        parent_code: parent.into(),
        valid_from: day(from),
        valid_to: (!to.is_empty()).then(|| day(to)),
        aliases: vec![],
    };
    let moves = ["2010-01-01", "2020-01-01"].map(|day| (day, RelationKind::Rename, "2", "2"));
    let mut relations = moves.to_vec();
    relations.extend(above);
    let empty = register(&[], &relations);
    AreaRegister::new(
        vec![
            unit("C", "country", "", "2000-01-01", ""),
            unit("R", "region", "C", "2000-01-01", ""),
            unit("S", "region", "C", "2000-01-01", ""),
            unit("1", "province", "R", "2000-01-01", ""),
            unit("2", "province", "R", "2000-01-01", "2009-12-31"),
            unit("2", "province", "S", "2010-01-01", "2019-12-31"),
            unit("2", "province", "R", "2020-01-01", ""),
            unit("3", "province", "S", "2000-01-01", ""),
        ],
        empty.relations().to_vec(),
    )
}

#[test]
fn regions_between_which_a_province_moved_are_other_territories_and_the_country_is_not() {
    let wanted = ["1: 1", "2: 2", "3: 3", "C: C", "R: R/", "S: S/"];
    assert_eq!(shown(&moved(&[]), "2009-12-31", "2010-12-31"), wanted);
    assert_eq!(shown(&moved(&[]), "2010-12-31", "2009-12-31"), wanted);
}

#[test]
fn a_region_to_which_all_came_back_that_went_is_the_same_land() {
    let (moved, whole) = (moved(&[]), ["1: 1", "2: 2", "3: 3", "C: C", "R: R", "S: S"]);
    assert_eq!(shown(&moved, "2009-12-31", "2020-12-31"), whole);
    assert_eq!(shown(&moved, "2020-12-31", "2009-12-31"), whole);
    let apart = ["1: 1", "2: 2", "3: 3", "C: C", "R: R/", "S: S/"];
    assert_eq!(shown(&moved, "2015-12-31", "2020-12-31"), apart);
}

#[test]
fn a_transfer_between_the_regions_says_what_moved() {
    let areas = moved(&[("2010-01-01", RelationKind::Transfer, "R", "S")]);
    assert_eq!(
        shown(&areas, "2009-12-31", "2010-12-31"),
        ["1: 1", "2: 2", "3: 3", "C: C", "R: R~", "S: S~"]
    );
}

#[test]
fn a_unit_without_relations_has_no_past() {
    let areas = register(
        &[("1", "2000-01-01", "2009-12-31"), ("2", "2010-01-01", "")],
        &[],
    );
    assert!(shown(&areas, "2009-12-31", "2012-01-01").is_empty());
}

#[test]
fn what_was_divided_and_merged_again_is_whole_on_both_sides_and_not_in_between() {
    use RelationKind::{Merge, Split};
    let units = [
        ("1", "2000-01-01", "2009-12-31"),
        ("2", "2010-01-01", "2014-12-31"),
        ("3", "2010-01-01", "2014-12-31"),
        ("1", "2015-01-01", ""),
        ("4", "2000-01-01", ""),
    ];
    let relations = [
        ("2010-01-01", Split, "1", "2"),
        ("2010-01-01", Split, "1", "3"),
        ("2015-01-01", Merge, "2", "1"),
        ("2015-01-01", Merge, "3", "1"),
    ];
    let areas = register(&units, &relations);
    let wanted = ["1: 1", "4: 4"];
    assert_eq!(shown(&areas, "2009-12-31", "2015-12-31"), wanted);
    assert_eq!(shown(&areas, "2015-12-31", "2009-12-31"), wanted);
    assert_eq!(
        shown(&areas, "2009-12-31", "2012-12-31"),
        ["2: 1/", "3: 1/", "4: 4"]
    );
    // One part went to another unit, or nobody knows where.
    let elsewhere = [
        relations[0],
        relations[1],
        relations[2],
        ("2015-01-01", Merge, "3", "4"),
    ];
    assert_eq!(
        shown(&register(&units, &elsewhere), "2009-12-31", "2015-12-31"),
        ["1: 1/", "4: 1+4/"]
    );
    assert_eq!(
        shown(
            &register(&units, &relations[..3]),
            "2009-12-31",
            "2015-12-31"
        ),
        ["1: 1/", "4: 4"]
    );
}

#[test]
fn a_unit_that_goes_on_and_takes_another_in() {
    use RelationKind::Merge;
    let areas = register(
        &[("1", "2000-01-01", ""), ("2", "2000-01-01", "2009-12-31")],
        &[("2010-01-01", Merge, "2", "1")],
    );
    assert_eq!(shown(&areas, "2009-12-31", "2012-01-01"), ["1: 1+2"]);
    assert_eq!(
        shown(&areas, "2012-01-01", "2009-12-31"),
        ["1: 1/", "2: 1/"]
    );
}
