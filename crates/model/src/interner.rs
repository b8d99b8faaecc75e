//! What many figures have in common, held once for all of them.

use crate::figure::Figure;
use crate::measure::Cell;
use crate::shared::{SharedIds, SharedText};
use std::collections::BTreeSet;

/// What is held once of all that was seen.
#[derive(Debug, Default)]
pub struct Interner {
    texts: BTreeSet<SharedText>,
    ids: BTreeSet<SharedIds>,
}

impl Interner {
    /// The one held of equal texts.
    fn text(&mut self, text: &mut SharedText) {
        match self.texts.get(text) {
            Some(held) => *text = held.clone(),
            None => _ = self.texts.insert(text.clone()),
        }
    }

    /// The one held of equal sets.
    pub fn ids(&mut self, ids: &mut SharedIds) {
        match self.ids.get(ids) {
            Some(held) => *ids = held.clone(),
            None => _ = self.ids.insert(ids.clone()),
        }
    }

    /// Lets a cell hold what others hold already.
    pub fn cell(&mut self, cell: &mut Cell) {
        self.text(&mut cell.measure);
        self.text(&mut cell.dataset);
        self.figure(&mut cell.figure);
        for other in &mut cell.others {
            self.figure(&mut other.figure);
        }
    }

    fn figure(&mut self, figure: &mut Figure) {
        for text in [&mut figure.unit, &mut figure.basis, &mut figure.scheme] {
            self.text(text);
        }
        self.ids(&mut figure.source_ids);
        self.ids(&mut figure.deliveries);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(id: &str) -> SharedIds {
        SharedIds::from_iter([id.to_owned()])
    }

    #[test]
    fn equal_texts_and_sets_are_held_once() {
        let same = |one: &BTreeSet<String>, other: &BTreeSet<String>| std::ptr::eq(one, other);
        let mut interner = Interner::default();
        let (mut first, mut second) = (ids("a"), ids("a"));
        interner.ids(&mut first);
        interner.ids(&mut second);
        assert!(same(&first, &second));
        let [mut first, mut second, mut other] = ["a", "a", "b"].map(SharedText::from);
        for text in [&mut first, &mut second, &mut other] {
            interner.text(text);
        }
        assert_eq!(first.as_ptr(), second.as_ptr());
        assert_eq!(other, "b");
    }
}
