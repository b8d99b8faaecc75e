//! JSON in which each name stands once in its object. Which of two values of one name counts nobody
//! can say, and a parser takes the last without a word.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// What an error says of a name that stands twice, before the name.
const SAYS: &str = "a name stands twice in one object: ";

/// The name under which the parser gives the digits of a number, which it keeps as they stand.
const DIGITS: &str = "$serde_json::private::Number";

/// Why a text is not read.
pub(super) enum Unreadable {
    /// A name stands twice, on this line.
    Repeated(String, usize),
    /// It is not JSON.
    Json(serde_json::Error),
}

/// The value of a text.
pub(super) fn value(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str::<Once>(text)
        .map(|once| once.0)
        .map_err(|error| {
            let said = error.to_string();
            let Some(name) = said.strip_prefix(SAYS) else {
                return Unreadable::Json(error);
            };
            let name = name.rsplit_once(" at line ").map_or(name, |(name, _)| name);
            Unreadable::Repeated(name.to_owned(), error.line())
        })
}

/// A value in whose objects each name stands once.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Once, D::Error> {
        from.deserialize_any(ValueVisitor).map(Once)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if name == DIGITS {
                let digits: String = entries.next_value()?;
                let number = digits.parse::<Number>().map_err(A::Error::custom)?;
                return Ok(Value::Number(number));
            }
            if object.contains_key(&name) {
                return Err(A::Error::custom(format!("{SAYS}{name}")));
            }
            let Once(value) = entries.next_value()?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once_in_an_object() {
        for (text, want) in [
            (r#"{"a":1,"a":2}"#, ("a", 1)),
            ("{\"x\": {\n\"2020\": 1,\n\"2020\": null}}", ("2020", 3)),
            (r#"[{"Value":1,"Value":2}]"#, ("Value", 1)),
            (r#"{"tỉnh":1,"t\u1ec9nh":2}"#, ("tỉnh", 1)),
        ] {
            let Err(Unreadable::Repeated(name, line)) = value(text) else {
                panic!("{text}");
            };
            assert_eq!((name.as_str(), line), want, "{text}");
        }
    }

    #[test]
    fn other_values_are_those_of_the_parser() {
        for text in [
            r#"{"b":1,"a":{"b":2.50},"c":[{"b":-1},{"b":12345678901234567890123},1e400]}"#,
            r#"[true,null,"a","a",-0,1.0,"\u00e9",[],{}]"#,
            "7",
        ] {
            let Ok(read) = value(text) else {
                panic!("{text}");
            };
            let plain: Value = serde_json::from_str(text).unwrap();
            assert_eq!(read, plain, "{text}");
            assert_eq!(read.to_string(), plain.to_string(), "{text}");
        }
        for text in ["{", "[1,]", "{\"a\" 1}", ""] {
            let Err(Unreadable::Json(error)) = value(text) else {
                panic!("{text}");
            };
            let plain = serde_json::from_str::<Value>(text).unwrap_err();
            assert_eq!(error.to_string(), plain.to_string(), "{text}");
        }
    }
}
