//! Measures and KPIs by members, as the configuration makes them.

use crate::sample::{ANNUAL, FIRMS, Sample, render};

const KINDS: &str = r#"kind = "members"
title = { en = "Kinds of firms" }
licence = "public"
citation = "made up"
total = "all"

[[member]]
code = "state"
title = { vi = "Nhà nước", en = "State" }

[[member]]
code = "private"
title = { vi = "Tư nhân", en = "Private" }
valid_from = "2000-01-01"
"#;

/// The sample, in which new firms are told apart by kind.
fn by_kind(kinds: &str, from: &str, to: &str) -> Sample {
    let firms = FIRMS
        .replace(
            "dimensions = [{ name = \"event\", one_of = [\"new\"] }]",
            "dimensions = [{ name = \"event\", one_of = [\"new\"] }, { name = \"kind\", members \
                = \"kinds\" }]",
        )
        .replace(
            "[source.columns]\n",
            "[source.columns]\nkind = { column = \"Loại\" }\n",
        );
    let by = "title = { en = \"New firms\" }\nby = [\"kind\"]";
    let annual = ANNUAL.replace("title = { en = \"New firms\" }", by);
    assert!(annual.contains(from), "{from}");
    Sample::new()
        .with("datasets/kinds.toml", kinds)
        .with("datasets/new_enterprises.toml", firms)
        .with("pipelines/annual.toml", annual.replace(from, to))
}

#[test]
fn a_measure_and_its_kpis_become_those_of_the_total_and_of_each_member() {
    let plan = by_kind(KINDS, "", "").plan();
    let ids = |ids: Vec<&str>| ids.join(" ");
    assert_eq!(
        ids(plan.measures.iter().map(|m| m.id.as_str()).collect()),
        "new_firms new_firms[kind=state] new_firms[kind=private] revenue_plan_government"
    );
    assert_eq!(
        ids(plan.kpis.iter().map(|k| k.id.as_str()).collect()),
        "new_firms_growth new_firms_growth[kind=state] new_firms_growth[kind=private] \
            plan_share plan_share[kind=state] plan_share[kind=private]",
        "the whole of a share may be larger than its part"
    );
    assert_eq!(
        plan.kpis[5].kind.measures(),
        ["new_firms[kind=private]", "revenue_plan_government"]
    );
    assert_eq!(plan.measures[1].title.en, "New firms: State");
    assert_eq!(plan.kpis[2].title.vi, "Growth: Tư nhân");
    let where_of = |i: usize| {
        let filter = plan.measures[i].sources[0].filter.as_ref();
        (
            filter.map(ToString::to_string),
            plan.measures[i].sources[0].totals.len(),
        )
    };
    assert_eq!(where_of(0), (Some("event = 'new'".to_owned()), 1));
    assert_eq!(
        where_of(1),
        (Some("(event = 'new') AND (kind = 'state')".to_owned()), 0)
    );
}

#[test]
fn what_is_compared_in_full_is_broken_down_only_where_both_sides_are() {
    let gap = "kind = \"gap\"\nmeasure = \"new_firms\"\nagainst = \"revenue_plan_government\"";
    let share = "kind = \"share\"\npart = \"new_firms\"\nwhole = \"revenue_plan_government\"";
    let (plan, _) = by_kind(KINDS, share, gap)
        .load()
        .unwrap_or_else(|faults| panic!("{}", render(&faults)));
    let of_gap = plan.kpis.iter().filter(|k| k.id.starts_with("plan_share"));
    assert_eq!(
        of_gap.count(),
        1,
        "firms of a kind are not held against all"
    );
}

#[test]
fn faults_of_members_and_breakdowns() {
    let faults = |from: &str, to: &str| by_kind(KINDS, from, to).faults();
    let of_list = |from: &str, to: &str| by_kind(&KINDS.replace(from, to), "", "").faults();
    assert_eq!(
        faults("by = [\"kind\"]", "by = [\"event\"]"),
        "error[bad_value]: pipelines/annual.toml:7, column `measure.by`: `where` chooses \
            members of `event`, by which `by` breaks down\n  hint: take `event` out of \
            `where`, or out of `by`"
    );
    assert_eq!(
        faults("part = \"new_firms\"", "part = \"new_firms[kind=stat]\""),
        "error[unknown_name]: pipelines/annual.toml:30, column `kpi.id`: `plan_share` names \
            `new_firms[kind=stat]`, and there is no such member\n  hint: did you mean \
            `new_firms[kind=state]`?"
    );
    assert_eq!(
        of_list("code = \"state\"", "code = \"a;b\""),
        "error[bad_value]: datasets/kinds.toml:8, column `member.code`: the code `a;b` has the \
            sign `;`\n  hint: a code has none of `[`, `]`, `=` and `;`: they join the parts of \
            a breakdown"
    );
    let firms = "quarantine_limit = \"0.5 %\"";
    let evolves = format!("{firms}\nmodes = {{ value = \"evolve\" }}");
    let evolving = by_kind(KINDS, "", "").edit("datasets/new_enterprises.toml", firms, &evolves);
    assert_eq!(
        evolving.faults(),
        "error[bad_value]: datasets/new_enterprises.toml:12, column `contract.modes.value`: \
            `evolve` takes codes that the register of `kind` does not have\n  hint: write \
            `quarantine` or `freeze`, and add new members to the register"
    );
    assert_eq!(
        of_list("total = \"all\"", "total = \"state\""),
        "error[duplicate]: datasets/kinds.toml:5, column `total`: `state` is the total and a \
            member\n  hint: the total is no member: leave its `[[member]]` out"
    );
    assert_eq!(
        of_list(
            "valid_from = \"2000-01-01\"",
            "valid_from = \"2000-01-01\"\nvalid_to = \"1999-12-31\""
        ),
        "error[bad_value]: datasets/kinds.toml:15, column `member.valid_to`: the last day, \
            1999-12-31, is before the first, 2000-01-01\n  hint: exchange the two"
    );
}

#[test]
fn what_is_of_all_members_is_not_taken_for_one_of_them() {
    const PLAN: &str = "[[measure]]\nid = \"revenue_plan_government\"";
    let with = |measure: &str| {
        format!("[[measure]]\nid = \"made\"\ntitle = {{ en = \"Made\" }}\n{measure}\n\n{PLAN}")
    };
    let faults = |measure: &str| by_kind(KINDS, PLAN, &with(measure)).faults();
    let ratio = "by = [\"kind\"]\nratio = { of = \"revenue_plan_government\", per = \
        \"new_firms\", unit = \"dong_a_firm\" }";
    let said = faults(ratio);
    assert!(
        said.contains("what `made` is made from is not broken down by all of `kind`"),
        "a ratio begins with the plan, which is of all kinds: {said}"
    );
    let source = "source = [{ dataset = \"new_enterprises\", value = \"mean(enterprises)\" }]";
    let error = "sampling_error = { standard_error = \"revenue_plan_government\" }";
    assert!(
        faults(&format!("by = [\"kind\"]\n{source}\n{error}"))
            .contains("`revenue_plan_government` is the error of all members of `made` together")
    );
    let chosen = source.replace(" }]", ", where = \"kind IN ('state', 'all')\" }]");
    assert!(faults(&chosen).contains("several members of `kind` are chosen"));
    let one = source.replace(" }]", ", where = \"kind = 'state'\" }]");
    by_kind(KINDS, PLAN, &with(&one)).plan();
}
