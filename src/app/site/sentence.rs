//! The sentence that answers the question of a page before anything else is shown.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::ScorecardRow;
use crate::model::Verdict;

/// How many targets came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    met: usize,
    on_track: usize,
    not_met: usize,
    off_track: usize,
    not_due: usize,
    not_assessable: usize,
}

impl Tally {
    /// Of rows, those without a target left out.
    pub fn of<'r>(rows: impl Iterator<Item = &'r ScorecardRow>) -> Tally {
        let mut tally = Tally::default();
        for row in rows {
            let count = match row.verdict {
                Verdict::Met => &mut tally.met,
                Verdict::OnTrack => &mut tally.on_track,
                Verdict::NotMet => &mut tally.not_met,
                Verdict::OffTrack => &mut tally.off_track,
                Verdict::NotDue => &mut tally.not_due,
                Verdict::NotAssessable if row.target_op.is_some() => &mut tally.not_assessable,
                Verdict::NoTarget | Verdict::NotAssessable => continue,
            };
            *count += 1;
        }
        tally
    }

    fn all(self) -> usize {
        self.met
            + self.on_track
            + self.not_met
            + self.off_track
            + self.not_due
            + self.not_assessable
    }

    /// The parts that are not nought, in words: `2 not met, 1 not assessable`.
    fn words(self, lang: Lang) -> String {
        let parts = [
            (self.met, Verdict::Met),
            (self.on_track, Verdict::OnTrack),
            (self.not_met, Verdict::NotMet),
            (self.off_track, Verdict::OffTrack),
            (self.not_due, Verdict::NotDue),
            (self.not_assessable, Verdict::NotAssessable),
        ];
        let said = { parts.iter() }
            .filter(|(count, _)| *count > 0)
            .map(|(count, verdict)| format!("{count} {}", lang.verdict(*verdict)));
        said.collect::<Vec<_>>().join(", ")
    }
}

/// What an area came to in a period.
pub fn of_area(lang: Lang, area: &str, period: &str, tally: Tally) -> String {
    match tally.all() {
        0 => say!(
            lang,
            "site-area-without-target",
            area = area,
            period = period
        ),
        all => say!(
            lang,
            "site-area-sentence",
            area = area,
            period = period,
            count = all,
            parts = tally.words(lang)
        ),
    }
}

/// What the areas came to in a period.
pub fn of_areas(lang: Lang, period: &str, number: usize, tally: Tally) -> String {
    match tally.all() {
        0 => say!(
            lang,
            "site-areas-without-target",
            period = period,
            count = number
        ),
        all => say!(
            lang,
            "site-areas-sentence",
            period = period,
            count = all,
            parts = tally.words(lang)
        ),
    }
}

/// What one verdict says.
pub fn of_verdict(
    lang: Lang,
    area: &str,
    period: &str,
    (value, target, verdict): (&str, &str, &str),
) -> String {
    if target == "–" {
        say!(
            lang,
            "site-verdict-without-target",
            area = area,
            period = period,
            value = value,
            verdict = verdict
        )
    } else {
        say!(
            lang,
            "site-verdict-sentence",
            area = area,
            period = period,
            value = value,
            target = target,
            verdict = verdict
        )
    }
}
