//! Checks `[source.http]`: the request, its limits and its pages. A secret is never looked up here,
//! only its name is kept.

mod address;
mod body;
mod limits;
mod media_types;
mod paging;
mod path;
mod request;

pub(super) use address::project_file;

use super::document::ConfigNode;
use super::{api, raw, rule, value};
use chiso_model::{Finding, Format, HttpBody, HttpSource};

/// Checks it. `max_file_bytes` of the project is applied where the source names no limit of its
/// own, which 0 stands for.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Http,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> HttpSource {
    let method = value::optional(&at.key("method"), raw.method.as_ref(), value::word, faults)
        .unwrap_or_default();
    let source = HttpSource {
        url: address::address(&at.key("url"), &raw.url, faults),
        path: path::path(at, raw, faults),
        method,
        headers: request::headers(&at.key("headers"), &raw.headers, faults),
        query: request::values(&at.key("query"), &raw.query, faults),
        body: body::body(&at.key("body"), raw.body.as_ref(), method, faults),
        limits: limits::limits(at, raw, faults),
        retries: limits::retries(&at.key("retries"), raw.retries.as_ref(), faults),
        content_types: media_types::content_types(&at.key("content_types"), raw, format, faults),
        ca_file: project_file(&at.key("ca_file"), raw.ca_file.as_ref(), faults),
        proxy: address::proxy(&at.key("proxy"), raw.proxy.as_deref(), faults),
        paging: raw
            .paging
            .as_ref()
            .and_then(|p| paging::paging(&at.key("paging"), p, format, faults)),
        api: raw
            .api
            .as_ref()
            .and_then(|a| api::check(&at.key("api"), a, format, faults)),
    };
    if source.api.is_some() {
        api::own_requests(at, &source, faults);
    }
    body_of_pages(at, &source, faults);
    secret_in_the_open(at, &source, faults);
    source
}

/// Parameters of pages that go into the body need one.
fn body_of_pages(at: &ConfigNode<'_>, source: &HttpSource, faults: &mut Vec<Finding>) {
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
}

/// Remarks on a secret that is sent without encryption to another machine.
fn secret_in_the_open(at: &ConfigNode<'_>, source: &HttpSource, faults: &mut Vec<Finding>) {
    if source.has_secrets() && address::is_open(&source.url) {
        let hint = "use `https://`: on the way everyone can read it";
        faults.push(
            at.key("url")
                .warning(rule::INSECURE_SECRET, "a secret is sent without encryption")
                .hint(hint),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, check_faults, render};
    use chiso_model::{Finding, HttpBody, HttpProxy, HttpValue, Origin, PagingKind, SecretFrom};

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
                "https://stat.example/data",
                "https://stat.example/{key}/data",
                "[bad_value] source.http.url: the path has `{key}`, and nothing says what stands \
                    there",
            ),
            (
                "method = \"post\"",
                "method = \"post\"\npath = { key = { env = \"TOKEN\" } }",
                "[bad_value] source.http.path.key: the path of `url` has no `{key}`",
            ),
            (
                "https://stat.example/data?year=2020#top\"",
                "https://stat.example/{key}?a={key}\"\npath = { key = { text = \"..\" } }",
                "[bad_value] source.http.path.key: `..` is no part of a path",
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
                "[bad_value] source.http.paging.next: nothing says where a page names the next one",
            ),
            (
                "kind = \"offset\"",
                "kind = \"last\"\nnext = \"n\"",
                "[bad_value] source.http.paging.last: nothing says by which key of its last record",
            ),
            (
                "kind = \"offset\"",
                "kind = \"last\"\nlast = \"id\"\nnext = \"n\"",
                "[bad_value] source.http.paging.next: only paging of kind `cursor` or `next`",
            ),
            (
                "kind = \"offset\"",
                "kind = \"next\"\nuntil = \"short\"",
                "[bad_value] source.http.paging.until: only paging of kind `page`, `offset` or",
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
                "after `{from}` became `{to}`:\n{}\ndoes not contain {wanted}",
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
                "error[missing_key]: datasets/new_enterprises.toml:13, column `source.file`: \
                    nothing says where the source is",
                "  hint: add `file`, a path relative to `datasets/`, or a table `[source.drop]`, \
                    `[source.http]` or `[source.postgres]`",
            ],
        )]);
    }
}
