//! `chiso scorecard`: verdicts of the release in force, chosen by KPI, area, period and boundary.

use crate::app::cli::lookup::{text, unreadable};
use crate::app::cli::scorecard_context::ScorecardContext;
use crate::app::cli::table::known_kpi;
use crate::app::cli::{AsOf, Context, Failure, coverage};
use crate::app::frames;
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::Registers;
use crate::inspect::{Past, Question, tables_of, unresolved};
use crate::model::kind::{self, Spec};
use crate::model::published::release_tables;
use crate::model::{Period, Reason, Role, TargetOp, Verdict, fold_name, shown_as};
use crate::store::{Lake, ReleaseRef, scan};
use chrono::NaiveDate;
use clap::Args;
use polars::prelude::{Expr, SortMultipleOptions, col, lit};

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
    /// Units of this day, any day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    pub boundary: Option<NaiveDate>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    pub as_of: Option<AsOf>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    pub release: Option<String>,
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
    let release = context.open(&project, args.release.as_deref())?;
    let (rows, beside) = match &args.release {
        // What is not published is computed with the configuration and registers of that release.
        Some(id) => select(
            &Past::open(&Lake::open_read(&project.lake)?, Some(id))?.project,
            &release,
            args,
        )?,
        None => select(&project, &release, args)?,
    };
    if context.common.format == Format::Table {
        show(context, &rows, &beside)?;
        let question = Question {
            boundary: args.boundary,
            as_of: args.as_of.map(|a| a.instant(project.timezone)),
        };
        if args.area.is_none() && args.verdict.is_none() && question.published(&project) {
            for line in coverage::remark(context.lang, &release, &rows)? {
                output::line(&line)?;
            }
        }
    } else {
        let spec = release_tables().into_iter().find(|t| t.name == "scorecard");
        let columns: Vec<String> = spec
            .map(|s| s.columns.into_iter().map(|c| c.name).collect())
            .unwrap_or_default();
        output::rows(
            context.common.format,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
            &rows,
        )?;
    }
    let failing = args
        .fail_on
        .is_some_and(|v| rows.iter().any(|r| text(r, "verdict") == v.as_str()));
    if failing {
        Err(Failure::Code(3))
    } else {
        Ok(())
    }
}

/// The chosen rows of the scorecard, in the order of its key, and what stands beside. What is not
/// published is computed from the tables.
fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &ScorecardArgs,
) -> Result<(Vec<Row>, ScorecardContext), Failure> {
    known_kpi(project, args.kpi.as_deref())?;
    let question = Question {
        boundary: args.boundary,
        as_of: args.as_of.map(|a| a.instant(project.timezone)),
    };
    let period = args.period.map(|p| p.to_string());
    let wanted = [
        ("kpi", args.kpi.as_deref()),
        ("period", period.as_deref()),
        ("verdict", args.verdict.map(Verdict::as_str)),
    ];
    let (mut rows, beside) = if question.published(project) {
        let boundary = args
            .boundary
            .or_else(|| project.boundaries.first().copied());
        let on = boundary.map(|b| col("boundary").eq(lit(b)));
        let chosen = wanted
            .iter()
            .filter_map(|(column, text)| text.map(|t| col(*column).eq(lit(t))));
        let condition = on
            .into_iter()
            .chain(chosen)
            .reduce(Expr::and)
            .unwrap_or_else(|| lit(true));
        let order = [
            "kpi",
            "area_code",
            "boundary",
            "period",
            "span",
            "target_id",
        ];
        let frame = scan(&release.path.join("scorecard.parquet"))?
            .filter(condition)
            .sort(order, SortMultipleOptions::default())
            .collect();
        (
            frames::rows(&frame.map_err(|e| unreadable("scorecard.parquet", &e))?),
            ScorecardContext::published(release, boundary, args.kpi.as_deref())?,
        )
    } else {
        let tables = tables_of(project, release, question)?;
        let scorecard = tables.iter().find(|(spec, _)| spec.name == "scorecard");
        let mut rows = scorecard.map_or_else(Vec::new, |(_, rows)| frames::rows_of(rows));
        let boundary = args
            .boundary
            .or_else(|| project.boundaries.first().copied())
            .map(|b| b.to_string());
        rows.retain(|r| boundary.as_ref().is_none_or(|b| text(r, "boundary") == *b));
        rows.retain(|r| {
            wanted
                .iter()
                .all(|(column, wanted)| wanted.is_none_or(|w| text(r, column) == w))
        });
        (rows, ScorecardContext::computed(&tables))
    };
    if let Some(area) = &args.area {
        let names = |r: &Row| {
            [
                text(r, "area_code"),
                text(r, "area_name_vi"),
                text(r, "area_name_en"),
            ]
            .map(|t| fold_name(&t))
        };
        let wanted = fold_name(area);
        if !rows.iter().any(|r| names(r).contains(&wanted)) {
            known_area(project, area, args.boundary)?;
        }
        rows.retain(|r| names(r).contains(&wanted));
    }
    Ok((rows, beside))
}

