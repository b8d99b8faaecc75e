//! The bytes of a manifest, and manifests of older builds.

use super::*;
use crate::{Embargo, ReleaseRule};
use chrono::Duration;
use serde_json::json;
use serde_json::{Map, Value};

fn entries() -> Manifest {
    let landed = "2026-11-22T08:00:00.250Z".parse().unwrap();
    let file = |name: &str, rows| FileEntry {
        name: name.to_owned(),
        sha256: "f1".to_owned(),
        bytes: 12,
        rows,
    };
    Manifest {
        title_vi: Some("Tên".to_owned()),
        title_en: Some("Title".to_owned()),
        state: Some("approved".to_owned()),
        known_at: Some("2024-04-15".parse().unwrap()),
        boundaries: Some(vec!["2023-01-01".parse().unwrap()]),
        chiso: Some("0.1.0+abc".to_owned()),
        inputs_sha256: Some("1a".to_owned()),
        datasets: Some(vec![DatasetEntry {
            dataset: "d".to_owned(),
            title_vi: "Đ".to_owned(),
            title_en: "D".to_owned(),
            licence: "CC".to_owned(),
            citation: "C".to_owned(),
        }]),
        configuration: Some(vec![ConfigurationEntry {
            path: "chiso.toml".to_owned(),
            sha256: "c1".to_owned(),
        }]),
        registers: Some(vec![RegisterEntry {
            register: "areas".to_owned(),
            file_name: "areas.csv".to_owned(),
            sha256: "a1".to_owned(),
        }]),
        deliveries: Some(vec![DeliveryEntry {
            dataset: "d".to_owned(),
            source_id: "s".to_owned(),
            delivery: "d1".to_owned(),
            sha256: "d1d1".to_owned(),
            file_name: "a.csv".to_owned(),
            path: Some("datasets/d/a.csv".to_owned()),
            url: String::new(),
            fetched_at: landed,
            published_at: None,
            receipt_sha256: Some("r1".to_owned()),
            current: true,
        }]),
        tables: Some(vec![TableEntry {
            table: "d".to_owned(),
            version: 0,
            log_sha256: Some("l1".to_owned()),
        }]),
        broken: Some(vec!["e".to_owned()]),
        release: Some("2024-04-15-1a".to_owned()),
        content_sha256: Some("c0".to_owned()),
        files: Some(vec![
            file("scorecard.parquet", Some(35)),
            file("dictionary.csv", None),
        ]),
        ..Manifest::default()
    }
}

/// A delivery of which no release said anything.
fn lost() -> ReceiptEntry {
    ReceiptEntry {
        dataset: "e".to_owned(),
        delivery: "e1".to_owned(),
        ..ReceiptEntry::default()
    }
}

fn asking(embargo: Option<Embargo>) -> ApprovalEntry {
    let approvals = 2;
    ApprovalEntry::Rule(ReleaseRule { approvals, embargo })
}

fn written(manifest: &Manifest) -> String {
    Value::Object(manifest.document().unwrap()).to_string()
}

const KNOWN_AT_TO_TABLES: &str = concat!(
    r#""known_at":"2024-04-15","boundaries":["2023-01-01"],"chiso":"0.1.0+abc","#,
    r#""inputs_sha256":"1a","datasets":[{"dataset":"d","title_vi":"Đ","title_en":"D","#,
    r#""licence":"CC","citation":"C"}],"configuration":[{"path":"chiso.toml","sha256":"c1"}],"#,
    r#""registers":[{"register":"areas","file_name":"areas.csv","sha256":"a1"}],"#,
    r#""deliveries":[{"dataset":"d","source_id":"s","delivery":"d1","sha256":"d1d1","#,
    r#""file_name":"a.csv","path":"datasets/d/a.csv","url":"","#,
    r#""fetched_at":"2026-11-22T08:00:00.250Z","published_at":null,"receipt_sha256":"r1","#,
    r#""current":true}],"tables":[{"table":"d","version":0,"log_sha256":"l1"}],"#,
);
const RELEASE_TO_FILES: &str = concat!(
    r#""release":"2024-04-15-1a","content_sha256":"c0","files":[{"name":"scorecard.parquet","#,
    r#""sha256":"f1","bytes":12,"rows":35},{"name":"dictionary.csv","sha256":"f1","bytes":12,"#,
    r#""rows":null}]}"#,
);
const LOST: &str = concat!(
    r#""lost":[{"dataset":"e","delivery":"e1","source_id":null,"path":null,"sha256":null,"#,
    r#""fetched_at":null,"published_at":null,"receipt_sha256":null}],"#,
);

