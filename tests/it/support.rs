//! A project in a folder of its own, the program run in it, and what it left there.

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The instant at which runs take place unless a test says otherwise.
pub const DAY_ONE: &str = "2026-11-22T08:00:00Z";
/// A later instant.
pub const DAY_TWO: &str = "2026-12-05T06:30:00Z";
/// A still later one.
pub const DAY_THREE: &str = "2027-01-05T06:30:00Z";

/// The repository's root: that of the run, since two checkouts may share one folder of built tests.
pub fn repository() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

/// Says that a test skips because something is missing; fails where `CHISO_REQUIRE=all` forbids
/// that.
#[expect(clippy::print_stdout, reason = "a test that skips says so")]
pub fn skipped(why: &str) {
    let required = std::env::var("CHISO_REQUIRE").is_ok_and(|what| what == "all");
    assert!(!required, "CHISO_REQUIRE=all, but {why}");
    println!("skipped: {why}");
}

/// A project in a folder of its own.
pub struct Project {
    root: PathBuf,
    clock: &'static str,
    _own: Option<TempDir>,
}

impl Project {
    /// An empty folder.
    pub fn empty() -> Project {
        let own = tempfile::tempdir().unwrap();
        Project {
            root: fs::canonicalize(own.path()).unwrap(),
            clock: DAY_ONE,
            _own: Some(own),
        }
    }

    /// The project of the repository, without a lake.
    pub fn bundled() -> Project {
        let project = Project::empty();
        copy_project(&repository(), &project.root);
        project
    }

    /// The invented country, without a lake.
    pub fn cashland() -> Project {
        let project = Project::empty();
        copy_project(&repository().join("examples/cashland"), &project.root);
        project
    }

    /// The invented city's reform programme, without a lake.
    pub fn programme() -> Project {
        let project = Project::empty();
        copy_project(
            &repository().join("examples/reform-programme"),
            &project.root,
        );
        project
    }

    /// The invented counties of the cases, with some other files of that project.
    pub fn counties(files: &[&str]) -> Project {
        let project = Project::empty();
        let register = [
            "chiso.toml",
            "datasets/areas.toml",
            "datasets/areas/areas.csv",
            "datasets/areas/relations.csv",
        ];
        for file in register.iter().chain(files) {
            let path = repository().join("tests/it/cases").join(file);
            project.write(file, fs::read(path).unwrap());
        }
        project
    }

    /// The same folder as it is now, somewhere else.
    pub fn copied(&self) -> Project {
        let project = Project::empty();
        copy(&self.root, &project.root);
        project
    }

    /// Sets the clock of the following runs.
    pub fn at(&mut self, clock: &'static str) -> &mut Project {
        self.clock = clock;
        self
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap_or_else(|e| panic!("{relative}: {e}"))
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, relative: &str, text: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text that must stand in the file exactly once.
    pub fn replace(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {relative}");
        self.write(relative, text.replace(from, to));
    }

    pub fn remove(&self, relative: &str) {
        let path = self.path(relative);
        let kind = fs::symlink_metadata(&path).unwrap_or_else(|e| panic!("{relative}: {e}"));
        if kind.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }

    /// The program with arguments, ready to be started in the project's folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chiso"));
        command
            .args(args)
            .current_dir(&self.root)
            .stdin(Stdio::null());
        for name in [
            "CHISO_TEST_ABORT_AT",
            "LC_ALL",
            "LC_MESSAGES",
            "LANGUAGE",
            "RUST_LOG",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(name);
        }
        command
            .env("LANG", "C")
            .env("CHISO_TEST_CLOCK", self.clock)
            .env("COLUMNS", "160");
        command
    }

    /// Runs the program to its end.
    pub fn chiso(&self, args: &[&str]) -> Outcome {
        outcome(args, &mut self.command(args))
    }

    /// Runs the program until it dies at the n-th step of writing, or to its end when there are
    /// fewer.
    pub fn chiso_dying_at(&self, n: u32, args: &[&str]) -> Outcome {
        outcome(
            args,
            self.command(args).env("CHISO_TEST_ABORT_AT", n.to_string()),
        )
    }

    /// `chiso run`, which must end well.
    pub fn run(&self) -> Outcome {
        self.chiso(&["run"]).exits(0)
    }

