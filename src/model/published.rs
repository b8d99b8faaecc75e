//! The published tables: names, columns, types and keys, written once.
//!
//! This is a public contract. Writers build from it, `schema/published.json` is generated from it,
//! and a test pins it.

use crate::model::declare::Contract;
use crate::model::published_trust;
use crate::model::table_spec::{ColumnDeclaration, MEASURE_KEY, SCORE_KEY, table};
pub use crate::model::table_spec::{ColumnSpec, ColumnType, TableSpec};

/// One value of a row on its way into a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// Whole number, for both widths.
    Int(i64),
    /// Floating point; never NaN or infinite.
    Double(f64),
    /// Exact decimal, for both widths.
    Dec(crate::model::Dec),
    /// Day.
    Date(chrono::NaiveDate),
    /// Instant.
    Timestamp(chrono::DateTime<chrono::Utc>),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Value {
        v.map_or(Value::Null, Into::into)
    }
}
macro_rules! value_from {
    ($($ty:ty => $variant:ident),+ $(,)?) => { $(impl From<$ty> for Value { fn from(v: $ty) -> Value { Value::$variant(v.into()) } })+ };
}
value_from!(&str => Text, String => Text, bool => Bool, i64 => Int, i32 => Int, u32 => Int, f64 => Double, crate::model::Dec => Dec,
    chrono::NaiveDate => Date, chrono::DateTime<chrono::Utc> => Timestamp);

/// Rows of one table, in its column order.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// Columns.
    pub columns: Vec<ColumnSpec>,
    /// Rows; each has one value per column.
    pub rows: Vec<Vec<Value>>,
}

use ColumnType::{BigInt, Bool, Date, Dec, Double, Int, TargetDec, Text, Timestamp};

fn key_with(key: &[ColumnDeclaration], more: ColumnDeclaration) -> Vec<ColumnDeclaration> {
    key.iter().copied().chain([more]).collect()
}

