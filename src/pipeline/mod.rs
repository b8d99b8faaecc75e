//! The pipeline: what is missing or stale, fetched, conformed, loaded, evaluated and published,
//! once or on schedule.
//!
//! [`execute`] is the order of a run. Knows neither the terminal nor HTTP to users; `app` shows
//! what this returns.

mod all_areas;
mod arrivals;
pub(crate) mod conform;
pub(crate) mod conform_context;
pub(crate) mod deliveries;
mod drop_folders;
mod execute;
mod fetch;
mod inline_tests;
mod known_files;
pub(crate) mod load;
mod lost_deliveries;
pub(crate) mod manifest;
pub(crate) mod options;
pub(crate) mod other_deliveries;
pub(crate) mod package;
pub(crate) mod publication_dates;
mod repairs;
pub(crate) mod row_groups;
mod run_cache;
pub mod schedule;
mod source_checks;
mod source_content;
mod source_files;
mod world;

pub use all_areas::known_of_release;
pub use arrivals::arrivals;
pub use execute::{RunReport, run};
pub use inline_tests::{TestResult, run_tests};
pub use manifest::BUILD;
pub use options::{Occasion, RunOptions};
pub use package::{DICTIONARY_COLUMNS, Entry, dictionary};
pub use publication_dates::in_future;
pub use source_checks::source_faults;
pub use source_content::unsettled;
pub use world::{Environment, Progress, Silent};
