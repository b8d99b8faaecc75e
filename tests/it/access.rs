//! Persons of the office on the site: who sees what is not published, and who decides about it.

use crate::persons::{act, act_in, let_in, post, program, seen, sign_in, word};
use crate::served::{Served, ask, get, set};
use crate::site::{NOW, serve};
use crate::support::{Project, field};
use std::fs::File;

/// The invented country with a candidate that two persons must approve, and three persons. Gives their
/// tokens and the candidate.
fn office() -> (Project, [String; 3], String) {
    let project = Project::cashland();
    let rules = "\n[approval]\nreleases = 2\n";
    project.write("chiso.toml", project.read("chiso.toml") + rules);
    let persons = [
        ("An", "approver", ""),
        ("Bình", "approver", ""),
        ("Chi", "reader", ""),
    ];
    let tokens = let_in(&project, persons);
    project.run();
    let release = field(&project.rows(&["release", "list"])[0], "release");
    (project, tokens, release)
}

/// Sends a decision about a release; gives the head of the answer.
fn decide(address: &str, who: &str, what: &str, (release, why): (&str, &str)) -> String {
    act(
        address,
        who,
        &format!("release={release}&act={what}&why={why}"),
    )
    .0
}

#[test]
fn two_persons_approve_a_release_on_the_site_and_one_withdraws_it() {
    let (project, [an, binh, chi], release) = office();
    let (_served, address) = serve(&project);
    let own = format!("/r/{release}/?lang=en");
    let not_there = |path: &str| assert!(get(&address, path).0.contains(" 404 "), "{path}");
    not_there(&own);
    not_there("/operations?lang=en");
    let (head, _) = post(&address, "/sign-in?lang=en", "", "token=wrong");
    assert!(
        head.starts_with("HTTP/1.1 403 ") && !head.contains("set-cookie"),
        "{head}"
    );

    let an = sign_in(&address, &an);
    let (head, page) = seen(&address, &own, &an);
    assert!(
        head.contains(" 200 ") && head.contains("private, no-store"),
        "{head}"
    );
    assert!(page.contains("This release is not published"), "{page}");
    assert!(page.contains("No release is in force."), "{page}");
    not_there(&own);
    let (_, page) = seen(&address, "/operations?lang=en", &an);
    assert!(
        page.contains("candidate (0/2)") && page.contains("<strong>An</strong> (approver)"),
        "{page}"
    );

    let form = format!("word=guessed&release={release}&act=approve&why=");
    let (head, _) = post(&address, "/decide?lang=en", &an, &form);
    assert!(head.starts_with("HTTP/1.1 403 "), "{head}");
    let (head, _) = post(&address, "/decide?lang=en", "", &form);
    assert!(head.contains("location: /sign-in"), "{head}");
    let chi = sign_in(&address, &chi);
    assert!(decide(&address, &chi, "approve", (&release, "")).contains(" 403 "));
    assert!(
        seen(&address, &own, &chi).0.contains(" 200 "),
        "a reader sees it"
    );

    assert!(decide(&address, &an, "approve", (&release, "checked")).contains(" 303 "));
    assert!(
        decide(&address, &an, "approve", (&release, "")).contains(" 409 "),
        "once"
    );
    not_there("/latest/?lang=en");
    let binh = sign_in(&address, &binh);
    assert!(decide(&address, &binh, "approve", (&release, "")).contains(" 303 "));
    assert!(get(&address, "/latest/?lang=en").0.contains(" 200 "));
    let row = &project.rows(&["release", "list"])[0];
    assert_eq!(field(row, "state"), "in_force");
    assert_eq!(row["approvals"], 2);

    assert!(
        decide(&address, &binh, "withdraw", (&release, "")).contains(" 409 "),
        "no reason"
    );
    assert!(decide(&address, &binh, "withdraw", (&release, "wrong+plan")).contains(" 303 "));
    not_there("/latest/?lang=en");
    assert!(get(&address, &own).1.contains("wrong plan"));
    let row = &project.rows(&["release", "list"])[0];
    assert_eq!(field(row, "decided_by"), "Bình");

    // Who leaves the file is out at once, and so is who signs out.
    let form = format!("word={}", word(&address, &binh));
    post(&address, "/sign-out?lang=en", &binh, &form);
    let operations = |who: &str| seen(&address, "/operations?lang=en", who).0;
    assert!(operations(&binh).contains(" 404 "));
    assert!(operations(&an).contains(" 200 "));
    project.write("access.toml", "");
    assert!(operations(&an).contains(" 404 "));
}

