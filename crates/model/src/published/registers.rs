//! The registers of targets and areas as a release used them.

use super::table_spec::ColumnType::{Date, TargetDec, Text};
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
                "area code at the end of period_from",
                "mã đơn vị hành chính \
                    tại ngày cuối của kỳ period_from",
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
                "ge, gt, le or lt",
                "phép so sánh: không thấp hơn (ge), cao hơn (gt), \
                    không vượt (le) hoặc thấp hơn (lt)",
            ),
            (
                "target_value",
                TargetDec,
                "target in value_unit",
                "mức chỉ tiêu được giao, theo \
                    đơn vị ở cột value_unit",
            ),
            (
                "value_unit",
                Text,
                "ratio, pp, score, rank, count or vnd",
                "đơn vị tính: tỷ số (ratio), điểm phần trăm (pp), điểm số (score), thứ hạng \
                        (rank), số lượng (count) hoặc đồng (vnd)",
            ),
            (
                "plan",
                Text,
                "the plan meant",
                "kế hoạch hoặc dự toán được nói đến",
            ),
            (
                "tolerance",
                TargetDec,
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
