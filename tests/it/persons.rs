//! Persons of an office who sign in to the site: made by `chiso token`, and what they send.

use crate::served::ask;
use crate::site::between;
use crate::support::Project;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Lets persons sign in, each by name, role and other keys of `access.toml`; gives their tokens.
pub fn let_in<const N: usize>(project: &Project, persons: [(&str, &str, &str); N]) -> [String; N] {
    let mut text = if project.path("access.toml").exists() {
        project.read("access.toml")
    } else {
        String::new()
    };
    let tokens = persons.map(|(name, role, keys)| {
        let said = project.chiso(&["token", name, "--role", role]).exits(0);
        let token = said.stderr.trim_end().rsplit_once('\n').unwrap().1;
        assert_eq!(token.len(), 64, "{token}");
        assert!(!said.stdout.contains(token), "a file has no token in it");
        text = format!("{text}{}\n{keys}\n", said.stdout.trim_end());
        token.to_owned()
    });
    project.write("access.toml", text);
    project.chiso(&["check"]).exits(0);
    tokens
}

/// Sends a form with some more header lines; gives the head and the body of the answer.
pub fn post(address: &str, path: &str, headers: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// Signs in; gives the header line of who has.
pub fn sign_in(address: &str, token: &str) -> String {
    let (head, _) = post(address, "/sign-in?lang=en", "", &format!("token={token}"));
    assert!(head.starts_with("HTTP/1.1 303 "), "{head}");
    assert!(head.contains("; HttpOnly; SameSite=Strict"), "{head}");
    format!("Cookie: {}\r\n", between(&head, "set-cookie: ", ";"))
}

/// A page as a person sees it.
pub fn seen(address: &str, path: &str, who: &str) -> (String, String) {
    ask(address, &format!("GET {path}"), who)
}

/// The word that the forms of a person must have.
pub fn word(address: &str, who: &str) -> String {
    let (_, page) = seen(address, "/sign-in?lang=en", who);
    between(&page, "name=\"word\" value=\"", "\"").to_owned()
}

/// Sends what a person decides or does, with the word that the site gives them.
pub fn act(address: &str, who: &str, fields: &str) -> (String, String) {
    act_in("en", address, who, fields)
}

/// The same from a page of a language.
pub fn act_in(lang: &str, address: &str, who: &str, fields: &str) -> (String, String) {
    let form = format!("word={}&{fields}", word(address, who));
    post(address, &format!("/decide?lang={lang}"), who, &form)
}

/// What a program with a token is answered.
pub fn program(address: &str, path: &str, token: &str) -> (String, String) {
    let header = format!("Authorization: Bearer {token}\r\n");
    ask(address, &format!("GET {path}"), &header)
}
