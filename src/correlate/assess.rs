//! One sample under one design: coefficient, interval, p, and how far one area moves it, for each method.

use crate::correlate::sample::{Designed, Sample};
use crate::model::{AreaRegister, Design, Interval, LeftOut, Method, Refusal, Significance, UnitId};
use crate::stats::{
    Clusters, Permutations, Resampled, Signs, average_ranks, bonett_wright_kendall, bonett_wright_spearman, fisher_z, jackknife, permutation_test,
    wild_cluster_test,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Random draws by size, made once: rows of the same size begin at the same seed, hence share their draws.
pub(super) struct Draws {
    resamples: u32,
    seed: u64,
    permutations: Mutex<BTreeMap<usize, Arc<Permutations>>>,
    signs: Mutex<BTreeMap<usize, Arc<Signs>>>,
}

impl Draws {
    pub(super) fn new(resamples: u32, seed: u32) -> Draws {
        Draws { resamples, seed: u64::from(seed), permutations: Mutex::default(), signs: Mutex::default() }
    }

    fn permutations(&self, n: usize) -> Arc<Permutations> {
        let mut made = self.permutations.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(n).or_insert_with(|| Arc::new(Permutations::new(n, self.resamples, self.seed))).clone()
    }

    fn signs(&self, areas: usize) -> Arc<Signs> {
        let mut made = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(areas).or_insert_with(|| Arc::new(Signs::new(areas, self.resamples, self.seed))).clone()
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
    /// Coefficient and p with what regions have in common removed as well.
    pub in_regions: Option<(f64, Option<f64>)>,
}

impl Found {
    fn refused(why: Refusal) -> Found {
        Found { coefficient: Err(why), interval: None, significance: None, left_out: None, in_regions: None }
    }
}

/// Assesses a sample.
pub(super) fn assess(sample: &Sample, design: Design, methods: &[Method], min_areas: usize, areas: &AreaRegister, draws: &Draws) -> Assessed {
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
    let designed = match prepared.designed(None) {
        Ok(designed) => designed,
        Err(why) => return refused(sample.areas().len(), why),
    };
    let clusters = designed.units();
    if clusters.len() < min_areas {
        return refused(clusters.len(), Refusal::TooFewAreas);
    }
    let without: Vec<Option<Designed>> = clusters.iter().map(|area| prepared.designed(Some(*area)).ok()).collect();
    let regional = (design != Design::CrossSection && regions_differ(&clusters, areas)).then(|| sample.prepared(design, Some(areas)));
    let regional = regional.as_ref().and_then(|p| p.designed(None).ok());
    let one = |method: &Method| {
        let Some(coefficient) = designed.coefficient(*method) else { return Found::refused(Refusal::ConstantSeries) };
        let moved: Vec<Option<f64>> = without.iter().map(|d| d.as_ref()?.coefficient(*method)).collect();
        Found {
            coefficient: Ok(coefficient),
            interval: interval(&designed, design, *method, coefficient, &moved),
            significance: Some(significance(&designed, design, *method, draws)),
            left_out: left_out(&moved, &clusters, areas),
            in_regions: regional.as_ref().and_then(|d| Some((d.coefficient(*method)?, Some(significance(d, design, *method, draws).p)))),
        }
    };
    let n_periods = designed.of.iter().map(|i| sample.pairs[*i].period).collect::<BTreeSet<_>>().len();
    Assessed { n: designed.x.len(), n_areas: clusters.len(), n_periods, found: methods.iter().map(one).collect() }
}

/// Whether the areas lie in several units above, at least one of which holds several of them.
fn regions_differ(clusters: &[UnitId], areas: &AreaRegister) -> bool {
    let mut above: BTreeMap<&str, usize> = BTreeMap::new();
    for id in clusters {
        *above.entry(areas.unit(*id).parent_code.as_str()).or_default() += 1;
    }
    above.len() > 1 && above.values().any(|n| *n > 1) && !above.contains_key("")
}

fn interval(designed: &Designed, design: Design, method: Method, coefficient: f64, moved: &[Option<f64>]) -> Option<Interval> {
    let (n, controls) = (designed.x.len(), designed.controls());
    let (ends, method) = match (design, method) {
        (Design::CrossSection, Method::Pearson) => (fisher_z(coefficient, n, controls), "fisher_z"),
        (Design::CrossSection, Method::Spearman) => (bonett_wright_spearman(coefficient, n, controls), "bonett_wright"),
        (Design::CrossSection, Method::Kendall) => (bonett_wright_kendall(coefficient, n, controls), "bonett_wright"),
        _ => (moved.iter().copied().collect::<Option<Vec<f64>>>().and_then(|all| jackknife(coefficient, &all)), "jackknife_areas"),
    };
    ends.map(|(low, high)| Interval { low, high, method })
}

fn left_out(moved: &[Option<f64>], clusters: &[UnitId], areas: &AreaRegister) -> Option<LeftOut> {
    let known = || moved.iter().zip(clusters).filter_map(|(r, area)| Some((((*r)?), areas.unit(*area).code.clone())));
    let min = known().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let max = known().max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))?;
    Some(LeftOut { min, max })
}

fn significance(designed: &Designed, design: Design, method: Method, draws: &Draws) -> Significance {
    if design == Design::CrossSection {
        let permutations = draws.permutations(designed.x.len());
        let [x, y] = match method {
            Method::Pearson => [designed.x.clone(), designed.y.clone()],
            Method::Spearman => [average_ranks(&designed.ranked[0]), average_ranks(&designed.ranked[1])],
            Method::Kendall => designed.ranked.clone(),
        };
        return told(permutation_test(&x, &y, method == Method::Kendall, &permutations), "permutation_studentised");
    }
    let (number, of) = designed.clusters();
    told(wild_cluster_test(&clusters(designed, method, number, &of), &draws.signs(number)), "wild_cluster_signs")
}

fn told(result: Resampled, method: &'static str) -> Significance {
    Significance { p: result.p, method, resamples: result.resamples, drawn: !result.exhaustive }
}

/// What each area gives to the test of a method.
fn clusters(designed: &Designed, method: Method, number: usize, of: &[usize]) -> Clusters {
    let sum_of = |values: &mut dyn Iterator<Item = f64>| {
        let mut sums = vec![0.0; number];
        values.zip(of).for_each(|(v, area)| sums[*area] += v);
        sums
    };
    if method == Method::Kendall {
        let each = designed.concordances();
        return Clusters { weights: sum_of(&mut of.iter().map(|_| 1.0)), sums: sum_of(&mut each.iter().copied()), common: vec![] };
    }
    let [a, b] = designed.products(method);
    let sums = sum_of(&mut a.iter().zip(&b).map(|(a, b)| a * b));
    let weights = sum_of(&mut a.iter().map(|a| a * a));
    let common = if method == Method::Pearson { designed.common(number, of) } else { vec![] };
    Clusters { weights, sums, common }
}
