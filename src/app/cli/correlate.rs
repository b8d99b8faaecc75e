//! `chiso correlate`: how scores and results go together, in words, and as a picture. Association,
//! not effect.

use crate::app::cli::association::{StudyRowView, caution, evidence, series_title};
use crate::app::cli::lookup::{text, unknown};
use crate::app::cli::{AsOf, Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::app::{frames, picture};
use crate::config::Project;
use crate::inspect::{Past, RowKey, correlations_of, study_row};
use crate::model::published::release_tables;
use crate::model::{Design, Evidence, Method, SETTLED};
use crate::store::{Lake, ReleaseRef, scan};
use clap::Args;
use polars::prelude::{Expr, SortMultipleOptions, col, lit};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Which rows to show; without a choice of design, method, lag or period, those that were declared
/// to count.
#[derive(Debug, Default, Args)]
pub struct CorrelateArgs {
    /// Only this study
    #[arg(long, value_name = "ID")]
    study: Option<String>,
    /// Only this outcome: a KPI or measure
    #[arg(long, value_name = "ID")]
    outcome: Option<String>,
    /// Only this score: a KPI or measure
    #[arg(long, value_name = "ID")]
    score: Option<String>,
    /// Only this design
    #[arg(long)]
    design: Option<Design>,
    /// Only this method
    #[arg(long)]
    method: Option<Method>,
    /// Only this lag: periods by which the score precedes the outcome
    #[arg(long, allow_negative_numbers = true)]
    lag: Option<i32>,
    /// Only this outcome period: 2020, or 2017/2021
    #[arg(long)]
    period: Option<String>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
    /// Draw the one row that is left as a picture
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
}

impl CorrelateArgs {
    /// Rows were chosen among those of one score and outcome.
    fn choosy(&self) -> bool {
        self.design.is_some()
            || self.method.is_some()
            || self.lag.is_some()
            || self.period.is_some()
    }
}

/// Shows rows of studies.
pub fn correlate(context: &Context, args: &CorrelateArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = context.open(&project, args.release.as_deref())?;
    let past = args
        .release
        .as_ref()
        .map(|id| Past::open(&Lake::open_read(&project.lake)?, Some(id)))
        .transpose()?;
    // A release is shown and drawn with the configuration and registers it was made with.
    let project = past.as_ref().map_or(&project, |p| &p.project);
    let all = select(project, &release, args)?;
    let (counting, others): (Vec<Row>, Vec<Row>) = all
        .iter()
        .cloned()
        .partition(|r| r.get("is_primary") == Some(&true.into()));
    let only_counting = !args.choosy() && !counting.is_empty();
    if context.common.format == Format::Table {
        show(
            context,
            project,
            if only_counting { &counting } else { &all },
        )?;
        if only_counting && counting.len() > 1 {
            output::line(&settled(context.lang, &counting))?;
        }
        if only_counting && !others.is_empty() && !context.common.quiet {
            output::line(&say!(
                context.lang,
                "correlate-more-rows",
                others = others.len()
            ))?;
        }
    } else {
        let spec = release_tables()
            .into_iter()
            .find(|t| t.name == "correlations");
        let columns: Vec<String> = spec
            .map(|s| s.columns.into_iter().map(|c| c.name).collect())
            .unwrap_or_default();
        output::rows(
            context.common.format,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
            &all,
        )?;
    }
    match &args.chart {
        None => Ok(()),
        Some(path) => chart(
            context,
            project,
            &release,
            args,
            if only_counting { &counting } else { &all },
            path,
        ),
    }
}

/// The chosen rows, in the order of their key.
fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &CorrelateArgs,
) -> Result<Vec<Row>, Failure> {
    known(
        "study",
        args.study.as_deref(),
        project.studies.iter().map(|s| s.id.as_str()),
    )?;
    known(
        "outcome",
        args.outcome.as_deref(),
        project
            .studies
            .iter()
            .flat_map(|s| s.outcomes.iter().map(String::as_str)),
    )?;
    known(
        "score",
        args.score.as_deref(),
        project
            .studies
            .iter()
            .flat_map(|s| s.scores.iter().map(String::as_str)),
    )?;
    let wanted = [
        ("study", args.study.as_deref()),
        ("outcome", args.outcome.as_deref()),
        ("score", args.score.as_deref()),
        ("design", args.design.map(Design::as_str)),
        ("method", args.method.map(Method::as_str)),
        ("period", args.period.as_deref()),
    ];
    let mut rows = if args.as_of.is_none() {
        let chosen = wanted
            .iter()
            .filter_map(|(column, text)| text.map(|t| col(*column).eq(lit(t))));
        let condition = chosen.reduce(Expr::and).unwrap_or_else(|| lit(true));
        let order = [
            "study", "outcome", "score", "design", "period", "lag", "method",
        ];
        let frame = scan(&release.path.join("correlations.parquet"))?
            .filter(condition)
            .sort(order, SortMultipleOptions::default())
            .collect();
        frames::rows(&frame.map_err(|e| super::lookup::unreadable("correlations.parquet", &e))?)
    } else {
        let mut rows = frames::rows_of(&correlations_of(
            project,
            release,
            args.as_of.map(|a| a.instant(project.timezone)),
        )?);
        rows.retain(|r| {
            wanted
                .iter()
                .all(|(column, wanted)| wanted.is_none_or(|w| text(r, column) == w))
        });
        rows
    };
    rows.retain(|r| args.lag.is_none_or(|lag| text(r, "lag") == lag.to_string()));
    Ok(rows)
}

