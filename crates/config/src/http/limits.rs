//! How long and how large an answer may be, and how often it is asked for again.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, HttpLimits, HttpRetries};

/// Times and sizes.
pub(super) fn limits(
    at: &ConfigNode<'_>,
    raw: &raw::Http,
    faults: &mut Vec<Finding>,
) -> HttpLimits {
    let usual = HttpLimits::default();
    let none = raw::Timeouts::default();
    let timeouts = raw.timeouts.as_ref().unwrap_or(&none);
    let mut timeout = |key: &str, raw: Option<&String>, usual: u64| {
        let at = at.key("timeouts").key(key);
        raw.and_then(|text| value::milliseconds(&at, text, 1, faults))
            .unwrap_or(usual)
    };
    let (connect_ms, idle_ms, total_ms) = (
        timeout("connect", timeouts.connect.as_ref(), usual.connect_ms),
        timeout("idle", timeouts.idle.as_ref(), usual.idle_ms),
        timeout("total", timeouts.total.as_ref(), usual.total_ms),
    );
    let mut bytes = |key: &str, raw: Option<i64>, usual: u64| {
        raw.and_then(|n| value::whole(&at.key(key), n, 1..=i64::MAX, faults))
            .unwrap_or(usual)
    };
    HttpLimits {
        connect_ms,
        idle_ms,
        total_ms,
        max_bytes: bytes("max_bytes", raw.max_bytes, usual.max_bytes),
        max_decoded_bytes: bytes(
            "max_decoded_bytes",
            raw.max_decoded_bytes,
            usual.max_decoded_bytes,
        ),
        min_bytes: bytes("min_bytes", raw.min_bytes, usual.min_bytes),
        max_redirects: raw
            .max_redirects
            .and_then(|n| value::whole(&at.key("max_redirects"), n, 0..=20, faults))
            .unwrap_or(usual.max_redirects),
        min_interval_ms: wait(
            &at.key("min_interval"),
            raw.min_interval.as_ref(),
            usual.min_interval_ms,
            faults,
        ),
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
    let (first_at, max_at) = (at.key("first_delay"), at.key("max_delay"));
    let first_delay_ms = wait(
        &first_at,
        raw.first_delay.as_ref(),
        usual.first_delay_ms,
        faults,
    );
    let longest = usual.max_delay_ms.max(first_delay_ms);
    let max_delay_ms = wait(&max_at, raw.max_delay.as_ref(), longest, faults);
    if max_delay_ms < first_delay_ms {
        let message = "the longest wait is shorter than the first";
        faults.push(
            max_at
                .error(rule::BAD_VALUE, message)
                .hint("make it at least `first_delay`"),
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

fn wait(at: &ConfigNode<'_>, raw: Option<&String>, usual: u64, faults: &mut Vec<Finding>) -> u64 {
    raw.and_then(|text| value::milliseconds(at, text, 0, faults))
        .unwrap_or(usual)
}
