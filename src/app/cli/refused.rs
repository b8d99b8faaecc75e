//! Why something that a person decides is not done, in the reader's language.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::model::{Refused, Stand};

/// What stands against it.
pub(super) fn refused(lang: Lang, why: &Refused) -> String {
    match why {
        Refused::NoReason => lang.say("refused-no-reason").to_owned(),
        Refused::NoName(by) => say!(lang, "refused-no-name", by = by),
        Refused::Twice { by, id } => say!(lang, "refused-twice", by = by, id = id),
        Refused::NotWaiting { id, stands } => {
            say!(
                lang,
                "refused-not-waiting",
                id = id,
                stands = stand(lang, stands)
            )
        }
        Refused::InForce(id) => say!(lang, "refused-in-force", id = id),
        Refused::NeverInForce(id) => say!(lang, "refused-never-in-force", id = id),
        Refused::NotRefused { id, stands } => {
            say!(
                lang,
                "refused-not-refused",
                id = id,
                stands = stand(lang, stands)
            )
        }
        Refused::NotNow { id, stands } => {
            say!(
                lang,
                "refused-not-now",
                id = id,
                stands = stand(lang, stands)
            )
        }
        Refused::NotDue { id, stands } => {
            say!(
                lang,
                "refused-not-due",
                id = id,
                stands = stand(lang, stands)
            )
        }
        Refused::WeakerRule(id) => say!(lang, "refused-weaker-rule", id = id),
        Refused::NoPipeline(id) => say!(lang, "refused-no-pipeline", id = id),
        Refused::NoSchedule(id) => say!(lang, "refused-no-schedule", id = id),
        Refused::Paused { id, by } => say!(lang, "refused-paused", id = id, by = by),
        Refused::NotPaused(id) => say!(lang, "refused-not-paused", id = id),
        Refused::Waits(id) => say!(lang, "refused-waits", id = id),
        Refused::NoPerson(name) => say!(lang, "refused-no-person", name = name),
        Refused::NoToken(name) => say!(lang, "refused-no-token", name = name),
    }
}

/// Where a release stands, as the end of a sentence.
fn stand(lang: Lang, stands: &Stand) -> String {
    match stands {
        Stand::Approvals { given, needed, by } => {
            let by = if by.is_empty() {
                String::new()
            } else {
                format!(" ({by})")
            };
            say!(
                lang,
                "stand-approvals",
                given = given,
                needed = needed,
                by = by
            )
        }
        Stand::Approved => lang.say("stand-approved").to_owned(),
        Stand::Embargoed(until) => {
            let until = until.format("%Y-%m-%dT%H:%M:%SZ");
            say!(lang, "stand-embargoed", until = until)
        }
        Stand::InForce => lang.say("stand-in-force").to_owned(),
        Stand::Superseded => lang.say("stand-superseded").to_owned(),
        Stand::Rejected { id, said: None } => say!(lang, "stand-rejected", id = id),
        Stand::Withdrawn { id, said: None } => say!(lang, "stand-withdrawn", id = id),
        Stand::Rejected {
            id,
            said: Some((by, why)),
        } => say!(lang, "stand-rejected-by", id = id, by = by, why = why),
        Stand::Withdrawn {
            id,
            said: Some((by, why)),
        } => say!(lang, "stand-withdrawn-by", id = id, by = by, why = why),
    }
}
