//! Figures of surveys from outside: the probability in the scorecard, what `explain` says of the
//! errors, and that the verdict can be proved.

use crate::support::{Project, field, fields};

const COLUMNS: &str = "area_code,period,statistic,value,unit,span\n";

/// Two counties and two years, and a target that one of them meets within the error.
fn surveyed() -> Project {
    let project = Project::counties(&[
        "datasets/people.toml",
        "datasets/satisfaction.toml",
        "pipelines/surveys.toml",
    ]);
    project.write(
        "datasets/people/a.csv",
        "area_code,period,value,basis,span\nA1,2022,1,,period\n",
    );
    let rows = [
        "A1,2022,index,80,points,period",
        "A1,2022,error,1,points,period",
        "A1,2023,index,83,points,period",
        "A1,2023,error,1,points,period",
        "C1,2023,index,90,points,period",
    ];
    let rows = rows.join("\n");
    project.write("datasets/satisfaction/a.csv", format!("{COLUMNS}{rows}\n"));
    let register = "kind = \"targets\"\ntitle = { en = \"Targets (invented)\" }\nlicence = \
        \"invented\"\ncitation = \"invented\"\n";
    project.write("datasets/targets.toml", register);
    project.write(
        "datasets/targets/targets.csv",
        "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,legal_basis\n\
         level,survey_score,A1,2023,2023,ge,82,score,invented\n\
         other,survey_score,C1,2023,2023,ge,82,score,invented\n\
         more,survey_change,A1,2023,2023,ge,1,score,invented\n",
    );
    project.run();
    project
}

#[test]
fn a_verdict_on_a_survey_comes_with_its_probability_and_says_what_gives_it() {
    let project = surveyed();
    let score = |kpi: &str, area: &str| project.score(kpi, area, "2023");
    let level = score("survey_score", "A1");
    assert_eq!(
        fields(&level, ["verdict", "flags"]),
        ["met", "within_sampling_error"]
    );
    let chance = |row| field(row, "probability_met").parse::<f64>().unwrap();
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-6, "{found}");
    // One standard error above the target; 2 points above, of √2 points.
    near(chance(&level), 0.841_344_746);
    near(chance(&score("survey_change", "A1")), 0.921_350_396);
    let unknown = score("survey_score", "C1");
    assert_eq!(
        fields(&unknown, ["verdict", "flags", "probability_met"]),
        ["met", "sampling_error_unknown", ""]
    );

    let asked = [
        "explain",
        "survey_change",
        "--area",
        "A1",
        "--period",
        "2023",
    ];
    let text = project.chiso(&asked).exits(0).stdout;
    for line in [
        "current 2023: standard error 1, by satisfaction_error = 1 points",
        "base 2022: standard error 1, by satisfaction_error = 1 points",
        "probability that the true value meets the target 92.14 % (normal distribution; samples \
            of different periods, areas and datasets are independent)",
    ] {
        assert!(text.contains(line), "no `{line}` in\n{text}");
    }
    let rows = project.rows(&asked);
    let error = &rows[0]["sampling_error"];
    assert_eq!(error["figures"].as_array().unwrap().len(), 2);
    assert_eq!(field(&rows[0], "verdict"), "met");
    let proof: Vec<&str> = asked.into_iter().chain(["--verify"]).collect();
    project.chiso(&proof).exits(0);

    let asked = [
        "explain",
        "survey_score",
        "--area",
        "C1",
        "--period",
        "2023",
    ];
    let text = project.chiso(&asked).exits(0).stdout;
    assert!(text.contains("no standard error; stated: none"), "{text}");
}

#[test]
fn a_rank_by_the_values_of_a_survey_says_that_it_is_of_one() {
    let project = surveyed();
    project.write(
        "pipelines/ranks.toml",
        "title = { en = \"Ranks (invented)\" }\n[[kpi]]\nid = \"placed\"\ntitle = { en = \
            \"Place\" }\nkind = \"rank\"\nkpi = \"survey_score\"\nlevel = \"county\"\n",
    );
    project.run();
    let placed = project.score("placed", "A1", "2023");
    assert_eq!(
        fields(&placed, ["value", "flags"]),
        ["2.0", "sampling_error_unknown"],
        "what the errors make of places by values is not known"
    );
}
