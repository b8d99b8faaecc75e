//! Panels without any association, drawn like the bundled ones.

use chiso_model::{
    AreaRegister, AreaUnit, Dec, Figure, MeasureValue, Period, SharedIds, Span, Status, UnitId,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::RngCore;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What panels are drawn like.
pub(super) struct Noise {
    /// Areas of each region.
    pub(super) regions: Vec<usize>,
    pub(super) years: usize,
    /// Correlation of one year with the next.
    pub(super) serial: f64,
    /// Share of the variance that the areas of a region have in common in a year.
    pub(super) shock: f64,
    /// Regions are registered.
    pub(super) registered: bool,
}

pub(super) struct Draw(pub(super) ChaCha8Rng);

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
    pub(super) fn areas(&self) -> AreaRegister {
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
    pub(super) fn values(
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

/// A final value of a year, stated for the area itself.
pub(crate) fn value_of(measure: &str, area: UnitId, year: i32, value: f64) -> MeasureValue {
    let boundary = "2020-01-01".parse().unwrap();
    let figure = Figure {
        value: format!("{value:.6}").parse::<Dec>().ok(),
        unit: "points".into(),
        basis: "".into(),
        scheme: "".into(),
        plan_stage: None,
        status: Status::Final,
        rounding: Dec::ZERO,
        known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
        source_ids: SharedIds::default(),
        deliveries: SharedIds::default(),
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
        series: chiso_model::Series::default(),
        others: vec![],
        by_other_periods: vec![],
    }
}
