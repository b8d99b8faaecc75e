//! Who works on an occurrence: a process of a machine since it was started.
//!
//! A machine is known by the id that the kernel draws when it starts. Processes that share it share
//! the locks of the file system too, also from one container to the next; after a restart of the
//! machine, or on another one, only the end of a lease proves a holder dead.

use std::fs;

/// Where Linux tells the id of its start.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// A process that works on occurrences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// As the ledger keeps it: `pid 4711 of <start of the machine>`.
    pub text: String,
    machine: String,
}

impl Holder {
    /// This process.
    #[must_use]
    pub fn this_process() -> Holder {
        let machine = fs::read_to_string(BOOT_ID)
            .map(|id| id.trim().to_owned())
            .unwrap_or_default();
        Holder::of(std::process::id(), &machine)
    }

    /// A process of a machine; without a machine it is never known to be the same as another.
    #[must_use]
    pub fn of(pid: u32, machine: &str) -> Holder {
        Holder {
            text: format!("pid {pid} of {machine}"),
            machine: machine.to_owned(),
        }
    }

    /// Whether a holder is of the same machine.
    #[must_use]
    pub fn same_machine(&self, holder: &str) -> bool {
        !self.machine.is_empty()
            && holder
                .split_once(" of ")
                .is_some_and(|(_, machine)| machine == self.machine)
    }

    /// The process without its machine, for people.
    #[must_use]
    pub fn process(holder: &str) -> &str {
        holder
            .split_once(" of ")
            .map_or(holder, |(process, _)| process)
    }
}
