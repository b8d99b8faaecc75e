//! Checks `[approval]`: how many persons approve what, and until when a release is held back.

use super::document::ConfigNode;
use super::{raw, rule, value};
use chiso_model::{Approval, Embargo, Finding, ReleaseRule, instant_of};
use chrono::{Duration, LocalResult, NaiveDateTime};
use chrono_tz::Tz;

/// Checks it; local times are of the project's zone.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Approval,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Approval {
    let mut count = |key: &str, n: Option<i64>| {
        n.and_then(|n| value::whole::<u8>(&at.key(key), n, 0..=2, faults))
            .unwrap_or(0)
    };
    let (approvals, targets) = (
        count("releases", raw.releases),
        count("targets", raw.targets),
    );
    let corrections = count("corrections", raw.corrections);
    let embargo = raw
        .embargo
        .as_ref()
        .and_then(|text| embargo(&at.key("embargo"), text, zone, faults));
    if approvals == 0 && matches!(embargo, Some(Embargo::After(_))) {
        let hint = "ask for at least one approval with `releases = 1`, or write a time as in \
            `2026-12-05T08:00`";
        faults.push(
            at.key("embargo")
                .error(
                    rule::BAD_VALUE,
                    "a length of time counts from the approval, and releases need none",
                )
                .hint(hint),
        );
    }
    Approval {
        releases: ReleaseRule { approvals, embargo },
        targets,
        corrections,
    }
}

fn embargo(
    at: &ConfigNode<'_>,
    text: &str,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Option<Embargo> {
    // chrono would take `2026-12-5T8:00` too.
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .ok()
        .filter(|_| text.len() == "2026-12-05T08:00".len());
    let Some(local) = local else {
        let length =
            value::duration(at, text, &mut vec![]).and_then(|d| Duration::from_std(d).ok());
        if length.is_none() {
            let hint = "write a local time as in `2026-12-05T08:00`, or how long after the \
                approval, as in `36h` or `2d`";
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    format!("`{text}` is neither a time nor a length of time"),
                )
                .hint(hint),
            );
        }
        return length.map(Embargo::After);
    };
    match instant_of(local, zone) {
        LocalResult::Single(time) => Some(Embargo::Until(time)),
        // Of two readings the later one: what is held back must not come out an hour early.
        LocalResult::Ambiguous(_, later) => Some(Embargo::Until(later)),
        LocalResult::None => {
            let message =
                format!("`{text}` is no time in {zone}: the clock is put forward over it");
            faults.push(
                at.error(rule::BAD_VALUE, message)
                    .hint("write a time before or after the change"),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, check_faults};
    use super::*;

    const LIMITS: &str = "[limits]\nmax_file_bytes = 1000000\n";

    fn approval(text: &str) -> Approval {
        Sample::new()
            .edit(
                "chiso.toml",
                LIMITS,
                &format!("{LIMITS}\n[approval]\n{text}\n"),
            )
            .plan()
            .approval
    }

    #[test]
    fn nothing_is_to_be_approved_unless_it_is_asked_for() {
        assert_eq!(Sample::new().plan().approval, Approval::default());
        assert_eq!(approval("releases = 0\ntargets = 0"), Approval::default());
    }

    #[test]
    fn an_embargo_is_a_local_time_or_a_length() {
        let until = |text: &str| Some(Embargo::Until(text.parse().unwrap()));
        let found =
            approval("releases = 2\ntargets = 1\ncorrections = 1\nembargo = \"2026-12-05T08:00\"");
        assert_eq!(
            (found.releases.approvals, found.targets, found.corrections),
            (2, 1, 1)
        );
        assert_eq!(
            found.releases.embargo,
            until("2026-12-05T01:00:00Z"),
            "Hà Nội is seven hours ahead"
        );
        assert_eq!(
            approval("releases = 1\nembargo = \"36h\"").releases.embargo,
            Some(Embargo::After(Duration::hours(36)))
        );
        let berlin = |text: &str| embargo_in(chrono_tz::Europe::Berlin, text);
        assert_eq!(
            berlin("2026-10-25T02:30"),
            (until("2026-10-25T01:30:00Z"), 0),
            "the later of two"
        );
        assert_eq!(berlin("2026-03-29T02:30"), (None, 1));
    }

    fn embargo_in(zone: Tz, text: &str) -> (Option<Embargo>, usize) {
        let mut faults = vec![];
        let document = super::super::document::Document::parse("f.toml", "", &mut faults);
        let found = embargo(&document.root(), text, zone, &mut faults);
        (found, faults.len())
    }

    #[test]
    fn faults_of_approval() {
        let with = |text: &'static str| format!("{LIMITS}\n[approval]\n{text}\n");
        let cases: [(String, &[&str]); 3] = [
            (
                with("releases = 3"),
                &[
                    "error[bad_value]: chiso.toml:15, column `approval.releases`: 3 is out of range",
                    "  hint: write a number from 0 to 2",
                ],
            ),
            (
                with("releases = 1\nembargo = \"2026-12-5 08:00\""),
                &[
                    "error[bad_value]: chiso.toml:16, column `approval.embargo`: `2026-12-5 08:00` \
                        is neither a time nor a length of time",
                    "  hint: write a local time as in `2026-12-05T08:00`, or how long after the \
                        approval, as in `36h` or `2d`",
                ],
            ),
            (
                with("embargo = \"2d\""),
                &[
                    "error[bad_value]: chiso.toml:15, column `approval.embargo`: a length of time \
                        counts from the approval, and releases need none",
                    "  hint: ask for at least one approval with `releases = 1`, or write a time as \
                        in `2026-12-05T08:00`",
                ],
            ),
        ];
        for (to, expected) in &cases {
            check_faults(&[("chiso.toml", LIMITS, to, expected)]);
        }
    }
}
