//! A verdict: what it rests on, down to the cells of the delivered files.

use crate::app::cli::{Failure, explained, listed, used_rows};
use crate::app::lang::{Digits, Lang};
use crate::app::output::complain;
use crate::app::rows::ScorecardRow;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::message;
use crate::app::site::pages::other_figures::{OtherFigures, Revision, UnusedFigure};
use crate::app::site::pages::rows::{RowsWanted, read};
use crate::app::site::scores::{ScoreLine, area_name, line, members_of};
use crate::app::site::sentence::of_verdict;
use crate::app::site::visit::Visit;
use crate::model::{Period, Role, Span, Status, id_of_breakdown};
use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "verdict.html")]
struct VerdictPage {
    frame: Frame,
    lang: Lang,
    kpi: Link,
    area: Link,
    judged: Vec<Judged>,
    /// Whether the cells behind the verdict are known.
    known: bool,
}

/// A verdict by one target.
struct Judged {
    score: ScoreLine,
    formula: String,
    legal_basis: String,
    note: String,
    operands: Vec<Operand>,
    /// What it was before, the latest change first.
    revisions: Vec<Revision>,
    /// What figures that were not used would have given.
    unused: Vec<UnusedFigure>,
}

/// A figure that the verdict rests on.
struct Operand {
    role: &'static str,
    measure: String,
    period: String,
    figure: String,
    status: &'static str,
    cells: Vec<Cell>,
    /// How many cells are not listed.
    more: usize,
}

/// Most cells of a figure that a page lists.
const MOST_CELLS: usize = 1000;

/// A cell of a delivered file.
struct Cell {
    place: String,
    row: String,
    column: String,
    received: String,
    source: String,
    sha256: String,
}

/// The page of a verdict.
///
/// # Errors
/// When the release or the tables behind it cannot be read.
pub fn verdict(
    visit: &Visit<'_>,
    (kpi, area, period): (&str, &str, Period),
) -> Result<Answer, Failure> {
    let wanted = RowsWanted {
        kpi: Some(kpi),
        area: Some(area),
        period: Some(period),
        boundary: Some(visit.boundary()),
    };
    let rows = read(visit, wanted)?;
    let breakdown = visit.address.choice.breakdown.as_str();
    let shown: Vec<&ScorecardRow> = { rows.iter() }
        .map(|r| &**r)
        .filter(|r| members_of(r) == breakdown)
        .collect();
    let Some(first) = shown.first() else {
        return Ok(message(visit.lang, 404, visit.lang.say("site-no-verdict")));
    };
    // The verdict is published; where what is behind it cannot be worked out any more, it stands alone.
    let on = (visit.boundary(), visit.lang);
    let id = id_of_breakdown(kpi, breakdown).unwrap_or_else(|| kpi.to_owned());
    let asked = (id.as_str(), area, period);
    let documents =
        explained(visit.project, visit.release(), asked, on).unwrap_or_else(|failure| {
            complain(&format!(
                "{}: {}",
                visit.address.href(),
                failure.text(visit.lang)
            ));
            vec![]
        });
    let others = OtherFigures::read(visit, kpi, area)?;
    let judged: Vec<Judged> = { shown.iter() }
        .map(|row| {
            let same = |d: &&Value| {
                text(d, &["target", "id"]) == row.target_id
                    && text(d, &["span"]) == row.span.to_string()
            };
            judged(visit, (row, &others), documents.iter().find(same))
        })
        .collect();
    let name = area_name(first);
    let sentences = judged.iter().map(|j| {
        let said = (
            j.score.value.as_str(),
            j.score.target.as_str(),
            j.score.verdict,
        );
        of_verdict(visit.lang, &name, &j.score.period, said)
    });
    let sentence = sentences.collect::<Vec<_>>().join(" ");
    let heading = judged
        .first()
        .map_or_else(String::new, |j| j.score.title.clone());
    let mut of_kpi = visit.address.to(Page::Kpi(kpi.to_owned()));
    of_kpi.choice.period = Some(period);
    of_kpi.choice.area = Some(area.to_owned());
    breakdown.clone_into(&mut of_kpi.choice.breakdown);
    let mut of_area = visit.address.to(Page::Area(area.to_owned()));
    of_area.choice.period = Some(period);
    let page = VerdictPage {
        lang: visit.lang,
        kpi: Link::to(heading.clone(), &of_kpi),
        area: Link::to(
            format!("{name} {}", visit.period(period, Span::Period)),
            &of_area,
        ),
        judged,
        known: !documents.is_empty(),
        frame: Frame::of(visit, heading, sentence),
    };
    Ok(Answer::page(200, &page))
}

