//! Published tables that say how far figures and rules are to be trusted: revisions by maturity,
//! back-tests, breaks, alternatives.

use crate::model::table_spec::ColumnType::{Bool, Date, Dec, Double, Int, Text, Timestamp};
use crate::model::table_spec::{ColumnDeclaration, MEASURE_KEY, SCORE_KEY, TableSpec, table};

const BOUNDARY: ColumnDeclaration = (
    "boundary",
    Date,
    "day whose administrative units are used",
    "ngày xác định địa giới hành chính được dùng",
);
const MEASURE: ColumnDeclaration = ("measure", Text, "measure id", "mã chỉ tiêu thống kê");
const FREQUENCY: ColumnDeclaration = (
    "frequency",
    Text,
    "A, Q or M",
    "tần suất: năm (A), quý (Q) hoặc tháng (M)",
);
const SPAN: ColumnDeclaration = (
    "span",
    Text,
    "period, ytd or rolling12",
    "cách tính kỳ: trong kỳ (period), lũy kế từ đầu năm (ytd) hoặc 12 tháng gần nhất (rolling12)",
);
const STATUS: ColumnDeclaration = (
    "status",
    Text,
    "estimate, preliminary or final",
    "mức hoàn chỉnh: ước tính (estimate), sơ bộ (preliminary) hoặc chính thức (final)",
);
const VERDICT_VI: &str = "kết luận nếu dùng số liệu này";

