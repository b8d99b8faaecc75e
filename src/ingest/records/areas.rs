//! The areas of the register as the engine of records asks for them.

use crate::ingest::conform::{AreaOf, resolve_area};
use crate::model::AreaRegister;
use crate::records::{Areas, CellFault, UnknownArea};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The areas of the register, and every code there is.
pub(super) struct AreaCodes<'a> {
    register: &'a AreaRegister,
    codes: Vec<String>,
}

impl<'a> AreaCodes<'a> {
    pub(super) fn new(register: &'a AreaRegister) -> AreaCodes<'a> {
        let codes: BTreeSet<&str> = register.units().map(|(_, u)| u.code.as_str()).collect();
        AreaCodes {
            register,
            codes: codes.into_iter().map(str::to_owned).collect(),
        }
    }

    fn place(&self, code: &str) -> u32 {
        let place = self.codes.binary_search_by(|held| held.as_str().cmp(code));
        u32::try_from(place.unwrap_or(usize::MAX)).unwrap_or(u32::MAX)
    }
}

impl Areas for AreaCodes<'_> {
    fn codes(&self) -> &[String] {
        &self.codes
    }

    fn resolve(&self, text: &str, day: NaiveDate) -> Result<u32, UnknownArea> {
        let code = resolve_area(self.register, text, day, AreaOf::Record);
        code.map(|code| self.place(&code))
            .map_err(|(rule, message, hint)| {
                let units = self.register.of_other_days(text, day).into_iter();
                let codes: BTreeSet<&str> = units
                    .map(|id| self.register.unit(id).code.as_str())
                    .collect();
                UnknownArea {
                    fault: CellFault {
                        rule,
                        message,
                        hint,
                    },
                    may_be: codes.into_iter().map(|code| self.place(code)).collect(),
                }
            })
    }
}
