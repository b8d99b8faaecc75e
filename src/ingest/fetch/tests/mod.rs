//! Fetches against a scripted network and a clock that only moves when someone waits.

mod api;
mod pages;
mod postgres;
mod pxweb;

use super::{Fetch, Fetched, Fetcher};
use crate::env::{Clock, FakeClock, FakeHttp, HttpFault, HttpResponse, Sent};
use crate::model::{
    Finding, Format, HttpBody, HttpLimits, HttpMethod, HttpProxy, HttpRetries, HttpSource,
    HttpValue, Layout, Paging, PagingKind, SecretFrom, Source,
};
use crate::store::Transfer;
use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;
use tempfile::TempDir;

const SECRET: &str = "s3cr3t/Tok en+1";
const NOW: &str = "2026-11-22T08:00:00Z";

type Scripted = Result<HttpResponse, HttpFault>;

#[expect(clippy::unnecessary_wraps, reason = "as the script takes it")]
fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Scripted {
    let headers = headers
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    Ok(HttpResponse {
        status,
        headers,
        body: body.as_ref().to_vec(),
        fault: None,
    })
}

fn ok(body: impl AsRef<[u8]>) -> Scripted {
    answer(
        200,
        &[("content-type", "application/json; charset=utf-8")],
        body,
    )
}

/// What a test changes of an ordinary source.
struct Case {
    source: Source,
    http: HttpSource,
    held: Option<Transfer>,
    root: TempDir,
    clock: FakeClock,
}

impl Case {
    fn new() -> Case {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("token"), format!("{SECRET}\n")).unwrap();
        let source = Source {
            layout: Layout {
                records: "items".into(),
                ..Layout::default()
            },
            ..Source::new("api", Format::Json)
        };
        let http = HttpSource {
            url: "https://stat.example/data?year=2020".into(),
            path: BTreeMap::new(),
            method: HttpMethod::Get,
            headers: BTreeMap::new(),
            query: BTreeMap::new(),
            body: HttpBody::None,
            limits: HttpLimits {
                connect_ms: 1_000,
                idle_ms: 2_000,
                total_ms: 60_000,
                max_bytes: 2_000,
                max_decoded_bytes: 10_000,
                min_bytes: 1,
                max_redirects: 3,
                min_interval_ms: 0,
            },
            retries: HttpRetries {
                attempts: 3,
                first_delay_ms: 1_000,
                max_delay_ms: 4_000,
                seed: 0,
            },
            content_types: vec!["application/json".into(), "*+json".into()],
            ca_file: String::new(),
            proxy: HttpProxy::System,
            paging: None,
            api: None,
        };
        Case {
            source,
            http,
            held: None,
            root,
            clock: FakeClock::new(NOW.parse().unwrap()),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Case)) -> Case {
        change(&mut self);
        self
    }

    /// A secret in a header and one in the query.
    fn secrets(self) -> Case {
        self.with(|c| {
            let secret = |prefix: &str| HttpValue::Secret {
                prefix: prefix.into(),
                from: SecretFrom::File("token".into()),
            };
            c.http.headers.insert("X-Key".into(), secret("Bearer "));
            c.http.query.insert("key".into(), secret(""));
        })
    }

    fn paged(self, kind: PagingKind, change: impl FnOnce(&mut Paging)) -> Case {
        self.with(|c| {
            let parameter = match kind {
                PagingKind::Page { .. } => "page",
                PagingKind::Offset { .. } => "offset",
                PagingKind::Last { .. } => "after",
                _ => "cursor",
            };
            let mut paging = Paging {
                kind,
                parameter: parameter.into(),
                size_parameter: String::new(),
                size: 0,
                in_body: false,
                short_is_last: false,
                total: String::new(),
                pages: String::new(),
                max_pages: 5,
            };
            change(&mut paging);
            c.http.paging = Some(paging);
        })
    }

    fn run(
        &self,
        script: impl IntoIterator<Item = Scripted>,
    ) -> (Result<Fetched, Box<Finding>>, Vec<Sent>) {
        let net = FakeHttp::new(script);
        let result = Fetcher::new(&net, &self.clock, self.root.path(), 1_000_000).fetch(
            "firms",
            &self.source,
            &self.http,
            self.held.as_ref(),
        );
        (result, net.sent())
    }

    #[track_caller]
    fn gives(&self, script: impl IntoIterator<Item = Scripted>) -> (Fetch, Vec<Sent>) {
        match self.run(script) {
            (Ok(Fetched::New(fetch)), sent) => (*fetch, sent),
            (other, _) => panic!("no bytes came: {other:?}"),
        }
    }

    /// The finding as a person reads it.
    #[track_caller]
    fn fails(&self, script: impl IntoIterator<Item = Scripted>) -> (String, Vec<Sent>) {
        match self.run(script) {
            (Err(finding), sent) => (finding.to_string(), sent),
            (other, _) => panic!("it did not fail: {other:?}"),
        }
    }

    fn waited(&self) -> u128 {
        self.clock.elapsed().as_millis()
    }
}

