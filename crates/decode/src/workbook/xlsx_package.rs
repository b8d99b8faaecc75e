//! What a workbook of Excel 2007 and later says of its cells in addition to their values: hidden
//! rows, columns and sheets, formulas without a saved value, number formats that change what a cell
//! says, raised runs of a rich text (ECMA-376, part 1, section 18).
//!
//! `calamine` gives values; this reads the same parts of the package a second time for what it
//! leaves out. A part that cannot be read says nothing here: whether the workbook is damaged is the
//! reader's to find.

use super::super::archive::{LIMITS, ZipFile};
use super::about::Sheet;
use super::number_format::formats;
use super::part::{PartEvent, flag, get, walk};
use super::rich_text::rich_texts;
use super::xlsx_sheet::{SharedParts, sheet};
use std::collections::BTreeMap;

/// The parts of a package, by their paths.
struct XlsxPackage<'p> {
    zip: ZipFile<'p>,
    names: Vec<String>,
}

impl XlsxPackage<'_> {
    /// The text of a part.
    fn part(&mut self, path: &str) -> Option<String> {
        let path = path.trim_start_matches('/');
        let name = self
            .names
            .iter()
            .find(|n| n.replace('\\', "/").eq_ignore_ascii_case(path))?;
        String::from_utf8(self.zip.read(name).ok()?).ok()
    }

    /// The text of a part by its path from the folder of the workbook.
    fn within(&mut self, folder: &str, path: &str) -> Option<String> {
        self.part(&format!("{folder}{path}"))
    }

    /// The folder of the workbook itself.
    fn folder(&self) -> Option<String> {
        self.names.iter().find_map(|n| {
            n.replace('\\', "/")
                .strip_suffix("workbook.xml")
                .map(str::to_owned)
        })
    }
}

/// Reads what the package says of the sheets that are wanted, by name.
pub(super) fn sheets(
    file: &str,
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, Sheet> {
    let Ok(zip) = ZipFile::open(file, bytes, LIMITS) else {
        return BTreeMap::new();
    };
    let names = zip.names();
    let mut package = XlsxPackage { zip, names };
    let Some(folder) = package.folder() else {
        return BTreeMap::new();
    };
    let Some(book) = package.within(&folder, "workbook.xml") else {
        return BTreeMap::new();
    };
    let targets = relations(
        &package
            .within(&folder, "_rels/workbook.xml.rels")
            .unwrap_or_default(),
    );
    let (listed, stale) = listed(&book);
    let shared = SharedParts {
        formats: formats(&package.within(&folder, "styles.xml").unwrap_or_default()),
        texts: rich_texts(
            &package
                .within(&folder, "sharedStrings.xml")
                .unwrap_or_default(),
        ),
        stale,
    };
    let mut found = BTreeMap::new();
    for (name, relation, hidden) in listed.into_iter().filter(|(name, ..)| wanted(name)) {
        let Some(target) = targets.get(&relation) else {
            continue;
        };
        let xml = if target.starts_with('/') {
            package.part(target)
        } else {
            package.within(&folder, target)
        };
        let mut about = xml.map(|xml| sheet(&xml, &shared)).unwrap_or_default();
        about.hidden = hidden;
        found.insert(name, about);
    }
    found
}

fn relations(xml: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk(xml, |step| {
        if let PartEvent::Start("Relationship", e) = step
            && let (Some(id), Some(target)) = (get(e, "Id"), get(e, "Target"))
        {
            found.insert(id, target);
        }
    });
    found
}

/// Name, relation and whether it is hidden, of each sheet; and whether the workbook is marked for
/// recalculation.
fn listed(xml: &str) -> (Vec<(String, String, bool)>, bool) {
    let (mut sheets, mut stale) = (Vec::new(), false);
    walk(xml, |step| match step {
        PartEvent::Start("sheet", e) => {
            // The relation is `r:id`; the sheet's own number is `sheetId`.
            let hidden = get(e, "state").is_some_and(|s| s != "visible");
            sheets.push((
                get(e, "name").unwrap_or_default(),
                get(e, "id").unwrap_or_default(),
                hidden,
            ));
        }
        PartEvent::Start("calcPr", e) => stale = flag(e, "fullCalcOnLoad"),
        _ => {}
    });
    (sheets, stale)
}
