//! Checks the tile maps of a register of areas: the grids in which an office draws its areas, each a
//! square of the same size, however large its land.

use super::document::ConfigNode;
use super::plan::{Tile, TileMap};
use super::{raw, rule, value};
use chiso_model::Finding;
use std::collections::BTreeMap;

/// Most rows of a grid, and most places of a row: a larger one is no picture any more.
const MOST: usize = 200;

/// The maps by the first day of each; those after the first stand for themselves.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &[raw::Tiles],
    faults: &mut Vec<Finding>,
) -> Vec<TileMap> {
    let mut maps: Vec<TileMap> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let map = map(&at, raw, faults);
        if maps.iter().any(|m| m.valid_from == map.valid_from) {
            let hint = "give each map another `valid_from`: the first day on which its areas exist";
            faults.push(
                at.error(rule::DUPLICATE, "there is a map of this day already")
                    .hint(hint),
            );
        }
        maps.push(map);
    }
    maps.sort_by_key(|map| map.valid_from);
    maps
}

fn map(at: &ConfigNode<'_>, raw: &raw::Tiles, faults: &mut Vec<Finding>) -> TileMap {
    let day = raw.valid_from.as_ref();
    let valid_from = day.and_then(|day| value::date(&at.key("valid_from"), day, faults));
    let at_grid = at.key("grid");
    let places = |row: &String| row.split_whitespace().count();
    if raw.grid.len() > MOST || raw.grid.iter().any(|row| places(row) > MOST) {
        let message = format!("the map has more than {MOST} rows or columns");
        let hint = "draw fewer areas: those of one level";
        faults.push(at_grid.error(rule::BAD_VALUE, message).hint(hint));
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tiles = vec![];
    for (row, line) in raw.grid.iter().enumerate() {
        for (column, code) in line.split_whitespace().enumerate() {
            if code.chars().all(|c| c == '.') {
                continue;
            }
            let nth = seen.entry(code).or_default();
            let label = raw.labels.get(code).and_then(|labels| labels.get(*nth));
            *nth += 1;
            tiles.push(Tile {
                area_code: code.to_owned(),
                row,
                column,
                label: label.cloned(),
            });
        }
    }
    if tiles.is_empty() {
        let hint = "write the codes of areas as they lie, row by row, and `.` where there is none";
        faults.push(
            at_grid
                .error(rule::BAD_VALUE, "the map is empty")
                .hint(hint),
        );
    }
    labels(&at.key("labels"), raw, &seen, faults);
    TileMap { valid_from, tiles }
}

/// Labels of codes that the grid does not have, and more of them than it has tiles.
fn labels(
    at: &ConfigNode<'_>,
    raw: &raw::Tiles,
    seen: &BTreeMap<&str, usize>,
    faults: &mut Vec<Finding>,
) {
    for (code, labels) in &raw.labels {
        let tiles = seen.get(code.as_str()).copied().unwrap_or_default();
        if labels.len() > tiles {
            let message = format!("`{code}` has {} labels and {tiles} tiles", labels.len());
            let hint = "write the code in `grid` once for each label, or leave labels out";
            faults.push(at.key(code).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, check_faults};

    #[test]
    fn a_code_that_stands_twice_has_two_tiles_and_points_are_no_areas() {
        let sample = Sample::new().edit(
            "datasets/areas.toml",
            "licence = \"public\"",
            "tiles = [{ grid = [\".. 01 ..\", \"48 .. 48\"], labels = { \"48\" = [\"Đà Nẵng\", \"Hoàng Sa\"] } }]\nlicence = \"public\"",
        );
        let (plan, _) = sample.load().unwrap();
        let tiles = plan.areas.tiles[0].tiles.iter();
        let seen: Vec<_> = tiles
            .map(|t| (t.area_code.as_str(), t.row, t.column, t.label.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [
                ("01", 0, 1, None),
                ("48", 1, 0, Some("Đà Nẵng")),
                ("48", 1, 2, Some("Hoàng Sa"))
            ]
        );
    }

    #[test]
    fn faults_of_maps() {
        let spoiled = |tiles: &str| format!("{tiles}\nkind = \"areas\"");
        check_faults(&[
            (
                "datasets/areas.toml",
                "kind = \"areas\"",
                &spoiled("tiles = [{ grid = [\". .\"] }]"),
                &[
                    "error[bad_value]: datasets/areas.toml:1, column `tiles.grid`: the map is empty",
                    "  hint: write the codes of areas as they lie, row by row, and `.` where there is none",
                ],
            ),
            (
                "datasets/areas.toml",
                "kind = \"areas\"",
                &spoiled("tiles = [{ grid = [\"01\"], labels = { \"02\" = [\"Huế\"] } }]"),
                &[
                    "error[bad_value]: datasets/areas.toml:1, column `tiles.labels.02`: `02` has 1 \
                        labels and 0 tiles",
                    "  hint: write the code in `grid` once for each label, or leave labels out",
                ],
            ),
            (
                "datasets/areas.toml",
                "kind = \"areas\"",
                &spoiled("tiles = [{ grid = [\"01\"] }, { grid = [\"02\"] }]"),
                &[
                    "error[duplicate]: datasets/areas.toml:1, column `tiles`: there is a map of this \
                        day already",
                    "  hint: give each map another `valid_from`: the first day on which its areas exist",
                ],
            ),
            (
                "datasets/targets.toml",
                "licence = \"public\"",
                "licence = \"public\"\ntiles = [{ grid = [\"01\"] }]",
                &[
                    "error[unknown_key]: datasets/targets.toml:4, column `tiles`: a dataset of kind \
                        `targets` has no `tiles`",
                    "  hint: maps are those of the register of areas: `kind = \"areas\"`",
                ],
            ),
        ]);
    }
}
