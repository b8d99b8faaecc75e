//! Undoes the compression of an answer. Done here and not by the client, so that the limit holds
//! for what comes out as well: a few kilobytes can be made to unpack to gigabytes.

use super::trouble::Trouble;
use std::io::{ErrorKind, Read};

/// Compressions that we ask for and understand, as `Accept-Encoding` names them.
pub(super) const ACCEPTED: &str = "gzip, deflate, br, zstd";
/// Most compressions one around the other.
const MAX_LAYERS: usize = 3;
/// Largest window of zstd, as a power of two: 8 MiB, which RFC 9659 allows on the web.
const ZSTD_WINDOW_LOG: u32 = 23;
/// Buffer of the Brotli reader.
const BUFFER: usize = 16 * 1024;

/// The body behind `Content-Encoding`, the last coding undone first; at most `limit` bytes.
pub(super) fn undo(codings: &str, body: Vec<u8>, limit: u64) -> Result<Vec<u8>, Trouble> {
    let layers: Vec<String> = codings
        .split(',')
        .map(|c| c.trim().to_ascii_lowercase())
        .filter(|c| !c.is_empty() && c != "identity")
        .collect();
    if layers.len() > MAX_LAYERS {
        let message = format!("the answer is compressed {} times over", layers.len());
        return Err(Trouble::new(
            "http_encoding",
            message,
            "ask the provider to send it plain",
        ));
    }
    let mut body = body;
    for coding in layers.iter().rev() {
        body = layer(coding, &body, limit)?;
    }
    if body.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(body)
}

fn layer(coding: &str, body: &[u8], limit: u64) -> Result<Vec<u8>, Trouble> {
    let read = match coding {
        "gzip" | "x-gzip" => whole(flate2::read::MultiGzDecoder::new(body), limit),
        // Many servers send the bare stream under this name, against the standard.
        "deflate" => whole(flate2::read::ZlibDecoder::new(body), limit)
            .or_else(|_| whole(flate2::read::DeflateDecoder::new(body), limit)),
        "br" => whole(brotli::Decompressor::new(body, BUFFER), limit),
        "zstd" => zstd::stream::read::Decoder::new(body).and_then(|mut decoder| {
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            whole(decoder, limit)
        }),
        other => {
            let message = format!("the answer is compressed by `{other}`, which was not asked for");
            return Err(Trouble::new(
                "http_encoding",
                message,
                "ask the provider to send it plain or by gzip",
            ));
        }
    };
    match read {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(too_large(limit)),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Err(Trouble::new(
            "http_truncated",
            format!("the answer, compressed by {coding}, is cut off"),
            "run again later",
        )
        .passing("cut off")),
        Err(_) => {
            let message =
                format!("the answer says that it is compressed by {coding}, and it is not");
            Err(Trouble::new(
                "http_encoding",
                message,
                "run again later; if it stays, tell the provider",
            )
            .passing("damaged"))
        }
    }
}

/// Everything, or nothing when there is more than the limit.
fn whole(reader: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn too_large(limit: u64) -> Trouble {
    let message = format!("the answer unpacks to more than {limit} bytes");
    Trouble::new(
        "too_large",
        message,
        "look at what is sent; if it is right, raise `max_decoded_bytes`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(coding: &str, body: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::best();
        let mut out = Vec::new();
        match coding {
            "gzip" => flate2::write::GzEncoder::new(&mut out, level)
                .write_all(body)
                .unwrap(),
            "deflate" => flate2::write::ZlibEncoder::new(&mut out, level)
                .write_all(body)
                .unwrap(),
            "bare deflate" => flate2::write::DeflateEncoder::new(&mut out, level)
                .write_all(body)
                .unwrap(),
            "br" => brotli::CompressorWriter::new(&mut out, 4096, 9, 20)
                .write_all(body)
                .unwrap(),
            _ => out = zstd::encode_all(body, 3).unwrap(),
        }
        out
    }

    #[test]
    fn every_coding_alone_and_one_in_the_other() {
        let body = "Hà Nội;27711\n".repeat(50);
        for coding in ["gzip", "deflate", "bare deflate", "br", "zstd"] {
            let name = coding.trim_start_matches("bare ");
            assert_eq!(
                undo(name, packed(coding, body.as_bytes()), 1000).unwrap(),
                body.as_bytes(),
                "{coding}"
            );
        }
        let twice = packed("br", &packed("gzip", body.as_bytes()));
        assert_eq!(
            undo(" gzip , identity, BR", twice, 1000).unwrap(),
            body.as_bytes()
        );
        assert_eq!(undo("", b"plain".to_vec(), 5).unwrap(), b"plain");
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit_and_damage_is_reported() {
        let bomb = vec![0_u8; 5_000_000];
        for coding in ["gzip", "deflate", "br", "zstd"] {
            let packed = packed(coding, &bomb);
            assert!(packed.len() < 20_000, "{coding}");
            assert_eq!(
                undo(coding, packed.clone(), 1_000_000).unwrap_err().rule,
                "too_large",
                "{coding}"
            );
            let cut = undo(coding, packed[..packed.len() / 2].to_vec(), 10_000_000).unwrap_err();
            assert!(
                cut.again && ["http_truncated", "http_encoding"].contains(&cut.rule),
                "{coding}: {cut:?}"
            );
            let error = undo(coding, b"this is not compressed".to_vec(), 1000).unwrap_err();
            assert!(
                error.again && ["http_encoding", "http_truncated"].contains(&error.rule),
                "{coding}: {error:?}"
            );
        }
        assert_eq!(
            undo("compress", vec![], 10).unwrap_err().rule,
            "http_encoding"
        );
        assert_eq!(
            undo("gzip,gzip,gzip,gzip", vec![], 10).unwrap_err().rule,
            "http_encoding"
        );
        assert_eq!(undo("", vec![0; 11], 10).unwrap_err().rule, "too_large");
    }
}
