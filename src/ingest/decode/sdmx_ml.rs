//! SDMX-ML 2.0 and 2.1, generic and structure-specific (compact), by series, by cross-section or
//! flat: one record an observation.
//!
//! Without the data structure definition nobody can tell dimensions from attributes, so every
//! concept is a column, in the order in which the file first names it; `OBS_VALUE` is the figure,
//! as it stood (`NaN`, `na` and `ERROR:  #N/A` do occur). What a group says is said of every series
//! that has the group's keys. `action` is what the data set asks for; the figure of a `Delete` is
//! no figure.
//!
//! The file is read twice: once for the columns, then record by record, so what is held is its text
//! and one series. No document type is expanded, so no entity can grow.

use super::{Reading, Record, Shape, Table, Undecodable, fault, letters, line_of, too_many_cells};
use crate::model::Encoding;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// The column of figures.
pub(super) const VALUE: &str = "OBS_VALUE";
/// The dimension of measures, where the file does not name it.
const MEASURE: &str = "MEASURE";
/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;
/// Most groups of a file.
const MAX_GROUPS: usize = 50_000;
/// Most concepts of a file.
const MAX_COLUMNS: usize = 1000;

/// The observations of a file as one table.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let file = reading.file_name;
    if super::is_html(&bytes) {
        let finding = fault("html_page", file, 1, "this is a web page, not data");
        return Err(Box::new(finding.hint(
            "it looks like a login or error page that was answered in \
            place of the file: fetch it again",
        )));
    }
    let encoding = reading.layout.encoding.or_else(|| declared(&bytes));
    let text = letters::text(file, bytes, encoding)?;
    let mut first = Walker::new(file, Cow::Borrowed(text.as_ref()));
    let mut columns: Vec<String> = vec!["action".to_owned()];
    let mut cells: usize = 0;
    while let Some(observation) = first.observation()? {
        for (name, _) in &observation {
            if !columns.iter().any(|c| c == name) {
                columns.push(name.clone());
            }
        }
        if columns.len() > MAX_COLUMNS {
            return Err(Box::new(fault(
                "unreadable",
                file,
                0,
                format!("there are more than {MAX_COLUMNS} concepts"),
            )));
        }
        cells += 1;
        if cells.saturating_mul(columns.len()) > reading.max_cells {
            return Err(too_many_cells(file, reading.max_cells));
        }
    }
    first.end()?;
    columns.retain(|c| c != VALUE);
    let dimensions = columns.iter().filter(|c| *c != "action").cloned().collect();
    let value = columns.len();
    columns.push(VALUE.to_owned());
    let names = columns.clone();
    let mut walker = Walker::new(file, text);
    let mut row = 0;
    let records = std::iter::from_fn(move || {
        let observation = walker.observation().transpose()?;
        row += 1;
        Some(observation.map(|said| {
            let cells = names.iter().map(|n| {
                said.iter()
                    .find(|(name, _)| name == n)
                    .map(|(_, text)| text.clone())
                    .unwrap_or_default()
            });
            Record {
                part: String::new(),
                row,
                cells: cells.collect(),
            }
        }))
    });
    Ok(Table {
        part: String::new(),
        shape: Shape::Figures {
            columns,
            dimensions,
            value,
        },
        records: Box::new(records),
    })
}

/// The encoding that the XML declaration names, if it is not UTF-8.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).to_lowercase();
    let (_, rest) = head.split_once("encoding=")?;
    let name = rest
        .trim_start_matches(['"', '\''])
        .split(['"', '\''])
        .next()
        .unwrap_or_default();
    // Without its mark UTF-16 would not have been read this far.
    Encoding::named(name)
        .filter(|e| !matches!(e, Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf16Be))
}

type Attributes = Vec<(String, String)>;

/// Goes through the file from observation to observation, and remembers where it stands in the
/// text.
struct Walker<'a> {
    file: &'a str,
    text: Cow<'a, str>,
    at: usize,
    /// Local names of the open elements.
    open: Vec<String>,
    action: String,
    groups: Vec<Attributes>,
    group: Attributes,
    series: Attributes,
    observation: Attributes,
    /// Concept of the dimension at the observation, where it goes without saying.
    at_observation: String,
    /// Concept of the complex attribute that is being read.
    complex: String,
    root: String,
    /// What an error message or a footer says.
    answer: String,
    /// Whether it says that not all of the data are here.
    cut: bool,
    seen_data: bool,
    count: u64,
    ended: bool,
}

