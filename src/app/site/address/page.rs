//! The pages of the site.

use crate::model::Period;

/// Which release an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The one in force.
    Latest,
    /// This one, whatever becomes of it.
    Release(String),
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// What there is to see.
    Home,
    /// All areas, and the map of them.
    Areas,
    /// The scoreboard of an area.
    Area(String),
    /// A KPI in one area over time, and in all areas in one period.
    Kpi(String),
    /// How a verdict came about: KPI, area, period.
    Verdict(String, String, Period),
    /// The studies: what goes together with what.
    Studies,
    /// An outcome and a score of a study: study, outcome, score.
    Study(String, String, String),
    /// The picture of its points.
    StudyPicture(String, String, String),
    /// What the release is made from, and its files.
    Catalogue,
    /// A dataset: what its rows are, where they come from, and what was delivered.
    Dataset(String),
    /// The words of the published tables.
    Words,
    /// The verdicts that are other ones than in the release before.
    Changes,
    /// What the office must look at. No page of a release: it shows what is not published.
    Operations,
    /// Where a person of the office signs in. No page of a release.
    SignIn,
    /// All releases.
    Releases,
    /// All releases, for programs that look for new ones.
    Feed,
    /// A published file.
    File(String),
}
