//! `chiso init`: a small project to start from. It is the invented country of `examples/`, so that
//! it runs at once.

use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output;
use clap::Args;
use std::path::{Path, PathBuf};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to write into; made when absent
    #[arg(default_value = ".")]
    folder: PathBuf,
}

/// Every file of the example, by path.
const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/example.rs"));

/// Writes the example project; refuses to touch a file that is there.
pub fn init(context: &Context, args: &InitArgs) -> Result<(), Failure> {
    let failed = |path: &Path, e: &std::io::Error| {
        Failure::Usage(format!("`{}` cannot be written: {e}", path.display()))
    };
    if let Some((there, _)) = FILES
        .iter()
        .find(|(name, _)| args.folder.join(name).exists())
    {
        let path = args.folder.join(there);
        return Err(Failure::Usage(format!(
            "`{}` is there already; choose an empty folder, as in `chiso init my-office`",
            path.display()
        )));
    }
    for (name, text) in FILES {
        let path = args.folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|e| failed(parent, &e))?;
        }
        std::fs::write(&path, text).map_err(|e| failed(&path, &e))?;
        if !context.common.quiet {
            output::line(&say!(context.lang, "init-wrote", path = path.display()))?;
        }
    }
    let folder = args.folder.display();
    output::line(&format!("\n{}", context.lang.say("init-next")))?;
    output::line(&format!("  chiso --project {folder} run"))?;
    output::line(&format!("  chiso --project {folder} check"))?;
    output::line(context.lang.say("init-own-files"))?;
    Ok(())
}
