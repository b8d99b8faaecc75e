//! Figures by which a source says that there is none, such as `-999`.

use crate::ingest::number;
use crate::model::{Dec, Source};

/// A figure that is listed under `missing` or `suppressed`.
pub(super) struct Sentinel {
    /// As it is listed.
    pub(super) text: String,
    /// The same as plain decimal text.
    plain: String,
}

impl Sentinel {
    /// The sentinels of a source.
    pub(super) fn all(source: &Source) -> Vec<Sentinel> {
        let listed = source.missing.iter().chain(&source.suppressed);
        let sentinel = |text: &String| {
            let plain = if source.plain_numbers() {
                text.clone()
            } else {
                number::read(text, source.notation()).ok()?.plain
            };
            Some(Sentinel {
                text: text.clone(),
                plain,
            })
        };
        listed
            .filter(|text| text.bytes().any(|b| b.is_ascii_digit()))
            .filter_map(sentinel)
            .collect()
    }

    /// Whether it is this figure, scaled by a power of ten.
    pub(super) fn is(&self, value: Dec, unit_mult: i32) -> bool {
        Dec::parse_scaled(&self.plain, unit_mult) == Ok(value)
    }
}