#[test]
fn the_bytes_of_a_manifest_are_a_contract() {
    let titles = r#"{"title_vi":"Tên","title_en":"Title","#;
    let (from, to) = (KNOWN_AT_TO_TABLES, RELEASE_TO_FILES);
    let mut manifest = entries();
    let open = format!(r#"{titles}"state":"approved",{from}"broken":["e"],{to}"#);
    assert_eq!(written(&manifest), open);
    manifest.lost = Some(vec![lost()]);
    let without = format!(r#"{titles}"state":"approved",{from}"broken":["e"],{LOST}{to}"#);
    assert_eq!(written(&manifest), without);
}

#[test]
fn a_manifest_that_asks_for_approval_has_its_last_input_in_place_of_the_state() {
    let titles = r#"{"title_vi":"Tên","title_en":"Title","#;
    let (from, to) = (KNOWN_AT_TO_TABLES, RELEASE_TO_FILES);
    let until = Embargo::Until("2026-12-01T07:00:00Z".parse().unwrap());
    let mut manifest = Manifest {
        state: None,
        approval: Some(asking(Some(until))),
        ..entries()
    };
    let rule = r#""approval":{"releases":2,"embargo_until":"2026-12-01T07:00:00Z"},"#;
    let asks = format!(r#"{titles}"broken":["e"],{from}{rule}{to}"#);
    assert_eq!(written(&manifest), asks);
    manifest.lost = Some(vec![lost()]);
    manifest.approval = Some(asking(Some(Embargo::After(Duration::hours(1)))));
    let rule = r#""approval":{"releases":2,"embargo_seconds_after_approval":3600},"#;
    let without = format!(r#"{titles}{LOST}{from}"broken":["e"],{rule}{to}"#);
    assert_eq!(written(&manifest), without);
}

#[test]
fn what_is_written_is_read() {
    for manifest in [
        entries(),
        Manifest {
            lost: Some(vec![lost()]),
            approval: Some(asking(None)),
            ..entries()
        },
    ] {
        let document = manifest.document().unwrap();
        assert_eq!(Manifest::read(&document).unwrap(), manifest);
    }
}

#[test]
fn what_an_older_manifest_does_not_name_is_none() {
    let text = r#"{
        "title_vi": "Tên", "title_en": "Title", "state": "approved", "known_at": "2024-04-15",
        "boundaries": ["2023-01-01"], "chiso": "0.0.1+old", "inputs_sha256": "1a", "datasets": [],
        "configuration": [], "registers": [],
        "deliveries": [{
            "dataset": "d", "source_id": "s", "delivery": "d1", "sha256": "d1d1",
            "file_name": "a.csv", "url": "", "fetched_at": "2026-11-22T08:00:00Z",
            "published_at": "2024-04-14T22:00:00Z", "current": false
        }],
        "tables": [{ "table": "d", "version": 3 }],
        "release": "2024-04-15-1a", "content_sha256": "c0", "files": [], "of_another_build": 1
    }"#;
    let manifest = Manifest::read(&serde_json::from_str(text).unwrap()).unwrap();
    let delivery = &manifest.deliveries()[0];
    assert_eq!((&delivery.path, &delivery.receipt_sha256), (&None, &None));
    assert_eq!(delivery.known_from(), "2024-04-14T22:00:00Z");
    assert_eq!(manifest.tables()[0].log_sha256, None);
    assert_eq!(manifest.version_of("d"), Some(3));
    assert_eq!((&manifest.broken, &manifest.lost), (&None, &None));
    assert_eq!(manifest.manifest_sha256, None);
    assert_eq!(manifest.rule(), Some(ReleaseRule::default()));
    let nothing = Manifest::read(&Map::new()).unwrap();
    assert_eq!(nothing, Manifest::default());
    assert_eq!((nothing.known_day().as_str(), nothing.program()), ("", ""));
}

#[test]
fn a_rule_that_cannot_be_read_is_no_leave_to_publish() {
    for rule in [
        json!({}),
        json!(null),
        json!("two"),
        json!([0]),
        json!({ "releases": 300 }),
        json!({ "releases": 0, "embargo_until": "soon" }),
        json!({ "releases": 0, "embargo_until": null }),
        json!({ "releases": 0, "embargo_seconds_after_approval": i64::MAX }),
    ] {
        let document = Map::from_iter([("approval".to_owned(), rule.clone())]);
        assert_eq!(Manifest::read(&document).unwrap().rule(), None, "{rule}");
    }
}
