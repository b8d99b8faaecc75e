//! Messages of the Model Context Protocol: JSON-RPC 2.0, a message a line.
//!
//! Two ways to talk are known: that of revision 2026-07-28, in which each request says its version in
//! `_meta` and there is no handshake, and the earlier one, which begins with `initialize`.

use crate::app::lang::Lang;
use crate::app::mcp::tools::{call, listed};
use crate::app::site::Site;
use serde_json::{Value, json};

/// The revision without a handshake.
const MODERN: &str = "2026-07-28";

/// Revisions with a handshake, the newest first.
const EARLIER: [&str; 3] = ["2025-11-25", "2025-06-18", "2025-03-26"];

/// Where a request says its revision.
const VERSION: &str = "io.modelcontextprotocol/protocolVersion";

/// How long a list of tools stays as it is: until the program is another one.
const LASTS_MS: u64 = 3_600_000;

/// What a request is answered with when it fails: code, words, more.
type Fault = (i32, String, Value);

/// The answer to a line; none to a notification.
pub fn answered(site: &Site, lang: Lang, line: &[u8]) -> Option<Value> {
    let Ok(message) = serde_json::from_slice::<Value>(line) else {
        let fault = (
            -32700,
            "this is no JSON on one line".to_owned(),
            Value::Null,
        );
        return Some(failed(&Value::Null, fault));
    };
    let id = message.get("id").cloned();
    let method = message.get("method").and_then(Value::as_str);
    let right = message["jsonrpc"] == "2.0"
        && id
            .as_ref()
            .is_none_or(|id| id.is_string() || id.is_number());
    let (Some(method), true) = (method, right) else {
        let said =
            "a request has `jsonrpc` \"2.0\", a `method`, and an `id` that is a text or number";
        return Some(failed(&Value::Null, (-32600, said.to_owned(), Value::Null)));
    };
    let id = id?;
    let modern = message["params"]["_meta"].get(VERSION);
    let result = match modern.and_then(Value::as_str) {
        Some(version) if version != MODERN => Err(unsupported(version)),
        _ => result(site, lang, method, &message["params"]),
    };
    Some(match result {
        Ok(mut result) => {
            if modern.is_some() {
                result["resultType"] = json!("complete");
            }
            json!({ "jsonrpc": "2.0", "id": id, "result": result })
        }
        Err(fault) => failed(&id, fault),
    })
}

/// The answer to a line that is too long to be read.
pub fn too_long() -> Value {
    let said = "the message is too long: the most is 1 MiB on one line".to_owned();
    failed(&Value::Null, (-32600, said, Value::Null))
}

fn failed(id: &Value, (code, message, data): Fault) -> Value {
    let mut error = json!({ "code": code, "message": message });
    if !data.is_null() {
        error["data"] = data;
    }
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}

fn unsupported(version: &str) -> Fault {
    let data = json!({ "supported": [MODERN], "requested": version });
    (
        -32022,
        "this protocol version is not supported".to_owned(),
        data,
    )
}

fn result(site: &Site, lang: Lang, method: &str, params: &Value) -> Result<Value, Fault> {
    match method {
        "server/discover" => {
            let mut found = who();
            found["supportedVersions"] = json!([MODERN]);
            found["_meta"] = json!({ "io.modelcontextprotocol/serverInfo": found["serverInfo"] });
            found["ttlMs"] = json!(LASTS_MS);
            found["cacheScope"] = json!("public");
            Ok(found)
        }
        "initialize" => {
            let asked = params["protocolVersion"].as_str().unwrap_or_default();
            let known = EARLIER.into_iter().find(|version| *version == asked);
            let mut found = who();
            found["protocolVersion"] = json!(known.unwrap_or(EARLIER[0]));
            Ok(found)
        }
        "ping" => Ok(json!({})),
        "tools/list" => Ok(json!({ "tools": listed(), "ttlMs": LASTS_MS, "cacheScope": "public" })),
        "tools/call" => {
            let name = params["name"].as_str().unwrap_or_default();
            let said = || (-32602, format!("there is no tool `{name}`"), Value::Null);
            call(site, lang, (name, &params["arguments"])).ok_or_else(said)
        }
        _ => Err((
            -32601,
            format!("there is no method `{method}`"),
            Value::Null,
        )),
    }
}

/// What the program is and can do.
fn who() -> Value {
    json!({
        "capabilities": { "tools": {} },
        "serverInfo": { "name": "chiso", "version": env!("CARGO_PKG_VERSION") },
        "instructions": "Published indicators with verdicts, each traceable to its cell. Find \
            identifiers with `search`. Before you state a figure, check it with `check_claim` and cite \
            the address that it gives. A figure that is missing is not zero.",
    })
}
