//! A project served by a real process, its clock in a file, and a reader of its answers over HTTP.

use crate::support::Project;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longest wait for anything; far more than a loaded machine needs.
const DEADLINE: Duration = Duration::from_mins(2);

/// A process that serves a project.
pub struct Served {
    child: Child,
    pub lines: Receiver<String>,
    pub heard: Vec<String>,
}

impl Served {
    pub fn start(project: &Project, args: &[&str]) -> Served {
        let all: Vec<&str> = ["serve"].into_iter().chain(args.iter().copied()).collect();
        let mut command = project.command(&all);
        command.env(
            "CHISO_TEST_CLOCK",
            format!("@{}", project.path("clock").display()),
        );
        let mut child = command
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            stderr
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Served {
            child,
            lines,
            heard: vec![],
        }
    }

    /// Waits for a line that holds a text, and gives it.
    #[track_caller]
    pub fn says(&mut self, text: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(DEADLINE).unwrap_or_else(|e| {
                panic!("`{text}` was not said ({e}):\n{}", self.heard.join("\n"))
            });
            self.heard.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Address that it listens on.
    pub fn address(&mut self) -> String {
        self.says("listening on")
            .rsplit_once("http://")
            .unwrap()
            .1
            .to_owned()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end; what it still said is in `heard`.
    pub fn ends(&mut self) -> ExitStatus {
        // The lines end when the process does.
        while let Ok(line) = self.lines.recv_timeout(DEADLINE) {
            self.heard.push(line);
        }
        self.child.wait().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Nothing that a test started outlives it.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Sets the clock of the processes of a project.
pub fn set(project: &Project, now: &str) {
    project.write("clock.new", now);
    fs::rename(project.path("clock.new"), project.path("clock")).unwrap();
}

/// Status line and body of an answer.
pub fn get(address: &str, path: &str) -> (String, String) {
    let (head, body) = ask(address, &format!("GET {path}"), "");
    (head.lines().next().unwrap().to_owned(), body)
}

/// Head and body of the answer to a request line with some more header lines.
pub fn ask(address: &str, request: &str, headers: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// Status line of an answer, whatever its body is.
pub fn status_of(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}
