//! What a release needs before it is put in force, as its manifest says it.

use crate::{Embargo, ReleaseRule};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// What a release needs before it is put in force, as its manifest says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApprovalEntry {
    /// Persons and embargo.
    Rule(ReleaseRule),
    /// Something that this program cannot read. It is no leave to publish.
    Unreadable(Value),
}

/// [`ApprovalEntry::Rule`] as it is written.
#[derive(Serialize, Deserialize)]
struct RuleEntry {
    /// Persons who approve.
    releases: u8,
    /// The embargo ends at this moment.
    #[serde(
        default,
        deserialize_with = "stated",
        skip_serializing_if = "Option::is_none"
    )]
    embargo_until: Option<DateTime<Utc>>,
    /// The embargo ends so long after the last approval.
    #[serde(
        default,
        deserialize_with = "stated",
        skip_serializing_if = "Option::is_none"
    )]
    embargo_seconds_after_approval: Option<i64>,
}

/// A value that may be absent and is never null.
pub(super) fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    value: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

impl RuleEntry {
    fn rule(&self) -> Option<ReleaseRule> {
        let embargo = match (self.embargo_until, self.embargo_seconds_after_approval) {
            (Some(time), _) => Some(Embargo::Until(time)),
            (None, Some(seconds)) => Some(Embargo::After(Duration::try_seconds(seconds)?)),
            (None, None) => None,
        };
        Some(ReleaseRule {
            approvals: self.releases,
            embargo,
        })
    }
}

impl Serialize for ApprovalEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = match self {
            ApprovalEntry::Rule(rule) => rule,
            ApprovalEntry::Unreadable(value) => return value.serialize(serializer),
        };
        let mut entry = RuleEntry {
            releases: rule.approvals,
            embargo_until: None,
            embargo_seconds_after_approval: None,
        };
        match rule.embargo {
            Some(Embargo::Until(time)) => entry.embargo_until = Some(time),
            Some(Embargo::After(length)) => {
                entry.embargo_seconds_after_approval = Some(length.num_seconds());
            }
            None => {}
        }
        entry.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ApprovalEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ApprovalEntry, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // A list would be read by the order of its members.
        let named = value.is_object().then_some(&value);
        let entry = named.and_then(|value| RuleEntry::deserialize(value).ok());
        let rule = entry.and_then(|e| e.rule());
        Ok(rule.map_or(ApprovalEntry::Unreadable(value), ApprovalEntry::Rule))
    }
}
