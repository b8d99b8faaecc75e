//! Pages one after the other, and every way in which they lose records.

use super::{Case, Scripted, answer, header, ok};
use crate::env::Sent;
use crate::model::{HttpBody, HttpMethod, HttpValue, Paging, PagingKind};
use std::collections::BTreeMap;

fn page(from: u32, to: u32, more: &str) -> Scripted {
    let items: Vec<String> = (from..to).map(|n| format!("{{\"n\":{n}}}")).collect();
    ok(format!("{{\"items\":[{}]{more}}}", items.join(",")))
}

fn urls(sent: &[Sent]) -> Vec<&str> {
    sent.iter()
        .map(|s| {
            s.url
                .strip_prefix("https://stat.example/data?")
                .unwrap_or(&s.url)
        })
        .collect()
}

#[test]
fn pages_by_number_until_an_empty_one_and_by_offset_until_the_total() {
    let numbered = PagingKind::Page { first: 1 };
    let (fetch, sent) = Case::new().paged(numbered.clone(), |_| {}).gives([
        page(0, 2, ""),
        page(2, 3, ""),
        page(0, 0, ""),
    ]);
    assert_eq!(
        urls(&sent),
        ["year=2020&page=1", "year=2020&page=2", "year=2020&page=3"]
    );
    assert_eq!(
        String::from_utf8(fetch.bytes).unwrap(),
        r#"{"items":[{"n":0},{"n":1}]}{"items":[{"n":2}]}{"items":[]}"#
    );
    let receipts: Vec<(&str, u64, u64)> = fetch
        .transfer
        .pages
        .iter()
        .map(|p| (p.url.as_str(), p.size, p.records))
        .collect();
    assert_eq!(
        receipts[1],
        ("https://stat.example/data?year=2020&page=2", 19, 1)
    );
    assert!(
        fetch.transfer.etag.is_empty(),
        "pages are never asked for on a condition"
    );

    let counted = |p: &mut Paging| {
        (p.total, p.size_parameter, p.size) = ("meta.total".into(), "limit".into(), 10);
    };
    let meta = r#","meta":{"total":"3"}"#;
    // The server gives two where ten were asked for: the next offset is what came.
    let (_, sent) = Case::new()
        .paged(PagingKind::Offset { first: 0 }, counted)
        .gives([page(0, 2, meta), page(2, 3, meta)]);
    assert_eq!(
        urls(&sent),
        ["year=2020&offset=0&limit=10", "year=2020&offset=2&limit=10"]
    );

    let short = |p: &mut Paging| (p.short_is_last, p.size) = (true, 2);
    let (_, sent) = Case::new()
        .paged(numbered.clone(), short)
        .gives([page(0, 2, ""), page(2, 3, "")]);
    assert_eq!(sent.len(), 2);
    let (_, sent) = Case::new()
        .paged(numbered, |p| p.pages = "pages".into())
        .gives([page(0, 2, r#","pages":2"#), page(2, 3, r#","pages":2"#)]);
    assert_eq!(sent.len(), 2);
}

#[test]
fn pages_by_cursor_and_by_link() {
    let cursor = || {
        Case::new().paged(
            PagingKind::Cursor {
                next: "next".into(),
            },
            |_| {},
        )
    };
    // An empty page with a cursor is not the end.
    let (_, sent) = cursor().gives([
        page(0, 2, r#","next":"a&b""#),
        page(0, 0, r#","next":7"#),
        page(2, 3, r#","next":null"#),
    ]);
    assert_eq!(
        urls(&sent),
        ["year=2020", "year=2020&cursor=a%26b", "year=2020&cursor=7"]
    );
    let (fault, _) = cursor().fails([page(0, 2, r#","next":"a""#), page(2, 3, r#","next":"a""#)]);
    assert!(
        fault.contains("[paging_repeated]") && fault.contains("page 2 leads back to page 2"),
        "{fault}"
    );

    let linked = |page: Scripted, to: &str| {
        page.map(|mut a| {
            a.headers
                .push(("link".into(), format!("<{to}>; rel=\"next\"")));
            a
        })
    };
    let (fetch, sent) = Case::new()
        .secrets()
        .paged(PagingKind::Link, |_| {})
        .gives([
            linked(page(0, 2, ""), "?year=2020&page=2"),
            linked(page(2, 3, ""), "https://mirror.example/p3"),
            page(3, 4, ""),
        ]);
    assert_eq!(
        urls(&sent)[1..],
        [
            "year=2020&page=2&key=s3cr3t%2FTok+en%2B1",
            "https://mirror.example/p3"
        ]
    );
    assert!(header(&sent[1], "x-key").is_some() && header(&sent[2], "x-key").is_none());
    assert_eq!(
        fetch.transfer.pages[1].url,
        "https://stat.example/data?year=2020&page=2&key=[secret]"
    );
}

#[test]
fn pages_that_name_the_next_one_in_the_answer() {
    let next = |path: &str| Case::new().paged(PagingKind::Next { next: path.into() }, |_| {});
    // Relative, absolute, as an object, as a link of a list; the last page has none.
    let (fetch, sent) = next("links.next").secrets().gives([
        page(0, 2, r#","links":{"next":"?year=2020&page=2"}"#),
        page(
            2,
            3,
            r#","links":{"next":{"href":"https://mirror.example/p3"}}"#,
        ),
        page(3, 4, r#","links":{}"#),
    ]);
    assert_eq!(
        urls(&sent)[1..],
        [
            "year=2020&page=2&key=s3cr3t%2FTok+en%2B1",
            "https://mirror.example/p3"
        ]
    );
    assert!(header(&sent[1], "x-key").is_some() && header(&sent[2], "x-key").is_none());
    assert_eq!(fetch.transfer.pages.len(), 3);
    for end in ["null", r#""""#, "false", r#"{"href":null}"#] {
        let (_, sent) = next("next").gives([page(0, 2, &format!(",\"next\":{end}"))]);
        assert_eq!(sent.len(), 1, "{end}");
    }
    let (_, sent) = next("links").gives([
        page(
            0,
            2,
            r#","links":[{"rel":"self","href":"/a"},{"rel":"next","href":"/data?p=2"}]"#,
        ),
        page(2, 3, r#","links":[{"rel":"self","href":"/a"}]"#),
    ]);
    assert_eq!(urls(&sent)[1], "p=2");
    // One page that says by its count that it is all there is.
    next("next").gives([page(0, 2, r#","meta":{"totalCount":2}"#)]);
    for (script, part) in [
        (
            vec![page(0, 2, "")],
            "[paging_next]: datasets/firms.toml, column `source.api.http`: the first page has \
                nothing at `next`",
        ),
        (
            vec![page(0, 2, r#","next":"abc""#)],
            "what stands at `next` is no address",
        ),
        (
            vec![
                page(0, 2, r#","next":"/data?p=2""#),
                page(2, 3, r#","next":"/data?p=2""#),
            ],
            "page 2 leads back to page 2",
        ),
        (
            vec![page(0, 2, r#","next":null,"hasMore":true"#)],
            "[paging_shortfall]",
        ),
    ] {
        let (fault, _) = next("next").fails(script);
        assert!(fault.contains(part), "{fault}\ndoes not contain {part}");
    }
}

#[test]
fn pages_after_the_last_record() {
    let last =
        |change: fn(&mut Paging)| Case::new().paged(PagingKind::Last { last: "n".into() }, change);
    let (_, sent) = last(|_| {}).gives([page(1, 3, ""), page(3, 4, ""), page(0, 0, "")]);
    assert_eq!(
        urls(&sent),
        ["year=2020", "year=2020&after=2", "year=2020&after=3"]
    );
    let (_, sent) =
        last(|p| (p.short_is_last, p.size) = (true, 2)).gives([page(1, 3, ""), page(3, 4, "")]);
    assert_eq!(sent.len(), 2);
    for (body, part) in [
        (
            r#"{"items":[{"n":2},{"n":9},{"n":4}]}"#,
            "not in the order of `n`",
        ),
        (r#"{"items":[{"n":2},{"m":9}]}"#, "no number at `n`"),
    ] {
        let (fault, _) = last(|_| {}).fails([ok(body)]);
        assert!(
            fault.contains("[paging_next]") && fault.contains(part),
            "{fault}"
        );
    }
    let (fault, _) = last(|_| {}).fails([page(1, 3, ""), page(1, 3, r#","a":1"#)]);
    assert!(fault.contains("[paging_repeated]"), "{fault}");
}

#[test]
fn what_an_answer_says_of_further_pages_is_believed() {
    let numbered =
        |change: fn(&mut Paging)| Case::new().paged(PagingKind::Page { first: 1 }, change);
    let short: fn(&mut Paging) = |p| (p.short_is_last, p.size) = (true, 2);
    for (more, part) in [
        (r#","hasMore":true"#, "more: `hasMore` is true"),
        (r#","next":"/p=2""#, "more: `next` is"),
        (r#","totalCount":7"#, "there are 7 (`totalCount`)"),
        (r#","count":7"#, "there are 7 (`count`)"),
        (r#","page":1,"total_pages":3"#, "more: `total_pages` is 3"),
    ] {
        let (fault, _) = numbered(short).fails([page(0, 1, more)]);
        assert!(
            fault.starts_with("error[paging_shortfall]") && fault.contains(part),
            "{fault}"
        );
    }
    // The end of pages, in the words of several services.
    for more in [
        r#","hasMore":false"#,
        r#","next":null"#,
        r#","next":"""#,
        r#","count":1"#,
        r#","page":1,"total_pages":1"#,
    ] {
        numbered(short).gives([page(0, 1, more)]);
    }
    // An empty page is the end, though it links on.
    numbered(|_| {}).gives([page(0, 1, r#","next":2"#), page(0, 0, r#","next":3"#)]);

    // One answer, and its headers.
    let one = |headers: &[(&str, &str)]| {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        answer(200, &all, r#"{"items":[{"n":1},{"n":2}]}"#)
    };
    for (name, value, part) in [
        (
            "link",
            "<https://x/?p=2>; rel=\"next\"",
            "a next page (`link`)",
        ),
        (
            "x-total-count",
            "5",
            "5 records (`x-total-count`), and 2 came",
        ),
        (
            "content-range",
            "items 0-1/5",
            "5 records (`content-range`)",
        ),
        ("x-total-pages", "3", "3 pages (`x-total-pages`)"),
    ] {
        let (fault, _) = Case::new().fails([one(&[(name, value)])]);
        assert!(
            fault.starts_with("error[paging_shortfall]") && fault.contains(part),
            "{fault}"
        );
    }
    for (name, value) in [
        ("link", "<https://x/?p=9>; rel=\"last\""),
        ("x-total-count", "2"),
        ("x-total-pages", "1"),
    ] {
        Case::new().gives([one(&[(name, value)])]);
    }
}

#[test]
fn parameters_of_pages_in_a_body() {
    let body = |body: HttpBody| {
        Case::new()
            .with(|c| (c.http.method, c.http.body) = (HttpMethod::Post, body))
            .paged(PagingKind::Page { first: 0 }, |p| {
                (p.in_body, p.parameter) = (true, "page.index".into());
            })
    };
    let (_, sent) = body(HttpBody::Json {
        text: r#"{"page":{"size":2}}"#.into(),
        fields: BTreeMap::new(),
    })
    .gives([page(0, 1, ""), page(0, 0, "")]);
    assert_eq!(sent[1].body, r#"{"page":{"size":2,"index":1}}"#);
    // A number stays a number in JSON.
    let (_, sent) = Case::new()
        .with(|c| {
            (c.http.method, c.http.body) = (
                HttpMethod::Post,
                HttpBody::Json {
                    text: "{}".into(),
                    fields: BTreeMap::new(),
                },
            );
        })
        .paged(
            PagingKind::Cursor {
                next: "next".into(),
            },
            |p| {
                p.in_body = true;
            },
        )
        .gives([page(0, 1, r#","next":7"#), page(1, 2, r#","next":null"#)]);
    assert_eq!(sent[1].body, r#"{"cursor":7}"#);
    let form = BTreeMap::from([("q".to_owned(), HttpValue::Text("a b".into()))]);
    let (_, sent) = body(HttpBody::Form(form)).gives([page(0, 1, ""), page(0, 0, "")]);
    assert_eq!(sent[1].body, "q=a+b&page.index=1");
}

#[test]
fn ways_in_which_pages_lose_records() {
    let total = |n: u32| format!(",\"total\":{n}");
    let counted = || Case::new().paged(PagingKind::Page { first: 1 }, |p| p.total = "total".into());
    let plain = || Case::new().paged(PagingKind::Page { first: 1 }, |_| {});
    for (counts, script, rule, part) in [
        (
            true,
            vec![page(0, 2, &total(5)), page(0, 0, &total(5))],
            "paging_shortfall",
            "counts 5 records, and 2 came on 2 pages; page 2 is empty",
        ),
        (
            true,
            vec![page(0, 2, &total(3)), page(2, 5, &total(3))],
            "paging_surplus",
            "counts 3 records, and 5 came on 2 pages",
        ),
        (
            true,
            vec![page(0, 2, &total(5)), page(2, 4, &total(6))],
            "paging_changed",
            "changed from 5 to 6 on page 2",
        ),
        (
            true,
            vec![page(0, 2, r#","total":"many""#)],
            "paging_total",
            "page 1 gives no count of records at `total`, but \"many\"",
        ),
        (
            true,
            vec![page(0, 2, "")],
            "paging_total",
            "page 1 gives no count of records at `total`, but nothing",
        ),
        (
            false,
            vec![page(0, 2, ""), page(0, 2, r#","page":2"#)],
            "paging_repeated",
            "page 2 holds the same records as page 1",
        ),
        (
            false,
            (0..6).map(|n| page(n, n + 1, "")).collect(),
            "paging_limit",
            "there is no end after 5 pages",
        ),
        (
            false,
            vec![page(0, 0, "")],
            "no_records",
            "the pages hold no record",
        ),
        (
            false,
            vec![ok(r#"{"rows":[]}"#)],
            "wrong_type",
            "the first page has no list of records at `items`",
        ),
        (
            false,
            vec![page(0, 2, ""), answer(404, &[], "")],
            "http_status",
            "page 2: `https://stat.example/data` answered 404",
        ),
        (
            false,
            vec![page(0, 2, ""), ok(r#"{"error":"no such page"}"#)],
            "wrong_type",
            "page 2: `https://stat.example/data` did not answer with json",
        ),
    ] {
        let case = if counts { counted() } else { plain() };
        let (fault, _) = case.fails(script);
        assert!(
            fault.starts_with(&format!("error[{rule}]")) && fault.contains(part),
            "{fault}\ndoes not contain {rule}: {part}"
        );
    }
    let all: Vec<Scripted> = (0..5).map(|n| page(n * 200, n * 200 + 200, "")).collect();
    let (fault, _) = plain()
        .with(|c| c.http.limits.max_decoded_bytes = 4_000)
        .fails(all);
    assert!(
        fault.contains("[too_large]"),
        "the limit holds for all pages together: {fault}"
    );
}
