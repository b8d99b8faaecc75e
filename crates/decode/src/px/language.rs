//! The keywords of a PX file in another of its languages.
//!
//! `STUB[en]` stands beside `STUB`, and what belongs to a variable is named by that variable in the
//! same language: `VALUES[en]("County")` beside `VALUES("Huyện")`. What is not given in the language
//! is that of the language in which the file is written.

use super::super::{Undecodable, fault};
use super::broken::bad;
use std::collections::{BTreeMap, BTreeSet};

/// Keyword and its key → line and values.
pub(super) type Statements = BTreeMap<(String, String), (u64, Vec<String>)>;

/// Values as the rows of a file with `KEYS` name them, whatever language is read.
pub(super) const WRITTEN: &str = "VALUES AS WRITTEN";

/// What is said in a language; an empty one is that in which the file is written.
pub(super) fn in_language(
    file: &str,
    own: Statements,
    mut others: BTreeMap<String, Statements>,
    language: &str,
) -> Result<Statements, Undecodable> {
    let wanted = language.to_lowercase();
    let written = list(&own, "LANGUAGE", "").first().map(|l| l.to_lowercase());
    if wanted.is_empty() || written.as_deref() == Some(&wanted) {
        return Ok(own);
    }
    let Some(other) = others.remove(&wanted) else {
        let known: BTreeSet<String> = others.into_keys().chain(written).collect();
        let known: Vec<String> = known.iter().map(|l| format!("`{l}`")).collect();
        let message = format!("the file has no texts in the language `{language}`");
        let hint = if known.is_empty() {
            "leave `language` out: the file names none".to_owned()
        } else {
            format!("write as `language` one of {}", known.join(", "))
        };
        return Err(Box::new(fault("no_such_part", file, 0, message).hint(hint)));
    };
    translated(file, own, other)
}

fn translated(file: &str, own: Statements, other: Statements) -> Result<Statements, Undecodable> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut pair = |of: &[String], to: &[String], what: &str| -> Result<(), Undecodable> {
        // What the language does not give stays as it is.
        if to.is_empty() {
            return Ok(());
        }
        if of.len() != to.len() {
            let message = format!(
                "{what} has {} texts in one language of the file and {} in the other",
                of.len(),
                to.len()
            );
            return Err(bad(file, 0, message));
        }
        names.extend(of.iter().cloned().zip(to.iter().cloned()));
        Ok(())
    };
    // Units and dates of contents are named by the values of the variable of contents.
    let counted = list(&own, "CONTVARIABLE", "").first();
    let counted_other = list(&other, "CONTVARIABLE", "").first().or(counted);
    if let (Some(own_name), Some(name)) = (counted, counted_other) {
        let (of, to) = (list(&own, "VALUES", own_name), list(&other, "VALUES", name));
        pair(of, to, "the variable of contents")?;
    }
    for keyword in ["STUB", "HEADING"] {
        let (of, to) = (list(&own, keyword, ""), list(&other, keyword, ""));
        pair(of, to, &format!("`{keyword}`"))?;
    }
    let mut said = Statements::new();
    for ((keyword, key), (line, values)) in own {
        let key = names.get(&key).cloned().unwrap_or(key);
        if keyword == "VALUES" {
            said.insert((WRITTEN.to_owned(), key.clone()), (line, values.clone()));
        }
        said.insert((keyword, key), (line, values));
    }
    for ((keyword, key), (line, values)) in other {
        // Texts of another number would stand at other figures.
        if let Some((_, before)) = said.get(&(keyword.clone(), key.clone()))
            && matches!(keyword.as_str(), "VALUES" | "CODES" | "TIMEVAL")
            && before.len() != values.len()
        {
            let message = format!(
                "`{keyword}` of `{key}` has {} texts in one language of the file and {} in the \
                    other",
                before.len(),
                values.len()
            );
            return Err(bad(file, line, message));
        }
        said.insert((keyword, key), (line, values));
    }
    Ok(said)
}

fn list<'s>(said: &'s Statements, keyword: &str, key: &str) -> &'s [String] {
    said.get(&(keyword.to_owned(), key.to_owned()))
        .map_or(&[], |(_, values)| values)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoded, Undecodable, decode};
    use super::super::reading;
    use chiso_model::Layout;

    const FILE: &str = r#"LANGUAGE="vi"; LANGUAGES="vi","en";
STUB="Huyện"; HEADING="Năm","Số"; CONTVARIABLE="Số"; CONTVARIABLE[en]="Count";
VALUES("Huyện")="Mỏ Vàng","Suối Bạc"; CODES("Huyện")="C1","C2";
VALUES("Năm")="2020"; VALUES("Số")="Thợ"; UNITS("Thợ")="người";
STUB[en]="County"; HEADING[en]="Year","Count";
VALUES[en]("County")="Goldmark","Silverbrook"; VALUES[en]("Count")="Smiths"; UNITS[en]("Smiths")="persons";
DATA= 10 20;"#;

    fn show(text: &str, language: &str) -> String {
        let layout = Layout {
            language: language.into(),
            ..Layout::default()
        };
        let reading = reading(&layout);
        let run = || -> Result<String, Undecodable> {
            let Decoded {
                columns, records, ..
            } = decode(reading, text.as_bytes())?;
            let rows: Vec<String> = records
                .map(|r| r.map(|r| r.cells.join("~")))
                .collect::<Result<_, _>>()?;
            Ok(format!("{} | {}", columns.join("~"), rows.join(" | ")))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    #[test]
    fn each_language_has_its_texts_and_the_rest_is_shared() {
        let vi = "Huyện~Huyện.code~Năm~Năm.code~Số~Số.code~value~unit~updated | \
            Mỏ Vàng~C1~2020~2020~Thợ~Thợ~10~người~ | Suối Bạc~C2~2020~2020~Thợ~Thợ~20~người~";
        assert_eq!(show(FILE, ""), vi);
        assert_eq!(show(FILE, "vi"), vi);
        assert_eq!(
            show(FILE, "EN"),
            "County~County.code~Year~Year.code~Count~Count.code~value~unit~updated | \
                Goldmark~C1~2020~2020~Smiths~Smiths~10~persons~ | \
                Silverbrook~C2~2020~2020~Smiths~Smiths~20~persons~"
        );
    }

    #[test]
    fn rows_are_named_in_the_language_of_the_file() {
        let keyed = FILE
            .replace(
                "DATA= 10 20;",
                r#"KEYS("Huyện")=VALUES; DATA= "Suối Bạc",20;"#,
            )
            .replace(r#","C2""#, r#","C2"; KEYS[en]("County")=VALUES"#);
        assert!(
            show(&keyed, "en").ends_with(
                "Silverbrook~C2~2020~2020~Smiths~Smiths~20~persons~ | \
                    Goldmark~C1~2020~2020~Smiths~Smiths~0~persons~"
            ),
            "{}",
            show(&keyed, "en")
        );
    }

    #[test]
    fn texts_that_do_not_belong_together_are_refused() {
        for (from, to, language, part) in [
            (
                "x",
                "x",
                "fr",
                "no texts in the language `fr`\n  hint: write as `language` one of `en`, `vi`",
            ),
            (
                r#""Goldmark","#,
                "",
                "en",
                "`VALUES` of `County` has 2 texts in one language",
            ),
            (
                r#""Year","Count""#,
                r#""Year""#,
                "en",
                "`HEADING` has 2 texts in one language",
            ),
        ] {
            let said = show(&FILE.replace(from, to), language);
            assert!(said.contains(part), "{said}");
        }
    }
}
