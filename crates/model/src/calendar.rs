//! The calendar by which months of two years differ: movable feasts, days off, working days.
//!
//! Nothing is adjusted. A comparison of the same months of two years is distinguished from one in
//! which a feast moved between the months or the number of working days is another one, and the
//! days are named. What the register does not reach is not judged.

use crate::period::Period;
use crate::series::{days, months};
use crate::span::Span;
use crate::words;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// Beyond so many months a day or two is little, and working days are not compared.
const SHORT: u32 = 2;

/// What a day of the register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// Nobody has to work.
    Off,
    /// A working day, though of a weekend.
    Working,
    /// It is kept, and people work.
    Observed,
}
words!(DayKind, "kind of day", { Off => "off", Working => "working", Observed => "observed" });

/// A day of the register of holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// The movable feast of which it is the first day; empty for all other days.
    pub feast: String,
    /// Name in Vietnamese, or the country's first language.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
}

/// The days of a register, and which days of the week are none of work.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, DayKind>,
    feasts: BTreeMap<String, Feast>,
    weekend: Vec<Weekday>,
}

/// First days of a movable feast.
#[derive(Clone, Debug, Default)]
struct Feast {
    name_vi: String,
    name_en: String,
    days: BTreeSet<NaiveDate>,
}

impl Feast {
    /// Its days in two years, where it falls into the stretch of either.
    fn of(&self, years: [i32; 2], stretches: [(NaiveDate, NaiveDate); 2]) -> Option<FeastDays> {
        let within = |(from, to): (NaiveDate, NaiveDate), day: NaiveDate| from <= day && day <= to;
        // A week over New Year has days of another year than its own.
        let [now, before] = [0, 1].map(|i| {
            let of = |d: &NaiveDate| d.year() == years[i] || within(stretches[i], *d);
            self.days.iter().copied().filter(of).collect::<Vec<_>>()
        });
        let count = |stretch| self.days.iter().filter(|d| within(stretch, **d)).count();
        let [here, there] = stretches.map(count);
        (here + there > 0).then(|| FeastDays {
            name_vi: self.name_vi.clone(),
            name_en: self.name_en.clone(),
            now,
            before,
            moved: here != there,
        })
    }
}

/// A feast and its first days in the year of a period and in the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeastDays {
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// First days in the year of the period.
    pub now: Vec<NaiveDate>,
    /// First days in the year before.
    pub before: Vec<NaiveDate>,
    /// It falls into one of the two stretches that are compared and not into the other.
    pub moved: bool,
}

/// How a stretch of days differs from the same of the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEffect {
    /// Feasts that fall into either stretch.
    pub feasts: Vec<FeastDays>,
    /// Working days of the stretch and of the same of the year before, where it is short enough for
    /// them to matter.
    pub working_days: Option<[u32; 2]>,
}

impl CalendarEffect {
    /// Whether there is anything to report.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.feasts.iter().any(|f| f.moved)
            || self.working_days.is_some_and(|[now, before]| now != before)
    }
}

impl Calendar {
    /// Of the days of a register.
    #[must_use]
    pub fn new(holidays: Vec<Holiday>, weekend: Vec<Weekday>) -> Calendar {
        let mut calendar = Calendar {
            weekend,
            ..Calendar::default()
        };
        for holiday in holidays {
            calendar.days.insert(holiday.date, holiday.kind);
            if !holiday.feast.is_empty() {
                let feast = calendar.feasts.entry(holiday.feast).or_default();
                (feast.name_vi, feast.name_en) = (holiday.name_vi, holiday.name_en);
                feast.days.insert(holiday.date);
            }
        }
        calendar
    }

    /// Working days from a day to another, both included.
    #[must_use]
    pub fn working_days(&self, (from, to): (NaiveDate, NaiveDate)) -> u32 {
        let works = |day: &NaiveDate| match self.days.get(day) {
            Some(DayKind::Off) => false,
            Some(DayKind::Working) => true,
            Some(DayKind::Observed) | None => !self.weekend.contains(&day.weekday()),
        };
        let days = from
            .iter_days()
            .take_while(|day| *day <= to)
            .filter(works)
            .count();
        u32::try_from(days).unwrap_or(u32::MAX)
    }

