//! A target that is reached over several periods: what it asks in each of them on the way.

use crate::decimal::{Dec, DecError};
use crate::period::Period;
use crate::words;
use crate::writing::{FiscalYear, written_period};
use num_rational::BigRational;

/// How the values between the points of a path are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathRule {
    /// On a straight line from one point to the next.
    Linear,
    /// The value of a point stays until the next one.
    Stepped,
    /// Only the points have a value; the periods between them are asked nothing.
    Stated,
}
words!(PathRule, "path", { Linear => "linear", Stepped => "stepped", Stated => "stated" });

/// The way to the value of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetPath {
    /// How the values between the points are found.
    pub rule: PathRule,
    /// The points before the end, in the order of their periods: of `linear` and `stepped` the first
    /// is the base from which the path sets out.
    pub points: Vec<(Period, Dec)>,
}

impl TargetPath {
    /// The exact value in a period on the way to the end; `None` where it has none.
    #[must_use]
    pub fn at(&self, end: (Period, Dec), period: Period) -> Option<BigRational> {
        let points = || self.points.iter().copied().chain([end]);
        let before = points().rfind(|(p, _)| *p <= period);
        let after = points().find(|(p, _)| *p >= period);
        match (self.rule, before, after) {
            (PathRule::Stated, Some(a), Some(b)) => (a == b).then(|| a.1.ratio()),
            (PathRule::Stated, ..) | (_, None, _) => None,
            (PathRule::Stepped, Some(a), _) | (PathRule::Linear, Some(a), None) => {
                Some(a.1.ratio())
            }
            (PathRule::Linear, Some(a), Some(b)) => Some(between(a, b, period)),
        }
    }

    /// Reads points as the register writes them; what is no point is the error.
    ///
    /// # Errors
    /// With what is wrong with the first part that is not `period=value`.
    pub fn points_of(text: &str, office: Option<FiscalYear>) -> Result<Vec<(Period, Dec)>, String> {
        let point = |part: &str| {
            let none = || format!("`{part}` is not a point of a path");
            let (period, value) = part.split_once('=').ok_or_else(none)?;
            let period = written_period(period.trim(), office).map_err(|_| none())?;
            match value.trim().parse() {
                Ok(value) => Ok((period, value)),
                Err(why @ DecError::TooPrecise(_)) => Err(format!("{}: {why}", none())),
                Err(_) => Err(none()),
            }
        };
        let parts = text.split(';').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(point).collect()
    }

    /// What is wrong with where its points lie for a target that binds from one period to another,
    /// and what to do about it.
    #[must_use]
    pub fn misplaced(&self, (from, to): (Period, Period)) -> Option<(String, &'static str)> {
        let periods: Vec<Period> = self.points.iter().map(|(period, _)| *period).collect();
        let (Some(first), Some(last)) = (periods.first().copied(), periods.last().copied()) else {
            return Some(("the path has no points".to_owned(), "write `2020=0.10`"));
        };
        if let Some(other) = periods.iter().find(|p| p.frequency() != from.frequency()) {
            let why = format!("`{other}` and `{from}` are not of one frequency");
            return Some((why, "the points are periods like `period_from`"));
        }
        let out_of_order = periods.iter().zip(&periods[1..]).find(|(a, b)| a >= b);
        if let Some((one, next)) = out_of_order {
            let why = format!("`{one}` does not come before `{next}`");
            return Some((
                why,
                "write the points in the order of their periods, each once",
            ));
        }
        if last >= to {
            let why = format!("the point {last} is not before the end of the path, {to}");
            return Some((
                why,
                "the end stands in `period_to` and `target_value`: leave it out of the points",
            ));
        }
        match self.rule {
            PathRule::Stated if first < from => Some((
                format!("the point {first} is before the first period, {from}"),
                "a path that is `stated` has points in the periods that it binds only",
            )),
            PathRule::Linear | PathRule::Stepped if first > from => Some((
                format!(
                    "the first point is {first}, and the target binds from {from}: it asks nothing until then"
                ),
                "begin the points with the base from which the path sets out, or write a later \
                `period_from`",
            )),
            _ => None,
        }
    }

    /// The points as the register writes them: `2020=0.1;2025=0.15`.
    #[must_use]
    pub fn text(&self) -> String {
        let point = |(period, value): &(Period, Dec)| format!("{period}={value}");
        self.points.iter().map(point).collect::<Vec<_>>().join(";")
    }
}

/// The value in a period on the straight line between two points.
fn between(a: (Period, Dec), b: (Period, Dec), period: Period) -> BigRational {
    let (gone, whole) = (steps(a.0, period), steps(a.0, b.0));
    if whole == 0 {
        return a.1.ratio();
    }
    let share = BigRational::new(gone.into(), whole.into());
    a.1.ratio() + (b.1.ratio() - a.1.ratio()) * share
}

/// How many periods lie from one to a later one.
fn steps(from: Period, to: Period) -> usize {
    std::iter::successors(Some(to), |p| Some(p.before()))
        .take_while(|p| *p > from)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(rule: PathRule, period: &str) -> String {
        let dec = |text: &str| text.parse::<Dec>().unwrap();
        let path = TargetPath {
            rule,
            points: vec![
                (Period::Year(2020), dec("0.10")),
                (Period::Year(2023), dec("0.20")),
            ],
        };
        path.at((Period::Year(2030), dec("0.30")), period.parse().unwrap())
            .map_or_else(|| "-".to_owned(), |v| v.to_string())
    }

    #[test]
    fn a_point_that_cannot_be_read_says_why() {
        let why = |text| TargetPath::points_of(text, None).unwrap_err();
        assert_eq!(why("2020=0.1;2021"), "`2021` is not a point of a path");
        let precise = "`2023=0.0300008` is not a point of a path: `0.0300008` needs more than 6 \
            decimal places";
        assert_eq!(why("2023=0.0300008"), precise);
    }

    #[test]
    fn a_path_by_each_rule() {
        let years = [
            "2019", "2020", "2021", "2022", "2023", "2024", "2029", "2030",
        ];
        let of = |rule: PathRule| years.map(|y| at(rule, y)).join(" ");
        assert_eq!(
            of(PathRule::Linear),
            "- 1/10 2/15 1/6 1/5 3/14 2/7 3/10",
            "exact thirds and sevenths"
        );
        assert_eq!(of(PathRule::Stepped), "- 1/10 1/10 1/10 1/5 1/5 1/5 3/10");
        assert_eq!(of(PathRule::Stated), "- 1/10 - - 1/5 - - 3/10");
    }

    #[test]
    fn a_path_of_quarters_runs_over_new_year() {
        let path = TargetPath {
            rule: PathRule::Linear,
            points: vec![(Period::Quarter(2024, 3), Dec::ZERO)],
        };
        let end = (Period::Quarter(2025, 3), Dec::from_int(1));
        assert_eq!(
            path.at(end, Period::Quarter(2025, 1))
                .map(|v| v.to_string()),
            Some("1/2".to_owned())
        );
    }
}
