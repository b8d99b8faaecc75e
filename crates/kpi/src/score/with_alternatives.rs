//! Single scores judged again, with operands that were not used.

use crate::rank::Ranks;
use crate::score::assessed::Assessed;
use crate::setting::Setting;
use chiso_model::{Kpi, Operand, Score};

/// Judges single scores of a KPI again, with operands that were not used.
pub struct WithAlternatives<'a> {
    kpi: &'a Kpi,
    ranks: Ranks<'a>,
    setting: Setting<'a>,
}

impl<'a> WithAlternatives<'a> {
    /// For a KPI on a boundary.
    #[must_use]
    pub fn new(kpi: &'a Kpi, setting: Setting<'a>) -> WithAlternatives<'a> {
        WithAlternatives {
            kpi,
            ranks: Ranks::new(&kpi.kind, setting.measures, setting.areas, setting.declared),
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
            self.kpi,
            operands,
            &self.ranks,
            (score.period, score.span),
            self.setting,
        );
        assessed.judge(self.kpi, score.key(), target, self.setting)
    }
}
