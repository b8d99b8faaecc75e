//! The dimensions of a PX file: those of `STUB`, then those of `HEADING`, each with its values.

use super::super::{Reading, Undecodable, too_many_cells};
use super::broken::bad;
use super::keywords::Keywords;
use super::language::WRITTEN;

/// A dimension.
pub(super) struct PxVariable {
    pub(super) name: String,
    pub(super) texts: Vec<String>,
    pub(super) codes: Vec<String>,
    /// Texts in the language in which the file is written.
    pub(super) written: Vec<String>,
    /// Keys of rows under KEYS: `true` by code, `false` by text.
    pub(super) key: Option<bool>,
}

/// The dimensions of `STUB` and `HEADING`, in this order.
pub(super) fn axes(
    reading: Reading<'_>,
    keywords: &Keywords,
) -> Result<Vec<PxVariable>, Undecodable> {
    let file = reading.file_name;
    let names: Vec<&String> = ["STUB", "HEADING"]
        .into_iter()
        .filter_map(|keyword| keywords.list(keyword, ""))
        .flatten()
        .collect();
    if names.is_empty() {
        return Err(bad(
            file,
            0,
            "neither `STUB` nor `HEADING` names a dimension",
        ));
    }
    let mut total: usize = 1;
    let mut axes = Vec::new();
    for name in names {
        let variable = axis(file, keywords, name)?;
        total = total
            .checked_mul(variable.texts.len())
            .filter(|n| n.saturating_mul(axes.len().saturating_add(1)) <= reading.max_cells)
            .ok_or_else(|| too_many_cells(file, reading.max_cells))?;
        axes.push(variable);
    }
    Ok(axes)
}

fn axis(file: &str, keywords: &Keywords, name: &str) -> Result<PxVariable, Undecodable> {
    let Some(texts) = keywords.list("VALUES", name).filter(|v| !v.is_empty()) else {
        return Err(bad(
            file,
            keywords.line("STUB", ""),
            format!("the dimension `{name}` has no `VALUES`"),
        ));
    };
    let codes = [keywords.list("CODES", name), keywords.list("TIMEVAL", name)];
    // Codes that are not one for each value would name the wrong ones.
    let codes = codes
        .into_iter()
        .flatten()
        .find(|c| c.len() == texts.len())
        .unwrap_or(texts)
        .to_vec();
    let key = keywords
        .list("KEYS", name)
        .map(|k| k.first().is_some_and(|k| k.eq_ignore_ascii_case("CODES")));
    Ok(PxVariable {
        name: name.to_owned(),
        texts: texts.to_vec(),
        codes,
        written: keywords.list(WRITTEN, name).unwrap_or(texts).to_vec(),
        key,
    })
}
