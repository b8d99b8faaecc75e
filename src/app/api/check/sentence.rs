//! A claim as a sentence, in Vietnamese or English: "New enterprises of Hanoi fell by 5.69 % in 2020".
//! It is read with caution: one area, one period, one number, and one KPI or measure whose title the
//! words are clearly about. What is not clear is refused, and never guessed.

use crate::app::api::check::number::{ClaimedNumber, DigitNotation};
use crate::app::api::check::period::period_in;
use crate::app::api::check::relation::ClaimRelation;
use crate::app::api::check::words::{
    SaidChange, Topic, compared_before, fold, is_negation, is_vietnamese,
};
use crate::model::Period;
use num_traits::{Signed, Zero};

/// What a sentence says, apart from what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidNumber {
    /// The number as it was written.
    pub text: String,
    /// What it says.
    pub number: ClaimedNumber,
    /// How the figure relates to it.
    pub relation: ClaimRelation,
    /// What all the words that are left are about.
    pub topic: Topic,
}

/// What of a sentence cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnclearClaim {
    /// It names no area, or several.
    Area,
    /// It names no period, or several.
    Period,
    /// It has no number, or several, or one that can be read in two ways.
    Number,
    /// It says what is not so.
    Negation,
    /// It says how something changed in a way that can be read in two ways.
    Change,
    /// It is about no KPI or measure, or about several.
    Subject,
}

/// The words of a sentence as they are compared. Signs that say something stay.
pub fn words_of(claim: &str) -> Vec<String> {
    let spaced = fold(claim).replace('%', " % ");
    let words = spaced.split_whitespace().map(without_marks);
    let words = words.map(|word| word.strip_suffix("'s").unwrap_or(word).to_owned());
    words.filter(|word| !word.is_empty()).collect()
}

/// A word without the punctuation around it; `.5` keeps its point.
fn without_marks(word: &str) -> &str {
    const MARKS: &str = ",.;:?!\"'()[]“”‘’«»…";
    let word = word.trim_end_matches(|c| MARKS.contains(c));
    let bare = word.trim_start_matches(|c| MARKS.contains(c));
    let number = bare.starts_with(|c: char| c.is_ascii_digit());
    let before = word.strip_suffix(bare).unwrap_or_default();
    if number && before.ends_with(['.', ',']) {
        word
    } else {
        bare
    }
}

/// Takes the words of a name out of a sentence; false where it does not have them. An empty word stays
/// in their place, so that words apart do not come together.
pub fn take(words: &mut Vec<String>, name: &[String]) -> bool {
    let place = words.windows(name.len().max(1)).position(|w| w == name);
    if let Some(place) = place {
        words.splice(place..place + name.len(), [String::new()]);
    }
    place.is_some()
}

/// The period of a sentence, which is taken out of it, and whether it is compared with the year before.
///
/// # Errors
/// When it names none, or several, or compares with another one.
pub fn take_period(words: &mut Vec<String>) -> Result<(Period, bool), UnclearClaim> {
    let mut found = vec![];
    let mut compared = vec![];
    let mut at = 0;
    while at < words.len() {
        let all: Vec<&str> = words.iter().map(String::as_str).collect();
        let (before, ahead) = all.split_at(at);
        if let Some((period, taken)) = period_in(ahead) {
            // A period compared with is not the one that the claim is of.
            let introduced = compared_before(before);
            let from = at - introduced;
            words.splice(from..at + taken, [String::new()]);
            if introduced > 0 {
                compared.push(period);
            } else {
                found.push(period);
            }
            at = from;
        }
        at += 1;
    }
    match (found.as_slice(), compared.as_slice()) {
        ([one], []) => Ok((*one, false)),
        // Only of a year is the year before also the period before.
        ([one], [other]) if *other == one.before() && *one == one.of_year() => Ok((*one, true)),
        _ => Err(UnclearClaim::Period),
    }
}

/// The number of a sentence from which area and period were taken.
///
/// # Errors
/// When it has none, or several, or says what is not so.
pub fn take_number(words: &[String]) -> Result<SaidNumber, UnclearClaim> {
    let notation = if is_vietnamese(words) {
        DigitNotation::Vietnamese
    } else {
        DigitNotation::English
    };
    let digits = |word: &&String| word.contains(|c: char| c.is_ascii_digit());
    let places: Vec<usize> = { words.iter().enumerate() }
        .filter(|(_, word)| digits(word))
        .map(|(i, _)| i)
        .collect();
    let [place] = places.as_slice() else {
        return Err(UnclearClaim::Number);
    };
    let (before, from) = words.split_at(*place);
    let from: Vec<&str> = from.iter().map(String::as_str).collect();
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let number = ClaimedNumber::read(&from, notation).ok_or(UnclearClaim::Number)?;
    let (relation, related) = ClaimRelation::read(&before);
    let before = &before[..before.len() - related];
    let after = from.get(number.words..).unwrap_or_default();
    let rest: Vec<&str> = before.iter().chain(after).copied().collect();
    if rest.iter().any(|word| is_negation(word)) {
        return Err(UnclearClaim::Negation);
    }
    let text = from[..number.words.min(from.len())].join(" ");
    let said = SaidNumber {
        text,
        number,
        relation,
        topic: Topic::of(&rest),
    };
    turned(said)
}

