//! PxWeb, interfaces 1 and 2: the description of a table first, labels to codes by it, then as many
//! requests as the limits of the service want, each held against what was asked for.
//!
//! The cells of a request are the product of the values chosen. What is more than the service
//! allows is divided over the largest variable; a service that does not say what it allows is asked
//! for halves after it has refused.

use super::super::attempts::Data;
use super::super::inspect;
use super::super::request::{Ask, Expects};
use super::super::session::Session;
use super::super::trouble::Trouble;
use super::parts::{self, ResponseMeaning, Service};
use super::variables::{self, Chosen};
use super::{Brought, describe, said, some};
use crate::ingest::text::tidy;
use crate::model::{PxwebTable, PxwebVersion};
use crate::store::PageReceipt;
use serde_json::{Value, json};
use std::ops::Range;
use std::time::Duration;

/// Refusals with 403 that are taken for "too many cells" before one request has succeeded; then the
/// service refuses us.
const REFUSALS: u32 = 6;

/// What a service allows; 0 where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ServiceLimits {
    cells: u64,
    calls: u64,
    seconds: u64,
}

/// Fetches a table.
pub(super) fn fetch(
    session: &mut Session<'_>,
    declared: &Ask,
    table: &PxwebTable,
    room: u64,
) -> Result<Brought, Trouble> {
    let mut metadata = Vec::new();
    let requests = Requests::of(declared, table);
    let description =
        describe(session, &requests.description, room, &mut metadata).map_err(|trouble| {
            match trouble.status {
                400 | 404 | 410 => Trouble {
                    hint:
                        "look at `url` and `table`: the table may have been renamed or taken away"
                            .to_owned(),
                    ..trouble
                }
                .at(".api.table"),
                _ => trouble,
            }
        })?;
    let listed = match table.version {
        PxwebVersion::V1 => variables::of_v1(&description),
        PxwebVersion::V2 => variables::of_json_stat(&description),
    };
    let Some(listed) = listed else {
        let message = format!(
            "`{}` is not described as a table: `{}`",
            table.table,
            said(&description.to_string(), session.guard)
        );
        return Err(Trouble::new(
            "wrong_type",
            message,
            "look at `url` and `table`: they may lead to a folder of tables",
        )
        .at(".api.table"));
    };
    let chosen = variables::chosen(&listed, &table.select)?;
    let mut limits = limits(session, &requests.limits, room, &mut metadata)?;
    session.keep_to(declared, limits.calls, Duration::from_secs(limits.seconds));
    if table.max_cells > 0 && (limits.cells == 0 || table.max_cells < limits.cells) {
        limits.cells = table.max_cells;
    }
    let all: Part = chosen.iter().map(|c| 0..c.values.len()).collect();
    let parts = fitting(&all, limits.cells);
    let address = requests.data.shown(session.guard);
    let mut service = Pxweb {
        data: requests.data,
        table,
        chosen: &chosen,
        limits,
        refusals: 0,
        updated: None,
    };
    let pages = parts::all(session, &mut service, parts, room)?;
    Ok(Brought {
        address,
        pages,
        metadata,
    })
}

/// The three requests that lead to a table.
struct Requests {
    description: Ask,
    limits: Ask,
    data: Ask,
}

impl Requests {
    fn of(service: &Ask, table: &PxwebTable) -> Requests {
        match table.version {
            PxwebVersion::V1 => {
                let own = service.below(table.table.split('/'));
                let mut limits = service.clone();
                let query = service
                    .url
                    .query()
                    .map_or_else(|| "config".to_owned(), |query| format!("config&{query}"));
                limits.url.set_query(Some(&query));
                Requests {
                    description: own.clone(),
                    limits,
                    data: own,
                }
            }
            PxwebVersion::V2 => Requests {
                description: service
                    .below(["tables", &table.table, "metadata"])
                    .with("outputFormat", "json-stat2"),
                limits: service.below(["config"]),
                data: service
                    .below(["tables", &table.table, "data"])
                    .with("outputFormat", "json-stat2"),
            },
        }
    }
}

/// What the service says that it allows. One that does not answer this may answer everything else.
fn limits(
    session: &mut Session<'_>,
    ask: &Ask,
    room: u64,
    metadata: &mut Vec<PageReceipt>,
) -> Result<ServiceLimits, Trouble> {
    match describe(session, ask, room, metadata) {
        Ok(config) => Ok(limits_of(&config)),
        Err(trouble)
            if matches!(
                trouble.rule,
                "http_status" | "wrong_type" | "http_truncated" | "too_small"
            ) =>
        {
            Ok(ServiceLimits::default())
        }
        Err(trouble) => Err(trouble),
    }
}

fn limits_of(config: &Value) -> ServiceLimits {
    let number = |names: &[&str]| {
        names
            .iter()
            .filter_map(|n| config.get(*n)?.as_u64())
            .filter(|n| *n > 0)
            .min()
            .unwrap_or(0)
    };
    // Older services of interface 1 give the limit on cells as `maxValues`.
    ServiceLimits {
        cells: number(&["maxCells", "maxValues", "maxDataCells"]),
        calls: number(&["maxCalls", "maxCallsPerTimeWindow"]),
        seconds: number(&["timeWindow"]),
    }
}

