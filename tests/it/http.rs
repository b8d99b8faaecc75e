//! Sources over HTTP, with the program itself against a server that misbehaves: each failure ends
//! as declared, within its limits, while the other datasets publish; and a secret is found nowhere.

use crate::server::{Asked, Reply, Server, csv, json, reply};
use crate::support::{DAY_THREE, DAY_TWO, Outcome, Project, cell, field, table_rows};
use std::fs;
use std::io::Write as _;

pub const SECRET: &str = "Qx7-planted/s3cret+99";
pub const CSV: &str = include_str!("../../examples/cashland/datasets/workshops/invented.csv");

/// The invented country, whose workshops come from an address; `more` goes into `[source.http]`.
pub fn project(url: &str, more: &str) -> Project {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops.toml",
        "file = \"workshops/*.csv\"\n",
        "",
    );
    let http = format!(
        "\n[source.http]\nurl = \"{url}\"\ntimeouts = {{ connect = \"2s\", idle = \"300ms\", total = \"5s\" }}\n\
         retries = {{ attempts = 3, first_delay = \"10ms\", max_delay = \"40ms\" }}\nmax_bytes = \
         200000\nmax_decoded_bytes = 400000\n{more}"
    );
    let text = project.read("datasets/workshops.toml");
    project.write("datasets/workshops.toml", text + &http);
    project
}

/// The same country, whose workshops come as JSON in pages.
pub fn paged(url: &str, paging: &str) -> Project {
    let project = project(url, &format!("\n[source.http.paging]\n{paging}"));
    for (from, to) in [
        (
            "format = \"csv\"\ndelimiter = \";\"",
            "format = \"json\"\nrecords = \"data.items\"",
        ),
        ("number = { decimal = \",\", grouping = \".\" }\n", ""),
        ("\"County\"", "\"county.name\""),
        ("\"Year\"", "\"year\""),
        ("\"Opened\"", "\"/opened\""),
    ] {
        project.replace("datasets/workshops.toml", from, to);
    }
    project
}

/// Runs; the source must fail by `rule`, with `part` in what is said, and the other dataset must be
/// published.
#[track_caller]
pub fn fails(project: &Project, rule: &str, part: &str) -> Outcome {
    let outcome = project.chiso(&["run"]).exits(3);
    let said = format!("error[{rule}]: datasets/workshops.toml, column `source.guild.http`: ");
    assert!(
        outcome.stderr.contains(&said) && outcome.stderr.contains(part),
        "{rule}: {part}\nis not in\n{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .contains("figures landed earlier stay in use"),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
    assert!(
        !project.path("lake/landing/workshops").exists(),
        "nothing of a failed fetch is landed"
    );
    outcome
}

fn county(name: &str, year: u32, opened: u32) -> String {
    format!("{{\"county\":{{\"name\":\"{name}\"}},\"year\":{year},\"opened\":{opened}}}")
}

/// One page of records with something next to them.
pub fn page(records: &[String], more: &str) -> Reply {
    json(format!(
        "{{\"data\":{{\"items\":[{}]}}{more}}}",
        records.join(",")
    ))
}

/// Goldmark's three years, one per page.
pub fn years(n: usize) -> Vec<String> {
    let all = [("2021", 1000), ("2022", 1100), ("2023", 1210)];
    all.get(n)
        .map(|(year, opened)| county("Goldmark", year.parse().unwrap(), *opened))
        .into_iter()
        .collect()
}

pub fn asked_page(asked: &Asked) -> usize {
    asked
        .target
        .split(['?', '&'])
        .find_map(|p| p.strip_prefix("page="))
        .unwrap()
        .parse::<usize>()
        .unwrap()
        - 1
}

#[test]
fn a_source_over_http_gives_what_its_file_gives() {
    let server = Server::start(|_| csv(CSV));
    let (from_file, from_address) = (
        Project::cashland(),
        project(&server.url("/w.csv?year=all"), ""),
    );
    from_file.run();
    from_address.run().says("published release");
    let figures = |project: &Project| -> Vec<Vec<String>> {
        let columns = [
            "kpi",
            "area_code",
            "boundary",
            "period",
            "value",
            "current_value",
            "base_value",
            "verdict",
            "known_from",
        ];
        project
            .published("scorecard")
            .iter()
            .map(|row| columns.iter().map(|c| cell(row, c).to_owned()).collect())
            .collect()
    };
    assert_eq!(figures(&from_file), figures(&from_address));
    let landed = project_files(&from_address, "lake/landing/workshops");
    let (_, receipt) = landed
        .iter()
        .find(|(name, _)| name.ends_with("receipt.json"))
        .unwrap();
    assert!(
        receipt.contains(&format!("\"path\": \"{}\"", server.url("/w.csv?year=all"))),
        "{receipt}"
    );
    let (_, bytes) = landed
        .iter()
        .find(|(name, _)| name.ends_with("guild.csv"))
        .unwrap();
    assert_eq!(bytes, CSV, "landed as received");
    let told = from_address
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
        ])
        .exits(0);
    assert!(told.stdout.contains("guild.csv"), "{}", told.stdout);
}

