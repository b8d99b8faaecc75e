//! The registers a project stands on: areas with their relations, and targets.

use crate::config::{Project, Register};
use crate::ingest;
use crate::model::{AreaRegister, Finding, Place, Severity, Target};
use sha2::{Digest, Sha256};

/// Registers as read, with the bytes they were read from.
pub struct Registers {
    /// Areas and relations.
    pub areas: AreaRegister,
    /// Targets.
    pub targets: Vec<Target>,
    /// `(register id, file name, bytes)`, in order.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// Faults and remarks.
    pub findings: Vec<Finding>,
}

impl Registers {
    /// Reads the registers of a project; every fault is in `findings`.
    #[must_use]
    pub fn load(project: &Project) -> Registers {
        let mut files = Vec::new();
        let mut findings = Vec::new();
        let mut read = |register: &Register, name: &str, required: bool| -> (String, Vec<u8>) {
            let shown = format!("datasets/{}/{name}", register.id);
            match std::fs::read(register.dir.join(name)) {
                Ok(bytes) => {
                    files.push((register.id.clone(), name.to_owned(), bytes.clone()));
                    return (shown, bytes);
                }
                Err(error) if required || error.kind() != std::io::ErrorKind::NotFound => {
                    let place = Place { file: shown.clone(), ..Place::default() };
                    findings.push(Finding::error("register_unreadable", place, error.to_string()));
                }
                Err(_) => {}
            }
            (shown, Vec::new())
        };
        let (areas_file, areas_bytes) = read(&project.areas, "areas.csv", true);
        let (relations_file, relations_bytes) = read(&project.areas, "relations.csv", false);
        let targets_read = project.targets.as_ref().map(|register| read(register, "targets.csv", true));
        let (areas, faults) = ingest::area_register((&areas_file, &areas_bytes), (&relations_file, &relations_bytes));
        findings.extend(faults);
        let mut targets = Vec::new();
        if let Some((file, bytes)) = targets_read {
            let (found, faults) = ingest::target_register((&file, &bytes), &areas);
            targets = found;
            findings.extend(faults);
        }
        for target in &targets {
            if !project.kpis.iter().any(|k| k.id == target.kpi) {
                let place = Place { file: "targets.csv".into(), ..Place::default() };
                let message = format!("target `{}` is for KPI `{}`, which no pipeline declares", target.id, target.kpi);
                let near = crate::model::nearest(&target.kpi, project.kpis.iter().map(|k| k.id.as_str()));
                let hint = near.map_or_else(String::new, |n| format!("did you mean `{n}`?"));
                findings.push(Finding::error("unknown_kpi", place, message).hint(hint));
            }
        }
        Registers { areas, targets, files, findings }
    }

    /// Whether work can go on: no fault among the findings.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.findings.iter().all(|f| f.severity < Severity::Error)
    }

    /// Hash of what decides how area names become codes: a remark or a parent does not.
    #[must_use]
    pub fn naming_hash(&self) -> String {
        let mut hash = Sha256::new();
        for (_, unit) in self.areas.units() {
            let names = [&unit.code, &unit.name_vi, &unit.name_en].into_iter().chain(&unit.aliases);
            for field in names.map(String::as_str).chain([unit.valid_from.to_string().as_str()]) {
                hash.update(field.as_bytes());
                hash.update([0]);
            }
            hash.update(unit.valid_to.map_or(String::new(), |d| d.to_string()).as_bytes());
            hash.update([1]);
        }
        hex(&hash.finalize())
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, b| {
        _ = write!(text, "{b:02x}");
        text
    })
}
