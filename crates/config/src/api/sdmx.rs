//! A query of an SDMX service: its dataflow, its key and its periods.

use super::keys::{range, wanted};
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, SdmxQuery, SdmxVersion};

/// Checks the keys of a query.
pub(super) fn sdmx(at: &ConfigNode<'_>, raw: &raw::Api, faults: &mut Vec<Finding>) -> SdmxQuery {
    let version = value::optional(
        &at.key("version"),
        raw.version.as_ref(),
        value::word,
        faults,
    )
    .unwrap_or_default();
    let dataflow = dataflow(at, raw, version, faults);
    let key = key(&at.key("key"), raw.key.as_ref(), faults);
    let (start, end) = range(at, raw, faults);
    SdmxQuery {
        version,
        dataflow,
        key,
        start,
        end,
    }
}

fn dataflow(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    version: SdmxVersion,
    faults: &mut Vec<Finding>,
) -> String {
    let dataflow = wanted(
        at,
        "dataflow",
        raw.dataflow.as_ref(),
        "its id, as in `ECB,EXR,1.0`",
        faults,
    );
    let parts: Vec<&str> = dataflow.split(',').collect();
    let plain = |part: &&str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-.@$+*~".contains(&b))
    };
    let fits = parts.iter().all(plain)
        && parts.len() <= 3
        && (version == SdmxVersion::V2 || parts.len() == 3);
    if !dataflow.is_empty() && !fits {
        let hint = if version == SdmxVersion::V2 {
            "write `ID`, `AGENCY,ID` or `AGENCY,ID,VERSION`"
        } else {
            "write `AGENCY,ID,VERSION`, as SDMX 3.0 asks"
        };
        faults.push(
            at.key("dataflow")
                .error(rule::BAD_VALUE, format!("`{dataflow}` is not a dataflow"))
                .hint(hint),
        );
    }
    dataflow
}

fn key(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> String {
    let key = raw.cloned().unwrap_or_default();
    if !key
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_-.@$+*,|:".contains(&b))
    {
        let hint = "separate dimensions by `.`, as in `M.USD.EUR.SP00.A`; an empty one stands for \
            all its values";
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{key}` is not a key"))
                .hint(hint),
        );
    }
    key
}
