//! A flow that is asked for in ranges of periods.

use super::super::super::attempts::Data;
use super::super::super::request::Ask;
use super::super::super::secrets::Guard;
use super::super::super::trouble::Trouble;
use super::super::parts::{ResponseMeaning, Service};
use super::super::said;
use super::address::in_range;
use super::message::{StatusMeaning, meaning};
use super::range::Range;
use crate::model::SdmxVersion;

/// What to do when an answer is too large.
const ASK_FOR_LESS: &str =
    "give both `start` and `end`, so that it can be asked for in parts, or narrow `key`";

pub(super) struct Sdmx<'s> {
    pub(super) base: Ask,
    pub(super) version: SdmxVersion,
    pub(super) guard: &'s Guard,
}

impl Service for Sdmx<'_> {
    type Part = Range;

    fn ask(&self, part: &Range) -> Ask {
        in_range(&self.base, self.version, part)
    }

    fn judge(&mut self, _part: &Range, answer: Result<&Data, Trouble>) -> ResponseMeaning {
        match answer {
            Err(trouble) => failed(trouble),
            Ok(data) => self.says(meaning(&data.body)),
        }
    }

    fn halves(&self, part: &Range) -> Option<(Range, Range)> {
        part.halves()
    }
}

impl Sdmx<'_> {
    /// What an answer with status 200 means.
    fn says(&self, answer: StatusMeaning) -> ResponseMeaning {
        match answer {
            StatusMeaning::TooLarge => ResponseMeaning::TooLarge(
                Trouble::new(
                    "http_status",
                    "the service says that the answer is too large to be sent at once",
                    ASK_FOR_LESS,
                )
                .at(".api"),
            ),
            StatusMeaning::Error(words) => {
                let message = format!(
                    "the service answered with an error: `{}`",
                    said(&words, self.guard)
                );
                ResponseMeaning::Failed(
                    Trouble::new(
                        "api_refused",
                        message,
                        "look at `dataflow`, `key`, `start` and `end`",
                    )
                    .at(".api"),
                )
            }
            StatusMeaning::Data => ResponseMeaning::Good(0),
        }
    }
}

/// What a request that failed means, by its status.
fn failed(trouble: Trouble) -> ResponseMeaning {
    match trouble.status {
        // A page for people is not the service's own answer: it may not be there at all.
        404 if !trouble.page => ResponseMeaning::Nothing,
        413 => ResponseMeaning::TooLarge(
            Trouble {
                hint: ASK_FOR_LESS.to_owned(),
                ..trouble
            }
            .at(".api"),
        ),
        406 => {
            let hint = "the service does not have this format: declare another `format`, or \
                `headers.Accept` as its documentation says";
            ResponseMeaning::Failed(Trouble {
                hint: hint.to_owned(),
                ..trouble
            })
        }
        _ => ResponseMeaning::Failed(trouble),
    }
}
