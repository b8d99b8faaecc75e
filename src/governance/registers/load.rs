//! Registers read from their files.

use crate::config::{Project, Register};
use crate::governance::approvals::{APPROVALS, Approved, of_correction, of_target};
use crate::governance::registers::checks::{
    unknown_areas, unknown_headline, unknown_levels, unknown_tiles, without_areas,
    without_areas_below,
};
use crate::governance::registers::register::Registers;
use crate::governance::target_faults;
use crate::ingest::{RegisterFile, read_areas, read_holidays, read_targets};
use crate::model::{Approval, AreaRegister, Calendar, Finding, FiscalYear, Holiday, Place, Target};

impl Registers {
    /// Reads the registers of a project; every fault is in `findings`. What does not have its
    /// approvals is set apart.
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

    /// Reads the areas alone; what is wrong with them is left to the checks of the project.
    #[must_use]
    pub fn areas_alone(register: &Register) -> AreaRegister {
        let mut read = RegisterFiles::default();
        let areas = read.required(register, "areas.csv");
        let relations = read.if_there(register, "relations.csv");
        areas_of(register, areas, relations.as_ref(), &mut read.findings)
    }

    fn load_with(project: &Project, approved: Approved) -> Registers {
        let mut read = RegisterFiles::default();
        let areas = read.required(&project.areas, "areas.csv");
        let relations = read.if_there(&project.areas, "relations.csv");
        let register = project.targets.as_ref();
        let targets = register.and_then(|r| read.required(r, "targets.csv"));
        let register = project.holidays.as_ref();
        let holidays = register.and_then(|r| read.required(r, "holidays.csv"));
        let RegisterFiles {
            files,
            mut findings,
        } = read;
        let areas = areas_of(&project.areas, areas, relations.as_ref(), &mut findings);
        let (targets, target_places) = targets.map_or_else(Default::default, |t| {
            targets_of(&t, (&areas, project.fiscal_calendar()), &mut findings)
        });
        let holidays = holidays.map_or_else(Vec::new, |h| holidays_of(&h, &mut findings));
        findings.extend(unknown_areas(project, &areas));
        findings.extend(target_faults::faults(project, &targets, &target_places));
        findings.extend(unknown_headline(project, &areas));
        findings.extend(unknown_levels(project, &areas));
        findings.extend(unknown_tiles(project, &areas));
        findings.extend(without_areas(project, &areas));
        findings.extend(without_areas_below(project, &areas));
        let mut registers = Registers {
            areas,
            targets,
            calendar: Calendar::new(holidays, project.weekend.clone()),
            target_places,
            corrections: project.corrections.clone(),
            waiting_targets: Vec::new(),
            waiting: Vec::new(),
            files,
            findings,
        };
        registers.set_waiting_apart(&project.approval, approved);
        registers
    }

    /// Sets apart what does not have its approvals, and keeps the list of what has them as a file
    /// to be landed.
    fn set_waiting_apart(&mut self, rule: &Approval, mut approved: Approved) {
        let targets = std::mem::take(&mut self.targets).into_iter();
        for (target, place) in targets.zip(std::mem::take(&mut self.target_places)) {
            match approved.waits(rule, of_target(&target), &place) {
                None => {
                    self.targets.push(target);
                    self.target_places.push(place);
                }
                Some(why) => {
                    self.waiting.push(why);
                    self.waiting_targets.push((target, place));
                }
            }
        }
        for list in self.corrections.values_mut() {
            list.retain(|c| {
                approved
                    .waits(rule, of_correction(c), &c.place)
                    .is_none_or(|why| {
                        self.waiting.push(why);
                        false
                    })
            });
        }
        self.files.extend(
            approved
                .file(rule)
                .map(|(name, bytes)| (APPROVALS.to_owned(), name, bytes)),
        );
    }
}

/// A file of a register: its name as people know it, and its bytes.
struct Text {
    name: String,
    bytes: Vec<u8>,
}

impl Text {
    fn as_file(&self) -> RegisterFile<'_> {
        RegisterFile {
            name: &self.name,
            bytes: &self.bytes,
        }
    }
}

/// The files read so far, and what went wrong.
#[derive(Default)]
struct RegisterFiles {
    files: Vec<(String, String, Vec<u8>)>,
    findings: Vec<Finding>,
}

impl RegisterFiles {
    fn required(&mut self, register: &Register, name: &str) -> Option<Text> {
        let read = std::fs::read(register.dir.join(name));
        self.take(register, name, read)
    }

    fn if_there(&mut self, register: &Register, name: &str) -> Option<Text> {
        match std::fs::read(register.dir.join(name)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            read => self.take(register, name, read),
        }
    }

    fn take(
        &mut self,
        register: &Register,
        name: &str,
        read: std::io::Result<Vec<u8>>,
    ) -> Option<Text> {
        let shown = shown(register, name);
        match read {
            Ok(bytes) => {
                let file = (register.id.clone(), name.to_owned(), bytes.clone());
                self.files.push(file);
                Some(Text { name: shown, bytes })
            }
            Err(error) => {
                let place = Place {
                    file: shown,
                    ..Place::default()
                };
                let finding = Finding::error("register_unreadable", place, error.to_string());
                self.findings.push(finding);
                None
            }
        }
    }
}

fn shown(register: &Register, name: &str) -> String {
    format!("datasets/{}/{name}", register.id)
}

fn areas_of(
    register: &Register,
    areas: Option<Text>,
    relations: Option<&Text>,
    findings: &mut Vec<Finding>,
) -> AreaRegister {
    let areas = areas.unwrap_or_else(|| Text {
        name: shown(register, "areas.csv"),
        bytes: Vec::new(),
    });
    let (areas, faults) = read_areas(areas.as_file(), relations.map(Text::as_file));
    findings.extend(faults);
    areas
}

fn targets_of(
    file: &Text,
    (areas, office): (&AreaRegister, Option<FiscalYear>),
    findings: &mut Vec<Finding>,
) -> (Vec<Target>, Vec<Place>) {
    let (found, faults) = read_targets(file.as_file(), areas, office);
    findings.extend(faults);
    let place = |row| Place {
        file: file.name.clone(),
        row,
        ..Place::default()
    };
    found
        .into_iter()
        .map(|(row, target)| (target, place(row)))
        .unzip()
}

fn holidays_of(file: &Text, findings: &mut Vec<Finding>) -> Vec<Holiday> {
    let (found, faults) = read_holidays(file.as_file());
    findings.extend(faults);
    found
}
