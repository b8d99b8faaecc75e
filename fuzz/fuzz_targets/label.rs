//! No text makes the reader of period labels panic, and what it reads can be written and read again.
#![no_main]

use chiso_model::{Label, Period};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(label) = text.parse::<Label>() {
        let written = label.period.to_string();
        assert_eq!(written.parse::<Period>().ok(), Some(label.period), "{text}");
    }
});