    /// Rows of `chiso … --format json`, which must end well.
    pub fn rows(&self, args: &[&str]) -> Vec<Value> {
        let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
        self.chiso(&args).exits(0).rows()
    }

    /// Table rows that bear on a verdict, from `chiso explain … --format csv`, which must end well.
    pub fn traced(&self, args: &[&str]) -> Vec<Value> {
        let args: Vec<&str> = args.iter().copied().chain(["--format", "csv"]).collect();
        let told = self.chiso(&args).exits(0);
        let mut reader = csv::Reader::from_reader(told.stdout.as_bytes());
        let header = reader.headers().unwrap().clone();
        let row = |record: csv::StringRecord| {
            header
                .iter()
                .zip(&record)
                .map(|(name, text)| (name.to_owned(), Value::from(text)))
                .collect()
        };
        reader
            .records()
            .map(|record| row(record.unwrap()))
            .map(Value::Object)
            .collect()
    }

    /// The only scorecard row of a KPI, area and period on the default boundary.
    pub fn score(&self, kpi: &str, area: &str, period: &str) -> Value {
        let mut rows = self.rows(&[
            "scorecard",
            "--kpi",
            kpi,
            "--area",
            area,
            "--period",
            period,
        ]);
        assert_eq!(rows.len(), 1, "{kpi} {area} {period}: {rows:#?}");
        rows.remove(0)
    }

    /// A table of the release in force.
    pub fn published(&self, table: &str) -> Vec<Row> {
        table_rows(&self.path(&format!("lake/published/{table}.parquet")))
    }

    /// The id of the release in force.
    pub fn release(&self) -> Option<String> {
        let target = fs::read_link(self.path("lake/published")).ok()?;
        Some(
            target
                .to_str()
                .unwrap()
                .strip_prefix("releases/")
                .unwrap()
                .to_owned(),
        )
    }

    /// Every file below a folder with the hash of its bytes, every link with its target.
    pub fn tree(&self, relative: &str) -> BTreeMap<String, String> {
        tree(&self.path(relative))
    }
}

/// The bundled project after one run, for tests that only read. Made once; nobody may write to it.
pub fn finished() -> &'static Project {
    static FINISHED: OnceLock<(Project, File)> = OnceLock::new();
    &FINISHED.get_or_init(|| run_once("finished", |_| {})).0
}

/// The bundled project with the budgets of two years only, after one run: quick to run again after
/// a change.
pub fn finished_two_years() -> &'static Project {
    static FINISHED: OnceLock<(Project, File)> = OnceLock::new();
    let leave_two_years = |root: &Path| {
        for folder in ["datasets/budget_plan", "datasets/budget_final"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if !["_2014.csv", "_2020.csv"]
                    .iter()
                    .any(|y| path.to_str().unwrap().ends_with(y))
                {
                    fs::remove_file(path).unwrap();
                }
            }
        }
    };
    &FINISHED
        .get_or_init(|| run_once("finished-two-years", leave_two_years))
        .0
}

fn run_once(name: &str, change: impl Fn(&Path)) -> (Project, File) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Held until this process ends, so that another run of the tests does not pull the folder away.
    let held = File::create(folder.join(format!("{name}.lock"))).unwrap();
    held.lock().unwrap();
    let root = folder.join(name);
    _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    copy_project(&repository(), &root);
    change(&root);
    let project = Project {
        root: fs::canonicalize(root).unwrap(),
        clock: DAY_ONE,
        _own: None,
    };
    project.run();
    (project, held)
}

