//! Does a p mean what it says? Noise without any association goes through the studies as figures
//! do, and the share of rows with p at most 0.05 is counted, for every design and method.
//!
//! The panels are like the bundled ones: areas in six regions of unequal size, years with serial
//! correlation, heavy tails, an effect of each area and year, shocks that a region shares in a
//! year, cells that are missing, areas that cease to be observed. Score and outcome are drawn apart
//! from each other. The tests draw few and small panels; `CHISO_PANELS=500 cargo test --lib
//! rejection -- --ignored --nocapture` prints the table of docs/STATISTICS.md.
//! `tests/reference/rejection.py` does the same without any of this code.

use crate::correlate::{StudyInputs, correlate};
use crate::model::{
    AreaRegister, AreaUnit, Association, Bilingual, Dec, Design, Evidence, Figure, Frequency,
    MeasureValue, Method, Period, Primary, Span, Status, Study, UnitId,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::sync::Arc;

/// What panels are drawn like.
struct Noise {
    /// Areas of each region.
    regions: Vec<usize>,
    years: usize,
    /// Correlation of one year with the next.
    serial: f64,
    /// Share of the variance that the areas of a region have in common in a year.
    shock: f64,
    /// Regions are registered.
    registered: bool,
}

struct Draw(ChaCha8Rng);

impl Draw {
    fn uniform(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0
    }

    /// Normal by Box and Muller 1958.
    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Student's t of five degrees of freedom, scaled to variance 1.
    fn heavy(&mut self) -> f64 {
        let square: f64 = (0..5).map(|_| self.normal().powi(2)).sum();
        self.normal() / (square / 5.0).sqrt() / (5.0_f64 / 3.0).sqrt()
    }

    /// A stationary series.
    fn series(&mut self, years: usize, serial: f64) -> Vec<f64> {
        let mut value = self.heavy();
        (0..years + 10)
            .map(|_| {
                value = serial * value + (1.0 - serial * serial).sqrt() * self.heavy();
                value
            })
            .skip(10)
            .collect()
    }
}

impl Noise {
    fn areas(&self) -> AreaRegister {
        let unit = |code: String, level: &str, parent: String| AreaUnit {
            code,
            name_vi: String::new(),
            name_en: String::new(),
            level: level.into(),
            parent_code: parent,
            valid_from: "2000-01-01".parse().unwrap(),
            valid_to: None,
            aliases: vec![],
        };
        let parent = |r: usize| {
            if self.registered {
                format!("R{r}")
            } else {
                String::new()
            }
        };
        let above = (0..self.regions.len()).map(|r| unit(format!("R{r}"), "region", String::new()));
        let of = |(r, n): (usize, &usize)| {
            (0..*n)
                .map(|i| unit(format!("{r}-{i:02}"), "province", parent(r)))
                .collect::<Vec<_>>()
        };
        AreaRegister::new(
            above
                .chain(self.regions.iter().enumerate().flat_map(of))
                .collect(),
            vec![],
        )
    }

    /// By area and year, area effects and year effects included.
    fn panel(&self, draw: &mut Draw) -> Vec<Vec<f64>> {
        let years: Vec<f64> = (0..self.years).map(|_| draw.normal()).collect();
        let mut panel = Vec::new();
        for areas in &self.regions {
            let shared = draw.series(self.years, self.serial);
            for _ in 0..*areas {
                let (own, level) = (draw.series(self.years, self.serial), draw.normal());
                let value = |t: usize| {
                    (1.0 - self.shock).sqrt() * own[t]
                        + self.shock.sqrt() * shared[t]
                        + level
                        + years[t]
                };
                panel.push((0..self.years).map(value).collect());
            }
        }
        panel
    }

    /// Values of a measure, some of them missing.
    fn values(
        &self,
        measure: &str,
        areas: &AreaRegister,
        draw: &mut Draw,
    ) -> Vec<Arc<MeasureValue>> {
        let day = "2020-01-01".parse().unwrap();
        let units: Vec<UnitId> = areas
            .units_on(day)
            .filter(|(_, u)| u.level == "province")
            .map(|(id, _)| id)
            .collect();
        let mut values = Vec::new();
        for (unit, series) in units.into_iter().zip(self.panel(draw)) {
            let last = if draw.uniform() < 0.06 {
                self.years / 2
            } else {
                self.years
            };
            for (year, value) in series.into_iter().enumerate().take(last) {
                if draw.uniform() >= 0.04 {
                    values.push(Arc::new(value_of(
                        measure,
                        unit,
                        i32::try_from(year).unwrap() + 2010,
                        value,
                    )));
                }
            }
        }
        values
    }
}

fn value_of(measure: &str, area: UnitId, year: i32, value: f64) -> MeasureValue {
    let boundary = "2020-01-01".parse().unwrap();
    let figure = Figure {
        value: format!("{value:.6}").parse::<Dec>().ok(),
        unit: "points".into(),
        basis: String::new(),
        scheme: String::new(),
        plan_stage: None,
        status: Status::Final,
        rounding: Dec::ZERO,
        known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
        source_ids: BTreeSet::new(),
        deliveries: BTreeSet::new(),
        flags: BTreeSet::new(),
        reasons: BTreeSet::new(),
    };
    MeasureValue {
        measure: measure.into(),
        dataset: "noise".into(),
        area,
        boundary,
        period: Period::Year(year),
        span: Span::Period,
        figure,
        parts: vec![(area, boundary)],
        pieces: vec![],
        made: None,
        series: crate::model::Series::default(),
        others: vec![],
    }
}

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

/// What noise came to: panels, rows with p at most 0.05, and rows that would be shown as more than
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
        for row in correlate(&study, given).iter().filter(counts) {
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
