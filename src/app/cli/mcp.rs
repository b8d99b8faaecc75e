//! `chiso mcp`: answers an assistant over standard input and output.

use crate::app::cli::{Context, Failure};
use crate::app::mcp::answer_all;
use crate::app::site::{Shows, Site};
use crate::env::{Clock, clock_from_env};
use std::sync::Arc;

/// Answers until the other side ends.
pub fn mcp(context: &Context) -> Result<(), Failure> {
    let project = Arc::new(context.project()?);
    let clock: Arc<dyn Clock> = Arc::from(clock_from_env());
    let site = Site::new(project, clock, Shows::default());
    answer_all(&site, context.lang, &mut std::io::stdin().lock())
}
