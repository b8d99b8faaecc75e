//! A file as a draft reads it.

use super::columns::{Columns, TYPED};
use crate::decode::{self, Decoded, MAX_CELLS, Reading};
use crate::model::{AreaRegister, Finding, Format, Layout, Place};

/// A file that is read for a draft.
#[derive(Clone, Copy)]
pub(super) struct DraftFile<'a> {
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) areas: &'a AreaRegister,
}

impl<'a> DraftFile<'a> {
    /// The columns of a table as a layout reads them.
    pub(super) fn columns(self, format: Format, layout: &Layout) -> Result<Columns, Vec<Finding>> {
        let is_area = |text: &str| self.areas.knows(text);
        let kind = (format.is_grid(), &is_area as &dyn Fn(&str) -> bool);
        let decoded = self.decoded(format, layout)?;
        let columns = Columns::read(&decoded.columns, decoded.records, kind);
        let columns = columns.map_err(|finding| vec![*finding])?;
        if format != Format::Json || !columns.begins_with_titles() {
            return Ok(columns);
        }
        let below = columns.below_titles(self.decoded(format, layout)?.records, kind);
        below.map_err(|finding| vec![*finding])
    }

    pub(super) fn decoded<'l>(
        self,
        format: Format,
        layout: &'l Layout,
    ) -> Result<Decoded<'l>, Vec<Finding>>
    where
        'a: 'l,
    {
        let reading = Reading {
            file_name: self.name,
            format,
            layout,
            decimal: TYPED,
            pages: &[],
            max_cells: MAX_CELLS,
        };
        decode::decode(reading, self.bytes).map_err(|finding| vec![*finding])
    }

    pub(super) fn place(self) -> Place {
        Place {
            file: self.name.to_owned(),
            ..Place::default()
        }
    }
}