const DATA: &str = r#"{"items":[{"area":"01","n":27711}]}"#;

fn header<'s>(sent: &'s Sent, name: &str) -> Option<&'s str> {
    sent.headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.as_str())
}

#[test]
fn a_good_answer_gives_its_bytes_and_how_they_came() {
    let case = Case::new();
    let headers = [
        ("content-type", "application/vnd.api+json"),
        ("etag", "\"v1\""),
        ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ];
    let (fetch, sent) = case.gives([answer(200, &headers, DATA)]);
    assert_eq!(
        (fetch.bytes.as_slice(), fetch.address.as_str()),
        (DATA.as_bytes(), "https://stat.example/data?year=2020")
    );
    assert_eq!(
        (
            fetch.transfer.etag.as_str(),
            fetch.transfer.last_modified.as_str()
        ),
        ("\"v1\"", "Sun, 06 Nov 1994 08:49:37 GMT")
    );
    assert_eq!(
        header(&sent[0], "accept"),
        Some("application/json, */*;q=0.1")
    );
    assert_eq!(
        header(&sent[0], "accept-encoding"),
        Some("gzip, deflate, br, zstd")
    );
    assert!(
        header(&sent[0], "user-agent")
            .unwrap()
            .starts_with("chiso/")
    );
    assert!(header(&sent[0], "if-none-match").is_none());
}

#[test]
fn what_was_landed_is_asked_for_again_only_if_it_has_changed() {
    let case = Case::new();
    let (fetch, _) = case.gives([answer(
        200,
        &[
            ("etag", "\"v1\""),
            ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ],
        DATA,
    )]);
    let again = Case::new().with(|c| c.held = Some(fetch.transfer.clone()));
    let (result, sent) = again.run([answer(304, &[], "")]);
    assert_eq!(result.unwrap(), Fetched::Unchanged);
    assert_eq!(
        (
            header(&sent[0], "if-none-match"),
            header(&sent[0], "if-modified-since")
        ),
        (Some("\"v1\""), Some("Sun, 06 Nov 1994 08:49:37 GMT"))
    );
    // Another request is another thing, whatever the tag says of the first.
    let other = Case::new().with(|c| {
        c.held = Some(fetch.transfer.clone());
        c.http.url = "https://stat.example/data?year=2021".into();
    });
    let (fault, sent) = other.fails([answer(304, &[], "")]);
    assert!(header(&sent[0], "if-none-match").is_none());
    assert!(
        fault.contains("answered 304 (not modified), which was not asked"),
        "{fault}"
    );
}

#[test]
fn a_passing_failure_is_tried_again_after_growing_waits() {
    let case = Case::new();
    let (fetch, sent) = case.gives([answer(500, &[], "oops"), answer(503, &[], ""), ok(DATA)]);
    assert_eq!((fetch.bytes.as_slice(), sent.len()), (DATA.as_bytes(), 3));
    // 1 s and 2 s, each less a part of up to a half.
    let waited = case.waited();
    assert!((1_500..=3_000).contains(&waited), "{waited}");
    let other = Case::new();
    other.gives([answer(500, &[], "oops"), answer(503, &[], ""), ok(DATA)]);
    assert_eq!(other.waited(), waited, "the jitter comes from a seed");
    let seeded = Case::new().with(|c| c.http.retries.seed = 7);
    seeded.gives([answer(500, &[], "oops"), answer(503, &[], ""), ok(DATA)]);
    assert_ne!(seeded.waited(), waited, "another seed waits otherwise");
}

