//! How often p is at most 0.05 where there is nothing to find.

use crate::rejection::noise::{Draw, Noise};
use crate::{StudyCache, StudyInputs};
use chiso_model::{Association, Bilingual, Design, Evidence, Frequency, Method, Primary, Study};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::io::Write as _;

fn study() -> Study {
    Study {
        id: "noise".into(),
        title: Bilingual::default(),
        scores: vec!["score".into()],
        outcomes: vec!["outcome".into()],
        designs: vec![
            Design::CrossSection,
            Design::Pooled,
            Design::Within,
            Design::Difference,
        ],
        methods: vec![Method::Pearson, Method::Spearman, Method::Kendall],
        lags: vec![0],
        primary: Primary {
            design: Design::Within,
            method: Method::Spearman,
            lag: 0,
        },
        controls: vec![],
        circular: vec![],
        level: "province".into(),
        areas: vec![],
        frequency: Frequency::Annual,
        boundary: None,
        min_areas: 10,
        resamples: 199,
        seed: 7,
        pool_schemes: false,
        pipeline: "p".into(),
    }
}

/// What noise gave: panels, rows with p at most 0.05, and rows that would be shown as more than
/// that.
#[derive(Clone, Copy, Debug, Default)]
struct Rate {
    rows: u32,
    rejected: u32,
    shown: u32,
}

/// One row of each design and method of each panel: of a cross-section that of the third year.
fn rates(noise: &Noise, panels: u64) -> BTreeMap<(Design, Method), Rate> {
    let (areas, study) = (noise.areas(), study());
    let mut rates: BTreeMap<(Design, Method), Rate> = BTreeMap::new();
    for seed in 0..panels {
        let mut draw = Draw(ChaCha8Rng::seed_from_u64(seed));
        let values = [
            noise.values("score", &areas, &mut draw),
            noise.values("outcome", &areas, &mut draw),
        ]
        .concat();
        let given = StudyInputs {
            values: &values,
            scores: &[],
            kpis: &[],
            measures: &[],
            areas: &areas,
            boundary: "2020-01-01".parse().unwrap(),
        };
        let counts = |r: &&Association| r.design != Design::CrossSection || r.period == "2012";
        for row in StudyCache::default()
            .correlate(&study, given)
            .iter()
            .filter(counts)
        {
            let rate = rates.entry((row.design, row.method)).or_default();
            let p = row
                .significance
                .as_ref()
                .unwrap_or_else(|| panic!("no p: {row:?}"))
                .p;
            rate.rows += 1;
            rate.rejected += u32::from(p <= 0.05);
            rate.shown += u32::from(row.evidence() != Some(Evidence::MayBeChance));
            if row.design != Design::CrossSection {
                assert_eq!(
                    p <= 0.05,
                    row.is_clear(),
                    "p and interval contradict each other: {row:?}"
                );
            }
        }
    }
    rates
}

/// Panels in the tests, and the most rejections that are believed: a test of 5 % has more in one of
/// a thousand such sets (3 + 3.3 standard errors of 1.7); one that rejects a quarter of the time,
/// as that of τ once did, has 15.
const SMALL: u64 = 60;

const MOST: u32 = 9;

#[track_caller]
fn keeps_its_size(noise: &Noise) {
    for (key, rate) in rates(noise, SMALL) {
        assert_eq!(u64::from(rate.rows), SMALL, "{key:?}");
        assert!(
            rate.rejected <= MOST,
            "{key:?} rejects {} of {}",
            rate.rejected,
            rate.rows
        );
        assert!(rate.shown <= rate.rejected, "{key:?}: {rate:?}");
    }
}

#[test]
fn noise_with_shocks_of_regions_is_rejected_as_often_as_p_says() {
    keeps_its_size(&Noise {
        regions: vec![5, 6, 5, 2, 3, 5],
        years: 6,
        serial: 0.6,
        shock: 0.3,
        registered: true,
    });
}

#[test]
fn noise_of_independent_areas_without_regions_is_rejected_as_often_as_p_says() {
    keeps_its_size(&Noise {
        regions: vec![20],
        years: 6,
        serial: 0.6,
        shock: 0.0,
        registered: false,
    });
}

#[test]
fn noise_of_other_kinds_is_rejected_as_often_as_p_says() {
    let noise = |regions: &[usize], years: usize, serial: f64, shock: f64| Noise {
        regions: regions.to_vec(),
        years,
        serial,
        shock,
        registered: true,
    };
    // Nearly random walks.
    keeps_its_size(&noise(&[4, 4, 4, 4, 4, 4], 10, 0.95, 0.3));
    // Regions move nearly as one.
    keeps_its_size(&noise(&[3, 3, 3, 3, 3, 3, 3, 3], 5, 0.3, 0.8));
    // One region holds most areas.
    keeps_its_size(&noise(&[16, 2, 2, 2, 2], 6, 0.6, 0.2));
    // Too few regions to leave out, and no shocks.
    keeps_its_size(&noise(&[6, 6, 6], 6, 0.6, 0.0));
}

/// The table of docs/STATISTICS.md.
#[test]
#[ignore = "takes minutes; prints the table of docs/STATISTICS.md"]
fn table_of_rejection_rates() {
    let panels = std::env::var("CHISO_PANELS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(400);
    let regions = vec![11, 14, 14, 5, 6, 13];
    let mut out = std::io::stdout();
    for (title, shock, registered) in [
        ("no shocks of regions, regions registered", 0.0, true),
        ("shocks of regions, regions registered", 0.3, true),
        ("no shocks of regions, none registered", 0.0, false),
    ] {
        writeln!(out, "{title}: {panels} panels of 63 areas and 8 years").unwrap();
        for ((design, method), rate) in rates(
            &Noise {
                regions: regions.clone(),
                years: 8,
                serial: 0.6,
                shock,
                registered,
            },
            panels,
        ) {
            let share = |n: u32| f64::from(n) / f64::from(rate.rows);
            let (rejected, shown) = (share(rate.rejected), share(rate.shown));
            writeln!(
                out,
                "  {} {}: p <= 0.05 {rejected:.3}, shown {shown:.3}",
                design.as_str(),
                method.as_str()
            )
            .unwrap();
        }
    }
}
