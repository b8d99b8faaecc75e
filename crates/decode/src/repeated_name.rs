//! A name that stands twice in one object of JSON. Which of its two values counts nobody can say,
//! and a parser takes the last without a word.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// What an error says of a name that stands twice, before the name.
const SAYS: &str = "a name stands twice in one object: ";

/// The name that stands twice and the line of it, if there is one. The text has been parsed before.
pub(super) fn repeated(text: &str) -> Option<(String, usize)> {
    let error = serde_json::from_str::<Names>(text).err()?;
    let said = error.to_string();
    let name = said.strip_prefix(SAYS)?;
    let name = name.rsplit_once(" at line ").map_or(name, |(name, _)| name);
    Some((name.to_owned(), error.line()))
}

/// Any value of which the names of objects differ.
struct Names;

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Names, D::Error> {
        from.deserialize_any(Names)
    }
}

impl<'de> Visitor<'de> for Names {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Names, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Names, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Names, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Names, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Names, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Names, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Names, A::Error> {
        while items.next_element::<Names>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Names, A::Error> {
        let mut seen: HashSet<String> = HashSet::new();
        while let Some(name) = entries.next_key::<String>()? {
            if seen.contains(&name) {
                return Err(A::Error::custom(format!("{SAYS}{name}")));
            }
            seen.insert(name);
            entries.next_value::<Names>()?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once_in_an_object() {
        for (text, want) in [
            (
                r#"{"a":1,"b":{"a":2.50},"c":[{"a":1},{"a":12345678901234567890123}]}"#,
                None,
            ),
            (r#"{"a":1,"a":2}"#, Some(("a", 1))),
            (
                "{\"x\": {\n\"2020\": 1,\n\"2020\": null}}",
                Some(("2020", 3)),
            ),
            (r#"[{"Value":1,"Value":2}]"#, Some(("Value", 1))),
            (r#"{"tỉnh":1,"t\u1ec9nh":2}"#, Some(("tỉnh", 1))),
            (r#"[true,null,"a","a",-1]"#, None),
        ] {
            let found = repeated(text);
            let found = found.as_ref().map(|(name, line)| (name.as_str(), *line));
            assert_eq!(found, want, "{text}");
        }
    }
}
