//! What was asked of each host, so that sources keep their distance to it.

use super::request::Ask;
use std::collections::BTreeMap;
use std::time::Duration;

/// What was asked of each host; shared by all sources of a run.
#[derive(Default)]
pub(super) struct RequestsByHost {
    hosts: BTreeMap<String, Host>,
}

impl RequestsByHost {
    /// The host of a request.
    pub(super) fn host(&mut self, ask: &Ask) -> &mut Host {
        self.hosts.entry(host_of(ask)).or_default()
    }

    /// How long a host counts requests, when it has said so.
    pub(super) fn window(&self, ask: &Ask) -> Option<Duration> {
        Some(self.hosts.get(&host_of(ask))?.most?.1)
    }
}

/// What was asked of a host, by the time of [`Clock::elapsed`](crate::env::Clock::elapsed).
#[derive(Default)]
pub(super) struct Host {
    /// When each request was sent.
    sent: Vec<Duration>,
    /// Most requests within a time, when the host has said so.
    most: Option<(usize, Duration)>,
}

impl Host {
    /// When it may be asked again.
    pub(super) fn next(&self, interval: Duration) -> Duration {
        let after_last = self.sent.last().map(|last| *last + interval);
        let within = |(most, window): (usize, Duration)| {
            self.sent
                .len()
                .checked_sub(most)
                .and_then(|at| self.sent.get(at))
                .map(|first| *first + window)
        };
        after_last
            .into_iter()
            .chain(self.most.and_then(within))
            .max()
            .unwrap_or_default()
    }

    /// A request is sent at this time.
    pub(super) fn sent(&mut self, at: Duration) {
        self.sent.push(at);
    }

    /// Keeps to a number of requests within a time from now on; to none when the number is 0.
    pub(super) fn keep_to(&mut self, most: u64, window: Duration) {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        self.most = (most > 0).then_some((most, window));
    }
}

fn host_of(ask: &Ask) -> String {
    format!(
        "{}:{}",
        ask.url.host_str().unwrap_or_default(),
        ask.url.port_or_known_default().unwrap_or_default()
    )
}
