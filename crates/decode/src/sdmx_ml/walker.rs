//! The way through a message, from observation to observation.

use super::super::Undecodable;
use super::element::Attributes;
use super::message::XmlMessage;
use super::place::XmlPlace;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;

/// Goes through the file from observation to observation, and remembers where it stands in the
/// text.
pub(super) struct Walker<'a> {
    file: &'a str,
    text: Cow<'a, str>,
    at: usize,
    message: XmlMessage,
    ended: bool,
}

impl<'a> Walker<'a> {
    pub(super) fn new(file: &'a str, text: Cow<'a, str>) -> Walker<'a> {
        Walker {
            file,
            text,
            at: 0,
            message: XmlMessage::new(),
            ended: false,
        }
    }

    /// What is said of the next observation. After a fault or the end there is none.
    pub(super) fn observation(&mut self) -> Result<Option<Attributes>, Undecodable> {
        if self.ended {
            return Ok(None);
        }
        let found = self.walk();
        self.ended = !matches!(found, Ok(Some(_)));
        found
    }

    fn walk(&mut self) -> Result<Option<Attributes>, Undecodable> {
        let text = std::mem::take(&mut self.text);
        let found = self.walk_over(&text);
        self.text = text;
        found
    }

    fn walk_over(&mut self, text: &str) -> Result<Option<Attributes>, Undecodable> {
        let from = self.at;
        let mut xml = Reader::from_str(text.get(from..).unwrap_or_default());
        let config = xml.config_mut();
        // An observation may lie anywhere in the tree, so names are matched here and not by the
        // reader.
        (
            config.check_end_names,
            config.allow_unmatched_ends,
            config.expand_empty_elements,
        ) = (false, true, false);
        loop {
            let place = XmlPlace {
                file: self.file,
                text,
                at: self.at,
            };
            let event = xml.read_event().map_err(|e| place.broken(&e.to_string()))?;
            self.at = from + usize::try_from(xml.buffer_position()).unwrap_or_default();
            if matches!(event, Event::Eof) {
                return match self.message.inside() {
                    None => Ok(None),
                    Some(name) => Err(place.cut_off(name)),
                };
            }
            let done = self.message.take(event, place)?;
            if done.is_some() {
                return Ok(done);
            }
        }
    }

    /// Whether the file, now read to its end, was a data message at all.
    pub(super) fn end(&self) -> Result<(), Undecodable> {
        self.message.end(self.file)
    }
}
