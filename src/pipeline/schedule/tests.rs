//! Weeks of schedules in seconds: the reconciler and a real ledger on a clock that jumps; only the
//! runs themselves are played.

use super::*;
use crate::config::{Cron, Missed, Overlap, Retries, Schedule};
use crate::env::Files;
use crate::governance::jobs::Jobs;
use crate::model::{Act, Subject};
use crate::store::{
    AccountChange, Decision, Lake, Ledger, NewDecision, Occurrence, RunOutcome, Settled,
};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn shown(due: &[DateTime<Utc>]) -> Vec<String> {
    due.iter()
        .map(|t| t.format("%dT%H:%M").to_string())
        .collect()
}

fn schedule(cron: &str, zone: &str) -> Schedule {
    Schedule {
        cron: Cron::parse(cron).unwrap(),
        timezone: zone.parse().unwrap(),
        missed: Missed::Last,
        max_lateness: std::time::Duration::from_hours(7 * 24),
        max_waiting: 24,
        overlap: Overlap::Skip,
        retries: Retries {
            attempts: 2,
            delay: std::time::Duration::from_mins(1),
            backoff: 3,
            longest: std::time::Duration::from_hours(24),
        },
    }
}

/// A lake with a ledger, one pipeline `p`, and a process that serves it.
struct World {
    _dir: tempfile::TempDir,
    lake: Lake,
    ledger: Ledger,
    schedule: Schedule,
    jobs: Jobs,
    me: Holder,
    now: DateTime<Utc>,
    in_hand: Option<(DateTime<Utc>, i64)>,
    /// Due times in the order in which their runs ended well.
    ran: Vec<DateTime<Utc>>,
}

impl World {
    fn new(schedule: Schedule, now: &str) -> World {
        // Thousands of transactions, each synced: memory is where they take seconds.
        let dir = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let ledger = Ledger::open(&lake).unwrap();
        let mut world = World {
            _dir: dir,
            lake,
            ledger,
            schedule,
            jobs: Jobs::default(),
            me: Holder::of(1, "here"),
            now: at(now),
            in_hand: None,
            ran: vec![],
        };
        world.tick();
        world
    }

    /// One look; gives the due time of what is to be begun, its lease taken.
    fn tick(&mut self) -> Option<DateTime<Utc>> {
        loop {
            let plan = [Planned {
                id: "p",
                schedule: &self.schedule,
            }];
            let account = Account {
                jobs: self.jobs.clone(),
                watches: self.ledger.watches().unwrap(),
                open: self.ledger.open_occurrences().unwrap(),
            };
            let round = reconcile(&plan, &account, self.now, &self.me, self.in_hand.is_some());
            self.ledger.apply(&round.steps, self.now).unwrap();
            if round.more {
                continue;
            }
            let (_, due_at) = round.start?;
            let token = self
                .ledger
                .lease("p", due_at, &self.me.text, self.now + LEASE)
                .unwrap()
                .unwrap();
            self.in_hand = Some((due_at, token));
            return Some(due_at);
        }
    }

    fn end(&mut self, how: &Settled) {
        let (due_at, token) = self.in_hand.take().unwrap();
        assert!(
            self.ledger
                .settle(("p", due_at, token), how, "played", self.now)
                .unwrap()
        );
        if matches!(how, Settled::Closed(Decision::Ran, _)) {
            self.ran.push(due_at);
        }
    }

    /// Works off everything that can be done now.
    fn work(&mut self) {
        while self.tick().is_some() {
            self.end(&Settled::Closed(Decision::Ran, Some(RunOutcome::Unchanged)));
        }
    }

    /// Ticks every `step` until an instant.
    fn until(&mut self, end: &str, step: Duration) {
        while self.now < at(end) {
            self.now = (self.now + step).min(at(end));
            self.work();
        }
    }

    /// The process is killed and another one serves the lake.
    fn killed(&mut self, machine: &str) {
        self.in_hand = None;
        self.me = Holder::of(2, machine);
    }

    fn decided(&self) -> Vec<(String, Decision)> {
        let name = |o: &Occurrence| o.due_at.format("%dT%H:%M").to_string();
        self.ledger
            .occurrences()
            .unwrap()
            .iter()
            .filter_map(|o| Some((name(o), o.decision?)))
            .collect()
    }

