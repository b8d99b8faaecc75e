//! The one place where the wall clock is read. Everything else is handed an instant, so that a
//! figure never depends on when it was computed.

use chrono::{DateTime, SubsecRound, Utc};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The instant now, to the microsecond: what tables can hold.
    fn now(&self) -> DateTime<Utc>;

    /// Time since some moment of its own; unlike [`Clock::now`] it never goes back.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, time: Duration);
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the seam that the rule points to"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn elapsed(&self) -> Duration {
        static BEGUN: OnceLock<Instant> = OnceLock::new();
        BEGUN.get_or_init(Instant::now).elapsed()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the seam that the rule points to"
    )]
    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Variable that makes a process take a fixed RFC 3339 instant for now, or with `@path` the one
/// that a file holds at the moment: a switch for tests.
pub const CLOCK_VARIABLE: &str = "CHISO_TEST_CLOCK";

/// The clock of the machine, unless [`CLOCK_VARIABLE`] holds an instant.
#[must_use]
pub fn clock_from_env() -> Box<dyn Clock> {
    let given = std::env::var(CLOCK_VARIABLE).unwrap_or_default();
    match (given.parse(), given.strip_prefix('@')) {
        (Ok(instant), _) => Box::new(FakeClock::new(instant)),
        (_, Some(path)) => Box::new(FileClock(PathBuf::from(path))),
        _ => Box::new(SystemClock),
    }
}

/// A clock that another process sets: the instant that a file holds. Replace the file by a rename.
#[derive(Debug)]
struct FileClock(PathBuf);

impl Clock for FileClock {
    fn now(&self) -> DateTime<Utc> {
        let given = std::fs::read_to_string(&self.0)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        given.unwrap_or_else(|| SystemClock.now())
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }

    fn sleep(&self, time: Duration) {
        SystemClock.sleep(time);
    }
}

/// A clock that stands still until it is set or someone sleeps, which takes no time.
#[derive(Debug)]
pub struct FakeClock(Mutex<(DateTime<Utc>, Duration)>);

impl FakeClock {
    /// A clock that stands at an instant.
    #[must_use]
    pub const fn new(now: DateTime<Utc>) -> FakeClock {
        FakeClock(Mutex::new((now, Duration::ZERO)))
    }

    /// Moves it to another instant, forwards or back.
    pub fn set(&self, now: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0 = now;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    fn sleep(&self, time: Duration) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 += time;
        state.1 += time;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fake_clock_moves_only_when_set() {
        let (first, second) = (
            "2026-11-22T21:56:28Z".parse().unwrap(),
            "2020-01-01T00:00:00Z".parse().unwrap(),
        );
        let clock = FakeClock::new(first);
        assert_eq!((clock.now(), clock.now()), (first, first));
        clock.set(second);
        assert_eq!(clock.now(), second);
    }

    #[test]
    fn a_sleep_moves_a_fake_clock_and_being_set_moves_no_elapsed_time() {
        let clock = FakeClock::new("2026-11-22T21:56:28Z".parse().unwrap());
        clock.sleep(Duration::from_millis(1500));
        assert_eq!(clock.now().to_rfc3339(), "2026-11-22T21:56:29.500+00:00");
        clock.set("2020-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(clock.elapsed(), Duration::from_millis(1500));
    }

    #[test]
    fn the_system_clock_fits_a_timestamp_column() {
        let now = SystemClock.now();
        assert_eq!(now.timestamp_subsec_nanos() % 1000, 0);
    }
}