/// An area that has no row: is there such an area at all?
fn known_area(project: &Project, area: &str, boundary: Option<NaiveDate>) -> Result<(), Failure> {
    let day = boundary
        .or_else(|| project.boundaries.first().copied())
        .unwrap_or_default();
    let areas = Registers::load(project).areas;
    areas
        .resolve(area, day)
        .map(|_| ())
        .map_err(|e| Failure::Usage(unresolved(area, day, &e)))
}

/// Text of a row for a column.
type ColumnText<'a> = Box<dyn Fn(&Row) -> String + 'a>;

/// Rows as a table for people. What all rows share stands above it.
fn show(context: &Context, rows: &[Row], beside: &ScorecardContext) -> Result<(), Failure> {
    let lang = context.lang;
    let Some(first) = rows.first() else {
        output::line(lang.say("scorecard-no-rows"))?;
        return Ok(());
    };
    let mut columns: Vec<(&str, ColumnText<'_>)> = vec![];
    let mut above = vec![];
    let mut place = |shared_text: ColumnText<'_>, name: &'static str, cell: ColumnText<'static>| {
        if rows.iter().all(|r| shared_text(r) == shared_text(first)) {
            above.push(shared_text(first));
        } else {
            columns.push((name, cell));
        }
    };
    let title = move |r: &Row| {
        format!(
            "{} [{}]",
            text(r, &format!("kpi_title_{}", lang.code())),
            text(r, "kpi")
        )
    };
    place(
        Box::new(title),
        lang.say("scorecard-kpi"),
        Box::new(|r| text(r, "kpi")),
    );
    place(Box::new(area), lang.say("scorecard-area"), Box::new(area));
    let period = move |r: &Row| period(r, lang);
    place(
        Box::new(period),
        lang.say("scorecard-period"),
        Box::new(period),
    );
    let paced = rows.iter().any(|r| !text(r, "pace").is_empty());
    above.push(say!(
        lang,
        "scorecard-boundaries-of",
        boundary = text(first, "boundary")
    ));
    let judged = [lang.say("scorecard-value"), lang.say("scorecard-target")];
    let expected = paced.then(|| {
        [
            lang.say("scorecard-by-now"),
            lang.say("scorecard-usual-error"),
        ]
    });
    let grounds = [
        lang.say("scorecard-verdict"),
        lang.say("scorecard-current"),
        lang.say("scorecard-against"),
        lang.say("scorecard-status"),
        lang.say("scorecard-reasons-flags"),
    ];
    let cells = |row: &Row| {
        let ScoreView {
            value,
            target,
            pace,
            verdict,
            current,
            base,
            status,
            ..
        } = ScoreView::new(row, lang, Digits::Short);
        let why = ["reasons", "flags"]
            .map(|c| text(row, c))
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(";")
            .replace(';', " ");
        let head = columns.iter().map(|(_, cell)| cell(row));
        let expected = if paced {
            vec![pace, beside.usual_error(row, lang)]
        } else {
            vec![]
        };
        head.chain([value, target])
            .chain(expected)
            .chain([verdict.to_owned(), current, base, status.to_owned(), why])
            .collect()
    };
    let headers: Vec<&str> = columns
        .iter()
        .map(|(name, _)| *name)
        .chain(judged)
        .chain(expected.into_iter().flatten())
        .chain(grounds)
        .collect();
    output::line(&above.join(", "))?;
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    for line in beside.lines(rows, lang, area) {
        output::line(&line)?;
    }
    Ok(())
}

/// The period, and the span where it is not the period itself.
fn period(row: &Row, lang: Lang) -> String {
    let span = text(row, "span").parse().map_or("", |s| lang.span(s));
    format!("{} {span}", text(row, "period"))
        .trim_end()
        .to_owned()
}

/// Areas go by the name their people use, in every language.
fn area(row: &Row) -> String {
    format!("{} ({})", text(row, "area_name_vi"), text(row, "area_code"))
}

/// A scorecard row as people see it.
struct ScoreView {
    value: String,
    target: String,
    pace: String,
    margin: String,
    verdict: &'static str,
    current: String,
    base: String,
    status: &'static str,
}

