//! A storage in memory that answers as S3 does, and fails when told to.

use crate::wire::{Answer, Request, Wire};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

#[derive(Default)]
struct State {
    objects: BTreeMap<String, (u64, Vec<u8>)>,
    uploads: BTreeMap<String, BTreeMap<u16, Vec<u8>>>,
    changes: u64,
    requests: u64,
    fails_from: Option<(u64, bool)>,
    loses_every: Option<u64>,
    refuses: Option<(u16, String)>,
    largest_body: usize,
    waited: u32,
}

/// Clones are the same storage.
#[derive(Clone, Default)]
pub(super) struct Storage(Arc<Mutex<State>>);

impl Storage {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn keys(&self) -> Vec<String> {
        self.state().objects.keys().cloned().collect()
    }

    fn at(key: &str) -> String {
        format!("thống kê/lake/{key}")
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.state().objects.contains_key(&Storage::at(key))
    }

    pub(super) fn get(&self, key: &str) -> Vec<u8> {
        self.state().objects[&Storage::at(key)].1.clone()
    }

    pub(super) fn remove(&self, key: &str) {
        assert!(self.state().objects.remove(&Storage::at(key)).is_some());
    }

    pub(super) fn rot(&self, key: &str, bytes: &[u8]) {
        let mut state = self.state();
        state.changes += 1;
        let changes = state.changes;
        let object = state.objects.get_mut(&Storage::at(key)).unwrap();
        *object = (changes, bytes.to_vec());
    }

    pub(super) fn begin_count(&self) {
        self.state().requests = 0;
    }

    pub(super) fn count(&self) -> u64 {
        self.state().requests
    }

    /// From this request on no answer comes; the first is carried out if `done`.
    pub(super) fn fails_from(&self, request: u64, done: bool) {
        self.state().fails_from = Some((request, done));
    }

    /// Every so many requests are carried out, and their answer is lost.
    pub(super) fn loses_every(&self, requests: u64) {
        self.state().loses_every = Some(requests);
    }

    pub(super) fn refuses(&self, status: u16, body: &str) {
        self.state().refuses = Some((status, body.to_owned()));
    }

    pub(super) fn mend(&self) {
        self.state().fails_from = None;
    }

    pub(super) fn largest_body(&self) -> usize {
        self.state().largest_body
    }

    pub(super) fn waited(&self) -> u32 {
        self.state().waited
    }
}

impl Wire for Storage {
    fn send(&self, request: &Request) -> Result<Answer, String> {
        let mut state = self.state();
        let number = state.requests;
        state.requests += 1;
        if let Some((from, done)) = state.fails_from {
            if number == from && done {
                state.answer(request);
            }
            if number >= from {
                return Err("the connection ended".to_owned());
            }
        }
        if let Some((status, body)) = state.refuses.clone() {
            return Ok(answer(status, None, body.into_bytes()));
        }
        let answer = state.answer(request);
        match state.loses_every {
            Some(every) if number.is_multiple_of(every) => Err("the answer was lost".to_owned()),
            _ => Ok(answer),
        }
    }

    fn wait(&self, _: Duration) {
        self.state().waited += 1;
    }
}

fn answer(status: u16, tag: Option<u64>, body: Vec<u8>) -> Answer {
    let headers = tag.map(|tag| ("etag".to_owned(), format!("\"{tag}\"")));
    Answer {
        status,
        headers: headers.into_iter().collect(),
        body,
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Answer {
        let url = url::Url::parse(&request.url).unwrap();
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert!(asked.contains_key("X-Amz-Signature"), "signed");
        let path = percent_decoded(url.path());
        let key = path.strip_prefix("/office/").unwrap().to_owned();
        let header = |name: &str| {
            let found = request.headers.iter().find(|(n, _)| n == name);
            found.map(|(_, value)| value.clone())
        };
        let body = request.body.clone().unwrap_or_default();
        self.largest_body = self.largest_body.max(body.len());
        let there = self.objects.get(&key).cloned();
        let upload = asked.get("uploadId");
        match (request.method, upload) {
            ("GET", _) => match (there, header("range")) {
                (None, _) => answer(404, None, b"<Code>NoSuchKey</Code>".to_vec()),
                (Some((tag, bytes)), None) => answer(200, Some(tag), bytes),
                (Some((tag, bytes)), Some(range)) => {
                    let (from, to) = range
                        .strip_prefix("bytes=")
                        .unwrap()
                        .split_once('-')
                        .unwrap();
                    let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
                    match bytes.get(from..bytes.len().min(to + 1)) {
                        Some(part) if !part.is_empty() => answer(206, Some(tag), part.to_vec()),
                        _ => answer(416, None, Vec::new()),
                    }
                }
            },
            ("PUT", Some(upload)) => {
                let number: u16 = asked["partNumber"].parse().unwrap();
                self.uploads.get_mut(upload).unwrap().insert(number, body);
                answer(200, Some(u64::from(number)), Vec::new())
            }
            ("PUT", None) => {
                let tag = there.map(|(tag, _)| format!("\"{tag}\""));
                let met = match (header("if-none-match"), header("if-match")) {
                    (Some(_), _) => tag.is_none(),
                    (_, Some(wanted)) => tag == Some(wanted),
                    _ => true,
                };
                if !met {
                    return answer(412, None, Vec::new());
                }
                self.put(key, body)
            }
            ("POST", None) => {
                let id = format!("upload-{}", self.uploads.len());
                self.uploads.insert(id.clone(), BTreeMap::new());
                let xml = format!(
                    "<InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
                );
                answer(200, None, xml.into_bytes())
            }
            ("POST", Some(upload)) => {
                let parts = self.uploads[upload].clone();
                let text = String::from_utf8(body).unwrap();
                assert_eq!(text.matches("<PartNumber>").count(), parts.len());
                self.put(key, parts.into_values().flatten().collect())
            }
            ("DELETE", _) => {
                self.objects.remove(&key);
                answer(204, None, Vec::new())
            }
            other => panic!("{other:?}"),
        }
    }

    fn put(&mut self, key: String, bytes: Vec<u8>) -> Answer {
        self.changes += 1;
        self.objects.insert(key, (self.changes, bytes));
        answer(200, Some(self.changes), Vec::new())
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let two = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(str::from_utf8(&two).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}
