//! The rows of one vintage of a key.
//!
//! Rows that say the very same are one figure written twice: the first is used. Rows that differ
//! contradict each other, and which is right cannot be known, so none of them is used. A row that
//! says that the figure is withheld, or that there is none, contradicts every figure. An empty cell
//! says nothing against it, but a column that tells the rows apart may have been overlooked.

use super::observation::{ConformedRow, Presence};
use super::row::held_back;
use super::tally::Tally;
use crate::model::ObsStatus;

/// What is needed to tell of a row.
#[derive(Clone, Copy)]
pub(super) struct Told<'t> {
    labels: &'t [&'t str],
    /// What to declare where a column that is mapped to nothing tells rows apart.
    declare: Option<&'t str>,
}

const HINT: &str = "correct the source, or map the column that tells the rows apart: as `known_from` when it says when each was published; as a \
                    dimension when it says what each is about, and then choose one of its values \
                    in the `where` of each measure";

impl<'t> Told<'t> {
    pub(super) fn new(labels: &'t [&'t str], declare: Option<&'t str>) -> Told<'t> {
        Told { labels, declare }
    }

    fn bad(self, tally: &mut Tally<'_>, row: &ConformedRow, message: String, hint: &str) {
        let hint = self.declare.unwrap_or(hint).to_owned();
        tally.bad_row(row, self.labels, "duplicate_key", message, hint);
    }
}

/// The rows of one vintage, in the order of the file.
#[derive(Default)]
pub(super) struct Vintage {
    first: Option<ConformedRow>,
    /// Rows that say what the first says.
    same: Vec<ConformedRow>,
    /// What is different in the first row that differs; from then on nothing is held.
    differs: Option<&'static str>,
    /// A row that says that there is no figure, rather one that says that it is withheld.
    none: Option<ConformedRow>,
    blank: Option<ConformedRow>,
    /// A row that is not used.
    unused: Option<ConformedRow>,
}

/// What the rows of a vintage come to.
pub(super) enum VintageOutcome {
    Figure(ConformedRow),
    /// The place of a figure that is not there.
    NoFigure(ConformedRow),
    /// No row at all.
    Nothing,
}

impl Vintage {
    /// Takes the next row of the vintage.
    pub(super) fn push(
        &mut self,
        row: ConformedRow,
        presence: Presence,
        told: Told<'_>,
        tally: &mut Tally<'_>,
    ) {
        match presence {
            Presence::Figure => self.figure(row, told, tally),
            Presence::NoFigure => {
                let withheld = row.said.obs_status == Some(ObsStatus::Suppressed);
                if withheld || self.none.is_none() {
                    self.none = Some(row);
                }
            }
            Presence::Blank => _ = self.blank.get_or_insert(row),
            Presence::Unused => _ = self.unused.get_or_insert(row),
        }
    }

    fn figure(&mut self, row: ConformedRow, told: Told<'_>, tally: &mut Tally<'_>) {
        let Some(first) = &self.first else {
            self.first = Some(row);
            return;
        };
        if self.differs.is_none() && row.said == first.said {
            self.same.push(row);
            return;
        }
        if self.differs.is_none() {
            let what = if row.said.value == first.said.value {
                "and other attributes; neither is used"
            } else {
                "and another figure; neither is used"
            };
            self.differs = Some(what);
            contradicts(tally, first, &row, what, told);
            for same in self.same.drain(..) {
                contradicts(tally, &same, first, what, told);
            }
        }
        contradicts(tally, &row, first, self.differs.unwrap_or_default(), told);
    }

    /// The row of the vintage that is used, or the place of its figure.
    pub(super) fn settle(self, told: Told<'_>, tally: &mut Tally<'_>) -> VintageOutcome {
        let Some(first) = self.first else {
            let place = self.none.or(self.unused).or(self.blank);
            return place.map_or(VintageOutcome::Nothing, VintageOutcome::NoFigure);
        };
        if self.differs.is_some() {
            return VintageOutcome::NoFigure(held_back(&first));
        }
        if let Some(none) = &self.none {
            let what = match none.said.obs_status {
                Some(ObsStatus::Suppressed) => {
                    "and says that the figure is withheld; the figure is not used"
                }
                _ => "and says that there is no figure; the figure is not used",
            };
            for figure in std::iter::once(&first).chain(&self.same) {
                contradicts(tally, figure, none, what, told);
            }
            return VintageOutcome::NoFigure(held_back(&first));
        }
        for same in &self.same {
            let message = format!(
                "row {} says the same under the same key ({}); the first is used",
                place(&first),
                key(same)
            );
            told.bad(
                tally,
                same,
                message,
                "remove the repeated row at the source",
            );
        }
        if let Some(blank) = &self.blank {
            let message = format!(
                "row {} has the same key ({}) and an empty cell; the figure is used",
                place(blank),
                key(&first)
            );
            let hint = told.declare.unwrap_or(HINT).to_owned();
            tally.doubted(&first, told.labels, "duplicate_key", message, hint);
        }
        VintageOutcome::Figure(first)
    }
}

fn contradicts(
    tally: &mut Tally<'_>,
    here: &ConformedRow,
    there: &ConformedRow,
    what: &str,
    told: Told<'_>,
) {
    let message = format!(
        "row {} has the same key ({}) {what}",
        place(there),
        key(here)
    );
    told.bad(tally, here, message, HINT);
}

fn place(row: &ConformedRow) -> String {
    if row.part.is_empty() {
        row.line.to_string()
    } else {
        format!("{} of `{}`", row.line, row.part)
    }
}

fn key(row: &ConformedRow) -> String {
    let key = &row.key;
    let mut texts = vec![key.area_code.as_str(), &key.period];
    if key.span != "period" {
        texts.push(&key.span);
    }
    texts.extend(key.dimensions.iter().map(String::as_str));
    texts.push(&key.source_id);
    texts.join(", ")
}
