//! Every name the project declares, whether or not what it names is sound.
//!
//! Gathered from the TOML trees before anything is checked, so that a fault in one measure does not
//! make every KPI on it "unknown", and so that a name given twice is reported with both places.

use super::document::ConfigNode;
use super::rule;
use chiso_model::{Finding, Place, declared_id};
use std::collections::BTreeMap;

/// Names declared, with what else must be known before checking begins.
pub(super) struct Names {
    /// Datasets with their `kind`, if it could be read.
    pub datasets: BTreeMap<String, Option<String>>,
    /// Whether no dataset can have been overlooked.
    pub all_datasets: bool,
    /// Measures of all pipelines.
    pub measures: DeclaredIds,
    /// KPIs of all pipelines.
    pub kpis: DeclaredIds,
    /// Studies of all pipelines. Nothing refers to them; they are gathered to tell those that stand
    /// twice, and where.
    pub studies: DeclaredIds,
    /// Corrections of all datasets. Nothing refers to them; they are gathered to tell those that
    /// stand twice.
    corrections: DeclaredIds,
}

/// Identifiers of one sort, with the place where each was first declared.
pub(super) struct DeclaredIds {
    places: BTreeMap<String, Place>,
    /// Whether none can have been overlooked. If not, no name is called unknown.
    all: bool,
}

impl DeclaredIds {
    fn new(all: bool) -> DeclaredIds {
        DeclaredIds {
            places: BTreeMap::new(),
            all,
        }
    }

    /// Adds the `id` of every table in a list; one that is there already is a fault.
    fn add_all(&mut self, list: &ConfigNode<'_>, what: &str, faults: &mut Vec<Finding>) {
        for item in list.items() {
            let at = item.key("id");
            let Some(id) = at.text() else { continue };
            if let Some(first) = self.places.get(id) {
                let message = format!(
                    "there is a {what} `{id}` already, at {}:{}",
                    first.file, first.row
                );
                faults.push(
                    at.error(rule::DUPLICATE, message)
                        .hint("an identifier is unique in the project: rename one of the two"),
                );
            } else {
                self.places.insert(id.to_owned(), at.place());
            }
        }
    }

    /// Whether an identifier is declared; which members it has is known later.
    pub(super) fn has(&self, id: &str) -> bool {
        self.places.contains_key(declared_id(id).0)
    }

    /// Where an identifier was first declared.
    pub(super) fn place(&self, id: &str) -> Place {
        self.places.get(id).cloned().unwrap_or_default()
    }

    /// Every identifier.
    fn ids(&self) -> Vec<&str> {
        self.places.keys().map(String::as_str).collect()
    }
}

impl Names {
    /// None yet; `all_*` says whether every file could be read that far.
    pub(super) fn new(all_datasets: bool, all_pipelines: bool) -> Names {
        let pipelines = || DeclaredIds::new(all_pipelines);
        let (measures, kpis, studies, corrections) = (
            pipelines(),
            pipelines(),
            pipelines(),
            DeclaredIds::new(all_datasets),
        );
        Names {
            datasets: BTreeMap::new(),
            all_datasets,
            measures,
            kpis,
            studies,
            corrections,
        }
    }

    /// Adds a dataset file.
    pub(super) fn add_dataset(&mut self, id: &str, root: &ConfigNode<'_>) {
        self.datasets
            .insert(id.to_owned(), root.key("kind").text().map(str::to_owned));
    }

    /// Adds what a pipeline file declares.
    pub(super) fn add_pipeline(&mut self, root: &ConfigNode<'_>, faults: &mut Vec<Finding>) {
        self.measures
            .add_all(&root.key("measure"), "measure", faults);
        self.kpis.add_all(&root.key("kpi"), "KPI", faults);
        self.studies.add_all(&root.key("study"), "study", faults);
    }

    /// Adds what a file of corrections declares.
    pub(super) fn add_corrections(&mut self, root: &ConfigNode<'_>, faults: &mut Vec<Finding>) {
        self.corrections
            .add_all(&root.key("correction"), "correction", faults);
    }

    /// Datasets that are not known to be registers.
    pub(super) fn observations(&self) -> Vec<&str> {
        let register = |kind: &Option<String>| {
            matches!(
                kind.as_deref(),
                Some("areas" | "targets" | "holidays" | "rubric" | "members")
            )
        };
        self.datasets
            .iter()
            .filter(|(_, kind)| !register(kind))
            .map(|(id, _)| id.as_str())
            .collect()
    }
}

/// Faults a series (a measure or a KPI) that nothing declares, or that is both.
pub(super) fn known_series(
    at: &ConfigNode<'_>,
    id: &str,
    names: &Names,
    faults: &mut Vec<Finding>,
) {
    let (measures, kpis) = (&names.measures, &names.kpis);
    match (measures.has(id), kpis.has(id)) {
        (true, true) => {
            let message = format!("`{id}` is a measure and a KPI");
            faults.push(
                at.error(rule::BAD_VALUE, message)
                    .hint("rename one of the two, so that a study can say which it means"),
            );
        }
        (false, false) if measures.all && kpis.all => {
            let ids: Vec<&str> = measures.ids().into_iter().chain(kpis.ids()).collect();
            let hint = super::value::did_you_mean(id, "measures and KPIs", &ids);
            faults.push(
                at.error(
                    rule::UNKNOWN_NAME,
                    format!("there is no measure or KPI `{id}`"),
                )
                .hint(hint),
            );
        }
        _ => {}
    }
}

/// Faults a KPI, measure or the like that nothing declares.
pub(super) fn known(
    at: &ConfigNode<'_>,
    id: &str,
    declared: &DeclaredIds,
    what: &str,
    faults: &mut Vec<Finding>,
) {
    if declared.all && !declared.has(id) {
        let hint = super::value::did_you_mean(id, &format!("{what}s"), &declared.ids());
        faults.push(
            at.error(rule::UNKNOWN_NAME, format!("there is no {what} `{id}`"))
                .hint(hint),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_duplicates() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                r#"id = "plan_share""#,
                r#"id = "new_firms_growth""#,
                &[
                    "error[duplicate]: pipelines/annual.toml:29, column `kpi.id`: there is a KPI \
                        `new_firms_growth` already, at pipelines/annual.toml:23",
                    "  hint: an identifier is unique in the project: rename one of the two",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"id = "revenue_plan_government""#,
                r#"id = "new_firms""#,
                &[
                    "error[duplicate]: pipelines/annual.toml:13, column `measure.id`: there is a \
                        measure `new_firms` already, at pipelines/annual.toml:5",
                    "  hint: an identifier is unique in the project: rename one of the two",
                    "error[unknown_name]: pipelines/annual.toml:33, column `kpi.whole`: there is \
                        no measure `revenue_plan_government`",
                    "  hint: the measures are `new_firms`",
                ],
            ),
        ]);
    }
}
