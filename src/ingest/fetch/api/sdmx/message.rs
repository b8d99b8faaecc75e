//! What a service says in an answer with status 200.

/// What an answer with status 200 says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum StatusMeaning {
    Data,
    /// It will be written to a file elsewhere, later: the note 413 of SDMX 2.1.
    TooLarge,
    /// An error message in place of data.
    Error(String),
}

/// Looks at the root and the footer of an XML message; anything else is data, of which the decoder
/// judges.
pub(super) fn meaning(body: &[u8]) -> StatusMeaning {
    if !body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start()
        .starts_with(b"<")
    {
        return StatusMeaning::Data;
    }
    let text = String::from_utf8_lossy(body);
    let elements = || {
        text.split('<')
            .skip(1)
            .filter(|e| !e.starts_with(['?', '!', '/']))
    };
    if elements().next().is_some_and(|root| is(root, "Error")) {
        let words: Vec<&str> = elements()
            .filter(|e| is(e, "Text"))
            .filter_map(|e| e.split_once('>'))
            .map(|(_, words)| words)
            .collect();
        return StatusMeaning::Error(words.join(" "));
    }
    let mut behind = elements().skip_while(|e| !is(e, "Footer"));
    if behind.any(|e| is(e, "Message") && e.contains("code=\"413\"")) {
        StatusMeaning::TooLarge
    } else {
        StatusMeaning::Data
    }
}

/// Whether an element has a name, whatever its prefix.
fn is(element: &str, wanted: &str) -> bool {
    let name = element
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next()
        .unwrap_or_default();
    name.rsplit(':').next() == Some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_says() {
        assert_eq!(
            meaning(b"DATAFLOW,TIME_PERIOD,OBS_VALUE\n"),
            StatusMeaning::Data
        );
        assert_eq!(
            meaning(
                b"\xef\xbb\xbf<?xml \
            version='1.0'?><m:StructureSpecificData><m:DataSet/></m:StructureSpecificData>"
            ),
            StatusMeaning::Data
        );
        let error =
            b"<?xml version=\"1.0\"?>\n<mes:Error><mes:ErrorMessage code=\"150\"><com:Text>unknown \
                key</com:Text></mes:ErrorMessage></mes:Error>";
        assert_eq!(meaning(error), StatusMeaning::Error("unknown key".into()));
        let later = b"<m:GenericData><f:Footer><f:Message \
            code=\"413\"><c:Text>later</c:Text></f:Message></f:Footer></m:GenericData>";
        assert_eq!(meaning(later), StatusMeaning::TooLarge);
        let other =
            b"<m:GenericData><f:Footer><f:Message code=\"500\"/></f:Footer></m:GenericData>";
        assert_eq!(meaning(other), StatusMeaning::Data);
    }
}