impl ScoreView {
    fn new(row: &Row, lang: Lang, digits: Digits) -> ScoreView {
        let number = |column: &str| row.get(column).and_then(serde_json::Value::as_f64);
        let unit = text(row, "value_unit");
        let kind = text(row, "kind");
        let shown_as = shown_as(&kind, &unit);
        let [current, base] = lang.figures(
            [&text(row, "current_value"), &text(row, "base_value")],
            &text(row, "operand_unit"),
            digits,
        );
        let sign = text(row, "target_op")
            .parse::<TargetOp>()
            .map(TargetOp::sign)
            .unwrap_or_default();
        let (value, asked) = (
            number("value"),
            text(row, "target_value").parse::<f64>().ok(),
        );
        // Where the units do not agree, the target has no unit to be shown in.
        let mismatch = text(row, "reasons")
            .split(';')
            .any(|r| r == Reason::UnitMismatch.as_str());
        let target = match asked {
            None => "–".to_owned(),
            Some(t) if mismatch => format!("{sign} {}", lang.digits(&format!("{t}"))),
            Some(t) => format!("{sign} {}", lang.target(t, value, shown_as)),
        };
        ScoreView {
            value: value.map_or_else(
                || "–".to_owned(),
                |v| lang.value_against(v, asked, shown_as),
            ),
            target,
            pace: number("pace").map_or_else(String::new, |p| lang.value(p, "share")),
            margin: number("margin").map_or_else(|| "–".to_owned(), |v| lang.margin(v, &unit)),
            verdict: text(row, "verdict").parse().map_or("", |v| lang.verdict(v)),
            current,
            base: if unit == "rank" {
                lang.ranked(&text(row, "base_value"))
            } else {
                base
            },
            status: text(row, "status").parse().map_or("", |s| lang.status(s)),
        }
    }

    /// Reasons and flags, each as its published word and what it means.
    fn remarks(row: &Row, lang: Lang) -> Vec<(&'static str, String)> {
        let words = |column: &str| {
            text(row, column)
                .split(';')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let reason = |w: String| {
            w.parse().ok().map(|r| {
                (
                    lang.say("scorecard-label-reason"),
                    format!("{w}: {}", lang.reason(r)),
                )
            })
        };
        let flag = |w: String| {
            w.parse().ok().map(|f| {
                (
                    lang.say("scorecard-label-flag"),
                    format!("{w}: {}", lang.flag(f)),
                )
            })
        };
        words("reasons")
            .into_iter()
            .filter_map(reason)
            .chain(words("flags").into_iter().filter_map(flag))
            .collect()
    }
}

/// The scoreboard of one area and period that `chiso run` ends with: every KPI with its verdict and
/// why.
pub fn scoreboard(
    context: &Context,
    project: &Project,
    release: &ReleaseRef,
    area_code: &str,
    period: Period,
) -> Result<(), Failure> {
    let lang = context.lang;
    let args = ScorecardArgs {
        area: Some(area_code.to_owned()),
        period: Some(period),
        ..ScorecardArgs::default()
    };
    let (mut rows, _) = select(project, release, &args)?;
    let Some(first) = rows.first() else {
        return Ok(());
    };
    output::line(&format!("\n{} {period}", area(first)))?;
    // In the order in which the pipelines declare them, which is the order of the office's
    // questions.
    rows.sort_by_cached_key(|r| project.kpis.iter().position(|k| k.id == text(r, "kpi")));
    for row in &rows {
        let seen = ScoreView::new(row, lang, Digits::All);
        let field = |label: &str, value: &str| format!("    {label:<9} {value}");
        output::line(&format!(
            "\n  {}",
            text(row, &format!("kpi_title_{}", lang.code()))
        ))?;
        output::line(&field(
            lang.say("scorecard-label-verdict"),
            &seen.verdict.to_uppercase(),
        ))?;
        output::line(&field(
            lang.say("scorecard-label-value"),
            &format!(
                "{:<12} {}",
                seen.value,
                say!(lang, "scorecard-target-of", target = seen.target)
            ),
        ))?;
        output::line(&field(lang.say("scorecard-label-margin"), &seen.margin))?;
        let known = if seen.current == "–" {
            String::new()
        } else {
            format!(" ({period}, {})", seen.status)
        };
        output::line(&field(
            lang.say("scorecard-label-current"),
            &format!("{}{known}", seen.current),
        ))?;
        let base_period = text(row, "base_period");
        let of_plan = |spec: &Spec| spec.base == Some(Role::Plan);
        let against = if seen.base == "–" || base_period.is_empty() {
            String::new()
        } else if kind::named(&text(row, "kind")).is_some_and(of_plan) {
            format!(
                " {}",
                say!(lang, "scorecard-plan-for", base_period = base_period)
            )
        } else {
            format!(" ({base_period})")
        };
        output::line(&field(
            lang.say("scorecard-label-against"),
            &format!("{}{against}", seen.base),
        ))?;
        for (label, words) in ScoreView::remarks(row, lang) {
            output::line(&field(label, &words))?;
        }
    }
    Ok(())
}