#[test]
fn what_has_not_changed_is_not_sent_again_and_stays_current() {
    let server = Server::start(|asked| match asked.header("if-none-match") {
        Some("\"v1\"") => reply("304 Not Modified", "", ""),
        _ => reply("200 OK", "Content-Type: text/csv\r\nETag: \"v1\"\r\n", CSV),
    });
    let mut project = project(&server.url("/w.csv"), "");
    project.run().says("published release");
    let release = project.release();
    project.at(DAY_TWO).run().says("nothing new");
    assert_eq!(
        server
            .asked()
            .iter()
            .map(|a| a.header("if-none-match"))
            .collect::<Vec<_>>(),
        [None, Some("\"v1\"")]
    );
    assert_eq!(
        (
            project.release(),
            fs::read_dir(project.path("lake/landing/workshops"))
                .unwrap()
                .count()
        ),
        (release, 1)
    );
    project
        .at(DAY_THREE)
        .chiso(&["run", "--offline"])
        .exits(0)
        .says("nothing new");
    assert_eq!(server.asked().len(), 2, "offline nobody is asked");
}

#[test]
fn figures_landed_earlier_stay_in_use_when_the_source_fails() {
    let server = Server::start(|asked| {
        if asked.before == 0 {
            csv(CSV)
        } else {
            reply("500 Internal Server Error", "", "down for maintenance")
        }
    });
    let mut project = project(&server.url("/w.csv"), "");
    project.run();
    let before = project.score("workshops_growth", "C1", "2023");
    let outcome = project.at(DAY_TWO).chiso(&["run"]).exits(3);
    assert!(
        outcome.stderr.contains("error[http_status]")
            && outcome
                .stderr
                .contains("saying `down for maintenance`; tried 3 times: 500, 500, 500")
    );
    assert_eq!(project.score("workshops_growth", "C1", "2023"), before);
    project
        .chiso(&["status"])
        .says("answered 500 (internal error), saying `down for maintenance`");
}

#[test]
fn a_server_that_recovers_is_asked_again() {
    let server = Server::start(|asked| match asked.before {
        0 => reply("500 Internal Server Error", "", ""),
        1 => reply("429 Too Many Requests", "Retry-After: 2\r\n", ""),
        _ => csv(CSV),
    });
    project(&server.url("/w.csv"), "").run();
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn a_server_that_stalls_breaks_off_or_never_ends() {
    let head = |length: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n{length}\r\nCounty;Ye").into_bytes()
    };
    let silent = Server::start(|_| Reply::Stall(vec![]));
    fails(
        &project(&silent.url("/"), ""),
        "http_timeout",
        "tried 3 times: timeout, timeout, timeout",
    );
    let stalled = Server::start(move |_| Reply::Stall(head("Content-Length: 500\r\n")));
    fails(
        &project(&stalled.url("/"), ""),
        "http_timeout",
        "sent nothing for 300 ms",
    );
    let truncated = Server::start(move |_| Reply::Bytes(head("Content-Length: 500\r\n")));
    fails(
        &project(&truncated.url("/"), ""),
        "http_truncated",
        "tried 3 times: broken off, broken off, broken off",
    );
    let cut = Server::start(|_| csv("County;Year;Opened\nGoldmark;2021;1.000\nGoldm"));
    fails(
        &project(&cut.url("/"), ""),
        "http_truncated",
        "the last row is cut off: 1 of 3 cells",
    );
    let closed = Server::start(|_| Reply::Bytes(vec![]));
    fails(
        &project(&closed.url("/"), ""),
        "http_truncated",
        "broke off",
    );
    let endless = Server::start(|_| Reply::Endless(&[b'x'; 1000]));
    fails(
        &project(&endless.url("/"), ""),
        "too_large",
        "has more than 200000 bytes",
    );
    let slow = Server::start(|_| Reply::Endless(b"x"));
    let patient = project(&slow.url("/"), "");
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
    fails(&patient, "http_timeout", "was not done within 400 ms");
}

