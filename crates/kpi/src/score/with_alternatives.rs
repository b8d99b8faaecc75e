//! Single scores judged again, with operands that were not used.

use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use chiso_model::{Kpi, Operand, Period, Score, SharedText, Span};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Judges single scores of a KPI again, with operands that were not used.
pub struct WithAlternatives<'a> {
    kpi: &'a Kpi,
    name: SharedText,
    periods: BTreeSet<Vec<(Period, Span)>>,
    /// The rankings in these periods, made when the first score asks.
    ranks: OnceCell<Ranks<'a>>,
    setting: Setting<'a>,
}

impl<'a> WithAlternatives<'a> {
    /// For the scores of a KPI on a boundary.
    #[must_use]
    pub fn new<'s>(
        kpi: &'a Kpi,
        setting: Setting<'a>,
        scores: impl Iterator<Item = &'s Score>,
    ) -> WithAlternatives<'a> {
        let ranked = kpi.kind.ranking().is_some();
        let named = |s: &Score| s.operands.iter().map(|o| (o.period, o.span)).collect();
        let periods = scores.filter(|_| ranked).map(named).collect();
        WithAlternatives {
            kpi,
            name: kpi.id.as_str().into(),
            periods,
            ranks: OnceCell::new(),
            setting,
        }
    }

    /// The score with other operands and all else the same: its target, the years before, the other
    /// areas that are ranked.
    #[must_use]
    pub fn score(&self, score: &Score, operands: Vec<Operand>) -> Score {
        let target = score
            .target
            .and_then(|i| Some((i, self.setting.targets.get(i)?)));
        let ranks = self.ranks.get_or_init(|| {
            let on = (self.setting.areas, self.setting.declared);
            Ranks::new(&self.kpi.kind, self.setting.measures, on, &self.periods)
        });
        let assessed = Assessed::new(
            (self.kpi, &self.name),
            operands,
            ranks,
            (score.period, score.span),
            self.setting,
        );
        assessed.judge(self.kpi, score.key(), target, self.setting)
    }
}
