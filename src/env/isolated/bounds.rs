//! The limits of a second process, which it puts on itself.

/// Limits of a second process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Memory in MiB, in addition to what the program itself takes.
    pub memory_mib: u64,
    /// Processor time in seconds.
    pub seconds: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            memory_mib: 4096,
            seconds: 120,
        }
    }
}

/// Limits this process. Where the system cannot, it goes on without the limit.
pub fn bound_this_process(bounds: Bounds) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |n: u64| Rlimit {
            current: Some(n),
            maximum: Some(n),
        };
        let memory = bounds
            .memory_mib
            .saturating_mul(1 << 20)
            .saturating_add(mapped().unwrap_or_default());
        _ = setrlimit(Resource::As, limit(memory));
        _ = setrlimit(
            Resource::Cpu,
            Rlimit {
                current: Some(bounds.seconds),
                maximum: Some(bounds.seconds.saturating_add(1)),
            },
        );
        _ = setrlimit(Resource::Core, limit(0));
    }
}

/// Address space in bytes that the program takes before it does anything: its own code, which is
/// large.
#[cfg(unix)]
fn mapped() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    Some(kib.saturating_mul(1 << 10))
}
