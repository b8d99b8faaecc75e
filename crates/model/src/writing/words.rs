//! Words of a source's own that stand beside a period: what they say is never dropped.

use crate::words;

/// What a word of a source says of the figure beside its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodWord {
    /// Estimated.
    Estimate,
    /// Preliminary.
    Preliminary,
    /// Final.
    Final,
    /// From 1 January to the end of the period.
    ToDate,
    /// Nothing of the figure or its period.
    Nothing,
}

words!(PeriodWord, "meaning of a word beside a period", {
    Estimate => "estimate", Preliminary => "preliminary", Final => "final", ToDate => "to_date",
    Nothing => "nothing",
});

/// What words say together: a status, and whether the figure is one to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) status: Option<crate::Status>,
    pub(super) to_date: bool,
}

impl Said {
    /// Adds what a word says.
    pub(super) fn word(self, word: PeriodWord) -> Result<Said, String> {
        let status = match word {
            PeriodWord::Nothing => return Ok(self),
            PeriodWord::ToDate => {
                return Ok(Said {
                    to_date: true,
                    ..self
                });
            }
            PeriodWord::Estimate => crate::Status::Estimate,
            PeriodWord::Preliminary => crate::Status::Preliminary,
            PeriodWord::Final => crate::Status::Final,
        };
        self.and(Said {
            status: Some(status),
            to_date: false,
        })
    }

    /// What two say together.
    pub(super) fn and(self, other: Said) -> Result<Said, String> {
        match (self.status, other.status) {
            (Some(a), Some(b)) if a != b => Err(format!("it says two statuses, `{a}` and `{b}`")),
            (a, b) => Ok(Said {
                status: a.or(b),
                to_date: self.to_date || other.to_date,
            }),
        }
    }
}

/// A text without the declared words that stand in it by themselves, and what these say; longer
/// words come first. Signs that stood around them fall away at its ends.
pub(super) fn strip(text: &str, words: &[(String, PeriodWord)]) -> Result<(String, Said), String> {
    let (mut rest, mut said) = (text.to_owned(), Said::default());
    for (word, meaning) in words {
        while let Some(at) = alone(&rest, word) {
            rest.replace_range(at..at + word.len(), " ");
            said = said.word(*meaning)?;
        }
    }
    if rest == text {
        return Ok((rest, said));
    }
    let rest = rest.replace("( )", " ").replace("[ ]", " ");
    let kept: Vec<&str> = rest.split_whitespace().collect();
    let trimmed = kept.join(" ");
    let trimmed = trimmed.trim_matches([' ', '-', '\u{2013}', ':', ',', ';', '/', '_', '.']);
    Ok((trimmed.to_owned(), said))
}

/// Where a word stands with no letter next to it.
fn alone(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}
