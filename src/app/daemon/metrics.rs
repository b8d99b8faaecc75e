//! Counters and gauges in the text format of Prometheus. `docs/OPERATIONS.md` says what each means.
//!
//! Counters begin at zero with the process; what must outlast it is a gauge that is set again
//! from the ledger at the start.

use crate::app::daemon::labels::{OfDecision, OfOutcome, OfPipeline, OfSeverity, of};
use crate::config::Project;
use crate::model::{Finding, Severity};
use crate::pipeline::schedule::Attempt;
use crate::store::{AccountChange, Decision, Occurrence, RunOutcome, Settled};
use chrono::{DateTime, Duration, Utc};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;

/// Upper bounds of the classes of durations and lateness, in seconds: a second to a day.
const SECONDS: [f64; 11] = [
    1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0,
];

type Seconds = Family<OfPipeline, Histogram, fn() -> Histogram>;

/// Everything that is measured.
pub struct Metrics {
    registry: Registry,
    runs: Family<OfOutcome, Counter>,
    decisions: Family<OfDecision, Counter>,
    duration: Seconds,
    lateness: Seconds,
    last_success: Family<OfPipeline, Gauge>,
    failing: Family<OfPipeline, Gauge>,
    findings: Family<OfSeverity, Gauge>,
    pending: Family<OfPipeline, Gauge>,
    last_tick: Gauge,
    ledger: Gauge,
    configuration: Gauge,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Metrics {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut metrics = Metrics {
            registry: Registry::with_prefix("chiso"),
            runs: Family::default(),
            decisions: Family::default(),
            duration: Seconds::new_with_constructor(histogram),
            lateness: Seconds::new_with_constructor(histogram),
            last_success: Family::default(),
            failing: Family::default(),
            findings: Family::default(),
            pending: Family::default(),
            last_tick: Gauge::default(),
            ledger: Gauge::default(),
            configuration: Gauge::default(),
        };
        metrics.register_runs();
        metrics.register_pipelines();
        metrics.register_daemon();
        metrics
    }

    /// What is counted of attempts and due times.
    fn register_runs(&mut self) {
        let r = &mut self.registry;
        r.register(
            "runs",
            "Attempts of scheduled runs that ended, by outcome",
            self.runs.clone(),
        );
        r.register(
            "decisions",
            "Decisions about due times",
            self.decisions.clone(),
        );
        r.register_with_unit(
            "run_duration",
            "How long attempts took",
            Unit::Seconds,
            self.duration.clone(),
        );
        r.register_with_unit(
            "due_lateness",
            "How long after its due time an attempt began",
            Unit::Seconds,
            self.lateness.clone(),
        );
    }

    /// Where each pipeline stands.
    fn register_pipelines(&mut self) {
        let r = &mut self.registry;
        r.register_with_unit(
            "last_success_timestamp",
            "When the pipeline last ran to its end",
            Unit::Seconds,
            self.last_success.clone(),
        );
        r.register(
            "pipeline_failing",
            "1 when the last occurrence of the pipeline failed for good",
            self.failing.clone(),
        );
        r.register(
            "findings",
            "Findings of the last run of the pipeline, by severity",
            self.findings.clone(),
        );
        r.register(
            "occurrences_pending",
            "Due times that are not decided yet",
            self.pending.clone(),
        );
    }

    /// Whether the daemon itself is well.
    fn register_daemon(&mut self) {
        let r = &mut self.registry;
        r.register_with_unit(
            "last_tick_timestamp",
            "When the reconciler last looked at the ledger",
            Unit::Seconds,
            self.last_tick.clone(),
        );
        r.register(
            "ledger_writable",
            "1 when the ledger could be written at the last look",
            self.ledger.clone(),
        );
        r.register(
            "configuration_sound",
            "1 when the configuration as it stands can be used",
            self.configuration.clone(),
        );
    }

    /// The text.
    ///
    /// # Errors
    /// Never with a `String`; the format asks for it.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    /// What the ledger knows from before this process.
    pub fn remember(&self, successes: &[Occurrence], attempts: &[Occurrence]) {
        for o in successes {
            self.succeeded(&o.pipeline, o.decided_at.unwrap_or(o.due_at));
        }
        for o in attempts {
            self.failing
                .get_or_create(&of(&o.pipeline))
                .set(i64::from(o.decision == Some(Decision::Failed)));
        }
    }

    fn succeeded(&self, pipeline: &str, at: DateTime<Utc>) {
        self.last_success
            .get_or_create(&of(pipeline))
            .set(at.timestamp());
    }

    /// The reconciler looked.
    pub fn ticked(&self, now: DateTime<Utc>, ledger: bool) {
        self.last_tick.set(now.timestamp());
        self.ledger.set(i64::from(ledger));
    }

    /// The configuration was read.
    pub fn configured(&self, sound: bool) {
        self.configuration.set(i64::from(sound));
    }

