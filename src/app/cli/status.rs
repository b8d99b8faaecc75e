//! `chiso status`: the release in force, what was delivered, and what is wrong.

use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, Row};
use crate::run::{Standing, standing};
use serde_json::json;

const COLUMNS: [&str; 10] = ["dataset", "delivery", "file", "outcome", "read", "accepted", "quarantined", "ignored", "fetched_at", "first_fault"];

/// Shows where the project stands; never fails because something is wrong with data.
pub fn status(context: &Context) -> Result<(), Failure> {
    let project = context.project()?;
    let standing = standing(&project)?;
    let rows: Vec<Row> = standing.deliveries.iter().map(row).collect();
    if context.common.format != Format::Table {
        output::rows(context.common.format, &COLUMNS, &rows)?;
        return Ok(());
    }
    show(context, &standing, &rows)
}

fn row(delivery: &crate::run::DeliveryStanding) -> Row {
    let record = &delivery.record;
    let values = [
        json!(record.dataset),
        json!(record.delivery),
        json!(delivery.file_name),
        json!(record.outcome.as_str()),
        json!(record.read),
        json!(record.accepted),
        json!(record.quarantined),
        json!(record.ignored),
        json!(record.fetched_at.to_rfc3339()),
        json!(delivery.first_fault),
    ];
    COLUMNS.iter().map(|c| (*c).to_owned()).zip(values).collect()
}

fn show(context: &Context, standing: &Standing, rows: &[Row]) -> Result<(), Failure> {
    let lang = context.lang;
    let release = standing.release.as_deref().unwrap_or_else(|| lang.pick("none yet; run `chiso run`", "chưa có; chạy `chiso run`"));
    output::line(&format!("{}: {release}", lang.pick("release in force", "bản phát hành hiện hành")))?;
    if let Some(last) = &standing.last_run {
        output::line(&format!("{}: {last}", lang.pick("last run", "lần chạy cuối")))?;
    }
    let headers = [
        ("Dataset", "Bộ số liệu"),
        ("File", "Tệp"),
        ("Outcome", "Kết quả"),
        ("Read", "Đọc"),
        ("Accepted", "Nhận"),
        ("Quarantined", "Cách ly"),
        ("No figure", "Không có số"),
        ("Landed (UTC)", "Nhận lúc (UTC)"),
    ];
    let columns = ["dataset", "file", "outcome", "read", "accepted", "quarantined", "ignored", "fetched_at"];
    let cells = |r: &Row| {
        columns
            .iter()
            .map(|c| r.get(*c).map_or(String::new(), output::plain).chars().take(if *c == "fetched_at" { 16 } else { 400 }).collect())
            .collect()
    };
    if !rows.is_empty() {
        output::line(&output::table(&headers.map(|(en, vi)| lang.pick(en, vi)), rows.iter().map(cells).collect()))?;
    }
    for delivery in standing.deliveries.iter().filter(|d| !d.first_fault.is_empty()) {
        output::line(&delivery.first_fault)?;
    }
    for fault in &standing.sources {
        output::line(&format!("{}: {fault}", lang.pick("source", "nguồn")))?;
    }
    Ok(())
}
