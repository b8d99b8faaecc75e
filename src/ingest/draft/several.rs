//! Which table of a file is meant, where it has several: sheets, datasets, files of an archive.

use super::file::DraftFile;
use super::guesses::{Draft, EXAMPLES, LayoutEvidence};
use super::one::draft_table;
use crate::decode;
use crate::ingest::preview::{Preview, TablePreview, preview};
use crate::model::{Finding, Layout};

/// Most tables that are looked at for the one that is meant.
const TRIED: usize = 30;

/// What a file has.
pub(super) enum FileTables<'s> {
    /// One table with rows.
    One(&'s TablePreview),
    /// Several.
    Several(Box<SeveralTables>),
}

/// Tables of which one is to be named.
pub(super) struct SeveralTables {
    /// The key of a source that names one: `sheet` or `member`.
    key: &'static str,
    names: Vec<String>,
    /// What is said where none can be proposed.
    finding: Finding,
}

impl<'s> FileTables<'s> {
    pub(super) fn of(
        file: DraftFile<'_>,
        seen: &'s Preview,
        asked: &Layout,
    ) -> Result<FileTables<'s>, Vec<Finding>> {
        let Some(format) = seen.format.filter(|_| seen.layout.member == asked.member) else {
            let members = decode::members(file.name, file.bytes).map_err(|f| vec![*f])?;
            let names = members.unwrap_or_default();
            let finding = Finding::error(
                "no_such_part",
                file.place(),
                "the archive holds several files",
            )
            .hint("name one with `--member`; `chiso preview` lists them");
            return Ok(FileTables::Several(Box::new(SeveralTables {
                key: "member",
                names,
                finding,
            })));
        };
        // The header of a grid is a row.
        let least = u64::from(format.is_grid() && seen.layout.fixed.is_empty());
        let with_rows: Vec<&TablePreview> = seen.tables.iter().filter(|t| t.rows > least).collect();
        if let [one] = with_rows.as_slice() {
            return Ok(FileTables::One(one));
        }
        let names: Vec<String> = with_rows.iter().map(|t| t.name.clone()).collect();
        let message = format!("there are {} tables with rows", names.len());
        let shown: Vec<String> = names
            .iter()
            .take(EXAMPLES)
            .map(|n| format!("`{n}`"))
            .collect();
        let finding = Finding::error("no_such_part", file.place(), message)
            .hint(format!("name one with `--sheet`: {}", shown.join(", ")));
        Ok(FileTables::Several(Box::new(SeveralTables {
            key: "sheet",
            names,
            finding,
        })))
    }
}

impl SeveralTables {
    /// The draft of the only table that has areas, periods and figures; where several have the same
    /// columns, that of the first, and a person names the one that is meant.
    pub(super) fn chosen(
        &self,
        file: DraftFile<'_>,
        asked: &Layout,
    ) -> Result<Draft, Vec<Finding>> {
        let (key, names) = (self.key, &self.names);
        let refused = || Err(vec![self.finding.clone()]);
        if names.len() > TRIED {
            return refused();
        }
        let drafted = names.iter().filter_map(|name| {
            let (draft, columns) = part(file, key, name, asked)?;
            has_periods_and_figures(&draft).then_some((name, draft, columns))
        });
        let mut found: Vec<_> = drafted.collect();
        let alike = found.windows(2).all(|pair| pair[0].2 == pair[1].2);
        let have_areas = found.iter().all(|(_, draft, _)| draft.area.is_some());
        if found.is_empty() || !alike || !have_areas {
            return refused();
        }
        let choices: Vec<String> = found.iter().map(|(name, ..)| (*name).clone()).collect();
        let (_, mut draft, _) = found.swap_remove(0);
        let evidence = if choices.len() == 1 {
            LayoutEvidence::OnlyTable(names.len())
        } else {
            LayoutEvidence::Tables(choices)
        };
        draft.evidence.push((key, evidence));
        Ok(draft)
    }
}

fn part(
    file: DraftFile<'_>,
    key: &str,
    name: &str,
    asked: &Layout,
) -> Option<(Draft, Vec<String>)> {
    let mut asked = asked.clone();
    let named = if key == "member" {
        &mut asked.member
    } else {
        &mut asked.sheet
    };
    name.clone_into(named);
    let seen = preview(file.name, file.bytes, &asked);
    let Ok(FileTables::One(table)) = FileTables::of(file, &seen, &asked) else {
        return None;
    };
    draft_table(file, &seen, table, &asked).ok()
}

/// Whether a table may be the one that is meant.
fn has_periods_and_figures(draft: &Draft) -> bool {
    let period = draft.period.is_some() || !draft.header_periods.is_empty();
    period && draft.value.is_some()
}
