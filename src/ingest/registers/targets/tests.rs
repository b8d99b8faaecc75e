//! Registers of targets with every fault, and the findings about them.

use super::super::shown;
use super::*;
use crate::model::{AreaUnit, Period, TargetPath};

fn areas() -> AreaRegister {
    let unit = AreaUnit {
        code: "01".into(),
        name_vi: "Hà Nội".into(),
        name_en: String::new(),
        level: "province".into(),
        parent_code: String::new(),
        valid_from: "2008-08-01".parse().unwrap(),
        valid_to: None,
        aliases: vec![],
    };
    let merged = AreaUnit {
        code: "28".into(),
        name_vi: "Hà Tây".into(),
        valid_from: "2004-07-08".parse().unwrap(),
        valid_to: "2008-07-31".parse().ok(),
        ..unit.clone()
    };
    AreaRegister::new(vec![unit, merged], vec![])
}

fn read(text: &str) -> (Vec<Target>, Vec<String>) {
    let (targets, findings) = read_targets(
        RegisterFile {
            name: "targets.csv",
            bytes: text.as_bytes(),
        },
        &areas(),
        None,
    );
    (
        targets.into_iter().map(|(_, target)| target).collect(),
        shown(&findings),
    )
}

const HEADER: &str = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,tolerance,decided_on,supersedes\n";

#[test]
fn targets_without_faults() {
    let (targets, found) = read(&format!(
        "{HEADER}t1,growth,01,2020,2021,ge,0.20,ratio,,2019-12-05,\nt2,growth,01,2020,,gt,0.2,ratio,0.01,,t1\n"
    ));
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        (
            targets[0].value.to_string(),
            targets[0].period_to.to_string()
        ),
        ("0.2".to_owned(), "2021".to_owned())
    );
    assert_eq!(
        (targets[1].period_to, targets[1].supersedes.as_str()),
        (Period::Year(2020), "t1")
    );
    assert_eq!(targets[1].tolerance.to_string(), "0.01");
}

#[test]
fn every_fault_is_reported_with_its_place() {
    let (targets, found) = read(&format!(
        "{HEADER}\
        t1,growth,Hà Nội,2020,2019,>=,20%,percent,-1,05/12/2019,t9\n\
        t1,,01,2020-Q1,2020,ge,1e-9,ratio,,,t1\n\
        t2,growth,01,2007,,ge,1,ratio,,,\n"
    ));
    assert!(targets.is_empty());
    let starts = [
        "error[unknown_supersedes]: targets.csv:2, column `supersedes`: there is no target \
            `t9`\n  hint: keep the replaced target in the register",
        "error[unknown_op]: targets.csv:2, column `op`: `>=` is not a comparison",
        "error[periods_reversed]: targets.csv:2, column `period_to`: the last period, 2019, is \
            before the first, 2020",
        "error[unknown_area]: targets.csv:2, column `area_code`: `Hà Nội` is no area on \
            2020-12-31\n  hint: write its code, `01`",
        "error[bad_number]: targets.csv:2, column `target_value`: `20%` is not a decimal number",
        "error[unknown_value_unit]: targets.csv:2, column `value_unit`: `percent` is not a \
            unit of targets\n  hint: write one of `ratio`",
        "error[negative_tolerance]: targets.csv:2, column `tolerance`",
        "error[bad_date]: targets.csv:2, column `decided_on`: `05/12/2019` is not a day",
        "error[duplicate_target]: targets.csv:3, column `target_id`: `t1` stands on line 2 too",
        "error[unknown_supersedes]: targets.csv:3, column `supersedes`: `t1` supersedes itself",
        "error[empty_cell]: targets.csv:3, column `kpi`: `kpi` is empty",
        "error[mixed_frequency]: targets.csv:3, column `period_to`: `2020-Q1` and `2020` are \
            not of one frequency",
        "error[bad_number]: targets.csv:3, column `target_value`: `1e-9` needs more than 6 \
            decimal places",
        "error[unknown_area]: targets.csv:4, column `area_code`: `01` is no area on 2007-12-31",
    ];
    for (got, start) in found.iter().zip(starts) {
        assert!(got.starts_with(start), "{got}\nis not\n{start}");
    }
    assert_eq!(found.len(), starts.len(), "{found:#?}");
}

#[test]
fn a_target_of_a_year_in_which_its_area_ends_is_one_of_that_area() {
    // 28, Hà Tây, was merged into 01 on 1 August 2008.
    let (targets, found) = read(&format!("{HEADER}t1,growth,28,2008,,ge,0.2,ratio,,,\n"));
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(targets.len(), 1);
    let (_, found) = read(&format!("{HEADER}t1,growth,28,2009,,ge,0.2,ratio,,,\n"));
    assert!(found[0].starts_with("error[unknown_area]"), "{found:#?}");
}

const WIDE: &str = "target_id,kpi,area_code,area_level,period_from,period_to,op,target_value,\
    target_high,value_unit,path,path_points\n";

