//! What an approval covers, and how it is kept.

use crate::governance::approvals::approved::{Approved, parse};
use crate::governance::approvals::content::{ApprovedContent, of_correction, of_target};
use crate::model::{
    Approval, Bilingual, Correction, CorrectionAction, CorrectionStatus, Dec, PathRule, Period,
    Place, RowMatch, Subject, Target, TargetOp, TargetPath,
};

fn target() -> Target {
    Target {
        id: "t1".into(),
        kpi: "growth".into(),
        area_code: "01".into(),
        area_level: String::new(),
        period_from: Period::Year(2020),
        period_to: Period::Year(2020),
        op: TargetOp::Ge,
        value: Dec::from_int(1),
        high: None,
        path: None,
        value_unit: "ratio".into(),
        plan: String::new(),
        tolerance: Dec::ZERO,
        legal_basis: "a decision".into(),
        decided_on: None,
        valid_from: None,
        supersedes: String::new(),
        note: String::new(),
    }
}

fn correction() -> Correction {
    Correction {
        id: "c1".into(),
        dataset: "d".into(),
        place: Place::default(),
        matching: RowMatch {
            area_code: "01".into(),
            period: Period::Year(2020),
            span: None,
            source_id: None,
            dimensions: [].into(),
        },
        action: CorrectionAction::Override {
            value: Dec::from_int(5),
        },
        expect: Dec::from_int(8),
        reason: Bilingual {
            vi: String::new(),
            en: "exchanged".into(),
        },
        evidence: String::new(),
        reported_to: String::new(),
        status: CorrectionStatus::Open,
        decided_on: "2026-11-22".parse().unwrap(),
        since: "2026-11-22T00:00:00Z".parse().unwrap(),
    }
}

#[test]
fn whatever_a_target_says_is_approved_with_it() {
    let same = of_target(&target());
    assert_eq!(of_target(&target()), same);
    let path = |points: &str| {
        Some(TargetPath {
            rule: PathRule::Linear,
            points: TargetPath::points_of(points, None).unwrap(),
        })
    };
    let walked = Target {
        path: path("2015=0.1"),
        ..target()
    };
    let turned = Target {
        path: path("2015=0.2"),
        ..target()
    };
    assert_ne!(of_target(&walked).sha256, of_target(&turned).sha256);
    let edits: [fn(&mut Target); 9] = [
        |t| t.area_level = "province".into(),
        |t| t.high = Some(Dec::from_int(3)),
        |t| {
            t.path = Some(TargetPath {
                rule: PathRule::Stepped,
                points: vec![(Period::Year(2015), Dec::ZERO)],
            });
        },
        |t| t.value = Dec::from_int(2),
        |t| t.tolerance = Dec::from_int(1),
        |t| t.op = TargetOp::Gt,
        |t| t.legal_basis = "another decision".into(),
        |t| t.period_to = Period::Year(2021),
        |t| t.supersedes = "t0".into(),
    ];
    for edit in edits {
        let mut edited = target();
        edit(&mut edited);
        assert_ne!(of_target(&edited).sha256, same.sha256);
    }
}

#[test]
fn a_correction_may_be_reported_without_being_approved_again() {
    let same = of_correction(&correction());
    let reported = Correction {
        status: CorrectionStatus::Reported,
        reported_to: "the publisher".into(),
        ..correction()
    };
    assert_eq!(of_correction(&reported), same);
    let other = Correction {
        action: CorrectionAction::Override {
            value: Dec::from_int(6),
        },
        ..correction()
    };
    assert_ne!(of_correction(&other).sha256, same.sha256);
    let scale = Correction {
        action: CorrectionAction::Scale {
            factor: Dec::from_int(5),
            value: Dec::from_int(40),
        },
        ..correction()
    };
    assert_ne!(
        of_correction(&scale).sha256,
        same.sha256,
        "the action is part of it, not only its number"
    );
}

#[test]
fn what_is_approved_is_read_as_it_was_written() {
    let rule = Approval {
        targets: 1,
        ..Approval::default()
    };
    let odd = ApprovedContent {
        subject: Subject::Target,
        id: "a, \"b\"".into(),
        sha256: "s".into(),
    };
    let approved = Approved {
        by_journal: None,
        listed: [odd.clone(), of_target(&target())].into(),
    };
    let (_, bytes) = approved.file(&rule).unwrap();
    assert_eq!(parse(&String::from_utf8(bytes).unwrap()), approved.listed);
    assert!(
        approved.file(&Approval::default()).is_none(),
        "nothing is landed where nothing has to be approved"
    );
    let mut again = approved;
    assert!(again.waits(&rule, odd, &Place::default()).is_none());
    let edited = ApprovedContent {
        sha256: "other".into(),
        ..of_target(&target())
    };
    let waits = again.waits(&rule, edited, &Place::default()).unwrap();
    assert!(
        waits
            .finding()
            .to_string()
            .contains("target `t1` does not bind: it waits for the approval of one person"),
        "{}",
        waits.finding()
    );
}
