//! The figure of an area as the sum of those of the areas below it: a city's tasks as those of its
//! agencies.
//!
//! Only for measures that name the level which is added up (`sum_of`), along `parent_code` of the
//! register, over any number of levels where every branch ends in that level. The area's own
//! statement comes first; the sum stands with its others, so that a comparison with a period in
//! which there is only a sum can be made, and so that it is reported where the two differ. An area
//! below without a figure makes the sum `value_missing`; in a list, which has all there is, it
//! counts as zero, unless the list has figures of it for parts of the period, or it was made of
//! others within the period: then no sum of that length is made, and that of the parts stands. The
//! figures of a sum are of one series. Records are no statement of a total: those that are booked on an
//! area above are added to the sum, and an area below of which none came makes it `value_missing`,
//! unless the dataset lists all areas.

mod below;
mod booked_above;
mod days;
mod empty_list;
mod members;
mod other_names;
mod own_days;
mod sum_up;
mod sums;
#[cfg(test)]
mod tests;

pub use members::members;
pub use sum_up::sum_up;