#[test]
fn targets_of_levels_corridors_and_paths() {
    let (targets, found) = read(&format!(
        "{WIDE}\
        t1,growth,,province,2020,2021,between,0.02,0.04,ratio,,\n\
        t2,growth,01,,2021,2030,ge,0.30,,ratio,linear,2020=0.10; 2025=0.15\n"
    ));
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(
        (
            targets[0].area_code.as_str(),
            targets[0].area_level.as_str(),
            targets[0].high.map(|high| high.to_string())
        ),
        ("", "province", Some("0.04".to_owned()))
    );
    assert_eq!(
        targets[1].path.as_ref().map(TargetPath::text),
        Some("2020=0.1;2025=0.15".to_owned())
    );
}

#[test]
fn every_fault_of_levels_corridors_and_paths_is_reported() {
    let (targets, found) = read(&format!(
        "{WIDE}\
        t1,growth,,,2020,,ge,0.2,,ratio,,\n\
        t2,growth,01,province,2020,,ge,0.2,,ratio,,\n\
        t3,growth,,provinces,2020,,ge,0.2,,ratio,,\n\
        t4,growth,01,,2020,,between,0.2,,ratio,,\n\
        t5,growth,01,,2020,,between,0.2,0.1,ratio,,\n\
        t6,growth,01,,2020,,ge,0.2,0.3,ratio,,\n\
        t7,growth,01,,2020,2022,ge,0.2,,ratio,,2019=0.1\n\
        t8,growth,01,,2020,2022,ge,0.2,,ratio,linear,\n\
        t9,growth,01,,2020,2022,ge,0.2,,ratio,linear,2021=0.1\n\
        u1,growth,01,,2020,2022,ge,0.2,,ratio,linear,2019=10 %\n\
        u2,growth,01,,2020,2022,ge,0.2,,ratio,stepped,2019=0.1;2022=0.2\n\
        u3,growth,01,,2020,2022,ge,0.2,,ratio,stepped,2019=0.1;2018=0.2\n\
        u4,growth,01,,2020,2022,ge,0.2,,ratio,stated,2019=0.1\n\
        u5,growth,01,,2020,2022,ge,0.2,,ratio,linear,2019-Q1=0.1\n\
        u6,growth,01,,2020,2022,between,0.2,0.3,ratio,linear,2019=0.1\n\
        u7,growth,01,,2020,2022,ge,0.2,,ratio,curved,2019=0.1\n\
        u8,growth,01,,2020,2022,ge,0.2,,ratio,linear,;\n"
    ));
    assert!(targets.is_empty(), "{targets:#?}");
    let starts = [
        "error[empty_cell]: targets.csv:2, column `area_code`: `area_code` is empty, and so is",
        "error[area_and_level]: targets.csv:3, column `area_level`",
        "error[unknown_level]: targets.csv:4, column `area_level`: no area is of level `provinces`\n  \
            hint: did you mean `province`?",
        "error[empty_cell]: targets.csv:5, column `target_high`",
        "error[bounds_reversed]: targets.csv:6, column `target_high`",
        "error[unused_cell]: targets.csv:7, column `target_high`: `ge` compares with one value",
        "error[unused_cell]: targets.csv:8, column `path_points`",
        "error[empty_cell]: targets.csv:9, column `path_points`",
        "error[bad_path]: targets.csv:10, column `path_points`: the first point is 2021",
        "error[bad_path]: targets.csv:11, column `path_points`: `2019=10 %` is not a point",
        "error[bad_path]: targets.csv:12, column `path_points`: the point 2022 is not before",
        "error[bad_path]: targets.csv:13, column `path_points`: `2019` does not come before `2018`",
        "error[bad_path]: targets.csv:14, column `path_points`: the point 2019 is before the first",
        "error[bad_path]: targets.csv:15, column `path_points`: `2019-Q1` and `2020` are not of one",
        "error[unused_cell]: targets.csv:16, column `path`: a corridor has no path",
        "error[unknown_path]: targets.csv:17, column `path`: `curved` is not a path",
        "error[bad_path]: targets.csv:18, column `path_points`: the path has no points",
    ];
    for (got, start) in found.iter().zip(starts) {
        assert!(got.starts_with(start), "{got}\nis not\n{start}");
    }
    assert_eq!(found.len(), starts.len(), "{found:#?}");
}

#[test]
fn a_target_of_the_months_of_a_fiscal_year_to_date_is_one_of_the_year() {
    let row = |from: &str| format!("{HEADER}t1,growth,01,{from},,ge,0.2,ratio,,,\n");
    let (_, found) = read(&row("2020-04-01/P7M"));
    assert_eq!(
        found,
        [
            "error[bad_period]: targets.csv:2, column `period_from`: `2020-04-01/P7M` is no whole \
                period, but the months of `2020-04-01/P1Y` to date\n  hint: write \
                `2020-04-01/P1Y`: its months to date are judged by the `pace` of the KPI"
        ]
    );
    assert_eq!(read(&row("2020-04-01/P1Y")).1, Vec::<String>::new());
}
