//! What operators and admins do on the site: run a pipeline now, pause and resume it, repair a cell, shut
//! persons out. Everything stands in the journal under the name of who signed in.

use crate::persons::{act, let_in, post, program, seen, sign_in, word};
use crate::served::{Served, get, set};
use crate::site::serve;
use crate::support::{Project, field};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// The acts of the journal: who did what to what, and why.
fn journal(project: &Project) -> Vec<String> {
    let rows = project.rows(&["journal"]);
    let line = |row: &serde_json::Value| {
        let [by, act, id, why] = ["by", "act", "id", "why"].map(|name| field(row, name));
        format!("{by} {act} {id}: {why}")
    };
    rows.iter().map(line).collect()
}

#[test]
fn an_operator_pauses_a_pipeline_has_it_run_and_resumes_it() {
    let project = Project::cashland();
    let yearly = "cron = \"0 7 1 5 *\"";
    project.replace("pipelines/yearly.toml", yearly, "cron = \"*/15 * * * *\"");
    let persons = [
        ("Oanh", "operator", ""),
        ("An", "approver", ""),
        ("Chi", "reader", ""),
    ];
    let [oanh, an, chi] = let_in(&project, persons);
    project.chiso(&["journal"]).exits(2);
    set(&project, "2026-05-04T07:50:00Z");
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    served.says("`*/15 * * * *` in Europe/Berlin is watched from now on");
    project
        .chiso(&["journal"])
        .exits(0)
        .says("nothing was decided yet");
    let oanh = sign_in(&address, &oanh);
    served.says("site: Oanh signed in from 127.0.0.1");
    let [an, chi] = [an, chi].map(|token| sign_in(&address, &token));
    let pause = "pipeline=yearly&act=pause&why=the+source+is+rebuilt";
    for who in [&an, &chi] {
        assert!(
            act(&address, who, pause).0.contains(" 403 "),
            "another role"
        );
        let (_, page) = seen(&address, "/operations?lang=en", who);
        assert!(!page.contains("Run now"), "{page}");
    }
    let refused = |fields: &str, why: &str| {
        let (head, page) = act(&address, &oanh, fields);
        assert!(head.contains(" 409 ") && page.contains(why), "{page}");
    };
    refused("pipeline=yearly&act=pause&why=+", "the reason is empty");
    refused(
        "pipeline=weekly&act=run&why=",
        "there is no pipeline `weekly`",
    );
    refused("pipeline=yearly&act=resume&why=", "is not paused");
    assert!(act(&address, &oanh, pause).0.contains(" 303 "));
    refused(pause, "Oanh paused pipeline `yearly` already");
    let (_, page) = seen(&address, "/operations?lang=vi", &chi);
    assert!(
        page.contains("Oanh tạm dừng từ 2026-05-04 09:50 CEST"),
        "{page}"
    );

    set(&project, "2026-05-04T08:00:02Z");
    served.says("yearly: missed (Oanh paused it: the source is rebuilt), 1 due times");
    project
        .chiso(&["status"])
        .says("Oanh paused it on 2026-05-04 09:50 CEST");
    let run = "pipeline=yearly&act=run&why=after+a+call";
    assert!(act(&address, &oanh, run).0.contains(" 303 "));
    served.says("yearly due 2026-05-04T08:00:02Z: begins (asked for by Oanh: after a call)");
    served.says("yearly due 2026-05-04T08:00:02Z: ran, published, release ");
    let resume = "pipeline=yearly&act=resume&why=";
    assert!(act(&address, &oanh, resume).0.contains(" 303 "));
    set(&project, "2026-05-04T08:15:02Z");
    served.says("yearly due 2026-05-04T08:15:00Z: begins (due)");
    served.says("yearly due 2026-05-04T08:15:00Z: ran, unchanged");
    let done = journal(&project);
    let of_oanh: Vec<&String> = done
        .iter()
        .filter(|line| line.starts_with("Oanh"))
        .collect();
    assert_eq!(
        of_oanh,
        [
            "Oanh pause yearly: the source is rebuilt",
            "Oanh run yearly: after a call",
            "Oanh resume yearly: ",
        ]
    );
    let (_, page) = seen(&address, "/operations?lang=en", &chi);
    assert!(page.contains("<td>pipeline yearly</td>"), "{page}");
    project
        .chiso(&["journal", "--by", "oanh", "--last", "1"])
        .says("resumed");
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_pipeline_without_a_schedule_can_be_run_and_not_paused() {
    let project = Project::cashland();
    let text = project.read("pipelines/yearly.toml");
    let schedule = text
        .lines()
        .find(|line| line.starts_with("schedule"))
        .unwrap();
    project.replace("pipelines/yearly.toml", schedule, "");
    let [oanh] = let_in(&project, [("Oanh", "operator", "")]);
    let (mut served, address) = serve(&project);
    let oanh = sign_in(&address, &oanh);
    let (_, page) = act(&address, &oanh, "pipeline=yearly&act=pause&why=x");
    assert!(page.contains("has no `schedule`"), "{page}");
    assert!(
        act(&address, &oanh, "pipeline=yearly&act=run&why=")
            .0
            .contains(" 303 ")
    );
    served.says("begins (asked for by Oanh)");
    served.says(": ran, published, release ");
}

#[test]
fn an_operator_repairs_a_cell_and_the_next_run_reads_it() {
    let project = Project::cashland();
    let limit = "quarantine_limit = \"0 %\"";
    project.replace(
        "datasets/workshops.toml",
        limit,
        "quarantine_limit = \"20 %\"",
    );
    let file = "datasets/workshops/invented.csv";
    project.replace(file, "Goldmark;2023;1.210", "Goldmark;2023;1.21O");
    let persons = [("O'<b>Oanh</b>", "operator", ""), ("An", "approver", "")];
    let [oanh, an] = let_in(&project, persons);
    project.run();
    let id = field(&project.rows(&["quarantine", "list"])[0], "id");
    let (mut served, address) = serve(&project);
    let [oanh, an] = [oanh, an].map(|token| sign_in(&address, &token));
    let (_, page) = seen(&address, "/operations?lang=en", &oanh);
    assert!(
        page.contains(&format!("name=\"cell\" value=\"{id}\"")),
        "{page}"
    );
    assert!(!page.contains("<b>Oanh"), "a name is text: {page}");
    let fields = |rest: &str| format!("cell={id}&act=repair&{rest}");
    assert!(
        act(&address, &an, &fields("value=1.210&why=x"))
            .0
            .contains(" 403 ")
    );
    let refused = |fields: &str, why: &str| {
        let (head, page) = act(&address, &oanh, fields);
        assert!(head.contains(" 409 ") && page.contains(why), "{page}");
    };
    let one = "one of the two";
    refused(&fields("value=&why=x"), one);
    refused(&fields("value=1&drop=true&why=x"), one);
    refused(&fields("value=1%0A2&why=x"), one);
    refused(&fields("value=1.210&why=+"), "the reason is empty");
    refused(
        "cell=q0000000000&act=repair&value=1&why=x",
        "not in quarantine any more",
    );
    assert!(!project.path("datasets/workshops/repairs.toml").exists());
    let (head, page) = act(
        &address,
        &oanh,
        &fields("value=1.210&why=by+%E2%80%AEletter"),
    );
    assert!(head.contains(" 303 "), "{page}");
    refused(
        &fields("value=1.210&why=again"),
        "datasets/workshops/repairs.toml:",
    );
    let written = project.read("datasets/workshops/repairs.toml");
    for line in [
        "expect = \"1.21O\"",
        "value = \"1.210\"",
        "by = \"O'<b>Oanh</b>\"",
        "by  letter",
    ] {
        assert!(written.contains(line), "{written}");
    }
    served.says("the configuration was edited and is in use now");
    let (_, page) = seen(&address, "/operations?lang=en", &oanh);
    assert!(page.contains("The next run reads:"), "{page}");
    assert!(
        act(&address, &oanh, "pipeline=yearly&act=run&why=")
            .0
            .contains(" 303 ")
    );
    served.says(": ran, published, release ");
    assert!(project.rows(&["quarantine", "list"]).is_empty());
    let rows = project.rows(&["journal"]);
    let repair = rows
        .iter()
        .find(|row| field(row, "act") == "repair")
        .unwrap();
    assert_eq!(field(repair, "id"), id);
    assert_eq!(field(repair, "sha256").len(), 64, "what was written");
}

#[test]
fn an_admin_sees_who_may_sign_in_and_shuts_a_person_out() {
    let project = Project::cashland();
    project.run();
    let persons = [
        ("Em", "admin", ""),
        ("An", "approver", ""),
        ("Chi", "reader", ""),
    ];
    let tokens = let_in(&project, persons);
    let file = project.path("access.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let before = project.read("access.toml");
    let (_served, address) = serve(&project);
    let [em, an, chi] = tokens.each_ref().map(|token| sign_in(&address, token));
    let operations = |who: &str| seen(&address, "/operations?lang=en", who);
    assert!(!operations(&an).1.contains("Who may sign in"));
    let page = operations(&em).1;
    for said in [
        "Who may sign in",
        "<th scope=\"row\">Chi</th>",
        "by a token",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let hash = crate::support::sha256(tokens[2].as_bytes());
    assert!(
        before.contains(&hash) && !page.contains(&hash),
        "no hash is shown"
    );
    let revoke = "person=Chi&act=revoke&why=left+the+office";
    assert!(act(&address, &an, revoke).0.contains(" 403 "));
    assert!(
        act(&address, &em, "person=Chi&act=revoke&why=")
            .0
            .contains(" 409 ")
    );
    let word_of_chi = word(&address, &chi);
    assert!(operations(&chi).0.contains(" 200 "));
    assert!(act(&address, &em, revoke).0.contains(" 303 "));

    assert!(operations(&chi).0.contains(" 404 "), "an open session ends");
    let (head, _) = post(&address, "/sign-out", &chi, &format!("word={word_of_chi}"));
    assert!(head.contains("location: /sign-in"), "{head}");
    let (head, _) = post(
        &address,
        "/sign-in?lang=en",
        "",
        &format!("token={}", tokens[2]),
    );
    assert!(head.contains(" 403 "), "{head}");
    assert!(
        program(&address, "/api/v1/releases", &tokens[2])
            .0
            .contains(" 401 ")
    );
    assert_eq!(
        project.read("access.toml"),
        before.replace(&hash, "revoked")
    );
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "nobody else may read it now");
    project.chiso(&["check"]).exits(0);
    let (_, page) = act(&address, &em, revoke);
    assert!(page.contains("`Chi` has no token"), "{page}");
    let (_, page) = act(&address, &em, "person=Gi%C3%A1p&act=revoke&why=x");
    assert!(page.contains("nobody of the name `Giáp`"), "{page}");
    assert_eq!(journal(&project), ["Em revoke Chi: left the office"]);
    assert!(operations(&an).0.contains(" 200 "), "others stay");
    assert!(get(&address, "/latest/?lang=en").0.contains(" 200 "));
}
