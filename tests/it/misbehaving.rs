//! Everything that a server may do wrong, with a secret planted in the request and echoed wherever
//! an answer has room for it: each case ends in its declared finding within its limits, the other
//! dataset is published, and the secret is found nowhere.

use crate::http::{
    CSV, SECRET, asked_page, base64, kept, page, paged, project, run_with, run_with_token,
    with_secrets, years,
};
use crate::server::{Asked, Reply, Server, csv, json, reply};
use crate::support::{Outcome, Project, field};
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Longest that a run may take: `timeouts.total` of the source (5 s) and the program's own work on
/// a busy machine.
const MOST: Duration = Duration::from_mins(1);
/// Most requests that a source may send: its attempts.
const ATTEMPTS: usize = 3;

/// The secret as servers repeat it: plain, in an address, in JSON, as `user:secret` in base64.
fn echo() -> String {
    let address = SECRET.replace('/', "%2F").replace('+', "%2B");
    format!(
        "{SECRET} ?key={address} \"{}\" Basic {}",
        SECRET.replace('/', "\\/"),
        base64(format!("user:{SECRET}  ").as_bytes())
    )
}

/// Runs; the source must end as declared within its limits, and nothing else may suffer.
#[track_caller]
fn ends(what: &str, project: &Project, rule: &str, part: &str) -> Outcome {
    ends_with(what, project, &[("CASHLAND_TOKEN", SECRET)], rule, part)
}

#[track_caller]
fn ends_with(
    what: &str,
    project: &Project,
    variables: &[(&str, &str)],
    rule: &str,
    part: &str,
) -> Outcome {
    let begun = Instant::now();
    let run = run_with(project, variables);
    assert!(begun.elapsed() < MOST, "{what}: {:?}", begun.elapsed());
    let said = format!("error[{rule}]: datasets/workshops.toml, column `source.guild.http`: ");
    assert!(
        run.code == Some(3) && run.stderr.contains(&said) && run.stderr.contains(part),
        "{what}: {rule}: {part}\nis not in\n{}",
        run.stderr
    );
    assert!(
        !run.stderr.contains("panicked")
            && run.stderr.contains("figures landed earlier stay in use"),
        "{what}: {}",
        run.stderr
    );
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525",
        "{what}"
    );
    assert!(
        !project.path("lake/landing/workshops").exists(),
        "{what}: nothing of a failed fetch is landed"
    );
    kept(
        project,
        &[
            &run,
            &project.chiso(&["status"]),
            &project.chiso(&["--format", "json", "status"]),
        ],
    );
    run
}

/// A head and a beginning of the body, as they stand.
fn begun(headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nX-Echo: {SECRET}\r\n{headers}\r\n{body}")
        .into_bytes()
}

type Script = Box<dyn Fn(&Asked) -> Reply + Send + Sync>;

/// What a server does, the rule by which it must end, what must be said, and how often the server
/// may have been asked.
struct Case {
    what: &'static str,
    script: Script,
    rule: &'static str,
    part: &'static str,
    asked: usize,
}

