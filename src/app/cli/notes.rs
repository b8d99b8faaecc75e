//! `chiso release notes`: what is new from one release to another, and a correction notice for
//! every verdict that is another one now, as Markdown for people.

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::output;
use crate::env::clock_from_env;
use crate::inspect::release_notes::{NotedFile, NotedTarget, Notes, Notice, notes, pair};
use crate::model::{Reason, TargetOp, Verdict, day_of, parse_instant, shown_as};
use crate::store::Lake;
use chrono_tz::Tz;
use clap::Args;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

/// Which releases to compare.
#[derive(Debug, Args)]
pub struct NotesArgs {
    /// The earlier release [default: the one in force, or the one before it]
    before: Option<String>,
    /// The later release [default: the one in force; without BEFORE, the one that waits if there is
    /// one]
    after: Option<String>,
    /// Write them into this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes release notes and correction notices.
pub fn show(context: &Context, args: &NotesArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let lake = Lake::open_read(&project.lake)?;
    let releases = pair(
        &lake,
        args.before.as_deref(),
        args.after.as_deref(),
        clock_from_env().now(),
    )?;
    let text = Text {
        lang: context.lang,
        notes: &notes(&lake, releases)?,
        zone: project.timezone,
    }
    .markdown();
    match &args.output {
        None => output::line(text.trim_end())?,
        Some(file) => std::fs::write(file, text)
            .map_err(|e| Failure::Usage(format!("`{}` cannot be written: {e}", file.display())))?,
    }
    Ok(())
}

struct Text<'a> {
    lang: Lang,
    notes: &'a Notes,
    zone: Tz,
}

