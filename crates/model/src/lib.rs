//! The nouns of the program: what a figure, an area, a period, a target and a verdict are.
//!
//! Nothing here does input or output, knows a clock, or knows how tables are stored.

mod access;
mod api;
mod approval;
mod area;
mod arrival;
mod bilingual;
mod breakdown;
mod calendar;
mod comparable;
mod conversion;
mod correction;
mod currency;
mod day;
mod decimal;
mod declare;
mod deflation;
mod delivery;
mod derivation;
mod encoding;
mod expr;
mod figure;
mod finding;
mod format;
mod http;
mod interner;
mod keys;
pub mod kind;
mod kpi;
mod label;
mod layout;
mod lengths;
mod lookalike;
mod made;
mod magnitude;
pub mod manifest;
mod measure;
mod members;
mod multiple;
mod origin;
mod pace;
mod per_period;
mod period;
mod postgres;
pub mod published;
mod readable;
mod refused;
mod repair;
mod rubric;
mod series;
mod shared;
mod span;
mod stated_unit;
mod status;
mod study;
mod target;
mod template;
mod tidy;
mod timeline;
mod verdict;
mod writing;

pub use access::{SiteAccess, SitePerson, SiteRole};
pub use api::{
    Api, Choice, CkanResource, PxwebTable, PxwebVersion, SdmxQuery, SdmxVersion, WorldBankQuery,
};
pub use approval::{Act, Approval, Embargo, ReleaseRule, Subject};
pub use area::{
    AreaRegister, AreaUnit, FirstAndLast, Relation, RelationKind, UnitId, Unresolved, fold_name,
};
pub use arrival::{
    AreasDue, Arrival, ArrivalRule, ArrivalState, DueBy, FARTHEST_DAYS, Grace, RowsDue, Volume,
    below,
};
pub use bilingual::Bilingual;
pub use breakdown::{BREAKDOWN_SIGNS, Breakdown, declared_id, id_of_breakdown, is_asked};
pub use calendar::{Calendar, CalendarEffect, DayKind, FeastDays, Holiday};
pub use comparable::common;
pub use conversion::{Conversion, Rate};
pub use correction::{Correction, CorrectionAction, CorrectionStatus, RowMatch};
pub use currency::{Currency, change_in, unit_as_kept};
pub use day::{
    PUBLICATION_SLACK, UNDATED, day_of, end_of_day, first_instant_of, instant_of, known_since,
    parse_instant, start_of_day, wall_clock,
};
pub use decimal::{Dec, DecError, SCALE};
pub use declare::{
    Allowed, AreaAt, Attribute, AttributeType, Break, CONFORM_VERSION, Check, CheckAction,
    CheckRule, ConfidenceLevel, Contract, Dataset, Delivers, DigitGroups, Dimension, DropFolder,
    Expect, Flow, InlineRows, InlineTest, LeaveOut, Meaning, Measure, MeasureSource, Mode, Modes,
    Negative, NumberFormat, OverTime, PercentSign, RECORD_AREA, RecordColumn, RecordLayout,
    RecordType, STANDARD_COLUMNS, STATED_PERIOD, SamplingError, Source, Splice, TableEnd,
    TableShape, TestTarget, ToDateSince, TotalOver, UnitOf, ValueType, WeightedBy, WorkedOut,
};
pub use deflation::Deflation;
pub use delivery::{Accounting, DeliveryOutcome};
pub use derivation::{
    Above, Derivation, InputKey, Linking, MadeOf, MovingAverage, OfArea, RatioOf,
};
pub use encoding::Encoding;
pub use expr::{Aggregate, Column, Columns, ExprError, Function, Literal, Predicate};
pub use figure::Figure;
pub use finding::{Finding, Place, Severity, nearest};
pub use format::Format;
pub use http::{
    HttpBody, HttpLimits, HttpMethod, HttpProxy, HttpRetries, HttpSource, HttpValue, Paging,
    PagingKind, SecretFrom,
};
pub use interner::Interner;
pub use keys::{BoundaryKey, CellKey, DeliveryKey, MeasureSourceKey, MeasureValueKey, ValueKey};
pub use kind::{Better, KpiKind, ScoreUnit, shown_as, shown_in, unit_adds_up};
pub use kpi::{ContributedBy, Kpi, Outlier};
pub use label::{Dashed, Label, LabelError, PeriodStyle};
pub use layout::{Block, FixedColumn, Layout, letters};
pub use lengths::of_one_length;
pub use lookalike::{as_latin, as_seen, lookalike, marked, unseen};
pub use made::{DerivedFigure, Input, Making, Weighed};
pub use magnitude::magnitude;
pub use measure::{
    Cell, InYear, Item, MeasureValue, Operand, Piece, Ranked, Role, Sampling, Score, SurveyFigure,
};
pub use members::{Member, MemberList};
pub use multiple::multiple;
pub use origin::{NameOf, Origin, PeriodPart};
pub use pace::{Pace, PaceRule};
pub use per_period::PerPeriod;
pub use period::{Frequency, Period, PeriodError, days_since_epoch};
pub use postgres::{Lag, PostgresSource, WATERMARK, Watermark};
pub use readable::{no_formula, readable, readable_json};
pub use refused::{Refused, Stand};
pub use repair::{CELLS_JOINED, Repair, RepairAction};
pub use rubric::{Band, Criterion, Rubric, Scheme};
pub use series::{Series, Statement, StatementKey, Stretch, days, months};
pub use shared::{SharedIds, SharedText};
pub use span::{Span, SpanError};
pub use stated_unit::{StatedUnit, stated_units};
pub use status::{Covers, ObsStatus, PlanStage, Status, WordError};
pub use study::{
    Association, Design, Evidence, Inference, Interval, LeftOut, Method, Primary, Refusal,
    Regional, Remark, SETTLED, Significance, Study,
};
pub use target::{
    PLANS, PathRule, Requirement, Target, TargetOp, TargetOutcome, TargetPath, in_force,
    not_due_from,
};
pub use template::{Template, fits};
pub use tidy::tidy;
pub use timeline::Timeline;
pub use verdict::{Flag, Reason, Verdict, join};
pub use writing::{
    DayOf, Days, Era, FiscalYear, FormatError, Language, NamedBy, PeriodFormat, PeriodRead,
    PeriodWord, PeriodWriting, Slot, Unread, WhichDay, is_day, is_fiscal_label, month_names,
    written_period,
};
