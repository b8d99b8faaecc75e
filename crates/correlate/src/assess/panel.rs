//! One sample under one design, by each method.

use crate::assess::draws::{Draws, permuted};
use crate::assess::found::{Assessed, Found};
use crate::assess::groups::{Groups, regions};
use crate::pairs::ComparedAreas;
use crate::sample::{Designed, Prepared, Sample};
use chiso_model::{
    Design, Inference, Interval, LeftOut, Method, Period, Refusal, Regional, UnitId,
};
use chiso_stats::{bonett_wright_kendall, bonett_wright_spearman, fisher_z};
use std::collections::BTreeSet;

/// With fewer regions than this a jackknife over them says too little, and areas are taken as
/// independent instead.
const FEWEST_REGIONS: usize = 5;

/// Assesses a sample.
pub(crate) fn assess(
    sample: &Sample,
    design: Design,
    methods: &[Method],
    min_areas: usize,
    areas: &ComparedAreas<'_>,
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
    let regional = regions(&clusters, areas).map(|_| sample.prepared(design, Some(areas)));
    let panel = Panel::new(designed, &prepared, regional.as_ref(), (design, areas));
    let periods: BTreeSet<Period> = panel
        .designed
        .of
        .iter()
        .map(|i| sample.pairs[*i].period)
        .collect();
    Assessed {
        n: panel.designed.x.len(),
        n_areas: panel.clusters.len(),
        n_periods: periods.len(),
        found: methods
            .iter()
            .map(|method| panel.found(*method, areas, draws))
            .collect(),
    }
}

/// A sample under its design, with what is left of it without each group.
struct Panel<'p> {
    design: Design,
    designed: Designed<'p>,
    /// Areas that are left.
    clusters: Vec<UnitId>,
    by_area: Groups<'p>,
    by_region: Option<Groups<'p>>,
    /// With what regions have in common removed as well.
    regional: Option<(Designed<'p>, Groups<'p>)>,
}

impl<'p> Panel<'p> {
    fn new(
        designed: Designed<'p>,
        prepared: &'p Prepared,
        regional: Option<&'p Prepared>,
        (design, areas): (Design, &ComparedAreas<'_>),
    ) -> Panel<'p> {
        let clusters = designed.units();
        Panel {
            design,
            by_area: Groups::of_areas(prepared, &clusters),
            by_region: regions(&clusters, areas)
                .filter(|r| design != Design::CrossSection && r.len() >= FEWEST_REGIONS)
                .map(|regions| Groups::of_regions(prepared, &regions)),
            regional: regional.and_then(|p| {
                let all = p.designed(&[]).ok()?;
                let groups = Groups::of_areas(p, &all.units());
                Some((all, groups))
            }),
            clusters,
            designed,
        }
    }

    fn found(&self, method: Method, areas: &ComparedAreas<'_>, draws: &Draws) -> Found {
        let Some(coefficient) = self.designed.coefficient(method) else {
            return Found::refused(Refusal::ConstantSeries);
        };
        let moved = self.by_area.moved(method);
        let (interval, significance) = match (self.design, &self.by_region) {
            (Design::CrossSection, _) => (
                one_period(&self.designed, method, coefficient),
                Some(permuted(&self.designed, method, draws)),
            ),
            (_, Some(regions)) => regions.judged(coefficient, &regions.moved(method)),
            (_, None) => self.by_area.judged(coefficient, &moved),
        };
        Found {
            coefficient: Ok(coefficient),
            interval,
            significance,
            left_out: left_out(&moved, &self.clusters, areas),
            regional: self.within_regions(method),
        }
    }

    fn within_regions(&self, method: Method) -> Option<Regional> {
        let (all, groups) = self.regional.as_ref()?;
        let coefficient = all.coefficient(method)?;
        let (_, significance) = groups.judged(coefficient, &groups.moved(method));
        Some(Regional {
            coefficient,
            p: significance.map(|s| s.p),
        })
    }
}

fn one_period(designed: &Designed, method: Method, coefficient: f64) -> Option<Interval> {
    let (n, controls) = (designed.x.len(), designed.controls());
    let (ends, method) = match method {
        Method::Pearson => (fisher_z(coefficient, n, controls), Inference::FisherZ),
        Method::Spearman => (
            bonett_wright_spearman(coefficient, n, controls),
            Inference::BonettWright,
        ),
        Method::Kendall => (
            bonett_wright_kendall(coefficient, n, controls),
            Inference::BonettWright,
        ),
    };
    ends.map(|(low, high)| Interval { low, high, method })
}

fn left_out(
    moved: &[Option<f64>],
    clusters: &[UnitId],
    areas: &ComparedAreas<'_>,
) -> Option<LeftOut> {
    let known = || {
        moved
            .iter()
            .zip(clusters)
            .filter_map(|(r, area)| Some((((*r)?), areas.code(*area).to_owned())))
    };
    let min = known().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let max = known().max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))?;
    Some(LeftOut { min, max })
}
