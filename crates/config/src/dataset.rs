//! Checks `datasets/<id>.toml`: a dataset of observations, or a register.

use super::document::ConfigNode;
use super::plan::Register;
use super::scope::DatasetScope;
use super::{arrival, contract, hash, members, raw, records, rubric, rule, source, tiles, value};
use chiso_model::{Contract, Dataset, Finding, MemberList, Rubric, Source};
use std::path::Path;

/// What a dataset file declares.
pub(super) enum DatasetFile {
    Observations(Box<Dataset>),
    Areas(Register),
    Targets(Register),
    Holidays(Register),
    Rubric(Rubric),
    Members(MemberList),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DatasetKind {
    Observations,
    Records,
    Areas,
    Targets,
    Holidays,
    Rubric,
    Members,
}

const KINDS: &[(&str, DatasetKind)] = &[
    ("observations", DatasetKind::Observations),
    ("records", DatasetKind::Records),
    ("areas", DatasetKind::Areas),
    ("targets", DatasetKind::Targets),
    ("holidays", DatasetKind::Holidays),
    ("rubric", DatasetKind::Rubric),
    ("members", DatasetKind::Members),
];

/// Checks a file.
pub(super) fn check(
    at: &ConfigNode<'_>,
    id: &str,
    raw: &raw::Dataset,
    scope: &DatasetScope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<DatasetFile> {
    let kind = value::one_of(&at.key("kind"), &raw.kind, "kind of dataset", KINDS, faults);
    let register = common(at, id, raw, scope.folder, faults);
    let kind = kind?;
    only_of_one_kind(at, raw, kind, faults);
    let of_rows = match kind {
        DatasetKind::Observations => "contract",
        DatasetKind::Records => "records",
        _ => "",
    };
    rows_only(at, raw, of_rows, faults);
    match kind {
        DatasetKind::Observations | DatasetKind::Records => {
            rows(at, raw, (register, scope), of_rows, faults)
                .map(|d| DatasetFile::Observations(Box::new(d)))
        }
        DatasetKind::Areas => Some(DatasetFile::Areas(Register {
            tiles: tiles::check(&at.key("tiles"), &raw.tiles, faults),
            ..register
        })),
        DatasetKind::Targets => Some(DatasetFile::Targets(register)),
        DatasetKind::Holidays => Some(DatasetFile::Holidays(register)),
        DatasetKind::Rubric => {
            let rubric = rubric::check(at, &register.id, raw, faults);
            Some(DatasetFile::Rubric(rubric))
        }
        DatasetKind::Members => {
            let list = members::check(at, &register.id, raw, faults);
            Some(DatasetFile::Members(list))
        }
    }
}

/// What datasets of every kind declare.
fn common(
    at: &ConfigNode<'_>,
    id: &str,
    raw: &raw::Dataset,
    folder: &Path,
    faults: &mut Vec<Finding>,
) -> Register {
    Register {
        id: value::file_stem(at, id, faults),
        title: value::title(&at.key("title"), &raw.title, faults),
        description: value::optional_title(raw.description.as_ref()),
        licence: value::text(&at.key("licence"), &raw.licence, faults),
        citation: value::text(&at.key("citation"), &raw.citation, faults),
        dir: folder.join(id),
        tiles: vec![],
    }
}

/// A dataset of observations or of records, which its contract stands under a key for.
fn rows(
    at: &ConfigNode<'_>,
    raw: &raw::Dataset,
    (common, scope): (Register, &DatasetScope<'_>),
    key: &str,
    faults: &mut Vec<Finding>,
) -> Option<Dataset> {
    if raw.source.is_empty() {
        faults.push(
            at.key("source")
                .error(rule::MISSING_KEY, "there is no source")
                .hint("add a table `[[source]]`"),
        );
    }
    let at_key = at.key(key);
    let contract = match (&raw.contract, &raw.records) {
        (Some(raw), _) if key == "contract" => contract::check(
            &at_key,
            raw,
            (scope.zone, scope.fiscal, scope.lists),
            faults,
        ),
        (_, Some(raw)) if key == "records" => records::check(&at_key, raw, scope, faults),
        _ => {
            let hint = match key {
                "contract" => "add a table `[contract]` with `value`",
                _ => "add a table `[records]` with `key`, `date` and `[[records.column]]`",
            };
            let fault = at_key.error(rule::MISSING_KEY, format!("`{key}` is missing"));
            faults.push(fault.hint(hint));
            return None;
        }
    };
    let sources = sources(&at.key("source"), &raw.source, &contract, faults);
    let arrivals = arrival::rules(&at.key("arrival"), &raw.arrival, faults);
    Some(Dataset {
        id: common.id,
        title: common.title,
        description: common.description,
        licence: common.licence,
        citation: common.citation,
        arrivals,
        repairs: vec![],
        contract_hash: hash::contract(&contract, &sources),
        contract,
        sources,
    })
}

fn sources(
    at: &ConfigNode<'_>,
    raw: &[raw::Source],
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Vec<Source> {
    let mut sources: Vec<Source> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        if sources.iter().any(|s| s.id == raw.id) {
            let message = format!("there is a source `{}` already", raw.id);
            faults.push(
                at.key("id")
                    .error(rule::DUPLICATE, message)
                    .hint("an identifier is unique in the dataset: rename one of the two"),
            );
        }
        sources.push(source::check(&at, raw, contract, faults));
    }
    sources
}

/// What only one kind of dataset declares.
fn only_of_one_kind(
    at: &ConfigNode<'_>,
    raw: &raw::Dataset,
    kind: DatasetKind,
    faults: &mut Vec<Finding>,
) {
    let members = "members are those of a code list: `kind = \"members\"`";
    let schemes = "schemes are those of a rubric: `kind = \"rubric\"`";
    let tiles = "maps are those of the register of areas: `kind = \"areas\"`";
    let given = [
        (
            "scheme",
            raw.scheme.is_empty(),
            DatasetKind::Rubric,
            schemes,
        ),
        (
            "member",
            raw.member.is_empty(),
            DatasetKind::Members,
            members,
        ),
        ("total", raw.total.is_none(), DatasetKind::Members, members),
        ("tiles", raw.tiles.is_empty(), DatasetKind::Areas, tiles),
    ];
    for (key, absent, own, hint) in given {
        if !absent && kind != own {
            let message = format!("a dataset of kind `{}` has no `{key}`", raw.kind);
            faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(hint));
        }
    }
}

/// What only datasets of observations or records declare; `own` is the key of what their rows must
/// be, empty for a register. A register has its rows in files of fixed names and columns, so there
/// is nothing to declare about them.
fn rows_only(at: &ConfigNode<'_>, raw: &raw::Dataset, own: &str, faults: &mut Vec<Finding>) {
    for (key, present) in [
        ("contract", raw.contract.is_some() && own != "contract"),
        ("records", raw.records.is_some() && own != "records"),
        ("source", !raw.source.is_empty() && own.is_empty()),
        ("arrival", !raw.arrival.is_empty() && own.is_empty()),
    ] {
        if present {
            let hint = match (own, raw.kind.as_str()) {
                ("contract", _) => "write `kind = \"records\"`, or leave it out".to_owned(),
                ("records", _) => "leave it out: records have a table `[records]`".to_owned(),
                (_, "rubric") => "leave it out: a rubric has tables `[[scheme]]`".to_owned(),
                (_, "members") => "leave it out: a code list has tables `[[member]]`".to_owned(),
                (_, kind) => format!("leave it out: the columns of `{kind}` are fixed"),
            };
            faults.push(
                at.key(key)
                    .error(
                        rule::UNKNOWN_KEY,
                        format!("a dataset of kind `{}` has no `{key}`", raw.kind),
                    )
                    .hint(hint),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_datasets() {
        check_faults(&[
            (
                "datasets/new_enterprises.toml",
                r#"kind = "observations""#,
                r#"kind = "observation""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:1, column `kind`: \
                        `observation` is not a kind of dataset",
                    "  hint: did you mean `observations`?",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"licence = "open""#,
                r#"licence = """#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:4, column `licence`: the text \
                        is empty",
                    "  hint: write it out",
                ],
            ),
            (
                "datasets/budget_plan.toml",
                r#"id = "mof_constant""#,
                r#"id = "mof""#,
                &[
                    "error[duplicate]: datasets/budget_plan.toml:30, column `source.id`: there is \
                        a source `mof` already",
                    "  hint: an identifier is unique in the dataset: rename one of the two",
                ],
            ),
            (
                "datasets/areas.toml",
                r#"citation = "General Statistics Office"
"#,
                r#"citation = "x"
[contract]
value = { name = "a", type = "integer" }
"#,
                &[
                    "error[unknown_key]: datasets/areas.toml:5, column `contract`: a dataset of \
                        kind `areas` has no `contract`",
                    "  hint: leave it out: the columns of `areas` are fixed",
                ],
            ),
        ]);
    }
}
