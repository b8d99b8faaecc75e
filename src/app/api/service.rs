//! What answers a request to the API: it finds the resource, reads the parameters, finds the release,
//! and says whether the reader has the answer already.

use crate::app::api::negotiation::negotiated;
use crate::app::api::problem::Problem;
use crate::app::api::request::{ApiValues, decoded};
use crate::app::api::resource::{ROOT, Resource};
use crate::app::api::viewed::ApiView;
use crate::app::api::{check, explain, index, openapi, releases, search, table};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::{Answer, Asker, Edition, PRIVATE, Refusal, SignedIn, Site, reader, refused};
use crate::model::nearest;
use crate::store::{Lake, sha256_hex};
use axum::http::header;
use std::cell::OnceCell;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub struct ApiRequest {
    /// Path.
    pub path: String,
    /// Query.
    pub query: String,
    /// Media types that the reader takes.
    pub accept: String,
    /// Languages that the reader prefers.
    pub languages: String,
    /// Tags of answers that the reader has.
    pub has: String,
}

/// Answers a request, by who asks where it came over HTTP.
pub fn answer(site: &Site, request: &ApiRequest, asks: Option<&Asker>) -> Answer {
    let who = asks.map_or(Ok(None), |asks| site.sent_by(&site.project(), asks));
    let who = match who {
        Ok(who) => who,
        Err(refusal) => return not_let_in(lang(request), refusal),
    };
    let made = made(site, request, who.as_ref()).unwrap_or_else(|problem| problem.answer());
    let made = made.with(header::VARY, "accept, accept-language".to_owned());
    if who.is_some() {
        // Nobody else is given it, and nothing tells later that it was there.
        return made.with(header::CACHE_CONTROL, PRIVATE.to_owned());
    }
    let made = made.with(header::CACHE_CONTROL, "no-cache".to_owned());
    if made.status != 200 {
        return made;
    }
    let tag = format!("\"{}\"", &sha256_hex(&made.body)[..32]);
    let is = |held: &str| held.trim().trim_start_matches("W/") == tag || held.trim() == "*";
    let held = request.has.split(',').any(is);
    let mut made = made.with(header::ETAG, tag);
    if held {
        made.status = 304;
        made.body.clear();
        made.headers
            .retain(|(name, _)| name != header::CONTENT_TYPE);
    }
    made
}

/// That a token lets nobody in.
fn not_let_in(lang: Lang, refusal: Refusal) -> Answer {
    let (status, code) = match refusal {
        Refusal::Unknown => (401, "unknown_token"),
        Refusal::NotNow => (401, "token_not_now"),
        Refusal::TooMany => (429, "too_many_tokens"),
    };
    let problem = Problem::new(status, code, refused(lang, refusal).to_owned());
    problem
        .answer()
        .with(header::WWW_AUTHENTICATE, "Bearer".to_owned())
        .with(header::CACHE_CONTROL, PRIVATE.to_owned())
}

/// That a client asks too often.
pub fn too_often(lang: Lang, seconds: u64) -> Answer {
    let said = say!(lang, "site-too-often", seconds = seconds);
    let problem = Problem::new(429, "too_many_requests", said);
    problem
        .answer()
        .with(header::RETRY_AFTER, seconds.to_string())
        .with(header::CACHE_CONTROL, PRIVATE.to_owned())
}

fn made(site: &Site, request: &ApiRequest, who: Option<&SignedIn>) -> Result<Answer, Problem> {
    let lang = lang(request);
    let resource = resource(&request.path, lang)?;
    let values = ApiValues::read(&request.query, &resource.parameters(), lang)?;
    let rows = resource.has_rows();
    let Some(format) = negotiated(values.text("format"), &request.accept, rows) else {
        let said = lang.say("api-not-acceptable").to_owned();
        return Err(Problem::new(406, "not_acceptable", said));
    };
    match resource {
        Resource::Index => return Ok(index::index()),
        Resource::OpenApi => return Ok(openapi::openapi()),
        _ => {}
    }
    let project = site.project();
    let lake = Lake::open_read(&project.lake);
    let lake = lake.map_err(|e| Problem::of_failure(lang, &e.into()))?;
    if matches!(resource, Resource::Releases) {
        let seen = (site.now(), who.is_some());
        let all = releases::releases(&lake, (&project, seen), (lang, format));
        return all.map_err(|failure| Problem::of_failure(lang, &failure));
    }
    let edition = match values.text("release") {
        Some(id) => Edition::Release(id.to_owned()),
        None => Edition::Latest,
    };
    let found = site.edition(&lake, &edition, who);
    let found = found.map_err(|failure| Problem::of_failure(lang, &failure))?;
    let Some(status) = found else {
        return Err(no_release(lang, &edition));
    };
    let view = ApiView {
        project: &project,
        lake: &lake,
        now: site.now(),
        status: &status,
        resource: &resource,
        values: &values,
        lang,
        format,
        titles: OnceCell::new(),
    };
    match &resource {
        Resource::Table(spec) => table::table(&view, spec),
        Resource::Explain => explain::explain(&view),
        Resource::Search => search::search(&view),
        _ => check::check(&view),
    }
}

/// The language of an answer, also of one that says what is wrong with the query.
pub fn lang(request: &ApiRequest) -> Lang {
    let mut pairs = request.query.split('&');
    let chosen = pairs.find_map(|pair| pair.strip_prefix("lang=")?.parse().ok());
    chosen.unwrap_or_else(|| reader(&request.languages))
}

/// The resource at a path.
fn resource(path: &str, lang: Lang) -> Result<Resource, Problem> {
    let path = decoded(path).unwrap_or_default();
    let path = path.strip_suffix('/').unwrap_or(&path);
    let all = Resource::all();
    if let Some(found) = all.iter().find(|r| r.path() == path) {
        return Ok(found.clone());
    }
    let paths: Vec<String> = all.iter().map(Resource::path).collect();
    let near = nearest(path, paths.iter().map(String::as_str));
    let problem = Problem::not_found("unknown_address", say!(lang, "api-no-address", root = ROOT));
    Err(match near {
        Some(near) => problem.with("did_you_mean", near.into()),
        None => problem,
    })
}

/// That no release is there, or none of this name that readers may see.
fn no_release(lang: Lang, asked: &Edition) -> Problem {
    match asked {
        Edition::Latest => {
            let said = lang.say("site-nothing-published").to_owned();
            Problem::not_found("nothing_published", said)
        }
        Edition::Release(_) => {
            let said = lang.say("api-no-release").to_owned();
            Problem::not_found("unknown_release", said)
        }
    }
}
