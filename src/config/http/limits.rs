//! How long and how large an answer may be, and how often it is asked for again.

use crate::config::document::ConfigNode;
use crate::config::{raw, rule, value};
use crate::model::{Finding, HttpLimits, HttpRetries};

/// Times and sizes.
pub(super) fn limits(
    at: &ConfigNode<'_>,
    raw: &raw::Http,
    faults: &mut Vec<Finding>,
) -> HttpLimits {
    let usual = HttpLimits::default();
    let none = raw::Timeouts::default();
    let timeouts = raw.timeouts.as_ref().unwrap_or(&none);
    let mut time = |key: &str, raw: Option<&String>, default: u64| {
        let at = at.key("timeouts").key(key);
        raw.map_or(Some(default), |text| {
            value::milliseconds(&at, text, 1, faults)
        })
        .unwrap_or(default)
    };
    let (connect_ms, idle_ms, total_ms) = (
        time("connect", timeouts.connect.as_ref(), usual.connect_ms),
        time("idle", timeouts.idle.as_ref(), usual.idle_ms),
        time("total", timeouts.total.as_ref(), usual.total_ms),
    );
    let mut bytes = |key: &str, raw: Option<i64>, default: u64| {
        raw.map_or(Some(default), |n| {
            value::whole(&at.key(key), n, 1..=i64::MAX, faults)
        })
        .unwrap_or(default)
    };
    let (max_bytes, max_decoded_bytes) = (
        bytes("max_bytes", raw.max_bytes, usual.max_bytes),
        bytes(
            "max_decoded_bytes",
            raw.max_decoded_bytes,
            usual.max_decoded_bytes,
        ),
    );
    let min_bytes = bytes("min_bytes", raw.min_bytes, usual.min_bytes);
    HttpLimits {
        connect_ms,
        idle_ms,
        total_ms,
        max_bytes,
        max_decoded_bytes,
        min_bytes,
        max_redirects: raw
            .max_redirects
            .and_then(|n| value::whole(&at.key("max_redirects"), n, 0..=20, faults))
            .unwrap_or(usual.max_redirects),
        min_interval_ms: raw
            .min_interval
            .as_ref()
            .and_then(|text| value::milliseconds(&at.key("min_interval"), text, 0, faults))
            .unwrap_or(usual.min_interval_ms),
    }
}

/// Attempts and the waits between them.
pub(super) fn retries(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Retries>,
    faults: &mut Vec<Finding>,
) -> HttpRetries {
    let usual = HttpRetries::default();
    let none = raw::Retries::default();
    let raw = raw.unwrap_or(&none);
    let mut delay = |key: &str, raw: Option<&String>, default: u64| {
        raw.map_or(Some(default), |text| {
            value::milliseconds(&at.key(key), text, 0, faults)
        })
        .unwrap_or(default)
    };
    let first_delay_ms = delay(
        "first_delay",
        raw.first_delay.as_ref(),
        usual.first_delay_ms,
    );
    let max_delay_ms = delay(
        "max_delay",
        raw.max_delay.as_ref(),
        usual.max_delay_ms.max(first_delay_ms),
    );
    if max_delay_ms < first_delay_ms {
        let hint = "make it at least `first_delay`";
        faults.push(
            at.key("max_delay")
                .error(
                    rule::BAD_VALUE,
                    "the longest wait is shorter than the first",
                )
                .hint(hint),
        );
    }
    HttpRetries {
        attempts: raw
            .attempts
            .and_then(|n| value::whole(&at.key("attempts"), n, 1..=20, faults))
            .unwrap_or(usual.attempts),
        first_delay_ms,
        max_delay_ms,
        seed: raw
            .seed
            .and_then(|n| value::whole(&at.key("seed"), n, 0..=i64::MAX, faults))
            .unwrap_or(usual.seed),
    }
}