/// The tables of a release, in the order of their files.
#[must_use]
pub fn release_tables() -> Vec<TableSpec> {
    vec![
        table(
            "scorecard",
            "one verdict per KPI, area, boundary, period, span and target",
            SCORE_KEY,
            &[
                (
                    "kind",
                    Text,
                    "growth, attainment, share, share_change, score_change, rank, completion, gap, \
                        score, targets_met or rubric",
                    "loại chỉ số: tốc độ tăng (growth), so với kế hoạch (attainment), tỷ trọng (share), thay đổi tỷ trọng (share_change), thay đổi điểm (score_change), \
                     thứ hạng (rank), mức hoàn thành (completion), chênh lệch (gap), chính số liệu \
                     (score), số chỉ tiêu đạt (targets_met), chấm điểm theo bộ tiêu chí (rubric)",
                ),
                ("kpi_title_vi", Text, "title, Vietnamese", "tên chỉ số, tiếng Việt"),
                ("kpi_title_en", Text, "title, English", "tên chỉ số, tiếng Anh"),
                ("area_name_vi", Text, "area name, Vietnamese", "tên đơn vị hành chính, tiếng Việt"),
                ("area_name_en", Text, "area name, English", "tên đơn vị hành chính, tiếng Anh"),
                ("area_level", Text, "level of the area", "cấp của đơn vị hành chính"),
                ("frequency", Text, "A, Q or M", "tần suất: năm (A), quý (Q) hoặc tháng (M)"),
                ("period_start", Date, "first day of the period", "ngày đầu kỳ"),
                ("period_end", Date, "last day of the period", "ngày cuối kỳ"),
                ("value", Double, "value of the KPI in value_unit", "giá trị của chỉ số, theo đơn \
                    vị ở cột value_unit"),
                (
                    "value_unit",
                    Text,
                    "ratio, pp, score, rank, count or vnd",
                    "đơn vị tính: tỷ số (ratio), điểm phần trăm (pp), điểm số (score), thứ hạng \
                        (rank), số lượng (count) hoặc đồng (vnd)",
                ),
                ("current_value", Dec, "figure of the period in operand_unit", "số liệu kỳ báo cáo, theo đơn vị ở cột operand_unit"),
                (
                    "base_value",
                    Dec,
                    "figure compared with in operand_unit; of a rank the number of areas ranked",
                    "số liệu dùng để so sánh (kỳ gốc hoặc dự toán), theo đơn vị ở cột \
                        operand_unit; với thứ hạng là số địa bàn được xếp hạng",
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
                    "period of base_value; null for the number ranked",
                    "kỳ của base_value; để trống khi là số địa bàn được xếp hạng",
                ),
                ("target_op", Text, "ge, gt, le or lt", "phép so sánh: không thấp hơn (ge), cao \
                    hơn (gt), không vượt (le) hoặc thấp hơn (lt)"),
                ("target_value", TargetDec, "target in value_unit", "mức chỉ tiêu được giao, theo \
                    đơn vị ở cột value_unit"),
                (
                    "margin",
                    Double,
                    "signed distance from the target, positive on the good side",
                    "chênh lệch so với chỉ tiêu được giao; số dương là tốt hơn chỉ tiêu",
                ),
                (
                    "verdict",
                    Text,
                    "met, not_met, on_track, off_track, not_due, no_target or not_assessable",
                    "kết luận: đạt (met), không đạt (not_met), đúng tiến độ (on_track), chậm tiến \
                        độ (off_track), chưa đến hạn (not_due), không có chỉ tiêu (no_target) hoặc \
                        không đánh giá được (not_assessable)",
                ),
                ("reason", Text, "first reason of not_assessable", "lý do đầu tiên khiến không \
                    đánh giá được"),
                ("reasons", Text, "all reasons in order of precedence, a;b", "tất cả lý do theo \
                    thứ tự ưu tiên, dạng a;b"),
                ("status", Text, "weakest status of the operands", "mức hoàn chỉnh thấp nhất trong \
                    các số liệu đầu vào"),
                ("flags", Text, "what qualifies the verdict, a;b", "những điểm cần lưu ý khi dùng \
                    kết luận, dạng a;b"),
                ("pace", Double, "share of the target usually reached by now", "phần chỉ tiêu thường đã thực hiện được đến thời điểm này"),
                ("projection", Double, "projected value at the end of the period", "giá trị dự báo đến cuối kỳ"),
                ("projection_low", Double, "lower end of its band", "cận dưới của khoảng dự báo"),
                ("projection_high", Double, "upper end of its band", "cận trên của khoảng dự báo"),
                ("probability_met", Double, "probability that the target will be met", "xác suất đạt chỉ tiêu"),
                ("known_from", Timestamp, "when the last of the operands became known", "thời điểm công bố của số liệu đầu vào mới nhất (giờ UTC)"),
            ],
        ),
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
                ("operand_period", Text, "period of the figure", "kỳ của số liệu"),
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
                ("source_id", Text, "sources, a;b", "các nguồn số liệu, dạng a;b"),
                ("delivery", Text, "deliveries, a;b", "các lần giao số liệu, dạng a;b"),
            ],
        ),
        table(
            "score_items",
            "the parts of scores that are put together from others: each target of a list with its \
                verdict, each criterion of a rubric with its points",
            &key_with(
                &key_with(
                    SCORE_KEY,
                    ("item_kpi", Text, "KPI that the part hangs on, empty when none", "chỉ số mà thành phần dựa vào; để trống khi không có"),
                ),
                ("item", Text, "target or criterion", "chỉ tiêu hoặc tiêu chí"),
            ),
            &[
                ("field", Text, "field of a criterion", "lĩnh vực của tiêu chí"),
                ("title_vi", Text, "title, Vietnamese", "tên, tiếng Việt"),
                ("title_en", Text, "title, English", "tên, tiếng Anh"),
                ("value", Double, "value of the KPI", "giá trị của chỉ số"),
                ("verdict", Text, "verdict of the KPI", "kết luận của chỉ số"),
                (
                    "points",
                    Dec,
                    "points earned, 1 for a target that is met; null when that cannot be said",
                    "điểm đạt được, 1 với chỉ tiêu đạt; để trống khi không xác định được",
                ),
                ("maximum", Dec, "points possible", "điểm tối đa"),
                ("reason", Text, "first reason why there are no points", "lý do đầu tiên khiến \
                    không có điểm"),
                ("reasons", Text, "all reasons, a;b", "mọi lý do, dạng a;b"),
            ],
        ),
        table(
            "measures",
            "figures per measure, area, boundary, period and span",
            MEASURE_KEY,
            &[
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
                ("flags", Text, "what qualifies the figure, a;b", "những điểm cần lưu ý khi dùng \
                    số liệu, dạng a;b"),
                ("source_id", Text, "sources, a;b", "các nguồn số liệu, dạng a;b"),
                ("delivery", Text, "deliveries, a;b", "các lần giao số liệu, dạng a;b"),
                ("known_from", Timestamp, "when the last of its rows became known", "thời điểm công bố của dòng mới nhất tạo nên số liệu (giờ UTC)"),
            ],
        ),
        published_trust::measures_history(),
        table(
            "correlations",
            "associations between reform scores and outcomes",
            &[
                ("study", Text, "study id", "mã nghiên cứu"),
                ("outcome", Text, "outcome series", "chuỗi kết quả kinh tế - xã hội"),
                ("score", Text, "score series", "chuỗi điểm cải cách hành chính"),
                (
                    "design",
                    Text,
                    "cross_section, pooled, within or difference",
                    "thiết kế: cắt ngang (cross_section), gộp (pooled), trong nội bộ từng địa \
                        phương (within) hoặc sai phân (difference)",
                ),
                ("period", Text, "outcome year, or 2017/2024 if several", "năm của kết quả, hoặc \
                    2017/2024 khi gồm nhiều năm"),
                ("lag", Int, "periods by which the score precedes the outcome", "số kỳ mà điểm đi \
                    trước kết quả"),
                ("method", Text, "pearson, spearman or kendall", "hệ số: pearson, spearman hoặc \
                    kendall"),
                ("boundary", Date, "day whose administrative units are used", "ngày xác định địa \
                    giới hành chính được dùng"),
            ],
            &[
                ("n", Int, "pairs", "số cặp quan sát"),
                ("n_areas", Int, "areas", "số đơn vị hành chính"),
                ("n_periods", Int, "periods", "số kỳ"),
                ("coefficient", Double, "coefficient of association", "hệ số tương quan (mức liên \
                    hệ, không phải quan hệ nhân quả)"),
                ("ci_low", Double, "lower end of the interval", "cận dưới của khoảng tin cậy"),
                ("ci_high", Double, "upper end of the interval", "cận trên của khoảng tin cậy"),
                ("ci_method", Text, "how the interval was made", "phương pháp lập khoảng tin cậy"),
                ("p_value", Double, "p-value", "trị số p"),
                ("p_method", Text, "how the p-value was made", "phương pháp tính trị số p"),
                ("q_value", Double, "Benjamini-Hochberg q over the primary rows", "trị số q Benjamini-Hochberg trên các dòng chính"),
                ("is_primary", Bool, "declared in advance as the row that counts", "dòng chính, được công bố trước khi tính"),
                ("loo_min", Double, "smallest coefficient with one area left out", "hệ số nhỏ nhất khi bỏ một đơn vị hành chính"),
                ("loo_min_area", Text, "the area left out there", "đơn vị hành chính bị bỏ trong \
                    trường hợp đó"),
                ("loo_max", Double, "largest coefficient with one area left out", "hệ số lớn nhất khi bỏ một đơn vị hành chính"),
                ("loo_max_area", Text, "the area left out there", "đơn vị hành chính bị bỏ trong \
                    trường hợp đó"),
                (
                    "regional_coefficient",
                    Double,
                    "coefficient with what the areas of a region have in common in a period \
                        removed as well",
                    "hệ số sau khi loại thêm phần chung của các địa phương cùng vùng trong từng kỳ",
                ),
                ("regional_p_value", Double, "p-value of that coefficient", "trị số p của hệ số đó"),
                (
                    "evidence",
                    Text,
                    "more_than_chance, one_of_many or may_be_chance: p, q, interval and regional \
                        sensitivity together",
                    "mức chắc chắn khi xét cả p, q, khoảng tin cậy và kết quả loại yếu tố vùng: \
                        vượt mức ngẫu nhiên (more_than_chance), một trong nhiều phép so sánh \
                        (one_of_many), có thể do ngẫu nhiên (may_be_chance)",
                ),
                (
                    "opposite_designs",
                    Text,
                    "designs in which the same score and outcome go together the other way, a;b",
                    "các thiết kế cho kết quả ngược chiều với cùng điểm và kết quả, dạng a;b",
                ),
                ("controls", Text, "what was removed, a;b", "các yếu tố đã loại trừ, dạng a;b"),
                ("resamples", Int, "resamples drawn, or groups left out by the jackknife", "số lần lấy mẫu lại, hoặc số nhóm lần lượt bị bỏ (jackknife)"),
                ("seed", BigInt, "seed of the generator", "hạt giống của bộ sinh số ngẫu nhiên"),
                ("circular", Bool, "score and outcome are made of the same figures", "điểm và kết quả có chung số liệu đầu vào"),
                ("refused", Text, "why nothing was computed", "lý do không tính"),
                ("note", Text, "remark", "ghi chú"),
            ],
        ),
        table(
            "revisions",
            "values and verdicts that changed",
            &key_with(SCORE_KEY, ("known_from", Timestamp, "when the change became known", "thời điểm công bố thay đổi (giờ UTC)")),
            &[
                ("value_before", Double, "value before", "giá trị trước điều chỉnh"),
                ("value_after", Double, "value after", "giá trị sau điều chỉnh"),
                ("verdict_before", Text, "verdict before", "kết luận trước điều chỉnh"),
                ("verdict_after", Text, "verdict after", "kết luận sau điều chỉnh"),
                ("reason_before", Text, "reason before", "lý do trước điều chỉnh"),
                ("reason_after", Text, "reason after", "lý do sau điều chỉnh"),
                ("delivery", Text, "delivery that brought it", "lần giao số liệu mang đến thay đổi"),
                ("revision_code", Text, published_trust::CODE, published_trust::CODE_VI),
                ("flipped", Bool, "the verdict changed", "kết luận có thay đổi"),
            ],
        ),
        table(
            "coverage",
            "how much the values of a KPI speak for: areas of one level, what they weigh, verdicts \
                and reasons by number",
            &[
                ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
                ("boundary", Date, "day whose administrative units are used", "ngày xác định địa \
                    giới hành chính được dùng"),
                ("period", Text, "2020, 2020-Q3 or 2020-09", "kỳ số liệu: năm 2020, quý 2020-Q3 \
                    hoặc tháng 2020-09"),
                (
                    "span",
                    Text,
                    "period, ytd or rolling12",
                    "cách tính kỳ: trong kỳ (period), lũy kế từ đầu năm (ytd) hoặc 12 tháng gần \
                        nhất (rolling12)",
                ),
                ("area_level", Text, "level of the areas counted", "cấp của các đơn vị hành chính \
                    được đếm"),
            ],
            &[
                ("areas_with_value", BigInt, "areas that have a value", "số địa bàn có giá trị"),
                ("areas_in_register", BigInt, "areas of the level on the boundary day", "số đơn vị của cấp đó vào ngày ở cột boundary"),
                ("share_of_areas", Double, "areas_with_value / areas_in_register", "tỷ lệ địa bàn có giá trị: areas_with_value / areas_in_register"),
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
                ("weight_unit", Text, "unit of the weights", "đơn vị tính của quyền số"),
                ("weight_with_value", Dec, "sum of the weights of areas that have a value", "tổng quyền số của các địa bàn có giá trị"),
                ("weight_of_all", Dec, "sum of the weights of all areas of the level", "tổng quyền số của mọi địa bàn cùng cấp"),
                ("share_of_weight", Double, "weight_with_value / weight_of_all", "tỷ lệ theo quyền \
                    số: weight_with_value / weight_of_all"),
                ("met", BigInt, "verdicts met", "số kết luận đạt"),
                ("not_met", BigInt, "verdicts not met", "số kết luận không đạt"),
                ("on_track", BigInt, "verdicts on track", "số kết luận đúng tiến độ"),
                ("off_track", BigInt, "verdicts off track", "số kết luận chậm tiến độ"),
                ("not_due", BigInt, "verdicts not due", "số kết luận chưa đến hạn"),
                ("no_target", BigInt, "values without a target", "số giá trị không có chỉ tiêu \
                    được giao"),
                ("not_assessable", BigInt, "verdicts not assessable", "số trường hợp không đánh \
                    giá được"),
                (
                    "reasons",
                    Text,
                    "reasons in order of precedence with how many verdicts have each, a:2;b:1",
                    "các lý do theo thứ tự ưu tiên kèm số trường hợp, dạng a:2;b:1",
                ),
            ],
        ),
        table(
            "targets",
            "the target register as used",
            &[("target_id", Text, "target id", "mã chỉ tiêu được giao")],
            &[
                ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
                ("area_code", Text, "area code at the end of period_from", "mã đơn vị hành chính \
                    tại ngày cuối của kỳ period_from"),
                ("period_from", Text, "first period bound", "kỳ đầu tiên áp dụng"),
                ("period_to", Text, "last period bound", "kỳ cuối cùng áp dụng"),
                ("op", Text, "ge, gt, le or lt", "phép so sánh: không thấp hơn (ge), cao hơn (gt), \
                    không vượt (le) hoặc thấp hơn (lt)"),
                ("target_value", TargetDec, "target in value_unit", "mức chỉ tiêu được giao, theo \
                    đơn vị ở cột value_unit"),
                (
                    "value_unit",
                    Text,
                    "ratio, pp, score, rank, count or vnd",
                    "đơn vị tính: tỷ số (ratio), điểm phần trăm (pp), điểm số (score), thứ hạng \
                        (rank), số lượng (count) hoặc đồng (vnd)",
                ),
                ("plan", Text, "the plan meant", "kế hoạch hoặc dự toán được nói đến"),
                ("tolerance", TargetDec, "allowed shortfall in value_unit", "mức hụt cho phép, \
                    theo đơn vị ở cột value_unit"),
                ("legal_basis", Text, "the document that sets it", "văn bản giao chỉ tiêu"),
                ("decided_on", Date, "when it was decided", "ngày ban hành"),
                ("valid_from", Date, "when it took effect", "ngày có hiệu lực"),
                ("supersedes", Text, "the target it replaces", "chỉ tiêu bị thay thế"),
                ("note", Text, "remark", "ghi chú"),
            ],
        ),
        table(
            "areas",
            "the administrative units as used",
            &[("area_code", Text, "area code", "mã đơn vị hành chính"), ("valid_from", Date, "first day", "ngày bắt đầu tồn tại")],
            &[
                ("valid_to", Date, "last day, null while it exists", "ngày cuối cùng tồn tại; để \
                    trống khi còn tồn tại"),
                ("name_vi", Text, "name, Vietnamese", "tên, tiếng Việt"),
                ("name_en", Text, "name, English", "tên, tiếng Anh"),
                ("level", Text, "level", "cấp hành chính"),
                ("parent_code", Text, "code of the unit above", "mã đơn vị cấp trên"),
                ("aliases", Text, "other spellings, a;b", "các cách viết khác, dạng a;b"),
            ],
        ),
        table(
            "area_relations",
            "what happened between units when boundaries changed",
            &[
                ("date", Date, "first day of the new state", "ngày đầu tiên của địa giới mới"),
                (
                    "kind",
                    Text,
                    "merge, split, transfer or rename",
                    "loại thay đổi: sáp nhập (merge), chia tách (split), điều chuyển (transfer) \
                        hoặc đổi tên (rename)",
                ),
                ("from_code", Text, "code on the day before", "mã vào ngày trước đó"),
                ("to_code", Text, "code on the day", "mã vào ngày thay đổi"),
            ],
            &[("note", Text, "remark", "ghi chú")],
        ),
    ]
    .into_iter()
    .chain(published_trust::tables())
    .collect()
}

