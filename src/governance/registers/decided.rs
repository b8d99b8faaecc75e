//! Decisions of days to come: what nobody has decided yet does not judge.

use crate::governance::registers::register::Registers;
use crate::model::{Finding, Place};
use chrono::NaiveDate;

impl Registers {
    /// A fault for each target and correction in force that is decided after a day.
    #[must_use]
    pub fn decided_after(&self, day: NaiveDate) -> Vec<Finding> {
        let later = |decided: Option<NaiveDate>| decided.filter(|decided| *decided > day);
        let targets = self.targets.iter().zip(&self.target_places);
        let targets = targets.filter_map(|(target, place)| {
            Some(to_come(
                "target",
                &target.id,
                later(target.decided_on)?,
                place,
            ))
        });
        let corrections = self.corrections.values().flatten().filter_map(|c| {
            Some(to_come(
                "correction",
                &c.id,
                later(Some(c.decided_on))?,
                &c.place,
            ))
        });
        targets.chain(corrections).collect()
    }
}

fn to_come(what: &str, id: &str, decided: NaiveDate, place: &Place) -> Finding {
    let place = Place {
        col: "decided_on".to_owned(),
        ..place.clone()
    };
    let message = format!("{what} `{id}` is decided on {decided}, which is in the future");
    let hint = match what {
        "target" => {
            "add it once it is decided, or correct the day; what is decided and takes effect \
            later has `valid_from`"
        }
        _ => "add it once it is decided, or correct the day",
    };
    Finding::error("decided_in_future", place, message).hint(hint)
}
