//! Objects of one prefix of a bucket: requests signed, repeated where that is safe, answers judged.

use crate::fault::Fault;
use crate::wire::{Answer, Request, Wire};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusty_s3::actions::{CompleteMultipartUpload, CreateMultipartUpload, S3Action, UploadPart};
use rusty_s3::{Credentials, UrlStyle};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long the signature of one request holds.
const SIGNED_FOR: Duration = Duration::from_hours(1);

/// How often a request is sent before its fault is believed, and the first wait between.
const ATTEMPTS: u32 = 4;
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Most bytes of an answer that is no file: heads grow with the number of files.
const MAX_OBJECT: u64 = 1 << 30;

/// Where the storage is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `https://host[:port]`.
    pub endpoint: String,
    /// Region that requests are signed for.
    pub region: String,
    /// Name of the bucket, which must exist.
    pub bucket: String,
    /// What all keys begin with; may be empty.
    pub prefix: String,
    /// Whether the bucket stands in the path (`host/bucket/key`) and not in the name of the host.
    pub path_style: bool,
}

/// The two keys, and a token where they are lent. Not printed.
pub struct Keys {
    /// Access key.
    pub access: String,
    /// Secret key.
    pub secret: String,
    /// Token of a session.
    pub token: Option<String>,
}

/// What must hold of the object there for a `PUT` to count.
pub(crate) enum Condition {
    Any,
    Absent,
    Is(String),
}

/// What became of a `PUT`.
pub(crate) enum Put {
    /// It lies there, under this entity tag.
    Stored(String),
    /// The condition did not hold.
    Otherwise,
}

/// An object and its entity tag.
pub(crate) struct Object {
    pub bytes: Vec<u8>,
    pub etag: String,
}

/// The objects of one lake.
pub struct Bucket {
    at: rusty_s3::Bucket,
    keys: Credentials,
    prefix: String,
    wire: Box<dyn Wire>,
}

