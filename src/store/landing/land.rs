//! How a delivery comes into landing.

use crate::env::TEMPORARY;
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{Hashing, pour, sha256_hex, short};
use crate::store::lake_folder::{Lake, check_name};
use crate::store::landing::deliveries::{LandedDelivery, RECEIPT};
use crate::store::landing::receipt::{Receipt, Transfer};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is known of a delivery when it comes in, as well as its bytes.
#[derive(Clone, Debug)]
pub struct LandingNote {
    /// Source of the dataset that it belongs to.
    pub source_id: String,
    /// Where it was read: a path within the project, or an address. What comes from there later
    /// takes its place.
    pub path: String,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// Licence, in words.
    pub licence: String,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// How it came over HTTP; absent for a file.
    pub transfer: Option<Transfer>,
    /// SHA-256 of everything that leaves these bytes in force: what the source holds now, and what
    /// came to other places. What came later than these bytes and is none of it took their place,
    /// and they come back.
    pub source_holds: BTreeSet<String>,
}

impl LandingNote {
    /// Whether the bytes of `held` come back in place of something that the source delivered after
    /// them.
    fn withdraws(&self, held: &LandedDelivery, known: &[LandedDelivery]) -> bool {
        let later = |l: &&LandedDelivery| {
            l.receipt.source_id == self.source_id && l.receipt.fetched_at > held.receipt.fetched_at
        };
        known
            .iter()
            .filter(later)
            .any(|l| !self.source_holds.contains(&l.receipt.sha256))
    }

    fn receipt(&self, dataset: &str, file_name: &str, (sha256, size): (String, u64)) -> Receipt {
        Receipt {
            dataset: dataset.to_owned(),
            source_id: self.source_id.clone(),
            file_name: file_name.to_owned(),
            path: self.path.clone(),
            url: self.url.clone(),
            size,
            licence: self.licence.clone(),
            fetched_at: self.fetched_at,
            published_at: self.published_at,
            transfer: self.transfer.clone(),
            sha256,
        }
    }
}

impl Lake {
    /// Lands a delivery: bytes and receipt appear together or not at all. Bytes that were landed
    /// before change nothing.
    ///
    /// # Errors
    /// When a name cannot be used, another delivery has the same first 12 digits, or the system
    /// refuses.
    pub fn land(
        &self,
        dataset: &str,
        file_name: &str,
        bytes: &[u8],
        note: &LandingNote,
    ) -> Result<LandedDelivery, StoreError> {
        let write = |to: &Path| Ok(self.files().write(to, bytes)?);
        self.land_with(
            dataset,
            file_name,
            (sha256_hex(bytes), bytes.len() as u64),
            note,
            write,
        )
    }

    /// Lands a file without holding it, as [`Lake::land`] does; `known` are its hash and size by
    /// [`sha256_of_file`].
    ///
    /// # Errors
    /// As [`Lake::land`], and [`StoreError::Changed`] when the file is no longer what `known` says.
    pub fn land_file(
        &self,
        dataset: &str,
        file_name: &str,
        from: &Path,
        known: (String, u64),
        note: &LandingNote,
    ) -> Result<LandedDelivery, StoreError> {
        let sha256 = known.0.clone();
        let write = |to: &Path| {
            let folder = to.parent().unwrap_or(to);
            let mut source = fs::File::open(from).map_err(read_failed(from))?;
            let mut hashing = Hashing::new(self.files().grow(folder)?);
            pour(&mut source, &mut hashing).map_err(read_failed(from))?;
            let (mut copy, found, _) = hashing.finish();
            if found != sha256 {
                return Err(StoreError::Changed(from.to_owned()));
            }
            Ok(copy.place(to)?)
        };
        self.land_with(dataset, file_name, known, note, write)
    }

