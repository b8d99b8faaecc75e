//! One look at the ledger: takes in what came due and begins what is to be done.

use crate::app::daemon::alerts::Level;
use crate::app::daemon::log;
use crate::app::daemon::state::Daemon;
use crate::error::RunError;
use crate::pipeline::schedule::Tick;
use std::sync::Arc;

impl Daemon {
    /// Reads the configuration again, takes in what came due and begins what is to be done. Says
    /// whether an attempt was begun.
    pub(super) async fn tick(&mut self) -> bool {
        self.reread().await;
        let (scheduler, project) = (Arc::clone(&self.scheduler), Arc::clone(&self.project));
        let held = self.in_hand.as_ref().map(|(started, _)| started.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let kept = held
                .as_ref()
                .map_or(Ok(true), |started| scheduler.renew(started));
            kept.and_then(|kept| {
                scheduler
                    .tick(&project, held.is_some())
                    .map(|tick| (tick, kept))
            })
        });
        let looked = looked
            .await
            .unwrap_or(Err(RunError::Internal("the reconciler panicked")));
        match looked {
            Ok((tick, kept)) => {
                self.tell(&tick, kept);
                self.unwritten |= !tick.steps.is_empty();
                if self.in_hand.is_none() && self.unwritten {
                    self.write_ops().await;
                }
                tick.start.is_some_and(|started| self.begin(started))
            }
            Err(error) => {
                let fault = error.to_string();
                if self.shared.ticked(&Tick::default(), Some(fault.clone())) {
                    let text = format!("nothing can be decided: {fault}");
                    self.log.say(Level::OF_UNUSABLE_OR_AGAIN_USABLE, &text);
                }
                false
            }
        }
    }

    /// Says what was decided; `kept` whether the lease of the run in hand was.
    fn tell(&self, tick: &Tick, kept: bool) {
        if self.shared.ticked(tick, None) {
            let level = Level::OF_UNUSABLE_OR_AGAIN_USABLE;
            self.log.say(level, "the ledger can be written again");
        }
        if !kept {
            self.log.say(
                Level::Error,
                "the lease of the run in hand was lost; what it \
                says at its end will not be recorded",
            );
        }
        if let Some(release) = &tick.came {
            self.log.say(
                Level::Info,
                &format!("release {release} is approved, its embargo is over, and it is in force"),
            );
        }
        for line in log::of_steps(&tick.steps) {
            self.log.say(line.0, &line.1);
        }
        self.shared.metrics.decided(&tick.steps);
        self.shared.metrics.waiting(&self.project, &tick.open);
    }
}