impl Text<'_> {
    fn markdown(&self) -> String {
        let (lang, Notes { before, after, .. }) = (self.lang, self.notes);
        let known = |r: &crate::store::ReleaseRef| output::plain(&r.manifest["known_at"]);
        let mut text = format!(
            "# {} {}\n\n",
            lang.pick("Release notes:", "Thuyết minh bản phát hành"),
            after.id
        );
        let title = output::plain(&after.manifest[lang.pick("title_en", "title_vi")]);
        let line = [
            if title.is_empty() {
                String::new()
            } else {
                format!("{title}. ")
            },
            format!(
                "{} {}; ",
                lang.pick("Figures known at", "Số liệu đến ngày"),
                known(after)
            ),
            format!(
                "{} {} ({}).\n\n",
                lang.pick("compared with release", "so với bản phát hành"),
                before.id,
                known(before)
            ),
        ];
        text.extend(line);
        self.counts(&mut text);
        self.news(&mut text);
        self.notices(&mut text);
        text
    }

    fn counts(&self, text: &mut String) {
        let lang = self.lang;
        let [was, is] = [lang.pick("before", "trước"), lang.pick("now", "nay")];
        let mut table = |heading: &str, first: &str, rows: Vec<(String, [u64; 2])>| {
            _ = write!(
                text,
                "## {heading}\n\n| {first} | {was} | {is} |\n|---|---:|---:|\n"
            );
            for (name, [before, after]) in rows {
                _ = writeln!(
                    text,
                    "| {name} | {} | {} |",
                    lang.digits(&before.to_string()),
                    lang.digits(&after.to_string())
                );
            }
            text.push('\n');
        };
        let verdict = |word: &String| {
            word.parse::<Verdict>()
                .map_or_else(|_| word.clone(), |v| lang.verdict(v).to_owned())
        };
        let verdicts = self
            .notes
            .verdicts
            .iter()
            .map(|(word, counts)| (verdict(word), *counts))
            .collect();
        table(
            lang.pick(
                "Verdicts, on all boundaries",
                "Số kết luận, trên mọi địa giới",
            ),
            lang.pick("verdict", "kết luận"),
            verdicts,
        );
        for (heading, first, counts) in [
            (
                lang.pick(
                    "Reasons given more or less often",
                    "Lý do có số lần thay đổi",
                ),
                lang.pick("reason", "lý do"),
                &self.notes.reasons,
            ),
            (
                lang.pick("Flags given more or less often", "Lưu ý có số lần thay đổi"),
                lang.pick("flag", "lưu ý"),
                &self.notes.flags,
            ),
            (
                lang.pick("Tables with more or fewer rows", "Bảng có số dòng thay đổi"),
                lang.pick("table", "bảng"),
                &self.notes.tables,
            ),
        ] {
            let changed = counts
                .iter()
                .filter(|(_, [a, b])| a != b)
                .map(|(name, counts)| (format!("`{name}`"), *counts))
                .collect::<Vec<_>>();
            if !changed.is_empty() {
                table(heading, first, changed);
            }
        }
    }

    fn news(&self, text: &mut String) {
        let (lang, notes) = (self.lang, self.notes);
        let mut lines: Vec<String> = Vec::new();
        for (word, list) in [
            (lang.pick("data received", "số liệu mới nhận"), &notes.came),
            (
                lang.pick(
                    "data replaced or taken back",
                    "số liệu bị thay thế hoặc rút lại",
                ),
                &notes.gone,
            ),
        ] {
            lines.extend(list.iter().map(|d| {
                let day = parse_instant(&d.known_from, self.zone).map_or_else(
                    || d.known_from.clone(),
                    |t| day_of(t, self.zone).to_string(),
                );
                format!(
                    "{word}: {} `{}` ({} `{}`, {day})",
                    d.dataset,
                    d.path,
                    lang.pick("delivery", "lần giao"),
                    d.delivery
                )
            }));
        }
        lines.extend(notes.targets.iter().map(|t| self.target(t)));
        lines.extend(
            notes
                .files
                .iter()
                .filter(|f| !f.path.ends_with("/targets.csv"))
                .map(|f| self.file(f)),
        );
        let chiso = |r: &crate::store::ReleaseRef| output::plain(&r.manifest["chiso"]);
        let (then, now) = (chiso(&notes.before), chiso(&notes.after));
        if then != now {
            let rules = lang.pick(
                "its CHANGELOG says which rules changed",
                "CHANGELOG của chương trình nêu các quy tắc đã thay đổi",
            );
            lines.push(format!(
                "{}: {then} → {now}; {rules}",
                lang.pick("program", "chương trình")
            ));
        }
        if !notes.new.is_empty() {
            let count: u64 = notes.new.values().sum();
            let by_kpi = notes
                .new
                .iter()
                .map(|(kpi, n)| format!("`{kpi}` {}", lang.digits(&n.to_string())))
                .collect::<Vec<_>>()
                .join(", ");
            lines.push(format!(
                "{}: {} ({by_kpi})",
                lang.pick(
                    "verdicts given for the first time",
                    "kết luận lần đầu công bố"
                ),
                lang.digits(&count.to_string())
            ));
        }
        _ = write!(text, "## {}\n\n", lang.pick("What is new", "Điểm mới"));
        if lines.is_empty() {
            lines.push(
                lang.pick(
                    "nothing that these figures are made from",
                    "không có thay đổi về nguồn của số liệu",
                )
                .to_owned(),
            );
        }
        for line in lines {
            _ = writeln!(text, "* {line}");
        }
        text.push('\n');
    }

    fn target(&self, target: &NotedTarget) -> String {
        let columns = target
            .columns
            .iter()
            .map(|(column, was, is)| format!("`{column}` {} → {}", dash(was), dash(is)))
            .collect::<Vec<_>>();
        let columns = if columns.is_empty() {
            String::new()
        } else {
            format!(": {}", columns.join(", "))
        };
        format!(
            "{} `{}` {}{columns}",
            self.lang.pick("target", "chỉ tiêu"),
            target.id,
            self.lang.target_change(target.change)
        )
    }

    fn file(&self, file: &NotedFile) -> String {
        let lang = self.lang;
        let what = match file.path.as_str() {
            "chiso.toml" => lang.pick("settings of the project", "thiết lập dự án"),
            p if p.ends_with("/corrections.toml") => lang.pick("corrections", "đính chính"),
            p if p.ends_with("/repairs.toml") => {
                lang.pick("repairs of unreadable rows", "sửa các dòng không đọc được")
            }
            p if p.starts_with("pipelines/") => {
                lang.pick("formulas and KPIs", "công thức và chỉ số")
            }
            p if p.ends_with("/approvals.csv") => lang.pick(
                "approvals of targets and corrections",
                "phê duyệt chỉ tiêu và đính chính",
            ),
            p if p.ends_with("/areas.csv") || p.ends_with("/relations.csv") => {
                lang.pick("register of areas", "danh mục đơn vị hành chính")
            }
            _ => lang.pick("contract of a dataset", "quy ước số liệu"),
        };
        format!(
            "{what} {}: `{}`",
            lang.target_change(file.change),
            file.path
        )
    }

    fn notices(&self, text: &mut String) {
        let lang = self.lang;
        let flipped =
            |n: &&Notice| !n.flip.verdict[1].is_empty() && n.flip.verdict[0] != n.flip.verdict[1];
        let gone = |n: &&Notice| n.flip.verdict[1].is_empty();
        let all = &self.notes.notices;
        _ = write!(
            text,
            "## {}\n\n",
            lang.pick("Correction notices", "Thông báo đính chính")
        );
        if !all.iter().any(|n| flipped(&n)) {
            _ = write!(
                text,
                "{}\n\n",
                lang.pick(
                    "No verdict that was published is another one now.",
                    "Không có kết luận đã công bố nào thay đổi."
                )
            );
        }
        for (i, notice) in all.iter().filter(flipped).enumerate() {
            _ = write!(text, "### {}. {}\n\n", i + 1, self.heading(notice));
            for (label, said) in self.lines(notice) {
                _ = writeln!(text, "* {label}: {said}");
            }
            text.push('\n');
        }
        let others = |n: &&Notice| !flipped(n) && !gone(n);
        let reasons = lang.pick(
            "Not assessed, for another reason than before",
            "Vẫn không đánh giá được, nhưng vì lý do khác",
        );
        let lost = lang.pick("Verdicts no longer given", "Kết luận không còn được đưa ra");
        self.short(text, reasons, all.iter().filter(others).collect(), |n| {
            format!(
                "{} → {}",
                self.reason(&n.flip.reason[0]),
                self.reason(&n.flip.reason[1])
            )
        });
        self.short(text, lost, all.iter().filter(gone).collect(), |n| {
            self.verdict(&n.flip.verdict[0])
        });
    }

    fn short(
        &self,
        text: &mut String,
        heading: &str,
        notices: Vec<&Notice>,
        said: impl Fn(&Notice) -> String,
    ) {
        if notices.is_empty() {
            return;
        }
        _ = write!(text, "## {heading}\n\n");
        for notice in notices {
            _ = writeln!(
                text,
                "* {}: {} ({})",
                self.heading(notice),
                said(notice),
                self.why(notice)
            );
        }
        text.push('\n');
    }

    fn heading(&self, notice: &Notice) -> String {
        let (lang, flip) = (self.lang, &notice.flip);
        let pick = |both: &[String; 2], id: &str| {
            let [first, second] = if lang.is_vi() {
                [&both[0], &both[1]]
            } else {
                [&both[1], &both[0]]
            };
            [first.as_str(), second.as_str(), id]
                .into_iter()
                .find(|t| !t.is_empty())
                .unwrap_or_default()
                .to_owned()
        };
        let span = flip.span.parse().map_or("", |s| lang.span(s));
        let period = format!("{} {span}", flip.period);
        format!(
            "{} – {} ({}), {} [{}; {} {}]",
            pick(&notice.title, &flip.kpi),
            pick(&notice.area, &flip.area_code),
            flip.area_code,
            period.trim_end(),
            flip.kpi,
            lang.pick("boundaries of", "địa giới ngày"),
            flip.boundary
        )
    }

    /// Label and text of every line of a notice: what was said, what is said now, and why.
    fn lines(&self, notice: &Notice) -> Vec<(&'static str, String)> {
        let (lang, flip) = (self.lang, &notice.flip);
        let both = |texts: [String; 2]| {
            if texts[0] == texts[1] {
                texts[0].clone()
            } else {
                format!("{} → {}", texts[0], texts[1])
            }
        };
        let mut lines = vec![
            (
                lang.pick("verdict", "kết luận"),
                format!(
                    "**{}**",
                    both([0, 1].map(|i| self.verdict(&flip.verdict[i])))
                ),
            ),
            (
                lang.pick("value", "giá trị"),
                both(
                    [0, 1]
                        .map(|i| self.value(notice, &flip.value[i], asked_value(&flip.target[i]))),
                ),
            ),
        ];
        if flip.reason.iter().any(|r| !r.is_empty()) {
            lines.push((
                lang.pick("reason", "lý do"),
                both([0, 1].map(|i| self.reason(&flip.reason[i]))),
            ));
        }
        lines.push((
            lang.pick("target", "chỉ tiêu"),
            both([0, 1].map(|i| self.asked(notice, i))),
        ));
        lines.push((lang.pick("why", "nguyên nhân"), self.why(notice)));
        let listed = |of: &BTreeSet<String>| {
            if of.is_empty() {
                "–".to_owned()
            } else {
                of.iter()
                    .map(|d| format!("`{d}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            }
        };
        lines.push((
            lang.pick("deliveries", "lần giao số liệu"),
            both([0, 1].map(|i| listed(&notice.deliveries[i]))),
        ));
        lines
    }

    fn verdict(&self, word: &str) -> String {
        word.parse::<Verdict>().map_or_else(
            |_| dash(word).to_owned(),
            |v| self.lang.verdict(v).to_owned(),
        )
    }

    fn reason(&self, word: &str) -> String {
        word.parse::<Reason>().map_or_else(
            |_| dash(word).to_owned(),
            |r| self.lang.reason(r).to_owned(),
        )
    }

    /// A value or a target, distinguishable from the other where the two are close.
    fn value(&self, notice: &Notice, text: &str, other: &str) -> String {
        let (kind, unit) = (notice.kind.0.as_str(), notice.kind.1.as_str());
        text.parse::<f64>().map_or_else(
            |_| dash(text).to_owned(),
            |v| {
                self.lang
                    .value_against(v, other.parse().ok(), shown_as(kind, unit))
            },
        )
    }

    fn asked(&self, notice: &Notice, side: usize) -> String {
        let (asked, id) = (&notice.flip.target[side], &notice.flip.target_id[side]);
        let Some((op, value)) = asked.split_once(' ') else {
            return "–".to_owned();
        };
        let sign = op
            .parse::<TargetOp>()
            .map(TargetOp::sign)
            .unwrap_or_default();
        let id = if id.is_empty() {
            String::new()
        } else {
            format!(" (`{id}`)")
        };
        format!(
            "{sign} {}{id}",
            self.value(notice, value, &notice.flip.value[side])
        )
    }

    fn why(&self, notice: &Notice) -> String {
        notice
            .flip
            .why
            .iter()
            .map(|word| self.lang.cause(word))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The value of a target that is written with its comparison, as `ge 0.2`.
fn asked_value(asked: &str) -> &str {
    asked.split_once(' ').map_or("", |(_, value)| value)
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}
