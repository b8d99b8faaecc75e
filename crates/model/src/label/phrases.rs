//! The words of labels, in Vietnamese and English, and what they mean.

use crate::status::Status;

/// A piece of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LabelPart {
    Word(String),
    Number { value: u32, digits: usize },
}

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Status(Status),
    Cumulative,
    Quarter,
    Month,
    Named(u32),
    Ordinal(u32),
    Whole,
    Beginning,
    Week,
    Nothing,
}

/// Phrases in lower case, the longer before those they begin with.
const PHRASES: &[(&[&str], Mark)] = &[
    (&["ước", "tính"], Mark::Status(Status::Estimate)),
    (&["ước", "thực", "hiện"], Mark::Status(Status::Estimate)),
    (&["ước"], Mark::Status(Status::Estimate)),
    (&["estimated"], Mark::Status(Status::Estimate)),
    (&["estimate"], Mark::Status(Status::Estimate)),
    (&["est"], Mark::Status(Status::Estimate)),
    (&["sơ", "bộ"], Mark::Status(Status::Preliminary)),
    (&["preliminary"], Mark::Status(Status::Preliminary)),
    (&["prel"], Mark::Status(Status::Preliminary)),
    (&["pre"], Mark::Status(Status::Preliminary)),
    (&["chính", "thức"], Mark::Status(Status::Final)),
    (&["quyết", "toán"], Mark::Status(Status::Final)),
    (&["final"], Mark::Status(Status::Final)),
    (&["lũy", "kế"], Mark::Cumulative),
    (&["luỹ", "kế"], Mark::Cumulative),
    (&["cộng", "dồn"], Mark::Cumulative),
    (&["cumulative"], Mark::Cumulative),
    (&["year", "to", "date"], Mark::Cumulative),
    (&["ytd"], Mark::Cumulative),
    (&["to", "date"], Mark::Cumulative),
    (&["cumul"], Mark::Cumulative),
    (&["cum"], Mark::Cumulative),
    (&["accumulated"], Mark::Cumulative),
    (&["cumulé"], Mark::Cumulative),
    (&["à", "ce", "jour"], Mark::Cumulative),
    (&["a", "ce", "jour"], Mark::Cumulative),
    (&["quý"], Mark::Quarter),
    (&["quarter"], Mark::Quarter),
    (&["q"], Mark::Quarter),
    (&["tháng"], Mark::Month),
    (&["months"], Mark::Month),
    (&["month"], Mark::Month),
    (&["m"], Mark::Month),
    (&["tuần"], Mark::Week),
    (&["week"], Mark::Week),
    (&["weeks"], Mark::Week),
    (&["wk"], Mark::Week),
    (&["w"], Mark::Week),
    (&["kw"], Mark::Week),
    (&["woche"], Mark::Week),
    (&["semaine"], Mark::Week),
    (&["semana"], Mark::Week),
    (&["settimana"], Mark::Week),
    (&["minggu"], Mark::Week),
    (&["january"], Mark::Named(1)),
    (&["february"], Mark::Named(2)),
    (&["march"], Mark::Named(3)),
    (&["april"], Mark::Named(4)),
    (&["may"], Mark::Named(5)),
    (&["june"], Mark::Named(6)),
    (&["july"], Mark::Named(7)),
    (&["august"], Mark::Named(8)),
    (&["september"], Mark::Named(9)),
    (&["october"], Mark::Named(10)),
    (&["november"], Mark::Named(11)),
    (&["december"], Mark::Named(12)),
    (&["jan"], Mark::Named(1)),
    (&["feb"], Mark::Named(2)),
    (&["mar"], Mark::Named(3)),
    (&["apr"], Mark::Named(4)),
    (&["jun"], Mark::Named(6)),
    (&["jul"], Mark::Named(7)),
    (&["aug"], Mark::Named(8)),
    (&["sep"], Mark::Named(9)),
    (&["oct"], Mark::Named(10)),
    (&["nov"], Mark::Named(11)),
    (&["dec"], Mark::Named(12)),
    (&["sept"], Mark::Named(9)),
    (&["i"], Mark::Ordinal(1)),
    (&["ii"], Mark::Ordinal(2)),
    (&["iii"], Mark::Ordinal(3)),
    (&["iv"], Mark::Ordinal(4)),
    (&["v"], Mark::Ordinal(5)),
    (&["vi"], Mark::Ordinal(6)),
    (&["vii"], Mark::Ordinal(7)),
    (&["viii"], Mark::Ordinal(8)),
    (&["ix"], Mark::Ordinal(9)),
    (&["x"], Mark::Ordinal(10)),
    (&["xi"], Mark::Ordinal(11)),
    (&["xii"], Mark::Ordinal(12)),
    (&["cả", "năm"], Mark::Whole),
    (&["đầu", "năm"], Mark::Beginning),
    (&["năm"], Mark::Nothing),
    (&["year"], Mark::Nothing),
    (&["the", "first"], Mark::Beginning),
    (&["first"], Mark::Beginning),
    (&["of"], Mark::Nothing),
];

/// The phrase that the pieces begin with, and its length.
pub(crate) fn phrase(pieces: &[LabelPart]) -> Option<(Mark, usize)> {
    let begins = |words: &[&str]| {
        words.len() <= pieces.len()
            && words
                .iter()
                .zip(pieces)
                .all(|(word, piece)| matches!(piece, LabelPart::Word(text) if text == word))
    };
    PHRASES
        .iter()
        .find(|(words, _)| begins(words))
        .map(|(words, mark)| (*mark, words.len()))
}

/// Runs of letters and runs of digits; the signs between them fall away. `None` at a sign that
/// labels do not have.
pub(super) fn pieces(text: &str) -> Option<Vec<LabelPart>> {
    let text = text.to_lowercase();
    let mut pieces = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = if first.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else {
            char::is_alphabetic
        };
        let length = rest.find(|c| !same(c)).unwrap_or(rest.len());
        if length == 0 {
            if !matches!(
                first,
                ' ' | '\u{a0}' | '/' | '-' | '.' | '(' | ')' | ',' | ':' | '_' | '\n'
            ) {
                return None;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (run, after) = rest.split_at(length);
        pieces.push(if first.is_ascii_digit() {
            LabelPart::Number {
                value: run.parse().ok()?,
                digits: run.len(),
            }
        } else {
            LabelPart::Word(run.to_owned())
        });
        rest = after;
    }
    Some(pieces)
}