/// The operational tables. They move with the clock, so they stand apart from releases.
#[must_use]
pub fn ops_tables() -> Vec<TableSpec> {
    vec![
        table(
            "deliveries",
            "every delivery that was landed, with its row accounting: read = accepted + \
                quarantined + ignored",
            &[(
                "delivery",
                Text,
                "id: first 12 hex digits of the SHA-256, with r2, r3 … when the same bytes came \
                    again after others",
                "mã lần giao số liệu: 12 chữ số thập lục phân đầu của mã băm SHA-256, kèm r2, r3 … \
                    khi cùng nội dung được giao lại sau nội dung khác",
            )],
            &[
                ("dataset", Text, "dataset id", "mã bộ số liệu"),
                (
                    "sha256",
                    Text,
                    "SHA-256 of the bytes",
                    "mã băm SHA-256 của nội dung",
                ),
                (
                    "fetched_at",
                    Timestamp,
                    "when it was landed",
                    "thời điểm tiếp nhận (giờ UTC)",
                ),
                (
                    "published_at",
                    Timestamp,
                    "when the provider published it, if known",
                    "thời điểm nơi cung cấp công bố, nếu biết (giờ UTC)",
                ),
                (
                    "read",
                    BigInt,
                    "observations read, after unpivoting",
                    "số quan sát đã đọc, sau khi chuyển sang dạng dọc",
                ),
                (
                    "accepted",
                    BigInt,
                    "observations that became rows",
                    "số quan sát được chấp nhận",
                ),
                (
                    "quarantined",
                    BigInt,
                    "observations kept aside as bad",
                    "số quan sát bị cách ly do có lỗi",
                ),
                (
                    "ignored",
                    BigInt,
                    "cells that mean no figure",
                    "số ô không có số liệu",
                ),
                (
                    "outcome",
                    Text,
                    "accepted, refused or unreadable",
                    "kết quả: chấp nhận (accepted), từ chối (refused) hoặc không đọc được \
                        (unreadable)",
                ),
            ],
        ),
        table(
            "findings",
            "faults by delivery and rule, with the first place",
            &[
                (
                    "delivery",
                    Text,
                    "delivery, empty when none was landed",
                    "lần giao số liệu; để trống khi chưa tiếp nhận được",
                ),
                ("rule", Text, "rule broken", "quy tắc bị vi phạm"),
                ("place", Text, "where first seen", "nơi phát hiện lần đầu"),
            ],
            &[
                (
                    "severity",
                    Text,
                    "info, warning or error",
                    "mức độ: thông tin (info), cảnh báo (warning) hoặc lỗi (error)",
                ),
                (
                    "count",
                    BigInt,
                    "how many share it",
                    "số trường hợp cùng lỗi",
                ),
                (
                    "example_part",
                    Text,
                    "sheet or member of the first",
                    "trang tính hoặc tệp thành phần của trường hợp đầu tiên",
                ),
                (
                    "example_row",
                    BigInt,
                    "row of the first, from 1",
                    "số dòng của trường hợp đầu tiên, tính từ 1",
                ),
                (
                    "example_col",
                    Text,
                    "column of the first",
                    "cột của trường hợp đầu tiên",
                ),
                (
                    "example_raw",
                    Text,
                    "text of the first as it stood",
                    "nội dung nguyên văn của trường hợp đầu tiên",
                ),
            ],
        ),
        table(
            "arrivals",
            "what was due from whom and what came, at the moment it was written",
            &[
                ("dataset", Text, "dataset id", "mã bộ số liệu"),
                ("area_code", Text, "area code", "mã đơn vị hành chính"),
                ("period", Text, "period", "kỳ số liệu"),
            ],
            &[
                (
                    "due_at",
                    Timestamp,
                    "when it was due, grace not included",
                    "thời hạn, chưa kể thời gian gia hạn (giờ UTC)",
                ),
                (
                    "arrived_at",
                    Timestamp,
                    "when the first delivery that brought it was landed",
                    "thời điểm tiếp nhận lần giao đầu tiên có số liệu (giờ UTC)",
                ),
                (
                    "state",
                    Text,
                    "on_time, late, due, overdue, partial, shrunken or wrong_type",
                    "tình trạng: đúng hạn (on_time), muộn (late), đến hạn (due), quá hạn \
                        (overdue), chưa đủ (partial), bị hụt (shrunken) hoặc sai loại (wrong_type)",
                ),
                (
                    "delivery",
                    Text,
                    "the first delivery that brought it, or the one refused in its place",
                    "lần giao đầu tiên có số liệu, hoặc lần giao bị từ chối thay vào đó",
                ),
                (
                    "rows",
                    BigInt,
                    "rows that came, each figure once",
                    "số dòng đã nhận, mỗi số liệu tính một lần",
                ),
                ("expected_rows", BigInt, "rows expected", "số dòng phải có"),
                (
                    "reason",
                    Text,
                    "why it stands as it does, empty when on time or due",
                    "lý do; để trống khi đúng hạn hoặc chưa đến hạn",
                ),
            ],
        ),
        table(
            "runs",
            "every run, and every decision about a due time that no run tells",
            &[(
                "run",
                Text,
                "run id; `decision-N` where there was no run",
                "mã lần chạy; `decision-N` khi không có lần chạy",
            )],
            &[
                (
                    "pipeline",
                    Text,
                    "pipeline id, empty for all",
                    "mã quy trình; để trống khi chạy tất cả",
                ),
                ("due_at", Timestamp, "when it was due", "thời hạn (giờ UTC)"),
                (
                    "started_at",
                    Timestamp,
                    "when it began",
                    "thời điểm bắt đầu (giờ UTC)",
                ),
                (
                    "finished_at",
                    Timestamp,
                    "when it ended",
                    "thời điểm kết thúc (giờ UTC)",
                ),
                (
                    "decision",
                    Text,
                    "run (by hand), ran, retried, missed, skipped_overlap, superseded, failed, \
                        aborted or waited",
                    "quyết định: chạy thủ công (run), đã chạy theo lịch (ran), chạy lại (retried), bỏ lỡ (missed), bỏ qua do trùng (skipped_overlap), \
                     được lần sau thay thế (superseded), thất bại hẳn (failed), bị ngắt (aborted), \
                     chờ (waited)",
                ),
                ("reason", Text, "why", "lý do"),
                (
                    "release",
                    Text,
                    "release that it ended with: in force, or waiting for approval",
                    "bản phát hành sau lần chạy: có hiệu lực hoặc chờ duyệt",
                ),
                (
                    "outcome",
                    Text,
                    "published, proposed, unchanged, partial, failed or aborted",
                    "kết quả: đã phát hành (published), chờ duyệt (proposed), không đổi \
                        (unchanged), một phần (partial), thất bại (failed) hoặc bị ngắt (aborted)",
                ),
            ],
        ),
    ]
}

