//! Registers with every fault, and the findings about them.

use super::super::shown;
use super::*;
use crate::model::AreaUnit;

fn read(areas: &str, relations: &str) -> (AreaRegister, Vec<String>) {
    let areas = RegisterFile {
        name: "areas.csv",
        bytes: areas.as_bytes(),
    };
    let relations = RegisterFile {
        name: "relations.csv",
        bytes: relations.as_bytes(),
    };
    let (register, findings) = read_areas(areas, Some(relations));
    (register, shown(&findings))
}

const AREAS: &str = "level,code,name_vi,valid_from,valid_to,aliases\n\
    province,01,Hà Nội,2004-07-08,2008-07-31,Thủ đô; HN ;\n\
    province,01,Hà Nội,2008-08-01,,\n\
    province,28,Hà Tây,2004-07-08,2008-07-31,\n";

const NONE: &str = "date,kind,from_code,to_code\n";

#[test]
fn a_register_without_faults() {
    let (register, found) = read(
        AREAS,
        "date,kind,from_code,to_code,note\n2008-08-01,merge,28,01,\n2008-08-01,merge,01,01,enlarged\n",
    );
    assert_eq!(found, Vec::<String>::new());
    let units: Vec<&AreaUnit> = register.units().map(|(_, unit)| unit).collect();
    assert_eq!(
        units.iter().map(|u| u.code.as_str()).collect::<Vec<_>>(),
        ["01", "01", "28"]
    );
    assert_eq!(units[0].aliases, ["Thủ đô", "HN"]);
    assert_eq!(register.relations().len(), 2);
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let areas = "code,name_vi,level,valid_from,valid_to\n\
        01,Hà Nội,province,2008-08-01,\n\
        01,Hà Nội mới,province,2020-01-01,\n\
        02,Hà  NỘI,province,2008-08-01,\n\
        03,Vùng,region,01/01/2008,\n\
        ,Không,province,2008-01-01,2007-01-01\n\
        04,x,province,2008-01-01\n\
        05,Cũ,province,2004-01-01,2010-12-31\n\
        05,Mới,province,2011-01-01,\n";
    let relations =
        "date,kind,from_code,to_code\n2008-08-01,union,28,02\n2011-01-01,merge,05,05x\n";
    let (_, found) = read(areas, relations);
    let starts = [
        "error[ragged_row]: areas.csv:7: the row has 4 cells, the header 5",
        "error[bad_date]: areas.csv:5, column `valid_from`: `01/01/2008` is not a day\n  hint: \
            write year, month and day: `2025-07-01`",
        "error[empty_cell]: areas.csv:6, column `code`: `code` is empty",
        "error[dates_reversed]: areas.csv:6, column `valid_to`: the last day, 2007-01-01, is \
            before the first, 2008-01-01",
        "error[overlapping_units]: areas.csv:3, column `valid_from`: code `01` is also another \
            unit, of line 2, from 2008-08-01 on",
        "warning[shared_name]: areas.csv:4: `hà nội` is also a name of `01` of line 2 on the \
            same days",
        "error[unknown_kind]: relations.csv:2, column `kind`: `union` is not a kind of \
            relation: write one of `merge`",
        "error[unknown_unit]: relations.csv:2, column `from_code`: `28` is no area on \
            2008-07-31\n  hint: add `28` to the areas",
        "error[unknown_unit]: relations.csv:3, column `to_code`: `05x` is no area on 2011-01-01",
        "warning[unit_without_relation]: areas.csv:9, column `valid_from`: `05` begins again on \
            2011-01-01",
    ];
    for (got, start) in found.iter().zip(starts) {
        assert!(got.starts_with(start), "{got}\nis not\n{start}");
    }
    assert_eq!(found.len(), starts.len(), "{found:#?}");
}

#[test]
fn a_unit_that_ends_while_its_level_goes_on_must_become_something() {
    let ended = |more: &str, relations: &str| {
        let areas =
            format!("code,level,valid_from,valid_to\nB,county,2000-01-01,2023-12-31\n{more}");
        read(&areas, relations).1
    };
    let found = ended("A,county,2000-01-01,\n", NONE);
    assert!(
        found.len() == 1 && found[0].starts_with("warning[unit_without_successor]: areas.csv:2"),
        "{found:#?}"
    );
    let merged = format!("{NONE}2024-01-01,merge,B,A\n");
    assert_eq!(ended("A,county,2000-01-01,\n", &merged), [""; 0]);
    // The whole level ends: there is no later unit whose figures could lack it.
    let others = "A,county,2000-01-01,2023-12-31\nR,region,2000-01-01,\n";
    assert_eq!(ended(others, NONE), [""; 0]);
}

#[test]
fn what_begins_again_with_others_says_what_became_of_itself() {
    let areas = "code,level,valid_from,valid_to\nA,county,2000-01-01,2023-12-31\n\
        A,county,2024-01-01,\nB,county,2000-01-01,2023-12-31\n";
    let (_, found) = read(areas, &format!("{NONE}2024-01-01,merge,B,A\n"));
    assert!(
        found[0].starts_with("error[unit_without_relation]: areas.csv:3, column `valid_from`: `A`"),
        "{found:#?}"
    );
    let both = format!("{NONE}2024-01-01,merge,B,A\n2024-01-01,merge,A,A\n");
    assert_eq!(read(areas, &both).1, [""; 0]);
}

#[test]
fn what_would_count_twice_is_reported() {
    let areas = "code,level,parent_code,valid_from,valid_to\n\
        P,country,P,2000-01-01,\n\
        1,county,P,2000-01-01,2009-12-31\n\
        2,county,X,2000-01-01,\n\
        3,county,P,2010-01-01,\n";
    let relations = "date,kind,from_code,to_code\n2010-01-01,merge,1,3\n2010-01-01,merge,1,2\n2010-01-01,merge,2,3\n2010-01-01,merge,P,3\n";
    let (_, found) = read(areas, relations);
    let starts = [
        "error[parent_circle]: areas.csv:2, column `parent_code`: `P` stands above itself",
        "error[unknown_parent]: areas.csv:4, column `parent_code`: `X` is no area",
        "error[relation_twice]: relations.csv:3, column `to_code`: the whole of `1` goes to \
            `3` too, on line 2",
        "error[relation_alive]: relations.csv:4, column `from_code`: `2` still exists on \
            2010-01-01",
        "error[relation_levels]: relations.csv:5, column `to_code`: `P` is a country, `3` a \
            county",
        "error[relation_alive]: relations.csv:5, column `from_code`: `P` still exists on \
            2010-01-01",
    ];
    for (got, start) in found.iter().zip(starts) {
        assert!(got.starts_with(start), "{got}\nis not\n{start}");
    }
    assert_eq!(found.len(), starts.len(), "{found:#?}");
}

#[test]
fn a_header_must_name_what_is_needed() {
    let (register, found) = read("code,leval,valid_from\n01,province,2008-01-01\n", NONE);
    assert_eq!(register.units().count(), 0);
    assert_eq!(
        found,
        [
            "warning[unknown_column]: areas.csv:1: column `leval` is not read\n  hint: did you \
                mean `level`?",
            "error[column_missing]: areas.csv:1: there is no column `level`\n  hint: the \
                register needs `code`, `level`, `valid_from`",
        ]
    );
    assert!(read("<html>", NONE).1[0].starts_with("error[html_page]: areas.csv:1"));
}
