//! The shape of a source's table: rows that are left out, where it ends, cells that repeat the one
//! above, figures side by side.

use super::records::dots;
use crate::document::ConfigNode;
use crate::{columns, raw, rule, value};
use chiso_model::{Contract, Finding, Format, LeaveOut, TableEnd, TableShape, Template};

/// Checks it.
pub(super) fn shape(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> TableShape {
    TableShape {
        leave_out: value::each(&at.key("leave_out"), &raw.leave_out, |at, raw| {
            left_out(at, raw, format, faults)
        }),
        end: raw
            .ends
            .as_ref()
            .and_then(|raw| end(&at.key("ends"), raw, faults)),
        fill_down: fill_down(&at.key("columns"), raw, faults),
        wide: wide(at, raw, contract, faults),
    }
}

fn left_out(
    at: &ConfigNode<'_>,
    raw: &raw::LeaveOut,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Option<LeaveOut> {
    let column = value::text(&at.key("column"), &raw.column, faults);
    let texts_at = at.key("texts");
    if raw.texts.is_empty() {
        faults.push(
            texts_at
                .error(rule::BAD_VALUE, "no text says which rows are left out")
                .hint("list the texts of their cells, as in `[\"Total*\"]`"),
        );
    }
    if let Some(i) = raw.texts.iter().position(|text| text.trim() == "*") {
        faults.push(
            texts_at
                .item(i)
                .error(rule::BAD_VALUE, "`*` leaves out every row")
                .hint("write more of the text"),
        );
        return None;
    }
    let texts = value::listed(&texts_at, &raw.texts, faults);
    Some(LeaveOut {
        column: if format == Some(Format::Json) {
            dots(&column)
        } else {
            column
        },
        texts,
    })
}

fn end(at: &ConfigNode<'_>, raw: &raw::TableEnds, faults: &mut Vec<Finding>) -> Option<TableEnd> {
    match (&raw.text, raw.blank_row) {
        (Some(text), None | Some(false)) => {
            Some(TableEnd::Text(value::text(&at.key("text"), text, faults)))
        }
        (None, Some(true)) => Some(TableEnd::BlankRow),
        _ => {
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    "a table ends at a text or at a blank row: one of the two",
                )
                .hint("write `ends = { text = \"Source:*\" }` or `ends = { blank_row = true }`"),
            );
            None
        }
    }
}

/// Table columns whose blank cells repeat the cell above.
fn fill_down(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) -> Vec<String> {
    let filled = raw
        .columns
        .iter()
        .filter(|(name, origin)| fills_down(&at.key(name), origin, faults));
    filled.map(|(name, _)| name.clone()).collect()
}

