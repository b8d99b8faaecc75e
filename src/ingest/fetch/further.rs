//! What the headers of an answer say of further pages: the next one, and how many records or pages
//! there are.

use super::trouble::Trouble;
use crate::env::HttpResponse;
use crate::model::Format;
use serde_json::Value;

/// Headers with a count of all records, and those with a count of pages.
const TOTALS: [&str; 5] = [
    "x-total-count",
    "x-total",
    "x-wp-total",
    "x-pagination-total-count",
    "total-count",
];
const PAGES: [&str; 3] = [
    "x-total-pages",
    "x-wp-totalpages",
    "x-pagination-page-count",
];

/// The address of the next page.
pub(super) fn next(response: &HttpResponse) -> Option<String> {
    let links: Vec<&str> = response
        .headers
        .iter()
        .filter(|(name, _)| name == "link")
        .map(|(_, value)| value.as_str())
        .collect();
    next_link(&links.join(", "))
}

/// The count of all records, with the header that has it.
pub(super) fn total(response: &HttpResponse) -> Option<(String, u64)> {
    let ranged = || {
        let all = response.header("content-range")?.rsplit_once('/')?.1;
        Some(("content-range".to_owned(), all.trim().parse().ok()?))
    };
    counted(response, &TOTALS).or_else(ranged)
}

fn counted(response: &HttpResponse, names: &[&str]) -> Option<(String, u64)> {
    names.iter().find_map(|name| {
        let n = response.header(name)?.trim().parse().ok()?;
        Some(((*name).to_owned(), n))
    })
}

/// That one answer, asked for without pages, is all there is by its headers.
pub(super) fn is_all(
    response: &HttpResponse,
    format: Format,
    list: Option<&Value>,
) -> Result<(), Trouble> {
    let found = list.and_then(Value::as_array).map(|l| l.len() as u64);
    // Web pages name neighbours that are no pages of a table.
    let linked = next(response).filter(|_| format != Format::Html);
    let more = match (total(response), found) {
        (Some((name, total)), Some(found)) if total > found => {
            Some(format!("{total} records (`{name}`), and {found} came"))
        }
        (Some(_), Some(_)) => None,
        _ => linked
            .map(|_| "a next page (`link`)".to_owned())
            .or_else(|| {
                counted(response, &PAGES)
                    .filter(|(_, n)| *n > 1)
                    .map(|(name, n)| format!("{n} pages (`{name}`)"))
            }),
    };
    let Some(more) = more else {
        return Ok(());
    };
    let hint = if format == Format::Json {
        "declare `[source.http.paging]`, with `kind = \"link\"` where the header `Link` names the \
            next page"
    } else {
        "ask for all of it in one answer, by a parameter of the service; only `json` comes in pages"
    };
    Err(Trouble::new(
        "paging_shortfall",
        format!("the headers of the answer say that there are {more}"),
        hint,
    ))
}

/// The address of `rel=next` in a header `Link` (RFC 8288).
fn next_link(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (address, parameters) = after.split_once('>')?;
        // Parameters reach to the next `<`, for a comma may stand in quotes.
        let own = parameters.split('<').next().unwrap_or_default();
        let is_next =
            own.split([';', ','])
                .filter_map(|p| p.split_once('='))
                .any(|(name, value)| {
                    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
                    name.trim().eq_ignore_ascii_case("rel")
                        && relations.any(|r| r.eq_ignore_ascii_case("next"))
                });
        if is_next {
            return Some(address.trim().to_owned());
        }
        rest = parameters;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_of_a_link_header() {
        for (header, want) in [
            (
                r#"<https://x/?page=2>; rel="next", <https://x/?page=9>; rel="last""#,
                Some("https://x/?page=2"),
            ),
            (
                r#"</a?p=1,2>; rel=prev, </a?p=3,4>; title="x, y"; rel="last next""#,
                Some("/a?p=3,4"),
            ),
            ("<https://x/?page=9>; REL=Next", Some("https://x/?page=9")),
            (r#"<https://x/?page=9>; rel="last""#, None),
            ("", None),
            ("<unclosed", None),
        ] {
            assert_eq!(next_link(header).as_deref(), want, "{header}");
        }
    }
}
