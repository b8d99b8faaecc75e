//! `chiso targets list`: what targets bind, what they replace, where they are declared.

use crate::app::cli::table::{known_area, known_kpi};
use crate::app::cli::{AsOf, Context, Failure};
use crate::app::lang::Lang;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::Registers;
use crate::governance::targets::{Listed, listed};
use crate::model::{Period, Target, day_of, fold_name};
use clap::Args;
use serde_json::json;
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only targets of this KPI
    #[arg(long, value_name = "ID")]
    kpi: Option<String>,
    /// Only targets of this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    area: Option<String>,
    /// Only targets that bind this period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    period: Option<Period>,
    /// As decided by then: a day of the project's zone, or an RFC 3339 time; targets without a day
    /// of decision count
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
}

const LIST: [&str; 19] = [
    "target_id",
    "kpi",
    "area_code",
    "area_name_vi",
    "area_name_en",
    "period_from",
    "period_to",
    "op",
    "target_value",
    "value_unit",
    "tolerance",
    "plan",
    "binding",
    "supersedes",
    "chain",
    "decided_on",
    "valid_from",
    "legal_basis",
    "declared_at",
];

pub(super) fn list(
    context: &Context,
    project: &Project,
    registers: &Registers,
    filter: &Filter,
) -> Result<(), Failure> {
    known_kpi(project, filter.kpi.as_deref())?;
    known_area(registers, filter.area.as_deref())?;
    let day = filter
        .as_of
        .map(|a| day_of(a.instant(project.timezone), project.timezone));
    let mut found = listed(registers, day);
    found.retain(|l| wanted(filter, l));
    if context.common.format != Format::Table {
        output::rows(
            context.common.format,
            &LIST,
            &found.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    if found.is_empty() {
        output::line(context.lang.say("targets-none"))?;
        return Ok(());
    }
    show(context.lang, project, &found)
}

fn wanted(filter: &Filter, l: &Listed) -> bool {
    let area = filter.area.as_ref().map(|a| fold_name(a));
    filter.kpi.as_ref().is_none_or(|k| l.target.kpi == *k)
        && filter.period.is_none_or(|p| l.target.binds(p))
        && area.is_none_or(|a| {
            [&l.target.area_code, &l.area[0], &l.area[1]]
                .iter()
                .any(|n| fold_name(n) == a)
        })
}

fn row(l: &Listed) -> Row {
    let t = &l.target;
    let text = |text: &str| {
        if text.is_empty() {
            json!(null)
        } else {
            json!(text)
        }
    };
    let values = [
        json!(t.id),
        json!(t.kpi),
        json!(t.area_code),
        text(&l.area[0]),
        text(&l.area[1]),
        json!(t.period_from.to_string()),
        json!(t.period_to.to_string()),
        json!(t.op.as_str()),
        json!(t.value.to_string()),
        json!(t.value_unit),
        json!(t.tolerance.to_string()),
        text(&t.plan),
        json!(l.binding.as_str()),
        text(&t.supersedes),
        if l.chain.len() > 1 {
            json!(l.chain.join(";"))
        } else {
            json!(null)
        },
        json!(t.decided_on),
        json!(t.valid_from),
        text(&t.legal_basis),
        json!(l.place.to_string()),
    ];
    output::row(&LIST, values)
}

fn show(lang: Lang, project: &Project, found: &[Listed]) -> Result<(), Failure> {
    let headers = [
        lang.say("targets-target"),
        lang.say("targets-area"),
        lang.say("targets-period"),
        lang.say("targets-requirement"),
        lang.say("targets-state"),
        lang.say("targets-set-by"),
    ];
    let cells = |l: &Listed| {
        let t = &l.target;
        let period = if t.period_from == t.period_to {
            t.period_from.to_string()
        } else {
            format!("{} – {}", t.period_from, t.period_to)
        };
        let mut standing = lang.binding(l.binding).to_owned();
        if l.chain.len() > 1 {
            let _ = write!(standing, ": {}", l.chain.join(" → "));
        }
        let area = &l.area[usize::from(!lang.is_vi())];
        vec![
            format!("{}\n{}", t.id, l.place),
            format!("{area} ({})", t.area_code),
            period,
            asked(lang, project, t),
            standing,
            basis(lang, t),
        ]
    };
    output::line(&output::table(&headers, found.iter().map(cells).collect()))?;
    Ok(())
}

/// The KPI and what a target asks of it.
fn asked(lang: Lang, project: &Project, t: &Target) -> String {
    let title = project
        .kpis
        .iter()
        .find(|k| k.id == t.kpi)
        .map_or("", |k| k.title.get(lang.is_vi()));
    let mut asked = format!(
        "{title}\n{} {}",
        t.op.sign(),
        lang.target(t.value.to_f64(), None, &t.value_unit)
    );
    if t.tolerance.is_positive() {
        let _ = write!(
            asked,
            " ({} {})",
            lang.say("targets-tolerance"),
            t.tolerance
        );
    }
    if !t.plan.is_empty() {
        let _ = write!(asked, ", {} {}", lang.say("targets-plan"), t.plan);
    }
    asked
}

/// The document that sets a target, and since when.
fn basis(lang: Lang, t: &Target) -> String {
    let mut basis = if t.legal_basis.is_empty() {
        lang.say("targets-no-document").to_owned()
    } else {
        t.legal_basis.clone()
    };
    for (word, day) in [
        (lang.say("targets-decided"), t.decided_on),
        (lang.say("targets-valid-from"), t.valid_from),
    ] {
        basis.push_str(&day.map_or_else(String::new, |d| format!("\n{word} {d}")));
    }
    basis
}
