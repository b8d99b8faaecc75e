//! Texts and numbers as bytes that compare as they do, written one behind the other and read from
//! the front.

/// A text that compares as texts do and ends before what follows it.
pub(in crate::ingest::conform) fn text_in_key(out: &mut Vec<u8>, text: &str) {
    if text.as_bytes().contains(&0) {
        for byte in text.bytes() {
            out.push(byte);
            if byte == 0 {
                out.push(u8::MAX);
            }
        }
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.extend([0, 0]);
}

/// A text behind its length.
pub(in crate::ingest::conform) fn text(out: &mut Vec<u8>, text: &str) {
    out.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(text.as_bytes());
}

pub(super) fn optional<const N: usize>(out: &mut Vec<u8>, bytes: Option<[u8; N]>) {
    out.push(u8::from(bytes.is_some()));
    out.extend(bytes.iter().flatten());
}

/// Bytes that are read from the front.
pub(in crate::ingest::conform) struct Bytes<'b>(pub(in crate::ingest::conform) &'b [u8]);

impl Bytes<'_> {
    pub(in crate::ingest::conform) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*array)
    }

    /// Nothing too where the bytes end before it; what follows then finds nothing either.
    pub(super) fn optional<const N: usize>(&mut self) -> Option<[u8; N]> {
        let [there] = self.array()?;
        if there == 1 { self.array() } else { None }
    }

    pub(in crate::ingest::conform) fn text(&mut self) -> Option<String> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }

    pub(in crate::ingest::conform) fn text_in_key(&mut self) -> Option<String> {
        let end = self.0.iter().position(|b| *b == 0)?;
        if self.0.get(end + 1) == Some(&0) {
            let text = std::str::from_utf8(&self.0[..end]).ok()?.to_owned();
            self.0 = &self.0[end + 2..];
            return Some(text);
        }
        let mut text = Vec::new();
        loop {
            match self.0 {
                [0, 0, rest @ ..] => {
                    self.0 = rest;
                    return String::from_utf8(text).ok();
                }
                [0, _, rest @ ..] => {
                    text.push(0);
                    self.0 = rest;
                }
                [byte, rest @ ..] => {
                    text.push(*byte);
                    self.0 = rest;
                }
                [] => return None,
            }
        }
    }
}
