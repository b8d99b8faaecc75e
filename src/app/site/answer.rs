//! What a request is answered with, before it is HTTP.

use crate::app::lang::Lang;
use askama::Template;
use axum::http::{HeaderName, header};

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
        template.render().map_or_else(
            |_| Answer::broken(),
            |html| Answer::of(status, "text/html; charset=utf-8", html.into_bytes()),
        )
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