#[test]
fn a_page_of_a_release_that_waits_says_which_one_is_in_force() {
    let (project, [an, binh, _], first) = office();
    let (_served, address) = serve(&project);
    let [an, binh] = [an, binh].map(|token| sign_in(&address, &token));
    for who in [&an, &binh] {
        assert!(decide(&address, who, "approve", (&first, "")).contains(" 303 "));
    }
    let title = "Cashland (invented country): workshops and harbour dues";
    project.replace("chiso.toml", title, "Cashland, another title");
    project.run();
    let all = project.rows(&["release", "list"]);
    let waits = { all.iter() }.find(|row| field(row, "state") == "candidate");
    let second = field(waits.unwrap(), "release");
    let page = |lang: &str| seen(&address, &format!("/r/{second}/?lang={lang}"), &an).1;
    assert!(page("en").contains(&format!("In force is release {first}.")));
    assert!(page("vi").contains(&format!("Bản đang có hiệu lực là {first}.")));
    assert!(page("en").contains("<a href=\"/latest/?lang=en\">"));
}

#[test]
fn what_stands_against_a_decision_is_told_in_the_language_of_the_page() {
    let (project, [an, ..], release) = office();
    let (_served, address) = serve(&project);
    let an = sign_in(&address, &an);
    let fields = format!("release={release}&act=approve&why=");
    let lock = project.path("lake/.lock");
    let by_hand = File::options().write(true).open(lock).unwrap();
    by_hand.try_lock().unwrap();
    let (head, page) = act_in("vi", &address, &an, &fields);
    assert!(head.contains(" 409 "), "{head}");
    assert!(
        page.contains("Đang có một lần chạy hoặc quyết định khác."),
        "{page}"
    );
    assert!(
        !page.contains("another run") && !page.contains("lake"),
        "{page}"
    );
    let (_, page) = act_in("en", &address, &an, &fields);
    assert!(
        page.contains("Another run or decision is at work"),
        "{page}"
    );
    project
        .chiso(&["--lang", "vi", "release", "approve", &release, "--by", "An"])
        .exits(5)
        .complains("đang bị khóa bởi một lần chạy khác");
    by_hand.unlock().unwrap();
    assert!(act_in("vi", &address, &an, &fields).0.contains(" 303 "));
    let (_, page) = act_in("vi", &address, &an, &fields);
    let said = format!("An đã duyệt bản phát hành `{release}`; cần một người khác duyệt");
    assert!(page.contains(&said), "{page}");
    let rejected = format!("release={release}&act=reject&why=");
    let (_, page) = act_in("vi", &address, &an, &rejected);
    assert!(page.contains("chưa ghi lý do"), "{page}");
    // What only the log says in full.
    let (_, page) = act_in(
        "vi",
        &address,
        &an,
        "release=2020-01-01-none&act=approve&why=",
    );
    assert!(
        page.contains("Nhật ký của `chiso serve` cho biết lý do."),
        "{page}"
    );
}

#[test]
fn two_persons_who_approve_at_once_are_both_heard_and_it_comes_in_force_once() {
    let (project, [an, binh, _], release) = office();
    let (_served, address) = serve(&project);
    let all = [an, binh].map(|token| sign_in(&address, &token));
    let fields = format!("release={release}&act=approve&why=");
    let (to, form) = (&address, &fields);
    let first: Vec<String> = std::thread::scope(|scope| {
        let sent = all.each_ref();
        let sent = sent.map(|who| scope.spawn(move || act(to, who, form).0));
        sent.map(|one| one.join().unwrap()).into()
    });
    for (who, head) in all.iter().zip(first) {
        if !head.contains(" 303 ") {
            assert!(head.contains(" 409 "), "{head}");
            assert!(
                act(&address, who, &fields).0.contains(" 303 "),
                "tried again"
            );
        }
    }
    let rows = project.rows(&["journal"]);
    let acts: Vec<String> = rows.iter().map(|row| field(row, "act")).collect();
    assert_eq!(acts, ["propose", "approve", "approve", "publish"]);
    assert_eq!(project.release().unwrap(), release);
}

