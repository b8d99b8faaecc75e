//! What is to be decided about every due time.

use crate::config::{Cron, Missed, Overlap};
use crate::governance::jobs::Jobs;
use crate::pipeline::options::DROP_FOLDERS;
use crate::pipeline::schedule::holder::Holder;
use crate::pipeline::schedule::reconcile::account::{Account, Planned, Round};
use crate::store::{AccountChange, Decision, Lease, Occurrence, Watch};
use chrono::{DateTime, Duration, Utc};

/// An occurrence seen later than this after its due time is late: nobody was there.
pub const ON_TIME: Duration = Duration::seconds(60);

/// Most due times of a pipeline that are taken in at once; the rest follow at once in further
/// rounds.
const ROUND: usize = 2_000;

/// How often an occurrence in which the process ended is taken up again, so that one that kills it
/// does not do so for ever.
pub const MOST_ABORTS: u32 = 3;

/// Decides. `busy`: this process is at work on an occurrence at this moment.
#[must_use]
pub fn reconcile(
    plan: &[Planned<'_>],
    account: &Account,
    now: DateTime<Utc>,
    me: &Holder,
    busy: bool,
) -> Round {
    let mut work = Work {
        now,
        jobs: &account.jobs,
        open: account.open.clone(),
        round: Round::default(),
    };
    work.release_lease(me, busy);
    for planned in plan {
        let watch = account.watches.iter().find(|w| w.pipeline == planned.id);
        work.pipeline(*planned, watch);
    }
    work.forget(plan, account);
    let taken = work.open.iter().any(|o| o.lease.is_some());
    if !busy && !taken && !work.round.more {
        let ready = work
            .open
            .iter()
            .filter(|o| o.not_before.is_none_or(|t| t <= now));
        work.round.start = ready
            .min_by_key(|o| (o.due_at, &o.pipeline))
            .map(|o| (o.pipeline.clone(), o.due_at));
    }
    work.round
}

struct Work<'a> {
    now: DateTime<Utc>,
    jobs: &'a Jobs,
    open: Vec<Occurrence>,
    round: Round,
}