fn known<'a>(
    what: &str,
    name: Option<&str>,
    all: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    let all: BTreeSet<&str> = all.collect();
    match name.filter(|n| !all.contains(n)) {
        Some(name) => Err(Failure::Usage(unknown(what, name, all.into_iter()))),
        None => Ok(()),
    }
}

/// Rows as tables for people, one an outcome. What all rows share stands above.
fn show(context: &Context, project: &Project, rows: &[Row]) -> Result<(), Failure> {
    let lang = context.lang;
    if rows.is_empty() {
        output::line(lang.say("correlate-no-rows"))?;
        return Ok(());
    }
    let outcomes: BTreeSet<(String, String)> = rows
        .iter()
        .map(|r| (text(r, "study"), text(r, "outcome")))
        .collect();
    for (study, outcome) in outcomes {
        let its: Vec<&Row> = rows
            .iter()
            .filter(|r| (text(r, "study"), text(r, "outcome")) == (study.clone(), outcome.clone()))
            .collect();
        table(project, lang, &study, &outcome, &its)?;
    }
    if let Some(contradictions) = contradictions(lang, rows) {
        output::line(&contradictions)?;
    }
    output::line(caution(lang))?;
    Ok(())
}

/// Which scores and outcomes go together one way in one design and the other way in another.
fn contradictions(lang: Lang, rows: &[Row]) -> Option<String> {
    let pairs: BTreeSet<String> = rows
        .iter()
        .filter(|r| !text(r, "opposite_designs").is_empty())
        .map(|r| format!("{} – {}", text(r, "score"), text(r, "outcome")))
        .collect();
    (!pairs.is_empty()).then(|| {
        say!(
            lang,
            "correlate-contradictions",
            pairs = pairs.into_iter().collect::<Vec<_>>().join(", ")
        )
    })
}

/// How many of the rows that count are more than chance.
fn settled(lang: Lang, counting: &[Row]) -> String {
    let judged = |row: &&Row| row.get("q_value").is_some_and(|q| !q.is_null());
    let settled = counting
        .iter()
        .filter(|r| evidence(r) == Some(Evidence::MoreThanChance))
        .count();
    let all = counting.iter().filter(judged).count();
    let bound = lang.number(SETTLED, 2);
    say!(
        lang,
        "correlate-settled",
        count = settled,
        all = all,
        bound = bound
    )
}

/// A text of a row, in a language.
type Trait = fn(&Row, Lang) -> String;

