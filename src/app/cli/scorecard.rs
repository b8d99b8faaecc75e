//! `chiso scorecard`: verdicts of the release in force, chosen by KPI, area, period and boundary.

use crate::app::cli::{Context, Failure};
use crate::app::frames;
use crate::app::lang::Lang;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::model::published::release_tables;
use crate::model::{Period, TargetOp, Verdict, fold_name, nearest};
use crate::run::open_release;
use chrono::NaiveDate;
use clap::Args;
use polars::prelude::{Expr, IntoLazy, SortMultipleOptions, col, lit};
use std::collections::BTreeSet;
use std::path::Path;

/// Which verdicts to show; without any choice, all of the default boundary.
#[derive(Debug, Default, Args)]
pub struct ScorecardArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID")]
    pub kpi: Option<String>,
    /// Only this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    pub area: Option<String>,
    /// Only this period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    pub period: Option<Period>,
    /// Units of this day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    pub boundary: Option<NaiveDate>,
    /// Only this verdict
    #[arg(long)]
    pub verdict: Option<Verdict>,
    /// End with exit code 3 when a shown row has this verdict
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<Verdict>,
}

/// Shows the scorecard.
pub fn scorecard(context: &Context, args: &ScorecardArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = open_release(&project)?;
    let rows = select(&project, &release.path, args)?;
    if context.common.format == Format::Table {
        show(context, &rows)?;
    } else {
        let spec = release_tables().into_iter().find(|t| t.name == "scorecard");
        let columns: Vec<String> = spec.map(|s| s.columns.into_iter().map(|c| c.name).collect()).unwrap_or_default();
        output::rows(context.common.format, &columns.iter().map(String::as_str).collect::<Vec<_>>(), &rows)?;
    }
    let failing = args.fail_on.is_some_and(|v| rows.iter().any(|r| text(r, "verdict") == v.as_str()));
    if failing { Err(Failure::Code(3)) } else { Ok(()) }
}

/// The chosen rows of a release's scorecard, in the order of its key.
pub fn select(project: &Project, release: &Path, args: &ScorecardArgs) -> Result<Vec<Row>, Failure> {
    let unreadable = |e: polars::prelude::PolarsError| Failure::Usage(format!("the scorecard of the release cannot be read: {e}"));
    let boundary = args.boundary.or_else(|| project.boundaries.first().copied());
    if let Some(wanted) = args.boundary.filter(|b| !project.boundaries.contains(b)) {
        let published = project.boundaries.iter().map(|b| format!("`{b}`")).collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(format!("boundary `{wanted}` is not published; choose one of {published} or add it to `boundaries` in chiso.toml")));
    }
    let whole = frames::scan(&release.join("scorecard.parquet")).map_err(unreadable)?;
    let mut conditions: Vec<Expr> = vec![];
    if let Some(boundary) = boundary {
        conditions.push(col("boundary").eq(lit(boundary)));
    }
    if let Some(kpi) = &args.kpi {
        if !project.kpis.iter().any(|k| k.id == *kpi) {
            return Err(Failure::Usage(unknown("KPI", kpi, project.kpis.iter().map(|k| k.id.as_str()))));
        }
        conditions.push(col("kpi").eq(lit(kpi.as_str())));
    }
    if let Some(period) = args.period {
        conditions.push(col("period").eq(lit(period.to_string())));
    }
    if let Some(verdict) = args.verdict {
        conditions.push(col("verdict").eq(lit(verdict.as_str())));
    }
    let chosen = conditions.into_iter().reduce(Expr::and).unwrap_or_else(|| lit(true));
    let order = ["kpi", "area_code", "boundary", "period", "span", "target_id"];
    let frame = whole.filter(chosen).sort(order, SortMultipleOptions::default()).collect().map_err(unreadable)?;
    let mut rows = frames::rows(&frame);
    if let Some(area) = &args.area {
        let names = |r: &Row| [text(r, "area_code"), text(r, "area_name_vi"), text(r, "area_name_en")].map(|t| fold_name(&t));
        let wanted = fold_name(area);
        if !rows.iter().any(|r| names(r).contains(&wanted)) {
            let all = known_areas(release, boundary).map_err(unreadable)?;
            if !all.iter().any(|n| fold_name(n) == wanted) {
                return Err(Failure::Usage(unknown("area", area, all.iter().map(String::as_str))));
            }
        }
        rows.retain(|r| names(r).contains(&wanted));
    }
    Ok(rows)
}

/// Codes and names of every area in the scorecard on a boundary.
fn known_areas(release: &Path, boundary: Option<NaiveDate>) -> polars::prelude::PolarsResult<BTreeSet<String>> {
    let columns = ["area_code", "area_name_vi", "area_name_en"];
    let on = boundary.map_or_else(|| lit(true), |b| col("boundary").eq(lit(b)));
    let frame = frames::scan(&release.join("scorecard.parquet"))?.filter(on).select(columns.map(col)).collect()?.lazy().collect()?;
    Ok(frames::rows(&frame).iter().flat_map(|r| columns.map(|c| text(r, c))).collect())
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(name, known).map_or_else(|| format!("no {what} `{name}`"), |near| format!("no {what} `{name}`; did you mean `{near}`?"))
}

