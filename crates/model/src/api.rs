//! What an office declares about a table of a service that chiso knows: which table, and which part
//! of it.
//!
//! Values are chosen by their labels, as people read them. Codes are looked up in the service's own
//! description when it is asked: at some offices a code is a mere position, which names another
//! year after the next release.

use crate::words;
use std::collections::BTreeMap;

/// Which service answers, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Api {
    /// A table of PxWeb.
    Pxweb(PxwebTable),
    /// Data of an SDMX service.
    Sdmx(SdmxQuery),
    /// A file or table of a CKAN catalogue.
    Ckan(CkanResource),
    /// An indicator of the World Bank.
    WorldBank(WorldBankQuery),
}

/// Interface of PxWeb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PxwebVersion {
    /// `/api/v1`: a table is an address, its description a GET, its data a POST.
    V1,
    /// `/api/v2`: tables have identifiers, a description is a JSON-stat dataset without figures.
    V2,
}

/// A table of PxWeb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PxwebTable {
    /// Interface.
    pub version: PxwebVersion,
    /// Path of the table below the address of the service, as people write it; version 2: its
    /// identifier.
    pub table: String,
    /// Variable by its label or code → which of its values. A variable that is not named is left to
    /// the service, which sums over it.
    pub select: BTreeMap<String, Choice>,
    /// Name of the format asked for: `json-stat2`, or `json-stat` for old installations.
    pub response: String,
    /// Most cells of one request, if less than the service allows; 0 for what the service allows.
    pub max_cells: u64,
}

/// Which values of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Every value.
    All,
    /// Those with these labels.
    Labels(Vec<String>),
    /// Those with these codes; only where codes are names and not positions.
    Codes(Vec<String>),
    /// The first so many, in the order of the service.
    First(u64),
    /// The last so many, in the order of the service.
    Last(u64),
}

/// Version of the SDMX REST interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SdmxVersion {
    /// REST 1.x, of SDMX 2.1: `/data/ECB,EXR,1.0/M.USD?startPeriod=2020`.
    #[default]
    V2,
    /// REST 2.x, of SDMX 3.0: `/data/dataflow/ECB/EXR/1.0/M.USD?c[TIME_PERIOD]=ge:2020`.
    V3,
}
words!(SdmxVersion, "version of SDMX", { V2 => "2.1", V3 => "3.0" });

/// Data of an SDMX service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SdmxQuery {
    /// Interface.
    pub version: SdmxVersion,
    /// `ID`, `AGENCY,ID` or `AGENCY,ID,VERSION`; SDMX 3.0 wants all three.
    pub dataflow: String,
    /// Dimensions separated by `.`, alternatives by `+` (2.1) or `,` (3.0); empty for everything.
    pub key: String,
    /// First period, as in `2015` or `2015-Q1`; empty for no limit.
    pub start: String,
    /// Last period; empty for no limit.
    pub end: String,
}

/// A file or table of a CKAN catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CkanResource {
    /// Name or id of the package.
    pub package: String,
    /// Name or id of the resource in it.
    pub resource: String,
    /// Take its rows from the datastore, page by page, and not its file.
    pub datastore: bool,
    /// Rows asked for per page of the datastore.
    pub size: u64,
}

/// An indicator of the World Bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldBankQuery {
    /// Indicator, as in `NY.GDP.MKTP.CD`.
    pub indicator: String,
    /// Countries by ISO code; `all` for every country and group.
    pub countries: Vec<String>,
    /// First period, as in `2015`, `2015Q1` or `2015M01`; empty for no limit.
    pub start: String,
    /// Last period; empty for no limit.
    pub end: String,
    /// Rows asked for per page.
    pub size: u64,
}
