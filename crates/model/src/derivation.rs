//! Measures that are made from other measures: by which operation, and from which figures of them.
//!
//! Whatever the operation is, the figure made takes its series, frequency, breaks, status, flags
//! and moments from all figures behind it. The operation says only which figures these are
//! ([`Derivation::inputs`]) and what is computed of them; the rest is done once for all of them.

use crate::conversion::Conversion;
use crate::decimal::Dec;
use crate::deflation::Deflation;
use crate::per_period::PerPeriod;
use crate::period::{Frequency, Period};
use crate::span::Span;
use crate::words;

/// How a measure is made from others, instead of from sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// Money at constant prices.
    Real(Deflation),
    /// One measure over another one.
    Ratio(RatioOf),
    /// The mean of the last periods.
    MovingAverage(MovingAverage),
    /// A measure continued backwards by an older one.
    Linked(Linking),
    /// A measure of a larger area.
    OfArea(OfArea),
    /// Money in another currency.
    Converted(Conversion),
}

/// The figure that a larger area has of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfArea {
    /// The measure.
    pub of: String,
    /// Which area.
    pub above: Above,
}

/// Which of the areas above one: by `parent_code`, on the boundary's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Above {
    /// The one directly above.
    Parent,
    /// The next one of a level.
    Level(String),
    /// The one with a code.
    Code(String),
}

/// One measure over another one, times a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatioOf {
    /// The measure that is divided.
    pub of: String,
    /// The measure that it is divided by.
    pub per: String,
    /// For how many units of `per` the ratio is.
    pub scale: Dec,
    /// Its unit.
    pub unit: String,
    /// Of which period `per` is looked up.
    pub per_period: PerPeriod,
}

/// The mean of the last periods of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingAverage {
    /// The measure.
    pub of: String,
    /// How many periods, the period itself among them.
    pub periods: i32,
    /// The only length of periods that there is a mean of.
    pub length: Option<Frequency>,
}

/// A measure continued backwards by an older one, by the quotient of the two in a period that both
/// have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linking {
    /// The measure whose figures are used where it has them.
    pub of: String,
    /// The measure that is used before the overlap.
    pub before: String,
    /// The period that both have.
    pub overlap: Period,
}

/// What a figure is to the one that was made from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MadeOf {
    /// The figure in prices of its own period.
    Nominal,
    /// The price index of the period.
    Index,
    /// The price index of the base.
    BaseIndex,
    /// The weight of a part.
    Weight,
    /// What is divided.
    Numerator,
    /// What it is divided by.
    Denominator,
    /// A figure of an average.
    Averaged,
    /// A figure that needs no link.
    Unlinked,
    /// A figure of the older measure.
    Older,
    /// The newer measure in the overlap.
    Overlap,
    /// The older measure in the overlap.
    OlderOverlap,
    /// The figure of an area above.
    Above,
    /// The figure of an area that is added up.
    Below,
    /// The figure of a member that is added up.
    Member,
    /// Money in the currency in which it is stated.
    Amount,
    /// The rate of exchange that it is multiplied by.
    Rate,
    /// The rate of exchange that it is divided by.
    InverseRate,
    /// An operand of a KPI whose value it is.
    Operand,
}
words!(MadeOf, "input", {
    Nominal => "nominal", Index => "index", BaseIndex => "base_index", Weight => "weight",
    Numerator => "numerator", Denominator => "denominator", Averaged => "averaged",
    Unlinked => "unlinked", Older => "older", Overlap => "overlap", OlderOverlap => "older_overlap",
    Above => "above", Below => "below", Member => "member",
    Amount => "amount", Rate => "rate", InverseRate => "inverse_rate",
    Operand => "operand",
});

/// A figure that an operation asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputKey<'d> {
    /// What it is to the figure made.
    pub what: MadeOf,
    /// Its measure.
    pub measure: &'d str,
    /// Its period.
    pub period: Period,
    /// Its span.
    pub span: Span,
}

