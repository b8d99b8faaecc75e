//! Associations between reform scores and outcomes.

use super::table_spec::ColumnType::{BigInt, Bool, Date, Double, Int, Text};
use super::table_spec::{TableSpec, table};

pub(super) fn correlations() -> TableSpec {
    table(
        "correlations",
        "associations between reform scores and outcomes",
        &[
            ("study", Text, "study id", "mã nghiên cứu"),
            (
                "outcome",
                Text,
                "outcome series",
                "chuỗi kết quả kinh tế - xã hội",
            ),
            (
                "score",
                Text,
                "score series",
                "chuỗi điểm cải cách hành chính",
            ),
            (
                "design",
                Text,
                "cross_section, pooled, within or difference",
                "thiết kế: cắt ngang (cross_section), gộp (pooled), trong nội bộ từng địa \
                        phương (within) hoặc sai phân (difference)",
            ),
            (
                "period",
                Text,
                "outcome year, or 2017/2024 if several",
                "năm của kết quả, hoặc \
                    2017/2024 khi gồm nhiều năm",
            ),
            (
                "lag",
                Int,
                "periods by which the score precedes the outcome",
                "số kỳ mà điểm đi \
                    trước kết quả",
            ),
            (
                "method",
                Text,
                "pearson, spearman or kendall",
                "hệ số: pearson, spearman hoặc \
                    kendall",
            ),
            (
                "boundary",
                Date,
                "day whose administrative units are used",
                "ngày xác định địa \
                    giới hành chính được dùng",
            ),
        ],
        &[
            ("n", Int, "pairs", "số cặp quan sát"),
            ("n_areas", Int, "areas", "số đơn vị hành chính"),
            ("n_periods", Int, "periods", "số kỳ"),
            (
                "coefficient",
                Double,
                "coefficient of association",
                "hệ số tương quan (mức liên \
                    hệ, không phải quan hệ nhân quả)",
            ),
            (
                "ci_low",
                Double,
                "lower end of the interval",
                "cận dưới của khoảng tin cậy",
            ),
            (
                "ci_high",
                Double,
                "upper end of the interval",
                "cận trên của khoảng tin cậy",
            ),
            (
                "ci_method",
                Text,
                "how the interval was made",
                "phương pháp lập khoảng tin cậy",
            ),
            ("p_value", Double, "p-value", "trị số p"),
            (
                "p_method",
                Text,
                "how the p-value was made",
                "phương pháp tính trị số p",
            ),
            (
                "q_value",
                Double,
                "Benjamini-Hochberg q over the primary rows",
                "trị số q Benjamini-Hochberg trên các dòng chính",
            ),
            (
                "is_primary",
                Bool,
                "declared in advance as the row that counts",
                "dòng chính, được công bố trước khi tính",
            ),
            (
                "loo_min",
                Double,
                "smallest coefficient with one area left out",
                "hệ số nhỏ nhất khi bỏ một đơn vị hành chính",
            ),
            (
                "loo_min_area",
                Text,
                "the area left out there",
                "đơn vị hành chính bị bỏ trong \
                    trường hợp đó",
            ),
            (
                "loo_max",
                Double,
                "largest coefficient with one area left out",
                "hệ số lớn nhất khi bỏ một đơn vị hành chính",
            ),
            (
                "loo_max_area",
                Text,
                "the area left out there",
                "đơn vị hành chính bị bỏ trong \
                    trường hợp đó",
            ),
            (
                "regional_coefficient",
                Double,
                "coefficient with what the areas of a region have in common in a period \
                        removed as well",
                "hệ số sau khi loại thêm phần chung của các địa phương cùng vùng trong từng kỳ",
            ),
            (
                "regional_p_value",
                Double,
                "p-value of that coefficient",
                "trị số p của hệ số đó",
            ),
            (
                "evidence",
                Text,
                "more_than_chance, one_of_many or may_be_chance: p, q, interval and regional \
                        sensitivity together",
                "mức chắc chắn khi xét cả p, q, khoảng tin cậy và kết quả loại yếu tố vùng: \
                        vượt mức ngẫu nhiên (more_than_chance), một trong nhiều phép so sánh \
                        (one_of_many), có thể do ngẫu nhiên (may_be_chance)",
            ),
            (
                "opposite_designs",
                Text,
                "designs in which the same score and outcome go together the other way, a;b",
                "các thiết kế cho kết quả ngược chiều với cùng điểm và kết quả, dạng a;b",
            ),
            (
                "controls",
                Text,
                "what was removed, a;b",
                "các yếu tố đã loại trừ, dạng a;b",
            ),
            (
                "resamples",
                Int,
                "resamples drawn, or groups left out by the jackknife",
                "số lần lấy mẫu lại, hoặc số nhóm lần lượt bị bỏ (jackknife)",
            ),
            (
                "seed",
                BigInt,
                "seed of the generator",
                "hạt giống của bộ sinh số ngẫu nhiên",
            ),
            (
                "circular",
                Bool,
                "score and outcome are made of the same figures",
                "điểm và kết quả có chung số liệu đầu vào",
            ),
            (
                "refused",
                Text,
                "why nothing was computed",
                "lý do không tính",
            ),
            ("note", Text, "remark", "ghi chú, tiếng Anh"),
            ("note_vi", Text, "remark, Vietnamese", "ghi chú, tiếng Việt"),
        ],
    )
}
