//! The parts of a verdict that is put together from others, as `chiso explain` shows them: targets
//! of a list, criteria of a rubric.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::Row;
use crate::model::kind::Parts;
use crate::model::{AreaRegister, Dec, Item, KpiKind, Score, join};
use num_traits::ToPrimitive;
use serde_json::{Value, json};

/// One part in a line, with the KPI whose own explanation says more.
pub fn line(lang: Lang, item: &Item, kind: &KpiKind) -> String {
    let reasons: Vec<String> = item
        .reasons
        .iter()
        .map(|r| format!("{r}: {}", lang.reason(*r)))
        .collect();
    let reasons = if reasons.is_empty() {
        String::new()
    } else {
        format!(" ({})", reasons.join("; "))
    };
    let kpi = if item.kpi.is_empty() {
        String::new()
    } else {
        format!("  [{}{}]", item.kpi, value(lang, item, kind))
    };
    format!(
        "  {:<10} {}: {}{reasons}{kpi}",
        lang.say("composite-part"),
        item.title.get(lang.is_vi()),
        verdict_or_points(lang, item, kind)
    )
}

fn verdict_or_points(lang: Lang, item: &Item, kind: &KpiKind) -> String {
    if matches!(kind.parts(), Some(Parts::Targets(_))) {
        return item
            .verdict
            .map_or_else(String::new, |v| lang.verdict(v).to_owned());
    }
    let points = item.points.map_or_else(
        || lang.say("composite-no-points").to_owned(),
        |p| lang.digits(&p.to_string()),
    );
    let most = item
        .maximum
        .map_or_else(String::new, |m| lang.digits(&m.to_string()));
    say!(
        lang,
        "composite-points-of",
        points = points,
        most = most,
        field = item.field
    )
}

/// The value of a part, as its own KPI shows it.
fn value(lang: Lang, item: &Item, kind: &KpiKind) -> String {
    let value = item.value.as_ref().and_then(ToPrimitive::to_f64);
    value.map_or_else(String::new, |v| {
        let shown = kind
            .items()
            .iter()
            .find(|k| k.id == item.kpi)
            .map_or("score", |k| k.kind.shown_as());
        format!(" {}", lang.value(v, shown))
    })
}

/// One part as a row of these columns: its points, and why it has none.
pub fn row(areas: &AreaRegister, score: &Score, item: &Item, columns: &[&str]) -> Row {
    let mut row: Row = columns
        .iter()
        .map(|c| ((*c).to_owned(), Value::Null))
        .collect();
    let values = [
        ("kpi", json!(score.kpi)),
        ("area_code", json!(areas.unit(score.area).code)),
        ("boundary", json!(score.boundary.to_string())),
        ("period", json!(score.period.to_string())),
        ("verdict", json!(score.verdict.as_str())),
        ("role", json!("item")),
        ("measure", json!(item.kpi)),
        ("operand_period", json!(score.period.to_string())),
        ("used", json!(!item.no_occasion())),
        ("why", json!(join(&item.reasons))),
        ("value", json!(item.points.map(|p: Dec| p.to_string()))),
        (
            "unit",
            json!(
                score
                    .operands
                    .iter()
                    .find_map(|o| Some(o.found.as_ref()?.figure.unit.clone()))
            ),
        ),
        ("raw", json!(item.id)),
    ];
    row.extend(values.map(|(column, value)| (column.to_owned(), value)));
    row
}
