//! The columns of a dataset's own table, by its contract.

use super::records::record_columns;
use super::table_spec::ColumnType::{BigInt, Bool, Date, Dec, Int, Text, Timestamp};
use super::table_spec::{ColumnSpec, ColumnType};
use crate::declare::Contract;

fn column(
    name: &str,
    ty: ColumnType,
    key: bool,
    doc: &'static str,
    doc_vi: &'static str,
) -> ColumnSpec {
    ColumnSpec {
        name: name.to_owned(),
        ty,
        key,
        doc,
        doc_vi,
    }
}

/// Columns of a dataset's Delta table: key, figures, attributes, times, lineage; of records their
/// own.
#[must_use]
pub fn observation_columns(contract: &Contract) -> Vec<ColumnSpec> {
    if let Some(layout) = &contract.records {
        return record_columns(layout);
    }
    let mut columns = key_columns(contract);
    columns.extend(figure_columns(&contract.value_name));
    columns.extend(
        contract
            .attributes
            .iter()
            .map(|a| column(&a.name, Text, false, "attribute", "thuộc tính của quan sát")),
    );
    columns.extend(time_columns());
    columns.extend(lineage_columns());
    columns
}

fn key_columns(contract: &Contract) -> Vec<ColumnSpec> {
    let mut columns = vec![
        column(
            "area_code",
            Text,
            true,
            "area code on area_date",
            "mã đơn vị hành chính tại ngày ở cột area_date",
        ),
        column(
            "area_date",
            Date,
            true,
            "day at which the code is to be read",
            "ngày dùng để hiểu mã đơn vị hành chính",
        ),
        column(
            "period",
            Text,
            true,
            "2020, 2020-S1, 2020-Q3, 2020-09, or the fiscal year 2008-04-01/P1Y",
            "kỳ số liệu: năm 2020, nửa năm 2020-S1, quý 2020-Q3, tháng 2020-09 hoặc năm tài chính \
    2008-04-01/P1Y",
        ),
        column(
            "span",
            Text,
            true,
            "period, ytd or rolling12",
            "cách tính kỳ: trong kỳ (period), lũy kế từ đầu năm (ytd) hoặc 12 tháng gần nhất \
                (rolling12)",
        ),
    ];
    columns.extend(
        contract
            .dimensions
            .iter()
            .map(|d| column(&d.name, Text, true, "dimension", "chiều phân tổ")),
    );
    columns.push(column(
        "source_id",
        Text,
        true,
        "source of the figure",
        "nguồn của số liệu",
    ));
    columns
}

/// The figure, and what is said of it.
fn figure_columns(value_name: &str) -> Vec<ColumnSpec> {
    vec![
        column(
            value_name,
            Dec,
            false,
            "figure in unit; null when there is none, or it was withdrawn",
            "giá trị theo đơn vị tính; để trống khi không có hoặc đã rút lại",
        ),
        column("unit", Text, false, "unit", "đơn vị tính"),
        column(
            "basis",
            Text,
            false,
            "what exactly is counted",
            "phạm vi tính",
        ),
        column(
            "scheme",
            Text,
            false,
            "scoring scheme the figure was made by; figures of different schemes are not one series",
            "bộ tiêu chí chấm điểm của số liệu; số liệu theo bộ tiêu chí khác nhau không thành một \
                chuỗi",
        ),
        column(
            "plan_stage",
            Text,
            false,
            "submitted, assigned, council or revised",
            "giai đoạn dự toán: trình (submitted), Chính phủ giao (assigned), Hội đồng nhân dân \
                quyết định (council) hoặc điều chỉnh (revised)",
        ),
        column(
            "status",
            Text,
            false,
            "estimate, preliminary or final",
            "mức hoàn chỉnh: ước tính (estimate), sơ bộ (preliminary) hoặc chính thức (final)",
        ),
        column(
            "rank",
            Int,
            false,
            "rank among rows for the same figure, 1 = preferred",
            "thứ hạng ưu tiên giữa các dòng của cùng một số liệu, 1 là ưu tiên nhất",
        ),
        column(
            "rounding",
            Dec,
            false,
            "half-width of the rounding of the published figure, in unit",
            "nửa độ rộng làm tròn của số đã công bố, theo đơn vị tính",
        ),
        column(
            "derived",
            Bool,
            false,
            "computed by someone from other figures; never an input of a verdict",
            "được tính từ số liệu khác; không bao giờ dùng để kết luận",
        ),
        column(
            "obs_status",
            Text,
            false,
            "suppressed (there is a figure and it is withheld) or imputed (put in by a model); \
                empty otherwise",
            "suppressed (có số liệu nhưng không công bố) hoặc imputed (số ước lượng bằng mô hình); \
                để trống nếu không",
        ),
        column(
            "covers",
            Text,
            false,
            "whole_period (also when published before the period ended) or to_date (also when \
                published after); empty: by the day of publication",
            "whole_period (số cả kỳ, kể cả khi công bố trước lúc hết kỳ) hoặc to_date (số tính đến \
                lúc công bố); để trống: theo ngày công bố",
        ),
        column("note", Text, false, "remark", "ghi chú"),
    ]
}

/// When a figure became known, and whether it still holds.
fn time_columns() -> Vec<ColumnSpec> {
    vec![
        column(
            "known_from",
            Timestamp,
            false,
            "when the provider published the figure, else when it was landed",
            "thời điểm nơi cung cấp công bố, nếu không biết thì là thời điểm tiếp nhận (giờ UTC)",
        ),
        column(
            "recorded_at",
            Timestamp,
            false,
            "when it was landed",
            "thời điểm tiếp nhận (giờ UTC)",
        ),
        column(
            "withdrawn",
            Bool,
            false,
            "the provider took the figure back",
            "nơi cung cấp đã rút lại số liệu",
        ),
    ]
}

/// Where a row comes from.
fn lineage_columns() -> Vec<ColumnSpec> {
    vec![
        column(
            "_delivery",
            Text,
            false,
            "delivery id",
            "mã lần giao số liệu",
        ),
        column(
            "_part",
            Text,
            false,
            "sheet or member",
            "trang tính hoặc tệp thành phần",
        ),
        column(
            "_row",
            BigInt,
            false,
            "row in the delivered file, from 1",
            "số dòng trong tệp được giao, tính từ 1",
        ),
        column(
            "_col",
            Text,
            false,
            "column in the delivered file",
            "cột trong tệp được giao",
        ),
        column(
            "_raw",
            Text,
            false,
            "the cell's text as it stood",
            "nội dung nguyên văn của ô",
        ),
    ]
}
