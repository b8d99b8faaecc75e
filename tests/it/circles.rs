//! Circles: no two files use each other, directly or through others. Proved on the sources.
//!
//! A file uses another one when a path in it leads to an item that is defined there. Paths are
//! followed through `use`, so a re-export in a `mod.rs` counts for the file that defines the item,
//! and a parent that only declares and re-exports its children uses none of them. Tests are left
//! out: they may look at anything.

use crate::layers::{code, home, ident, modules, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// What may use what although it closes a circle: a file, or a folder with `/` at its end, and why.
/// A line that closes no circle any more has to go.
const ALLOWED: [(&str, &str, &str); 2] = [
    (
        "model/made.rs",
        "model/measure.rs",
        "a value may be made of values, which may be made of others",
    ),
    (
        "series/weigh.rs",
        "series/mod.rs",
        "the weights of a measure are the values of another one",
    ),
];

type Module = Vec<String>;
type Edges = BTreeMap<String, BTreeSet<String>>;

/// A path as it is written in a module.
struct Reference {
    module: Module,
    path: Vec<String>,
    /// The name under which it is passed on, when it is a re-export.
    passed_on: Option<String>,
}

/// What a file defines, imports and names.
#[derive(Default)]
struct Source {
    defined: BTreeSet<(Module, String)>,
    imported: BTreeMap<(Module, String), Vec<String>>,
    globs: BTreeMap<Module, Vec<Vec<String>>>,
    references: Vec<Reference>,
    /// Modules that are compiled for tests only, in files of their own.
    test_files: Vec<Module>,
    /// Words outside of `use`.
    words: BTreeSet<String>,
}

const ITEMS: [&str; 8] = [
    "fn", "struct", "enum", "trait", "type", "const", "static", "union",
];

/// Reads one file, token by token.
struct Reader<'t> {
    tokens: &'t [String],
    at: usize,
    module: Module,
    /// For each open brace whether it is that of a module.
    braces: Vec<bool>,
    source: Source,
}

impl Reader<'_> {
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    fn read(mut self) -> Source {
        let mut passed_on = false;
        while self.at < self.tokens.len() {
            let tests = ["#", "[", "cfg", "(", "test", ")", "]"];
            if (0..7).all(|i| self.token(i) == tests[i]) {
                self.at += 7;
                self.skip_test();
                continue;
            }
            match self.token(0) {
                "pub" => passed_on = true,
                "use" => {
                    self.at += 1;
                    self.tree(Vec::new(), passed_on);
                    passed_on = false;
                    continue;
                }
                ";" | "}" | "fn" => passed_on = false,
                _ => {}
            }
            self.step();
        }
        self.source
    }

    /// Passes over what is compiled for tests only.
    fn skip_test(&mut self) {
        if self.token(0) == "mod" && self.token(2) == ";" {
            let mut module = self.module.clone();
            module.push(self.token(1).to_owned());
            self.source.test_files.push(module);
        }
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.token(0) {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let ends = depth == 0 && [";", "}"].contains(&self.token(0));
            self.at += 1;
            if ends {
                return;
            }
        }
    }

    fn step(&mut self) {
        let (token, next) = (self.token(0).to_owned(), self.token(1).to_owned());
        let outside = self.braces.iter().all(|module| *module);
        if token == "mod" && self.token(2) == "{" {
            self.define(&next);
            self.module.push(next);
            self.braces.push(true);
            self.at += 3;
        } else if token == "{" {
            self.braces.push(false);
            self.at += 1;
        } else if token == "}" {
            if self.braces.pop() == Some(true) {
                self.module.pop();
            }
            self.at += 1;
        } else if outside && ITEMS.contains(&token.as_str()) && next.starts_with(name_start) {
            // `const fn` defines what the second word defines.
            if !ITEMS.contains(&next.as_str()) {
                self.define(&next);
            }
            self.at += 1;
        } else if token == "macro_rules" {
            let name = self.token(2).to_owned();
            self.define(&name);
            self.at += 3;
        } else if token.starts_with(name_start) && next == "::" {
            self.expression();
        } else {
            self.source.words.insert(token);
            self.at += 1;
        }
    }

    fn define(&mut self, name: &str) {
        let key = (self.module.clone(), name.to_owned());
        self.source.defined.insert(key);
    }

    /// A path outside of `use`.
    fn expression(&mut self) {
        let mut path = vec![self.token(0).to_owned()];
        self.at += 1;
        while self.token(0) == "::" && self.token(1).starts_with(name_start) {
            path.push(self.token(1).to_owned());
            self.at += 2;
        }
        if self.token(0) == "::" {
            self.at += 1;
        }
        self.source.words.extend(path.iter().cloned());
        self.source.references.push(Reference {
            module: self.module.clone(),
            path,
            passed_on: None,
        });
    }

    /// One path of a `use` with its lists.
    fn tree(&mut self, mut path: Vec<String>, passed_on: bool) {
        if self.token(0) == "::" {
            self.at += 1;
        }
        loop {
            if self.token(0) == "{" {
                self.at += 1;
                while !["}", ""].contains(&self.token(0)) {
                    if self.token(0) == "," {
                        self.at += 1;
                    } else {
                        self.tree(path.clone(), passed_on);
                    }
                }
                self.at += 1;
                return;
            }
            path.push(self.token(0).to_owned());
            self.at += 1;
            if self.token(0) != "::" {
                break;
            }
            self.at += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|p| p == "self") {
            path.pop();
        }
        let mut name = path.last().cloned().unwrap_or_default();
        if self.token(0) == "as" {
            self.token(1).clone_into(&mut name);
            self.at += 2;
        }
        self.import(path, name, passed_on);
    }

    fn import(&mut self, path: Vec<String>, name: String, passed_on: bool) {
        let module = self.module.clone();
        if name == "*" {
            let all = path[..path.len() - 1].to_vec();
            let globs = self.source.globs.entry(module.clone()).or_default();
            globs.push(all);
        } else {
            // What a function imports for itself counts for its module.
            let key = (module.clone(), name.clone());
            self.source
                .imported
                .entry(key)
                .or_insert_with(|| path.clone());
        }
        self.source.references.push(Reference {
            module,
            path,
            passed_on: passed_on.then_some(name),
        });
    }
}

