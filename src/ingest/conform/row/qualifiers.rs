//! What qualifies a figure: its span, status, rank, and whether it is derived, withheld or imputed.

use super::text::{optional_text, optional_word, word};
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::{Bindings, Bound};
use crate::ingest::conform::observation::Fault;
use crate::ingest::conform::signs::Signs;
use crate::model::{Label, ObsStatus, Period, Source, Span, Status};

/// How much of the period the figure spans: what its label and its own column say, which must
/// agree.
pub(in crate::ingest::conform) fn span(
    bindings: &Bindings<'_>,
    record: &Record,
    label: Label,
    source: &Source,
) -> Result<Span, Fault> {
    let span = said_span(bindings, record, label)?;
    let at = bindings.span.as_ref().unwrap_or(&bindings.period);
    if matches!(label.period, Period::Week(..)) && span != Span::Period {
        let message = format!(
            "`{span}` of a week: a year to date and twelve months end with a month or quarter"
        );
        let hint = "ask the provider for figures of single weeks, or for figures to date by months";
        return Err(Fault::new("bad_span", at, record, message, hint));
    }
    let fiscal =
        source.period.fiscal_year.is_some() || matches!(label.period, Period::FiscalYear(..));
    if !fiscal || span != Span::Ytd {
        return Ok(span);
    }
    let message = "a figure to date of a source of fiscal years may run from January or from the \
        first month of its year";
    let hint = "ask the provider for figures of single months, quarters or whole fiscal years";
    Err(Fault::new("bad_span", at, record, message, hint))
}

fn said_span(bindings: &Bindings<'_>, record: &Record, label: Label) -> Result<Span, Fault> {
    let own: Option<Span> = optional_word("bad_span", bindings.span.as_ref(), record)?;
    match (own, label.span, &bindings.span) {
        (Some(own), Some(said), Some(at)) if own != said => {
            let message = format!("the span is `{own}` and the label of the period says `{said}`");
            Err(Fault::new(
                "bad_span",
                at,
                record,
                message,
                "correct the source, or leave `span` unmapped so that the label decides",
            ))
        }
        (own, said, _) => Ok(own.or(said).unwrap_or_default()),
    }
}

/// How settled the figure is. A label or a mark that says so knows better than a constant given to
/// all rows; a column must agree with it.
pub(super) fn status(
    at: &Bound<'_>,
    (record, signs): (&Record, &Signs<'_>),
    label: Label,
) -> Result<Status, Fault> {
    let (said, by) = match (label.status, signs.mark_status()) {
        (Some(label), Some(mark)) if label != mark => {
            let message =
                format!("a mark says `{mark}` and the label of the period says `{label}`");
            let hint = "ask the provider which of the two is right";
            return Err(Fault::new("bad_status", at, record, message, hint));
        }
        (Some(said), _) => (Some(said), "the label of the period"),
        (None, said) => (said, "a mark"),
    };
    let own: Status = match (at, said, signs.status) {
        (Bound::Constant { .. }, Some(said), _) => return Ok(said),
        (Bound::Cell { .. }, Some(said), None) if tidy(at.raw(record)).is_empty() => {
            return Ok(said);
        }
        // Where there is no figure, nothing is unsettled.
        (_, _, Some(column)) => match column.status {
            Some(own) => own,
            None => return Ok(said.unwrap_or(Status::Final)),
        },
        _ => word("bad_status", at, record, STATUSES)?,
    };
    match said {
        Some(said) if said != own => {
            let message = format!("the status is `{own}` and {by} says `{said}`");
            Err(Fault::new(
                "bad_status",
                at,
                record,
                message,
                "correct the source, or give `status` by a constant so that the label or the mark \
                    decides",
            ))
        }
        _ => Ok(own),
    }
}

/// What to do about other words than those of the table.
const STATUSES: &str = "say what the provider's words mean under `[source.statuses]`, as in `A = \
    { status = \"final\" }`";

pub(super) fn rank(at: Option<&Bound<'_>>, record: &Record) -> Result<Option<i32>, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else {
        return Ok(None);
    };
    match text.parse::<i32>() {
        Ok(rank) if rank >= 1 => Ok(Some(rank)),
        _ => Err(Fault::new(
            "bad_rank",
            at,
            record,
            format!("`{text}` is not a rank"),
            "write 1 for the preferred row, 2 for the next",
        )),
    }
}

/// A figure that is withheld is not there; one that is there is not withheld.
pub(super) fn obs_status(
    bindings: &Bindings<'_>,
    (record, signs): (&Record, &Signs<'_>),
    valued: bool,
) -> Result<Option<ObsStatus>, Fault> {
    let said = signs.obs_status();
    let own: Option<ObsStatus> = match &bindings.obs_status {
        // What a text that is translated says is among the signs.
        Some(_) if signs.translates => said,
        at => optional_word("bad_obs_status", at.as_ref(), record)?.or(said),
    };
    let at = bindings.obs_status.as_ref().unwrap_or(&bindings.value);
    let text = signs.text.as_ref();
    let withheld = bindings.suppressed.iter().any(|m| *m == text);
    match own {
        Some(own) if own.is_quarantined() => Err(Fault::new(
            "bad_obs_status",
            at,
            record,
            format!("`{own}` cannot be stated by a source"),
            "write `suppressed` or `imputed`, or leave it empty",
        )),
        _ if valued && signs.confidential.is_some() => Err(Fault::new(
            "confidential",
            &bindings.value,
            record,
            format!(
                "the file says that the figure is not for publication: confidentiality `{}`",
                signs.confidential.unwrap_or_default()
            ),
            "ask for the data that may be published; where all of it may be, list the column under \
                `unused_columns`",
        )),
        _ if valued && (own == Some(ObsStatus::Suppressed) || signs.exclude_figure()) => {
            let hint = "ask the provider which of the two is right";
            let what = if own == Some(ObsStatus::Suppressed) {
                "withheld"
            } else {
                "not there"
            };
            Err(Fault::new(
                "bad_obs_status",
                at,
                record,
                format!("the figure is marked as {what}, and the cell has a figure"),
                hint,
            ))
        }
        _ if withheld => Ok(Some(ObsStatus::Suppressed)),
        // What is not there was not imputed.
        _ => Ok(own.filter(|own| valued || *own == ObsStatus::Suppressed)),
    }
}

pub(super) fn derived(at: Option<&Bound<'_>>, record: &Record) -> Result<bool, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else {
        return Ok(false);
    };
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Fault::new(
            "bad_derived",
            at,
            record,
            format!("`{text}` is neither true nor false"),
            "write `true` or `false`",
        )),
    }
}
