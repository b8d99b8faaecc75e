//! One writer at a time: an object that is put only where there is none.

use crate::bucket::{Bucket, Condition, Put};
use crate::fault::Fault;
use crate::holder::Holder;

/// Key of the object, under the prefix.
pub(crate) const LOCK: &str = "lock.json";

/// Takes the lock. One that this same folder left behind is taken over: whoever calls holds the
/// folder's own lock, so that run is dead.
pub(crate) fn take(bucket: &Bucket, holder: &Holder) -> Result<(), Fault> {
    let bytes = written(holder)?;
    if let Put::Stored(_) = bucket.put(LOCK, &bytes, &Condition::Absent)? {
        return Ok(());
    }
    let Some(found) = bucket.get(LOCK)? else {
        // It was given back this moment.
        return match bucket.put(LOCK, &bytes, &Condition::Absent)? {
            Put::Stored(_) => Ok(()),
            Put::Otherwise => Err(held(bucket)),
        };
    };
    let other = read(&found.bytes)?;
    if other.by != holder.by {
        return Err(Fault::Held(other));
    }
    match bucket.put(LOCK, &bytes, &Condition::Is(found.etag))? {
        Put::Stored(_) => Ok(()),
        Put::Otherwise => Err(held(bucket)),
    }
}

/// Whether it is still this run's.
pub(crate) fn is_mine(bucket: &Bucket, holder: &Holder) -> Result<bool, Fault> {
    match bucket.get(LOCK)? {
        Some(found) => Ok(read(&found.bytes)? == *holder),
        None => Ok(false),
    }
}

/// Gives it back; what another took meanwhile stays.
pub(crate) fn give_back(bucket: &Bucket, holder: &Holder) -> Result<(), Fault> {
    if is_mine(bucket, holder)? {
        bucket.delete(LOCK)?;
    }
    Ok(())
}

fn held(bucket: &Bucket) -> Fault {
    match bucket.get(LOCK) {
        Ok(Some(found)) => read(&found.bytes).map_or_else(|fault| fault, Fault::Held),
        Ok(None) => Fault::Moved,
        Err(fault) => fault,
    }
}

fn read(bytes: &[u8]) -> Result<Holder, Fault> {
    serde_json::from_slice(bytes).map_err(|e| Fault::Damaged {
        key: LOCK.to_owned(),
        how: format!("cannot be read ({e})"),
    })
}

fn written(holder: &Holder) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(holder).map_err(|e| Fault::Damaged {
        key: LOCK.to_owned(),
        how: format!("cannot be written ({e})"),
    })
}
