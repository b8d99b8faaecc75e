//! Every page that links lead to, in both languages and both views: each is whole, in its own language
//! alone, and its numbers are those of the published tables. Of the bundled project, which has very many
//! pages, so many of each kind, language and view.

use crate::served::get;
use crate::site::{assert_whole, attributes, between, serve};
use crate::support::{Project, Row, cell, finished, repository};
use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Kind, language and view of an address.
fn kind(link: &str) -> (String, bool, bool) {
    let path = link.split('?').next().unwrap();
    let words: Vec<&str> = path.split('/').skip(1).collect();
    let at = if words[0] == "r" { 2 } else { 1 };
    let section = words.get(at).copied().unwrap_or_default();
    let deep = words.len() - at.min(words.len());
    let kind = format!("{}/{section}/{deep}", words[0]);
    (kind, link.contains("lang=vi"), link.contains("view=text"))
}

/// Every page that links lead to from the first, by its address: at most so many of a kind, language and
/// view.
pub fn crawl(address: &str, most: usize) -> BTreeMap<String, String> {
    let mut waiting = vec!["/latest/?lang=en".to_owned()];
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut counts: BTreeMap<(String, bool, bool), usize> = BTreeMap::new();
    let mut pages = BTreeMap::new();
    while let Some(link) = waiting.pop() {
        let binary = [".parquet", "format=parquet", "format=xlsx"];
        if binary.iter().any(|end| link.contains(end)) {
            continue;
        }
        let (status, page) = get(address, &link);
        assert_eq!(status, "HTTP/1.1 200 OK", "{link}");
        if !page.starts_with("<!doctype html>") {
            continue;
        }
        assert_whole(&link, &page);
        for found in attributes(&page, "href") {
            let found = found.replace("&#38;", "&").replace("&amp;", "&");
            // Other orders, and pages of the release by its name, are read in one language and view,
            // and not both at once.
            let named = found.starts_with("/r/");
            let ordered = found.contains("sort=");
            let other = found.contains("lang=vi") || found.contains("view=text");
            let twin = (named || ordered) && other || named && ordered;
            if !found.starts_with('/') || twin || seen.contains(&found) {
                continue;
            }
            let count = counts.entry(kind(&found)).or_default();
            if *count < most {
                *count += 1;
                seen.insert(found.clone());
                waiting.push(found);
            }
        }
        pages.insert(link, page);
    }
    pages
}

/// The words of a text: letters only, in lower case; of two Latin letters without accents none, which
/// both languages have. The letters in a hash, as in the name of a release, are no words.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let counts = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    words.filter(counts).map(str::to_lowercase)
}

/// What people read of a page: its text and the words of its attributes, without what is published by
/// code, without addresses, and without what it says to be in another language.
fn read_aloud(page: &str) -> String {
    let mut text = String::new();
    let mut skipped: Option<String> = None;
    for piece in page.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split([' ', '\n']).next().unwrap();
        if let Some(end) = &skipped {
            if name == end {
                skipped = None;
                text.push_str(words);
            }
            continue;
        }
        let of_code = ["code", "script", "style"].contains(&name);
        let elsewhere = name != "html" && tag.contains(" lang=\"");
        if of_code || elsewhere || tag.contains("class=\"address\"") {
            skipped = Some(format!("/{name}"));
            continue;
        }
        let tag = format!(" {tag}");
        let described = tag.contains("name=\"description\"");
        let read = if described { "content" } else { "alt" };
        for attribute in ["aria-label", read] {
            text.extend(
                attributes(&tag, attribute)
                    .iter()
                    .flat_map(|t| [" ", *t, " "]),
            );
        }
        text.push(' ');
        text.push_str(words);
    }
    text
}

/// The texts of a pattern of a message, all its variants among them.
fn texts(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => found.extend(words_of(value)),
            PatternElement::Placeable { expression } => {
                if let Expression::Select { variants, .. } = expression {
                    for variant in variants {
                        texts(&variant.value, found);
                    }
                }
            }
        }
    }
}

/// The words of the messages of a language.
fn of_messages(lang: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(repository().join(format!("messages/{lang}.ftl"))).unwrap();
    let parsed = fluent_syntax::parser::parse(text).unwrap();
    let mut found = BTreeSet::new();
    for entry in &parsed.body {
        if let Entry::Message(message) = entry {
            texts(message.value.as_ref().unwrap(), &mut found);
        }
    }
    found
}

/// Words of what a project declares: those of its labels by language, and those that are quoted in every
/// language, as names of areas and sources are.
#[derive(Default)]
struct Declared {
    labels: [BTreeSet<String>; 2],
    quoted: BTreeSet<String>,
}

