//! `chiso release notes`: what is new from one release to another, and a correction notice for
//! every verdict that is another one now, as Markdown for people.

use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
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
    let text = NotesText {
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

struct NotesText<'a> {
    lang: Lang,
    notes: &'a Notes,
    zone: Tz,
}

impl NotesText<'_> {
    fn markdown(&self) -> String {
        let (lang, Notes { before, after, .. }) = (self.lang, self.notes);
        let known = |r: &crate::store::ReleaseRef| r.manifest.known_day();
        let mut text = format!("{}\n\n", say!(lang, "notes-heading", id = after.id));
        let title = match lang {
            Lang::En => &after.manifest.title_en,
            Lang::Vi => &after.manifest.title_vi,
        };
        let title = title.as_deref().unwrap_or_default();
        let line = [
            if title.is_empty() {
                String::new()
            } else {
                format!("{title}. ")
            },
            format!("{} ", say!(lang, "notes-known", known = known(after))),
            format!(
                "{}\n\n",
                say!(
                    lang,
                    "notes-compared",
                    id = before.id,
                    known = known(before)
                )
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
        let [was, is] = [lang.say("notes-before"), lang.say("notes-now")];
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
            lang.say("notes-verdicts"),
            lang.say("notes-verdict"),
            verdicts,
        );
        for (heading, first, counts) in [
            (
                lang.say("notes-reasons"),
                lang.say("notes-reason"),
                &self.notes.reasons,
            ),
            (
                lang.say("notes-flags"),
                lang.say("notes-flag"),
                &self.notes.flags,
            ),
            (
                lang.say("notes-tables"),
                lang.say("notes-table"),
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
            (lang.say("notes-data-received"), &notes.came),
            (lang.say("notes-data-withdrawn"), &notes.gone),
        ] {
            lines.extend(list.iter().map(|d| {
                let day = parse_instant(&d.known_from, self.zone).map_or_else(
                    || d.known_from.clone(),
                    |t| day_of(t, self.zone).to_string(),
                );
                say!(
                    lang,
                    "notes-delivery",
                    word = word,
                    dataset = d.dataset,
                    path = d.path,
                    delivery = d.delivery,
                    day = day
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
        let (then, now) = (
            notes.before.manifest.program(),
            notes.after.manifest.program(),
        );
        if then != now {
            lines.push(say!(lang, "notes-program", then = then, now = now));
        }
        if !notes.new.is_empty() {
            let count: u64 = notes.new.values().sum();
            let by_kpi = notes
                .new
                .iter()
                .map(|(kpi, n)| format!("`{kpi}` {}", lang.digits(&n.to_string())))
                .collect::<Vec<_>>()
                .join(", ");
            lines.push(say!(
                lang,
                "notes-first-verdicts",
                number = lang.digits(&count.to_string()),
                by_kpi = by_kpi
            ));
        }
        _ = write!(text, "## {}\n\n", lang.say("notes-new"));
        if lines.is_empty() {
            lines.push(lang.say("notes-nothing-new").to_owned());
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
        say!(
            self.lang,
            "notes-target-change",
            id = target.id,
            change = self.lang.target_change(target.change),
            columns = columns
        )
    }

    fn file(&self, file: &NotedFile) -> String {
        let lang = self.lang;
        let what = match file.path.as_str() {
            "chiso.toml" => lang.say("notes-file-settings"),
            p if p.ends_with("/corrections.toml") => lang.say("notes-file-corrections"),
            p if p.ends_with("/repairs.toml") => lang.say("notes-file-repairs"),
            p if p.starts_with("pipelines/") => lang.say("notes-file-pipelines"),
            p if p.ends_with("/approvals.csv") => lang.say("notes-file-approvals"),
            p if p.ends_with("/areas.csv") || p.ends_with("/relations.csv") => {
                lang.say("notes-file-areas")
            }
            _ => lang.say("notes-file-contract"),
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
        _ = write!(text, "## {}\n\n", lang.say("notes-notices"));
        if !all.iter().any(|n| flipped(&n)) {
            _ = write!(text, "{}\n\n", lang.say("notes-no-notice"));
        }
        for (i, notice) in all.iter().filter(flipped).enumerate() {
            _ = write!(text, "### {}. {}\n\n", i + 1, self.heading(notice));
            for (label, said) in self.lines(notice) {
                _ = writeln!(text, "* {label}: {said}");
            }
            text.push('\n');
        }
        let others = |n: &&Notice| !flipped(n) && !gone(n);
        let reasons = lang.say("notes-other-reasons");
        let lost = lang.say("notes-lost-verdicts");
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
        say!(
            lang,
            "notes-notice",
            title = pick(&notice.title, &flip.kpi),
            area = pick(&notice.area, &flip.area_code),
            area_code = flip.area_code,
            period = period.trim_end(),
            kpi = flip.kpi,
            boundary = flip.boundary
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
                lang.say("notes-verdict"),
                format!(
                    "**{}**",
                    both([0, 1].map(|i| self.verdict(&flip.verdict[i])))
                ),
            ),
            (
                lang.say("notes-value"),
                both(
                    [0, 1]
                        .map(|i| self.value(notice, &flip.value[i], asked_value(&flip.target[i]))),
                ),
            ),
        ];
        if flip.reason.iter().any(|r| !r.is_empty()) {
            lines.push((
                lang.say("notes-reason"),
                both([0, 1].map(|i| self.reason(&flip.reason[i]))),
            ));
        }
        lines.push((
            lang.say("notes-target"),
            both([0, 1].map(|i| self.asked(notice, i))),
        ));
        lines.push((lang.say("notes-why"), self.why(notice)));
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
            lang.say("notes-deliveries"),
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
