//! Units that are the same place under another code or name, followed through renamings alone.

use super::register::AreaRegister;
use super::unit::UnitId;
use chrono::NaiveDate;

impl AreaRegister {
    /// The unit of a day that is the same place as a unit of another day: itself, or what it
    /// became, or had been, by renaming alone. `None` where anything else happened to it in
    /// between, or nothing is recorded.
    #[must_use]
    pub fn same_place(&self, unit: UnitId, day: NaiveDate) -> Option<UnitId> {
        let mut at = unit;
        for _ in 0..=self.relations().len() {
            let held = self.unit(at);
            if held.valid_on(day) {
                return Some(at);
            }
            let renamings = self.renamings();
            at = *if held.valid_from > day {
                renamings.before.get(&at)?
            } else {
                renamings.after.get(&at)?
            };
        }
        None
    }

    pub(super) fn last_of_place(&self, unit: UnitId) -> UnitId {
        let after = |at: &UnitId| self.renamings().after.get(at).copied();
        let renamings = std::iter::successors(Some(unit), after);
        renamings
            .take(self.relations().len() + 1)
            .last()
            .unwrap_or(unit)
    }
}
