//! A server of this test process on the loopback network, that answers as a test has written down
//! and remembers what it was asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query.
    pub target: String,
    /// The whole head.
    pub head: String,
    pub body: String,
    /// How many requests with this path came before.
    pub before: usize,
}

impl Asked {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let pairs = self.head.lines().filter_map(|l| l.split_once(": "));
        pairs
            .into_iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v)
    }
}

/// What the server does.
pub enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Sends these bytes and then nothing more, until the other side goes.
    Stall(Vec<u8>),
    /// Sends this again and again in chunks of one body, until the other side goes.
    Endless(&'static [u8]),
}

/// A whole answer with its length.
pub fn reply(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

pub fn csv(body: impl AsRef<[u8]>) -> Reply {
    reply("200 OK", "Content-Type: text/csv\r\n", body)
}

pub fn json(body: impl AsRef<[u8]>) -> Reply {
    reply("200 OK", "Content-Type: application/json\r\n", body)
}

/// A server. It lives until the process ends.
pub struct Server {
    port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub fn start(script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (script, seen) = (Arc::new(script), log.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (script, seen) = (script.clone(), seen.clone());
                // What the other side makes of a broken connection is what the tests look at.
                std::thread::spawn(move || _ = serve(stream.unwrap(), &*script, &seen));
            }
        });
        Server { port, log }
    }

    pub fn url(&self, target: &str) -> String {
        format!("http://127.0.0.1:{}{target}", self.port)
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    script: &dyn Fn(&Asked) -> Reply,
    log: &Mutex<Vec<Asked>>,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let head = loop {
        let mut piece = [0; 1024];
        let n = stream.read(&mut piece)?;
        bytes.extend_from_slice(&piece[..n]);
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        if n == 0 {
            return Ok(());
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let target = text.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut asked = Asked {
        target,
        head: text,
        body: String::new(),
        before: 0,
    };
    let length: usize = asked
        .header("content-length")
        .and_then(|l| l.parse().ok())
        .unwrap_or(0);
    let mut body = bytes[head..].to_vec();
    while body.len() < length {
        let mut piece = [0; 1024];
        let n = stream.read(&mut piece)?;
        body.extend_from_slice(&piece[..n]);
    }
    asked.body = String::from_utf8_lossy(&body).into_owned();
    {
        let mut log = log.lock().unwrap();
        asked.before = log.iter().filter(|a| a.path() == asked.path()).count();
        log.push(asked.clone());
    }
    match script(&asked) {
        Reply::Bytes(bytes) => stream.write_all(&bytes)?,
        Reply::Stall(bytes) => {
            stream.write_all(&bytes)?;
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest)?;
        }
        Reply::Endless(piece) => {
            stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n",
            )?;
            loop {
                stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes())?;
                stream.write_all(piece)?;
                stream.write_all(b"\r\n")?;
            }
        }
    }
    Ok(())
}
