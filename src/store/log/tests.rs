//! The id of a table, and the accounting of a commit.

use crate::store::log::actions::commit_info;
use crate::store::log::statistics::bounds;
use crate::store::log::table_metadata::table_id;
use std::collections::BTreeMap;

#[test]
fn a_table_id_is_a_uuid_of_the_name() {
    let id = table_id("firms");
    assert_eq!(id, table_id("firms"));
    assert_ne!(id, table_id("revenue"));
    assert_eq!(
        id.split('-').map(str::len).collect::<Vec<_>>(),
        [8, 4, 4, 4, 12]
    );
    assert_eq!(&id[14..15], "8");
}

#[test]
fn accounting_keeps_its_order() {
    let accounting = BTreeMap::from(
        [("read", 3), ("accepted", 2), ("ignored", 1)].map(|(k, n)| (k.to_owned(), n)),
    );
    let action = commit_info(
        "WRITE",
        "2026-01-01T00:00:00Z".parse().unwrap(),
        &accounting,
    );
    let text = serde_json::to_string(&action).unwrap();
    assert!(
        text.contains(r#""accounting":{"accepted":2,"ignored":1,"read":3}"#),
        "{text}"
    );
}

#[test]
fn bounds_are_those_of_texts_of_which_both_are_said() {
    let said = bounds(
        r#"{"numRecords":2,"minValues":{"area_code":"01","n":1,"span":"ytd"},
            "maxValues":{"area_code":"31","n":2}}"#,
    );
    let texts = ["01", "31"].map(str::to_owned);
    assert_eq!(said, BTreeMap::from([("area_code".to_owned(), texts)]));
    assert!(bounds("no statistics").is_empty());
}
