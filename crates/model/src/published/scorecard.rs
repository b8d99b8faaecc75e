//! One verdict per KPI, area, boundary, period, span and target.

use super::columns::SCORE_KEY;
use super::table_spec::ColumnType::{Date, Dec, Double, Text, Timestamp};
use super::table_spec::{TableSpec, table};

pub(super) fn scorecard() -> TableSpec {
    table(
        "scorecard",
        "one verdict per KPI, area, boundary, period, span and target",
        SCORE_KEY,
        &[
            (
                "kind",
                Text,
                "growth, attainment, share, share_change, score_change, rank, rank_change, completion, \
                        gap, score, targets_met or rubric",
                "loại chỉ số: tốc độ tăng (growth), so với kế hoạch (attainment), tỷ trọng (share), thay đổi tỷ trọng (share_change), thay đổi điểm (score_change), \
                     thứ hạng (rank), thay đổi thứ hạng (rank_change), mức hoàn thành (completion), chênh lệch (gap), chính số liệu \
                     (score), số chỉ tiêu đạt (targets_met), chấm điểm theo bộ tiêu chí (rubric)",
            ),
            (
                "kpi_title_vi",
                Text,
                "title, Vietnamese",
                "tên chỉ số, tiếng Việt",
            ),
            (
                "kpi_title_en",
                Text,
                "title, English",
                "tên chỉ số, tiếng Anh",
            ),
            (
                "area_name_vi",
                Text,
                "area name, Vietnamese",
                "tên đơn vị hành chính, tiếng Việt",
            ),
            (
                "area_name_en",
                Text,
                "area name, English",
                "tên đơn vị hành chính, tiếng Anh",
            ),
            (
                "area_level",
                Text,
                "level of the area",
                "cấp của đơn vị hành chính",
            ),
            (
                "frequency",
                Text,
                "A (fiscal years too), S, T (four months), Q, M or W",
                "tần suất: năm (A, kể cả năm tài chính), nửa năm (S), bốn tháng (T), quý (Q), tháng (M) \
                    hoặc tuần (W)",
            ),
            (
                "period_start",
                Date,
                "first day of the period",
                "ngày đầu kỳ",
            ),
            ("period_end", Date, "last day of the period", "ngày cuối kỳ"),
            (
                "value",
                Double,
                "value of the KPI in value_unit",
                "giá trị của chỉ số, theo đơn \
                    vị ở cột value_unit",
            ),
            (
                "value_unit",
                Text,
                "ratio, pp, score, rank, count, or a currency by its ISO 4217 code, such as vnd or \
                    eur",
                "đơn vị tính: tỷ số (ratio), điểm phần trăm (pp), điểm số (score), thứ hạng \
                    (rank), số lượng (count) hoặc tiền theo mã ISO 4217, như vnd, eur",
            ),
            (
                "current_value",
                Dec,
                "figure of the period in operand_unit; of a change of rank the rank",
                "số liệu kỳ báo cáo, theo đơn vị ở cột operand_unit; với thay đổi thứ hạng là thứ \
                        hạng",
            ),
            (
                "base_value",
                Dec,
                "figure compared with in operand_unit: of the base, the plan, the whole of a part, \
                        the points possible or the other measure of a gap; of a rank the number of areas ranked, \
                        of a change of rank the rank",
                "số liệu dùng để so sánh (kỳ gốc, dự toán, tổng của phần, điểm tối đa hoặc số \
                        liệu đối chiếu), theo đơn vị ở cột operand_unit; với thứ hạng là số địa bàn được xếp hạng, với thay đổi thứ hạng \
                        là thứ hạng",
            ),
            (
                "operand_unit",
                Text,
                "unit of current_value and base_value; of a rank, of current_value alone",
                "đơn vị tính của current_value và base_value; với thứ hạng thì chỉ của \
                        current_value",
            ),
            (
                "basis",
                Text,
                "what exactly is counted; a;b when the operands differ",
                "phạm vi tính; ghi a;b khi các số liệu đầu vào khác phạm vi",
            ),
            (
                "base_period",
                Text,
                "period of base_value; null where it is a number of areas, targets or points, and for \
                    week 53 where the year compared with has none",
                "kỳ của base_value; để trống khi là số địa bàn, số chỉ tiêu hoặc số điểm, và với tuần 53 \
                    khi năm so sánh không có tuần này",
            ),
            (
                "target_op",
                Text,
                "ge, gt, le, lt or between",
                "phép so sánh: không thấp hơn (ge), cao hơn (gt), không vượt (le), thấp hơn (lt) \
                    hoặc trong khoảng (between)",
            ),
            (
                "target_value",
                Dec,
                "target in value_unit: the lower bound of a corridor; on a path the value of the \
                    period, rounded to 6 decimals (compared exactly)",
                "mức chỉ tiêu được giao, theo đơn vị ở cột value_unit: cận dưới của khoảng; trên \
                    lộ trình là mức của kỳ, làm tròn đến 6 chữ số thập phân (khi so sánh không làm \
                    tròn)",
            ),
            (
                "target_high",
                Dec,
                "upper bound of a corridor",
                "cận trên của khoảng",
            ),
            (
                "margin",
                Double,
                "signed distance from the target, positive on the good side; of on_track and \
                    off_track the distance from what is expected by now",
                "chênh lệch so với chỉ tiêu được giao, số dương là tốt hơn chỉ tiêu; với on_track và \
                    off_track là chênh lệch so với mức cần đạt đến nay",
            ),
            (
                "verdict",
                Text,
                "met, not_met, on_track, off_track, not_due, no_target or not_assessable",
                "kết luận: đạt (met), không đạt (not_met), đúng tiến độ (on_track), chậm tiến \
                        độ (off_track), chưa đến hạn (not_due), không có chỉ tiêu (no_target) hoặc \
                        không đánh giá được (not_assessable)",
            ),
            (
                "reason",
                Text,
                "first reason of not_assessable",
                "lý do đầu tiên khiến không \
                    đánh giá được",
            ),
            (
                "reasons",
                Text,
                "all reasons in order of precedence, a;b",
                "tất cả lý do theo \
                    thứ tự ưu tiên, dạng a;b",
            ),
            (
                "status",
                Text,
                "weakest status of the operands",
                "mức hoàn chỉnh thấp nhất trong \
                    các số liệu đầu vào",
            ),
            (
                "flags",
                Text,
                "what qualifies the verdict, a;b",
                "những điểm cần lưu ý khi dùng \
                    kết luận, dạng a;b",
            ),
            (
                "pace",
                Double,
                "share of the target expected by now",
                "phần chỉ tiêu cần đạt đến thời điểm này",
            ),
            (
                "projection",
                Double,
                "projected value at the end of the period",
                "giá trị dự báo đến cuối kỳ",
            ),
            (
                "projection_low",
                Double,
                "lower end of its band",
                "cận dưới của khoảng dự báo",
            ),
            (
                "projection_high",
                Double,
                "upper end of its band",
                "cận trên của khoảng dự báo",
            ),
            (
                "probability_met",
                Double,
                "probability that the target will be met",
                "xác suất đạt chỉ tiêu",
            ),
            (
                "known_from",
                Timestamp,
                "when the last of the operands became known",
                "thời điểm biết số liệu đầu vào mới nhất (giờ UTC)",
            ),
        ],
    )
}