#[test]
fn a_server_that_cannot_be_reached() {
    // A port that was just free: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    fails(
        &project(&format!("http://127.0.0.1:{port}/"), ""),
        "http_unreachable",
        "tried 3 times: unreachable, unreachable, unreachable",
    );
}

#[test]
fn answers_that_are_not_the_data() {
    let login = Server::start(|_| {
        reply(
            "200 OK",
            "Content-Type: text/csv\r\n",
            "\n<!DOCTYPE html><form>Login</form>",
        )
    });
    fails(
        &project(&login.url("/"), ""),
        "wrong_type",
        "answered with a web page in place of csv",
    );
    let typed = Server::start(|_| json("{\"error\":\"unknown table\"}"));
    fails(
        &project(&typed.url("/"), ""),
        "wrong_type",
        "answered with `application/json` in place of csv",
    );
    let gone = Server::start(|_| {
        reply(
            "404 Not Found",
            "Content-Type: text/html\r\n",
            "<html>Not here</html>",
        )
    });
    fails(
        &project(&gone.url("/"), ""),
        "http_status",
        "answered 404 (not found), saying `a web page`",
    );
    let empty = Server::start(|_| csv(""));
    fails(&project(&empty.url("/"), ""), "too_small", "is empty");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b'x'; 5_000_000]).unwrap();
    let packed = encoder.finish().unwrap();
    let bomb = Server::start(move |_| {
        reply(
            "200 OK",
            "Content-Type: text/csv\r\nContent-Encoding: gzip\r\n",
            &packed,
        )
    });
    fails(
        &project(&bomb.url("/"), ""),
        "too_large",
        "unpacks to more than 400000 bytes",
    );
    let waiting = Server::start(|_| reply("429 Too Many Requests", "Retry-After: 86400\r\n", ""));
    fails(
        &project(&waiting.url("/"), ""),
        "http_status",
        "the server asks to wait 86400 s, and that is beyond the total limit",
    );
    assert_eq!(waiting.asked().len(), 1);
}

#[test]
fn compressed_answers_are_landed_unpacked() {
    for (coding, packed) in [
        ("zstd", zstd::encode_all(CSV.as_bytes(), 3).unwrap()),
        ("br", {
            let mut out = Vec::new();
            brotli::CompressorWriter::new(&mut out, 4096, 9, 20)
                .write_all(CSV.as_bytes())
                .unwrap();
            out
        }),
    ] {
        let headers = format!("Content-Type: text/csv\r\nContent-Encoding: {coding}\r\n");
        let server = Server::start(move |_| reply("200 OK", &headers, &packed));
        let project = project(&server.url("/w.csv"), "");
        project.run();
        let landed = project_files(&project, "lake/landing/workshops");
        assert!(
            landed
                .iter()
                .any(|(name, text)| name.ends_with("guild.csv") && text == CSV),
            "{coding}"
        );
    }
}

