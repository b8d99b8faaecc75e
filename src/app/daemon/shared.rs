//! What the loop tells those who answer HTTP: when it last looked, whether it could decide, what it is doing.

use crate::app::daemon::log::name;
use crate::app::daemon::metrics::Metrics;
use crate::env::Clock;
use crate::run::schedule::{Started, Tick};
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
        Shared { clock, metrics: Metrics::new(), state: Mutex::default() }
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

    /// Whether the configuration as it stands can be used; gives the fault, or its end, when that is news.
    #[expect(clippy::option_option, reason = "no news, the news of a fault, and the news of its end")]
    pub fn configured(&self, fault: Option<String>) -> Option<Option<String>> {
        let mut state = self.state();
        self.metrics.configured(fault.is_none());
        let news = state.configuration != fault;
        state.configuration.clone_from(&fault);
        news.then_some(fault)
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
            "version": crate::run::BUILD,
        });
        (if status == "ok" { 200 } else { 503 }, body)
    }
}
