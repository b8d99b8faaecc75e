//! Pages of the site about areas, studies, the catalogue, changes and operations: what each says of
//! what is published, and what it says nowhere.

use crate::served::{Served, get, set, status_of};
use crate::site::{NOW, assert_whole, attributes, between, serve, words};
use crate::support::{DAY_TWO, Project, cell, field, finished};
use std::collections::BTreeSet;

#[test]
fn an_area_that_is_no_more_says_what_took_its_place() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    let (status, page) = get(&address, "/latest/areas/C3?lang=en&boundary=2023-01-01");
    assert_eq!(status, "HTTP/1.1 200 OK");
    let notice = between(&page, "<p class=\"notice\">", "</p>");
    assert!(
        notice.contains("Copperfield existed until 2022-12-31.")
            && notice.contains("/latest/areas/C5?lang=en")
            && notice.contains(">Alloy Bay</a>"),
        "{notice}"
    );
    let (_, page) = get(&address, "/latest/areas/C5?lang=en");
    let text = words(&page);
    for said in [
        "Cashland",
        "Copperfield",
        "(merger, 2023-01-01)",
        "Tinmouth",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // On the boundaries of the time before, the merged area is not yet one.
    let (_, page) = get(&address, "/latest/areas/C5?lang=en&boundary=2022-12-31");
    assert!(
        page.contains("Alloy Bay exists from 2023-01-01 on"),
        "{page}"
    );
}

#[test]
fn chosen_areas_stand_beside_one_and_the_address_holds_the_choice() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    let kpi = "/latest/kpis/workshops_growth?lang=en&boundary=2023-01-01&period=2023&area=C1";
    let (_, page) = get(&address, kpi);
    assert!(
        !page.contains("aria-labelledby=\"compare\""),
        "nothing was chosen"
    );
    let chosen = format!("{kpi}&compare=alloy+bay%3B+C2%3B+C1%3B+%3Cb%3E");
    let (_, page) = get(&address, &chosen);
    assert_whole(&chosen, &page);
    let table = between(&page, "aria-labelledby=\"compare\">", "</table>");
    let heads: Vec<&str> = table.split("<th scope=\"col\">").skip(2).collect();
    let heads: Vec<&str> = heads.iter().map(|h| h.split('<').next().unwrap()).collect();
    assert_eq!(heads, ["Goldmark", "Alloy Bay", "Silverbrook"]);
    // Each verdict is the one of its own page.
    for code in ["C1", "C5", "C2"] {
        let link = format!("/latest/verdicts/workshops_growth/{code}/2023?");
        let row = between(table, "<th scope=\"row\">2023</th>", "</tr>");
        assert!(row.contains(&link), "{link}: {row}");
    }
    let unknown = between(&page, "there are more than 8: ", "</p>");
    assert_eq!(unknown, "&#60;b&#62;");
    assert!(
        page.contains("compare=alloy%20bay%3B%20C2%3B%20C1%3B%20%3Cb%3E"),
        "links hold it"
    );
    let (_, page) = get(&address, &chosen.replace("lang=en", "lang=vi"));
    assert!(page.contains("So sánh với các địa bàn khác"), "{page}");
}

#[test]
fn a_map_shows_the_areas_of_its_day_with_their_verdicts() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let kpi = "/latest/kpis/new_firms_growth?lang=en&period=2020";
    let (_, page) = get(&address, kpi);
    assert_eq!(
        page.matches("<g class=\"tile ").count(),
        65,
        "63 provinces, two in two parts"
    );
    assert!(
        page.contains("aria-label=\"Hà Nội: not met, -5.69 %\"><g class=\"tile not_met\">"),
        "{page}"
    );
    for islands in [
        "Hoàng Sa – Đà Nẵng: no target",
        "Trường Sa – Khánh Hòa: no target",
    ] {
        assert!(page.contains(islands), "{islands}");
    }
    let (_, page) = get(&address, &format!("{kpi}&boundary=2025-07-01"));
    assert_eq!(page.matches("<g class=\"tile ").count(), 36, "34 provinces");
    let (_, page) = get(&address, &format!("{kpi}&view=text"));
    assert!(!page.contains("<svg"));
    // A code that is no area is said when the project is checked.
    project.replace("datasets/areas.toml", ".. .. .. 02 04", "XX .. .. 02 04");
    project
        .chiso(&["check"])
        .exits(0)
        .says("`XX` is on the map and no area on its boundaries");
}

