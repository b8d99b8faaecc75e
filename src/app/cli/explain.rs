//! `chiso explain`: how a verdict came about, down to file, row, column and the text as it stood;
//! as text, JSON or a graph, and proved from landing.

mod behind;
mod document;
mod graph;
mod proof;

mod made;

use crate::app::cli::{AsOf, Context, Failure, instead, parts};
use crate::app::lang::{Digits, Lang};
use crate::app::output::{self, Format, Row};
use crate::inspect::{
    Explained, ExplainedOperand, ExplainedSource, Needed, Past, Question, Revisions, explain_score,
    prove,
};
use crate::kpi::RevisionUnit;
use crate::model::{
    AreaRegister, Better, Correction, CorrectionAction, Dec, Flag, InYear, KpiKind, MeasureValue,
    Period, Piece, Reason, Repair, Role, Score, Span, Target, join,
};
use crate::series::{Against, differing};
use crate::store::Lake;
use chrono::NaiveDate;
use clap::Args;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use serde_json::json;

/// Which verdict to explain.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// KPI id
    kpi: String,
    /// Area, by code or name on the boundary day
    #[arg(long, value_name = "CODE|NAME")]
    area: String,
    /// Period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    period: Period,
    /// Units of this day, any day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    boundary: Option<NaiveDate>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// With the figures, configuration and registers of this release [default: the one in force, as
    /// configured now]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
    /// Compute it again from landed bytes and hold every step against the lake and the release,
    /// under the release's own configuration
    #[arg(long)]
    verify: bool,
    /// Write it as a graph
    #[arg(long, value_enum, value_name = "NOTATION", conflicts_with = "verify")]
    graph: Option<graph::Notation>,
}

/// Columns of the explanation as rows.
const COLUMNS: [&str; 31] = [
    "kpi",
    "area_code",
    "boundary",
    "period",
    "verdict",
    "role",
    "measure",
    "operand_period",
    "dataset",
    "rank",
    "used",
    "why",
    "row_area_code",
    "value",
    "unit",
    "basis",
    "status",
    "source_id",
    "known_from",
    "delivery",
    "file",
    "part",
    "row",
    "col",
    "raw",
    "correction",
    "as_published",
    "repaired_from",
    "value_if_used",
    "verdict_if_used",
    "reason_if_used",
];

/// Explains one score; every target that binds it has its own.
pub fn explain(context: &Context, args: &ExplainArgs) -> Result<(), Failure> {
    let project = context.project()?;
    if args.graph.is_some() && context.common.format != Format::Table {
        return Err(Failure::Usage(
            "`--graph` has a form of its own; leave out `--format`".into(),
        ));
    }
    // Figures are worked out from the tables; whether the published files agree is what `--verify`
    // asks.
    let release = context.open_as_is(&project, args.release.as_deref())?;
    let question = Question {
        boundary: args.boundary,
        as_of: args.as_of.map(|a| a.instant(project.timezone)),
    };
    let asked = (args.kpi.as_str(), args.area.as_str(), args.period);
    if args.verify {
        return proof::verify(context, &prove(&project, &release, asked, question)?);
    }
    let past = args
        .release
        .as_deref()
        .map(|id| Past::open(&Lake::open_read(&project.lake)?, Some(id)))
        .transpose()?;
    let project = past.as_ref().map_or(&project, |p| &p.project);
    let explained = explain_score(project, &release, asked, question)?;
    show(context, &explained, args.graph)
}

/// Writes explanations in the form that is wanted.
fn show(
    context: &Context,
    explained: &Explained,
    notation: Option<graph::Notation>,
) -> Result<(), Failure> {
    let text = Text {
        lang: context.lang,
        explained,
    };
    match (notation, context.common.format) {
        (Some(notation), _) => output::line(graph::graph(&text, explained, notation).trim_end())?,
        (None, Format::Json) => output::rows(Format::Json, &[], &document::documents(explained))?,
        (None, Format::Csv) => {
            let rows: Vec<Row> = explained
                .explanations
                .iter()
                .flat_map(|e| flat(explained, e))
                .collect();
            output::rows(Format::Csv, &COLUMNS, &rows)?;
        }
        (None, Format::Table) => {
            for line in explained.explanations.iter().flat_map(|e| text.lines(e)) {
                output::line(&line)?;
            }
        }
    }
    Ok(())
}

