//! A claim as a sentence, in Vietnamese or English: "New enterprises of Hanoi fell by 5.69 % in 2020".
//! It is read with caution: one area, one period, one number, and one KPI or measure whose title the
//! words are clearly about. What is not clear is refused, and never guessed.

use crate::app::api::check::number::{ClaimedNumber, ClaimedUnit, DigitNotation};
use crate::app::api::check::period::period_in;
use crate::app::api::check::relation::ClaimRelation;
use crate::app::api::check::words::{fold, is_compared, is_decline, is_negation, is_vietnamese};
use num_traits::Signed;

/// What a sentence says, apart from what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidNumber {
    /// The number as it was written.
    pub text: String,
    /// What it says.
    pub number: ClaimedNumber,
    /// How the figure relates to it.
    pub relation: ClaimRelation,
    /// The words that are left.
    pub rest: Vec<String>,
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
    /// It is about no KPI or measure, or about several.
    Subject,
}

/// The words of a sentence as they are compared.
pub fn words_of(claim: &str) -> Vec<String> {
    let spaced = fold(claim).replace('%', " % ");
    let bare = |word: &str| {
        let ends = |c: char| !c.is_alphanumeric() && c != '%';
        let start = |c: char| ends(c) && !matches!(c, '-' | '+' | '\u{2212}');
        word.trim_start_matches(start)
            .trim_end_matches(ends)
            .to_owned()
    };
    let words = spaced.split_whitespace().map(bare);
    let words = words.map(|word| word.strip_suffix("'s").map_or(word.clone(), str::to_owned));
    words.filter(|word| !word.is_empty()).collect()
}

/// Takes the words of a name out of a sentence; false where it does not have them.
pub fn take(words: &mut Vec<String>, name: &[String]) -> bool {
    let place = words.windows(name.len().max(1)).position(|w| w == name);
    if let Some(place) = place {
        words.drain(place..place + name.len());
    }
    place.is_some()
}

/// The period of a sentence, which is taken out of it.
///
/// # Errors
/// When it names none, or several.
pub fn take_period(words: &mut Vec<String>) -> Result<crate::model::Period, UnclearClaim> {
    let mut found = vec![];
    let mut at = 0;
    while at < words.len() {
        let ahead: Vec<&str> = words[at..].iter().map(String::as_str).collect();
        match period_in(&ahead) {
            Some((period, taken)) => {
                let before = at.checked_sub(1).and_then(|i| words.get(i));
                // A period compared with is not the one that the claim is of.
                let compared = before.is_some_and(|word| is_compared(word));
                words.drain(at..at + taken);
                if !compared {
                    found.push(period);
                }
            }
            None => at += 1,
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
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
    let mut number = ClaimedNumber::read(&from, notation).ok_or(UnclearClaim::Number)?;
    let (relation, related) = ClaimRelation::read(&before);
    let before = &before[..before.len() - related];
    let after = from.get(number.words..).unwrap_or_default();
    let rest: Vec<&str> = before.iter().chain(after).copied().collect();
    if rest.iter().any(|word| is_negation(word)) {
        return Err(UnclearClaim::Negation);
    }
    let text = from[..number.words.min(from.len())].join(" ");
    // "Fell by 5.69 %" is a change of -5.69 %; "fell by more than 5 %" is one below -5 %.
    let change = matches!(number.unit, ClaimedUnit::Percent | ClaimedUnit::Points);
    let declines =
        change && !number.value.is_negative() && rest.iter().any(|word| is_decline(word));
    if declines {
        number.value = -number.value;
    }
    Ok(SaidNumber {
        text: if declines { format!("-{text}") } else { text },
        number,
        relation: if declines {
            relation.turned()
        } else {
            relation
        },
        rest: rest.into_iter().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(claim: &str) -> Result<(String, String, String, &'static str), UnclearClaim> {
        let mut words = words_of(claim);
        take(&mut words, &words_of("Hà Nội"));
        let period = take_period(&mut words)?;
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
            ("9 tháng năm 2020 Hà Nội tăng 5 %", UnclearClaim::Number),
        ] {
            assert_eq!(read(claim), Err(why), "{claim}");
        }
    }
}
