//! What a contract asks of the observations of a delivery together, all those of an area at a time.
//!
//! `repeats_previous_year`: an office that sends last year's form again sends figures that are good
//! one by one. So the figures of an area are compared with those of the same period of the year
//! before, series by series, a series being a combination of dimensions whatever the source. When
//! no series in common differs and enough of them say the same other than zero, the later period
//! of the area is quarantined until someone confirms it.
//!
//! `cumulative_falls`, `parts_differ` and `large_change` look at figures of one rank, unit and
//! basis: those of equal rank are one series whatever the source, for a project may have a source a
//! year. Where one source has both figures, they are compared with each other; else those of the
//! other sources are.
//!
//! A delivery is compared with what else the dataset states. Areas are places: one that was renamed
//! goes on, and a code that means another place a year later is not compared.

mod apply;
mod change;
mod fall;
mod lines;
mod parts;
mod repeated_form;
mod rows;

pub(super) use apply::apply;
