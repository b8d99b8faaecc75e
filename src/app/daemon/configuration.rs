//! An edit of the configuration, taken over while the daemon serves.

use crate::app::daemon::alerts::Level;
use crate::app::daemon::state::{Daemon, one_line};
use crate::config;
use std::sync::Arc;

impl Daemon {
    /// Takes an edit of the configuration over, or says loudly why it cannot be used.
    pub(super) async fn reread(&mut self) {
        let (root, scheduler) = (self.root.clone(), Arc::clone(&self.scheduler));
        let in_use = self.project.config_hash.clone();
        let read = tokio::task::spawn_blocking(move || {
            let (project, _) = config::load(&root)?;
            // What somebody writes now is taken over when it is complete.
            let edited = project.config_hash != in_use && scheduler.settled(&project);
            Ok::<_, Vec<_>>((project, edited))
        });
        let read = read.await;
        let fault = match read {
            Ok(Ok((project, _))) if project.lake != self.project.lake => {
                Some("the lake has moved; start the program again to serve it".to_owned())
            }
            Ok(Ok((project, edited))) => {
                if edited {
                    self.project = Arc::new(project);
                    self.site.use_project(Arc::clone(&self.project));
                    self.log.say(
                        Level::Info,
                        "the configuration was edited and is in use now",
                    );
                }
                None
            }
            Ok(Err(faults)) => Some(faults.iter().map(one_line).collect::<Vec<_>>().join("; ")),
            Err(_) => Some("reading it panicked".to_owned()),
        };
        if self.shared.configured(fault.as_deref()) {
            let text = fault.map_or_else(
                || "the configuration is sound again".to_owned(),
                |fault| {
                    format!(
                        "the configuration was edited and CANNOT BE USED, the plan before goes on: \
                         {fault}"
                    )
                },
            );
            self.log.say(Level::OF_UNUSABLE_OR_AGAIN_USABLE, &text);
        }
    }
}