#[test]
fn a_study_says_what_was_computed_what_was_refused_and_that_it_is_no_effect() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let (_, page) = get(&address, "/latest/studies?lang=en");
    let text = words(&page);
    let published = project.published("correlations");
    let counting: Vec<_> = { published.iter() }
        .filter(|r| cell(r, "is_primary") == "true")
        .collect();
    let refused = counting
        .iter()
        .filter(|r| !cell(r, "refused").is_empty())
        .count();
    let said = format!(
        "{} associations were declared to count before",
        counting.len()
    );
    assert!(text.contains(&said), "{text}");
    assert!(text.contains(&format!("{refused} refused.")), "{text}");
    assert!(text.contains("Association, not effect"), "{text}");
    let links = attributes(&page, "href");
    let pairs: BTreeSet<&&str> = links.iter().filter(|l| l.contains("/studies/")).collect();
    assert_eq!(
        pairs.len(),
        counting.len(),
        "a page for each outcome and score"
    );
    // The page of a pair has every row, and the picture has the points by name.
    let pair = "/latest/studies/reform_and_enterprises/new_firms_growth/papi_public_service";
    let (_, page) = get(&address, &format!("{pair}?lang=en"));
    let rows = published.iter().filter(|r| {
        [cell(r, "outcome"), cell(r, "score")] == ["new_firms_growth", "papi_public_service"]
    });
    assert_eq!(
        page.matches("<tr").count(),
        rows.count() + 1,
        "rows and the header"
    );
    let picture = attributes(&page, "src")[0].replace("&#38;", "&");
    assert!(
        picture.starts_with(&format!("{pair}/picture?lang=en")),
        "{picture}"
    );
    let (status, svg) = get(&address, &picture);
    assert!(status.contains(" 200 ") && svg.starts_with("<svg") && svg.contains("Hà Nội"));
    assert!(
        !svg.contains("<script") && !svg.contains("style="),
        "the policy allows neither"
    );
    let (_, text) = get(&address, &format!("{pair}?lang=vi&view=text"));
    assert!(
        !text.contains("<img") && !text.contains("<svg"),
        "text has no pictures"
    );
}

#[test]
fn the_catalogue_says_where_figures_come_from_to_people_and_to_programs() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let (_, page) = get(&address, "/latest/catalogue?lang=en");
    let described = between(&page, "<script type=\"application/ld+json\">", "</script>");
    let described: serde_json::Value = serde_json::from_str(described).unwrap();
    assert_eq!(described["@type"], "Dataset");
    let files = described["distribution"].as_array().unwrap();
    for file in files {
        let status = status_of(&address, file["contentUrl"].as_str().unwrap());
        assert!(status.contains(" 200 "), "{file}");
    }
    let (_, page) = get(&address, "/latest/catalogue/new_enterprises?lang=en");
    let text = words(&page);
    for said in [
        "National Statistics Office",
        "nso_v05_02.json",
        "enterprises",
        "dimension",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let (_, page) = get(&address, "/latest/words?lang=vi");
    assert!(words(&page).contains("value_missing"), "{page}");
    assert!(
        get(&address, "/latest/catalogue/none?lang=en")
            .0
            .contains(" 404 ")
    );
}

#[test]
fn a_feed_has_each_release_and_the_notices_of_the_one_in_force() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    project.at(DAY_TWO);
    let hostile = "A <b>& \u{8}title";
    project.replace(
        "chiso.toml",
        "title = { en = \"Cashland (invented country): workshops and harbour dues\" }",
        &format!("title = {{ en = \"{}\" }}", hostile.replace('\u{8}', "\\b")),
    );
    project.run();
    let (_served, address) = serve(&project);
    let (status, feed) = get(&address, "/releases.atom?lang=en");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    assert!(feed.contains("A &#60;b&#62;&#38; {U+0008}title"), "{feed}");
    let said = format!("No published verdict is another one than in release {first}");
    assert!(feed.contains(&said), "{feed}");
    for link in attributes(&feed, "href") {
        let (status, _) = get(&address, &link.replace("&#38;", "&"));
        assert!(status.contains(" 200 "), "{link}: {status}");
    }
    assert!(!feed.contains('\u{8}'));
}