/// A figure in plain digits, or null.
fn figure(value: Option<Dec>) -> serde_json::Value {
    value.map_or(serde_json::Value::Null, |v| json!(v.to_string()))
}

/// What stood where the row was repaired, or null.
fn repaired_from(repairs: &[Repair]) -> serde_json::Value {
    let texts: Vec<&str> = repairs.iter().map(|r| r.expect.as_str()).collect();
    if texts.is_empty() {
        serde_json::Value::Null
    } else {
        json!(texts.join("; "))
    }
}

/// One row per table row that bears on the score.
fn flat(explained: &Explained, explanation: &crate::inspect::Explanation) -> Vec<Row> {
    let areas = &explained.registers.areas;
    let score = &explanation.score;
    let mut rows: Vec<Row> = score
        .items
        .iter()
        .map(|item| parts::row(areas, score, item, &COLUMNS))
        .collect();
    let mut open: Vec<&ExplainedOperand> = explanation.operands.iter().rev().collect();
    while let Some(operand) = open.pop() {
        open.extend(operand.made_of.iter().rev().map(|(_, input)| input));
        for source in &operand.sources {
            for traced in &source.rows {
                let row = &traced.row;
                let values = [
                    json!(explanation.kpi.id),
                    json!(areas.unit(score.area).code),
                    json!(score.boundary.to_string()),
                    json!(score.period.to_string()),
                    json!(score.verdict.as_str()),
                    json!(operand.role.as_str()),
                    json!(operand.measure),
                    json!(operand.period.to_string()),
                    json!(source.dataset),
                    json!(source.rank),
                    json!(traced.used(source)),
                    json!(why(Lang::En, operand, source, traced)),
                    json!(areas.unit(traced.area).code),
                    figure(traced.value()),
                    json!(row.unit),
                    json!(row.basis),
                    json!(row.status.as_str()),
                    json!(row.source_id),
                    json!(row.known_from.to_rfc3339()),
                    json!(row.delivery),
                    json!(traced.file()),
                    json!(row.part),
                    json!(row.row),
                    json!(row.col),
                    json!(row.raw),
                    json!(traced.correction.as_ref().map(|c| c.id.as_str())),
                    figure(traced.correction.as_ref().and(row.value)),
                    repaired_from(&traced.repairs),
                ];
                let values = values.into_iter().chain(instead::columns(
                    explanation,
                    operand,
                    (source, traced),
                ));
                rows.push(
                    COLUMNS
                        .iter()
                        .map(|c| (*c).to_owned())
                        .zip(values)
                        .collect(),
                );
            }
        }
    }
    rows
}

/// Why a row took part or did not.
fn why(
    lang: Lang,
    operand: &ExplainedOperand,
    source: &ExplainedSource,
    traced: &crate::inspect::ExplainedRow,
) -> String {
    if traced.fate == crate::rollup::Fate::Used && !source.used {
        return match operand.found.as_ref() {
            Some(winner) => format!(
                "{} `{}`",
                lang.pick("not used: outranked by", "không dùng: xếp sau"),
                winner.dataset
            ),
            None => lang
                .pick(
                    "it says that there is no figure",
                    "dòng này cho biết không có số liệu",
                )
                .to_owned(),
        };
    }
    traced.fate.words(lang.is_vi()).to_owned()
}

/// An explanation as text.
struct Text<'a> {
    lang: Lang,
    explained: &'a Explained,
}