impl Derivation {
    /// The key of a measure that declares the operation.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Derivation::Real(_) => "real",
            Derivation::Ratio(_) => "ratio",
            Derivation::MovingAverage(_) => "moving_average",
            Derivation::Linked(_) => "linked",
            Derivation::OfArea(_) => "of_area",
            Derivation::Converted(_) => "convert",
        }
    }

    /// The measures that it names, each with the key that names it.
    #[must_use]
    pub fn measures(&self) -> Vec<(&'static str, &str)> {
        match self {
            Derivation::Real(real) => vec![("of", &real.of), ("deflator", &real.deflator)],
            Derivation::Ratio(ratio) => vec![("of", &ratio.of), ("per", &ratio.per)],
            Derivation::MovingAverage(average) => vec![("of", &average.of)],
            Derivation::OfArea(above) => vec![("of", &above.of)],
            Derivation::Converted(convert) => {
                let rates = convert.rates.iter();
                let rates = rates.map(|rate| ("rates", rate.measure.as_str()));
                std::iter::once(("of", convert.of.as_str()))
                    .chain(rates)
                    .collect()
            }
            Derivation::Linked(linked) => vec![("of", &linked.of), ("before", &linked.before)],
        }
    }

    /// The measures that it names, to be renamed.
    pub fn measures_mut(&mut self) -> Vec<&mut String> {
        match self {
            Derivation::Real(real) => vec![&mut real.of, &mut real.deflator],
            Derivation::Ratio(ratio) => vec![&mut ratio.of, &mut ratio.per],
            Derivation::MovingAverage(average) => vec![&mut average.of],
            Derivation::OfArea(above) => vec![&mut above.of],
            Derivation::Linked(linked) => vec![&mut linked.of, &mut linked.before],
            Derivation::Converted(by) => {
                let rates = by.rates.iter_mut().map(|rate| &mut rate.measure);
                std::iter::once(&mut by.of).chain(rates).collect()
            }
        }
    }

    /// The figures that make that of a period, which a figure of a measure asks for, in its unit:
    /// the first of them is that figure. None where it asks for none.
    #[must_use]
    pub fn inputs(
        &self,
        (first, unit): (&str, &str),
        (period, span): (Period, Span),
    ) -> Vec<InputKey<'_>> {
        let input = |what, measure, (period, span)| InputKey {
            what,
            measure,
            period,
            span,
        };
        let now = (period, span);
        match self {
            Derivation::Real(real) => vec![
                input(MadeOf::Nominal, &real.of, now),
                input(MadeOf::Index, &real.deflator, now),
                input(MadeOf::BaseIndex, &real.deflator, (real.base, Span::Period)),
            ],
            Derivation::Ratio(ratio) => {
                // Twelve months of two years have no year to be divided by.
                ratio.per_period.at(now).map_or_else(Vec::new, |per| {
                    vec![
                        input(MadeOf::Numerator, &ratio.of, now),
                        input(MadeOf::Denominator, &ratio.per, per),
                    ]
                })
            }
            // A mean of figures that run from January on, or of twelve months, counts months twice.
            Derivation::MovingAverage(_) if span != Span::Period => vec![],
            Derivation::MovingAverage(average)
                if average.length.is_some_and(|of| of != period.frequency()) =>
            {
                vec![]
            }
            Derivation::MovingAverage(average) => (0..average.periods)
                .map(|n| input(MadeOf::Averaged, &average.of, (period.earlier(n), span)))
                .collect(),
            Derivation::OfArea(above) => vec![input(MadeOf::Above, &above.of, now)],
            Derivation::Converted(convert) => {
                let rate = convert.rate(unit).map(|rate| {
                    let what = if rate.divides {
                        MadeOf::InverseRate
                    } else {
                        MadeOf::Rate
                    };
                    input(what, rate.measure.as_str(), now)
                });
                let amount = input(MadeOf::Amount, &convert.of, now);
                std::iter::once(amount).chain(rate).collect()
            }
            Derivation::Linked(linked) if first == linked.of => {
                vec![input(MadeOf::Unlinked, &linked.of, now)]
            }
            Derivation::Linked(linked) if period.end() < linked.overlap.start() => {
                let overlap = (linked.overlap, Span::Period);
                vec![
                    input(MadeOf::Older, &linked.before, now),
                    input(MadeOf::Overlap, &linked.of, overlap),
                    input(MadeOf::OlderOverlap, &linked.before, overlap),
                ]
            }
            // From the overlap on the newer one counts: what it does not have is missing.
            Derivation::Linked(linked) => vec![
                input(MadeOf::Older, &linked.before, now),
                input(MadeOf::Unlinked, &linked.of, now),
            ],
        }
    }

    /// The measures whose figures say for which areas and periods there are figures, the best
    /// first.
    #[must_use]
    pub fn firsts(&self) -> Vec<&str> {
        let named = self.measures().into_iter().map(|(_, measure)| measure);
        let several = usize::from(matches!(self, Derivation::Linked(_)));
        named.take(1 + several).collect()
    }

    /// Whether a break of a measure behind it is one of what it makes. What a price index counts is
    /// compared where money is deflated; the older of two linked measures ends with the overlap, in
    /// which the newer one begins.
    #[must_use]
    pub fn breaks_with(&self, measure: &str, from: Period) -> bool {
        match self {
            Derivation::Real(real) => measure != real.deflator || measure == real.of,
            Derivation::Linked(linked) if measure == linked.before => {
                from.start() <= linked.overlap.start()
            }
            Derivation::Linked(linked) if measure == linked.of => {
                from.start() > linked.overlap.start()
            }
            _ => true,
        }
    }

    /// Code of the area whose price index or rates stand in for areas that have none of their own.
    #[must_use]
    pub fn national(&self) -> Option<&str> {
        match self {
            Derivation::Real(real) => real.national.as_deref(),
            Derivation::Converted(convert) => convert.national.as_deref(),
            _ => None,
        }
    }

    /// Whether amounts stay amounts by it.
    #[must_use]
    pub const fn keeps_amounts(&self) -> bool {
        matches!(self, Derivation::Real(_) | Derivation::Converted(_))
    }

    /// The level of the areas whose figures it gives to those below them, where it names one.
    #[must_use]
    pub fn of_level(&self) -> Option<&str> {
        match self {
            Derivation::OfArea(OfArea {
                above: Above::Level(level),
                ..
            }) => Some(level),
            _ => None,
        }
    }

    /// The code of the area whose figures it gives to others, with the key that names it and what
    /// the area is.
    #[must_use]
    pub fn of_code(&self) -> Option<(&'static str, &str, &'static str)> {
        match self {
            Derivation::Real(real) => {
                let code = real.national.as_deref()?;
                Some((
                    "real.national",
                    code,
                    "whose price index is the national one",
                ))
            }
            Derivation::Converted(convert) => {
                let code = convert.national.as_deref()?;
                let what = "whose rates of exchange are the national ones";
                Some(("convert.national", code, what))
            }
            Derivation::OfArea(OfArea {
                above: Above::Code(code),
                ..
            }) => Some((
                "of_area.code",
                code,
                "whose figures those below it are given",
            )),
            _ => None,
        }
    }

    /// Money at constant prices, where it is that.
    #[must_use]
    pub const fn real(&self) -> Option<&Deflation> {
        match self {
            Derivation::Real(real) => Some(real),
            _ => None,
        }
    }
}
