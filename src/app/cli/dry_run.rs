//! `chiso run --plan`: what a run would land, conform, publish, and which verdicts would change and
//! why, before anything is written.

use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row, complain};
use crate::app::progress::StageDisplay;
use crate::config::Project;
use crate::env::{RealDatabase, RealHttp, clock_from_env};
use crate::governance::Registers;
use crate::inspect::{Plan, VerdictChange, plan as try_run};
use crate::model::{Reason, Severity, Verdict};
use crate::pipeline::{Environment, RunOptions};
use crate::store::ReleaseState;
use serde_json::json;

/// Tries the run and tells; exit code 3 when the run would end with it.
pub fn plan(context: &Context, project: &Project, options: RunOptions<'_>) -> Result<(), Failure> {
    let registers = Registers::load(project);
    if !registers.sound() {
        return Err(Failure::Faults(registers.findings));
    }
    let progress = StageDisplay::new(context.common.quiet);
    let (clock, net, db) = (clock_from_env(), RealHttp::new(), RealDatabase::new());
    let plan = try_run(
        project,
        &registers,
        Environment {
            clock: &*clock,
            net: &net,
            db: &db,
        },
        &progress,
        options,
    )?;
    for finding in plan.report.findings.iter().filter(|f| {
        f.severity > Severity::Info && !(context.common.quiet && f.severity < Severity::Error)
    }) {
        complain(&finding.to_string());
    }
    if context.common.format == Format::Table {
        show(context, &plan)?;
    } else {
        output::rows(context.common.format, &COLUMNS, &rows(&plan))?;
    }
    if plan.report.partial() {
        Err(Failure::Code(3))
    } else {
        Ok(())
    }
}

/// One list: `what` says what a row is about, and the columns that do not concern it are null.
const COLUMNS: [&str; 18] = [
    "what",
    "name",
    "dataset",
    "detail",
    "rows_before",
    "rows_after",
    "kpi",
    "area_code",
    "boundary",
    "period",
    "span",
    "target_before",
    "target_after",
    "value_before",
    "value_after",
    "verdict_before",
    "verdict_after",
    "why",
];

fn rows(plan: &Plan) -> Vec<Row> {
    let row = |what: &str, values: Vec<(&str, serde_json::Value)>| -> Row {
        let mut row: Row = COLUMNS
            .iter()
            .map(|c| ((*c).to_owned(), json!(null)))
            .collect();
        row.insert("what".into(), json!(what));
        row.extend(values.into_iter().map(|(k, v)| (k.to_owned(), v)));
        row
    };
    let word = match (plan.report.state, plan.report.new_release) {
        (ReleaseState::InForce, true) => "new",
        (ReleaseState::InForce, false) => "same",
        (state, _) => state.as_str(),
    };
    let mut all = vec![row(
        "release",
        vec![
            ("name", json!(plan.report.release)),
            ("detail", json!(word)),
        ],
    )];
    all.extend(plan.unasked.iter().map(|u| {
        row(
            "would_ask",
            vec![
                ("name", json!(u.source)),
                ("dataset", json!(u.dataset)),
                ("detail", json!(u.by)),
            ],
        )
    }));
    all.extend(plan.deliveries.iter().map(|d| {
        row(
            "land",
            vec![
                ("name", json!(d.path)),
                ("dataset", json!(d.dataset)),
                ("detail", json!(d.delivery)),
            ],
        )
    }));
    all.extend(plan.report.deliveries.iter().map(|d| {
        let values = [
            ("name", json!(d.delivery)),
            ("dataset", json!(d.dataset)),
            ("detail", json!(d.outcome.as_str())),
            ("rows_after", json!(d.accepted)),
        ];
        row("conform", values.to_vec())
    }));
    let made = plan.report.made;
    let computed = [
        ("figures", made.of_values, made.values),
        ("verdicts", made.of_scores, made.scores),
    ];
    all.extend(computed.map(|(name, of, made)| {
        row(
            "compute",
            vec![
                ("name", json!(name)),
                ("rows_before", json!(of)),
                ("rows_after", json!(made)),
            ],
        )
    }));
    all.extend(plan.tables.iter().map(|(n, b, a)| {
        row(
            "table",
            vec![
                ("name", json!(n)),
                ("rows_before", json!(b)),
                ("rows_after", json!(a)),
            ],
        )
    }));
    let text = |t: &str| if t.is_empty() { json!(null) } else { json!(t) };
    all.extend(plan.flips.iter().map(|f| {
        let pair = |a: &'static str, b: &'static str, v: &[String; 2]| {
            [(a, text(&v[0])), (b, text(&v[1]))]
        };
        let mut values = vec![
            ("kpi", json!(f.kpi)),
            ("area_code", json!(f.area_code)),
            ("boundary", json!(f.boundary)),
        ];
        values.extend([
            ("period", json!(f.period)),
            ("span", json!(f.span)),
            ("why", json!(why(f))),
        ]);
        values.extend(pair("target_before", "target_after", &f.target));
        values.extend(pair("value_before", "value_after", &f.value));
        values.extend(pair("verdict_before", "verdict_after", &f.verdict));
        row("verdict", values)
    }));
    all
}

