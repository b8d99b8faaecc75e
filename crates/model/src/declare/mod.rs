//! What an office declares: datasets with their contracts, measures, inline tests. The checked
//! form; `config` makes it from TOML.

mod check;
mod contract;
mod dataset;
mod inline_test;
mod meaning;
mod measure;
mod number;
mod rate_unit;
mod shape;
mod source;

pub use check::{Allowed, Check, CheckAction, CheckRule};
pub use contract::{
    Attribute, AttributeType, Contract, Dimension, Mode, Modes, STANDARD_COLUMNS, ValueType,
};
pub use dataset::{CONFORM_VERSION, Dataset};
pub use inline_test::{Expect, InlineRows, InlineTest, TestTarget};
pub use meaning::Meaning;
pub use measure::{Break, Measure, MeasureSource, OverTime, Splice, TotalOver, WorkedOut};
pub use number::{Groups, Negative, NumberFormat, PercentSign};
pub use shape::{LeaveOut, NameOf, TableEnd, TableShape};
pub use source::{AreaAt, DropFolder, Origin, Source, UnitOf};