/// Whether blank cells repeat the cell above.
pub(super) fn fills_down(
    at: &ConfigNode<'_>,
    raw: &raw::Origin,
    faults: &mut Vec<Finding>,
) -> bool {
    let Some(word) = &raw.fill else { return false };
    let at = at.key("fill");
    if word != "down" {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{word}` is no way to fill cells"))
                .hint("write `down`, or leave it out"),
        );
        return false;
    }
    let of_file = raw.column.is_some() || raw.place.is_some();
    if !of_file {
        let message = "only a column of the file has cells to fill";
        faults.push(at.error(rule::BAD_VALUE, message).hint("leave it out"));
    }
    of_file
}

/// The headers of columns with figures side by side.
fn wide(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Template> {
    let (at, columns_at) = (at.key("wide").key("columns"), at.key("columns"));
    let text = &raw.wide.as_ref()?.columns;
    let template = match Template::parse(text) {
        Ok(template) => template,
        Err(why) => {
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{text}` is no header: {why}"))
                    .hint("write the header with what it carries in braces, as in `{period}`"),
            );
            return None;
        }
    };
    let known: Vec<&str> = columns::mappable(contract)
        .into_iter()
        .filter(|name| *name != contract.value_name && !["known_from", "unit"].contains(name))
        .collect();
    for name in template.names() {
        if !known.contains(&name) {
            faults.push(
                at.error(
                    rule::UNKNOWN_NAME,
                    format!("a header cannot carry `{name}`"),
                )
                .hint(value::did_you_mean(name, "columns", &known)),
            );
        } else if raw.columns.contains_key(name) {
            faults.push(
                columns_at
                    .key(name)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{name}` is mapped, and the headers of `[source.wide]` carry it"),
                    )
                    .hint("leave it out here or there"),
            );
        }
    }
    if let Some(value) = raw.columns.get(&contract.value_name)
        && (value.column.is_some()
            || value.constant.is_some()
            || value.place.is_some()
            || value.from.is_some())
    {
        faults.push(
            columns_at
                .key(&contract.value_name)
                .error(
                    rule::BAD_VALUE,
                    format!(
                        "the figures of `{}` stand in the columns of `[source.wide]`",
                        contract.value_name
                    ),
                )
                .hint(
                    "leave out all but `unit` and `unit_mult` here, or leave out `[source.wide]`",
                ),
        );
    }
    Some(template)
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{Sample, check_faults};
    use chiso_model::{Block, Origin, TableEnd};

    const FIRMS: &str = "datasets/new_enterprises.toml";
    const CSV: &str = "format = \"csv\"\n";

    #[test]
    fn a_shape_is_taken_as_declared() {
        let plan = Sample::new()
            .edit(
                FIRMS,
                "format = \"json-stat\"\n",
                "format = \"csv\"\nheader = [\"Area\"]\nheader_rows = 2\nheader_fill = \
                    \"right\"\nblocks = [\"A:C\", \"AA:AB\"]\nends = { text = \"Source*\" \
                    }\nleave_out = [{ column = \"Area\", texts = [\"Total*\"] }]\nwide = { columns \
                    = \"{period} / {basis}\" }\nescape = \"\\\\\"\n",
            )
            .edit(
                FIRMS,
                "area_code = { column = \"Tỉnh/thành phố\" }\nperiod = { column = \"Năm\" }\n",
                "area_code = { place = 2, header = \"Area*\", fill = \"down\" }\nnote = { from = \
                    \"file\", pattern = \"{}.csv\" }\n",
            )
            .edit(
                FIRMS,
                "enterprises = { column = \"value\" }",
                "enterprises = { unit = \"enterprises\" }",
            )
            .plan();
        let source = &plan.dataset("new_enterprises").unwrap().sources[0];
        let (layout, shape) = (&source.layout, &source.shape);
        assert_eq!(layout.header, ["Area"]);
        assert!(layout.header_fill && layout.escape.is_some());
        assert_eq!(
            layout.blocks,
            [
                Block { first: 1, last: 3 },
                Block {
                    first: 27,
                    last: 28
                }
            ]
        );
        assert_eq!(layout.places, [2]);
        assert_eq!(shape.end, Some(TableEnd::Text("Source*".into())));
        assert_eq!(shape.leave_out[0].texts, ["Total*"]);
        assert_eq!(shape.fill_down, ["area_code"]);
        assert_eq!(
            shape.wide.as_ref().unwrap().to_string(),
            "{period} / {basis}"
        );
        assert!(!source.columns.contains_key("enterprises"));
        assert!(matches!(source.columns["note"], Origin::Name { .. }));
        assert!(source.reads_file_name());
    }

    #[test]
    fn faults_of_shapes() {
        let stat = "format = \"json-stat\"\n";
        let csv = |more: &str| format!("{CSV}{more}");
        for (to, expected) in [
            (
                csv("ends = { text = \"a\" }\nlast_row = 5\n"),
                "column `source.ends`: the source has both `ends` and `last_row`\n  hint: give one \
                    of the two",
            ),
            (
                csv("ends = { blank_row = false }\n"),
                "a table ends at a text or at a blank row: one of the two\n  hint: write `ends = { \
                    text = \"Source:*\" }` or `ends = { blank_row = true }`",
            ),
            (
                csv("header = [\"a\"]\nheader_row = 5\n"),
                "the header is declared by its texts and by its row\n  hint: leave out `header` or \
                    `header_row`",
            ),
            (
                csv("header_rows = 0\nheader_row = 5\n"),
                "`header_rows = 0` says that there is no header, and `header_row` needs one\n  \
                    hint: leave out `header_row` or `header_rows`",
            ),
            (
                csv("header_rows = 0\n"),
                "`header_rows = 0` says that there is no header, and a column is taken by its \
                    name\n  hint: write its place alone, as in `{ place = 3 }`",
            ),
            (
                csv("header_fill = \"right\"\n"),
                "only the upper rows of a header are filled, and it has one row\n  hint: declare \
                    `header_rows`, or leave this out",
            ),
            (
                csv("header_rows = 2\nheader_fill = \"left\"\n"),
                "`left` means nothing here\n  hint: write `right`, or leave it out",
            ),
            (
                csv("blocks = [\"A-C\"]\n"),
                "`A-C` is no range of columns\n  hint: write the first and the last column, as in \
                    `A:C`",
            ),
            (
                csv("blocks = [\"A:C\", \"C:D\"]\n"),
                "`C:D` and `A:C` have columns in common\n  hint: give each column to one block",
            ),
            (
                csv("leave_out = [{ column = \"a\", texts = [\"*\"] }]\n"),
                "`*` leaves out every row\n  hint: write more of the text",
            ),
            (
                csv("leave_out = [{ column = \"a\", texts = [] }]\n"),
                "no text says which rows are left out\n  hint: list the texts of their cells, as in \
                    `[\"Total*\"]`",
            ),
            (
                csv("wide = { columns = \"2020\" }\n"),
                "`2020` is no header: there is no gap such as `{period}`\n  hint: write the header \
                    with what it carries in braces, as in `{period}`",
            ),
            (
                csv("wide = { columns = \"{perod}\" }\n"),
                "a header cannot carry `perod`\n  hint: did you mean `period`?",
            ),
            (
                csv("wide = { columns = \"{period}\" }\n"),
                "`period` is mapped, and the headers of `[source.wide]` carry it\n  hint: leave it \
                    out here or there",
            ),
            (
                csv("wide = { columns = \"{basis}\" }\n"),
                "the figures of `enterprises` stand in the columns of `[source.wide]`\n  hint: leave \
                    out all but `unit` and `unit_mult` here, or leave out `[source.wide]`",
            ),
            (
                csv(
                    "fixed = [{ name = \"a\", from = 3, to = 5 }, { name = \"b\", from = 5, to = 6 \
                    }]\n",
                ),
                "`b` does not stand behind the column before it\n  hint: write the columns in the \
                    order of the line, `from` not behind `to`",
            ),
            (
                format!("{stat}lines = true\n"),
                "only a source of format `json` has a record on each line\n  hint: leave it out",
            ),
            (
                format!("{stat}blocks = [\"A:B\"]\n"),
                "only a table of cells has blocks\n  hint: leave it out",
            ),
        ] {
            let found = Sample::new().edit(FIRMS, stat, &to).faults();
            assert!(found.contains(expected), "{to}\n{found}");
        }
    }

    #[test]
    fn faults_of_where_a_text_comes_from() {
        check_faults(&[
            (
                FIRMS,
                "period = { column = \"Năm\" }",
                "period = { column = \"Năm\", place = 3 }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:25, column \
                        `source.columns.period`: `period` gives several of `column`, `place`, `from` \
                        and `constant`",
                    "  hint: give one of them",
                ],
            ),
            (
                FIRMS,
                "period = { column = \"Năm\" }",
                "period = { from = \"sheets\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:25, column \
                        `source.columns.period.from`: `sheets` is not a name",
                    "  hint: write one of `sheet`, `file`, `member`, `header`",
                ],
            ),
            (
                FIRMS,
                "period = { column = \"Năm\" }",
                "period = { from = \"header\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:25, column \
                        `source.columns.period.from`: only a part of the period comes from the \
                        `header` of its figures",
                    "  hint: name `{period}` in `columns` of `[source.wide]`",
                ],
            ),
            (
                FIRMS,
                "period = { column = \"Năm\" }",
                "period = { from = \"member\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:13, column `source.members`: a text \
                        comes from the names of files in an archive, and nothing says which these are",
                    "  hint: write `members = \"*\"`, or more of their names",
                ],
            ),
            (
                FIRMS,
                "period = { column = \"Năm\" }",
                "period = { from = \"sheet\", pattern = \"Year\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:25, column \
                        `source.columns.period.pattern`: `Year` does not say where the text stands: \
                        there is no gap such as `{}`",
                    "  hint: write the name with `{}` where the text stands, as in `report-{}.csv`",
                ],
            ),
            (
                FIRMS,
                "period = { column = \"Năm\" }",
                "period = { column = \"Năm\", pattern = \"x{}\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:25, column \
                        `source.columns.period.pattern`: `pattern` means nothing without `from`",
                    "  hint: add `from`, or leave it out",
                ],
            ),
            (
                FIRMS,
                "status = { constant = \"final\" }",
                "status = { constant = \"final\", fill = \"down\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:26, column \
                        `source.columns.status.fill`: only a column of the file has cells to fill",
                    "  hint: leave it out",
                ],
            ),
        ]);
    }

    #[test]
    fn a_shape_conforms_again() {
        let hash = |sample: Sample| {
            let plan = sample.plan();
            plan.dataset("new_enterprises")
                .unwrap()
                .contract_hash
                .clone()
        };
        let before = hash(Sample::new());
        for (from, to) in [
            (
                "missing = ",
                "leave_out = [{ column = \"a\", texts = [\"b\"] }]\nmissing = ",
            ),
            (
                "{ column = \"Năm\" }",
                "{ column = \"Năm\", fill = \"down\" }",
            ),
            ("{ column = \"Năm\" }", "{ place = 2 }"),
            ("{ column = \"Năm\" }", "{ from = \"sheet\" }"),
            ("missing = ", "sheets = \"a*\"\nmissing = "),
            ("missing = ", "members = \"a*\"\nmissing = "),
        ] {
            assert_ne!(hash(Sample::new().edit(FIRMS, from, to)), before, "{to}");
        }
    }
}
