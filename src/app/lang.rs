//! Words for people, in Vietnamese and English side by side, and how figures are shown.
//!
//! Stored and published figures stay exact and in plain notation; grouping, decimal comma and
//! rounding happen here only.

use crate::governance::targets::Binding;
use crate::model::{
    Act, ArrivalState, CorrectionStatus, Design, Evidence, Flag, Method, Reason, Refusal, Role,
    Span, Status, Verdict,
};
use crate::series::Outcome;

/// How many digits of money are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// All of them.
    All,
    /// Billions to one place, where that is enough to tell figures apart.
    Short,
}

/// Language of what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

/// Millionths of a đồng in a billion đồng.
const MICROS_IN_BILLION: i128 = 1_000_000_000_000_000;

impl Lang {
    /// From the usual environment variables; English unless they say Vietnamese.
    #[must_use]
    pub fn from_environment() -> Lang {
        let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let value = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(set)
            .unwrap_or_default();
        if value.starts_with("vi") {
            Lang::Vi
        } else {
            Lang::En
        }
    }

    /// Whether it is Vietnamese.
    #[must_use]
    pub const fn is_vi(self) -> bool {
        matches!(self, Lang::Vi)
    }

    /// One of two texts.
    #[must_use]
    pub const fn pick<'a>(self, en: &'a str, vi: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// A verdict.
    #[must_use]
    pub const fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.pick("met", "đạt"),
            Verdict::NotMet => self.pick("not met", "không đạt"),
            Verdict::OnTrack => self.pick("on track", "đúng tiến độ"),
            Verdict::OffTrack => self.pick("off track", "chậm tiến độ"),
            Verdict::NotDue => self.pick("not due yet", "chưa đến hạn"),
            Verdict::NoTarget => self.pick("no target", "không có chỉ tiêu"),
            Verdict::NotAssessable => self.pick("not assessable", "không đánh giá được"),
        }
    }

    /// A state of an arrival.
    #[must_use]
    pub const fn arrival(self, state: ArrivalState) -> &'static str {
        match state {
            ArrivalState::OnTime => self.pick("on time", "đúng hạn"),
            ArrivalState::Late => self.pick("late", "muộn"),
            ArrivalState::Due => self.pick("due", "chưa đến hạn"),
            ArrivalState::Overdue => self.pick("overdue", "quá hạn"),
            ArrivalState::Partial => self.pick("partial", "chưa đủ"),
            ArrivalState::Shrunken => self.pick("shrunken", "bị hụt"),
            ArrivalState::WrongType => self.pick("wrong type", "sai loại"),
        }
    }

    /// A reason, as the end of a sentence.
    #[must_use]
    pub const fn reason(self, reason: Reason) -> &'static str {
        match reason {
            Reason::ContractBroken => self.pick(
                "the delivery that should carry the figure was refused",
                "lần giao số liệu có con số này đã bị từ chối",
            ),
            Reason::Suppressed => self.pick(
                "the provider withheld the figure",
                "nơi cung cấp không công bố con số",
            ),
            Reason::UnitMismatch => self.pick(
                "the figures are in different units, or in another than the KPI",
                "các con số khác đơn vị, hoặc khác đơn vị của chỉ số",
            ),
            Reason::BasisMismatch => self.pick(
                "the figures count different things",
                "các con số không cùng phạm vi tính",
            ),
            Reason::DefinitionBreak => self.pick(
                "the definition changed in between",
                "định nghĩa đã thay đổi",
            ),
            Reason::BoundaryBreak => self.pick(
                "the area's boundary changed and the figure cannot be divided",
                "địa giới thay đổi, không tách được con số",
            ),
            Reason::SourceConflict => self.pick(
                "sources of equal rank disagree",
                "các nguồn cùng hạng mâu thuẫn nhau",
            ),
            Reason::Quarantined => self.pick(
                "a figure came and was not accepted",
                "đã nhận số liệu nhưng không chấp nhận, đang cách ly",
            ),
            Reason::SeriesMixed => self.pick(
                "the figures are of several series, which are not compared",
                "các con số thuộc nhiều chuỗi số liệu khác nhau nên không so sánh được",
            ),
            Reason::ValueMissing => {
                self.pick("no figure for the period", "không có số liệu của kỳ")
            }
            Reason::BaseMissing => self.pick(
                "no figure for the year before",
                "không có số liệu năm trước",
            ),
            Reason::PlanMissing => self.pick("no plan for the period", "không có dự toán của kỳ"),
            Reason::PartialPeriod => self.pick("the period is incomplete", "kỳ chưa đủ số liệu"),
            Reason::NoOccasion => self.pick("nothing fell due", "không phát sinh"),
            Reason::BaseZero => self.pick("the base is nought", "số gốc bằng không"),
            Reason::PlanZero => self.pick("the plan is nought", "dự toán bằng không"),
            Reason::DenominatorZero => self.pick("the whole is nought", "mẫu số bằng không"),
            Reason::BaseNegative => self.pick("the base is negative", "số gốc âm"),
            Reason::PlanNegative => self.pick("the plan is negative", "dự toán âm"),
            Reason::DeflatorMissing => self.pick(
                "no price index, so no figure at constant prices",
                "không có chỉ số giá để quy về giá so sánh",
            ),
            Reason::BandMissing => self.pick(
                "no band of the rubric holds the value",
                "không có khung điểm nào ứng với giá trị",
            ),
            Reason::BandUnverified => self.pick(
                "the bands of the rubric are not verified",
                "khung điểm chưa được xác minh",
            ),
        }
    }

    /// A flag, in a few words.
    #[must_use]
    pub const fn flag(self, flag: Flag) -> &'static str {
        match flag {
            Flag::BeforePeriodEnd => self.pick(
                "an estimate of the whole period, published before the period ended",
                "số ước cả kỳ, công bố trước khi hết kỳ",
            ),
            Flag::BoundaryApproximate => self.pick(
                "part of the area cannot be separated",
                "có phần địa bàn không tách được",
            ),
            Flag::BoundaryRebased => {
                self.pick("put together from former units", "gộp từ các đơn vị cũ")
            }
            Flag::CalendarEffect => self.pick(
                "a movable feast or the working days differ between the periods",
                "hai kỳ khác nhau về ngày lễ hoặc số ngày làm việc",
            ),
            Flag::Corrected => {
                self.pick("a recorded correction was applied", "đã áp dụng đính chính")
            }
            Flag::Imputed => self.pick("an input was imputed", "có số liệu gán"),
            Flag::InputRounding => self.pick(
                "the verdict depends on how an input was rounded",
                "kết luận phụ thuộc vào việc làm tròn số gốc",
            ),
            Flag::KnifeEdge => self.pick(
                "the margin is within the usual revisions",
                "chênh lệch nằm trong mức điều chỉnh thường gặp",
            ),
            Flag::OutlierUnverified => self.pick(
                "an unusual value nobody has confirmed",
                "giá trị bất thường chưa xác nhận",
            ),
            Flag::PlanNotAssigned => self.pick(
                "the plan in hand is the one submitted, not the one assigned",
                "dự toán đang có là bản trình, không phải bản giao",
            ),
            Flag::PartsLeftOut => self.pick(
                "an area below has a figure that the sum does not hold",
                "tổng chưa gồm số liệu của một đơn vị cấp dưới mới có",
            ),
            Flag::SchemeBreak => {
                self.pick("the scoring scheme changed", "bộ tiêu chí chấm điểm đã đổi")
            }
            Flag::ShareOutOfRange => self.pick(
                "a part is larger than its whole, or negative: the value is no share",
                "phần lớn hơn tổng hoặc âm: giá trị không phải là tỷ trọng",
            ),
            Flag::SeriesSpliced => self.pick(
                "figures of several series are compared, as declared",
                "so sánh số liệu của nhiều chuỗi theo khai báo",
            ),
            Flag::SmallBase => self.pick("the base is small", "số gốc nhỏ"),
            Flag::ToDate => self.pick(
                "a figure to date: published before its period ended and not said again since",
                "số tính đến thời điểm công bố: công bố trước khi hết kỳ và chưa được xác nhận lại \
                    sau đó",
            ),
            Flag::VintageMixed => {
                self.pick("inputs of different maturity", "số liệu khác độ hoàn chỉnh")
            }
            Flag::WithinTolerance => {
                self.pick("missed, within the tolerance", "thiếu, trong mức cho phép")
            }
        }
    }

    /// A status.
    #[must_use]
    pub const fn status(self, status: Status) -> &'static str {
        match status {
            Status::Estimate => self.pick("estimate", "ước tính"),
            Status::Preliminary => self.pick("preliminary", "sơ bộ"),
            Status::Final => self.pick("final", "chính thức"),
        }
    }

    /// What became of an observation when its delivery was read again.
    #[must_use]
    pub fn outcome_of_replay(self, word: &str) -> &'static str {
        match word {
            "accepted" => self.pick("accepted", "đã chấp nhận"),
            "ignored" => self.pick("ignored, as the repair says", "bỏ qua theo bản sửa"),
            "refused" => self.pick("its delivery is refused", "lần giao bị từ chối"),
            _ => self.pick("still kept aside", "vẫn bị cách ly"),
        }
    }

    /// How far a correction has come with the publisher.
    #[must_use]
    pub const fn correction(self, status: CorrectionStatus) -> &'static str {
        match status {
            CorrectionStatus::Open => self.pick("open", "chưa báo nơi công bố"),
            CorrectionStatus::Reported => self.pick("reported", "đã báo nơi công bố"),
            CorrectionStatus::Mended => self.pick("mended", "nơi công bố đã sửa"),
        }
    }

    /// How far a target binds.
    #[must_use]
    pub const fn binding(self, binding: Binding) -> &'static str {
        match binding {
            Binding::Binds => self.pick("binds", "có hiệu lực"),
            Binding::InPart => self.pick("superseded in part", "bị thay thế một phần"),
            Binding::Superseded => self.pick("superseded", "đã bị thay thế"),
            Binding::FromEffect => self.pick(
                "binds the periods from its day of effect on",
                "có hiệu lực với các kỳ từ ngày hiệu lực trở đi",
            ),
            Binding::TooLate => self.pick(
                "binds nothing: it took effect after its periods",
                "không ràng buộc kỳ nào: có hiệu lực sau các kỳ nêu ra",
            ),
            Binding::Waiting => self.pick("waits for approval", "chờ duyệt"),
            Binding::Undecided => self.pick("not yet decided then", "khi đó chưa ban hành"),
        }
    }

    /// Why a verdict is another one.
    #[must_use]
    pub fn cause(self, word: &str) -> &'static str {
        match word {
            "target" => self.pick("another target", "chỉ tiêu thay đổi"),
            "formula" => self.pick("another formula", "công thức thay đổi"),
            "data" => self.pick("other data received", "số liệu nhận được thay đổi"),
            "contract" => self.pick(
                "the data are read by another contract",
                "quy ước đọc số liệu thay đổi",
            ),
            "correction" => self.pick(
                "another correction of the figures",
                "đính chính số liệu thay đổi",
            ),
            "areas" => self.pick(
                "another register of areas",
                "danh mục đơn vị hành chính thay đổi",
            ),
            "program" => self.pick(
                "the rules of another program",
                "quy tắc của chương trình phiên bản khác",
            ),
            _ => self.pick(
                "figures of other areas or periods",
                "số liệu của địa phương hoặc kỳ khác",
            ),
        }
    }

    /// What was decided.
    #[must_use]
    pub const fn act(self, act: Act) -> &'static str {
        match act {
            Act::Propose => self.pick("proposed", "đề nghị duyệt"),
            Act::Approve => self.pick("approved", "duyệt"),
            Act::Reject => self.pick("rejected", "bác"),
            Act::Publish => self.pick("put in force", "cho hiệu lực"),
            Act::Withdraw => self.pick("withdrawn", "thu hồi"),
        }
    }

    /// What became of a target.
    #[must_use]
    pub fn target_change(self, change: &str) -> &'static str {
        match change {
            "added" => self.pick("added", "thêm"),
            "removed" => self.pick("removed", "bỏ"),
            "superseded" => self.pick("superseded", "bị thay thế"),
            _ => self.pick("changed", "sửa"),
        }
    }

    /// What an operand is.
    #[must_use]
    pub const fn role(self, role: Role) -> &'static str {
        match role {
            Role::Current => self.pick("current", "kỳ này"),
            Role::Base => self.pick("base", "kỳ gốc"),
            Role::Part => self.pick("part", "phần"),
            Role::Whole => self.pick("whole", "tổng"),
            Role::BasePart => self.pick("base part", "phần, kỳ gốc"),
            Role::BaseWhole => self.pick("base whole", "tổng, kỳ gốc"),
            Role::Plan => self.pick("plan", "dự toán"),
        }
    }

    /// What a design compares.
    #[must_use]
    pub const fn design(self, design: Design) -> &'static str {
        match design {
            Design::CrossSection => self.pick(
                "areas with each other, one period",
                "so sánh giữa các địa phương, một kỳ",
            ),
            Design::Pooled => self.pick(
                "areas with each other, all periods",
                "so sánh giữa các địa phương, gộp các kỳ",
            ),
            Design::Within => self.pick(
                "each area with itself over time",
                "từng địa phương so với chính mình theo thời gian",
            ),
            Design::Difference => self.pick(
                "changes from period to period",
                "mức thay đổi giữa hai kỳ liền nhau",
            ),
        }
    }

    /// A coefficient, by the letter it goes by.
    #[must_use]
    pub const fn coefficient(self, method: Method) -> &'static str {
        match method {
            Method::Pearson => self.pick("Pearson r", "Pearson r"),
            Method::Spearman => self.pick("Spearman ρ", "Spearman ρ"),
            Method::Kendall => self.pick("Kendall τ-b", "Kendall τ-b"),
        }
    }

    /// Why a row of a study has no coefficient.
    #[must_use]
    pub const fn refusal(self, why: Refusal) -> &'static str {
        match why {
            Refusal::NoControl => self.pick(
                "a declared control has no figures",
                "biến kiểm soát đã khai báo không có số liệu",
            ),
            Refusal::NoPairs => self.pick(
                "no area has both figures",
                "không địa phương nào có đủ hai số liệu",
            ),
            Refusal::SchemeBreak => self.pick(
                "scores of one period made by several schemes",
                "điểm trong cùng kỳ chấm theo nhiều bộ tiêu chí",
            ),
            Refusal::TooFewAreas => self.pick("too few areas", "quá ít địa phương"),
            Refusal::TooFewPeriods => self.pick("too few periods", "quá ít kỳ"),
            Refusal::ConstantSeries => {
                self.pick("a series does not vary", "một chuỗi không biến thiên")
            }
        }
    }

    /// How strong an association is, in words. The bounds are Cohen's 0.1, 0.3, 0.5, for τ, which
    /// is smaller for the same association, two thirds of these.
    #[must_use]
    pub fn strength(self, coefficient: f64, method: Method, evidence: Evidence) -> String {
        let size = if method == Method::Kendall {
            coefficient.abs() * 1.5
        } else {
            coefficient.abs()
        };
        let size_in_words = match size {
            s if s < 0.1 => self.pick("near zero", "gần như không có liên hệ"),
            s if s < 0.3 => self.pick("weak", "liên hệ yếu"),
            s if s < 0.5 => self.pick("moderate", "liên hệ trung bình"),
            _ => self.pick("strong", "liên hệ mạnh"),
        };
        let sign = match (size < 0.1, coefficient > 0.0) {
            (true, _) => "",
            (_, true) => self.pick(", positive", ", cùng chiều"),
            (_, false) => self.pick(", negative", ", ngược chiều"),
        };
        let chance = match (evidence, size < 0.1) {
            (Evidence::MoreThanChance, _) => {
                self.pick("; more than chance", "; vượt mức ngẫu nhiên")
            }
            (Evidence::OneOfMany, _) => {
                self.pick("; one of many looked at", "; một trong nhiều phép so sánh")
            }
            (Evidence::MayBeChance, true) => "",
            (Evidence::MayBeChance, false) => {
                self.pick("; may be chance", "; có thể do ngẫu nhiên")
            }
        };
        format!("{size_in_words}{sign}{chance}")
    }

    /// A number with a sign and so many places.
    #[must_use]
    pub fn number(self, value: f64, places: usize) -> String {
        let text = format!("{value:.places$}");
        let shown = if text
            .trim_start_matches('-')
            .chars()
            .all(|c| c == '0' || c == '.')
        {
            text.trim_start_matches('-')
        } else {
            &text
        };
        self.digits(shown)
    }

    /// Plain digits (`-1234.5`) grouped by threes: `-1,234.5`, or `-1.234,5` in Vietnamese.
    #[must_use]
    pub fn digits(self, plain: &str) -> String {
        let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("-", r));
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
        let (group, point) = if self.is_vi() { ('.', ',') } else { (',', '.') };
        let mut text = String::from(sign);
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }

    /// The name of a unit.
    #[must_use]
    pub fn unit(self, unit: &str) -> &str {
        match unit {
            "vnd" => self.pick("VND", "đồng"),
            "score" | "points" => self.pick("points", "điểm"),
            "enterprises" => self.pick("enterprises", "doanh nghiệp"),
            other => other,
        }
    }

    /// What became of the units of a union.
    #[must_use]
    pub const fn outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Same => self.pick("unchanged", "không thay đổi"),
            Outcome::Renamed => self.pick("renamed", "đổi tên hoặc đổi mã"),
            Outcome::Merged => self.pick("merged", "sáp nhập"),
            Outcome::Split => self.pick("split", "chia tách"),
            Outcome::Regrouped => self.pick("regrouped", "sắp xếp lại"),
            Outcome::Begun => self.pick("begun", "mới có"),
            Outcome::Ended => self.pick("ended", "không còn"),
        }
    }

    /// A figure with its unit; money in billions of đồng, where no digit or no digit that matters
    /// is lost.
    #[must_use]
    pub fn figure(self, plain: &str, unit: &str, digits: Digits) -> String {
        let name = self.unit(unit);
        if unit == "ratio" {
            return plain
                .parse()
                .map_or_else(|_| plain.to_owned(), |v: f64| self.value(v, "share"));
        }
        let billions =
            |text: &str| format!("{} {} {name}", self.digits(text), self.pick("bn", "tỷ"));
        if unit == "vnd"
            && let Ok(exact) = plain.parse::<crate::model::Dec>()
        {
            let (whole, rest) = (
                exact.micros() / MICROS_IN_BILLION,
                exact.micros() % MICROS_IN_BILLION,
            );
            if digits == Digits::Short && whole != 0 {
                return billions(&format!("{:.1}", exact.to_f64() / 1e9));
            }
            if rest % (MICROS_IN_BILLION / 1_000_000) == 0 && whole != 0 {
                let text = format!(
                    "{whole}.{:06}",
                    (rest / (MICROS_IN_BILLION / 1_000_000)).abs()
                );
                return billions(text.trim_end_matches('0').trim_end_matches('.'));
            }
        }
        format!("{} {name}", self.digits(plain))
            .trim_end()
            .to_owned()
    }

    /// How many areas a rank is among.
    #[must_use]
    pub fn ranked(self, number: &str) -> String {
        format!(
            "{} {}",
            self.digits(number),
            self.pick("areas ranked", "địa phương được xếp hạng")
        )
    }

    /// What a span adds to its period; nothing where it is the period itself.
    #[must_use]
    pub const fn span(self, span: Span) -> &'static str {
        match span {
            Span::Period => "",
            Span::Ytd => self.pick("to date", "lũy kế"),
            Span::Rolling12 => self.pick("(12 months)", "(12 tháng)"),
        }
    }

    /// A revision in the unit in which it is published, with its sign, or its size only.
    #[must_use]
    pub fn revision(self, value: f64, unit: &str, signed: bool) -> String {
        let number = |places| {
            if signed {
                self.signed(value, places)
            } else {
                self.digits(&format!("{value:.places$}"))
            }
        };
        match unit {
            "ratio" => self.value(value, if signed { "ratio" } else { "share" }),
            "pp" => format!("{} {}", number(2), self.pick("pp", "điểm %")),
            other => format!("{} {}", number(2), self.unit(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_for_display_only() {
        let all = |lang: Lang, plain: &str, unit: &str| lang.figure(plain, unit, Digits::All);
        assert_eq!(all(Lang::En, "26135", "enterprises"), "26,135 enterprises");
        assert_eq!(all(Lang::Vi, "57154500000000", "vnd"), "57.154,5 tỷ đồng");
        assert_eq!(
            all(Lang::En, "47690197260000", "vnd"),
            "47,690.19726 bn VND"
        );
        assert_eq!(
            all(Lang::En, "57154500000001", "vnd"),
            "57,154,500,000,001 VND"
        );
        assert_eq!(all(Lang::En, "1000", "vnd"), "1,000 VND");
        assert_eq!(
            Lang::En.figure("57154560000001", "vnd", Digits::Short),
            "57,154.6 bn VND"
        );
        assert_eq!(Lang::En.digits("-100"), "-100");
        assert_eq!(Lang::En.value(-0.056_872_7, "ratio"), "-5.69 %");
        assert_eq!(Lang::Vi.value(12.345, "ratio"), "+1.234,50 %");
        assert_eq!(Lang::En.value(0.6, "pp"), "+0.60 pp");
        assert_eq!(Lang::En.margin(-0.256_872_7, "ratio"), "-25.69 pp");
        assert_eq!(Lang::Vi.value(-0.345, "score"), "-0,34 điểm");
        assert_eq!(
            (Lang::En.value(12.0, "rank"), Lang::En.margin(-2.0, "rank")),
            ("rank 12".into(), "-2 places".into())
        );
        assert_eq!(all(Lang::En, "4.76", "score"), "4.76 points");
    }
}
