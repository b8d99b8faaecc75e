//! Two machines, one bucket: what each has after runs, crashes and lost answers.

mod storage;

use crate::{Address, Brought, Bucket, Copy, Fault, Folder, Holder, Keys, Sent};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use storage::Storage;

/// A machine with its folder.
#[derive(Clone)]
struct Machine {
    name: &'static str,
    dir: Arc<tempfile::TempDir>,
}

impl Folder for Machine {
    fn root(&self) -> &Path {
        self.dir.path()
    }

    fn is_copied(&self, path: &str) -> bool {
        !path.starts_with("cache") && !path.starts_with(".tmp-") && path != "published"
    }

    fn write(
        &self,
        path: &Path,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap())?;
        let unfinished = self.root().join(".tmp-file");
        fill(&mut File::create(&unfinished)?)?;
        fs::rename(unfinished, path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn published(&self) -> io::Result<Option<String>> {
        match fs::read_to_string(self.root().join("published")) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            target => target.map(Some),
        }
    }

    fn publish(&self, target: &str) -> io::Result<()> {
        fs::write(self.root().join("published"), target)
    }
}

impl Machine {
    fn new(name: &'static str) -> Machine {
        Machine {
            name,
            dir: Arc::new(tempfile::tempdir().unwrap()),
        }
    }

    fn put(&self, path: &str, text: &str) {
        let place = self.root().join(path);
        self.write(&place, &mut |file| file.write_all(text.as_bytes()))
            .unwrap();
    }

    fn holder(&self) -> Holder {
        Holder {
            by: self.name.to_owned(),
            since: "2026-12-01T08:00:00Z".to_owned(),
            run: "1".to_owned(),
        }
    }

    fn copy(&self, bucket: &Arc<Bucket>) -> Copy {
        Copy {
            bucket: Arc::clone(bucket),
            folder: Arc::new(self.clone()),
        }
    }

    /// A run that writes these files.
    fn run(&self, storage: &Storage, files: &[(&str, &str)]) -> Result<(Brought, Sent), Fault> {
        let bucket = bucket(storage);
        let (session, brought) = self.copy(&bucket).begin(self.holder())?;
        for (path, text) in files {
            self.put(path, text);
        }
        Ok((brought, session.finish()?))
    }

    /// Every file but the cache and what the copy keeps for itself.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.root().to_owned()];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.root()).unwrap().to_owned();
                if path.is_dir() {
                    open.push(path);
                } else if self.is_copied(name.to_str().unwrap())
                    && name != Path::new(crate::kept::KEPT)
                {
                    found.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        found
    }
}

fn bucket(storage: &Storage) -> Arc<Bucket> {
    let address = Address {
        endpoint: "http://storage.example".to_owned(),
        region: "hanoi-1".to_owned(),
        bucket: "office".to_owned(),
        prefix: "thống kê/lake".to_owned(),
        path_style: true,
    };
    let keys = Keys {
        access: "access".to_owned(),
        secret: "secret".to_owned(),
        token: None,
    };
    Arc::new(Bucket::new(&address, keys, Box::new(storage.clone())).unwrap())
}

#[test]
fn a_second_machine_goes_on_from_the_first_and_back() {
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    let first = [
        ("landing/x/1/tệp số 1.csv", "area,value"),
        ("published", "releases/1"),
    ];
    let (brought, sent) = a.run(&storage, &first).unwrap();
    assert_eq!((brought.files, sent.files), (0, 1));
    a.put("cache/kept", "made again");
    let (brought, sent) = b
        .run(&storage, &[("tables/x/part.parquet", "rows")])
        .unwrap();
    assert_eq!((brought.files, sent.files), (1, 1));
    assert_eq!(b.published().unwrap().as_deref(), Some("releases/1"));
    let (brought, sent) = a.run(&storage, &[]).unwrap();
    assert_eq!((brought.files, sent), (1, Sent::default()));
    assert_eq!(a.files(), b.files());
    assert!(storage.keys().iter().all(|key| !key.contains("cache")));
}

#[test]
fn what_one_removes_goes_from_the_bucket_and_from_the_other() {
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    a.run(&storage, &[("one", "1"), ("two", "2")]).unwrap();
    b.run(&storage, &[]).unwrap();
    let bucket = bucket(&storage);
    let (session, _) = b.copy(&bucket).begin(b.holder()).unwrap();
    fs::remove_file(b.root().join("two")).unwrap();
    assert_eq!(session.finish().unwrap().removed, 1);
    assert!(storage.keys().iter().all(|key| !key.ends_with("two")));
    let (brought, _) = a.run(&storage, &[]).unwrap();
    assert_eq!(brought.removed, 1);
    assert_eq!(a.files(), b.files());
}

#[test]
fn one_machine_works_at_a_time_and_a_dead_run_is_taken_over_by_its_own_folder_alone() {
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    let bucket = bucket(&storage);
    let (session, _) = a.copy(&bucket).begin(a.holder()).unwrap();
    a.put("one", "1");
    drop(session); // the process died
    let refused = b.run(&storage, &[]).unwrap_err();
    assert!(
        matches!(&refused, Fault::Held(holder) if holder.by == "a"),
        "{refused}"
    );
    assert!(refused.remedy().contains("lock.json"));
    a.run(&storage, &[]).unwrap();
    b.run(&storage, &[]).unwrap();
    assert_eq!(a.files(), b.files());
}

