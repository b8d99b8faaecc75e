//! SDMX REST, 2.1 and 3.0: one address for the data of a flow, the format by `Accept`.
//!
//! 404 says that there is no observation for what is asked, which is a state and no failure; 413,
//! or a note 413 in the footer of a message, that there are too many, and then the range of years
//! is halved.

use super::super::attempts::Data;
use super::super::request::{Ask, Expects};
use super::super::secrets::Guard;
use super::super::session::Session;
use super::super::trouble::{NO_DATA, Trouble};
use super::parts::{self, ResponseMeaning, Service};
use super::{Brought, said};
use crate::model::{SdmxQuery, SdmxVersion};

/// Fetches data of a flow.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    query: &SdmxQuery,
    room: u64,
) -> Result<Brought, Trouble> {
    let mut base = of_flow(declared, query).expecting(Expects::Judged);
    let ours = !session
        .http
        .headers
        .keys()
        .any(|name| name.eq_ignore_ascii_case("accept"));
    if let Some(accept) = accept(session.source.format.as_str(), query.version).filter(|_| ours) {
        base.headers
            .iter_mut()
            .filter(|h| h.name.eq_ignore_ascii_case("accept"))
            .for_each(|h| accept.clone_into(&mut h.value));
    }
    let whole = Range {
        start: query.start.clone(),
        end: query.end.clone(),
    };
    let address = in_range(&base, query.version, &whole).shown(session.guard);
    let mut service = Sdmx {
        base,
        version: query.version,
        guard: session.guard,
    };
    let pages = parts::all(session, &mut service, vec![whole], room)?;
    if pages.receipts.is_empty() {
        let message = format!("`{address}` has no observation");
        let hint = "if there should be one, look at `dataflow`, `key`, `start` and `end`: a \
            service says the same of a flow that it does not know";
        return Err(Trouble::new(NO_DATA, message, hint).at(".api"));
    }
    Ok(Brought {
        address,
        pages,
        metadata: Vec::new(),
    })
}

/// The media type of a format, by its word.
fn accept(format: &str, version: SdmxVersion) -> Option<&'static str> {
    match (format, version) {
        ("csv" | "sdmx-csv", SdmxVersion::V2) => {
            Some("application/vnd.sdmx.data+csv;version=1.0.0, text/csv;q=0.5")
        }
        ("csv" | "sdmx-csv", SdmxVersion::V3) => {
            Some("application/vnd.sdmx.data+csv;version=2.0.0, text/csv;q=0.5")
        }
        ("sdmx-json", SdmxVersion::V2) => {
            Some("application/vnd.sdmx.data+json;version=1.0.0, application/json;q=0.5")
        }
        ("sdmx-json", SdmxVersion::V3) => {
            Some("application/vnd.sdmx.data+json;version=2.0.0, application/json;q=0.5")
        }
        ("sdmx-ml", SdmxVersion::V2) => Some(
            "application/vnd.sdmx.structurespecificdata+xml;version=2.1, \
                application/vnd.sdmx.genericdata+xml;version=2.1;q=0.9, application/xml;q=0.5",
        ),
        ("sdmx-ml", SdmxVersion::V3) => {
            Some("application/vnd.sdmx.data+xml;version=3.0.0, application/xml;q=0.5")
        }
        _ => None,
    }
}

/// The address of a flow and key.
fn of_flow(service: &Ask, query: &SdmxQuery) -> Ask {
    // A key of dots alone names nothing, and would mean another folder in an address.
    let key = Some(query.key.as_str()).filter(|key| key.bytes().any(|b| b != b'.'));
    match query.version {
        SdmxVersion::V2 => service.below(["data", &query.dataflow, key.unwrap_or("all")]),
        SdmxVersion::V3 => {
            let flow = query.dataflow.split(',');
            service.below(
                ["data", "dataflow"]
                    .into_iter()
                    .chain(flow)
                    .chain([key.unwrap_or("*")]),
            )
        }
    }
}

/// The same for a range of periods.
fn in_range(base: &Ask, version: SdmxVersion, range: &Range) -> Ask {
    let mut ask = base.clone();
    match version {
        SdmxVersion::V2 => {
            for (name, period) in [("startPeriod", &range.start), ("endPeriod", &range.end)] {
                if !period.is_empty() {
                    ask = ask.with(name, period);
                }
            }
        }
        SdmxVersion::V3 => {
            let limits = [("ge", &range.start), ("le", &range.end)];
            let limits: Vec<String> = limits
                .into_iter()
                .filter(|(_, p)| !p.is_empty())
                .map(|(is, p)| format!("{is}:{p}"))
                .collect();
            if !limits.is_empty() {
                ask = ask.with("c[TIME_PERIOD]", &limits.join("+"));
            }
        }
    }
    ask
}

/// First and last period, either empty for no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    start: String,
    end: String,
}

impl Range {
    /// Two ranges that meet at the turn of a year. A year as the last period reaches to its last
    /// day.
    fn halves(&self) -> Option<(Range, Range)> {
        let year = |text: &str| text.get(..4)?.parse::<u32>().ok();
        let (first, last) = (year(&self.start)?, year(&self.end)?);
        if first >= last {
            return None;
        }
        let middle = first + (last - first - 1) / 2;
        let until = Range {
            start: self.start.clone(),
            end: format!("{middle:04}"),
        };
        Some((
            until,
            Range {
                start: format!("{:04}", middle + 1),
                end: self.end.clone(),
            },
        ))
    }
}

struct Sdmx<'s> {
    base: Ask,
    version: SdmxVersion,
    guard: &'s Guard,
}

