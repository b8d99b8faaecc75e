//! Single scores judged again, with operands that were not used.

use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use chiso_model::{Kpi, Operand, Score, SharedText};

/// Judges single scores of a KPI again, with operands that were not used.
pub struct WithAlternatives<'a> {
    kpi: &'a Kpi,
    name: SharedText,
    ranks: Ranks<'a>,
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
        let on = (setting.areas, setting.declared);
        WithAlternatives {
            kpi,
            name: kpi.id.as_str().into(),
            ranks: Ranks::new(&kpi.kind, setting.measures, on, &periods),
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
        let assessed = Assessed::new(
            (self.kpi, &self.name),
            operands,
            &self.ranks,
            (score.period, score.span),
            self.setting,
        );
        assessed.judge(self.kpi, score.key(), target, self.setting)
    }
}
