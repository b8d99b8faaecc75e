//! Conditions, names and values as SQL writes them. Numbers are decimals, texts compare by bytes, and
//! what is unknown stays so.

use chiso_model::{Column, Literal, Predicate, RecordLayout};
use chrono::NaiveDate;

/// A condition on a record.
pub(super) fn condition(layout: &RecordLayout, predicate: &Predicate) -> String {
    let list = |parts: &[Predicate], word: &str| {
        let parts: Vec<String> = parts.iter().map(|p| condition(layout, p)).collect();
        format!("({})", parts.join(word))
    };
    let written = |column: &str, literals: &[&Literal]| operands(layout, column, literals);
    match predicate {
        Predicate::Compare(column, op, literal) => {
            let (column, values) = written(column, &[literal]);
            format!("{column} {op} {}", values.join(""))
        }
        Predicate::CompareColumns(one, op, other) => format!("{} {op} {}", name(one), name(other)),
        Predicate::In(column, literals) => {
            let (column, values) = written(column, &literals.iter().collect::<Vec<_>>());
            format!("{column} IN ({})", values.join(", "))
        }
        Predicate::Between(column, low, high) => {
            let (column, values) = written(column, &[low, high]);
            format!("({column} BETWEEN {})", values.join(" AND "))
        }
        Predicate::IsNull(column) => format!("{} IS NULL", name(column)),
        Predicate::Not(inner) => format!("NOT ({})", condition(layout, inner)),
        Predicate::And(parts) => list(parts, " AND "),
        Predicate::Or(parts) => list(parts, " OR "),
    }
}

/// A column and the values that it is compared with. Days are compared as days, unless one is written
/// in another way: then as the texts that they are for whoever wrote the condition.
fn operands(layout: &RecordLayout, column: &str, literals: &[&Literal]) -> (String, Vec<String>) {
    let days: Option<Vec<String>> = literals.iter().map(|literal| day(literal)).collect();
    let date = layout.kind(column) == Some(Column::Date);
    if let Some(days) = days.filter(|_| date) {
        return (name(column), days);
    }
    let values = literals.iter().map(|literal| value(literal)).collect();
    if date {
        (format!("CAST({} AS STRING)", name(column)), values)
    } else {
        (name(column), values)
    }
}

/// A day as SQL writes it, where a text is written as days are.
fn day(literal: &Literal) -> Option<String> {
    let Literal::Text(text) = literal else {
        return None;
    };
    let day: NaiveDate = text.parse().ok()?;
    (day.to_string() == *text).then(|| date(day))
}

fn value(literal: &Literal) -> String {
    match literal {
        Literal::Text(t) => text(t),
        Literal::Number(number) => format!("CAST('{number}' AS DECIMAL(38, 6))"),
        Literal::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

/// A day.
pub(super) fn date(day: NaiveDate) -> String {
    format!("DATE '{day}'")
}

/// The name of a column or file.
pub(super) fn name(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A text, by its bytes where a sign might mean something else to the server.
pub(super) fn text(text: &str) -> String {
    let plain = |sign: char| sign.is_alphanumeric() || " -_.,:;/()".contains(sign);
    if text.chars().all(plain) {
        return format!("'{text}'");
    }
    let bytes: Vec<String> = text.bytes().map(|byte| format!("{byte:02X}")).collect();
    format!("CAST(X'{}' AS STRING)", bytes.join(""))
}
