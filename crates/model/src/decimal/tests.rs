//! Figures are held exactly, or refused.

use super::number::MAX;
use super::*;
use num_rational::BigRational;
use proptest::prelude::*;

#[test]
fn money_is_scaled_exactly() {
    let d = Dec::parse_scaled("66641687.513", 6).unwrap();
    assert_eq!(d.to_string(), "66641687513000");
    assert_eq!(
        Dec::parse_scaled("3347.5", 9).unwrap().to_string(),
        "3347500000000"
    );
    assert_eq!(Dec::parse_scaled("1.5e3", 0).unwrap().to_string(), "1500");
    assert_eq!(Dec::parse_scaled("2.50", -2).unwrap().to_string(), "0.025");
}

#[test]
fn a_declared_rounding_says_whether_it_lost_anything() {
    for (text, unit_mult, places, want, lost) in [
        ("7.12345678901234", 0, 5, "7.12346", true),
        ("7.125", 0, 2, "7.13", true),
        ("-7.125", 0, 2, "-7.13", true),
        ("7.1249999", 0, 2, "7.12", true),
        ("7.12", 0, 2, "7.12", false),
        ("7.1", 0, 5, "7.1", false),
        ("7.12345678901234", 6, 5, "7123456.78901", true),
        ("7.12345678901234", 3, 0, "7123", true),
        ("1e-40", 0, 5, "0", true),
        ("0.0000000", 0, 5, "0", false),
        ("15e2", 0, 0, "1500", false),
    ] {
        let (got, over) = Dec::parse_rounded(text, unit_mult, places).unwrap();
        assert_eq!((got.to_string().as_str(), over), (want, lost), "{text}");
    }
    assert!(Dec::parse_rounded("1,5", 0, 2).is_err() && Dec::parse_rounded("1e39", 0, 2).is_err());
    assert_eq!(
        [0, 2, 5].map(|n| Dec::half_of_place(n).unwrap().to_string()),
        ["0.5", "0.005", "0.000005"]
    );
    assert_eq!(Dec::half_of_place(6), None);
}

#[test]
fn what_cannot_be_held_is_refused() {
    assert_eq!(
        "0.0000001".parse::<Dec>(),
        Err(DecError::TooPrecise("0.0000001".into()))
    );
    for bad in [
        "", "-", ".", "1,2", "1 000", "0x1", "nan", "1e", "--1", "１",
    ] {
        assert_eq!(
            bad.parse::<Dec>(),
            Err(DecError::NotANumber(bad.into())),
            "{bad}"
        );
    }
    assert!(matches!("1e33".parse::<Dec>(), Err(DecError::TooLarge(_))));
    assert!(matches!(
        "1e99999999".parse::<Dec>(),
        Err(DecError::TooLarge(_))
    ));
    assert!(matches!(
        "1e-99999999".parse::<Dec>(),
        Err(DecError::TooPrecise(_))
    ));
    assert_eq!("0e99999".parse::<Dec>(), Ok(Dec::ZERO));
}

#[test]
fn a_fraction_is_rounded_to_the_nearest_millionth_and_half_of_one_away_from_zero() {
    for (numer, denom, want) in [
        (1, 3, "0.333333"),
        (-2, 3, "-0.666667"),
        (1, 2_000_000, "0.000001"),
        (-1, 2_000_000, "-0.000001"),
        (1, 2_000_001, "0"),
        (7, 1, "7"),
    ] {
        let fraction = BigRational::new(numer.into(), denom.into());
        assert_eq!(Dec::from_rational(&fraction).unwrap().to_string(), want);
    }
}

proptest! {
    /// What numbers of the machine hold is rounded as what they do not hold.
    #[test]
    fn fractions_are_rounded_alike_whatever_holds_them(n: i64, d in 1..=i64::MAX) {
        let fraction = BigRational::new(n.into(), d.into());
        let micros = (&fraction * BigRational::from_integer(1_000_000.into())).round().to_integer();
        let rounded = micros.to_string().parse::<i128>().unwrap();
        prop_assert_eq!(Dec::from_rational(&fraction), Dec::from_micros(rounded));
    }

    #[test]
    fn text_and_back(n in -MAX..=MAX) {
        let d = Dec::from_micros(n).unwrap();
        prop_assert_eq!(d.to_string().parse::<Dec>().unwrap(), d);
    }
}
