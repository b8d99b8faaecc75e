//! The areas of the register as the engine of records asks for them.

use crate::ingest::conform::resolve_area;
use crate::model::AreaRegister;
use crate::records::{Areas, CellFault};
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
}

impl Areas for AreaCodes<'_> {
    fn codes(&self) -> &[String] {
        &self.codes
    }

    fn resolve(&self, text: &str, day: NaiveDate) -> Result<u32, CellFault> {
        let fault = |(rule, message, hint)| CellFault {
            rule,
            message,
            hint,
        };
        let code = resolve_area(self.register, text, day, false).map_err(fault)?;
        let place = self.codes.binary_search(&code).unwrap_or(usize::MAX);
        Ok(u32::try_from(place).unwrap_or(u32::MAX))
    }
}
