//! The API as an `OpenAPI` 3.1 document, made from the list of resources by which it answers, so that
//! the two cannot differ.

use crate::app::api::check::RESULTS;
use crate::app::api::parameter::{ApiParameter, Holds};
use crate::app::api::releases::RELEASE_COLUMNS;
use crate::app::api::resource::Resource;
use crate::app::api::viewed::as_json;
use crate::app::output::Row;
use crate::app::site::Answer;
use crate::model::published::{ColumnSpec, ColumnType, TableSpec};
use serde_json::{Value, json};

/// Where a release stands. The last four only persons of the office see.
const STATES: [&str; 7] = [
    "in_force",
    "superseded",
    "withdrawn",
    "candidate",
    "approved",
    "embargoed",
    "rejected",
];

/// The document.
pub fn openapi() -> Answer {
    let all = Resource::all();
    let paths: Row = { all.iter() }
        .map(|resource| (resource.path(), json!({ "get": operation(resource) })))
        .collect();
    as_json(&json!({
        "openapi": "3.1.0",
        "info": {
            "title": "chiso",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Published releases of indicators, read only. Decimals are strings, so \
                that no digit is lost; ratios are numbers. A figure that is missing is null and never \
                zero.",
        },
        "paths": paths,
        "security": [{}, { "token": [] }],
        "components": {
            "schemas": { "Problem": problem(), "Release": release() },
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "The token of a person of the office. Who sends it sees releases that are not published.",
            } },
        },
    }))
}

fn operation(resource: &Resource) -> Value {
    let name = resource.name().replace('.', "_");
    let id = if name.is_empty() { "index" } else { &name };
    let parameters: Vec<Value> = resource.parameters().iter().map(described).collect();
    json!({
        "operationId": id,
        "summary": resource.doc(),
        "parameters": parameters,
        "responses": responses(resource),
    })
}

fn described(parameter: &ApiParameter) -> Value {
    json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "allowEmptyValue": parameter.holds == Holds::Breakdown,
        "description": parameter.doc,
        "schema": held(parameter.holds),
    })
}

fn held(holds: Holds) -> Value {
    match holds {
        Holds::Text | Holds::Period | Holds::Moment => {
            json!({ "type": "string", "minLength": 1, "maxLength": 512 })
        }
        Holds::Breakdown => json!({ "type": "string", "maxLength": 512 }),
        Holds::Day => json!({ "type": "string", "format": "date" }),
        Holds::Words(words) => json!({ "type": "string", "enum": words }),
        Holds::Count(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
    }
}

/// The parameters of a resource as the JSON Schema of an object.
pub fn schema_of(resource: &Resource) -> Value {
    let all = resource.parameters();
    let properties: Row = { all.iter() }
        .map(|parameter| {
            let mut schema = held(parameter.holds);
            schema["description"] = json!(parameter.doc);
            (parameter.name.to_owned(), schema)
        })
        .collect();
    let required = all.iter().filter(|p| p.required).map(|p| p.name);
    json!({
        "type": "object",
        "properties": properties,
        "required": required.collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

fn responses(resource: &Resource) -> Value {
    let mut content = json!({ "application/json": { "schema": answered(resource) } });
    if resource.has_rows() {
        content["text/csv"] = json!({ "schema": { "type": "string" } });
    }
    let problem = |said: &str| {
        json!({
            "description": said,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    json!({
        "200": {
            "description": resource.doc(),
            "headers": { "ETag": { "schema": { "type": "string" } } },
            "content": content,
        },
        "304": { "description": "the reader has this answer already (If-None-Match)" },
        "400": problem("a parameter that is not known, or a value that it cannot have"),
        "404": problem("a release, KPI, area or other name that is not there"),
        "401": problem("a token that lets nobody in"),
        "406": problem("a form that the answer does not have"),
        "429": problem("too many requests, or wrong tokens, within a minute; `Retry-After` says when to ask again"),
        "503": problem("the release cannot be read at the moment"),
    })
}

/// The body of an answer.
fn answered(resource: &Resource) -> Value {
    let rows = |row: Value| json!({ "type": "array", "items": row });
    let release = json!({ "$ref": "#/components/schemas/Release" });
    let object = |names: &[&str], properties: Value| json!({ "type": "object", "required": names, "properties": properties });
    match resource {
        Resource::Index => object(
            &["version", "resources"],
            json!({ "version": { "type": "string" }, "resources": rows(json!({ "type": "object" })) }),
        ),
        Resource::OpenApi => json!({ "type": "object" }),
        Resource::Releases => object(&["rows"], json!({ "rows": rows(release) })),
        Resource::Table(spec) => object(
            &["release", "rows", "next"],
            json!({
                "release": release,
                "rows": rows(row(spec)),
                "next": { "type": ["string", "null"], "description": "address of the next page" },
            }),
        ),
        Resource::Explain => object(
            &["release", "rows"],
            json!({ "release": release, "rows": rows(json!({ "type": "object" })) }),
        ),
        Resource::Search => {
            let found = || rows(json!({ "type": "object" }));
            object(
                &["release", "kpis", "measures", "areas"],
                json!({
                    "release": release,
                    "kpis": found(),
                    "measures": found(),
                    "areas": found(),
                }),
            )
        }
        Resource::Check => object(
            &["release", "result", "text_en", "text_vi"],
            json!({
                "release": release,
                "result": { "type": "string", "enum": RESULTS },
                "text_en": { "type": "string" },
                "text_vi": { "type": "string" },
            }),
        ),
    }
}

fn row(spec: &TableSpec) -> Value {
    let columns: Row = { spec.columns.iter() }
        .map(|column| (column.name.clone(), of_column(column)))
        .collect();
    json!({ "type": "object", "properties": columns })
}

fn of_column(column: &ColumnSpec) -> Value {
    let (kind, format) = match column.ty {
        ColumnType::Text => ("string", None),
        ColumnType::Bool => ("boolean", None),
        ColumnType::Int | ColumnType::BigInt => ("integer", None),
        ColumnType::Double => ("number", None),
        ColumnType::Dec | ColumnType::Amount(_) => ("string", Some("decimal")),
        ColumnType::Date => ("string", Some("date")),
        ColumnType::Timestamp => ("string", Some("date-time")),
    };
    let kinds = if column.key {
        json!(kind)
    } else {
        json!([kind, "null"])
    };
    let mut schema = json!({ "type": kinds, "description": column.doc });
    if let Some(format) = format {
        schema["format"] = json!(format);
    }
    schema
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string" },
            "detail": { "type": "string" },
        },
    })
}

fn release() -> Value {
    json!({
        "type": "object",
        "required": RELEASE_COLUMNS,
        "properties": {
            "id": { "type": "string" },
            "state": { "type": "string", "enum": STATES },
            "became": { "type": ["string", "null"], "description": "what became of it, with the reason why it was withdrawn" },
            "known_at": { "type": ["string", "null"], "format": "date" },
            "boundaries": { "type": ["array", "null"], "items": { "type": "string", "format": "date" } },
            "pages": { "type": "string", "description": "address of its pages" },
        },
    })
}
