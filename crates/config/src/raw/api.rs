//! Mirror of `[source.http.api]`: a table of a service that chiso knows.

use super::words;
use chiso_model as model;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A service that chiso knows, and the table wanted of it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    /// Which service: `pxweb_v1`, `pxweb_v2`, `sdmx`, `ckan` or `worldbank`.
    #[schemars(extend("enum" = ["pxweb_v1", "pxweb_v2", "sdmx", "ckan", "worldbank"]))]
    pub kind: String,
    /// PxWeb: path of the table below `url`, as people write it (`Doanh nghiệp/V05.02.px`); version
    /// 2: its identifier.
    pub table: Option<String>,
    /// PxWeb: variable by its label or code → which of its values. A variable left out is summed
    /// over by the service, if it can.
    #[serde(default)]
    pub select: BTreeMap<String, Choice>,
    /// PxWeb: format asked for. Default: `json-stat2`; old installations know `json-stat` only.
    #[schemars(extend("enum" = ["json-stat2", "json-stat"]))]
    pub response: Option<String>,
    /// PxWeb: most cells of one request, if less than the service says.
    #[schemars(range(min = 1))]
    pub max_cells: Option<i64>,
    /// SDMX: version of the interface. Default: `2.1`.
    #[schemars(extend("enum" = words(model::SdmxVersion::ALL)))]
    pub version: Option<String>,
    /// SDMX: `ID`, `AGENCY,ID` or `AGENCY,ID,VERSION`; 3.0 wants all three.
    pub dataflow: Option<String>,
    /// SDMX: the series wanted, dimensions separated by `.`, as in `M.USD.EUR.SP00.A`. Default:
    /// all.
    pub key: Option<String>,
    /// SDMX and World Bank: first period, as in `2015`.
    pub start: Option<String>,
    /// SDMX and World Bank: last period. With both, an SDMX answer that is too large is asked for
    /// in parts.
    pub end: Option<String>,
    /// CKAN: name or id of the package.
    pub package: Option<String>,
    /// CKAN: name or id of the resource in the package.
    pub resource: Option<String>,
    /// CKAN: `true` takes the rows of the datastore, page by page. Default: the file of the
    /// resource.
    pub datastore: Option<bool>,
    /// World Bank: indicator, as in `NY.GDP.MKTP.CD`.
    pub indicator: Option<String>,
    /// World Bank: countries by ISO code, as in `["VNM", "THA"]`. Default: `["all"]`.
    pub countries: Option<Vec<String>>,
    /// CKAN datastore and World Bank: rows asked for per page. Default: 1000.
    #[schemars(range(min = 1))]
    pub size: Option<i64>,
}

/// Which values of a variable: one of these keys.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    /// `true` for every value.
    pub all: Option<bool>,
    /// Those with these labels, as the service shows them.
    pub labels: Option<Vec<String>>,
    /// Those with these codes; `pxweb_v2` only, where two values may have the same label.
    pub codes: Option<Vec<String>>,
    /// The first so many, in the order of the service.
    #[schemars(range(min = 1))]
    pub first: Option<i64>,
    /// The last so many, in the order of the service. When the service adds one, the
    /// oldest leaves and is withdrawn: `all` keeps the past.
    #[schemars(range(min = 1))]
    pub last: Option<i64>,
}
