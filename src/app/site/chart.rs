//! Pictures of a series: where its points stand. The markup is in the templates, and every picture
//! has its sentence.

use crate::model::Period;

/// Width and height of the small picture beside a verdict, in units of its view box.
const SPARK: (f64, f64) = (120.0, 32.0);

/// Width and height of the picture of a series.
const SERIES: (f64, f64) = (720.0, 260.0);

/// Room around the series for its labels: left and right, above, below.
const ROOM: (f64, f64, f64) = (36.0, 28.0, 48.0);

/// A small line without axes.
#[derive(Clone, Debug)]
pub struct Spark {
    /// Runs of points that follow each other, each as `x,y x,y`.
    pub runs: Vec<String>,
    /// The last point.
    pub last: (String, String),
    /// What it shows, in words.
    pub words: String,
}

/// A point of the picture of a series.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Across.
    pub x: String,
    /// Down.
    pub y: String,
    /// Where its label stands.
    pub label_y: String,
    /// The value, for people.
    pub value: String,
    /// The period.
    pub period: String,
    /// Whether there is room for its labels.
    pub labelled: bool,
    /// The verdict as published, which gives its sign.
    pub word: &'static str,
}

/// The picture of a series.
#[derive(Clone, Debug)]
pub struct Series {
    /// The view box.
    pub width: f64,
    /// The view box.
    pub height: f64,
    /// Runs of points that follow each other.
    pub runs: Vec<String>,
    /// Where targets stood, run by run.
    pub targets: Vec<String>,
    /// The points.
    pub dots: Vec<Dot>,
    /// Where zero is, if it is in the picture.
    pub zero: Option<String>,
    /// Where labels of periods stand.
    pub axis_y: String,
}

/// A value of a series with its target and verdict.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The period.
    pub period: Period,
    /// Its name for people.
    pub label: String,
    /// The value, if there is one.
    pub value: Option<f64>,
    /// What its targets ask, each bound of a corridor for itself.
    pub targets: Vec<f64>,
    /// The verdict as published.
    pub word: &'static str,
}

/// A small picture of a series by period; none of fewer than two values.
pub fn spark(points: &[(Period, Option<f64>)], shown: impl Fn(f64) -> String) -> Option<Spark> {
    let values = || points.iter().filter_map(|(_, v)| *v);
    let scale = Scale::of(values())?;
    if values().count() < 2 {
        return None;
    }
    let points = with_gaps(points, |(period, _)| *period, |period| (period, None));
    let (width, height) = SPARK;
    let step = width / to_f64(points.len().max(2) - 1);
    let place = |(i, v): (usize, f64)| (to_f64(i) * step, scale.down(v, 3.0, height - 3.0));
    let placed: Vec<Option<(f64, f64)>> = { points.iter().enumerate() }
        .map(|(i, (_, v))| v.map(|v| place((i, v))))
        .collect();
    let last = placed.iter().rev().flatten().next()?;
    let words = points
        .iter()
        .filter_map(|(period, v)| Some(format!("{period}: {}", shown((*v)?))));
    let runs = runs(&placed);
    if runs.is_empty() {
        return None;
    }
    Some(Spark {
        runs,
        last: (fixed(last.0), fixed(last.1)),
        words: words.collect::<Vec<_>>().join(", "),
    })
}

/// The picture of a series by period; none without a value.
pub fn series(values: &[Judged], shown: impl Fn(f64) -> String) -> Option<Series> {
    let all = || { values.iter() }.flat_map(|v| v.value.iter().chain(&v.targets).copied());
    values.iter().find_map(|v| v.value)?;
    let scale = Scale::of(all())?;
    let nothing = |period| Judged {
        period,
        label: String::new(),
        value: None,
        targets: vec![],
        word: "",
    };
    let values = &with_gaps(values, |v| v.period, nothing);
    let (width, height) = SERIES;
    let (side, above, below) = ROOM;
    let across = (width - 2.0 * side) / to_f64(values.len().max(2) - 1);
    let x = |i: usize| side + to_f64(i) * across;
    let y = |v: f64| scale.down(v, above, height - below);
    let placed = |of: &dyn Fn(&Judged) -> Option<f64>| -> Vec<Option<(f64, f64)>> {
        { values.iter().enumerate() }
            .map(|(i, v)| of(v).map(|v| (x(i), y(v))))
            .collect()
    };
    let most = values.iter().map(|v| v.targets.len()).max();
    let targets = (0..most.unwrap_or_default())
        .flat_map(|nth| steps(&placed(&|v| v.targets.get(nth).copied()), across));
    // Labels of some 70 units each; the last one always has room.
    let every = { values.len() * 70 }.div_ceil(700).max(1);
    let dot = |(i, v): (usize, &Judged)| {
        let value = v.value?;
        Some(Dot {
            x: fixed(x(i)),
            y: fixed(y(value)),
            label_y: fixed(if valley(values, i) {
                y(value) + 18.0
            } else {
                y(value) - 9.0
            }),
            value: format!("{}{}", sign(v.word), shown(value)),
            period: v.label.clone(),
            labelled: (values.len() - 1 - i).is_multiple_of(every),
            word: v.word,
        })
    };
    Some(Series {
        width,
        height,
        runs: runs(&placed(&|v| v.value)),
        targets: targets.collect(),
        dots: values.iter().enumerate().filter_map(dot).collect(),
        zero: (scale.low <= 0.0 && scale.high >= 0.0).then(|| fixed(y(0.0))),
        axis_y: fixed(height - 8.0),
    })
}

