//! Groups of series, and what they say of the observations that have their keys.

use super::super::{Undecodable, fault};
use super::element::Attributes;
use super::place::XmlPlace;

/// Most groups of a file.
const MAX_GROUPS: usize = 50_000;

/// The groups of a data set.
#[derive(Default)]
pub(super) struct SdmxGroups {
    all: Vec<Attributes>,
}

impl SdmxGroups {
    /// Adds a group that ends here.
    pub(super) fn add(
        &mut self,
        group: Attributes,
        place: XmlPlace<'_>,
    ) -> Result<(), Undecodable> {
        if self.all.len() == MAX_GROUPS {
            let message = format!("there are more than {MAX_GROUPS} groups");
            return Err(Box::new(
                fault("unreadable", place.file, place.line(), message)
                    .hint("ask for the data without groups"),
            ));
        }
        self.all.push(group);
        Ok(())
    }

    /// What they say of an observation that has their keys, as well as what is said of it.
    pub(super) fn said_of(&self, said: &Attributes) -> Attributes {
        let mut more = Attributes::new();
        for group in &self.all {
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
        more
    }
}
