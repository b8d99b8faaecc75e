//! Attributes of every level.

use crate::{Reading, decode};
use chiso_model::{Format, Layout};

fn rows(text: &str, columns: &[&str]) -> Vec<String> {
    let layout = Layout::default();
    let reading = Reading {
        file_name: "a.json",
        format: Format::SdmxJson,
        layout: &layout,
        decimal: '.',
        pages: &[],
        max_cells: 1 << 20,
    };
    let decoded = decode(reading, text.as_bytes()).unwrap();
    let at: Vec<usize> = columns
        .iter()
        .map(|name| decoded.columns.iter().position(|c| c == name).expect(name))
        .collect();
    decoded
        .records
        .map(|record| {
            let cells = record.unwrap().cells;
            let row: Vec<&str> = at.iter().map(|i| cells[*i].as_str()).collect();
            row.join(" ")
        })
        .collect()
}

/// Two areas and two years, flat; `sets` and `attributes` go into the message.
fn message(set: &str, attributes: &str) -> String {
    format!(
        r#"{{"data":{{"structures":[{{"dimensions":{{"observation":[
        {{"id":"REF_AREA","values":[{{"id":"C1"}},{{"id":"C2"}}]}},
        {{"id":"TIME_PERIOD","values":[{{"id":"2020"}},{{"id":"2021"}}]}}]}},
        "attributes":{{{attributes}}}}}],
        "dataSets":[{{"structure":0,{set}"observations":{{"0:0":[1],"0:1":[2],"1:0":[3,1]}}}}]}}}}"#
    )
}

#[test]
fn what_is_said_of_a_group_is_said_of_its_observations() {
    let text = message(
        r#""dimensionGroupAttributes":{"0:":[1,null],"1:":[0,"persons"],":1":[null,"late"]},"#,
        r#""dimensionGroup":[{"id":"UNIT_MULT","values":[{"id":"3"},{"id":"6"}]},
            {"id":"TITLE","values":[]}]"#,
    );
    assert_eq!(
        rows(
            &text,
            &["REF_AREA", "TIME_PERIOD", "UNIT_MULT", "TITLE", "OBS_VALUE"]
        ),
        ["C1 2020 6  1", "C1 2021 6 late 2", "C2 2020 3 persons 3"]
    );
}

#[test]
fn what_nobody_says_of_an_observation_is_the_default() {
    let text = message(
        "",
        r#""observation":[{"id":"UNIT_MULT","default":"6","values":[{"id":"0"},{"id":"3"}]}]"#,
    );
    assert_eq!(
        rows(&text, &["REF_AREA", "UNIT_MULT", "OBS_VALUE"]),
        ["C1 6 1", "C1 6 2", "C2 3 3"]
    );
}

#[test]
fn a_group_of_no_known_dimensions_refuses_the_file() {
    let text = message(
        r#""dimensionGroupAttributes":{"9:":[0]},"#,
        r#""dimensionGroup":[{"id":"UNIT_MULT","values":[{"id":"3"}]}]"#,
    );
    let layout = Layout::default();
    let reading = Reading {
        file_name: "a.json",
        format: Format::SdmxJson,
        layout: &layout,
        decimal: '.',
        pages: &[],
        max_cells: 1 << 20,
    };
    let Err(fault) = decode(reading, text.as_bytes()) else {
        panic!("read")
    };
    assert!(fault.message.contains("`9:`"), "{}", fault.message);
}
