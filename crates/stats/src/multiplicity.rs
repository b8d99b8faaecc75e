//! Many questions asked at once.
//!
//! Source: Y. Benjamini and Y. Hochberg, *Controlling the false discovery rate*, JRSS B 57 (1995).

/// q-values of p-values, in the same order: the smallest share of false discoveries at which each
/// would be among the discoveries.
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = super::ranks::Ordered::new(p).order;
    let mut q = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (place, i) in order.iter().enumerate().rev() {
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of questions are far below 2^52"
        )]
        let adjusted = p[*i as usize] * p.len() as f64 / (place + 1) as f64;
        least = least.min(adjusted);
        q[*i as usize] = least;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fifteen p-values of Benjamini and Hochberg 1995, table 1 (thrombolytic treatment): at 5
    /// % the first four are discoveries.
    #[test]
    fn the_example_of_the_paper() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let q = benjamini_hochberg(&p);
        assert_eq!(q.iter().filter(|q| **q <= 0.05).count(), 4);
        assert!((q[3] - 0.035_625).abs() < 1e-15 && (q[0] - 0.0015).abs() < 1e-15);
        assert!(q.windows(2).all(|w| w[0] <= w[1]));
    }

    #[test]
    fn order_does_not_matter_and_one_question_is_itself() {
        assert_eq!(benjamini_hochberg(&[0.04]), [0.04]);
        assert_eq!(benjamini_hochberg(&[0.04, 0.01]), [0.04, 0.02]);
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
