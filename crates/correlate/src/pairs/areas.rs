//! The areas that a study compares, as far as it reads the register.

use crate::pairs::given::StudyInputs;
use chiso_model::{Study, UnitId};
use std::collections::BTreeMap;

/// What is read of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area<'a> {
    pub(super) code: &'a str,
    /// Code of the unit above it; empty where there is none.
    pub(super) above: &'a str,
}

/// The areas compared: those of the study's level on its boundary, or the ones it names.
#[derive(Clone, Debug)]
pub(crate) struct ComparedAreas<'a> {
    pub(super) by_id: BTreeMap<UnitId, Area<'a>>,
}

impl<'a> ComparedAreas<'a> {
    pub(super) fn new(study: &Study, given: StudyInputs<'a>) -> ComparedAreas<'a> {
        let wanted = |code: &str| study.areas.is_empty() || study.areas.iter().any(|a| a == code);
        let by_id = given
            .areas
            .units_on(given.boundary)
            .filter(|(_, u)| u.level == study.level && wanted(&u.code))
            .map(|(id, u)| {
                let (code, above) = (u.code.as_str(), u.parent_code.as_str());
                (id, Area { code, above })
            })
            .collect();
        ComparedAreas { by_id }
    }

    pub(crate) fn count(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn hold(&self, area: UnitId) -> bool {
        self.by_id.contains_key(&area)
    }

    /// The code of one of them.
    pub(crate) fn code(&self, area: UnitId) -> &'a str {
        self.by_id[&area].code
    }

    /// The code of the unit above one of them; empty where there is none.
    pub(crate) fn above(&self, area: UnitId) -> &'a str {
        self.by_id[&area].above
    }
}
