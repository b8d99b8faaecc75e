//! `/api/v1/check`, as whoever doubts a claim meets it.

use crate::api::{json, rows, serve};
use crate::served::get;
use crate::support::{field, finished};
use serde_json::Value;
use std::collections::BTreeSet;

/// A claim is held against what is published, as far as its digits go.
#[test]
fn a_claim_is_true_false_or_not_known_with_its_figure_and_cells() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let parts = |rest: &str| format!("/check?kpi=new_firms_growth&area=01&period=2020&{rest}");
    for (claim, result) in [
        ("value=-5.69+%25", "true"),
        ("value=-5.7+%25", "true"),
        ("value=-0.0569", "true"),
        ("value=-5.6+%25", "false"),
        ("value=5.69+%25", "false"),
        ("verdict=not_met", "true"),
        ("verdict=met", "false"),
    ] {
        assert_eq!(
            json(&address, &parts(claim), 200)["result"],
            result,
            "{claim}"
        );
    }
    let answer = json(&address, &parts("value=-5.69+%25"), 200);
    assert_eq!(
        answer["rounding"],
        serde_json::json!({ "from": "-0.05695", "to": "-0.05685", "unit": "ratio" })
    );
    assert_eq!(answer["row"]["current_value"], "26135");
    let cells: Vec<[String; 3]> = answer["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| ["file", "row", "raw"].map(|name| field(c, name)))
        .collect();
    let cell = |row: &str, raw: &str| ["nso_v05_02.json", row, raw].map(str::to_owned);
    assert_eq!(cells, [cell("23", "26135"), cell("22", "27711")]);
    assert!(field(&answer, "text_vi").starts_with("Đúng. "), "{answer}");
    // Both addresses lead on.
    let page = format!("{}&lang=en", field(&answer, "address"));
    assert!(get(&address, &page).0.contains(" 200 "), "{page}");
    let explain = field(&answer, "explain");
    assert_eq!(
        rows(&address, explain.strip_prefix("/api/v1").unwrap()).len(),
        1
    );
    // A number without a unit is a ratio, and the answer says so.
    let bare = json(&address, &parts("value=-5.69"), 200);
    assert_eq!(bare["result"], "false");
    assert!(
        field(&bare, "text_en").contains("write `-5.69 %`"),
        "{bare}"
    );
    for (path, result) in [
        (
            "/check?measure=new_firms&area=H%C3%A0+N%E1%BB%99i&period=2020&value=26135",
            "true",
        ),
        (
            "/check?measure=new_firms&area=01&period=2020&value=26",
            "false",
        ),
        (
            "/check?kpi=new_firms_growth&area=01&period=1990&value=1+%25",
            "unknown",
        ),
        (
            "/check?kpi=enterprise_share_change&area=01&period=2020&value=1+pp",
            "not_assessable",
        ),
    ] {
        assert_eq!(json(&address, path, 200)["result"], result, "{path}");
    }
    for (path, status, code) in [
        (parts("value=5,69+%25"), 400, "bad_value"),
        (parts("value=5.69+pp"), 400, "unit_mismatch"),
        (
            "/check?measure=par_index&area=01&period=2020&value=86.07+pp".to_owned(),
            400,
            "unit_mismatch",
        ),
        (parts("value=1+%25&verdict=met"), 400, "claim_parts"),
        (parts("claim=x"), 400, "claim_parts"),
        ("/check".to_owned(), 400, "claim_parts"),
        (
            "/check?kpi=new_firm_growth&area=01&period=2020&value=1+%25".to_owned(),
            404,
            "unknown_name",
        ),
        (
            "/check?kpi=new_firms_growth&area=10&boundary=2025-07-01&period=2020&value=1+%25"
                .to_owned(),
            404,
            "area_not_on_boundary",
        ),
    ] {
        assert_eq!(json(&address, &path, status)["code"], code, "{path}");
    }
}

