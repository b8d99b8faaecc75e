//! What an element of a message says in its attributes.

use super::super::Undecodable;
use super::place::XmlPlace;
use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;

/// Most attributes of an element: the reader compares each with all before it.
const MAX_ATTRIBUTES: usize = 1000;

/// Concepts, or attributes, with what they say.
pub(super) type Attributes = Vec<(String, String)>;

/// An element that begins.
pub(super) struct XmlElement {
    pub(super) said: Attributes,
    /// Of an observation of a cross-section, the type of its measure: `<Obs xsi:type="m:BIRTHS"
    /// OBS_VALUE="9"/>`.
    pub(super) kind: String,
}

impl XmlElement {
    /// Reads an element by its name without a prefix.
    pub(super) fn read(
        e: &BytesStart<'_>,
        name: &str,
        place: XmlPlace<'_>,
    ) -> Result<XmlElement, Undecodable> {
        let mut element = XmlElement {
            said: Attributes::new(),
            kind: String::new(),
        };
        for (count, attribute) in e.attributes().enumerate() {
            if count > MAX_ATTRIBUTES {
                return Err(place.broken(&format!(
                    "`{name}` has more than {MAX_ATTRIBUTES} attributes"
                )));
            }
            let attribute = attribute.map_err(|e| place.broken(&e.to_string()))?;
            let key: &str = attribute.key.as_ref();
            let value = unescape(&attribute.value)
                .map_err(|e| place.broken(&e.to_string()))?
                .trim()
                .to_owned();
            if !key.contains(':') && key != "xmlns" {
                element.said.push((key.to_owned(), value));
            } else if name == "DataSet" && key.ends_with(":action") {
                element.said.push(("action".to_owned(), value));
            } else if name == "Obs" && key.ends_with(":type") {
                element.kind = local(&value);
            }
        }
        Ok(element)
    }

    /// What an attribute says.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.said
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.clone())
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}
