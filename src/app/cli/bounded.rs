//! Commands that look at a file nobody has declared yet, in a process of their own with limits:
//! whatever the file makes a library do, only that process ends.

use crate::app::cli::Failure;
use crate::app::output::complain;
use crate::env::{Bounds, bound_this_process, limited_again};

/// Marks the process that is the one to look.
const CHILD: &str = "CHISO_BOUNDED_CHILD";

/// Does something within the limits of decoding, and passes the exit code on; 6 when the limits end
/// it.
pub fn within_limits(look: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let bounds = Bounds::default();
    if std::env::var_os(CHILD).is_some() {
        bound_this_process(bounds);
        return look();
    }
    let failed =
        |e: std::io::Error| Failure::Usage(format!("the program cannot start itself: {e}"));
    let mut command = limited_again(CHILD).map_err(failed)?;
    let status = command.status().map_err(failed)?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(Failure::Code(u8::try_from(code).unwrap_or(1))),
        None => {
            let Bounds {
                memory_mib,
                seconds,
            } = bounds;
            complain(&format!(
                "error: the file needs more than {memory_mib} MiB of memory or {seconds} s of processor time to be decoded; it may be damaged or hostile: \
                 open it in its own program and save it again, or ask where it comes from"
            ));
            Err(Failure::Code(6))
        }
    }
}
