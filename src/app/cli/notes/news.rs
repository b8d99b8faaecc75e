//! What is new in release notes: data, targets, files, program, first verdicts.

use crate::app::cli::changed_verdict::column;
use crate::app::cli::notes::text::NotesText;
use crate::app::cli::quarantine::done;
use crate::app::messages::say;
use crate::inspect::release_notes::{NotedDelivery, NotedFile, NotedTarget};
use crate::model::{Repair, day_of, parse_instant, shown_as};
use std::fmt::Write;

impl NotesText<'_> {
    pub(super) fn news(&self, text: &mut String) {
        let (lang, notes) = (self.lang, self.notes);
        let mut lines = self.data();
        lines.extend(notes.targets.iter().map(|t| self.target(t)));
        lines.extend(
            notes
                .files
                .iter()
                .filter(|f| !f.path.ends_with("/targets.csv"))
                .map(|f| self.file(f)),
        );
        lines.extend(
            notes
                .repairs
                .iter()
                .map(|(dataset, r)| self.repair(dataset, r)),
        );
        let (then, now) = (
            notes.before.manifest.program(),
            notes.after.manifest.program(),
        );
        if then != now {
            lines.push(say!(lang, "notes-program", then = then, now = now));
        }
        lines.extend(self.first_verdicts());
        _ = write!(text, "## {}\n\n", lang.say("notes-new"));
        if lines.is_empty() {
            lines.push(lang.say("notes-nothing-new").to_owned());
        }
        for line in lines {
            _ = writeln!(text, "* {line}");
        }
        text.push('\n');
    }

    /// Data that came, and data that their sources no longer say.
    fn data(&self) -> Vec<String> {
        let (lang, notes) = (self.lang, self.notes);
        let line = |word: &str, d: &NotedDelivery| {
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
        };
        let (came, gone) = (
            lang.say("notes-data-received"),
            lang.say("notes-data-withdrawn"),
        );
        let received = notes.came.iter().map(|d| line(came, d));
        received
            .chain(notes.gone.iter().map(|d| line(gone, d)))
            .collect()
    }

    /// How many verdicts only the later release has, by KPI.
    fn first_verdicts(&self) -> Option<String> {
        let (lang, new) = (self.lang, &self.notes.new);
        let count: u64 = new.values().sum();
        let by_kpi = new
            .iter()
            .map(|(kpi, n)| format!("`{kpi}` {}", lang.digits(&n.to_string())))
            .collect::<Vec<_>>()
            .join(", ");
        (!new.is_empty()).then(|| {
            say!(
                lang,
                "notes-first-verdicts",
                number = lang.digits(&count.to_string()),
                by_kpi = by_kpi
            )
        })
    }

    fn target(&self, target: &NotedTarget) -> String {
        let kind = self.notes.kinds.get(&target.kpi);
        let unit = kind.map(|(kind, unit)| shown_as(kind, unit));
        let shown = |name: &str, text: &str| column(self.lang, name, text, unit);
        let columns = target
            .columns
            .iter()
            .map(|(name, was, is)| format!("`{name}` {} → {}", shown(name, was), shown(name, is)))
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

    /// What was read in place of a cell, why, and who decided it.
    fn repair(&self, dataset: &str, repair: &Repair) -> String {
        let lang = self.lang;
        let row = say!(lang, "preview-row", row = repair.row);
        let parts = [repair.part.clone(), row, format!("`{}`", repair.col)];
        let place: Vec<String> = parts
            .into_iter()
            .filter(|part| !matches!(part.as_str(), "" | "``"))
            .collect();
        say!(
            lang,
            "notes-repair",
            dataset = dataset,
            delivery = repair.delivery,
            place = place.join(", "),
            expect = repair.expect,
            done = done(lang, repair),
            reason = repair.reason,
            by = repair.by,
            day = repair.date
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
}