impl<'a> Walker<'a> {
    fn new(file: &'a str, text: Cow<'a, str>) -> Walker<'a> {
        Walker {
            file,
            text,
            at: 0,
            open: Vec::new(),
            action: String::new(),
            groups: Vec::new(),
            group: Vec::new(),
            series: Vec::new(),
            observation: Vec::new(),
            at_observation: "TIME_PERIOD".to_owned(),
            complex: String::new(),
            root: String::new(),
            answer: String::new(),
            cut: false,
            seen_data: false,
            count: 0,
            ended: false,
        }
    }

    /// What is said of the next observation. After a fault or the end there is none.
    fn observation(&mut self) -> Result<Option<Attributes>, Undecodable> {
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
            let before = self.at;
            let event = xml
                .read_event()
                .map_err(|e| self.broken(text, before, &e.to_string()))?;
            self.at = from + usize::try_from(xml.buffer_position()).unwrap_or_default();
            let done = match event {
                Event::Start(e) => {
                    self.start(&e, text, before)?;
                    None
                }
                Event::Empty(e) => {
                    self.start(&e, text, before)?;
                    self.close(&local(e.name().as_ref()), text, before)?
                }
                Event::End(e) => self.close(&local(e.name().as_ref()), text, before)?,
                Event::Text(e) => {
                    self.words(&e);
                    None
                }
                Event::CData(e) => {
                    self.words(&e);
                    None
                }
                Event::GeneralRef(e) => {
                    let name = format!("&{};", &*e);
                    let plain = unescape(&name)
                        .map_err(|e| self.broken(text, before, &e.to_string()))?
                        .into_owned();
                    self.words(&plain);
                    None
                }
                Event::Eof => {
                    return match self.open.last() {
                        None => Ok(None),
                        Some(name) => {
                            let message = format!("the file ends within `{name}`");
                            let line = line_of(text.as_bytes(), text.len());
                            Err(Box::new(
                                fault("truncated", self.file, line, message)
                                    .hint("the file did not arrive whole: fetch it again"),
                            ))
                        }
                    };
                }
                _ => None,
            };
            if done.is_some() {
                return Ok(done);
            }
        }
    }

    fn broken(&self, text: &str, at: usize, message: &str) -> Undecodable {
        let line = line_of(text.as_bytes(), at.min(text.len()));
        Box::new(
            fault(
                "unreadable",
                self.file,
                line,
                format!("this is not well-formed XML: {message}"),
            )
            .hint("fetch the file again"),
        )
    }

    fn start(&mut self, e: &BytesStart<'_>, text: &str, at: usize) -> Result<(), Undecodable> {
        let name = local(e.name().as_ref());
        if self.open.len() >= MAX_DEPTH {
            return Err(self.broken(
                text,
                at,
                &format!("elements are nested deeper than {MAX_DEPTH}"),
            ));
        }
        if self.open.is_empty() {
            self.root.clone_from(&name);
        }
        let mut said = Attributes::new();
        // An observation of a cross-section is of the type of its measure: `<Obs
        // xsi:type="m:BIRTHS" OBS_VALUE="9"/>`.
        let mut kind = String::new();
        for (count, attribute) in e.attributes().enumerate() {
            // The reader holds each attribute against all before it.
            if count > MAX_COLUMNS {
                return Err(self.broken(
                    text,
                    at,
                    &format!("`{name}` has more than {MAX_COLUMNS} attributes"),
                ));
            }
            let attribute = attribute.map_err(|e| self.broken(text, at, &e.to_string()))?;
            let key: &str = attribute.key.as_ref();
            let value = unescape(&attribute.value)
                .map_err(|e| self.broken(text, at, &e.to_string()))?
                .trim()
                .to_owned();
            if !key.contains(':') && key != "xmlns" {
                said.push((key.to_owned(), value));
            } else if name == "DataSet" && key.ends_with(":action") {
                said.push(("action".to_owned(), value));
            } else if name == "Obs" && key.ends_with(":type") {
                kind = local(&value);
            }
        }
        let get = |key: &str| {
            said.iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.clone())
        };
        match name.as_str() {
            "DataSet" => {
                self.seen_data = true;
                (self.series, self.groups) = (Vec::new(), Vec::new());
                self.action = get("action").unwrap_or_else(|| std::mem::take(&mut self.action));
            }
            "Structure" => {
                let concept = get("dimensionAtObservation").filter(|c| c != "AllDimensions");
                self.at_observation =
                    concept.unwrap_or_else(|| std::mem::take(&mut self.at_observation));
            }
            "Series" if self.seen_data => self.series = said,
            "Group" if self.seen_data => self.group = said,
            "Obs" if self.seen_data => {
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
                self.observation = said;
            }
            "Comp" => self.complex = get("id").unwrap_or_default(),
            "ObsDimension" => {
                let concept = get("id").unwrap_or_else(|| self.at_observation.clone());
                self.observation
                    .push((concept, get("value").unwrap_or_default()));
            }
            "ObsValue" => self
                .observation
                .push((VALUE.to_owned(), get("value").unwrap_or_default())),
            "Value" => {
                if let (Some(concept), Some(value)) =
                    (get("id").or_else(|| get("concept")), get("value"))
                {
                    self.here().push((concept, value));
                }
            }
            "ErrorMessage" | "Message" if !said.is_empty() => {
                // Code 413 (SDMX 2.1, section 7): the answer is larger than the service sends.
                self.cut |= get("code").as_deref() == Some("413")
                    || get("severity").as_deref() == Some("Error");
                let code = get("code")
                    .map(|code| format!("{code}: "))
                    .unwrap_or_default();
                self.answer.push_str(&code);
            }
            _ => {}
        }
        self.open.push(name);
        Ok(())
    }

    /// What concepts that are said now are said of.
    fn here(&mut self) -> &mut Attributes {
        let within = |name: &str| self.open.iter().any(|o| o == name);
        if within("Obs") {
            &mut self.observation
        } else if within("Group") {
            &mut self.group
        } else {
            &mut self.series
        }
    }

    fn words(&mut self, text: &str) {
        let within = |name: &str| self.open.iter().any(|o| o == name);
        let words = text.trim();
        if words.is_empty() {
            return;
        }
        match self.open.last().map(String::as_str) {
            Some("Time") => self
                .observation
                .push(("TIME_PERIOD".to_owned(), words.to_owned())),
            Some("DataSetAction") => words.clone_into(&mut self.action),
            Some("Value" | "Text") if !self.complex.is_empty() => {
                let (concept, words) = (self.complex.clone(), words.to_owned());
                let said = self.here();
                match said.iter_mut().find(|(name, _)| *name == concept) {
                    Some((_, values)) => {
                        values.push(';');
                        values.push_str(&words);
                    }
                    None => said.push((concept, words)),
                }
            }
            _ if within("Footer") || within("ErrorMessage") || self.root == "Error" => {
                self.answer.push_str(words);
                self.answer.push(' ');
            }
            _ => {}
        }
    }

    fn close(
        &mut self,
        name: &str,
        text: &str,
        at: usize,
    ) -> Result<Option<Attributes>, Undecodable> {
        match self.open.pop() {
            Some(open) if open == name => {}
            other => {
                let open = other.map_or_else(|| "nothing".to_owned(), |o| format!("`{o}`"));
                return Err(self.broken(
                    text,
                    at,
                    &format!("`{name}` is closed where {open} is open"),
                ));
            }
        }
        match name {
            "Obs" if self.seen_data => return Ok(Some(self.finish())),
            "Group" if self.seen_data => {
                if self.groups.len() == MAX_GROUPS {
                    let message = format!("there are more than {MAX_GROUPS} groups");
                    return Err(Box::new(
                        fault(
                            "unreadable",
                            self.file,
                            line_of(text.as_bytes(), at),
                            message,
                        )
                        .hint("ask for the data without groups"),
                    ));
                }
                let group = std::mem::take(&mut self.group);
                self.groups.push(group);
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
        let mut more = Attributes::new();
        for group in &self.groups {
            let shared: Vec<_> = group
                .iter()
                .filter_map(|(name, value)| {
                    said.iter()
                        .find(|(n, _)| n == name)
                        .map(|(_, v)| v == value)
                })
                .collect();
            if !shared.is_empty() && shared.iter().all(|same| *same) {
                more.extend(
                    group
                        .iter()
                        .filter(|(name, _)| said.iter().chain(&more).all(|(n, _)| n != name))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
        }
        said.extend(more);
        self.observation.clear();
        if self.action.eq_ignore_ascii_case("delete") {
            said.iter_mut()
                .filter(|(name, _)| name == VALUE)
                .for_each(|(_, value)| value.clear());
        }
        said
    }

    /// Whether the file, now read to its end, was a data message at all.
    fn end(&self) -> Result<(), Undecodable> {
        let answer = self.answer.trim();
        let (rule, message, hint) = if self.count > 0 && self.cut {
            let answer: String = answer.chars().take(300).collect();
            (
                "truncated",
                format!("the answer says of itself that it is not whole: {answer}"),
                "ask for less at once, by year or by area",
            )
        } else if self.count > 0 {
            return Ok(());
        } else if !answer.is_empty() {
            let answer: String = answer.chars().take(300).collect();
            (
                "service_error",
                format!("the service answered, in place of data: {answer}"),
                "mend the query, or fetch it again later",
            )
        } else if self.root == "CrossSectionalData" {
            (
                "unreadable",
                "this is cross-sectional data of SDMX 2.0".to_owned(),
                "ask the service for generic or structure-specific data",
            )
        } else if self.seen_data {
            return Ok(());
        } else if self.root.is_empty() {
            (
                "unreadable",
                "there is no XML in this file".to_owned(),
                "fetch it again",
            )
        } else {
            (
                "metadata_only",
                format!(
                    "`{}` holds no data set: this is structure, not data",
                    self.root
                ),
                "ask the service for the data",
            )
        };
        Err(Box::new(fault(rule, self.file, 0, message).hint(hint)))
    }
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}