    /// How a period within a year differs from the same of the year before; `None` for whole years,
    /// for week 53 where the year before has 52, and where the register does not reach.
    #[must_use]
    pub fn effect(&self, period: Period, span: Span) -> Option<CalendarEffect> {
        let (now, months) = stretch(period, span)?;
        let (before, _) = stretch(period.year_before()?, span)?;
        let years = [period.year(), period.year() - 1];
        let days = [now.0, now.1, before.0, before.1].map(|day| day.year());
        let feasts = self
            .feasts
            .values()
            .filter(|feast| {
                days.iter()
                    .all(|year| reaches(feast.days.first(), feast.days.last(), *year))
            })
            .filter_map(|feast| feast.of(years, [now, before]))
            .collect();
        let (first, last) = (self.days.keys().next(), self.days.keys().next_back());
        let known = months <= SHORT && days.iter().all(|year| reaches(first, last, *year));
        let working_days = known.then(|| [self.working_days(now), self.working_days(before)]);
        Some(CalendarEffect {
            feasts,
            working_days,
        })
    }
}

/// Whether days of a register go as far as a year.
fn reaches(first: Option<&NaiveDate>, last: Option<&NaiveDate>, year: i32) -> bool {
    first.is_some_and(|day| day.year() <= year) && last.is_some_and(|day| year <= day.year())
}

/// First and last day of what a figure within a year is about, and how many months these are.
fn stretch(period: Period, span: Span) -> Option<((NaiveDate, NaiveDate), u32)> {
    if period.length() == 12 {
        return None;
    }
    let (first, last) = months(period, span);
    let length = (last + 1 - first).unsigned_abs();
    match span {
        Span::Period => Some(((period.start(), period.end()), period.length())),
        Span::Ytd if length < 12 => Some((days(period, span), length)),
        Span::Ytd | Span::Rolling12 => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        let tet = |date: &str| Holiday {
            date: day(date),
            kind: DayKind::Off,
            feast: "tet".into(),
            name_vi: "Tết".into(),
            name_en: "Tết".into(),
        };
        let other = |date: &str, kind| Holiday {
            feast: String::new(),
            kind,
            ..tet(date)
        };
        let days = vec![
            tet("2019-02-05"),
            tet("2020-01-25"),
            tet("2021-02-12"),
            other("2020-01-24", DayKind::Off),
            other("2020-02-29", DayKind::Working),
        ];
        Calendar::new(days, vec![Weekday::Sat, Weekday::Sun])
    }

    /// `moved now/before` of the effect of a period.
    fn effect(period: &str, span: Span) -> String {
        let Some(effect) = calendar().effect(period.parse().unwrap(), span) else {
            return "none".into();
        };
        let moved = effect
            .feasts
            .iter()
            .map(|f| if f.moved { "moved" } else { "there" })
            .collect::<Vec<_>>()
            .join(" ");
        let days = effect
            .working_days
            .map_or_else(String::new, |[now, before]| format!(" {now}/{before}"));
        format!("{moved}{days} {}", effect.differs())
            .trim()
            .to_owned()
    }

    #[test]
    fn a_feast_that_moved_between_months_is_told_and_one_that_stayed_is_not() {
        // January 2020 has 23 weekdays, one of them off; the feast itself is a Saturday.
        assert_eq!(effect("2020-01", Span::Period), "moved 22/23 true");
        assert_eq!(effect("2020-02", Span::Period), "moved 21/19 true");
        assert_eq!(effect("2020-02", Span::Ytd), "there 43/42 true");
        assert_eq!(effect("2020-Q1", Span::Period), "there false");
        assert_eq!(effect("2021-Q1", Span::Ytd), "there false");
        // Tết is in week 4 of 2020 and in week 6 of 2019.
        assert_eq!(effect("2020-W04", Span::Period), "moved 4/5 true");
        assert_eq!(effect("2020-W05", Span::Period), "5/5 false");
        assert_eq!(effect("2020-W06", Span::Period), "moved 5/4 true");
        assert_eq!(effect("2020-W53", Span::Period), "none", "2019 has 52");
    }

    #[test]
    fn months_without_a_feast_differ_by_their_working_days_alone() {
        assert_eq!(effect("2020-05", Span::Period), "21/23 true");
        assert_eq!(effect("2020-06", Span::Period), "22/20 true");
        assert_eq!(effect("2021-03", Span::Period), "23/22 true");
        assert_eq!(effect("2021-04", Span::Period), "22/22 false");
        assert_eq!(effect("2020-06", Span::Ytd), "there false");
    }

    #[test]
    fn years_and_what_the_register_does_not_reach_are_not_judged() {
        for (period, span) in [
            ("2020", Span::Period),
            ("2020-12", Span::Ytd),
            ("2020-12", Span::Rolling12),
            ("2020-Q4", Span::Ytd),
        ] {
            assert_eq!(effect(period, span), "none", "{period}");
        }
        assert_eq!(effect("2019-02", Span::Period), "false");
        assert_eq!(effect("2022-02", Span::Period), "false");
        assert!(
            Calendar::default()
                .effect("2020-01".parse().unwrap(), Span::Period)
                .is_some_and(|e| !e.differs())
        );
    }
}
