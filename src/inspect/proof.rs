//! `explain --verify`: a verdict computed again from landed bytes, and everything on the way held
//! against what the lake and the release say.
//!
//! The landed files are held against receipt and manifest and conformed again under the release's
//! own configuration; each row that bears on the verdict is found in its file, cell by cell;
//! tables, figures and verdict are then compared with those of the lake and of the release.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::inputs::{needed, wanted};
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::publish;
use crate::ingest::{self, Delivery, DeliveryContent, Found};
use crate::inspect::answer::{Footing, Question};
use crate::inspect::explain::explanation::{ExplainedOperand, ExplainedRow, Explanation};
use crate::inspect::explain::score::{Explained, Whole, declared, explain_from};
use crate::inspect::past_release::Past;
use crate::inspect::rebuild::{Remade, found_in_landing, live_differs, remake, tables_stand};
use crate::model::published::TableSpec;
use crate::model::{CELLS_JOINED, Kpi, Period, RepairAction};
use crate::pipeline::Silent;
use crate::pipeline::conform_context::bounds;
use crate::store::{
    Lake, LandedDelivery, QUARANTINE, Record, ReleaseRef, encode_table, records, records_in, short,
    to_batch,
};
use std::collections::{BTreeMap, BTreeSet};

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofStep {
    /// What was held: `configuration`, `landing`, `table`, `cell`, `item`, `row`, `operand` or
    /// `score`.
    pub what: &'static str,
    /// Which one.
    pub subject: String,
    /// What it says.
    pub found: String,
    /// What it was held against, and what that says.
    pub against: String,
    /// Whether the two agree; `None` when there was nothing to hold it against.
    pub holds: Option<bool>,
}

/// The comparisons, and the explanation made from landing where that could be done.
pub struct Proof {
    /// Comparisons in the direction of the data.
    pub steps: Vec<ProofStep>,
    /// The explanation, from landing.
    pub explained: Option<Explained>,
}

impl Proof {
    /// Whether anything differs.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.steps.iter().any(|s| s.holds == Some(false))
    }
}

fn step(
    what: &'static str,
    subject: impl Into<String>,
    found: impl Into<String>,
    against: impl Into<String>,
    holds: bool,
) -> ProofStep {
    ProofStep {
        what,
        subject: subject.into(),
        found: found.into(),
        against: against.into(),
        holds: Some(holds),
    }
}

/// Proves the verdicts of a KPI for an area and period, of a release.
///
/// # Errors
/// When a name is unknown, or there is nothing to explain; what is damaged is a step that does not
/// hold.
pub fn prove(
    project: &Project,
    release: &ReleaseRef,
    asked: (&str, &str, Period),
    question: Question,
) -> Result<Proof, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let past = match Past::open(&lake, Some(&release.id)) {
        Ok(past) => past,
        Err(error @ (RunError::Store(_) | RunError::Registers(_))) => {
            let steps = vec![step(
                "configuration",
                "landing/_project",
                error.to_string(),
                format!("manifest of `{}`", release.id),
                false,
            )];
            return Ok(Proof {
                steps,
                explained: None,
            });
        }
        Err(error) => return Err(error),
    };
    let kpi = declared(&past.project, asked.0)?;
    let datasets = datasets(&past.project, kpi);
    let mut steps = landing(&lake, &past, &datasets);
    if steps.iter().any(|s| s.holds == Some(false)) {
        return Ok(Proof {
            steps,
            explained: None,
        });
    }
    let remade = remake(&lake, &past, Some(&datasets), &Silent)?;
    let (held, from_tables) = tables(&lake, &past, &datasets, &remade, (asked, question))?;
    steps.extend(held);
    let made = explain_from(
        Some(Footing::Remade(Box::new(remade))),
        (&past.project, &lake, release),
        asked,
        question,
    )?;
    for explanation in &made.explained.explanations {
        steps.extend(cells(&lake, &past.project, explanation)?);
        for item in &explanation.score.items {
            // Its score is part of the one that is held below; its cells are those of another
            // verdict.
            let against = format!("`chiso explain {} --verify` goes on to its cells", item.kpi);
            steps.push(ProofStep {
                what: "item",
                subject: item.id.clone(),
                found: item.kpi.clone(),
                against,
                holds: None,
            });
        }
    }
    steps.extend(
        from_tables
            .iter()
            .flat_map(|tables| rows(&tables.explained.explanations, &made.explained.explanations)),
    );
    steps.extend(published(&past, kpi, &made, question)?);
    Ok(Proof {
        steps,
        explained: Some(made.explained),
    })
}

