//! `chiso token`: a token with which a person signs in to the site. It is said once and kept nowhere.

use crate::app::cli::toml_text::quoted;
use crate::app::cli::{Context, Failure};
use crate::app::output;
use crate::app::site::{hash_of, new_token};
use crate::model::SiteRole;
use clap::Args;

/// Arguments of `token`.
#[derive(Debug, Args)]
pub struct TokenArgs {
    /// Name that decisions are recorded under
    name: String,
    /// What the person may do: see what waits (reader), also run, pause and repair (operator), decide
    /// about releases (approver), or shut persons out (admin)
    #[arg(long, default_value = "reader", value_name = "ROLE")]
    role: SiteRole,
}

/// Says the lines of `access.toml`, and the token beside them.
pub fn token(context: &Context, args: &TokenArgs) -> Result<(), Failure> {
    let token = new_token()?;
    let (name, role, hash) = (quoted(&args.name), args.role, hash_of(&token));
    output::line(&format!("# {}", context.lang.say("token-add")))?;
    output::line(&format!(
        "[[person]]\nname = {name}\nrole = \"{role}\"\ntoken_sha256 = \"{hash}\"\n"
    ))?;
    // What is written to a file has no token in it.
    output::complain(&format!("{}\n{token}", context.lang.say("token-give")));
    Ok(())
}
