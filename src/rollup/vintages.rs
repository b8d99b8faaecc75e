//! What replaces what. Deliveries of one place follow each other in the order of landing, whatever
//! dates their rows carry; the dates say what was known when, and the past is never rewritten.
//!
//! A delivery replaces the one before it from the same place as a whole. Its figures take effect on
//! their own dates as long as these advance. A figure whose date does not advance takes effect when
//! its delivery became known, and a figure that the delivery does not hold is withdrawn at that
//! moment. Rows of one delivery with one key and several dates are vintages.
//!
//! Example: a file says 100, then 90, then 100 again, always dated 1 March. As of March it says
//! 100, from the second landing 90, from the third 100.

use crate::rollup::row::{Row, Stream};
use chrono::{DateTime, Utc};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Where each delivery was read.
pub type Streams = BTreeMap<String, Stream>;

/// When each delivery became known and was landed: the latest of its rows.
pub type Known = BTreeMap<String, Since>;

/// When something became known, and when it was landed.
pub type Since = (DateTime<Utc>, DateTime<Utc>);

/// A delivery among those of its place.
#[derive(Clone, Debug)]
struct Landing {
    delivery: String,
    complete: bool,
    /// When the delivery as a whole became known: its latest date if that advances, else its
    /// landing.
    moment: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
}

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
        for (place, mut deliveries) in places.into_values().enumerate() {
            deliveries.sort_by_key(|(delivery, _, since)| (since.1, arrival(delivery), *delivery));
            let mut latest: Option<DateTime<Utc>> = None;
            let mut ordered = Vec::with_capacity(deliveries.len());
            for (at, (delivery, stream, (known_from, recorded_at))) in
                deliveries.into_iter().enumerate()
            {
                let moment = match latest {
                    Some(latest) if known_from <= latest => recorded_at.max(latest),
                    _ => known_from,
                };
                latest = Some(moment);
                landings.of.insert(delivery.to_owned(), (place, at));
                ordered.push(Landing {
                    delivery: delivery.to_owned(),
                    complete: stream.complete,
                    moment,
                    recorded_at,
                });
            }
            landings.places.push(ordered);
        }
        landings
    }

    /// Rows with the moments from which they count, and behind them those that say a figure was
    /// withdrawn. All rows of each key have to be there.
    #[must_use]
    pub fn resolve(&self, mut rows: Vec<Row>) -> Vec<Row> {
        let mut placed: Vec<(usize, usize, usize)> = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter_mut().enumerate() {
            if let Some((place, at)) = self.of.get(&row.delivery) {
                row.place = u32::try_from(*place).ok();
                placed.push((*place, *at, i));
            }
        }
        let order = |(p, at, i): &(usize, usize, usize), (q, bt, j): &(usize, usize, usize)| {
            let (a, b) = (&rows[*i], &rows[*j]);
            let by_key = p.cmp(q).then_with(|| a.key().cmp(&b.key()));
            by_key
                .then(at.cmp(bt))
                .then_with(|| a.known_from.cmp(&b.known_from))
                .then_with(|| a.row.cmp(&b.row))
                .then(i.cmp(j))
        };
        placed.sort_by(order);
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
}

/// How often the bytes of a delivery had come when it was landed: 1, or the number behind `r`.
fn arrival(delivery: &str) -> u32 {
    delivery
        .split_once('r')
        .and_then(|(_, n)| n.parse().ok())
        .unwrap_or(1)
}

/// What a row's dates come to.
enum Effect {
    From(DateTime<Utc>),
    Never,
}

/// What a place says of one key, as it changed.
struct Timeline<'a> {
    rows: &'a [Row],
    /// From when which row counts; none where the figure was withdrawn. In the order of time.
    stated: Vec<(DateTime<Utc>, Option<usize>)>,
    effects: &'a mut Vec<(usize, Effect)>,
    withdrawn: &'a mut Vec<Row>,
}

impl Timeline<'_> {
    fn follow(&mut self, landings: &[Landing], line: &[(usize, usize, usize)]) {
        for (at, landing) in landings.iter().enumerate() {
            let from = line.partition_point(|(_, bt, _)| bt.cmp(&at) == Ordering::Less);
            let to = line.partition_point(|(_, bt, _)| bt.cmp(&at) != Ordering::Greater);
            match line.get(from..to).and_then(<[_]>::split_last) {
                Some(((_, _, last), earlier)) => {
                    for (_, _, i) in earlier {
                        self.past(*i);
                    }
                    self.last(*last, landing);
                }
                None if landing.complete => self.withdraw(landing),
                None => {}
            }
        }
    }

    /// What was stated last for a moment: a row, or nothing where a figure was withdrawn.
    fn says_at(&self, moment: DateTime<Utc>) -> Option<(DateTime<Utc>, Option<usize>)> {
        self.stated.iter().rfind(|(at, _)| *at == moment).copied()
    }

    /// Whether what was stated stays, because the row holds a figure back.
    fn stays(&self, row: &Row) -> bool {
        row.held_back()
            && self
                .stated
                .last()
                .and_then(|(_, says)| *says)
                .is_some_and(|there| self.rows[there].value.is_some())
    }

    /// An earlier vintage of a delivery: counts from its own date, unless something else was stated
    /// for that date.
    fn past(&mut self, i: usize) {
        let row = &self.rows[i];
        if self.stays(row) {
            self.effects.push((i, Effect::Never));
            return;
        }
        match self.says_at(row.known_from) {
            Some((_, Some(there))) if self.rows[there].repeats(row) => {}
            Some(_) => self.effects.push((i, Effect::Never)),
            None => {
                let place = self.stated.partition_point(|(at, _)| *at < row.known_from);
                self.stated.insert(place, (row.known_from, Some(i)));
            }
        }
    }

    /// What a delivery says now.
    fn last(&mut self, i: usize, landing: &Landing) {
        let row = &self.rows[i];
        if self.stays(row) {
            self.effects.push((i, Effect::Never));
            return;
        }
        let Some((since, says)) = self.stated.last().copied() else {
            self.stated.push((row.known_from, Some(i)));
            return;
        };
        if row.known_from > since {
            self.stated.push((row.known_from, Some(i)));
        } else if says.is_some_and(|there| self.rows[there].repeats(row)) {
            // The same under an earlier date: it was known since it was first stated here.
            if row.known_from < since {
                self.effects.push((i, Effect::From(since)));
            }
        } else {
            let moment = landing.moment.max(since);
            self.effects.push((i, Effect::From(moment)));
            self.stated.push((moment, Some(i)));
        }
    }

    fn withdraw(&mut self, landing: &Landing) {
        let Some((since, Some(there))) = self.stated.last().copied() else {
            return;
        };
        let known_from = landing.moment.max(since);
        let row = self.rows[there].clone();
        let (recorded_at, delivery) = (landing.recorded_at, landing.delivery.clone());
        self.withdrawn.push(Row {
            value: None,
            withdrawn: true,
            known_from,
            recorded_at,
            delivery,
            ..row
        });
        self.stated.push((known_from, None));
    }
}
