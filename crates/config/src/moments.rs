//! Checks that rates of exchange and price indices are of the time of what is converted or put at
//! constant prices.
//!
//! What happens in a period, and the mean of a period, go by averages of the period; what there is
//! at its end goes by its end (System of National Accounts 2008, 3.143, 13.61).

use super::names::Names;
use super::rule;
use chiso_model::{Derivation, Finding, Measure, OverTime};

/// What is wrong with the rates and indices of measures.
pub(super) fn check(measures: &[Measure], names: &Names, faults: &mut Vec<Finding>) {
    let find = |id: &str| measures.iter().find(|m| m.id == id);
    for measure in measures {
        for (key, of, by) in pairs(measure) {
            let (Some(of), Some(by)) = (find(of), find(by)) else {
                continue;
            };
            let ways = [way(of, measures), way(by, measures)];
            let Some([what, hint]) = wrong_moment(ways) else {
                continue;
            };
            let mut place = names.measures.place(&measure.id);
            place.col = format!("measure.{key}");
            let message = what.replace("OF", &of.id).replace("BY", &by.id);
            faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
        }
    }
}

/// The measures that a measure is made of with the rates and indices that it is made by, each with
/// its key.
fn pairs(measure: &Measure) -> Vec<(&'static str, &str, &str)> {
    match measure.derived.as_deref() {
        Some(Derivation::Real(real)) => vec![("real.deflator", &real.of, &real.deflator)],
        Some(Derivation::Converted(convert)) => {
            let rates = convert.rates.iter();
            rates
                .map(|rate| ("convert.rates", convert.of.as_str(), rate.measure.as_str()))
                .collect()
        }
        _ => vec![],
    }
}

/// How the figures of longer periods are made: of a measure that is made from others, those of the
/// measure that it begins with.
fn way(measure: &Measure, declared: &[Measure]) -> Option<OverTime> {
    let mut at = measure;
    // What is made from itself is refused elsewhere, and ends here.
    for _ in declared {
        let Some(by) = &at.derived else { break };
        let first = by.firsts().into_iter().next()?;
        at = declared.iter().find(|m| m.id == first)?;
    }
    at.over_time
}

/// What is wrong, with the remedy, in words for `OF` that is converted and `BY` that it goes by.
fn wrong_moment([of, by]: [Option<OverTime>; 2]) -> Option<[&'static str; 2]> {
    use OverTime::{First, Last, Max, Mean, Min, Sum};
    let said = match (of?, by) {
        (_, Some(Sum)) => [
            "`BY` is added up over time, which no rate and no index is",
            "declare `over_time = \"mean\"` for it, or `\"last\"` where it is of one moment",
        ],
        (_, Some(Max | Min)) => [
            "`BY` is the largest or smallest of its months, by which no period goes",
            "name a measure of averages (`over_time = \"mean\"`) or of one moment (`\"last\"`)",
        ],
        (Max | Min, _) => [
            "`OF` is the largest or smallest of its months, and nobody knows in which month it was",
            "name a measure without `over_time`: its months are converted each by itself",
        ],
        (Sum | Mean, Some(Last | First)) => [
            "`OF` is of whole periods, and `BY` of one moment",
            "name a measure of averages: `over_time = \"mean\"`",
        ],
        (Last | First, Some(Mean)) => [
            "`OF` is of one moment, and `BY` the average of a period",
            "name a measure of that moment: `over_time = \"last\"`",
        ],
        (First, Some(Last)) | (Last, Some(First)) => [
            "one of `OF` and `BY` is of the beginning of a period, the other of its end",
            "name a measure of the same moment, with the same `over_time`",
        ],
        _ => return None,
    };
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::wrong_moment;
    use chiso_model::OverTime::{self, First, Last, Max, Mean, Min, Sum};

    #[test]
    fn averages_are_for_whole_periods_and_the_rate_of_a_moment_for_stocks() {
        let fits = |of: OverTime, by: Option<OverTime>| wrong_moment([Some(of), by]).is_none();
        for of in [Sum, Mean] {
            assert!(fits(of, Some(Mean)) && fits(of, None), "{of}");
            assert!(!fits(of, Some(Last)) && !fits(of, Some(First)), "{of}");
        }
        assert!(fits(Last, Some(Last)) && fits(Last, None) && fits(First, Some(First)));
        assert!(!fits(Last, Some(Mean)) && !fits(First, Some(Mean)));
        assert!(!fits(First, Some(Last)) && !fits(Last, Some(First)));
        assert!(
            !fits(Max, None) && !fits(Min, Some(Mean)),
            "of which month?"
        );
        assert!(!fits(Sum, Some(Max)) && !fits(Last, Some(Sum)));
        assert!(
            wrong_moment([None, Some(Last)]).is_none(),
            "stated for the same periods, you choose"
        );
    }
}
