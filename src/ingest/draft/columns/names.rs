//! Names of columns, or parts of them, that speak for a meaning; compared in lower case.

use super::table::Columns;

/// Different texts of a column that are tried as areas or labels.
pub(super) const TRIED: usize = 2_000;

pub(super) const PERIOD: [&str; 9] = [
    "time_period",
    "period",
    "year",
    "năm",
    "nam",
    "kỳ",
    "quý",
    "tháng",
    "thời gian",
];

/// Names of columns of days and of parts of a year.
pub(super) const DAY: [&str; 6] = ["date", "day", "month", "quarter", "ngày", "thời điểm"];

pub(super) const AREA: [&str; 14] = [
    "area",
    "ref_area",
    "province",
    "region",
    "county",
    "district",
    "tỉnh",
    "tinh",
    "huyện",
    "quận",
    "xã",
    "địa phương",
    "dia_phuong",
    "geo",
];

pub(super) const VALUE: [&str; 6] = [
    "obs_value",
    "value",
    "figure",
    "giá trị",
    "số liệu",
    "gia_tri",
];

pub(super) const STATUS: [&str; 3] = ["status", "trạng thái", "tình trạng"];

pub(super) const NUMBERING: [&str; 6] = ["stt", "tt", "no", "no.", "#", "id"];

impl Columns {
    pub(super) fn is_named(&self, at: usize, names: &[&str]) -> bool {
        let called = [self.names.get(at), self.titles.get(at)];
        called.into_iter().flatten().any(|name| {
            let own = name.to_lowercase();
            names.iter().any(|n| {
                own == *n
                    || own
                        .split(|c: char| !c.is_alphanumeric() && c != '_')
                        .any(|word| word == *n)
                    || (n.contains(' ') && own.contains(n))
            })
        })
    }
}
