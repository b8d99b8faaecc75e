//! The lines of an explanation that say what stands behind it: release, ranking, boundary steps,
//! where a figure was looked for, delivery, checks.

use crate::app::cli::explain::Text;
use crate::app::lang::Digits;
use crate::app::output::plain;
use crate::inspect::{
    CheckResult, ExplainedCheck, ExplainedDelivery, ExplainedOperand, ExplainedRow, Explanation,
    Looked,
};
use crate::model::Relation;

impl Text<'_> {
    /// The release whose figures are explained, and where its rows were read.
    pub(super) fn release(&self) -> Vec<String> {
        let (lang, release) = (self.lang, &self.explained.release);
        let known = plain(&release.manifest["known_at"]);
        let mut lines = vec![format!(
            "  {:<10} {} ({} {known}, chiso {})",
            lang.pick("release", "phát hành"),
            release.id,
            lang.pick("known at", "dữ liệu đến"),
            plain(&release.manifest["chiso"])
        )];
        if self.explained.read_from == "landing" {
            let text = lang.pick(
                "its tables are no longer in the lake: made again from landing",
                "các bảng của bản phát hành này không còn: đã dựng lại từ tệp lưu nguyên trạng",
            );
            lines.push(format!("  {:<10} {text}", ""));
        }
        lines
    }

    /// The areas that a rank is a place among, the first of them.
    pub(super) fn ranking(&self, explanation: &Explanation) -> Option<String> {
        const SHOWN: usize = 10;
        let (lang, score) = (self.lang, &explanation.score);
        let unit = score
            .operands
            .iter()
            .find_map(|o| Some(o.found.as_ref()?.figure.unit.clone()))
            .unwrap_or_default();
        let of = |(area, value): &(crate::model::UnitId, crate::model::Dec)| {
            format!(
                "{} {}",
                self.areas().unit(*area).name(true),
                lang.figure(&value.to_string(), &unit, Digits::Short)
            )
        };
        let mut named: Vec<String> = explanation.field.iter().take(SHOWN).map(of).collect();
        match explanation.field.len() {
            0 => return None,
            n if n > SHOWN => named.push(format!("… ({n})")),
            _ => {}
        }
        Some(format!(
            "  {:<10} {}",
            lang.pick("among", "so với"),
            named.join("; ")
        ))
    }

    /// Recorded changes of areas between the day of the source and the boundary.
    pub(super) fn steps(&self, operand: &ExplainedOperand) -> Vec<String> {
        operand
            .steps
            .iter()
            .map(|step| {
                format!(
                    "  {} {}",
                    self.lang.pick("boundary step", "thay đổi địa giới"),
                    relation(step)
                )
            })
            .collect()
    }

    /// Where a figure was looked for that is not there, or gave nothing.
    pub(super) fn looked(&self, operand: &ExplainedOperand) -> Vec<String> {
        let missing = operand
            .found
            .as_ref()
            .is_none_or(|v| v.figure.value.is_none());
        if missing {
            operand.asked.iter().map(|l| self.one_looked(l)).collect()
        } else {
            vec![]
        }
    }

    fn one_looked(&self, looked: &Looked) -> String {
        let lang = self.lang;
        let areas: Vec<String> = looked
            .areas
            .iter()
            .map(|(unit, day)| {
                format!(
                    "{} {} {day}",
                    self.areas().unit(*unit).code,
                    lang.pick("of", "ngày")
                )
            })
            .collect();
        let filter = if looked.filter.is_empty() {
            String::new()
        } else {
            format!(" where {}", looked.filter)
        };
        let mut said = vec![format!("{} {}", looked.rows, lang.pick("rows", "dòng"))];
        if looked.others > 0 {
            said.push(format!(
                "{} {}",
                looked.others,
                lang.pick(
                    "more that the measure does not ask for",
                    "dòng khác mà chỉ tiêu thống kê không lấy"
                )
            ));
        }
        if looked.kept_aside > 0 {
            said.push(format!(
                "{} {}",
                looked.kept_aside,
                lang.pick(
                    "observations of the dataset kept aside",
                    "quan sát của bộ số liệu bị cách ly"
                )
            ));
        }
        format!(
            "  {} `{}`, {}{filter}, {}: {}",
            lang.pick("looked in", "đã tìm trong"),
            looked.dataset,
            looked.value,
            areas.join(" + "),
            said.join("; ")
        )
    }

    /// Hash and times of a row's delivery, and what its checks made of it.
    pub(super) fn delivered(&self, row: &ExplainedRow) -> Vec<String> {
        let mut lines: Vec<String> = row.delivery.iter().map(|d| self.delivery(d)).collect();
        if !row.dimensions.is_empty() {
            let named: Vec<String> = row
                .dimensions
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            lines.push(format!("      {}", named.join(", ")));
        }
        let checks: Vec<String> = row.checks.iter().map(|c| self.check(c)).collect();
        lines.push(format!(
            "      {} {}",
            self.lang.pick("checks", "kiểm tra"),
            checks.join("; ")
        ));
        lines
    }

    fn delivery(&self, delivery: &ExplainedDelivery) -> String {
        let lang = self.lang;
        let published = delivery.published_at.map_or_else(String::new, |t| {
            format!(", {} {}", lang.pick("published", "công bố"), t.to_rfc3339())
        });
        format!(
            "      sha256 {}, {} {}{published}",
            delivery.sha256,
            lang.pick("landed", "nhận"),
            delivery.fetched_at.to_rfc3339()
        )
    }

    fn check(&self, check: &ExplainedCheck) -> String {
        let lang = self.lang;
        let result = match check.result {
            CheckResult::Passed => lang.pick("passed", "đạt"),
            CheckResult::Confirmed => lang.pick("confirmed to be right", "đã xác nhận là đúng"),
            CheckResult::Told => {
                lang.pick("failed, used and told", "không đạt, vẫn dùng và có lưu ý")
            }
            CheckResult::KeptAside => lang.pick("failed, kept aside", "không đạt, bị cách ly"),
            CheckResult::Unclear => lang.pick(
                "failed by some rows, of which the first is on record",
                "một số dòng không đạt, chỉ ghi lại dòng đầu",
            ),
        };
        let message = if check.message.is_empty() {
            String::new()
        } else {
            format!(": {}", check.message)
        };
        format!("{} {result}{message}", check.rule)
    }
}

/// A recorded change of areas in a few words.
pub(super) fn relation(step: &Relation) -> String {
    let note = if step.note.is_empty() {
        String::new()
    } else {
        format!(" ({})", step.note)
    };
    format!(
        "{}: {} {} → {}{note}",
        step.date, step.kind, step.from_code, step.to_code
    )
}