fn why(flip: &VerdictChange) -> String {
    flip.why.iter().copied().collect::<Vec<_>>().join(";")
}

fn show(context: &Context, plan: &Plan) -> Result<(), Failure> {
    let lang = context.lang;
    output::line(lang.say("plan-head"))?;
    for u in &plan.unasked {
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "plan-asked",
                dataset = u.dataset,
                source = u.source,
                by = u.by
            )
        ))?;
    }
    for d in &plan.deliveries {
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "plan-landed",
                path = d.path,
                dataset = d.dataset,
                size = d.size
            )
        ))?;
    }
    for d in &plan.report.deliveries {
        let counts = format!(
            "{} = {} + {} + {}",
            d.read, d.accepted, d.quarantined, d.ignored
        );
        output::line(&format!(
            "  {}",
            say!(
                lang,
                "plan-conformed",
                dataset = d.dataset,
                delivery = d.delivery,
                outcome = d.outcome.as_str(),
                counts = counts
            )
        ))?;
    }
    for (name, before, now) in plan
        .tables
        .iter()
        .filter(|(_, before, now)| *before != Some(*now))
    {
        let before = before.map_or_else(|| "-".to_owned(), |n| n.to_string());
        output::line(&format!(
            "  {}",
            say!(lang, "plan-rows", name = name, before = before, now = now)
        ))?;
    }
    let release = match (&plan.in_force, plan.report.new_release) {
        _ if plan.report.state != ReleaseState::InForce => {
            let id = &plan.report.release;
            match plan.report.state {
                ReleaseState::Rejected | ReleaseState::Withdrawn => {
                    say!(lang, "plan-refused", id = id)
                }
                _ => say!(lang, "plan-candidate", id = id),
            }
        }
        (Some(id), false) => say!(lang, "plan-same", id = id),
        _ => say!(lang, "plan-published", id = plan.report.release),
    };
    output::line(&release)?;
    let made = plan.report.made;
    let of = |made: usize, all: usize| {
        say!(
            lang,
            "plan-of",
            number = lang.digits(&made.to_string()),
            total = lang.digits(&all.to_string())
        )
    };
    output::line(&say!(
        lang,
        "plan-computed",
        figures = of(made.values, made.of_values),
        verdicts = of(made.scores, made.of_scores)
    ))?;
    output::line(&say!(lang, "plan-flips", number = plan.flips.len()))?;
    if plan.flips.is_empty() || plan.in_force.is_none() {
        return Ok(()); // on a first run every verdict is new
    }
    let headers = [
        "KPI",
        lang.say("plan-area"),
        lang.say("plan-period"),
        lang.say("plan-verdict"),
        lang.say("plan-value"),
        lang.say("plan-target"),
        lang.say("plan-why"),
    ];
    let arrow = |v: &[String; 2]| {
        if v[0] == v[1] {
            v[0].clone()
        } else {
            format!("{} → {}", dash(&v[0]), dash(&v[1]))
        }
    };
    let cells = |f: &VerdictChange| {
        let said = |i: usize| {
            let verdict = f.verdict[i]
                .parse::<Verdict>()
                .map_or(String::new(), |v| lang.verdict(v).to_owned());
            f.reason[i].parse::<Reason>().map_or(verdict.clone(), |r| {
                format!("{verdict} ({})", lang.reason(r))
            })
        };
        vec![
            f.kpi.clone(),
            format!("{} ({})", f.area_code, f.boundary),
            f.period.clone(),
            arrow(&[said(0), said(1)]),
            arrow(&f.value),
            arrow(&f.target),
            why(f),
        ]
    };
    output::line(&output::table(
        &headers,
        plan.flips.iter().map(cells).collect(),
    ))?;
    Ok(())
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}