/// Every value a measure has had.
pub(super) fn measures_history() -> TableSpec {
    let known_from = (
        "known_from",
        Timestamp,
        "when this value became known",
        "thời điểm công bố giá trị này (giờ UTC)",
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
                "1 for the first figure said, 2 for the second; null when withdrawn",
                "lần công bố: 1 là lần đầu, 2 là lần hai; để trống khi đã rút lại",
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

/// What a revision code may say.
pub(super) const CODE: &str = "why: withdrawn, conflict, definition, other_source, correction, \
    status_advanced, revised, new_figure, period_ended or reassessed";
/// The same in Vietnamese.
pub(super) const CODE_VI: &str = "lý do: rút lại (withdrawn), các nguồn mâu thuẫn (conflict), đổi \
    đơn vị, phạm vi hoặc bộ tiêu chí (definition), dùng nguồn khác (other_source), đính chính \
    (correction), mức hoàn chỉnh cao hơn (status_advanced), nơi cung cấp điều chỉnh (revised), số \
    liệu mới (new_figure), kỳ đã kết thúc (period_ended) hoặc đánh giá lại (reassessed)";

/// The other tables, in the order of their files.
pub(super) fn tables() -> Vec<TableSpec> {
    vec![revision_summary(), backtests(), breaks(), alternatives()]
}

fn revision_summary() -> TableSpec {
    table(
        "revision_summary",
        "how much figures of a measure were revised after they were said, by maturity: amounts as \
            shares of the earlier figure, rates and scores as differences",
        &[
            MEASURE,
            BOUNDARY,
            FREQUENCY,
            SPAN,
            (
                "maturity_by",
                Text,
                "status or vintage",
                "phân theo mức hoàn chỉnh (status) hoặc lần công bố (vintage)",
            ),
            (
                "maturity",
                Text,
                "the status of the first figure (estimate, preliminary, final), or which figure \
                    said: 1, 2, …",
                "mức hoàn chỉnh của số công bố đầu (estimate, preliminary, final), hoặc lần công \
                    bố: 1, 2, …",
            ),
            (
                "revision_unit",
                Text,
                "ratio: revisions are shares of the earlier figure (amounts); otherwise \
                    differences in this unit, pp for percentages",
                "ratio: mức điều chỉnh là tỷ lệ so với số trước (đối với lượng); nếu không là \
                    chênh lệch theo đơn vị này, pp là điểm phần trăm",
            ),
        ],
        &[
            (
                "n",
                Int,
                "figures of which a later one is known",
                "số lượng số liệu đã có số công bố sau",
            ),
            (
                "n_needed",
                Int,
                "with fewer, means and percentiles are null: they would mislead",
                "nếu ít hơn thì để trống trung bình và phân vị vì dễ gây hiểu sai",
            ),
            ("n_down", Int, "revised downwards", "số lần điều chỉnh giảm"),
            (
                "n_zero",
                Int,
                "said again without a change of value",
                "số lần công bố lại mà giá trị không đổi",
            ),
            ("n_up", Int, "revised upwards", "số lần điều chỉnh tăng"),
            (
                "mean_revision",
                Double,
                "mean revision, the bias: positive when first figures were too low",
                "mức điều chỉnh trung bình (độ chệch): số dương khi số công bố đầu thấp hơn",
            ),
            (
                "mean_absolute_revision",
                Double,
                "mean size of revisions",
                "độ lớn trung bình của điều chỉnh",
            ),
            (
                "median_revision",
                Double,
                "middle revision",
                "trung vị của mức điều chỉnh",
            ),
            (
                "p90_absolute_revision",
                Double,
                "size that nine in ten stayed within; knife_edge is judged by it",
                "độ lớn mà chín phần mười không vượt quá; dùng để xét cờ knife_edge",
            ),
            (
                "largest_absolute_revision",
                Double,
                "largest size",
                "độ lớn lớn nhất",
            ),
        ],
    )
}

fn backtests() -> TableSpec {
    table(
        "backtests",
        "rules of pace tried on years that are over, each by the years before it only, against \
            what the year became",
        &[
            ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
            (
                "area_code",
                Text,
                "area code on the boundary day; empty for all areas together",
                "mã đơn vị hành chính theo địa giới tại ngày ở cột boundary; để trống khi gộp mọi \
                    địa bàn",
            ),
            BOUNDARY,
            (
                "month",
                Int,
                "last month that the year to date covers",
                "tháng cuối của số lũy kế",
            ),
        ],
        &[
            (
                "rule",
                Text,
                "linear, usual or same_period",
                "quy tắc tiến độ: đều theo tháng (linear), như các năm trước (usual) hoặc so cùng \
                    kỳ (same_period)",
            ),
            (
                "n",
                Int,
                "years of areas that were tried",
                "số lượt thử (địa bàn × năm)",
            ),
            (
                "n_needed",
                Int,
                "with fewer, errors and shares are null: they would mislead",
                "nếu ít hơn thì để trống sai số và tỷ lệ vì dễ gây hiểu sai",
            ),
            (
                "n_years",
                Int,
                "different years among them",
                "số năm khác nhau",
            ),
            (
                "first_year",
                Int,
                "first year tried",
                "năm đầu tiên được thử",
            ),
            (
                "last_year",
                Int,
                "last year tried",
                "năm cuối cùng được thử",
            ),
            (
                "error_unit",
                Text,
                "ratio: a share of what the year became; pp or score: a difference",
                "ratio: tỷ lệ so với kết quả cả năm; pp hoặc score: chênh lệch",
            ),
            (
                "mean_error",
                Double,
                "mean error of the projection, positive when too much was projected",
                "sai số dự báo trung bình; số dương khi dự báo cao hơn kết quả",
            ),
            (
                "mean_absolute_error",
                Double,
                "mean size of the error: the usual error at this month",
                "độ lớn trung bình của sai số: sai số thường gặp tại tháng này",
            ),
            (
                "largest_absolute_error",
                Double,
                "largest size of the error",
                "độ lớn lớn nhất của sai số",
            ),
            (
                "n_band",
                Int,
                "trials with a band",
                "số lượt thử có khoảng dự báo",
            ),
            (
                "share_inside_band",
                Double,
                "share of them that ended inside it",
                "tỷ lệ kết quả cả năm nằm trong khoảng",
            ),
            (
                "n_verdicts",
                Int,
                "verdicts on_track or off_track of years that were then met or not met",
                "số kết luận đúng hoặc chậm tiến độ mà cả năm sau đó đạt hoặc không đạt",
            ),
            (
                "share_verdicts_right",
                Double,
                "share of them that proved right",
                "tỷ lệ kết luận được chứng minh là đúng",
            ),
            (
                "n_probabilities",
                Int,
                "trials with probability_met",
                "số lượt thử có xác suất đạt chỉ tiêu",
            ),
            (
                "mean_probability",
                Double,
                "mean of the probabilities given",
                "xác suất trung bình đã nêu",
            ),
            (
                "share_met",
                Double,
                "share of those targets that were met",
                "tỷ lệ chỉ tiêu thực tế đạt",
            ),
            (
                "brier_score",
                Double,
                "mean square of the difference: 0 is perfect, 0.25 is a coin",
                "trung bình bình phương chênh lệch: 0 là hoàn hảo, 0,25 như tung đồng xu",
            ),
        ],
    )
}

fn breaks() -> TableSpec {
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

fn alternatives() -> TableSpec {
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
                "thời điểm công bố (giờ UTC)",
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
        ],
    )
}
