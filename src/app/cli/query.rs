//! `chiso query`: SQL for analysts, read-only, bounded in time and memory.
//!
//! Each statement runs in a process of its own, so that a statement that takes too long or too much
//! ends alone: it is killed after the time allowed, and the system refuses it more memory than
//! allowed.

use crate::app::cli::{AsOf, Context, Failure};
use crate::app::frames;
use crate::app::messages::say;
use crate::app::output::{self, Format, complain};
use crate::config::Project;
use crate::env::limited_again;
use crate::inspect::{Askable, Past, askable, query as ask};
use crate::store::{Lake, write_frame};
use clap::Args;
use polars::prelude::DataFrame;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What to ask.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// One SQL statement; without it, a prompt (or statements from standard input, one after the
    /// other, each ended by `;`)
    sql: Option<String>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// What this release published [default: the one in force]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
    /// Write the result to a file; its ending says how: .csv, .json or .parquet
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Seconds after which a statement is given up
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    timeout: u64,
    /// MiB of memory that a statement may use
    #[arg(long, default_value_t = 4096, value_name = "MIB")]
    memory: u64,
    /// List the tables and their columns
    #[arg(long, conflicts_with_all = ["sql", "output"])]
    tables: bool,
}

/// Tells the process that it is the one to run the statement.
const CHILD: &str = "CHISO_QUERY_CHILD";
/// Rows shown on a terminal; files, JSON and CSV have all.
const MOST_ROWS: usize = 200;
/// How often the statement's process is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Runs a statement, or a prompt.
pub fn query(context: &Context, args: &QueryArgs) -> Result<(), Failure> {
    let project = context.project()?;
    if args.tables {
        return tables(context, &askable(&project));
    }
    let Some(sql) = &args.sql else {
        return many(context, &project, args);
    };
    if std::env::var_os(CHILD).is_some() {
        run(context, &project, args, sql)
    } else {
        supervise(args, sql)
    }
}

/// Runs the statement in a process of its own and passes its exit code on.
fn supervise(args: &QueryArgs, sql: &str) -> Result<(), Failure> {
    let failed =
        |e: std::io::Error| Failure::Usage(format!("the statement cannot be started: {e}"));
    let mut command = limited_again(CHILD).map_err(failed)?;
    command.stdin(Stdio::null());
    if args.sql.is_none() {
        command.arg("--").arg(sql);
    }
    let mut child = command.spawn().map_err(failed)?;
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return match status.code() {
                Some(0) => Ok(()),
                Some(code) => Err(Failure::Code(u8::try_from(code).unwrap_or(1))),
                None => Err(Failure::Usage(format!(
                    "the statement was ended by the system, most likely because it needed more \
                        than {} MiB; allow more with --memory",
                    args.memory
                ))),
            };
        }
        if begun.elapsed() > Duration::from_secs(args.timeout) {
            _ = child.kill();
            _ = child.wait();
            return Err(Failure::Usage(format!(
                "the statement took longer than {} s and was given up; allow more with --timeout",
                args.timeout
            )));
        }
        std::thread::park_timeout(LOOK);
    }
}

/// Runs the statement here, within the memory allowed.
fn run(context: &Context, project: &Project, args: &QueryArgs, sql: &str) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        let bytes = Some(args.memory.saturating_mul(1024 * 1024));
        // Where the system cannot limit memory, the statement runs without the limit.
        _ = rustix::process::setrlimit(
            rustix::process::Resource::As,
            rustix::process::Rlimit {
                current: bytes,
                maximum: bytes,
            },
        );
    }
    let as_of = args.as_of.map(|a| a.instant(project.timezone));
    let release = context.open(project, args.release.as_deref())?;
    let frame = match &args.release {
        Some(id) => ask(
            &Past::open(&Lake::open_read(&project.lake)?, Some(id))?.project,
            &release,
            as_of,
            sql,
        )?,
        None => ask(project, &release, as_of, sql)?,
    };
    match &args.output {
        Some(file) => save(file, frame),
        None => show(context, &frame),
    }
}

fn show(context: &Context, frame: &DataFrame) -> Result<(), Failure> {
    let names: Vec<String> = frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    if context.common.format != Format::Table {
        output::rows(context.common.format, &columns, &frames::rows(frame))?;
        return Ok(());
    }
    let rows = frames::rows(&frame.head(Some(MOST_ROWS)));
    let cells = rows
        .iter()
        .map(|r| {
            columns
                .iter()
                .map(|c| r.get(*c).map_or(String::new(), output::plain))
                .collect()
        })
        .collect();
    output::line(&output::table(&columns, cells))?;
    let more = frame.height().saturating_sub(MOST_ROWS);
    if more > 0 {
        output::line(&say!(context.lang, "query-more-rows", number = more))?;
    }
    Ok(())
}

