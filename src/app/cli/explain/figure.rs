//! The lines of an explanation about a figure: what it is, what it was put together from, and the
//! rows behind it.

use crate::app::cli::explain::text::{ExplanationText, number};
use crate::app::cli::instead;
use crate::app::cli::table::named;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{ExplainedOperand, ExplainedSource, Explanation, LackingArea, LackingMember};
use crate::model::{Flag, KpiKind, MadeOf, Making, MeasureValue, Role, declared_id, join};
use crate::series::{Against, differing};

impl ExplanationText<'_> {
    pub(super) fn operand(
        &self,
        operand: &ExplainedOperand,
        explanation: &Explanation,
    ) -> Vec<String> {
        let mut lines =
            self.figure_and_rows(self.role(operand.role, explanation), operand, explanation);
        lines.extend(self.behind(operand, explanation));
        lines
    }

    /// The figures that a figure was made from, and how many of them are not listed.
    fn behind(&self, operand: &ExplainedOperand, explanation: &Explanation) -> Vec<String> {
        let (listed, more) = operand.listed();
        let listed = listed.iter();
        let lines = listed.flat_map(|(what, input)| self.input(*what, input, explanation));
        let left = (more > 0).then(|| say!(self.lang, "explain-figures-more", number = more));
        lines.chain(left.map(|text| format!("  {text}"))).collect()
    }

    /// What a figure is in the formula. A gap has no base: it is between two measures of one period.
    fn role(&self, role: Role, explanation: &Explanation) -> &'static str {
        match (&explanation.kpi.kind, role) {
            (KpiKind::Gap(_), Role::Base) => self.lang.say("role-against"),
            _ => self.lang.role(role),
        }
    }

    /// A figure under a name of what it is, with the rows it came from.
    fn figure_and_rows(
        &self,
        what: &str,
        operand: &ExplainedOperand,
        explanation: &Explanation,
    ) -> Vec<String> {
        let found = operand.found.as_deref();
        let sum = found.filter(|v| v.parts.len() > 1);
        let pieces = found.filter(|v| !v.pieces.is_empty());
        let differing = found.into_iter().flat_map(differing);
        let mut lines = vec![self.figure_found(what, operand)];
        lines.extend(sum.map(|v| self.sum(operand, v, &explanation.score)));
        lines.extend(found.and_then(|v| self.making(v)));
        lines.extend(found.and_then(|v| self.not_listed(v)));
        lines.extend(self.lacking(operand));
        lines.extend(self.steps(operand));
        lines.extend(pieces.map(|v| self.pieces(v)));
        lines.extend(differing.map(|(against, other)| self.differs(against, other)));
        lines.extend(operand.published.as_deref().map(|v| self.published(v)));
        lines.extend(instead::chosen(self.lang, explanation, operand));
        lines.extend(self.looked(operand));
        for source in &operand.sources {
            lines.extend(self.dataset(operand, source, explanation));
        }
        lines
    }

    /// The figure, or the datasets that have none.
    fn figure_found(&self, what: &str, operand: &ExplainedOperand) -> String {
        let head = format!(
            "{what}: {} {}",
            operand.measure,
            self.period(operand.period, operand.span)
        );
        if let Some(found) = &operand.found {
            return format!("{head} = {}", self.figure(found));
        }
        if operand.asked.is_empty() {
            return format!("{head}: {}", self.lang.say("graph-no-figure"));
        }
        let asked: Vec<&str> = operand.asked.iter().map(|l| l.dataset.as_str()).collect();
        say!(
            self.lang,
            "explain-no-figure-in",
            figure = head,
            datasets = asked.join(", ")
        )
    }

    /// The deliveries of a list that has no row of the area.
    fn not_listed(&self, value: &MeasureValue) -> Option<String> {
        let figure = Some(&value.figure).filter(|f| f.flags.contains(&Flag::NotListed))?;
        let deliveries: Vec<&str> = figure.deliveries.iter().map(String::as_str).collect();
        Some(format!(
            "  {}",
            say!(
                self.lang,
                "explain-not-listed",
                deliveries = deliveries.join(", ")
            )
        ))
    }

    /// The areas that have no figure, or none of the series of the others, so that there is no sum.
    fn lacking(&self, operand: &ExplainedOperand) -> Vec<String> {
        let name = |lacking: &&LackingArea| {
            let unit = self.areas().unit(lacking.area);
            let other = (lacking.period, lacking.span) != (operand.period, operand.span);
            let when = if other {
                format!(" {}", self.period(lacking.period, lacking.span))
            } else {
                String::new()
            };
            let why = if lacking.reasons.is_empty() {
                String::new()
            } else {
                format!(" [{}]", join(&lacking.reasons))
            };
            format!("{} ({}){when}{why}", unit.name(true), unit.code)
        };
        let (elsewhere, none): (Vec<_>, Vec<_>) = operand
            .lacking
            .iter()
            .partition(|lacking| lacking.elsewhere);
        let names = |all: Vec<&LackingArea>| {
            let names: Vec<String> = all.iter().map(name).collect();
            Some(names.join(", ")).filter(|names| !names.is_empty())
        };
        let none = names(none).map(|areas| say!(self.lang, "explain-no-sum", areas = areas));
        let elsewhere =
            names(elsewhere).map(|areas| say!(self.lang, "explain-no-series", areas = areas));
        let lines = none.into_iter().chain(elsewhere);
        lines.map(|line| format!("  {line}")).collect()
    }

    /// A dataset that a figure was looked for in, and its rows.
    fn dataset(
        &self,
        operand: &ExplainedOperand,
        source: &ExplainedSource,
        explanation: &Explanation,
    ) -> Vec<String> {
        let lang = self.lang;
        let used = if source.used {
            lang.say("explain-used")
        } else {
            lang.say("explain-not-used")
        };
        let mut lines = vec![format!(
            "  {}",
            say!(
                lang,
                "explain-dataset",
                dataset = source.dataset,
                rank = source.rank,
                used = used
            )
        )];
        lines.extend(instead::of_dataset(lang, explanation, operand, source));
        lines.extend(self.lacking_members(source));
        let extremes = source.separate_extremes;
        lines.extend(extremes.then(|| format!("    {}", lang.say("explain-extremes-apart"))));
        let (listed, more) = source.listed();
        for row in listed {
            lines.extend(self.row(operand, source, row));
            lines.extend(instead::of_row(lang, explanation, operand, (source, row)));
        }
        if more > 0 {
            lines.push(format!(
                "    {}",
                say!(lang, "explain-rows-more", number = more)
            ));
        }
        lines
    }

    /// The members without a figure, so that there is no total.
    fn lacking_members(&self, source: &ExplainedSource) -> Vec<String> {
        let line = |lacking: &LackingMember| {
            let unit = self.areas().unit(lacking.area);
            let area = format!("{} ({})", unit.name(true), unit.code);
            let said = say!(
                self.lang,
                "explain-no-total",
                members = lacking.members,
                area = area,
                period = lacking.period
            );
            format!("    {said}")
        };
        source.lacking_members.iter().map(line).collect()
    }

    /// Another statement of a figure, from which it differs.
    pub(super) fn differs(&self, against: Against, other: &MeasureValue) -> String {
        let lang = self.lang;
        let how = if other.pieces.is_empty() {
            String::new()
        } else {
            format!(";{}", self.pieces(other))
        };
        let figure = self.figure(other);
        match against {
            Against::AreasBelow => format!(
                "  {}",
                say!(lang, "explain-differs-areas", figure = figure, how = how)
            ),
            Against::Members => format!(
                "  {}",
                say!(lang, "explain-differs-members", figure = figure, how = how)
            ),
            Against::Periods => format!(
                "  {}",
                say!(lang, "explain-differs-periods", figure = figure, how = how)
            ),
        }
    }

    /// The published figure, where a comparison uses another statement.
    fn published(&self, value: &MeasureValue) -> String {
        let figure = self.figure(value);
        format!(
            "  {}",
            say!(self.lang, "explain-differs-published", figure = figure)
        )
    }

    /// The periods that a figure was worked out from, and those of them that are missing.
    fn pieces(&self, value: &MeasureValue) -> String {
        let lang = self.lang;
        let made = value.made.as_deref().map(|made| &made.how);
        let added = !matches!(made, Some(Making::OverTime(_)));
        let mut text = format!("  {}", lang.say("explain-derived-from"));
        for (i, piece) in value.pieces.iter().enumerate() {
            let sign = match (piece.taken_off, added) {
                (true, _) => " −",
                (false, _) if i == 0 => "",
                (false, true) => " +",
                (false, false) => ",",
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
        let shown = number(value).map_or_else(
            || lang.say("graph-no-figure").to_owned(),
            |plain| lang.figure(&plain, &figure.unit, Digits::All),
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
                .map(|p| say!(lang, "explain-plan", stage = lang.plan_stage(p))),
        );
        if !figure.reasons.is_empty() {
            notes.push(join(&figure.reasons));
        }
        format!("{shown}  [{}]", notes.join("; "))
    }
}

impl ExplanationText<'_> {
    /// A figure that another one was made from, with its own rows, further in.
    fn input(
        &self,
        what: MadeOf,
        input: &ExplainedOperand,
        explanation: &Explanation,
    ) -> Vec<String> {
        let part = match (what, input.found.as_deref()) {
            (MadeOf::Below, Some(v)) => format!(" {}", named(self.areas(), [&v.area])),
            (MadeOf::Member, _) => format!(" {}", declared_id(&input.measure).1),
            _ => String::new(),
        };
        let what = format!("{}{part}", self.made_of(what, input.role));
        let own = self.figure_and_rows(&what, input, explanation);
        let behind = self.behind(input, explanation);
        own.into_iter()
            .chain(behind)
            .map(|line| format!("  {line}"))
            .collect()
    }
}
