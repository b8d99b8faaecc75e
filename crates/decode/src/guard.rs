//! The one place where a panic of a library that reads damaged files becomes an error.
//!
//! Readers of workbooks and Parquet index into what a file claims; a damaged file can make them
//! panic (seen in the tests with flipped bytes). The panic is reported as damage of the file and
//! not printed. Nothing that was half read is kept.

use super::{Undecodable, fault};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether this thread is within a reader whose panics are expected.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader; its panic is damage of the file.
pub(super) fn guarded<T>(
    file: &str,
    run: impl FnOnce() -> Result<T, Undecodable>,
) -> Result<T, Undecodable> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    GUARDED.set(before);
    done.unwrap_or_else(|_| {
        let finding = fault(
            "unreadable",
            file,
            0,
            "the file is damaged: its parts do not fit together",
        );
        Err(Box::new(finding.hint(
            "fetch it again, or open it in its own program and save it again",
        )))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_damage_of_the_file() {
        let done: Result<(), _> = guarded("a.xls", || panic!("index out of bounds"));
        assert!(
            done.unwrap_err()
                .to_string()
                .starts_with("error[unreadable]: a.xls: the file is damaged")
        );
        assert_eq!(guarded("a.xls", || Ok(1)).unwrap(), 1);
    }
}