#[test]
fn forms_of_others_are_not_taken() {
    let (project, [an, binh, _], release) = office();
    let (_served, address) = serve(&project);
    let [an, binh] = [an, binh].map(|token| sign_in(&address, &token));
    let form = |word: &str| format!("word={word}&release={release}&act=approve&why=");
    let sent = |who: &str, form: &str| post(&address, "/decide?lang=en", who, form).0;
    let [of_an, of_binh] = [&an, &binh].map(|who| word(&address, who));
    assert!(
        sent(&an, &form(&of_binh)).contains(" 403 "),
        "another's word"
    );
    for site in ["cross-site", "same-site"] {
        let elsewhere = format!("{an}Sec-Fetch-Site: {site}\r\n");
        assert!(sent(&elsewhere, &form(&of_an)).contains(" 403 "), "{site}");
        let (head, _) = post(&address, "/sign-in", &elsewhere, "token=x");
        assert!(
            head.contains(" 403 ") && !head.contains("set-cookie"),
            "{head}"
        );
    }
    // A form is sent, and not asked for.
    let (head, _) = seen(&address, &format!("/decide?lang=en&{}", form(&of_an)), &an);
    assert!(head.contains(" 404 "), "{head}");
    for name in ["An", "B%C3%ACnh"] {
        let header = format!("X-User: {name}\r\nX-Forwarded-User: {name}\r\n");
        assert!(sent(&header, &form(&of_an)).contains("location: /sign-in"));
    }
    let long = format!("{}&why={}", form(&of_an), "x".repeat(1_001));
    assert!(
        sent(&an, &long.replacen("&why=", "", 1)).contains(" 409 "),
        "a long reason"
    );
    assert!(
        project
            .rows(&["journal"])
            .iter()
            .all(|row| field(row, "act") != "approve")
    );
    // The word of who has signed out counts no more.
    post(&address, "/sign-out?lang=en", &an, &format!("word={of_an}"));
    assert!(sent(&an, &form(&of_an)).contains("location: /sign-in"));
    let here = format!("{binh}Sec-Fetch-Site: same-origin\r\n");
    assert!(sent(&here, &form(&of_binh)).contains(" 303 "));
}

#[test]
fn a_program_with_a_token_reads_what_waits_and_nobody_else_learns_of_it() {
    let (project, [_, _, chi], release) = office();
    let (mut served, address) = serve(&project);
    let rows = |id: &str| format!("/api/v1/scorecard?release={id}");
    let without_date = |(head, body): (String, String)| {
        let head: Vec<&str> = { head.lines() }
            .filter(|line| !line.starts_with("date:"))
            .collect();
        (head.join("\n"), body)
    };
    let asked = |id: &str| without_date(ask(&address, &format!("GET {}", rows(id)), ""));
    let unknown = asked("2020-01-01-000000000000");
    assert!(unknown.0.contains(" 404 "), "{unknown:?}");
    assert_eq!(asked(&release), unknown, "as if it were not there");
    let (head, body) = program(&address, &rows(&release), &chi);
    assert!(
        head.contains(" 200 ") && head.contains("private, no-store"),
        "{head}"
    );
    assert!(
        !head.contains("etag") && head.contains("chiso-release-state: candidate"),
        "{head}"
    );
    assert!(body.contains(&release), "{body}");
    let page = format!("/r/{release}/?lang=en");
    assert!(program(&address, &page, &chi).0.contains(" 200 "));
    served.says(&format!(
        "site: Chi saw release {release}, which is not published"
    ));

    let releases = |answer: (String, String)| answer.1.matches(&release).count();
    let listed = "/api/v1/releases";
    assert!(releases(program(&address, listed, &chi)) > 0);
    assert_eq!(releases(ask(&address, &format!("GET {listed}"), "")), 0);
    assert_eq!(
        releases(program(&address, "/releases.atom?lang=en", &chi)),
        0
    );

    let (head, body) = program(&address, listed, "guessed");
    assert!(
        head.contains(" 401 ") && head.contains("www-authenticate: Bearer"),
        "{head}"
    );
    assert!(body.contains("\"unknown_token\""), "{body}");
    assert!(program(&address, &page, "guessed").0.contains(" 404 "));
    let twice = format!("Authorization: Bearer {chi}\r\nAuthorization: Bearer {chi}\r\n");
    assert!(
        ask(&address, &format!("GET {listed}"), &twice)
            .0
            .contains(" 401 ")
    );
    for _ in 0..10 {
        program(&address, listed, "guessed");
    }
    let (head, body) = program(&address, listed, &chi);
    assert!(
        head.contains(" 429 ") && body.contains("too_many_tokens"),
        "{head}"
    );
    assert!(get(&address, listed).0.contains(" 200 "), "others read on");
    // No token stands in the log.
    served.signal(rustix::process::Signal::TERM);
    served.ends();
    assert!(served.heard.iter().all(|line| !line.contains(&chi)));
}

