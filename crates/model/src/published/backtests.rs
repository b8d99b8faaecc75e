//! Rules of pace, tried on years that are over.

use super::columns::{BOUNDARY, BREAKDOWN};
use super::table_spec::ColumnType::{Double, Int, Text};
use super::table_spec::{TableSpec, table};

pub(super) fn backtests() -> TableSpec {
    table(
        "backtests",
        "rules of pace tried on years that are over, each by the years before it only, against \
            what the year became",
        &[
            ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
            (
                "area_code",
                Text,
                "area code on the boundary day; empty for all areas together",
                "mã đơn vị hành chính theo địa giới tại ngày ở cột boundary; để trống khi gộp mọi \
                    địa bàn",
            ),
            BOUNDARY,
            (
                "month",
                Int,
                "months of its year that the year to date covers: 7 for October of a year that \
                    begins in April",
                "số tháng của năm mà số lũy kế đã tính: 7 nếu là tháng 10 của năm bắt đầu từ tháng 4",
            ),
            BREAKDOWN,
            (
                "year_begins",
                Int,
                "month with which the years tried begin: 1 for calendar years",
                "tháng bắt đầu của các năm được thử: 1 là năm dương lịch",
            ),
        ],
        &[
            (
                "rule",
                Text,
                "linear, usual, same_period or plan",
                "quy tắc tiến độ: đều theo tháng (linear), như các năm trước (usual), so cùng kỳ \
                    (same_period) hoặc theo kế hoạch từng tháng (plan)",
            ),
            (
                "n",
                Int,
                "years of areas that were tried",
                "số lượt thử (địa bàn × năm)",
            ),
            (
                "n_needed",
                Int,
                "with fewer, errors and shares are null: they would mislead",
                "nếu ít hơn thì để trống sai số và tỷ lệ vì dễ gây hiểu sai",
            ),
            (
                "n_years",
                Int,
                "different years among them",
                "số năm khác nhau",
            ),
            (
                "first_year",
                Int,
                "first year tried",
                "năm đầu tiên được thử",
            ),
            (
                "last_year",
                Int,
                "last year tried",
                "năm cuối cùng được thử",
            ),
            (
                "error_unit",
                Text,
                "ratio: a share of what the year became; pp or score: a difference",
                "ratio: tỷ lệ so với kết quả cả năm; pp hoặc score: chênh lệch",
            ),
            (
                "mean_error",
                Double,
                "mean error of the projection, positive when too much was projected",
                "sai số dự báo trung bình; số dương khi dự báo cao hơn kết quả",
            ),
            (
                "mean_absolute_error",
                Double,
                "mean size of the error: the usual error at this month",
                "độ lớn trung bình của sai số: sai số thường gặp tại tháng này",
            ),
            (
                "largest_absolute_error",
                Double,
                "largest size of the error",
                "độ lớn lớn nhất của sai số",
            ),
            (
                "n_band",
                Int,
                "trials with a band",
                "số lượt thử có khoảng dự báo",
            ),
            (
                "share_inside_band",
                Double,
                "share of them that ended inside it",
                "tỷ lệ kết quả cả năm nằm trong khoảng",
            ),
            (
                "n_verdicts",
                Int,
                "verdicts on_track or off_track of years that were then met or not met",
                "số kết luận đúng hoặc chậm tiến độ mà cả năm sau đó đạt hoặc không đạt",
            ),
            (
                "share_verdicts_right",
                Double,
                "share of them that proved right",
                "tỷ lệ kết luận được chứng minh là đúng",
            ),
            (
                "n_probabilities",
                Int,
                "trials with probability_met",
                "số lượt thử có xác suất đạt chỉ tiêu",
            ),
            (
                "mean_probability",
                Double,
                "mean of the probabilities given",
                "xác suất trung bình đã nêu",
            ),
            (
                "share_met",
                Double,
                "share of those targets that were met",
                "tỷ lệ chỉ tiêu thực tế đạt",
            ),
            (
                "brier_score",
                Double,
                "mean square of the difference: 0 is perfect, 0.25 is a coin",
                "trung bình bình phương chênh lệch: 0 là hoàn hảo, 0,25 như tung đồng xu",
            ),
        ],
    )
}
