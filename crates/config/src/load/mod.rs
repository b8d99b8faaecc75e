//! From a folder to a checked plan: reads all files, checks all of them, and only then decides
//! whether there is a plan.

mod declared;
mod parsed;
mod registry;

use super::files::{self, CHISO, ConfigText, DATASETS};
use super::names::Names;
use super::pipeline::PipelineFile;
use super::plan::{ConfigFile, Project, Register};
use super::schema::schema_of;
use super::scope::Scope;
use super::{
    breakdown, composite, contributions, conversion, hash, made, measure, moments, operation,
    project, raw, rule, sampling_error, units,
};
use chiso_model::{Finding, Place, Rubric, Severity};
use chrono_tz::Tz;
use parsed::{Parsed, in_folder};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Reads and checks the project in a folder; with the plan come the warnings.
///
/// # Errors
/// Every fault of every file, by file and line, when there is one that is not a warning.
pub fn load(root: &Path) -> Result<(Project, Vec<Finding>), Vec<Finding>> {
    let mut faults = vec![];
    let plan = read(root, &mut faults);
    faults.sort_by(|a, b| a.place.cmp(&b.place));
    match plan {
        Some(plan) if faults.iter().all(|f| f.severity < Severity::Error) => Ok((plan, faults)),
        _ => Err(faults),
    }
}

/// Reads the project that a past release was made from. What a former program did not ask for is
/// taken as that program took it.
///
/// # Errors
/// Every fault of every file, as for a project of today.
pub fn load_past(root: &Path) -> Result<Project, Vec<Finding>> {
    let mut faults = vec![];
    let plan = read(root, &mut faults);
    faults.retain(|f| f.severity >= Severity::Error && !measure::asks_over_time(f));
    match plan {
        Some(mut plan) if faults.is_empty() => {
            measure::add_over_time(&mut plan.measures);
            Ok(plan)
        }
        _ => Err(faults),
    }
}

/// Where the register of areas of a project lies, whatever else is wrong with the project: while one
/// contract is written, others may be unfinished.
#[must_use]
pub fn areas(root: &Path) -> Option<Register> {
    let mut faults = vec![];
    let root = absolute(root, &mut faults)?;
    let texts = files::read(&root, &mut faults);
    let parsed = parsed::parse(&texts, &mut faults);
    let registry = registry::read_datasets(&parsed, &root, (Tz::UTC, None), &mut faults);
    registry.areas.into_iter().next()
}

fn read(root: &Path, faults: &mut Vec<Finding>) -> Option<Project> {
    let root = absolute(root, faults)?;
    let texts = files::read(&root, faults);
    let parsed = parsed::parse(&texts, faults);
    let names = parsed::gather_names(&parsed, faults);

    let chiso = read_chiso(&parsed, &names, faults);
    let zone = chiso.as_ref().map_or(Tz::UTC, |c| c.timezone);
    let fiscal = chiso.as_ref().and_then(|c| c.fiscal_year);
    let mut registry = registry::read_datasets(&parsed, &root, (zone, fiscal), faults);
    let boundaries = chiso.as_ref().map_or(&[][..], |c| &c.boundaries);
    let scope = Scope {
        names: &names,
        datasets: &registry.datasets,
        rubrics: &registry.rubrics,
        zone,
        fiscal,
        boundaries,
    };
    let corrections = declared::read_corrections(&parsed, &scope, faults);
    let pipelines = declared::read_pipelines(&parsed, &scope, faults);
    let mut repairs = declared::read_repairs(&parsed, &scope, faults);
    for dataset in &mut registry.datasets {
        dataset.repairs = repairs.remove(&dataset.id).unwrap_or_default();
    }
    let areas = registry::the_areas(&registry, &names, faults);
    let targets = registry::at_most_one(&registry.targets, "targets", faults);
    let holidays = registry::at_most_one(&registry.holidays, "holidays", faults);

    let files = config_files(&texts);
    let chiso = chiso?;
    let mut project = Project {
        similar_by: chiso.similar_by,
        lake: root.join(chiso.lake),
        engine: chiso.engine.map(|engine| engine.of(&root)),
        object_storage: chiso.object_storage,
        root,
        title: chiso.title,
        timezone: chiso.timezone,
        weekend: chiso.weekend,
        fiscal_year: chiso.fiscal_year,
        boundaries: chiso.boundaries,
        headline: chiso.headline,
        limits: chiso.limits,
        approval: chiso.approval,
        levels: chiso.levels,
        units: chiso.units,
        areas: areas?,
        targets,
        holidays,
        datasets: registry.datasets,
        corrections,
        pipelines: vec![],
        measures: vec![],
        kpis: vec![],
        studies: vec![],
        tests: vec![],
        config_hash: hash::config(&files),
        past: false,
        files,
    };
    add_pipelines(&mut project, pipelines);
    across_pipelines(&mut project, &names, &registry.rubrics, faults);
    warn_of_unused(&project, &parsed, faults);
    Some(project)
}

