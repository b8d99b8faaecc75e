//! Which reading of a sentence is answered: the likeliest, as long as every other likely one that has
//! a figure says the same of the claim. Where they do not, the sentence is not clear.

use crate::app::api::check::figures::ClaimFigures;
use crate::app::api::check::judged::{ClaimResult, judged};
use crate::app::api::check::question::ClaimQuestion;
use crate::app::api::check::sentence::UnclearClaim;
use crate::app::api::check::subject::unclear;
use crate::app::api::problem::Problem;
use crate::app::api::viewed::ApiView;
use serde_json::{Value, json};

/// The reading to answer, of readings with the likeliest first.
///
/// # Errors
/// When there is none, or two that have a figure differ: with what each would have said.
pub fn agreed(
    view: &ApiView<'_>,
    mut readings: Vec<ClaimQuestion>,
) -> Result<ClaimQuestion, Problem> {
    let mut said: Vec<(&ClaimQuestion, &'static str)> = vec![];
    for reading in &readings {
        match result_of(view, reading)? {
            Some(result) => said.push((reading, result)),
            // What the claim is most likely of has no figure: that is the answer.
            None if said.is_empty() => break,
            None => {}
        }
    }
    let differ = said
        .iter()
        .any(|(_, result)| Some(result) != said.first().map(|(_, r)| r));
    if differ {
        let each = |(reading, result): &(&ClaimQuestion, &'static str)| {
            let word = reading.subject.word();
            json!({ word: reading.subject.id(), "result": result })
        };
        let all: Vec<Value> = said.iter().map(each).collect();
        return Err(unclear(view, UnclearClaim::Subject).with("candidates", json!(all)));
    }
    if readings.is_empty() {
        return Err(unclear(view, UnclearClaim::Subject));
    }
    Ok(readings.swap_remove(0))
}

/// What a claim is in a reading; nothing where the reading has no figure.
fn result_of(view: &ApiView<'_>, reading: &ClaimQuestion) -> Result<Option<&'static str>, Problem> {
    let figures = ClaimFigures::of(view, reading)?;
    Ok(match judged(reading, &figures) {
        Ok(ClaimResult::Unknown | ClaimResult::NotAssessable(_)) | Err(_) => None,
        Ok(result) => Some(result.as_str()),
    })
}