#[test]
fn a_sentence_is_checked_where_it_is_clear() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let asked = |claim: &str| format!("/check?claim={}", encoded(claim));
    for (claim, result, about) in [
        (
            "Năm 2020, số doanh nghiệp thành lập mới của Hà Nội giảm 5,69 % so với năm 2019",
            "true",
            "new_firms_growth",
        ),
        (
            "New enterprises in Ha Noi grew by 5.69 % in 2020",
            "false",
            "new_firms_growth",
        ),
        (
            "Năm 2020 Hà Nội có 26.135 doanh nghiệp đăng ký thành lập mới",
            "true",
            "new_firms",
        ),
        (
            "Hà Nội (01) had 26,135 newly registered enterprises in 2020.",
            "true",
            "new_firms",
        ),
        ("PAR Index of Hà Nội in 2020 was 86.07", "true", "par_index"),
        (
            "Thay đổi điểm PAR INDEX của Hà Nội năm 2020 so với năm 2019 là 1,43",
            "true",
            "reform_score_change",
        ),
        (
            "In 2020, Hà Nội had more than 30,000 newly registered enterprises",
            "false",
            "new_firms",
        ),
        (
            "New enterprises in Hà Nội in 2020: growth –5.69 %",
            "true",
            "new_firms_growth",
        ),
        (
            "Năm 2020 điểm PAR INDEX của Hà Nội giảm 1,43",
            "false",
            "reform_score_change",
        ),
        (
            "new_firms_growth in Hanoi in 2020: -5.7%",
            "true",
            "new_firms_growth",
        ),
    ] {
        let answer = json(&address, &asked(claim), 200);
        assert_eq!(answer["result"], result, "{claim}: {answer}");
        let read = &answer["read_as"];
        let subject = read.get("kpi").or_else(|| read.get("measure")).unwrap();
        assert_eq!(subject, about, "{claim}");
        assert_eq!(
            (&read["area_code"], &read["period"]),
            (&"01".into(), &"2020".into())
        );
    }
}

/// Every word counts: a sentence with one that is not understood is refused, whatever its number.
#[test]
fn a_sentence_that_is_not_wholly_understood_is_refused() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let asked = |claim: &str| format!("/check?claim={}", encoded(claim));
    for claim in [
        "Hà Nội hơn Hải Phòng 5 % năm 2020",
        "Số doanh nghiệp thành lập mới năm 2020 giảm 5,69 %",
        "Hà Nội năm 2020 không giảm 5,69 % doanh nghiệp thành lập mới",
        "The weather of Hà Nội in 2020 was 5.69 % better",
        "Thứ hạng PAR INDEX của Hà Nội năm 2020 là 8",
        "Chi ngân sách nhà nước của Hà Nội năm 2020 là 279.300 tỷ đồng",
        "Thu ngân sách nhà nước của Hà Nội năm 2020 là 279.300 tỷ đô la",
        "State budget revenue of Hà Nội in 2020 was 279,300 billion dollars",
        "State budget revenue of Hà Nội in 2020 was 279,300 billion US dollars",
        "Kế hoạch năm 2020 số doanh nghiệp thành lập mới của Hà Nội là 26.135",
        "Năm 2020, quận Hoàn Kiếm của Hà Nội có 26.135 doanh nghiệp đăng ký thành lập mới",
        "Năm 2020 Hà Nội có 26.135 doanh nghiệp đăng ký thành lập mới trong ngành xây dựng",
        "Sáu tháng đầu năm 2020 số doanh nghiệp đăng ký thành lập mới của Hà Nội là 26.135",
        "Trước năm 2020 Hà Nội có 26.135 doanh nghiệp đăng ký thành lập mới",
        "Since 2020 new enterprises in Hà Nội fell by 5.69 %",
        "Năm 2020, số doanh nghiệp thành lập mới của Hà Nội giảm 5,69 % so với năm 2015",
        "From 2018 to 2020, new enterprises in Hà Nội fell by 5.69 %",
        "In 2020 new enterprises in Hà Nội fell by 5.69 % on 2010",
        "In 2022 new enterprises in Hà Nội grew 23.7 % compared with 2019",
        "In 2022 new enterprises in Hà Nội grew 23.7 % from pre-Covid levels",
        "Năm 2020 số doanh nghiệp thành lập mới của Hà Nội tăng trưởng âm 5,69 %",
        "New enterprises in Hà Nội in 2020: growth of minus 5.69 %",
        "New enterprises in Hà Nội in 2020: negative growth of 5.69 %",
        "New enterprises in Hà Nội in 2020: growth - 5.69 %",
        "Dân số trung bình nữ của Hà Nội năm 2020 là 8,2 triệu",
        "Is it a lie that new enterprises in Hà Nội fell by 5.69 % in 2020",
        "Sai khi nói năm 2020 số doanh nghiệp thành lập mới của Hà Nội giảm 5,69 %",
        "New enterprises in Hà Nội failed to fall by 5.69 % in 2020",
        "New enterprises in Hà Nội hardly fell: 5.69 % in 2020",
        "New enterprises in Hà Nội fell to 5.69 % in 2020",
        "Năm 2020 số doanh nghiệp thành lập mới của Hà Nội giảm còn 5,69 %",
        "Năm 2020 số doanh nghiệp thành lập mới của Hà Nội tăng dưới 5 %",
        "In 2022 new enterprises in Hà Nội fell by less than 10 %",
        "In 2022 new enterprises in Hà Nội fell by at most 10 %",
        "In 2020 Hà Nội had nearly 26,135 newly registered enterprises",
        "Năm 2020 Hà Nội có 26.135 doanh nghiệp đăng ký thành lập mới trở xuống",
        "Năm 2020 Hà Nội có 26,135 doanh nghiệp đăng ký thành lập mới",
        "In 2020 Hà Nội had 26.135 newly registered enterprises",
        "PAR Index rank of Hà Nội in 2020 was 8",
        "PAR Index of Hà Nội in 2020 was 84.64 percentage points",
        "PAR Index of Hà Nội in 2020 was 86.07 % higher",
        "PAR Index of Hà Nội in 2020 was <86",
        "PAR Index of Hà Nội in 2020 was < 86",
        "PAR Index of Hà Nội in 2020 was ≥90",
        "PAR Index of Hà Nội in 2020 was $86.07",
        "PAR Index of Hà Nội in 2020 was 86.07°",
        "PAR Index of Hà Nam Ninh in 2020 was 86.07",
        "Average population density of Hà Nội in 2020 was 8246600",
        "Average population of Hà Nội in 2020 was 8246600 households",
        "Tháng 10 năm 2021 thu ngân sách Hà Nội vượt 50 % dự toán Chính phủ giao",
        // The rate that sources state is 9.8 %, the one worked out from their figures 9.83 %.
        "Năm 2019, số doanh nghiệp thành lập mới của Hà Nội tăng 9,83 %",
        "Số doanh nghiệp thành lập mới của Hà Nội năm 2020 giảm 1.576 doanh nghiệp",
        "",
    ] {
        let problem = json(&address, &asked(claim), 400);
        assert!(
            ["claim_not_clear", "bad_value"].contains(&field(&problem, "code").as_str()),
            "{claim}: {problem}"
        );
    }
}

