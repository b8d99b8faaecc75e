//! `--period`: a period as chiso writes it, or a fiscal year as the office does.

use crate::app::cli::Failure;
use crate::app::cli::lookup::with_span;
use crate::app::lang::Lang;
use crate::config::Project;
use crate::model::{FiscalYear, Period, PeriodError, Span, is_fiscal_label, written_period};
use std::str::FromStr;

/// A period that is asked for.
#[derive(Clone, Debug)]
pub enum AskedPeriod {
    /// By its own name.
    Named(Period),
    /// By the label of a fiscal year, which the project knows: `2024/25`, `FY2024`.
    Label(String),
}

impl AskedPeriod {
    /// The period that is meant in a project.
    ///
    /// # Errors
    /// When it is the label of a fiscal year that the project does not know.
    pub fn of(&self, project: &Project) -> Result<Period, Failure> {
        let label = match self {
            AskedPeriod::Named(period) => return Ok(*period),
            AskedPeriod::Label(label) => label,
        };
        let period = written_period(label, project.fiscal_calendar());
        period.map_err(|error| Failure::Usage(error.to_string()))
    }
}

impl FromStr for AskedPeriod {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<AskedPeriod, PeriodError> {
        if is_fiscal_label(text) {
            return Ok(AskedPeriod::Label(text.to_owned()));
        }
        text.parse().map(AskedPeriod::Named)
    }
}

/// A period and its span for people, a fiscal year with the office's own name before it.
pub(super) fn for_people(
    fiscal: Option<FiscalYear>,
    (period, span): (Period, Span),
    lang: Lang,
) -> String {
    let label = fiscal.and_then(|fiscal| fiscal.label(period));
    let plain = || period.to_string();
    let of = label.map_or_else(plain, |label| format!("{label} ({period})"));
    with_span(of, span, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_kept_until_the_project_is_known() {
        let read = |text: &str| match text.parse::<AskedPeriod>() {
            Ok(AskedPeriod::Named(period)) => format!("period {period}"),
            Ok(AskedPeriod::Label(label)) => format!("label {label}"),
            Err(_) => "-".to_owned(),
        };
        for (text, found) in [
            ("2024-04-01/P1Y", "period 2024-04-01/P1Y"),
            ("2024", "period 2024"),
            ("2024/25", "label 2024/25"),
            ("FY2024", "label FY2024"),
            ("2024-25", "label 2024-25"),
            ("24/25", "-"),
        ] {
            assert_eq!(read(text), found, "{text}");
        }
    }

    #[test]
    fn people_read_the_name_of_the_office_first() {
        let fiscal = FiscalYear {
            begins: 4,
            named: crate::model::NamedBy::Both,
        };
        let shown =
            |text: &str, span| for_people(Some(fiscal), (text.parse().unwrap(), span), Lang::En);
        assert_eq!(
            shown("2024-04-01/P1Y", Span::Period),
            "2024/25 (2024-04-01/P1Y)"
        );
        assert_eq!(
            shown("2024-04-01/P7M", Span::Ytd),
            "2024/25 (2024-04-01/P7M) to date"
        );
        assert_eq!(shown("2024-Q2", Span::Period), "2024-Q2");
    }
}
