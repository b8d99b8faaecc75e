//! Whether an answer is of the kind that was declared, by its media type and its first signs.

use super::super::request::Expects;
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::shown::shown;
use crate::decode;
use crate::env::HttpResponse;
use crate::model::Format;

/// Media type and first signs: a login page is no data, whatever it says of itself.
pub(super) fn kind(
    response: &HttpResponse,
    body: &[u8],
    place: &str,
    expects: Expects,
    session: &Session<'_>,
) -> Result<(), Trouble> {
    let format = session.source.format;
    let wanted = if expects == Expects::Json {
        "json"
    } else {
        format.as_str()
    };
    let wrong = |what: &str, hint: &str| {
        Err(Trouble::new(
            "wrong_type",
            format!("`{place}` answered with {what} in place of {wanted}"),
            hint,
        ))
    };
    if decode::is_html(body) && format != Format::Html {
        return wrong(
            "a web page",
            "open the address in a browser: it may want a login, or the service may be closed for \
                maintenance",
        );
    }
    let media = media_type(response);
    if expects != Expects::Json && !media.is_empty() && !is_declared(&media, session) {
        let hint = "if that is right, add it to `content_types`; otherwise look at `url` and \
            `headers.Accept`";
        return wrong(&format!("`{}`", session.guard.clean(&media)), hint);
    }
    let is_json = matches!(format, Format::Json | Format::JsonStat | Format::SdmxJson)
        && !decode::is_packed(body);
    if (expects == Expects::Json || is_json) && !begins_json(body) {
        return wrong(
            &format!("`{}`", shown(body, session)),
            "look at the address in a browser",
        );
    }
    Ok(())
}

/// What an answer says that it is, without its parameters.
fn media_type(response: &HttpResponse) -> String {
    let declared = response.header("content-type").unwrap_or_default();
    declared
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn is_declared(media: &str, session: &Session<'_>) -> bool {
    session.http.content_types.iter().any(|accepted| {
        accepted
            .strip_prefix('*')
            .map_or(media == accepted, |suffix| media.ends_with(suffix))
    })
}

fn begins_json(body: &[u8]) -> bool {
    let first = body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start()
        .first();
    matches!(first, Some(b'{' | b'['))
}
