//! The parsed files of a project, and every name that they declare.

use crate::document::Document;
use crate::files::{CORRECTIONS, ConfigText, DATASETS, PIPELINES, is_amendment};
use crate::names::Names;
use crate::rule;
use chiso_model::Finding;

/// A file and its tree.
pub(super) struct Parsed<'t> {
    pub file: &'t ConfigText,
    pub document: Document<'t>,
}

/// The trees of all files.
pub(super) fn parse<'t>(texts: &'t [ConfigText], faults: &mut Vec<Finding>) -> Vec<Parsed<'t>> {
    texts
        .iter()
        .map(|file| Parsed {
            file,
            document: Document::parse(&file.path, &file.text, faults),
        })
        .collect()
}

/// The files of one folder, or of one name wherever they stand.
pub(super) fn in_folder<'p, 't>(
    parsed: &'p [Parsed<'t>],
    folder: &'static str,
) -> impl Iterator<Item = &'p Parsed<'t>> {
    parsed.iter().filter(move |p| p.file.folder == folder)
}

/// Every name declared, sound or not.
pub(super) fn gather_names(parsed: &[Parsed<'_>], faults: &mut Vec<Finding>) -> Names {
    let of = |file: &str, folder: &str| {
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        file.starts_with(folder) && !is_amendment(name)
    };
    let lost = |folder: &str, rules: &[&str]| {
        faults
            .iter()
            .any(|f| of(&f.place.file, folder) && rules.contains(&&*f.rule))
    };
    let unread = [rule::MISSING_FILE, rule::UNREADABLE_FILE];
    // A dataset is named by its file, so a slip inside does not hide it; what a pipeline declares
    // stands inside.
    let mut names = Names::new(
        !lost(DATASETS, &unread),
        !lost(PIPELINES, &unread) && !lost(PIPELINES, &[rule::SYNTAX]),
    );
    in_folder(parsed, DATASETS).for_each(|p| names.add_dataset(&p.file.id, &p.document.root()));
    in_folder(parsed, PIPELINES).for_each(|p| names.add_pipeline(&p.document.root(), faults));
    in_folder(parsed, CORRECTIONS).for_each(|p| names.add_corrections(&p.document.root(), faults));
    names
}
