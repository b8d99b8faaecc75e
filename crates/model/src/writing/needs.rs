//! Words of a format that mean more than their letters, and the placeholder that each asks for.

use super::element::FormatError;
use super::slot::Slot;

/// What a word asks of the format in which it stands.
#[derive(Clone, Copy)]
pub(super) enum Needs {
    /// A quarter.
    Quarter,
    /// A month, or a number of months.
    Month,
    /// A half-year.
    HalfYear,
    /// Any part of a year: in several languages the letter of several of them.
    Part,
    /// A placeholder in its own place.
    Placeholder,
    /// A meaning under `words`.
    Meaning,
    /// A third of a year.
    Third,
    /// A week.
    Week,
}

/// Words of other languages than those of labels, and what they ask for.
const WORDS: &[(&[&str], Needs)] = &[
    (
        &[
            "quí",
            "qtr",
            "trimestre",
            "quartal",
            "kwartal",
            "kuartal",
            "kvartal",
            "kwartaal",
            "квартал",
        ],
        Needs::Quarter,
    ),
    (
        &[
            "th",
            "thg",
            "mth",
            "mois",
            "mes",
            "meses",
            "mês",
            "monat",
            "mese",
            "bulan",
            "maand",
            "месяц",
        ],
        Needs::Month,
    ),
    (
        &[
            "half",
            "semestre",
            "semester",
            "halbjahr",
            "hy",
            "h",
            "s",
            "semestral",
            "полугодие",
        ],
        Needs::HalfYear,
    ),
    (&["cuatrimestre", "quadrimestre"], Needs::Third),
    (&["t", "trim", "sem", "trimester"], Needs::Part),
    (
        &[
            "second",
            "third",
            "fourth",
            "1st",
            "2nd",
            "3rd",
            "4th",
            "premier",
            "deuxième",
            "troisième",
            "quatrième",
            "last",
        ],
        Needs::Placeholder,
    ),
    (
        &[
            "provisional",
            "provisoire",
            "provisório",
            "provvisorio",
            "vorläufig",
            "revised",
            "estimation",
            "estimé",
            "estimación",
            "forecast",
            "projected",
            "projection",
            "budget",
            "plan",
            "planned",
            "target",
            "acumulado",
            "cumulato",
            "kumuliert",
            "kumulatif",
            "average",
            "avg",
            "mean",
            "end",
        ],
        Needs::Meaning,
    ),
];

/// What a word of another language than that of labels asks for; `None` when it is a plain text.
pub(super) fn of_word(word: &str) -> Option<Needs> {
    let (_, needs) = WORDS.iter().find(|(all, _)| all.contains(&word))?;
    Some(*needs)
}

/// Words that say nothing but that a year follows, or join others.
const HARMLESS: &[&str] = &[
    "of", "the", "de", "del", "do", "da", "des", "du", "d", "la", "le", "el", "en", "in", "im",
    "vom", "year", "years", "năm", "nam", "kỳ", "annee", "année", "an", "ano", "año", "anno",
    "jahr", "rok", "god", "год", "года", "calendar",
];

/// Words of fiscal years.
const FISCAL: &[&str] = &["fy", "fiscal", "financial"];

/// Whether a word says nothing of the figure and its period.
pub(super) fn is_harmless(word: &str, slots: &[Slot]) -> bool {
    let fiscal = FISCAL.contains(&word) && slots.iter().any(|s| s.is_fiscal());
    fiscal || HARMLESS.contains(&word)
}

/// A word that nobody knows here may say more of the figure: a plan, an estimate, another year.
pub(super) fn unknown(word: &str) -> FormatError {
    if FISCAL.contains(&word) {
        return FormatError::new(
            format!("`{word}` may say more of the year: that it is a fiscal one"),
            "write `{fiscal_year}`, or `{fiscal_yy}` for two digits, and declare `fiscal_year`",
        );
    }
    FormatError::new(
        format!("`{word}` may say more of the figure, such as a plan or an estimate"),
        format!(
            "say under `words` what it says: `words = {{ \"{word}\" = \"nothing\" }}`, or a status"
        ),
    )
}

/// Refuses a word whose meaning no placeholder carries.
pub(super) fn needed(needs: Needs, word: &str, slots: &[Slot]) -> Result<(), FormatError> {
    let any = |of: fn(Slot) -> bool| slots.iter().any(|s| of(*s));
    let (met, says, hint) = match needs {
        Needs::Quarter => (
            any(Slot::is_quarter),
            "a quarter",
            "write `{quarter}` beside it",
        ),
        Needs::Month => (
            any(Slot::is_month) || slots.contains(&Slot::Months),
            "a month",
            "write `{month}` beside it, or `{months}` for a number of months from January",
        ),
        Needs::HalfYear => (
            slots.contains(&Slot::HalfYear),
            "a half-year",
            "write `{half_year}` beside it",
        ),
        Needs::Part => (
            any(Slot::is_part),
            "a part of a year",
            "write the placeholder of that part beside it",
        ),
        Needs::Placeholder => (
            false,
            "which part of a year it is",
            "write a placeholder in its place, such as `{quarter_roman}` or `{month_name}`",
        ),
        Needs::Meaning => (
            false,
            "more of the figure than its period",
            "say what it means under `words`, as in `words = { \"provisional\" = \
                \"preliminary\" }`; plans, forecasts and averages are figures of their own",
        ),
        Needs::Third => (
            slots.contains(&Slot::Third),
            "a third of a year",
            "write `{third}` beside it",
        ),
        Needs::Week => (
            slots.contains(&Slot::Week),
            "a week",
            "write `{week}` beside it, where weeks are those of ISO 8601, from Monday to Sunday",
        ),
    };
    if met {
        return Ok(());
    }
    Err(FormatError::new(
        format!("`{word}` says {says}, and the format does not"),
        hint,
    ))
}