/// The text of a column, empty when null.
pub fn text(row: &Row, column: &str) -> String {
    row.get(column).map_or(String::new(), output::plain)
}

/// Rows as a table for people.
fn show(context: &Context, rows: &[Row]) -> Result<(), Failure> {
    let lang = context.lang;
    let headers = [
        ("KPI", "Chỉ số"),
        ("Area", "Địa bàn"),
        ("Period", "Kỳ"),
        ("Value", "Giá trị"),
        ("Target", "Chỉ tiêu"),
        ("Margin", "Chênh lệch"),
        ("Verdict", "Kết luận"),
        ("Current", "Kỳ này"),
        ("Against", "So với"),
        ("Status", "Độ tin cậy"),
        ("Why, and what to know", "Lý do, lưu ý"),
    ];
    let cells = |row: &Row| {
        let Seen { value, target, margin, verdict, current, base, status, why } = Seen::new(row, lang);
        vec![text(row, "kpi"), area(row, lang), text(row, "period"), value, target, margin, verdict.to_owned(), current, base, status.to_owned(), why]
    };
    if rows.is_empty() {
        output::line(lang.pick("no such rows", "không có dòng nào"))?;
        return Ok(());
    }
    output::line(&output::table(&headers.map(|(en, vi)| lang.pick(en, vi)), rows.iter().map(cells).collect()))?;
    Ok(())
}

fn area(row: &Row, lang: Lang) -> String {
    format!("{} ({})", text(row, lang.pick("area_name_en", "area_name_vi")), text(row, "area_code"))
}

/// A scorecard row as people see it.
struct Seen {
    value: String,
    target: String,
    margin: String,
    verdict: &'static str,
    current: String,
    base: String,
    status: &'static str,
    why: String,
}

impl Seen {
    fn new(row: &Row, lang: Lang) -> Seen {
        let number = |column: &str| row.get(column).and_then(serde_json::Value::as_f64);
        let unit = text(row, "value_unit");
        let shown = |column: &str| number(column).map_or_else(|| "–".to_owned(), |v| lang.value(v, &unit));
        let figure = |column: &str| {
            let plain = text(row, column);
            if plain.is_empty() { "–".to_owned() } else { lang.figure(&plain, &text(row, "operand_unit")) }
        };
        let sign = text(row, "target_op").parse::<TargetOp>().map(TargetOp::sign).unwrap_or_default();
        let target = text(row, "target_value").parse::<f64>().map_or_else(|_| "–".to_owned(), |t| format!("{sign} {}", lang.value(t, &unit)));
        let reasons = text(row, "reasons");
        let flags = text(row, "flags");
        let reasons = reasons.split(';').filter_map(|r| r.parse().ok()).map(|r| lang.reason(r));
        let flags = flags.split(';').filter_map(|f| f.parse().ok()).map(|f| lang.flag(f));
        Seen {
            value: shown("value"),
            target,
            margin: shown("margin"),
            verdict: text(row, "verdict").parse().map_or("", |v| lang.verdict(v)),
            current: figure("current_value"),
            base: figure("base_value"),
            status: text(row, "status").parse().map_or("", |s| lang.status(s)),
            why: reasons.chain(flags).collect::<Vec<_>>().join("; "),
        }
    }
}

/// The scoreboard of one area and period that `chiso run` ends with: every KPI with its verdict and why.
pub fn scoreboard(context: &Context, project: &Project, release: &Path, area_code: &str, period: Period) -> Result<(), Failure> {
    let lang = context.lang;
    let args = ScorecardArgs { area: Some(area_code.to_owned()), period: Some(period), ..ScorecardArgs::default() };
    let mut rows = select(project, release, &args)?;
    let Some(first) = rows.first() else { return Ok(()) };
    output::line(&format!("\n{} {period}", area(first, lang)))?;
    // In the order in which the pipelines declare them, which is the order of the office's questions.
    rows.sort_by_cached_key(|r| project.kpis.iter().position(|k| k.id == text(r, "kpi")));
    let headers = [
        ("Question", "Câu hỏi"),
        ("Value", "Giá trị"),
        ("Target", "Chỉ tiêu"),
        ("Margin", "Chênh lệch"),
        ("Verdict", "Kết luận"),
        ("Current", "Kỳ này"),
        ("Against", "So với"),
        ("Why, and what to know", "Lý do, lưu ý"),
    ];
    let cells = |row: &Row| {
        let Seen { value, target, margin, verdict, current, base, status, why } = Seen::new(row, lang);
        let known = if current == "–" || status.is_empty() { String::new() } else { format!(" ({status})") };
        let title = text(row, lang.pick("kpi_title_en", "kpi_title_vi"));
        vec![title, value, target, margin, verdict.to_owned(), format!("{current}{known}"), base, why]
    };
    output::line(&output::table(&headers.map(|(en, vi)| lang.pick(en, vi)), rows.iter().map(cells).collect()))?;
    Ok(())
}
