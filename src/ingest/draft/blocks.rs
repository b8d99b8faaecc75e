//! Tables of the same columns side by side: `Area Period Value`, a blank column, and the same again.

use crate::decode::text::tidy;
use crate::model::Block;

/// The ranges of columns that have the same names in the same order; none where there is one table.
pub(super) fn side_by_side(header: &[String]) -> Vec<Block> {
    let names: Vec<String> = header.iter().map(|name| tidy(name).into_owned()).collect();
    let mut blocks: Vec<Block> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let place = at + 1;
        match blocks.last_mut() {
            _ if name.is_empty() => {}
            Some(last) if last.last == at => last.last = place,
            _ => blocks.push(Block {
                first: place,
                last: place,
            }),
        }
    }
    let of = |block: &Block| names.get(block.first - 1..block.last);
    let alike = blocks
        .iter()
        .all(|block| of(block) == blocks.first().and_then(of));
    if alike && blocks.len() > 1 && blocks.iter().all(|block| block.first < block.last) {
        blocks
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_side_by_side_have_the_same_header() {
        let found = |header: &str| -> String {
            let names: Vec<String> = header.split(',').map(str::to_owned).collect();
            let blocks = side_by_side(&names);
            blocks
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(found("Area,Year,Value,,Area,Year,Value"), "A:C E:G");
        assert_eq!(found("Area,Year,Value,,Area,Year,Count"), "");
        assert_eq!(found("Area,Year,Value,,Note"), "");
        assert_eq!(found("Area,Year,Value"), "");
        assert_eq!(found("A,,A"), "");
    }
}
