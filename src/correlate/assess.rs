//! One sample under one design: coefficient, interval, p, and how far one area moves it, for each
//! method.

use crate::correlate::sample::{Designed, Prepared, Sample};
use crate::model::{
    AreaRegister, Design, Interval, LeftOut, Method, Refusal, Regional, Significance, UnitId,
};
use chiso_stats::{
    Permutations, bonett_wright_kendall, bonett_wright_spearman, fisher_z, jackknife,
    permutation_test,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// With fewer regions than this a jackknife over them says too little, and areas are taken as
/// independent instead.
const FEWEST_REGIONS: usize = 5;

/// Random draws by size, made once: rows of the same size begin at the same seed, hence share their
/// draws.
pub(super) struct Draws {
    resamples: u32,
    seed: u64,
    permutations: Mutex<BTreeMap<usize, Arc<Permutations>>>,
}

impl Draws {
    pub(super) fn new(resamples: u32, seed: u32) -> Draws {
        Draws {
            resamples,
            seed: u64::from(seed),
            permutations: Mutex::default(),
        }
    }

    fn permutations(&self, n: usize) -> Arc<Permutations> {
        let mut made = self
            .permutations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        made.entry(n)
            .or_insert_with(|| Arc::new(Permutations::new(n, self.resamples, self.seed)))
            .clone()
    }
}

/// What a design says of a sample.
pub(super) struct Assessed {
    /// Observations used: pairs, or changes.
    pub n: usize,
    pub n_areas: usize,
    pub n_periods: usize,
    /// By method, in the order asked for.
    pub found: Vec<Found>,
}

/// What a method says.
pub(super) struct Found {
    pub coefficient: Result<f64, Refusal>,
    pub interval: Option<Interval>,
    pub significance: Option<Significance>,
    pub left_out: Option<LeftOut>,
    /// With what regions have in common removed as well.
    pub regional: Option<Regional>,
}

impl Found {
    fn refused(why: Refusal) -> Found {
        Found {
            coefficient: Err(why),
            interval: None,
            significance: None,
            left_out: None,
            regional: None,
        }
    }
}

/// Assesses a sample.
pub(super) fn assess(
    sample: &Sample,
    design: Design,
    methods: &[Method],
    min_areas: usize,
    areas: &AreaRegister,
    draws: &Draws,
) -> Assessed {
    let refused = |n_areas: usize, why: Refusal| Assessed {
        n: sample.pairs.len(),
        n_areas,
        n_periods: sample.periods().len(),
        found: methods.iter().map(|_| Found::refused(why)).collect(),
    };
    if sample.areas().len() < min_areas {
        return refused(sample.areas().len(), Refusal::TooFewAreas);
    }
    let prepared = sample.prepared(design, None);
    let designed = match prepared.designed(&[]) {
        Ok(designed) => designed,
        Err(why) => return refused(sample.areas().len(), why),
    };
    let clusters = designed.units();
    if clusters.len() < min_areas {
        return refused(clusters.len(), Refusal::TooFewAreas);
    }
    let by_area = Groups {
        left_out: each_left_out(&prepared, &clusters),
        method: "jackknife_areas",
    };
    let by_region = regions(&clusters, areas)
        .filter(|r| design != Design::CrossSection && r.len() >= FEWEST_REGIONS);
    let by_region = by_region.map(|regions| Groups {
        left_out: regions
            .iter()
            .map(|region| prepared.designed(region).ok())
            .collect(),
        method: "jackknife_regions",
    });
    let regional = regions(&clusters, areas).map(|_| sample.prepared(design, Some(areas)));
    let regional = regional
        .as_ref()
        .and_then(|p| Some((p.designed(&[]).ok()?, p)));
    let regional = regional.map(|(all, p)| {
        let left_out = each_left_out(p, &all.units());
        (
            all,
            Groups {
                left_out,
                method: "jackknife_areas",
            },
        )
    });
    let one = |method: &Method| {
        let Some(coefficient) = designed.coefficient(*method) else {
            return Found::refused(Refusal::ConstantSeries);
        };
        let moved = by_area.moved(*method);
        let (interval, significance) = match (design, &by_region) {
            (Design::CrossSection, _) => (
                one_period(&designed, *method, coefficient),
                Some(permuted(&designed, *method, draws)),
            ),
            (_, Some(regions)) => regions.judged(coefficient, &regions.moved(*method)),
            (_, None) => by_area.judged(coefficient, &moved),
        };
        let regional = regional.as_ref().and_then(|(all, groups)| {
            let coefficient = all.coefficient(*method)?;
            Some(Regional {
                coefficient,
                p: groups
                    .judged(coefficient, &groups.moved(*method))
                    .1
                    .map(|s| s.p),
            })
        });
        Found {
            coefficient: Ok(coefficient),
            interval,
            significance,
            left_out: left_out(&moved, &clusters, areas),
            regional,
        }
    };
    let n_periods = designed
        .of
        .iter()
        .map(|i| sample.pairs[*i].period)
        .collect::<BTreeSet<_>>()
        .len();
    Assessed {
        n: designed.x.len(),
        n_areas: clusters.len(),
        n_periods,
        found: methods.iter().map(one).collect(),
    }
}

/// The areas of each unit above them, where there are several such units, at least one of which
/// holds several areas.
fn regions(clusters: &[UnitId], areas: &AreaRegister) -> Option<Vec<Vec<UnitId>>> {
    let mut above: BTreeMap<&str, Vec<UnitId>> = BTreeMap::new();
    for id in clusters {
        above
            .entry(areas.unit(*id).parent_code.as_str())
            .or_default()
            .push(*id);
    }
    let differ =
        above.len() > 1 && above.values().any(|areas| areas.len() > 1) && !above.contains_key("");
    differ.then(|| above.into_values().collect())
}

fn each_left_out<'p>(prepared: &'p Prepared, areas: &[UnitId]) -> Vec<Option<Designed<'p>>> {
    areas
        .iter()
        .map(|area| prepared.designed(&[*area]).ok())
        .collect()
}