/// Columns of a dataset's Delta table: key, figures, attributes, times, lineage.
#[must_use]
pub fn observation_columns(contract: &Contract) -> Vec<ColumnSpec> {
    let column =
        |name: &str, ty: ColumnType, key: bool, doc: &'static str, doc_vi: &'static str| {
            ColumnSpec {
                name: name.to_owned(),
                ty,
                key,
                doc,
                doc_vi,
            }
        };
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
            "2020, 2020-Q3 or 2020-09",
            "kỳ số liệu: năm 2020, quý 2020-Q3 hoặc tháng 2020-09",
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
    columns.extend([
        column("source_id", Text, true, "source of the figure", "nguồn của số liệu"),
        column(
            &contract.value_name,
            Dec,
            false,
            "figure in unit; null when there is none, or it was withdrawn",
            "giá trị theo đơn vị tính; để trống khi không có hoặc đã rút lại",
        ),
        column("unit", Text, false, "unit", "đơn vị tính"),
        column("basis", Text, false, "what exactly is counted", "phạm vi tính"),
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
    ]);
    columns.extend(
        contract
            .attributes
            .iter()
            .map(|a| column(&a.name, Text, false, "attribute", "thuộc tính của quan sát")),
    );
    columns.extend([
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
    ]);
    columns
}
