//! The body of a request: a form, or JSON with fields that are set in it.

use super::request::values;
use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Finding, HttpBody, HttpMethod};
use std::collections::BTreeMap;

/// The body of a request.
pub(super) fn body(
    at: &ConfigNode<'_>,
    raw: Option<&raw::HttpBody>,
    method: HttpMethod,
    faults: &mut Vec<Finding>,
) -> HttpBody {
    let Some(raw) = raw else {
        return HttpBody::None;
    };
    if method != HttpMethod::Post {
        faults.push(
            at.error(rule::BAD_VALUE, "only a `post` has a body")
                .hint("add `method = \"post\"`, or leave the body out"),
        );
    }
    let fields = values(&at.key("fields"), &raw.fields, faults);
    let form = values(&at.key("form"), &raw.form, faults);
    let Some(text) = &raw.json else {
        if raw.form.is_empty() || !raw.fields.is_empty() {
            faults.push(
                at.error(rule::BAD_VALUE, "the body has neither `json` nor `form`")
                    .hint("give one of the two"),
            );
        }
        return HttpBody::Form(form);
    };
    if !raw.form.is_empty() {
        faults.push(
            at.key("form")
                .error(rule::BAD_VALUE, "the body has both `json` and `form`")
                .hint("give one of the two"),
        );
    }
    json_text(&at.key("json"), text, &raw.fields, faults);
    HttpBody::Json {
        text: text.clone(),
        fields,
    }
}

/// The text is JSON, and an object where fields are set in it.
fn json_text(
    at: &ConfigNode<'_>,
    text: &str,
    fields: &BTreeMap<String, raw::HttpValue>,
    faults: &mut Vec<Finding>,
) {
    match serde_json::from_str::<serde_json::Value>(text) {
        Err(e) => faults.push(
            at.error(rule::BAD_VALUE, format!("this is not JSON: {e}"))
                .hint("correct the JSON"),
        ),
        Ok(json) if !json.is_object() && !fields.is_empty() => {
            let hint = "make it an object, or leave `fields` out";
            faults.push(
                at.error(rule::BAD_VALUE, "`fields` can be set in an object only")
                    .hint(hint),
            );
        }
        Ok(_) => {}
    }
}
