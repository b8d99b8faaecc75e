//! What changed after it was said: revised values and verdicts, the codes of why, and how much
//! figures of a measure were revised.

use super::columns::{BOUNDARY, BREAKDOWN, FREQUENCY, MEASURE, SCORE_KEY, SPAN};
use super::table_spec::ColumnType::{Bool, Double, Int, Text, Timestamp};
use super::table_spec::{TableSpec, key_with, table};

/// What a revision code may say.
pub(super) const CODE: &str = "why: withdrawn, conflict, definition, target_decided, other_source, \
    correction, status_advanced, revised, new_figure, period_ended or reassessed";

/// The same in Vietnamese.
pub(super) const CODE_VI: &str = "lý do: rút lại (withdrawn), các nguồn mâu thuẫn (conflict), đổi \
    đơn vị, phạm vi hoặc bộ tiêu chí (definition), ban hành hoặc thay thế mục tiêu \
    (target_decided), dùng nguồn khác (other_source), đính chính (correction), mức hoàn chỉnh cao \
    hơn (status_advanced), nơi cung cấp điều chỉnh (revised), số liệu mới (new_figure), kỳ đã kết \
    thúc (period_ended) hoặc đánh giá lại (reassessed)";

pub(super) fn revisions() -> TableSpec {
    table(
        "revisions",
        "values and verdicts that changed",
        &key_with(
            SCORE_KEY,
            (
                "known_from",
                Timestamp,
                "when the change became known",
                "thời điểm biết thay đổi (giờ UTC)",
            ),
        ),
        &[
            (
                "value_before",
                Double,
                "value before",
                "giá trị trước điều chỉnh",
            ),
            (
                "value_after",
                Double,
                "value after",
                "giá trị sau điều chỉnh",
            ),
            (
                "verdict_before",
                Text,
                "verdict before",
                "kết luận trước điều chỉnh",
            ),
            (
                "verdict_after",
                Text,
                "verdict after",
                "kết luận sau điều chỉnh",
            ),
            (
                "reason_before",
                Text,
                "reason before",
                "lý do trước điều chỉnh",
            ),
            ("reason_after", Text, "reason after", "lý do sau điều chỉnh"),
            (
                "delivery",
                Text,
                "delivery that brought it",
                "lần giao số liệu mang đến thay đổi",
            ),
            ("revision_code", Text, CODE, CODE_VI),
            (
                "flipped",
                Bool,
                "the verdict changed",
                "kết luận có thay đổi",
            ),
        ],
    )
}

pub(super) fn revision_summary() -> TableSpec {
    table(
        "revision_summary",
        "how much figures of a measure were revised after they were said, by maturity: amounts as \
            shares of the earlier figure, rates and scores as differences",
        &[
            MEASURE,
            BOUNDARY,
            FREQUENCY,
            SPAN,
            (
                "maturity_by",
                Text,
                "status or vintage",
                "phân theo mức hoàn chỉnh (status) hoặc lần công bố (vintage)",
            ),
            (
                "maturity",
                Text,
                "the status of the first figure (estimate, preliminary, final), or which figure \
                    said: 1, 2, …",
                "mức hoàn chỉnh của số công bố đầu (estimate, preliminary, final), hoặc lần công \
                    bố: 1, 2, …",
            ),
            (
                "revision_unit",
                Text,
                "ratio: revisions are shares of the earlier figure (amounts); otherwise \
                    differences in this unit, pp for percentages",
                "ratio: mức điều chỉnh là tỷ lệ so với số trước (đối với lượng); nếu không là \
                    chênh lệch theo đơn vị này, pp là điểm phần trăm",
            ),
            BREAKDOWN,
        ],
        &[
            (
                "n",
                Int,
                "figures of which a later one is known",
                "số lượng số liệu đã có số công bố sau",
            ),
            (
                "n_needed",
                Int,
                "with fewer, means and percentiles are null: they would mislead",
                "nếu ít hơn thì để trống trung bình và phân vị vì dễ gây hiểu sai",
            ),
            ("n_down", Int, "revised downwards", "số lần điều chỉnh giảm"),
            (
                "n_zero",
                Int,
                "said again without a change of value",
                "số lần công bố lại mà giá trị không đổi",
            ),
            ("n_up", Int, "revised upwards", "số lần điều chỉnh tăng"),
            (
                "mean_revision",
                Double,
                "mean revision, the bias: positive when first figures were too low",
                "mức điều chỉnh trung bình (độ chệch): số dương khi số công bố đầu thấp hơn",
            ),
            (
                "mean_absolute_revision",
                Double,
                "mean size of revisions",
                "độ lớn trung bình của điều chỉnh",
            ),
            (
                "median_revision",
                Double,
                "middle revision",
                "trung vị của mức điều chỉnh",
            ),
            (
                "p90_absolute_revision",
                Double,
                "size that nine in ten stayed within; knife_edge is judged by it",
                "độ lớn mà chín phần mười không vượt quá; dùng để xét cờ knife_edge",
            ),
            (
                "largest_absolute_revision",
                Double,
                "largest size",
                "độ lớn lớn nhất",
            ),
        ],
    )
}
