//! The body of an answer that passes every check.

use super::super::encoding;
use super::super::request::{Ask, shown_place};
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::kind::kind;
use super::status::status;
use super::whole::whole;
use crate::env::HttpResponse;

/// The body of an answer that can be used, decompressed; at most `room` bytes.
pub(in crate::ingest::fetch) fn accepted(
    response: &HttpResponse,
    ask: &Ask,
    session: &Session<'_>,
    room: u64,
) -> Result<Vec<u8>, Trouble> {
    status(response, ask, session)?;
    if let Some(fault) = &response.fault {
        return Err(session.trouble(fault, ask));
    }
    length(response, ask, session)?;
    let body = unpacked(response, session, room)?;
    let place = session.guard.clean(&shown_place(&ask.url));
    if body.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Err(Trouble::new(
            "too_small",
            format!("the answer of `{place}` is empty"),
            "ask the provider whether the data have moved",
        ));
    }
    if session.undeclared {
        return Ok(body);
    }
    kind(response, &body, &place, ask.expects, session)?;
    if session.guard.is_in(&body) {
        let message = format!("the answer of `{place}` repeats a secret, so it was not landed");
        return Err(Trouble::new(
            "secret_echoed",
            message,
            "send the secret in a header, or ask the provider not to repeat it",
        ));
    }
    whole(&body, &place, ask.expects, session)?;
    Ok(body)
}

/// The body without the compression of its transfer.
fn unpacked(response: &HttpResponse, session: &Session<'_>, room: u64) -> Result<Vec<u8>, Trouble> {
    let codings: Vec<&str> = response
        .headers
        .iter()
        .filter(|(n, _)| n == "content-encoding")
        .map(|(_, v)| v.as_str())
        .collect();
    encoding::undo(
        &session.guard.clean(&codings.join(",")),
        response.body.clone(),
        room,
    )
}

/// The length that the server has announced, when it has.
fn length(response: &HttpResponse, ask: &Ask, session: &Session<'_>) -> Result<(), Trouble> {
    let announced = response
        .header("content-length")
        .and_then(|t| t.trim().parse::<u64>().ok());
    let came = response.body.len() as u64;
    match announced {
        Some(announced) if announced != came && response.header("transfer-encoding").is_none() => {
            let place = session.guard.clean(&shown_place(&ask.url));
            let message = format!("`{place}` announced {announced} bytes, and {came} came");
            Err(Trouble::new(
                "http_truncated",
                message,
                "run again later; if it stays, tell the provider",
            )
            .passing("cut off"))
        }
        _ => Ok(()),
    }
}
