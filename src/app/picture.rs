//! The words of a picture: what its axes show, with units, how many observations, which
//! coefficient, and where the figures come from.

use crate::app::cli::{StudyRowView, caution, series_title};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::CorrelationRow;
use crate::chart::{self, Axis, ChartError, Point};
use crate::config::Project;
use crate::correlate::Dot;
use crate::inspect::Studied;
use crate::model::{Association, Design, Method, readable};
use crate::store::ReleaseRef;

/// Names are tried for this many of the points of a panel, the farthest from the middle first.
const NAMED: usize = 60;

/// The points behind a row as SVG.
///
/// # Errors
/// When it cannot be drawn.
pub fn scatter(
    lang: Lang,
    project: &Project,
    release: &ReleaseRef,
    row: &CorrelationRow,
    studied: &Studied,
) -> Result<String, ChartError> {
    let association = &studied.row;
    let (score, outcome) = (
        series_title(project, &association.score, lang),
        series_title(project, &association.outcome, lang),
    );
    let seen = StudyRowView::new(row, lang);
    let first = seen.words.split(';').next().unwrap_or_default();
    let picture = chart::Scatter {
        title: format!("{score} – {outcome}: {first}"),
        subtitle: subtitle(lang, row, studied, &seen),
        x: Axis {
            title: axis(lang, project, &association.score, studied, true),
            percent: is_share(project, &association.score),
        },
        y: Axis {
            title: axis(lang, project, &association.outcome, studied, false),
            percent: is_share(project, &association.outcome),
        },
        points: points(project, studied),
        zero_lines: studied.scatter.deviations,
        footer: footer(lang, project, release, studied),
        comma: lang.is_vi(),
    };
    Ok(readable(&chart::svg(&picture)?).into_owned())
}

fn points(project: &Project, studied: &Studied) -> Vec<Point> {
    let one_period = studied.row.design == Design::CrossSection;
    let point = |d: &Dot| {
        let unit = studied.registers.areas.unit(d.area);
        let name = if one_period {
            unit.name(true).to_owned()
        } else {
            format!("{} {}", unit.name(true), d.period)
        };
        // The area of the project's headline is the one its readers look for.
        let strong = project.headline.as_ref().is_some_and(|(area, _)| {
            [unit.code.as_str(), unit.name(true), unit.name(false)].contains(&area.as_str())
        });
        Point {
            name,
            x: d.score,
            y: d.outcome,
            strong,
        }
    };
    let mut points: Vec<Point> = studied.scatter.dots.iter().map(point).collect();
    if points.len() > 2 * NAMED {
        keep_outer_names(&mut points);
    }
    points
}

/// Removes the names of the points near the middle.
fn keep_outer_names(points: &mut [Point]) {
    let spread = |of: fn(&Point) -> f64| points.iter().map(of).fold(0.0_f64, |m, v| m.max(v.abs()));
    let (x, y) = (spread(|p| p.x), spread(|p| p.y));
    let mut order: Vec<usize> = (0..points.len()).collect();
    let distance = |p: &Point| (p.x / x).hypot(p.y / y);
    order.sort_by(|a, b| distance(&points[*b]).total_cmp(&distance(&points[*a])));
    order
        .into_iter()
        .skip(NAMED)
        .filter(|i| !points[*i].strong)
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|i| points[i].name.clear());
}

fn subtitle(
    lang: Lang,
    row: &CorrelationRow,
    studied: &Studied,
    seen: &StudyRowView,
) -> Vec<String> {
    let opposite: Vec<&str> = studied
        .row
        .opposite
        .iter()
        .map(|d| lang.design(*d))
        .collect();
    let opposite = (!opposite.is_empty())
        .then(|| say!(lang, "chart-opposite-sign", opposite = opposite.join(", ")));
    [
        result(lang, row, &studied.row, seen),
        design(lang, &studied.row),
    ]
    .into_iter()
    .chain(opposite)
    .chain([caution(lang).to_owned()])
    .collect()
}

/// The coefficient with its interval, p and q, and what was counted.
fn result(
    lang: Lang,
    row: &CorrelationRow,
    association: &Association,
    seen: &StudyRowView,
) -> String {
    let letter = lang.coefficient(association.method);
    let number = |n: usize| lang.digits(&n.to_string());
    let counted = say!(
        lang,
        "chart-counted",
        n = number(association.n),
        areas = number(association.n_areas),
        count = association.n_periods,
        periods = number(association.n_periods)
    );
    let q = row
        .q_value
        .map_or_else(String::new, |_| format!(", q = {}", seen.q));
    let interval = match association.interval {
        Some(_) => format!(
            " {}",
            say!(lang, "chart-interval", interval = seen.interval)
        ),
        None => String::new(),
    };
    format!(
        "{letter} = {}{interval}, p = {}{q}, {counted}",
        seen.coefficient, seen.p
    )
}

/// The period of the outcome, by how much the score precedes it, and the design.
fn design(lang: Lang, association: &Association) -> String {
    let period = say!(
        lang,
        "chart-outcome-of",
        period = association.period.replace('/', "–")
    );
    let precedes = match association.lag {
        0 => lang.say("chart-lag-none").to_owned(),
        1 => lang.say("chart-lag-one").to_owned(),
        n if n > 0 => say!(lang, "chart-lag-before", n = n),
        n => say!(lang, "chart-lag-later", n = -n),
    };
    format!("{period}; {precedes}; {}", lang.design(association.design))
}

/// Values are shares of one.
fn is_share(project: &Project, series: &str) -> bool {
    project
        .kpis
        .iter()
        .any(|k| k.id == series && k.kind.value_unit() == "ratio")
}

fn axis(lang: Lang, project: &Project, series: &str, studied: &Studied, score: bool) -> String {
    let unit = project
        .kpis
        .iter()
        .find(|k| k.id == series)
        .map(|k| match k.kind.value_unit() {
            "ratio" => "%",
            "pp" => lang.say("chart-unit-pp"),
            "rank" => lang.say("chart-unit-rank"),
            _ => lang.say("chart-unit-score"),
        });
    let unit = unit.unwrap_or_else(|| {
        if score {
            lang.say("chart-unit-score")
        } else {
            lang.say("chart-unit-measure")
        }
    });
    let left = match (studied.scatter.deviations, studied.row.design) {
        (false, _) => "",
        (true, Design::Within) => lang.say("chart-within"),
        (true, _) => lang.say("chart-period-mean"),
    };
    let ranked = match studied.row.method {
        Method::Pearson => "",
        _ => lang.say("chart-ranks"),
    };
    format!(
        "{} ({unit}{left}{})",
        series_title(project, series, lang),
        if score { ranked } else { "" }
    )
}

fn footer(lang: Lang, project: &Project, release: &ReleaseRef, studied: &Studied) -> Vec<String> {
    let citations = studied
        .datasets
        .iter()
        .filter_map(|id| project.dataset(id))
        .map(|d| d.citation.clone());
    let sources = citations.collect::<Vec<_>>().join("; ");
    let boundary = say!(lang, "chart-boundaries-of", boundary = studied.row.boundary);
    vec![
        say!(lang, "chart-sources", sources = sources),
        say!(
            lang,
            "chart-release",
            id = release.id,
            boundary = boundary,
            study = studied.study.id
        ),
    ]
}
