//! Files that are no list of records under a header until their layout is declared: JSON keyed by
//! values, text in which every column has its places.

use super::file::DraftFile;
use crate::decode::sample;
use crate::ingest::preview::{Because, HEAD, Preview, label};
use crate::model::{FixedColumn, Format, Layout};
use serde_json::{Map, Value};

/// Most levels of keys.
const LEVELS: usize = 6;

/// The layout by which such a file is one.
pub(super) fn proposed(file: DraftFile<'_>, seen: &Preview, asked: &Layout) -> Option<Layout> {
    match seen.format? {
        Format::Json if seen.tables.is_empty() => {
            let root: Value = serde_json::from_slice(file.bytes).ok()?;
            let list = || Some((only_list(&root)?, Vec::new()));
            let (records, keys) = keyed(file, &root).or_else(list)?;
            Some(Layout {
                records,
                keys,
                ..asked.clone()
            })
        }
        Format::Csv => {
            let unseparated = |g: &crate::ingest::preview::Guess| {
                g.about == "delimiter" && g.because == Because::NothingElse
            };
            let head = file.bytes.get(..HEAD).unwrap_or(file.bytes);
            let text = sample(head, seen.layout.encoding.unwrap_or_default());
            let is_cut = head.len() < file.bytes.len();
            let fixed = fixed(&text, is_cut).filter(|_| seen.guesses.iter().any(unseparated))?;
            Some(Layout {
                fixed,
                header_row: Some(1),
                ..asked.clone()
            })
        }
        _ => None,
    }
}

/// The path of the outermost object that is keyed by values, and what each level of keys is.
fn keyed(file: DraftFile<'_>, root: &Value) -> Option<(String, Vec<String>)> {
    let (mut path, mut top) = (Vec::new(), root.as_object()?);
    // An object of one key that is no value leads to the object within it.
    while let Some((key, inner)) = only(top).filter(|(key, _)| meaning(file, &[*key]).is_none()) {
        path.push(key.clone());
        top = inner;
    }
    let mut level: Vec<&Map<String, Value>> = vec![top];
    let mut keys: Vec<String> = Vec::new();
    while keys.len() < LEVELS {
        let names: Vec<&String> = level.iter().flat_map(|map| map.keys()).collect();
        let name = meaning(file, &names);
        let inner: Vec<&Value> = level.iter().flat_map(|map| map.values()).collect();
        let objects: Option<Vec<_>> = inner.iter().map(|value| value.as_object()).collect();
        let is_last = objects.is_none();
        let is_fields = name.is_none() && is_last;
        if is_fields || inner.iter().any(|value| value.is_array()) {
            break;
        }
        let free = format!("key_{}", keys.len() + 1);
        keys.push(
            name.filter(|name| !keys.iter().any(|k| k == name))
                .map_or(free, str::to_owned),
        );
        match objects {
            Some(objects) => level = objects,
            None => break,
        }
    }
    let is_known = keys.iter().any(|key| !key.starts_with("key_"));
    is_known.then(|| (path.join("."), keys))
}

/// The path of the only list of records within objects.
fn only_list(root: &Value) -> Option<String> {
    let mut lists: Vec<String> = Vec::new();
    let mut left: Vec<(String, &Value, usize)> = vec![(String::new(), root, 0)];
    while let Some((path, value, depth)) = left.pop() {
        match value {
            Value::Object(map) if depth < LEVELS => left.extend(map.iter().map(|(key, inner)| {
                let separator = if path.is_empty() { "" } else { "." };
                (format!("{path}{separator}{key}"), inner, depth + 1)
            })),
            Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_object) => {
                lists.push(path);
            }
            _ => {}
        }
    }
    let path = lists.pop().filter(|path| !path.is_empty());
    path.filter(|_| lists.is_empty())
}

fn only(map: &Map<String, Value>) -> Option<(&String, &Map<String, Value>)> {
    let (key, value) = map.iter().next().filter(|_| map.len() == 1)?;
    Some((key, value.as_object()?))
}

/// What all keys of a level are, where the register or the calendar knows it.
fn meaning(file: DraftFile<'_>, keys: &[&String]) -> Option<&'static str> {
    if keys.is_empty() {
        None
    } else if keys.iter().all(|key| label(key).is_some()) {
        Some("period")
    } else {
        let known = keys.iter().filter(|key| file.areas.knows(key)).count();
        (known * 2 > keys.len()).then_some("area")
    }
}

/// The places of the columns of a text: what no line has but spaces sets them apart. The first line
/// names them.
fn fixed(text: &str, is_cut: bool) -> Option<Vec<FixedColumn>> {
    let mut lines: Vec<Vec<char>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.chars().collect())
        .collect();
    if is_cut {
        lines.pop();
    }
    let width = lines.iter().map(Vec::len).max()?;
    let is_blank = |at: usize| {
        lines
            .iter()
            .all(|line| line.get(at).is_none_or(|c| *c == ' '))
    };
    let mut places: Vec<(usize, usize)> = Vec::new();
    for at in (0..width).filter(|at| !is_blank(*at)) {
        match places.last_mut() {
            Some((_, last)) if *last + 1 == at => *last = at,
            _ => places.push((at, at)),
        }
    }
    let named = |(from, to): &(usize, usize)| -> Option<FixedColumn> {
        let header = lines.first()?;
        let name: String = header
            .get(*from..=(*to).min(header.len() - 1))?
            .iter()
            .collect();
        let name = name.trim().to_owned();
        (!name.is_empty()).then_some(FixedColumn {
            name,
            from: from + 1,
            to: to + 1,
        })
    };
    let fixed: Vec<FixedColumn> = places.iter().map(named).collect::<Option<_>>()?;
    let is_repeated = |at: usize| fixed[..at].iter().any(|c| c.name == fixed[at].name);
    let is_unique = (0..fixed.len()).all(|at| !is_repeated(at));
    (lines.len() > 1 && fixed.len() > 2 && is_unique).then_some(fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_only_list_of_records_is_found() {
        let row = json!({ "year": 2020 });
        for (root, want) in [
            (
                json!({ "meta": { "n": 1, "tags": ["a"] }, "data": { "rows": [row] } }),
                Some("data.rows"),
            ),
            (json!({ "a": [row], "b": [row] }), None),
            (json!({ "a": [] }), None),
            (json!([row]), None),
        ] {
            assert_eq!(only_list(&root).as_deref(), want);
        }
    }

    #[test]
    fn columns_stand_where_some_line_has_more_than_spaces() {
        let shown = |text: &str| {
            let fixed = fixed(text, false).unwrap_or_default();
            let columns = fixed
                .iter()
                .map(|c| format!("{} {}-{}", c.name, c.from, c.to));
            columns.collect::<Vec<_>>().join(", ")
        };
        for (text, want) in [
            (
                "AREA         YEAR   VALUE\nGoldmark     2020     100\nSilver Brook 2020   12350\n",
                "AREA 1-12, YEAR 14-17, VALUE 21-25",
            ),
            // A column without a name, two columns, one line.
            ("AREA   YEAR\nGoldmark 2020  5\n", ""),
            ("AREA YEAR\nGold 2020\n", ""),
            ("AREA YEAR VALUE\n", ""),
        ] {
            assert_eq!(shown(text), want);
        }
    }
}