/// A number as the change that the words say it is: "fell by 5.69 %" is -5.69 %, and "fell by more than
/// 5 %" is below -5 %.
fn turned(mut said: SaidNumber) -> Result<SaidNumber, UnclearClaim> {
    let change = match said.topic.changes.as_slice() {
        [] | [SaidChange::Any] => return Ok(said),
        [change] => *change,
        // "The growth fell by" is not the growth.
        _ => return Err(UnclearClaim::Change),
    };
    // "Grew by less than 5 %" is not true of what fell, and "fell by -5 %" is a rise or a decline.
    let below = matches!(said.relation, ClaimRelation::Under | ClaimRelation::AtMost);
    let signed = said.text.starts_with(|c: char| !c.is_ascii_digit());
    if below || signed || said.number.value.is_negative() || said.number.value.is_zero() {
        return Err(UnclearClaim::Change);
    }
    if change == SaidChange::Decline {
        said.number.value = -said.number.value;
        said.text = format!("-{}", said.text);
        said.relation = said.relation.turned();
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(claim: &str) -> Result<(String, String, String, &'static str), UnclearClaim> {
        let mut words = words_of(claim);
        take(&mut words, &words_of("Hà Nội"));
        let (period, _) = take_period(&mut words)?;
        let said = take_number(&words)?;
        Ok((
            period.to_string(),
            said.text,
            said.number.value.to_string(),
            said.relation.as_str(),
        ))
    }

    #[test]
    fn a_sentence_says_period_number_and_direction() {
        for (claim, period, value, relation) in [
            (
                "Năm 2020, số doanh nghiệp thành lập mới của Hà Nội giảm 5,69%.",
                "2020",
                "-569/100",
                "rounded",
            ),
            (
                "New enterprises in Hà Nội fell by 5.69 % in 2020",
                "2020",
                "-569/100",
                "rounded",
            ),
            (
                "New enterprises of Hà Nội fell by more than 5 % in 2020 on 2019",
                "2020",
                "-5",
                "under",
            ),
            (
                "Quý III/2020 Hà Nội có 26.135 doanh nghiệp thành lập mới",
                "2020-Q3",
                "26135",
                "rounded",
            ),
            (
                "In 2020 Hà Nội's new enterprises were 26,135",
                "2020",
                "26135",
                "rounded",
            ),
            (
                "Hà Nội had 26,135 new enterprises in 2020",
                "2020",
                "26135",
                "rounded",
            ),
            (
                "Thu ngân sách Hà Nội năm 2020 đạt không thấp hơn 279.300 tỷ đồng so với năm 2019",
                "2020",
                "279300000000000",
                "at_least",
            ),
            (
                "Năm 2020 điểm PAR INDEX của Hà Nội giảm 1,43",
                "2020",
                "-143/100",
                "rounded",
            ),
            (
                "PAR Index of Hà Nội in 2020, growth –5.69 %",
                "2020",
                "-569/100",
                "rounded",
            ),
            (
                "Tháng 9 năm 2020 Hà Nội tăng 0,6 điểm phần trăm",
                "2020-09",
                "3/5",
                "rounded",
            ),
        ] {
            let (p, _, v, r) = read(claim).unwrap();
            assert_eq!(
                (p.as_str(), v.as_str(), r),
                (period, value, relation),
                "{claim}"
            );
        }
    }

    #[test]
    fn what_is_not_clear_is_not_guessed() {
        for (claim, why) in [
            ("Hà Nội tăng 5,69 %", UnclearClaim::Period),
            ("Hà Nội 2020 2021 tăng 5,69 %", UnclearClaim::Period),
            ("Hà Nội tăng trong năm 2020", UnclearClaim::Number),
            ("Hà Nội tăng từ 5 % lên 6 % năm 2020", UnclearClaim::Number),
            ("Hà Nội năm 2020 không tăng 5 %", UnclearClaim::Negation),
            ("Hà Nội did not grow by 5 % in 2020", UnclearClaim::Negation),
            ("Hà Nội năm 2020 tăng 25.776 %", UnclearClaim::Number),
            ("Hà Nội năm 2020 là <86", UnclearClaim::Number),
            ("Hà Nội 2020: $86.07", UnclearClaim::Number),
            ("Hà Nội 2020: 86.07°", UnclearClaim::Number),
            ("Hà Nội 2020: .5 %", UnclearClaim::Number),
            ("Hà Nội 2020 tăng -5 %", UnclearClaim::Change),
            ("Hà Nội 2020 tăng dưới 5 %", UnclearClaim::Change),
            ("Hà Nội 2020 tốc độ tăng giảm 5 %", UnclearClaim::Change),
            ("Hà Nội 2020 tăng 5 % so với 2015", UnclearClaim::Period),
            ("Hà Nội tăng 5 % từ 2019 đến 2020", UnclearClaim::Period),
            ("9 tháng năm 2020 Hà Nội tăng 5 %", UnclearClaim::Number),
        ] {
            assert_eq!(read(claim), Err(why), "{claim}");
        }
    }
}
