//! The parameters of the API, written once: `request` reads by them, `openapi` describes them.

use crate::model::{Status, Verdict};

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A name or code.
    Text,
    /// A period, or the label of a fiscal year.
    Period,
    /// A calendar day.
    Day,
    /// A calendar day or an instant.
    Moment,
    /// Members of dimensions; empty for the total.
    Breakdown,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A whole number from one up to another.
    Count(usize, usize),
}

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiParameter {
    /// Its name in an address.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether an address without it means nothing.
    pub required: bool,
    /// What it chooses.
    pub doc: &'static str,
}

/// A parameter that may be left out.
pub const fn parameter(name: &'static str, holds: Holds, doc: &'static str) -> ApiParameter {
    ApiParameter {
        name,
        holds,
        required: false,
        doc,
    }
}

impl ApiParameter {
    /// The same, which must be there.
    #[must_use]
    pub const fn needed(self) -> ApiParameter {
        ApiParameter {
            required: true,
            ..self
        }
    }
}

/// Rows on one page where an address does not say.
pub const USUAL_ROWS: usize = 1_000;
/// Most rows on one page.
const MOST_ROWS: usize = 10_000;
/// The last row that a page may begin after.
const MOST_CURSOR: usize = u32::MAX as usize;

/// A KPI.
pub const KPI: ApiParameter = parameter("kpi", Holds::Text, "identifier of a KPI");
/// A measure.
pub const MEASURE: ApiParameter = parameter("measure", Holds::Text, "identifier of a measure");
/// An area.
pub const AREA: ApiParameter = parameter("area", Holds::Text, "code or name of an area");
/// A period.
pub const PERIOD: ApiParameter = parameter(
    "period",
    Holds::Period,
    "2020, 2020-Q3, 2020-09, 2020-04-01/P1Y, or the label of a fiscal year",
);
/// A boundary.
pub const BOUNDARY: ApiParameter = parameter(
    "boundary",
    Holds::Day,
    "day whose units are used, one that the release has; without it the first",
);
/// Members of a breakdown.
pub const BREAKDOWN: ApiParameter = parameter(
    "breakdown",
    Holds::Breakdown,
    "members of dimensions, sector=A or sector=A;sex=F (encoded); empty for totals",
);
/// A span.
pub const SPAN: ApiParameter = parameter(
    "span",
    Holds::Words(&["period", "ytd", "rolling12"]),
    "what part of time a figure covers",
);
/// A release.
const RELEASE: ApiParameter = parameter(
    "release",
    Holds::Text,
    "identifier of a release; without it the one in force",
);
/// The language of texts.
pub const LANG: ApiParameter = parameter(
    "lang",
    Holds::Words(&["en", "vi"]),
    "language of texts for people; without it that of the Accept-Language header",
);
/// The form of the answer.
const FORMAT: ApiParameter = parameter(
    "format",
    Holds::Words(&["json", "csv"]),
    "form of the answer; without it that of the Accept header",
);

/// The parameter that chooses by a column of a published table; in the second place the table, where
/// it is so in one table alone.
const OF_COLUMNS: [(&str, &str, ApiParameter); 20] = [
    ("kpi", "", KPI),
    ("measure", "", MEASURE),
    (
        "study",
        "",
        parameter("study", Holds::Text, "identifier of a study"),
    ),
    (
        "outcome",
        "",
        parameter(
            "outcome",
            Holds::Text,
            "KPI or measure that a study explains",
        ),
    ),
    (
        "score",
        "correlations",
        parameter(
            "score",
            Holds::Text,
            "KPI or measure that a study explains it by",
        ),
    ),
    ("area_code", "", AREA),
    ("from_code", "area_relations", AREA),
    (
        "period",
        "correlations",
        parameter("period", Holds::Text, "outcome period: 2020, or 2017/2021"),
    ),
    ("period", "", PERIOD),
    ("period_from", "targets", PERIOD),
    ("boundary", "", BOUNDARY),
    ("area_level", "", LEVEL),
    ("level", "areas", LEVEL),
    ("breakdown", "", BREAKDOWN),
    ("span", "", SPAN),
    (
        "target_id",
        "",
        parameter("target", Holds::Text, "identifier of a target"),
    ),
    (
        "status",
        "",
        parameter("status", Holds::Words(STATUSES), "how settled a figure is"),
    ),
    (
        "verdict",
        "",
        parameter("verdict", Holds::Words(VERDICTS), "what a KPI came to"),
    ),
    (
        "valid_from",
        "areas",
        parameter("on", Holds::Day, "day on which an area exists"),
    ),
    (
        "known_from",
        "",
        parameter(
            "since",
            Holds::Moment,
            "what became known from this day of the project's zone, or this RFC 3339 time, on",
        ),
    ),
];

/// A level of areas.
const LEVEL: ApiParameter = parameter("level", Holds::Text, "level of areas");

/// Words of statuses.
const STATUSES: &[&str] = &[
    Status::Estimate.as_str(),
    Status::Preliminary.as_str(),
    Status::Final.as_str(),
];

/// Words of verdicts.
pub const VERDICTS: &[&str] = &[
    Verdict::Met.as_str(),
    Verdict::NotMet.as_str(),
    Verdict::OnTrack.as_str(),
    Verdict::OffTrack.as_str(),
    Verdict::NotDue.as_str(),
    Verdict::NoTarget.as_str(),
    Verdict::NotAssessable.as_str(),
];

/// The column of a table that a parameter chooses by.
pub fn column_of(table: &str, name: &str) -> Option<&'static str> {
    let of = |(_, only, known): &&(&str, &str, ApiParameter)| {
        known.name == name && (only.is_empty() || *only == table)
    };
    // What is so in one table alone goes before what is so in all.
    let mut found: Vec<_> = OF_COLUMNS.iter().filter(of).collect();
    found.sort_by_key(|(_, only, _)| only.is_empty());
    found.first().map(|(column, ..)| *column)
}

/// The parameter that chooses by a column of a table.
pub fn of_column(table: &str, column: &str) -> Option<ApiParameter> {
    let of = |(name, only, _): &&(&str, &str, ApiParameter)| {
        *name == column && (only.is_empty() || *only == table)
    };
    OF_COLUMNS.iter().find(of).map(|(.., found)| *found)
}

/// What a resource of a release takes.
pub const OF_RELEASES: [ApiParameter; 1] = [RELEASE];

/// What a resource of rows takes.
pub const OF_ROWS: [ApiParameter; 1] = [FORMAT];

/// What a resource takes whose rows come by the page.
pub const OF_PAGES: [ApiParameter; 2] = [
    parameter(
        "limit",
        Holds::Count(1, MOST_ROWS),
        "most rows of the answer; without it 1000",
    ),
    parameter(
        "cursor",
        Holds::Count(1, MOST_CURSOR),
        "where the page begins: take it from the link to the next page, which names the release too",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_means_something_else_in_one_table_is_that_there() {
        let holds = |table: &str, column: &str| of_column(table, column).map(|p| p.holds);
        assert_eq!(holds("correlations", "period"), Some(Holds::Text));
        assert_eq!(holds("scorecard", "period"), Some(Holds::Period));
        assert_eq!(holds("score_items", "score"), None);
        assert_eq!(column_of("areas", "level"), Some("level"));
        assert_eq!(column_of("scorecard", "level"), Some("area_level"));
    }
}