fn name_start(c: char) -> bool {
    ident(c) && !c.is_ascii_digit()
}

/// All files, and which of them each module is in.
struct Sources {
    files: BTreeMap<String, Source>,
    modules: BTreeMap<Module, String>,
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    Module(Module),
    /// An item, by the file that defines it.
    Item(String),
}

impl Sources {
    fn of(texts: &[(String, String)]) -> Sources {
        let (mut files, mut modules) = (BTreeMap::new(), BTreeMap::new());
        for (file, text) in texts.iter().filter(|(file, _)| file != "main.rs") {
            let tokens = tokens(&code(text));
            let source = Reader {
                tokens: &tokens,
                at: 0,
                module: home(file),
                braces: Vec::new(),
                source: Source::default(),
            }
            .read();
            modules.insert(home(file), file.clone());
            for (module, _) in &source.defined {
                modules
                    .entry(module.clone())
                    .or_insert_with(|| file.clone());
            }
            files.insert(file.clone(), source);
        }
        let left_out: Vec<Module> = files
            .values()
            .flat_map(|s: &Source| s.test_files.iter().cloned())
            .collect();
        files.retain(|file, _| !left_out.iter().any(|t| home(file).starts_with(t)));
        modules.retain(|_, file| files.contains_key(file));
        Sources { files, modules }
    }

    /// Where a path leads that is written in a module; `None` when it leaves our sources.
    fn target(&self, module: &[String], path: &[String], depth: usize) -> Option<Target> {
        match path.first().map(String::as_str) {
            Some("crate") => self.walk(&[], &path[1..], depth),
            Some("self") => self.walk(module, &path[1..], depth),
            Some("super") => {
                let up = &module[..module.len().saturating_sub(1)];
                match path.get(1).map(String::as_str) {
                    Some("super") => self.target(up, &path[1..], depth),
                    _ => self.walk(up, &path[1..], depth),
                }
            }
            _ => self.walk(module, path, depth),
        }
    }

    fn walk(&self, module: &[String], path: &[String], depth: usize) -> Option<Target> {
        let Some(name) = path.first().filter(|p| *p != "*") else {
            return Some(Target::Module(module.to_vec()));
        };
        let mut below = module.to_vec();
        below.push(name.clone());
        if self.modules.contains_key(&below) {
            return self.walk(&below, &path[1..], depth);
        }
        let file = self.modules.get(module)?;
        let source = &self.files[file];
        let key = (module.to_vec(), name.clone());
        if source.defined.contains(&key) {
            return Some(Target::Item(file.clone()));
        }
        // Globs may lead round and round.
        let depth = depth.checked_sub(1)?;
        if let Some(imported) = source.imported.get(&key) {
            return match self.target(module, imported, depth)? {
                Target::Module(module) => self.walk(&module, &path[1..], depth),
                item @ Target::Item(_) => Some(item),
            };
        }
        let mut globs = source.globs.get(module).into_iter().flatten();
        globs.find_map(|glob| match self.target(module, glob, depth)? {
            Target::Module(module) => self.walk(&module, path, depth),
            Target::Item(_) => None,
        })
    }

    /// Which file uses which.
    fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for (file, source) in &self.files {
            for reference in &source.references {
                let only_passed_on = reference
                    .passed_on
                    .as_ref()
                    .is_some_and(|name| !source.words.contains(name));
                let glob = reference.path.last().is_some_and(|p| p == "*");
                let used = match self.target(&reference.module, &reference.path, 8) {
                    Some(Target::Item(used)) => used,
                    Some(Target::Module(module)) if glob => self.modules[&module].clone(),
                    _ => continue,
                };
                if !only_passed_on && used != *file {
                    edges.entry(file.clone()).or_default().insert(used);
                }
            }
        }
        edges
    }
}

