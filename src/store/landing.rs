//! Landing: bytes exactly as received, under their hash, with a receipt. Everything to the right is
//! a function of these.
//!
//! A delivery is landed once: the same bytes again give the receipt of the first time, so figures
//! keep the day they became known. Only when something else came in between from the same place are
//! they a delivery of their own, because then they take it back.

use crate::env::TEMPORARY;
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{Hashing, pour, sha256_hex, sha256_of_file, short};
use crate::store::lake::{Lake, check_name, entries};
use crate::store::lock::LakeLock;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const RECEIPT: &str = "receipt.json";

/// What is known of a delivery when it comes in, beside its bytes.
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
    /// SHA-256 of everything the source holds now. What came later than these bytes and is no
    /// longer there was taken back.
    pub source_holds: BTreeSet<String>,
}

impl LandingNote {
    /// Whether the bytes of `held` come back in place of something that the source delivered after
    /// them.
    fn takes_back(&self, held: &LandedDelivery, known: &[LandedDelivery]) -> bool {
        let later = |l: &&LandedDelivery| {
            l.receipt.source_id == self.source_id && l.receipt.fetched_at > held.receipt.fetched_at
        };
        known
            .iter()
            .filter(later)
            .any(|l| !self.source_holds.contains(&l.receipt.sha256))
    }
}

/// What `receipt.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Dataset.
    pub dataset: String,
    /// Source within the dataset.
    pub source_id: String,
    /// File name as delivered.
    pub file_name: String,
    /// Where it was read: a path within the project, or an address.
    pub path: String,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// Licence, in words.
    pub licence: String,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// How it came over HTTP; absent for a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
}

/// What is known of a fetch, over HTTP or of a database. No secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// SHA-256 of the request as declared. Only the same request may be made on the condition that
    /// something has changed.
    pub request: String,
    /// Body of the request that an adapter has made, when the delivery came in one piece; empty
    /// when it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// `ETag` of the answer; empty when it had none.
    pub etag: String,
    /// `Last-Modified` of the answer, as sent; empty when it had none.
    pub last_modified: String,
    /// `Content-Type` of the (first) answer; empty when it had none.
    pub content_type: String,
    /// `Content-Encoding` that was undone: the bytes landed are those behind it. Empty when there
    /// was none.
    pub content_encoding: String,
    /// Pages whose bytes stand in the delivery one behind the other; empty when it came in one
    /// piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageReceipt>,
    /// Answers that only said what to ask for and are not part of the delivery: descriptions of
    /// tables, limits, catalogues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<PageReceipt>,
    /// The query whose answer it is; absent when it came over HTTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<QueryReceipt>,
}

/// What a database was asked and what its answer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryReceipt {
    /// The query as declared.
    pub text: String,
    /// Columns of the answer, in order.
    pub columns: Vec<QueryColumn>,
    /// Rows of the answer.
    pub rows: u64,
    /// How far it reaches; absent when each answer is everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watermark: Option<WatermarkReceipt>,
}

/// A column of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryColumn {
    /// Name.
    pub name: String,
    /// Type, by the server's name.
    #[serde(rename = "type")]
    pub data_type: String,
}

/// From where to where an answer reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatermarkReceipt {
    /// Column.
    pub column: String,
    /// Only rows later than this were asked for; empty when all were.
    pub after: String,
    /// The latest that was received so far; empty when no row had one.
    pub reached: String,
    /// SHA-256 of the rows that are asked for again next time, without and with those on the bound
    /// itself.
    pub held: Vec<String>,
}

/// One page of a delivery, or an answer that led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageReceipt {
    /// Where it was read.
    pub url: String,
    /// Body of the request; empty when it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Number of bytes.
    pub size: u64,
    /// Records in it.
    pub records: u64,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

impl Transfer {
    /// Whether it brought only what came after the delivery before it.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.query
            .iter()
            .filter_map(|q| q.watermark.as_ref())
            .any(|w| !w.after.is_empty())
    }
}

