//! The registers of a project, and what of them counts.

use crate::governance::approvals::{APPROVALS, Waiting};
use crate::model::{AreaRegister, Calendar, Correction, Finding, Place, Severity, Target};
use crate::store::sha256_hex;
use std::collections::BTreeMap;

/// Registers as read, with the bytes they were read from.
pub struct Registers {
    /// Areas and relations.
    pub areas: AreaRegister,
    /// Targets.
    pub targets: Vec<Target>,
    /// Movable feasts, days off and working days.
    pub calendar: Calendar,
    /// Where each target is declared, in the same order.
    pub target_places: Vec<Place>,
    /// Corrections by dataset.
    pub corrections: BTreeMap<String, Vec<Correction>>,
    /// Targets that do not bind yet, with their places: they do not have their approvals.
    pub waiting_targets: Vec<(Target, Place)>,
    /// Everything that does not have its approvals.
    pub waiting: Vec<Waiting>,
    /// `(register id, file name, bytes)`, in order.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// Faults and remarks.
    pub findings: Vec<Finding>,
}

impl Registers {
    /// The registers with what waits among what counts: whoever checks a register looks at all of
    /// it.
    #[must_use]
    pub fn whole(mut self) -> Registers {
        let waiting = std::mem::take(&mut self.waiting_targets);
        let mut all: Vec<(Target, Place)> = self
            .targets
            .into_iter()
            .zip(self.target_places)
            .chain(waiting)
            .collect();
        all.sort_by_key(|(_, place)| place.row);
        (self.targets, self.target_places) = all.into_iter().unzip();
        self
    }

    /// The files that people write, by their paths within the project, with the bytes read.
    pub fn paths(&self) -> impl Iterator<Item = (String, &[u8])> {
        let files = self.files.iter().filter(|(id, ..)| id != APPROVALS);
        files.map(|(id, name, bytes)| (format!("datasets/{id}/{name}"), bytes.as_slice()))
    }

    /// Whether work can go on: no fault among the findings.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.findings.iter().all(|f| f.severity < Severity::Error)
    }

    /// Hash of what decides how area names become codes: a remark or a parent does not.
    #[must_use]
    pub fn naming_hash(&self) -> String {
        let mut text = String::new();
        for (_, unit) in self.areas.units() {
            let valid = [
                unit.valid_from.to_string(),
                unit.valid_to.map_or_else(String::new, |d| d.to_string()),
            ];
            let names = [&unit.code, &unit.name_vi, &unit.name_en]
                .into_iter()
                .chain(&unit.aliases)
                .chain(&valid);
            for field in names {
                text.push_str(field);
                text.push('\0');
            }
            text.push('\n');
        }
        sha256_hex(text.as_bytes())
    }
}
