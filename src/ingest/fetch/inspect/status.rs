//! The status of an answer: what it means, and what to do about it.

use super::super::encoding;
use super::super::request::{Ask, shown_place};
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::shown::{WEB_PAGE, shown};
use crate::env::HttpResponse;

/// Whether the status says that here are the data.
pub(super) fn status(
    response: &HttpResponse,
    ask: &Ask,
    session: &Session<'_>,
) -> Result<(), Trouble> {
    let status = response.status;
    if (200..300).contains(&status) && !matches!(status, 204..=206) {
        return Ok(());
    }
    let place = session.guard.clean(&shown_place(&ask.url));
    let said = match excerpt(response, session) {
        text if text.is_empty() => String::new(),
        text => format!(", saying `{text}`"),
    };
    let message = format!(
        "`{place}` answered {status}{}{}{said}",
        reason(status),
        session.detour(ask)
    );
    let page = said.contains(WEB_PAGE);
    let trouble = Trouble {
        status,
        page,
        ..Trouble::new("http_status", message, remedy(status))
    };
    if matches!(status, 408 | 425 | 429) || status >= 500 {
        let mut trouble = trouble.passing(status.to_string());
        trouble.wait = response
            .header("retry-after")
            .and_then(|text| session.retry_after(text));
        return Err(trouble);
    }
    Err(Trouble {
        short: status.to_string().into(),
        ..trouble
    })
}

/// What an answer that is no success says, on one line, without secrets.
fn excerpt(response: &HttpResponse, session: &Session<'_>) -> String {
    let codings = response.header("content-encoding").unwrap_or_default();
    let Ok(body) = encoding::undo(codings, response.body.clone(), crate::env::MAX_ERROR_BODY)
    else {
        return String::new();
    };
    shown(&body, session)
}

fn reason(status: u16) -> &'static str {
    match status {
        204 | 205 => " without content",
        206 => " with a part only",
        304 => " (not modified), which was not asked",
        400 => " (bad request)",
        401 => " (not authorized)",
        403 => " (forbidden)",
        404 => " (not found)",
        405 => " (method not allowed)",
        406 => " (not acceptable)",
        408 => " (request timeout)",
        410 => " (gone)",
        413 => " (too large a request)",
        429 => " (too many requests)",
        500 => " (internal error)",
        502 => " (bad gateway)",
        503 => " (unavailable)",
        504 => " (gateway timeout)",
        _ => "",
    }
}

fn remedy(status: u16) -> &'static str {
    match status {
        401 | 403 | 407 => {
            "look at the secret: it may be wrong, expired or not meant for this server"
        }
        404 | 410 => "find where the provider has moved the data, and correct `url`",
        429 => "ask less often: raise `min_interval`, or `timeouts.total` so that the wait fits",
        408 | 425 | 500.. => "the provider's server fails: run again later",
        _ => "look at what is asked: `url`, `query`, `headers`, `body`",
    }
}