#[test]
fn who_lost_the_lock_changes_no_head() {
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    a.run(&storage, &[("one", "1")]).unwrap();
    let bucket = bucket(&storage);
    let (session, _) = a.copy(&bucket).begin(a.holder()).unwrap();
    storage.remove("lock.json"); // a person thought that it was dead
    b.run(&storage, &[("two", "of b")]).unwrap();
    a.put("two", "of a");
    assert!(matches!(session.finish(), Err(Fault::Moved)));
    let apart = a.run(&storage, &[]).unwrap_err();
    assert!(
        matches!(&apart, Fault::Apart { file, .. } if file == "two"),
        "{apart}"
    );
    assert_eq!(storage.get("two"), b"of b");
    // nobody is locked out by that
    b.run(&storage, &[("three", "3")]).unwrap();
}

#[test]
fn a_run_that_dies_at_any_request_loses_nothing() {
    let begun = |storage: &Storage, a: &Machine| {
        a.run(
            storage,
            &[
                ("tables/x/part", "1"),
                ("tables/x/_delta_log/0.json", "part"),
            ],
        )
        .unwrap();
        storage.begin_count();
    };
    let second = [
        ("tables/x/part2", "2"),
        ("tables/x/_delta_log/1.json", "part2"),
    ];
    let (storage, a) = (Storage::default(), Machine::new("a"));
    begun(&storage, &a);
    a.run(&storage, &second).unwrap();
    let requests = storage.count();
    assert!(requests > 6, "{requests}");
    for dies_at in 0..requests {
        for answered in [true, false] {
            let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
            begun(&storage, &a);
            storage.fails_from(dies_at, answered);
            assert!(a.run(&storage, &second).is_err() || answered);
            storage.mend();
            // Whoever reads meanwhile finds every file that a log names.
            if storage.has("tables/x/_delta_log/1.json") {
                assert!(storage.has("tables/x/part2"), "died at {dies_at}");
            }
            a.run(&storage, &second).unwrap();
            b.run(&storage, &[]).unwrap();
            assert_eq!(a.files(), b.files(), "died at {dies_at}");
            assert_eq!(b.files().len(), 4);
        }
    }
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again() {
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    storage.loses_every(2);
    a.run(&storage, &[("one", "1")]).unwrap();
    b.run(&storage, &[("two", "2")]).unwrap();
    a.run(&storage, &[]).unwrap();
    assert_eq!(a.files(), b.files());
    assert!(storage.waited() > 0);
}

#[test]
fn large_files_go_in_pieces() {
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    let piece = usize::try_from(crate::transfer::PIECE).unwrap();
    let sizes = [0, 1, piece, piece + 1, 2 * piece + 7];
    let texts: Vec<(String, String)> = sizes
        .iter()
        .map(|size| {
            (
                format!("file of {size}"),
                "0123456789".repeat(size / 10 + 1)[..*size].to_owned(),
            )
        })
        .collect();
    let files: Vec<_> = texts
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    a.run(&storage, &files).unwrap();
    b.run(&storage, &[]).unwrap();
    assert_eq!(a.files(), b.files());
    assert!(storage.largest_body() <= piece);
}

#[test]
fn bytes_that_rotted_in_the_bucket_are_not_taken() {
    for (bytes, says) in [
        (&b"2"[..], "has other bytes than its head says"),
        (b"", "is shorter than its head says"),
    ] {
        let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
        a.run(&storage, &[("one", "1")]).unwrap();
        storage.rot("one", bytes);
        let fault = b.run(&storage, &[]).unwrap_err();
        assert!(matches!(fault, Fault::Damaged { .. }), "{fault}");
        assert!(fault.to_string().contains(says), "{fault}");
        assert!(b.files().is_empty());
    }
    let (storage, a, b) = (Storage::default(), Machine::new("a"), Machine::new("b"));
    a.run(&storage, &[("one", "1")]).unwrap();
    for head in [
        r#"{"format":1,"generation":2,"published":null,"files":{"../out":{"bytes":1,"sha256":"x"}}}"#,
        r#"{"format":1,"generation":2,"published":"/etc","files":{}}"#,
        r#"{"format":2,"generation":2,"published":null,"files":{}}"#,
        "nonsense",
    ] {
        storage.rot("head.json", head.as_bytes());
        assert!(
            matches!(b.run(&storage, &[]), Err(Fault::Damaged { .. })),
            "{head}"
        );
        assert!(b.files().is_empty());
    }
}

#[test]
fn a_bucket_that_lost_its_lake_is_not_filled_in_silence() {
    let (storage, a) = (Storage::default(), Machine::new("a"));
    a.run(&storage, &[("one", "1")]).unwrap();
    storage.remove("head.json");
    let fault = a.run(&storage, &[]).unwrap_err();
    assert!(
        matches!(fault, Fault::Gone { generation: 1, .. }),
        "{fault}"
    );
    fs::remove_file(a.root().join(crate::kept::KEPT)).unwrap();
    a.run(&storage, &[]).unwrap();
}

#[test]
fn what_the_storage_says_of_a_fault_is_said() {
    let (storage, a) = (Storage::default(), Machine::new("a"));
    storage.refuses(403, "<Error><Code>AccessDenied</Code></Error>");
    let fault = a.run(&storage, &[]).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "the object storage answered 403 for `lock.json`: <Error><Code>AccessDenied</Code></Error>"
    );
    assert!(fault.remedy().contains("keys"));
    assert!(!fault.to_string().contains("secret"));
}