fn absolute(root: &Path, faults: &mut Vec<Finding>) -> Option<PathBuf> {
    match std::path::absolute(root) {
        Ok(root) => Some(root),
        Err(error) => {
            let message = format!("`{}` is not a folder: {error}", root.display());
            faults.push(
                Finding::error(rule::MISSING_FILE, Place::default(), message)
                    .hint("name the folder of `chiso.toml`"),
            );
            None
        }
    }
}

fn read_chiso(
    parsed: &[Parsed<'_>],
    names: &Names,
    faults: &mut Vec<Finding>,
) -> Option<project::Checked> {
    let document = &parsed.iter().find(|p| p.file.path == CHISO)?.document;
    let raw: raw::Chiso = document.read(&schema_of::<raw::Chiso>(CHISO), faults)?;
    Some(project::check(&document.root(), &raw, names, faults))
}

/// What measures and KPIs take from others, once those of all pipelines are known.
fn across_pipelines(
    project: &mut Project,
    names: &Names,
    rubrics: &[Rubric],
    faults: &mut Vec<Finding>,
) {
    let Project {
        kpis,
        measures,
        datasets,
        studies,
        ..
    } = project;
    made::inherit(measures, names, faults);
    sampling_error::settle(measures, datasets, names, faults);
    operation::unit_names(measures, datasets, |id| names.measures.place(id), faults);
    conversion::settle(measures, datasets, names, faults);
    moments::check(measures, names, faults);
    contributions::check(kpis, measures, faults);
    // What is wrong already may be why a member is not there.
    let sound = faults.iter().all(|f| f.severity < Severity::Error);
    let mut of_members = vec![];
    let broken_down = breakdown::measures(measures, names, &mut of_members);
    units::settle(kpis, measures, datasets, faults);
    breakdown::kpis(kpis, &broken_down);
    composite::put_together(kpis, rubrics, faults);
    breakdown::unknown((measures, kpis, studies), names, &mut of_members);
    faults.extend(of_members.into_iter().filter(|_| sound));
}

/// The files as the plan keeps them, by path.
fn config_files(texts: &[ConfigText]) -> Vec<ConfigFile> {
    let mut files: Vec<ConfigFile> = texts.iter().map(ConfigText::to_config_file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn add_pipelines(project: &mut Project, pipelines: Vec<PipelineFile>) {
    for declared in pipelines {
        project.pipelines.push(declared.pipeline);
        project.measures.extend(declared.measures);
        project.kpis.extend(declared.kpis);
        project.studies.extend(declared.studies);
        project.tests.extend(declared.tests);
    }
}

fn warn_of_unused(project: &Project, parsed: &[Parsed<'_>], faults: &mut Vec<Finding>) {
    // What a faulty measure would have used is not known.
    if !faults.is_empty() {
        return;
    }
    let used: BTreeSet<&str> = project
        .measures
        .iter()
        .flat_map(|m| &m.sources)
        .map(|s| s.dataset.as_str())
        .collect();
    for Parsed { file, document } in in_folder(parsed, DATASETS) {
        if project.dataset(&file.id).is_some() && !used.contains(file.id.as_str()) {
            let message = format!("no measure uses the dataset `{}`", file.id);
            faults.push(
                document
                    .root()
                    .warning(rule::UNUSED, message)
                    .hint("it is read and kept, but nothing is computed from it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{AREAS, Sample, render};
    use super::*;
    use chiso_model::kind;
    use chiso_model::{Dec, KpiKind, NumberFormat, Origin, OverTime, Period, UnitOf};

    #[test]
    fn a_valid_project_becomes_a_plan() {
        let root = Sample::new().write();
        let (plan, warnings) =
            load(root.path()).unwrap_or_else(|faults| panic!("{}", render(&faults)));
        assert_eq!(warnings, []);
        assert_eq!(plan.root, root.path());
        assert_eq!(plan.lake, root.path().join("lake"));
        assert_eq!(plan.title.vi, "Cải cách và kết quả");
        assert_eq!(plan.timezone, Tz::Asia__Ho_Chi_Minh);
        assert_eq!(
            plan.boundaries
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            ["2025-06-30", "2025-07-01"]
        );
        assert_eq!(plan.headline, Some(("01".to_owned(), Period::Year(2020))));
        assert_eq!(
            (plan.limits.max_file_bytes, plan.limits.max_observations),
            (1_000_000, 100_000_000)
        );
        assert_eq!(plan.areas.dir, root.path().join("datasets/areas"));
        assert_eq!(
            plan.targets.as_ref().map(|t| t.id.as_str()),
            Some("targets")
        );
        assert_eq!(
            plan.datasets
                .iter()
                .map(|d| d.id.as_str())
                .collect::<Vec<_>>(),
            ["budget_plan", "new_enterprises"]
        );
        assert_eq!(plan.pipelines.len(), 1);
        assert_eq!(
            plan.measures
                .iter()
                .map(|m| m.id.as_str())
                .collect::<Vec<_>>(),
            ["new_firms", "revenue_plan_government"]
        );
        assert_eq!(
            plan.kpis[0].kind,
            KpiKind::Growth(kind::Growth {
                measure: "new_firms".to_owned(),
                comparison: kind::Comparison::default(),
            })
        );
        assert_eq!(
            (plan.tests[0].place.file.as_str(), plan.tests[0].place.row),
            ("pipelines/annual.toml", 35)
        );
        assert_eq!(
            plan.files.first().map(|f| f.path.as_str()),
            Some("chiso.toml")
        );
        assert_eq!(plan.files.len(), 6);
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let plan = Sample::new().plan();
        let firms = plan.dataset("new_enterprises").unwrap();
        assert_eq!(
            firms.contract.quarantine_limit,
            "0.005".parse::<Dec>().unwrap()
        );
        let source = &firms.sources[0];
        assert_eq!(
            source.columns["event"],
            Origin::Constant("new".to_owned()),
            "a dimension with one value needs no mapping"
        );
        assert_eq!(
            source.unit,
            Some(UnitOf {
                unit: "enterprises".to_owned(),
                unit_mult: 0
            }),
            "the unit is the contract's"
        );
        assert_eq!(source.number, NumberFormat::new(',', Some('.')));
        assert_eq!(
            source.published_at.unwrap().to_rfc3339(),
            "2025-10-09T17:00:00+00:00"
        );
        let budget = plan.dataset("budget_plan").unwrap();
        assert_eq!(budget.sources[0].layout.delimiter, b';');
        assert_eq!(budget.sources[0].unit, None, "rows name their own");
        assert_eq!(
            budget.sources[0].units["tỷ đồng"],
            UnitOf {
                unit: "vnd".to_owned(),
                unit_mult: 9
            }
        );
        assert_eq!(budget.sources[0].missing, ["", "..", "...", "…", "-"]);
        assert_eq!(
            budget.sources[1].unit,
            Some(UnitOf {
                unit: "vnd".to_owned(),
                unit_mult: 6
            })
        );
    }

    #[test]
    fn all_faults_of_all_files_are_told_at_once() {
        let faults = Sample::new()
            .edit("chiso.toml", "timezone = ", "timezone = = ")
            .edit("datasets/budget_plan.toml", "licence", "license")
            .edit("datasets/new_enterprises.toml", "\"integer\"", "\"whole\"")
            .edit(
                "pipelines/annual.toml",
                "measure = \"new_firms\"",
                "measure = \"new_forms\"",
            )
            .faults();
        let expected = [
            "error[toml_syntax]: chiso.toml:3: extra `=`, expected nothing",
            "  hint: correct the TOML; the rest of this file is not checked until then",
            "error[missing_key]: datasets/budget_plan.toml, column `licence`: `licence` is missing",
            "  hint: add `licence`: licence under which the figures may be used, in words",
            "error[unknown_key]: datasets/budget_plan.toml:3, column `license`: unknown key \
                `license`",
            "  hint: did you mean `licence`?",
            "error[bad_value]: datasets/new_enterprises.toml:9, column `contract.value.type`: \
                `whole` is not a value type",
            "  hint: write one of `integer`, `decimal`",
            "error[unknown_name]: pipelines/annual.toml:26, column `kpi.measure`: there is no \
                measure `new_forms`",
            "  hint: did you mean `new_firms`?",
        ];
        assert_eq!(faults, expected.join("\n"));
    }

    #[test]
    fn a_broken_file_makes_no_name_of_it_unknown() {
        let faults = Sample::new()
            .edit("datasets/areas.toml", "licence = ", "licence ")
            .faults();
        assert_eq!(faults.matches("error[").count(), 1, "{faults}");
        let kpi = "title = { en = \"More\" }\n[[kpi]]\nid = \"more\"\ntitle = { en = \"More\" \
            }\nkind = \"growth\"\nmeasure = \"new_firms\"\n";
        let faults = Sample::new()
            .with("pipelines/more.toml", kpi)
            .edit("pipelines/annual.toml", "retries = 3 }", "retries = 3")
            .faults();
        assert!(!faults.contains("pipelines/more.toml"), "{faults}");
        let faults = Sample::new()
            .with("datasets/budget_plan.toml", b"\xff")
            .faults();
        assert_eq!(faults.matches("error[").count(), 1, "{faults}");
    }

    #[test]
    fn a_past_release_is_read_as_the_program_that_made_it_read_it() {
        let title = "title = { en = \"New firms\" }";
        let former = Sample::new().edit(
            "pipelines/annual.toml",
            title,
            &format!("{title}\nperiods = [\"year\"]"),
        );
        assert!(
            former.load().is_err(),
            "a project of today says what months are to a year"
        );
        let project = load_past(former.write().path()).unwrap();
        let measure = project
            .measures
            .iter()
            .find(|m| !m.periods.is_empty())
            .unwrap();
        assert_eq!(measure.over_time, Some(OverTime::Sum));
        assert!(
            load_past(
                former
                    .edit(
                        "pipelines/annual.toml",
                        "kind = \"growth\"",
                        "kind = \"grow\""
                    )
                    .write()
                    .path()
            )
            .is_err()
        );
    }

    #[test]
    fn exactly_one_register_of_areas() {
        let none = Sample::new().without("datasets/areas.toml").faults();
        let expected = "error[missing_file]: datasets: there is no register of areas\n  \
            hint: add `datasets/areas.toml` with `kind = \"areas\"` and its rows in \
            `datasets/areas/areas.csv`";
        assert_eq!(none, expected);
        let two = Sample::new().with("datasets/communes.toml", AREAS).faults();
        let expected = "error[duplicate]: datasets/communes.toml: there is a register of areas \
            already, `datasets/areas.toml`\n  hint: keep one of the two";
        assert_eq!(two, expected);
    }

    #[test]
    fn an_identifier_is_unique_over_all_pipelines() {
        let more = "title = { en = \"More\" }\n[[kpi]]\nid = \"plan_share\"\ntitle = { en = \"x\" \
            }\nkind = \"growth\"\nmeasure = \"new_firms\"\n";
        let expected = "error[duplicate]: pipelines/more.toml:3, column `kpi.id`: there is a KPI `plan_share` already, at pipelines/annual.toml:29\n  \
            hint: an identifier is unique in the project: rename one of the two";
        assert_eq!(
            Sample::new().with("pipelines/more.toml", more).faults(),
            expected
        );
    }

    #[test]
    fn an_unused_dataset_is_worth_a_warning() {
        let other = super::super::sample::FIRMS;
        let (_, warnings) = Sample::new()
            .with("datasets/other.toml", other)
            .load()
            .unwrap();
        let expected = "warning[unused]: datasets/other.toml: no measure uses the dataset `other`\n  \
            hint: it is read and kept, but nothing is computed from it";
        assert_eq!(render(&warnings), expected);
    }
}
