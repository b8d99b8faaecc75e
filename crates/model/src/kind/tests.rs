//! Every kind is asked for everything.

use super::{Base, Formula, KINDS, KpiKind, Unit, When, names, samples, shown_as};
use crate::PaceRule;
use crate::published::release_tables;
use std::collections::BTreeSet;

#[test]
fn the_samples_have_every_kind() {
    let known: BTreeSet<&str> = samples().iter().map(KpiKind::as_str).collect();
    assert_eq!(known, KINDS.iter().map(|spec| spec.name).collect());
}

#[test]
fn every_kind_answers_everything() {
    for kind in samples() {
        let (spec, name) = (kind.spec(), kind.as_str());
        let operands = kind.operands();
        // Its figures are named by keys that it needs, and its formula uses no others.
        assert_eq!(operands.is_empty(), kind.parts().is_some(), "{name}");
        for lookup in &operands {
            assert!(spec.needs.contains(&lookup.key), "{name}: {lookup:?}");
            assert_eq!(lookup.measure, lookup.key, "{name}: the samples say so");
        }
        let roles: BTreeSet<_> = operands.iter().map(|l| l.role).collect();
        assert_eq!(roles.len(), operands.len(), "{name}: one figure a role");
        let used = used(spec.formula);
        assert!(kind.parts().is_some() || used == roles, "{name}");
        for divisor in spec.formula.divisors().into_iter().flatten() {
            assert!(used.contains(&divisor), "{name}");
        }
        assert!(
            spec.base.is_none_or(|base| spec.formula.divides_by(base)),
            "{name}"
        );
        assert_eq!(spec.base.is_some(), kind.whole().is_some(), "{name}");
        // Its units, and how they are shown.
        assert_eq!(
            spec.unit == Unit::Declared,
            kind.declared_unit().is_some(),
            "{name}"
        );
        assert_eq!(
            spec.unit == Unit::Declared,
            spec.may.contains(&"value_unit"),
            "{name}"
        );
        assert_eq!(kind.shown_as(), shown_as(name, kind.value_unit()), "{name}");
        // Whoever looks back can be held against the same period; who ranks knows among whom.
        let back = operands
            .iter()
            .any(|l| l.when == When::Base(Base::default()));
        assert_eq!(back, kind.comparison().is_some(), "{name}");
        assert!(!spec.compares_years || back, "{name}");
        assert!(!back || spec.paces == [PaceRule::SamePeriod], "{name}");
        let places = spec.formula.of_places();
        assert_eq!(places, kind.ranking().is_some(), "{name}");
        assert!(
            spec.needs.iter().all(|key| !spec.may.contains(key)),
            "{name}"
        );
    }
}

/// The roles in a formula.
fn used(formula: Formula) -> BTreeSet<crate::Role> {
    match formula {
        Formula::Figure(a) | Formula::Place(a) => BTreeSet::from([a]),
        Formula::Ratio(a, b)
        | Formula::RelativeChange(a, b)
        | Formula::Difference(a, b)
        | Formula::RankChange(a, b) => BTreeSet::from([a, b]),
        Formula::PointsChange(now, before) => now.into_iter().chain(before).collect(),
    }
}

#[test]
fn the_sign_of_every_kind() {
    let shown: Vec<String> = samples()
        .iter()
        .map(|kind| {
            format!(
                "{} {}: {}",
                kind.as_str(),
                kind.value_unit(),
                kind.shown_as()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "growth ratio: ratio",
            "attainment ratio: ratio",
            "share ratio: share",
            "share_change pp: pp",
            "score_change score: score",
            "rank rank: rank",
            "rank_change rank: rank_change",
            "completion ratio: share",
            "gap score: score",
            "score score: points",
            "targets_met ratio: share",
            "rubric ratio: share",
            "score_change ratio: ratio",
            "gap ratio: ratio",
            "score ratio: share",
            "score_change count: count_change",
            "gap count: count_change",
            "score count: count",
            "score_change vnd: vnd_change",
            "gap vnd: vnd_change",
            "score vnd: vnd",
        ]
    );
}

#[test]
fn every_kind_is_described() {
    let (indicators, schema) = (
        include_str!("../../../../docs/INDICATORS.md"),
        include_str!("../../../../schema/pipeline.schema.json"),
    );
    let column = release_tables()
        .into_iter()
        .filter(|table| table.name == "scorecard")
        .flat_map(|table| table.columns)
        .find(|column| column.name == "kind");
    let told = column.map_or(["", ""], |column| [column.doc, column.doc_vi]);
    for name in names() {
        let row = format!("| `{name}` | ");
        assert!(
            indicators.contains(&row),
            "docs/INDICATORS.md has no row for `{name}`"
        );
        assert!(
            schema.contains(&format!("`{name}`")),
            "src/config/raw/kpi.rs does not describe `{name}`, or schema/ is out of date"
        );
        for text in told {
            let mut words = text.split(|c: char| !c.is_ascii_lowercase() && c != '_');
            assert!(
                words.any(|word| word == name),
                "the column `kind` of `scorecard` does not name `{name}`: {text}"
            );
        }
    }
}
