//! The site of `chiso serve`, as readers meet it: every link leads somewhere, in both languages and
//! both views, and says what the published tables say.

use crate::served::{Served, get, set};
use crate::support::{DAY_TWO, Project, cell, field, finished};
use std::collections::{BTreeMap, BTreeSet};

/// When the pages are read; nothing falls due then.
pub const NOW: &str = "2026-11-29T03:00:00Z";

/// Serves a project; gives the process and its address.
pub fn serve(project: &Project) -> (Served, String) {
    set(project, NOW);
    let mut served = Served::start(project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    (served, address)
}

/// The values of an attribute in a page.
pub fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let opens = format!(" {name}=\"");
    let rest = page.split(opens.as_str()).skip(1);
    rest.map(|text| text.split('"').next().unwrap()).collect()
}

/// The text between two texts.
pub fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    page.split_once(from)
        .and_then(|(_, rest)| rest.split_once(to))
        .unwrap_or_default()
        .0
}

/// The words of a page without its markup.
pub fn words(page: &str) -> String {
    let mut text = String::new();
    for piece in page.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
        text.push(' ');
    }
    text
}

/// A page must have a title, a language, one heading and a sentence.
#[track_caller]
pub fn assert_whole(address: &str, page: &str) {
    let lang = between(page, "<html lang=\"", "\"");
    assert!(
        address.contains(&format!("lang={lang}")),
        "{address}: in `{lang}`"
    );
    assert!(
        !between(page, "<title>", "</title>").trim().is_empty(),
        "{address}: no title"
    );
    assert_eq!(page.matches("<h1").count(), 1, "{address}: headings");
    let sentence = between(page, "<p class=\"lead\">", "</p>");
    assert!(!sentence.trim().is_empty(), "{address}: no sentence");
    // A message without its text is shown by its key.
    assert!(
        !page.contains("site-"),
        "{address}: {}",
        between(page, "site-", "<")
    );
    for outside in ["http://", "https://", "//"] {
        for link in attributes(page, "href")
            .iter()
            .chain(&attributes(page, "src"))
        {
            assert!(!link.starts_with(outside), "{address} leads to {link}");
        }
    }
}

#[test]
fn a_scoreboard_says_what_is_published() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let (_, page) = get(&address, "/latest/areas/01?lang=en&period=2020");
    let text = words(&page);
    for said in [
        "In 2020, Hà Nội had",
        "New enterprises, growth on previous year",
        "-5.69 %",
        "≥ +20.00 %",
        "25.69 pp worse than the target",
        "26,135 enterprises",
        "not met",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
    let (_, page) = get(&address, "/latest/areas/01?lang=vi&period=2020");
    let text = words(&page);
    assert!(
        text.contains("-5,69 %") && text.contains("không đạt"),
        "{text}"
    );
    // The file has the published rows of the page.
    let (_, file) = get(&address, "/latest/areas/01?lang=en&period=2020&format=csv");
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let published = project.published("scorecard");
    let wanted = published.iter().filter(|r| {
        let place = [
            cell(r, "area_code"),
            cell(r, "period"),
            cell(r, "boundary"),
            cell(r, "breakdown"),
        ];
        place == ["01", "2020", "2025-06-30", ""]
    });
    let figures = |kpi: &str, value: &str| (kpi.to_owned(), value.to_owned());
    let wanted: BTreeSet<_> = wanted
        .map(|r| figures(cell(r, "kpi"), cell(r, "verdict")))
        .collect();
    let got: BTreeSet<_> = rows
        .iter()
        .map(|r| figures(&r["kpi"], &r["verdict"]))
        .collect();
    assert_eq!(got, wanted);
    let (_, page) = get(
        &address,
        "/latest/verdicts/new_firms_growth/01/2020?lang=vi",
    );
    let text = words(&page);
    assert!(
        text.contains("26.135 / 27.711 − 1") && !text.contains("26,135"),
        "{text}"
    );
    // A verdict leads to its cell.
    let (_, page) = get(
        &address,
        "/latest/verdicts/new_firms_growth/01/2020?lang=en",
    );
    let text = words(&page);
    for said in [
        "nso_v05_02.json",
        "26135",
        "27711",
        "26,135 / 27,711 − 1",
        "2020 document of the Hà Nội People",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
    let row = "<td class=\"number\">23</td>";
    assert!(page.contains(row), "{page}");
}

#[test]
fn a_verdict_says_what_it_was_before_and_what_other_sources_would_have_given() {
    let (_served, address) = serve(finished());
    let page = |lang: &str| {
        let path = format!("/latest/verdicts/new_firms_growth_stated/01/2019?lang={lang}");
        words(&get(&address, &path).1)
    };
    let (en, vi) = (page("en"), page("vi"));
    let before = between(
        &en,
        "What this verdict was before",
        "Figures that were not used",
    );
    for said in ["8.00 %, no target", "9.80 %, no target", "another source"] {
        assert!(before.contains(said), "no `{said}` in {before}");
    }
    let unused = between(&en, "Figures that were not used", "Cite as");
    for said in ["11.00 %, no target", "8.00 %, no target"] {
        assert!(unused.contains(said), "no `{said}` in {unused}");
    }
    for said in ["8,00 %, không có chỉ tiêu", "nguồn khác"] {
        assert!(vi.contains(said), "no `{said}` in {vi}");
    }
}

#[test]
fn an_address_of_a_release_stays_and_says_what_became_of_it() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    let old = format!("/r/{first}/?lang=en");
    let (served, address) = serve(&project);
    let (_, page) = get(&address, &old);
    assert!(!page.contains("class=\"notice\""), "in force");
    drop(served);
    project.at(DAY_TWO);
    project.replace("chiso.toml", "workshops and", "workshops, harbours and");
    project.run();
    assert_ne!(project.release().unwrap(), first);
    let (_served, address) = serve(&project);
    let (status, page) = get(&address, &old);
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(page.contains("A newer release is in force."), "{page}");
    for nowhere in [
        "/r/2001-01-01-000000000000/?lang=en",
        "/r/..%2F..%2Fetc/?lang=en",
        "/nowhere",
        "/latest/files/..%2Fmanifest.json",
        "/latest/areas/none?lang=vi",
        &format!("/r/{}/?lang=en", "0".repeat(400)),
    ] {
        let (status, page) = get(&address, nowhere);
        assert_eq!(status, "HTTP/1.1 404 Not Found", "{nowhere}");
        assert!(page.contains("<h1>"), "{nowhere}: {page}");
    }
}