/// For each variable chosen, which of its values.
type Part = Vec<Range<usize>>;

/// Cells of a part.
fn cells(part: &Part) -> u64 {
    part.iter()
        .map(|range| range.len() as u64)
        .fold(1, u64::saturating_mul)
}

/// The variable of which a part has most values; nothing when each has one.
fn largest(part: &Part) -> Option<usize> {
    (0..part.len())
        .filter(|at| part[*at].len() > 1)
        .max_by_key(|at| (part[*at].len(), std::cmp::Reverse(*at)))
}

/// A part with other values of one variable.
fn with(part: &Part, at: usize, range: Range<usize>) -> Part {
    let mut part = part.clone();
    part[at] = range;
    part
}

/// Parts of at most so many cells, divided over the largest variable, in the order of its values.
fn fitting(part: &Part, most: u64) -> Vec<Part> {
    let total = cells(part);
    let Some(at) = largest(part).filter(|_| most > 0 && total > most) else {
        return vec![part.clone()];
    };
    let range = part[at].clone();
    let others = total / range.len() as u64;
    let step = usize::try_from((most / others).max(1)).unwrap_or(usize::MAX);
    let pieces = range
        .clone()
        .step_by(step)
        .map(|from| with(part, at, from..from.saturating_add(step).min(range.end)));
    pieces.flat_map(|piece| fitting(&piece, most)).collect()
}

/// A table that is asked for in parts.
struct Pxweb<'t> {
    data: Ask,
    table: &'t PxwebTable,
    chosen: &'t [Chosen],
    limits: ServiceLimits,
    /// Answers 403 so far, until one request succeeds.
    refusals: u32,
    /// When the table was updated, by the first answer.
    updated: Option<String>,
}

impl Service for Pxweb<'_> {
    type Part = Part;

    fn ask(&self, part: &Part) -> Ask {
        let chosen = self.chosen.iter().zip(part).map(|(chosen, range)| {
            let codes: Vec<&str> = chosen.values[range.clone()].iter().map(|(code, _)| code.as_str()).collect();
            match self.table.version {
                PxwebVersion::V1 => json!({ "code": chosen.code, "selection": { "filter": "item", "values": codes } }),
                PxwebVersion::V2 => json!({ "variableCode": chosen.code, "valueCodes": codes }),
            }
        });
        let chosen: Vec<Value> = chosen.collect();
        let body = match self.table.version {
            PxwebVersion::V1 => {
                json!({ "query": chosen, "response": { "format": self.table.response } })
            }
            PxwebVersion::V2 => json!({ "selection": chosen }),
        };
        self.data.clone().expecting(Expects::Data).posting(&body)
    }

    fn judge(&mut self, part: &Part, answer: Result<&Data, Trouble>) -> ResponseMeaning {
        match answer {
            Err(trouble) => self.refused(part, trouble),
            Ok(data) => {
                match self.held_against(part, &inspect::json(&data.body).unwrap_or_default()) {
                    Ok(cells) => ResponseMeaning::Good(cells),
                    Err(trouble) => ResponseMeaning::Failed(trouble),
                }
            }
        }
    }

    fn halves(&self, part: &Part) -> Option<(Part, Part)> {
        let at = largest(part)?;
        let Range { start, end } = part[at].clone();
        let middle = start + (end - start) / 2;
        Some((with(part, at, start..middle), with(part, at, middle..end)))
    }
}

