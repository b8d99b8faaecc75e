//! Rows of a header: none where the first row is of the table, two where groups stand above names.

use crate::ingest::preview::{TablePreview, label, sign};
use crate::model::AreaRegister;

/// The row that seems to be the header, the next one, and those below.
pub(super) struct FirstRows<'t> {
    upper: &'t [String],
    lower: &'t [String],
    below: Vec<&'t [String]>,
}

fn text(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", |cell| cell.trim())
}

fn is_figure(text: &str) -> bool {
    sign(text).is_some() && label(text).is_none()
}

impl<'t> FirstRows<'t> {
    pub(super) fn of(table: &'t TablePreview) -> FirstRows<'t> {
        let from = table.header_row;
        let rows = table
            .first
            .iter()
            .filter(|r| from.is_none_or(|row| r.row >= row));
        let mut rows = rows.map(|r| r.cells.as_slice());
        FirstRows {
            upper: rows.next().unwrap_or_default(),
            lower: rows.next().unwrap_or_default(),
            below: rows
                .filter(|row| row.iter().any(|c| !c.trim().is_empty()))
                .collect(),
        }
    }

    /// Whether the first row has an area and, in another cell, a figure.
    pub(super) fn header_is_data(&self, areas: &AreaRegister) -> bool {
        let mut cells = self.upper.iter().map(|cell| cell.trim());
        let area = cells.clone().position(|text| areas.knows(text));
        let figure = |(at, text): (usize, &str)| Some(at) != area && is_figure(text);
        area.is_some() && cells.by_ref().enumerate().any(figure)
    }

    /// Whether the second row belongs to the header: it has names below groups, and figures stand
    /// below those.
    pub(super) fn has_two_header_rows(&self) -> bool {
        let first = text(self.lower, 0);
        let named: Vec<usize> = (0..self.lower.len())
            .filter(|at| !text(self.lower, *at).is_empty())
            .filter(|at| text(self.lower, *at) != text(self.upper, *at))
            .collect();
        let are_names = named.iter().all(|at| !is_figure(text(self.lower, *at)));
        let above_figures = |at: &usize| {
            let cells = self.below.iter().map(|row| text(row, *at));
            let figures = cells.filter(|cell| sign(cell).is_some()).count();
            figures > 0 && figures * 2 >= self.below.len()
        };
        named.len() > 1
            && (first.is_empty() || first == text(self.upper, 0))
            && are_names
            && self.continued().next().is_some()
            && named.iter().all(above_figures)
    }

    /// Whether some names stand without the group to which they belong.
    pub(super) fn has_bare_names(&self, columns: &[String]) -> bool {
        let mut continued = self.continued();
        continued.any(|at| columns.get(at).map(|name| name.trim()) == Some(text(self.lower, at)))
    }

    /// Columns of a name below a blank that continues the group to its left.
    fn continued(&self) -> impl Iterator<Item = usize> {
        let group = self.upper.iter().position(|cell| !cell.trim().is_empty());
        (0..self.lower.len()).filter(move |at| {
            group.is_some_and(|group| group < *at)
                && text(self.upper, *at).is_empty()
                && !text(self.lower, *at).is_empty()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_two(upper: &str, lower: &str, below: &[&str]) -> bool {
        let row = |text: &str| -> Vec<String> { text.split(',').map(str::to_owned).collect() };
        let (upper, lower) = (row(upper), row(lower));
        let below: Vec<Vec<String>> = below.iter().map(|text| row(text)).collect();
        FirstRows {
            upper: &upper,
            lower: &lower,
            below: below.iter().map(Vec::as_slice).collect(),
        }
        .has_two_header_rows()
    }

    #[test]
    fn names_below_groups_are_of_the_header() {
        for (upper, lower, below, want) in [
            (
                "Area,2020,,2021,",
                ",Men,Women,Men,Women",
                "A,1,2,3,4",
                true,
            ),
            (
                "Area,Men,,Women,",
                "Area,2020,2021,2020,2021",
                "A,1,2,3,4",
                true,
            ),
            // Rows of the table: figures, or a group of areas.
            ("Area,2020,,2021,", "A,5,6,7,8", "B,1,2,3,4", false),
            ("Area,2020,2021", ",Men,Women", "A,1,2", false),
            (
                "Area,2020,,2021,",
                ",Men,Women,Men,Women",
                "A,x,y,z,w",
                false,
            ),
            (
                "Area,Year,Trade,Value",
                "A,2020,iron,",
                "B,2020,gold,4",
                false,
            ),
        ] {
            assert_eq!(has_two(upper, lower, &[below]), want, "{upper} {lower}");
        }
    }
}
