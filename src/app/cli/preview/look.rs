//! What is looked at, and the look itself.

use crate::app::cli::Failure;
use crate::app::cli::received::{Received, received};
use crate::ingest::preview::{Preview, preview as look, preview_file};
use crate::model::{Encoding, Layout};
use clap::Args;
use std::path::PathBuf;

/// What is looked at.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// File or web address as it was received: CSV, workbook, PX, JSON-stat, SDMX, web page, dBase,
    /// Parquet, JSON answer, or an archive of them
    pub file: PathBuf,
    /// Read text as this encoding instead of a guess: utf-8, utf-16, windows-1258, tcvn3, vni,
    /// viscii, …
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// Look at this sheet, or this table of a web page, alone
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Look at this file of an archive alone
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
}

impl LookArgs {
    /// What was said about the file.
    pub fn layout(&self) -> Layout {
        Layout {
            encoding: self.encoding,
            sheet: self.sheet.clone().unwrap_or_default(),
            member: self.member.clone().unwrap_or_default(),
            ..Layout::default()
        }
    }
}

/// A large file of text is not held.
pub(super) fn seen(args: &LookArgs) -> Result<(String, Preview), Failure> {
    const HELD: u64 = 16 << 20;
    let large = std::fs::metadata(&args.file).is_ok_and(|m| m.is_file() && m.len() > HELD);
    let name = args
        .file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .filter(|_| large && args.layout().member.is_empty());
    if let Some(name) = name
        && let Ok(Some(seen)) = preview_file(&name, &args.file, &args.layout())
    {
        return Ok((name, seen));
    }
    let Received { name, bytes } = received(&args.file)?;
    let seen = look(&name, &bytes, &args.layout());
    Ok((name, seen))
}
