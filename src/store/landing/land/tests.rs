//! Deliveries land once, whole, and are found again.

use super::*;
use crate::env::Files;
use crate::store::hash::sha256_of_file;
use crate::store::landing::deliveries::RECEIPTS_OPENED;

fn note(fetched_at: &str) -> LandingNote {
    LandingNote {
        source_id: "gso".into(),
        path: "firms/a.csv".into(),
        url: "https://example.org/a.csv".into(),
        licence: "CC BY 4.0".into(),
        published_at: None,
        fetched_at: fetched_at.parse().unwrap(),
        transfer: None,
        replaced: Replaced::ByAny,
    }
}

fn lake() -> (tempfile::TempDir, Lake) {
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::open(dir.path(), Files::real()).unwrap();
    (dir, lake)
}

#[test]
fn the_same_bytes_are_landed_once_and_keep_their_day() {
    let (_dir, lake) = lake();
    let first = lake
        .land("firms", "a.csv", b"1", &note("2026-01-01T00:00:00Z"))
        .unwrap();
    let renamed = LandingNote {
        path: "firms/b.csv".into(),
        ..note("2026-02-01T00:00:00Z")
    };
    let again = lake.land("firms", "b.csv", b"1", &renamed).unwrap();
    assert!(first.new && !again.new);
    assert_eq!(again.receipt, first.receipt);
    assert_eq!(first.delivery, "6b86b273ff34");
    assert_eq!(lake.read(&again).unwrap(), b"1");
    let text = fs::read_to_string(first.path.with_file_name(RECEIPT)).unwrap();
    assert!(
        text.starts_with(
            "{\n  \"dataset\": \"firms\",\n  \"source_id\": \"gso\",\n  \
            \"file_name\": \"a.csv\",\n  \"path\": \"firms/a.csv\",\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("\"fetched_at\": \"2026-01-01T00:00:00Z\",\n  \"published_at\": null\n}\n"),
        "{text}"
    );
}

#[test]
fn bytes_that_come_back_after_others_are_a_delivery_of_their_own() {
    let (_dir, lake) = lake();
    let land = |bytes: &[u8], day: u32| {
        let replaced = Replaced::AtItsPlace(Arc::new(BTreeSet::from([sha256_hex(bytes)])));
        lake.land(
            "firms",
            "a.csv",
            bytes,
            &LandingNote {
                replaced,
                ..note(&format!("2026-01-0{day}T00:00:00Z"))
            },
        )
        .unwrap()
    };
    let ids: Vec<String> = [
        (b"1", 1),
        (b"1", 2),
        (b"2", 3),
        (b"1", 4),
        (b"1", 5),
        (b"2", 6),
        (b"1", 7),
    ]
    .map(|(b, d)| land(b, d).delivery)
    .into();
    let [one, two] = ["6b86b273ff34", "d4735e3a265e"];
    let expected = [
        one.to_owned(),
        one.to_owned(),
        two.to_owned(),
        format!("{one}r2"),
        format!("{one}r2"),
        format!("{two}r2"),
        format!("{one}r3"),
    ];
    assert_eq!(ids, expected);
    assert_eq!(
        lake.landed("firms").unwrap().last().unwrap().delivery,
        format!("{one}r3")
    );
}

#[test]
fn the_same_bytes_from_another_source_are_a_delivery_of_their_own() {
    let (_dir, lake) = lake();
    let other = LandingNote {
        source_id: "dpi".into(),
        ..note("2026-01-02T00:00:00Z")
    };
    lake.land("firms", "a.csv", b"1", &note("2026-01-01T00:00:00Z"))
        .unwrap();
    let again = lake.land("firms", "a.csv", b"1", &other).unwrap();
    assert_eq!(
        (again.delivery.as_str(), again.receipt.source_id.as_str()),
        ("6b86b273ff34r2", "dpi")
    );
    assert!(!lake.land("firms", "a.csv", b"1", &other).unwrap().new);
}

#[test]
fn deliveries_come_in_the_order_they_were_fetched_and_remnants_do_not_count() {
    let (_dir, lake) = lake();
    assert!(lake.landed("firms").unwrap().is_empty());
    for (bytes, at) in [
        ("1", "2026-03-01T00:00:00Z"),
        ("2", "2026-01-01T00:00:00Z"),
        ("3", "2026-02-01T00:00:00Z"),
    ] {
        let path = format!("firms/{bytes}.csv");
        lake.land(
            "firms",
            "a.csv",
            bytes.as_bytes(),
            &LandingNote { path, ..note(at) },
        )
        .unwrap();
    }
    fs::create_dir(lake.landing_dir().join("firms/.tmp-abc")).unwrap();
    let order: Vec<Vec<u8>> = lake
        .landed("firms")
        .unwrap()
        .iter()
        .map(|l| lake.read(l).unwrap())
        .collect();
    assert_eq!(order, [b"2", b"3", b"1"]);
    assert_eq!(lake.sweep(&lake.lock().unwrap()).unwrap(), 1);
    assert!(!lake.landing_dir().join("firms/.tmp-abc").exists());
}

