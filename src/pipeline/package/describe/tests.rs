//! Names, licences and addresses as others read them.

use crate::pipeline::package::describe::data_package::name_of;
use crate::pipeline::package::describe::origins::{address, licence};
use serde_json::json;

#[test]
fn names_are_plain_whatever_the_title() {
    assert_eq!(
        name_of(&["Results of reform (2020)", ""]),
        "results-of-reform-2020"
    );
    assert_eq!(
        name_of(&["", "Cải cách hành chính ở Đà Nẵng"]),
        "cai-cach-hanh-chinh-o-da-nang"
    );
    assert_eq!(name_of(&["", "指标"]), "chiso");
}

#[test]
fn licences_are_named_only_where_they_have_a_name() {
    assert_eq!(
        licence("CC BY 4.0"),
        json!({ "name": "CC-BY-4.0", "title": "CC BY 4.0" })
    );
    let words = "CC BY 4.0, except the maps";
    assert_eq!(
        licence(words),
        json!({ "name": "notspecified", "title": words })
    );
    assert_eq!(licence("Figures are facts.")["name"], "notspecified");
}

#[test]
fn addresses_are_written_so_that_every_reader_takes_them() {
    assert_eq!(
        address("https://a.vn/Doanh nghiệp/V05%2E02.px?x=1"),
        "https://a.vn/Doanh%20nghi%E1%BB%87p/V05%2E02.px?x=1"
    );
    assert_eq!(address("see column source_url"), "");
}