impl Declared {
    fn of(project: &Project) -> Declared {
        let mut declared = Declared::default();
        for path in ["chiso.toml", "datasets", "pipelines"] {
            declared.read(&project.path(path));
        }
        declared
    }

    fn read(&mut self, path: &Path) {
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                self.read(&entry.unwrap().path());
            }
        } else if path.extension().is_some_and(|e| e == "toml") {
            let text = fs::read_to_string(path).unwrap();
            self.table(&toml::from_str(&text).unwrap());
        } else if path.extension().is_some_and(|e| e == "csv") {
            let register = ["areas", "targets"]
                .iter()
                .any(|r| path.parent().unwrap().ends_with(r));
            if register {
                self.register(path);
            }
        }
    }

    fn register(&mut self, path: &Path) {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().clone();
        let names = ["name_vi", "name_en", "aliases", "legal_basis", "note"];
        for record in reader.records() {
            let record = record.unwrap();
            let cells = header.iter().zip(&record);
            for (_, cell) in cells.filter(|(name, _)| names.contains(name)) {
                self.quoted.extend(words_of(cell));
            }
        }
    }

    fn table(&mut self, table: &toml::Table) {
        let text = |lang: &str| table.get(lang).and_then(toml::Value::as_str);
        if let Some(any) = text("vi").or(text("en")) {
            for (at, lang) in ["vi", "en"].into_iter().enumerate() {
                self.labels[at].extend(words_of(text(lang).unwrap_or(any)));
            }
            return;
        }
        for (key, value) in table {
            self.value(key, value);
        }
    }

    fn value(&mut self, key: &str, value: &toml::Value) {
        let quoted = ["publisher", "licence", "citation", "url", "labels", "note"];
        match value {
            toml::Value::Table(inner) if quoted.contains(&key) => {
                inner.values().for_each(|v| self.value(key, v));
            }
            toml::Value::Table(inner) => self.table(inner),
            toml::Value::Array(all) => all.iter().for_each(|v| self.value(key, v)),
            toml::Value::String(text) if quoted.contains(&key) => {
                self.quoted.extend(words_of(text));
            }
            _ => {}
        }
    }

    /// The words that a page of a language must not have: those of the other language's messages and
    /// labels, as far as they are none of its own.
    fn foreign(&self, vi: bool) -> BTreeSet<String> {
        let (own, other) = if vi { (0, 1) } else { (1, 0) };
        let lang = ["vi", "en"];
        let own: BTreeSet<String> = &(&of_messages(lang[own]) | &self.labels[own]) | &self.quoted;
        &(&of_messages(lang[other]) | &self.labels[other]) - &own
    }
}

/// Each page has the words of its own language alone.
fn assert_one_language(project: &Project, pages: &BTreeMap<String, String>) {
    let declared = Declared::of(project);
    let foreign = [declared.foreign(false), declared.foreign(true)];
    assert!(foreign[1].contains("indicators"), "a word that is English");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (link, page) in pages {
        let vi = usize::from(link.contains("lang=vi"));
        for word in words_of(&read_aloud(page)).filter(|word| foreign[vi].contains(word)) {
            found
                .entry(format!("{} {vi}: {word}", kind(link).0))
                .or_default()
                .insert(link.clone());
        }
    }
    let said = found.iter().map(|(word, links)| {
        format!(
            "{word} ({} pages, as {})",
            links.len(),
            links.first().unwrap()
        )
    });
    assert!(found.is_empty(), "{}", said.collect::<Vec<_>>().join("\n"));
}

/// The first number of a text as a page shows it, and half of its last place; nothing without one.
fn number(text: &str, vi: bool) -> Option<(f64, f64)> {
    let (group, point) = if vi { ('.', ',') } else { (',', '.') };
    let begin = text.find(|c: char| c.is_ascii_digit())?;
    let negative = text[..begin].ends_with('-');
    let digits: String = { text[begin..].chars() }
        .take_while(|c| c.is_ascii_digit() || *c == group || *c == point)
        .filter(|c| *c != group)
        .map(|c| if c == point { '.' } else { c })
        .collect();
    let digits = digits.trim_end_matches('.');
    let places = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let rest = &text[begin..];
    let points = rest.contains("điểm %");
    let scale = if rest.contains('%') && !points {
        0.01
    } else if rest.contains(" bn ") || rest.contains(" tỷ ") {
        1e9
    } else {
        1.0
    };
    let sign = if negative { -scale } else { scale };
    let half = 0.5 / 10f64.powi(i32::try_from(places).unwrap()) * scale;
    Some((digits.parse::<f64>().unwrap() * sign, half))
}