    /// Every due time since the watch began is there once, and what is closed was closed by exactly
    /// one decision.
    fn assert_whole(&self) {
        let watch = self.ledger.watches().unwrap().remove(0);
        let cron = Cron::parse(&watch.cron).unwrap();
        let due = cron.between(
            watch.since,
            watch.until,
            watch.timezone.parse().unwrap(),
            usize::MAX,
        );
        let occurrences = self.ledger.occurrences().unwrap();
        assert_eq!(
            shown(&occurrences.iter().map(|o| o.due_at).collect::<Vec<_>>()),
            shown(&due)
        );
        let mut closing: BTreeMap<DateTime<Utc>, usize> = BTreeMap::new();
        for d in self.ledger.decisions().unwrap() {
            let closes = matches!(
                d.decision,
                Decision::Ran
                    | Decision::Missed
                    | Decision::SkippedOverlap
                    | Decision::Superseded
                    | Decision::Failed
            );
            *closing.entry(d.due_at).or_default() += usize::from(closes);
        }
        for o in &occurrences {
            assert_eq!(
                closing.get(&o.due_at).copied().unwrap_or(0),
                usize::from(o.decision.is_some()),
                "{}",
                o.due_at
            );
        }
    }
}

/// Every quarter of an hour of UTC from `first` to `last`.
fn quarters(first: &str, last: &str) -> Vec<DateTime<Utc>> {
    std::iter::successors(Some(at(first)), |t| Some(*t + Duration::minutes(15)))
        .take_while(|t| *t <= at(last))
        .collect()
}

#[test]
fn a_week_of_quarter_hours_over_both_changes_of_the_clock() {
    let every = "*/15 * * * *";
    // Berlin leaves out 02:00-02:59 on 2026-03-29: on the line of UTC no quarter is missing, and
    // the week has 167 hours.
    let mut march = World::new(schedule(every, "Europe/Berlin"), "2026-03-22T22:59:59Z");
    march.until("2026-03-29T21:59:59Z", Duration::minutes(5));
    assert_eq!(
        shown(&march.ran),
        shown(&quarters("2026-03-22T23:00:00Z", "2026-03-29T21:45:00Z"))
    );
    assert_eq!(march.ran.len(), 167 * 4);
    // Berlin has 02:00-02:59 twice on 2026-10-25: the second time, 01:00-01:59 UTC, is due no more;
    // the week has 169 hours.
    let mut october = World::new(schedule(every, "Europe/Berlin"), "2026-10-18T21:59:59Z");
    october.until("2026-10-25T22:59:59Z", Duration::minutes(5));
    let second = quarters("2026-10-25T01:00:00Z", "2026-10-25T01:45:00Z");
    let mut expected = quarters("2026-10-18T22:00:00Z", "2026-10-25T22:45:00Z");
    expected.retain(|t| !second.contains(t));
    assert_eq!(shown(&october.ran), shown(&expected));
    assert_eq!(october.ran.len(), 168 * 4);
    // Hà Nội changes no clock.
    let mut hanoi = World::new(schedule(every, "Asia/Ho_Chi_Minh"), "2026-03-22T16:59:59Z");
    hanoi.until("2026-03-29T16:59:59Z", Duration::minutes(5));
    assert_eq!(
        shown(&hanoi.ran),
        shown(&quarters("2026-03-22T17:00:00Z", "2026-03-29T16:45:00Z"))
    );
    for world in [march, october, hanoi] {
        world.assert_whole();
        assert!(world.decided().iter().all(|(_, d)| *d == Decision::Ran));
    }
}

/// Nobody is there from 08:10 to 12:20; due every hour.
fn away(change: impl Fn(&mut Schedule)) -> World {
    let mut rules = schedule("0 * * * *", "UTC");
    change(&mut rules);
    let mut world = World::new(rules, "2026-05-04T07:30:00Z");
    world.until("2026-05-04T08:10:00Z", Duration::minutes(1));
    world.now = at("2026-05-04T12:20:00Z");
    world.work();
    world.assert_whole();
    world
}

