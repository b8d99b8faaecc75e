//! What texts are figures, in which format.

use super::{NumberError, plain, read};
use crate::model::{DigitGroups, Negative, NumberFormat, PercentSign};
use proptest::prelude::*;

const VI: NumberFormat = NumberFormat::new(',', Some('.'));
const EN: NumberFormat = NumberFormat::new('.', Some(','));
const SPACED: NumberFormat = NumberFormat::new(',', Some(' '));
const BARE: NumberFormat = NumberFormat::new('.', None);

#[test]
fn figures_in_their_declared_format() {
    for (text, format, want) in [
        ("1.234.567,89", VI, "1234567.89"),
        ("1.234", VI, "1234"),
        ("1234,5", VI, "1234.5"),
        ("1,234", EN, "1234"),
        ("+12.50", EN, "12.50"),
        (" \u{2212}7 ", BARE, "-7"),
        ("\u{a0}28.709234\u{2009}", BARE, "28.709234"),
        ("1 234\u{a0}567\u{202f}890,5", SPACED, "1234567890.5"),
        ("0,5", VI, "0.5"),
        ("007", BARE, "007"),
    ] {
        assert_eq!(plain(text, format).as_deref(), Ok(want), "{text}");
    }
}

#[test]
fn anything_else_is_refused() {
    for (text, format) in [
        ("1234.567", VI),
        ("1.23", VI),
        ("0.123", VI),
        ("1..234", VI),
        (".234", VI),
        ("1.234.", VI),
        ("1,2,3", VI),
        ("1,2.3", VI),
        ("5,", VI),
        ("1,234", BARE),
        ("1 234", BARE),
        (".5", BARE),
        ("1e5", BARE),
        ("", BARE),
        ("-", BARE),
        ("--1", BARE),
        ("- 1", BARE),
        ("1336167. 72", BARE),
        ("2.767.229.12", VI),
        ("ERROR:  #N/A", BARE),
        ("１２", BARE),
        ("đ", VI),
    ] {
        assert!(plain(text, format).is_err(), "{text}");
    }
}

fn en(change: impl Fn(&mut NumberFormat)) -> NumberFormat {
    let mut format = EN;
    change(&mut format);
    format
}

#[test]
fn declared_forms_are_read_and_no_others() {
    let parentheses = en(|f| f.negative = Some(Negative::Parentheses));
    let all = en(|f| f.negative = Some(Negative::AllParentheses));
    let trailing = en(|f| f.negative = Some(Negative::Trailing));
    let exponent = en(|f| f.exponent = true);
    let short = en(|f| f.short = true);
    let both = en(|f| (f.short, f.exponent) = (true, true));
    let percent = en(|f| f.percent = Some(PercentSign::Sign));
    let percent_in = en(|f| {
        f.percent = Some(PercentSign::Sign);
        f.negative = Some(Negative::Parentheses);
    });
    let indian = en(|f| f.groups = DigitGroups::Indian);
    let myriads = en(|f| f.groups = DigitGroups::Myriads);
    let swiss = NumberFormat::new('.', Some('\''));
    for (text, format, want) in [
        ("(1,234.5)", parentheses, Some("-1234.5")),
        ("( 123 )", parentheses, Some("-123")),
        ("(0.5)", parentheses, Some("-0.5")),
        ("(1)", all, Some("-1")),
        ("(-5.0)", parentheses, None),
        ("-(5.0)", parentheses, None),
        ("(5.0", parentheses, None),
        ("(1,234.5)", EN, None),
        ("1,234-", trailing, Some("-1234")),
        ("1234 \u{2013}", trailing, Some("-1234")),
        ("-5-", trailing, None),
        ("1,234-", EN, None),
        ("\u{2013}5.2", BARE, Some("-5.2")),
        ("\u{2010}5.2", BARE, Some("-5.2")),
        ("\u{2013} 5.2", BARE, None),
        ("1.5E+06", exponent, Some("1.5e06")),
        ("2.5e-3", exponent, Some("2.5e-3")),
        ("1.5E+06", EN, None),
        ("1.5E", exponent, None),
        ("E5", exponent, None),
        ("1e5e5", exponent, None),
        ("1e9999", exponent, None),
        (".5", short, Some("0.5")),
        ("-.5", short, Some("-0.5")),
        ("5.", short, Some("5")),
        (".", short, None),
        ("1.E+3", both, Some("1e3")),
        ("12.5%", percent, Some("12.5")),
        ("13.1 %", percent, Some("13.1")),
        ("%12.5", percent, Some("12.5")),
        ("(12.5)%", percent_in, Some("-12.5")),
        ("(5%)", percent_in, Some("-5")),
        ("12.5%%", percent, None),
        ("12.5%", EN, None),
        ("12,34,567.5", indian, Some("1234567.5")),
        ("12,345", indian, Some("12345")),
        ("1,234,567", indian, None),
        ("123,456", indian, None),
        ("12,34,567", EN, None),
        ("1,2345,6789", myriads, Some("123456789")),
        ("1,234", myriads, None),
        ("1'234'567.5", swiss, Some("1234567.5")),
        ("1\u{2019}234\u{2019}568.5", swiss, Some("1234568.5")),
        ("1\u{2019}234", EN, None),
    ] {
        assert_eq!(plain(text, format).ok().as_deref(), want, "{text}");
    }
    for text in ["(1)", "(0)", "( 12 )"] {
        let error = plain(text, parentheses).unwrap_err();
        assert!(matches!(error, NumberError::MaybeNote(_)), "{text}");
    }
    assert!(read("12.5%", percent).unwrap().percent);
    assert!(!read("12.5", percent).unwrap().percent);
}

#[test]
fn the_message_says_what_was_expected() {
    let message = plain("1234.567", VI).unwrap_err().to_string();
    assert_eq!(
        message,
        "`1234.567` is not a number in the declared format: expected digits with decimal sign \
            `,` and groups of three apart by `.`"
    );
}

proptest! {
    #[test]
    fn never_panics_and_gives_what_dec_reads(text in "[0-9., +\u{2212}()%eE-]{0,12}|\\PC{0,8}") {
        let any = NumberFormat {
            negative: Some(Negative::AllParentheses),
            exponent: true,
            short: true,
            percent: Some(PercentSign::Sign),
            groups: DigitGroups::Indian,
            ..EN
        };
        if let Ok(digits) = plain(&text, any) {
            let read = digits.parse::<crate::model::Dec>();
            prop_assert!(!matches!(read, Err(crate::model::DecError::NotANumber(_))), "{digits}");
        }
        for format in [VI, EN, SPACED, BARE] {
            if let Ok(digits) = plain(&text, format) {
                prop_assert!(digits.parse::<crate::model::Dec>().is_ok(), "{digits}");
            }
        }
    }
}
