//! What the catalogue answers: whether it has succeeded, and the resource of a name.

use super::super::super::secrets::Guard;
use super::super::super::trouble::Trouble;
use super::super::{said, some};
use crate::model::{CkanResource, nearest};
use serde_json::Value;

/// What an action gives; CKAN says in the answer itself whether it has succeeded, whatever the
/// status.
pub(super) fn result<'a>(answer: &'a Value, guard: &Guard) -> Result<&'a Value, Trouble> {
    match (
        answer.get("success").and_then(Value::as_bool),
        answer.get("result"),
    ) {
        (Some(true), Some(result)) => Ok(result),
        (Some(false), _) => {
            let error = answer.get("error").unwrap_or(&Value::Null);
            let words = text(error, "message").map_or_else(|| error.to_string(), str::to_owned);
            let message = format!(
                "the catalogue refuses the request: `{}`",
                said(&words, guard)
            );
            Err(Trouble::new(
                "api_refused",
                message,
                "look at `package` and `resource`, and whether they want a key",
            )
            .at(".api"))
        }
        _ => {
            let message = format!(
                "this is no answer of CKAN: `{}`",
                said(&answer.to_string(), guard)
            );
            Err(Trouble::new(
                "wrong_type",
                message,
                "let `url` be the address of the catalogue, without `/api`",
            ))
        }
    }
}

/// The text of a member.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// The resource of a name or id.
pub(super) fn find<'a>(
    package: &'a Value,
    wanted: &CkanResource,
    guard: &Guard,
) -> Result<&'a Value, Trouble> {
    let all: &[Value] = package
        .get("resources")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice);
    let is = |key: &str| -> Vec<&'a Value> {
        all.iter()
            .filter(|r| text(r, key).is_some_and(|t| t.trim() == wanted.resource.trim()))
            .collect()
    };
    let (by_id, by_name) = (is("id"), is("name"));
    match (by_id.as_slice(), by_name.as_slice()) {
        ([only], _) | ([], [only]) => Ok(only),
        ([], []) => Err(no_resource(all, wanted, guard)),
        (_, many) => {
            let ids = some(many.iter().filter_map(|r| text(r, "id")));
            let message = format!(
                "{} resources of the package are named `{}`",
                many.len(),
                wanted.resource
            );
            Err(Trouble::new(
                "unknown_resource",
                message,
                format!("name one by its id: {ids}"),
            )
            .at(".api.resource"))
        }
    }
}

fn no_resource(all: &[Value], wanted: &CkanResource, guard: &Guard) -> Trouble {
    let names: Vec<&str> = all
        .iter()
        .filter_map(|r| text(r, "name").or_else(|| text(r, "id")))
        .collect();
    let hint = match nearest(&wanted.resource, names.iter().copied()) {
        Some(near) => format!("did you mean `{}`?", said(near, guard)),
        None if names.is_empty() => "the package has no resources".to_owned(),
        None => format!("its resources are {}", guard.clean(&some(names))),
    };
    let message = format!(
        "the package `{}` has no resource `{}`",
        wanted.package, wanted.resource
    );
    Trouble::new("unknown_resource", message, hint).at(".api.resource")
}
