//! What forms send: a person signs in or out, decides about a release, or does something else that their
//! role allows.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::complain;
use crate::app::site::access::{Refusal, act};
use crate::app::site::address::{Address, Page, Query};
use crate::app::site::answer::Answer;
use crate::app::site::asker::{Asker, SiteForm};
use crate::app::site::pages;
use crate::app::site::service::{PRIVATE, Site};
use crate::config::Project;
use crate::error::RunError;
use crate::store::StoreError;
use axum::http::header;

impl Site {
    /// Answers what a form sends.
    pub fn take(&self, form: SiteForm, asks: &Asker, fields: &Query) -> Answer {
        let (project, lang) = (self.project(), asks.lang);
        let answer = match self.may_ask(asks) {
            Ok(()) => self.taken(&project, form, (asks, fields)),
            Err(seconds) => Ok(pages::too_often(lang, seconds)),
        };
        answer
            .unwrap_or_else(|failure| {
                complain(&failure.text(Lang::En));
                pages::refused(lang, 409, &not_done(lang, &failure))
            })
            .with(header::CACHE_CONTROL, PRIVATE.to_owned())
    }

    fn taken(
        &self,
        project: &Project,
        form: SiteForm,
        (asks, fields): (&Asker, &Query),
    ) -> Result<Answer, Failure> {
        let (lang, field) = (asks.lang, |name| fields.sent(name));
        let to = |page| Address {
            lang: Some(lang),
            ..Address::of_project(page)
        };
        if asks.of_another_site() {
            return Ok(pages::refused(lang, 403, lang.say("site-form-old")));
        }
        if form == SiteForm::SignIn {
            return self.signed_in(project, (asks, field("token")), to);
        }
        let Some(who) = self.who(project, asks) else {
            return Ok(Answer::then(to(Page::SignIn).href()));
        };
        if !who.sent(field("word")) {
            return Ok(pages::refused(lang, 403, lang.say("site-form-old")));
        }
        if form == SiteForm::SignOut {
            asks.mark
                .iter()
                .for_each(|mark| self.sign_ins.sign_out(mark));
            self.log(&format!("{} signed out", who.person.name));
            return Ok(Answer::then(to(Page::SignIn).href()));
        }
        let done = act(project, (&who, fields), (lang, self.now()))?;
        Ok(if done {
            Answer::then(to(Page::Operations).href())
        } else {
            pages::refused(lang, 403, lang.say("site-not-allowed"))
        })
    }

    fn signed_in(
        &self,
        project: &Project,
        (asks, token): (&Asker, &str),
        to: impl Fn(Page) -> Address,
    ) -> Result<Answer, Failure> {
        let (lang, access) = (asks.lang, self.access(project));
        let client = asks.client(access.client_header.as_deref());
        let tried = self
            .sign_ins
            .sign_in(&access, (token, client), self.now())?;
        Ok(match tried {
            Ok((mark, name)) => {
                self.log(&format!("{name} signed in from {client}"));
                Answer::then(to(Page::Operations).href())
                    .with(header::SET_COOKIE, asks.cookie(&mark))
            }
            Err(refusal) => {
                complain(&say!(Lang::En, "site-token-refused-log", client = client));
                let told = (refusal.status(), Some(refused(lang, refusal)));
                pages::sign_in((&to(Page::SignIn), lang), project, None, told)
            }
        })
    }
}

/// Why a token lets nobody in.
pub fn refused(lang: Lang, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Unknown => lang.say("site-token-unknown"),
        Refusal::NotNow => lang.say("site-token-not-now"),
        Refusal::TooMany => lang.say("site-token-too-many"),
    }
}

/// Why what a form asks for was not done. What is said in one language only, or names files of this
/// machine, stands in the log.
fn not_done(lang: Lang, failure: &Failure) -> String {
    match failure {
        Failure::Run(RunError::Store(StoreError::Locked { .. })) => {
            lang.say("site-locked").to_owned()
        }
        Failure::Usage(_) | Failure::Run(RunError::Refused(_)) => failure.text(lang),
        _ => lang.say("site-not-done-log").to_owned(),
    }
}
