//! The rules a configuration can break, as the stable words that findings carry.

/// A file or folder that must exist does not.
pub(super) const MISSING_FILE: &str = "missing_file";
/// A file cannot be read, is too large or is not UTF-8.
pub(super) const UNREADABLE_FILE: &str = "unreadable_file";
/// The text is not TOML.
pub(super) const SYNTAX: &str = "toml_syntax";
/// A key that means nothing where it stands.
pub(super) const UNKNOWN_KEY: &str = "unknown_key";
/// A key that must be there is not.
pub(super) const MISSING_KEY: &str = "missing_key";
/// A value of another type than the key wants.
pub(super) const WRONG_TYPE: &str = "wrong_type";
/// A value of the right type that is outside what is allowed.
pub(super) const BAD_VALUE: &str = "bad_value";
/// A name of a dataset, column, measure or KPI that nothing has.
pub(super) const UNKNOWN_NAME: &str = "unknown_name";
/// The same identifier twice.
pub(super) const DUPLICATE: &str = "duplicate";
/// A text outside the grammar of `value` and `where`.
pub(super) const BAD_EXPRESSION: &str = "bad_expression";
/// A wish that this version does not grant.
pub(super) const NOT_SUPPORTED: &str = "not_supported";
/// Something declared that nothing uses.
pub(super) const UNUSED: &str = "unused";
/// A sum that would pass over a missing part in silence.
pub(super) const OPEN_SUM: &str = "open_sum";
/// A KPI whose declaration leaves it without a value for ever.
pub(super) const NEVER_A_VALUE: &str = "never_a_value";
/// Days of the month and of the week in one schedule, which are alternatives.
pub(super) const EITHER_DAY: &str = "either_day";
/// A day of every month that not every month has.
pub(super) const SHORT_MONTHS: &str = "short_months";
/// A secret that is sent without encryption.
pub(super) const INSECURE_SECRET: &str = "insecure_secret";
