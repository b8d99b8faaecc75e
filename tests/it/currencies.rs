//! Money in another currency from outside: what `explain` says of the rate, that the verdict can be
//! proved, and that targets are in the currency converted into.

use crate::support::{Project, fields};
use std::fmt::Write as _;

/// Loans of a county in dollars, and the country's rates of the dollar.
fn lent() -> Project {
    let project = Project::counties(&[
        "datasets/people.toml",
        "datasets/loans.toml",
        "datasets/vnd_per_usd.toml",
        "datasets/eur_per_vnd.toml",
        "pipelines/currencies.toml",
    ]);
    project.write(
        "datasets/people/a.csv",
        "area_code,period,value,basis,span\nA1,2022,1,,period\n",
    );
    project.write(
        "datasets/loans/a.csv",
        "area_code,period,what,value,unit,span\nA1,2019,paid,3,USD,period\nA1,2020,paid,3,USD,period\n\
         A1,2021,paid,3,USD,period\n",
    );
    project.write(
        "datasets/vnd_per_usd/a.csv",
        "area_code,period,value,span\nN1,2019,20000,period\nN1,2020,21000.5,period\n",
    );
    let register = "kind = \"targets\"\ntitle = { en = \"Targets (invented)\" }\nlicence = \
        \"invented\"\ncitation = \"invented\"\n";
    project.write("datasets/targets.toml", register);
    project.write("datasets/targets/targets.csv", targets("vnd"));
    project
}

fn targets(unit: &str) -> String {
    let columns = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,\
        legal_basis";
    format!("{columns}\nt,loans_level,A1,2020,2021,ge,63001.5,{unit},invented\n")
}

#[test]
fn money_is_converted_exactly_traced_to_its_rate_and_held_against_targets_in_its_currency() {
    let project = lent();
    project.run();
    let score = |period: &str| {
        let row = project.score("loans_level", "A1", period);
        fields(&row, ["current_value", "operand_unit", "verdict", "reason"])
    };
    assert_eq!(score("2020"), ["63001.5", "vnd", "met", ""]);
    assert_eq!(score("2021"), ["", "", "not_assessable", "rate_missing"]);
    let asked = ["explain", "loans_level", "--area", "A1", "--period", "2020"];
    project
        .chiso(&asked)
        .exits(0)
        .says("converted: 3 USD × 21,000.5 vnd_per_usd, the rate of Nation (N1)")
        .says("rate of exchange: usd_average 2020 = 21,000.5 vnd_per_usd");
    let proof: Vec<&str> = asked.into_iter().chain(["--verify"]).collect();
    project.chiso(&proof).exits(0);
    project.write("datasets/targets/targets.csv", targets("usd"));
    project
        .chiso(&["run"])
        .exits(2)
        .complains("target `t` is in `usd`, and KPI `loans_level` in `vnd`");
}

#[test]
fn rates_of_another_time_and_of_an_unknown_area_are_refused_before_the_run() {
    let refused = |changes: &[[&str; 2]], text: &str| {
        let project = lent();
        for [from, to] in changes {
            project.replace("pipelines/currencies.toml", from, to);
        }
        let outcome = project.chiso(&["check"]);
        assert_ne!(outcome.code, Some(0));
        let printed = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(printed.contains(text), "{text}\n{printed}");
    };
    let rates = "rates = { USD = \"usd_average\", EUR";
    let at_end = [rates, "rates = { USD = \"usd_at_end\", EUR"];
    let national = "EUR = \"eur_average\" }, national = \"N1\"";
    refused(
        &[[national, "EUR = \"eur_average\" }, national = \"N9\""]],
        "measure `loans_in_vnd`: there is no area `N9` on any boundary of the project",
    );
    let moment = "`loans` is of whole periods, and `usd_at_end` of one moment";
    refused(&[at_end], moment);
    let loans = "title = { en = \"loans\" }\nperiods = [\"quarter\", \"year\"]\nover_time = ";
    let [sum, mean, max] = ["sum", "mean", "max"].map(|way| format!("{loans}\"{way}\""));
    refused(&[at_end, [&sum, &mean]], moment);
    refused(&[[&sum, &max]], "nobody knows in which month it was");
}

