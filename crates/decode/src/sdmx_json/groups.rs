//! Attributes of groups of observations, since 2.0: what is said of all that share the values of
//! some dimensions.

use super::super::Undecodable;
use super::broken::bad;
use super::message::Message;
use super::values::{Part, SaidOfObservation, attribute, code};
use serde_json::Value;
use std::collections::BTreeMap;

/// Attributes with what they say.
type Said = Vec<(String, String)>;

/// The groups of a data set, by the dimensions that they name.
pub(super) struct JsonGroups {
    /// Ids of dimensions → their codes → what is said.
    by_dimensions: BTreeMap<Vec<String>, BTreeMap<Vec<String>, Said>>,
}

impl JsonGroups {
    /// Reads the groups of a data set.
    pub(super) fn new(message: &Message<'_>, set: &Value) -> Result<JsonGroups, Undecodable> {
        let mut groups = JsonGroups {
            by_dimensions: BTreeMap::new(),
        };
        let all = set
            .get("dimensionGroupAttributes")
            .and_then(Value::as_object);
        for (key, values) in all.into_iter().flatten() {
            let (ids, codes) = named(message, key)?;
            let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
            let said = message
                .group_attributes
                .iter()
                .zip(values)
                .filter(|(_, value)| !value.is_null())
                .map(|(part, value)| (part.id.clone(), attribute(part, value)));
            groups
                .by_dimensions
                .entry(ids)
                .or_default()
                .entry(codes)
                .or_default()
                .extend(said);
        }
        Ok(groups)
    }

    /// Adds what they say of an observation.
    pub(super) fn add_to(&self, said: &mut SaidOfObservation) {
        for (ids, groups) in &self.by_dimensions {
            let codes = ids.iter().map(|id| {
                said.iter()
                    .find(|(name, _)| name == id)
                    .map(|(_, code)| code.clone())
            });
            let Some(codes) = codes.collect::<Option<Vec<String>>>() else {
                continue;
            };
            for (id, text) in groups.get(&codes).into_iter().flatten() {
                add(said, id, text);
            }
        }
    }
}

/// Adds what an attribute says, unless something nearer to the observation has said it.
pub(super) fn add(said: &mut SaidOfObservation, id: &str, text: &str) {
    match said.iter_mut().find(|(name, _)| name == id) {
        Some((_, own)) if own.is_empty() => text.clone_into(own),
        Some(_) => {}
        None => said.push((id.to_owned(), text.to_owned())),
    }
}

/// The dimensions that the key of a group names, with their codes: `0::1:` has a place for each
/// dimension, empty where the group has all its values.
fn named(message: &Message<'_>, key: &str) -> Result<(Vec<String>, Vec<String>), Undecodable> {
    let places: Vec<&str> = key.split(':').collect();
    let own: Vec<&Part<'_>> = message
        .at_series
        .iter()
        .chain(&message.at_observation)
        .collect();
    let all: Vec<&Part<'_>> = message.at_set.iter().chain(own.iter().copied()).collect();
    let wrong = || {
        bad(
            &message.file,
            format!("the key `{key}` of a group names no dimensions"),
        )
    };
    let parts = if places.len() == all.len() {
        all
    } else if places.len() == own.len() {
        own
    } else if places.len() == message.at_series.len() {
        message.at_series.iter().collect()
    } else {
        return Err(wrong());
    };
    let (mut ids, mut codes) = (Vec::new(), Vec::new());
    for (part, place) in parts.into_iter().zip(places) {
        if place.is_empty() {
            continue;
        }
        let value = place
            .parse::<usize>()
            .ok()
            .and_then(|at| part.values.get(at));
        ids.push(part.id.clone());
        codes.push(code(value.ok_or_else(wrong)?));
    }
    Ok((ids, codes))
}
