//! How a delivery comes into landing.

use crate::env::TEMPORARY;
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{Hashing, pour, sha256_hex, short};
use crate::store::lake_folder::{Lake, check_name};
use crate::store::landing::deliveries::{DamagedDelivery, LandedDelivery, RECEIPT};
use crate::store::landing::receipt::{Receipt, Transfer};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// What may have taken the place of these bytes since they were landed, so that they come back.
    pub replaced: Replaced,
}

/// What may have taken the place of bytes that were landed before.
#[derive(Clone, Debug)]
pub enum Replaced {
    /// What came to the same place later, other than what the source holds now, by SHA-256. A
    /// sibling that was edited or removed says nothing of them.
    AtItsPlace(Arc<BTreeSet<String>>),
    /// Anything that the source delivered later.
    ByAny,
    /// Nothing: they are where they were.
    Never,
}

/// What lies in landing of one dataset, once it has been looked for.
#[derive(Default)]
pub struct Listing {
    known: Option<(Vec<LandedDelivery>, Vec<DamagedDelivery>)>,
}

impl Listing {
    /// What was found, as [`Lake::landed_sound`] gives it.
    #[must_use]
    pub fn of(found: (Vec<LandedDelivery>, Vec<DamagedDelivery>)) -> Listing {
        Listing { known: Some(found) }
    }

    /// The sound deliveries that were found, the first fetched first.
    #[must_use]
    pub fn sound(&self) -> &[LandedDelivery] {
        let known = self.known.as_ref();
        known.map_or(&[], |(sound, _)| sound.as_slice())
    }

    /// Takes in what came.
    fn add(&mut self, landed: &LandedDelivery) {
        if let Some((known, _)) = &mut self.known {
            let landed = LandedDelivery {
                new: false,
                ..landed.clone()
            };
            known.push(landed);
            known.sort_by(LandedDelivery::in_order);
        }
    }
}

impl LandingNote {
    /// Whether the bytes of `held` come back in place of something that the source delivered after
    /// them.
    fn withdraws(&self, held: &LandedDelivery, known: &[LandedDelivery]) -> bool {
        let later = |l: &&LandedDelivery| {
            l.receipt.source_id == self.source_id && l.receipt.fetched_at > held.receipt.fetched_at
        };
        let elsewhere = |l: &LandedDelivery| {
            let same = |o: &&LandedDelivery| o.receipt.sha256 == l.receipt.sha256;
            let places = known.iter().filter(same).map(|o| &o.receipt.path);
            places.into_iter().any(|path| *path != self.path)
        };
        let mut later = known.iter().filter(later);
        match &self.replaced {
            Replaced::AtItsPlace(now) => {
                later.any(|l| !now.contains(&l.receipt.sha256) && !elsewhere(l))
            }
            Replaced::ByAny => later.next().is_some(),
            Replaced::Never => false,
        }
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
        self.land_among(&mut Listing::default(), dataset, (file_name, bytes), note)
    }

    /// Lands one of several deliveries of a dataset, as [`Lake::land`] does; what lies there is
    /// listed once for all of them.
    ///
    /// # Errors
    /// As [`Lake::land`].
    pub fn land_among(
        &self,
        listing: &mut Listing,
        dataset: &str,
        (file_name, bytes): (&str, &[u8]),
        note: &LandingNote,
    ) -> Result<LandedDelivery, StoreError> {
        let write = |to: &Path| Ok(self.files().write(to, bytes)?);
        let known = (sha256_hex(bytes), bytes.len() as u64);
        self.land_with(listing, (dataset, file_name), known, note, write)
    }

    /// Lands a file without holding it, as [`Lake::land`] does; `known` are its hash and size by
    /// [`sha256_of_file`].
    ///
    /// # Errors
    /// As [`Lake::land`], and [`StoreError::Changed`] when the file is no longer what `known` says.
    pub fn land_file(
        &self,
        listing: &mut Listing,
        (dataset, file_name): (&str, &str),
        (from, known): (&Path, (String, u64)),
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
        self.land_with(listing, (dataset, file_name), known, note, write)
    }

    fn land_with(
        &self,
        listing: &mut Listing,
        (dataset, file_name): (&str, &str),
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
            let known = self.known_deliveries(listing, dataset, (&delivery, &sha256))?;
            let same = known.iter().filter(|l| l.receipt.sha256 == sha256);
            let held = same
                .clone()
                .rfind(|l| l.receipt.source_id == note.source_id);
            if let Some(held) = held.filter(|held| !note.withdraws(held, known)) {
                self.make_whole(held, write)?;
                return Ok(held.clone());
            }
            delivery = format!("{delivery}r{}", same.count() + 1);
        }
        let receipt = note.receipt(dataset, file_name, (sha256, size));
        let place = parent.join(&delivery);
        let unfinished = parent.join(format!("{TEMPORARY}{delivery}"));
        self.place_together(&unfinished, &place, &receipt, write)?;
        let landed = LandedDelivery {
            delivery,
            path: place.join(file_name),
            receipt,
            new: true,
        };
        listing.add(&landed);
        Ok(landed)
    }

    /// The deliveries of a dataset, of which one has the same first digits as new bytes.
    fn known_deliveries<'l>(
        &self,
        listing: &'l mut Listing,
        dataset: &str,
        (delivery, sha256): (&str, &str),
    ) -> Result<&'l [LandedDelivery], StoreError> {
        if listing.known.is_none() {
            listing.known = Some(self.landed_sound(dataset)?);
        }
        let damaged = listing.known.as_mut().map(|(_, damaged)| damaged);
        if let Some(damaged) = damaged
            && let Some(place) = damaged.iter().position(|(id, _)| id == delivery)
        {
            let error = damaged.swap_remove(place).1;
            // It is damaged for the next file that is the same, too.
            listing.known = None;
            return Err(error);
        }
        let (known, _) = listing.known.get_or_insert_default();
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
mod tests;
