//! What people read says what the figures say: sides, tolerances, days, sums and what a figure would
//! have had to be, in both languages.

use crate::support::Project;

/// One county of two years: 1100 workshops after 1000 and 1210 after 1100, against these targets.
fn cashland(targets: &[(&str, &str)]) -> Project {
    let project = Project::cashland();
    for (from, to) in targets {
        project.replace("datasets/targets/targets.csv", from, to);
    }
    project.run();
    project
}

const EXPLAIN: [&str; 6] = [
    "explain",
    "workshops_growth",
    "--area",
    "C1",
    "--period",
    "2023",
];

fn explained(project: &Project, lang: &str) -> String {
    let args = [&EXPLAIN[..], &["--lang", lang]].concat();
    project.chiso(&args).exits(0).stdout
}

#[test]
fn a_target_missed_within_its_tolerance_says_how_far_it_may_be_missed() {
    let project = cashland(&[(
        "C1,2023,2023,ge,0.10,ratio,,0,",
        "C1,2023,2023,ge,0.12,ratio,,0.03,",
    )]);
    let english = explained(&project, "en");
    for text in [
        "verdict    met (within the tolerance of 3.00 pp)",
        "≥ +12.00 %",
        "2.00 pp worse than the target",
        "just met   ≥ 1,232 workshops, 1.82 % above the current figure",
    ] {
        assert!(english.contains(text), "{text} in\n{english}");
    }
    let vietnamese = explained(&project, "vi");
    for text in [
        "đạt (trong mức hụt cho phép 3,00 điểm %)",
        "kém chỉ tiêu 2,00 điểm %",
        "mức vừa đủ ≥ 1.232 workshops, cao hơn số liệu kỳ này 1,82 %",
    ] {
        assert!(vietnamese.contains(text), "{text} in\n{vietnamese}");
    }
    project
        .chiso(&["scorecard", "--area", "C1", "--period", "2023"])
        .exits(0)
        .says("met (within the tolerance of 3.00 pp)")
        .says("within_tolerance: missed, but within the tolerance");
}

#[test]
fn where_less_is_better_a_margin_still_says_its_side() {
    let project = cashland(&[(
        "C1,2023,2023,ge,0.10,ratio,,0,",
        "C1,2023,2023,le,0.12,ratio,,0,",
    )]);
    let english = explained(&project, "en");
    assert!(
        english.contains("2.00 pp better than the target"),
        "{english}"
    );
    assert!(
        english.contains("1.82 % above the current figure"),
        "{english}"
    );
    let strict = cashland(&[(
        "C1,2023,2023,ge,0.10,ratio,,0,",
        "C1,2023,2023,gt,0.1,ratio,,0,",
    )]);
    let english = explained(&strict, "en");
    assert!(
        english.contains("equal to the target, which is to be exceeded"),
        "{english}"
    );
}

#[test]
fn what_was_asked_as_of_a_day_says_so() {
    let project = cashland(&[]);
    for command in [
        &["scorecard", "--as-of", "2024-06-30"][..],
        &["coverage", "--as-of", "2024-06-30"],
        &[&EXPLAIN[..], &["--as-of", "2024-06-30"]].concat(),
    ] {
        project.chiso(command).exits(0).says("known by 2024-06-30");
        let args = [command, &["--lang", "vi"]].concat();
        project
            .chiso(&args)
            .exits(0)
            .says("theo số liệu biết đến 2024-06-30");
    }
}

#[test]
fn the_day_of_publication_is_the_day_that_was_declared() {
    let project = cashland(&[]);
    let english = explained(&project, "en");
    assert!(english.contains("published 2024-03-01"), "{english}");
    assert!(!english.contains("+00:00"), "{english}");
}

#[test]
fn what_is_not_there_is_said_in_the_language_of_the_reader() {
    let project = Project::cashland();
    project
        .chiso(&["scorecard", "--lang", "vi"])
        .exits(2)
        .complains("lỗi: chưa có kho dữ liệu ở `");
    project.run();
    let asked = |args: &[&str], english: &str, vietnamese: &str| {
        project.chiso(args).exits(2).complains(english);
        let args = [args, &["--lang", "vi"]].concat();
        project.chiso(&args).exits(2).complains(vietnamese);
    };
    asked(
        &["scorecard", "--kpi", "workshop_growth"],
        "error: no KPI `workshop_growth`; did you mean `workshops_growth`?",
        "lỗi: không có chỉ số `workshop_growth`; có phải `workshops_growth` không?",
    );
    // Nothing of a period is an answer, with the periods there are.
    let ahead = ["scorecard", "--kpi", "workshops_growth", "--period", "2035"];
    let english = project.chiso(&ahead).exits(0);
    english.complains("no verdict of 2035; there are verdicts of 20");
    let vietnamese = project.chiso(&[&ahead[..], &["--lang", "vi"]].concat());
    vietnamese
        .exits(0)
        .complains("không có kết luận nào của kỳ 2035; có kết luận của 20");
    asked(
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C3",
            "--period",
            "2023",
        ],
        "error: no area `C3` on 2023-01-01; the register has it from 2000-01-01 until 2022-12-31: \
            choose that day with `--boundary`; its land is in Alloy Bay (C5) on 2023-01-01",
        "lỗi: không có địa bàn `C3` vào ngày 2023-01-01",
    );
    // A verdict that no row has is an answer, not a fault.
    project
        .chiso(&["scorecard", "--period", "2023", "--verdict", "off_track"])
        .exits(0);
}