/// Provinces paid in several currencies: each is converted, then added. Five thirds twice are
/// 3.333333, though six decimals of each make 3.333334.
#[test]
fn provinces_in_several_currencies_are_converted_before_they_are_added_up() {
    let project = lent();
    let pipeline = "
[[measure]]
id = \"all_loans\"
title = { en = \"all_loans\" }
sum_of = \"province\"
convert = { of = \"loans\", to = \"VND\", rates = { USD = \"usd_average\", EUR = \"eur_average\" }, national = \"N1\" }

[[kpi]]
id = \"all_loans_level\"
title = { en = \"all_loans_level\" }
kind = \"score\"
measure = \"all_loans\"
";
    let mut text = project.read("pipelines/currencies.toml");
    text.push_str(pipeline);
    project.write("pipelines/currencies.toml", text);
    project.write(
        "datasets/loans/a.csv",
        "area_code,period,what,value,unit,span\nP1,2019,paid,3,USD,period\nP2,2019,paid,7,VND,period\n\
         P3,2019,paid,5,EUR,period\nP4,2019,paid,5,EUR,period\nP1,2020,paid,3,USD,period\n\
         P2,2020,paid,7,VND,period\nP3,2020,paid,5,EUR,period\nP4,2020,paid,5,EUR,period\n",
    );
    project.write(
        "datasets/eur_per_vnd/a.csv",
        "area_code,period,value,span\nN1,2019,3,period\n",
    );
    project.run();
    let score = |area: &str, period: &str| {
        let row = project.score("all_loans_level", area, period);
        fields(&row, ["current_value", "operand_unit", "reason"])
    };
    assert_eq!(score("P3", "2019"), ["1.666667", "vnd", ""]);
    assert_eq!(
        score("R2", "2019"),
        ["3.333333", "vnd", ""],
        "exactly ten thirds"
    );
    assert_eq!(score("R1", "2019"), ["60007", "vnd", ""]);
    assert_eq!(score("N1", "2019"), ["60010.333333", "vnd", ""]);
    assert_eq!(score("R1", "2020"), ["63008.5", "vnd", ""]);
    assert_eq!(score("N1", "2020"), ["", "", "rate_missing"]);
    let explain = [
        "explain",
        "all_loans_level",
        "--area",
        "N1",
        "--period",
        "2019",
    ];
    project
        .chiso(&explain)
        .exits(0)
        .says("area added up Ash (P1): all_loans 2019 = 60,000 VND")
        .says("converted: 3 USD × 20,000 vnd_per_usd, the rate of Nation (N1)");
    let verify: Vec<&str> = explain.into_iter().chain(["--verify"]).collect();
    project.chiso(&verify).exits(0);
}

/// Kite and Kestrel became Heron in the middle of 2021; one was paid in dollars, the other in đồng.
/// Owl changed from euro to đồng at that time. Nothing of that hinders a sum: each amount goes by the
/// rate of its currency in the year. The country's land never changed, so it has its sum on each day.
#[test]
fn parts_and_months_in_several_currencies_are_converted_before_they_are_added_up() {
    let project = lent();
    let append = |file: &str, rows: &str| project.write(file, project.read(file) + rows);
    append(
        "datasets/areas/areas.csv",
        "M1,,Aviary,country,,2000-01-01,,,invented,\n\
         K1,,Owl,district,M1,2000-01-01,,,invented,\n\
         K7,,Kite,district,M1,2000-01-01,2021-06-30,,invented,\n\
         K8,,Kestrel,district,M1,2000-01-01,2021-06-30,,invented,\n\
         K9,,Heron,district,M1,2021-07-01,,,invented,\n",
    );
    append(
        "datasets/areas/relations.csv",
        "2021-07-01,merge,K7,K9,,invented\n2021-07-01,merge,K8,K9,,invented\n",
    );
    project.replace("chiso.toml", "\"2022-12-31\"", "\"2021-06-30\"");
    let pipelines = "pipelines/currencies.toml";
    let text = project
        .read(pipelines)
        .replace("national = \"N1\"", "national = \"M1\"");
    project.write(pipelines, text);
    append(
        pipelines,
        "
[[measure]]
id = \"of_districts\"
title = { en = \"of_districts\" }
sum_of = \"district\"
convert = { of = \"loans\", to = \"VND\", rates = { USD = \"usd_average\", EUR = \"eur_average\" }, national = \"M1\" }

[[kpi]]
id = \"of_districts_level\"
title = { en = \"of_districts_level\" }
kind = \"score\"
measure = \"of_districts\"
",
    );
    let mut loans = "area_code,period,what,value,unit,span\n".to_owned();
    for (area, quarter, amount, unit) in [
        ("K1", 1, 1, "EUR"),
        ("K1", 2, 1, "EUR"),
        ("K1", 3, 2, "VND"),
        ("K1", 4, 2, "VND"),
        ("K7", 1, 10, "USD"),
        ("K7", 2, 20, "USD"),
        ("K8", 1, 1000, "VND"),
        ("K8", 2, 2000, "VND"),
        ("K9", 3, 3000, "VND"),
        ("K9", 4, 4000, "VND"),
    ] {
        let _ = writeln!(loans, "{area},2021-Q{quarter},paid,{amount},{unit},period");
    }
    project.write("datasets/loans/a.csv", &loans);
    let rates = "area_code,period,value,span\nM1,2021,";
    project.write("datasets/vnd_per_usd/a.csv", format!("{rates}20,period\n"));
    project.write("datasets/eur_per_vnd/a.csv", format!("{rates}0.5,period\n"));
    project.write(
        "datasets/targets/targets.csv",
        targets("vnd").lines().next().unwrap(),
    );
    project.run();
    let score = |kpi: &str, area: &str, boundary: &str| {
        let asked = ["--kpi", kpi, "--area", area, "--boundary", boundary];
        let rows = project.rows(&[&["scorecard", "--period", "2021"][..], &asked].concat());
        fields(&rows[0], ["current_value", "reason"])
    };
    for kpi in ["loans_level", "of_districts_level"] {
        assert_eq!(score(kpi, "K9", "2023-01-01"), ["10600", ""], "{kpi}");
        assert_eq!(score(kpi, "K1", "2023-01-01"), ["8", ""], "{kpi}");
        assert_eq!(score(kpi, "K1", "2021-06-30"), ["8", ""], "{kpi}");
    }
    for boundary in ["2023-01-01", "2021-06-30"] {
        assert_eq!(score("of_districts_level", "M1", boundary), ["10608", ""]);
    }
    let explain = ["explain", "loans_level", "--area", "K9", "--period", "2021"];
    let said = project.chiso(&explain).exits(0);
    said.says("converted: 30 USD × 20 vnd_per_usd + 10,000 VND, the rate of Aviary (M1)");
    let verify: Vec<&str> = explain.into_iter().chain(["--verify"]).collect();
    project.chiso(&verify).exits(0);
    // What is missing in one currency is missing, and without its rate nothing is converted.
    let without = |row: &str| loans.replace(row, "");
    project.write(
        "datasets/loans/a.csv",
        without("K7,2021-Q2,paid,20,USD,period\n"),
    );
    project.run();
    assert_eq!(
        score("loans_level", "K9", "2023-01-01"),
        ["", "value_missing"]
    );
    project.write("datasets/loans/a.csv", &loans);
    let of_another_year = "area_code,period,value,span\nM1,2020,20,period\n";
    project.write("datasets/vnd_per_usd/a.csv", of_another_year);
    project.run();
    assert_eq!(
        score("loans_level", "K9", "2023-01-01"),
        ["", "rate_missing"]
    );
    assert_eq!(
        score("of_districts_level", "M1", "2023-01-01"),
        ["", "rate_missing"]
    );
}