fn judged(
    visit: &Visit<'_>,
    (row, others): (&ScorecardRow, &OtherFigures),
    document: Option<&Value>,
) -> Judged {
    let said = |path: &[&str]| document.map_or_else(String::new, |d| text(d, path));
    let operands = document.map(|d| listed(d, "operands")).unwrap_or_default();
    let deliveries = document
        .map(|d| listed(d, "deliveries"))
        .unwrap_or_default();
    Judged {
        score: line(visit, row, &[]),
        formula: said(&["formula"]),
        legal_basis: said(&["target", "legal_basis"]),
        note: said(&["target", "note"]),
        operands: { operands.iter() }
            .map(|o| operand(visit, o, &deliveries))
            .collect(),
        revisions: others.revisions(visit, row),
        unused: others.unused(visit, row),
    }
}

fn operand(visit: &Visit<'_>, operand: &Value, deliveries: &[Value]) -> Operand {
    let lang = visit.lang;
    let figure = |name: &str| text(operand, &["figure", name]);
    let (value, unit) = (figure("value"), figure("unit"));
    let rows: Vec<Value> = used_rows(operand).collect();
    let listed = rows.iter().take(MOST_CELLS);
    let cells: Vec<Cell> = listed.map(|row| cell(row, deliveries)).collect();
    let more = rows.len() - cells.len();
    let role: Option<Role> = text(operand, &["role"]).parse().ok();
    let status: Option<Status> = figure("status").parse().ok();
    Operand {
        role: role.map_or("", |r| lang.role(r)),
        measure: text(operand, &["measure"]),
        period: period_of(visit, operand),
        figure: if value.is_empty() {
            "–".to_owned()
        } else {
            lang.figure(&value, visit.unit(&unit), Digits::All)
        },
        status: status.map_or("", |s| lang.status(s)),
        cells,
        more,
    }
}

/// The period of a figure for people, as far as it is known as one.
fn period_of(visit: &Visit<'_>, operand: &Value) -> String {
    let (period, span) = (text(operand, &["period"]), text(operand, &["span"]));
    match (period.parse(), span.parse()) {
        (Ok(period), Ok(span)) => visit.period(period, span),
        _ => period,
    }
}

fn cell(row: &Value, deliveries: &[Value]) -> Cell {
    let id = text(row, &["delivery"]);
    let delivery = deliveries.iter().find(|d| text(d, &["delivery"]) == id);
    let of_delivery = |name: &str| delivery.map_or_else(String::new, |d| text(d, &[name]));
    let (file, part) = (text(row, &["file"]), text(row, &["part"]));
    Cell {
        place: if part.is_empty() {
            file
        } else {
            format!("{file}, {part}")
        },
        row: text(row, &["row"]),
        column: text(row, &["col"]),
        received: text(row, &["raw"]),
        source: text(row, &["source_id"]),
        sha256: of_delivery("sha256"),
    }
}

/// What stands at a path of an object, as text; nothing where there is nothing.
fn text(of: &Value, path: &[&str]) -> String {
    let found = path.iter().try_fold(of, |at, name| at.get(name));
    found.map_or_else(String::new, crate::app::output::plain)
}
