//! One request to a resource of a release: which release it is of, where that stands, and the units
//! and period that are asked for.

use crate::app::api::problem::Problem;
use crate::app::api::request::ApiValues;
use crate::app::api::resource::Resource;
use crate::app::cli::AskedPeriod;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{Format, Row, complain};
use crate::app::site::{Answer, became, encoded};
use crate::config::Project;
use crate::inspect::Past;
use crate::model::{Bilingual, Period};
use crate::store::{Lake, ReleaseRef, ReleaseState, ReleaseStatus};
use axum::http::{HeaderName, header};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// What a release calls what it has, in Vietnamese and in English.
#[derive(Default)]
pub struct DeclaredTitles {
    /// Of each measure.
    measures: BTreeMap<String, [String; 2]>,
    /// Of each KPI, with the unit of its value.
    kpis: BTreeMap<String, ([String; 2], &'static str)>,
}

/// One request to a resource of a release.
pub struct ApiView<'v> {
    /// The project as it is configured now.
    pub project: &'v Project,
    /// The lake.
    pub lake: &'v Lake,
    /// The moment of the request.
    pub now: DateTime<Utc>,
    /// The release.
    pub status: &'v ReleaseStatus,
    /// What is asked for.
    pub resource: &'v Resource,
    /// The values of its parameters.
    pub values: &'v ApiValues,
    /// The language of texts.
    pub lang: Lang,
    /// The form of the answer.
    pub format: Format,
    /// Titles as they were declared when the release was made, once they were asked for.
    pub titles: OnceCell<DeclaredTitles>,
}

impl ApiView<'_> {
    /// The release.
    pub fn release(&self) -> &ReleaseRef {
        &self.status.release
    }

    /// The titles of a measure, in Vietnamese and in English, as they were declared when the release was
    /// made; nothing where that can no longer be read.
    pub fn titles_of(&self, measure: &str) -> Option<&[String; 2]> {
        self.declared().measures.get(measure)
    }

    /// The titles of a KPI likewise, with the unit of its value.
    pub fn kpi_of(&self, id: &str) -> Option<&([String; 2], &'static str)> {
        self.declared().kpis.get(id)
    }

    fn declared(&self) -> &DeclaredTitles {
        self.titles.get_or_init(|| self.read_titles())
    }

    fn read_titles(&self) -> DeclaredTitles {
        let then = match Past::declared(self.project, self.release()) {
            Ok(then) => then,
            Err(error) => {
                complain(&format!("{}: {error}", self.release().id));
                return DeclaredTitles::default();
            }
        };
        let project = then.as_ref().unwrap_or(self.project);
        let both = |title: &Bilingual| [true, false].map(|vi| title.get(vi).to_owned());
        let measures = project.measures.iter();
        let kpis = project.kpis.iter();
        DeclaredTitles {
            measures: measures.map(|m| (m.id.clone(), both(&m.title))).collect(),
            kpis: kpis
                .map(|k| (k.id.clone(), (both(&k.title), k.kind.value_unit())))
                .collect(),
        }
    }

    /// The units that are asked for; without a choice the first that the release has.
    ///
    /// # Errors
    /// When the release does not have those chosen.
    pub fn boundary(&self) -> Result<NaiveDate, Problem> {
        let known = self.release().manifest.boundaries.as_deref();
        let known = known.unwrap_or_default();
        match self.values.value::<NaiveDate>("boundary") {
            None => Ok(known.first().copied().unwrap_or_default()),
            Some(day) if known.contains(&day) => Ok(day),
            Some(day) => {
                let days: Vec<String> = known.iter().map(ToString::to_string).collect();
                let said = say!(
                    self.lang,
                    "api-no-boundary",
                    day = day,
                    days = days.join(", ")
                );
                let problem = Problem::not_found("unknown_boundary", said);
                Err(problem.with("boundaries", json!(days)))
            }
        }
    }

    /// The period that is asked for.
    ///
    /// # Errors
    /// When it is the label of a fiscal year that the project does not know.
    pub fn period(&self) -> Result<Option<Period>, Problem> {
        let asked = self.values.value::<AskedPeriod>("period");
        let period = asked.map(|asked| asked.of(self.project)).transpose();
        period.map_err(|failure| Problem::of_failure(self.lang, &failure))
    }

    /// The address with other values, of this release whatever becomes of it.
    pub fn address(&self, others: &[(&'static str, Option<String>)]) -> String {
        let release = ("release", Some(self.release().id.clone()));
        let query = self.values.query_with(&[&[release], others].concat());
        format!("{}?{query}", self.resource.path())
    }

    /// Where the release stands, in a word. One that was withdrawn and waits again is withdrawn
    /// until it is in force.
    fn state(&self) -> &'static str {
        state(self.status)
    }

    /// What an answer says of its release.
    pub fn release_row(&self) -> Row {
        release_row(self.status, (self.project, self.lang))
    }

    /// An object that begins with the release.
    ///
    /// # Errors
    /// Never: it is written to memory.
    pub fn object(&self, fields: Value) -> Answer {
        let mut body = Row::new();
        body.insert("release".to_owned(), Value::Object(self.release_row()));
        if let Value::Object(fields) = fields {
            body.extend(fields);
        }
        self.with_headers(as_json(&Value::Object(body)))
    }

    /// An answer with what its headers say of the release.
    pub fn with_headers(&self, answer: Answer) -> Answer {
        let answer = answer
            .with(
                HeaderName::from_static("chiso-release"),
                encoded(&self.release().id),
            )
            .with(
                HeaderName::from_static("chiso-release-state"),
                self.state().to_owned(),
            )
            .with(header::CONTENT_LOCATION, self.address(&[]));
        if self.status.state == ReleaseState::InForce {
            return answer;
        }
        let query = self.values.query_with(&[("release", None)]);
        let latest = format!("{}?{query}", self.resource.path());
        let link = format!("<{}>; rel=\"latest-version\"", latest.trim_end_matches('?'));
        answer.with(header::LINK, link)
    }
}

/// Where a release stands, in a word.
fn state(status: &ReleaseStatus) -> &'static str {
    match (status.state, &status.withdrawal) {
        (state, _) if !status.published => state.as_str(),
        (ReleaseState::InForce, _) => ReleaseState::InForce.as_str(),
        (ReleaseState::Superseded, _) | (_, None) => ReleaseState::Superseded.as_str(),
        (_, Some(_)) => ReleaseState::Withdrawn.as_str(),
    }
}

/// A release and what became of it.
pub fn release_row(status: &ReleaseStatus, (project, lang): (&Project, Lang)) -> Row {
    let manifest = &status.release.manifest;
    let past = status.state != ReleaseState::InForce;
    let values = [
        ("id", json!(status.release.id)),
        ("state", json!(state(status))),
        (
            "became",
            json!(past.then(|| became(lang, status, project.timezone))),
        ),
        ("known_at", json!(manifest.known_at)),
        ("boundaries", json!(manifest.boundaries)),
        (
            "pages",
            json!(format!("/r/{}/", encoded(&status.release.id))),
        ),
    ];
    let named = values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    named.collect()
}

/// A value as an answer in JSON.
pub fn as_json(value: &Value) -> Answer {
    Answer::json(200, "application/json", value)
}
