//! What is said of a data set is said of its observations.

use crate::{Reading, decode};
use chiso_model::{Format, Layout};

/// `concept=text` of every observation, but its action.
fn rows(text: &str) -> Vec<String> {
    let layout = Layout::default();
    let reading = Reading {
        file_name: "a.xml",
        format: Format::SdmxMl,
        layout: &layout,
        decimal: '.',
        pages: &[],
        max_cells: 1 << 20,
    };
    let decoded = decode(reading, text.as_bytes()).unwrap();
    let names = decoded.columns.clone();
    decoded
        .records
        .map(|record| {
            let cells = record.unwrap().cells;
            let said = names
                .iter()
                .zip(&cells)
                .filter(|(name, _)| *name != "action");
            let said: Vec<String> = said.map(|(name, text)| format!("{name}={text}")).collect();
            said.join(" ")
        })
        .collect()
}

#[test]
fn what_is_said_of_a_data_set_is_said_of_its_observations() {
    let compact = r#"<m:D xmlns:m="m"><m:DataSet UNIT_MULT="6" dataflowID="X" setID="1">
        <Series REF_AREA="C1"><Obs TIME_PERIOD="2020" OBS_VALUE="1"/></Series>
        <Series REF_AREA="C2" UNIT_MULT="3"><Obs TIME_PERIOD="2020" OBS_VALUE="2"/></Series>
        </m:DataSet></m:D>"#;
    let mut told = rows(compact);
    for row in &mut told {
        let mut said: Vec<&str> = row.split(' ').collect();
        said.sort_unstable();
        *row = said.join(" ");
    }
    assert_eq!(
        told,
        [
            "OBS_VALUE=1 REF_AREA=C1 TIME_PERIOD=2020 UNIT_MULT=6",
            "OBS_VALUE=2 REF_AREA=C2 TIME_PERIOD=2020 UNIT_MULT=3",
        ]
    );
    let generic = r#"<g:D xmlns:g="g"><g:DataSet structureRef="X">
        <g:Attributes><g:Value id="UNIT_MULT" value="6"/></g:Attributes>
        <g:Series><g:SeriesKey><g:Value id="REF_AREA" value="C1"/></g:SeriesKey>
        <g:Obs><g:ObsDimension value="2020"/><g:ObsValue value="1"/></g:Obs></g:Series>
        </g:DataSet></g:D>"#;
    let told = rows(generic);
    assert!(
        told[0].contains("UNIT_MULT=6") && told[0].contains("REF_AREA=C1"),
        "{told:?}"
    );
}
