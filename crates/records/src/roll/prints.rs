//! What stands for keys and for whole records when they are compared.

use super::columns::numbers;
use crate::hash::{fold, fold_text};
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{Date32Type, Int32Type};

/// Two hashes of a key, of different seeds: together they stand for it.
pub(super) type KeyPrint = (u64, u64);

/// Folds a column into what stands for records.
pub(super) fn fold_column(keys: &mut [KeyPrint], column: &ArrayRef) {
    let number = |key: &mut KeyPrint, n: u64| *key = (fold(key.0, n), fold(key.1, n));
    let text = |key: &mut KeyPrint, t: &[u8]| *key = (fold_text(key.0, t), fold_text(key.1, t));
    if let Some(texts) = column.as_string_opt::<i32>() {
        for (key, t) in keys.iter_mut().zip(texts) {
            text(key, t.unwrap_or_default().as_bytes());
        }
    } else if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
        let texts = dictionary.values().as_string::<i32>();
        for (key, code) in keys.iter_mut().zip(dictionary.keys()) {
            let at = code.and_then(|code| usize::try_from(code).ok());
            text(key, at.map_or("", |at| texts.value(at)).as_bytes());
        }
    } else if let Some(days) = column.as_primitive_opt::<Date32Type>() {
        for (key, day) in keys.iter_mut().zip(days.values()) {
            number(key, u64::from(day.cast_unsigned()));
        }
    } else if let Some(all) = numbers(column) {
        for (key, n) in keys.iter_mut().zip(all) {
            number(key, n.cast_unsigned());
        }
    } else if let Some(flags) = column.as_boolean_opt() {
        for (row, key) in keys.iter_mut().enumerate() {
            number(key, u64::from(flags.is_valid(row) && flags.value(row)));
        }
    }
}