/// Every file below a folder as text.
fn project_files(project: &Project, folder: &str) -> Vec<(String, String)> {
    // A link leads to what is read anyway.
    let names = project
        .tree(folder)
        .into_iter()
        .filter(|(name, what)| !name.ends_with('/') && !what.starts_with("->"));
    names
        .map(|(name, _)| {
            (
                name.clone(),
                String::from_utf8_lossy(&fs::read(project.path(folder).join(&name)).unwrap())
                    .into_owned(),
            )
        })
        .collect()
}

/// Every way in which the secret may be written.
fn written() -> Vec<String> {
    let mut forms = vec![
        SECRET.to_owned(),
        SECRET.replace('/', "%2F").replace('+', "%2B"),
        SECRET.replace('/', "%2f").replace('+', "%2b"),
        SECRET.replace('/', "\\/"),
    ];
    // In base64 behind no, one or two bytes: the signs that hold the secret alone.
    forms.extend((0..3).map(|before| {
        base64(&[&b"xy"[..before], SECRET.as_bytes()].concat())[(before * 8).div_ceil(6)..]
            .to_owned()
    }));
    forms
}

/// The whole groups of a text in base64, without filling.
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let n = three.iter().fold(0_u32, |n, b| (n << 8) | u32::from(*b));
        [18, 12, 6, 0].map(|shift| char::from(SIGNS[(n >> shift) as usize & 63]))
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}

/// The secret stands in no file of the lake and in nothing that was said, however it may be
/// written. Tables are searched as bytes and cell by cell, because compressed text cannot be seen
/// in the bytes.
#[track_caller]
pub fn kept(project: &Project, outcomes: &[&Outcome]) {
    let written = written();
    let mut places = project_files(project, "lake");
    assert!(!places.is_empty());
    let tables: Vec<String> = places
        .iter()
        .filter(|(name, _)| name.ends_with(".parquet"))
        .map(|(name, _)| name.clone())
        .collect();
    assert!(!tables.is_empty(), "the other dataset is published");
    for name in tables {
        let rows = table_rows(&project.path("lake").join(&name));
        places.extend(
            rows.into_iter()
                .flatten()
                .filter_map(|(column, text)| Some((format!("{name}, `{column}`"), text?))),
        );
    }
    places.extend(outcomes.iter().flat_map(|o| {
        [
            (format!("{} stdout", o.args), o.stdout.clone()),
            (format!("{} stderr", o.args), o.stderr.clone()),
        ]
    }));
    for (place, text) in places {
        let small = text.to_lowercase();
        assert!(
            !written.iter().any(|w| small.contains(&w.to_lowercase())),
            "the secret stands in {place}"
        );
    }
}

pub fn with_secrets(url: &str) -> Project {
    let project = project(
        url,
        "headers = { Authorization = { prefix = \"Bearer \", env = \"CASHLAND_TOKEN\" }, X-Key = { file = \"secrets/key\" } }\n\
         query = { key = { env = \"CASHLAND_TOKEN\" }, lang = { text = \"en\" } }\n",
    );
    project.write("secrets/key", format!("{SECRET}\n"));
    project
}

pub fn run_with_token(project: &Project) -> Outcome {
    run_with(project, &[("CASHLAND_TOKEN", SECRET)])
}

/// Runs with variables of the environment and everything logged.
pub fn run_with(project: &Project, variables: &[(&str, &str)]) -> Outcome {
    let output = project
        .command(&["run"])
        .envs(variables.iter().copied())
        .env("RUST_LOG", "trace")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Outcome {
        args: "run".into(),
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

#[test]
fn a_secret_reaches_its_server_and_nothing_else() {
    let server = Server::start(|_| csv(CSV));
    let project = with_secrets(&server.url("/w.csv"));
    let run = run_with_token(&project).exits(0);
    let asked = &server.asked()[0];
    assert_eq!(asked.target, "/w.csv?key=Qx7-planted%2Fs3cret%2B99&lang=en");
    assert_eq!(
        (asked.header("authorization"), asked.header("x-key")),
        (Some(format!("Bearer {SECRET}").as_str()), Some(SECRET))
    );
    let told = project
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
        ])
        .exits(0);
    kept(
        &project,
        &[&run, &told, &project.chiso(&["status"]).exits(0)],
    );
    let receipts = project_files(&project, "lake/landing/workshops");
    assert!(
        receipts
            .iter()
            .any(|(_, text)| text.contains("/w.csv?key=[secret]&lang=en")),
        "{receipts:?}"
    );
}

