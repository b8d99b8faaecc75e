//! Checks what a dataset says about arrivals: when figures are due, how much a delivery must hold,
//! and where people drop files.

mod amount;
mod drop;
mod due;
mod rules;
mod volume;

pub(super) use drop::drop;
pub(super) use rules::rules;
pub(super) use volume::volume;

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn two_sources_cannot_take_the_same_files() {
        check_faults(&[(
            "datasets/new_enterprises.toml",
            "[[source]]",
            "[[source]]\nid = \"office\"\ndrop = { path = \"in/a.csv\" }\nformat = \
                \"csv\"\ncolumns = { area_code = { column = \"a\" }, period = { column = \"p\" }, \
                status = { constant = \"final\" }, enterprises = { column = \"n\" } \
                }\n\n[[source]]\nid = \"other\"\ndrop = { path = \"in/a.csv\" }\nformat = \
                \"csv\"\ncolumns = { area_code = { column = \"a\" }, period = { column = \"p\" }, \
                status = { constant = \"final\" }, enterprises = { column = \"n\" } \
                }\n\n[[source]]",
            &[
                "error[duplicate]: datasets/new_enterprises.toml:21, column `source.drop.path`: \
                    source `office` of `new_enterprises` takes the same files",
                "  hint: give each source a folder of its own",
            ],
        )]);
    }

    #[test]
    fn faults_of_arrivals() {
        let at_the_end = |more: &'static str| {
            (
                "datasets/new_enterprises.toml",
                "citation = \"NSO V05.02\"",
                more,
            )
        };
        let (file, from, _) = at_the_end("");
        check_faults(&[
            (
                file,
                from,
                "citation = \"NSO V05.02\"\narrival = [{ from = \"2025-01\" }]",
                &[
                    "error[missing_key]: datasets/new_enterprises.toml:6, column \
                        `arrival.due_days`: nothing says when the figures are due",
                    "  hint: write `due_days = 20`, or `due_day = 20` for the 20th of the next \
                        month",
                ],
            ),
            (
                file,
                from,
                "citation = \"NSO V05.02\"\narrival = [{ from = \"2025-01\", due_day = 32 }]",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:6, column `arrival.due_day`: \
                        32 is out of range",
                    "  hint: write a number from 1 to 31",
                ],
            ),
            (
                file,
                from,
                "citation = \"NSO V05.02\"\narrival = [{ from = \"2025-01\", due_days = 20, level \
                    = \"province\", areas = [\"01\"], until = \"2024-12\" }]",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:6, column `arrival.areas`: \
                        the rule has both `level` and `areas`",
                    "  hint: give one of the two",
                    "error[bad_value]: datasets/new_enterprises.toml:6, column `arrival.until`: \
                        `until` is no period like `2025-01` that comes after it",
                    "  hint: write a later period of the same length, or leave it out",
                ],
            ),
            (
                file,
                "file = \"new_enterprises/*.json\"",
                "drop = { path = \"in*/a.json\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:17, column \
                        `source.drop.path`: `in*/a.json` has a pattern outside the file name",
                    "  hint: write a folder of the project and a file name or pattern, as in \
                        `inbox/new_enterprises/*.csv`",
                ],
            ),
        ]);
    }
}
