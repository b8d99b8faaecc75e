//! The request of one page: what is declared, with the parameters of the page.

use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use super::address::same_origin;
use super::ask::Ask;
use super::json_body::{object, set};
use serde_json::Value;
use url::Url;

/// What to ask for in a page, in addition to what is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest::fetch) enum PageRequest {
    /// Nothing in addition.
    Declared,
    /// Parameters in the query or the body.
    With(Vec<(String, Parameter)>),
    /// Another address, as the server gave it.
    Address(String),
}

/// The value of a parameter of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest::fetch) enum Parameter {
    Number(u64),
    Text(String),
}

impl Parameter {
    fn text(&self) -> String {
        match self {
            Parameter::Number(n) => n.to_string(),
            Parameter::Text(text) => text.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Parameter::Number(n) => Value::from(*n),
            Parameter::Text(text) => Value::from(text.as_str()),
        }
    }
}

/// The request of a page.
pub(in crate::ingest::fetch) fn of_page(
    declared: &Ask,
    in_body: bool,
    step: &PageRequest,
    guard: &Guard,
    from: &Url,
) -> Result<Ask, Trouble> {
    let mut ask = declared.clone();
    match step {
        PageRequest::Declared => {}
        PageRequest::With(parameters) if in_body => set_in_body(&mut ask, parameters)?,
        PageRequest::With(parameters) => {
            let query = in_form(ask.url.query().unwrap_or_default().as_bytes(), parameters);
            ask.url.set_query(Some(&query));
        }
        PageRequest::Address(address) => {
            let next = from.join(address).map_err(|_| {
                Trouble::new(
                    "http_redirect",
                    "the address of the next page cannot be read",
                    "tell the provider",
                )
            })?;
            ask.go_to(next, guard, "the next page")?;
            if same_origin(&ask.url, &declared.url) {
                add_secrets(&mut ask.url, &declared.url, guard);
            }
        }
    }
    Ok(ask)
}

/// Sets parameters in a body of JSON or of a form.
fn set_in_body(ask: &mut Ask, parameters: &[(String, Parameter)]) -> Result<(), Trouble> {
    let body = ask.body.take().unwrap_or_default();
    let form = ask.headers.iter().any(|h| {
        h.name.eq_ignore_ascii_case("content-type") && h.value.starts_with("application/x-www-form")
    });
    ask.body = Some(if form {
        in_form(&body, parameters).into_bytes()
    } else {
        let mut json = object(&String::from_utf8_lossy(&body))?;
        for (name, value) in parameters {
            set(&mut json, name, value.json());
        }
        json.to_string().into_bytes()
    });
    Ok(())
}

/// Adds the secrets of the address declared: a server that names the next page leaves out what only
/// we know.
fn add_secrets(address: &mut Url, declared: &Url, guard: &Guard) {
    let missing: Vec<(String, String)> = declared
        .query_pairs()
        .filter(|(name, value)| {
            guard.is_in(value.as_bytes()) && !address.query_pairs().any(|(n, _)| n == *name)
        })
        .map(|(n, v)| (n.into_owned(), v.into_owned()))
        .collect();
    for (name, value) in missing {
        address.query_pairs_mut().append_pair(&name, &value);
    }
}

/// URL-encoded pairs in which parameters replace those of the same name.
fn in_form(form: &[u8], parameters: &[(String, Parameter)]) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(form)
        .filter(|(name, _)| !parameters.iter().any(|(n, _)| n == name))
    {
        out.append_pair(&name, &value);
    }
    for (name, value) in parameters {
        out.append_pair(name, &value.text());
    }
    out.finish()
}
