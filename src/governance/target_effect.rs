//! Targets that have no effect, or less than they say: a column of the register that decides
//! nothing, a day of effect after the periods it is for, percents written as ratios. Whoever wrote
//! such a line takes it for granted that it judges.

use crate::config::Project;
use crate::governance::registers::Registers;
use crate::governance::targets_in_force::{Among, is_in_force, level_of, named, same_cell};
use crate::model::kind::{Ranking, Sign};
use crate::model::{Dec, Finding, Kpi, Period, Place, Span, Target, declared_id};
use num_rational::BigRational;

/// What of a target has no effect, each with the column that says it. The places are empty.
pub(super) fn without_effect(
    project: &Project,
    registers: &Registers,
    target: &Target,
) -> Vec<(&'static str, Finding)> {
    let warning = |rule: &'static str, message: String, hint: &str| {
        Finding::warning(rule, Place::default(), message).hint(hint.to_owned())
    };
    let mut findings = Vec::new();
    findings.extend(
        effect((&registers.areas, &registers.targets), target)
            .map(|(rule, message, hint)| ("valid_from", warning(rule, message, &hint))),
    );
    let Some(kpi) = project.kpis.iter().find(|k| k.id == target.kpi) else {
        return findings;
    };
    if !target.plan.is_empty() && !kpi.kind.of_plan() {
        let message = format!(
            "target `{}` names the plan `{}`, and KPI `{}` is compared with no plan",
            target.id, target.plan, kpi.id
        );
        findings.push((
            "plan",
            warning(
                "plan_without_effect",
                message,
                "leave `plan` empty, or name a KPI of kind `attainment`",
            ),
        ));
    }
    findings.extend(implausible(kpi, target).map(|(message, hint)| {
        (
            "target_value",
            warning("implausible_target", message, &hint),
        )
    }));
    findings.extend(
        never_compared(kpi, target)
            .map(|(message, hint)| ("period_from", warning("never_a_value", message, hint))),
    );
    findings.extend(
        of_no_member(kpi, target)
            .map(|(message, hint)| ("breakdown", warning("binds_nothing", message, hint))),
    );
    if let Some(Ranking { level, .. }) = kpi.kind.ranking()
        && let Some(of) = level_of(&registers.areas, target)
        && *of != level
    {
        let col = if target.area_level.is_empty() {
            "area_code"
        } else {
            "area_level"
        };
        let message = format!(
            "target `{}` is for a {of}, and KPI `{}` ranks areas of level `{level}`: it binds nothing",
            target.id, kpi.id
        );
        findings.push((
            col,
            warning(
                "binds_nothing",
                message,
                "name an area of the level that is ranked",
            ),
        ));
    }
    findings
}

/// A target of a member in periods in which the member does not exist.
fn of_no_member(kpi: &Kpi, target: &Target) -> Option<(String, &'static str)> {
    let mut bound = named(target).filter(|p| target.binds(*p)).peekable();
    bound.peek()?;
    if bound.any(|p| kpi.exists_in(p, Span::Period)) {
        return None;
    }
    let (of, member) = declared_id(&kpi.id);
    let message = format!(
        "target `{}` is for `{member}` of KPI `{of}`, which exists in none of its periods: it binds \
            nothing",
        target.id
    );
    let hint = "write periods in which the member exists, or put its days right in the dataset of \
        members";
    Some((message, hint))
}

/// A target for periods that the KPI compares with nothing: those up to a fixed base, and those of
/// another length.
fn never_compared(kpi: &Kpi, target: &Target) -> Option<(String, &'static str)> {
    let bound = || named(target).filter(|p| target.binds(*p));
    let uncompared = |p: &Period| !kpi.kind.fits(*p, Span::Period);
    let all = || bound().filter(uncompared);
    let (first, last) = (all().min()?, all().max()?);
    let periods = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let message = format!(
        "target `{}` asks for {periods}, which KPI `{}` compares with nothing: it can never have a \
            value there",
        target.id, kpi.id
    );
    let hint = "write periods after the base in `compared_with` and as long as it, or another base";
    Some((message, hint))
}

