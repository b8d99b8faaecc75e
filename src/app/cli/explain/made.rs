//! The parts of an explanation that tell what a figure was put together from, and what stands
//! around the periods and areas compared.

use super::Text;
use crate::app::cli::areas::named;
use crate::app::lang::Digits;
use crate::inspect::{ExplainedOperand, MadeOf, Union};
use crate::model::{CalendarEffect, Dec, FeastDays, KpiKind, Making, MeasureValue, Role, Score};
use num_rational::BigRational;

impl Text<'_> {
    /// The units that were added up, each with its figure where they are known; what is shown adds
    /// up.
    pub(super) fn sum(
        &self,
        operand: &ExplainedOperand,
        value: &MeasureValue,
        score: &Score,
    ) -> String {
        let lang = self.lang;
        let date = value
            .parts
            .first()
            .map_or(score.boundary, |(_, date)| *date);
        let name = |unit| {
            format!(
                "{} ({})",
                self.areas().unit(unit).name(true),
                self.areas().unit(unit).code
            )
        };
        let figures: Vec<Dec> = operand.parts.iter().map(|(_, v)| *v).collect();
        let head = if value.weighted() {
            lang.pick("put together from the units of", "gộp từ các đơn vị ngày")
        } else {
            lang.pick("sum of the units of", "tổng các đơn vị ngày")
        };
        if let Some(shown) = lang
            .parts(&figures, &value.figure.unit)
            .filter(|_| !figures.is_empty())
        {
            let parts = operand
                .parts
                .iter()
                .zip(shown.parts)
                .map(|((unit, _), text)| format!("{} {text}", name(*unit)));
            return format!(
                "  {head} {date}: {} = {}",
                parts.collect::<Vec<_>>().join(" + "),
                shown.total
            );
        }
        let parts: Vec<String> = value.parts.iter().map(|(unit, _)| name(*unit)).collect();
        format!("  {head} {date}: {}", parts.join(" + "))
    }

    /// How a figure was made from those of other measures.
    pub(super) fn making(&self, value: &MeasureValue) -> Option<String> {
        let lang = self.lang;
        let figure = |v: &MeasureValue| {
            v.figure.value.map_or_else(
                || "?".to_owned(),
                |d| lang.figure(&d.to_string(), &v.figure.unit, Digits::Short),
            )
        };
        let plain =
            |v: Option<Dec>| v.map_or_else(|| "?".to_owned(), |d| lang.digits(&d.to_string()));
        match &value.made.as_ref()?.how {
            Making::Real {
                nominal,
                index,
                base_index,
                base,
                national,
            } => {
                let of = |v: &Option<std::sync::Arc<MeasureValue>>| {
                    plain(v.as_ref().and_then(|v| v.figure.value))
                };
                let whose = index
                    .as_ref()
                    .or(base_index.as_ref())
                    .filter(|_| *national)
                    .map_or_else(String::new, |v| {
                        format!(
                            ", {} {}",
                            lang.pick("the index of", "theo chỉ số của"),
                            named(self.areas(), [&v.area])
                        )
                    });
                let prices = format!(
                    "{} {base}",
                    lang.pick("at constant prices of", "theo giá so sánh")
                );
                Some(format!(
                    "  {prices}: {} × {} / {}{whose}",
                    figure(nominal),
                    of(base_index),
                    of(index)
                ))
            }
            Making::WeightedMean { weight, parts } => {
                let part = |p: &crate::model::Weighed| {
                    let weight = plain(p.weight.as_ref().and_then(|w| w.figure.value));
                    format!(
                        "{} {} × {weight}",
                        named(self.areas(), [&p.unit]),
                        plain(p.value)
                    )
                };
                let parts: Vec<String> = parts.iter().map(part).collect();
                Some(format!(
                    "  {} `{weight}`: {}",
                    lang.pick("mean weighted by", "bình quân gia quyền theo"),
                    parts.join("; ")
                ))
            }
        }
    }

    /// A figure that another one was made from, with its own rows, further in.
    pub(super) fn input(
        &self,
        what: MadeOf,
        input: &ExplainedOperand,
        explanation: &crate::inspect::Explanation,
    ) -> Vec<String> {
        let what = self.made_of(what);
        self.figure_and_rows(what, input, explanation)
            .into_iter()
            .map(|line| format!("  {line}"))
            .collect()
    }

    /// What a figure is to the one that was made from it, in words.
    pub(super) fn made_of(&self, what: MadeOf) -> &'static str {
        let lang = self.lang;
        match what {
            MadeOf::Nominal => lang.pick("nominal", "theo giá hiện hành"),
            MadeOf::Index => lang.pick("price index", "chỉ số giá"),
            MadeOf::BaseIndex => lang.pick("price index of the base", "chỉ số giá kỳ gốc"),
            MadeOf::Weight => lang.pick("weight", "quyền số"),
        }
    }

    /// Feasts and working days of the two periods.
    pub(super) fn calendar(&self, effect: &CalendarEffect) -> Vec<String> {
        let lang = self.lang;
        let days = |all: &[chrono::NaiveDate]| {
            all.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let before = lang.pick("the year before", "năm trước");
        let feast = |f: &FeastDays| {
            let [first, second] = if lang.is_vi() {
                [&f.name_vi, &f.name_en]
            } else {
                [&f.name_en, &f.name_vi]
            };
            let moved = if f.moved {
                lang.pick(
                    " (in one of the periods only)",
                    " (chỉ rơi vào một trong hai kỳ)",
                )
            } else {
                ""
            };
            format!(
                "{}: {}, {before} {}{moved}",
                if first.is_empty() { second } else { first },
                days(&f.now),
                days(&f.before)
            )
        };
        let working = |[now, then]: [u32; 2]| {
            format!(
                "{} {now}, {before} {then}",
                lang.pick("working days:", "số ngày làm việc:")
            )
        };
        let told = effect
            .feasts
            .iter()
            .map(feast)
            .chain(effect.working_days.map(working));
        told.map(|text| format!("  {:<10} {text}", lang.pick("calendar", "lịch")))
            .collect()
    }

    /// The union that a changed area belongs to, and where there is an answer.
    pub(super) fn union(&self, union: &Union) -> Vec<String> {
        let (lang, areas) = (self.lang, self.areas());
        let (before, after) = (
            named(areas, &union.component.from),
            named(areas, &union.component.to),
        );
        let on = lang.pick("on", "ngày");
        let mut lines = vec![format!(
            "  {:<10} {before} {on} {} = {after} {on} {}",
            lang.pick("union", "nhóm"),
            union.from,
            union.to
        )];
        let label = lang.pick("answered", "trả lời");
        let way = |(day, unit): &(chrono::NaiveDate, crate::model::UnitId)| {
            let code = &areas.unit(*unit).code;
            let boundaries = lang.pick("on the boundaries of", "theo địa giới ngày");
            format!(
                "  {label:<10} {boundaries} {day}, {}: `--boundary {day} --area {code}`",
                named(areas, [unit])
            )
        };
        lines.extend(union.answered.iter().map(way));
        if !union.missing_weights.is_empty() {
            let listed = union
                .missing_weights
                .iter()
                .map(|w| format!("`{w}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let missing = lang.pick(
                "no figure of the period, by which the parts are weighted, of",
                "không có số của kỳ làm quyền số, theo",
            );
            lines.push(format!("  {label:<10} {missing} {listed}"));
        } else if union.answered.is_empty() {
            let why = if union.adds_up {
                lang.pick(
                    "on no boundary: the figures are not held whole for any day",
                    "không địa giới nào: không ngày nào có đủ số liệu nguyên vẹn",
                )
            } else {
                lang.pick(
                    "on no boundary: such figures are not added up; a measure may declare a \
                        `weight`",
                    "không địa giới nào: số liệu loại này không cộng được; chỉ tiêu có thể khai \
                        báo `weight`",
                )
            };
            lines.push(format!("  {label:<10} {why}"));
        }
        lines
    }

    /// The part of a share, what is left, and the whole; what is shown adds up.
    pub(super) fn part_and_rest(&self, kind: &KpiKind, score: &Score) -> Option<String> {
        let lang = self.lang;
        if score.value.is_none()
            || !matches!(kind, KpiKind::Share { .. } | KpiKind::Completion { .. })
        {
            return None;
        }
        let figure = |role: Role| {
            score
                .operands
                .iter()
                .find(|o| o.role == role)?
                .found
                .as_ref()
                .map(|v| &v.figure)
        };
        let (part, whole) = (figure(Role::Part)?, figure(Role::Whole)?);
        let rest = whole.value?.checked_sub(part.value?)?;
        let negative = |d: Dec| d.ratio() < BigRational::from_integer(0.into());
        let shown = lang
            .parts(&[part.value?, rest], &whole.unit)
            .filter(|_| !negative(rest))?;
        let [of, left] = shown.parts.as_slice() else {
            return None;
        };
        let rest = lang.pick("the rest", "còn lại");
        Some(format!(
            "  {:<10} {of} + {rest} {left} = {}",
            lang.pick("whole", "tổng"),
            shown.total
        ))
    }
}