    /// How many are open, zero included, so that a pipeline is seen before it ever ran.
    pub fn waiting(&self, project: &Project, open: &[Occurrence]) {
        for pipeline in project.pipelines.iter().filter(|p| p.schedule.is_some()) {
            let count = open.iter().filter(|o| o.pipeline == pipeline.id).count();
            self.pending
                .get_or_create(&of(&pipeline.id))
                .set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// Decisions that were taken without a run.
    pub fn decided(&self, steps: &[AccountChange]) {
        for step in steps {
            match step {
                AccountChange::Close {
                    pipeline, decision, ..
                } => {
                    self.decision(pipeline, *decision);
                    if *decision == Decision::Failed {
                        self.failing.get_or_create(&of(pipeline)).set(1);
                    }
                }
                AccountChange::Abort { pipeline, .. } => {
                    self.decision(pipeline, Decision::Aborted);
                    self.ended(pipeline, RunOutcome::Aborted);
                }
                AccountChange::Watch(_)
                | AccountChange::Unwatch { .. }
                | AccountChange::Expect { .. } => {}
            }
        }
    }

    fn decision(&self, pipeline: &str, decision: Decision) {
        let labels = OfDecision {
            pipeline: pipeline.to_owned(),
            decision: decision.as_str().to_owned(),
        };
        self.decisions.get_or_create(&labels).inc();
    }

    fn ended(&self, pipeline: &str, outcome: RunOutcome) {
        self.runs
            .get_or_create(&OfOutcome {
                pipeline: pipeline.to_owned(),
                outcome: outcome.as_str().to_owned(),
            })
            .inc();
    }

    /// An attempt ended.
    pub fn attempted(&self, attempt: &Attempt) {
        let (pipeline, started) = (attempt.started.pipeline.as_str(), &attempt.started);
        let outcome = match &attempt.settled {
            Settled::Closed(decision, outcome) => {
                self.decision(pipeline, *decision);
                self.pending.get_or_create(&of(pipeline)).dec();
                self.failing
                    .get_or_create(&of(pipeline))
                    .set(i64::from(*decision == Decision::Failed));
                if *decision == Decision::Ran {
                    self.succeeded(pipeline, attempt.finished_at);
                }
                *outcome
            }
            Settled::Retry(_, outcome) => {
                self.decision(pipeline, Decision::Retried);
                Some(*outcome)
            }
            // No attempt was made.
            Settled::Waits(_) => return self.decision(pipeline, Decision::Waited),
            Settled::Stopped => Some(RunOutcome::Aborted),
        };
        if let Some(outcome) = outcome {
            self.ended(pipeline, outcome);
        }
        self.duration
            .get_or_create(&of(pipeline))
            .observe(seconds(attempt.finished_at - started.started_at));
        self.lateness
            .get_or_create(&of(pipeline))
            .observe(seconds(started.started_at - started.due_at));
        if let Some(report) = &attempt.report {
            self.found(pipeline, &report.findings);
        }
    }

    /// How many findings of each severity a run had.
    fn found(&self, pipeline: &str, findings: &[Finding]) {
        for severity in [Severity::Warning, Severity::Error] {
            let count: u64 = findings
                .iter()
                .filter(|f| f.severity == severity)
                .map(|f| f.count)
                .sum();
            let labels = OfSeverity {
                pipeline: pipeline.to_owned(),
                severity: severity.as_str().to_owned(),
            };
            self.findings
                .get_or_create(&labels)
                .set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
}

fn seconds(length: Duration) -> f64 {
    length.to_std().unwrap_or_default().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_told_of() {
        let m = Metrics::new();
        // A family shows once something is counted.
        m.decision("p", Decision::Ran);
        m.ended("p", RunOutcome::Published);
        m.succeeded("p", DateTime::UNIX_EPOCH);
        for family in [&m.failing, &m.pending] {
            family.get_or_create(&of("p")).set(1);
        }
        for family in [&m.duration, &m.lateness] {
            family.get_or_create(&of("p")).observe(1.0);
        }
        m.findings
            .get_or_create(&OfSeverity {
                pipeline: "p".into(),
                severity: "error".into(),
            })
            .set(1);
        let text = m.text().unwrap();
        let told = include_str!("../../../docs/OPERATIONS.md");
        let types = text
            .lines()
            .filter_map(|l| l.strip_prefix("# TYPE "))
            .filter_map(|l| l.split_once(' '));
        let names: Vec<String> = types
            .map(|(name, kind)| {
                format!(
                    "| `{name}{}` |",
                    if kind == "counter" { "_total" } else { "" }
                )
            })
            .collect();
        assert_eq!(names.len(), 11, "{names:?}");
        for name in names {
            assert!(told.contains(&name), "docs/OPERATIONS.md lacks {name}");
        }
    }
}
