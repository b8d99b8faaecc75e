//! Statements one after the other: from a prompt on a terminal, from standard input elsewhere.

use crate::app::cli::query::process::{QueryArgs, supervise};
use crate::app::cli::{Context, Failure};
use crate::app::completion::Words;
use crate::app::lang::Lang;
use crate::app::output::{self, complain};
use crate::config::Project;
use crate::inspect::{Askable, askable};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Statements one after the other: from a prompt on a terminal, from standard input elsewhere. One
/// that fails does not end the others.
pub(super) fn many(context: &Context, project: &Project, args: &QueryArgs) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() {
        return prompt(context, project, args);
    }
    let text = std::io::read_to_string(std::io::stdin())?;
    Failure::code_if(failures(context.lang, args, &text) > 0, 2)
}

/// Runs statements one after the other, and counts those that fail.
fn failures(lang: Lang, args: &QueryArgs, text: &str) -> u32 {
    let mut failures = 0;
    for sql in statements(text) {
        if let Err(failure) = supervise(args, &sql) {
            failures += 1;
            failure.report(lang);
        }
    }
    failures
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
    let tables = askable(project);
    let mut editor = Prompt::new().map_err(|e| failed(&e))?;
    editor.set_helper(Some(Words::new(&tables)));
    let history = history_file();
    if let Some(file) = &history {
        _ = editor.load_history(file);
    }
    output::line(context.lang.say("query-welcome"))?;
    converse(&mut editor, &tables, (context.lang, args))?;
    if let Some(file) = &history {
        keep_history(&mut editor, file);
    }
    Ok(())
}

type Prompt = rustyline::Editor<Words, FileHistory>;

fn failed(error: &ReadlineError) -> Failure {
    Failure::Usage(format!(
        "the prompt does not work here: {error}; give the statement as an argument"
    ))
}

/// Reads lines and runs the statements in them, until asked to end.
fn converse(
    editor: &mut Prompt,
    tables: &[Askable],
    (lang, args): (Lang, &QueryArgs),
) -> Result<(), Failure> {
    let mut pending = String::new();
    loop {
        let sign = if pending.is_empty() {
            "chiso> "
        } else {
            "   ...> "
        };
        match editor.readline(sign) {
            Ok(line) if pending.is_empty() && line.trim() == ".tables" => {
                for table in tables {
                    output::line(&format!("{:<22} {}", table.name, table.doc))?;
                }
            }
            Ok(line)
                if pending.is_empty()
                    && matches!(line.trim(), ".quit" | ".exit" | "quit" | "exit") =>
            {
                return Ok(());
            }
            Ok(line) => {
                pending.push_str(&line);
                pending.push('\n');
                if line.trim_end().ends_with(';') {
                    let whole = std::mem::take(&mut pending);
                    _ = editor.add_history_entry(whole.trim());
                    failures(lang, args, &whole);
                }
            }
            Err(ReadlineError::Interrupted) => pending.clear(),
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(failed(&error)),
        }
    }
}

fn keep_history(editor: &mut Prompt, file: &Path) {
    let saved = file
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .map_err(|e| e.to_string())
        .and_then(|()| editor.save_history(file).map_err(|e| e.to_string()));
    if let Err(error) = saved {
        complain(&format!("warning: the history was not kept: {error}"));
    }
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
