//! Texts that stand in place of a figure.

use crate::decode::text::tidy;
use crate::ingest::conform::bindings::Bindings;

/// Whether a text of the column of the figures stands in place of a figure.
pub(super) fn stands_for_figure(bindings: &Bindings<'_>, text: &str) -> bool {
    let text = tidy(text);
    [&bindings.missing, &bindings.suppressed, &bindings.zero]
        .iter()
        .any(|list| {
            list.iter()
                .any(|listed| !text.is_empty() && *listed == text)
        })
}
