//! The elements of one XML part of a package, one after the other.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// A name without its prefix.
fn local<'n>(e: &'n BytesStart<'_>) -> &'n str {
    let name: &str = e.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn get(e: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = e.attributes().flatten().find(|a| {
        let name: &str = a.key.as_ref();
        name.rsplit(':').next() == Some(key)
    })?;
    unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Whether an attribute says a word.
pub(super) fn flag_text(e: &BytesStart<'_>, key: &str, word: &str) -> bool {
    get(e, key).is_some_and(|v| v == word)
}

pub(super) fn flag(e: &BytesStart<'_>, key: &str) -> bool {
    get(e, key).is_some_and(|v| v == "1" || v == "true")
}

/// Goes over the elements of a part: what begins, text, what ends.
pub(super) fn walk(xml: &str, mut each: impl FnMut(PartEvent<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => each(PartEvent::Start(local(&e), &e)),
            Ok(Event::Empty(e)) => {
                each(PartEvent::Start(local(&e), &e));
                each(PartEvent::End(local(&e)));
            }
            Ok(Event::End(e)) => {
                let name: &str = e.name().into_inner();
                each(PartEvent::End(name.rsplit(':').next().unwrap_or(name)));
            }
            Ok(Event::Text(e)) => each(PartEvent::Text(&e)),
            Ok(Event::CData(e)) => each(PartEvent::Text(&e)),
            Ok(Event::GeneralRef(e)) => {
                if let Ok(plain) = unescape(&format!("&{};", &*e)) {
                    each(PartEvent::Text(&plain));
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// What a part has next.
pub(super) enum PartEvent<'e> {
    /// An element begins: its name without prefix, and itself.
    Start(&'e str, &'e BytesStart<'e>),
    /// Text.
    Text(&'e str),
    /// An element ends.
    End(&'e str),
}
