//! What cannot be declared of a table without a header.

use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::Finding;

/// Where a table has no header, its columns are known by their places alone.
pub(super) fn without_header(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    if raw.header_rows != Some(0) {
        return;
    }
    for (key, present) in [
        ("header", !raw.header.is_empty()),
        ("header_row", raw.header_row.is_some()),
        ("blocks", !raw.blocks.is_empty()),
        ("wide", raw.wide.is_some()),
        ("fixed", !raw.fixed.is_empty()),
    ] {
        if present {
            let message =
                format!("`header_rows = 0` says that there is no header, and `{key}` needs one");
            let hint = format!("leave out `{key}` or `header_rows`");
            faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
    let by_name = |origin: &raw::Origin| origin.column.is_some() || origin.header.is_some();
    if raw.origins().any(by_name) {
        let message =
            "`header_rows = 0` says that there is no header, and a column is taken by its name";
        let hint = "write its place alone, as in `{ place = 3 }`";
        faults.push(
            at.key("header_rows")
                .error(rule::BAD_VALUE, message)
                .hint(hint),
        );
    }
}
