//! What a message has said so far: of its series and groups, and of the observation that is being
//! read.

use super::super::Undecodable;
use super::answer::MessageAnswer;
use super::element::{Attributes, XmlElement, local};
use super::groups::SdmxGroups;
use super::place::XmlPlace;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// The column of figures.
pub(crate) const VALUE: &str = "OBS_VALUE";

/// The dimension of measures, where the file does not name it.
const MEASURE: &str = "MEASURE";

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// A message while it is read.
pub(super) struct XmlMessage {
    /// Local names of the open elements.
    open: Vec<String>,
    /// What the header asks for in data sets that do not say it themselves.
    header_action: String,
    /// What the open data set asks for.
    action: String,
    /// What is said of the whole data set.
    set: Attributes,
    groups: SdmxGroups,
    group: Attributes,
    series: Attributes,
    observation: Attributes,
    /// Concept of the dimension at the observation, where it goes without saying.
    at_observation: String,
    /// Concept of the complex attribute that is being read.
    complex: String,
    root: String,
    answer: MessageAnswer,
    seen_data: bool,
    count: u64,
}

impl XmlMessage {
    pub(super) fn new() -> XmlMessage {
        XmlMessage {
            open: Vec::new(),
            header_action: String::new(),
            action: String::new(),
            set: Vec::new(),
            groups: SdmxGroups::default(),
            group: Vec::new(),
            series: Vec::new(),
            observation: Vec::new(),
            at_observation: "TIME_PERIOD".to_owned(),
            complex: String::new(),
            root: String::new(),
            answer: MessageAnswer::default(),
            seen_data: false,
            count: 0,
        }
    }

    /// Name of the innermost open element.
    pub(super) fn inside(&self) -> Option<&str> {
        self.open.last().map(String::as_str)
    }

    fn within(&self, name: &str) -> bool {
        self.open.iter().any(|open| open == name)
    }

    /// Takes in what the file has next; an observation, when it ends here.
    pub(super) fn take(
        &mut self,
        event: Event<'_>,
        place: XmlPlace<'_>,
    ) -> Result<Option<Attributes>, Undecodable> {
        match event {
            Event::Start(e) => self.start(&e, place)?,
            Event::Empty(e) => {
                self.start(&e, place)?;
                return self.close(&local(e.name().as_ref()), place);
            }
            Event::End(e) => return self.close(&local(e.name().as_ref()), place),
            Event::Text(e) => self.words(&e),
            Event::CData(e) => self.words(&e),
            Event::GeneralRef(e) => {
                let name = format!("&{};", &*e);
                let plain = unescape(&name)
                    .map_err(|e| place.broken(&e.to_string()))?
                    .into_owned();
                self.words(&plain);
            }
            _ => {}
        }
        Ok(None)
    }

    fn start(&mut self, e: &BytesStart<'_>, place: XmlPlace<'_>) -> Result<(), Undecodable> {
        if self.open.len() >= MAX_DEPTH {
            return Err(place.broken(&format!("elements are nested deeper than {MAX_DEPTH}")));
        }
        let name = local(e.name().as_ref());
        if self.open.is_empty() {
            self.root.clone_from(&name);
        }
        let element = XmlElement::read(e, &name, place)?;
        self.begins(&name, element);
        self.open.push(name);
        Ok(())
    }

    fn begins(&mut self, name: &str, element: XmlElement) {
        match name {
            "DataSet" => {
                self.seen_data = true;
                (self.series, self.groups) = (Vec::new(), SdmxGroups::default());
                self.action = element
                    .get("action")
                    .unwrap_or_else(|| self.header_action.clone());
                // Concepts are written in capitals; the other attributes are those of messages.
                self.set = element.said;
                self.set.retain(|(name, _)| is_concept(name));
            }
            "Structure" => {
                let concept = element.get("dimensionAtObservation");
                if let Some(concept) = concept.filter(|c| c != "AllDimensions") {
                    self.at_observation = concept;
                }
            }
            "Series" if self.seen_data => self.series = element.said,
            "Group" if self.seen_data => self.group = element.said,
            "Obs" if self.seen_data => self.observation = self.with_measure(element),
            "Comp" => self.complex = element.get("id").unwrap_or_default(),
            "ObsDimension" => {
                let concept = element.get("id");
                let concept = concept.unwrap_or_else(|| self.at_observation.clone());
                self.observation
                    .push((concept, element.get("value").unwrap_or_default()));
            }
            "ObsValue" => self
                .observation
                .push((VALUE.to_owned(), element.get("value").unwrap_or_default())),
            "Value" => {
                let concept = element.get("id").or_else(|| element.get("concept"));
                if let (Some(concept), Some(value)) = (concept, element.get("value")) {
                    self.here().push((concept, value));
                }
            }
            "ErrorMessage" | "Message" if !element.said.is_empty() => self.answer.begins(&element),
            _ => {}
        }
    }

