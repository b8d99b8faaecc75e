//! The name of this machine, as others are told who works on something that is shared.

use std::fs;

/// Where Linux tells it.
const NAME_FILES: [&str; 2] = ["/proc/sys/kernel/hostname", "/etc/hostname"];

/// The machine's name; a word for it where the system tells none.
#[must_use]
pub fn machine_name() -> String {
    let of_file = |path: &&str| fs::read_to_string(path).ok();
    let of_variable = |name: &&str| std::env::var(name).ok();
    let files = NAME_FILES.iter().filter_map(of_file);
    let variables = ["HOSTNAME", "COMPUTERNAME"];
    let variables = variables.iter().filter_map(of_variable);
    let mut names = files.chain(variables).map(|name| name.trim().to_owned());
    let found = names.find(|name| !name.is_empty());
    found.unwrap_or_else(|| "a machine without a name".to_owned())
}
