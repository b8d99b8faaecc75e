//! The areas of records: each text is looked up once for a day, however many records have it.

use crate::day;
use crate::fault::UnknownArea;
use crate::hash::QuickMap;
use crate::reading::Areas;

/// What the texts of a file mean, by day.
pub(crate) struct AreaMemory<'a> {
    areas: &'a dyn Areas,
    texts: QuickMap<Box<[u8]>, u32>,
    found: QuickMap<(u32, i32), Result<u32, UnknownArea>>,
    /// The last text, its number, the last day, and what it was.
    last: (Vec<u8>, u32, i32, u32),
}

impl<'a> AreaMemory<'a> {
    pub(crate) fn new(areas: &'a dyn Areas) -> AreaMemory<'a> {
        AreaMemory {
            areas,
            texts: QuickMap::default(),
            found: QuickMap::default(),
            last: (Vec::new(), u32::MAX, i32::MIN, 0),
        }
    }

    /// The place among the codes of the area that a text means on a day.
    pub(crate) fn of(&mut self, text: &str, on: i32) -> Result<u32, UnknownArea> {
        let same = self.last.1 != u32::MAX && self.last.0 == text.as_bytes();
        if same && self.last.2 == on {
            return Ok(self.last.3);
        }
        let number = if same { self.last.1 } else { self.number(text) };
        let found = self
            .found
            .entry((number, on))
            .or_insert_with(|| self.areas.resolve(text, day::date(on)));
        if let Ok(code) = found {
            if !same {
                self.last.0.clear();
                self.last.0.extend_from_slice(text.as_bytes());
            }
            self.last = (std::mem::take(&mut self.last.0), number, on, *code);
        }
        found.clone()
    }

    /// The number of a text: a new one for a new text.
    fn number(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        if let Some(number) = self.texts.get(text.as_bytes()) {
            return *number;
        }
        self.texts.insert(text.as_bytes().into(), next);
        next
    }
}