/// What an address of a verdict says: KPI, area, period, boundary and breakdown.
fn verdict_of(link: &str) -> Option<[String; 5]> {
    let link = link.replace("&#38;", "&").replace("&amp;", "&");
    let (path, query) = link.split_once('?')?;
    let rest = path.split_once("/verdicts/")?.1;
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    let words: Vec<String> = rest.split('/').map(decoded).collect();
    let chosen = |name: &str| {
        let pair = query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(decoded).unwrap_or_default()
    };
    let [kpi, area, period] = words.try_into().ok()?;
    Some([kpi, area, period, chosen("boundary"), chosen("breakdown")])
}

/// Every value and verdict that stands beside the link to a verdict is one of its published rows. Gives
/// how many.
fn assert_published(project: &Project, pages: &BTreeMap<String, String>) -> usize {
    let rows = project.published("scorecard");
    let mut published: BTreeMap<[String; 5], Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        let key = ["kpi", "area_code", "period", "boundary", "breakdown"];
        let key = key.map(|column| cell(row, column).to_owned());
        published.entry(key).or_default().push(row);
    }
    let mut held = 0;
    for (link, page) in pages {
        let vi = link.contains("lang=vi");
        for piece in ["<tr>", "<article>"]
            .iter()
            .flat_map(|open| page.split(open).skip(1))
        {
            let piece = piece.split("</tr>").next().unwrap();
            let links = attributes(piece, "href");
            let Some(key) = links.iter().find_map(|link| verdict_of(link)) else {
                continue;
            };
            let word = between(piece, "<span class=\"verdict ", "\"");
            if word.is_empty() {
                continue;
            }
            let value = if piece.contains("<strong>") {
                between(piece, "<strong>", "</strong>")
            } else {
                between(piece, "<td class=\"number\">", "</td>")
            };
            let shown = number(value, vi);
            let same = |row: &&&Row| {
                let published: Option<f64> = cell(row, "value").parse().ok();
                let near = match (shown, published) {
                    (Some((shown, half)), Some(value)) => {
                        (shown - value).abs() <= half + value.abs() * 1e-12
                    }
                    (shown, value) => shown.is_none() && value.is_none(),
                };
                near && cell(row, "verdict") == word
            };
            let rows = published
                .get(&key)
                .unwrap_or_else(|| panic!("{link}: {key:?}"));
            assert!(
                rows.iter().any(|row| same(&row)),
                "{link}: {key:?} {value} {word}"
            );
            held += 1;
        }
    }
    held
}

/// Crawls a project that was run; gives its pages.
#[track_caller]
fn crawled(project: &Project, most: usize) -> BTreeMap<String, String> {
    let (_served, address) = serve(project);
    let pages = crawl(&address, most);
    let of = |word: &str| pages.keys().filter(|link| link.contains(word)).count();
    for kind in [
        "/areas/",
        "/areas?",
        "/studies",
        "/catalogue/",
        "/words",
        "/changes",
        "/kpis/",
        "/verdicts/",
        "/releases",
        "/r/",
        "lang=vi",
        "view=text",
    ] {
        assert!(of(kind) > 0, "no page with {kind}");
    }
    for (link, page) in &pages {
        let pictures = page.contains("<svg") || page.contains("<img");
        assert!(
            !link.contains("view=text") || !pictures,
            "{link} has pictures"
        );
    }
    assert_one_language(project, &pages);
    assert!(assert_published(project, &pages) > 100);
    pages
}

#[test]
fn every_link_of_an_invented_country_leads_to_a_whole_page_of_its_language_with_published_numbers()
{
    let project = Project::cashland();
    project.run();
    crawled(&project, usize::MAX);
}

#[test]
fn so_do_links_of_a_reform_programme() {
    let project = Project::programme();
    project.run();
    crawled(&project, 40);
}

#[test]
fn so_do_links_of_the_bundled_project() {
    crawled(&finished().copied(), 25);
}

#[test]
fn a_number_is_read_as_a_page_shows_it() {
    for (text, vi, read) in [
        ("-5.69 %", false, Some((-0.0569, 0.000_05))),
        ("-5,69 %", true, Some((-0.0569, 0.000_05))),
        ("279.300 tỷ đồng", true, Some((279_300e9, 0.5e9))),
        ("+1,234.5 EUR", false, Some((1234.5, 0.05))),
        ("–", false, None),
    ] {
        let found = number(text, vi);
        let near = |(a, b): (f64, f64), (c, d): (f64, f64)| {
            (a - c).abs() < 1e-9 * c.abs() && (b - d).abs() < 1e-9 * d
        };
        assert!(
            found.zip(read).map_or(found == read, |(f, r)| near(f, r)),
            "{text}: {found:?}"
        );
    }
}
