//! What a service says of its answer in an error message or a footer: that it is an error, or not
//! whole.

use super::super::{Undecodable, fault};
use super::element::XmlElement;

/// What an error message or a footer says.
#[derive(Default)]
pub(super) struct MessageAnswer {
    words: String,
    /// Whether it says that not all of the data are here.
    cut: bool,
}

impl MessageAnswer {
    /// The beginning of an error message.
    pub(super) fn begins(&mut self, element: &XmlElement) {
        // Code 413 (SDMX 2.1, section 7): the answer is larger than the service sends.
        self.cut |= element.get("code").as_deref() == Some("413")
            || element.get("severity").as_deref() == Some("Error");
        let code = element
            .get("code")
            .map(|code| format!("{code}: "))
            .unwrap_or_default();
        self.words.push_str(&code);
    }

    pub(super) fn says(&mut self, words: &str) {
        self.words.push_str(words);
        self.words.push(' ');
    }

    fn shown(&self) -> String {
        self.words.trim().chars().take(300).collect()
    }

    /// Whether what came is all, for all that the answer says.
    pub(super) fn whole(&self, file: &str) -> Result<(), Undecodable> {
        if !self.cut {
            return Ok(());
        }
        let message = format!(
            "the answer says of itself that it is not whole: {}",
            self.shown()
        );
        Err(Box::new(
            fault("truncated", file, 0, message).hint("ask for less at once, by year or by area"),
        ))
    }

    /// Why there is no observation; nothing is wrong with a data set that holds none.
    pub(super) fn no_data(
        &self,
        file: &str,
        root: &str,
        seen_data: bool,
    ) -> Result<(), Undecodable> {
        let (rule, message, hint) = if !self.words.trim().is_empty() {
            (
                "service_error",
                format!("the service answered, in place of data: {}", self.shown()),
                "correct the query, or fetch it again later",
            )
        } else if root == "CrossSectionalData" {
            (
                "unreadable",
                "this is cross-sectional data of SDMX 2.0".to_owned(),
                "ask the service for generic or structure-specific data",
            )
        } else if seen_data {
            return Ok(());
        } else if root.is_empty() {
            (
                "unreadable",
                "there is no XML in this file".to_owned(),
                "fetch it again",
            )
        } else {
            (
                "metadata_only",
                format!("`{root}` holds no data set: this is structure, not data"),
                "ask the service for the data",
            )
        };
        Err(Box::new(fault(rule, file, 0, message).hint(hint)))
    }
}
