//! A register in snapshots, and what is kept of data files from one time to the next.

use super::receipts;
use super::rolled::{Ever, file};
use crate::roll::{
    Asked, Content, KeptBefore, KeptParts, State, Versions, changes, neighbours, roll,
    snapshot_days,
};
use chiso_model::{Aggregate, Delivers, Predicate, RecordLayout};
use std::fmt::Write as _;
use std::fs::File;

fn register() -> RecordLayout {
    RecordLayout {
        delivers: Delivers::Snapshot,
        ..receipts()
    }
}

/// Texts of a value and a condition.
type Measure = (&'static str, Option<&'static str>);

fn parsed(layout: &RecordLayout, texts: &[Measure]) -> Vec<(Aggregate, Option<Predicate>)> {
    let columns = |name: &str| layout.kind(name);
    let made = |(value, filter): &Measure| {
        let filter = filter.map(|text| Predicate::parse(text, &columns).unwrap());
        (Aggregate::parse(value, &columns).unwrap(), filter)
    };
    texts.iter().map(made).collect()
}

fn asked(measures: &[(Aggregate, Option<Predicate>)]) -> Vec<Asked<'_>> {
    let of = |(value, filter)| Asked { value, filter };
    measures.iter().map(|(v, f)| of((v, f.as_ref()))).collect()
}

/// Asked, and the sum where there is one.
fn sum(state: &State) -> String {
    match state.content {
        Content::Sum(sum) => format!("{}={sum}", state.asked),
        _ => state.asked.to_string(),
    }
}

/// By pair and unit: records of both snapshots, then of each measure what is gone and has appeared.
fn changed(texts: &[&str], measures: &[Measure]) -> Vec<String> {
    let layout = register();
    let files: Vec<File> = texts.iter().map(|text| file(&layout, text)).collect();
    let days = snapshot_days(&files, &layout).unwrap();
    let pairs = neighbours(&days, &(0..files.len()).collect::<Vec<_>>());
    let measures = parsed(&layout, measures);
    let found = changes(&files, &pairs, &layout, &asked(&measures), (&Ever, false)).unwrap();
    let mut shown = Vec::new();
    for (pair, change) in pairs.iter().zip(found) {
        for (unit, of) in change.units {
            let both = of.gone.states.iter().zip(&of.appeared.states);
            let both: Vec<String> = both
                .map(|(g, a)| format!("-{} +{}", sum(g), sum(a)))
                .collect();
            let before = pair.before.map_or("-".to_owned(), |at| at.to_string());
            shown.push(format!(
                "{before}>{} {unit}: {:?} {}",
                pair.file,
                of.records,
                both.join(", ")
            ));
        }
    }
    shown
}

const JANUARY: &str = "01,a,2026-01-31,tax,10\n01,b,2026-01-31,fee,2\n02,c,2026-01-31,tax,5\n";
/// `b` is gone, `d` has appeared, `a` has another amount, `c` has gone to area 01.
const FEBRUARY: &str = "01,a,2026-02-28,tax,11\n01,d,2026-02-28,fee,3\n01,c,2026-02-28,tax,5\n";

#[test]
fn records_appear_and_are_gone_by_key_whatever_else_changed() {
    let found = changed(&[JANUARY, FEBRUARY], &[("sum(amount)", None)]);
    assert_eq!(
        found,
        [
            "->0 1: [0, 2] -0=0 +0=0",
            "->0 2: [0, 1] -0=0 +0=0",
            "0>1 1: [2, 3] -1=200 +1=300",
            "0>1 2: [1, 0] -0=0 +0=0",
        ]
    );
    let taxes = changed(&[JANUARY, FEBRUARY], &[("count(id)", Some("kind = 'tax'"))]);
    assert_eq!(taxes[2], "0>1 1: [2, 3] -0 +0");
}

#[test]
fn what_has_changed_is_of_the_snapshots_that_stand_next_to_each_other() {
    let middle = "01,a,2026-02-15,tax,10\n01,e,2026-02-15,fee,1\n";
    let found = changed(&[JANUARY, FEBRUARY, middle], &[("count(id)", None)]);
    let of_one = found.iter().filter(|f| f.contains(" 1: "));
    assert_eq!(
        of_one.collect::<Vec<_>>(),
        [
            "->0 1: [0, 2] -0 +0",
            "0>1 1: [2, 3] -1 +1",
            "0>2 1: [2, 2] -1 +1",
            "2>1 1: [2, 3] -1 +2",
        ]
    );
}

const MEASURES: [Measure; 5] = [
    ("sum(amount)", None),
    ("count(id)", Some("kind = 'fee'")),
    ("max(amount)", Some("amount > 2")),
    ("count_distinct(kind)", None),
    ("median(amount)", None),
];

fn versions(
    layout: &RecordLayout,
    files: &[File],
    measures: &[Measure],
    kept: Option<&mut KeptParts>,
) -> Versions {
    let names: Vec<String> = (0..files.len()).map(|n| format!("file-{n}")).collect();
    let kept = kept.map(|parts| KeptBefore {
        names: &names,
        parts,
    });
    let ranks: Vec<usize> = (0..files.len()).collect();
    let measures = parsed(layout, measures);
    roll(
        (files, &ranks),
        layout,
        &asked(&measures),
        &Ever,
        (false, kept),
    )
    .unwrap()
}

/// Records of random keys, so that files correct each other, in four months.
fn delivery(seed: &mut u64) -> String {
    let mut below = |n: u64| {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % n
    };
    let mut keys: Vec<u64> = (0..30).map(|_| below(60)).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut text = String::new();
    for key in keys {
        let kind = ["tax", "fee"][usize::try_from(below(2)).unwrap()];
        let (area, month, amount) = (below(2) + 1, below(4) + 1, below(1000));
        let _ = writeln!(text, "0{area},k{key:02},2026-0{month}-10,{kind},{amount}");
    }
    text
}

#[test]
fn what_is_kept_of_files_gives_what_reading_all_of_them_gives() {
    for delivers in [Delivers::Append, Delivers::Replace] {
        let layout = RecordLayout {
            delivers,
            ..receipts()
        };
        let (mut seed, mut files, mut kept) = (7, Vec::new(), KeptParts::default());
        for step in 0..12 {
            files.push(file(&layout, &delivery(&mut seed)));
            // Measures come and go.
            let measures: Vec<Measure> = MEASURES
                .iter()
                .copied()
                .cycle()
                .skip(step % 5)
                .take(3)
                .collect();
            let whole = versions(&layout, &files, &measures, None);
            let again = versions(&layout, &files, &measures, Some(&mut kept));
            assert_eq!(again, whole, "{delivers:?} {step}");
            let same = versions(&layout, &files, &measures, Some(&mut kept));
            assert_eq!(same, whole, "{delivers:?} {step}, nothing new");
        }
    }
}

#[test]
fn files_of_which_all_is_kept_are_not_read_again() {
    let layout = RecordLayout {
        delivers: Delivers::Replace,
        ..receipts()
    };
    let mut kept = KeptParts::default();
    let first = [file(&layout, JANUARY)];
    versions(&layout, &first, &MEASURES[..2], Some(&mut kept));
    // Under the same name other records: nobody looks at them.
    let other = [file(&layout, FEBRUARY)];
    let again = versions(&layout, &other, &MEASURES[..2], Some(&mut kept));
    assert_eq!(again, versions(&layout, &first, &MEASURES[..2], None));
    // Another measure does look.
    let more = versions(&layout, &other, &MEASURES[..3], Some(&mut kept));
    assert_ne!(more, versions(&layout, &first, &MEASURES[..3], None));
}