#[test]
fn a_secret_does_not_leave_its_server_nor_come_back_in_what_is_said() {
    let other = Server::start(|_| csv(CSV));
    let target = other.url("/w.csv?key=Qx7-planted%2Fs3cret%2B99&x=1");
    let server = Server::start(move |_| reply("302 Found", &format!("Location: {target}\r\n"), ""));
    let project = with_secrets(&server.url("/"));
    let run = run_with_token(&project).exits(0);
    let asked = &other.asked()[0];
    assert_eq!(asked.target, "/w.csv?x=1");
    assert!(
        asked.header("authorization").is_none() && asked.header("x-key").is_none(),
        "{}",
        asked.head
    );
    kept(&project, &[&run]);

    let echo = Server::start(|asked| {
        let body = format!(
            "no access with {SECRET} by {} and {}",
            asked.target,
            asked.header("authorization").unwrap()
        );
        reply("403 Forbidden", "Content-Type: text/plain\r\n", body)
    });
    let project = with_secrets(&echo.url("/"));
    let run = run_with_token(&project).exits(3).complains(
        "saying `no access with [secret] by /?key=[secret]&lang=en and Bearer [secret]`",
    );
    kept(&project, &[&run, &project.chiso(&["status"])]);

    let landed = Server::start(|_| csv(format!("{CSV}Goldmark;2024;{SECRET}\n")));
    let project = with_secrets(&landed.url("/"));
    kept(
        &project,
        &[&run_with_token(&project)
            .exits(3)
            .complains("error[secret_echoed]")],
    );

    let circle = Server::start(|asked| {
        reply(
            "301 Moved Permanently",
            &format!("Location: {}\r\n", asked.target),
            "",
        )
    });
    let project = with_secrets(&circle.url("/"));
    kept(
        &project,
        &[&run_with_token(&project)
            .exits(3)
            .complains("error[http_redirect]")],
    );

    let project = with_secrets(&landed.url("/"));
    let run = project
        .chiso(&["run"])
        .exits(3)
        .complains("error[secret_missing]")
        .complains("the variable `CASHLAND_TOKEN`, which is to hold a secret, is not set");
    kept(&project, &[&run]);
    // `check` reports it before anything runs. It is only a remark, because the program may run
    // elsewhere.
    project.chiso(&["check"]).exits(0).says(
        "warning[secret_missing]: datasets/workshops.toml, column `source.guild.http`: the \
            variable `CASHLAND_TOKEN`",
    );
    assert!(
        !project
            .command(&["check"])
            .env("CASHLAND_TOKEN", SECRET)
            .output()
            .unwrap()
            .stdout
            .windows(14)
            .any(|w| w == b"secret_missing")
    );
}

#[test]
fn redirects_end_in_the_data_or_in_a_finding() {
    let server = Server::start(|asked| match asked.path() {
        "/old" => reply("301 Moved Permanently", "Location: /new\r\n", ""),
        "/new" => csv(CSV),
        _ => reply("302 Found", "Location: /round\r\n", ""),
    });
    project(&server.url("/old"), "").run();
    fails(
        &project(&server.url("/round"), ""),
        "http_redirect",
        "redirects in a circle",
    );
    fails(
        &project(&server.url("/old"), "max_redirects = 0\n"),
        "http_redirect",
        "redirects on after 0 redirects",
    );
}

