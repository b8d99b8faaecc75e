//! The order of records: month, area, then the columns of codes. Rows that are added up together
//! then stand together.

use crate::cells::{Cells, NO_CODE};
use chiso_model::{RecordLayout, RecordType};

/// Bits of a month counted from year 0 to the end of year 9999.
const OF_MONTH: u32 = 17;
/// Bits of area and codes together.
const OF_REST: u32 = 23;
/// Bits of the place of a record in its piece.
const OF_PLACE: u32 = 24;

/// By what records are ordered.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    of_codes: u32,
    of_area: u32,
    /// Columns of codes that take part, with the bits of each.
    codes: Vec<(usize, u32)>,
}

impl Order {
    /// By month, area, and as many columns of codes as there is room for, those of few codes first.
    pub(crate) fn new(layout: &RecordLayout, areas: usize) -> Order {
        let of_area = bits(areas);
        let mut listed: Vec<(usize, u32)> = layout
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.kind == RecordType::Code)
            .map(|(at, column)| (at, bits(column.one_of.len() + 1)))
            .collect();
        listed.sort_by_key(|(at, bits)| (*bits, *at));
        let (mut codes, mut of_codes) = (Vec::new(), 0);
        for (at, bits) in listed {
            if of_area + of_codes + bits <= OF_REST {
                codes.push((at, bits));
                of_codes += bits;
            }
        }
        Order {
            of_codes,
            of_area,
            codes,
        }
    }

    /// Where a record stands, by its month, its area and the columns of the layout.
    pub(crate) fn place(&self, (month, area): (u32, u32), columns: &[Cells], row: usize) -> u64 {
        let mut place = u64::from(month) << self.of_area | u64::from(area);
        for (at, bits) in &self.codes {
            let code = match columns.get(*at) {
                Some(Cells::Codes(codes)) => codes.get(row).copied().unwrap_or(NO_CODE),
                _ => NO_CODE,
            };
            // What is empty stands first.
            place = place << bits | u64::from(code.wrapping_add(1));
        }
        place
    }

    /// The area of a place.
    pub(crate) fn area(&self, place: u64) -> u64 {
        (place >> self.of_codes) & ((1 << self.of_area) - 1)
    }
}

/// The order in which the records of a piece are to stand, and where each group of those that share
/// a place begins.
pub(crate) fn arrange(places: &[u64]) -> (Vec<u32>, Vec<(u64, u32)>) {
    let of = |(row, place): (usize, &u64)| place << OF_PLACE | row as u64;
    let mut packed: Vec<u64> = places.iter().enumerate().map(of).collect();
    packed.sort_unstable();
    let mask = (1 << OF_PLACE) - 1;
    let order = packed.iter().map(|p| small(p & mask)).collect();
    let mut groups: Vec<(u64, u32)> = Vec::new();
    for (at, packed) in packed.iter().enumerate() {
        let place = packed >> OF_PLACE;
        if groups.last().is_none_or(|(last, _)| *last != place) {
            groups.push((place, small(at as u64)));
        }
    }
    (order, groups)
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Bits of numbers below another.
fn bits(count: usize) -> u32 {
    usize::BITS - count.saturating_sub(1).leading_zeros()
}

const _: () = assert!(
    OF_MONTH + OF_REST + OF_PLACE == u64::BITS,
    "all bits are used"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_in_order_and_records_within_them_as_they_came() {
        let (order, groups) = arrange(&[7, 3, 7, 1, 3]);
        assert_eq!(order, [3, 1, 4, 0, 2]);
        assert_eq!(groups, [(1, 0), (3, 1), (7, 3)]);
        assert_eq!([1, 2, 3, 64, 65].map(bits), [0, 1, 2, 6, 7]);
    }
}
