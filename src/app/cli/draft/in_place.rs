//! What a draft says of texts in place of figures: missing, withheld, zero, not computed.

use crate::app::cli::draft::page::DraftPage;
use crate::app::cli::toml_text::{comment, quoted};
use crate::app::messages::say;
use crate::ingest::draft::{USUAL_MISSING, ValueGuess};

impl DraftPage<'_> {
    /// The texts that stand where a figure is missing, the usual ones and those seen. Where numbers
    /// may be such texts, a person says whether they are.
    pub(super) fn missing(&self, value: &ValueGuess) -> Option<String> {
        let seen = value.missing.iter().map(|(text, _)| text.as_str());
        let all = list(USUAL_MISSING.iter().copied().chain(seen));
        if !value.codes.is_empty() {
            let codes = value.codes.iter().map(|(text, _)| text.as_str());
            let usual = USUAL_MISSING.iter().copied();
            let seen = value.missing.iter().map(|(text, _)| text.as_str());
            let with = list(usual.chain(seen).chain(codes));
            let what = say!(
                self.lang,
                "draft-codes",
                codes = counted(&value.codes),
                with = format!("`{with}`"),
                without = format!("`{all}`")
            );
            return Some(Self::todo("missing = \"\"", &what));
        }
        let why = || comment(&counted(&value.missing));
        (!value.missing.is_empty()).then(|| format!("missing = {all} {}", why()))
    }

    /// Texts that may withhold figures: until a person says so, the rows are not accepted.
    pub(super) fn flags(&self, flags: &[(String, u64)]) -> Option<String> {
        let texts = list(flags.iter().map(|(text, _)| text.as_str()));
        let what = say!(self.lang, "draft-flags", flags = counted(flags));
        (!flags.is_empty()).then(|| Self::todo(&format!("# suppressed = {texts}"), &what))
    }

    /// Dashes in place of figures.
    pub(super) fn dashes(&self, number: u64) -> Option<String> {
        let what = say!(self.lang, "draft-dashes", number = number);
        (number > 0).then(|| Self::todo("# zero = [\"-\"]", &what))
    }

    /// Formulas of which the file has no value.
    pub(super) fn uncomputed(&self, value: &ValueGuess) -> Option<String> {
        let what = say!(
            self.lang,
            "draft-uncomputed",
            column = value.column,
            number = value.uncomputed
        );
        (value.uncomputed > 0).then(|| comment(&what))
    }
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let quoted: Vec<String> = texts.map(quoted).collect();
    format!("[{}]", quoted.join(", "))
}

fn counted(texts: &[(String, u64)]) -> String {
    let counts = texts.iter().map(|(text, n)| format!("`{text}` × {n}"));
    counts.collect::<Vec<_>>().join(", ")
}
