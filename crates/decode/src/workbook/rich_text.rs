//! Rich texts: what of a text is raised, lowered or struck out and so stands apart from it.

use super::part::{PartEvent, get, walk};
use std::collections::BTreeMap;

/// Shared strings of which a run is set apart, by number: the text and what is apart.
pub(super) fn rich_texts(xml: &str) -> BTreeMap<usize, (String, String)> {
    let mut found = BTreeMap::new();
    let (mut number, mut rich) = (0, Rich::default());
    walk(xml, |step| {
        if let PartEvent::End("si") = step {
            if let Some(apart) = std::mem::take(&mut rich).finish() {
                found.insert(number, apart);
            }
            number += 1;
        } else {
            rich.see(&step);
        }
    });
    found
}

/// The runs of one text.
#[derive(Default)]
pub(super) struct Rich {
    text: String,
    apart: String,
    raised: bool,
    in_text: bool,
    phonetic: bool,
}

impl Rich {
    pub(super) fn see(&mut self, step: &PartEvent<'_>) {
        match step {
            PartEvent::Start("r", _) => self.raised = false,
            PartEvent::Start("vertAlign", e) => {
                self.raised |= get(e, "val").is_some_and(|v| v != "baseline");
            }
            PartEvent::Start("strike", e) => {
                self.raised |= get(e, "val").is_none_or(|v| v != "0" && v != "false");
            }
            PartEvent::Start("rPh", _) => self.phonetic = true,
            PartEvent::End("rPh") => self.phonetic = false,
            PartEvent::Start("t", _) => self.in_text = true,
            PartEvent::End("t") => self.in_text = false,
            PartEvent::Text(text) if self.in_text && !self.phonetic => {
                if self.raised {
                    &mut self.apart
                } else {
                    &mut self.text
                }
                .push_str(text);
            }
            _ => {}
        }
    }

    /// The text and what is apart, where there is both.
    pub(super) fn finish(self) -> Option<(String, String)> {
        (!self.text.trim().is_empty() && !self.apart.trim().is_empty())
            .then(|| (self.text, self.apart.trim().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shared_string_sets_apart() {
        let strings = "<sst><si><t>x</t></si><si><r><t>Bay</t></r><r><rPr><vertAlign \
            val=\"subscript\"/></rPr><t>1</t></r><rPh><t>no</t></rPh></si></sst>";
        let texts = BTreeMap::from([(1, ("Bay".to_owned(), "1".to_owned()))]);
        assert_eq!(rich_texts(strings), texts);
    }
}