impl Service for Sdmx<'_> {
    type Part = Range;

    fn ask(&self, part: &Range) -> Ask {
        in_range(&self.base, self.version, part)
    }

    fn judge(&mut self, _part: &Range, answer: Result<&Data, Trouble>) -> ResponseMeaning {
        let hint =
            "give both `start` and `end`, so that it can be asked for in parts, or narrow `key`";
        match answer {
            // A page for people is not the service's own answer: it may not be there at all.
            Err(trouble) if trouble.status == 404 && !trouble.page => ResponseMeaning::Nothing,
            Err(trouble) if trouble.status == 413 => ResponseMeaning::TooLarge(
                Trouble {
                    hint: hint.to_owned(),
                    ..trouble
                }
                .at(".api"),
            ),
            Err(trouble) if trouble.status == 406 => {
                let hint = "the service does not have this format: declare another `format`, or \
                    `headers.Accept` as its documentation says";
                ResponseMeaning::Failed(Trouble {
                    hint: hint.to_owned(),
                    ..trouble
                })
            }
            Err(trouble) => ResponseMeaning::Failed(trouble),
            Ok(data) => match told(&data.body) {
                StatusMeaning::TooLarge => ResponseMeaning::TooLarge(
                    Trouble::new(
                        "http_status",
                        "the service says that the answer is too large to be sent at once",
                        hint,
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
            },
        }
    }

    fn halves(&self, part: &Range) -> Option<(Range, Range)> {
        part.halves()
    }
}

/// What an answer with status 200 says.
#[derive(Debug, PartialEq, Eq)]
enum StatusMeaning {
    Data,
    /// It will be written to a file elsewhere, later: the note 413 of SDMX 2.1.
    TooLarge,
    /// An error message in place of data.
    Error(String),
}

/// Looks at the root and the footer of an XML message; anything else is data, of which the decoder
/// judges.
fn told(body: &[u8]) -> StatusMeaning {
    if !body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start()
        .starts_with(b"<")
    {
        return StatusMeaning::Data;
    }
    let text = String::from_utf8_lossy(body);
    let is = |name: &str, wanted: &str| name.rsplit(':').next() == Some(wanted);
    let elements = || {
        text.split('<')
            .skip(1)
            .filter(|e| !e.starts_with(['?', '!', '/']))
    };
    let name = |element: &str| {
        element
            .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    if elements()
        .next()
        .is_some_and(|root| is(&name(root), "Error"))
    {
        let words: Vec<&str> = elements()
            .filter(|e| is(&name(e), "Text"))
            .filter_map(|e| e.split_once('>'))
            .map(|(_, words)| words)
            .collect();
        return StatusMeaning::Error(words.join(" "));
    }
    let mut behind = elements().skip_while(|e| !is(&name(e), "Footer"));
    if behind.any(|e| is(&name(e), "Message") && e.contains("code=\"413\"")) {
        StatusMeaning::TooLarge
    } else {
        StatusMeaning::Data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: &str, end: &str) -> Range {
        Range {
            start: start.into(),
            end: end.into(),
        }
    }

    #[test]
    fn ranges_are_halved_at_the_turn_of_a_year() {
        for (whole, first, second) in [
            (("2010", "2020"), ("2010", "2014"), ("2015", "2020")),
            (
                ("2010-Q3", "2011-Q2"),
                ("2010-Q3", "2010"),
                ("2011", "2011-Q2"),
            ),
            (("2019", "2020"), ("2019", "2019"), ("2020", "2020")),
        ] {
            let halves = range(whole.0, whole.1).halves();
            assert_eq!(
                halves,
                Some((range(first.0, first.1), range(second.0, second.1))),
                "{whole:?}"
            );
        }
        for whole in [
            ("2020", "2020"),
            ("2020", ""),
            ("", "2020"),
            ("2020-01", "2020-12"),
        ] {
            assert_eq!(range(whole.0, whole.1).halves(), None, "{whole:?}");
        }
    }

    #[test]
    fn what_a_message_says() {
        assert_eq!(
            told(b"DATAFLOW,TIME_PERIOD,OBS_VALUE\n"),
            StatusMeaning::Data
        );
        assert_eq!(
            told(
                b"\xef\xbb\xbf<?xml \
            version='1.0'?><m:StructureSpecificData><m:DataSet/></m:StructureSpecificData>"
            ),
            StatusMeaning::Data
        );
        let error =
            b"<?xml version=\"1.0\"?>\n<mes:Error><mes:ErrorMessage code=\"150\"><com:Text>unknown \
                key</com:Text></mes:ErrorMessage></mes:Error>";
        assert_eq!(told(error), StatusMeaning::Error("unknown key".into()));
        let later = b"<m:GenericData><f:Footer><f:Message \
            code=\"413\"><c:Text>later</c:Text></f:Message></f:Footer></m:GenericData>";
        assert_eq!(told(later), StatusMeaning::TooLarge);
        let other =
            b"<m:GenericData><f:Footer><f:Message code=\"500\"/></f:Footer></m:GenericData>";
        assert_eq!(told(other), StatusMeaning::Data);
    }

    #[test]
    fn formats_and_their_media_types() {
        for (format, version, begins) in [
            (
                "csv",
                SdmxVersion::V2,
                "application/vnd.sdmx.data+csv;version=1.0.0",
            ),
            (
                "sdmx-csv",
                SdmxVersion::V3,
                "application/vnd.sdmx.data+csv;version=2.0.0",
            ),
            (
                "sdmx-json",
                SdmxVersion::V2,
                "application/vnd.sdmx.data+json;version=1.0.0",
            ),
            (
                "sdmx-ml",
                SdmxVersion::V2,
                "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
            ),
        ] {
            assert!(
                accept(format, version).is_some_and(|a| a.starts_with(begins)),
                "{format}"
            );
        }
        assert_eq!(accept("dbf", SdmxVersion::V2), None);
    }
}
