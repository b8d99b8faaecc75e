//! Figures that were not used, and what the verdict would have been with them.

use super::columns::{MEASURE, OPERAND_BREAKDOWN, SCORE_KEY, STATUS};
use super::table_spec::ColumnType::{Bool, Dec, Double, Int, Text, Timestamp};
use super::table_spec::{ColumnDeclaration, TableSpec, table};

const VERDICT_VI: &str = "kết luận nếu dùng số liệu này";

pub(super) fn alternatives() -> TableSpec {
    let more: [ColumnDeclaration; 5] = [
        (
            "role",
            Text,
            "current, base, part, whole, base_part, base_whole or plan",
            "vai trò của số liệu: kỳ này (current), kỳ gốc (base), phần (part), tổng (whole), phần \
                kỳ gốc (base_part), tổng kỳ gốc (base_whole) hoặc dự toán (plan)",
        ),
        (
            "choice",
            Text,
            "why it is not used: dataset, rank, preference, conflict or vintage",
            "lý do không dùng: bộ số liệu xếp sau (dataset), nguồn xếp hạng sau (rank), loại khác \
                được ưu tiên (preference), mâu thuẫn cùng hạng (conflict) hoặc đã có số công bố \
                sau (vintage)",
        ),
        (
            "dataset",
            Text,
            "dataset that has the figure",
            "bộ số liệu có số này",
        ),
        (
            "source_id",
            Text,
            "source within the dataset; empty for the dataset as a whole",
            "nguồn trong bộ số liệu; để trống khi là cả bộ số liệu",
        ),
        (
            "variant",
            Text,
            "value of the preferred column, or status of the vintage; else empty",
            "giá trị của cột ưu tiên, hoặc mức hoàn chỉnh của lần công bố; nếu không thì để trống",
        ),
    ];
    let key: Vec<ColumnDeclaration> = SCORE_KEY.iter().copied().chain(more).collect();
    table(
        "alternatives",
        "figures that were not used for a verdict, and what the verdict would have been with them",
        &key,
        &[
            MEASURE,
            (
                "operand_period",
                Text,
                "period of the figure",
                "kỳ của số liệu",
            ),
            (
                "dataset_rank",
                Int,
                "place of the dataset among those of the measure, 1 = preferred",
                "thứ tự ưu tiên của bộ số liệu, 1 là ưu tiên nhất",
            ),
            (
                "source_rank",
                Int,
                "declared rank within the dataset, 1 = preferred",
                "thứ hạng ưu tiên đã khai báo trong bộ số liệu, 1 là ưu tiên nhất",
            ),
            ("value", Dec, "figure", "giá trị số liệu"),
            ("unit", Text, "unit", "đơn vị tính"),
            ("basis", Text, "what exactly is counted", "phạm vi tính"),
            (
                "plan_stage",
                Text,
                "submitted, assigned, council or revised",
                "giai đoạn dự toán: trình (submitted), Chính phủ giao (assigned), Hội đồng nhân \
                    dân quyết định (council) hoặc điều chỉnh (revised)",
            ),
            STATUS,
            (
                "known_from",
                Timestamp,
                "when it became known",
                "thời điểm biết số liệu (giờ UTC)",
            ),
            (
                "used_dataset",
                Text,
                "dataset that is used; null when none is",
                "bộ số liệu được dùng; để trống khi không có",
            ),
            (
                "used_source_id",
                Text,
                "sources that are used, a;b",
                "các nguồn được dùng, dạng a;b",
            ),
            (
                "used_value",
                Dec,
                "figure that is used; null when none is",
                "số liệu được dùng; để trống khi không có",
            ),
            (
                "kpi_value_used",
                Double,
                "value of the KPI in value_unit",
                "giá trị của chỉ số, theo đơn vị ở cột value_unit",
            ),
            (
                "kpi_value",
                Double,
                "value of the KPI had the source been used wherever it has the figure",
                "giá trị của chỉ số nếu dùng nguồn này ở mọi nơi có số liệu",
            ),
            ("verdict_used", Text, "verdict", "kết luận"),
            ("verdict", Text, "verdict had it been used", VERDICT_VI),
            ("reason_used", Text, "first reason", "lý do đầu tiên"),
            (
                "reason",
                Text,
                "first reason had it been used",
                "lý do đầu tiên nếu dùng số liệu này",
            ),
            (
                "differs",
                Bool,
                "the verdict or its first reason would have been another one",
                "kết luận hoặc lý do đầu tiên sẽ khác",
            ),
            OPERAND_BREAKDOWN,
        ],
    )
}
