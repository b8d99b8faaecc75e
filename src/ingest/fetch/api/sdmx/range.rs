//! A range of periods, and its halves.

/// First and last period, either empty for no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: String,
    pub(super) end: String,
}

impl Range {
    /// Two ranges that meet at the turn of a year. A year as the last period reaches to its last
    /// day.
    pub(super) fn halves(&self) -> Option<(Range, Range)> {
        let year = |text: &str| text.get(..4)?.parse::<u32>().ok();
        let (first, last) = (year(&self.start)?, year(&self.end)?);
        if first >= last {
            return None;
        }
        let middle = first + (last - first - 1) / 2;
        let until = Range {
            start: self.start.clone(),
            end: format!("{middle:04}"),
        };
        Some((
            until,
            Range {
                start: format!("{:04}", middle + 1),
                end: self.end.clone(),
            },
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: &str, end: &str) -> Range {
        Range {
            start: start.into(),
            end: end.into(),
        }
    }

    #[test]
    fn ranges_are_halved_at_the_turn_of_a_year() {
        for (whole, first, second) in [
            (("2010", "2020"), ("2010", "2014"), ("2015", "2020")),
            (
                ("2010-Q3", "2011-Q2"),
                ("2010-Q3", "2010"),
                ("2011", "2011-Q2"),
            ),
            (("2019", "2020"), ("2019", "2019"), ("2020", "2020")),
        ] {
            let halves = range(whole.0, whole.1).halves();
            assert_eq!(
                halves,
                Some((range(first.0, first.1), range(second.0, second.1))),
                "{whole:?}"
            );
        }
        for whole in [
            ("2020", "2020"),
            ("2020", ""),
            ("", "2020"),
            ("2020-01", "2020-12"),
        ] {
            assert_eq!(range(whole.0, whole.1).halves(), None, "{whole:?}");
        }
    }
}
