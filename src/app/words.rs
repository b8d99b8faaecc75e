//! The words of people for what the model names: verdicts, reasons, flags, statuses, …

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::governance::targets::Binding;
use crate::model::{
    Act, ArrivalState, CorrectionStatus, Design, Flag, Method, Reason, Refusal, Role, SiteRole,
    Span, Status, Subject, Verdict,
};
use crate::rollup::Fate;
use crate::series::Outcome;
use crate::store::LockHolder;

impl Lang {
    /// A verdict.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.say("verdict-met"),
            Verdict::NotMet => self.say("verdict-not-met"),
            Verdict::OnTrack => self.say("verdict-on-track"),
            Verdict::OffTrack => self.say("verdict-off-track"),
            Verdict::NotDue => self.say("verdict-not-due"),
            Verdict::NoTarget => self.say("verdict-no-target"),
            Verdict::NotAssessable => self.say("verdict-not-assessable"),
        }
    }

    /// A verdict of a row with these flags: one that was met only thanks to the tolerance says so.
    #[must_use]
    pub fn verdict_flagged(
        self,
        verdict: Verdict,
        flags: &[Flag],
        tolerance: Option<String>,
    ) -> String {
        let word = self.verdict(verdict);
        match tolerance.filter(|_| flags.contains(&Flag::WithinTolerance)) {
            Some(size) => say!(
                self,
                "verdict-tolerated",
                verdict = word,
                tolerance = size.trim_start_matches('+')
            ),
            None => word.to_owned(),
        }
    }

    /// A state of an arrival.
    #[must_use]
    pub fn arrival(self, state: ArrivalState) -> &'static str {
        match state {
            ArrivalState::OnTime => self.say("arrival-on-time"),
            ArrivalState::Late => self.say("arrival-late"),
            ArrivalState::Due => self.say("arrival-due"),
            ArrivalState::Overdue => self.say("arrival-overdue"),
            ArrivalState::Partial => self.say("arrival-partial"),
            ArrivalState::Shrunken => self.say("arrival-shrunken"),
            ArrivalState::WrongType => self.say("arrival-wrong-type"),
        }
    }

    /// A reason, as the end of a sentence.
    #[must_use]
    pub fn reason(self, reason: Reason) -> &'static str {
        match reason {
            Reason::ContractBroken => self.say("reason-contract-broken"),
            Reason::Suppressed => self.say("reason-suppressed"),
            Reason::UnitMismatch => self.say("reason-unit-mismatch"),
            Reason::BasisMismatch => self.say("reason-basis-mismatch"),
            Reason::DefinitionBreak => self.say("reason-definition-break"),
            Reason::BoundaryBreak => self.say("reason-boundary-break"),
            Reason::OutOfRange => self.say("reason-out-of-range"),
            Reason::SourceConflict => self.say("reason-source-conflict"),
            Reason::Quarantined => self.say("reason-quarantined"),
            Reason::SeriesMixed => self.say("reason-series-mixed"),
            Reason::ValueMissing => self.say("reason-value-missing"),
            Reason::BaseMissing => self.say("reason-base-missing"),
            Reason::PlanMissing => self.say("reason-plan-missing"),
            Reason::PartialPeriod => self.say("reason-partial-period"),
            Reason::NoOccasion => self.say("reason-no-occasion"),
            Reason::BaseZero => self.say("reason-base-zero"),
            Reason::PlanZero => self.say("reason-plan-zero"),
            Reason::DenominatorZero => self.say("reason-denominator-zero"),
            Reason::BaseNegative => self.say("reason-base-negative"),
            Reason::PlanNegative => self.say("reason-plan-negative"),
            Reason::DeflatorMissing => self.say("reason-deflator-missing"),
            Reason::RateMissing => self.say("reason-rate-missing"),
            Reason::BandMissing => self.say("reason-band-missing"),
            Reason::BandUnverified => self.say("reason-band-unverified"),
        }
    }

    /// A flag, in a few words.
    #[must_use]
    pub fn flag(self, flag: Flag) -> &'static str {
        match flag {
            Flag::BeforePeriodEnd => self.say("flag-before-period-end"),
            Flag::BoundaryApproximate => self.say("flag-boundary-approximate"),
            Flag::BoundaryRebased => self.say("flag-boundary-rebased"),
            Flag::CalendarEffect => self.say("flag-calendar-effect"),
            Flag::Corrected => self.say("flag-corrected"),
            Flag::ExistsInPart => self.say("flag-exists-in-part"),
            Flag::Imputed => self.say("flag-imputed"),
            Flag::InputRounding => self.say("flag-input-rounding"),
            Flag::KnifeEdge => self.say("flag-knife-edge"),
            Flag::OutlierUnverified => self.say("flag-outlier-unverified"),
            Flag::PlanNotAssigned => self.say("flag-plan-not-assigned"),
            Flag::NotListed => self.say("flag-not-listed"),
            Flag::PartsLeftOut => self.say("flag-parts-left-out"),
            Flag::RankedAreasDiffer => self.say("flag-ranked-areas-differ"),
            Flag::SamplingErrorUnknown => self.say("flag-sampling-error-unknown"),
            Flag::SchemeBreak => self.say("flag-scheme-break"),
            Flag::ShareOutOfRange => self.say("flag-share-out-of-range"),
            Flag::SeriesSpliced => self.say("flag-series-spliced"),
            Flag::SmallBase => self.say("flag-small-base"),
            Flag::ToDate => self.say("flag-to-date"),
            Flag::VintageMixed => self.say("flag-vintage-mixed"),
            Flag::WithinSamplingError => self.say("flag-within-sampling-error"),
            Flag::WithinTolerance => self.say("flag-within-tolerance"),
        }
    }

    /// A status.
    #[must_use]
    pub fn status(self, status: Status) -> &'static str {
        match status {
            Status::Estimate => self.say("status-estimate"),
            Status::Preliminary => self.say("status-preliminary"),
            Status::Final => self.say("status-final"),
        }
    }

    /// What became of an observation when its delivery was read again.
    #[must_use]
    pub fn outcome_of_replay(self, word: &str) -> &'static str {
        match word {
            "accepted" => self.say("replay-accepted"),
            "ignored" => self.say("replay-ignored"),
            "refused" => self.say("replay-refused"),
            _ => self.say("replay-quarantined"),
        }
    }

    /// How far a correction has come with the publisher.
    #[must_use]
    pub fn correction(self, status: CorrectionStatus) -> &'static str {
        match status {
            CorrectionStatus::Open => self.say("correction-open"),
            CorrectionStatus::Reported => self.say("correction-reported"),
            CorrectionStatus::Mended => self.say("correction-mended"),
        }
    }

    /// How far a target binds.
    #[must_use]
    pub fn binding(self, binding: Binding) -> &'static str {
        match binding {
            Binding::Binds => self.say("binding-binds"),
            Binding::InPart => self.say("binding-in-part"),
            Binding::Superseded => self.say("binding-superseded"),
            Binding::FromEffect => self.say("binding-from-effect"),
            Binding::TooLate => self.say("binding-too-late"),
            Binding::Waiting => self.say("binding-waiting"),
            Binding::Undecided => self.say("binding-undecided"),
        }
    }

    /// Why a verdict is another one.
    #[must_use]
    pub fn cause(self, word: &str) -> &'static str {
        match word {
            "target" => self.say("cause-target"),
            "formula" => self.say("cause-formula"),
            "data" => self.say("cause-data"),
            "contract" => self.say("cause-contract"),
            "repair" => self.say("cause-repair"),
            "correction" => self.say("cause-correction"),
            "areas" => self.say("cause-areas"),
            "period_ended" => self.say("cause-period-ended"),
            "program" => self.say("cause-program"),
            _ => self.say("cause-neighbours"),
        }
    }

    /// What was decided.
    #[must_use]
    pub fn act(self, act: Act) -> &'static str {
        match act {
            Act::Propose => self.say("act-propose"),
            Act::Approve => self.say("act-approve"),
            Act::Reject => self.say("act-reject"),
            Act::Publish => self.say("act-publish"),
            Act::Withdraw => self.say("act-withdraw"),
            Act::Run => self.say("act-run"),
            Act::Pause => self.say("act-pause"),
            Act::Resume => self.say("act-resume"),
            Act::Repair => self.say("act-repair"),
            Act::Revoke => self.say("act-revoke"),
        }
    }

    /// What was decided about.
    #[must_use]
    pub fn subject(self, subject: Subject) -> &'static str {
        match subject {
            Subject::Release => self.say("subject-release"),
            Subject::Target => self.say("subject-target"),
            Subject::Correction => self.say("subject-correction"),
            Subject::Pipeline => self.say("subject-pipeline"),
            Subject::Cell => self.say("subject-cell"),
            Subject::Person => self.say("subject-person"),
        }
    }

    /// What a person may do on the site.
    #[must_use]
    pub fn site_role(self, role: SiteRole) -> &'static str {
        match role {
            SiteRole::Reader => self.say("role-reader"),
            SiteRole::Operator => self.say("role-operator"),
            SiteRole::Approver => self.say("role-approver"),
            SiteRole::Admin => self.say("role-admin"),
        }
    }

    /// What holds a lake.
    #[must_use]
    pub fn lock_holder(self, holder: LockHolder) -> &'static str {
        match holder {
            LockHolder::Run => self.say("lock-held-by-run"),
            LockHolder::Serve => self.say("lock-held-by-serve"),
        }
    }

    /// What became of a target.
    #[must_use]
    pub fn target_change(self, change: &str) -> &'static str {
        match change {
            "added" => self.say("target-change-added"),
            "removed" => self.say("target-change-removed"),
            "superseded" => self.say("target-change-superseded"),
            _ => self.say("target-change-changed"),
        }
    }

    /// What an operand is.
    #[must_use]
    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Current => self.say("role-current"),
            Role::Base => self.say("role-base"),
            Role::Part => self.say("role-part"),
            Role::Whole => self.say("role-whole"),
            Role::BasePart => self.say("role-base-part"),
            Role::BaseWhole => self.say("role-base-whole"),
            Role::Plan => self.say("role-plan"),
        }
    }

    /// What a design compares.
    #[must_use]
    pub fn design(self, design: Design) -> &'static str {
        match design {
            Design::CrossSection => self.say("design-cross-section"),
            Design::Pooled => self.say("design-pooled"),
            Design::Within => self.say("design-within"),
            Design::Difference => self.say("design-difference"),
        }
    }

    /// A coefficient, by the letter it goes by.
    #[must_use]
    pub fn coefficient(self, method: Method) -> &'static str {
        match method {
            Method::Pearson => self.say("coefficient-pearson"),
            Method::Spearman => self.say("coefficient-spearman"),
            Method::Kendall => self.say("coefficient-kendall"),
        }
    }

    /// Why a row of a study has no coefficient.
    #[must_use]
    pub fn refusal(self, why: Refusal) -> &'static str {
        match why {
            Refusal::NoControl => self.say("refusal-no-control"),
            Refusal::NoPairs => self.say("refusal-no-pairs"),
            Refusal::SchemeBreak => self.say("refusal-scheme-break"),
            Refusal::SeriesMixed => self.say("refusal-series-mixed"),
            Refusal::TooFewAreas => self.say("refusal-too-few-areas"),
            Refusal::TooFewPeriods => self.say("refusal-too-few-periods"),
            Refusal::ConstantSeries => self.say("refusal-constant-series"),
        }
    }

    /// What became of the units of a union.
    #[must_use]
    pub fn outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Same => self.say("union-same"),
            Outcome::Renamed => self.say("union-renamed"),
            Outcome::Merged => self.say("union-merged"),
            Outcome::Split => self.say("union-split"),
            Outcome::Regrouped => self.say("union-regrouped"),
            Outcome::Begun => self.say("union-begun"),
            Outcome::Ended => self.say("union-ended"),
        }
    }

    /// What a span adds to its period; nothing where it is the period itself.
    #[must_use]
    pub fn span(self, span: Span) -> &'static str {
        match span {
            Span::Period => "",
            Span::Ytd => self.say("span-ytd"),
            Span::Rolling12 => self.say("span-rolling12"),
        }
    }

    /// What became of a row of a table when its figure was looked for.
    #[must_use]
    pub fn fate(self, fate: Fate) -> &'static str {
        match fate {
            Fate::Used => self.say("fate-used"),
            Fate::Derived => self.say("fate-derived"),
            Fate::Dropped => self.say("fate-dropped"),
            Fate::NotPreferred => self.say("fate-not-preferred"),
            Fate::OtherTotal => self.say("fate-other-total"),
            Fate::Outranked => self.say("fate-outranked"),
            Fate::Conflict => self.say("fate-conflict"),
            Fate::Superseded => self.say("fate-superseded"),
            Fate::Repeated => self.say("fate-repeated"),
            Fate::Quarantined => self.say("fate-quarantined"),
            Fate::OtherSeries => self.say("fate-other-series"),
            Fate::Confirms => self.say("fate-confirms"),
            Fate::NotAsked => self.say("fate-not-asked"),
        }
    }
}