fn case(
    what: &'static str,
    rule: &'static str,
    part: &'static str,
    asked: usize,
    script: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> Case {
    Case {
        what,
        script: Box::new(script),
        rule,
        part,
        asked,
    }
}

fn play(cases: Vec<Case>) {
    for Case {
        what,
        script,
        rule,
        part,
        asked,
    } in cases
    {
        let server = Server::start(script);
        ends(what, &with_secrets(&server.url("/w.csv")), rule, part);
        assert_eq!(server.asked().len(), asked, "{what}");
    }
}

#[test]
fn connections_that_stall_break_off_or_lie_about_their_length() {
    let text = format!("{CSV}{}", echo());
    let broken = text.clone();
    let stalled = text.clone();
    let twice = text.clone();
    play(vec![
        case(
            "silent",
            "http_timeout",
            "sent nothing for 300 ms",
            ATTEMPTS,
            |_| Reply::Stall(vec![]),
        ),
        case(
            "stalled in its head",
            "http_timeout",
            "sent nothing for 300 ms",
            ATTEMPTS,
            |_| {
                Reply::Stall(
                    format!("HTTP/1.1 200 OK\r\nX-Echo: {SECRET}\r\nContent-Le").into_bytes(),
                )
            },
        ),
        case(
            "stalled in its body",
            "http_timeout",
            "sent nothing for 300 ms",
            ATTEMPTS,
            move |_| Reply::Stall(begun("Content-Length: 50000\r\n", &stalled)),
        ),
        case(
            "truncated",
            "http_truncated",
            "broken off, broken off, broken off",
            ATTEMPTS,
            move |_| Reply::Bytes(begun("Content-Length: 50000\r\n", &broken)),
        ),
        case(
            "truncated between two chunks",
            "http_truncated",
            "broken off, broken off, broken off",
            ATTEMPTS,
            |_| {
                Reply::Bytes(begun(
                    "Transfer-Encoding: chunked\r\n",
                    &format!("{:x}\r\n{SECRET}\r\n", SECRET.len()),
                ))
            },
        ),
        case(
            "a length too small",
            "http_truncated",
            "the last row is cut off: 2 of 3 cells",
            ATTEMPTS,
            |_| {
                Reply::Bytes(begun(
                    "Content-Length: 32\r\n",
                    &format!("County;Year;Opened\nGoldmark;2021;{SECRET}\n"),
                ))
            },
        ),
        case(
            "two lengths",
            "http_truncated",
            "broke off",
            ATTEMPTS,
            move |_| {
                Reply::Bytes(begun(
                    "Content-Length: 90\r\nContent-Length: 91\r\n",
                    &twice,
                ))
            },
        ),
        case(
            "a length that is none",
            "http_truncated",
            "broke off",
            ATTEMPTS,
            |_| Reply::Bytes(begun("Content-Length: many\r\n", SECRET)),
        ),
        case(
            "no HTTP at all",
            "http_truncated",
            "broke off",
            ATTEMPTS,
            |_| Reply::Bytes(format!("220 mail ready {}\r\n", echo()).into_bytes()),
        ),
        case(
            "a head without end",
            "http_truncated",
            "broke off",
            ATTEMPTS,
            |_| {
                Reply::Bytes(
                    format!(
                        "HTTP/1.1 200 OK\r\n{}",
                        format!("X-Echo: {SECRET}\r\n").repeat(40_000)
                    )
                    .into_bytes(),
                )
            },
        ),
    ]);
}

#[test]
fn answers_that_are_too_slow_or_too_large() {
    let packed: Vec<(&str, Vec<u8>)> = {
        let bomb = echo().repeat(100_000);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bomb.as_bytes()).unwrap();
        let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        deflate.write_all(bomb.as_bytes()).unwrap();
        let mut br = Vec::new();
        brotli::CompressorWriter::new(&mut br, 4096, 5, 20)
            .write_all(bomb.as_bytes())
            .unwrap();
        vec![
            ("gzip", gzip.finish().unwrap()),
            ("deflate", deflate.finish().unwrap()),
            ("br", br),
            ("zstd", zstd::encode_all(bomb.as_bytes(), 3).unwrap()),
        ]
    };
    for (coding, bytes) in packed {
        assert!(
            bytes.len() < 200_000,
            "{coding}: it is the unpacked size that is refused"
        );
        let server = Server::start(move |_| {
            reply(
                "200 OK",
                &format!("Content-Type: text/csv\r\nContent-Encoding: {coding}\r\n"),
                &bytes,
            )
        });
        ends(
            coding,
            &with_secrets(&server.url("/")),
            "too_large",
            "unpacks to more than 400000 bytes",
        );
        assert_eq!(server.asked().len(), 1, "{coding}");
    }
    play(vec![case(
        "endless",
        "too_large",
        "has more than 200000 bytes",
        1,
        |_| Reply::Endless(SECRET.as_bytes()),
    )]);
    // Always a little more, never nothing for long: the total ends it, and there is no time for
    // another attempt.
    let slow = Server::start(|_| Reply::Endless(b"x"));
    let patient = with_secrets(&slow.url("/"));
    patient.replace(
        "datasets/workshops.toml",
        "max_bytes = 200000",
        "max_bytes = 2000000000",
    );
    patient.replace(
        "datasets/workshops.toml",
        "total = \"5s\"",
        "total = \"400ms\"",
    );
    ends(
        "slow",
        &patient,
        "http_timeout",
        "was not done within 400 ms",
    );
    assert_eq!(slow.asked().len(), 1);
}

