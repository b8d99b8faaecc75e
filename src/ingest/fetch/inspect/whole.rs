//! That an answer has not been cut off where the transfer itself could not tell.

use super::super::request::Expects;
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::json_body::json;
use super::shown::shown;
use crate::decode::json_path::at_path;
use crate::decode::{self, MAX_CELLS, Reading};
use crate::env::Bounds;
use crate::ingest::isolated;
use crate::model::Format;
use serde_json::Value;

/// That it has not been cut off where the transfer itself could not tell.
pub(super) fn whole(
    body: &[u8],
    place: &str,
    expects: Expects,
    session: &Session<'_>,
) -> Result<(), Trouble> {
    let answer = Answer {
        body,
        place,
        session,
    };
    match session.source.format {
        _ if expects == Expects::Json => answer.json().map(drop),
        Format::Json if expects == Expects::Judged => answer.json().map(drop),
        Format::Json if !decode::is_packed(body) => answer.holds_records(answer.json()?),
        // A service that says in XML why it sends no table: its adapter reads that.
        Format::Csv | Format::SdmxCsv if expects == Expects::Judged && is_markup(body) => Ok(()),
        _ => answer.decodes(),
    }
}

/// An answer that is looked at.
struct Answer<'a> {
    body: &'a [u8],
    place: &'a str,
    session: &'a Session<'a>,
}

impl Answer<'_> {
    fn cut(&self, message: &str) -> Trouble {
        let message = format!(
            "the answer of `{}` is cut off: {}",
            self.place,
            self.session.guard.clean(message)
        );
        Trouble::new(
            "http_truncated",
            message,
            "run again later; if it stays, tell the provider",
        )
        .passing("cut off")
    }

    fn wrong(&self, message: &str) -> Trouble {
        let text = format!(
            "`{}` did not answer with {}: {message}; it begins `{}`",
            self.place,
            self.session.source.format,
            shown(self.body, self.session)
        );
        Trouble::new(
            "wrong_type",
            text,
            "look at the address in a browser, and at `format` and `records`",
        )
    }

    fn json(&self) -> Result<Value, Trouble> {
        json(self.body).map_err(|e| {
            if e.is_eof() {
                self.cut(&e.to_string())
            } else {
                self.wrong(&e.to_string())
            }
        })
    }

    /// JSON has its list of records.
    fn holds_records(&self, value: Value) -> Result<(), Trouble> {
        let records = &self.session.source.layout.records;
        let in_pages = self.session.http.paging.is_some();
        let no_list = "it has no list of records where one belongs";
        match at_path(&value, records) {
            Some(Value::Array(_)) => Ok(()),
            // Some services end their pages so; the engine of pages knows whether this is the
            // first.
            None | Some(Value::Null) if in_pages && !error_object(&value) => Ok(()),
            _ if records.is_empty() && !in_pages => match decode::answered(self.place, value) {
                Ok(true) => Ok(()),
                Ok(false) => Err(self.wrong(no_list)),
                // A part of what there is: it is landed, and refused with its remedy when it is
                // conformed.
                Err(fault) if fault.rule == "truncated" => Ok(()),
                Err(fault) => Err(self.wrong(&fault.message)),
            },
            _ => Err(self.wrong(no_list)),
        }
    }

    /// The decoder of its format reads it to the end.
    fn decodes(&self) -> Result<(), Trouble> {
        let source = self.session.source;
        let reading = Reading {
            file_name: self.place,
            format: source.format,
            layout: &source.layout,
            decimal: source.number.decimal,
            pages: &[],
            max_cells: MAX_CELLS,
        };
        let fault = match isolated::decode(reading, self.body, Bounds::default()) {
            Ok(decoded) => { decoded.records }.find_map(Result::err),
            Err(fault) => Some(fault),
        };
        match fault {
            Some(f) if f.rule == "truncated" => Err(self.cut(&f.message)),
            Some(f)
                if f.rule == "unreadable"
                    && !matches!(source.format, Format::Csv | Format::SdmxCsv) =>
            {
                Err(self.wrong(&f.message))
            }
            // Anything else is for the office to see: it is landed, and refused with its place when
            // it is conformed.
            _ => Ok(()),
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
