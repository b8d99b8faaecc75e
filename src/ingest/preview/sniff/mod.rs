//! What a file seems to be, and why. Only for looking at: in a contract it is all declared.

mod delimiter;
mod encoding;
mod guess;
mod notation;
mod signature;
#[cfg(test)]
mod tests;
mod text_format;

use crate::decode::sample;
use crate::model::{Format, Layout};
use delimiter::delimiter;
use encoding::encoding;
pub use guess::{Because, Guess, HEAD};
use signature::binary;
use text_format::of_text;

/// A file that has been looked at.
pub(super) struct Sniffed {
    pub(super) format: Format,
    pub(super) layout: Layout,
    pub(super) guesses: Vec<Guess>,
}

/// Looks at the bytes of a file. `asked` is what somebody said about it.
pub(super) fn sniff(name: &str, bytes: &[u8], asked: &Layout) -> Sniffed {
    let mut layout = asked.clone();
    let mut guesses = Vec::new();
    let mut say = |about, is: &str, because| {
        guesses.push(Guess {
            about,
            is: is.to_owned(),
            because,
        });
    };
    if let Some((format, because)) = binary(name, bytes) {
        say("format", format.as_str(), because);
        return Sniffed {
            format,
            layout,
            guesses,
        };
    }
    let (encoding, because) = match asked.encoding {
        Some(encoding) => (encoding, Because::Asked),
        None => encoding(bytes),
    };
    let head = sample(bytes.get(..HEAD).unwrap_or(bytes), encoding);
    let (format, why) = of_text(name, &head, std::str::from_utf8(bytes).unwrap_or(&head));
    say("format", format.as_str(), why);
    // PX and XML name their encoding themselves, unless somebody knows better.
    if !matches!(format, Format::Px | Format::SdmxMl) {
        say("encoding", encoding.as_str(), because);
        layout.encoding = Some(encoding);
    }
    if matches!(format, Format::Csv | Format::SdmxCsv) {
        let (delimiter, because) = delimiter(&head);
        say("delimiter", &char::from(delimiter).to_string(), because);
        layout.delimiter = delimiter;
    }
    if format == Format::SdmxCsv
        && let Some(shown) = notation::labels(&head, layout.delimiter)
    {
        say("labels", "both", Because::Holds(shown));
        layout.labels = true;
    }
    if format == Format::Csv {
        if let Some(shown) = notation::excel_text(&head, layout.delimiter) {
            say("excel_text", "true", Because::Holds(shown));
            layout.excel_text = true;
        }
        if let Some(shown) = notation::escape(&head) {
            say("escape", "\\", Because::Holds(shown));
            layout.escape = Some('\\');
        }
    }
    if format == Format::Json && notation::lines(&head) {
        say("lines", "true", Because::Holds("}\\n{".to_owned()));
        layout.lines = true;
    }
    Sniffed {
        format,
        layout,
        guesses,
    }
}
