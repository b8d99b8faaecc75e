//! One visit to a page: what was asked for, in which language, of which release.

use crate::app::lang::Lang;
use crate::app::site::address::Address;
use crate::config::Project;
use crate::model::{Period, Span};
use crate::store::{ReleaseRef, ReleaseStatus};
use chrono::NaiveDate;

/// One visit to a page of a release.
pub struct Visit<'v> {
    /// What was asked for.
    pub address: &'v Address,
    /// The language of the page.
    pub lang: Lang,
    /// The project as it is configured now.
    pub project: &'v Project,
    /// The release.
    pub status: &'v ReleaseStatus,
    /// The release in force, where there is one.
    pub in_force: Option<String>,
}

impl Visit<'_> {
    /// The release.
    pub fn release(&self) -> &ReleaseRef {
        &self.status.release
    }

    /// The days whose units the release has, the default first.
    pub fn boundaries(&self) -> &[NaiveDate] {
        self.release()
            .manifest
            .boundaries
            .as_deref()
            .unwrap_or_default()
    }

    /// The units of the page: those chosen, where the release has them.
    pub fn boundary(&self) -> NaiveDate {
        let chosen = self.address.choice.boundary;
        chosen
            .filter(|day| self.boundaries().contains(day))
            .or_else(|| self.boundaries().first().copied())
            .unwrap_or_default()
    }

    /// A period and its span for people; a fiscal year by the office's own name, a part of it with its
    /// months.
    pub fn period(&self, period: Period, span: Span) -> String {
        let fiscal = self.project.fiscal_calendar();
        let label = fiscal.and_then(|fiscal| fiscal.label(period));
        let of = match label {
            Some(year) if period.length() < 12 => {
                let (last_year, last) = period.last_month();
                let first = period.start().format("%Y-%m");
                format!("{year} ({first} – {last_year}-{last:02})")
            }
            Some(year) => year,
            None => period.to_string(),
        };
        format!("{of} {}", self.lang.span(span))
            .trim_end()
            .to_owned()
    }

    /// What people call a level of areas; its word where the project does not say.
    pub fn level<'l>(&'l self, level: &'l str) -> &'l str {
        let named = self.project.levels.get(level);
        named.map_or(level, |name| name.get(self.lang.is_vi()))
    }

    /// What people call a unit of figures; its word where the project does not say.
    pub fn unit<'u>(&'u self, unit: &'u str) -> &'u str {
        let named = self.project.units.get(unit);
        named.map_or(unit, |name| name.get(self.lang.is_vi()))
    }

    /// The place of a KPI in the order in which the pipelines declare them, which is the order of
    /// the office's questions; the last for one that is declared no more.
    pub fn place(&self, kpi: &str) -> usize {
        let mut kpis = self.project.kpis.iter();
        kpis.position(|k| k.id == kpi).unwrap_or(usize::MAX)
    }
}
