//! An explanation as text: the verdict, the target it is held against, and every operand with the
//! rows behind it.

use crate::app::cli::{instead, parts};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::inspect::{Explained, ExplainedOperand, ExplainedSource, Needed, Revisions};
use crate::kpi::RevisionUnit;
use crate::model::kind::{Formula, Ranking};
use crate::model::{
    AreaRegister, Better, Correction, CorrectionAction, Dec, Flag, InYear, KpiKind, MeasureValue,
    Period, Piece, Reason, Repair, Role, Score, Span, Target, join,
};
use crate::series::{Against, differing};
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// Why a row took part or did not.
pub(super) fn why(
    lang: Lang,
    operand: &ExplainedOperand,
    source: &ExplainedSource,
    traced: &crate::inspect::ExplainedRow,
) -> String {
    if traced.fate == crate::rollup::Fate::Used && !source.used {
        return match operand.found.as_ref() {
            Some(winner) => say!(lang, "explain-outranked", dataset = winner.dataset),
            None => lang.say("explain-no-figure-said").to_owned(),
        };
    }
    lang.fate(traced.fate).to_owned()
}

/// An explanation as text.
pub(super) struct ExplanationText<'a> {
    pub(super) lang: Lang,
    pub(super) explained: &'a Explained,
}

impl ExplanationText<'_> {
    pub(super) fn areas(&self) -> &AreaRegister {
        &self.explained.registers.areas
    }

    pub(super) fn lines(&self, explanation: &crate::inspect::Explanation) -> Vec<String> {
        let (lang, score) = (self.lang, &explanation.score);
        let unit = self.areas().unit(score.area);
        let target = score.target.map(|i| &self.explained.registers.targets[i]);
        let mut lines = vec![
            format!(
                "{}  [{}]",
                explanation.kpi.title.get(lang.is_vi()),
                explanation.kpi.id
            ),
            say!(
                lang,
                "explain-heading",
                name = unit.name(true),
                code = unit.code,
                period = self.period(score.period, score.span),
                boundary = score.boundary
            ),
            String::new(),
            format!(
                "  {:<10} {}",
                lang.say("explain-verdict"),
                self.verdict(score)
            ),
        ];
        lines.extend(self.shown(score, &explanation.kpi.kind).map(|v| {
            format!(
                "  {:<10} {v}  =  {}",
                lang.say("explain-value"),
                self.formula(&explanation.kpi.kind, score)
            )
        }));
        if score.value.is_none() {
            lines.push(format!(
                "  {:<10} {}",
                lang.say("explain-formula"),
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
                lang.say("explain-reason"),
                r,
                lang.reason(*r)
            )
        }));
        lines.extend(score.flags.iter().map(|f: &Flag| {
            format!(
                "  {:<10} {}: {}",
                lang.say("explain-flag"),
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
    pub(super) fn shown(&self, score: &Score, kind: &KpiKind) -> Option<String> {
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

    pub(super) fn verdict(&self, score: &Score) -> String {
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
                say!(lang, "explain-margin-of", margin = lang.margin(m, unit))
            });
        let basis = if target.legal_basis.is_empty() {
            String::new()
        } else {
            format!("; {}", target.legal_basis)
        };
        format!(
            "  {:<10} {} {}  [{}{basis}]{margin}",
            lang.say("explain-target"),
            target.op.sign(),
            asked_of(lang, target, score, kind),
            target.id
        )
    }

    pub(super) fn period(&self, period: Period, span: Span) -> String {
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
        format!(
            "  {:<10} {}",
            lang.say("explain-needed"),
            say!(
                lang,
                "explain-needed-revision",
                sign = target.op.sign(),
                figure = figure,
                revision = self.revision(&needed.unit, &needed.revision, true)
            )
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
                say!(
                    lang,
                    "explain-revisions-usual",
                    number = number,
                    status = status,
                    usual = size(usual),
                    largest = size(most)
                )
            }
            _ => {
                say!(
                    lang,
                    "explain-revisions-few",
                    number = number,
                    status = status
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
            "  {:<10} {}",
            lang.say("explain-revisions"),
            say!(
                lang,
                "explain-revisions-known",
                measure = revisions.measure,
                revisions = head
            )
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
        let mut lines = vec![format!(
            "  {:<10} {}",
            lang.say("explain-pace"),
            say!(
                lang,
                "explain-pace-expected",
                share = lang.value(share, "share")
            )
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
                    say!(lang, "explain-probability", chance = lang.value(p, "share"))
                });
            lines.push(format!(
                "  {:<10} {middle} ({low} … {high}){chance}",
                lang.say("explain-projection")
            ));
        }
        lines
    }

    pub(super) fn formula(&self, kind: &KpiKind, score: &Score) -> String {
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
        match kind.formula() {
            Formula::Figure(role) => shown(role),
            Formula::Ratio(one, other) => format!("{} / {}", shown(one), shown(other)),
            Formula::RelativeChange(now, base) => {
                format!("{} / {} − 1", shown(now), shown(base))
            }
            Formula::Difference(one, other) => format!("{} − {}", shown(one), shown(other)),
            Formula::PointsChange([part, whole], [base_part, base_whole]) => {
                format!(
                    "({} / {} − {} / {}) × 100",
                    shown(part),
                    shown(whole),
                    shown(base_part),
                    shown(base_whole)
                )
            }
            Formula::Place(role) => {
                let place = say!(lang, "explain-place-of", figure = shown(role));
                let Some(Ranking { level, better, .. }) = kind.ranking() else {
                    return place;
                };
                let end = match better {
                    Better::High => lang.say("explain-highest-first"),
                    Better::Low => lang.say("explain-lowest-first"),
                };
                format!(
                    "{place}, {end}; {} ({level})",
                    lang.ranked(&score.ranked.unwrap_or(0).to_string())
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
    pub(super) fn figure_and_rows(
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
        let first = if let Some(found) = &operand.found {
            format!("{head} = {}", self.figure(found))
        } else {
            say!(
                lang,
                "explain-no-figure-in",
                figure = head,
                datasets = asked.join(", ")
            )
        };
        let mut lines = vec![first];
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
                "  {}",
                say!(
                    lang,
                    "explain-no-sum",
                    areas = names.collect::<Vec<_>>().join(", ")
                )
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
                lang.say("explain-used")
            } else {
                lang.say("explain-not-used")
            };
            lines.push(format!(
                "  {}",
                say!(
                    lang,
                    "explain-dataset",
                    dataset = source.dataset,
                    rank = source.rank,
                    used = used
                )
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
    pub(super) fn differs(&self, against: Against, other: &MeasureValue) -> String {
        let lang = self.lang;
        let how = if other.pieces.is_empty() {
            String::new()
        } else {
            format!(";{}", self.pieces(&other.pieces))
        };
        let figure = self.figure(other);
        match against {
            Against::AreasBelow => format!(
                "  {}",
                say!(lang, "explain-differs-areas", figure = figure, how = how)
            ),
            Against::Periods => format!(
                "  {}",
                say!(lang, "explain-differs-periods", figure = figure, how = how)
            ),
        }
    }

    /// The periods that a figure was worked out from, and those of them that lack.
    fn pieces(&self, pieces: &[Piece]) -> String {
        let lang = self.lang;
        let mut text = format!("  {}", lang.say("explain-derived-from"));
        for (i, piece) in pieces.iter().enumerate() {
            let sign = if piece.taken_off {
                " −"
            } else if i > 0 {
                " +"
            } else {
                ""
            };
            text.push_str(sign);
            text.push(' ');
            text.push_str(&self.period(piece.period, piece.span));
            if piece.lacking {
                text.push(' ');
                text.push_str(lang.say("explain-piece-missing"));
            }
        }
        text
    }

    pub(super) fn figure(&self, value: &MeasureValue) -> String {
        let (lang, figure) = (self.lang, &value.figure);
        let shown = figure.value.map_or_else(
            || lang.say("explain-none").to_owned(),
            |v| lang.figure(&v.to_string(), &figure.unit, Digits::All),
        );
        let mut notes = vec![lang.status(figure.status).to_owned()];
        if !figure.basis.is_empty() {
            notes.push(say!(lang, "explain-basis", basis = figure.basis));
        }
        if !figure.scheme.is_empty() {
            notes.push(say!(lang, "explain-scheme", scheme = figure.scheme));
        }
        notes.extend(
            figure
                .plan_stage
                .map(|p| say!(lang, "explain-plan", stage = p)),
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
                "      {}",
                say!(
                    lang,
                    "explain-place-in-file",
                    part = part,
                    row = row.row,
                    col = row.col,
                    raw = row.raw
                )
            ),
            format!(
                "      landing/{}/{}/{}",
                source.dataset,
                row.delivery,
                traced.file()
            ),
            format!(
                "      {}",
                say!(lang, "explain-source", source = row.source_id)
            ),
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
                .map(|n| format!("      {}", say!(lang, "explain-note", text = n))),
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
                "      {}",
                say!(lang, "explain-repaired", at = at, expect = repair.expect)
            ),
            format!(
                "        {}",
                say!(
                    lang,
                    "explain-repair-reason",
                    reason = repair.reason,
                    by = repair.by,
                    date = repair.date
                )
            ),
        ]
    }

    /// A correction as it bears on a row: from what to what, why, and how far it has come.
    fn correction(&self, correction: &Correction, shown: impl Fn(Dec) -> String) -> Vec<String> {
        let lang = self.lang;
        let done = match correction.action {
            CorrectionAction::Override { value } | CorrectionAction::Scale { value, .. } => {
                say!(lang, "explain-corrected", figure = shown(value))
            }
            CorrectionAction::Drop => lang.say("explain-not-used").to_owned(),
            CorrectionAction::Flag { flag } => say!(lang, "explain-flagged", flag = flag),
        };
        let mut state = vec![
            lang.correction(correction.status).to_owned(),
            say!(lang, "explain-decided", day = correction.decided_on),
        ];
        if !correction.reported_to.is_empty() {
            state.push(say!(
                lang,
                "explain-reported",
                office = correction.reported_to
            ));
        }
        let mut lines = vec![
            format!(
                "      {}",
                say!(
                    lang,
                    "explain-correction-of",
                    id = correction.id,
                    action = correction.action.as_str()
                )
            ),
            format!(
                "        {}",
                say!(
                    lang,
                    "explain-as-published",
                    figure = shown(correction.expect),
                    done = done
                )
            ),
            format!(
                "        {}",
                say!(
                    lang,
                    "explain-correction-reason",
                    reason = correction.reason.get(lang.is_vi())
                )
            ),
        ];
        if !correction.evidence.is_empty() {
            lines.push(format!(
                "        {}",
                say!(lang, "explain-evidence", evidence = correction.evidence)
            ));
        }
        lines.push(format!(
            "        {}",
            say!(lang, "explain-status", state = state.join("; "))
        ));
        lines
    }
}

/// What a target asks, distinguishable from the value where the two are close; a bare number where
/// the units do not agree.
pub(super) fn asked_of(lang: Lang, target: &Target, score: &Score, kind: &KpiKind) -> String {
    if score.reasons.contains(&Reason::UnitMismatch) {
        return lang.digits(&target.value.to_string());
    }
    lang.target(
        target.value.to_f64(),
        score.value.as_ref().and_then(ToPrimitive::to_f64),
        kind.shown_as(),
    )
}
