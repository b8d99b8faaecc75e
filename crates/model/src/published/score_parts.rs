//! What verdicts are made from: their figures, and the parts of those that are put together.

use super::columns::{OPERAND_BREAKDOWN, SCORE_KEY};
use super::table_spec::ColumnType::{Dec, Double, Text};
use super::table_spec::{TableSpec, key_with, table};

pub(super) fn operands() -> TableSpec {
    table(
        "operands",
        "the figures behind each verdict",
        &key_with(
            SCORE_KEY,
            (
                "role",
                Text,
                "current, base, part, whole, base_part, base_whole or plan",
                "vai trò của số liệu: kỳ này (current), kỳ gốc (base), phần (part), tổng \
                        (whole), phần kỳ gốc (base_part), tổng kỳ gốc (base_whole) hoặc dự toán \
                        (plan)",
            ),
        ),
        &[
            ("measure", Text, "measure id", "mã chỉ tiêu thống kê"),
            (
                "operand_period",
                Text,
                "period of the figure",
                "kỳ của số liệu",
            ),
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
            OPERAND_BREAKDOWN,
        ],
    )
}

pub(super) fn score_items() -> TableSpec {
    table(
        "score_items",
        "the parts of scores that are put together from others: each target of a list with its \
                verdict, each criterion of a rubric with its points; and what areas add to changes, where a \
                KPI has `contributions`",
        &key_with(
            &key_with(
                SCORE_KEY,
                (
                    "item_kpi",
                    Text,
                    "KPI that the part hangs on, empty when none",
                    "chỉ số mà thành phần dựa vào; để trống khi không có",
                ),
            ),
            (
                "item",
                Text,
                "target or criterion; of contributions the area code or the member (sector=A), or \
                not_explained",
                "chỉ tiêu hoặc tiêu chí; với mức đóng góp là mã địa bàn hoặc thành phần (sector=A), hoặc \
                not_explained",
            ),
        ),
        &[
            (
                "field",
                Text,
                "field of a criterion",
                "lĩnh vực của tiêu chí",
            ),
            ("title_vi", Text, "title, Vietnamese", "tên, tiếng Việt"),
            ("title_en", Text, "title, English", "tên, tiếng Anh"),
            (
                "value",
                Double,
                "value of the KPI; of a contribution what the area adds to the value of the score",
                "giá trị của chỉ số; với mức đóng góp là phần của địa bàn trong giá trị",
            ),
            ("verdict", Text, "verdict of the KPI", "kết luận của chỉ số"),
            (
                "points",
                Dec,
                "points earned, 1 for a target that is met; null when that cannot be said",
                "điểm đạt được, 1 với chỉ tiêu đạt; để trống khi không xác định được",
            ),
            ("maximum", Dec, "points possible", "điểm tối đa"),
            (
                "reason",
                Text,
                "first reason why there are no points",
                "lý do đầu tiên khiến \
                    không có điểm",
            ),
            ("reasons", Text, "all reasons, a;b", "mọi lý do, dạng a;b"),
        ],
    )
}
