//! The values of a PxWeb table that a declaration chooses by their labels.
//!
//! Nothing of a code is kept beyond one fetch: at some offices codes are positions, and shift when
//! a year is added.

use super::super::super::trouble::Trouble;
use super::super::some;
use super::variables::Variable;
use crate::decode::text::tidy;
use crate::model::{Choice, nearest};
use std::collections::BTreeMap;

/// The values chosen of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Code of the variable.
    pub code: String,
    /// Code and label of each value, in the order of the service.
    pub values: Vec<(String, String)>,
}

/// The values that a declaration chooses, for each variable that is asked for, in the order of the
/// service.
///
/// # Errors
/// `unknown_variable` and `unknown_label` with the nearest name, when the table has changed or the
/// declaration never fitted.
pub(super) fn chosen(
    variables: &[Variable],
    select: &BTreeMap<String, Choice>,
) -> Result<Vec<Chosen>, Trouble> {
    let mut choices: Vec<Option<(&str, &Choice)>> = vec![None; variables.len()];
    for (name, choice) in select {
        let at = find(variables, name)?;
        if let Some((before, _)) = choices[at].replace((name, choice)) {
            let message = format!("`{before}` and `{name}` are the same variable of the table");
            return Err(Trouble::new("unknown_variable", message, "leave one out").at(key(name)));
        }
    }
    let mut all = Vec::new();
    for (variable, choice) in variables.iter().zip(choices) {
        match choice {
            Some((name, choice)) => all.push(Chosen {
                code: variable.code.clone(),
                values: values(variable, name, choice)?,
            }),
            None if variable.optional => {}
            None => return Err(not_chosen(variable)),
        }
    }
    Ok(all)
}

fn not_chosen(variable: &Variable) -> Trouble {
    let label = tidy(&variable.label);
    let message = format!(
        "the table has a variable `{label}`, and nothing says which of its values are wanted"
    );
    let labels = some(variable.values.iter().map(|(_, label)| label.trim()));
    let hint =
        format!("add `\"{label}\" = {{ labels = […] }}` to `select`; its values are {labels}");
    Trouble::new("unknown_variable", message, hint).at(".api.select")
}

/// The place of a name in `select`.
fn key(name: &str) -> String {
    format!(".api.select.\"{name}\"")
}

/// The variable of a name: by label, else by code.
fn find(variables: &[Variable], name: &str) -> Result<usize, Trouble> {
    let wanted = tidy(name);
    let by = |of: fn(&Variable) -> &str| -> Vec<usize> {
        (0..variables.len())
            .filter(|at| tidy(of(&variables[*at])) == wanted)
            .collect()
    };
    let (labels, codes) = (by(|v| &v.label), by(|v| &v.code));
    match (labels.as_slice(), codes.as_slice()) {
        ([at], _) | ([], [at]) => Ok(*at),
        ([], _) => {
            let known: Vec<&str> = variables.iter().map(|v| v.label.trim()).collect();
            let hint = match nearest(&wanted, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its variables are {}", some(known)),
            };
            Err(Trouble::new(
                "unknown_variable",
                format!("the table has no variable `{name}`"),
                hint,
            )
            .at(key(name)))
        }
        (many, _) => {
            let message = format!("{} variables of the table are named `{name}`", many.len());
            let codes = some(many.iter().map(|at| variables[*at].code.as_str()));
            Err(Trouble::new(
                "unknown_variable",
                message,
                format!("name them by their codes: {codes}"),
            )
            .at(key(name)))
        }
    }
}

fn values(
    variable: &Variable,
    name: &str,
    choice: &Choice,
) -> Result<Vec<(String, String)>, Trouble> {
    let all = &variable.values;
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(all.len());
    let chosen = match choice {
        Choice::All => all.clone(),
        Choice::First(n) => all[..count(*n)].to_vec(),
        Choice::Last(n) => all[all.len() - count(*n)..].to_vec(),
        Choice::Labels(labels) => named(variable, name, labels, Name::Label)?,
        Choice::Codes(codes) => named(variable, name, codes, Name::Code)?,
    };
    if chosen.is_empty() {
        let message = format!("the variable `{name}` has no values");
        return Err(
            Trouble::new("unknown_label", message, "look at the table in a browser").at(key(name)),
        );
    }
    Ok(chosen)
}