#[test]
fn after_the_last_attempt_the_finding_says_what_was_tried() {
    let broken = || {
        Ok(HttpResponse {
            fault: Some(HttpFault::Broken("connection reset".into())),
            ..ok("{\"it").unwrap()
        })
    };
    let (fault, sent) = Case::new().fails([
        answer(500, &[], "oops"),
        broken(),
        answer(429, &[], "{\"detail\": \"slow\n down\"}"),
    ]);
    assert_eq!(sent.len(), 3);
    assert_eq!(
        fault,
        "error[http_status]: datasets/firms.toml, column `source.api.http`: `https://stat.example/data` answered 429 (too many requests), \
         saying `{\"detail\": \"slow down\"}`; tried 3 times: 500, broken off, 429\n  hint: ask less often: raise `min_interval`, or \
         `timeouts.total` so that the wait fits; figures landed earlier stay in use"
    );
}

#[test]
fn what_does_not_pass_is_not_tried_again() {
    for (status, hint) in [
        (400, "look at what is asked"),
        (401, "look at the secret"),
        (404, "has moved the data"),
        (204, "look at what is asked"),
    ] {
        let (fault, sent) = Case::new().fails([answer(status, &[], "no")]);
        assert!(
            fault.starts_with("error[http_status]") && fault.contains(hint),
            "{fault}"
        );
        assert_eq!(sent.len(), 1, "{status}");
    }
}

#[test]
fn a_server_may_ask_for_a_longer_wait_within_the_total() {
    let case = Case::new();
    case.gives([answer(429, &[("retry-after", "20")], ""), ok(DATA)]);
    assert_eq!(case.waited(), 20_000);
    let dated = Case::new();
    dated.gives([
        answer(503, &[("retry-after", "Sun, 22 Nov 2026 08:00:30 GMT")], ""),
        ok(DATA),
    ]);
    assert_eq!(dated.waited(), 30_000);
    let past = Case::new();
    past.gives([
        answer(503, &[("retry-after", "Sun, 22 Nov 2026 07:00:00 GMT")], ""),
        ok(DATA),
    ]);
    assert!(
        (500..=1_000).contains(&past.waited()),
        "a date in the past asks for no more than our own wait"
    );
    let (fault, sent) = Case::new().fails([answer(429, &[("retry-after", "3600")], "")]);
    assert!(
        fault.contains("the server asks to wait 3600 s, and that is beyond the total limit"),
        "{fault}"
    );
    assert_eq!(sent.len(), 1);
}

#[test]
fn times_and_connections_that_fail() {
    let unreachable = || Err(HttpFault::Unreachable("connection refused".into()));
    let (fault, sent) = Case::new().fails([unreachable(), unreachable(), unreachable()]);
    assert!(
        fault.contains("[http_unreachable]")
            && fault.contains(
                "connection refused; tried 3 times: unreachable, unreachable, unreachable"
            ),
        "{fault}"
    );
    assert_eq!(sent.len(), 3);
    let idle = || Err(HttpFault::Timeout("idle", Duration::from_secs(2)));
    let (fault, _) = Case::new().fails([idle(), idle(), idle()]);
    assert!(
        fault.contains("[http_timeout]")
            && fault.contains("sent nothing for 2000 ms; tried 3 times: timeout, timeout, timeout"),
        "{fault}"
    );
    let (fault, sent) =
        Case::new().fails([Err(HttpFault::Timeout("total", Duration::from_mins(1)))]);
    assert!(fault.contains("was not done within 60000 ms"), "{fault}");
    assert_eq!(sent.len(), 1, "no time is left for another attempt");
    let (fault, sent) =
        Case::new()
            .with(|c| c.http.limits.total_ms = 1_200)
            .fails([idle(), idle(), idle()]);
    assert!(
        fault.contains("the total limit leaves no time for more"),
        "{fault}"
    );
    assert_eq!(sent.len(), 2);
}

