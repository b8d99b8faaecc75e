//! The attributes of a tag, however they are written.

use super::entities::entities;

/// The number with which an attribute begins.
pub(super) fn number(inside: &str, key: &str) -> Option<usize> {
    let (_, value) = attributes(inside)
        .into_iter()
        .find(|(name, _)| name == key)?;
    value
        .trim()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

/// Names in lower case and values of the attributes of a tag, its own name left out.
pub(super) fn attributes(inside: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = inside.trim_start_matches(|c: char| !c.is_whitespace() && c != '"' && c != '\'');
    loop {
        rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        if length == 0 && !rest.starts_with('=') {
            return found;
        }
        let name = rest[..length].to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        found.push((name, entities(value)));
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn attributes_of_every_writing() {
        let found = attributes(
            "td class=\"a b\" hidden style='display: none' colspan=2 data-x= 'y>z' checked/",
        );
        let want = [
            ("class", "a b"),
            ("hidden", ""),
            ("style", "display: none"),
            ("colspan", "2"),
            ("data-x", "y>z"),
            ("checked", ""),
        ];
        assert_eq!(found, want.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!(attributes("tr"), []);
    }
}
