//! The checked plan: what the rest of the program works by. Every name in it resolves.

mod schedule;

pub use schedule::{Missed, Overlap, Retries, Schedule};

use chiso_model::{
    Approval, Bilingual, Correction, Dataset, FiscalYear, InlineTest, Kpi, Measure, Period,
    SecretFrom, Study,
};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A project as declared in its configuration files, checked.
#[derive(Clone, Debug)]
pub struct Project {
    /// Folder of `chiso.toml`, absolute.
    pub root: PathBuf,
    /// Name.
    pub title: Bilingual,
    /// Time zone of the office.
    pub timezone: Tz,
    /// Days of the week on which nobody has to work.
    pub weekend: Vec<Weekday>,
    /// The fiscal year of the office, where it has one.
    pub fiscal_year: Option<FiscalYear>,
    /// Boundaries to publish on; the first is the default. Never empty.
    pub boundaries: Vec<NaiveDate>,
    /// Measure by which areas are alike in size.
    pub similar_by: Option<String>,
    /// Folder of the lake, absolute.
    pub lake: PathBuf,
    /// Area code and period that a run shows when it ends.
    pub headline: Option<(String, Period)>,
    /// Sizes beyond which work is refused.
    pub limits: Limits,
    /// What must be approved before it counts.
    pub approval: Approval,
    /// The cluster that adds up records; `None` where this program does.
    pub engine: Option<Engine>,
    /// The bucket that holds a copy of the lake, if one does.
    pub object_storage: Option<ObjectStorage>,
    /// What people call levels of areas, by their word in the register.
    pub levels: BTreeMap<String, Bilingual>,
    /// What people call units of figures, by their word in the contract.
    pub units: BTreeMap<String, Bilingual>,
    /// The register of areas.
    pub areas: Register,
    /// The register of targets, if there is one.
    pub targets: Option<Register>,
    /// The register of holidays, if there is one.
    pub holidays: Option<Register>,
    /// Datasets of observations, by id.
    pub datasets: Vec<Dataset>,
    /// Corrections by dataset, as declared.
    pub corrections: BTreeMap<String, Vec<Correction>>,
    /// Pipelines, by id.
    pub pipelines: Vec<Pipeline>,
    /// Measures of all pipelines, as declared.
    pub measures: Vec<Measure>,
    /// KPIs of all pipelines, as declared.
    pub kpis: Vec<Kpi>,
    /// Studies of all pipelines, as declared.
    pub studies: Vec<Study>,
    /// Inline tests of all pipelines, as declared.
    pub tests: Vec<InlineTest>,
    /// The files this was read from, by path.
    pub files: Vec<ConfigFile>,
    /// SHA-256 of the paths and contents of all files, lower-case hex.
    pub config_hash: String,
    /// It is what a release was made from, not what is declared now: what was approved then counts,
    /// not what is approved now.
    pub past: bool,
}

impl Project {
    /// A dataset of observations by id.
    #[must_use]
    pub fn dataset(&self, id: &str) -> Option<&Dataset> {
        self.datasets.iter().find(|d| d.id == id)
    }

    /// The one fiscal calendar that the project declares: that of the office, else that of all
    /// sources that have any.
    #[must_use]
    pub fn fiscal_calendar(&self) -> Option<FiscalYear> {
        let sources = self.datasets.iter().flat_map(|d| &d.sources);
        let mut declared = sources.filter_map(|s| s.period.fiscal_year);
        self.fiscal_year.or_else(|| {
            let first = declared.next()?;
            declared.all(|other| other == first).then_some(first)
        })
    }

    /// The files of the configuration by their paths within the project, with the bytes read.
    pub fn paths(&self) -> impl Iterator<Item = (String, &[u8])> {
        let files = self.files.iter();
        files.map(|file| (file.path.clone(), file.bytes.as_slice()))
    }
}

/// Sizes beyond which work is refused rather than begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file that is decoded, in bytes.
    pub max_file_bytes: u64,
    /// Most observations read from one delivery.
    pub max_observations: u64,
    /// Memory in MiB that the decoding of one delivery may take.
    pub decode_memory_mib: u64,
    /// Processor time in seconds that the decoding of one delivery may take.
    pub decode_seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_file_bytes: 2 << 30,
            max_observations: 100_000_000,
            decode_memory_mib: 4096,
            decode_seconds: 120,
        }
    }
}

/// A cluster that adds up records, by Spark Connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// Host name or IP address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// The connection is encrypted.
    pub tls: bool,
    /// Where the token is that the server asks for.
    pub token: Option<SecretFrom>,
    /// Where its workers find the folder of the lake; `None` for the same path as here.
    pub lake: Option<String>,
    /// Without an answer this program does the work.
    pub fallback: bool,
}

/// The bucket that holds a copy of the lake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectStorage {
    /// `http` or `https`, host and perhaps a port.
    pub endpoint: String,
    /// Region that requests are signed for.
    pub region: String,
    /// Name of the bucket.
    pub bucket: String,
    /// What all keys begin with; may be empty.
    pub prefix: String,
    /// The bucket stands in the path.
    pub path_style: bool,
    /// Where the access key is.
    pub access_key: SecretFrom,
    /// Where the secret key is.
    pub secret_key: SecretFrom,
    /// Where the token of a session is.
    pub session_token: Option<SecretFrom>,
    /// Further certificate authorities, relative to the project.
    pub ca_file: Option<String>,
}

impl Engine {
    /// The same with the whole path of a file in a project.
    pub(crate) fn of(mut self, root: &Path) -> Engine {
        if let Some(SecretFrom::File(path)) = &mut self.token {
            *path = root.join(&path).to_string_lossy().into_owned();
        }
        self
    }
}

/// A register: areas (`areas.csv`, `relations.csv`), targets (`targets.csv`) or holidays
/// (`holidays.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// File stem of its TOML.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// What it holds and what to beware of.
    pub description: Bilingual,
    /// Licence, in words.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// Folder of its rows, absolute: `datasets/<id>`.
    pub dir: PathBuf,
    /// Maps of the areas, by first day; of a register of areas only.
    pub tiles: Vec<TileMap>,
}

/// A map of areas on a grid, each a tile of the same size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileMap {
    /// First day whose areas it shows, until the next map; `None` for always.
    pub valid_from: Option<NaiveDate>,
    /// The tiles, row by row.
    pub tiles: Vec<Tile>,
}

/// A tile of a map. The first one of an area stands for it, others for parts that lie apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Code of the area.
    pub area_code: String,
    /// Row, from the north.
    pub row: usize,
    /// Column, from the west.
    pub column: usize,
    /// What it is called on the map; the name of the area when none is given.
    pub label: Option<String>,
}

/// A pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// File stem of its TOML.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// When it runs by itself; `None` for by hand only.
    pub schedule: Option<Schedule>,
}

/// A configuration file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// Path relative to the project, with `/`.
    pub path: String,
    /// SHA-256 of its content, lower-case hex.
    pub sha256: String,
    /// Its content.
    pub bytes: Vec<u8>,
}
