//! Mirror of `chiso.toml`.

use super::Bilingual;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// chiso.toml: what holds for the whole project.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chiso {
    /// Name, time zone, boundaries and lake.
    pub project: Project,
    /// The area and period that `chiso run` shows when it ends.
    pub headline: Option<Headline>,
    /// Sizes beyond which chiso refuses the work.
    pub limits: Option<Limits>,
    /// What must be approved before it counts. Default: nothing.
    pub approval: Option<Approval>,
    /// The cluster that adds up records. Default: chiso does it.
    pub engine: Option<Engine>,
    /// The bucket that holds a copy of the lake, by the API of S3. Default: none.
    pub object_storage: Option<ObjectStorage>,
    /// What the site calls the levels of the register of areas, by their word there. Default: the word.
    #[serde(default)]
    pub levels: BTreeMap<String, Bilingual>,
    /// What the site calls the units of figures, by their word in the contract. Default: the word.
    #[serde(default)]
    pub units: BTreeMap<String, Bilingual>,
}

/// Name, time zone, boundaries and lake.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    /// Name of the project, in at least one language.
    pub title: Bilingual,
    /// IANA time zone of the office, such as `Asia/Ho_Chi_Minh`.
    pub timezone: String,
    /// Days whose administrative boundaries figures are published on, such as `2025-07-01`. The
    /// first is the default.
    #[schemars(length(min = 1))]
    pub boundaries: Vec<String>,
    /// Days of the week on which nobody has to work, as `saturday`. Default: `["saturday",
    /// "sunday"]`.
    #[schemars(extend("items" = super::words_list(&DAYS)))]
    pub weekend: Option<Vec<String>>,
    /// The fiscal year of the office, for `fiscal_year` and `fiscal_ytd` in `periods` of measures
    /// and records, and for labels such as `2024/25`. Default: none.
    pub fiscal_year: Option<super::FiscalYear>,
    /// Measure by which areas are alike in size: beside an area, the site shows those of its level that are
    /// next to it in this. Default: none.
    pub similar_by: Option<String>,
    /// Folder of the lake, relative to the project. Default: `lake`.
    pub lake: Option<String>,
}

/// The area and period that `chiso run` shows when it ends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headline {
    /// Area code, in quotes: `"01"`.
    pub area: String,
    /// Period, in quotes: `"2020"`, `"2020-Q3"` or `"2020-09"`.
    pub period: String,
}

/// Sizes beyond which chiso refuses the work.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    /// Largest file that is decoded, in bytes. Default: 2147483648 (2 GiB).
    #[schemars(range(min = 1))]
    pub max_file_bytes: Option<i64>,
    /// Most observations read from one delivery. Default: 100000000.
    #[schemars(range(min = 1))]
    pub max_observations: Option<i64>,
    /// Memory in MiB that the decoding of one delivery may take; formats other than plain CSV are
    /// decoded in a process of their own. Default: 4096.
    #[schemars(range(min = 16))]
    pub decode_memory_mib: Option<i64>,
    /// Processor time in seconds that the decoding of one delivery may take. Default: 120.
    #[schemars(range(min = 1))]
    pub decode_seconds: Option<i64>,
}

/// The cluster that adds up records.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Engine {
    /// Address of a server of Spark Connect, `sc://host:15002`; with `/;use_ssl=true` at its end,
    /// encrypted.
    pub spark: String,
    /// Where the server's workers find the folder of the lake, as in `s3a://bucket/lake` or
    /// `file:///mnt/lake`. Default: at the same path as here.
    pub lake: Option<String>,
    /// Where the token is kept that the server asks for. Default: it asks for none.
    pub token: Option<super::Password>,
    /// `embedded`: where the server gives no answer, chiso does the work and warns. Default: the run
    /// ends.
    #[schemars(extend("enum" = ["embedded"]))]
    pub fallback: Option<String>,
}

/// The bucket that holds a copy of the lake, by the API of S3.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectStorage {
    /// Name of the bucket, which must exist.
    pub bucket: String,
    /// Region that requests are signed for, as `ap-southeast-1`; what the storage asks for, where it has none of its own.
    pub region: String,
    /// Address of the storage, `https://host[:port]`. Default: that of Amazon in the region.
    pub endpoint: Option<String>,
    /// What all keys begin with, as `statistics/lake`. Default: nothing.
    pub prefix: Option<String>,
    /// Whether the bucket stands in the path, not in the name of the host. Default: true with an `endpoint`.
    pub path_style: Option<bool>,
    /// Where the access key is kept.
    pub access_key: super::Password,
    /// Where the secret key is kept.
    pub secret_key: super::Password,
    /// Where the token of a session is kept. Default: there is none.
    pub session_token: Option<super::Password>,
    /// PEM file with further certificate authorities, relative to the project. Default: those of the system.
    pub ca_file: Option<String>,
}

/// How many persons must approve what, and until when a release is held back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    /// Persons who must approve a release before it is put in force: 0, 1 or 2. Default: 0.
    #[schemars(range(min = 0, max = 2))]
    pub releases: Option<i64>,
    /// Persons who must approve a target before it binds. Default: 0.
    #[schemars(range(min = 0, max = 2))]
    pub targets: Option<i64>,
    /// Persons who must approve a correction before it is applied. Default: 0.
    #[schemars(range(min = 0, max = 2))]
    pub corrections: Option<i64>,
    /// Until when a release is held back: a local time as in `2026-12-05T08:00`, or so long after
    /// its approval, as in `36h`.
    pub embargo: Option<String>,
}

/// Days of the week by name.
pub(crate) const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
