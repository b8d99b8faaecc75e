//! Texts of periods that are not written as a source declares, each once with its count: whoever
//! corrects a format wants to see all that it does not fit.

use crate::model::{Finding, Place};
use std::collections::BTreeMap;

/// Distinct texts that are kept.
pub(super) const KEPT: usize = 1_000;
/// Distinct texts that are told.
const TOLD: usize = 20;

/// What is told of them, the most frequent first; one text alone is told by its own finding.
pub(super) fn finding(file: &str, texts: BTreeMap<String, u64>) -> Option<Finding> {
    if texts.len() < 2 {
        return None;
    }
    let count = texts.values().sum();
    let distinct = texts.len();
    let all = if distinct < KEPT {
        distinct.to_string()
    } else {
        format!("{distinct} and more")
    };
    let mut texts: Vec<(String, u64)> = texts.into_iter().collect();
    texts.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let mut told: Vec<String> = texts
        .iter()
        .take(TOLD)
        .map(|(text, n)| format!("`{text}` ({n})"))
        .collect();
    if distinct > TOLD {
        told.push(format!("and {} more", distinct - TOLD));
    }
    let message = format!(
        "{all} different texts are no periods as `[source.period]` declares them: {}",
        told.join(", ")
    );
    let place = Place {
        file: file.to_owned(),
        ..Place::default()
    };
    let hint = "add the formats in which they are written, or correct the source";
    Some(Finding {
        count,
        ..Finding::warning("period_texts", place, message).hint(hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_texts_are_told_first() {
        let texts = |n: u64| (0..n).map(|i| (format!("t{i}"), i + 1)).collect();
        assert!(finding("a.csv", texts(1)).is_none());
        let told = finding("a.csv", texts(30)).unwrap();
        assert_eq!(told.count, 465);
        assert!(told.message.starts_with(
            "30 different texts are no periods as `[source.period]` declares them: `t29` (30), `t28` (29)"
        ));
        assert!(told.message.ends_with("and 10 more"));
    }
}
