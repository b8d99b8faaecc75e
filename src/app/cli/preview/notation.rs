//! How the numbers of a column are written, in words and with examples.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::ingest::preview::{ColumnNumbers, Locale, Sign};

pub(super) fn locale(lang: Lang, numbers: &ColumnNumbers) -> String {
    let example = |sign: Sign| example(lang, numbers, sign);
    let told = match numbers.locale() {
        Locale::Any => lang.say("preview-digits-alone").to_owned(),
        Locale::Point => say!(
            lang,
            "preview-decimal-point",
            example = example(Sign::Point)
        ),
        Locale::Comma => say!(
            lang,
            "preview-decimal-comma",
            example = example(Sign::Comma)
        ),
        Locale::Ambiguous => {
            let shown = [Sign::PointOrGroup, Sign::CommaOrGroup]
                .map(example)
                .into_iter()
                .filter(|e| !e.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            say!(lang, "preview-ambiguous", shown = shown)
        }
        Locale::Mixed => {
            say!(
                lang,
                "preview-mixed",
                point = example(Sign::Point),
                comma = example(Sign::Comma)
            )
        }
    };
    if numbers.spaced() {
        say!(lang, "preview-spaced", notation = told)
    } else {
        told
    }
}

/// A number that bears a sign, with its row and how often there is one.
fn example(lang: Lang, numbers: &ColumnNumbers, sign: Sign) -> String {
    numbers
        .evidence
        .get(&sign)
        .map(|(n, text, row)| format!("`{text}` ({}, {n})", row_of(lang, *row)))
        .unwrap_or_default()
}

fn row_of(lang: Lang, row: u64) -> String {
    say!(lang, "preview-row", row = row)
}
