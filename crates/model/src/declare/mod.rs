//! What an office declares: datasets with their contracts, measures, inline tests. The checked
//! form; `config` makes it from TOML.

mod check;
mod contract;
mod dataset;
mod definition_break;
mod inline_test;
mod meaning;
mod measure;
mod number;
mod over_time;
mod rate_unit;
mod records;
mod sampling_error;
mod shape;
mod source;
mod total_over;

pub use check::{Allowed, Check, CheckAction, CheckRule};
pub use contract::{
    Attribute, AttributeType, Contract, Dimension, Mode, Modes, STANDARD_COLUMNS, ToDateSince,
    ValueType,
};
pub use dataset::{CONFORM_VERSION, Dataset};
pub use definition_break::Break;
pub use inline_test::{Expect, InlineRows, InlineTest, TestTarget};
pub use meaning::Meaning;
pub use measure::{Measure, MeasureSource, Splice, WeightedBy, WorkedOut};
pub use number::{DigitGroups, Negative, NumberFormat, PercentSign};
pub use over_time::OverTime;
pub use records::{
    Delivers, Flow, RECORD_AREA, RecordColumn, RecordLayout, RecordType, STATED_PERIOD,
};
pub use sampling_error::{ConfidenceLevel, SamplingError};
pub use shape::{LeaveOut, TableEnd, TableShape};
pub use source::{AreaAt, DropFolder, Source, UnitOf};
pub use total_over::TotalOver;
