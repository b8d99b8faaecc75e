//! Columns that several tables have, and the keys of verdicts and of figures.

use super::table_spec::ColumnDeclaration;
use super::table_spec::ColumnType::{Date, Text};

const AREA_CODE: ColumnDeclaration = (
    "area_code",
    Text,
    "area code on the boundary day",
    "mã đơn vị hành chính theo địa giới tại ngày ở cột boundary",
);

pub(super) const BOUNDARY: ColumnDeclaration = (
    "boundary",
    Date,
    "day whose administrative units are used",
    "ngày xác định địa giới hành chính được dùng",
);

const PERIOD: ColumnDeclaration = (
    "period",
    Text,
    "2020, 2020-S1, 2020-T1, 2020-Q3, 2020-09, 2020-W53, or the fiscal year 2008-04-01/P1Y",
    "kỳ số liệu: năm 2020, nửa năm 2020-S1, bốn tháng 2020-T1, quý 2020-Q3, tháng 2020-09, tuần \
    2020-W53 hoặc năm tài chính 2008-04-01/P1Y",
);

pub(super) const SPAN: ColumnDeclaration = (
    "span",
    Text,
    "period, ytd or rolling12",
    "cách tính kỳ: trong kỳ (period), lũy kế từ đầu năm (ytd) hoặc 12 tháng gần nhất \
        (rolling12)",
);

pub(super) const FREQUENCY: ColumnDeclaration = (
    "frequency",
    Text,
    "A (fiscal years too), S, T (four months), Q, M or W",
    "tần suất: năm (A, kể cả năm tài chính), nửa năm (S), bốn tháng (T), quý (Q), tháng (M) hoặc \
    tuần (W)",
);

pub(super) const MEASURE: ColumnDeclaration =
    ("measure", Text, "measure id", "mã chỉ tiêu thống kê");

pub(super) const BREAKDOWN: ColumnDeclaration = (
    "breakdown",
    Text,
    "members of dimensions, sector=A or sector=A;sex=F; empty for the total",
    "thành phần theo từng chiều phân tổ, dạng sector=A hoặc sector=A;sex=F; để trống khi là số tổng",
);

pub(super) const STATUS: ColumnDeclaration = (
    "status",
    Text,
    "estimate, preliminary or final",
    "mức hoàn chỉnh: ước tính (estimate), sơ bộ (preliminary) hoặc chính thức (final)",
);

pub(super) const SCORE_KEY: &[ColumnDeclaration] = &[
    ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
    AREA_CODE,
    BOUNDARY,
    PERIOD,
    SPAN,
    (
        "target_id",
        Text,
        "target held against, empty when none",
        "mã chỉ tiêu được giao dùng để so sánh; để trống khi không có",
    ),
    BREAKDOWN,
];

pub(super) const MEASURE_KEY: &[ColumnDeclaration] =
    &[MEASURE, AREA_CODE, BOUNDARY, PERIOD, SPAN, BREAKDOWN];

pub(super) const OPERAND_BREAKDOWN: ColumnDeclaration = (
    "operand_breakdown",
    Text,
    "breakdown of the measure; empty for the total",
    "thành phần phân tổ của chỉ tiêu thống kê; để trống khi là số tổng",
);
