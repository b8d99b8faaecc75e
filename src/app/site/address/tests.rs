//! What addresses say, and that they are read as they are written.

use crate::app::lang::Lang;
use crate::app::site::address::{Address, Edition, FileForm, Page, PageChoice, Sort};
use proptest::prelude::*;

fn read(address: &str) -> Option<Address> {
    let (path, query) = address
        .split_once('?')
        .map_or((address, None), |(p, q)| (p, Some(q)));
    Address::read(path, query)
}

#[test]
fn an_address_says_release_page_and_choice() {
    let address =
        read("/r/2026-11-30-03d6/areas/01?period=2020&boundary=2025-07-01&lang=vi").unwrap();
    assert_eq!(address.edition, Edition::Release("2026-11-30-03d6".into()));
    assert_eq!(address.page, Page::Area("01".into()));
    assert_eq!(address.choice.period, Some("2020".parse().unwrap()));
    assert_eq!(address.lang, Some(Lang::Vi));
    assert!(!address.text);
    let fiscal = read("/latest/verdicts/growth/D1/2024-04-01%2FP1Y?view=text").unwrap();
    assert_eq!(
        fiscal.page,
        Page::Verdict(
            "growth".into(),
            "D1".into(),
            "2024-04-01/P1Y".parse().unwrap()
        )
    );
    assert!(fiscal.text);
    for nowhere in [
        "/",
        "/r",
        "/latest/kpis",
        "/latest/areas/1/2",
        "/latest/verdicts/a/b/soon",
        "/r/x/releases",
    ] {
        assert_eq!(read(nowhere), None, "{nowhere}");
    }
}

#[test]
fn what_a_query_says_that_means_nothing_is_passed_over() {
    let address =
        read("/latest/?utm=1&period=soon&sort=wrong&lang=xx&view=&boundary=2025").unwrap();
    assert_eq!(address, read("/latest/").unwrap());
}

fn words() -> impl Strategy<Value = String> {
    "[a-zà-ỹ0-9 /?#%&=+.<>\"';_-]{1,12}".prop_filter("a path ends there", |w| w != "." && w != "..")
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(
        (edition, page) in (prop_oneof![Just(Edition::Latest), words().prop_map(Edition::Release)], prop_oneof![
            Just(Page::Home),
            Just(Page::Areas),
            Just(Page::Changes),
            words().prop_map(Page::Area),
            words().prop_map(Page::Kpi),
            words().prop_map(Page::Dataset),
            words().prop_map(Page::File),
            (words(), words(), words()).prop_map(|(s, o, r)| Page::Study(s, o, r)),
            (words(), words(), words()).prop_map(|(s, o, r)| Page::StudyPicture(s, o, r)),
            (words(), words()).prop_map(|(k, a)| Page::Verdict(k, a, "2020-Q3".parse().unwrap())),
        ]),
        breakdown in words(),
        area in proptest::option::of(words()),
        text: bool,
        file in proptest::option::of(prop_oneof![Just(FileForm::Csv), Just(FileForm::Xlsx), Just(FileForm::Parquet), Just(FileForm::Svg)]),
    ) {
        let choice = PageChoice { breakdown, area, period: Some("2020-09".parse().unwrap()), boundary: None, compare: Some("02; Hải Phòng".into()), level: Some("province".into()), row: Some("within.pearson.0.2017".into()), sort: Sort::Name };
        let address = Address { edition, choice: choice.of(&page), page, lang: Some(Lang::En), text, file };
        prop_assert_eq!(read(&address.href()), Some(address));
    }
}