/// The datasets that a KPI's measures read.
fn datasets(project: &Project, kpi: &Kpi) -> BTreeSet<String> {
    let measures = wanted(
        &project.measures,
        &kpi.kind.measures().into_iter().collect(),
    );
    needed(&project.datasets, &measures)
        .into_iter()
        .map(|d| d.id.clone())
        .collect()
}

/// Every landed file that is read, against its receipt and the manifest.
fn landing(lake: &Lake, past: &Past, datasets: &BTreeSet<String>) -> Vec<ProofStep> {
    let mut steps = Vec::new();
    for entry in past.release.manifest.deliveries() {
        if !datasets.contains(&entry.dataset) {
            continue;
        }
        let subject = format!(
            "landing/{}/{}/{}",
            entry.dataset, entry.delivery, entry.file_name
        );
        let sha256 = short(&entry.sha256);
        let against = format!("sha256 {sha256}… of receipt and manifest");
        let held = found_in_landing(lake, &past.release, entry)
            .and_then(|landed| Ok(lake.hold_against_hash(&landed)?));
        steps.push(match held {
            Ok(()) => step(
                "landing",
                subject,
                format!("sha256 {sha256}…"),
                against,
                true,
            ),
            Err(error) => step("landing", subject, error.to_string(), against, false),
        });
    }
    steps
}

/// The tables of the lake against those made again, and what they say of the verdict.
fn tables(
    lake: &Lake,
    past: &Past,
    datasets: &BTreeSet<String>,
    remade: &Remade,
    (asked, question): ((&str, &str, Period), Question),
) -> Result<(Vec<ProofStep>, Option<Whole>), RunError> {
    let release = &past.release;
    if !tables_stand(lake, release, |table| {
        table == QUARANTINE || datasets.contains(table)
    })? {
        let found = "gone, or made anew under another log".to_owned();
        let mut steps = vec![ProofStep {
            what: "table",
            subject: "tables".into(),
            found,
            against: "nothing to compare".into(),
            holds: None,
        }];
        if lake
            .releases()
            .current()?
            .is_some_and(|c| c.id == release.id)
        {
            steps.extend(
                live_differs(lake, remade, past)?
                    .into_iter()
                    .map(|f| step("table", f.place.file, f.message, "landing", false)),
            );
        }
        return Ok((steps, None));
    }
    let mut steps = Vec::new();
    for dataset in datasets {
        let Some(version) = release.manifest.version_of(dataset) else {
            continue;
        };
        let bytes = |path: &std::path::Path| std::fs::read(path).unwrap_or_default();
        let (mut again, mut others) = (BTreeMap::new(), Vec::new());
        for file in remade.lake.tables().live(dataset)? {
            again.insert(file.delivery.clone(), file);
        }
        let held = lake.tables().live_at(dataset, Some(version))?;
        for file in &held {
            let same = again
                .remove(&file.delivery)
                .is_some_and(|a| bytes(&a.path) == bytes(&file.path));
            if !same {
                others.push(format!("`{}`", file.name()));
            }
        }
        others.extend(
            again
                .into_keys()
                .map(|delivery| format!("delivery `{delivery}` is missing")),
        );
        let found = if others.is_empty() {
            format!("{} files", held.len())
        } else {
            format!("differs: {}", others.join(", "))
        };
        steps.push(step(
            "table",
            format!("tables/{dataset} version {version}"),
            found,
            "the bytes that landing gives",
            others.is_empty(),
        ));
    }
    let stands = Footing::AsReleased(lake.clone());
    match explain_from(
        Some(stands),
        (&past.project, lake, release),
        asked,
        question,
    ) {
        Ok(whole) => Ok((steps, Some(whole))),
        Err(error @ (RunError::Store(_) | RunError::Table(_))) => {
            steps.push(step(
                "table",
                "tables",
                error.to_string(),
                "the bytes that landing gives",
                false,
            ));
            Ok((steps, None))
        }
        // Nothing there to explain, though landing may have it: that is a difference, unless
        // landing says the same, and then it is told.
        Err(RunError::Unknown(why)) => {
            steps.push(step(
                "table",
                "tables",
                why,
                "the bytes that landing gives",
                false,
            ));
            Ok((steps, None))
        }
        Err(error) => Err(error),
    }
}

