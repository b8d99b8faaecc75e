//! Checks `[source.http]`: the request, its limits and its pages. A secret is never looked up here,
//! only its name is kept.

use super::document::ConfigNode;
use super::{api, raw, rule, value};
use crate::model::{
    Finding, Format, HttpBody, HttpLimits, HttpMethod, HttpProxy, HttpRetries, HttpSource,
    HttpValue, Paging, PagingKind, SecretFrom,
};
use std::collections::BTreeMap;
use url::{Host, Url};

/// Most pages of a source that names no limit.
const MAX_PAGES: u64 = 10_000;
/// Media types of JSON.
const JSON_TYPES: [&str; 3] = ["application/json", "text/json", "*+json"];
/// Media types of CSV as servers name them.
const CSV_TYPES: [&str; 6] = [
    "text/csv",
    "application/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/octet-stream",
    "application/vnd.ms-excel",
];
/// Headers that belong to the connection or to us.
const OURS: [&str; 10] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// Checks it. `max_file_bytes` of the project is applied where the source names no limit of its
/// own, which is told by 0.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Http,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> HttpSource {
    let method = raw
        .method
        .as_ref()
        .and_then(|text| value::word(&at.key("method"), text, faults))
        .unwrap_or_default();
    let source = HttpSource {
        url: address(&at.key("url"), &raw.url, faults),
        method,
        headers: headers(&at.key("headers"), &raw.headers, faults),
        query: values(&at.key("query"), &raw.query, faults),
        body: body(&at.key("body"), raw.body.as_ref(), method, faults),
        limits: limits(at, raw, faults),
        retries: retries(&at.key("retries"), raw.retries.as_ref(), faults),
        content_types: content_types(&at.key("content_types"), raw, format, faults),
        ca_file: raw
            .ca_file
            .as_ref()
            .map(|path| project_file(&at.key("ca_file"), path, faults))
            .unwrap_or_default(),
        proxy: proxy(&at.key("proxy"), raw.proxy.as_deref(), faults),
        paging: raw
            .paging
            .as_ref()
            .and_then(|p| paging(&at.key("paging"), p, format, faults)),
        api: raw
            .api
            .as_ref()
            .and_then(|a| api::check(&at.key("api"), a, format, faults)),
    };
    if source.api.is_some() {
        api::own_requests(at, &source, faults);
    }
    if source.paging.as_ref().is_some_and(|p| p.in_body) && source.body == HttpBody::None {
        let hint = "add `[source.http.body]` with `json = \"{}\"` or `form`, or leave out `in`";
        faults.push(
            at.key("paging")
                .key("in")
                .error(
                    rule::BAD_VALUE,
                    "there is no body for the parameters of pages",
                )
                .hint(hint),
        );
    }
    if source.has_secrets()
        && Url::parse(&source.url).is_ok_and(|url| url.scheme() == "http" && !loopback(&url))
    {
        let hint = "use `https://`: on the way everyone can read it";
        faults.push(
            at.key("url")
                .warning(rule::INSECURE_SECRET, "a secret is sent without encryption")
                .hint(hint),
        );
    }
    source
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn address(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    let url = Url::parse(raw)
        .ok()
        .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    match &url {
        None => faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a web address"))
                .hint("begin it with `https://`"),
        ),
        Some(url) if !url.username().is_empty() || url.password().is_some() => {
            // The text is not shown: it holds a password.
            let hint = "take it out, and give the header `Authorization` as `{ prefix = \"Basic \
                \", env = \"NAME\" }`";
            faults.push(
                at.error(rule::BAD_VALUE, "the address holds a user name or password")
                    .hint(hint),
            );
        }
        Some(_) => {}
    }
    // A fragment is never sent.
    raw.split('#').next().unwrap_or_default().to_owned()
}

