//! Why something that a person decides is not done: what stands against it, by kind, so that each
//! language can say it.

use chrono::{DateTime, Utc};

/// Why something that a person decides is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It needs a reason.
    #[error("the reason is empty; say why, as in `--reason \"the deflator was wrong\"`")]
    NoReason,
    /// Nobody can be called so.
    #[error("`{0}` is no person's name; write who decides, as in `--by \"Nguyễn Văn A\"`")]
    NoName(String),
    /// One person counts once.
    #[error("{by} approved release `{id}` already; another person must")]
    Twice {
        /// The person.
        by: String,
        /// The release.
        id: String,
    },
    /// It waits for nobody.
    #[error("release `{id}` does not wait for approval: {stands}")]
    NotWaiting {
        /// The release.
        id: String,
        /// Where it stands.
        stands: Stand,
    },
    /// What is in force is withdrawn, not rejected.
    #[error("release `{0}` is in force; withdraw it with `chiso release withdraw {0}`")]
    InForce(String),
    /// What was never in force is rejected, not withdrawn.
    #[error("release `{0}` was never in force; refuse it with `chiso release reject {0}`")]
    NeverInForce(String),
    /// Only what was refused is proposed again.
    #[error("release `{id}` was neither rejected nor withdrawn: {stands}")]
    NotRefused {
        /// The release.
        id: String,
        /// Where it stands.
        stands: Stand,
    },
    /// It stands where that cannot be decided.
    #[error("that cannot be decided about release `{id}`: {stands}")]
    NotNow {
        /// The release.
        id: String,
        /// Where it stands.
        stands: Stand,
    },
    /// It may not be in force yet.
    #[error("release `{id}` cannot be put in force: {stands}")]
    NotDue {
        /// The release.
        id: String,
        /// Where it stands.
        stands: Stand,
    },
    /// It was made when fewer had to agree.
    #[error(
        "release `{0}` cannot come in force: it was made when `[approval]` asked for less than it does today; \
         `chiso run` makes one of the same figures under today's rule"
    )]
    WeakerRule(String),
    /// No pipeline is called so.
    #[error("no pipeline `{0}`")]
    NoPipeline(String),
    /// It is never due.
    #[error("pipeline `{0}` has no `schedule`, so there is nothing to pause")]
    NoSchedule(String),
    /// It is paused already.
    #[error("{by} paused pipeline `{id}` already")]
    Paused {
        /// The pipeline.
        id: String,
        /// Who paused it.
        by: String,
    },
    /// It is not paused.
    #[error("pipeline `{0}` is not paused")]
    NotPaused(String),
    /// It is about to run.
    #[error("pipeline `{0}` is about to run already")]
    Waits(String),
    /// Nobody of this name may sign in.
    #[error("nobody of the name `{0}` may sign in")]
    NoPerson(String),
    /// No token lets them in, so none can be taken from them.
    #[error("`{0}` has no token: take the person out of access.toml")]
    NoToken(String),
}

/// Where a release stands, as the end of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It waits for approvals.
    Approvals {
        /// How many it has.
        given: usize,
        /// How many it needs.
        needed: u8,
        /// Whose it has.
        by: String,
    },
    /// It is approved, and nothing holds it back.
    Approved,
    /// It is approved and held back until then.
    Embargoed(DateTime<Utc>),
    /// It is in force.
    InForce,
    /// Another one took its place.
    Superseded,
    /// Somebody rejected it.
    Rejected {
        /// The release.
        id: String,
        /// Who, and why.
        said: Option<(String, String)>,
    },
    /// Somebody withdrew it.
    Withdrawn {
        /// The release.
        id: String,
        /// Who, and why.
        said: Option<(String, String)>,
    },
}

impl std::fmt::Display for Stand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut refused = |verb: &str, id: &str, said: &Option<(String, String)>| {
            let last =
                { said.as_ref() }.map_or_else(String::new, |(by, why)| format!(" by {by}: {why}"));
            let next = format!("`chiso release propose {id}` proposes it for approval again");
            write!(f, "it was {verb}{last}; {next}")
        };
        match self {
            Stand::Approvals { given, needed, by } => {
                let by = if by.is_empty() {
                    String::new()
                } else {
                    format!(" ({by})")
                };
                write!(f, "it has {given} of {needed} approvals{by}")
            }
            Stand::Approved => {
                f.write_str("it is approved; `chiso release publish` puts it in force")
            }
            Stand::Embargoed(until) => write!(
                f,
                "it is approved and under embargo until {}",
                until.format("%Y-%m-%dT%H:%M:%SZ")
            ),
            Stand::InForce => f.write_str("it is in force"),
            Stand::Superseded => f.write_str("another one took its place"),
            Stand::Rejected { id, said } => refused("rejected", id, said),
            Stand::Withdrawn { id, said } => refused("withdrawn", id, said),
        }
    }
}
