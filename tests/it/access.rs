//! Persons of the office on the site: who sees what is not published, and who decides about it.

use crate::served::{Served, ask, get, set};
use crate::site::{NOW, between, serve};
use crate::support::{Project, field};
use std::io::{Read, Write};
use std::net::TcpStream;

/// The invented country with a candidate that two persons must approve, and three persons. Gives their
/// tokens and the candidate.
fn office() -> (Project, [String; 3], String) {
    let project = Project::cashland();
    let rules = "\n[approval]\nreleases = 2\n";
    project.write("chiso.toml", project.read("chiso.toml") + rules);
    let mut persons = String::new();
    let tokens =
        [("An", "approver"), ("Bình", "approver"), ("Chi", "reader")].map(|(name, role)| {
            let said = project.chiso(&["token", name, "--role", role]).exits(0);
            persons.push_str(&said.stdout);
            said.stderr
                .trim_end()
                .rsplit_once('\n')
                .unwrap()
                .1
                .to_owned()
        });
    assert!(tokens.iter().all(|token| token.len() == 64), "{tokens:?}");
    assert!(tokens.iter().all(|token| !persons.contains(token.as_str())));
    project.write("access.toml", persons);
    project.chiso(&["check"]).exits(0);
    project.run();
    let release = field(&project.rows(&["release", "list"])[0], "release");
    (project, tokens, release)
}

/// Sends a form; gives the head and the body of the answer.
fn post(address: &str, path: &str, cookie: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// Signs in; gives the cookie.
fn sign_in(address: &str, token: &str) -> String {
    let (head, _) = post(address, "/sign-in?lang=en", "", &format!("token={token}"));
    assert!(head.starts_with("HTTP/1.1 303 "), "{head}");
    assert!(head.contains("; HttpOnly; SameSite=Strict"), "{head}");
    between(&head, "set-cookie: ", ";").to_owned()
}

/// A page as a person sees it.
fn seen(address: &str, path: &str, cookie: &str) -> (String, String) {
    ask(
        address,
        &format!("GET {path}"),
        &format!("Cookie: {cookie}\r\n"),
    )
}

/// Sends a decision with the word that the page of operations gives.
fn decide(address: &str, cookie: &str, act: &str, (release, why): (&str, &str)) -> String {
    let (_, page) = seen(address, "/operations?lang=en", cookie);
    let word = if page.contains("name=\"word\"") {
        between(&page, "name=\"word\" value=\"", "\"").to_owned()
    } else {
        let (_, page) = seen(address, "/sign-in?lang=en", cookie);
        between(&page, "name=\"word\" value=\"", "\"").to_owned()
    };
    let form = format!("word={word}&release={release}&act={act}&why={why}");
    post(address, "/decide?lang=en", cookie, &form).0
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
    not_there(&own);
    let (_, page) = seen(&address, "/operations?lang=en", &an);
    assert!(
        page.contains("candidate (0/2)") && page.contains("<strong>An</strong>"),
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
    let (_, page) = seen(&address, "/sign-in?lang=en", &binh);
    let word = between(&page, "name=\"word\" value=\"", "\"");
    post(
        &address,
        "/sign-out?lang=en",
        &binh,
        &format!("word={word}"),
    );
    assert!(
        seen(&address, "/operations?lang=en", &binh)
            .0
            .contains(" 404 ")
    );
    assert!(
        seen(&address, "/operations?lang=en", &an)
            .0
            .contains(" 200 ")
    );
    project.write("access.toml", "");
    assert!(
        seen(&address, "/operations?lang=en", &an)
            .0
            .contains(" 404 ")
    );
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