#[test]
fn answers_in_place_of_the_data_that_repeat_the_secret() {
    let text = |status: &'static str, headers: &'static str| {
        move |_: &Asked| reply(status, headers, echo())
    };
    let waits = "Content-Type: text/plain\r\nRetry-After: 86400\r\n";
    play(vec![
        case(
            "a web page with 200",
            "wrong_type",
            "a web page in place of csv",
            1,
            |_| {
                reply(
                    "200 OK",
                    "Content-Type: text/csv\r\n",
                    format!("<!doctype html><p>{}</p>", echo()),
                )
            },
        ),
        case(
            "JSON with 200",
            "wrong_type",
            "`application/json` in place of csv",
            1,
            |_| json(format!("{{\"error\":\"{SECRET}\"}}")),
        ),
        case(
            "a type with a secret",
            "wrong_type",
            "in place of csv",
            1,
            |_| {
                reply(
                    "200 OK",
                    &format!("Content-Type: text/x-{SECRET}\r\n"),
                    echo(),
                )
            },
        ),
        case(
            "the data with a secret",
            "secret_echoed",
            "repeats a secret",
            1,
            |_| csv(format!("{CSV}Goldmark;2024;{SECRET}\n")),
        ),
        case(
            "the data with a secret in base64",
            "secret_echoed",
            "repeats a secret",
            1,
            |_| {
                csv(format!(
                    "{CSV}Goldmark;2024;{}\n",
                    base64(format!("user:{SECRET}  ").as_bytes())
                ))
            },
        ),
        case(
            "401",
            "http_status",
            "saying `[secret] ?key=[secret] \"[secret]\" Basic ",
            1,
            text("401 Unauthorized", "Content-Type: text/plain\r\n"),
        ),
        case(
            "500 for good",
            "http_status",
            "tried 3 times: 500, 500, 500",
            ATTEMPTS,
            text("500 Internal Server Error", ""),
        ),
        case(
            "429 for a day",
            "http_status",
            "the server asks to wait 86400 s",
            1,
            text("429 Too Many Requests", waits),
        ),
        case(
            "429 with words for a time",
            "http_status",
            "tried 3 times: 429, 429, 429",
            ATTEMPTS,
            |_| {
                reply(
                    "429 Too Many Requests",
                    &format!("Retry-After: {SECRET}\r\n"),
                    echo(),
                )
            },
        ),
        case(
            "a part",
            "http_status",
            "answered 206 with a part only",
            1,
            |_| reply("206 Partial Content", "Content-Type: text/csv\r\n", CSV),
        ),
        case(
            "304 unasked",
            "http_status",
            "304 (not modified), which was not asked",
            1,
            |_| reply("304 Not Modified", "", ""),
        ),
        case(
            "a coding that was not asked for",
            "http_encoding",
            "compressed by `[secret]`",
            1,
            |_| {
                reply(
                    "200 OK",
                    &format!("Content-Type: text/csv\r\nContent-Encoding: {SECRET}\r\n"),
                    CSV,
                )
            },
        ),
        case(
            "gzip that is none",
            "http_encoding",
            "tried 3 times: damaged, damaged, damaged",
            ATTEMPTS,
            |_| {
                reply(
                    "200 OK",
                    "Content-Type: text/csv\r\nContent-Encoding: gzip\r\n",
                    echo(),
                )
            },
        ),
    ]);
}

