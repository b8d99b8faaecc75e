//! The address of a flow, and the media type of its format.

use super::super::super::request::Ask;
use super::range::Range;
use crate::model::{SdmxQuery, SdmxVersion};

/// The media type of a format, by its word.
pub(super) fn accept(format: &str, version: SdmxVersion) -> Option<&'static str> {
    match (format, version) {
        ("csv" | "sdmx-csv", SdmxVersion::V2) => {
            Some("application/vnd.sdmx.data+csv;version=1.0.0, text/csv;q=0.5")
        }
        ("csv" | "sdmx-csv", SdmxVersion::V3) => {
            Some("application/vnd.sdmx.data+csv;version=2.0.0, text/csv;q=0.5")
        }
        ("sdmx-json", SdmxVersion::V2) => {
            Some("application/vnd.sdmx.data+json;version=1.0.0, application/json;q=0.5")
        }
        ("sdmx-json", SdmxVersion::V3) => {
            Some("application/vnd.sdmx.data+json;version=2.0.0, application/json;q=0.5")
        }
        ("sdmx-ml", SdmxVersion::V2) => Some(
            "application/vnd.sdmx.structurespecificdata+xml;version=2.1, \
                application/vnd.sdmx.genericdata+xml;version=2.1;q=0.9, application/xml;q=0.5",
        ),
        ("sdmx-ml", SdmxVersion::V3) => {
            Some("application/vnd.sdmx.data+xml;version=3.0.0, application/xml;q=0.5")
        }
        _ => None,
    }
}

/// The address of a flow and key.
pub(super) fn of_flow(service: &Ask, query: &SdmxQuery) -> Ask {
    // A key of dots alone names nothing, and would mean another folder in an address.
    let key = Some(query.key.as_str()).filter(|key| key.bytes().any(|b| b != b'.'));
    match query.version {
        SdmxVersion::V2 => service.below(["data", &query.dataflow, key.unwrap_or("all")]),
        SdmxVersion::V3 => {
            let flow = query.dataflow.split(',');
            service.below(
                ["data", "dataflow"]
                    .into_iter()
                    .chain(flow)
                    .chain([key.unwrap_or("*")]),
            )
        }
    }
}

/// The same for a range of periods.
pub(super) fn in_range(base: &Ask, version: SdmxVersion, range: &Range) -> Ask {
    let mut ask = base.clone();
    match version {
        SdmxVersion::V2 => {
            for (name, period) in [("startPeriod", &range.start), ("endPeriod", &range.end)] {
                if !period.is_empty() {
                    ask = ask.with(name, period);
                }
            }
        }
        SdmxVersion::V3 => {
            let limits = [("ge", &range.start), ("le", &range.end)];
            let limits: Vec<String> = limits
                .into_iter()
                .filter(|(_, p)| !p.is_empty())
                .map(|(is, p)| format!("{is}:{p}"))
                .collect();
            if !limits.is_empty() {
                ask = ask.with("c[TIME_PERIOD]", &limits.join("+"));
            }
        }
    }
    ask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_their_media_types() {
        for (format, version, begins) in [
            (
                "csv",
                SdmxVersion::V2,
                "application/vnd.sdmx.data+csv;version=1.0.0",
            ),
            (
                "sdmx-csv",
                SdmxVersion::V3,
                "application/vnd.sdmx.data+csv;version=2.0.0",
            ),
            (
                "sdmx-json",
                SdmxVersion::V2,
                "application/vnd.sdmx.data+json;version=1.0.0",
            ),
            (
                "sdmx-ml",
                SdmxVersion::V2,
                "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
            ),
        ] {
            assert!(
                accept(format, version).is_some_and(|a| a.starts_with(begins)),
                "{format}"
            );
        }
        assert_eq!(accept("dbf", SdmxVersion::V2), None);
    }
}
