//! What a delivery says in concepts of SDMX that nothing maps, by series.

use std::collections::BTreeMap;

/// What tells the series of a delivery apart, as far as its source says.
pub(super) type SeriesKey = Vec<String>;

/// The first value of a concept in a series, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct ConceptValue {
    pub(super) text: String,
    pub(super) part: String,
    pub(super) row: u64,
}

/// What a delivery says in unmapped concepts, by concept and series.
#[derive(Clone, Debug, Default)]
pub struct StatedConcepts(pub(super) BTreeMap<(String, SeriesKey), ConceptValue>);

impl StatedConcepts {
    /// Whether it says nothing in such concepts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first concept in which a series differs from what it was before.
    pub(super) fn other_than(
        &self,
        before: &StatedConcepts,
    ) -> Option<(&str, &ConceptValue, String)> {
        self.0.iter().find_map(|(key, now)| {
            let before = before.0.get(key).filter(|before| before.text != now.text)?;
            Some((key.0.as_str(), now, before.text.clone()))
        })
    }
}

/// What to do about figures that differ in a concept.
pub(super) fn hint(name: &str) -> String {
    format!(
        "map `{name}`, as a dimension of which each measure chooses one value in `where`; or leave \
            out the other rows, as in `leave_out = [{{ column = \"{name}\", texts = [\"…\"] }}]`; if \
            it says nothing of the figures, list it under `unused_columns`"
    )
}