#[test]
fn nobody_learns_of_a_release_before_its_time_and_a_withdrawn_one_says_why() {
    let project = Project::cashland();
    let rules = "\n[approval]\nreleases = 1\n";
    project.write("chiso.toml", project.read("chiso.toml") + rules);
    project.run();
    let release = field(&project.rows(&["release", "list"])[0], "release");
    let (served, address) = serve(&project);
    let own = format!("/r/{release}/?lang=en");
    let none = "/r/2020-01-01-000000000000/?lang=en";
    assert_eq!(
        get(&address, &own).1,
        get(&address, none).1,
        "as if it were not there"
    );
    assert!(get(&address, "/latest/?lang=en").0.contains(" 404 "));
    assert!(!get(&address, "/releases?lang=en").1.contains(&release));
    drop(served);
    project
        .chiso(&["release", "approve", &release, "--by", "An"])
        .exits(0);
    let (served, address) = serve(&project);
    assert!(get(&address, &own).0.contains(" 200 "));
    assert!(get(&address, "/releases?lang=en").1.contains(&release));
    drop(served);
    let why = "the plan <b>was</b> another one";
    let withdraw = [
        "release", "withdraw", &release, "--by", "An", "--reason", why,
    ];
    project.chiso(&withdraw).exits(0);
    let (_served, address) = serve(&project);
    let (status, page) = get(&address, &own);
    assert!(status.contains(" 200 "), "its address stays");
    assert!(
        page.contains("This release was withdrawn on ") && page.contains("&#60;b&#62;was"),
        "{page}"
    );
    assert!(get(&address, "/latest/?lang=en").0.contains(" 404 "));
}

/// Of one day the ids of releases say nothing of their order.
#[test]
fn releases_of_one_day_stand_in_the_order_in_which_they_were_made() {
    let project = Project::cashland();
    let mut made: Vec<(String, &str)> = Vec::new();
    for value in ["1.210", "1.209", "1.208", "1.207"] {
        let before = made.last().map_or("1.210", |(_, value)| *value);
        let row = |value: &str| format!("Goldmark;2023;{value}");
        project.replace("datasets/workshops/invented.csv", &row(before), &row(value));
        project.run();
        let rows = project.rows(&["release", "list"]);
        let current = rows.iter().find(|r| r["state"] == "in_force").unwrap();
        made.push((field(current, "release"), value));
    }
    let (_served, address) = serve(&project);
    let (_, page) = get(&address, "/releases?lang=en");
    let places: Vec<usize> = made.iter().map(|(id, _)| page.find(id).unwrap()).collect();
    assert!(places.is_sorted_by(|a, b| a > b), "{places:?}");
    for (number, (id, _)) in made.iter().enumerate() {
        let (_, page) = get(&address, &format!("/r/{id}/changes?lang=en"));
        let lead = between(&page, "class=\"lead\">", "</p>");
        match number.checked_sub(1) {
            None => assert!(lead.contains("No release was in force before"), "{lead}"),
            Some(before) => assert!(lead.contains(&made[before].0), "{lead}"),
        }
    }
}

#[test]
fn names_that_are_markup_come_out_as_text() {
    let project = Project::cashland();
    let hostile = "<script>alert(1)</script>\" onload='x' \u{202E}olleh";
    project.replace(
        "chiso.toml",
        "title = { en = \"Cashland (invented country): workshops and harbour dues\" }",
        &format!("title = {{ en = '''{hostile}''' }}"),
    );
    project.run();
    let (_served, address) = serve(&project);
    for page in [
        "/latest/",
        "/releases",
        "/latest/areas/C5",
        "/latest/kpis/workshops_growth",
    ] {
        let (status, page) = get(&address, &format!("{page}?lang=en"));
        assert!(status.contains(" 200 "), "{page}");
        assert!(
            !page.contains("<script") && !page.contains("\" onload"),
            "{page}"
        );
        assert!(page.contains("&#60;script&#62;"), "{page}");
    }
}