/// What values are named by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Code,
    Label,
}

impl Name {
    /// The name of a value.
    fn of(self, (code, label): &(String, String)) -> &str {
        match self {
            Name::Code => code.trim(),
            Name::Label => label.trim(),
        }
    }
}

/// The values with these names.
fn named(
    variable: &Variable,
    name: &str,
    names: &[String],
    by: Name,
) -> Result<Vec<(String, String)>, Trouble> {
    let known: Vec<&str> = variable.values.iter().map(|value| by.of(value)).collect();
    let mut wanted = vec![false; known.len()];
    let mut missing = Vec::new();
    for asked in names {
        let text = tidy(asked);
        let found: Vec<usize> = (0..known.len())
            .filter(|at| tidy(known[*at]) == text)
            .collect();
        match found.as_slice() {
            [at] => wanted[*at] = true,
            [] => missing.push(asked.as_str()),
            many => {
                let codes = some(many.iter().map(|at| variable.values[*at].0.as_str()));
                let message = format!(
                    "{} values of `{name}` have the label `{asked}`: codes {codes}",
                    many.len()
                );
                let hint = "the label does not distinguish them: choose `all`, `first`, `last` or, \
                    of `pxweb_v2`, `codes`";
                return Err(Trouble::new("unknown_label", message, hint).at(key(name)));
            }
        }
    }
    if !missing.is_empty() {
        return Err(no_such_values(name, &missing, &known));
    }
    Ok(variable
        .values
        .iter()
        .zip(wanted)
        .filter(|(_, wanted)| *wanted)
        .map(|(value, _)| value.clone())
        .collect())
}

/// With the nearest names there are.
fn no_such_values(name: &str, missing: &[&str], known: &[&str]) -> Trouble {
    let hints: Vec<String> = missing
        .iter()
        .filter_map(|asked| {
            let near = nearest(&tidy(asked), known.iter().copied())?;
            Some(format!("`{near}` in place of `{asked}`"))
        })
        .collect();
    let hint = if hints.is_empty() {
        format!("its values are {}", some(known.iter().copied()))
    } else {
        format!("write {}", hints.join(", "))
    };
    let message = format!(
        "the variable `{name}` of the table has no value {}",
        some(missing.iter().copied())
    );
    Trouble::new(
        "unknown_label",
        message,
        format!("they change with a new release: {hint}"),
    )
    .at(key(name))
}

#[cfg(test)]
mod tests {
    use super::super::variables::of_v1;
    use super::*;
    use serde_json::json;

    fn table() -> Vec<Variable> {
        of_v1(&json!({ "title": "Số doanh nghiệp", "variables": [
            { "code": "Tỉnh/thành phố", "text": "Tỉnh/thành phố", "values": ["0", "1", "2"], "valueTexts": ["CẢ NƯỚC", "  Hà Nội", "Huế"] },
            { "code": "Năm", "text": "Năm", "values": ["0", "1", "2"], "valueTexts": ["2022", "2023", "Sơ bộ 2024"], "time": true },
            { "code": "Loại", "text": "Loại hình", "values": ["0", "1"], "valueTexts": ["Nhà nước", "Tư nhân"], "elimination": true },
        ] }))
        .unwrap()
    }

    fn select(choices: &[(&str, Choice)]) -> BTreeMap<String, Choice> {
        choices
            .iter()
            .map(|(name, choice)| ((*name).to_owned(), choice.clone()))
            .collect()
    }

    fn labels(labels: &[&str]) -> Choice {
        Choice::Labels(labels.iter().map(|l| (*l).to_owned()).collect())
    }

    fn codes(choices: &[(&str, Choice)]) -> Vec<(String, Vec<String>)> {
        let chosen = chosen(&table(), &select(choices)).unwrap();
        chosen
            .into_iter()
            .map(|c| (c.code, c.values.into_iter().map(|(code, _)| code).collect()))
            .collect()
    }

