//! How much of an area's units the values of a KPI speak for.

use super::columns::BREAKDOWN;
use super::table_spec::ColumnType::{BigInt, Date, Dec, Double, Text};
use super::table_spec::{TableSpec, table};

pub(super) fn coverage() -> TableSpec {
    table(
        "coverage",
        "how much the values of a KPI speak for: areas of one level, what they weigh, verdicts \
                and reasons by number",
        &[
            ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
            (
                "boundary",
                Date,
                "day whose administrative units are used",
                "ngày xác định địa \
                    giới hành chính được dùng",
            ),
            (
                "period",
                Text,
                "2020, 2020-S1, 2020-Q3, 2020-09, or the fiscal year 2008-04-01/P1Y",
                "kỳ số liệu: năm 2020, nửa năm 2020-S1, quý 2020-Q3, tháng 2020-09 hoặc năm tài chính \
    2008-04-01/P1Y",
            ),
            (
                "span",
                Text,
                "period, ytd or rolling12",
                "cách tính kỳ: trong kỳ (period), lũy kế từ đầu năm (ytd) hoặc 12 tháng gần \
                        nhất (rolling12)",
            ),
            (
                "area_level",
                Text,
                "level of the areas counted",
                "cấp của các đơn vị hành chính \
                    được đếm",
            ),
            BREAKDOWN,
        ],
        &[
            (
                "areas_with_value",
                BigInt,
                "areas that have a value",
                "số địa bàn có giá trị",
            ),
            (
                "areas_in_register",
                BigInt,
                "areas of the level on the boundary day",
                "số đơn vị của cấp đó vào ngày ở cột boundary",
            ),
            (
                "share_of_areas",
                Double,
                "areas_with_value / areas_in_register",
                "tỷ lệ địa bàn có giá trị: areas_with_value / areas_in_register",
            ),
            (
                "weight_measure",
                Text,
                "measure by which areas count; null where none is declared or it never has \
                        figures for all of them",
                "chỉ tiêu dùng làm quyền số; để trống khi không khai báo hoặc không kỳ nào có \
                        đủ số liệu của mọi địa bàn",
            ),
            (
                "weight_period",
                Text,
                "its latest period, not after the row's, in which every area of the level has \
                        a figure",
                "kỳ gần nhất của quyền số, không sau kỳ của dòng, mà mọi địa bàn cùng cấp đều \
                        có số liệu",
            ),
            (
                "weight_unit",
                Text,
                "unit of the weights",
                "đơn vị tính của quyền số",
            ),
            (
                "weight_with_value",
                Dec,
                "sum of the weights of areas that have a value",
                "tổng quyền số của các địa bàn có giá trị",
            ),
            (
                "weight_of_all",
                Dec,
                "sum of the weights of all areas of the level",
                "tổng quyền số của mọi địa bàn cùng cấp",
            ),
            (
                "share_of_weight",
                Double,
                "weight_with_value / weight_of_all",
                "tỷ lệ theo quyền \
                    số: weight_with_value / weight_of_all",
            ),
            ("met", BigInt, "verdicts met", "số kết luận đạt"),
            (
                "not_met",
                BigInt,
                "verdicts not met",
                "số kết luận không đạt",
            ),
            (
                "on_track",
                BigInt,
                "verdicts on track",
                "số kết luận đúng tiến độ",
            ),
            (
                "off_track",
                BigInt,
                "verdicts off track",
                "số kết luận chậm tiến độ",
            ),
            (
                "not_due",
                BigInt,
                "verdicts not due",
                "số kết luận chưa đến hạn",
            ),
            (
                "no_target",
                BigInt,
                "values without a target",
                "số giá trị không có chỉ tiêu \
                    được giao",
            ),
            (
                "not_assessable",
                BigInt,
                "verdicts not assessable",
                "số trường hợp không đánh \
                    giá được",
            ),
            (
                "reasons",
                Text,
                "reasons in order of precedence with how many verdicts have each, a:2;b:1",
                "các lý do theo thứ tự ưu tiên kèm số trường hợp, dạng a:2;b:1",
            ),
        ],
    )
}