impl Receipt {
    /// Whether it holds only what came after the delivery before it, so that what it lacks is not
    /// taken back.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.transfer.as_ref().is_some_and(Transfer::partial)
    }

    /// Hash of all that it says.
    #[must_use]
    pub fn hash(&self) -> String {
        serde_json::to_vec(self)
            .map(|text| sha256_hex(&text))
            .unwrap_or_default()
    }

    /// Sizes of the pages, in order; empty when it came in one piece.
    #[must_use]
    pub fn pages(&self) -> Vec<u64> {
        self.transfer
            .iter()
            .flat_map(|t| t.pages.iter().map(|p| p.size))
            .collect()
    }
}

/// A delivery in the lake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandedDelivery {
    /// Its id: the first 12 hex digits of its hash; with `r2` when these bytes came a second time
    /// after others, and so on.
    pub delivery: String,
    /// Its receipt.
    pub receipt: Receipt,
    /// Its bytes.
    pub path: PathBuf,
    /// It was not there before.
    pub new: bool,
}

impl LandedDelivery {
    /// Whether as many bytes lie there as were landed; whether they are the same ones, only their
    /// hash says.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|meta| meta.is_file() && meta.len() == self.receipt.size)
    }
}

/// A delivery that cannot be read, by its id, with what is wrong with it.
pub type DamagedDelivery = (String, StoreError);

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
            let (known, damaged) = self.landed_sound(dataset)?;
            if let Some((_, error)) = damaged.into_iter().find(|(id, _)| *id == delivery) {
                return Err(error);
            }
            if let Some(other) = known
                .iter()
                .find(|l| l.delivery == delivery && l.receipt.sha256 != sha256)
            {
                // A receipt that was changed is damage, and no other delivery.
                self.hold_against_hash(other)?;
                return Err(same_name(
                    parent.join(delivery),
                    &other.receipt.sha256,
                    &sha256,
                ));
            }
            let same: Vec<&LandedDelivery> = known
                .iter()
                .filter(|l| l.receipt.sha256 == sha256)
                .collect();
            let held = same.iter().rfind(|l| l.receipt.source_id == note.source_id);
            if let Some(held) = held.filter(|held| !note.takes_back(held, &known)) {
                if !held.is_whole() {
                    // The very bytes come again, so nothing is lost.
                    if held.path.is_dir() {
                        self.files().remove_dir(&held.path)?;
                    }
                    write(&held.path)?;
                }
                return Ok((*held).clone());
            }
            delivery = format!("{delivery}r{}", same.len() + 1);
        }
        let place = parent.join(&delivery);
        let receipt = Receipt {
            dataset: dataset.to_owned(),
            source_id: note.source_id.clone(),
            file_name: file_name.to_owned(),
            path: note.path.clone(),
            url: note.url.clone(),
            size,
            licence: note.licence.clone(),
            fetched_at: note.fetched_at,
            published_at: note.published_at,
            transfer: note.transfer.clone(),
            sha256,
        };
        let mut text =
            serde_json::to_vec_pretty(&receipt).map_err(|e| StoreError::Shape(e.to_string()))?;
        text.push(b'\n');
        let files = self.files();
        let unfinished = parent.join(format!("{TEMPORARY}{delivery}"));
        files.remove_dir(&unfinished)?;
        files.create_dir(&unfinished)?;
        write(&unfinished.join(file_name))?;
        files.write(&unfinished.join(RECEIPT), &text)?;
        files.rename(&unfinished, &place)?;
        Ok(LandedDelivery {
            delivery,
            path: place.join(file_name),
            receipt,
            new: true,
        })
    }

    /// The deliveries of a dataset, the first fetched first.
    ///
    /// # Errors
    /// When a folder or receipt cannot be read.
    pub fn landed(&self, dataset: &str) -> Result<Vec<LandedDelivery>, StoreError> {
        check_name("dataset id", dataset)?;
        let complete = entries(&self.landing_dir().join(dataset))?
            .into_iter()
            .filter(|(name, path)| !name.starts_with('.') && path.is_dir());
        let mut landed = complete
            .map(|(_, path)| open(&path))
            .collect::<Result<Vec<_>, _>>()?;
        landed.sort_by(|a, b| {
            (a.receipt.fetched_at, &a.receipt.sha256)
                .cmp(&(b.receipt.fetched_at, &b.receipt.sha256))
        });
        Ok(landed)
    }

    /// As [`Lake::landed`], with those that cannot be read apart: their ids and what is wrong with
    /// them. Bytes are held against their number only.
    ///
    /// # Errors
    /// When the folder of the dataset cannot be read.
    pub fn landed_sound(
        &self,
        dataset: &str,
    ) -> Result<(Vec<LandedDelivery>, Vec<DamagedDelivery>), StoreError> {
        check_name("dataset id", dataset)?;
        let (mut landed, mut damaged) = (Vec::new(), Vec::new());
        for (id, place) in entries(&self.landing_dir().join(dataset))?
            .into_iter()
            .filter(|(name, _)| !name.starts_with('.'))
        {
            match open(&place) {
                Ok(delivery) => landed.push(delivery),
                Err(error) => damaged.push((id, error)),
            }
        }
        landed.sort_by(|a: &LandedDelivery, b| {
            (a.receipt.fetched_at, &a.receipt.sha256)
                .cmp(&(b.receipt.fetched_at, &b.receipt.sha256))
        });
        Ok((landed, damaged))
    }

    /// Removes a delivery that cannot be read, so that the same bytes can be landed again.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_damaged(
        &self,
        _lock: &LakeLock,
        dataset: &str,
        delivery: &str,
    ) -> Result<(), StoreError> {
        check_name("dataset id", dataset)?;
        check_name("delivery", delivery)?;
        let place = self.landing_dir().join(dataset).join(delivery);
        if place.is_dir() {
            self.files().remove_dir(&place)?;
        } else {
            self.files().remove_file(&place)?;
        }
        Ok(())
    }

    /// A delivery of a dataset by its id; `None` when it is not there.
    ///
    /// # Errors
    /// When its receipt cannot be read.
    pub fn landed_as(
        &self,
        dataset: &str,
        delivery: &str,
    ) -> Result<Option<LandedDelivery>, StoreError> {
        check_name("dataset id", dataset)?;
        check_name("delivery", delivery)?;
        let place = self.landing_dir().join(dataset).join(delivery);
        if place.is_dir() {
            open(&place).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The delivery in a folder of landing.
    pub(super) fn delivery_at(&self, place: &Path) -> Result<LandedDelivery, StoreError> {
        debug_assert!(place.starts_with(self.landing_dir()));
        open(place)
    }

    /// The bytes of a delivery, held against its hash.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what was landed.
    pub fn read(&self, landed: &LandedDelivery) -> Result<Vec<u8>, StoreError> {
        let bytes = fs::read(&landed.path).map_err(read_failed(&landed.path))?;
        is_what_was_landed(landed, &sha256_hex(&bytes))?;
        Ok(bytes)
    }

    /// Holds the bytes of a delivery against its hash without holding them.
    ///
    /// # Errors
    /// As [`Lake::read`].
    pub fn hold_against_hash(&self, landed: &LandedDelivery) -> Result<(), StoreError> {
        let (found, _) = sha256_of_file(&landed.path).map_err(read_failed(&landed.path))?;
        is_what_was_landed(landed, &found)
    }
}

fn is_what_was_landed(landed: &LandedDelivery, found: &str) -> Result<(), StoreError> {
    if found == landed.receipt.sha256 {
        return Ok(());
    }
    Err(StoreError::Damaged {
        path: landed.path.clone(),
        detail: format!(
            "its SHA-256 is `{}…`, and its receipt says `{}…`",
            short(found),
            short(&landed.receipt.sha256)
        ),
        remedy: "restore it from a backup, or, while its source has the same file still, remove \
            this one and run `chiso run`",
    })
}

fn open(place: &Path) -> Result<LandedDelivery, StoreError> {
    let path = place.join(RECEIPT);
    let damaged = |detail: String| StoreError::Damaged {
        path: path.clone(),
        detail,
        remedy: "restore it from a backup, or remove its folder and fetch it again",
    };
    let text = fs::read_to_string(&path).map_err(|e| damaged(e.to_string()))?;
    let receipt: Receipt = serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
    let delivery = place
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let (hash, times) = delivery.split_once('r').unwrap_or((&delivery, "2"));
    if hash != short(&receipt.sha256) || !times.bytes().all(|b| b.is_ascii_digit()) {
        return Err(damaged(format!(
            "it belongs to delivery `{}`",
            short(&receipt.sha256)
        )));
    }
    check_name("file name", &receipt.file_name)?;
    Ok(LandedDelivery {
        delivery,
        path: place.join(&receipt.file_name),
        receipt,
        new: false,
    })
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