fn headers(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::HttpValue>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, HttpValue> {
    let token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    let mut seen = std::collections::BTreeSet::new();
    for name in raw.keys() {
        let lower = name.to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(token) {
            faults.push(
                at.key(name)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{name}` is not the name of a header"),
                    )
                    .hint("write it as in `Accept`"),
            );
        } else if OURS.contains(&lower.as_str()) {
            faults.push(
                at.key(name)
                    .error(rule::BAD_VALUE, format!("`{name}` is set by chiso"))
                    .hint("leave it out"),
            );
        } else if !seen.insert(lower) {
            faults.push(
                at.key(name)
                    .error(
                        rule::DUPLICATE,
                        format!("there is a header `{name}` already"),
                    )
                    .hint("leave one out"),
            );
        }
    }
    for (name, value) in raw {
        if value
            .text
            .as_ref()
            .or(value.prefix.as_ref())
            .is_some_and(|text| text.chars().any(char::is_control))
        {
            faults.push(
                at.key(name)
                    .error(
                        rule::BAD_VALUE,
                        "the text has a line end or another control sign",
                    )
                    .hint("write it on one line"),
            );
        }
    }
    values(at, raw, faults)
}

fn values(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::HttpValue>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, HttpValue> {
    raw.iter()
        .filter_map(|(name, raw)| Some((name.clone(), one(&at.key(name), raw, faults)?)))
        .collect()
}

fn one(at: &ConfigNode<'_>, raw: &raw::HttpValue, faults: &mut Vec<Finding>) -> Option<HttpValue> {
    let prefix = raw.prefix.clone().unwrap_or_default();
    match (&raw.text, &raw.env, &raw.file) {
        (Some(text), None, None) => {
            if raw.prefix.is_some() {
                faults.push(
                    at.key("prefix")
                        .error(rule::BAD_VALUE, "only a secret has a `prefix`")
                        .hint("write it into `text`"),
                );
            }
            Some(HttpValue::Text(text.clone()))
        }
        (None, Some(name), None) => {
            let fits = !name.is_empty() && !name.contains(['=', '\0']);
            if !fits {
                let message = format!("`{name}` is not the name of a variable of the environment");
                faults.push(
                    at.key("env")
                        .error(rule::BAD_VALUE, message)
                        .hint("write its name, as in `NSO_TOKEN`"),
                );
            }
            Some(HttpValue::Secret {
                prefix,
                from: SecretFrom::Env(name.clone()),
            })
        }
        (None, None, Some(path)) => Some(HttpValue::Secret {
            prefix,
            from: SecretFrom::File(value::text(&at.key("file"), path, faults)),
        }),
        _ => {
            let hint = "give one of `text`, `env` (a variable that holds a secret) and `file` (a \
                file that holds one)";
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    "one of `text`, `env` and `file` belongs here",
                )
                .hint(hint),
            );
            None
        }
    }
}

fn body(
    at: &ConfigNode<'_>,
    raw: Option<&raw::HttpBody>,
    method: HttpMethod,
    faults: &mut Vec<Finding>,
) -> HttpBody {
    let Some(raw) = raw else {
        return HttpBody::None;
    };
    if method != HttpMethod::Post {
        faults.push(
            at.error(rule::BAD_VALUE, "only a `post` has a body")
                .hint("add `method = \"post\"`, or leave the body out"),
        );
    }
    let fields = values(&at.key("fields"), &raw.fields, faults);
    let form = values(&at.key("form"), &raw.form, faults);
    let Some(text) = &raw.json else {
        if raw.form.is_empty() || !raw.fields.is_empty() {
            faults.push(
                at.error(rule::BAD_VALUE, "the body has neither `json` nor `form`")
                    .hint("give one of the two"),
            );
        }
        return HttpBody::Form(form);
    };
    if !raw.form.is_empty() {
        faults.push(
            at.key("form")
                .error(rule::BAD_VALUE, "the body has both `json` and `form`")
                .hint("give one of the two"),
        );
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Err(e) => faults.push(
            at.key("json")
                .error(rule::BAD_VALUE, format!("this is not JSON: {e}"))
                .hint("mend the JSON"),
        ),
        Ok(json) if !json.is_object() && !raw.fields.is_empty() => {
            let hint = "make it an object, or leave `fields` out";
            faults.push(
                at.key("json")
                    .error(rule::BAD_VALUE, "`fields` can be set in an object only")
                    .hint(hint),
            );
        }
        Ok(_) => {}
    }
    HttpBody::Json {
        text: text.clone(),
        fields,
    }
}

fn limits(at: &ConfigNode<'_>, raw: &raw::Http, faults: &mut Vec<Finding>) -> HttpLimits {
    let usual = HttpLimits::default();
    let none = raw::Timeouts::default();
    let timeouts = raw.timeouts.as_ref().unwrap_or(&none);
    let mut time = |key: &str, raw: Option<&String>, default: u64| {
        let at = at.key("timeouts").key(key);
        raw.map_or(Some(default), |text| {
            value::milliseconds(&at, text, 1, faults)
        })
        .unwrap_or(default)
    };
    let (connect_ms, idle_ms, total_ms) = (
        time("connect", timeouts.connect.as_ref(), usual.connect_ms),
        time("idle", timeouts.idle.as_ref(), usual.idle_ms),
        time("total", timeouts.total.as_ref(), usual.total_ms),
    );
    let mut bytes = |key: &str, raw: Option<i64>, default: u64| {
        raw.map_or(Some(default), |n| {
            value::whole(&at.key(key), n, 1..=i64::MAX, faults)
        })
        .unwrap_or(default)
    };
    let (max_bytes, max_decoded_bytes) = (
        bytes("max_bytes", raw.max_bytes, usual.max_bytes),
        bytes(
            "max_decoded_bytes",
            raw.max_decoded_bytes,
            usual.max_decoded_bytes,
        ),
    );
    let min_bytes = bytes("min_bytes", raw.min_bytes, usual.min_bytes);
    HttpLimits {
        connect_ms,
        idle_ms,
        total_ms,
        max_bytes,
        max_decoded_bytes,
        min_bytes,
        max_redirects: raw
            .max_redirects
            .and_then(|n| value::whole(&at.key("max_redirects"), n, 0..=20, faults))
            .unwrap_or(usual.max_redirects),
        min_interval_ms: raw
            .min_interval
            .as_ref()
            .and_then(|text| value::milliseconds(&at.key("min_interval"), text, 0, faults))
            .unwrap_or(usual.min_interval_ms),
    }
}

fn retries(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Retries>,
    faults: &mut Vec<Finding>,
) -> HttpRetries {
    let usual = HttpRetries::default();
    let none = raw::Retries::default();
    let raw = raw.unwrap_or(&none);
    let mut delay = |key: &str, raw: Option<&String>, default: u64| {
        raw.map_or(Some(default), |text| {
            value::milliseconds(&at.key(key), text, 0, faults)
        })
        .unwrap_or(default)
    };
    let first_delay_ms = delay(
        "first_delay",
        raw.first_delay.as_ref(),
        usual.first_delay_ms,
    );
    let max_delay_ms = delay(
        "max_delay",
        raw.max_delay.as_ref(),
        usual.max_delay_ms.max(first_delay_ms),
    );
    if max_delay_ms < first_delay_ms {
        let hint = "make it at least `first_delay`";
        faults.push(
            at.key("max_delay")
                .error(
                    rule::BAD_VALUE,
                    "the longest wait is shorter than the first",
                )
                .hint(hint),
        );
    }
    HttpRetries {
        attempts: raw
            .attempts
            .and_then(|n| value::whole(&at.key("attempts"), n, 1..=20, faults))
            .unwrap_or(usual.attempts),
        first_delay_ms,
        max_delay_ms,
        seed: raw
            .seed
            .and_then(|n| value::whole(&at.key("seed"), n, 0..=i64::MAX, faults))
            .unwrap_or(usual.seed),
    }
}

/// Media types in which services send files of a format.
const fn usual_types(format: Format) -> &'static [&'static str] {
    match format {
        Format::Csv | Format::SdmxCsv => &CSV_TYPES,
        Format::Json | Format::JsonStat | Format::SdmxJson => &JSON_TYPES,
        Format::SdmxMl => &["application/xml", "text/xml", "*+xml"],
        Format::Html => &["text/html", "application/xhtml+xml"],
        Format::Px => &[
            "text/plain",
            "text/x-pcaxis",
            "application/x-pc-axis",
            "application/px",
            "application/octet-stream",
        ],
        Format::Xlsx => &[
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/octet-stream",
        ],
        Format::Xls => &["application/vnd.ms-excel", "application/octet-stream"],
        Format::Ods => &[
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/octet-stream",
        ],
        Format::Dbf => &[
            "application/x-dbf",
            "application/dbase",
            "application/octet-stream",
        ],
        Format::Parquet => &["application/vnd.apache.parquet", "application/octet-stream"],
    }
}