/// Most that a growth or an attainment is asked for before one thinks of percents that were meant:
/// 200 %.
const MOST_RATIO: i64 = 2;

/// A target that no place can reach or that asks for the opposite: percents written as ratios, a
/// rank that is to be large.
fn implausible(kpi: &Kpi, target: &Target) -> Option<(String, String)> {
    let percent = |value: Dec| {
        (
            value.ratio() / BigRational::from_integer(100.into()),
            value.ratio() * BigRational::from_integer(100.into()),
        )
    };
    let plain = |number: &BigRational| {
        Dec::from_rational(number).map_or_else(|| number.to_string(), |d| d.to_string())
    };
    let most = Dec::from_int(if kpi.kind.formula().is_share() {
        1
    } else {
        MOST_RATIO
    });
    let points = target.path.iter().flat_map(|path| &path.points);
    let large = [
        ("target_value", target.value),
        ("tolerance", target.tolerance),
    ]
    .into_iter()
    .chain(target.high.map(|high| ("target_high", high)))
    .chain(points.map(|(_, value)| ("path_points", *value)))
    .find(|(_, v)| *v > most);
    // A change of rank may be of any sign.
    let of_rank = kpi.kind.spec().sign == Sign::Level;
    match (target.value_unit.as_str(), large) {
        ("ratio", Some((what, value))) => {
            let (ratio, percents) = percent(value);
            let message = format!(
                "`{what}` of target `{}` is {value}, which is {} %",
                target.id,
                plain(&percents)
            );
            Some((
                message,
                format!("did you mean {}? a ratio of 0.2 is 20 %", plain(&ratio)),
            ))
        }
        ("rank", _) if of_rank && target.op.is_floor() => {
            let message = format!(
                "target `{}` asks for a rank of at least {}, and 1 is the best",
                target.id, target.value
            );
            Some((
                message,
                "write `le` or `lt`: a rank is good when it is low".to_owned(),
            ))
        }
        ("rank", _)
            if of_rank && (!target.value.is_integer() || target.value < Dec::from_int(1)) =>
        {
            let message = format!(
                "target `{}` asks for the rank {}, which no area can have",
                target.id, target.value
            );
            Some((message, "write a whole number from 1 on".to_owned()))
        }
        _ => None,
    }
}

/// A target that takes effect after periods that it names.
fn effect((areas, targets): Among<'_>, target: &Target) -> Option<(&'static str, String, String)> {
    let day = target.valid_from?;
    let mut periods: Vec<Period> = named(target).collect();
    periods.reverse();
    if !periods.iter().any(|p| target.binds(*p)) {
        let message = format!(
            "target `{}` took effect on {day}, when the last of its periods, {}, was over: it \
                binds nothing",
            target.id, target.period_to
        );
        return Some((
            "binds_nothing",
            message,
            "write the periods that it is for, or the day from which it is to count".to_owned(),
        ));
    }
    let within = periods.iter().find(|p| {
        target.takes_effect_within(**p) && !is_in_force((areas, targets), target, **p, None)
    });
    if let Some(period) = within
        && let Some(older) = targets
            .iter()
            .find(|t| t.id == target.supersedes && same_cell(areas, t, target))
    {
        let message = format!(
            "target `{}` takes effect on {day}, within {period}, which `{}` still judges",
            target.id, older.id
        );
        let hint = format!(
            "write `valid_from = {}`, or leave it empty, if it is to judge all of {period}",
            period.start()
        );
        return Some(("effect_within_period", message, hint));
    }
    let lost = |p: &&Period| {
        !target.binds(**p)
            && !targets
                .iter()
                .any(|t| same_cell(areas, t, target) && t.binds(**p))
    };
    let (first, final_one) = (periods.iter().find(lost)?, periods.iter().rfind(lost)?);
    let which = if first == final_one {
        format!("{first} had ended: nothing binds it")
    } else {
        format!("{first} to {final_one} had ended: nothing binds these")
    };
    let message = format!("target `{}` took effect on {day}, after {which}", target.id);
    let hint = "let it begin later in `period_from`, or name the target that was in force before \
        in `supersedes`"
        .to_owned();
    Some(("effect_after_period", message, hint))
}
