//! Deliveries that lie in landing: listed, opened, compared with their hash.

use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{sha256_hex, sha256_of_file, short};
use crate::store::lake_folder::{Lake, check_name, entries};
use crate::store::landing::receipt::Receipt;
use crate::store::lock::LakeLock;
use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const RECEIPT: &str = "receipt.json";

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
    /// The first fetched first.
    pub(super) fn in_order(&self, other: &LandedDelivery) -> Ordering {
        let (one, two) = (&self.receipt, &other.receipt);
        let by_time = one.fetched_at.cmp(&two.fetched_at);
        by_time.then_with(|| one.sha256.cmp(&two.sha256))
    }

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
        landed.sort_by(LandedDelivery::in_order);
        Ok(landed)
    }

    /// As [`Lake::landed`], with those that cannot be read apart: their ids and what is wrong with
    /// them. Only the number of bytes is compared.
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
        landed.sort_by(LandedDelivery::in_order);
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
    pub(in crate::store) fn delivery_at(&self, place: &Path) -> Result<LandedDelivery, StoreError> {
        debug_assert!(place.starts_with(self.landing_dir()));
        open(place)
    }

    /// The bytes of a delivery, compared with its hash.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what was landed.
    pub fn read(&self, landed: &LandedDelivery) -> Result<Vec<u8>, StoreError> {
        let bytes = fs::read(&landed.path).map_err(read_failed(&landed.path))?;
        is_what_was_landed(landed, &sha256_hex(&bytes))?;
        Ok(bytes)
    }

    /// Compares the hash of a delivery with its bytes, without holding them.
    ///
    /// # Errors
    /// As [`Lake::read`].
    pub fn verify_hash(&self, landed: &LandedDelivery) -> Result<(), StoreError> {
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

#[cfg(test)]
thread_local! {
    /// How many receipts were opened by tests of this thread: a count is the same on every machine.
    pub(super) static RECEIPTS_OPENED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

pub(super) fn open(place: &Path) -> Result<LandedDelivery, StoreError> {
    #[cfg(test)]
    RECEIPTS_OPENED.with(|opened| opened.set(opened.get() + 1));
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