/// Every row that bears on a verdict, once.
fn all_rows(explanation: &Explanation) -> impl Iterator<Item = (&str, &ExplainedRow)> {
    explanation.operands.iter().flat_map(ExplainedOperand::rows)
}

fn name(dataset: &str, row: &ExplainedRow) -> String {
    let r = &row.row;
    let part = if r.part.is_empty() {
        String::new()
    } else {
        format!("[{}] ", r.part)
    };
    format!(
        "{dataset}/{} {part}row {}, column `{}`",
        r.delivery, r.row, r.col
    )
}

/// The very cell of every row, found in its file, against the text that the row carries.
fn cells(
    lake: &Lake,
    project: &Project,
    explanation: &Explanation,
) -> Result<Vec<ProofStep>, RunError> {
    let mut landed: BTreeMap<String, Vec<LandedDelivery>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut steps = Vec::new();
    for (dataset, row) in all_rows(explanation) {
        let subject = name(dataset, row);
        if !seen.insert(subject.clone()) {
            continue;
        }
        if !landed.contains_key(dataset) {
            landed.insert(dataset.to_owned(), lake.landed(dataset)?);
        }
        let delivery = landed
            .get(dataset)
            .and_then(|all| all.iter().find(|l| l.delivery == row.row.delivery));
        let source = delivery.and_then(|l| {
            project
                .dataset(dataset)?
                .sources
                .iter()
                .find(|s| s.id == l.receipt.source_id)
        });
        let (Some(delivery), Some(source)) = (delivery, source) else {
            steps.push(step(
                "cell",
                subject,
                "its delivery is not in landing",
                format!("`{}`", row.row.raw),
                false,
            ));
            continue;
        };
        let (bytes, pages) = (lake.read(delivery)?, delivery.receipt.pages());
        let delivered = Delivery {
            id: &delivery.delivery,
            file_name: &delivery.receipt.path,
            content: DeliveryContent::Held(&bytes),
            pages: &pages,
            published_at: delivery.receipt.published_at,
            fetched_at: delivery.receipt.fetched_at,
            bounds: bounds(project),
        };
        steps.push(
            match ingest::find(source, &delivered, (&row.row.part, row.row.row)) {
                Ok(Some(found)) => cell(subject, row, &found),
                Ok(None) => step(
                    "cell",
                    subject,
                    "the file has no such row",
                    format!("`{}`", row.row.raw),
                    false,
                ),
                Err(finding) => step(
                    "cell",
                    subject,
                    finding.to_string(),
                    format!("`{}`", row.row.raw),
                    false,
                ),
            },
        );
    }
    Ok(steps)
}