impl Text<'_> {
    fn areas(&self) -> &AreaRegister {
        &self.explained.registers.areas
    }

    fn lines(&self, explanation: &crate::inspect::Explanation) -> Vec<String> {
        let (lang, score) = (self.lang, &explanation.score);
        let unit = self.areas().unit(score.area);
        let target = score.target.map(|i| &self.explained.registers.targets[i]);
        let mut lines = vec![
            format!(
                "{}  [{}]",
                explanation.kpi.title.get(lang.is_vi()),
                explanation.kpi.id
            ),
            format!(
                "{} ({}), {}, {} {}",
                unit.name(true),
                unit.code,
                self.period(score.period, score.span),
                lang.pick("boundaries of", "địa giới ngày"),
                score.boundary
            ),
            String::new(),
            format!(
                "  {:<10} {}",
                lang.pick("verdict", "kết luận"),
                self.verdict(score)
            ),
        ];
        lines.extend(self.shown(score, &explanation.kpi.kind).map(|v| {
            format!(
                "  {:<10} {v}  =  {}",
                lang.pick("value", "giá trị"),
                self.formula(&explanation.kpi.kind, score)
            )
        }));
        if score.value.is_none() {
            lines.push(format!(
                "  {:<10} {}",
                lang.pick("formula", "công thức"),
                self.formula(&explanation.kpi.kind, score)
            ));
        }
        lines.extend(target.map(|t| self.target(t, score, &explanation.kpi.kind)));
        lines.extend(
            explanation
                .needed
                .as_ref()
                .zip(target)
                .map(|(n, t)| self.needed(n, t, score)),
        );
        lines.extend(
            score
                .in_year
                .as_ref()
                .into_iter()
                .flat_map(|y| self.in_year(y, explanation.kpi.kind.shown_as())),
        );
        lines.extend(
            score
                .in_year
                .as_ref()
                .map(|_| instead::usual_error(lang, explanation)),
        );
        lines.extend(score.reasons.iter().map(|r: &Reason| {
            format!(
                "  {:<10} {}: {}",
                lang.pick("reason", "lý do"),
                r,
                lang.reason(*r)
            )
        }));
        lines.extend(score.flags.iter().map(|f: &Flag| {
            format!(
                "  {:<10} {}: {}",
                lang.pick("flag", "lưu ý"),
                f,
                lang.flag(*f)
            )
        }));
        lines.extend(instead::like_for_like(lang, explanation));
        lines.extend(explanation.calendar.iter().flat_map(|c| self.calendar(c)));
        lines.extend(explanation.union.iter().flat_map(|u| self.union(u)));
        lines.extend(self.part_and_rest(&explanation.kpi.kind, score));
        lines.extend(
            explanation
                .revisions
                .iter()
                .filter(|_| target.is_some())
                .flat_map(|r| self.revisions(r, score)),
        );
        lines.extend(self.ranking(explanation));
        lines.extend(self.release());
        lines.extend(
            score
                .items
                .iter()
                .map(|item| parts::line(lang, item, &explanation.kpi.kind)),
        );
        for operand in explanation
            .operands
            .iter()
            .filter(|_| score.items.is_empty())
        {
            lines.push(String::new());
            lines.extend(self.operand(operand, explanation));
        }
        lines.push(String::new());
        lines
    }

    /// The value as people read it.
    fn shown(&self, score: &Score, kind: &KpiKind) -> Option<String> {
        let target = score
            .target
            .and_then(|i| self.explained.registers.targets.get(i))
            .map(|t| t.value.to_f64());
        score
            .value
            .as_ref()
            .and_then(ToPrimitive::to_f64)
            .map(|v| self.lang.value_against(v, target, kind.shown_as()))
    }

    fn verdict(&self, score: &Score) -> String {
        let reason = score
            .reasons
            .first()
            .map_or_else(String::new, |r| format!(" ({r})"));
        format!("{}{reason}", self.lang.verdict(score.verdict))
    }

    fn target(&self, target: &Target, score: &Score, kind: &KpiKind) -> String {
        let (lang, unit) = (self.lang, kind.value_unit());
        let margin = score
            .margin
            .as_ref()
            .and_then(ToPrimitive::to_f64)
            .map_or_else(String::new, |m| {
                format!(
                    ", {} {}",
                    lang.pick("margin", "chênh lệch"),
                    lang.margin(m, unit)
                )
            });
        let basis = if target.legal_basis.is_empty() {
            String::new()
        } else {
            format!("; {}", target.legal_basis)
        };
        format!(
            "  {:<10} {} {}  [{}{basis}]{margin}",
            lang.pick("target", "chỉ tiêu"),
            target.op.sign(),
            asked_of(lang, target, score, kind),
            target.id
        )
    }

    fn period(&self, period: Period, span: Span) -> String {
        format!("{period} {}", self.lang.span(span))
            .trim_end()
            .to_owned()
    }

    /// The figure that would just have been enough, and how far the one in hand is from it.
    fn needed(&self, needed: &Needed, target: &Target, score: &Score) -> String {
        let lang = self.lang;
        let unit = score
            .operands
            .iter()
            .find_map(|o| Some(o.found.as_ref()?.figure.unit.clone()))
            .unwrap_or_default();
        let current = score
            .operands
            .first()
            .and_then(|o| o.found.as_ref()?.figure.value)
            .map_or_else(String::new, |v| v.to_string());
        let figure = Dec::from_rational(&needed.figure).map_or_else(String::new, |d| d.to_string());
        let [figure, _] = lang.figures([&figure, &current], &unit, Digits::Short);
        let means = lang.pick(
            "a revision of the current figure of",
            "tức số kỳ này phải điều chỉnh",
        );
        format!(
            "  {:<10} {} {figure}; {means} {}",
            lang.pick("needed", "cần có"),
            target.op.sign(),
            self.revision(&needed.unit, &needed.revision, true)
        )
    }

    /// A revision as people see it: a share of the earlier figure, or a difference in its unit;
    /// with its sign, or its size only.
    fn revision(&self, unit: &RevisionUnit, revision: &BigRational, signed: bool) -> String {
        let value = unit.scaled(revision).to_f64().unwrap_or_default();
        self.lang.revision(value, unit.published().0, signed)
    }

    /// What has become of the measure's figures after they were first said.
    fn revisions(&self, revisions: &Revisions, score: &Score) -> Vec<String> {
        let lang = self.lang;
        let size = |v: &BigRational| self.revision(&revisions.unit, v, false);
        let (number, status) = (revisions.sizes.len(), lang.status(revisions.status));
        let head = match (&revisions.usual, revisions.sizes.last()) {
            (Some(usual), Some(most)) => {
                let text = lang.pick("nine in ten stayed within", "chín phần mười không quá");
                format!(
                    "{number} ({status}): {text} {}, {} {}",
                    size(usual),
                    lang.pick("the largest was", "lớn nhất"),
                    size(most)
                )
            }
            _ => {
                format!(
                    "{number} ({status}): {}",
                    lang.pick(
                        "too few to know their usual size; it takes 8",
                        "quá ít để biết mức thường gặp; cần 8"
                    )
                )
            }
        };
        let unit = score
            .operands
            .iter()
            .find_map(|o| Some(o.found.as_ref()?.figure.unit.clone()))
            .unwrap_or_default();
        let one = |(period, span, first, last): &(Period, Span, Dec, Dec)| {
            let shown = |v: &Dec| lang.figure(&v.to_string(), &unit, Digits::Short);
            let change = revisions.unit.revision(*first, *last).map_or_else(
                || "–".to_owned(),
                |r| self.revision(&revisions.unit, &r, true),
            );
            format!(
                "  {:<10} {}: {} → {} ({change})",
                "",
                self.period(*period, *span),
                shown(first),
                shown(last)
            )
        };
        let head = format!(
            "  {:<10} {} `{}` {head}",
            lang.pick("revisions", "điều chỉnh"),
            lang.pick("known of", "đã biết của"),
            revisions.measure
        );
        std::iter::once(head)
            .chain(revisions.of_area.iter().map(one))
            .collect()
    }

    /// What is expected of a year that still runs, and where it is heading.
    fn in_year(&self, in_year: &InYear, unit: &str) -> Vec<String> {
        let lang = self.lang;
        let shown = |v: &Option<BigRational>| {
            v.as_ref()
                .and_then(ToPrimitive::to_f64)
                .map(|v| lang.value(v, unit))
        };
        let share = in_year.share.to_f64().unwrap_or_default();
        let expected = lang.pick(
            "of the target is expected by now",
            "chỉ tiêu thường phải đạt đến thời điểm này",
        );
        let mut lines = vec![format!(
            "  {:<10} {} {expected}",
            lang.pick("pace", "tiến độ"),
            lang.value(share, "share")
        )];
        if let (Some(middle), Some(low), Some(high)) = (
            shown(&in_year.projection),
            shown(&in_year.low),
            shown(&in_year.high),
        ) {
            let chance = in_year
                .probability
                .as_ref()
                .and_then(ToPrimitive::to_f64)
                .map_or_else(String::new, |p| {
                    format!(
                        "; {} {}",
                        lang.pick(
                            "probability that the target is met",
                            "xác suất đạt chỉ tiêu"
                        ),
                        lang.value(p, "share")
                    )
                });
            lines.push(format!(
                "  {:<10} {middle} ({low} … {high}){chance}",
                lang.pick("projection", "dự báo")
            ));
        }
        lines
    }

    fn formula(&self, kind: &KpiKind, score: &Score) -> String {
        let (lang, operands) = (self.lang, &score.operands);
        let shown = |role: Role| {
            let found = operands
                .iter()
                .find(|o| o.role == role)
                .and_then(|o| o.found.as_ref());
            found.and_then(|v| v.figure.value).map_or_else(
                || format!("[{}?]", lang.role(role)),
                |v| lang.digits(&v.to_string()),
            )
        };
        match kind {
            KpiKind::Growth { .. } => {
                format!("{} / {} − 1", shown(Role::Current), shown(Role::Base))
            }
            KpiKind::Attainment { .. } => {
                format!("{} / {} − 1", shown(Role::Current), shown(Role::Plan))
            }
            KpiKind::Share { .. }
            | KpiKind::Completion { .. }
            | KpiKind::TargetsMet { .. }
            | KpiKind::Rubric { .. } => {
                format!("{} / {}", shown(Role::Part), shown(Role::Whole))
            }
            KpiKind::Score { .. } => shown(Role::Current),
            KpiKind::ScoreChange { .. } | KpiKind::Gap { .. } => {
                format!("{} − {}", shown(Role::Current), shown(Role::Base))
            }
            KpiKind::Rank { level, better, .. } => {
                let end = match better {
                    Better::High => lang.pick("highest first", "cao nhất đứng đầu"),
                    Better::Low => lang.pick("lowest first", "thấp nhất đứng đầu"),
                };
                let place = format!(
                    "{} {}",
                    lang.pick("place of", "vị trí của"),
                    shown(Role::Current)
                );
                format!(
                    "{place}, {end}; {} ({level})",
                    lang.ranked(&score.ranked.unwrap_or(0).to_string())
                )
            }
            KpiKind::ShareChange { .. } => {
                format!(
                    "({} / {} − {} / {}) × 100",
                    shown(Role::Part),
                    shown(Role::Whole),
                    shown(Role::BasePart),
                    shown(Role::BaseWhole)
                )
            }
        }
    }

    fn operand(
        &self,
        operand: &ExplainedOperand,
        explanation: &crate::inspect::Explanation,
    ) -> Vec<String> {
        let lang = self.lang;
        let mut lines = self.figure_and_rows(lang.role(operand.role), operand, explanation);
        lines.extend(
            operand
                .made_of
                .iter()
                .flat_map(|(what, input)| self.input(*what, input, explanation)),
        );
        lines
    }

    /// A figure under a name of what it is, with the rows it came from.
    fn figure_and_rows(
        &self,
        what: &str,
        operand: &ExplainedOperand,
        explanation: &crate::inspect::Explanation,
    ) -> Vec<String> {
        let (lang, score) = (self.lang, &explanation.score);
        let head = format!(
            "{what}: {} {}",
            operand.measure,
            self.period(operand.period, operand.span)
        );
        let asked: Vec<&str> = operand.asked.iter().map(|l| l.dataset.as_str()).collect();
        let mut lines = vec![match &operand.found {
            Some(found) => format!("{head} = {}", self.figure(found)),
            None => format!(
                "{head}: {} ({})",
                lang.pick("no figure", "không có số liệu"),
                asked.join(", ")
            ),
        }];
        lines.extend(
            operand
                .found
                .as_ref()
                .filter(|v| v.parts.len() > 1)
                .map(|v| self.sum(operand, v, score)),
        );
        lines.extend(operand.found.as_ref().and_then(|v| self.making(v)));
        if !operand.lacking.is_empty() {
            let names = operand.lacking.iter().map(|u| {
                format!(
                    "{} ({})",
                    self.areas().unit(*u).name(true),
                    self.areas().unit(*u).code
                )
            });
            lines.push(format!(
                "  {} {}",
                lang.pick(
                    "no sum, for there is no figure of",
                    "không có tổng, vì thiếu số liệu của"
                ),
                names.collect::<Vec<_>>().join(", ")
            ));
        }
        lines.extend(self.steps(operand));
        lines.extend(
            operand
                .found
                .as_ref()
                .filter(|v| !v.pieces.is_empty())
                .map(|v| self.pieces(&v.pieces)),
        );
        lines.extend(
            operand
                .found
                .iter()
                .flat_map(|v| differing(v))
                .map(|(against, other)| self.differs(against, other)),
        );
        lines.extend(instead::chosen(lang, explanation, operand));
        lines.extend(self.looked(operand));
        for source in &operand.sources {
            let used = if source.used {
                lang.pick("used", "được dùng")
            } else {
                lang.pick("not used", "không dùng")
            };
            lines.push(format!(
                "  {} `{}`, {} {}, {used}",
                lang.pick("dataset", "bộ số liệu"),
                source.dataset,
                lang.pick("rank", "hạng"),
                source.rank
            ));
            lines.extend(instead::of_dataset(lang, explanation, operand, source));
            for row in &source.rows {
                lines.extend(self.row(operand, source, row));
                lines.extend(instead::of_row(lang, explanation, operand, (source, row)));
            }
        }
        lines
    }

    /// Another statement of a figure, from which it differs.
    fn differs(&self, against: Against, other: &MeasureValue) -> String {
        let lang = self.lang;
        let what = match against {
            Against::AreasBelow => {
                lang.pick("the areas below add up to", "cộng các đơn vị cấp dưới được")
            }
            Against::Periods => {
                lang.pick("the periods within it give", "cộng các kỳ trong đó được")
            }
        };
        let how = if other.pieces.is_empty() {
            String::new()
        } else {
            format!(";{}", self.pieces(&other.pieces))
        };
        format!(
            "  {} {what} {}{how}",
            lang.pick("differs:", "khác nhau:"),
            self.figure(other)
        )
    }

    /// The periods that a figure was worked out from, and those of them that lack.
    fn pieces(&self, pieces: &[Piece]) -> String {
        let lang = self.lang;
        let mut text = format!("  {}", lang.pick("worked out:", "tính từ:"));
        for (i, piece) in pieces.iter().enumerate() {
            let sign = if piece.taken_off {
                " −"
            } else if i > 0 {
                " +"
            } else {
                ""
            };
            let lacks = if piece.lacking {
                lang.pick(" (no figure)", " (không có số liệu)")
            } else {
                ""
            };
            text.push_str(sign);
            text.push(' ');
            text.push_str(&self.period(piece.period, piece.span));
            text.push_str(lacks);
        }
        text
    }

    fn figure(&self, value: &MeasureValue) -> String {
        let (lang, figure) = (self.lang, &value.figure);
        let shown = figure.value.map_or_else(
            || lang.pick("none", "không có").to_owned(),
            |v| lang.figure(&v.to_string(), &figure.unit, Digits::All),
        );
        let mut notes = vec![lang.status(figure.status).to_owned()];
        if !figure.basis.is_empty() {
            notes.push(format!(
                "{} {}",
                lang.pick("basis", "phạm vi"),
                figure.basis
            ));
        }
        if !figure.scheme.is_empty() {
            notes.push(format!(
                "{} {}",
                lang.pick("scheme", "bộ tiêu chí"),
                figure.scheme
            ));
        }
        notes.extend(
            figure
                .plan_stage
                .map(|p| format!("{} {p}", lang.pick("plan", "dự toán"))),
        );
        if !figure.reasons.is_empty() {
            notes.push(join(&figure.reasons));
        }
        format!("{shown}  [{}]", notes.join("; "))
    }

    fn row(
        &self,
        operand: &ExplainedOperand,
        source: &ExplainedSource,
        traced: &crate::inspect::ExplainedRow,
    ) -> Vec<String> {
        let (lang, row) = (self.lang, &traced.row);
        let unit = self.areas().unit(traced.area);
        let shown = |v: Dec| lang.figure(&v.to_string(), &row.unit, Digits::All);
        let figure = traced.value().or(row.value).map_or_else(String::new, shown);
        let part = if row.part.is_empty() {
            String::new()
        } else {
            format!("[{}] ", row.part)
        };
        let mut lines = vec![
            format!(
                "    {} ({}): {figure}, {}; {}",
                unit.name(true),
                unit.code,
                lang.status(row.status),
                why(lang, operand, source, traced)
            ),
            format!(
                "      {part}{} {}, {} `{}`: \"{}\"",
                lang.pick("row", "dòng"),
                row.row,
                lang.pick("column", "cột"),
                row.col,
                row.raw
            ),
            format!(
                "      landing/{}/{}/{}",
                source.dataset,
                row.delivery,
                traced.file()
            ),
            format!("      {} {}", lang.pick("source", "nguồn"), row.source_id),
        ];
        lines.extend(self.delivered(traced));
        lines.extend(traced.repairs.iter().flat_map(|r| self.repair(r)));
        lines.extend(
            traced
                .correction
                .iter()
                .flat_map(|c| self.correction(c, shown)),
        );
        lines.extend(
            row.note
                .as_ref()
                .filter(|n| !n.is_empty())
                .map(|n| format!("      {} {n}", lang.pick("note", "ghi chú"))),
        );
        lines
    }

    /// A repair through which a row was read: what stood there, by whom it was repaired, and why.
    fn repair(&self, repair: &Repair) -> Vec<String> {
        let lang = self.lang;
        let at = if repair.col.is_empty() {
            String::new()
        } else {
            format!(" `{}`", repair.col)
        };
        vec![
            format!(
                "      {}{at}: {} \"{}\"",
                lang.pick("repaired", "đã sửa"),
                lang.pick("the file says", "tệp ghi"),
                repair.expect
            ),
            format!(
                "        {} {} ({}, {})",
                lang.pick("reason", "lý do"),
                repair.reason,
                repair.by,
                repair.date
            ),
        ]
    }

    /// A correction as it bears on a row: from what to what, why, and how far it has come.
    fn correction(&self, correction: &Correction, shown: impl Fn(Dec) -> String) -> Vec<String> {
        let lang = self.lang;
        let done = match correction.action {
            CorrectionAction::Override { value } | CorrectionAction::Scale { value, .. } => {
                format!(
                    "{} {}",
                    lang.pick("corrected", "sau đính chính"),
                    shown(value)
                )
            }
            CorrectionAction::Drop => lang.pick("not used", "không dùng").to_owned(),
            CorrectionAction::Flag { flag } => format!(
                "{} {flag}",
                lang.pick("used and flagged", "được dùng, kèm lưu ý")
            ),
        };
        let mut state = vec![
            lang.correction(correction.status).to_owned(),
            format!(
                "{} {}",
                lang.pick("decided", "quyết định"),
                correction.decided_on
            ),
        ];
        if !correction.reported_to.is_empty() {
            state.push(format!(
                "{} {}",
                lang.pick("reported to", "đã báo cho"),
                correction.reported_to
            ));
        }
        let mut lines = vec![
            format!(
                "      {} {} ({})",
                lang.pick("correction", "đính chính"),
                correction.id,
                correction.action.as_str()
            ),
            format!(
                "        {} {}; {done}",
                lang.pick("as published", "theo công bố"),
                shown(correction.expect)
            ),
            format!(
                "        {} {}",
                lang.pick("reason", "lý do"),
                correction.reason.get(lang.is_vi())
            ),
        ];
        if !correction.evidence.is_empty() {
            lines.push(format!(
                "        {} {}",
                lang.pick("evidence", "căn cứ"),
                correction.evidence
            ));
        }
        lines.push(format!(
            "        {} {}",
            lang.pick("status", "tình trạng"),
            state.join("; ")
        ));
        lines
    }
}

/// What a target asks, distinguishable from the value where the two are close; a bare number where
/// the units do not agree.
fn asked_of(lang: Lang, target: &Target, score: &Score, kind: &KpiKind) -> String {
    if score.reasons.contains(&Reason::UnitMismatch) {
        return lang.digits(&target.value.to_string());
    }
    lang.target(
        target.value.to_f64(),
        score.value.as_ref().and_then(ToPrimitive::to_f64),
        kind.shown_as(),
    )
}
