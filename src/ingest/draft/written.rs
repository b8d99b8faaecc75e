//! The column of the periods where their labels do not say it by themselves.

use super::columns::Columns;
use super::guesses::WritingGuess;
use super::mixed;
use super::writing::{in_one_way, texts};

/// The column whose texts are periods in one of the ways that are tried; one that is named so
/// before others.
pub(super) fn column(columns: &Columns) -> Option<(usize, WritingGuess)> {
    let found = (0..columns.names.len())
        .filter(|at| columns.blanks(*at) == 0)
        .filter_map(|at| Some((at, of_column(columns, at)?)));
    found.max_by_key(|(at, _)| (columns.is_period(*at), std::cmp::Reverse(*at)))
}

fn of_column(columns: &Columns, at: usize) -> Option<WritingGuess> {
    let texts = texts(columns, at);
    if texts.is_empty() {
        return None;
    }
    let several = || mixed::of_several_formats(&texts);
    let found = in_one_way(&texts)
        .or_else(|| mixed::of_another_script(&texts))
        .or_else(|| columns.is_period(at).then(several).flatten())?;
    // Digits alone may be anything, unless their column says what they are.
    let digits = texts
        .iter()
        .all(|t| t.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    (!digits || columns.is_period(at)).then_some(found)
}
