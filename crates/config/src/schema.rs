//! JSON Schemas of the configuration files, generated from the raw mirrors.
//!
//! One source of truth with two readers: editors complete and check by the files under `schema/`,
//! and `structure` checks every file against the very same schema when it is loaded. Draft 7,
//! everything inlined, because that is what TOML editors support.

use super::raw;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schemas of `access.toml`, `chiso.toml`, `datasets/<id>.toml`, `datasets/<id>/corrections.toml`,
/// `datasets/<id>/repairs.toml` and `pipelines/<id>.toml`, with the file names they are kept under
/// in `schema/`.
#[must_use]
pub fn json_schemas() -> Vec<(&'static str, Value)> {
    vec![
        (
            "access.schema.json",
            schema_of::<raw::Access>("access.toml"),
        ),
        ("chiso.schema.json", schema_of::<raw::Chiso>("chiso.toml")),
        (
            "correction.schema.json",
            schema_of::<raw::Corrections>("datasets/<id>/corrections.toml"),
        ),
        (
            "dataset.schema.json",
            schema_of::<raw::Dataset>("datasets/<id>.toml"),
        ),
        (
            "pipeline.schema.json",
            schema_of::<raw::Pipeline>("pipelines/<id>.toml"),
        ),
        (
            "repair.schema.json",
            schema_of::<raw::Repairs>("datasets/<id>/repairs.toml"),
        ),
    ]
}

/// The schema of one raw mirror.
pub(super) fn schema_of<T: JsonSchema>(title: &str) -> Value {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = true);
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    without_null(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.insert("title".to_owned(), Value::from(title));
    }
    schema
}

/// Takes out the `null` that stands for "may be left out": TOML has no such value.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|t| t != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if map.get("default").is_some_and(Value::is_null) {
                map.shift_remove("default");
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(list) => {
            list.retain(|v| !v.is_null());
            list.iter_mut().for_each(without_null);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// `UPDATE=1 cargo test` rewrites the files after a deliberate change.
    #[test]
    fn the_schemas_kept_for_editors_are_those_of_the_code() {
        let folder =
            Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../schema");
        for (name, schema) in json_schemas() {
            let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
            let path = folder.join(name);
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                kept == text,
                "schema/{name} is out of date: run the tests once with UPDATE=1"
            );
        }
    }

    /// The check of structure understands objects, lists and scalars only.
    #[test]
    fn the_schemas_use_nothing_that_the_check_does_not_understand() {
        for (name, schema) in json_schemas() {
            let text = schema.to_string();
            for word in [
                "\"$ref\"",
                "\"anyOf\"",
                "\"allOf\"",
                "\"oneOf\"",
                "\"null\"",
                ":null",
                "[null",
                ",null",
            ] {
                assert!(!text.contains(word), "{name} has {word}");
            }
        }
    }
}
