//! The cells of a column while records are taken in: numbers and codes of fixed width, or texts.

use arrow::datatypes::ToByteSlice;

/// A code that is none: the cell is empty.
pub(crate) const NO_CODE: u32 = u32::MAX;
/// A number that is none.
pub(crate) const NO_NUMBER: i64 = i64::MIN;
/// A day that is none.
pub(crate) const NO_DAY: i32 = i32::MIN;
/// A truth value that is none.
pub(crate) const NO_FLAG: u8 = 2;

/// The cells of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cells {
    /// Places in an ascending list of texts.
    Codes(Vec<u32>),
    /// Numbers in units of their last decimal place.
    Numbers(Vec<i64>),
    /// Days counted from 1970.
    Days(Vec<i32>),
    /// False, true or nothing.
    Flags(Vec<u8>),
    /// Texts; an empty one is none.
    Texts(Texts),
}

/// Texts one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    /// Where each ends.
    pub(crate) ends: Vec<u32>,
    pub(crate) bytes: Vec<u8>,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends
            .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    pub(crate) fn get(&self, row: usize) -> &[u8] {
        let end = |row: usize| self.ends.get(row).map_or(0, |end| *end as usize);
        let start = row.checked_sub(1).map_or(0, end);
        self.bytes.get(start..end(row)).unwrap_or_default()
    }
}

impl Cells {
    /// No cells, of the kind of these.
    pub(crate) fn emptied(&self) -> Cells {
        match self {
            Cells::Codes(_) => Cells::Codes(Vec::new()),
            Cells::Numbers(_) => Cells::Numbers(Vec::new()),
            Cells::Days(_) => Cells::Days(Vec::new()),
            Cells::Flags(_) => Cells::Flags(Vec::new()),
            Cells::Texts(_) => Cells::Texts(Texts::default()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Cells::Codes(all) => all.len(),
            Cells::Numbers(all) => all.len(),
            Cells::Days(all) => all.len(),
            Cells::Flags(all) => all.len(),
            Cells::Texts(all) => all.ends.len(),
        }
    }

    /// Adds a cell without anything in it.
    pub(crate) fn push_none(&mut self) {
        match self {
            Cells::Codes(all) => all.push(NO_CODE),
            Cells::Numbers(all) => all.push(NO_NUMBER),
            Cells::Days(all) => all.push(NO_DAY),
            Cells::Flags(all) => all.push(NO_FLAG),
            Cells::Texts(all) => all.push(&[]),
        }
    }

    /// Whether a cell has nothing in it.
    pub(crate) fn is_none(&self, row: usize) -> bool {
        match self {
            Cells::Codes(all) => all[row] == NO_CODE,
            Cells::Numbers(all) => all[row] == NO_NUMBER,
            Cells::Days(all) => all[row] == NO_DAY,
            Cells::Flags(all) => all[row] == NO_FLAG,
            Cells::Texts(all) => all.get(row).is_empty(),
        }
    }

    /// The cells in another order, perhaps fewer of them.
    pub(crate) fn taken(&self, order: &[u32]) -> Cells {
        fn pick<T: Copy>(all: &[T], order: &[u32]) -> Vec<T> {
            order.iter().map(|row| all[*row as usize]).collect()
        }
        match self {
            Cells::Codes(all) => Cells::Codes(pick(all, order)),
            Cells::Numbers(all) => Cells::Numbers(pick(all, order)),
            Cells::Days(all) => Cells::Days(pick(all, order)),
            Cells::Flags(all) => Cells::Flags(pick(all, order)),
            Cells::Texts(all) => {
                let mut texts = Texts {
                    ends: Vec::with_capacity(order.len()),
                    bytes: Vec::with_capacity(all.bytes.len()),
                };
                for row in order {
                    texts.push(all.get(*row as usize));
                }
                Cells::Texts(texts)
            }
        }
    }

    /// Adds a stretch of the cells of another column of the same kind.
    pub(crate) fn append(&mut self, other: &Cells, from: usize, to: usize) {
        match (self, other) {
            (Cells::Codes(all), Cells::Codes(more)) => all.extend_from_slice(&more[from..to]),
            (Cells::Numbers(all), Cells::Numbers(more)) => all.extend_from_slice(&more[from..to]),
            (Cells::Days(all), Cells::Days(more)) => all.extend_from_slice(&more[from..to]),
            (Cells::Flags(all), Cells::Flags(more)) => all.extend_from_slice(&more[from..to]),
            (Cells::Texts(all), Cells::Texts(more)) => append_texts(all, more, from, to),
            _ => {}
        }
    }

    /// The bytes of the cells of fixed width, and of the texts.
    pub(crate) fn bytes(&self) -> (&[u8], &[u8]) {
        match self {
            Cells::Codes(all) => (all.to_byte_slice(), &[]),
            Cells::Numbers(all) => (all.to_byte_slice(), &[]),
            Cells::Days(all) => (all.to_byte_slice(), &[]),
            Cells::Flags(all) => (all, &[]),
            Cells::Texts(all) => (all.ends.to_byte_slice(), &all.bytes),
        }
    }

    /// Bytes of a cell, without those of its text.
    pub(crate) const fn width(&self) -> usize {
        match self {
            Cells::Codes(_) | Cells::Days(_) | Cells::Texts(_) => 4,
            Cells::Numbers(_) => 8,
            Cells::Flags(_) => 1,
        }
    }

    /// Cells of this kind from bytes of fixed width; of texts the ends.
    pub(crate) fn decoded(&self, bytes: &[u8]) -> Cells {
        let words = || bytes.chunks_exact(4).map(four);
        match self {
            Cells::Codes(_) => Cells::Codes(words().map(u32::from_ne_bytes).collect()),
            Cells::Days(_) => Cells::Days(words().map(i32::from_ne_bytes).collect()),
            Cells::Numbers(_) => Cells::Numbers(
                bytes
                    .chunks_exact(8)
                    .map(eight)
                    .map(i64::from_ne_bytes)
                    .collect(),
            ),
            Cells::Flags(_) => Cells::Flags(bytes.to_vec()),
            Cells::Texts(_) => Cells::Texts(Texts {
                ends: words().map(u32::from_ne_bytes).collect(),
                bytes: Vec::new(),
            }),
        }
    }
}

fn append_texts(all: &mut Texts, more: &Texts, from: usize, to: usize) {
    let end = |row: usize| more.ends.get(row).map_or(0, |end| *end as usize);
    let start = from.checked_sub(1).map_or(0, end);
    let stop = to.checked_sub(1).map_or(0, end);
    let before = all.bytes.len();
    all.bytes.extend_from_slice(&more.bytes[start..stop]);
    all.ends.extend(
        more.ends[from..to]
            .iter()
            .map(|end| u32::try_from(before + *end as usize - start).unwrap_or(u32::MAX)),
    );
}

fn four(bytes: &[u8]) -> [u8; 4] {
    let mut word = [0; 4];
    word.copy_from_slice(bytes);
    word
}

fn eight(bytes: &[u8]) -> [u8; 8] {
    let mut word = [0; 8];
    word.copy_from_slice(bytes);
    word
}
