//! The rows of a published table, chosen by its parameters, in the order of its key, by the page.
//!
//! The link to the next page names the release, so that no reader sees pages of two releases.

use crate::app::api::named::{areas_meant, units_meant, why_none};
use crate::app::api::parameter::{USUAL_ROWS, column_of};
use crate::app::api::problem::Problem;
use crate::app::api::rows::as_csv;
use crate::app::api::viewed::ApiView;
use crate::app::cli::{AsOf, columns_of, unreadable};
use crate::app::frames;
use crate::app::messages::say;
use crate::app::output::{Format, Row, plain};
use crate::app::site::Answer;
use crate::model::published::TableSpec;
use crate::model::{Breakdown, Period, start_of_day};
use crate::store::{page_of_rows, scan};
use axum::http::header;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::{DataType, Expr, LazyFrame, SortMultipleOptions, col, lit};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The rows that a request asks for.
///
/// # Errors
/// When a name means nothing in the release, or the table cannot be read.
pub fn table(view: &ApiView<'_>, spec: &TableSpec) -> Result<Answer, Problem> {
    let (limit, from) = page(view)?;
    let codes = areas_meant(view, spec.name)?;
    let condition = chosen(view, spec, codes.as_deref())?;
    let mut rows = read(view, spec, condition, (limit, from))?;
    if rows.is_empty() && from == 0 {
        why_none(view, spec.name)?;
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = more.then(|| {
        let cursor = (from + limit).to_string();
        view.address(&[("cursor", Some(cursor))])
    });
    let answer = if view.format == Format::Csv {
        let columns = columns_of(spec.name);
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let file = as_csv(spec.name, &columns, &rows);
        view.with_headers(file.map_err(|failure| Problem::of_failure(view.lang, &failure))?)
    } else {
        view.object(json!({ "rows": rows, "next": next }))
    };
    Ok(match next {
        Some(next) => answer.with(header::LINK, format!("<{next}>; rel=\"next\"")),
        None => answer,
    })
}

/// How many rows are asked for, and after how many they begin.
fn page(view: &ApiView<'_>) -> Result<(usize, usize), Problem> {
    let limit = view.values.value("limit").unwrap_or(USUAL_ROWS);
    let from = view.values.value("cursor").unwrap_or(0);
    if from > 0 && view.values.text("release").is_none() {
        let said = view.lang.say("api-cursor-alone").to_owned();
        return Err(Problem::bad_request("cursor_without_release", said));
    }
    Ok((limit, from))
}

/// Where a table of the release lies.
fn path_of(view: &ApiView<'_>, table: &str) -> PathBuf {
    view.release().path.join(format!("{table}.parquet"))
}

/// The table of the release, nothing of it read yet.
fn lazy(view: &ApiView<'_>, table: &str) -> Result<LazyFrame, Problem> {
    let path = path_of(view, table);
    if !path.exists() {
        return Err(not_published(view, table));
    }
    let mut frame = scan(&path).map_err(|e| Problem::of_failure(view.lang, &e.into()))?;
    let schema = frame.collect_schema();
    let schema = schema.map_err(|e| Problem::of_failure(view.lang, &unreadable(&path, e)))?;
    let asked = view.resource.parameters();
    let lacking = asked.iter().find(|p| {
        let column = column_of(table, p.name).filter(|_| view.resource.name() == table);
        view.values.text(p.name).is_some() && column.is_some_and(|c| !schema.contains(c))
    });
    match lacking {
        Some(parameter) => Err(not_published(view, parameter.name)),
        None => Ok(frame),
    }
}

/// All rows of a table that fulfil a condition.
///
/// # Errors
/// When the table cannot be read.
pub fn rows_where(view: &ApiView<'_>, table: &str, condition: Expr) -> Result<Vec<Row>, Problem> {
    collected(view, table, lazy(view, table)?.filter(condition))
}

/// What a table has in some columns, each combination once, in their order.
///
/// # Errors
/// When the table cannot be read.
pub fn distinct(view: &ApiView<'_>, table: &str, columns: &[&str]) -> Result<Vec<Row>, Problem> {
    let all: Vec<Expr> = columns.iter().map(|name| col(*name)).collect();
    let order = SortMultipleOptions::default();
    let frame = lazy(view, table)?.group_by(all.clone()).agg([]);
    collected(view, table, frame.sort_by_exprs(all, order))
}

fn collected(view: &ApiView<'_>, table: &str, frame: LazyFrame) -> Result<Vec<Row>, Problem> {
    let frame = frame.collect();
    let frame = frame.map_err(|e| Problem::of_failure(view.lang, &unreadable(table, e)))?;
    Ok(frames::rows(&frame))
}

/// That the program that made the release published less.
fn not_published(view: &ApiView<'_>, what: &str) -> Problem {
    let said = say!(view.lang, "api-not-published", what = what);
    Problem::not_found("not_published", said)
}

/// The condition that the rows fulfil.
fn chosen(
    view: &ApiView<'_>,
    spec: &TableSpec,
    codes: Option<&[String]>,
) -> Result<Option<Expr>, Problem> {
    let (values, table) = (view.values, spec.name);
    let mut all = vec![];
    if spec.position("boundary").is_some() {
        all.push(col("boundary").eq(lit(view.boundary()?)));
    }
    if table == "areas" {
        all.extend(of_units(view)?);
    } else if let Some(codes) = codes {
        let columns: &[&str] = if table == "area_relations" {
            &["from_code", "to_code"]
        } else {
            &["area_code"]
        };
        let pairs = { columns.iter() }.flat_map(|c| codes.iter().map(move |code| (c, code)));
        let any = pairs.map(|(column, code)| col(*column).eq(lit(code.as_str())));
        all.push(any.reduce(Expr::or).unwrap_or_else(|| lit(false)));
    }
    if let Some(period) = values.text("period").filter(|_| table != "targets") {
        let period = match table {
            "correlations" => period.to_owned(),
            _ => view.period()?.map_or_else(String::new, |p| p.to_string()),
        };
        all.push(col("period").eq(lit(period)));
    }
    if let Some(members) = values.text("breakdown").and_then(Breakdown::read) {
        all.push(col("breakdown").eq(lit(members.to_string())));
    }
    if let Some(day) = values.value::<NaiveDate>("on") {
        let lasts = col("valid_to")
            .is_null()
            .or(col("valid_to").gt_eq(lit(day)));
        all.push(col("valid_from").lt_eq(lit(day)).and(lasts));
    }
    if let Some(since) = values.value::<AsOf>("since") {
        let micros = first_instant(view, since).timestamp_micros();
        all.push(col("known_from").cast(DataType::Int64).gt_eq(lit(micros)));
    }
    let alike = [
        "kpi", "measure", "study", "outcome", "score", "level", "span", "target", "status",
        "verdict",
    ];
    let texts = alike.into_iter().filter_map(|name| {
        let (column, text) = (column_of(table, name)?, values.text(name)?);
        Some(col(column).eq(lit(text)))
    });
    all.extend(texts);
    Ok(all.into_iter().reduce(Expr::and))
}

/// That a row of the register is one of the units that a request names.
fn of_units(view: &ApiView<'_>) -> Result<Option<Expr>, Problem> {
    let units = units_meant(view)?.unwrap_or_default();
    let one = |unit: &Row| {
        let code = col("area_code").eq(lit(plain(&unit["area_code"])));
        let from: NaiveDate = plain(&unit["valid_from"]).parse().ok()?;
        Some(code.and(col("valid_from").eq(lit(from))))
    };
    Ok(units.iter().filter_map(one).reduce(Expr::or))
}

/// From when on something counts as known since: the beginning of a day, or the time itself.
fn first_instant(view: &ApiView<'_>, since: AsOf) -> DateTime<Utc> {
    match since {
        AsOf::Time(time) => time,
        AsOf::Day(day) => start_of_day(day, view.project.timezone),
    }
}

/// The rows of a page and one more, where there is one.
fn read(
    view: &ApiView<'_>,
    spec: &TableSpec,
    condition: Option<Expr>,
    (limit, from): (usize, usize),
) -> Result<Vec<Row>, Problem> {
    let file = lazy(view, spec.name)?;
    let of_period = match view.period()? {
        Some(period) if spec.name == "targets" => Some(of_period(view, &file, period)?),
        _ => None,
    };
    let condition = { condition.into_iter().chain(of_period) }.reduce(Expr::and);
    let page = page_of_rows(&path_of(view, spec.name), condition, (from, limit + 1));
    let page = page.map_err(|e| Problem::of_failure(view.lang, &e.into()))?;
    Ok(frames::rows(&page))
}

/// The targets that are for a period. Periods are compared as periods, each pair of a first and a last
/// one once.
fn of_period(view: &ApiView<'_>, targets: &LazyFrame, period: Period) -> Result<Expr, Problem> {
    let ends = ["period_from", "period_to"].map(col);
    let pairs = targets.clone().group_by(&ends).agg([]);
    let pairs = collected(view, "targets", pairs)?;
    let alike = |pair: &Row| {
        let [from, to] = ["period_from", "period_to"].map(|name| plain(&pair[name]));
        let [first, last] = &ends;
        first.clone().eq(lit(from)).and(last.clone().eq(lit(to)))
    };
    let bound = pairs.iter().filter(|pair| binds(pair, period)).map(alike);
    Ok(bound.reduce(Expr::or).unwrap_or_else(|| lit(false)))
}

/// Whether a target is for a period.
fn binds(target: &Row, period: Period) -> bool {
    let of = |name: &str| {
        target
            .get(name)
            .and_then(Value::as_str)?
            .parse::<Period>()
            .ok()
    };
    let within = |(from, to): (Period, Period)| {
        from.frequency() == period.frequency() && (from..=to).contains(&period)
    };
    of("period_from").zip(of("period_to")).is_some_and(within)
}