impl Bucket {
    /// Asks nothing yet.
    ///
    /// # Errors
    /// [`Fault::Address`].
    pub fn new(address: &Address, keys: Keys, wire: Box<dyn Wire>) -> Result<Bucket, Fault> {
        let endpoint = url::Url::parse(&address.endpoint)
            .map_err(|e| Fault::Address(format!("`{}`: {e}", address.endpoint)))?;
        let style = if address.path_style {
            UrlStyle::Path
        } else {
            UrlStyle::VirtualHost
        };
        let (name, region) = (address.bucket.clone(), address.region.clone());
        let bucket = rusty_s3::Bucket::new(endpoint, style, name, region)
            .map_err(|e| Fault::Address(e.to_string()))?;
        let prefix = address.prefix.trim_matches('/');
        Ok(Bucket {
            at: bucket,
            keys: match keys.token {
                Some(token) => Credentials::new_with_token(keys.access, keys.secret, token),
                None => Credentials::new(keys.access, keys.secret),
            },
            prefix: match prefix {
                "" => String::new(),
                prefix => format!("{prefix}/"),
            },
            wire,
        })
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// A small object; `None` where there is none.
    pub(crate) fn get(&self, path: &str) -> Result<Option<Object>, Fault> {
        let key = self.key(path);
        let action = self.at.get_object(Some(&self.keys), &key);
        let answer = self.ask(path, &request("GET", &action, None, MAX_OBJECT))?;
        match answer.status {
            404 if !says(&answer).contains("NoSuchBucket") => Ok(None),
            200 => Ok(Some(Object {
                etag: etag(path, &answer)?,
                bytes: answer.body,
            })),
            _ => Err(refused(path, &answer)),
        }
    }

    /// So many bytes of an object, from one on.
    pub(crate) fn part(&self, path: &str, from: u64, bytes: u64) -> Result<Vec<u8>, Fault> {
        let key = self.key(path);
        let action = self.at.get_object(Some(&self.keys), &key);
        let mut request = request("GET", &action, None, bytes.saturating_add(1));
        let range = format!("bytes={from}-{}", from + bytes.saturating_sub(1));
        request.headers.push(("range".to_owned(), range));
        let answer = self.ask(path, &request)?;
        match answer.status {
            200 | 206 if answer.body.len() as u64 == bytes => Ok(answer.body),
            200 | 206 => Err(damaged(path, "has another length than its head says")),
            404 => Err(damaged(path, "is not there, though the head lists it")),
            416 => Err(damaged(path, "is shorter than its head says")),
            _ => Err(refused(path, &answer)),
        }
    }

    /// Puts a small object. Whether an attempt whose answer was lost had counted is looked up.
    pub(crate) fn put(&self, path: &str, bytes: &[u8], when: &Condition) -> Result<Put, Fault> {
        let key = self.key(path);
        let mut action = self.at.put_object(Some(&self.keys), &key);
        let digest = STANDARD.encode(Sha256::digest(bytes));
        action
            .headers_mut()
            .insert("x-amz-checksum-sha256", digest.clone());
        let mut request = request("PUT", &action, Some(bytes.to_vec()), MAX_OBJECT);
        request
            .headers
            .push(("x-amz-checksum-sha256".to_owned(), digest));
        match when {
            Condition::Any => {}
            Condition::Absent => {
                request
                    .headers
                    .push(("if-none-match".to_owned(), "*".to_owned()));
            }
            Condition::Is(etag) => {
                request.headers.push(("if-match".to_owned(), etag.clone()));
            }
        }
        let answer = self.ask(path, &request)?;
        match answer.status {
            200 => Ok(Put::Stored(etag(path, &answer)?)),
            // 404: `If-Match` on what is gone
            404 | 409 | 412 if !matches!(when, Condition::Any) => Ok(match self.get(path)? {
                Some(there) if there.bytes == bytes => Put::Stored(there.etag),
                _ => Put::Otherwise,
            }),
            _ => Err(refused(path, &answer)),
        }
    }

    /// Removes an object; one that is not there is fine.
    pub(crate) fn delete(&self, path: &str) -> Result<(), Fault> {
        let key = self.key(path);
        let action = self.at.delete_object(Some(&self.keys), &key);
        let answer = self.ask(path, &request("DELETE", &action, None, MAX_OBJECT))?;
        match answer.status {
            200 | 204 | 404 => Ok(()),
            _ => Err(refused(path, &answer)),
        }
    }

    /// Begins an object that is sent in parts; gives its upload's name.
    pub(crate) fn begin_parts(&self, path: &str) -> Result<String, Fault> {
        let key = self.key(path);
        let action = CreateMultipartUpload::new(&self.at, Some(&self.keys), &key);
        let answer = self.ask(
            path,
            &request("POST", &action, Some(Vec::new()), MAX_OBJECT),
        )?;
        let text = String::from_utf8_lossy(&answer.body);
        match CreateMultipartUpload::parse_response(&text) {
            Ok(begun) if answer.status == 200 => Ok(begun.upload_id().to_owned()),
            _ => Err(refused(path, &answer)),
        }
    }

    /// Sends one part, counted from 1; gives its entity tag.
    pub(crate) fn send_part(
        &self,
        path: &str,
        upload: &str,
        number: u16,
        bytes: Vec<u8>,
    ) -> Result<String, Fault> {
        let key = self.key(path);
        let action = UploadPart::new(&self.at, Some(&self.keys), &key, number, upload);
        let answer = self.ask(path, &request("PUT", &action, Some(bytes), MAX_OBJECT))?;
        match answer.status {
            200 => etag(path, &answer),
            _ => Err(refused(path, &answer)),
        }
    }

    /// Puts the parts together. The storage may find only then that it cannot.
    pub(crate) fn end_parts(
        &self,
        path: &str,
        upload: &str,
        etags: &[String],
    ) -> Result<(), Fault> {
        let key = self.key(path);
        let tags = etags.iter().map(String::as_str);
        let action = CompleteMultipartUpload::new(&self.at, Some(&self.keys), &key, upload, tags);
        let body = action.clone().body().into_bytes();
        let answer = self.ask(path, &request("POST", &action, Some(body), MAX_OBJECT))?;
        if answer.status == 200 && !says(&answer).contains("<Error") {
            return Ok(());
        }
        Err(refused(path, &answer))
    }

    /// Sends a request, again where no answer came or the storage is at a loss.
    fn ask(&self, path: &str, request: &Request) -> Result<Answer, Fault> {
        let mut wait = FIRST_WAIT;
        for _ in 1..ATTEMPTS {
            match self.wire.send(request) {
                Ok(answer) if !matches!(answer.status, 408 | 429 | 500..) => return Ok(answer),
                _ => self.wire.wait(wait),
            }
            wait *= 2;
        }
        let sent = self.wire.send(request);
        sent.map_err(|why| Fault::Unreachable {
            key: self.key(path),
            why,
        })
    }
}

fn request<'a>(
    method: &'static str,
    action: &impl S3Action<'a>,
    body: Option<Vec<u8>>,
    max_bytes: u64,
) -> Request {
    Request {
        method,
        url: action.sign(SIGNED_FOR).into(),
        headers: Vec::new(),
        body,
        max_bytes,
    }
}

fn etag(path: &str, answer: &Answer) -> Result<String, Fault> {
    let etag = answer.header("etag").map(str::to_owned);
    etag.ok_or_else(|| damaged(path, "was answered without an entity tag (ETag)"))
}

fn damaged(path: &str, how: &str) -> Fault {
    Fault::Damaged {
        key: path.to_owned(),
        how: how.to_owned(),
    }
}

/// What the storage says about its fault, in one line.
fn says(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(400) {
        line.truncate(at);
    }
    line
}

fn refused(path: &str, answer: &Answer) -> Fault {
    Fault::Refused {
        key: path.to_owned(),
        status: answer.status,
        says: says(answer),
    }
}
