//! The deliveries of a table by place, and the rows of each key by delivery.

use crate::rollup::row::{Row, Stream};
use crate::rollup::vintages::timeline::{Effect, Landing, PlacedRow, Since, Timeline};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Where each delivery was read.
pub type Streams = BTreeMap<String, Stream>;

/// When each delivery became known and was landed: the latest of its rows.
pub type Known = BTreeMap<String, Since>;

/// A delivery, where it was read and when it became known.
type DatedDelivery<'a> = (&'a str, &'a Stream, Since);

/// The deliveries of a table by place, each place in the order of landing.
#[derive(Clone, Debug, Default)]
pub struct Landings {
    places: Vec<Vec<Landing>>,
    /// Place of each delivery and where it stands there.
    of: BTreeMap<String, (usize, usize)>,
}

impl Landings {
    /// From where deliveries were read and when they became known. Deliveries without rows say
    /// nothing and are left out.
    #[must_use]
    pub fn new(streams: &Streams, known: &Known) -> Landings {
        let mut places: BTreeMap<(&str, &str), Vec<DatedDelivery<'_>>> = BTreeMap::new();
        for (delivery, since) in known {
            if let Some(stream) = streams.get(delivery) {
                places
                    .entry((&stream.source_id, &stream.path))
                    .or_default()
                    .push((delivery, stream, *since));
            }
        }
        let mut landings = Landings::default();
        for (place, deliveries) in places.into_values().enumerate() {
            let ordered = in_order(deliveries);
            let of = ordered.iter().enumerate();
            landings
                .of
                .extend(of.map(|(at, landing)| (landing.delivery.clone(), (place, at))));
            landings.places.push(ordered);
        }
        landings
    }

    /// Rows with the moments from which they count, and behind them those that say a figure was
    /// withdrawn. All rows of each key have to be there.
    #[must_use]
    pub fn resolve(&self, mut rows: Vec<Row>) -> Vec<Row> {
        let placed = self.placed(&mut rows);
        let mut effects: Vec<(usize, Effect)> = Vec::new();
        let mut withdrawn = Vec::new();
        for line in placed.chunk_by(|a, b| a.0 == b.0 && rows[a.2].key() == rows[b.2].key()) {
            let Some(landings) = line.first().and_then(|(place, ..)| self.places.get(*place))
            else {
                continue;
            };
            // A place with one delivery, one row of the key: nothing to settle.
            if landings.len() > 1 || line.len() > 1 {
                let mut timeline = Timeline {
                    rows: &rows,
                    stated: Vec::new(),
                    effects: &mut effects,
                    withdrawn: &mut withdrawn,
                };
                timeline.follow(landings, line);
            }
        }
        for (i, effect) in effects {
            match effect {
                Effect::From(moment) => rows[i].known_from = moment,
                Effect::Never => rows[i].void = true,
            }
        }
        rows.extend(withdrawn);
        rows
    }

    /// Tells rows their places, and puts them in order of place, key and time.
    fn placed(&self, rows: &mut [Row]) -> Vec<PlacedRow> {
        let mut placed: Vec<PlacedRow> = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter_mut().enumerate() {
            if let Some((place, at)) = self.of.get(&row.delivery) {
                row.place = u32::try_from(*place).ok();
                placed.push((*place, *at, i));
            }
        }
        let order = |(p, at, i): &PlacedRow, (q, bt, j): &PlacedRow| {
            let (a, b) = (&rows[*i], &rows[*j]);
            let by_key = p.cmp(q).then_with(|| a.key().cmp(&b.key()));
            by_key
                .then(at.cmp(bt))
                .then_with(|| a.known_from.cmp(&b.known_from))
                .then_with(|| a.row.cmp(&b.row))
                .then(i.cmp(j))
        };
        placed.sort_by(order);
        placed
    }
}

/// The deliveries of a place in the order of landing, each with the moment since which it counts.
fn in_order(mut deliveries: Vec<DatedDelivery<'_>>) -> Vec<Landing> {
    deliveries.sort_by_key(|(delivery, _, since)| (since.1, arrival(delivery), *delivery));
    let mut latest: Option<DateTime<Utc>> = None;
    let mut ordered = Vec::with_capacity(deliveries.len());
    for (delivery, stream, (known_from, recorded_at)) in deliveries {
        let moment = match latest {
            Some(latest) if known_from <= latest => recorded_at.max(latest),
            _ => known_from,
        };
        latest = Some(moment);
        ordered.push(Landing {
            delivery: delivery.to_owned(),
            complete: stream.complete,
            moment,
            recorded_at,
        });
    }
    ordered
}

/// How often the bytes of a delivery had come when it was landed: 1, or the number behind `r`.
fn arrival(delivery: &str) -> u32 {
    delivery
        .split_once('r')
        .and_then(|(_, n)| n.parse().ok())
        .unwrap_or(1)
}