#[test]
fn a_reader_by_name_and_window_sees_what_waits_within_it_alone() {
    let (project, _, release) = office();
    // 03:30 and 04:00 UTC, of which NOW is half an hour before the first.
    let window = "from = \"2026-11-29T10:30:00+07:00\"\nuntil = \"2026-11-29T11:00:00+07:00\"";
    let [dung] = let_in(&project, [("Dung", "reader", window)]);
    let (_served, address) = serve(&project);
    let own = format!("/r/{release}/?lang=en");
    let form = format!("token={dung}");
    let (head, page) = post(&address, "/sign-in?lang=en", "", &form);
    assert!(
        head.contains(" 403 ") && page.contains("does not count at this moment"),
        "{page}"
    );
    assert!(
        program(&address, "/api/v1/releases", &dung)
            .1
            .contains("token_not_now")
    );
    set(&project, "2026-11-29T03:30:00Z");
    let who = sign_in(&address, &dung);
    assert!(seen(&address, &own, &who).0.contains(" 200 "));
    assert!(program(&address, &own, &dung).0.contains(" 200 "));
    set(&project, "2026-11-29T03:59:59Z");
    assert!(seen(&address, &own, &who).0.contains(" 200 "));
    set(&project, "2026-11-29T04:00:00Z");
    assert!(seen(&address, &own, &who).0.contains(" 404 "));
    assert!(program(&address, &own, &dung).0.contains(" 404 "));
}

#[test]
fn a_client_that_asks_too_often_waits_and_its_address_is_what_the_proxy_says() {
    let project = Project::cashland();
    project.run();
    let limit = "requests_per_minute = 3\n";
    project.write("access.toml", limit);
    let (_served, address) = serve(&project);
    let from = |client: &str, path: &str| {
        let header = format!("X-Forwarded-For: {client}\r\nAccept-Language: vi\r\n");
        ask(&address, &format!("GET {path}"), &header)
    };
    let page = "/latest/?lang=vi";
    for client in ["203.0.113.1", "203.0.113.2", "203.0.113.3"] {
        assert!(from(client, page).0.contains(" 200 "), "{client}");
    }
    let (head, body) = from("203.0.113.4", page);
    assert!(
        head.contains(" 429 ") && head.contains("retry-after: 60"),
        "{head}"
    );
    assert!(body.contains("Hãy thử lại sau 60 giây."), "{body}");
    let (head, body) = from("203.0.113.5", "/api/v1/releases");
    assert!(
        head.contains(" 429 ") && body.contains("too_many_requests"),
        "{head}"
    );
    assert!(
        get(&address, "/healthz").0.contains(" 200 "),
        "who watches goes on"
    );
    let (head, _) = post(&address, "/sign-in?lang=en", "", "token=x");
    assert!(head.contains(" 429 "), "{head}");

    project.write(
        "access.toml",
        format!("client_header = \"X-Forwarded-For\"\n{limit}"),
    );
    for client in ["203.0.113.6", "203.0.113.7"] {
        let answers = [0; 4].map(|_| from(client, page).0.contains(" 200 "));
        assert_eq!(answers, [true, true, true, false], "{client}");
    }
    // What a client writes itself stands first.
    assert!(from("198.51.100.9, 203.0.113.7", page).0.contains(" 429 "));
    set(&project, "2026-11-29T03:01:00Z");
    assert!(from("203.0.113.7", page).0.contains(" 200 "));
}

