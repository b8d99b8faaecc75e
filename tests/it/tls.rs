//! Sources over TLS: the certificate authority that a project names is trusted for its source, and
//! nothing else is.
//!
//! Keys are made for each test by `openssl`, so that none is kept anywhere; where it is not
//! installed, these tests skip and say so.

use crate::http::{CSV, fails, project};
use crate::support::{Project, field};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// A key on the curve that every client knows.
const KEY: [&str; 5] = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
];

/// An authority that exists as long as a test.
struct Authority(TempDir);

impl Authority {
    /// `None`, saying so, where `openssl` is not installed.
    fn new() -> Option<Authority> {
        if Command::new("openssl").arg("version").output().is_err() {
            crate::support::skipped("openssl is not installed");
            return None;
        }
        let authority = Authority(tempfile::tempdir().unwrap());
        let own = [
            "req",
            "-x509",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-days",
            "2",
            "-subj",
            "/CN=An office",
        ];
        authority.openssl(
            &[
                &own[..],
                &KEY,
                &["-addext", "keyUsage=critical,keyCertSign"],
            ]
            .concat(),
        );
        Some(authority)
    }

    fn openssl(&self, args: &[&str]) {
        let output = Command::new("openssl")
            .args(args)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "openssl {args:?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.0.path().join(file)
    }

    /// A server with a certificate of this authority for a name, which answers every request with
    /// the same table.
    fn serve(&self, name: &str) -> u16 {
        self.openssl(
            &[
                &[
                    "req",
                    "-keyout",
                    "server.key",
                    "-out",
                    "server.csr",
                    "-subj",
                    "/CN=A server",
                ][..],
                &KEY,
            ]
            .concat(),
        );
        std::fs::write(self.path("names"), format!("subjectAltName={name}\n")).unwrap();
        let sign = "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out \
            server.pem -days 2 -extfile names";
        self.openssl(&sign.split(' ').collect::<Vec<_>>());
        let chain = vec![CertificateDer::from_pem_file(self.path("server.pem")).unwrap()];
        let key = PrivateKeyDer::from_pem_file(self.path("server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = Arc::new(
            config
                .with_no_client_auth()
                .with_single_cert(chain, key)
                .unwrap(),
        );
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(config.clone()).unwrap();
                // A client that does not trust us goes, and that is what the tests look at.
                _ = answer(StreamOwned::new(connection, stream.unwrap()));
            }
        });
        port
    }
}

fn answer(mut stream: StreamOwned<ServerConnection, std::net::TcpStream>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte)? == 0 {
            return Ok(());
        }
        head.push(byte[0]);
    }
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: {}\r\nConnection: \
            close\r\n\r\n{CSV}",
        CSV.len()
    )?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// The invented country with workshops from an address, trusting the authority in a file.
fn trusting(port: u16, authority: &Path) -> Project {
    let project = project(
        &format!("https://127.0.0.1:{port}/w.csv"),
        "ca_file = \"certificates/office.pem\"\n",
    );
    project.write("certificates/office.pem", std::fs::read(authority).unwrap());
    project
}

#[test]
fn an_authority_that_the_project_names_is_trusted() {
    let Some(authority) = Authority::new() else {
        return;
    };
    let port = authority.serve("IP:127.0.0.1");
    let trusted = trusting(port, &authority.path("ca.pem"));
    trusted.run().says("published release");
    assert_eq!(
        field(&trusted.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );
    // A bundle may hold others next to it.
    let other = Authority::new().unwrap();
    let both = trusting(port, &authority.path("ca.pem"));
    both.write(
        "certificates/office.pem",
        both.read("certificates/office.pem")
            + &std::fs::read_to_string(other.path("ca.pem")).unwrap(),
    );
    both.run().says("published release");
}

#[test]
fn nobody_else_is_trusted() {
    let (Some(authority), Some(other)) = (Authority::new(), Authority::new()) else {
        return;
    };
    let port = authority.serve("IP:127.0.0.1");
    fails(
        &project(&format!("https://127.0.0.1:{port}/w.csv"), ""),
        "http_unreachable",
        "certificate",
    );
    fails(
        &trusting(port, &other.path("ca.pem")),
        "http_unreachable",
        "certificate",
    );
    let elsewhere = authority.serve("DNS:stat.example");
    fails(
        &trusting(elsewhere, &authority.path("ca.pem")),
        "http_unreachable",
        "certificate",
    );
    let missing = trusting(port, &authority.path("ca.pem"));
    missing.remove("certificates/office.pem");
    fails(&missing, "http_request", "office.pem` cannot be read");
    missing.write("certificates/office.pem", "no certificate");
    fails(
        &missing,
        "http_request",
        "office.pem` holds no certificate in PEM",
    );
}
