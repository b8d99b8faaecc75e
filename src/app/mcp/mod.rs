//! `chiso mcp`: the API for assistants, by the Model Context Protocol over standard input and output,
//! so that they can cite a verdict instead of inventing one.
//!
//! Each tool is a resource of the API: it takes the same parameters, is answered by the same code and
//! sees published releases only. One message stands on a line; nothing else is written to standard
//! output.

mod message;
mod tools;

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::mcp::message::{answered, too_long};
use crate::app::output;
use crate::app::site::Site;
use std::io::{BufRead, Read};

/// The most bytes of a message.
const LONGEST: u64 = 1 << 20;

/// Answers messages until there are no more.
///
/// # Errors
/// When standard input or output fails.
pub fn answer_all(site: &Site, lang: Lang, input: &mut dyn BufRead) -> Result<(), Failure> {
    loop {
        let mut line = vec![];
        let read = input.take(LONGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
            // The rest of it is no message of its own.
            input.skip_until(b'\n')?;
            output::line(&too_long().to_string())?;
            continue;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if let Some(answer) = answered(site, lang, &line) {
            output::line(&answer.to_string())?;
        }
    }
}
