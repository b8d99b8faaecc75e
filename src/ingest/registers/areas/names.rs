//! Names that cannot tell units apart.

use super::units::overlap;
use crate::ingest::registers::sheet::Sheet;
use crate::model::{AreaUnit, Finding, fold_name};
use std::collections::{BTreeMap, BTreeSet};

/// Names that two units of one level share on a common day can never be resolved.
pub(super) fn check_names(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let mut by_name: BTreeMap<(&str, String), Vec<(u64, &AreaUnit)>> = BTreeMap::new();
    for (row, unit) in units {
        let names: BTreeSet<String> = [&unit.name_vi, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
            .map(|n| fold_name(n))
            .collect();
        for name in names.into_iter().filter(|n| !n.is_empty()) {
            let same = by_name.entry((&unit.level, name.clone())).or_default();
            for (other_row, other) in same
                .iter()
                .filter(|(_, other)| other.code != unit.code && overlap(unit, other))
            {
                let message = format!(
                    "`{name}` is also a name of `{}` of line {other_row} on the same days",
                    other.code
                );
                let finding = Finding::warning("shared_name", sheet.place(*row, ""), message)
                    .raw(name.clone());
                sheet.findings.push(finding.hint(
                    "sources that use this name must be mapped by \
                    code; remove it where it is only an alias",
                ));
            }
            same.push((*row, unit));
        }
    }
}

/// Names that can never mean their unit, because they are the code of another one.
pub(super) fn check_names_for_codes(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    for (row, unit) in units {
        for name in [&unit.name_vi, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
        {
            if let Some((other_row, other)) = units
                .iter()
                .find(|(_, o)| o.code == *name && o.code != unit.code && overlap(o, unit))
            {
                let message = format!(
                    "`{name}` is the code of the unit of line {other_row} on the same days, and \
                        never means `{}`",
                    unit.code
                );
                let finding = Finding::warning("shared_name", sheet.place(*row, ""), message)
                    .raw(&other.code);
                sheet
                    .findings
                    .push(finding.hint("remove it: a code is read before a name"));
            }
        }
    }
}
