//! Looks at a file that is held.

use super::packed::look;
use super::seen::Preview;
use crate::model::Layout;

/// Looks at a file. `asked` is what somebody said about it: encoding, sheet, member.
#[must_use]
pub fn preview(file_name: &str, bytes: &[u8], asked: &Layout) -> Preview {
    let mut preview = Preview::nothing_yet(asked);
    if let Err(finding) = look(file_name, bytes, asked, &mut preview) {
        preview.findings.push(*finding);
    }
    preview.add_up();
    preview
}
