//! The cube of an answer, as far as it is compared with what was asked for.

use super::variables::categories;
use crate::decode::text::tidy;
use serde_json::{Map, Value};

/// Sizes, dimensions and time of update of a JSON-stat dataset, 2.0 or 1.x.
pub(super) struct PxwebCube<'a> {
    sizes: Vec<u64>,
    dimensions: &'a Map<String, Value>,
    pub(super) updated: String,
}

impl PxwebCube<'_> {
    /// The cube of an answer, when it is one.
    pub(super) fn of(answer: &Value) -> Option<PxwebCube<'_>> {
        let dataset = answer.get("dataset").unwrap_or(answer);
        let dimensions = dataset.get("dimension")?.as_object()?;
        let sizes = dataset
            .get("size")
            .or_else(|| dimensions.get("size"))?
            .as_array()?;
        let size = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
        Some(PxwebCube {
            sizes: sizes.iter().map(size).collect::<Option<Vec<u64>>>()?,
            dimensions,
            updated: dataset
                .get("updated")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
        })
    }

    /// How many cells it has.
    pub(super) fn cells(&self) -> u64 {
        self.sizes.iter().copied().fold(1, u64::saturating_mul)
    }

    /// That the values of a variable have the labels of the description; what differs, if they do
    /// not. Nothing is said of a variable that the answer does not describe.
    pub(super) fn has(&self, variable: &str, values: &[(String, String)]) -> Result<(), String> {
        let Some(came) = self.dimensions.get(variable).and_then(categories) else {
            return Ok(());
        };
        for (code, label) in values {
            let (wanted, found) = (
                tidy(label),
                came.iter()
                    .find(|(c, _)| c == code)
                    .map(|(_, label)| tidy(label)),
            );
            // Some services write the code before the label in answers.
            if found
                .as_ref()
                .is_none_or(|found| !found.contains(wanted.as_ref()))
            {
                let found =
                    found.map_or_else(|| "nothing".to_owned(), |found| format!("`{found}`"));
                return Err(format!(
                    "code `{code}` of `{variable}` is `{wanted}` in the description of the table \
                        and {found} in its figures"
                ));
            }
        }
        Ok(())
    }
}
