//! Where the figures of a measure stop being one series.

use super::columns::{BOUNDARY, BREAKDOWN, FREQUENCY, MEASURE, SPAN};
use super::table_spec::ColumnType::{Int, Text};
use super::table_spec::{TableSpec, table};

pub(super) fn breaks() -> TableSpec {
    table(
        "breaks",
        "where the figures of a measure stop being one series, as declared and as seen in the \
            figures",
        &[
            MEASURE,
            BOUNDARY,
            FREQUENCY,
            SPAN,
            (
                "kind",
                Text,
                "definition, scheme, basis or unit",
                "loại gián đoạn: định nghĩa (definition), bộ tiêu chí (scheme), phạm vi tính \
                    (basis) hoặc đơn vị tính (unit)",
            ),
            (
                "first_period",
                Text,
                "first period after",
                "kỳ đầu tiên sau gián đoạn",
            ),
            (
                "before",
                Text,
                "what stood before; empty when declared",
                "trước gián đoạn; để trống khi do khai báo",
            ),
            (
                "after",
                Text,
                "what stands after; empty when declared",
                "sau gián đoạn; để trống khi do khai báo",
            ),
            BREAKDOWN,
        ],
        &[
            (
                "origin",
                Text,
                "declared or seen in the figures",
                "khai báo (declared) hoặc thấy trong số liệu (seen)",
            ),
            (
                "note_vi",
                Text,
                "what is declared to have changed, Vietnamese",
                "nội dung thay đổi đã khai báo, tiếng Việt",
            ),
            (
                "note_en",
                Text,
                "what is declared to have changed, English",
                "nội dung thay đổi đã khai báo, tiếng Anh",
            ),
            (
                "n_areas",
                Int,
                "areas with figures on both sides",
                "số đơn vị hành chính có số liệu ở cả hai phía",
            ),
            (
                "n_refused",
                Int,
                "verdicts refused because of it",
                "số kết luận bị từ chối vì gián đoạn này",
            ),
            (
                "n_flagged",
                Int,
                "verdicts flagged because of it",
                "số kết luận kèm lưu ý vì gián đoạn này",
            ),
        ],
    )
}
