//! `chiso areas`: the units of a day, and which unions of units are the same place on two days.
//! Needs no lake.

mod chosen;
mod unions;
mod units;

use crate::app::cli::areas::unions::between;
use crate::app::cli::areas::units::units;
use crate::app::cli::context::sound_registers;
use crate::app::cli::table::{known_area, known_level};
use crate::app::cli::{Context, Failure};
pub use chosen::AreasArgs;

/// Lists units, or the unions of two days.
pub fn areas(context: &Context, args: &AreasArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let registers = sound_registers(&project)?;
    let areas = &registers.areas;
    if let Some(level) = &args.level {
        known_level(areas, level)?;
    }
    known_area(&registers, args.area.as_deref())?;
    match args.between.as_deref() {
        Some([one, other]) => between(context, areas, args, (*one.min(other), *one.max(other))),
        _ => units(
            context,
            areas,
            args,
            args.on
                .or_else(|| project.boundaries.first().copied())
                .unwrap_or_default(),
        ),
    }
}
