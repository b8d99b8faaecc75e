//! The registers a project stands on: areas with their relations, targets, and holidays.

use crate::config::{Project, Register};
use crate::governance::approvals::{APPROVALS, Approved, Waiting, of_correction, of_target};
use crate::governance::target_faults;
use crate::ingest::{RegisterFile, read_areas, read_holidays, read_targets};
use crate::model::{AreaRegister, Calendar, Correction, Finding, Kpi, Place, Severity, Target};
use crate::store::sha256_hex;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Targets that do not bind yet, with their places: they lack approvals.
    pub waiting_targets: Vec<(Target, Place)>,
    /// Everything that lacks approvals.
    pub waiting: Vec<Waiting>,
    /// `(register id, file name, bytes)`, in order.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// Faults and remarks.
    pub findings: Vec<Finding>,
}

impl Registers {
    /// Reads the registers of a project; every fault is in `findings`. What lacks approvals is set
    /// apart.
    #[must_use]
    pub fn load(project: &Project) -> Registers {
        match Approved::of(project) {
            Ok(approved) => Registers::load_with(project, approved),
            Err(error) => {
                let mut registers = Registers::load_with(project, Approved::default());
                let place = Place {
                    file: "decisions".into(),
                    ..Place::default()
                };
                registers.findings.push(Finding::error(
                    "decision_damaged",
                    place,
                    error.to_string(),
                ));
                registers
            }
        }
    }

    fn load_with(project: &Project, mut approved: Approved) -> Registers {
        let mut files = Vec::new();
        let mut findings = Vec::new();
        let mut read =
            |register: &Register, name: &str, required: bool| -> (String, Option<Vec<u8>>) {
                let shown = format!("datasets/{}/{name}", register.id);
                match std::fs::read(register.dir.join(name)) {
                    Ok(bytes) => {
                        files.push((register.id.clone(), name.to_owned(), bytes.clone()));
                        return (shown, Some(bytes));
                    }
                    Err(error) if required || error.kind() != std::io::ErrorKind::NotFound => {
                        let place = Place {
                            file: shown.clone(),
                            ..Place::default()
                        };
                        findings.push(Finding::error(
                            "register_unreadable",
                            place,
                            error.to_string(),
                        ));
                    }
                    Err(_) => {}
                }
                (shown, None)
            };
        let (areas_file, areas_bytes) = read(&project.areas, "areas.csv", true);
        let (relations_file, relations_bytes) = read(&project.areas, "relations.csv", false);
        let targets_read = project
            .targets
            .as_ref()
            .map(|register| read(register, "targets.csv", true));
        let holidays_read = project
            .holidays
            .as_ref()
            .map(|register| read(register, "holidays.csv", true));
        let relations = relations_bytes.as_ref().map(|bytes| RegisterFile {
            name: &relations_file,
            bytes,
        });
        let (areas, faults) = read_areas(
            RegisterFile {
                name: &areas_file,
                bytes: &areas_bytes.unwrap_or_default(),
            },
            relations,
        );
        findings.extend(faults);
        let (mut targets, mut target_places) = (Vec::new(), Vec::new());
        if let Some((file, Some(bytes))) = targets_read {
            let (found, faults) = read_targets(
                RegisterFile {
                    name: &file,
                    bytes: &bytes,
                },
                &areas,
            );
            findings.extend(faults);
            for (row, target) in found {
                target_places.push(Place {
                    file: file.clone(),
                    row,
                    ..Place::default()
                });
                targets.push(target);
            }
        }
        let mut holidays = Vec::new();
        if let Some((file, Some(bytes))) = holidays_read {
            let (found, faults) = read_holidays(RegisterFile {
                name: &file,
                bytes: &bytes,
            });
            findings.extend(faults);
            holidays = found;
        }
        let calendar = Calendar::new(holidays, project.weekend.clone());
        findings.extend(unknown_national(project, &areas));
        findings.extend(target_faults::faults(project, &targets, &target_places));
        if let Some((area, _)) = &project.headline
            && project
                .boundaries
                .first()
                .is_some_and(|day| areas.resolve(area, *day).is_err())
        {
            let place = Place {
                file: "chiso.toml".into(),
                col: "headline.area".into(),
                ..Place::default()
            };
            let message = format!("there is no area `{area}` on the first boundary");
            findings.push(
                Finding::error("unknown_area", place, message)
                    .hint("write the code or name of an area of that day"),
            );
        }
        findings.extend(
            project
                .kpis
                .iter()
                .filter_map(|kpi| unknown_level(kpi, &areas)),
        );
        let mut waiting = Vec::new();
        let mut waiting_targets = Vec::new();
        let (targets, target_places) = targets
            .into_iter()
            .zip(target_places)
            .filter_map(|(target, place)| {
                match approved.waits(&project.approval, of_target(&target), &place) {
                    None => Some((target, place)),
                    Some(why) => {
                        waiting.push(why);
                        waiting_targets.push((target, place));
                        None
                    }
                }
            })
            .unzip();
        let mut corrections = project.corrections.clone();
        for list in corrections.values_mut() {
            list.retain(|c| {
                approved
                    .waits(&project.approval, of_correction(c), &c.place)
                    .is_none_or(|why| {
                        waiting.push(why);
                        false
                    })
            });
        }
        files.extend(
            approved
                .file(&project.approval)
                .map(|(name, bytes)| (APPROVALS.to_owned(), name, bytes)),
        );
        Registers {
            areas,
            targets,
            calendar,
            target_places,
            corrections,
            waiting_targets,
            waiting,
            files,
            findings,
        }
    }

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

/// A rank among areas of a level that no area has. The pipeline cannot know it; the register does.
fn unknown_level(kpi: &Kpi, areas: &AreaRegister) -> Option<Finding> {
    let level = kpi.kind.ranking()?.level;
    let levels: BTreeSet<&str> = areas
        .units()
        .map(|(_, unit)| unit.level.as_str())
        .filter(|l| !l.is_empty())
        .collect();
    if levels.contains(level) || areas.units().next().is_none() {
        return None;
    }
    let place = Place {
        file: format!("pipelines/{}.toml", kpi.pipeline),
        col: "kpi.level".into(),
        ..Place::default()
    };
    let known = levels
        .iter()
        .map(|l| format!("`{l}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "KPI `{}` ranks areas of level `{level}`, and the register of areas has none",
        kpi.id
    );
    Some(Finding::error("unknown_level", place, message).hint(format!("the levels are {known}")))
}

/// Areas whose price index stands in for those without one, and that are none on any boundary that
/// is published.
fn unknown_national(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let national =
        |m: &crate::model::Measure| Some((m.id.clone(), m.real.as_ref()?.national.clone()?));
    let known = |code: &str| {
        project
            .boundaries
            .iter()
            .any(|day| areas.by_code(code, *day).is_some())
    };
    let lost = project
        .measures
        .iter()
        .filter_map(national)
        .filter(|(_, code)| !known(code) && areas.units().next().is_some());
    let fault = |(measure, code): (String, String)| {
        let place = Place {
            file: "pipelines".into(),
            col: "measure.real.national".into(),
            ..Place::default()
        };
        let message = format!(
            "measure `{measure}`: there is no area `{code}` on any boundary of the project"
        );
        Finding::error("unknown_area", place, message)
            .hint("write the code of the area whose price index is the national one")
    };
    lost.map(fault).collect()
}
