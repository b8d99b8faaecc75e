//! The greatest common divisor of numbers of the machine: fractions of figures are reduced by it,
//! several for each score.

/// The greatest number that divides both; zero where both are zero.
pub fn common_divisor(one: i128, other: i128) -> i128 {
    let (mut large, mut small) = (one.unsigned_abs(), other.unsigned_abs());
    while small != 0 {
        if let (Ok(large), Ok(small)) = (u64::try_from(large), u64::try_from(small)) {
            return i128::from(of_words(large, small));
        }
        (large, small) = (small, large % small);
    }
    large.cast_signed()
}

/// The same of numbers that a register holds.
const fn of_words(mut large: u64, mut small: u64) -> u64 {
    while small != 0 {
        (large, small) = (small, large % small);
    }
    large
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_divides_both_and_nothing_larger_does() {
        let wide = i128::from(u64::MAX) * 12;
        let pairs = [(-12, 18), (0, 7), (7, 0), (0, 0), (wide, 18), (wide, wide)];
        let found = pairs.map(|(one, other)| common_divisor(one, other));
        assert_eq!(found, [6, 7, 7, 0, 18, wide]);
    }
}
