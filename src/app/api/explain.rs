//! How a verdict came about, as `chiso explain --format json` gives it.

use crate::app::api::named::{areas_meant, why_none};
use crate::app::api::problem::Problem;
use crate::app::api::viewed::ApiView;
use crate::app::cli::explained;
use crate::app::site::Answer;
use crate::model::id_of_breakdown;
use serde_json::json;

/// The explanations of a verdict, one for each target.
///
/// # Errors
/// When there is no such verdict, or the tables behind it cannot be read.
pub fn explain(view: &ApiView<'_>) -> Result<Answer, Problem> {
    let said = |name: &str| view.values.text(name).unwrap_or_default();
    let id = id_of_breakdown(said("kpi"), said("breakdown"));
    let id = id.unwrap_or_else(|| said("kpi").to_owned());
    let Some(period) = view.period()? else {
        return Ok(view.object(json!({ "rows": [] })));
    };
    areas_meant(view, "scorecard")?;
    let on = (view.boundary()?, view.lang);
    let asked = (id.as_str(), said("area"), period);
    let found = explained(view.project, view.release(), asked, on);
    let rows = match found {
        Ok(rows) => rows,
        Err(failure) => {
            // A name that means nothing is said as it is of the scorecard.
            why_none(view, "scorecard")?;
            return Err(Problem::of_failure(view.lang, &failure));
        }
    };
    Ok(view.object(json!({ "rows": rows })))
}
