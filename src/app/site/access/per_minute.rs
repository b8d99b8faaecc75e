//! How often each client did something within a minute: asked for a page, or sent a wrong token.

use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// Clients that are counted each by itself; those beyond count together, so that memory has a bound.
const MOST_CLIENTS: usize = 50_000;

/// Bits of an address of IPv6 that are a client's own network: it may take any address within.
const NETWORK: u128 = !0 << 64;

/// Counts by client. A minute begins with what a client does first.
#[derive(Debug, Default)]
pub struct PerMinute(Mutex<BTreeMap<IpAddr, (DateTime<Utc>, u32)>>);

impl PerMinute {
    /// Counts once more, unless that is more than a client may. Gives the seconds until it may again.
    pub fn count(&self, client: IpAddr, most: u32, now: DateTime<Utc>) -> Result<(), u64> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut client = network(client);
        if held.len() >= MOST_CLIENTS && !held.contains_key(&client) {
            held.retain(|_, (since, _)| left(*since, now) > 0);
            if held.len() >= MOST_CLIENTS {
                client = Ipv6Addr::UNSPECIFIED.into();
            }
        }
        let (since, count) = held.entry(client).or_insert((now, 0));
        if left(*since, now) == 0 {
            (*since, *count) = (now, 0);
        }
        if *count >= most {
            return Err(left(*since, now));
        }
        *count += 1;
        Ok(())
    }

    /// Whether a client has done something as often as it may.
    pub fn is_full(&self, client: IpAddr, most: u32, now: DateTime<Utc>) -> bool {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |(since, count): &(DateTime<Utc>, u32)| left(*since, now) > 0 && *count >= most;
        held.get(&network(client)).is_some_and(full)
    }
}

/// Seconds that are left of a minute, rounded up; none where it is over, or the clock was put back.
fn left(since: DateTime<Utc>, now: DateTime<Utc>) -> u64 {
    let left = Duration::minutes(1) - (now - since);
    if now < since || left <= Duration::zero() {
        return 0;
    }
    u64::try_from((left + Duration::seconds(1) - Duration::microseconds(1)).num_seconds())
        .unwrap_or(0)
}

/// The address that stands for a client.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(long) if !long.is_loopback() => {
            Ipv6Addr::from_bits(long.to_bits() & NETWORK).into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::milliseconds(milliseconds)
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_may_ask_so_often_within_a_minute_and_is_told_how_long_to_wait() {
        let all = PerMinute::default();
        let ask = |when| all.count(ip("192.0.2.1"), 2, at(when));
        assert_eq!((ask(0), ask(10_000)), (Ok(()), Ok(())));
        assert!(all.is_full(ip("192.0.2.1"), 2, at(10_000)));
        assert_eq!((ask(10_500), ask(59_999)), (Err(50), Err(1)));
        assert_eq!(all.count(ip("192.0.2.2"), 2, at(10_500)), Ok(()), "another");
        assert_eq!(
            (ask(60_000), ask(60_001), ask(60_002)),
            (Ok(()), Ok(()), Err(60))
        );
        // A clock that was put back shuts nobody out.
        assert_eq!(ask(0), Ok(()));
    }

    #[test]
    fn addresses_of_one_network_are_one_client() {
        let all = PerMinute::default();
        let ask = |client: &str| all.count(ip(client), 1, at(0)).is_ok();
        assert!(ask("2001:db8::1") && !ask("2001:db8::2:3") && ask("2001:db8:0:1::1"));
        assert!(ask("::ffff:192.0.2.1") && !ask("192.0.2.1") && ask("::1") && ask("127.0.0.1"));
    }

    #[test]
    fn more_clients_than_can_be_counted_share_what_is_left() {
        let all = PerMinute::default();
        let most = u32::try_from(MOST_CLIENTS).unwrap();
        for client in 0..most {
            let client = IpAddr::from((client + 1).to_be_bytes());
            assert!(all.count(client, 1, at(0)).is_ok());
        }
        assert!(all.count(ip("203.0.113.1"), 1, at(1)).is_ok());
        assert!(all.count(ip("203.0.113.2"), 1, at(1)).is_err());
        assert!(all.count(ip("203.0.113.2"), 1, at(60_000)).is_ok());
        assert!(all.0.lock().unwrap().len() < 3, "those of before are gone");
    }
}