    #[track_caller]
    fn fails(choices: &[(&str, Choice)], message: &str, hint: &str) {
        let trouble = chosen(&table(), &select(choices)).unwrap_err();
        assert!(
            trouble.message.contains(message) && trouble.hint.contains(hint),
            "{trouble:?}"
        );
    }

    #[test]
    fn labels_become_codes_in_the_order_of_the_service() {
        // The label is padded at the source and decomposed in the declaration.
        let decomposed = "Ha\u{300} Nội";
        let got = codes(&[
            ("Tỉnh/thành phố", labels(&["Huế", decomposed])),
            ("Năm", Choice::Last(2)),
            ("Loại hình", Choice::First(1)),
        ]);
        let want: [(&str, &[&str]); 3] = [
            ("Tỉnh/thành phố", &["1", "2"]),
            ("Năm", &["1", "2"]),
            ("Loại", &["0"]),
        ];
        assert_eq!(
            got,
            want.map(|(v, c)| (v.to_owned(), c.iter().map(|c| (*c).to_owned()).collect()))
        );
        // A variable that can be left out is; more than there are is all; a code names a variable
        // too.
        let got = codes(&[("Tỉnh/thành phố", Choice::All), ("Năm", Choice::First(9))]);
        assert_eq!(
            got.iter()
                .map(|(_, values)| values.len())
                .collect::<Vec<_>>(),
            [3, 3]
        );
        assert_eq!(
            codes(&[
                ("Tỉnh/thành phố", Choice::All),
                ("Năm", Choice::All),
                ("Loại", Choice::All)
            ])
            .len(),
            3
        );
    }

    #[test]
    fn what_the_table_does_not_have_is_told_with_what_it_has() {
        let all = ("Tỉnh/thành phố", Choice::All);
        fails(
            &[all.clone(), ("Năm", labels(&["2023", "Sơ bộ 2023"]))],
            "`Năm` of the table has no value `Sơ bộ 2023`",
            "`Sơ bộ 2024` in place of `Sơ bộ 2023`",
        );
        fails(
            &[all.clone(), ("Năm", labels(&["1999"]))],
            "has no value `1999`",
            "its values are `2022`, `2023`, `Sơ bộ 2024`",
        );
        fails(
            &[all.clone(), ("Nam", Choice::All)],
            "no variable `Nam`",
            "its variables are `Tỉnh/thành phố`, `Năm`, `Loại hình`",
        );
        fails(
            &[all.clone(), ("Loại hìn", Choice::All)],
            "no variable `Loại hìn`",
            "did you mean `Loại hình`?",
        );
        fails(
            std::slice::from_ref(&all),
            "has a variable `Năm`, and nothing says",
            "its values are `2022`",
        );
        fails(
            &[
                all,
                ("Năm", Choice::All),
                ("Loại", Choice::All),
                ("Loại hình", Choice::All),
            ],
            "are the same variable",
            "leave one out",
        );
        let place = chosen(&table(), &select(&[("Nam", Choice::All)]))
            .unwrap_err()
            .finding("firms", "nso", "http")
            .place
            .col;
        assert_eq!(place, "source.nso.http.api.select.\"Nam\"");
    }

    #[test]
    fn a_label_that_stands_for_two_values_is_no_choice() {
        let mut table = table();
        table[0].values[2].1 = "Hà Nội".to_owned();
        let trouble = chosen(
            &table,
            &select(&[
                ("Tỉnh/thành phố", labels(&["Hà Nội"])),
                ("Năm", Choice::All),
            ]),
        )
        .unwrap_err();
        assert!(
            trouble
                .message
                .contains("2 values of `Tỉnh/thành phố` have the label `Hà Nội`: codes `1`, `2`"),
            "{trouble:?}"
        );
        let by_code = Choice::Codes(vec!["2".to_owned()]);
        let got = chosen(
            &table,
            &select(&[("Tỉnh/thành phố", by_code), ("Năm", Choice::All)]),
        )
        .unwrap();
        assert_eq!(got[0].values, [("2".to_owned(), "Hà Nội".to_owned())]);
    }
}
