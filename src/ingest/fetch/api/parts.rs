//! Answers in parts: a service that refuses a request as too large is asked for its halves, until
//! every part has come.
//!
//! All parts are one delivery. One part that fails fails the whole, for figures that are there and
//! figures that are lacking must not be distinguished by chance.

use super::super::attempts::Data;
use super::super::paging::Pages;
use super::super::request::Ask;
use super::super::session::Session;
use super::super::trouble::Trouble;
use std::collections::VecDeque;

/// Most requests of one fetch.
const MAX_REQUESTS: usize = 10_000;

/// A service that is asked in parts.
pub(super) trait Service {
    /// What one request asks for.
    type Part;
    /// The request.
    fn ask(&self, part: &Self::Part) -> Ask;
    /// What an answer, or its failure, means.
    fn judge(&mut self, part: &Self::Part, answer: Result<&Data, Trouble>) -> ResponseMeaning;
    /// Two parts in place of one; nothing when it cannot be divided.
    fn halves(&self, part: &Self::Part) -> Option<(Self::Part, Self::Part)>;
}

/// What an answer means.
pub(super) enum ResponseMeaning {
    /// So many observations.
    Good(u64),
    /// The service has nothing for this part.
    Nothing,
    /// The part must be divided; when it cannot be, this is the failure.
    TooLarge(Trouble),
    /// The whole fetch has failed.
    Failed(Trouble),
}

/// Asks for all parts in their order; no page when the service has nothing for any of them.
pub(super) fn all<S: Service>(
    session: &mut Session<'_>,
    service: &mut S,
    parts: Vec<S::Part>,
    room: u64,
) -> Result<Pages, Trouble> {
    let mut pages = Pages::default();
    let mut left = VecDeque::from(parts);
    let mut requests = 0;
    while let Some(part) = left.pop_front() {
        requests += 1;
        if requests > MAX_REQUESTS {
            let message = format!("the figures do not come within {MAX_REQUESTS} requests");
            return Err(Trouble::new(
                "paging_limit",
                message,
                "ask for less: fewer values, a shorter range",
            ));
        }
        let ask = service.ask(&part);
        let answer = session.data(&ask, room.saturating_sub(pages.bytes.len() as u64));
        let judged = match &answer {
            Ok(data) => service.judge(&part, Ok(data)),
            Err(trouble) => service.judge(&part, Err(trouble.clone())),
        };
        match (judged, answer) {
            (ResponseMeaning::Good(observations), Ok(data)) => {
                pages.take(&data, &ask, observations, session.guard);
            }
            (ResponseMeaning::Good(_), Err(trouble)) | (ResponseMeaning::Failed(trouble), _) => {
                return Err(on_part(trouble, requests));
            }
            (ResponseMeaning::Nothing, _) => {}
            (ResponseMeaning::TooLarge(trouble), _) => {
                let (first, second) = service
                    .halves(&part)
                    .ok_or_else(|| on_part(trouble, requests))?;
                left.push_front(second);
                left.push_front(first);
            }
        }
    }
    Ok(pages)
}

/// Says which request failed, when it was not the first.
fn on_part(trouble: Trouble, request: usize) -> Trouble {
    if request == 1 {
        trouble
    } else {
        Trouble {
            message: format!("request {request}: {}", trouble.message),
            ..trouble
        }
    }
}