#[test]
fn what_lies_there_is_listed_once_for_all_files_of_a_source() {
    let (_dir, lake) = lake();
    let day = note("2026-01-01T00:00:00Z");
    let land = |listing: &mut Listing, n: usize| {
        let name = format!("{n}.csv");
        let bytes = n.to_string();
        let what = (name.as_str(), bytes.as_bytes());
        lake.land_among(listing, "firms", what, &day).unwrap()
    };
    let mut first = Listing::default();
    assert!((0..8).all(|n| land(&mut first, n).new));
    let opened = |files: usize| {
        let mut again = Listing::default();
        RECEIPTS_OPENED.with(|opened| opened.set(0));
        assert!((0..files).all(|n| !land(&mut again, n).new));
        RECEIPTS_OPENED.with(std::cell::Cell::get)
    };
    assert_eq!(
        [opened(1), opened(4), opened(8)],
        [8; 3],
        "each receipt is opened once, however many files a source has"
    );
}

#[test]
fn a_flipped_bit_is_found_and_the_file_named() {
    let (_dir, lake) = lake();
    let landed = lake
        .land(
            "firms",
            "a.csv",
            b"area,value\n01,5\n",
            &note("2026-01-01T00:00:00Z"),
        )
        .unwrap();
    let mut bytes = fs::read(&landed.path).unwrap();
    bytes[3] ^= 1;
    fs::write(&landed.path, bytes).unwrap();
    let error = lake.read(&landed).unwrap_err().to_string();
    assert!(
        error.contains("a.csv` is damaged") && error.contains("backup"),
        "{error}"
    );
}

#[test]
fn a_receipt_with_another_hash_is_damage_and_no_other_delivery() {
    let (_dir, lake) = lake();
    let landed = lake
        .land("firms", "a.csv", b"1", &note("2026-01-01T00:00:00Z"))
        .unwrap();
    let receipt = landed.path.with_file_name(RECEIPT);
    let other = format!("{}{}", landed.delivery, "0".repeat(52));
    fs::write(
        &receipt,
        fs::read_to_string(&receipt)
            .unwrap()
            .replace(&landed.receipt.sha256, &other),
    )
    .unwrap();
    assert!(matches!(
        lake.land("firms", "a.csv", b"1", &note("2026-01-01T00:00:00Z")),
        Err(StoreError::Damaged { .. })
    ));
}

#[test]
fn a_file_lands_as_its_bytes_do_and_not_while_it_changes() {
    let (dir, lake) = lake();
    let from = dir.path().with_extension("csv");
    fs::write(&from, "area,value\n01,5\n").unwrap();
    let known = sha256_of_file(&from).unwrap();
    let day = note("2026-01-01T00:00:00Z");
    let landed = lake
        .land_file(
            &mut Listing::default(),
            ("firms", "a.csv"),
            (&from, known.clone()),
            &day,
        )
        .unwrap();
    assert_eq!(lake.read(&landed).unwrap(), b"area,value\n01,5\n");
    assert_eq!((landed.receipt.sha256.clone(), landed.receipt.size), known);
    assert!(
        !lake
            .land("firms", "a.csv", b"area,value\n01,5\n", &day)
            .unwrap()
            .new
    );
    let stale = lake
        .land_file(
            &mut Listing::default(),
            ("firms", "a.csv"),
            (&from, ("0".repeat(64), 16)),
            &day,
        )
        .unwrap_err();
    assert!(
        stale.to_string().contains("changed while it was read"),
        "{stale}"
    );
    assert_eq!(lake.landed("firms").unwrap().len(), 1);
    lake.sweep(&lake.lock().unwrap()).unwrap();
    assert_eq!(
        fs::read_dir(lake.landing_dir().join("firms"))
            .unwrap()
            .count(),
        1
    );
    fs::remove_file(from).unwrap();
}

#[test]
fn names_stay_inside_their_folder() {
    let (_dir, lake) = lake();
    for (dataset, file) in [
        ("../x", "a"),
        ("x", "../a"),
        ("x", "receipt.json"),
        ("", "a"),
        ("x", ".tmp-a"),
    ] {
        assert!(matches!(
            lake.land(dataset, file, b"1", &note("2026-01-01T00:00:00Z")),
            Err(StoreError::Name { .. })
        ));
    }
}
