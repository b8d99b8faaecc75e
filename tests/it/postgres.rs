//! Sources that are a query, with the program itself against a real `PostgreSQL` server: what
//! comes, what comes later, what goes wrong.
//!
//! `test.sh` starts the server (`tests/postgres_server.sh`) and says where it is by
//! `CHISO_TEST_POSTGRES`; without it these tests skip, saying so. Each test has a database and a
//! role of its own.

use crate::support::{DAY_THREE, DAY_TWO, Outcome, Project, Row, cell, field, fields, table_rows};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use url::Url;

/// Password of the role that asks.
const SECRET: &str = "Qx7-planted/s3cret+99";
/// What is asked in most tests.
const QUERY: &str =
    "SELECT county, year, opened, note, updated_at FROM workshops WHERE updated_at > {watermark}";
/// The watermark in most tests.
const WATERMARK: &str = "watermark = { column = \"updated_at\" }";

/// A database of a test.
struct Database {
    server: Url,
    name: String,
}

impl Database {
    /// A database with one table; `None`, saying so, where there is no server.
    fn new() -> Option<Database> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("CHISO_TEST_POSTGRES") else {
            crate::support::skipped("CHISO_TEST_POSTGRES does not say where a server is");
            return None;
        };
        let name = format!(
            "chiso_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let database = Database {
            server: Url::parse(&server).unwrap(),
            name,
        };
        let Database { name, .. } = &database;
        database.psql("postgres", &format!("CREATE DATABASE {name}"));
        database.psql(
            "postgres",
            &format!("CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'"),
        );
        database.does(
            "CREATE TABLE workshops (county text, year int, opened numeric(38, 6), note \
            text, updated_at timestamptz)",
        );
        database.does(&format!("GRANT SELECT ON workshops TO {name}"));
        Some(database)
    }

    /// With three counties, written on one day.
    fn filled() -> Option<Database> {
        let database = Database::new()?;
        database.does(
            "INSERT INTO workshops VALUES ('Goldmark', 2021, 1000, 'Xưởng thủ công, \"mới\"', '2026-01-05 10:00+07'), \
             ('Goldmark', 2022, 1100, '', '2026-01-05 10:00+07'), ('Silverbrook', 2021, 640, NULL, '2026-01-05 10:00:00.5+07'), \
             ('Silverbrook', 2022, NULL, NULL, '2026-01-05 09:00+07')",
        );
        Some(database)
    }

    fn does(&self, sql: &str) {
        self.psql(&self.name, sql);
    }

    fn psql(&self, database: &str, sql: &str) {
        let output = self.client(database, sql).wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{sql}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn client(&self, database: &str, sql: &str) -> Child {
        let mut url = self.server.clone();
        url.set_path(database);
        let mut psql = Command::new("psql");
        psql.args([url.as_str(), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        psql.spawn().unwrap()
    }

    fn port(&self) -> u16 {
        self.server.port().unwrap()
    }

    /// The invented country, whose workshops come from this database.
    fn project(&self, query: &str, more: &str) -> Project {
        self.project_at(self.port(), query, more)
    }

    fn project_at(&self, port: u16, query: &str, more: &str) -> Project {
        let project = Project::cashland();
        let text = "datasets/workshops.toml";
        for (from, to) in [
            ("file = \"workshops/*.csv\"\n", ""),
            ("delimiter = \";\"\n", ""),
            ("number = { decimal = \",\", grouping = \".\" }\n", ""),
            (
                "published_at = \"2024-03-01\" # invented, as everything here\n",
                "",
            ),
            ("type = \"integer\"", "type = \"decimal\""),
            ("\"County\"", "\"county\""),
            ("\"Year\"", "\"year\""),
            ("\"Opened\"", "\"opened\""),
            (
                "status = { constant = \"final\" }",
                "status = { constant = \"final\" }\nknown_from = { column = \"updated_at\" }\nnote \
                    = { column = \"note\" }",
            ),
        ] {
            project.replace(text, from, to);
        }
        let tls = if more.contains("ca_file") {
            ""
        } else {
            "tls = \"off\"\n"
        };
        let asked = format!(
            "\n[source.postgres]\nhost = \"127.0.0.1\"\nport = {port}\ndatabase = \"{0}\"\nuser = \"{0}\"\n\
             password = {{ env = \"REGISTRY_PASSWORD\" }}\n{tls}query = \
             \"\"\"{query}\"\"\"\n{more}\n",
            self.name
        );
        project.write(text, project.read(text) + &asked);
        project
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for sql in [
            format!("DROP DATABASE {} WITH (FORCE)", self.name),
            format!("DROP ROLE {}", self.name),
        ] {
            let _ = self.client("postgres", &sql).wait();
        }
    }
}

fn run(project: &Project) -> Outcome {
    run_with(project, SECRET)
}

fn run_with(project: &Project, password: &str) -> Outcome {
    let output = project
        .command(&["run"])
        .env("REGISTRY_PASSWORD", password)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let outcome = Outcome {
        args: "run".to_owned(),
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    assert!(
        !outcome.stdout.contains(password) && !outcome.stderr.contains(password),
        "the password is told"
    );
    nowhere(project, password);
    outcome
}

/// No file of the project's folder holds the password.
#[track_caller]
fn nowhere(project: &Project, password: &str) {
    let mut folders = vec![project.root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path.is_file() {
                let bytes = fs::read(&path).unwrap();
                assert!(
                    !bytes
                        .windows(password.len())
                        .any(|w| w == password.as_bytes()),
                    "the password is in {}",
                    path.display()
                );
            }
        }
    }
}

/// Runs; the source must fail by `rule` at a key, with `part` in what is said, and the other
/// dataset must be published.
#[track_caller]
fn fails(project: &Project, rule: &str, key: &str, part: &str) {
    let outcome = run(project).exits(3);
    let said =
        format!("error[{rule}]: datasets/workshops.toml, column `source.guild.postgres{key}`: ");
    assert!(
        outcome.stderr.contains(&said) && outcome.stderr.contains(part),
        "{said}: {part}\nis not in\n{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .contains("figures landed earlier stay in use"),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
    assert!(
        !project.path("lake/landing/workshops").exists(),
        "nothing of a failed query is landed"
    );
}

/// The landed answers with their receipts, earliest first.
fn landed(project: &Project) -> Vec<(String, Value)> {
    let folder = project.path("lake/landing/workshops");
    let mut all: Vec<(String, Value)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| {
            let path = entry.unwrap().path();
            let receipt: Value =
                serde_json::from_str(&fs::read_to_string(path.join("receipt.json")).unwrap())
                    .unwrap();
            (fs::read_to_string(path.join("guild.csv")).unwrap(), receipt)
        })
        .collect();
    all.sort_by_key(|(_, receipt)| receipt["fetched_at"].to_string());
    all
}

/// Rows of the table that the lake keeps of the deliveries.
fn kept(project: &Project) -> Vec<Row> {
    let folder = project.path("lake/tables/workshops");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    files.flat_map(|path| table_rows(&path)).collect()
}

fn figure(project: &Project, area: &str, period: &str) -> String {
    field(
        &project.score("workshops_growth", area, period),
        "current_value",
    )
}

#[test]
fn an_answer_is_landed_as_text_that_loses_nothing() {
    let Some(database) = Database::filled() else {
        return;
    };
    database.does(
        "INSERT INTO workshops VALUES ('Copperfield', 2021, \
        12345678901234567890123456789012.123456, NULL, '2026-01-04 10:00+07')",
    );
    let project = database.project(QUERY, WATERMARK);
    run(&project).exits(0).says("published release");
    let (bytes, receipt) = landed(&project).remove(0);
    // Every value in quotes, NULL nothing at all, in the order of the texts, whatever the order in
    // the table.
    assert_eq!(
        bytes,
        "county,year,opened,note,updated_at\n\
         \"Copperfield\",\"2021\",\"12345678901234567890123456789012.123456\",,\"2026-01-04T03:00:00+00:00\"\n\
         \"Goldmark\",\"2021\",\"1000.000000\",\"Xưởng thủ công, \"\"mới\"\"\",\"2026-01-05T03:00:00+00:00\"\n\
         \"Goldmark\",\"2022\",\"1100.000000\",\"\",\"2026-01-05T03:00:00+00:00\"\n\
         \"Silverbrook\",\"2021\",\"640.000000\",,\"2026-01-05T03:00:00.5+00:00\"\n\
         \"Silverbrook\",\"2022\",,,\"2026-01-05T02:00:00+00:00\"\n"
    );
    let query = &receipt["transfer"]["query"];
    assert_eq!(
        query["columns"][2],
        serde_json::json!({ "name": "opened", "type": "numeric" })
    );
    assert_eq!(
        (query["rows"].as_u64(), query["watermark"]["after"].as_str()),
        (Some(5), Some(""))
    );
    assert_eq!(
        query["watermark"]["reached"],
        "2026-01-05T03:00:00.500000+00:00"
    );
    assert_eq!(
        receipt["path"],
        format!(
            "postgresql://127.0.0.1:{}/{}",
            database.port(),
            database.name
        )
    );
    let rows = kept(&project);
    let of = |area: &str, period: &str| {
        rows.iter()
            .find(|r| cell(r, "area_code") == area && cell(r, "period") == period)
            .unwrap()
    };
    assert_eq!(
        cell(of("C3", "2021"), "workshops"),
        "12345678901234567890123456789012.123456"
    );
    assert_eq!(cell(of("C1", "2021"), "note"), "Xưởng thủ công, \"mới\"");
    assert_eq!(
        cell(of("C1", "2021"), "known_from"),
        "2026-01-05T03:00:00+00:00"
    );
    assert_eq!(
        cell(of("C2", "2022"), "workshops"),
        "",
        "NULL is no figure, and no zero"
    );
}

#[test]
fn three_runs_ask_only_for_what_came_later() {
    let Some(database) = Database::filled() else {
        return;
    };
    let mut project = database.project(QUERY, WATERMARK);
    run(&project).exits(0).says("published release");
    assert_eq!(
        (figure(&project, "C1", "2022"), landed(&project).len()),
        ("1100".to_owned(), 1)
    );
    let first = project.release();
    run(&project).exits(0).says("nothing new");
    assert_eq!(
        (landed(&project).len(), project.release()),
        (1, first.clone()),
        "no later row, no delivery"
    );

    // One cell revised, one new; the others are not sent again, and stay.
    database.does(
        "UPDATE workshops SET opened = 1150, updated_at = '2026-11-25 08:00+00' WHERE \
        county = 'Goldmark' AND year = 2022",
    );
    database
        .does("INSERT INTO workshops VALUES ('Goldmark', 2023, 1265, NULL, '2026-11-25 08:00+00')");
    run(project.at(DAY_TWO)).exits(0).says("published release");
    let all = landed(&project);
    assert_eq!((all.len(), all[1].0.lines().count()), (2, 3), "{all:#?}");
    assert_eq!(
        all[1].1["transfer"]["query"]["watermark"]["after"],
        "2026-01-05T03:00:00.500000+00:00"
    );
    let score = project.score("workshops_growth", "C1", "2023");
    assert_eq!(
        fields(&score, ["current_value", "base_value", "value"]),
        ["1265", "1150", "0.1"]
    );
    assert_eq!(figure(&project, "C1", "2022"), "1150");
    assert_eq!(
        field(
            &project.score("workshops_growth", "C1", "2022"),
            "base_value"
        ),
        "1000",
        "what did not come again is not taken back"
    );
    let before = project.rows(&[
        "scorecard",
        "--kpi",
        "workshops_growth",
        "--area",
        "C1",
        "--period",
        "2022",
        "--as-of",
        "2026-11-24",
    ]);
    assert_eq!(
        field(&before[0], "current_value"),
        "1100",
        "what was known before the revision"
    );

    run(project.at(DAY_THREE)).exits(0).says("nothing new");
    assert_eq!(landed(&project).len(), 2);
    assert_ne!(project.release(), first);
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn another_query_asks_for_everything_anew_and_takes_back_what_it_lacks() {
    let Some(database) = Database::filled() else {
        return;
    };
    let mut project = database.project(QUERY, WATERMARK);
    // With a time for each row, what is withdrawn would be dated by the latest of them, and the
    // second answer has none later.
    project.replace(
        "datasets/workshops.toml",
        "known_from = { column = \"updated_at\" }\n",
        "",
    );
    run(&project).exits(0);
    project.replace(
        "datasets/workshops.toml",
        "> {watermark}",
        "> {watermark} AND county = 'Goldmark'",
    );
    run(project.at(DAY_TWO)).exits(0);
    let all = landed(&project);
    assert_eq!(
        (
            all.len(),
            all[1].1["transfer"]["query"]["watermark"]["after"].as_str()
        ),
        (2, Some(""))
    );
    assert_eq!(figure(&project, "C1", "2022"), "1100");
    let rows = project.rows(&[
        "scorecard",
        "--kpi",
        "workshops_growth",
        "--area",
        "C2",
        "--period",
        "2022",
    ]);
    assert!(
        rows.iter().all(|r| field(r, "base_value").is_empty()),
        "{rows:#?}"
    );
}

#[test]
fn rows_that_became_visible_late_are_found_within_the_lag() {
    let Some(database) = Database::filled() else {
        return;
    };
    let mut project = database.project(
        QUERY,
        "watermark = { column = \"updated_at\", lag = \"2h\" }",
    );
    run(&project).exits(0);
    run(project.at(DAY_TWO)).exits(0).says("nothing new");
    assert_eq!(
        landed(&project).len(),
        1,
        "the rows of the last two hours come again and say nothing new"
    );
    database.does(
        "INSERT INTO workshops VALUES ('Silverbrook', 2023, 700, NULL, '2026-01-05 08:30+07')",
    );
    run(project.at(DAY_THREE))
        .exits(0)
        .says("published release");
    let all = landed(&project);
    assert!(all.len() == 2 && all[1].0.contains("\"2023\""), "{all:#?}");
    assert_eq!(figure(&project, "C2", "2023"), "700");
}

#[test]
fn a_query_without_a_watermark_is_everything_each_time() {
    let Some(database) = Database::filled() else {
        return;
    };
    let all = "SELECT county, year, opened, note, updated_at FROM workshops ORDER BY random()";
    let mut project = database.project(all, "");
    run(&project).exits(0);
    run(project.at(DAY_TWO)).exits(0).says("nothing new");
    assert_eq!(
        landed(&project).len(),
        1,
        "the same rows are the same bytes"
    );
    database.does("DELETE FROM workshops WHERE county = 'Goldmark' AND year = 2022");
    database.does(
        "INSERT INTO workshops VALUES ('Silverbrook', 2023, 700, NULL, '2026-01-06 08:30+07')",
    );
    run(project.at(DAY_THREE))
        .exits(0)
        .says("published release");
    let rows = project.rows(&[
        "scorecard",
        "--kpi",
        "workshops_growth",
        "--area",
        "C1",
        "--period",
        "2022",
    ]);
    assert!(
        rows.iter().all(|r| field(r, "current_value").is_empty()),
        "what is not there any more is taken back: {rows:#?}"
    );
}

#[test]
fn whole_numbers_and_days_are_watermarks_too() {
    let Some(database) = Database::filled() else {
        return;
    };
    database.does("ALTER TABLE workshops ADD id int, ADD day date");
    database.does("UPDATE workshops SET id = year, day = make_date(year, 1, 1)");
    for (column, next) in [("id", "9"), ("day", "'2026-01-01'")] {
        let query = format!(
            "SELECT county, year, opened, note, updated_at, {column} FROM workshops WHERE {column} \
                >= {{watermark}}"
        );
        let mut project =
            database.project(&query, &format!("watermark = {{ column = \"{column}\" }}"));
        run(&project).exits(0);
        run(project.at(DAY_TWO)).exits(0).says("nothing new");
        assert_eq!(
            landed(&project).len(),
            1,
            "{column}: rows on the bound itself come again and say nothing new"
        );
        let next = if column == "id" {
            format!("30{next}0")
        } else {
            next.to_owned()
        };
        database.does(&format!(
            "INSERT INTO workshops (county, year, opened, updated_at, {column}) \
                VALUES ('Goldmark', 2023, 5, '2026-01-07', {next})"
        ));
        run(project.at(DAY_THREE))
            .exits(0)
            .says("published release");
        assert_eq!(
            (landed(&project).len(), figure(&project, "C1", "2023")),
            (2, "5".to_owned()),
            "{column}"
        );
        database.does("DELETE FROM workshops WHERE year = 2023");
    }
}

#[test]
fn each_refusal_of_the_server_says_what_to_do() {
    let Some(database) = Database::filled() else {
        return;
    };
    database.does("CREATE TABLE secret_plans (county text)");
    database.does("CREATE TABLE odd (county text, share double precision, doc jsonb)");
    database.does(&format!("GRANT SELECT ON odd TO {}", database.name));
    for (query, more, rule, key, part) in [
        (
            "SELECT county FROM no_such_table",
            "",
            "database_query",
            ".query",
            "write `schema.table`",
        ),
        (
            "SELECT counties FROM workshops",
            "",
            "database_query",
            ".query",
            "look at the names of the columns",
        ),
        (
            "SELECT county FROM",
            "",
            "database_query",
            ".query",
            "correct the query",
        ),
        (
            "SELECT county FROM secret_plans",
            "",
            "database_denied",
            ".query",
            "have `SELECT` granted to the role `chiso_",
        ),
        (
            "SELECT share FROM odd",
            "",
            "database_type",
            ".query",
            "`CAST(share AS numeric(20, 6)) AS share`",
        ),
        (
            "SELECT doc FROM odd",
            "",
            "database_type",
            ".query",
            "`CAST(doc AS text) AS doc`",
        ),
        (
            "SELECT county, county FROM workshops",
            "",
            "database_query",
            ".query",
            "two columns of the answer are named `county`",
        ),
        (
            "SELECT 1 AS a; DROP TABLE workshops",
            "",
            "database_query",
            ".query",
            "correct the query",
        ),
        (
            "SELECT county, nextval('workshops_seq')::int8 AS n FROM workshops",
            "",
            "database_query",
            ".query",
            "workshops_seq",
        ),
        (
            "SELECT county, pg_sleep(30)::text AS s FROM workshops",
            "timeouts = { statement = \"200ms\" }",
            "database_timeout",
            ".timeouts.statement",
            "200 ms",
        ),
        (
            "SELECT county, pg_sleep(30)::text AS s FROM workshops",
            "timeouts = { total = \"400ms\" }",
            "database_timeout",
            ".timeouts.total",
            "400 ms",
        ),
        (
            "SELECT repeat('x', 1000) AS county FROM generate_series(1, 5000)",
            "max_bytes = 10000",
            "too_large",
            ".max_bytes",
            "10000 bytes",
        ),
        (
            "SELECT county FROM workshops",
            "max_rows = 3",
            "too_large",
            ".max_rows",
            "4 rows",
        ),
        (
            "SELECT county, updated_at FROM workshops WHERE year > {watermark}",
            "watermark = { column = \"year\" }",
            "database_watermark",
            ".watermark.column",
            "name one of its columns: county, updated_at",
        ),
        (
            "SELECT county FROM workshops WHERE county > {watermark}",
            "watermark = { column = \"county\" }",
            "database_watermark",
            ".watermark.column",
            "take an instant",
        ),
        (
            "SELECT county, updated_at FROM workshops WHERE '{watermark}' <> ''",
            WATERMARK,
            "database_watermark",
            ".watermark.column",
            "in a text or a remark",
        ),
    ] {
        fails(&database.project(query, more), rule, key, part);
    }
    database.does(
        "CREATE FUNCTION grow() RETURNS int8 LANGUAGE sql AS 'DELETE FROM workshops; \
        SELECT 1::int8'",
    );
    database.does(&format!("GRANT DELETE ON workshops TO {}", database.name));
    fails(
        &database.project("SELECT grow() AS n", ""),
        "database_query",
        ".query",
        "would change something",
    );
    database.does("INSERT INTO workshops VALUES ('Goldmark', 2023, 1, NULL, '2199-01-01')");
    fails(
        &database.project(QUERY, WATERMARK),
        "database_watermark",
        ".watermark.column",
        "which is in the future",
    );
    let wrong = database.project(QUERY, WATERMARK);
    let told = run_with(&wrong, "not-the-password").exits(3);
    assert!(
        told.stderr.contains("error[database_login]")
            && told.stderr.contains("password authentication failed"),
        "{}",
        told.stderr
    );
    let told = wrong.chiso(&["run"]).exits(3);
    assert!(
        told.stderr.contains("error[secret_missing]") && told.stderr.contains("REGISTRY_PASSWORD"),
        "{}",
        told.stderr
    );
    let check = wrong.chiso(&["check"]);
    assert!(
        check.stdout.contains("secret_missing")
            && check.stdout.contains("source.guild.postgres.password"),
        "{}{}",
        check.stdout,
        check.stderr
    );
    let echo = database.project(
        "SELECT 'Qx7-planted' || '/s3cret+99' AS county FROM workshops",
        "",
    );
    fails(&echo, "secret_echoed", ".query", "not landed");
    // A port at which nobody is.
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    fails(
        &database.project_at(nobody, QUERY, WATERMARK),
        "database_unreachable",
        "",
        "cannot be reached",
    );
    // A server that takes the call and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    fails(
        &database.project_at(
            port,
            QUERY,
            &format!("{WATERMARK}\ntimeouts = {{ connect = \"300ms\" }}"),
        ),
        "database_timeout",
        ".timeouts.connect",
        "300 ms",
    );
}

#[test]
fn a_connection_that_is_cut_in_mid_answer_lands_nothing_and_the_next_run_has_it_all() {
    let Some(database) = Database::filled() else {
        return;
    };
    database.does(
        "INSERT INTO workshops SELECT 'Copperfield', 2021, 7, repeat('x', 20000), \
        '2026-01-03' FROM generate_series(1, 200)",
    );
    let distinct = "SELECT DISTINCT ON (county, year) county, year, opened, note, updated_at FROM \
        workshops WHERE updated_at > {watermark}";
    let cut = Proxy::cutting(database.port(), 300_000);
    fails(
        &database.project_at(cut.port, QUERY, WATERMARK),
        "database_broken",
        "",
        "broke off before the answer was whole",
    );
    let project = database.project(distinct, WATERMARK);
    run(&project).exits(0).says("published release");
    assert_eq!(figure(&project, "C1", "2022"), "1100");
}

#[test]
fn a_backend_that_is_killed_while_it_answers_is_told() {
    let Some(database) = Database::filled() else {
        return;
    };
    let kill = format!(
        "DO $$ BEGIN FOR i IN 1..2000 LOOP PERFORM pg_stat_clear_snapshot(); \
         IF (SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{}' AND query LIKE 'COPY%pg_sleep%' AND state = 'active') \
         THEN RETURN; END IF; PERFORM pg_sleep(0.01); END LOOP; RAISE 'nobody asks'; END $$",
        database.name
    );
    let killer = database.client("postgres", &kill);
    let project = database.project("SELECT county, pg_sleep(10)::text AS s FROM workshops", "");
    fails(&project, "database_broken", "", "run again later");
    assert!(killer.wait_with_output().unwrap().status.success());
}

#[test]
fn a_server_is_trusted_by_the_authority_that_the_project_names_and_by_no_other() {
    let Some(database) = Database::filled() else {
        return;
    };
    let Ok(authority) = std::env::var("CHISO_TEST_POSTGRES_CA") else {
        return;
    };
    let project = database.project(QUERY, &format!("{WATERMARK}\nca_file = \"office.pem\""));
    project.write("office.pem", fs::read(authority).unwrap());
    run(&project).exits(0).says("published release");
    assert_eq!(figure(&project, "C1", "2022"), "1100");
    let distrusted = database.project(QUERY, &format!("{WATERMARK}\nca_file = \"office.pem\""));
    distrusted.replace("datasets/workshops.toml", "\nca_file = \"office.pem\"", "");
    fails(&distrusted, "database_unreachable", "", "certificate");
}

/// Between the program and the server: passes on everything until this many bytes came back, then
/// hangs up.
struct Proxy {
    port: u16,
}

impl Proxy {
    fn cutting(server: u16, after: usize) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (mut client, mut back) = (
                    client.unwrap(),
                    TcpStream::connect(("127.0.0.1", server)).unwrap(),
                );
                let (mut from, mut to) = (client.try_clone().unwrap(), back.try_clone().unwrap());
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut from, &mut to);
                });
                std::thread::spawn(move || {
                    let (mut left, mut piece) = (after, [0; 4096]);
                    while let Ok(n @ 1..) = back.read(&mut piece) {
                        let passed = n.min(left);
                        left -= passed;
                        if client.write_all(&piece[..passed]).is_err() || left == 0 {
                            break;
                        }
                    }
                    let _ = (
                        client.shutdown(Shutdown::Both),
                        back.shutdown(Shutdown::Both),
                    );
                });
            }
        });
        Proxy { port }
    }
}
