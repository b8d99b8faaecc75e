//! The parts in one place, with what their figures say of themselves.

use crate::operands::flags_of;
use chiso_model::{Dec, Figure, Flag, Item, Reason, Score};
use std::collections::BTreeSet;

/// The parts in one place, with what their figures say of themselves.
#[derive(Default)]
pub(super) struct Components {
    pub(super) items: Vec<Item>,
    pub(super) scheme: String,
    pub(super) figure: Option<Figure>,
}

impl Components {
    /// What the parts that had an occasion add up to; `None` where no figure stands behind them.
    pub(super) fn total(&self, unit: &str, of_item: fn(&Item) -> Option<Dec>) -> Option<Figure> {
        let occasions = || self.items.iter().filter(|item| !item.no_occasion());
        let value = occasions()
            .filter_map(of_item)
            .try_fold(Dec::ZERO, Dec::checked_add);
        let reasons = occasions()
            .flat_map(|item| item.reasons.iter().copied())
            .filter(|r| *r != Reason::NoOccasion)
            .collect();
        Some(Figure {
            value,
            unit: unit.into(),
            scheme: self.scheme.as_str().into(),
            reasons,
            ..self.figure.clone()?
        })
    }

    /// Takes in what the figures behind a part say of themselves: the weakest status, the latest
    /// publication, every flag.
    pub(super) fn absorb(&mut self, score: &Score) {
        for found in score.operands.iter().filter_map(|o| o.found.as_ref()) {
            let other = &found.figure;
            let figure = self.figure.get_or_insert_with(|| Figure {
                value: None,
                unit: "".into(),
                basis: "".into(),
                scheme: "".into(),
                plan_stage: None,
                rounding: Dec::ZERO,
                reasons: BTreeSet::new(),
                flags: BTreeSet::new(),
                ..other.clone()
            });
            figure.status = figure.status.min(other.status);
            figure.known_from = figure.known_from.max(other.known_from);
            figure.source_ids.merge(&other.source_ids);
            figure.deliveries.merge(&other.deliveries);
        }
        if let Some(figure) = &mut self.figure {
            figure
                .flags
                .extend(score.operands.iter().flat_map(flags_of));
            // A rank is of its period as far as the figures of all areas are, and what the errors
            // of surveys leave open is said of a verdict, not of a figure.
            let of_score = [
                Flag::ToDate,
                Flag::WithinSamplingError,
                Flag::SamplingErrorUnknown,
            ];
            let of_score = of_score.into_iter().filter(|f| score.flags.contains(f));
            figure.flags.extend(of_score);
        }
    }
}
