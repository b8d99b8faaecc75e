//! Texts of a sheet that may be in an old encoding or in Unicode, where their column mixes the two.

use super::super::letters::{Held, judged};
use chiso_model::Encoding;
use std::collections::{BTreeMap, BTreeSet};

/// Gathers while a sheet is read.
#[derive(Default)]
pub(super) struct HeldTexts {
    /// Columns with a text that can only be Unicode.
    unicode: BTreeSet<u32>,
    /// Texts that can be either, by their cells.
    either: BTreeMap<(u32, u32), String>,
}

impl HeldTexts {
    pub(super) fn see(&mut self, at: (u32, u32), text: &str, encoding: Option<Encoding>) {
        match judged(text, encoding).0 {
            Held::Old => {}
            Held::Unicode => _ = self.unicode.insert(at.1),
            Held::Either => _ = self.either.insert(at, text.to_owned()),
        }
    }

    /// Texts of which nobody knows how they are held. Where a column has none in Unicode, what is
    /// declared holds.
    pub(super) fn doubtful(&mut self) -> impl Iterator<Item = ((u32, u32), String)> + use<> {
        let unicode = std::mem::take(&mut self.unicode);
        std::mem::take(&mut self.either)
            .into_iter()
            .filter(move |((_, col), _)| unicode.contains(col))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_column_that_mixes_encodings_is_in_doubt() {
        let tcvn3 = Some(Encoding::Tcvn3);
        let mut held = HeldTexts::default();
        held.see((1, 0), "Hé", tcvn3);
        held.see((1, 2), "Hé", tcvn3);
        held.see((2, 2), "Núi Vàng", tcvn3);
        let doubtful: Vec<_> = held.doubtful().collect();
        assert_eq!(doubtful, [((1, 2), "Hé".to_owned())]);
    }
}
