//! The tools of `chiso mcp`: resources of the API under the names that assistants see.

use crate::app::api::{ApiRequest, Resource, answer, schema_of};
use crate::app::lang::Lang;
use crate::app::output::plain;
use crate::app::site::{Site, encoded};
use serde_json::{Map, Value, json};

/// Rows of an answer where an assistant does not say.
const USUAL_ROWS: &str = "50";

/// A tool, the resource that answers it, and when to use it.
const TOOLS: [(&str, &str, &str); 4] = [
    (
        "check_claim",
        "check",
        "Whether a claim about a KPI or figure of an area and period is true, false, revised since, not \
         assessable or unknown, with the figure, its cells and a permanent address to cite. Give a \
         sentence in `claim`, or `kpi` or `measure` with `area`, `period` and `value` or `verdict`.",
    ),
    (
        "scorecard",
        "scorecard",
        "Published verdicts with values, targets and reasons, chosen by KPI, area, period and more.",
    ),
    (
        "explain",
        "explain",
        "How one verdict came about: formula, figures, and the cells of the delivered files.",
    ),
    (
        "search",
        "search",
        "Identifiers of KPIs, measures and areas by words of their names, with or without accents.",
    ),
];

/// The tools with the parameters that they take.
pub fn listed() -> Vec<Value> {
    let tools = TOOLS.iter().filter_map(|(name, resource, doc)| {
        let resource = Resource::named(resource)?;
        Some(json!({
            "name": name,
            "description": doc,
            "inputSchema": schema(&resource),
            "annotations": { "readOnlyHint": true, "openWorldHint": false },
        }))
    });
    tools.collect()
}

/// The parameters of a tool: those of its resource, with the rows that an assistant gets unasked.
fn schema(resource: &Resource) -> Value {
    let mut schema = schema_of(resource);
    if let Some(limit) = schema.pointer_mut("/properties/limit") {
        limit["description"] = format!("the most rows; without it {USUAL_ROWS}").into();
    }
    schema
}

/// What a tool answers; nothing where there is no such tool.
pub fn call(site: &Site, lang: Lang, (name, arguments): (&str, &Value)) -> Option<Value> {
    let (_, resource, _) = TOOLS.iter().find(|(tool, ..)| *tool == name)?;
    let resource = Resource::named(resource)?;
    let mut given: Map<String, Value> = arguments.as_object().cloned().unwrap_or_default();
    given.retain(|_, value| !value.is_null());
    if resource.parameters().iter().any(|p| p.name == "limit") {
        given.entry("limit").or_insert_with(|| USUAL_ROWS.into());
    }
    let pair =
        |(name, value): (&String, &Value)| format!("{}={}", encoded(name), encoded(&plain(value)));
    let request = ApiRequest {
        path: resource.path(),
        query: given.iter().map(pair).collect::<Vec<_>>().join("&"),
        languages: lang.code().to_owned(),
        ..ApiRequest::default()
    };
    let answer = answer(site, &request, None);
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    Some(json!({
        "content": [{ "type": "text", "text": text }],
        "structuredContent": body,
        "isError": answer.status != 200,
    }))
}