/// A cell as it stands, against what the row says; a repair is laid over it as it was when the
/// delivery was read.
fn cell(subject: String, row: &ExplainedRow, found: &Found) -> ProofStep {
    let stands = |col: &str| match col {
        "" => Some(found.cells.join(CELLS_JOINED)),
        col => found
            .columns
            .iter()
            .position(|c| c == col)
            .and_then(|i| found.cells.get(i).cloned()),
    };
    let of_cell = row.repairs.iter().find(|r| r.col == row.row.col);
    // A repair of another cell of the row leaves this one as it is, and must itself find what it
    // expected.
    if let Some(repair) = row
        .repairs
        .iter()
        .find(|r| stands(&r.col).as_deref() != Some(&r.expect))
    {
        let there = stands(&repair.col).unwrap_or_default();
        return step(
            "cell",
            subject,
            format!("`{there}`"),
            format!(
                "`{}`, which the repair of `{}` expects",
                repair.expect, repair.col
            ),
            false,
        );
    }
    let Some(there) = stands(&row.row.col) else {
        return step(
            "cell",
            subject,
            "the file has no such column",
            format!("`{}`", row.row.raw),
            false,
        );
    };
    match of_cell.map(|r| &r.action) {
        Some(RepairAction::Value(value)) => step(
            "cell",
            subject,
            format!("`{there}`, repaired to `{value}`"),
            format!("`{}`", row.row.raw),
            *value == row.row.raw,
        ),
        _ => step(
            "cell",
            subject,
            format!("`{there}`"),
            format!("`{}`", row.row.raw),
            there == row.row.raw,
        ),
    }
}

/// The rows of the tables, and the scores computed from them, against those made again.
fn rows(there: &[Explanation], again: &[Explanation]) -> Vec<ProofStep> {
    let mut steps = Vec::new();
    let by_name = |all: &[Explanation]| -> BTreeMap<String, ExplainedRow> {
        all.iter()
            .flat_map(all_rows)
            .map(|(dataset, row)| (name(dataset, row), row.clone()))
            .collect()
    };
    let (held, mut made) = (by_name(there), by_name(again));
    let shown = |row: &ExplainedRow| {
        let value = row
            .row
            .value
            .map_or_else(|| "no figure".to_owned(), |v| v.to_string());
        format!(
            "{value} {} {} {}",
            row.row.unit,
            row.row.period,
            row.row.status.as_str()
        )
    };
    for (subject, row) in held {
        steps.push(match made.remove(&subject) {
            None => step(
                "row",
                subject,
                shown(&row),
                "landing gives no such row",
                false,
            ),
            Some(again) => {
                let same = again.row == row.row
                    && again.fate == row.fate
                    && again.correction == row.correction;
                step(
                    "row",
                    subject,
                    shown(&row),
                    format!("{} from landing", shown(&again)),
                    same,
                )
            }
        });
    }
    steps.extend(made.into_iter().map(|(subject, row)| {
        step(
            "row",
            subject,
            "not in the table",
            format!("{} from landing", shown(&row)),
            false,
        )
    }));
    if there.len() != again.len() || there.iter().zip(again).any(|(a, b)| a.score != b.score) {
        let said = |all: &[Explanation]| {
            let one = |e: &Explanation| {
                format!(
                    "{} {}",
                    e.score
                        .value
                        .as_ref()
                        .map_or_else(|| "none".to_owned(), ToString::to_string),
                    e.score.verdict.as_str()
                )
            };
            all.iter().map(one).collect::<Vec<_>>().join("; ")
        };
        steps.push(step(
            "score",
            "computed from the tables",
            said(there),
            format!("{} from landing", said(again)),
            false,
        ));
    }
    steps
}

