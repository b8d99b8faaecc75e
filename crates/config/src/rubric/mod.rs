//! Checks a rubric: that its schemes do not hold in one year, that criteria stand once, and that
//! bands are such as give one answer.

mod criterion;

use super::document::ConfigNode;
use super::{raw, rule, value};
use chiso_model::{Criterion, Finding, Frequency, Period, Rubric, Scheme};
use criterion::criterion;

/// Checks the schemes of a file.
pub(super) fn check(
    at: &ConfigNode<'_>,
    id: &str,
    raw: &raw::Dataset,
    faults: &mut Vec<Finding>,
) -> Rubric {
    let at = at.key("scheme");
    if raw.scheme.is_empty() {
        faults.push(
            at.error(rule::MISSING_KEY, "there is no scheme")
                .hint("add a table `[[scheme]]`"),
        );
    }
    let mut schemes: Vec<Scheme> = vec![];
    for (i, raw) in raw.scheme.iter().enumerate() {
        let at = at.item(i);
        let Some(next) = scheme(&at, raw, faults) else {
            continue;
        };
        let meets = |other: &&Scheme| other.holds(next.valid_from) || next.holds(other.valid_from);
        if let Some(other) = schemes.iter().find(meets) {
            let message = format!("`{}` and `{}` hold in one year", other.id, next.id);
            faults.push(
                at.key("valid_from")
                    .error(rule::DUPLICATE, message)
                    .hint("give the earlier one a `valid_to`"),
            );
        }
        schemes.push(next);
    }
    schemes.sort_by_key(|s| s.valid_from);
    Rubric {
        id: id.to_owned(),
        schemes,
    }
}

fn scheme(at: &ConfigNode<'_>, raw: &raw::Scheme, faults: &mut Vec<Finding>) -> Option<Scheme> {
    let valid_from = year(&at.key("valid_from"), &raw.valid_from, faults);
    let valid_to = raw
        .valid_to
        .as_ref()
        .map(|text| year(&at.key("valid_to"), text, faults));
    let id = value::text(&at.key("id"), &raw.id, faults);
    let source = value::text(&at.key("source"), &raw.source, faults);
    let criteria = criteria(&at.key("criterion"), &raw.criterion, faults);
    let (valid_from, valid_to) = (
        valid_from?,
        valid_to.map_or(Some(None), |year| year.map(Some))?,
    );
    if valid_to.is_some_and(|last| last < valid_from) {
        let message = format!(
            "the last year, {}, is before the first, {valid_from}",
            raw.valid_to.as_deref().unwrap_or_default()
        );
        faults.push(
            at.key("valid_to")
                .error(rule::BAD_VALUE, message)
                .hint("exchange the two"),
        );
    }
    Some(Scheme {
        id,
        valid_from,
        valid_to,
        source,
        criteria,
    })
}

/// The criteria of a scheme, once each.
fn criteria(
    at: &ConfigNode<'_>,
    raw: &[raw::Criterion],
    faults: &mut Vec<Finding>,
) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        if criteria.iter().any(|c| c.id == raw.id) {
            let message = format!("there is a criterion `{}` already", raw.id);
            faults.push(
                at.key("id")
                    .error(rule::DUPLICATE, message)
                    .hint("a criterion stands once in a scheme: rename one of the two"),
            );
        }
        criteria.extend(criterion(&at, raw, faults));
    }
    criteria
}

fn year(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<i32> {
    let period = value::parsed::<Period>(at, text, faults)?;
    if period.frequency() != Frequency::Annual {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{text}` is not a year"))
                .hint("a scheme holds for whole years, as in `\"2022\"`"),
        );
        return None;
    }
    Some(period.year())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, render};

    const RUBRIC: &str = r#"kind = "rubric"
title = { en = "Rubric" }
licence = "public"
citation = "made up"

[[scheme]]
id = "old"
valid_from = "2017"
valid_to = "2018"
source = "made up"

[[scheme.criterion]]
id = "1.1"
field = "1"
title = { en = "Growth" }
maximum = "2"
kpi = "new_firms_growth"
verified = true
band = [{ from = "0.2", points = "2" }, { from = "0", below = "0.2", points = "1" }, { below = "0", points = "0" }]

[[scheme]]
id = "new"
valid_from = "2019"
source = "made up"
"#;

    const KPI: &str = r#"
