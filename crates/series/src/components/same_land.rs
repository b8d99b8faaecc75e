//! Whether areas of two days are together the same land.

use crate::components::component::Component;
use chiso_model::UnitId;
use std::collections::BTreeSet;

/// Whether areas of two days are together the same land: whatever became of them happened among
/// them.
#[must_use]
pub fn same_land(
    components: &[Component],
    earlier: &BTreeSet<UnitId>,
    later: &BTreeSet<UnitId>,
) -> bool {
    let touched = components.iter().filter(|c| {
        c.from.iter().any(|u| earlier.contains(u)) || c.to.iter().any(|u| later.contains(u))
    });
    let within = |c: &Component| {
        let known = !c.from.is_empty() && !c.to.is_empty();
        known
            && c.from.iter().all(|u| earlier.contains(u))
            && c.to.iter().chain(&c.exact_with).all(|u| later.contains(u))
    };
    touched.into_iter().all(within)
}
