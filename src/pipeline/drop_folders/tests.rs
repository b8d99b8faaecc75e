//! Which files of a folder are taken, and which are left.

use crate::model::DropFolder;
use crate::pipeline::drop_folders::listing::{FileSignature, is_ours, listing};
use crate::pipeline::drop_folders::take::read;
use chrono::Duration;

#[test]
fn files_that_are_being_written_are_told_by_their_names() {
    for name in ["thang-01.csv", "Báo cáo 2026.xlsx", "part.csv", "tmp.csv"] {
        assert!(is_ours(name), "{name}");
    }
    for name in [
        "thang-01.csv.part",
        "~$book.xlsx",
        "a.csv.TMP",
        ".hidden.csv",
        ".~lock.book.ods#",
        "a.csv~",
        "a.csv.crdownload",
        "a.csv.filepart",
    ] {
        assert!(!is_ours(name), "{name}");
    }
}

#[test]
fn a_listing_follows_no_links_and_sees_no_folders() {
    let own = tempfile::tempdir().unwrap();
    let drop = DropFolder {
        folder: "inbox".into(),
        pattern: "*.csv".into(),
        every: Duration::zero(),
        settle: Duration::zero(),
    };
    assert!(listing(own.path(), &drop).unwrap().is_empty());
    let inbox = own.path().join("inbox");
    std::fs::create_dir_all(inbox.join("taken.csv")).unwrap();
    std::fs::write(own.path().join("secret.csv"), "x").unwrap();
    std::os::unix::fs::symlink(own.path().join("secret.csv"), inbox.join("link.csv")).unwrap();
    std::fs::write(inbox.join("a.csv"), "x").unwrap();
    std::fs::write(inbox.join("B.CSV"), "x").unwrap();
    std::fs::write(inbox.join("a.xlsx"), "x").unwrap();
    assert_eq!(
        listing(own.path(), &drop)
            .unwrap()
            .into_keys()
            .collect::<Vec<_>>(),
        ["B.CSV", "a.csv"]
    );
}

#[test]
fn a_file_that_grows_while_it_is_read_is_not_taken() {
    let own = tempfile::tempdir().unwrap();
    let path = own.path().join("a.csv");
    std::fs::write(&path, "abc").unwrap();
    let seen = FileSignature::of(&path).unwrap();
    assert_eq!(read(&path, seen, 3).unwrap().unwrap(), b"abc");
    assert!(read(&path, seen, 2).is_err());
    std::fs::write(&path, "abcd").unwrap();
    assert!(read(&path, seen, 9).unwrap().is_none());
}
