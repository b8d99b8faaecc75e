//! What forms send: a person signs in or out, or decides about a release.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::complain;
use crate::app::site::access::{Refusal, decide};
use crate::app::site::address::{Address, Page, Query};
use crate::app::site::answer::Answer;
use crate::app::site::asker::{Asker, SiteForm};
use crate::app::site::pages;
use crate::app::site::service::{PRIVATE, Site, access_now};
use crate::config::Project;
use axum::http::header;

impl Site {
    /// Answers what a form sends.
    pub fn take(&self, form: SiteForm, asks: &Asker, fields: &Query) -> Answer {
        let (project, lang) = (self.project(), asks.lang);
        self.taken(&project, form, (asks, fields))
            .unwrap_or_else(|failure| {
                let text = failure.text(lang);
                complain(&text);
                pages::refused(lang, 409, &text)
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
        if form == SiteForm::SignIn {
            let access = access_now(project);
            let tried = self.sign_ins.sign_in(&access, field("token"), self.now())?;
            return Ok(match tried {
                Ok(mark) => Answer::then(to(Page::Operations).href())
                    .with(header::SET_COOKIE, asks.cookie(&mark)),
                Err(refusal) => {
                    complain(Lang::En.say("site-token-refused-log"));
                    let (status, why) = match refusal {
                        Refusal::Unknown => (403, lang.say("site-token-unknown")),
                        Refusal::TooMany => (429, lang.say("site-token-too-many")),
                    };
                    let told = (status, Some(why));
                    pages::sign_in((&to(Page::SignIn), lang), project, None, told)
                }
            });
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
            return Ok(Answer::then(to(Page::SignIn).href()));
        }
        let said = (field("release"), field("act"), field("why"));
        Ok(match decide(project, &who, said, self.now())? {
            Some(()) => Answer::then(to(Page::Operations).href()),
            None => pages::refused(lang, 403, lang.say("site-not-allowed")),
        })
    }
}