fn content_types(
    at: &ConfigNode<'_>,
    http: &raw::Http,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    let Some(raw) = &http.content_types else {
        if let Some(types) = api::content_types(http.api.as_ref(), format) {
            return types;
        }
        return usual_types(format.unwrap_or(Format::Json))
            .iter()
            .map(|t| (*t).to_owned())
            .collect();
    };
    for (i, text) in raw.iter().enumerate() {
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b";,".contains(&b));
        if !plain || !(text.contains('/') || text.starts_with("*+")) {
            let hint =
                "write type and subtype without parameters, as in `application/json`, or `*+json`";
            faults.push(
                at.item(i)
                    .error(rule::BAD_VALUE, format!("`{text}` is not a media type"))
                    .hint(hint),
            );
        }
    }
    if raw.is_empty() {
        faults.push(
            at.error(rule::BAD_VALUE, "no media type is accepted")
                .hint("name one, or leave it out"),
        );
    }
    raw.iter().map(|t| t.to_ascii_lowercase()).collect()
}

/// A file of the project, which cannot be named from outside of it.
pub(super) fn project_file(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    if raw.is_empty()
        || raw.starts_with('/')
        || raw.contains(['\\', ':'])
        || raw.split('/').any(|part| part == "..")
    {
        let hint = "write a path relative to the project with `/`, as in `certificates/office.pem`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{raw}` is not a path inside the project"),
            )
            .hint(hint),
        );
    }
    raw.to_owned()
}

