//! Progress of long work: bars on a terminal, plain lines elsewhere, nothing when asked to be
//! quiet.

use crate::app::output::complain;
use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// Shows the stages of a run on standard error.
pub struct StageDisplay {
    bar: Option<Mutex<ProgressBar>>,
    quiet: bool,
}

impl StageDisplay {
    /// Bars when standard error is a terminal.
    #[must_use]
    pub fn new(quiet: bool) -> StageDisplay {
        let bar =
            (!quiet && std::io::stderr().is_terminal()).then(|| Mutex::new(ProgressBar::hidden()));
        StageDisplay { bar, quiet }
    }
}

impl Progress for StageDisplay {
    fn stage(&self, name: &str, steps: u64) {
        let Some(bar) = &self.bar else {
            if !self.quiet {
                complain(&format!("{name} …"));
            }
            return;
        };
        let style = ProgressStyle::with_template(
            "{spinner} {prefix:<12} [{bar:24}] {pos}/{len} {wide_msg}",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let next = ProgressBar::new(steps)
            .with_style(style)
            .with_prefix(name.to_owned());
        next.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut held) = bar.lock() {
            held.finish_and_clear();
            *held = next;
        }
    }

    fn step(&self, item: &str) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            bar.set_message(item.to_owned());
            bar.inc(1);
        }
    }

    fn done(&self) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            bar.finish_and_clear();
        }
    }
}