/// Writes the whole result to a file, complete or not at all.
fn save(file: &std::path::Path, mut frame: DataFrame) -> Result<(), Failure> {
    let failed =
        |e: std::io::Error| Failure::Usage(format!("`{}` cannot be written: {e}", file.display()));
    let names: Vec<String> = frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = file
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or_else(|| std::path::Path::new("."));
    let mut written = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    match file.extension().and_then(|e| e.to_str()) {
        Some("csv") => {
            output::write_rows(&mut written, Format::Csv, &columns, &frames::rows(&frame))?;
        }
        Some("json") => {
            output::write_rows(&mut written, Format::Json, &columns, &frames::rows(&frame))?;
        }
        Some("parquet") => write_frame(written.as_file_mut(), &mut frame)?,
        _ => {
            return Err(Failure::Usage(format!(
                "`{}` must end in .csv, .json or .parquet",
                file.display()
            )));
        }
    }
    written.persist(file).map_err(|e| failed(e.error))?;
    Ok(())
}

fn tables(context: &Context, tables: &[Askable]) -> Result<(), Failure> {
    let rows = tables.iter().flat_map(|t| {
        t.columns.iter().map(|(column, ty)| {
            vec![
                t.name.clone(),
                column.clone(),
                (*ty).to_owned(),
                t.doc.clone(),
            ]
        })
    });
    let headers = ["table", "column", "type", "what"];
    if context.common.format == Format::Table {
        output::line(&output::table(&headers, rows.collect()))?;
        return Ok(());
    }
    let row = |cells: Vec<String>| {
        headers
            .iter()
            .map(|h| (*h).to_owned())
            .zip(cells.into_iter().map(serde_json::Value::String))
            .collect()
    };
    output::rows(
        context.common.format,
        &headers,
        &rows.map(row).collect::<Vec<_>>(),
    )?;
    Ok(())
}

/// Statements one after the other: from a prompt on a terminal, from standard input elsewhere. One
/// that fails does not end the others.
fn many(context: &Context, project: &Project, args: &QueryArgs) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        let text = std::io::read_to_string(std::io::stdin())?;
        let mut failures = 0u32;
        for sql in statements(&text) {
            if let Err(failure) = supervise(args, &sql) {
                failures += 1;
                failure.report();
            }
        }
        return if failures > 0 {
            Err(Failure::Code(2))
        } else {
            Ok(())
        };
    }
    prompt(context, project, args)
}

/// Splits at `;` outside quotes.
fn statements(text: &str) -> Vec<String> {
    let (mut list, mut current, mut quote) = (vec![], String::new(), None);
    for c in text.chars() {
        match (quote, c) {
            (None, ';') => list.push(std::mem::take(&mut current)),
            (None, '\'' | '"') => {
                quote = Some(c);
                current.push(c);
            }
            (Some(open), c) => {
                quote = if c == open { None } else { quote };
                current.push(c);
            }
            (None, c) => current.push(c),
        }
    }
    list.push(current);
    list.into_iter()
        .map(|s| s.trim().to_owned())
        .filter(|s| !s.is_empty())
        .collect()
}

fn prompt(context: &Context, project: &Project, args: &QueryArgs) -> Result<(), Failure> {
    let lang = context.lang;
    let tables = askable(project);
    let failed = |e: rustyline::error::ReadlineError| {
        Failure::Usage(format!(
            "the prompt does not work here: {e}; give the statement as an argument"
        ))
    };
    let mut editor =
        rustyline::Editor::<crate::app::completion::Words, rustyline::history::FileHistory>::new()
            .map_err(failed)?;
    editor.set_helper(Some(crate::app::completion::Words::new(&tables)));
    let history = history_file();
    if let Some(file) = &history {
        _ = editor.load_history(file);
    }
    output::line(lang.say("query-welcome"))?;
    let mut pending = String::new();
    loop {
        match editor.readline(if pending.is_empty() {
            "chiso> "
        } else {
            "   ...> "
        }) {
            Ok(line) if pending.is_empty() && line.trim() == ".tables" => {
                for table in &tables {
                    output::line(&format!("{:<22} {}", table.name, table.doc))?;
                }
            }
            Ok(line)
                if pending.is_empty()
                    && matches!(line.trim(), ".quit" | ".exit" | "quit" | "exit") =>
            {
                break;
            }
            Ok(line) => {
                pending.push_str(&line);
                pending.push('\n');
                if line.trim_end().ends_with(';') {
                    let whole = std::mem::take(&mut pending);
                    _ = editor.add_history_entry(whole.trim());
                    for sql in statements(&whole) {
                        if let Err(failure) = supervise(args, &sql) {
                            failure.report();
                        }
                    }
                }
            }
            Err(rustyline::error::ReadlineError::Interrupted) => pending.clear(),
            Err(rustyline::error::ReadlineError::Eof) => break,
            Err(error) => return Err(failed(error)),
        }
    }
    if let Some(file) = &history {
        let saved = file
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .map_err(|e| e.to_string())
            .and_then(|()| editor.save_history(file).map_err(|e| e.to_string()));
        if let Err(error) = saved {
            complain(&format!("warning: the history was not kept: {error}"));
        }
    }
    Ok(())
}

/// Where the prompt's history is kept, by the XDG rules.
fn history_file() -> Option<PathBuf> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    folder("XDG_STATE_HOME")
        .or_else(|| folder("HOME").map(|h| h.join(".local/state")))
        .map(|f| f.join("chiso/query-history"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_end_outside_quotes() {
        assert_eq!(
            statements("select ';' ; select \"a;b\";\n\n"),
            ["select ';'", "select \"a;b\""]
        );
        assert_eq!(statements("select 1"), ["select 1"]);
        assert!(statements(" ;; ").is_empty());
    }
}