impl Work<'_> {
    /// Opens again what someone worked on who is gone.
    fn release_lease(&mut self, me: &Holder, busy: bool) {
        let mut lost = Vec::new();
        for o in &mut self.open {
            let Some(reason) = o
                .lease
                .as_ref()
                .and_then(|lease| gone(lease, self.now, me, busy))
            else {
                continue;
            };
            o.lease = None;
            o.not_before = None;
            o.aborts += 1;
            lost.push((o.pipeline.clone(), o.due_at, reason, o.aborts));
        }
        for (pipeline, due_at, reason, aborts) in lost {
            self.round.steps.push(AccountChange::Abort {
                pipeline: pipeline.clone(),
                due_at,
                reason,
            });
            if aborts > MOST_ABORTS {
                self.close(
                    &pipeline,
                    due_at,
                    Decision::Failed,
                    format!("the process ended in it {aborts} times"),
                );
            }
        }
    }

    fn pipeline(&mut self, planned: Planned<'_>, watch: Option<&Watch>) {
        let (id, schedule, now) = (planned.id, planned.schedule, self.now);
        let expression = (schedule.cron.as_str(), schedule.timezone.name());
        let fresh = Watch {
            pipeline: id.to_owned(),
            cron: expression.0.to_owned(),
            timezone: expression.1.to_owned(),
            since: now,
            until: now,
        };
        let Some(watch) = watch else {
            self.round.steps.push(AccountChange::Watch(fresh));
            return;
        };
        // What was due under the expression before, up to now, stays due after an edit.
        let changed = (watch.cron.as_str(), watch.timezone.as_str()) != expression;
        let due = match (Cron::parse(&watch.cron), watch.timezone.parse()) {
            (Ok(cron), Ok(zone)) => cron.between(watch.until, now, zone, ROUND),
            _ => vec![],
        };
        let more = due.len() == ROUND;
        self.round.more |= more;
        match due.last() {
            Some(last) if more => self.round.steps.push(AccountChange::Watch(Watch {
                until: *last,
                ..watch.clone()
            })),
            _ if changed => self.round.steps.push(AccountChange::Watch(fresh)),
            Some(_) => self.round.steps.push(AccountChange::Watch(Watch {
                until: now,
                ..watch.clone()
            })),
            None => {}
        }
        for due_at in due {
            self.came(planned, due_at);
        }
        self.paused(planned);
        self.too_late(planned);
        self.too_many(planned);
    }

    /// A due time came.
    fn came(&mut self, planned: Planned<'_>, due_at: DateTime<Utc>) {
        let Planned { id, schedule } = planned;
        let late = self.now - due_at > ON_TIME;
        let going_on = self.of(id).any(|o| o.begun() || !o.late);
        self.round.steps.push(AccountChange::Expect {
            pipeline: id.to_owned(),
            due_at,
            late,
        });
        if schedule.missed == Missed::Last {
            let earlier: Vec<_> = self
                .of(id)
                .filter(|o| o.late && !o.begun())
                .map(|o| o.due_at)
                .collect();
            for earlier in earlier {
                self.close(
                    id,
                    earlier,
                    Decision::Superseded,
                    format!("the one due at {} makes up for it", due_at.format("%FT%TZ")),
                );
            }
        }
        self.open.push(Occurrence::new(id, due_at, late));
        if late && schedule.missed == Missed::None {
            self.close(
                id,
                due_at,
                Decision::Missed,
                "missed runs of this pipeline are not made up for".to_owned(),
            );
        } else if !late && schedule.overlap == Overlap::Skip && going_on {
            self.close(
                id,
                due_at,
                Decision::SkippedOverlap,
                "the one before still went on or waited".to_owned(),
            );
        }
    }

    /// A pipeline that is paused is not run, unless somebody asks for it after the pause began.
    fn paused(&mut self, Planned { id, .. }: Planned<'_>) {
        let jobs = self.jobs;
        let Some(pause) = jobs.paused.get(id) else {
            return;
        };
        let asked = |due_at| due_at > pause.at && jobs.was_asked(id, due_at);
        let left: Vec<_> = { self.of(id).filter(|o| o.lease.is_none()) }
            .map(|o| o.due_at)
            .filter(|due_at| !asked(*due_at))
            .collect();
        for due_at in left {
            let reason = format!("{} paused it: {}", pause.by, pause.why);
            self.close(id, due_at, Decision::Missed, reason);
        }
    }

    /// What has waited beyond the lateness allowed without ever being begun is not made up for any
    /// more.
    fn too_late(&mut self, Planned { id, schedule }: Planned<'_>) {
        let limit = Duration::from_std(schedule.max_lateness).unwrap_or(Duration::MAX);
        let over: Vec<_> = self
            .of(id)
            .filter(|o| !o.begun() && self.now - o.due_at > limit.max(ON_TIME))
            .map(|o| o.due_at)
            .collect();
        for due_at in over {
            self.close(
                id,
                due_at,
                Decision::Missed,
                format!(
                    "later than max_lateness = {} s",
                    schedule.max_lateness.as_secs()
                ),
            );
        }
    }

    /// The oldest of those that wait beyond the number allowed are left out.
    fn too_many(&mut self, Planned { id, schedule }: Planned<'_>) {
        let waiting: Vec<_> = self
            .of(id)
            .filter(|o| !o.begun())
            .map(|o| (o.due_at, o.late))
            .collect();
        let beyond = waiting
            .len()
            .saturating_sub(usize::try_from(schedule.max_waiting).unwrap_or(usize::MAX));
        for (due_at, late) in waiting.into_iter().take(beyond) {
            let decision = if late {
                Decision::Missed
            } else {
                Decision::SkippedOverlap
            };
            self.close(
                id,
                due_at,
                decision,
                format!("more than max_waiting = {} waited", schedule.max_waiting),
            );
        }
    }

    /// Pipelines that have no schedule any more.
    fn forget(&mut self, plan: &[Planned<'_>], account: &Account) {
        let gone = |id: &str| id != DROP_FOLDERS && plan.iter().all(|p| p.id != id);
        let left: Vec<_> = self
            .open
            .iter()
            .filter(|o| gone(&o.pipeline) && o.lease.is_none())
            .filter(|o| !self.jobs.was_asked(&o.pipeline, o.due_at))
            .map(|o| (o.pipeline.clone(), o.due_at))
            .collect();
        for (pipeline, due_at) in left {
            self.close(
                &pipeline,
                due_at,
                Decision::Missed,
                "the pipeline has no schedule any more".to_owned(),
            );
        }
        for watch in account.watches.iter().filter(|w| gone(&w.pipeline)) {
            self.round.steps.push(AccountChange::Unwatch {
                pipeline: watch.pipeline.clone(),
            });
        }
    }

    /// Open ones of a pipeline, by due time.
    fn of<'w>(&'w self, pipeline: &'w str) -> impl Iterator<Item = &'w Occurrence> {
        self.open.iter().filter(move |o| o.pipeline == pipeline)
    }

    fn close(&mut self, pipeline: &str, due_at: DateTime<Utc>, decision: Decision, reason: String) {
        self.open
            .retain(|o| !(o.pipeline == pipeline && o.due_at == due_at));
        self.round.steps.push(AccountChange::Close {
            pipeline: pipeline.to_owned(),
            due_at,
            decision,
            reason,
        });
    }
}

/// Why the holder of a lease is gone, if it is.
fn gone(lease: &Lease, now: DateTime<Utc>, me: &Holder, busy: bool) -> Option<String> {
    if lease.holder == me.text {
        return (!busy).then(|| "its process ended in it, or could not record its end".to_owned());
    }
    // This process alone serves the lake on this machine: any other holder here is dead.
    if me.same_machine(&lease.holder) {
        return Some(format!("{} ended in it", Holder::process(&lease.holder)));
    }
    (lease.expires_at <= now).then(|| {
        format!(
            "the lease of {} ended at {}",
            lease.holder,
            lease.expires_at.format("%FT%TZ")
        )
    })
}