fn table(
    project: &Project,
    lang: Lang,
    study: &str,
    outcome: &str,
    rows: &[&Row],
) -> Result<(), Failure> {
    let declared = project.studies.iter().find(|s| s.id == study);
    output::line(&format!(
        "{} [{study}]",
        declared.map_or(study, |s| s.title.get(lang.is_vi()))
    ))?;
    output::line(&say!(
        lang,
        "correlate-outcome-of",
        title = series_title(project, outcome, lang),
        id = outcome
    ))?;
    let traits: [(&str, Trait); 4] = [
        (lang.say("correlate-design"), |r, lang| {
            text(r, "design")
                .parse()
                .map_or_else(|_| String::new(), |d| lang.design(d).to_owned())
        }),
        (lang.say("correlate-coefficient"), |r, lang| {
            text(r, "method")
                .parse()
                .map_or_else(|_| String::new(), |m| lang.coefficient(m).to_owned())
        }),
        (lang.say("correlate-lag"), |r, _| text(r, "lag")),
        (lang.say("correlate-periods"), |r, _| text(r, "period")),
    ];
    let differ = |of: fn(&Row, Lang) -> String| {
        rows.iter().any(|r| {
            rows.first()
                .is_some_and(|first| of(r, lang) != of(first, lang))
        })
    };
    let (columns, shared): (Vec<_>, Vec<_>) = traits.into_iter().partition(|(_, of)| differ(*of));
    let above: Vec<String> = shared
        .iter()
        .filter_map(|(name, of)| Some(format!("{name}: {}", of(rows.first()?, lang))))
        .collect();
    if !above.is_empty() {
        output::line(&above.join(", "))?;
    }
    let only = rows
        .first()
        .map(|r| text(r, "score"))
        .filter(|score| rows.iter().all(|r| text(r, "score") == *score));
    if let Some(score) = &only {
        output::line(&say!(
            lang,
            "correlate-score-of",
            title = series_title(project, score, lang),
            id = score
        ))?;
    }
    let score = if only.is_some() {
        None
    } else {
        Some((
            lang.say("correlate-score"),
            (|r, _| text(r, "score")) as Trait,
        ))
    };
    let columns: Vec<(&str, Trait)> = score.into_iter().chain(columns).collect();
    let in_regions = rows
        .iter()
        .any(|r| r.get("regional_coefficient").is_some_and(|c| !c.is_null()));
    let figures = [
        "n",
        lang.say("correlate-value"),
        lang.say("correlate-confidence"),
        "p",
        "q",
        lang.say("correlate-leave-one-out"),
    ];
    let regions = in_regions.then(|| lang.say("correlate-regions-removed"));
    let headers: Vec<&str> = columns
        .iter()
        .map(|(name, _)| *name)
        .chain(figures)
        .chain(regions)
        .chain([lang.say("correlate-in-words")])
        .collect();
    let cells = |row: &&Row| -> Vec<String> {
        let StudyRowView {
            coefficient,
            interval,
            p,
            q,
            words,
            moved,
            regional,
        } = StudyRowView::new(row, lang);
        let regional = in_regions.then_some(regional);
        let figures = [text(row, "n"), coefficient, interval, p, q, moved]
            .into_iter()
            .chain(regional)
            .chain([words]);
        columns
            .iter()
            .map(|(_, of)| of(row, lang))
            .chain(figures)
            .collect()
    };
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    if let [only] = rows
        && !text(only, "note").is_empty()
    {
        output::line(&say!(lang, "correlate-note", text = text(only, "note")))?;
    }
    Ok(())
}

/// Draws the only row.
fn chart(
    context: &Context,
    project: &Project,
    release: &ReleaseRef,
    args: &CorrelateArgs,
    rows: &[Row],
    path: &PathBuf,
) -> Result<(), Failure> {
    let [row] = rows else {
        let shown: Vec<String> = rows
            .iter()
            .take(3)
            .map(|r| {
                ["score", "outcome", "design", "period", "lag", "method"]
                    .map(|c| text(r, c))
                    .join(" ")
            })
            .collect();
        let message = match rows.len() {
            0 => "no row is left to draw".to_owned(),
            n => format!(
                "{n} rows are left, a picture shows one: {} …; choose with --score, --outcome, \
                    --design, --period, --lag, --method",
                shown.join("; ")
            ),
        };
        return Err(Failure::Usage(message));
    };
    let key = RowKey {
        study: text(row, "study"),
        outcome: text(row, "outcome"),
        score: text(row, "score"),
        design: text(row, "design"),
        period: text(row, "period"),
        lag: text(row, "lag").parse().unwrap_or_default(),
        method: text(row, "method"),
    };
    if !text(row, "refused").is_empty() {
        return Err(Failure::Usage(format!(
            "the row has no coefficient to draw: {}",
            StudyRowView::new(row, context.lang).words
        )));
    }
    let studied = study_row(
        project,
        release,
        &key,
        args.as_of.map(|a| a.instant(project.timezone)),
    )?;
    let drawn = picture::scatter(context.lang, project, release, row, &studied)
        .map_err(|e| Failure::Usage(e.to_string()))?;
    std::fs::write(path, drawn)
        .map_err(|e| Failure::Usage(format!("`{}` cannot be written: {e}", path.display())))?;
    if !context.common.quiet {
        output::complain(&say!(
            context.lang,
            "correlate-drawn",
            path = path.display()
        ));
    }
    Ok(())
}
