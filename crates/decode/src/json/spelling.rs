//! Numbers of JSON as people write them.

/// A number of JSON without an exponent, where that is not too long to write.
pub(super) fn spelt(number: &str) -> String {
    const LONGEST: i32 = 40;
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else {
        return number.to_owned();
    };
    let Some(exponent) = exponent.parse::<i32>().ok().filter(|e| e.abs() <= LONGEST) else {
        return number.to_owned();
    };
    let (sign, digits) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let zeros = "0".repeat(exponent.unsigned_abs() as usize);
    let all = if exponent < 0 {
        format!("{zeros}{whole}{fraction}")
    } else {
        format!("{whole}{fraction}{zeros}")
    };
    let before = whole.len() + if exponent < 0 { 0 } else { zeros.len() };
    let (whole, fraction) = all.split_at(before);
    let fraction = fraction.trim_end_matches('0');
    let whole = Some(whole.trim_start_matches('0'))
        .filter(|w| !w.is_empty())
        .unwrap_or("0");
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}
