//! What a target asks beyond one value: the upper bound of a corridor, the points of a path.

use super::cells::number;
use crate::ingest::registers::line::RegisterLine;
use crate::model::{Dec, FiscalYear, PathRule, Period, TargetOp, TargetPath};

/// The upper bound of a corridor; only `between` has one.
pub(super) fn high(
    line: &mut RegisterLine<'_>,
    op: Option<TargetOp>,
    low: Option<Dec>,
) -> Option<Dec> {
    let given = !line.text("target_high").is_empty();
    match (op, given) {
        (Some(TargetOp::Between), _) => {
            let high = number(line, "target_high")?;
            if low.is_some_and(|low| high < low) {
                line.fault(
                    "bounds_reversed",
                    "target_high",
                    "the upper bound is below the lower one",
                    "write the lower bound in `target_value` and the upper one in `target_high`",
                );
            }
            Some(high)
        }
        (Some(op), true) => {
            line.fault(
                "unused_cell",
                "target_high",
                format!("`{op}` compares with one value, and here is a second one"),
                "write `between` in `op` for a corridor, or leave `target_high` empty",
            );
            None
        }
        _ => None,
    }
}

/// The path on which the target is reached, where it has one.
pub(super) fn path(
    line: &mut RegisterLine<'_>,
    periods: Option<(Period, Period)>,
    (corridor, office): (bool, Option<FiscalYear>),
) -> Option<TargetPath> {
    let rule = line.parsed_if_given::<PathRule>(
        "unknown_path",
        "path",
        "`linear` is a straight line between the points, `stepped` keeps the value of a point until \
            the next one, `stated` asks only in the periods of the points",
    );
    let Some(rule) = rule else {
        if line.text("path").is_empty() && !line.text("path_points").is_empty() {
            line.fault(
                "unused_cell",
                "path_points",
                "there are points, and `path` does not say how they are joined",
                "write `linear`, `stepped` or `stated` in `path`",
            );
        }
        return None;
    };
    if corridor {
        line.fault(
            "unused_cell",
            "path",
            "a corridor has no path",
            "write two targets, `ge` and `le`, each with its path",
        );
    }
    let path = TargetPath {
        rule,
        points: points(line, office)?,
    };
    if let Some((why, hint)) = path.misplaced(periods?) {
        line.fault("bad_path", "path_points", why, hint);
    }
    Some(path)
}

/// The points of a path, `2020=0.10;2025=0.15`.
fn points(line: &mut RegisterLine<'_>, office: Option<FiscalYear>) -> Option<Vec<(Period, Dec)>> {
    let text = line.needed("path_points")?;
    match TargetPath::points_of(&text, office) {
        Ok(points) => Some(points),
        Err(why) => {
            line.fault(
                "bad_path",
                "path_points",
                why,
                "write period and value, with six decimal places at most, and `;` between two \
                    points: `2020=0.10;2025=0.15`",
            );
            None
        }
    }
}
