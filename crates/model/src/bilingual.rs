//! Texts in the two languages of a project.

/// A text in Vietnamese and English. Either may be empty, not both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in a language, or the other one.
    #[must_use]
    pub fn get(&self, vietnamese: bool) -> &str {
        let (first, second) = if vietnamese {
            (&self.vi, &self.en)
        } else {
            (&self.en, &self.vi)
        };
        if first.is_empty() { second } else { first }
    }
}
