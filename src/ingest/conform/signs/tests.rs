//! What stands beside figures.

use super::marks::{MarkError, Reader};
use crate::model::{Meaning, Negative, NumberFormat, ObsStatus};
use std::collections::BTreeMap;

fn said(of: &[&str]) -> BTreeMap<String, Meaning> {
    let meaning = |mark: &&str| {
        let meaning = Meaning {
            obs_status: (*mark == "c").then_some(ObsStatus::Suppressed),
            note: (*mark).to_owned(),
            ..Meaning::default()
        };
        ((*mark).to_owned(), meaning)
    };
    of.iter().map(meaning).collect()
}

fn show(text: &str, marks: &[&str], format: NumberFormat) -> String {
    let marks = said(marks);
    let reader = Reader {
        marks: &marks,
        format: Some(format),
        stands_for_figure: &|text| [":", "..", "-", "n/a"].contains(&text),
    };
    match reader.split(text) {
        Ok((figure, marks)) => {
            let marks: Vec<&str> = marks.iter().map(|(mark, _)| *mark).collect();
            format!("{figure}|{}", marks.join(" "))
        }
        Err(MarkError::Undeclared { figure, mark }) => format!("{figure}? {mark}"),
        Err(MarkError::Changes { figure, mark, says }) => format!("{figure}! {mark}: {says}"),
    }
}

const EN: NumberFormat = NumberFormat::new('.', Some(','));

#[test]
fn marks_are_told_from_the_figure() {
    for (text, want) in [
        ("123", "123|"),
        ("123 b", "123|b"),
        ("123b", "123|b"),
        ("124 bp", "124|b p"),
        ("124 b p", "124|b p"),
        ("124 b,p", "124|b p"),
        ("1,234.5*", "1,234.5|*"),
        ("1,234 **", "1,234? **"),
        ("[1] 12", "12|[1]"),
        ("12 [1]", "12|[1]"),
        ("12[1]", "12|[1]"),
        ("12 (1)", "12? (1)"),
        ("p 12", "12|p"),
        ("\u{2013}5.2 b", "\u{2013}5.2|b"),
        ("12¹", "12? ¹"),
        (": c", ":|c"),
        (":c", ":|c"),
        ("n/a b", "n/a|b"),
        ("n/ab", "n/ab|"),
        ("c", "|c"),
        ("b", "b|"),
        ("56 e", "56? e"),
        ("56 bx", "56? bx"),
        ("1 234", "1 234|"),
        ("12 b 13", "12 b 13|"),
        ("2024-01", "2024-01|"),
        ("1.2.3", "1.2.3|"),
        ("1.#QNAN", "1.#QNAN|"),
        ("#DIV/0!", "#DIV/0!|"),
        ("Err:502", "Err:502|"),
        ("-1.#IND", "-1.#IND|"),
    ] {
        assert_eq!(
            show(text, &["b", "p", "c", "*", "[1]", "n"], EN),
            want,
            "{text}"
        );
    }
}

#[test]
fn what_changes_a_figure_is_never_a_mark() {
    let all = ["b", "n", "t", "r", "k", "d", "c"];
    for (text, want) in [
        ("12 bn", "12! bn: a multiple"),
        ("12 tr", "12! tr: a multiple"),
        ("1.2M", "1.2! M: a multiple"),
        ("12 tỷ đồng", "12! tỷ đồng: a multiple"),
        ("12 b tỷ", "12! tỷ: a multiple"),
        ("110 CR", "110! CR: debit or credit"),
        ("€12", "12! €: a currency"),
        ("<5", "5! <: a comparison"),
        ("~5", "5! ~: a comparison"),
        ("12½", "12! ½: a fraction"),
        ("▼12", "12! ▼: a direction"),
        ("12‰", "12! ‰: a share"),
    ] {
        assert_eq!(show(text, &all, EN), want, "{text}");
    }
}

#[test]
fn parentheses_are_minus_or_a_mark() {
    let format = NumberFormat {
        negative: Some(Negative::Parentheses),
        ..EN
    };
    for (text, want) in [
        ("(1,234)", "(1,234)|"),
        ("(1,234) b", "(1,234)|b"),
        ("(1)", "(1)|"),
        ("12 (1)", "12|(1)"),
        ("(1) 12", "12|(1)"),
        ("(12) (1)", "(12) (1)|"),
        ("(123) (1)", "(123)|(1)"),
    ] {
        assert_eq!(show(text, &["b", "(1)"], format), want, "{text}");
    }
}
