//! The end after a signal: in good order, or at once.

use crate::app::daemon::alerts::Level;
use crate::app::daemon::log;
use crate::app::daemon::state::Daemon;
use crate::error::RunError;
use std::sync::atomic::Ordering;

impl Daemon {
    /// Ends in good order: the run in hand stops between two pieces of work. A second signal does
    /// not wait for that.
    pub(super) async fn stop(&mut self, code: u8) -> u8 {
        self.stop.store(true, Ordering::Relaxed);
        let Some((started, mut handle)) = self.in_hand.take() else {
            self.log.say(Level::Info, "stops");
            return code;
        };
        self.log.say(
            Level::Info,
            &format!(
                "{}: stops at the next safe step",
                log::name(&started.pipeline, started.due_at)
            ),
        );
        tokio::select! {
            done = &mut handle => self.done(done.unwrap_or(Err(RunError::Internal("the thread of a \
                run ended by itself")))),
            _ = self.terminate.recv() => self.leave(code),
            _ = self.interrupt.recv() => self.leave(code),
        }
        self.log.say(Level::Info, "stops");
        code
    }

    /// Ends at once. What was being written is not seen by anyone until it is whole, and the next
    /// process takes the occurrence up.
    fn leave(&self, code: u8) -> ! {
        self.log.say(
            Level::Warning,
            "stops at once, in the middle of a run; the next process takes it up again",
        );
        std::process::exit(i32::from(code))
    }
}
