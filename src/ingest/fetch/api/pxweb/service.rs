//! A table that is asked for in parts, each compared with what was asked for.

use super::super::super::attempts::Data;
use super::super::super::inspect;
use super::super::super::request::{Ask, Expects};
use super::super::super::trouble::Trouble;
use super::super::parts::{ResponseMeaning, Service};
use super::super::some;
use super::choice::Chosen;
use super::cube::PxwebCube;
use super::limits::ServiceLimits;
use super::part::{Part, cells, largest, with};
use crate::model::{PxwebTable, PxwebVersion};
use serde_json::{Value, json};
use std::ops::Range;

/// Refusals with 403 that are taken for "too many cells" before one request has succeeded; then the
/// service refuses us.
const REFUSALS: u32 = 6;

/// A table that is asked for in parts.
pub(super) struct Pxweb<'t> {
    data: Ask,
    table: &'t PxwebTable,
    chosen: &'t [Chosen],
    limits: ServiceLimits,
    /// Answers 403 so far, until one request succeeds.
    refusals: u32,
    /// When the table was updated, by the first answer.
    updated: Option<String>,
}

impl<'t> Pxweb<'t> {
    pub(super) fn new(
        data: Ask,
        table: &'t PxwebTable,
        chosen: &'t [Chosen],
        limits: ServiceLimits,
    ) -> Pxweb<'t> {
        Pxweb {
            data,
            table,
            chosen,
            limits,
            refusals: 0,
            updated: None,
        }
    }

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
    fn compare(&mut self, part: &Part, answer: &Value) -> Result<u64, Trouble> {
        self.refusals = 0;
        let Some(cube) = PxwebCube::of(answer) else {
            return Err(Trouble::new(
                "wrong_type",
                "the answer is no JSON-stat dataset",
                "look at the table in a browser, and at `response`",
            ));
        };
        let (came, asked) = (cube.cells(), cells(part));
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
            cube.has(&chosen.code, &chosen.values[range.clone()])
                .map_err(changed)?;
        }
        self.same_state(cube.updated)?;
        Ok(came)
    }

    /// All answers must be of one state of the table.
    fn same_state(&mut self, updated: String) -> Result<(), Trouble> {
        if let Some(before) = self.updated.as_ref().filter(|before| **before != updated) {
            return Err(changed(format!(
                "the table was updated between two requests: {}",
                some([before.as_str(), updated.as_str()])
            )));
        }
        self.updated = Some(updated);
        Ok(())
    }
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
            Ok(data) => match self.compare(part, &inspect::json(&data.body).unwrap_or_default()) {
                Ok(cells) => ResponseMeaning::Good(cells),
                Err(trouble) => ResponseMeaning::Failed(trouble),
            },
        }
    }

    fn halves(&self, part: &Part) -> Option<(Part, Part)> {
        let at = largest(part)?;
        let Range { start, end } = part[at].clone();
        let middle = start + (end - start) / 2;
        Some((with(part, at, start..middle), with(part, at, middle..end)))
    }
}

fn changed(message: String) -> Trouble {
    Trouble::new(
        "paging_changed",
        message,
        "the table changed while it was fetched: run again",
    )
}
