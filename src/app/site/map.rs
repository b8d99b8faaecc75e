//! The map of areas: a grid of tiles of one size, as the register of areas declares it. Each tile says
//! its verdict by a sign and in words, never by colour alone; the table of the page says the same.

use crate::app::rows::ScorecardRow;
use crate::app::site::scores::line;
use crate::app::site::units::Units;
use crate::app::site::visit::Visit;
use crate::config::Tile;
use crate::inspect::Past;
use crate::model::Verdict;
use std::collections::{BTreeMap, BTreeSet};

/// Width and height of a tile in units of the view box.
const TILE: (usize, usize) = (72, 46);

/// Labels with more letters than this are set smaller; they are cut at `LONGEST`.
const LONG: usize = 9;

/// The most letters of a label.
const LONGEST: usize = 14;

/// A map.
pub struct AreaMap {
    /// Width of the view box.
    pub width: usize,
    /// Height of the view box.
    pub height: usize,
    /// The tiles.
    pub tiles: Vec<MapTile>,
    /// The verdicts on the map as published and in words, with how many areas have each.
    pub legend: Vec<(&'static str, &'static str, usize)>,
}

/// A tile of a map.
pub struct MapTile {
    /// Across.
    pub x: usize,
    /// Down.
    pub y: usize,
    /// Code of the area.
    pub code: String,
    /// Its short name.
    pub label: String,
    /// Whether the name is set smaller.
    pub long: bool,
    /// What the tile says, in words.
    pub words: String,
    /// Where it leads.
    pub href: String,
    /// The verdict as published, which gives its sign; nothing without one.
    pub word: &'static str,
    /// The sign.
    pub sign: &'static str,
}

/// What a tile shows of its area: words, link, and the verdict if there is one.
type Shown = (String, String, Option<Verdict>);

/// The map of the areas of the page, each tile a link to its area.
pub fn of_areas(visit: &Visit<'_>, units: &Units) -> Option<AreaMap> {
    map(visit, units, |code| {
        let unit = units.on(code, visit.boundary())?;
        Some((unit.name(), units.link(visit, unit).href, None))
    })
}

/// The map of verdicts, each tile a link to how its verdict came about. Of an area with several the
/// worst is shown.
pub fn of_verdicts(visit: &Visit<'_>, units: &Units, rows: &[&ScorecardRow]) -> Option<AreaMap> {
    let mut worst: BTreeMap<&str, &ScorecardRow> = BTreeMap::new();
    for row in rows {
        let shown = worst.entry(&row.area_code).or_insert(row);
        if urgency(row.verdict) > urgency(shown.verdict) {
            *shown = row;
        }
    }
    map(visit, units, |code| {
        let row = worst.get(code)?;
        let line = line(visit, row, &[]);
        let words = format!("{}: {}, {}", line.area, line.verdict, line.value);
        Some((words, line.verdict_href, Some(row.verdict)))
    })
}

/// Which verdict a reader must see first.
fn urgency(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotMet => 6,
        Verdict::OffTrack => 5,
        Verdict::NotAssessable => 4,
        Verdict::NotDue => 3,
        Verdict::OnTrack => 2,
        Verdict::Met => 1,
        Verdict::NoTarget => 0,
    }
}

/// The map of the boundaries of the page; none where none is declared, where nothing of it is to be
/// shown, and in the view without pictures.
fn map(visit: &Visit<'_>, units: &Units, shown: impl Fn(&str) -> Option<Shown>) -> Option<AreaMap> {
    // The map of a release is the one that was declared when it was made.
    let then = Past::declared(visit.project, visit.release()).ok()?;
    let project = then.as_ref().unwrap_or(visit.project);
    let mut maps = project.areas.tiles.iter();
    let holds = |from: Option<chrono::NaiveDate>| from.is_none_or(|day| day <= visit.boundary());
    let declared = maps.rfind(|map| holds(map.valid_from))?;
    if visit.address.text {
        return None;
    }
    let by_code: BTreeMap<&str, Shown> = { declared.tiles.iter() }
        .filter_map(|tile| Some((tile.area_code.as_str(), shown(&tile.area_code)?)))
        .collect();
    if by_code.is_empty() {
        return None;
    }
    let named = |tile: &Tile| {
        let unit = units.on(&tile.area_code, visit.boundary())?;
        Some(placed(
            tile,
            &unit.name(),
            by_code.get(tile.area_code.as_str()),
        ))
    };
    let last = |of: fn(&Tile) -> usize| declared.tiles.iter().map(of).max().unwrap_or_default() + 1;
    Some(AreaMap {
        width: last(|tile| tile.column) * TILE.0,
        height: last(|tile| tile.row) * TILE.1,
        tiles: declared.tiles.iter().filter_map(named).collect(),
        legend: legend(visit, by_code.values().filter_map(|(.., verdict)| *verdict)),
    })
}

fn placed(tile: &Tile, name: &str, shown: Option<&Shown>) -> MapTile {
    let (words, href, verdict) = shown.cloned().unwrap_or_default();
    let label = tile.label.as_deref().unwrap_or(name);
    let own = if words.is_empty() {
        name.to_owned()
    } else {
        words
    };
    MapTile {
        x: tile.column * TILE.0,
        y: tile.row * TILE.1,
        code: tile.area_code.clone(),
        long: label.chars().count() > LONG,
        label: label.chars().take(LONGEST).collect(),
        words: if label == name {
            own
        } else {
            format!("{label} – {own}")
        },
        href,
        word: verdict.map_or("", Verdict::as_str),
        sign: verdict.map_or("", sign),
    }
}

fn legend(
    visit: &Visit<'_>,
    verdicts: impl Iterator<Item = Verdict>,
) -> Vec<(&'static str, &'static str, usize)> {
    let all: Vec<Verdict> = verdicts.collect();
    let each: BTreeSet<Verdict> = all.iter().copied().collect();
    let count = |verdict: Verdict| all.iter().filter(|v| **v == verdict).count();
    let said = |verdict: &Verdict| {
        (
            verdict.as_str(),
            visit.lang.verdict(*verdict),
            count(*verdict),
        )
    };
    each.iter().map(said).collect()
}

/// What distinguishes verdicts without colour, as in the style sheet.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "✓",
        Verdict::OnTrack => "↗",
        Verdict::NotMet => "✗",
        Verdict::OffTrack => "↘",
        Verdict::NotDue => "…",
        Verdict::NoTarget => "–",
        Verdict::NotAssessable => "?",
    }
}