#[test]
fn redirects_that_carry_the_secret() {
    let loops = Server::start(|asked| {
        let to = if asked.path() == "/a" { "/b" } else { "/a" };
        reply(
            "302 Found",
            &format!(
                "Location: {to}?key={}\r\n",
                SECRET.replace('/', "%2F").replace('+', "%2B")
            ),
            echo(),
        )
    });
    ends(
        "a circle",
        &with_secrets(&loops.url("/a")),
        "http_redirect",
        "redirects in a circle",
    );
    assert!(loops.asked().len() <= 7, "{}", loops.asked().len());

    let growing =
        Server::start(|asked| reply("302 Found", &format!("Location: {}x\r\n", asked.target), ""));
    ends(
        "ever onwards",
        &with_secrets(&growing.url("/a")),
        "http_redirect",
        "redirects on after 5 redirects",
    );
    assert_eq!(growing.asked().len(), 6);

    // Another server sees nothing of it, neither in the query nor in the path nor in a body,
    // whatever the status.
    let other = Server::start(|_| csv(CSV));
    let target = other.url(&format!(
        "/{}",
        SECRET.replace('/', "%2F").replace('+', "%2B")
    ));
    let in_path =
        Server::start(move |_| reply("302 Found", &format!("Location: {target}\r\n"), ""));
    ends(
        "the secret in a path",
        &with_secrets(&in_path.url("/")),
        "http_redirect",
        "is on another server and carries a secret",
    );
    assert!(other.asked().is_empty());
    for (status, body) in [
        (
            "307 Temporary Redirect",
            "body = { json = '{}', fields = { \"auth.key\" = { env = \"CASHLAND_TOKEN\" } } }\n",
        ),
        (
            "308 Permanent Redirect",
            "body = { form = { key = { env = \"CASHLAND_TOKEN\" } } }\n",
        ),
    ] {
        let target = other.url("/w.csv");
        let in_body =
            Server::start(move |_| reply(status, &format!("Location: {target}\r\n"), echo()));
        let project = project(&in_body.url("/"), &format!("method = \"post\"\n{body}"));
        ends(
            status,
            &project,
            "http_redirect",
            "is on another server, and the body holds a secret",
        );
        assert!(
            in_body.asked()[0].body.contains("s3cret"),
            "it did go to its own server"
        );
        assert!(other.asked().is_empty());
    }

    // An error page of the other server, which was given its address by ours.
    let echoing = Server::start(|asked| {
        reply(
            "403 Forbidden",
            "Content-Type: text/plain\r\n",
            format!("{} {}", asked.target, echo()),
        )
    });
    let target = echoing.url(&format!(
        "/w.csv?key={}&n=1",
        SECRET.replace('/', "%2F").replace('+', "%2B")
    ));
    let leading =
        Server::start(move |_| reply("303 See Other", &format!("Location: {target}\r\n"), ""));
    ends(
        "an error page behind a redirect",
        &with_secrets(&leading.url("/")),
        "http_status",
        "after a redirect to another server, which gets no credentials",
    );
    assert!(
        echoing
            .asked()
            .iter()
            .all(|a| !a.target.contains("s3cret") && !a.head.contains("s3cret")),
        "{:?}",
        echoing.asked()
    );
}

#[test]
fn pages_that_lose_records_while_a_secret_is_asked_with() {
    let counted = "kind = \"page\"\ntotal = \"meta.total\"\n";
    let open = "kind = \"page\"\n";
    let of = |paging: &str, script: Script| {
        let server = Server::start(script);
        let project = paged(&server.url("/w"), paging);
        let secret = "headers = { Authorization = { prefix = \"Bearer \", env = \"CASHLAND_TOKEN\" \
            } }\nquery = { key = { env = \"CASHLAND_TOKEN\" } }\n";
        project.replace(
            "datasets/workshops.toml",
            "\n[source.http.paging]",
            &format!("{secret}\n[source.http.paging]"),
        );
        (server, project)
    };
    let total = |n: usize| format!(",\"meta\":{{\"total\":{n}}}");
    let (server, project) = of(
        counted,
        Box::new(move |asked| page(&years(asked_page(asked)), &total(3 + asked_page(asked)))),
    );
    ends(
        "a changed total",
        &project,
        "paging_changed",
        "changed from 3 to 4 on page 2",
    );
    assert_eq!(server.asked().len(), 2);
    let (server, project) = of(open, Box::new(|_| page(&years(0), "")));
    ends(
        "a repeated page",
        &project,
        "paging_repeated",
        "page 2 holds the same records as page 1",
    );
    assert_eq!(server.asked().len(), 2);
    let (server, project) = of(
        counted,
        Box::new(move |asked| {
            page(
                &if asked_page(asked) == 1 {
                    vec![]
                } else {
                    years(asked_page(asked))
                },
                &total(3),
            )
        }),
    );
    ends(
        "an empty page in the middle",
        &project,
        "paging_shortfall",
        "page 2 is empty",
    );
    assert_eq!(server.asked().len(), 2);
    let (server, project) = of(
        "kind = \"cursor\"\nparameter = \"after\"\nnext = \"next\"\n",
        Box::new(|asked| {
            let n = asked
                .target
                .split("after=")
                .nth(1)
                .and_then(|n| n.split('&').next())
                .map_or(0, |n| n.parse().unwrap());
            page(&years(n), &format!(",\"next\":\"{}\"", 1 - n.min(1)))
        }),
    );
    ends("a cursor that leads back", &project, "paging_repeated", "");
    assert!(server.asked().len() <= 3);
    let (server, project) = of(
        "kind = \"page\"\nmax_pages = 2\n",
        Box::new(|asked| page(&years(asked_page(asked)), "")),
    );
    ends(
        "no end",
        &project,
        "paging_limit",
        "there is no end after 2 pages",
    );
    assert_eq!(server.asked().len(), 2);
    // The last page is broken by a server that repeats what it was asked with.
    let (server, project) = of(
        open,
        Box::new(|asked| {
            if asked_page(asked) == 2 {
                reply("502 Bad Gateway", "", echo())
            } else {
                page(&years(asked_page(asked)), "")
            }
        }),
    );
    ends("a page that fails", &project, "http_status", "page 3: ");
    assert_eq!(server.asked().len(), 2 + ATTEMPTS);
}

