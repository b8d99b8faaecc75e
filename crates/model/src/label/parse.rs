//! Reads a label: phrase by phrase, then what they say together.

use super::dashed::Dashed;
use super::fault::{BEGINNING, LabelError, TO_DATE, WEEK};
use super::parts::{SHAPE, Sense, period};
use super::phrases::{LabelPart, Mark, phrase, pieces};
use super::reporting::reporting;
use crate::period::Period;
use crate::span::Span;
use crate::status::Status;

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The period; for a cumulative figure the one up to whose end it runs.
    pub period: Period,
    /// `Ytd` where the label says that the figure is cumulative, else `None`.
    pub span: Option<Span>,
    /// The status, where the label says one.
    pub status: Option<Status>,
}

impl std::str::FromStr for Label {
    type Err = LabelError;

    /// Reads a label in Unicode NFC, in any case. A canonical period (`2020-Q3`) is a label too;
    /// seven months from April are a stretch of their own, which no source may mean as months to
    /// date.
    fn from_str(text: &str) -> Result<Label, LabelError> {
        if let Ok(period) = text.parse()
            && !matches!(period, Period::Third(..) | Period::FiscalToDate(..))
        {
            return Ok(Label::of(period));
        }
        let failed = |why| LabelError::new(text, why);
        if let Some(read) = reporting(text) {
            return read.map(Label::of).map_err(failed);
        }
        if Dashed::of(text) == Some(Dashed::FiscalYear) {
            return Err(failed(
                "it is a fiscal year, which has no calendar year of its own",
            ));
        }
        let label = Understood::of(text)?.label(text).map_err(failed)?;
        if label.period.year() < 1000 {
            return Err(failed("it has no year of four digits"));
        }
        Ok(label)
    }
}

impl Label {
    /// A period of which nothing else is said.
    fn of(period: Period) -> Label {
        Label {
            period,
            span: None,
            status: None,
        }
    }
}

/// What the phrases of a label say.
#[derive(Default)]
struct Understood {
    senses: Vec<Sense>,
    status: Option<Status>,
    cumulative: bool,
    whole_year: bool,
    beginning: bool,
}

impl Understood {
    fn of(text: &str) -> Result<Understood, LabelError> {
        let pieces = pieces(text)
            .ok_or_else(|| LabelError::foreign(text, "it has signs that labels do not have"))?;
        let mut rest = pieces.as_slice();
        let mut understood = Understood::default();
        while let Some(first) = rest.first() {
            let length = match first {
                LabelPart::Number { value, digits } => {
                    let sense = number(*value, *digits).ok_or_else(|| {
                        let why = "it has a number that is neither a year nor a month";
                        LabelError::new(text, why)
                    })?;
                    understood.senses.push(sense);
                    1
                }
                LabelPart::Word(_) => {
                    let (mark, length) = phrase(rest).ok_or_else(|| {
                        let why = "it has a word that labels of periods do not have";
                        LabelError::foreign(text, why)
                    })?;
                    understood
                        .add(mark)
                        .map_err(|why| LabelError::new(text, why))?;
                    length
                }
            };
            rest = &rest[length..];
        }
        Ok(understood)
    }

    fn add(&mut self, mark: Mark) -> Result<(), &'static str> {
        match mark {
            Mark::Status(_) if self.status.is_some() => return Err("it says two statuses"),
            Mark::Status(said) => self.status = Some(said),
            Mark::Cumulative => self.cumulative = true,
            Mark::Quarter => self.senses.push(Sense::Quarter),
            Mark::Month => self.senses.push(Sense::Month),
            Mark::Named(n) => self.senses.push(Sense::Named(n)),
            Mark::Ordinal(n) => self.senses.push(Sense::Ordinal(n)),
            Mark::Whole => self.whole_year = true,
            Mark::Beginning => self.beginning = true,
            Mark::Week => return Err(WEEK),
            Mark::Nothing => {}
        }
        Ok(())
    }

    fn label(&self, text: &str) -> Result<Label, &'static str> {
        let (period, counted) = period(&self.senses)?;
        let whole = matches!(period, Period::Year(_));
        if self.cumulative && whole && !self.whole_year {
            return Err(TO_DATE);
        }
        if self.beginning && !counted {
            return Err(BEGINNING);
        }
        // `(1) 2024` is a year with the mark of a note: a number is a month only where a sign joins
        // it to its year.
        if matches!(self.senses.as_slice(), [Sense::Count(_), Sense::Year(_)])
            && text.contains(['(', ')'])
        {
            return Err(SHAPE);
        }
        Ok(Label {
            period,
            span: ((self.cumulative || counted) && !whole).then_some(Span::Ytd),
            status: self.status,
        })
    }
}

/// A number of four digits is a year, one of one or two a count.
fn number(value: u32, digits: usize) -> Option<Sense> {
    match digits {
        4 => Some(Sense::Year(i32::try_from(value).unwrap_or(0))),
        1 | 2 => Some(Sense::Count(value)),
        _ => None,
    }
}
