//! A folder into which people put files, and how often it is looked at.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{DropFolder, Finding};
use chrono::TimeDelta;
use std::ops::RangeInclusive;
use std::time::Duration;

/// How often a drop folder is looked at when nothing is said.
const EVERY: Duration = Duration::from_mins(1);
/// How long a file must stay as it is when nothing is said.
const SETTLE: Duration = Duration::from_secs(2);
/// Bounds of both: a look takes time, and a run waits for `settle`.
const BETWEEN_LOOKS: std::ops::RangeInclusive<Duration> =
    Duration::from_secs(1)..=Duration::from_hours(24);
const SETTLES: std::ops::RangeInclusive<Duration> =
    Duration::from_millis(0)..=Duration::from_mins(5);

/// Checks a drop folder.
pub(crate) fn drop(at: &ConfigNode<'_>, raw: &raw::Drop, faults: &mut Vec<Finding>) -> DropFolder {
    let (folder, pattern) = raw.path.rsplit_once('/').unwrap_or_default();
    if let Some(message) = path_fault(&raw.path, folder, pattern) {
        let hint = "write a folder of the project and a file name or pattern, as in \
            `inbox/new_enterprises/*.csv`";
        faults.push(at.key("path").error(rule::BAD_VALUE, message).hint(hint));
    }
    let every = length(
        &at.key("every"),
        raw.every.as_ref(),
        EVERY,
        &BETWEEN_LOOKS,
        faults,
    );
    let settle = length(
        &at.key("settle"),
        raw.settle.as_ref(),
        SETTLE,
        &SETTLES,
        faults,
    );
    let delta = |d: Duration| TimeDelta::from_std(d).unwrap_or_default();
    DropFolder {
        folder: folder.to_owned(),
        pattern: pattern.to_owned(),
        every: delta(every),
        settle: delta(settle),
    }
}

/// What is wrong with the path: it leads out of the project, or is no folder with one pattern of
/// file names.
fn path_fault(path: &str, folder: &str, pattern: &str) -> Option<String> {
    if path.contains('\\') {
        Some(format!("`{path}` has a backslash"))
    } else if path.starts_with('/') || path.contains(':') {
        Some(format!("`{path}` is not relative"))
    } else if path.split('/').any(|part| part == "..") {
        Some(format!("`{path}` leads out of the project"))
    } else if folder.is_empty() || pattern.is_empty() {
        Some(format!(
            "`{path}` is no folder with the name of a file in it"
        ))
    } else if folder.contains(['*', '?', '[']) || pattern.contains("**") {
        Some(format!("`{path}` has a pattern outside the file name"))
    } else {
        glob::Pattern::new(pattern)
            .err()
            .map(|e| format!("`{path}` is not a path or glob: {}", e.msg))
    }
}

fn length(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    usual: Duration,
    bounds: &RangeInclusive<Duration>,
    faults: &mut Vec<Finding>,
) -> Duration {
    let found = value::optional(at, raw, value::duration, faults).unwrap_or(usual);
    if !bounds.contains(&found) {
        let message = format!("{} s is out of range", found.as_secs());
        let hint = format!(
            "write a length of time from `{}s` to `{}s`",
            bounds.start().as_secs(),
            bounds.end().as_secs()
        );
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    found
}
