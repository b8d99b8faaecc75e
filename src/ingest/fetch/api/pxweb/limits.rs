//! What a service says that it allows.

use super::super::super::request::Ask;
use super::super::super::session::Session;
use super::super::super::trouble::Trouble;
use super::super::describe;
use crate::store::PageReceipt;
use serde_json::Value;

/// What a service allows; 0 where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ServiceLimits {
    pub(super) cells: u64,
    pub(super) calls: u64,
    pub(super) seconds: u64,
}

/// What the service says that it allows. One that does not answer this may answer everything else.
pub(super) fn limits(
    session: &mut Session<'_>,
    ask: &Ask,
    room: u64,
    metadata: &mut Vec<PageReceipt>,
) -> Result<ServiceLimits, Trouble> {
    match describe(session, ask, room, metadata) {
        Ok(config) => Ok(limits_of(&config)),
        Err(trouble)
            if matches!(
                trouble.rule,
                "http_status" | "wrong_type" | "http_truncated" | "too_small"
            ) =>
        {
            Ok(ServiceLimits::default())
        }
        Err(trouble) => Err(trouble),
    }
}

fn limits_of(config: &Value) -> ServiceLimits {
    let number = |names: &[&str]| {
        names
            .iter()
            .filter_map(|n| config.get(*n)?.as_u64())
            .filter(|n| *n > 0)
            .min()
            .unwrap_or(0)
    };
    // Older services of interface 1 give the limit on cells as `maxValues`.
    ServiceLimits {
        cells: number(&["maxCells", "maxValues", "maxDataCells"]),
        calls: number(&["maxCalls", "maxCallsPerTimeWindow"]),
        seconds: number(&["timeWindow"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn limits_as_services_write_them() {
        let v1 = json!({ "maxValues": 100_000, "maxCells": 150_000, "maxCalls": 10, "timeWindow": 10, "CORS": true });
        assert_eq!(
            limits_of(&v1),
            ServiceLimits {
                cells: 100_000,
                calls: 10,
                seconds: 10
            }
        );
        let v2 = json!({ "apiVersion": "2.0.0", "maxDataCells": 10_000, "maxCallsPerTimeWindow": 30, "timeWindow": 10 });
        assert_eq!(
            limits_of(&v2),
            ServiceLimits {
                cells: 10_000,
                calls: 30,
                seconds: 10
            }
        );
        assert_eq!(limits_of(&json!([])), ServiceLimits::default());
    }
}
