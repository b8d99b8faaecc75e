//! What there is under `/api/v1`, and which parameters each takes.

use crate::app::api::parameter::{
    AREA, ApiParameter, BOUNDARY, BREAKDOWN, Holds, KPI, LANG, MEASURE, OF_PAGES, OF_RELEASES,
    OF_ROWS, PERIOD, SPAN, VERDICTS, of_column, parameter,
};
use crate::model::published::{TableSpec, release_tables};

/// What is searched for.
const Q: ApiParameter = parameter("q", Holds::Text, "words of a name, with or without accents");

/// Where the API is.
pub const ROOT: &str = "/api/v1";

/// Something that the API answers with.
#[derive(Clone, Debug)]
pub enum Resource {
    /// What there is.
    Index,
    /// The description of the API.
    OpenApi,
    /// The releases that were in force.
    Releases,
    /// The rows of a published table.
    Table(TableSpec),
    /// How a verdict came about.
    Explain,
    /// Whether a claim is true.
    Check,
    /// KPIs, measures and areas by words of their names.
    Search,
}

impl Resource {
    /// Everything that there is.
    pub fn all() -> Vec<Resource> {
        let tables = release_tables().into_iter().map(Resource::Table);
        [Resource::Index, Resource::OpenApi, Resource::Releases]
            .into_iter()
            .chain(tables)
            .chain([Resource::Explain, Resource::Check, Resource::Search])
            .collect()
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Resource> {
        Resource::all().into_iter().find(|r| r.name() == name)
    }

    /// The last word of its address; none for the index.
    pub fn name(&self) -> &'static str {
        match self {
            Resource::Index => "",
            Resource::OpenApi => "openapi.json",
            Resource::Releases => "releases",
            Resource::Table(spec) => spec.name,
            Resource::Explain => "explain",
            Resource::Check => "check",
            Resource::Search => "search",
        }
    }

    /// Its address.
    pub fn path(&self) -> String {
        format!("{ROOT}/{}", self.name())
            .trim_end_matches('/')
            .to_owned()
    }

    /// What it is, in English.
    pub fn doc(&self) -> &'static str {
        match self {
            Resource::Index => "what there is under this address",
            Resource::OpenApi => "this API as an OpenAPI 3.1 document",
            Resource::Releases => {
                "the releases that were in force, the one in force first, and what became of each"
            }
            Resource::Table(spec) => spec.doc,
            Resource::Explain => {
                "how a verdict came about, down to the cells of the delivered files"
            }
            Resource::Check => "whether a claim about a KPI or a figure is true",
            Resource::Search => "KPIs, measures and areas by words of their names",
        }
    }

    /// Whether it is read from one release.
    pub fn is_of_a_release(&self) -> bool {
        !matches!(
            self,
            Resource::Index | Resource::OpenApi | Resource::Releases
        )
    }

    /// Whether it answers with rows, which may be had as CSV.
    pub fn has_rows(&self) -> bool {
        matches!(self, Resource::Table(_) | Resource::Releases)
    }

    /// The parameters that it takes.
    pub fn parameters(&self) -> Vec<ApiParameter> {
        let mut all = match self {
            Resource::Index | Resource::OpenApi | Resource::Releases => vec![],
            Resource::Table(spec) => {
                let columns = spec.columns.iter();
                columns
                    .filter_map(|column| of_column(spec.name, &column.name))
                    .collect()
            }
            Resource::Explain => vec![
                KPI.needed(),
                AREA.needed(),
                PERIOD.needed(),
                BREAKDOWN,
                BOUNDARY,
            ],
            Resource::Check => of_check().to_vec(),
            Resource::Search => vec![Q.needed()],
        };
        if self.is_of_a_release() {
            all.extend(OF_RELEASES);
        }
        if self.has_rows() {
            all.extend(OF_ROWS);
        }
        if matches!(self, Resource::Table(_)) {
            all.extend(OF_PAGES);
        }
        all.push(LANG);
        all
    }
}

/// The parameters of a claim: a sentence, or its parts.
fn of_check() -> [ApiParameter; 10] {
    [
        parameter(
            "claim",
            Holds::Text,
            "a sentence in Vietnamese or English that names a KPI, an area, a period and a number",
        ),
        KPI,
        MEASURE,
        AREA,
        PERIOD,
        parameter(
            "value",
            Holds::Text,
            "the number claimed, with its unit: 25.8 %, 26135, 279300 bn VND",
        ),
        parameter("verdict", Holds::Words(VERDICTS), "the verdict claimed"),
        SPAN,
        BREAKDOWN,
        BOUNDARY,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_resource_has_a_parameter_twice_and_every_address_is_of_one() {
        let all = Resource::all();
        let paths: BTreeSet<String> = all.iter().map(Resource::path).collect();
        assert_eq!(paths.len(), all.len());
        for resource in all {
            let parameters = resource.parameters();
            let names: BTreeSet<&str> = parameters.iter().map(|p| p.name).collect();
            assert_eq!(names.len(), parameters.len(), "{}", resource.path());
        }
    }

    #[test]
    fn the_scorecard_is_chosen_as_the_command_and_the_site_choose_it() {
        let all = Resource::all();
        let scorecard = all.iter().find(|r| r.name() == "scorecard").unwrap();
        let parameters = scorecard.parameters();
        let names: Vec<&str> = parameters.iter().map(|p| p.name).collect();
        for name in [
            "kpi",
            "area",
            "period",
            "level",
            "boundary",
            "status",
            "verdict",
            "breakdown",
        ] {
            assert!(names.contains(&name), "{name}");
        }
    }
}
