//! Bytes in a character set of the WHATWG Encoding Standard.

use super::super::{Undecodable, fault, line_of};
use super::block_start::BlockStart;
use chiso_model::Encoding;
use std::borrow::Cow;

/// The encoding of the WHATWG Encoding Standard that has the name.
pub(super) fn standard(encoding: Encoding) -> &'static encoding_rs::Encoding {
    encoding_rs::Encoding::for_label(encoding.as_str().as_bytes()).unwrap_or(encoding_rs::UTF_8)
}

/// The letters of bytes in a character set.
pub(super) fn in_charset(
    encoding: &'static encoding_rs::Encoding,
    file: &str,
    bytes: &[u8],
    before: BlockStart,
) -> Result<String, Undecodable> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned)
        .ok_or_else(|| {
            let bad = |b: &u8| {
                encoding
                    .decode_without_bom_handling_and_without_replacement(std::slice::from_ref(b))
                    .is_none()
            };
            let at = bytes.iter().position(bad).unwrap_or(0);
            let message = format!(
                "byte {} is no character of {}",
                before.bytes + at + 1,
                encoding.name().to_lowercase()
            );
            Box::new(
                fault(
                    "unreadable",
                    file,
                    before.lines + line_of(bytes, at),
                    message,
                )
                .hint("declare another `encoding`"),
            )
        })
}
