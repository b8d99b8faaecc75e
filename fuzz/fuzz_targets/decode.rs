//! No bytes make a decoder panic, in any format.
#![no_main]

use chiso_decode::{Reading, decode};
use chiso_model::{Format, Layout};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(*kind) % Format::ALL.len()];
    let layout = Layout::default();
    let reading = Reading {
        file_name: "f",
        format,
        layout: &layout,
        decimal: '.',
        pages: &[],
        max_cells: 10_000,
    };
    if let Ok(decoded) = decode(reading, bytes) {
        decoded.records.for_each(drop);
    }
});
