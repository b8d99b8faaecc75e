//! `chiso targets list`: what targets bind, what they replace, where they are declared.

use crate::app::cli::asked_period::for_people;
use crate::app::cli::table::{known_area, known_kpi};
use crate::app::cli::{AsOf, AskedPeriod, Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::Registers;
use crate::governance::targets::{Listed, listed};
use crate::model::{Dec, Period, Span, Target, day_of, fold_name, is_asked};
use clap::Args;
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only targets of this KPI
    #[arg(long, value_name = "ID")]
    kpi: Option<String>,
    /// Only targets of this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    area: Option<String>,
    /// Only targets that bind this period: 2020, 2020-Q3, 2020-09, or 2020-04-01/P1Y for the fiscal year from April
    #[arg(long)]
    period: Option<AskedPeriod>,
    /// As decided by then: a day of the project's zone, or an RFC 3339 time; targets without a day
    /// of decision count
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
}

const LIST: [&str; 25] = [
    "target_id",
    "kpi",
    "area_code",
    "area_name_vi",
    "area_name_en",
    "area_level",
    "areas_bound",
    "areas_with_own",
    "period_from",
    "period_to",
    "op",
    "target_value",
    "target_high",
    "path",
    "path_values",
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
    let mut found = listed(registers, project.boundaries.first().copied(), day);
    let codes = codes_of(registers, filter);
    let period = filter.period.as_ref().map(|p| p.of(project)).transpose()?;
    found.retain(|l| wanted((filter, period), &codes, l));
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

/// The codes of the area asked for, by code or name.
fn codes_of(registers: &Registers, filter: &Filter) -> BTreeSet<String> {
    let Some(asked) = filter.area.as_ref().map(|a| fold_name(a)) else {
        return BTreeSet::new();
    };
    let units = registers.areas.units().map(|(_, unit)| unit);
    units
        .filter(|unit| {
            [unit.code.as_str(), unit.name(true), unit.name(false)]
                .iter()
                .any(|name| fold_name(name) == asked)
        })
        .map(|unit| unit.code.clone())
        .collect()
}

fn wanted(
    (filter, period): (&Filter, Option<Period>),
    codes: &BTreeSet<String>,
    l: &Listed,
) -> bool {
    let area = filter.area.as_ref().map(|a| fold_name(a));
    filter
        .kpi
        .as_ref()
        .is_none_or(|k| is_asked(&l.target.kpi, k))
        && period.is_none_or(|p| l.target.binds(p))
        && area.is_none_or(|a| {
            [&l.target.area_code, &l.area[0], &l.area[1]]
                .iter()
                .any(|n| fold_name(n) == a)
                || (!l.target.area_level.is_empty() && l.binds.iter().any(|c| codes.contains(c)))
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
        text(&t.area_code),
        text(&l.area[0]),
        text(&l.area[1]),
        text(&t.area_level),
        text(&l.binds.join(";")),
        text(&l.instead.join(";")),
        json!(t.period_from.to_string()),
        json!(t.period_to.to_string()),
        json!(t.op.as_str()),
        json!(t.value.to_string()),
        json!(t.high.map(|high| high.to_string())),
        json!(t.path.as_ref().map(|path| path.rule.as_str())),
        text(&path_values(t, "", |v| v.to_string()).join(";")),
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
    let fiscal = project.fiscal_calendar();
    let cells = |l: &Listed| {
        let t = &l.target;
        let shown = |period: Period| for_people(fiscal, (period, Span::Period), lang);
        let period = if t.period_from == t.period_to {
            shown(t.period_from)
        } else {
            format!("{} – {}", shown(t.period_from), shown(t.period_to))
        };
        let mut standing = lang.binding(l.binding).to_owned();
        if l.chain.len() > 1 {
            let _ = write!(standing, ": {}", l.chain.join(" → "));
        }
        vec![
            format!("{}\n{}", t.id, l.place),
            whom(lang, l),
            period,
            asked(lang, project, t),
            standing,
            basis(lang, t),
        ]
    };
    output::line(&output::table(&headers, found.iter().map(cells).collect()))?;
    Ok(())
}

/// The area that a target is for; of a level how many areas it binds, and which have their own.
fn whom(lang: Lang, l: &Listed) -> String {
    if l.target.area_level.is_empty() {
        // Areas go by the name their people use, in every language.
        return format!("{} ({})", l.area[0], l.target.area_code);
    }
    let mut whom = say!(
        lang,
        "targets-every-area",
        level = l.target.area_level,
        number = l.binds.len()
    );
    if !l.instead.is_empty() {
        let own = l.instead.join(", ").replace(':', " ");
        let _ = write!(whom, "\n{}", say!(lang, "targets-own-instead", own = own));
    }
    whom
}

/// The values of a path in each period that the target is for, as they are shown; `none` is written
/// where it asks nothing.
fn path_values(t: &Target, none: &str, shown: impl Fn(Dec) -> String) -> Vec<String> {
    if t.path.is_none() {
        return Vec::new();
    }
    let value = |p: Period| {
        let value = Some(p).filter(|p| t.names(*p));
        let value = value.and_then(|p| Dec::from_rational(&t.asked(p).value));
        let value = value.map_or_else(|| none.to_owned(), &shown);
        format!("{p}={value}")
    };
    let mut periods: Vec<Period> = std::iter::successors(Some(t.period_to), |p| Some(p.before()))
        .take_while(|p| *p >= t.period_from)
        .collect();
    periods.reverse();
    periods.into_iter().map(value).collect()
}

/// The KPI and what a target asks of it.
fn asked(lang: Lang, project: &Project, t: &Target) -> String {
    let kpi = project.kpis.iter().find(|k| k.id == t.kpi);
    let title = kpi.map_or("", |k| k.title.get(lang.is_vi()));
    let unit = kpi.map_or(t.value_unit.as_str(), |k| k.kind.shown_as());
    let shown = |value: Dec| lang.target(value.to_f64(), None, unit);
    let mut asked = format!(
        "{title}\n{}",
        lang.asked(t.op, &shown(t.value), t.high.map(shown))
    );
    if let Some(path) = &t.path {
        let values = path_values(t, lang.say("verdict-no-target"), shown).join("; ");
        let _ = write!(asked, "\n{}: {values}", lang.path(path.rule));
    }
    if t.tolerance.is_positive() {
        let _ = write!(
            asked,
            " ({} {})",
            lang.say("targets-tolerance"),
            lang.margin(t.tolerance.to_f64(), &t.value_unit)
                .trim_start_matches('+')
        );
    }
    if !t.plan.is_empty() {
        let _ = write!(asked, ", {} {}", lang.say("targets-plan"), t.plan);
    }
    asked
}

/// The document that sets a target, since when, and what is remarked of it.
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
    if !t.note.is_empty() {
        let _ = write!(basis, "\n{}", t.note);
    }
    basis
}