#[test]
fn a_server_that_recovers_while_it_repeats_the_secret() {
    let server = Server::start(|asked| match asked.before {
        0 => reply(
            "500 Internal Server Error",
            &format!("X-Echo: {SECRET}\r\n"),
            echo(),
        ),
        1 => reply("429 Too Many Requests", "Retry-After: 1\r\n", echo()),
        _ => reply(
            "200 OK",
            &format!(
                "Content-Type: text/csv; x={SECRET}\r\nETag: \"{SECRET}\"\r\nLast-Modified: \
                    {SECRET}\r\nX-Echo: {SECRET}\r\n"
            ),
            CSV,
        ),
    });
    let project = with_secrets(&server.url("/w.csv"));
    let run = run_with_token(&project).exits(0);
    assert_eq!(
        field(&project.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );
    kept(&project, &[&run, &project.chiso(&["status"])]);
    // A validator that holds a secret is not kept, so it is not sent again either.
    run_with_token(&project).exits(0);
    assert!(server.asked()[3].header("if-none-match").is_none());
}

/// The address of a proxy with the planted secret as its password.
fn with_password(proxy: &Server) -> String {
    let password = SECRET.replace('/', "%2F").replace('+', "%2B");
    proxy
        .url("")
        .replace("http://", &format!("http://office:{password}@"))
}

#[test]
fn a_proxy_is_used_and_its_password_is_kept() {
    let proxy = Server::start(|_| csv(CSV));
    let declared = project(
        "http://stat.example/w.csv?n=1",
        &format!("proxy = \"{}\"\n", proxy.url("")),
    );
    declared.run().says("published release");
    assert_eq!(proxy.asked()[0].target, "http://stat.example/w.csv?n=1");

    let of_the_system = project("http://stat.example/w.csv", "");
    let address = with_password(&proxy);
    let run = run_with(&of_the_system, &[("http_proxy", &address)]).exits(0);
    assert_eq!(
        field(
            &of_the_system.score("workshops_growth", "C1", "2023"),
            "value"
        ),
        "0.1"
    );
    assert!(
        proxy.asked()[1]
            .header("proxy-authorization")
            .is_some_and(|h| h.starts_with("Basic ")),
        "{}",
        proxy.asked()[1].head
    );
    kept(&of_the_system, &[&run, &of_the_system.chiso(&["status"])]);

    let none = Server::start(|_| csv(CSV));
    let straight = project(&none.url("/w.csv"), "proxy = \"none\"\n");
    run_with(
        &straight,
        &[("http_proxy", &address), ("HTTP_PROXY", &address)],
    )
    .exits(0);
    assert_eq!(
        (none.asked().len(), proxy.asked().len()),
        (1, 2),
        "who wants no proxy has none"
    );

    let refusing = Server::start(|asked| {
        let given = asked.header("proxy-authorization").unwrap_or_default();
        reply(
            "407 Proxy Authentication Required",
            "Content-Type: text/plain\r\n",
            format!("not let in: {given} {}", echo()),
        )
    });
    let (project, address) = (
        project("http://stat.example/w.csv", ""),
        with_password(&refusing),
    );
    ends_with(
        "a proxy that refuses",
        &project,
        &[("http_proxy", &address)],
        "http_status",
        "answered 407",
    );
    ends_with(
        "and one asked for a tunnel",
        &tunnelled(),
        &[("https_proxy", &address)],
        "http_unreachable",
        "",
    );
    let gone = with_password(&refusing).replace(
        &refusing.url("").replace("http://", ""),
        &format!("127.0.0.1:{}", free_port()),
    );
    ends_with(
        "a proxy that is not there",
        &tunnelled(),
        &[("https_proxy", &gone)],
        "http_unreachable",
        "",
    );
}

fn tunnelled() -> Project {
    project("https://stat.example/w.csv", "")
}

/// A port that was just free: nobody listens there.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
