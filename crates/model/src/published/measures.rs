//! Figures of measures: those in force, and every one that was said before.

use super::columns::{MEASURE_KEY, STATUS};
use super::revisions::{CODE, CODE_VI};
use super::table_spec::ColumnType::{Bool, Dec, Int, Text, Timestamp};
use super::table_spec::{ColumnDeclaration, TableSpec, table};

pub(super) fn measures() -> TableSpec {
    table(
        "measures",
        "figures per measure, area, boundary, period and span",
        MEASURE_KEY,
        &[
            ("value", Dec, "figure", "giá trị số liệu"),
            ("unit", Text, "unit", "đơn vị tính"),
            ("basis", Text, "what exactly is counted", "phạm vi tính"),
            (
                "plan_stage",
                Text,
                "submitted, assigned, council or revised",
                "giai đoạn dự toán: trình (submitted), Chính phủ giao (assigned), Hội đồng \
                        nhân dân quyết định (council) hoặc điều chỉnh (revised)",
            ),
            (
                "status",
                Text,
                "estimate, preliminary or final",
                "mức hoàn chỉnh: ước tính (estimate), sơ bộ (preliminary) hoặc chính thức \
                        (final)",
            ),
            (
                "flags",
                Text,
                "what qualifies the figure, a;b",
                "những điểm cần lưu ý khi dùng \
                    số liệu, dạng a;b",
            ),
            (
                "source_id",
                Text,
                "sources, a;b",
                "các nguồn số liệu, dạng a;b",
            ),
            (
                "delivery",
                Text,
                "deliveries, a;b",
                "các lần giao số liệu, dạng a;b",
            ),
            (
                "known_from",
                Timestamp,
                "when the last of its rows became known",
                "thời điểm biết dòng mới nhất tạo nên số liệu (giờ UTC)",
            ),
        ],
    )
}

/// Every value a measure has had.
pub(super) fn measures_history() -> TableSpec {
    let known_from = (
        "known_from",
        Timestamp,
        "when this value became known",
        "thời điểm biết giá trị này (giờ UTC)",
    );
    let key: Vec<ColumnDeclaration> = MEASURE_KEY.iter().copied().chain([known_from]).collect();
    table(
        "measures_history",
        "every value a measure has had",
        &key,
        &[
            ("value", Dec, "figure", "giá trị số liệu"),
            STATUS,
            (
                "withdrawn",
                Bool,
                "the provider took the figure back",
                "nơi cung cấp đã rút lại số liệu",
            ),
            (
                "source_id",
                Text,
                "sources, a;b",
                "các nguồn số liệu, dạng a;b",
            ),
            (
                "delivery",
                Text,
                "deliveries, a;b",
                "các lần giao số liệu, dạng a;b",
            ),
            ("unit", Text, "unit", "đơn vị tính"),
            (
                "vintage",
                Int,
                "1 for the first figure said, 2 for the second; null where there is no figure",
                "lần công bố: 1 là lần đầu, 2 là lần hai; để trống khi không có số liệu",
            ),
            (
                "value_before",
                Dec,
                "the figure before; null when there was none",
                "giá trị trước đó; để trống khi chưa có",
            ),
            (
                "status_before",
                Text,
                "status before",
                "mức hoàn chỉnh trước đó",
            ),
            ("revision_code", Text, CODE, CODE_VI),
        ],
    )
}
