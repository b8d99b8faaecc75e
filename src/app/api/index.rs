//! What there is under the address of the API, for a reader who knows nothing of it yet.

use crate::app::api::resource::Resource;
use crate::app::api::viewed::as_json;
use crate::app::site::Answer;
use serde_json::{Value, json};

/// What there is.
pub fn index() -> Answer {
    let one = |resource: &Resource| {
        let parameters: Vec<&str> = resource.parameters().iter().map(|p| p.name).collect();
        json!({ "address": resource.path(), "about": resource.doc(), "parameters": parameters })
    };
    let all: Vec<Value> = Resource::all().iter().map(one).collect();
    as_json(&json!({ "version": env!("CARGO_PKG_VERSION"), "resources": all }))
}
