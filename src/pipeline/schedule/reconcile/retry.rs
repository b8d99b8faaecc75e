//! How long the next attempt waits.

use crate::config::Retries;
use crate::store::sha256_hex;
use chrono::{DateTime, Duration, Utc};

/// Share of a delay that its jitter may add at most, in percent.
const JITTER_PERCENT: u64 = 10;

/// How long the next attempt waits after `failures` failures: longer each time, and a little more
/// so that many do not come back at once. The addition is drawn from the names alone, so it is the
/// same on every machine.
#[must_use]
pub fn retry_delay(
    retries: &Retries,
    pipeline: &str,
    due_at: DateTime<Utc>,
    failures: u32,
) -> Duration {
    let factor = u64::from(retries.backoff).saturating_pow(failures.saturating_sub(1));
    let millis = u64::try_from(retries.delay.as_millis())
        .unwrap_or(u64::MAX)
        .saturating_mul(factor);
    let millis = millis.min(u64::try_from(retries.longest.as_millis()).unwrap_or(u64::MAX));
    let drawn = sha256_hex(format!("{pipeline}\0{}\0{failures}", due_at.timestamp()).as_bytes());
    let part = u64::from_str_radix(drawn.get(..4).unwrap_or_default(), 16).unwrap_or(0);
    let jitter = millis / 100 * JITTER_PERCENT * part / 0xffff;
    Duration::milliseconds(i64::try_from(millis.saturating_add(jitter)).unwrap_or(i64::MAX))
}
