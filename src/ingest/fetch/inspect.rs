//! Whether an answer is what was declared: its status, its length, its type, and that it is whole.
//! What fails here is not landed.

use super::encoding;
use super::request::{Ask, Expects, shown_place};
use super::session::Session;
use super::trouble::Trouble;
use crate::env::Bounds;
use crate::env::HttpResponse;
use crate::ingest::decode::{self, MAX_CELLS, Reading};
use crate::ingest::isolated;
use crate::ingest::json_path::at_path;
use crate::model::{Format, Source};
use serde_json::Value;

/// Most characters of an answer that are shown.
const SHOWN: usize = 160;
/// What is shown of a page for people.
const WEB_PAGE: &str = "a web page";

/// The body of an answer that can be used, decompressed; at most `room` bytes.
pub(super) fn accepted(
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
    let codings: Vec<&str> = response
        .headers
        .iter()
        .filter(|(n, _)| n == "content-encoding")
        .map(|(_, v)| v.as_str())
        .collect();
    let body = encoding::undo(
        &session.guard.clean(&codings.join(",")),
        response.body.clone(),
        room,
    )?;
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

fn status(response: &HttpResponse, ask: &Ask, session: &Session<'_>) -> Result<(), Trouble> {
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

/// The beginning of a body on one line, without secrets. Of a page for people only that it is one.
fn shown(body: &[u8], session: &Session<'_>) -> String {
    if decode::is_html(body) {
        return WEB_PAGE.to_owned();
    }
    let text = session.guard.clean(&String::from_utf8_lossy(body));
    let line: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let line = line.join(" ").replace('`', "'");
    if line.chars().count() <= SHOWN {
        line
    } else {
        line.chars().take(SHOWN).chain(['…']).collect()
    }
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
        404 | 410 => "look for where the provider has moved the data, and mend `url`",
        429 => "ask less often: raise `min_interval`, or `timeouts.total` so that the wait fits",
        408 | 425 | 500.. => "the provider's server fails: run again later",
        _ => "look at what is asked: `url`, `query`, `headers`, `body`",
    }
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

/// Media type and first signs: a login page is no data, whatever it says of itself.
fn kind(
    response: &HttpResponse,
    body: &[u8],
    place: &str,
    expects: Expects,
    session: &Session<'_>,
) -> Result<(), Trouble> {
    let wanted = if expects == Expects::Json {
        "json"
    } else {
        session.source.format.as_str()
    };
    let wrong = |what: &str, hint: &str| {
        Err(Trouble::new(
            "wrong_type",
            format!("`{place}` answered with {what} in place of {wanted}"),
            hint,
        ))
    };
    let may_be_html = session.source.format == Format::Html;
    if decode::is_html(body) && !may_be_html {
        return wrong(
            "a web page",
            "open the address in a browser: it may want a login, or the service may be closed for \
                maintenance",
        );
    }
    let declared = response.header("content-type").unwrap_or_default();
    let media = declared
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let fits = |accepted: &String| {
        accepted
            .strip_prefix('*')
            .map_or(media == *accepted, |suffix| media.ends_with(suffix))
    };
    if expects != Expects::Json && !media.is_empty() && !session.http.content_types.iter().any(fits)
    {
        let hint = "if that is right, add it to `content_types`; otherwise look at `url` and \
            `headers.Accept`";
        return wrong(&format!("`{}`", session.guard.clean(&media)), hint);
    }
    let is_json = matches!(
        session.source.format,
        Format::Json | Format::JsonStat | Format::SdmxJson
    ) && !decode::is_packed(body);
    if expects == Expects::Json || is_json {
        let first = body
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(body)
            .trim_ascii_start()
            .first();
        if !matches!(first, Some(b'{' | b'[')) {
            return wrong(
                &format!("`{}`", shown(body, session)),
                "look at the address in a browser",
            );
        }
    }
    Ok(())
}

/// That it has not been cut off where the transfer itself could not tell.
fn whole(body: &[u8], place: &str, expects: Expects, session: &Session<'_>) -> Result<(), Trouble> {
    let source = session.source;
    let Source {
        format,
        layout,
        number,
        ..
    } = source;
    let reading = Reading {
        file_name: place,
        format: *format,
        layout,
        decimal: number.decimal,
        pages: &[],
        max_cells: MAX_CELLS,
    };
    let cut = |message: &str| {
        let message = format!(
            "the answer of `{place}` is cut off: {}",
            session.guard.clean(message)
        );
        Trouble::new(
            "http_truncated",
            message,
            "run again later; if it stays, tell the provider",
        )
        .passing("cut off")
    };
    let wrong = |message: &str| {
        let text = format!(
            "`{place}` did not answer with {}: {message}; it begins `{}`",
            source.format,
            shown(body, session)
        );
        Trouble::new(
            "wrong_type",
            text,
            "look at the address in a browser, and at `format` and `records`",
        )
    };
    match source.format {
        _ if expects == Expects::Json
            || (expects == Expects::Judged && source.format == Format::Json) =>
        {
            match json(body) {
                Err(e) if e.is_eof() => Err(cut(&e.to_string())),
                Err(e) => Err(wrong(&e.to_string())),
                Ok(_) => Ok(()),
            }
        }
        Format::Json if !decode::is_packed(body) => match json(body) {
            Err(e) if e.is_eof() => Err(cut(&e.to_string())),
            Err(e) => Err(wrong(&e.to_string())),
            Ok(value) => match at_path(&value, &layout.records) {
                Some(Value::Array(_)) => Ok(()),
                // Some services end their pages so; the engine of pages knows whether this is the
                // first.
                None | Some(Value::Null)
                    if session.http.paging.is_some() && !error_object(&value) =>
                {
                    Ok(())
                }
                _ if layout.records.is_empty() && session.http.paging.is_none() => {
                    match decode::answered(place, value) {
                        Ok(true) => Ok(()),
                        Ok(false) => Err(wrong("it has no list of records where one belongs")),
                        // A part of what there is: it is landed, and refused with its remedy when
                        // it is conformed.
                        Err(fault) if fault.rule == "truncated" => Ok(()),
                        Err(fault) => Err(wrong(&fault.message)),
                    }
                }
                _ => Err(wrong("it has no list of records where one belongs")),
            },
        },
        // A service that says in XML why it sends no table: its adapter reads that.
        Format::Csv | Format::SdmxCsv if expects == Expects::Judged && is_markup(body) => Ok(()),
        _ => {
            let fault = match isolated::decode(reading, body, Bounds::default()) {
                Ok(decoded) => { decoded.records }.find_map(Result::err),
                Err(fault) => Some(fault),
            };
            match fault {
                Some(f) if f.rule == "truncated" => Err(cut(&f.message)),
                Some(f)
                    if f.rule == "unreadable"
                        && !matches!(format, Format::Csv | Format::SdmxCsv) =>
                {
                    Err(wrong(&f.message))
                }
                // Anything else is for the office to see: it is landed, and refused with its place
                // when it is conformed.
                _ => Ok(()),
            }
        }
    }
}

fn is_markup(body: &[u8]) -> bool {
    body.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start()
        .starts_with(b"<")
}

/// Whether an object says that the request has failed, as services do that answer 200 to
/// everything.
fn error_object(value: &Value) -> bool {
    value.as_object().is_some_and(|map| {
        ["error", "errors"]
            .iter()
            .any(|key| map.get(*key).is_some_and(|e| !e.is_null()))
    })
}

/// The JSON of a body; a byte-order mark before it and NUL bytes behind it do not matter.
pub(super) fn json(body: &[u8]) -> serde_json::Result<Value> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let end = body.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    serde_json::from_slice(&body[..end])
}