/// What is given by period, with what stands for periods in between that are not there: a line is not
/// drawn over them.
fn with_gaps<T: Clone>(
    given: &[T],
    period: impl Fn(&T) -> Period,
    nothing: impl Fn(Period) -> T,
) -> Vec<T> {
    let mut all: Vec<T> = Vec::with_capacity(given.len());
    for one in given {
        let at = period(one);
        while let Some(last) = all.last().map(&period) {
            let next = last.earlier(-1);
            if next <= last || next >= at || next.frequency() != at.frequency() {
                break;
            }
            all.push(nothing(next));
        }
        all.push(one.clone());
    }
    all
}

/// Whether the values next to one are not below it, so that its label has room below.
fn valley(values: &[Judged], i: usize) -> bool {
    let at = |i: usize| values.get(i).and_then(|v| v.value);
    let Some(own) = at(i) else { return false };
    let before = i.checked_sub(1).and_then(at);
    let mut next = [before, at(i + 1)].into_iter().flatten().peekable();
    next.peek().is_some() && next.all(|other| other > own)
}

/// What distinguishes verdicts without colour.
fn sign(word: &str) -> &'static str {
    match word {
        "met" => "✓ ",
        "not_met" => "✗ ",
        "on_track" => "↗ ",
        "off_track" => "↘ ",
        _ => "",
    }
}

/// What values lie between.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// Nothing without a value; never of no height.
    fn of(values: impl Iterator<Item = f64>) -> Option<Scale> {
        let mut scale: Option<Scale> = None;
        for value in values.filter(|v| v.is_finite()) {
            let known = scale.get_or_insert(Scale {
                low: value,
                high: value,
            });
            known.low = known.low.min(value);
            known.high = known.high.max(value);
        }
        scale
    }

    /// How far down a value stands, between the place of the highest and that of the lowest.
    fn down(&self, value: f64, top: f64, bottom: f64) -> f64 {
        let height = self.high - self.low;
        if height <= 0.0 || !height.is_finite() {
            return f64::midpoint(top, bottom);
        }
        bottom - (value - self.low) / height * (bottom - top)
    }
}

/// Points that follow each other, as the markup has them. A value that is missing breaks the line.
fn runs(placed: &[Option<(f64, f64)>]) -> Vec<String> {
    let together = placed.split(Option::is_none).filter(|run| run.len() > 1);
    let text = |run: &[Option<(f64, f64)>]| {
        let points: Vec<String> = run
            .iter()
            .flatten()
            .map(|(x, y)| format!("{},{}", fixed(*x), fixed(*y)))
            .collect();
        points.join(" ")
    };
    together.map(text).collect()
}

/// Targets as level strokes, each as wide as its period.
fn steps(placed: &[Option<(f64, f64)>], across: f64) -> Vec<String> {
    let half = (across / 2.0).min(24.0);
    let stroke = |(x, y): &(f64, f64)| {
        let (from, to, y) = (fixed(x - half), fixed(x + half), fixed(*y));
        format!("{from},{y} {to},{y}")
    };
    placed.iter().flatten().map(stroke).collect()
}

fn fixed(value: f64) -> String {
    format!("{value:.1}")
}

/// A count; periods are never so many that a double could not hold them.
fn to_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i32, value: Option<f64>) -> (Period, Option<f64>) {
        (Period::Year(year), value)
    }

    #[test]
    fn a_missing_value_breaks_the_line_and_is_never_drawn_as_zero() {
        let points = [
            year(2016, Some(1.0)),
            year(2017, Some(3.0)),
            year(2018, None),
            year(2019, Some(2.0)),
        ];
        let spark = spark(&points, |v| format!("{v}")).unwrap();
        assert_eq!(spark.runs, ["0.0,29.0 40.0,3.0"]);
        assert_eq!(spark.last, ("120.0".to_owned(), "16.0".to_owned()));
        assert_eq!(spark.words, "2016: 1, 2017: 3, 2019: 2");
    }

    #[test]
    fn a_period_that_is_not_there_is_a_gap_too() {
        let points = [
            year(2014, Some(1.0)),
            year(2015, Some(1.0)),
            year(2019, Some(2.0)),
            year(2020, Some(3.0)),
        ];
        let spark = spark(&points, |v| format!("{v}")).unwrap();
        assert_eq!(spark.runs, ["0.0,29.0 20.0,29.0", "100.0,16.0 120.0,3.0"]);
    }

    #[test]
    fn one_value_is_no_line_and_equal_values_lie_in_the_middle() {
        let shown = |v: f64| format!("{v}");
        assert!(spark(&[year(2016, Some(1.0)), year(2017, None)], shown).is_none());
        let level = spark(&[year(2016, Some(0.0)), year(2017, Some(0.0))], shown).unwrap();
        assert_eq!(level.runs, ["0.0,16.0 120.0,16.0"]);
    }

    #[test]
    fn a_target_is_in_the_picture_though_no_value_reaches_it() {
        let at = |year, value, target: Option<f64>| Judged {
            period: Period::Year(year),
            label: String::new(),
            value: Some(value),
            targets: target.into_iter().collect(),
            word: "not_met",
        };
        let picture = series(&[at(2019, 0.1, None), at(2020, -0.05, Some(0.2))], |v| {
            format!("{v}")
        })
        .unwrap();
        assert_eq!(picture.dots[1].y, "212.0", "the lowest is at the bottom");
        assert_eq!(picture.targets, ["660.0,28.0 708.0,28.0"]);
        assert_eq!(picture.zero.as_deref(), Some("175.2"));
    }
}
