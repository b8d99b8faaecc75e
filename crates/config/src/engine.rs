//! Checks `engine`: the cluster that adds up records, where it is not this program.

use super::document::ConfigNode;
use super::plan::Engine;
use super::{raw, rule, secret, value};
use chiso_model::Finding;
use url::Url;

/// Port of Spark Connect.
const PORT: u16 = 15002;

/// Checks it; `None` where it cannot be used.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Engine,
    faults: &mut Vec<Finding>,
) -> Option<Engine> {
    let token = raw.token.as_ref();
    let token = token.and_then(|raw| {
        let kept = ("token", "SPARK_TOKEN");
        secret::kept(&at.key("token"), raw, kept, faults)
    });
    let lake = raw.lake.as_ref();
    let lake = lake.map(|text| value::text(&at.key("lake"), text, faults));
    let embedded = [("embedded", true)];
    let fallback = raw.fallback.as_ref();
    let fallback = fallback.and_then(|text| {
        let at = at.key("fallback");
        value::one_of(&at, text, "fallback", &embedded, faults)
    });
    let (host, port, tls) = match address(&raw.spark) {
        Ok(address) => address,
        Err((message, hint)) => {
            let at = at.key("spark");
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
            return None;
        }
    };
    if token.is_some() && !tls && !secret::loopback(&host) {
        let hint = "end the address with `/;use_ssl=true`: on the way everyone can read it";
        let fault = at
            .key("spark")
            .warning(rule::INSECURE_SECRET, "a token is sent without encryption");
        faults.push(fault.hint(hint));
    }
    Some(Engine {
        host,
        port,
        tls,
        token,
        lake: lake.map(|lake| lake.trim_end_matches('/').to_owned()),
        fallback: fallback.unwrap_or_default(),
    })
}

/// Host, port and whether the connection is encrypted, or what is wrong and the remedy. The text is
/// not shown: it may hold a token.
fn address(text: &str) -> Result<(String, u16, bool), (String, &'static str)> {
    const FORM: &str = "write it as `sc://host:15002`";
    let none = || ("this is no address of Spark Connect".to_owned(), FORM);
    let (place, parameters) = text.split_once('/').map_or((text, ""), |_| {
        let rest = text.strip_prefix("sc://").unwrap_or_default();
        rest.split_once('/').unwrap_or((rest, ""))
    });
    // The parts of an address of HTTP, which has the same host and port.
    let url = Url::parse(&format!("http://{place}/")).map_err(|_| none())?;
    let host = url.host_str().filter(|_| text.starts_with("sc://"));
    let host = host.filter(|_| url.username().is_empty() && url.password().is_none());
    let host = host.ok_or_else(none)?.to_owned();
    let mut tls = false;
    for parameter in parameters.split(';').filter(|p| !p.is_empty()) {
        match parameter.split_once('=').unwrap_or((parameter, "")) {
            ("use_ssl", "true") => tls = true,
            ("use_ssl", "false") => tls = false,
            ("token", _) => {
                let hint = "take it out, and write `token = { env = \"NAME\" }`";
                return Err(("the address holds a token".to_owned(), hint));
            }
            (other, _) => {
                let message = format!("the address has a parameter `{other}`");
                return Err((message, "take it out; chiso knows `use_ssl` alone"));
            }
        }
    }
    // 80 is what HTTP leaves out.
    let usual = if place.ends_with(":80") { 80 } else { PORT };
    Ok((host, url.port().unwrap_or(usual), tls))
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;
    use super::address;

    #[test]
    fn an_address_is_a_host_with_a_port_and_perhaps_encrypted() {
        let found = |text: &str| address(text).ok();
        let at = |host: &str, port, tls| Some((host.to_owned(), port, tls));
        assert_eq!(found("sc://spark.office"), at("spark.office", 15002, false));
        assert_eq!(found("sc://10.0.0.1:80/"), at("10.0.0.1", 80, false));
        assert_eq!(found("sc://[::1]:7/;use_ssl=true"), at("[::1]", 7, true));
        for text in ["spark:7", "http://spark", "sc://", "sc://a:b@c", "sc://c:x"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn faults_of_the_engine() {
        let base = r#"lake = "lake""#;
        let engine = |keys: &str| format!("{base}\n[engine]\n{keys}");
        for (keys, wanted) in [
            (
                r#"spark = "spark:15002""#,
                [
                    "error[bad_value]: chiso.toml:7, column `engine.spark`: this is no address of \
                        Spark Connect",
                    "  hint: write it as `sc://host:15002`",
                ],
            ),
            (
                r#"spark = "sc://spark/;token=secret""#,
                [
                    "error[bad_value]: chiso.toml:7, column `engine.spark`: the address holds a \
                        token",
                    r#"  hint: take it out, and write `token = { env = "NAME" }`"#,
                ],
            ),
            (
                "spark = \"sc://spark\"\nfallback = \"embeded\"",
                [
                    "error[bad_value]: chiso.toml:8, column `engine.fallback`: `embeded` is not \
                        a fallback",
                    "  hint: write one of `embedded`",
                ],
            ),
        ] {
            check_faults(&[("chiso.toml", base, &engine(keys), &wanted)]);
        }
    }
}