/// The published figures and verdicts against those made again from landing.
fn published(
    past: &Past,
    kpi: &Kpi,
    made: &Whole,
    question: Question,
) -> Result<Vec<ProofStep>, RunError> {
    let explained = &made.explained;
    if !question.published(&past.project) {
        let found = "computed as asked, on another boundary or as of another day".to_owned();
        let against = "no release has it".to_owned();
        return Ok(vec![ProofStep {
            what: "score",
            subject: kpi.id.clone(),
            found,
            against,
            holds: None,
        }]);
    }
    let measures = &past.project.measures;
    let names = LabelSources {
        measures,
        kpis: std::slice::from_ref(kpi),
        areas: &explained.registers.areas,
        targets: &explained.registers.targets,
    };
    let all = publish(&made.computed, &made.history, names);
    let mut steps = Vec::new();
    for (what, table) in [("operand", "operands"), ("score", "scorecard")] {
        let (spec, rows) = all
            .iter()
            .find(|(spec, _)| spec.name == table)
            .ok_or(RunError::Internal("a published table is missing"))?;
        let again = records_in(encode_table(spec.clone(), &to_batch(rows)?)?.bytes)?;
        let held = match records(&past.release, table) {
            Ok(held) => held,
            Err(error) => {
                steps.push(step(
                    what,
                    format!("releases/{}/{table}.parquet", past.release.id),
                    error.to_string(),
                    "landing",
                    false,
                ));
                continue;
            }
        };
        steps.extend(compared(
            what,
            spec,
            (of_question(held, explained), of_question(again, explained)),
        ));
    }
    Ok(steps)
}

/// The rows of the scores that are explained.
fn of_question(rows: Vec<Record>, explained: &Explained) -> Vec<Record> {
    let keys: BTreeSet<[String; 4]> = explained
        .explanations
        .iter()
        .map(|e| {
            let score = &e.score;
            [
                score.kpi.clone(),
                explained.registers.areas.unit(score.area).code.clone(),
                score.boundary.to_string(),
                score.period.to_string(),
            ]
        })
        .collect();
    let key = |r: &Record| {
        ["kpi", "area_code", "boundary", "period"].map(|c| r.get(c).cloned().unwrap_or_default())
    };
    rows.into_iter()
        .filter(|r| keys.contains(&key(r)))
        .collect()
}

fn compared(
    what: &'static str,
    spec: &TableSpec,
    (held, again): (Vec<Record>, Vec<Record>),
) -> Vec<ProofStep> {
    let key = |r: &Record| -> Vec<String> {
        spec.columns
            .iter()
            .filter(|c| c.key)
            .map(|c| r.get(&c.name).cloned().unwrap_or_default())
            .collect()
    };
    let mut made: BTreeMap<Vec<String>, Record> = again.into_iter().map(|r| (key(&r), r)).collect();
    let shown = |r: &Record| {
        let of = |c: &str| r.get(c).cloned().unwrap_or_default();
        let words = if what == "score" {
            [of("value"), of("verdict"), of("reasons")]
        } else {
            [of("role"), of("value"), of("unit")]
        };
        words
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let named = |key: &[String]| {
        key.iter()
            .filter(|k| !k.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut steps = Vec::new();
    for row in held {
        let key = key(&row);
        steps.push(match made.remove(&key) {
            None => step(
                what,
                named(&key),
                shown(&row),
                "landing gives no such row",
                false,
            ),
            Some(again) => {
                // What only one of two programs knows is no difference of the other's making.
                let both = row.iter().filter(|(c, _)| again.contains_key(*c));
                let others: Vec<String> = both
                    .filter(|(c, v)| again.get(*c) != Some(v))
                    .map(|(c, v)| format!("{c} `{v}` → `{}`", again[c]))
                    .collect();
                let against = if others.is_empty() {
                    format!("{} from landing", shown(&again))
                } else {
                    format!("from landing: {}", others.join("; "))
                };
                step(
                    what,
                    named(&key),
                    format!("published: {}", shown(&row)),
                    against,
                    others.is_empty(),
                )
            }
        });
    }
    steps.extend(made.iter().map(|(key, row)| {
        step(
            what,
            named(key),
            "not published",
            format!("{} from landing", shown(row)),
            false,
        )
    }));
    steps
}