[[kpi]]
id = "points"
title = { en = "Points" }
kind = "rubric"
rubric = "rubric"
"#;

    fn faults(rubric: &str, kpi: &str) -> Vec<String> {
        let annual = format!("{}{kpi}", super::super::sample::ANNUAL);
        let root = Sample::new()
            .with("datasets/rubric.toml", rubric)
            .with("pipelines/annual.toml", annual)
            .write();
        match super::super::load(root.path()) {
            Ok(_) => vec![],
            Err(found) => render(&found).lines().map(str::to_owned).collect(),
        }
    }

    #[track_caller]
    fn says(from: &str, to: &str, wanted: &str) {
        assert_eq!(RUBRIC.matches(from).count(), 1, "{from}");
        let found = faults(&RUBRIC.replace(from, to), KPI).join("\n");
        assert!(found.contains(wanted), "{found}");
    }

    #[test]
    fn a_sound_rubric_has_no_faults() {
        assert_eq!(faults(RUBRIC, KPI), [] as [String; 0]);
    }

    #[test]
    fn two_schemes_do_not_hold_in_one_year() {
        says(
            r#"valid_to = "2018""#,
            "",
            "`old` and `new` hold in one year",
        );
        says(
            r#"valid_to = "2018""#,
            r#"valid_to = "2016""#,
            "the last year, 2016, is before the first, 2017",
        );
        says(r#""2017""#, r#""2017-Q1""#, "`2017-Q1` is not a year");
    }

    #[test]
    fn a_value_has_one_band_and_no_more_points_than_there_are() {
        says(
            r#"below = "0.2""#,
            r#"below = "0.3""#,
            "the band overlaps an earlier one",
        );
        says(
            r#"points = "2" }"#,
            r#"points = "3" }"#,
            "3 points are not between zero and the maximum of the criterion",
        );
        says(
            r#"below = "0.2""#,
            r#"below = "-1""#,
            "no value is from 0 on and below -1",
        );
    }

    #[test]
    fn bands_are_of_a_kpi_and_verified_only_where_there_are_any() {
        says(
            "kpi = \"new_firms_growth\"\n",
            "",
            "bands are of a KPI's value, and none is named",
        );
        says(
            "new_firms_growth",
            "new_firm_growth",
            "the criterion `1.1` names the KPI `new_firm_growth`, which does not exist",
        );
        says(
            "new_firms_growth",
            "points",
            "`points` cannot be put together from `points`, which is put together itself",
        );
        let line = RUBRIC.lines().find(|l| l.starts_with("band")).unwrap();
        says(line, "", "there are no bands that could be verified");
    }

    #[test]
    fn a_kpi_names_a_rubric_and_a_field_that_there_are() {
        let faults_of = |from: &str, to: &str| faults(RUBRIC, &KPI.replace(from, to)).join("\n");
        assert!(
            faults_of(r#"rubric = "rubric""#, r#"rubric = "rubrik""#)
                .contains("there is no rubric `rubrik`")
        );
        assert!(
            faults_of(r#"rubric = "rubric""#, "rubric = \"rubric\"\nfield = \"2\"")
                .contains("the rubric `rubric` has no field `2`")
        );
        assert!(
            faults_of(r#"rubric = "rubric""#, "").contains("a KPI of kind `rubric` needs `rubric`")
        );
        assert!(
            faults_of(r#"kind = "rubric""#, r#"kind = "targets_met""#)
                .contains("a KPI of kind `targets_met` has no `rubric`")
        );
    }

    #[test]
    fn a_list_of_targets_names_kpis_that_are_made_of_measures() {
        let list = |ids: &str| {
            let kpi = |id: &str, of: &str| {
                format!(
                    "\n[[kpi]]\nid = \"{id}\"\ntitle = {{ en = \"x\" }}\nkind = \
                        \"targets_met\"\nkpis = [{of}]\n"
                )
            };
            faults(
                RUBRIC,
                &format!("{}{}", kpi("met", ids), kpi("others", "\"plan_share\"")),
            )
            .join("\n")
        };
        assert_eq!(list(r#""new_firms_growth", "plan_share""#), "");
        assert!(list(r#""new_firm_growth""#).contains("there is no KPI `new_firm_growth`"));
        assert!(list(r#""others""#).contains("`met` cannot be put together from `others`"));
        assert!(list("").contains("a KPI of kind `targets_met` needs `kpis`"));
    }
}