#[test]
fn what_is_cut_off_is_fetched_again_and_never_taken() {
    let cut = |body: &str| ok(body);
    let short = || {
        answer(
            200,
            &[
                ("content-type", "application/json"),
                ("content-length", "500"),
            ],
            DATA,
        )
    };
    let (fetch, _) = Case::new().gives([short(), cut(r#"{"items":[{"area":"#), ok(DATA)]);
    assert_eq!(fetch.bytes, DATA.as_bytes());
    let (fault, _) = Case::new().fails([short(), short(), short()]);
    assert!(
        fault.contains("[http_truncated]")
            && fault.contains(&format!("announced 500 bytes, and {} came", DATA.len())),
        "{fault}"
    );
    let (fault, _) = Case::new().fails([
        cut("{\"items\":["),
        cut("{\"items\":["),
        cut("{\"items\":["),
    ]);
    assert!(
        fault.contains("[http_truncated]") && fault.contains("is cut off: EOF"),
        "{fault}"
    );
    let csv = |body: &str| answer(200, &[("content-type", "text/csv")], body);
    let case = Case::new().with(|c| {
        c.source.format = Format::Csv;
        c.http.content_types = vec!["text/csv".into()];
    });
    let (fetch, sent) = case.gives([
        csv("area,n\n01,277"),
        csv("area,n\n01"),
        csv("area,n\n01,27711\n"),
    ]);
    // A last row with all its cells may be all there is.
    assert_eq!(
        (fetch.bytes.as_slice(), sent.len()),
        (&b"area,n\n01,277"[..], 1)
    );
    let (fetch, _) = Case {
        http: case.http.clone(),
        source: case.source.clone(),
        ..Case::new()
    }
    .gives([csv("area,n\n01"), csv("area,n\n01,27711\n")]);
    assert_eq!(fetch.bytes, b"area,n\n01,27711\n");
}

#[test]
fn nul_bytes_behind_the_json_are_landed_as_they_came() {
    let body = format!("\u{feff}{DATA}\0\0");
    assert_eq!(Case::new().gives([ok(&body)]).0.bytes, body.as_bytes());
}

#[test]
fn what_is_not_the_data_declared() {
    for (scripted, rule, part) in [
        (
            ok("<!DOCTYPE html><title>Login</title>"),
            "wrong_type",
            "answered with a web page in place of json",
        ),
        (
            answer(200, &[("content-type", "text/xml")], "<a/>"),
            "wrong_type",
            "answered with `text/xml` in place of json",
        ),
        (
            ok("<error>no</error>"),
            "wrong_type",
            "answered with `<error>no</error>` in place of json",
        ),
        (
            ok("{'items': 1}"),
            "wrong_type",
            "did not answer with json: key must be a string",
        ),
        (
            ok(r#"{"message":"unknown table"}"#),
            "wrong_type",
            "it has no list of records where one belongs; it begins `{\"message\":\"unknown \
                table\"}`",
        ),
        (
            ok(" \0"),
            "too_small",
            "the answer of `https://stat.example/data` is empty",
        ),
        (
            ok(vec![b'['; 2_001]),
            "too_large",
            "has more than 2000 bytes",
        ),
        (
            answer(200, &[("content-encoding", "compress")], DATA),
            "http_encoding",
            "compressed by `compress`, which was not asked for",
        ),
        (
            Err(HttpFault::Unusable("bad header".into())),
            "http_request",
            "cannot be made: bad header",
        ),
    ] {
        let (fault, sent) = Case::new().fails([scripted]);
        assert!(
            fault.starts_with(&format!("error[{rule}]")) && fault.contains(part),
            "{fault}\ndoes not contain {rule}: {part}"
        );
        assert_eq!(sent.len(), 1, "{rule}");
    }
    let (fault, _) = Case::new()
        .with(|c| c.http.limits.min_bytes = 1_000)
        .fails([ok(DATA)]);
    assert!(
        fault.contains("[too_small]") && fault.contains("35 bytes came, fewer than the 1000"),
        "{fault}"
    );
}

#[test]
fn a_compressed_answer_is_unpacked_within_its_limit() {
    let packed = |body: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    };
    let gzip = [("content-encoding", "gzip")];
    let (fetch, _) = Case::new().gives([answer(200, &gzip, packed(DATA.as_bytes()))]);
    assert_eq!(
        (
            fetch.bytes.as_slice(),
            fetch.transfer.content_encoding.as_str()
        ),
        (DATA.as_bytes(), "gzip")
    );
    let bomb = packed(format!("[{}]", " ".repeat(1_000_000)).as_bytes());
    assert!(bomb.len() < 2_000);
    let (fault, _) = Case::new().fails([answer(200, &gzip, bomb)]);
    assert!(
        fault.contains("[too_large]") && fault.contains("unpacks to more than 10000 bytes"),
        "{fault}"
    );
}

#[test]
fn redirects_are_followed_within_the_server_with_credentials_and_beyond_without() {
    let to = |status: u16, place: &str| answer(status, &[("location", place)], "");
    let (_, sent) = Case::new()
        .secrets()
        .gives([to(302, "/v2/data?key=s3cr3t%2FTok%20en%2B1"), ok(DATA)]);
    assert_eq!(
        sent[0].url,
        "https://stat.example/data?year=2020&key=s3cr3t%2FTok+en%2B1"
    );
    assert_eq!(
        sent[1].url,
        "https://stat.example/v2/data?key=s3cr3t%2FTok%20en%2B1"
    );
    assert_eq!(header(&sent[1], "x-key"), Some("Bearer s3cr3t/Tok en+1"));

    let case = Case::new().secrets().with(|c| {
        _ = c
            .http
            .headers
            .insert("Cookie".into(), HttpValue::Text("id=1".into()));
    });
    let (fetch, sent) = case.gives([
        to(
            307,
            "https://u:p@other.example/x?key=s3cr3t%2FTok+en%2B1&a=b",
        ),
        to(301, "https://stat.example/y"),
        ok(DATA),
    ]);
    assert_eq!(sent[1].url, "https://other.example/x?a=b");
    assert_eq!(sent[2].url, "https://stat.example/y");
    for sent in &sent[1..] {
        assert!(
            header(sent, "x-key").is_none() && header(sent, "cookie").is_none(),
            "once dropped they stay dropped"
        );
        assert!(header(sent, "accept").is_some());
    }
    assert!(!format!("{fetch:?}").contains("s3cr3t"), "{fetch:?}");
}

#[test]
fn redirects_that_are_refused() {
    let to = |place: &str| answer(302, &[("location", place)], "");
    for (script, part) in [
        (
            vec![to("/b"), to("/c"), to("/b#top")],
            "`https://stat.example/c` redirects in a circle: `https://stat.example/b` was asked \
                before",
        ),
        (
            vec![to("/1"), to("/2"), to("/3"), to("/4")],
            "`https://stat.example/3` redirects on after 3 redirects",
        ),
        (
            vec![to("http://stat.example/data")],
            "target `http://stat.example/data` is not encrypted",
        ),
        (
            vec![to("ftp://stat.example/data")],
            "is no web address, but `ftp:`",
        ),
        (
            vec![answer(302, &[], "")],
            "answers 302 and does not say where to",
        ),
        (
            vec![to("https://other.example/s3cr3t%2FTok%20en%2B1/x")],
            "target `https://other.example/[secret]/x` is on another server and carries a secret",
        ),
    ] {
        let (fault, sent) = Case::new().secrets().fails(script.clone());
        assert!(
            fault.starts_with("error[http_redirect]") && fault.contains(part),
            "{fault}\ndoes not contain {part}"
        );
        assert!(!fault.contains("s3cr3t"), "{fault}");
        assert_eq!(sent.len(), script.len());
    }
}

#[test]
fn a_post_keeps_its_body_where_the_standard_says_so() {
    let to = |status: u16, place: &str| answer(status, &[("location", place)], "");
    let post = || {
        Case::new().with(|c| {
            c.http.method = HttpMethod::Post;
            let fields = BTreeMap::from([(
                "auth.key".into(),
                HttpValue::Secret {
                    prefix: String::new(),
                    from: SecretFrom::File("token".into()),
                },
            )]);
            c.http.body = HttpBody::Json {
                text: r#"{"query":[1.50]}"#.into(),
                fields,
            };
        })
    };
    let (_, sent) = post().gives([to(308, "/v2"), to(303, "/result"), ok(DATA)]);
    let body = r#"{"query":[1.50],"auth":{"key":"s3cr3t/Tok en+1"}}"#;
    assert_eq!(
        sent.iter()
            .map(|s| (s.method, s.body.as_str()))
            .collect::<Vec<_>>(),
        [("POST", body), ("POST", body), ("GET", "")]
    );
    assert_eq!(
        (
            header(&sent[1], "content-type"),
            header(&sent[2], "content-type")
        ),
        (Some("application/json"), None)
    );
    let (fault, sent) = post().fails([to(307, "https://other.example/")]);
    assert!(
        fault.contains("is on another server, and the body holds a secret"),
        "{fault}"
    );
    assert_eq!(sent.len(), 1);
}

#[test]
fn a_secret_is_said_nowhere() {
    let echo =
        format!("{{\"error\":\"no such key {SECRET}\",\"url\":\"?key=s3cr3t%2FTok+en%2B1\"}}");
    let (fault, _) = Case::new().secrets().fails([answer(403, &[], &echo)]);
    assert!(
        fault.contains("saying `{\"error\":\"no such key [secret]\",\"url\":\"?key=[secret]\"}`"),
        "{fault}"
    );
    let (fault, _) = Case::new()
        .secrets()
        .fails([ok(format!("{{\"items\":[],\"self\":\"/?key={SECRET}\"}}"))]);
    assert!(
        fault.contains("[secret_echoed]") && !fault.contains("s3cr3t"),
        "{fault}"
    );
    let (fault, sent) = Case::new()
        .secrets()
        .with(|c| std::fs::remove_file(c.root.path().join("token")).unwrap())
        .fails([ok(DATA)]);
    assert!(
        fault.contains("[secret_missing]")
            && fault.contains("the file `token`, which is to hold a secret, cannot be read"),
        "{fault}"
    );
    assert!(sent.is_empty(), "nothing is asked without its secrets");
    let tagged = answer(200, &[("etag", "\"s3cr3t/Tok en+1\"")], DATA);
    let (fetch, _) = Case::new().secrets().gives([tagged]);
    assert_eq!(
        (fetch.transfer.etag.as_str(), fetch.address.as_str()),
        ("", "https://stat.example/data?year=2020&key=[secret]")
    );
}

#[test]
fn a_secret_within_the_path_is_said_nowhere() {
    const ASKED: &str = "https://stat.example/api/s3cr3t%2FTok%20en%2B1/data/a%2Fb%20c?q={key}";
    let case = || {
        Case::new().with(|c| {
            c.http.url = "https://stat.example/api/{key}/data/{table}?q={key}".into();
            let secret = HttpValue::Secret {
                prefix: String::new(),
                from: SecretFrom::File("token".into()),
            };
            c.http.path.insert("key".into(), secret);
            let table = HttpValue::Text("a/b c".into());
            c.http.path.insert("table".into(), table);
        })
    };
    let (fetch, sent) = case().gives([ok(DATA)]);
    assert_eq!(sent[0].url, ASKED);
    assert_eq!(
        fetch.address,
        "https://stat.example/api/[secret]/data/a%2Fb%20c?q={key}"
    );
    assert!(!format!("{fetch:?}").contains("s3cr3t"), "{fetch:?}");
    let away = "https://other.example/api/s3cr3t%2fTok%20en%2B1/data";
    for (script, part) in [
        (
            vec![answer(403, &[], format!("no key at {ASKED}"))],
            "no key at https://stat.example/api/[secret]/data",
        ),
        (
            vec![Err(HttpFault::Unreachable("refused".into())); 3],
            "`https://stat.example/api/[secret]/data/a%2Fb%20c` cannot be reached",
        ),
        (
            vec![ok(format!(
                "{{\"items\":[{{\"n\":1}}],\"self\":\"{ASKED}\"}}"
            ))],
            "[secret_echoed]",
        ),
        (
            vec![answer(302, &[("location", away)], "")],
            "carries a secret",
        ),
        (
            vec![answer(302, &[("location", ASKED)], "")],
            "redirects in a circle",
        ),
    ] {
        let (fault, _) = case().fails(script);
        assert!(
            fault.contains(part) && !fault.contains("s3cr3t"),
            "{fault}\ndoes not contain {part}"
        );
    }
    // A redirect to another server that does not carry it is followed without it.
    let to = answer(302, &[("location", "https://other.example/file.json")], "");
    let (_, sent) = case().gives([to, ok(DATA)]);
    assert_eq!(sent[1].url, "https://other.example/file.json");
}

#[test]
fn a_host_is_not_asked_more_often_than_declared() {
    let case = Case::new().with(|c| c.http.limits.min_interval_ms = 5_000);
    let net = FakeHttp::new([ok(DATA), ok(DATA), ok(DATA)]);
    let mut fetcher = Fetcher::new(&net, &case.clock, case.root.path(), 1_000_000);
    let elsewhere = HttpSource {
        url: "https://other.example/".into(),
        ..case.http.clone()
    };
    for (http, waited) in [(&case.http, 0), (&elsewhere, 0), (&case.http, 5_000)] {
        fetcher.fetch("firms", &case.source, http, None).unwrap();
        assert_eq!(case.waited(), waited);
    }
}