#[test]
fn pages_become_one_delivery_whose_rows_name_their_page() {
    let server = Server::start(|asked| page(&years(asked_page(asked)), ",\"meta\":{\"total\":3}"));
    let project = paged(
        &server.url("/w?lang=en"),
        "kind = \"page\"\ntotal = \"meta.total\"\n",
    );
    project.run();
    assert_eq!(
        server
            .asked()
            .iter()
            .map(|a| a.target.as_str())
            .collect::<Vec<_>>(),
        [
            "/w?lang=en&page=1",
            "/w?lang=en&page=2",
            "/w?lang=en&page=3"
        ]
    );
    assert_eq!(
        field(&project.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );
    let told = project
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
        ])
        .exits(0);
    assert!(
        told.stdout
            .contains("[page 3] row 1, column `opened`: \"1210\"")
            && told.stdout.contains("guild.pages"),
        "{}",
        told.stdout
    );
    let landed = project_files(&project, "lake/landing/workshops");
    let (_, bytes) = landed
        .iter()
        .find(|(name, _)| name.ends_with("guild.pages"))
        .unwrap();
    assert_eq!(
        bytes.matches("\"meta\"").count(),
        3,
        "every page as received, one behind the other"
    );
    let (_, receipt) = landed
        .iter()
        .find(|(name, _)| name.ends_with("receipt.json"))
        .unwrap();
    assert!(
        receipt.contains("page=2") && receipt.contains("\"records\": 1"),
        "{receipt}"
    );
    project.chiso(&["run"]).exits(0).says("nothing new");
}

#[test]
fn pages_by_cursor_and_by_link() {
    let server = Server::start(|asked| {
        let n = asked
            .target
            .split("after=")
            .nth(1)
            .map_or(0, |n| n.parse().unwrap());
        page(
            &years(n),
            &if n < 2 {
                format!(",\"next\":\"{}\"", n + 1)
            } else {
                ",\"next\":null".to_owned()
            },
        )
    });
    let project = paged(
        &server.url("/w"),
        "kind = \"cursor\"\nparameter = \"after\"\nnext = \"next\"\n",
    );
    project.run();
    assert_eq!(
        field(&project.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );

    let server = Server::start(|asked| {
        let n: usize = asked.path().trim_start_matches("/w").parse().unwrap();
        let link = if n < 2 {
            format!("Link: </w{}>; rel=\"next\"\r\n", n + 1)
        } else {
            String::new()
        };
        reply(
            "200 OK",
            &format!("Content-Type: application/json\r\n{link}"),
            format!("{{\"data\":{{\"items\":[{}]}}}}", years(n).join(",")),
        )
    });
    let project = paged(&server.url("/w0"), "kind = \"link\"\n");
    project.run();
    assert_eq!(
        field(&project.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );
}

#[test]
fn pages_that_lose_records_are_not_landed() {
    let counted = "kind = \"page\"\ntotal = \"meta.total\"\n";
    let empty = Server::start(|asked| {
        let n = asked_page(asked);
        page(
            &if n == 1 { vec![] } else { years(n) },
            ",\"meta\":{\"total\":3}",
        )
    });
    fails(
        &paged(&empty.url("/w"), counted),
        "paging_shortfall",
        "the server counts 3 records, and 1 came on 2 pages; page 2 is empty",
    );
    let changed = Server::start(|asked| {
        page(
            &years(asked_page(asked)),
            &format!(",\"meta\":{{\"total\":{}}}", 3 + asked_page(asked)),
        )
    });
    fails(
        &paged(&changed.url("/w"), counted),
        "paging_changed",
        "count of records changed from 3 to 4 on page 2",
    );
    let repeated = Server::start(|_| page(&years(0), ""));
    fails(
        &paged(&repeated.url("/w"), "kind = \"page\"\n"),
        "paging_repeated",
        "page 2 holds the same records as page 1",
    );
    let short = Server::start(|asked| page(&years(asked_page(asked)), ",\"meta\":{\"total\":4}"));
    fails(
        &paged(&short.url("/w"), counted),
        "paging_shortfall",
        "counts 4 records, and 3 came on 4 pages",
    );
    let broken = Server::start(|asked| {
        if asked_page(asked) == 1 {
            reply("502 Bad Gateway", "", "")
        } else {
            page(&years(asked_page(asked)), "")
        }
    });
    fails(
        &paged(&broken.url("/w"), "kind = \"page\"\n"),
        "http_status",
        "page 2: ",
    );
}