fn fates(world: &World) -> String {
    world
        .decided()
        .iter()
        .map(|(due, d)| format!("{due} {d}"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn missed_runs_are_made_up_for_as_the_pipeline_says() {
    let last = away(|_| {});
    assert_eq!(
        fates(&last),
        "04T08:00 ran, 04T09:00 superseded, 04T10:00 superseded, 04T11:00 superseded, 04T12:00 ran"
    );
    let all = away(|s| s.missed = Missed::All);
    assert_eq!(
        fates(&all),
        "04T08:00 ran, 04T09:00 ran, 04T10:00 ran, 04T11:00 ran, 04T12:00 ran"
    );
    assert_eq!(
        shown(&all.ran),
        ["04T08:00", "04T09:00", "04T10:00", "04T11:00", "04T12:00"],
        "the earliest first"
    );
    let none = away(|s| s.missed = Missed::None);
    assert_eq!(
        fates(&none),
        "04T08:00 ran, 04T09:00 missed, 04T10:00 missed, 04T11:00 missed, 04T12:00 missed"
    );
    let capped = away(|s| (s.missed, s.max_waiting) = (Missed::All, 2));
    assert_eq!(
        fates(&capped),
        "04T08:00 ran, 04T09:00 missed, 04T10:00 missed, 04T11:00 ran, 04T12:00 ran"
    );
    let near =
        away(|s| (s.missed, s.max_lateness) = (Missed::All, std::time::Duration::from_hours(2)));
    assert_eq!(
        fates(&near),
        "04T08:00 ran, 04T09:00 missed, 04T10:00 missed, 04T11:00 ran, 04T12:00 ran"
    );
}

#[test]
fn a_long_absence_is_taken_in_round_by_round() {
    let mut world = World::new(schedule("*/5 * * * *", "UTC"), "2026-01-01T00:00:30Z");
    world.now = at("2026-01-31T00:01:30Z");
    world.work();
    world.assert_whole();
    assert_eq!(world.ran, [at("2026-01-31T00:00:00Z")]);
    assert_eq!(world.decided().len(), 30 * 24 * 12);
}

#[test]
fn what_comes_due_while_a_run_goes_on_is_left_out_or_waits() {
    for (overlap, expected) in [
        (
            Overlap::Skip,
            "04T08:00 ran, 04T09:00 skipped_overlap, 04T10:00 skipped_overlap, 04T11:00 ran",
        ),
        (
            Overlap::Queue,
            "04T08:00 ran, 04T09:00 ran, 04T10:00 ran, 04T11:00 ran",
        ),
    ] {
        let mut world = World::new(
            Schedule {
                overlap,
                ..schedule("0 * * * *", "UTC")
            },
            "2026-05-04T07:30:00Z",
        );
        world.now = at("2026-05-04T08:00:01Z");
        assert_eq!(world.tick(), Some(at("2026-05-04T08:00:00Z")));
        for hour in ["2026-05-04T09:00:01Z", "2026-05-04T10:00:01Z"] {
            world.now = at(hour);
            let (due_at, token) = world.in_hand.unwrap();
            assert!(
                world
                    .ledger
                    .renew("p", due_at, token, world.now + LEASE)
                    .unwrap()
            );
            assert_eq!(world.tick(), None, "one at a time");
        }
        world.now = at("2026-05-04T10:30:00Z");
        world.end(&Settled::Closed(Decision::Ran, Some(RunOutcome::Published)));
        world.work();
        world.until("2026-05-04T11:00:30Z", Duration::seconds(30));
        assert_eq!(fates(&world), expected);
        world.assert_whole();
    }
}

#[test]
fn an_occurrence_whose_process_was_killed_is_taken_up_again_and_ends_once() {
    let mut world = World::new(schedule("0 * * * *", "UTC"), "2026-05-04T07:30:00Z");
    world.now = at("2026-05-04T08:00:01Z");
    world.tick();
    let lost = world.in_hand.unwrap();
    world.killed("here");
    world.now = at("2026-05-04T08:00:09Z");
    assert_eq!(
        world.tick(),
        Some(at("2026-05-04T08:00:00Z")),
        "on the same machine the lock proves it dead"
    );
    assert!(
        !world
            .ledger
            .settle(
                ("p", lost.0, lost.1),
                &Settled::Closed(Decision::Ran, None),
                "the dead",
                world.now
            )
            .unwrap()
    );
    world.end(&Settled::Closed(Decision::Ran, Some(RunOutcome::Published)));
    assert_eq!(fates(&world), "04T08:00 ran");
    assert_eq!(world.ledger.occurrences().unwrap()[0].aborts, 1);
    world.assert_whole();
}

#[test]
fn on_another_machine_only_the_end_of_the_lease_proves_a_holder_dead() {
    let mut world = World::new(schedule("0 * * * *", "UTC"), "2026-05-04T07:30:00Z");
    world.now = at("2026-05-04T08:00:01Z");
    world.tick();
    world.killed("elsewhere");
    world.now = at("2026-05-04T08:02:00Z");
    assert_eq!(world.tick(), None);
    world.now = at("2026-05-04T08:02:01Z");
    assert_eq!(world.tick(), Some(at("2026-05-04T08:00:00Z")));
}

#[test]
fn an_occurrence_that_kills_its_process_is_given_up() {
    let mut world = World::new(schedule("0 * * * *", "UTC"), "2026-05-04T07:30:00Z");
    world.now = at("2026-05-04T08:00:01Z");
    for _ in 0..=MOST_ABORTS {
        assert!(world.tick().is_some());
        world.killed("here");
    }
    assert_eq!(world.tick(), None);
    assert_eq!(fates(&world), "04T08:00 failed");
    world.assert_whole();
}

#[test]
fn a_failure_waits_longer_each_time_by_the_same_draw_everywhere() {
    let retries = schedule("0 * * * *", "UTC").retries;
    let due = at("2026-05-04T08:00:00Z");
    let delays: Vec<i64> = (1..=3)
        .map(|n| retry_delay(&retries, "p", due, n).num_milliseconds())
        .collect();
    for (delay, least) in delays.iter().zip([60_000, 180_000, 540_000]) {
        assert!((least..=least + least / 10).contains(delay), "{delays:?}");
    }
    assert_eq!(
        delays,
        (1..=3)
            .map(|n| retry_delay(&retries, "p", due, n).num_milliseconds())
            .collect::<Vec<_>>()
    );
    assert_ne!(
        retry_delay(&retries, "p", due, 1),
        retry_delay(&retries, "q", due, 1)
    );
    let longest = retry_delay(
        &Retries {
            backoff: 10,
            ..retries
        },
        "p",
        due,
        10,
    );
    assert!(
        longest <= Duration::hours(24) + Duration::minutes(145),
        "{longest}"
    );
}

#[test]
fn a_retry_comes_at_its_time_and_the_end_is_one_decision() {
    let mut world = World::new(schedule("0 * * * *", "UTC"), "2026-05-04T07:30:00Z");
    world.now = at("2026-05-04T08:00:01Z");
    world.tick();
    world.end(&Settled::Retry(
        at("2026-05-04T08:05:00Z"),
        RunOutcome::Failed,
    ));
    world.now = at("2026-05-04T08:04:59Z");
    assert_eq!(world.tick(), None);
    world.now = at("2026-05-04T08:05:00Z");
    assert!(world.tick().is_some());
    world.end(&Settled::Closed(Decision::Failed, Some(RunOutcome::Failed)));
    let recorded: Vec<Decision> = world
        .ledger
        .decisions()
        .unwrap()
        .iter()
        .map(|d| d.decision)
        .collect();
    assert_eq!(recorded, [Decision::Retried, Decision::Failed]);
    world.assert_whole();
}

#[test]
fn an_edited_expression_keeps_what_was_due_before_and_counts_from_now() {
    let mut world = World::new(schedule("0 * * * *", "UTC"), "2026-05-04T07:30:00Z");
    world.now = at("2026-05-04T09:30:00Z");
    world.schedule = schedule("*/10 * * * *", "UTC");
    world.work();
    assert_eq!(fates(&world), "04T08:00 superseded, 04T09:00 ran");
    world.until("2026-05-04T09:41:00Z", Duration::seconds(30));
    assert_eq!(shown(&world.ran), ["04T09:00", "04T09:40"]);
    let watch = world.ledger.watches().unwrap().remove(0);
    assert_eq!(
        (watch.cron.as_str(), watch.since),
        ("*/10 * * * *", at("2026-05-04T09:30:00Z"))
    );
}

#[test]
fn a_ledger_that_was_removed_asks_for_nothing_of_the_past() {
    let mut world = away(|_| {});
    std::fs::remove_file(world.lake.ledger_path()).unwrap();
    world.ledger = Ledger::open(&world.lake).unwrap();
    world.ran.clear();
    world.until("2026-05-04T14:00:30Z", Duration::seconds(30));
    assert_eq!(shown(&world.ran), ["04T13:00", "04T14:00"]);
}

#[test]
fn a_clock_that_goes_back_makes_nothing_due_twice() {
    let mut world = World::new(schedule("0 * * * *", "UTC"), "2026-05-04T07:30:00Z");
    world.until("2026-05-04T09:30:00Z", Duration::seconds(30));
    world.now = at("2026-05-04T07:45:00Z");
    world.until("2026-05-04T10:00:30Z", Duration::seconds(30));
    assert_eq!(shown(&world.ran), ["04T08:00", "04T09:00", "04T10:00"]);
    world.assert_whole();
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, ..proptest::prelude::ProptestConfig::default() })]

    /// Whatever happens to the process, each due time is there once and ends at most once.
    #[test]
    fn every_due_time_ends_once_whatever_happens(
        events in proptest::collection::vec((0u8..6, 1i64..90), 1..60), missed in 0u8..3, queue in proptest::bool::ANY,
    ) {
        let missed = [Missed::All, Missed::Last, Missed::None][usize::from(missed)];
        let overlap = if queue { Overlap::Queue } else { Overlap::Skip };
        let rules = Schedule { missed, overlap, max_waiting: 3, max_lateness: std::time::Duration::from_hours(2), ..schedule("*/20 * * * *", "UTC") };
        let mut world = World::new(rules, "2026-05-04T07:30:00Z");
        for (event, minutes) in events {
            world.now += Duration::minutes(minutes);
            match event {
                0 => world.killed("here"),
                1 => world.killed("elsewhere"),
                2 => {}
                _ => {
                    if world.in_hand.is_none() {
                        world.tick();
                    }
                    if world.in_hand.is_some() {
                        let how = match event {
                            3 => Settled::Closed(Decision::Ran, Some(RunOutcome::Published)),
                            4 => Settled::Retry(world.now + Duration::minutes(7), RunOutcome::Failed),
                            _ => Settled::Waits(world.now + Duration::minutes(1)),
                        };
                        world.end(&how);
                    }
                }
            }
            if world.in_hand.is_none() { world.tick(); }
            world.assert_whole();
        }
        world.now += Duration::hours(3);
        world.killed("here");
        world.work();
        world.work();
        let open = world.ledger.open_occurrences().unwrap();
        proptest::prop_assert!(open.is_empty(), "{open:?}");
        world.assert_whole();
    }
}