impl Pxweb<'_> {
    /// A service says "too many cells" by 413 or 403, and "not for you" by 403 as well.
    fn refused(&mut self, part: &Part, trouble: Trouble) -> ResponseMeaning {
        let allowed = self.limits.cells > 0 && cells(part) <= self.limits.cells;
        let too_large = trouble.status == 413
            || (trouble.status == 403 && !trouble.page && !allowed && self.refusals < REFUSALS);
        if too_large {
            self.refusals += 1;
            let message = format!(
                "{}; it was asked for {} cells",
                trouble.message,
                cells(part)
            );
            return ResponseMeaning::TooLarge(Trouble { message, ..trouble });
        }
        if matches!(trouble.status, 404 | 405) {
            let hint = "the service describes this table and does not give its figures: save the \
                answer by hand and declare it as `file`, or run later";
            return ResponseMeaning::Failed(Trouble {
                hint: hint.to_owned(),
                ..trouble
            });
        }
        ResponseMeaning::Failed(trouble)
    }

    /// The answer must have as many cells as were asked for, of the values that were asked for, of
    /// one state of the table.
    fn held_against(&mut self, part: &Part, answer: &Value) -> Result<u64, Trouble> {
        self.refusals = 0;
        let Some((sizes, dimensions, updated)) = cube(answer) else {
            return Err(Trouble::new(
                "wrong_type",
                "the answer is no JSON-stat dataset",
                "look at the table in a browser, and at `response`",
            ));
        };
        let (came, asked) = (
            sizes.iter().copied().fold(1, u64::saturating_mul),
            cells(part),
        );
        if came != asked {
            let rule = if came < asked {
                "paging_shortfall"
            } else {
                "paging_surplus"
            };
            let message = format!("{asked} cells were asked for, and {came} came");
            return Err(Trouble::new(
                rule,
                message,
                "run again; if it stays, tell the provider: nothing of the fetch was landed",
            ));
        }
        for (chosen, range) in self.chosen.iter().zip(part) {
            let Some(came) = dimensions.get(&chosen.code).and_then(variables::categories) else {
                continue;
            };
            for (code, label) in &chosen.values[range.clone()] {
                let (wanted, found) = (
                    tidy(label),
                    came.iter()
                        .find(|(c, _)| c == code)
                        .map(|(_, label)| tidy(label)),
                );
                // Some services write the code before the label in answers.
                if found
                    .as_ref()
                    .is_none_or(|found| !found.contains(wanted.as_ref()))
                {
                    let found =
                        found.map_or_else(|| "nothing".to_owned(), |found| format!("`{found}`"));
                    let message = format!(
                        "code `{code}` of `{}` is `{wanted}` in the description of the table and \
                            {found} in its figures",
                        chosen.code
                    );
                    return Err(Trouble::new(
                        "paging_changed",
                        message,
                        "the table changed while it was fetched: run again",
                    ));
                }
            }
        }
        match &self.updated {
            Some(before) if *before != updated => {
                let message = format!(
                    "the table was updated between two requests: {}",
                    some([before.as_str(), updated.as_str()])
                );
                Err(Trouble::new(
                    "paging_changed",
                    message,
                    "the table changed while it was fetched: run again",
                ))
            }
            _ => {
                self.updated = Some(updated);
                Ok(came)
            }
        }
    }
}

/// Sizes, dimensions and time of update of a JSON-stat dataset, 2.0 or 1.x.
fn cube(answer: &Value) -> Option<(Vec<u64>, &serde_json::Map<String, Value>, String)> {
    let dataset = answer.get("dataset").unwrap_or(answer);
    let dimensions = dataset.get("dimension")?.as_object()?;
    let sizes = dataset
        .get("size")
        .or_else(|| dimensions.get("size"))?
        .as_array()?;
    let size = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let sizes = sizes.iter().map(size).collect::<Option<Vec<u64>>>()?;
    Some((
        sizes,
        dimensions,
        dataset
            .get("updated")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_as_services_write_them() {
        let v1 = json!({ "maxValues": 100_000, "maxCells": 150_000, "maxCalls": 10, "timeWindow": 10, "CORS": true });
        assert_eq!(
            limits_of(&v1),
            ServiceLimits {
                cells: 100_000,
                calls: 10,
                seconds: 10
            }
        );
        let v2 = json!({ "apiVersion": "2.0.0", "maxDataCells": 10_000, "maxCallsPerTimeWindow": 30, "timeWindow": 10 });
        assert_eq!(
            limits_of(&v2),
            ServiceLimits {
                cells: 10_000,
                calls: 30,
                seconds: 10
            }
        );
        assert_eq!(limits_of(&json!([])), ServiceLimits::default());
    }

    #[test]
    fn a_table_is_divided_over_its_largest_variable() {
        // 63 provinces × 10 years × 2 kinds under 300 cells: 15 provinces at a time.
        let parts = fitting(&vec![0..63, 0..10, 0..2], 300);
        assert_eq!(
            parts.iter().map(|p| p[0].clone()).collect::<Vec<_>>(),
            [0..15, 15..30, 30..45, 45..60, 60..63]
        );
        assert!(parts.iter().all(|p| p[1..] == [0..10, 0..2]));
        assert_eq!(
            fitting(&vec![0..63, 0..10], 0),
            [vec![0..63, 0..10]],
            "no limit, no division"
        );
        // One province is too much already, so its years are divided too.
        assert_eq!(fitting(&vec![0..3, 0..2], 1).len(), 6);
    }

    proptest! {
        #[test]
        fn every_cell_is_asked_for_once_and_no_part_is_too_large(sizes in prop::collection::vec(1_usize..8, 1..5), most in 1_u64..60) {
            let parts = fitting(&sizes.iter().map(|n| 0..*n).collect(), most);
            let total: usize = sizes.iter().product();
            let mut seen = std::collections::BTreeSet::new();
            for part in &parts {
                prop_assert!(cells(part) <= most);
                let mut points: Vec<Vec<usize>> = vec![vec![]];
                for range in part {
                    points = points.iter().flat_map(|p| range.clone().map(move |i| [p.as_slice(), &[i]].concat())).collect();
                }
                for point in points {
                    prop_assert!(seen.insert(point), "asked for twice");
                }
            }
            prop_assert_eq!(seen.len(), total);
        }
    }
}