    /// What an observation says in its attributes, and by its type which measure it is of.
    fn with_measure(&self, element: XmlElement) -> Attributes {
        let XmlElement { mut said, kind } = element;
        let concept = if self.at_observation == "TIME_PERIOD" {
            MEASURE
        } else {
            &self.at_observation
        };
        let is_measure = !kind.is_empty()
            && !kind.starts_with("Obs")
            && said.iter().all(|(name, _)| name != concept);
        if is_measure {
            said.push((concept.to_owned(), kind));
        }
        said
    }

    /// What concepts that are said now are said of.
    fn here(&mut self) -> &mut Attributes {
        if self.within("Obs") {
            &mut self.observation
        } else if self.within("Group") {
            &mut self.group
        } else if self.within("Series") {
            &mut self.series
        } else {
            &mut self.set
        }
    }

    fn words(&mut self, text: &str) {
        let words = text.trim();
        if words.is_empty() {
            return;
        }
        match self.open.last().map(String::as_str) {
            Some("Time") => self
                .observation
                .push(("TIME_PERIOD".to_owned(), words.to_owned())),
            Some("DataSetAction") => words.clone_into(&mut self.header_action),
            Some("Value" | "Text") if !self.complex.is_empty() => self.complex_value(words),
            _ if self.root == "Error" || self.within("Footer") || self.within("ErrorMessage") => {
                self.answer.says(words);
            }
            _ => {}
        }
    }

    /// One of the values of a complex attribute; several stand in one text.
    fn complex_value(&mut self, words: &str) {
        let concept = self.complex.clone();
        let said = self.here();
        match said.iter_mut().find(|(name, _)| *name == concept) {
            Some((_, values)) => {
                values.push(';');
                values.push_str(words);
            }
            None => said.push((concept, words.to_owned())),
        }
    }

    fn close(
        &mut self,
        name: &str,
        place: XmlPlace<'_>,
    ) -> Result<Option<Attributes>, Undecodable> {
        match self.open.pop() {
            Some(open) if open == name => {}
            other => {
                let open = other.map_or_else(|| "nothing".to_owned(), |o| format!("`{o}`"));
                return Err(place.broken(&format!("`{name}` is closed where {open} is open")));
            }
        }
        match name {
            "Obs" if self.seen_data => return Ok(Some(self.finish())),
            "Group" if self.seen_data => {
                let group = std::mem::take(&mut self.group);
                self.groups.add(group, place)?;
            }
            "Series" => self.series.clear(),
            "Comp" => self.complex.clear(),
            _ => {}
        }
        Ok(None)
    }

    /// Everything that is said of the observation just read; what is said nearer to it counts.
    fn finish(&mut self) -> Attributes {
        self.count += 1;
        let mut said: Attributes = vec![("action".to_owned(), self.action.clone())];
        for (name, value) in self.series.iter().chain(&self.observation) {
            match said.iter_mut().find(|(n, _)| n == name) {
                Some((_, old)) => old.clone_from(value),
                None => said.push((name.clone(), value.clone())),
            }
        }
        let more = self.groups.said_of(&said);
        said.extend(more);
        for (name, value) in &self.set {
            if said.iter().all(|(known, _)| known != name) {
                said.push((name.clone(), value.clone()));
            }
        }
        self.observation.clear();
        if self.action.eq_ignore_ascii_case("delete") {
            said.iter_mut()
                .filter(|(name, _)| name == VALUE)
                .for_each(|(_, value)| value.clear());
        }
        said
    }

    /// Whether the file, now read to its end, was a data message at all.
    pub(super) fn end(&self, file: &str) -> Result<(), Undecodable> {
        if self.count > 0 {
            return self.answer.whole(file);
        }
        self.answer.no_data(file, &self.root, self.seen_data)
    }
}

/// Whether an attribute of a data set is a concept.
fn is_concept(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
