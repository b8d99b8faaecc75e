//! Gives the program an identity that does not depend on the machine, and embeds the example that
//! `chiso init` writes.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    // Whole paths, so that a target folder that served another checkout is not taken for this one's.
    for path in [
        "src",
        "crates",
        "messages",
        "Cargo.lock",
        "examples/cashland",
    ] {
        println!("cargo:rerun-if-changed={}", root.join(path).display());
    }

    let mut hash = Sha256::new();
    for path in files(&root.join("src"))?
        .into_iter()
        .chain(files(&root.join("crates"))?)
        .chain(files(&root.join("messages"))?)
        .chain([root.join("Cargo.lock")])
    {
        hash.update(relative(&root, &path).as_bytes());
        hash.update(fs::read(&path)?);
    }
    let mut build = String::new();
    for byte in hash.finalize().iter().take(6) {
        _ = write!(build, "{byte:02x}");
    }
    println!("cargo:rustc-env=CHISO_BUILD={build}");

    let example = root.join("examples/cashland");
    let mut list = String::from("[\n");
    for path in files(&example)?
        .into_iter()
        .filter(|p| !relative(&example, p).starts_with("lake/"))
    {
        _ = writeln!(
            list,
            "    ({:?}, include_str!({:?})),",
            relative(&example, &path),
            path.to_string_lossy()
        );
    }
    list.push_str("]\n");
    fs::write(out.join("example.rs"), list)
}

/// Every file below a folder, sorted by path.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path below `root`, with `/`.
fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}