/// Everything that a file uses, directly or through others.
fn reached<'e>(edges: &'e Edges, file: &'e str) -> BTreeSet<&'e str> {
    let (mut found, mut next) = (BTreeSet::new(), vec![file]);
    while let Some(file) = next.pop() {
        for used in edges.get(file).into_iter().flatten() {
            if found.insert(used.as_str()) {
                next.push(used);
            }
        }
    }
    found
}

/// The uses that are part of a circle, as `file → file`.
fn circles(edges: &Edges) -> BTreeSet<(&str, &str)> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|file| (file.as_str(), reached(edges, file)))
        .collect();
    let mut found = BTreeSet::new();
    for (file, used) in edges {
        let back = |used: &&String| {
            reached
                .get(used.as_str())
                .is_some_and(|there| there.contains(file.as_str()))
        };
        found.extend(
            used.iter()
                .filter(back)
                .map(|used| (file.as_str(), used.as_str())),
        );
    }
    found
}

fn is(file: &str, place: &str) -> bool {
    file == place || (place.ends_with('/') && file.starts_with(place))
}

fn of_repository() -> Sources {
    Sources::of(&modules())
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let edges = of_repository().edges();
    let in_circles = circles(&edges);
    let closed_by_nothing: Vec<String> = ALLOWED
        .iter()
        .filter(|(from, to, _)| !in_circles.iter().any(|(a, b)| is(a, from) && is(b, to)))
        .map(|(from, to, _)| format!("{from} → {to} closes no circle and has to go from the list"))
        .collect();
    assert!(
        closed_by_nothing.is_empty(),
        "{}",
        closed_by_nothing.join("\n")
    );
    let mut rest = edges.clone();
    for (file, used) in &mut rest {
        used.retain(|used| {
            !ALLOWED
                .iter()
                .any(|(from, to, _)| is(file, from) && is(used, to))
        });
    }
    let left: Vec<String> = circles(&rest)
        .iter()
        .map(|(file, used)| format!("{file} → {used}"))
        .collect();
    assert!(left.is_empty(), "part of a circle:\n{}", left.join("\n"));
}

#[track_caller]
fn uses(files: &[(&str, &str)], wanted: &[(&str, &str)]) {
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()))
        .collect();
    let edges = Sources::of(&texts).edges();
    let found: Vec<(&str, &str)> = edges
        .iter()
        .flat_map(|(file, used)| used.iter().map(|u| (file.as_str(), u.as_str())))
        .collect();
    assert_eq!(found, wanted, "{files:?}");
}

#[test]
fn a_use_is_followed_to_the_file_that_defines_the_item() {
    let parent = ("a/mod.rs", "mod x; mod y; pub use x::{X, make};");
    let x = ("a/x.rs", "pub struct X; pub const fn make() -> X { X }");
    let lib = ("lib.rs", "pub mod a; pub mod b;");
    for text in [
        "use super::X;",
        "use crate::a::X as Other;",
        "use crate::a::{self, X};",
        "fn f() { super::make() }",
        "use crate::a; fn f() { a::make() }",
        "fn f() { use crate::a::x; x::make() }",
    ] {
        uses(&[lib, parent, x, ("a/y.rs", text)], &[("a/y.rs", "a/x.rs")]);
    }
    uses(
        &[
            lib,
            parent,
            x,
            ("a/y.rs", "use super::*; fn f() { X::new() }"),
        ],
        &[("a/y.rs", "a/mod.rs"), ("a/y.rs", "a/x.rs")],
    );
    uses(&[lib, parent, x, ("b.rs", "pub use crate::a::X;")], &[]);
    uses(
        &[lib, parent, x, ("b.rs", "pub use crate::a::X; type Y = X;")],
        &[("b.rs", "a/x.rs")],
    );
}

#[test]
fn tests_use_what_they_like() {
    let lib = ("lib.rs", "pub mod a; pub mod b;");
    let b = ("b.rs", "pub fn f() { crate::a::g() }");
    uses(
        &[
            lib,
            b,
            (
                "a.rs",
                "pub fn g() {} #[cfg(test)] mod t { use crate::b::f; }",
            ),
        ],
        &[("b.rs", "a.rs")],
    );
    uses(
        &[
            lib,
            b,
            ("a.rs", "pub fn g() {} #[cfg(test)] mod tests;"),
            ("a/tests.rs", "use crate::b::f;"),
        ],
        &[("b.rs", "a.rs")],
    );
}

#[test]
fn circles_are_seen_over_any_length() {
    let edge = |from: &str, to: &str| (from.to_owned(), BTreeSet::from([to.to_owned()]));
    let round = Edges::from([
        edge("a", "b"),
        edge("b", "c"),
        edge("c", "a"),
        edge("d", "a"),
    ]);
    assert_eq!(
        circles(&round),
        BTreeSet::from([("a", "b"), ("b", "c"), ("c", "a")])
    );
    let straight = Edges::from([edge("a", "b"), edge("b", "c")]);
    assert!(circles(&straight).is_empty());
}