#[test]
fn where_other_machines_ask_there_is_a_limit_without_a_word() {
    let project = Project::cashland();
    set(&project, NOW);
    let mut served = Served::start(&project, &["--listen", "0.0.0.0:0"]);
    let address = served.address().replace("0.0.0.0", "127.0.0.1");
    let icon = || get(&address, "/assets/icon.svg").0;
    let answered = (0..600).filter(|_| icon().contains(" 200 ")).count();
    assert_eq!(answered, 600);
    assert!(icon().contains(" 429 "));
}

#[test]
fn what_tells_of_runs_is_for_this_machine_and_for_who_sends_a_token() {
    let (project, [_, _, chi], _) = office();
    let (_served, address) = serve(&project);
    let asked = |path: &str, headers: &str| ask(&address, &format!("GET {path}"), headers);
    let passed = "X-Forwarded-For: 203.0.113.7\r\n";
    for (head, body) in [
        asked("/metrics", passed),
        asked(
            "/metrics",
            &format!("{passed}Authorization: Bearer guessed\r\n"),
        ),
        asked(
            "/metrics",
            &format!("{passed}Cookie: chiso_signed_in=guessed\r\n"),
        ),
    ] {
        assert!(
            head.contains(" 401 ") && head.contains("www-authenticate: Bearer"),
            "{head}"
        );
        assert!(!body.contains("chiso_"), "{body}");
    }
    let with_token = format!("{passed}Authorization: Bearer {chi}\r\n");
    for headers in ["", &with_token] {
        let (head, body) = asked("/metrics", headers);
        assert!(
            head.contains(" 200 ") && body.contains("chiso_configuration_sound"),
            "{head}"
        );
        let (_, body) = asked("/healthz", headers);
        assert!(body.contains("\"configuration\""), "{body}");
    }
    // Nothing was looked at yet, or all is well: that, and no more.
    let (_, body) = asked("/healthz", passed);
    let words = ["ok", "stuck"].map(|word| format!("{{\"status\":\"{word}\"}}\n"));
    assert!(words.contains(&body), "{body}");
}

#[test]
fn a_proxy_on_this_machine_says_who_it_let_in() {
    let project = Project::cashland();
    let person = "[[person]]\nname = \"An\"\nrole = \"reader\"\n";
    project.write("access.toml", format!("user_header = \"X-User\"\n{person}"));
    set(&project, NOW);
    let elsewhere = project.chiso(&["serve", "--listen", "0.0.0.0:0"]).exits(2);
    assert!(
        elsewhere.stderr.contains("user_header"),
        "{}",
        elsewhere.stderr
    );
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    let as_user = |name: &str| {
        let header = format!("X-User: {name}\r\n");
        ask(&address, "GET /operations?lang=en", &header).0
    };
    assert!(as_user("An").contains(" 200 "));
    assert!(as_user("Chi").contains(" 404 "));
    assert!(get(&address, "/operations?lang=en").0.contains(" 404 "));
}

#[test]
fn faults_of_access_toml_are_told_by_check_and_keep_the_site_from_being_served() {
    let project = Project::cashland();
    project.write(
        "access.toml",
        "[[person]]\nname = \"An\"\nrole = \"boss\"\n",
    );
    for args in [&["check"][..], &["serve", "--once"]] {
        let said = project.chiso(args);
        let said = format!("{}{}", said.stdout, said.stderr);
        assert!(said.contains("access.toml:3"), "{said}");
    }
    // Figures do not depend on it.
    project.run();
}
