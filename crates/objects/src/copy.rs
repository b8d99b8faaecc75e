//! The folder brought up to the bucket, and the bucket up to the folder.

use crate::bucket::{Bucket, Condition, Put};
use crate::fault::{Fault, local};
use crate::folder::Folder;
use crate::head::{HEAD, Head, Listed, sending_order};
use crate::holder::Holder;
use crate::kept::{Kept, listed, place};
use crate::lock;
use crate::transfer::{bring, send};
use std::sync::Arc;

/// A folder and its copy.
pub struct Copy {
    /// Where the copy lies.
    pub bucket: Arc<Bucket>,
    /// The folder.
    pub folder: Arc<dyn Folder>,
}

/// What was brought to the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Files that came.
    pub files: usize,
    /// Files that the newer lake does not hold any more.
    pub removed: usize,
}

/// What was sent to the bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Files that went.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Objects that the lake does not hold any more.
    pub removed: usize,
}

/// The time in which this folder alone may change the copy. Ends with [`Session::finish`]; one that is
/// dropped leaves the lock, and the next session of the same folder takes it over.
pub struct Session {
    copy: Copy,
    holder: Holder,
    kept: Kept,
}

impl Copy {
    /// Takes the lock and brings the folder up to the bucket. Whoever calls holds the folder's own
    /// lock.
    ///
    /// # Errors
    /// When another machine works on the lake, when folder and bucket went apart, or when storage or
    /// system fail.
    pub fn begin(self, holder: Holder) -> Result<(Session, Brought), Fault> {
        lock::take(&self.bucket, &holder)?;
        match self.bring_all() {
            Ok((kept, brought)) => {
                let copy = self;
                Ok((Session { copy, holder, kept }, brought))
            }
            Err(fault) => {
                // What is left is taken over by the next session.
                let _ = lock::give_back(&self.bucket, &holder);
                Err(fault)
            }
        }
    }

    fn bring_all(&self) -> Result<(Kept, Brought), Fault> {
        let kept = Kept::read(&*self.folder)?;
        let Some(object) = self.bucket.get(HEAD)? else {
            return match kept.generation {
                0 => Ok((kept, Brought::default())),
                generation => Err(Fault::Gone {
                    generation,
                    kept: place(&*self.folder),
                }),
            };
        };
        let head = Head::read(&object.bytes)?;
        if object.etag == kept.etag && head.generation == kept.generation {
            return Ok((kept, Brought::default()));
        }
        let here = listed(&kept.look(&*self.folder)?);
        self.not_apart(&here, &listed(&kept.files), &head.files)?;
        let brought = self.bring_files(&here, &head)?;
        if let Some(target) = &head.published {
            let failed = local(self.folder.root());
            self.folder.publish(target).map_err(failed)?;
        }
        let kept = Kept {
            generation: head.generation,
            etag: object.etag,
            published: head.published,
            files: kept.look(&*self.folder)?,
        };
        kept.write(&*self.folder)?;
        Ok((kept, brought))
    }

    /// What the folder has must be what both had, or what the bucket has: else one of them would lose
    /// something. A session that died while it brought files left some of those.
    fn not_apart(&self, here: &Listed, before: &Listed, there: &Listed) -> Result<(), Fault> {
        let known = |path, file| before.get(path) == Some(file) || there.get(path) == Some(file);
        match here.iter().find(|(path, file)| !known(*path, *file)) {
            None => Ok(()),
            Some((path, _)) => Err(Fault::Apart {
                file: path.clone(),
                folder: self.folder.root().to_owned(),
            }),
        }
    }

    fn bring_files(&self, here: &Listed, head: &Head) -> Result<Brought, Fault> {
        let mut brought = Brought::default();
        let lacking = |(path, file): &(&String, _)| here.get(*path) != Some(*file);
        let mut coming: Vec<_> = head.files.iter().filter(lacking).collect();
        coming.sort_by_key(|(path, _)| sending_order(path));
        for (path, file) in coming {
            bring(&self.bucket, &*self.folder, path, file)?;
            brought.files += 1;
        }
        for path in here.keys().filter(|path| !head.files.contains_key(*path)) {
            let place = self.folder.root().join(path);
            let failed = local(&place);
            self.folder.remove(&place).map_err(failed)?;
            brought.removed += 1;
        }
        Ok(brought)
    }
}

impl Session {
    /// Sends what the folder has and the bucket lacks, then the head, and gives the lock back. A run
    /// that changed nothing sends nothing.
    ///
    /// # Errors
    /// When storage or system fail, or the lock was lost. The bucket then still says what it said.
    pub fn finish(self) -> Result<Sent, Fault> {
        let (bucket, folder) = (&*self.copy.bucket, &*self.copy.folder);
        let now = self.kept.look(folder)?;
        let published = folder.published().map_err(local(folder.root()))?;
        let (here, before) = (listed(&now), listed(&self.kept.files));
        if here == before && published == self.kept.published && self.kept.generation > 0 {
            lock::give_back(bucket, &self.holder)?;
            return Ok(Sent::default());
        }
        if !lock::is_mine(bucket, &self.holder)? {
            return Err(Fault::Moved);
        }
        let mut sent = Sent::default();
        let new = |(path, file): &(&String, _)| before.get(*path) != Some(*file);
        let mut going: Vec<_> = here.iter().filter(new).collect();
        going.sort_by_key(|(path, _)| sending_order(path));
        for (path, file) in going {
            send(bucket, folder, path, file)?;
            sent.files += 1;
            sent.bytes += file.bytes;
        }
        let head = Head::new(self.kept.generation + 1, published.clone(), here.clone());
        let when = match self.kept.generation {
            0 => Condition::Absent,
            _ => Condition::Is(self.kept.etag.clone()),
        };
        let Put::Stored(etag) = bucket.put(HEAD, &head.written()?, &when)? else {
            return Err(Fault::Moved);
        };
        let kept = Kept {
            generation: head.generation,
            etag,
            published,
            files: now,
        };
        kept.write(folder)?;
        for path in before.keys().filter(|path| !here.contains_key(*path)) {
            bucket.delete(path)?;
            sent.removed += 1;
        }
        lock::give_back(bucket, &self.holder)?;
        Ok(sent)
    }
}