#[test]
fn a_paused_pipeline_runs_only_when_somebody_asks_for_it_after_the_pause_began() {
    let mut world = World::new(schedule("*/15 * * * *", "UTC"), "2026-05-04T07:50:00Z");
    let minutes = Duration::minutes(1);
    world.until("2026-05-04T08:03:00Z", minutes);
    let said = |act, when: &str| NewDecision {
        subject: Subject::Pipeline,
        id: "p".into(),
        sha256: String::new(),
        act,
        by: "Oanh".into(),
        at: at(when),
        why: "rebuilt".into(),
    };
    let ask = |world: &mut World, when: &str| {
        let what = said(Act::Run, when);
        world.jobs.asked.insert(("p".into(), what.at), what);
        let due = AccountChange::Expect {
            pipeline: "p".into(),
            due_at: at(when),
            late: false,
        };
        world.ledger.apply(&[due], at(when)).unwrap();
    };
    ask(&mut world, "2026-05-04T08:04:00Z");
    let pause = said(Act::Pause, "2026-05-04T08:05:00Z");
    world.jobs.paused.insert("p".into(), pause);
    world.until("2026-05-04T08:16:00Z", minutes);
    ask(&mut world, "2026-05-04T08:16:00Z");
    world.until("2026-05-04T08:20:00Z", minutes);
    world.jobs.paused.clear();
    world.until("2026-05-04T08:31:00Z", minutes);
    let decided = world.decided();
    let decided: Vec<(&str, Decision)> = decided.iter().map(|(due, d)| (&due[3..], *d)).collect();
    assert_eq!(
        decided,
        [
            ("08:00", Decision::Ran),
            ("08:04", Decision::Missed),
            ("08:15", Decision::Missed),
            ("08:16", Decision::Ran),
            ("08:30", Decision::Ran),
        ]
    );
    let missed = world.ledger.decisions().unwrap();
    let missed = missed.iter().find(|d| d.decision == Decision::Missed);
    assert_eq!(missed.unwrap().reason, "Oanh paused it: rebuilt");
}