fn proxy(at: &ConfigNode<'_>, raw: Option<&str>, faults: &mut Vec<Finding>) -> HttpProxy {
    match raw {
        None | Some("system") => HttpProxy::System,
        Some("none") => HttpProxy::None,
        Some(address) => {
            let url = Url::parse(address)
                .ok()
                .filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
            if url.is_none_or(|u| !u.username().is_empty() || u.password().is_some()) {
                let hint = "write `system`, `none` or an address without a password, as in \
                    `http://proxy.example:3128`";
                faults.push(
                    at.error(rule::BAD_VALUE, "this is not the address of a proxy")
                        .hint(hint),
                );
            }
            HttpProxy::Address(address.to_owned())
        }
    }
}

fn paging(
    at: &ConfigNode<'_>,
    raw: &raw::Paging,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Option<Paging> {
    if format.is_some_and(|f| f != Format::Json) {
        faults.push(
            at.error(
                rule::NOT_SUPPORTED,
                "only a source of format `json` comes in pages",
            )
            .hint("leave `paging` out"),
        );
    }
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let first = |default: u64, faults: &mut Vec<Finding>| {
        raw.first
            .map_or(Some(default), |n| {
                value::whole(&at.key("first"), n, 0..=i64::MAX, faults)
            })
            .unwrap_or(default)
    };
    let (kind, usual) = match raw.kind.as_str() {
        "page" => (
            PagingKind::Page {
                first: first(1, faults),
            },
            "page",
        ),
        "offset" => (
            PagingKind::Offset {
                first: first(0, faults),
            },
            "offset",
        ),
        "cursor" => (
            PagingKind::Cursor {
                next: optional(&raw.next),
            },
            "cursor",
        ),
        "link" => (PagingKind::Link, ""),
        other => {
            let hint = "write one of `page`, `offset`, `cursor`, `link`";
            faults.push(
                at.key("kind")
                    .error(
                        rule::BAD_VALUE,
                        format!("`{other}` is not a kind of paging"),
                    )
                    .hint(hint),
            );
            return None;
        }
    };
    let mut fault = |key: &str, message: &str, hint: &str| {
        faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
    };
    let (numbered, cursor) = (
        matches!(kind, PagingKind::Page { .. } | PagingKind::Offset { .. }),
        matches!(kind, PagingKind::Cursor { .. }),
    );
    if cursor && raw.next.as_ref().is_none_or(String::is_empty) {
        fault(
            "next",
            "it is not said where a page names the next cursor",
            "write its dotted path, as in `next = \"meta.next_cursor\"`",
        );
    }
    if !cursor && raw.next.is_some() {
        fault(
            "next",
            "only paging of kind `cursor` has a `next`",
            "leave it out",
        );
    }
    if !numbered && raw.first.is_some() {
        fault(
            "first",
            "only paging of kind `page` or `offset` has a `first`",
            "leave it out",
        );
    }
    if !numbered && raw.until.is_some() {
        fault(
            "until",
            "only paging of kind `page` or `offset` has an `until`",
            "leave it out: the last page names no next one",
        );
    }
    if !matches!(kind, PagingKind::Page { .. }) && raw.pages.is_some() {
        fault(
            "pages",
            "only paging of kind `page` has `pages`",
            "leave it out",
        );
    }
    if kind == PagingKind::Link && raw.parameter.is_some() {
        fault(
            "parameter",
            "paging of kind `link` sends no parameter",
            "leave it out",
        );
    }
    let short_is_last = match raw.until.as_deref() {
        None | Some("empty") => false,
        Some("short") => true,
        Some(_) => {
            fault(
                "until",
                "this is not an end of paging",
                "write one of `empty`, `short`",
            );
            false
        }
    };
    let in_body = match raw.place.as_deref() {
        None | Some("query") => false,
        Some("body") => true,
        Some(_) => {
            fault(
                "in",
                "this is not a place of parameters",
                "write one of `query`, `body`",
            );
            false
        }
    };
    if raw.size.is_none() && (short_is_last || raw.size_parameter.is_some()) {
        fault(
            "size",
            "the size of a page is not given",
            "add `size`, the number of records on a full page",
        );
    }
    Some(Paging {
        kind,
        parameter: raw.parameter.clone().unwrap_or_else(|| usual.to_owned()),
        size_parameter: optional(&raw.size_parameter),
        size: raw
            .size
            .and_then(|n| value::whole(&at.key("size"), n, 1..=i64::MAX, faults))
            .unwrap_or(0),
        in_body,
        short_is_last,
        total: optional(&raw.total),
        pages: optional(&raw.pages),
        max_pages: raw
            .max_pages
            .and_then(|n| value::whole(&at.key("max_pages"), n, 1..=1_000_000, faults))
            .unwrap_or(MAX_PAGES),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, check_faults, render};
    use crate::model::{Finding, HttpBody, HttpProxy, HttpValue, Origin, PagingKind, SecretFrom};

    const FIRMS: &str = "datasets/new_enterprises.toml";
    const FILE: &str = "file = \"new_enterprises/*.json\"\nformat = \"json-stat\"\n";
    const NUMBER: &str = "number = { decimal = \",\", grouping = \".\" }\n";
    const HTTP: &str = r#"
[source.http]
url = "https://stat.example/data?year=2020#top"
method = "post"
headers = { Authorization = { prefix = "Bearer ", env = "TOKEN" }, Accept-Language = { text = "vi" } }
query = { key = { file = "secrets/key" } }
body = { json = '{"query": []}', fields = { "auth.key" = { env = "TOKEN" } } }
timeouts = { connect = "500ms", total = "2m" }
max_bytes = 1000
retries = { attempts = 2, first_delay = "10ms" }
content_types = ["Application/JSON"]
ca_file = "certificates/office.pem"
proxy = "http://proxy.example:3128"
min_interval = "2s"

[source.http.paging]
kind = "offset"
size_parameter = "limit"
size = 100
in = "body"
total = "meta.total"
"#;

    /// The valid project with its firms over HTTP.
    fn sample() -> Sample {
        let sample = Sample::new()
            .edit(
                FIRMS,
                FILE,
                "format = \"json\"\nrecords = \"/data/items\"\n",
            )
            .edit(FIRMS, NUMBER, "");
        sample.edit(
            FIRMS,
            "enterprises = { column = \"value\" }\n",
            &format!("enterprises = {{ column = \"/values/0\" }}\n{HTTP}"),
        )
    }

    #[test]
    fn everything_that_can_be_declared() {
        let plan = sample().plan();
        let source = &plan.dataset("new_enterprises").unwrap().sources[0];
        let http = source.http.as_ref().unwrap();
        assert_eq!(
            (
                http.url.as_str(),
                source.layout.records.as_str(),
                source.file.as_str()
            ),
            ("https://stat.example/data?year=2020", "data.items", "")
        );
        assert_eq!(
            source.columns["enterprises"],
            Origin::Column("values.0".into())
        );
        let token = SecretFrom::Env("TOKEN".into());
        assert_eq!(
            http.headers["Authorization"],
            HttpValue::Secret {
                prefix: "Bearer ".into(),
                from: token
            }
        );
        assert_eq!(
            http.query["key"],
            HttpValue::Secret {
                prefix: String::new(),
                from: SecretFrom::File("secrets/key".into())
            }
        );
        assert!(
            matches!(&http.body, HttpBody::Json { fields, .. } if fields.contains_key("auth.key"))
        );
        let limits = &http.limits;
        assert_eq!(
            (
                limits.connect_ms,
                limits.idle_ms,
                limits.total_ms,
                limits.min_interval_ms
            ),
            (500, 60_000, 120_000, 2_000)
        );
        assert_eq!(
            (
                limits.max_bytes,
                limits.max_decoded_bytes,
                limits.min_bytes,
                limits.max_redirects
            ),
            (1_000, 0, 1, 5)
        );
        assert_eq!(
            (
                http.retries.attempts,
                http.retries.first_delay_ms,
                http.retries.max_delay_ms
            ),
            (2, 10, 60_000)
        );
        assert_eq!(
            (http.content_types.as_slice(), &http.proxy),
            (
                &["application/json".to_owned()][..],
                &HttpProxy::Address("http://proxy.example:3128".into())
            )
        );
        let paging = http.paging.as_ref().unwrap();
        assert_eq!(
            (&paging.kind, paging.parameter.as_str(), paging.in_body),
            (&PagingKind::Offset { first: 0 }, "offset", true)
        );
    }

    #[test]
    fn a_secret_without_encryption_is_warned_of_unless_it_stays_on_this_machine() {
        let warned = |url: &str| -> Vec<Finding> {
            sample()
                .edit(FIRMS, "https://stat.example/data", url)
                .load()
                .unwrap()
                .1
        };
        let said = render(&warned("http://stat.example/data"));
        assert!(
            said.starts_with(
                "warning[insecure_secret]: datasets/new_enterprises.toml:29, \
            column `source.http.url`: a secret is sent"
            ),
            "{said}"
        );
        assert!(warned("http://127.0.0.1:8080/data").is_empty());
    }

    /// Spoils one text at a time; the fault must have this rule, key and message.
    #[test]
    fn faults_of_http_sources() {
        for (from, to, wanted) in [
            (
                "https://stat.example/data?year=2020#top",
                "stat.example",
                "[bad_value] source.http.url: `stat.example` is not a web address",
            ),
            (
                "https://stat.example/data",
                "https://me:pass@stat.example/data",
                "[bad_value] source.http.url: the address holds a user name or password",
            ),
            (
                "method = \"post\"",
                "method = \"put\"",
                "[bad_value] source.http.method: `put` is not a method",
            ),
            (
                "method = \"post\"",
                "",
                "[bad_value] source.http.body: only a `post` has a body",
            ),
            (
                "Accept-Language",
                "\"Accept Language\"",
                "[bad_value] source.http.headers.\"Accept Language\": `Accept Language` is not the \
                    name of a header",
            ),
            (
                "Accept-Language",
                "Host",
                "[bad_value] source.http.headers.Host: `Host` is set by chiso",
            ),
            (
                "Accept-Language",
                "authorization",
                "[duplicate] source.http.headers.authorization: there is a header `authorization` \
                    already",
            ),
            (
                "{ text = \"vi\" }",
                "{ text = \"vi\", env = \"X\" }",
                "[bad_value] source.http.headers.Accept-Language: one of `text`, `env` and `file` \
                    belongs here",
            ),
            (
                "{ text = \"vi\" }",
                "{ text = \"vi\\n\" }",
                "[bad_value] source.http.headers.Accept-Language: the text has a line end or \
                    another control sign",
            ),
            (
                "{ text = \"vi\" }",
                "{ text = \"vi\", prefix = \"x\" }",
                "[bad_value] source.http.headers.Accept-Language.prefix: only a secret has a \
                    `prefix`",
            ),
            (
                "'{\"query\": []}'",
                "'{\"query\": ['",
                "[bad_value] source.http.body.json: this is not JSON: EOF while parsing a list at \
                    line 1 column 11",
            ),
            (
                "'{\"query\": []}'",
                "'[]'",
                "[bad_value] source.http.body.json: `fields` can be set in an object only",
            ),
            (
                "connect = \"500ms\"",
                "connect = \"0ms\"",
                "[bad_value] source.http.timeouts.connect: `0ms` is not a length of time that can \
                    be used here",
            ),
            (
                "first_delay = \"10ms\"",
                "first_delay = \"5s\", max_delay = \"1s\"",
                "[bad_value] source.http.retries.max_delay: the longest wait is shorter than the \
                    first",
            ),
            (
                "attempts = 2",
                "attempts = 0",
                "[bad_value] source.http.retries.attempts: 0 is out of range",
            ),
            (
                "Application/JSON",
                "json",
                "[bad_value] source.http.content_types: `json` is not a media type",
            ),
            (
                "certificates/office.pem",
                "../office.pem",
                "[bad_value] source.http.ca_file: `../office.pem` is not a path inside the project",
            ),
            (
                "http://proxy.example:3128",
                "proxy.example",
                "[bad_value] source.http.proxy: this is not the address of a proxy",
            ),
            (
                "kind = \"offset\"",
                "kind = \"scroll\"",
                "[bad_value] source.http.paging.kind: `scroll` is not a kind of paging",
            ),
            (
                "kind = \"offset\"",
                "kind = \"cursor\"",
                "[bad_value] source.http.paging.next: it is not said where a page names the next \
                    cursor",
            ),
            (
                "kind = \"offset\"",
                "kind = \"offset\"\npages = \"p\"",
                "[bad_value] source.http.paging.pages: only paging of kind `page` has `pages`",
            ),
            (
                "size = 100\n",
                "",
                "[bad_value] source.http.paging.size: the size of a page is not given",
            ),
            (
                "in = \"body\"",
                "in = \"head\"",
                "[bad_value] source.http.paging.in: this is not a place of parameters",
            ),
            (
                "body = { json = '{\"query\": []}', fields = { \"auth.key\" = { env = \"TOKEN\" } \
                    } }\n",
                "",
                "[bad_value] source.http.paging.in: there is no body",
            ),
            (
                "format = \"json\"\nrecords = \"/data/items\"",
                "format = \"json\"\nfile = \"a.json\"",
                "[bad_value] source.http: the source has both `file` and `http`",
            ),
            (
                "format = \"json\"",
                "format = \"json\"\noptional = true",
                "[bad_value] source.optional: only files can be `optional`",
            ),
            (
                "format = \"json\"",
                "format = \"json\"\nnumber = { decimal = \",\", round = 6 }",
                "[bad_value] source.number.round: 6 is out of range",
            ),
            (
                "format = \"json\"",
                "format = \"csv\"",
                "[bad_value] source.records: only a source of format `json` has `records`",
            ),
            (
                "records = \"/data/items\"",
                "record = \"x\"",
                "[unknown_key] source.record: unknown key `record`",
            ),
        ] {
            let faults = sample()
                .edit(FIRMS, from, to)
                .load()
                .err()
                .unwrap_or_default();
            let said: Vec<String> = faults
                .iter()
                .map(|f| format!("[{}] {}: {}", f.rule, f.place.col, f.message))
                .collect();
            assert!(
                said.iter().any(|s| s.starts_with(wanted)),
                "after `{from}` became `{to}`:\n{}\nlacks {wanted}",
                said.join("\n")
            );
        }
    }

    #[test]
    fn a_source_that_is_nowhere() {
        check_faults(&[(
            FIRMS,
            FILE,
            "format = \"json-stat\"\n",
            &[
                "error[missing_key]: datasets/new_enterprises.toml:13, column `source.file`: it is \
                    not said where the source is",
                "  hint: add `file`, a path relative to `datasets/`, or a table `[source.drop]`, \
                    `[source.http]` or `[source.postgres]`",
            ],
        )]);
    }
}