/// A panel with each of its independent groups left out: areas with all their periods, or regions
/// with all their areas.
struct Groups<'p> {
    left_out: Vec<Option<Designed<'p>>>,
    method: &'static str,
}

impl Groups<'_> {
    /// The coefficient without each group; `None` where there is none.
    fn moved(&self, method: Method) -> Vec<Option<f64>> {
        self.left_out
            .iter()
            .map(|d| d.as_ref()?.coefficient(method))
            .collect()
    }

    /// Interval and p, which are one test. A coefficient of ±1 has no interval; that all G groups
    /// point the same way has p = 2 · 2⁻ᴳ by the signs alone.
    fn judged(
        &self,
        coefficient: f64,
        moved: &[Option<f64>],
    ) -> (Option<Interval>, Option<Significance>) {
        let groups = u32::try_from(self.left_out.len()).unwrap_or(u32::MAX);
        let significance = |p: f64, method: &'static str| Significance {
            p,
            method,
            resamples: groups,
            drawn: false,
        };
        if coefficient.abs() >= 1.0 {
            return (
                None,
                Some(significance(
                    0.5_f64.powi(i32::try_from(groups).unwrap_or(i32::MAX) - 1),
                    "sign_test",
                )),
            );
        }
        let all: Option<Vec<f64>> = moved.iter().copied().collect();
        let found = all.and_then(|all| jackknife(coefficient, &all));
        let interval = found.map(|f| Interval {
            low: f.low,
            high: f.high,
            method: self.method,
        });
        (interval, found.map(|f| significance(f.p, self.method)))
    }
}

fn one_period(designed: &Designed, method: Method, coefficient: f64) -> Option<Interval> {
    let (n, controls) = (designed.x.len(), designed.controls());
    let (ends, method) = match method {
        Method::Pearson => (fisher_z(coefficient, n, controls), "fisher_z"),
        Method::Spearman => (
            bonett_wright_spearman(coefficient, n, controls),
            "bonett_wright",
        ),
        Method::Kendall => (
            bonett_wright_kendall(coefficient, n, controls),
            "bonett_wright",
        ),
    };
    ends.map(|(low, high)| Interval { low, high, method })
}

fn left_out(moved: &[Option<f64>], clusters: &[UnitId], areas: &AreaRegister) -> Option<LeftOut> {
    let known = || {
        moved
            .iter()
            .zip(clusters)
            .filter_map(|(r, area)| Some((((*r)?), areas.unit(*area).code.clone())))
    };
    let min = known().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let max = known().max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))?;
    Some(LeftOut { min, max })
}

fn permuted(designed: &Designed, method: Method, draws: &Draws) -> Significance {
    let permutations = draws.permutations(designed.x.len());
    let [x, y] = match method {
        Method::Pearson => [designed.x.clone(), designed.y.clone()],
        Method::Spearman => designed.ranks(),
        Method::Kendall => designed.ranked.clone(),
    };
    let result = permutation_test(&x, &y, method == Method::Kendall, &permutations);
    Significance {
        p: result.p,
        method: "permutation_studentised",
        resamples: result.resamples,
        drawn: !result.exhaustive,
    }
}
