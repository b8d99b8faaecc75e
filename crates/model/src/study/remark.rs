//! What a reader of a study must know in addition to its numbers. The remarks of a row are published
//! as one text in each language.

use crate::bilingual::Bilingual;
use serde::{Deserialize, Serialize};

/// A remark on a row of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Remark {
    /// Other designs whose coefficients have the opposite sign, each with its coefficient.
    OppositeSign(Vec<String>),
    /// The scores are of several schemes; an empty one is not stated.
    Schemes {
        /// The schemes.
        schemes: Vec<String>,
        /// Whether the study declares that they are pooled.
        pooled: bool,
    },
    /// The scores are of one scheme of several.
    OneScheme(String),
    /// The figures are of several units, bases, datasets or definitions: these.
    SeriesMixed(Vec<String>),
    /// The figures are of one unit, basis, dataset and definition of several: of this.
    OneSeries(String),
    /// Areas, or areas in periods, that have not all the figures.
    LeftOut {
        /// How many.
        number: usize,
        /// Of how many.
        of: usize,
        /// Whether there are several periods.
        periods: bool,
    },
    /// Pairs with a figure that is not final.
    Provisional {
        /// How many.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// There is no interval: the coefficient is 1 or -1 (`true`), or areas are too few.
    NoInterval(bool),
    /// Observations of areas that have no other.
    Lone(usize),
    /// The coefficient of all pairs as they are.
    RawPooled(f64),
}

impl Remark {
    /// The remarks of a row as one text; empty where there is none.
    #[must_use]
    pub fn all(remarks: &[Remark]) -> Bilingual {
        let joined = |of: fn(&Remark) -> String| {
            let texts: Vec<String> = remarks.iter().map(of).collect();
            texts.join("; ")
        };
        Bilingual {
            vi: joined(Remark::vi),
            en: joined(Remark::en),
        }
    }

    fn en(&self) -> String {
        match self {
            Remark::OppositeSign(others) => format!("opposite sign: {}", others.join(", ")),
            Remark::Schemes { schemes, pooled } => format!(
                "scheme_break: schemes {}{}",
                listed(schemes, "none stated"),
                if *pooled { ", pooled as declared" } else { "" }
            ),
            Remark::OneScheme(scheme) => format!(
                "scheme {} alone, not pooled with others",
                stated(scheme, "none stated")
            ),
            Remark::SeriesMixed(series) => {
                format!("series_mixed: {}", listed(series, "none stated"))
            }
            Remark::OneSeries(series) => format!(
                "figures of {} alone, not compared with others",
                stated(series, "none stated")
            ),
            Remark::LeftOut {
                number,
                of,
                periods,
            } => {
                let what = if *periods { "area-periods" } else { "areas" };
                format!("{number} of {of} {what} left out for want of a figure")
            }
            Remark::Provisional { number, of } => {
                format!("{number} of {of} pairs with a figure that is not final")
            }
            Remark::NoInterval(true) => "no interval: the coefficient is 1 or -1".to_owned(),
            Remark::NoInterval(false) => {
                "no interval: too few areas, or none can be left out".to_owned()
            }
            Remark::Lone(number) => format!("{number} lone observations left out"),
            Remark::RawPooled(r) => {
                format!("raw pooled coefficient {r:.3}, which mixes areas and periods")
            }
        }
    }

    fn vi(&self) -> String {
        match self {
            Remark::OppositeSign(others) => format!("ngược chiều: {}", others.join(", ")),
            Remark::Schemes { schemes, pooled } => format!(
                "scheme_break: các bộ tiêu chí {}{}",
                listed(schemes, "không nêu"),
                if *pooled {
                    ", gộp theo khai báo"
                } else {
                    ""
                }
            ),
            Remark::OneScheme(scheme) => format!(
                "chỉ theo bộ tiêu chí {}, không gộp với bộ khác",
                stated(scheme, "không nêu")
            ),
            Remark::SeriesMixed(series) => {
                format!("series_mixed: {}", listed(series, "không nêu"))
            }
            Remark::OneSeries(series) => format!(
                "chỉ theo số liệu {}, không so sánh với số liệu khác",
                stated(series, "không nêu")
            ),
            Remark::LeftOut {
                number,
                of,
                periods,
            } => {
                let what = if *periods {
                    "cặp địa phương và kỳ"
                } else {
                    "địa phương"
                };
                format!("loại {number} trên {of} {what} vì không có số liệu")
            }
            Remark::Provisional { number, of } => {
                format!("{number} trên {of} cặp có số liệu chưa chính thức")
            }
            Remark::NoInterval(true) => "không có khoảng tin cậy: hệ số bằng 1 hoặc -1".to_owned(),
            Remark::NoInterval(false) => {
                "không có khoảng tin cậy: quá ít địa phương, hoặc không bỏ được địa phương nào"
                    .to_owned()
            }
            Remark::Lone(number) => format!("loại {number} quan sát đơn lẻ"),
            Remark::RawPooled(r) => format!(
                "hệ số khi gộp chưa điều chỉnh {}, lẫn khác biệt giữa địa phương và giữa các kỳ",
                format!("{r:.3}").replace('.', ",")
            ),
        }
    }
}

fn stated<'s>(scheme: &'s str, none: &'s str) -> &'s str {
    if scheme.is_empty() { none } else { scheme }
}

fn listed(schemes: &[String], none: &str) -> String {
    let texts: Vec<&str> = schemes.iter().map(|s| stated(s, none)).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_one_text_in_each_language() {
        let note = Remark::all(&[
            Remark::OneScheme("papi_2021".to_owned()),
            Remark::LeftOut {
                number: 3,
                of: 63,
                periods: false,
            },
            Remark::RawPooled(-0.1234),
        ]);
        assert_eq!(
            note.en,
            "scheme papi_2021 alone, not pooled with others; 3 of 63 areas left out for want of a \
                figure; raw pooled coefficient -0.123, which mixes areas and periods"
        );
        assert_eq!(
            note.vi,
            "chỉ theo bộ tiêu chí papi_2021, không gộp với bộ khác; loại 3 trên 63 địa phương vì \
                không có số liệu; hệ số khi gộp chưa điều chỉnh -0,123, lẫn khác biệt giữa địa \
                phương và giữa các kỳ"
        );
        assert_eq!(Remark::all(&[]), Bilingual::default());
    }
}
