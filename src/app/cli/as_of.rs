//! `--as-of`: a day of the project's time zone, or an exact time.

use crate::app::lang::{Lang, moment};
use crate::app::messages::say;
use crate::model::end_of_day;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::str::FromStr;

/// The moment up to which things count as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// The end of a day; it cannot separate two deliveries of one day.
    Day(NaiveDate),
    /// An exact time.
    Time(DateTime<Utc>),
}

impl AsOf {
    /// The last instant that counts, to the microsecond.
    #[must_use]
    pub fn instant(self, zone: Tz) -> DateTime<Utc> {
        match self {
            AsOf::Time(time) => time,
            AsOf::Day(day) => end_of_day(day, zone) - chrono::TimeDelta::microseconds(1),
        }
    }
}

/// `known by 2021-01-31`, for the heading of what was asked as of then; nothing otherwise.
#[must_use]
pub fn known_by(lang: Lang, as_of: Option<AsOf>, zone: Tz) -> Option<String> {
    let time = match as_of? {
        AsOf::Day(day) => day.to_string(),
        AsOf::Time(time) => moment(time, zone),
    };
    Some(say!(lang, "as-of-known", time = time))
}

impl FromStr for AsOf {
    type Err = String;
    fn from_str(text: &str) -> Result<AsOf, String> {
        if let Ok(day) = text.parse() {
            return Ok(AsOf::Day(day));
        }
        let time = DateTime::parse_from_rfc3339(text);
        time.map(|t| AsOf::Time(t.with_timezone(&Utc)))
            .map_err(|_| {
                "write a day as 2021-01-31, or a time as 2021-01-31T09:00:00+07:00".to_owned()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_the_project_lives() {
        let end = |text: &str, zone: Tz| text.parse::<AsOf>().unwrap().instant(zone).to_rfc3339();
        assert_eq!(
            end("2021-01-31", chrono_tz::Asia::Ho_Chi_Minh),
            "2021-01-31T16:59:59.999999+00:00"
        );
        assert_eq!(
            end("2021-01-31T09:00:00+07:00", chrono_tz::UTC),
            "2021-01-31T02:00:00+00:00"
        );
        // Clocks sprang forward over midnight: the 4th of October began at one.
        assert_eq!(
            end("2020-10-03", chrono_tz::America::Asuncion),
            "2020-10-04T03:59:59.999999+00:00"
        );
        assert!("31.01.2021".parse::<AsOf>().is_err());
    }
}
