//! The `chiso` program: parses, does, and maps what happened to an exit code.
#![forbid(unsafe_code)]

use std::process::ExitCode;

/// About a sixth of a run was spent in the system's allocator; this one takes less.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic is a fault of the program and has an exit code of its own; its message was printed by
    // the hook.
    std::panic::catch_unwind(chiso::app::cli::main).unwrap_or_else(|_| ExitCode::from(1))
}
