//! What a request is answered with, before it is HTTP.

use crate::app::lang::Lang;
use crate::model::{readable, readable_json};
use askama::Template;
use axum::http::{HeaderName, header};
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers of this answer alone.
    pub headers: Vec<(HeaderName, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A page.
    pub fn page(status: u16, template: &impl Template) -> Answer {
        Answer::made(status, "text/html; charset=utf-8", template)
    }

    /// What a template gives, in a form of text.
    pub fn made(status: u16, media_type: &str, template: &impl Template) -> Answer {
        template.render().map_or_else(
            |_| Answer::broken(),
            |text| Answer::text(status, media_type, &text),
        )
    }

    /// Text in which no label steers how what is around it is shown.
    pub fn text(status: u16, media_type: &str, text: &str) -> Answer {
        Answer::of(status, media_type, readable(text).into_owned().into_bytes())
    }

    /// JSON, and a problem in JSON, of which the same is true.
    pub fn json(status: u16, media_type: &str, value: &Value) -> Answer {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        let body = readable_json(&text).into_owned() + "\n";
        Answer::of(status, media_type, body.into_bytes())
    }

    /// Bytes of a type.
    pub fn of(status: u16, media_type: &str, body: Vec<u8>) -> Answer {
        let headers = vec![(header::CONTENT_TYPE, media_type.to_owned())];
        Answer {
            status,
            headers,
            body,
        }
    }

    /// Another address.
    pub fn see(address: String) -> Answer {
        let mut answer = Answer::of(302, "text/plain; charset=utf-8", vec![]);
        answer.headers.push((header::LOCATION, address));
        answer
            .headers
            .push((header::VARY, "accept-language".to_owned()));
        answer
    }

    /// Another page, after a form was taken.
    pub fn then(address: String) -> Answer {
        Answer::of(303, "text/plain; charset=utf-8", vec![]).with(header::LOCATION, address)
    }

    /// The same, with a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: String) -> Answer {
        self.headers.push((name, value));
        self
    }

    /// A fault of the program.
    pub fn broken() -> Answer {
        let body = [Lang::En, Lang::Vi]
            .map(|lang| lang.say("site-broken"))
            .join(
                "
",
            );
        Answer::of(500, "text/plain; charset=utf-8", body.into_bytes())
    }
}