#[test]
fn what_is_not_published_is_shown_only_where_that_was_asked_for() {
    let project = Project::cashland();
    let rules = "\n[approval]\nreleases = 1\n";
    project.write("chiso.toml", project.read("chiso.toml") + rules);
    project.run();
    let release = field(&project.rows(&["release", "list"])[0], "release");
    let (served, address) = serve(&project);
    let asked = "/operations?lang=en";
    assert_eq!(get(&address, asked).0, "HTTP/1.1 404 Not Found");
    drop(served);
    let open = ["serve", "--operations", "--listen", "0.0.0.0:0"];
    project
        .chiso(&open)
        .exits(2)
        .complains("to who has not signed in");
    set(&project, NOW);
    let mut served = Served::start(&project, &["--operations", "--listen", "127.0.0.1:0"]);
    let address = served.address();
    let (status, page) = get(&address, asked);
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert_whole(asked, &page);
    assert!(page.contains(&release), "what waits: {page}");
    let quarantined = project.rows(&["quarantine", "list"]);
    let said = format!("Observations in quarantine: {}.", quarantined.len());
    assert!(words(&page).contains(&said), "{said}: {page}");
    let (_, page) = get(&address, "/operations?lang=vi&view=text");
    assert!(
        page.contains("Vận hành") && !page.contains("<svg"),
        "{page}"
    );
}

#[test]
fn levels_units_and_areas_of_similar_size_are_shown_as_the_project_names_them() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let page = |path: &str| words(&get(&address, path).1);
    let (vi, en) = (
        page("/latest/areas/01?lang=vi"),
        page("/latest/areas/01?lang=en"),
    );
    assert!(vi.contains("Tỉnh, thành phố trực thuộc trung ương"), "{vi}");
    assert!(
        en.contains("Provinces and centrally governed cities"),
        "{en}"
    );
    let (_, html) = get(
        &address,
        "/latest/kpis/new_firms_growth?area=01&period=2020&lang=en",
    );
    let similar = between(&html, "Areas of similar size (", "</table>");
    let sizes: Vec<&str> = { similar.split("<td class=\"size\">").skip(1) }
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(sizes.len(), 6, "Hà Nội and five others: {similar}");
    let published = project.published("measures");
    let size = |code: &str| {
        let mut rows = published.iter().filter(|r| {
            ["measure", "area_code", "boundary", "period"].map(|c| cell(r, c))
                == ["active_firms", code, "2025-06-30", "2020"]
        });
        let value: f64 = cell(rows.next().unwrap(), "value").parse().unwrap();
        value
    };
    let first: f64 = sizes[0]
        .split(' ')
        .next()
        .unwrap()
        .replace(',', "")
        .parse()
        .unwrap();
    assert!((first - size("01")).abs() < 0.5, "{sizes:?}");
    // Hồ Chí Minh City is the only other province of that size.
    assert!(
        similar.find("Hồ Chí Minh").unwrap() < similar.find("Bình Dương").unwrap(),
        "{similar}"
    );
    assert!(
        html.contains("<svg class=\"dots\""),
        "the areas by their values"
    );
    // What the register does not have is said when the project is checked.
    project.replace("chiso.toml", "province = {", "provinces = {");
    let said = project.chiso(&["check"]).exits(0);
    said.says("no area has the level `provinces`");
}

#[test]
fn what_is_not_there_is_said_in_the_language_of_the_address() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    for (path, vi) in [
        ("/nowhere?lang=vi", true),
        ("/latest/areas/none?lang=vi", true),
        ("/latest/kpis/none?lang=vi", true),
        ("/r/none/?lang=vi", true),
        ("/operations?lang=vi", true),
        ("/nowhere?lang=en", false),
        ("/nowhere", false),
    ] {
        let (status, page) = get(&address, path);
        assert!(status.contains(" 404 "), "{path}");
        assert_eq!(page.contains("<html lang=\"vi\">"), vi, "{path}");
        assert_eq!(words(&page).contains("page"), !vi, "{path}: {page}");
    }
    let (_, problem) = get(&address, "/api/v1/scorecard?area=none&lang=vi");
    assert!(!problem.contains("The release"), "{problem}");
}
