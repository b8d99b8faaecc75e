//! Both languages have every message, every use has its message, and nobody else speaks.

use super::*;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Messages with the names of their arguments.
type Known = BTreeMap<String, BTreeSet<String>>;

/// A use of a message in the sources: where, and with which arguments.
struct Use {
    file: String,
    key: String,
    arguments: BTreeSet<String>,
}

/// Variables of a pattern, those of its variants among them.
fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    variables(&variant.value, found);
                }
                selector
            }
        };
        match inline {
            InlineExpression::VariableReference { id } => _ = found.insert(id.name.to_owned()),
            InlineExpression::Placeable { .. } | InlineExpression::StringLiteral { .. } => {}
            other => panic!("only arguments and texts stand in braces: {other:?}"),
        }
    }
}

fn known(file: &str) -> Known {
    let text = fs::read_to_string(root().join("messages").join(file)).expect("a language");
    let parsed = fluent_syntax::parser::parse(text.as_str())
        .unwrap_or_else(|(_, faults)| panic!("messages/{file}: {faults:?}"));
    let mut known = Known::new();
    for entry in &parsed.body {
        match entry {
            Entry::Message(message) => {
                let mut arguments = BTreeSet::new();
                let pattern = message.value.as_ref().expect("a message has a text");
                variables(pattern, &mut arguments);
                let plain = matches!(
                    pattern.elements.as_slice(),
                    [PatternElement::TextElement { .. }]
                );
                let key = message.id.name.to_owned();
                assert!(
                    plain || !arguments.is_empty(),
                    "messages/{file}: `{key}` has no arguments, so it is one line of text"
                );
                assert!(
                    known.insert(key.clone(), arguments).is_none(),
                    "messages/{file}: `{key}` stands twice"
                );
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            other => panic!("messages/{file}: only messages and comments: {other:?}"),
        }
    }
    known
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file and template of a folder, with its text.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            let name = path
                .strip_prefix(root())
                .expect("ours")
                .display()
                .to_string();
            found.push((name, fs::read_to_string(&path).expect("a source")));
        }
    }
}

/// The text of the literal that begins here, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix('"')?.split_once('"')
}

/// Names before `=` among the arguments of `say!`, which begin after its key.
fn arguments(text: &str) -> BTreeSet<String> {
    let (mut depth, mut quoted, mut escaped) = (1, false, false);
    let (mut names, mut part) = (BTreeSet::new(), String::new());
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => part.clear(),
            '=' if depth == 1 => _ = names.insert(part.trim().to_owned()),
            _ => part.push(c),
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|n| n.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    names
}

/// Every use of a message below `src/app`.
fn uses() -> Vec<Use> {
    let mut files = Vec::new();
    sources(&root().join("src/app"), &mut files);
    let mut found = Vec::new();
    // The daemon's log has a `say` of its own.
    let other = |file: &str| file.contains("app/messages") || file.contains("app/daemon/");
    for (file, text) in files.iter().filter(|(f, _)| !other(f)) {
        let mut used = |rest: &str, arguments: BTreeSet<String>| {
            let (key, _) = literal(rest).unwrap_or_else(|| panic!("{file}: a key is a literal"));
            found.push(Use {
                file: file.clone(),
                key: key.to_owned(),
                arguments,
            });
        };
        for (at, call) in text.match_indices(".say(") {
            used(&text[at + call.len()..], BTreeSet::new());
        }
        for (at, call) in text.match_indices("say!(") {
            let (_, rest) = text[at + call.len()..].split_once(',').expect("a key");
            let (_, after) = literal(rest).expect("a key is a literal");
            used(rest, arguments(after));
        }
    }
    found
}

#[test]
fn languages_have_the_same_messages_with_the_same_arguments() {
    let (mut en, mut vi) = (known("en.ftl"), known("vi.ftl"));
    // Vietnamese has no plurals, so it need not ask for the count.
    for arguments in en.values_mut().chain(vi.values_mut()) {
        arguments.remove("count");
    }
    for (key, arguments) in &en {
        assert_eq!(
            Some(arguments),
            vi.get(key),
            "`{key}` in English and in Vietnamese"
        );
    }
    for key in vi.keys() {
        assert!(en.contains_key(key), "`{key}` stands in Vietnamese only");
    }
}

#[test]
fn every_use_has_its_message_and_every_message_its_use() {
    let en = known("en.ftl");
    let mut unused: BTreeSet<&String> = en.keys().collect();
    let uses = uses();
    for Use {
        file,
        key,
        arguments,
    } in &uses
    {
        assert_eq!(Some(arguments), en.get(key), "{file}: `{key}`");
        unused.remove(key);
    }
    assert!(unused.is_empty(), "nobody says {unused:?}");
    assert!(uses.len() > 600, "only {} uses were found", uses.len());
}

#[test]
fn texts_for_people_stand_in_the_messages_only() {
    const LETTERS: &str = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ";
    for folder in [
        "src/app",
        "src/rollup",
        "crates/chart",
        "crates/correlate",
        "crates/kpi",
        "crates/series",
    ] {
        let mut files = Vec::new();
        sources(&root().join(folder), &mut files);
        for (file, text) in files.iter().filter(|(f, _)| !f.ends_with("tests.rs")) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let said = code.lines().find(|line| {
                let line = line.trim_start().replace("'đ'", "");
                !line.starts_with("//") && line.contains('"') && line.contains(is_one_of(LETTERS))
            });
            assert_eq!(said, None, "{file}");
        }
    }
}

fn is_one_of(letters: &'static str) -> impl Fn(char) -> bool {
    move |c| letters.contains(c.to_ascii_lowercase())
}

#[test]
fn a_message_is_filled_in_by_name_and_counts() {
    let say = |lang: Lang, count: usize| {
        say!(
            lang,
            "correlate-settled",
            count = count,
            all = 12,
            bound = "0.05"
        )
    };
    assert!(say(Lang::En, 0).ends_with("(q at most 0.05): none of 12."));
    assert!(say(Lang::En, 3).ends_with(": 3 of 12."));
    assert!(say(Lang::Vi, 0).ends_with(": không có dòng nào trong 12 dòng."));
    assert_eq!(Lang::Vi.say("verdict-met"), "đạt");
    assert_eq!(Lang::En.say("no-such-key"), "no-such-key");
}
