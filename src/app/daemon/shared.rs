//! What the loop tells those who answer HTTP: when it last looked, whether it could decide, what it
//! is doing.

use crate::app::daemon::log::name;
use crate::app::daemon::metrics::Metrics;
use crate::env::Clock;
use crate::pipeline::schedule::{Started, Tick};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Without a look at the ledger for this long the reconciler counts as stuck.
const STUCK: Duration = Duration::seconds(30);

/// State that is written by the loop and read by those who answer.
pub struct Shared {
    clock: Arc<dyn Clock>,
    /// Counters and gauges.
    pub metrics: Metrics,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_tick: Option<DateTime<Utc>>,
    ledger: Option<String>,
    configuration: Option<String>,
    running: Option<(String, DateTime<Utc>)>,
    waiting: usize,
}

impl Shared {
    /// Nothing has happened yet.
    pub fn new(clock: Arc<dyn Clock>) -> Shared {
        Shared {
            clock,
            metrics: Metrics::new(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The loop looked at the ledger, or could not. Says whether that is news.
    pub fn ticked(&self, tick: &Tick, fault: Option<String>) -> bool {
        let now = self.clock.now();
        let mut state = self.state();
        state.last_tick = Some(now);
        if fault.is_none() {
            state.waiting = tick.open.iter().filter(|o| o.lease.is_none()).count();
        }
        self.metrics.ticked(now, fault.is_none());
        let news = state.ledger != fault;
        state.ledger = fault;
        news
    }

    /// Whether the configuration as it stands can be used, and if not, why. Says whether that is
    /// news.
    pub fn configured(&self, fault: Option<&str>) -> bool {
        let mut state = self.state();
        self.metrics.configured(fault.is_none());
        let news = state.configuration.as_deref() != fault;
        state.configuration = fault.map(str::to_owned);
        news
    }

    /// An attempt began, or none goes on.
    pub fn begun(&self, started: Option<&Started>) {
        self.state().running = started.map(|s| (name(&s.pipeline, s.due_at), s.started_at));
    }

    /// Status and body of `/healthz`.
    pub fn health(&self) -> (u16, Value) {
        let now = self.clock.now();
        let state = self.state();
        let stuck = state.last_tick.is_none_or(|t| now - t > STUCK);
        let status = match (&state.ledger, stuck) {
            (Some(_), _) => "ledger",
            (None, true) => "stuck",
            (None, false) => "ok",
        };
        let body = json!({
            "status": status,
            "now": now,
            "last_tick": state.last_tick,
            "ledger": state.ledger.as_deref().unwrap_or("ok"),
            "configuration": state.configuration.as_deref().unwrap_or("ok"),
            "running": state.running.as_ref().map(|(name, since)| json!({ "occurrence": name, "since": since })),
            "waiting": state.waiting,
            "version": crate::pipeline::BUILD,
        });
        (if status == "ok" { 200 } else { 503 }, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::FakeClock;

    #[test]
    fn a_loop_that_looks_no_more_and_a_ledger_that_cannot_be_written_are_unwell() {
        let clock = Arc::new(FakeClock::new("2026-05-04T08:00:00Z".parse().unwrap()));
        let shared = Shared::new(Arc::<FakeClock>::clone(&clock));
        assert_eq!(shared.health().0, 503, "nothing was looked at yet");
        assert!(
            !shared.ticked(&Tick::default(), None),
            "that all is well is no news"
        );
        clock.set("2026-05-04T08:00:30Z".parse().unwrap());
        assert_eq!(shared.health().0, 200);
        clock.set("2026-05-04T08:00:31Z".parse().unwrap());
        let (status, body) = shared.health();
        assert_eq!((status, &body["status"]), (503, &json!("stuck")));
        assert!(shared.ticked(&Tick::default(), Some("read-only".into())));
        assert!(
            !shared.ticked(&Tick::default(), Some("read-only".into())),
            "said once"
        );
        let (status, body) = shared.health();
        assert_eq!(
            (status, &body["status"], &body["ledger"]),
            (503, &json!("ledger"), &json!("read-only"))
        );
        assert!(shared.ticked(&Tick::default(), None));
        assert!(shared.configured(Some("broken")));
        assert_eq!(shared.health().0, 200, "the plan before goes on");
        assert!(
            !shared.configured(Some("broken")) && shared.configured(None),
            "said once, and so is its end"
        );
    }
}
