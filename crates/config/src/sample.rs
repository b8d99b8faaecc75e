//! A small valid project for tests: every key once, ready to be spoiled.

use super::{Project, load};
use chiso_model::Finding;
use std::collections::BTreeMap;
use tempfile::TempDir;

pub(super) const CHISO: &str = r#"[project]
title = { vi = "Cải cách và kết quả", en = "Reform and results" }
timezone = "Asia/Ho_Chi_Minh"
boundaries = ["2025-06-30", "2025-07-01"]   # the first is the default
lake = "lake"

[headline]
area = "01"
period = "2020"

[limits]
max_file_bytes = 1000000
"#;

pub(super) const AREAS: &str = r#"kind = "areas"
title = { vi = "Đơn vị hành chính", en = "Areas" }
licence = "public"
citation = "General Statistics Office"
"#;

pub(super) const TARGETS: &str = r#"kind = "targets"
title = { en = "Targets" }
licence = "public"
citation = "The resolutions"
"#;

pub(super) const FIRMS: &str = r#"kind = "observations"
title = { vi = "Doanh nghiệp", en = "New enterprises" }
description = { en = "By the business register" }
licence = "open"
citation = "NSO V05.02"

[contract]
dimensions = [{ name = "event", one_of = ["new"] }]
value = { name = "enterprises", type = "integer", unit = "enterprises", min = "0", max = "1000000" }
basis = "registered"
quarantine_limit = "0.5 %"

[[source]]
id = "nso_v05_02"
publisher = "NSO"
url = "https://www.nso.gov.vn"
file = "new_enterprises/*.json"
format = "json-stat"
published_at = "2025-10-10"
missing = ["", "..", "-"]
number = { decimal = ",", grouping = "." }

[source.columns]
area_code = { column = "Tỉnh/thành phố" }
period = { column = "Năm" }
status = { constant = "final" }
enterprises = { column = "value" }
"#;

pub(super) const BUDGET: &str = r#"kind = "observations"
title = { en = "Budget" }
licence = "open"
citation = "MOF"

[contract]
dimensions = [{ name = "indicator" }]
value = { name = "revenue", type = "decimal" }

[[source]]
id = "mof"
file = "budget/*.csv"
format = "csv"
delimiter = ";"
area_at = "start"

[source.columns]
area_code = { column = "area" }
period = { column = "year" }
status = { column = "status" }
plan_stage = { column = "stage" }
indicator = { column = "indicator" }
revenue = { column = "value" }
unit = { column = "unit" }

[source.units]
"tỷ đồng" = { unit = "vnd", unit_mult = 9 }

[[source]]
id = "mof_constant"
file = "budget/constant.csv"
format = "csv"

[source.columns]
area_code = { column = "area" }
period = { column = "year" }
status = { constant = "estimate" }
indicator = { constant = "total" }
revenue = { column = "value", unit = "vnd", unit_mult = 6 }
"#;

pub(super) const ANNUAL: &str = r#"title = { vi = "Hằng năm", en = "Annual" }
schedule = { cron = "30 6 5 * *", timezone = "Asia/Ho_Chi_Minh", missed = "last", max_lateness = "7d", overlap = "skip", retries = 3 }

[[measure]]
id = "new_firms"
title = { en = "New firms" }
[[measure.source]]
dataset = "new_enterprises"
value = "sum(enterprises)"
where = "event = 'new'"

[[measure]]
id = "revenue_plan_government"
title = { en = "Plan" }
[[measure.source]]
dataset = "budget_plan"
value = "sum(revenue)"
where = "plan_stage IN ('assigned', 'submitted')"
prefer = { column = "plan_stage", order = ["assigned", "submitted"] }
parts = { column = "indicator", all = ["a", "b"] }

[[kpi]]
id = "new_firms_growth"
title = { en = "Growth" }
kind = "growth"
measure = "new_firms"

[[kpi]]
id = "plan_share"
title = { en = "Share" }
kind = "share"
part = "new_firms"
whole = "revenue_plan_government"

[[test]]
name = "a fifth more is met"
[[test.given]]
dataset = "new_enterprises"
columns = ["area_code", "period", "event", "enterprises", "status"]
rows = [
  ["01", "2019", "new", "100", "final"],
  ["01", "2020", "new", "120", ""],
]
[[test.target]]
kpi = "new_firms_growth"
area = "01"
period = "2020"
op = "ge"
value = "0.20"
[[test.expect]]
kpi = "new_firms_growth"
area = "01"
period = "2020"
value = "0.20"
verdict = "met"
flags = []
"#;

/// The project's files, by path.
pub(super) struct Sample(BTreeMap<&'static str, Vec<u8>>);

impl Sample {
    pub(super) fn new() -> Sample {
        let files = [
            ("chiso.toml", CHISO),
            ("datasets/areas.toml", AREAS),
            ("datasets/targets.toml", TARGETS),
            ("datasets/new_enterprises.toml", FIRMS),
            ("datasets/budget_plan.toml", BUDGET),
            ("pipelines/annual.toml", ANNUAL),
        ];
        Sample(
            files
                .into_iter()
                .map(|(path, text)| (path, text.into()))
                .collect(),
        )
    }

    /// With a file added or replaced.
    pub(super) fn with(mut self, path: &'static str, content: impl Into<Vec<u8>>) -> Sample {
        self.0.insert(path, content.into());
        self
    }

    /// Without a file.
    pub(super) fn without(mut self, path: &str) -> Sample {
        self.0.remove(path);
        self
    }

    /// With a text of a file replaced, which must be there exactly once.
    pub(super) fn edit(self, path: &'static str, from: &str, to: &str) -> Sample {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        assert_eq!(
            text.matches(from).count(),
            1,
            "`{from}` must stand in {path} once"
        );
        let edited = text.replace(from, to);
        self.with(path, edited)
    }

    /// Written to a folder of its own, with empty folders for datasets and pipelines even when they
    /// have no files.
    pub(super) fn write(&self) -> TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in ["datasets", "pipelines"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
        }
        for (path, content) in &self.0 {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        root
    }

    pub(super) fn load(&self) -> Result<(Project, Vec<Finding>), Vec<Finding>> {
        load(self.write().path())
    }

    /// The plan, which must come without a finding.
    pub(super) fn plan(&self) -> Project {
        let (plan, warnings) = self
            .load()
            .unwrap_or_else(|faults| panic!("{}", render(&faults)));
        assert!(warnings.is_empty(), "{}", render(&warnings));
        plan
    }

    /// The faults as a person reads them.
    pub(super) fn faults(&self) -> String {
        match self.load() {
            Ok((_, warnings)) => panic!("no fault was found, only:\n{}", render(&warnings)),
            Err(faults) => render(&faults),
        }
    }
}

pub(super) fn render(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Spoils one text of the valid project at a time: file, text, what replaces it, the lines a person
/// must then read.
pub(super) fn check_faults(cases: &[(&'static str, &str, &str, &[&str])]) {
    for (path, from, to, expected) in cases {
        let found = Sample::new().edit(path, from, to).faults();
        assert_eq!(
            found,
            expected.join("\n"),
            "after `{from}` became `{to}` in {path}"
        );
    }
}
