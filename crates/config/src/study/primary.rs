//! The row of a study that counts, which must be among those it asks for.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Design, Finding, Method, Primary};
use std::fmt::Display;

/// What a study asks for: a row of each design, method and lag.
pub(super) struct StudyRows {
    pub designs: Vec<Design>,
    pub methods: Vec<Method>,
    pub lags: Vec<i32>,
}

/// What counts must be among what is asked for.
pub(super) fn primary(
    at: &ConfigNode<'_>,
    raw: &raw::Primary,
    asked: &StudyRows,
    faults: &mut Vec<Finding>,
) -> Option<Primary> {
    let (design_at, method_at) = (at.key("design"), at.key("method"));
    let design: Option<Design> = value::word(&design_at, &raw.design, faults);
    let method: Option<Method> = value::word(&method_at, &raw.method, faults);
    among(
        &design_at,
        design.as_ref(),
        &asked.designs,
        "designs",
        faults,
    );
    among(
        &method_at,
        method.as_ref(),
        &asked.methods,
        "methods",
        faults,
    );
    let wanted = raw.lag.unwrap_or(0);
    let lag = asked.lags.iter().copied().find(|l| i64::from(*l) == wanted);
    if lag.is_none() {
        let message = format!("{wanted} is not a lag of the study");
        faults.push(
            at.key("lag")
                .error(rule::BAD_VALUE, message)
                .hint(format!("its lags are {}", shown(&asked.lags))),
        );
    }
    Some(Primary {
        design: design?,
        method: method?,
        lag: lag?,
    })
}

fn among<T: PartialEq + Display>(
    at: &ConfigNode<'_>,
    chosen: Option<&T>,
    asked: &[T],
    what: &str,
    faults: &mut Vec<Finding>,
) {
    if let Some(chosen) = chosen.filter(|c| !asked.contains(c)) {
        let message = format!("`{chosen}` is not among the study's {what}");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint(format!("its {what} are {}", shown(asked))),
        );
    }
}

fn shown<T: Display>(all: &[T]) -> String {
    let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
    value::list(texts.iter().map(String::as_str))
}