/// A code may be that of another area on another day: 15 was Yên Bái and is Lào Cai.
#[test]
fn a_name_means_the_area_that_is_so_named_on_the_boundary() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let codes = |path: &str| {
        let rows = rows(&address, path);
        let of = |row: &Value| ["area_code", "area_name_vi"].map(|c| field(row, c));
        rows.iter().map(of).collect::<BTreeSet<_>>()
    };
    let named = |code: &str, name: &str| BTreeSet::from([[code, name].map(str::to_owned)]);
    let lao_cai = "/scorecard?kpi=new_firms_growth&area=L%C3%A0o+Cai";
    assert_eq!(codes(lao_cai), named("10", "Lào Cai"));
    let after = format!("{lao_cai}&boundary=2025-07-01");
    assert_eq!(codes(&after), named("15", "Lào Cai"));
    let units = rows(&address, "/areas?area=L%C3%A0o+Cai");
    assert!(
        units.iter().all(|unit| field(unit, "name_vi") == "Lào Cai"),
        "{units:?}"
    );
    let claim = "Yên Bái had 274 newly registered enterprises in 2020";
    let answer = json(&address, &format!("/check?claim={}", encoded(claim)), 200);
    assert_eq!(answer["result"], "true");
    assert!(
        field(&answer, "text_vi").contains("Yên Bái (15)"),
        "{answer}"
    );
    let gone = format!("/check?claim={}&boundary=2025-07-01", encoded(claim));
    assert_eq!(json(&address, &gone, 404)["code"], "area_not_on_boundary");
}

/// A text as it stands in an address.
fn encoded(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|b| format!("%{b:02X}")).collect();
    bytes.concat()
}

#[test]
fn a_claim_that_was_true_until_a_revision_is_told_from_one_that_never_was() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let change = rows(&address, "/revisions?limit=10000");
    let change = change.iter().find(|row| {
        row["value_before"].is_number() && row["value_after"].is_number() && row["breakdown"] == ""
    });
    let change = change.expect("the bundled project has a revision");
    let of = |name: &str| encoded(&field(change, name));
    let place = format!(
        "kpi={}&area={}&period={}&span={}",
        of("kpi"),
        of("area_code"),
        of("period"),
        of("span")
    );
    let claimed = |column: &str| {
        json(
            &address,
            &format!("/check?{place}&value={}", field(change, column)),
            200,
        )
    };
    assert_eq!(claimed("value_after")["result"], "true");
    let before = claimed("value_before");
    assert_eq!(before["result"], "revised_since");
    assert_eq!(before["revised"]["value_before"], change["value_before"]);
    assert!(
        field(&before, "text_en").starts_with("It was so and was revised on "),
        "{before}"
    );
}