    fn land_with(
        &self,
        dataset: &str,
        file_name: &str,
        (sha256, size): (String, u64),
        note: &LandingNote,
        write: impl Fn(&Path) -> Result<(), StoreError>,
    ) -> Result<LandedDelivery, StoreError> {
        check_name("dataset id", dataset)?;
        check_name("file name", file_name)?;
        if file_name == RECEIPT {
            return Err(StoreError::Name {
                what: "file name",
                name: file_name.to_owned(),
            });
        }
        let parent = self.landing_dir().join(dataset);
        let mut delivery = short(&sha256).to_owned();
        if parent.join(&delivery).exists() {
            let known = self.known_deliveries(dataset, &delivery, &sha256)?;
            let same = known.iter().filter(|l| l.receipt.sha256 == sha256);
            let held = same
                .clone()
                .rfind(|l| l.receipt.source_id == note.source_id);
            if let Some(held) = held.filter(|held| !note.withdraws(held, &known)) {
                self.make_whole(held, write)?;
                return Ok(held.clone());
            }
            delivery = format!("{delivery}r{}", same.count() + 1);
        }
        let receipt = note.receipt(dataset, file_name, (sha256, size));
        let place = parent.join(&delivery);
        let unfinished = parent.join(format!("{TEMPORARY}{delivery}"));
        self.place_together(&unfinished, &place, &receipt, write)?;
        Ok(LandedDelivery {
            delivery,
            path: place.join(file_name),
            receipt,
            new: true,
        })
    }

    /// The deliveries of a dataset, of which one has the same first digits as new bytes.
    fn known_deliveries(
        &self,
        dataset: &str,
        delivery: &str,
        sha256: &str,
    ) -> Result<Vec<LandedDelivery>, StoreError> {
        let (known, damaged) = self.landed_sound(dataset)?;
        if let Some((_, error)) = damaged.into_iter().find(|(id, _)| id == delivery) {
            return Err(error);
        }
        if let Some(other) = known
            .iter()
            .find(|l| l.delivery == delivery && l.receipt.sha256 != sha256)
        {
            // A receipt that was changed is damage, and no other delivery.
            self.verify_hash(other)?;
            let place = self.landing_dir().join(dataset).join(delivery);
            return Err(same_name(place, &other.receipt.sha256, sha256));
        }
        Ok(known)
    }

    /// Writes the bytes of a delivery again that has lost them: the very same come again, so
    /// nothing is lost.
    fn make_whole(
        &self,
        held: &LandedDelivery,
        write: impl Fn(&Path) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if held.is_whole() {
            return Ok(());
        }
        if held.path.is_dir() {
            self.files().remove_dir(&held.path)?;
        }
        write(&held.path)
    }

    fn place_together(
        &self,
        unfinished: &Path,
        place: &Path,
        receipt: &Receipt,
        write: impl Fn(&Path) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut text =
            serde_json::to_vec_pretty(receipt).map_err(|e| StoreError::Shape(e.to_string()))?;
        text.push(b'\n');
        let files = self.files();
        files.remove_dir(unfinished)?;
        files.create_dir(unfinished)?;
        write(&unfinished.join(&receipt.file_name))?;
        files.write(&unfinished.join(RECEIPT), &text)?;
        Ok(files.rename(unfinished, place)?)
    }
}

fn same_name(path: PathBuf, there: &str, here: &str) -> StoreError {
    let detail = format!("it holds `{there}`, and `{here}` begins with the same 12 digits");
    StoreError::Clash {
        path,
        detail,
        remedy: "land the new file under another dataset id",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::store::hash::sha256_of_file;

    fn note(fetched_at: &str) -> LandingNote {
        LandingNote {
            source_id: "gso".into(),
            path: "firms/a.csv".into(),
            url: "https://example.org/a.csv".into(),
            licence: "CC BY 4.0".into(),
            published_at: None,
            fetched_at: fetched_at.parse().unwrap(),
            transfer: None,
            source_holds: BTreeSet::new(),
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
            text.contains(
                "\"fetched_at\": \"2026-01-01T00:00:00Z\",\n  \"published_at\": null\n}\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn bytes_that_come_back_after_others_are_a_delivery_of_their_own() {
        let (_dir, lake) = lake();
        let land = |bytes: &[u8], day: u32| {
            let source_holds = BTreeSet::from([sha256_hex(bytes)]);
            lake.land(
                "firms",
                "a.csv",
                bytes,
                &LandingNote {
                    source_holds,
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
            .land_file("firms", "a.csv", &from, known.clone(), &day)
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
            .land_file("firms", "a.csv", &from, ("0".repeat(64), 16), &day)
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
}
