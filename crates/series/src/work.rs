//! How much was done, counted in tests: a count is the same on every machine, and one for twice the
//! months that is more than about twice as large shows that something grows faster than they do.

use std::cell::Cell;

thread_local! {
    static DONE: Cell<usize> = const { Cell::new(0) };
}

/// Something was done.
pub fn done() {
    DONE.with(|done| done.set(done.get() + 1));
}

/// How much was done by some work of this thread.
pub fn of(work: impl FnOnce()) -> usize {
    DONE.with(|done| done.set(0));
    work();
    DONE.with(Cell::get)
}
