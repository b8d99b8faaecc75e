//! Releases under embargo, put in force when their time has come although no run is due.

use crate::error::RunError;
use crate::store::{Lake, ReleaseState, StoreError};
use chrono::{DateTime, Utc};

/// When the next embargo ends, as long as nothing more is decided.
#[derive(Debug, Default)]
pub struct Embargoes {
    /// Decisions that were there at the last look.
    seen: usize,
    next: Option<DateTime<Utc>>,
}

impl Embargoes {
    /// Puts in force what may be now, and says which release that was. A journal is read only when
    /// something was decided or is due, so a tick costs next to nothing; a lake that another run
    /// holds is tried again at the next one.
    pub fn came(&mut self, lake: &Lake, now: DateTime<Utc>) -> Result<Option<String>, RunError> {
        let count = lake.decisions_count()?;
        if count == self.seen && self.next.is_none_or(|time| now < time) {
            return Ok(None);
        }
        let waiting = |now| -> Result<Option<DateTime<Utc>>, StoreError> {
            let standings = lake.releases().standings(now)?;
            Ok(standings
                .iter()
                .filter(|s| s.state.waits() && s.state != ReleaseState::Candidate)
                .filter_map(|s| s.free_from)
                .min())
        };
        let mut came = None;
        if waiting(now)?.is_some_and(|time| time <= now) {
            let lock = match lake.lock() {
                Err(StoreError::Locked { .. }) => return Ok(None),
                lock => lock?,
            };
            came = lake.releases().settle(&lock, now)?;
            lock.end()?;
        }
        (self.seen, self.next) = (lake.decisions_count()?, waiting(now)?);
        Ok(came)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::model::manifest::{ApprovalEntry, Manifest};
    use crate::model::published::{Value, release_tables};
    use crate::model::{Embargo, ReleaseRule};
    use crate::store::{encode_table, sha256_hex};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// A release that needs nobody and is held back until 5 December.
    fn embargoed(lake: &Lake, inputs: &str, now: DateTime<Utc>) -> String {
        let lock = lake.lock().unwrap();
        let spec = release_tables()
            .into_iter()
            .find(|t| t.name == "area_relations")
            .unwrap();
        let row: Vec<Value> = vec![
            "2025-07-01".parse::<chrono::NaiveDate>().unwrap().into(),
            "merge".into(),
            "15".into(),
            "10".into(),
            inputs.into(),
        ];
        let rule = ReleaseRule {
            approvals: 0,
            embargo: Some(Embargo::Until(at("2026-12-05T01:00:00Z"))),
        };
        let manifest = Manifest {
            approval: Some(ApprovalEntry::Rule(rule)),
            ..Manifest::default()
        };
        let releases = lake.releases();
        let inputs = sha256_hex(inputs.as_bytes());
        let table = encode_table(&spec, || std::iter::once(&row)).unwrap();
        let made = releases
            .make(
                ("2026-11-22".parse().unwrap(), &inputs),
                vec![table],
                manifest,
                vec![],
                &|m| releases.held(m, now),
            )
            .unwrap();
        assert!(releases.bring(&lock, &made, now).unwrap());
        made.id
    }

    #[test]
    fn an_embargo_ends_once_and_a_locked_lake_is_tried_again() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let mut embargoes = Embargoes::default();
        assert_eq!(
            embargoes.came(&lake, at("2026-12-06T00:00:00Z")).unwrap(),
            None,
            "nothing was ever decided"
        );
        let first = embargoed(&lake, "one", at("2026-12-01T00:00:00Z"));
        let second = embargoed(&lake, "two", at("2026-12-02T00:00:00Z"));
        assert_eq!(
            embargoes.came(&lake, at("2026-12-05T00:59:59Z")).unwrap(),
            None
        );
        assert_eq!(lake.releases().current().unwrap(), None);
        let held = lake.lock().unwrap();
        assert_eq!(
            embargoes.came(&lake, at("2026-12-05T01:00:00Z")).unwrap(),
            None,
            "another run holds the lake"
        );
        drop(held);
        assert_eq!(
            embargoes.came(&lake, at("2026-12-05T01:00:01Z")).unwrap(),
            Some(second.clone()),
            "of two that are due the one made later"
        );
        assert_eq!(
            embargoes.came(&lake, at("2026-12-05T01:00:02Z")).unwrap(),
            None
        );
        let states: Vec<(String, &str)> = lake
            .releases()
            .standings(at("2026-12-06T00:00:00Z"))
            .unwrap()
            .into_iter()
            .map(|s| (s.release.id, s.state.as_str()))
            .collect();
        assert!(
            states.contains(&(first, "superseded")) && states.contains(&(second, "in_force")),
            "{states:?}"
        );
    }
}