/// How a start of the program ended.
#[derive(Debug)]
pub struct Outcome {
    pub args: String,
    /// `None` when a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn outcome(args: &[&str], command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    Outcome {
        args: args.join(" "),
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Outcome {
    #[track_caller]
    pub fn exits(self, code: i32) -> Outcome {
        assert_eq!(
            self.code,
            Some(code),
            "`chiso {}`\n--- stdout\n{}\n--- stderr\n{}",
            self.args,
            self.stdout,
            self.stderr
        );
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// Standard output holds a text.
    #[track_caller]
    pub fn says(self, text: &str) -> Outcome {
        assert!(
            self.stdout.contains(text),
            "`chiso {}` should say `{text}`\n{}",
            self.args,
            self.stdout
        );
        self
    }

    /// Standard error holds a text.
    #[track_caller]
    pub fn complains(self, text: &str) -> Outcome {
        assert!(
            self.stderr.contains(text),
            "`chiso {}` should complain `{text}`\n{}",
            self.args,
            self.stderr
        );
        self
    }

    /// Standard output as JSON rows.
    #[track_caller]
    pub fn rows(&self) -> Vec<Value> {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("`chiso {}`: {e}\n{}", self.args, self.stdout))
    }
}

/// The text of a field; empty when it is null, and a test failure when there is no such field.
#[track_caller]
pub fn field(row: &Value, name: &str) -> String {
    match row
        .get(name)
        .unwrap_or_else(|| panic!("no field `{name}` in {row}"))
    {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Several fields at once.
#[track_caller]
pub fn fields<const N: usize>(row: &Value, names: [&str; N]) -> [String; N] {
    names.map(|n| field(row, n))
}

pub fn copy_project(from: &Path, to: &Path) {
    fs::copy(from.join("chiso.toml"), to.join("chiso.toml")).unwrap();
    for folder in ["datasets", "pipelines"] {
        copy(&from.join(folder), &to.join(folder));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, place) = (entry.path(), to.join(entry.file_name()));
        if path.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&path).unwrap(), place).unwrap();
        } else if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, place).unwrap();
        }
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Every file below a folder with the hash of its bytes, every link with its target. Empty when
/// there is no such folder.
pub fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_symlink() {
                found.insert(
                    name,
                    format!("-> {}", fs::read_link(&path).unwrap().display()),
                );
            } else if path.is_dir() {
                // An empty folder left behind is a difference too.
                found.insert(format!("{name}/"), String::new());
                open.push(path);
            } else {
                found.insert(name, sha256(&fs::read(&path).unwrap()));
            }
        }
    }
    found
}

/// Fails with the names that differ, not with two whole trees.
#[track_caller]
pub fn assert_same_tree(
    left: &BTreeMap<String, String>,
    right: &BTreeMap<String, String>,
    what: &str,
) {
    let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let differing: Vec<String> = names
        .into_iter()
        .filter(|n| left.get(*n) != right.get(*n))
        .map(|n| format!("{n}: {:?} / {:?}", left.get(n), right.get(n)))
        .collect();
    assert!(differing.is_empty(), "{what}:\n{}", differing.join("\n"));
}

/// A row of a Parquet table: the text of every column, nothing when null.
pub type Row = BTreeMap<String, Option<String>>;

/// Rows of a Parquet file, read with no code of the program.
pub fn table_rows(path: &Path) -> Vec<Row> {
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .unwrap()
        .build()
        .unwrap();
    let mut rows = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        let schema = batch.schema();
        for i in 0..batch.num_rows() {
            let cell = |(f, column): (
                &std::sync::Arc<arrow::datatypes::Field>,
                &arrow::array::ArrayRef,
            )| (f.name().clone(), text(column, i));
            rows.push(
                schema
                    .fields()
                    .iter()
                    .zip(batch.columns())
                    .map(cell)
                    .collect(),
            );
        }
    }
    rows
}

fn text(column: &arrow::array::ArrayRef, i: usize) -> Option<String> {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::{
        DataType, Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimeUnit,
        TimestampMicrosecondType,
    };
    if column.is_null(i) {
        return None;
    }
    Some(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(i).to_owned(),
        DataType::Boolean => column.as_boolean().value(i).to_string(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(i).to_string(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(i).to_string(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(i).to_string(),
        DataType::Decimal128(_, 6) => plain(column.as_primitive::<Decimal128Type>().value(i)),
        DataType::Date32 => column
            .as_primitive::<Date32Type>()
            .value_as_date(i)
            .unwrap()
            .to_string(),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            let micros = column.as_primitive::<TimestampMicrosecondType>().value(i);
            chrono::DateTime::from_timestamp_micros(micros)
                .unwrap()
                .to_rfc3339()
        }
        other => panic!("a column of type {other}"),
    })
}

/// Millionths as a decimal number without trailing zeros.
fn plain(micros: i128) -> String {
    let (sign, size) = (if micros < 0 { "-" } else { "" }, micros.unsigned_abs());
    let text = format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The text of a column of a Parquet row, empty when null.
#[track_caller]
pub fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column)
        .unwrap_or_else(|| panic!("no column `{column}`"))
        .as_deref()
        .unwrap_or_default()
}
