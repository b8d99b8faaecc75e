//! The registers of targets and areas as a release used them.

use super::columns::BREAKDOWN;
use super::table_spec::ColumnType::{Date, Dec, Text};
use super::table_spec::{TableSpec, table};

pub(super) fn targets() -> TableSpec {
    table(
        "targets",
        "the target register as used",
        &[("target_id", Text, "target id", "mã chỉ tiêu được giao")],
        &[
            ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
            (
                "area_code",
                Text,
                "area code at the end of period_from; null where it is for a level",
                "mã đơn vị hành chính tại ngày cuối của kỳ period_from; để trống khi chỉ tiêu giao \
                    cho cả một cấp",
            ),
            (
                "area_level",
                Text,
                "the level whose every area it is for; null where it is for one area",
                "cấp hành chính mà mọi đơn vị đều được giao chỉ tiêu này; để trống khi giao cho một \
                    đơn vị",
            ),
            (
                "period_from",
                Text,
                "first period bound",
                "kỳ đầu tiên áp dụng",
            ),
            (
                "period_to",
                Text,
                "last period bound",
                "kỳ cuối cùng áp dụng",
            ),
            (
                "op",
                Text,
                "ge, gt, le, lt or between",
                "phép so sánh: không thấp hơn (ge), cao hơn (gt), không vượt (le), thấp hơn (lt) \
                    hoặc trong khoảng (between)",
            ),
            (
                "target_value",
                Dec,
                "target in value_unit: the lower bound of a corridor, the end of a path",
                "mức chỉ tiêu được giao, theo đơn vị ở cột value_unit: cận dưới của khoảng, mức \
                    cuối lộ trình",
            ),
            (
                "target_high",
                Dec,
                "upper bound of a corridor",
                "cận trên của khoảng",
            ),
            (
                "path",
                Text,
                "how the values on the way to target_value are found: linear, stepped or stated; \
                    null without a path",
                "cách xác định mức từng kỳ trên lộ trình đến target_value: tuyến tính (linear), \
                    bậc thang (stepped) hoặc chỉ các mức đã ghi (stated); để trống khi không có lộ \
                    trình",
            ),
            (
                "path_points",
                Text,
                "the points before the end, period=value;period=value",
                "các mốc trước mức cuối, dạng kỳ=mức;kỳ=mức",
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
                "plan",
                Text,
                "the plan meant",
                "kế hoạch hoặc dự toán được nói đến",
            ),
            (
                "tolerance",
                Dec,
                "allowed shortfall in value_unit",
                "mức hụt cho phép, \
                    theo đơn vị ở cột value_unit",
            ),
            (
                "legal_basis",
                Text,
                "the document that sets it",
                "văn bản giao chỉ tiêu",
            ),
            ("decided_on", Date, "when it was decided", "ngày ban hành"),
            (
                "valid_from",
                Date,
                "when it took effect",
                "ngày có hiệu lực",
            ),
            (
                "supersedes",
                Text,
                "the target it replaces",
                "chỉ tiêu bị thay thế",
            ),
            ("note", Text, "remark", "ghi chú"),
            BREAKDOWN,
        ],
    )
}

pub(super) fn areas() -> TableSpec {
    table(
        "areas",
        "the administrative units as used",
        &[
            ("area_code", Text, "area code", "mã đơn vị hành chính"),
            ("valid_from", Date, "first day", "ngày bắt đầu tồn tại"),
        ],
        &[
            (
                "valid_to",
                Date,
                "last day, null while it exists",
                "ngày cuối cùng tồn tại; để \
                    trống khi còn tồn tại",
            ),
            ("name_vi", Text, "name, Vietnamese", "tên, tiếng Việt"),
            ("name_en", Text, "name, English", "tên, tiếng Anh"),
            ("level", Text, "level", "cấp hành chính"),
            (
                "parent_code",
                Text,
                "code of the unit above",
                "mã đơn vị cấp trên",
            ),
            (
                "aliases",
                Text,
                "other spellings, a;b",
                "các cách viết khác, dạng a;b",
            ),
        ],
    )
}

pub(super) fn area_relations() -> TableSpec {
    table(
        "area_relations",
        "what happened between units when boundaries changed",
        &[
            (
                "date",
                Date,
                "first day of the new state",
                "ngày đầu tiên của địa giới mới",
            ),
            (
                "kind",
                Text,
                "merge, split, transfer or rename",
                "loại thay đổi: sáp nhập (merge), chia tách (split), điều chuyển (transfer) \
                        hoặc đổi tên (rename)",
            ),
            (
                "from_code",
                Text,
                "code on the day before",
                "mã vào ngày trước đó",
            ),
            ("to_code", Text, "code on the day", "mã vào ngày thay đổi"),
        ],
        &[("note", Text, "remark", "ghi chú")],
    )
}
