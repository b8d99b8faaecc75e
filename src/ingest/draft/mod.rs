//! A first contract for a file: which column seems to be the area, the period, the figure, and what
//! tells figures apart.
//!
//! Nothing is decided here. Every guess carries its evidence, and what a file cannot say (title,
//! licence, unit, how settled the figures are) is left for a person. The file is read as a source
//! with the drafted layout would be, so what is found here is what a run would find.

mod columns;
mod guesses;
mod key;

use super::cumulative::{CumulativeSeries, is_named};
use super::decode::{self, MAX_CELLS, Reading};
use super::number;
use super::preview::{Guess, Locale, Preview, Sign, TablePreview, label, preview};
use crate::model::{
    AreaRegister, Finding, Format, Layout, NumberFormat, Place, Severity, ValueType,
};
use columns::{Columns, TYPED};
use guesses::EXAMPLES;
pub use guesses::{AreaGuess, DimensionGuess, PeriodGuess, ToDate, USUAL_MISSING, ValueGuess};

/// Most values of a dimension that are listed in the contract.
const LISTED: usize = 30;
/// What could be said about a file.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Format.
    pub format: Format,
    /// Layout to declare.
    pub layout: Layout,
    /// What was guessed about format, encoding and delimiter.
    pub guesses: Vec<Guess>,
    /// Rows that were looked at, and whether they are all.
    pub rows: (u64, bool),
    /// The column of the areas.
    pub area: Option<AreaGuess>,
    /// The column of the periods.
    pub period: Option<PeriodGuess>,
    /// Periods that stand in the header, where figures of several periods stand side by side.
    pub header_periods: Vec<String>,
    /// The column of the figures.
    pub value: Option<ValueGuess>,
    /// Dimensions.
    pub dimensions: Vec<DimensionGuess>,
    /// A column that holds words of status.
    pub status: Option<String>,
    /// Columns that nothing was made of.
    pub unused: Vec<String>,
    /// Two rows of one area, period and dimensions, if any.
    pub same_key: Option<(u64, u64)>,
    /// Why the figures seem to run from the beginning of the year, where their periods say nothing
    /// of it.
    pub to_date: Option<ToDate>,
    /// Texts that speak of units: row, or 0 for a column's name, and text.
    pub units: Vec<(u64, String)>,
}

/// Looks at a file. `asked` is what somebody said about it: encoding, sheet, member.
///
/// # Errors
/// What keeps a table from being read, and `no_such_part` when it is not said which table is meant.
pub fn draft(
    file_name: &str,
    bytes: &[u8],
    asked: &Layout,
    areas: &AreaRegister,
) -> Result<Draft, Vec<Finding>> {
    let seen = preview(file_name, bytes, asked);
    let refused: Vec<Finding> = seen
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .cloned()
        .collect();
    if !refused.is_empty() {
        return Err(refused);
    }
    let place = || Place {
        file: file_name.to_owned(),
        ..Place::default()
    };
    let Some(format) = seen.format.filter(|_| seen.layout.member == asked.member) else {
        let finding = Finding::error("no_such_part", place(), "the archive holds several files");
        return Err(vec![
            finding.hint("name one with `--member`; `chiso preview` lists them"),
        ]);
    };
    let table = only(&seen).map_err(|names| {
        let finding = Finding::error(
            "no_such_part",
            place(),
            format!("there are {} tables with rows", names.len()),
        );
        let names: Vec<String> = names
            .iter()
            .take(EXAMPLES)
            .map(|n| format!("`{n}`"))
            .collect();
        vec![finding.hint(format!("name one with `--sheet`: {}", names.join(", ")))]
    })?;
    let mut layout = seen.layout.clone();
    if seen.tables.len() > 1 || !asked.sheet.is_empty() {
        layout.sheet.clone_from(&table.name);
    }
    if format.is_grid() {
        layout.header_row = table.header_row.filter(|row| {
            table
                .first
                .iter()
                .any(|r| r.row < *row && r.cells.iter().any(|c| !c.is_empty()))
        });
    }
    let reading = Reading {
        file_name,
        format,
        layout: &layout,
        decimal: TYPED,
        pages: &[],
        max_cells: MAX_CELLS,
    };
    let decoded = decode::decode(reading, bytes).map_err(|finding| vec![*finding])?;
    let columns =
        Columns::read(&decoded.columns, decoded.records).map_err(|finding| vec![*finding])?;
    if columns.rows == 0 {
        return Err(vec![
            Finding::error("no_records", place(), "there are no rows below the header")
                .hint("name the table with `--sheet`"),
        ]);
    }
    Ok(guess(format, layout.clone(), &seen, table, &columns, areas))
}

/// The one table that has rows, or the names of several.
fn only(seen: &Preview) -> Result<&TablePreview, Vec<&str>> {
    let with_rows: Vec<&TablePreview> = seen.tables.iter().filter(|t| t.rows > 1).collect();
    match with_rows.as_slice() {
        [one] => Ok(one),
        several => Err(several.iter().map(|t| t.name.as_str()).collect()),
    }
}

fn guess(
    format: Format,
    layout: Layout,
    seen: &Preview,
    table: &TablePreview,
    columns: &Columns,
    areas: &AreaRegister,
) -> Draft {
    let period = columns.period();
    let area = columns.area(period, areas);
    let figures = if let Some(at) = table.numbers.keys().next().filter(|_| table.is_cube) {
        vec![*at]
    } else {
        columns.figures(&[period, area.as_ref().map(|(at, _)| *at)])
    };
    let value = figures.first().copied();
    let status = columns.status();
    let taken: Vec<usize> = [period, area.as_ref().map(|(at, _)| *at), status]
        .into_iter()
        .flatten()
        .chain(figures.iter().copied())
        .collect();
    let order = |i: &usize| {
        !table
            .dimensions
            .iter()
            .any(|d| Some(d) == columns.names.get(*i))
    };
    let mut candidates: Vec<usize> = (0..columns.names.len())
        .filter(|i| !taken.contains(i) && columns.can_tell_apart(*i))
        .collect();
    candidates.sort_by_key(order);
    let fixed: Vec<usize> = [area.as_ref().map(|(at, _)| *at), period]
        .into_iter()
        .flatten()
        .collect();
    let found = key::of(columns, &fixed, &candidates);
    let unused = |i: &usize| {
        !taken.contains(i) && !found.dimensions.contains(i) && !columns.names[*i].is_empty()
    };
    let to_date = period.zip(value).and_then(|(period, value)| {
        let series: Vec<usize> = area
            .iter()
            .map(|(at, _)| *at)
            .chain(found.dimensions.iter().copied())
            .collect();
        to_date(table, columns, (period, value, &series))
    });
    let header_periods = if period.is_none() {
        columns.header_periods()
    } else {
        Vec::new()
    };
    Draft {
        format,
        layout,
        guesses: seen.guesses.clone(),
        rows: (columns.rows, columns.whole),
        area: area.map(|(_, guess)| guess),
        period: period.map(|at| columns.period_guess(at)),
        header_periods,
        value: value.map(|at| value_guess(format, columns, at, &figures)),
        dimensions: found
            .dimensions
            .iter()
            .map(|at| dimension(columns, *at))
            .collect(),
        status: status.and_then(|at| columns.names.get(at).cloned()),
        unused: (0..columns.names.len())
            .filter(unused)
            .map(|i| columns.names[i].clone())
            .collect(),
        same_key: found.same,
        to_date,
        units: units(table, columns),
    }
}

/// Whether figures seem to run from the beginning of the year: by words first, then by how they
/// rise.
fn to_date(
    table: &TablePreview,
    columns: &Columns,
    (period, value, series): (usize, usize, &[usize]),
) -> Option<ToDate> {
    let mut figures = CumulativeSeries::default();
    let format = columns.numbers[value].locale();
    let number = NumberFormat {
        decimal: if format == Locale::Comma { ',' } else { '.' },
        grouping: None,
    };
    for row in 0..columns.lines.len() {
        let text = |at: usize| columns.text(at, row);
        let Some(label) = label(text(period)) else {
            continue;
        };
        let plain: String = text(value)
            .replace(TYPED, &number.decimal.to_string())
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let figure = number::plain(
            &plain.replace(if number.decimal == ',' { '.' } else { ',' }, ""),
            number,
        )
        .ok();
        if let (None, Some(figure)) = (label.span, figure.and_then(|f| f.parse().ok())) {
            figures.see(
                series.iter().map(|at| text(*at).to_owned()).collect(),
                label.period,
                figure,
            );
        }
    }
    if !figures.within_years() {
        return None;
    }
    let above = table
        .first
        .iter()
        .filter(|r| table.header_row.is_some_and(|h| r.row < h))
        .flat_map(|r| r.cells.iter());
    let mut texts = std::iter::once(&columns.names[value])
        .chain(std::iter::once(&table.name))
        .chain(above);
    let named = texts
        .find(|text| is_named(text))
        .map(|text| ToDate::Named(super::text::tidy(text).into_owned()));
    named.or_else(|| figures.rising().map(ToDate::Rising))
}

fn dimension(columns: &Columns, at: usize) -> DimensionGuess {
    let values: Vec<String> = columns
        .values(at)
        .filter(|v| !v.is_empty())
        .map(str::to_owned)
        .collect();
    let distinct = values.len();
    DimensionGuess {
        column: columns.names[at].clone(),
        values: if distinct <= LISTED {
            values
        } else {
            Vec::new()
        },
        distinct,
        has_blanks: columns.blanks(at) > 0,
    }
}

fn value_guess(format: Format, columns: &Columns, at: usize, figures: &[usize]) -> ValueGuess {
    let numbers = &columns.numbers[at];
    let example = |signs: &[Sign]| {
        signs
            .iter()
            .find_map(|s| numbers.evidence.get(s))
            .map(|(_, text, row)| (text.clone(), *row))
    };
    let grouping = |sign: char| {
        if numbers.spaced() {
            Some(' ')
        } else {
            Some(sign)
        }
    };
    let (number, example) = match numbers.locale() {
        _ if format.writes_plain_numbers() => (
            Some(NumberFormat {
                decimal: '.',
                grouping: None,
            }),
            None,
        ),
        Locale::Any => (
            Some(NumberFormat {
                decimal: '.',
                grouping: numbers.spaced().then_some(' '),
            }),
            example(&[Sign::Spaced]),
        ),
        Locale::Point => (
            Some(NumberFormat {
                decimal: '.',
                grouping: grouping(','),
            }),
            example(&[Sign::Point]),
        ),
        Locale::Comma => (
            Some(NumberFormat {
                decimal: ',',
                grouping: grouping('.'),
            }),
            example(&[Sign::Comma]),
        ),
        Locale::Ambiguous => (None, example(&[Sign::PointOrGroup, Sign::CommaOrGroup])),
        Locale::Mixed => (None, example(&[Sign::Comma, Sign::Point])),
    };
    let (mut missing, mut unreadable, mut whole) = (Vec::new(), Vec::new(), true);
    for (text, count) in columns.counted(at) {
        if USUAL_MISSING.contains(&text) {
            continue;
        }
        let Some(format) = number else { continue };
        let text = text.replace(TYPED, &format.decimal.to_string());
        match number::plain(&text, format) {
            Ok(plain) => whole &= !plain.contains('.'),
            Err(_) if text.chars().any(|c| c.is_ascii_digit()) => unreadable.push(text),
            Err(_) => missing.push((text, count)),
        }
    }
    unreadable.truncate(EXAMPLES);
    // Words without digits are remarks when there are many of them, and then no figure belongs
    // here.
    missing.truncate(EXAMPLES);
    let name = |i: &usize| columns.names[*i].clone();
    ValueGuess {
        column: name(&at),
        others: figures.iter().filter(|i| **i != at).map(name).collect(),
        figures: numbers.figures() + columns.typed[at],
        value_type: if whole && number.is_some() {
            ValueType::Integer
        } else {
            ValueType::Decimal
        },
        number,
        example,
        missing,
        unreadable,
    }
}

/// Texts above the header and names of columns that speak of units.
fn units(table: &TablePreview, columns: &Columns) -> Vec<(u64, String)> {
    const WORDS: [&str; 7] = ["đơn vị", "đvt", "unit", "đồng", "người", "%", "usd"];
    let speaks = |text: &str| {
        let lower = super::text::tidy(text).to_lowercase();
        lower.chars().count() <= 120 && WORDS.iter().any(|w| lower.contains(w))
    };
    let above = table
        .first
        .iter()
        .filter(|r| table.header_row.is_some_and(|h| r.row < h));
    let mut found: Vec<(u64, String)> = above
        .flat_map(|r| {
            r.cells
                .iter()
                .filter(|c| speaks(c))
                .map(|c| (r.row, c.trim().to_owned()))
        })
        .take(EXAMPLES)
        .collect();
    found.dedup_by(|a, b| a.1 == b.1);
    for (at, name) in columns
        .names
        .iter()
        .enumerate()
        .filter(|(_, name)| speaks(name))
        .take(EXAMPLES)
    {
        // A column of units says the unit itself, where it has only one.
        let said = columns
            .values(at)
            .next()
            .filter(|text| columns.values(at).count() == 1 && !text.is_empty());
        found.push((
            0,
            said.map_or_else(|| name.clone(), |text| format!("{name}: {text}")),
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AreaUnit;
    use crate::model::Status;

    fn areas() -> AreaRegister {
        let unit = |code: &str, name: &str| AreaUnit {
            code: code.into(),
            name_vi: name.into(),
            name_en: String::new(),
            level: String::new(),
            parent_code: String::new(),
            valid_from: "2004-01-01".parse().unwrap(),
            valid_to: None,
            aliases: vec![],
        };
        AreaRegister::new(vec![unit("01", "Hà Nội"), unit("48", "Đà Nẵng")], vec![])
    }

    fn drafted(text: &str) -> Draft {
        draft("a.csv", text.as_bytes(), &Layout::default(), &areas()).unwrap()
    }

    #[test]
    fn a_long_table_is_understood() {
        let seen = drafted(
            "Bảng 5,,,,\nĐơn vị: Triệu đồng,,,,\nSTT;x\nTỉnh;Năm;Loại;Ghi chú;Số thu\nHà Nội;Sơ bộ 2024;A;;1.234,5\nHà Nội;2023;A;;x\n\
             Hà Nội;2023;B;;2,5\nHuế;2023;A;;1.000.000\nĐà Nẵng;2023;A;;..\n"
                .replace(",,,,", ";;;;")
                .as_str(),
        );
        assert_eq!(seen.layout.header_row, Some(4));
        assert_eq!(seen.layout.delimiter, b';');
        let area = seen.area.unwrap();
        assert_eq!(
            (
                area.column.as_str(),
                area.distinct,
                area.known,
                area.unknown
            ),
            ("Tỉnh", 3, 2, vec!["Huế".to_owned()])
        );
        let period = seen.period.unwrap();
        assert_eq!(
            (period.column.as_str(), period.range),
            ("Năm", ("2023".into(), "2024".into()))
        );
        assert_eq!(period.statuses, [Status::Preliminary]);
        let value = seen.value.unwrap();
        assert_eq!(
            (value.column.as_str(), value.value_type),
            ("Số thu", ValueType::Decimal)
        );
        assert_eq!(
            value.number,
            Some(NumberFormat {
                decimal: ',',
                grouping: Some('.')
            })
        );
        assert_eq!(value.missing, [("x".to_owned(), 1)]);
        assert_eq!(seen.dimensions.len(), 1);
        assert_eq!(
            (
                seen.dimensions[0].column.as_str(),
                &seen.dimensions[0].values[..]
            ),
            ("Loại", &["A".to_owned(), "B".to_owned()][..])
        );
        assert_eq!(seen.units, [(2, "Đơn vị: Triệu đồng".to_owned())]);
        assert_eq!(
            (seen.same_key, seen.unused),
            (None, vec!["Ghi chú".to_owned()])
        );
        assert_eq!(seen.to_date, None);
    }

    #[test]
    fn figures_to_date_are_suspected_by_their_header_or_by_how_they_rise() {
        let rows = |name: &str, values: [i64; 4]| {
            let months = (1..)
                .zip(values)
                .map(|(month, value)| format!("01,2024-{month:02},{value}"))
                .collect::<Vec<_>>()
                .join("\n");
            drafted(&format!("Tỉnh,Kỳ,{name}\n{months}\n")).to_date
        };
        assert_eq!(
            rows("Lũy kế", [3, 2, 5, 4]),
            Some(ToDate::Named("Lũy kế".into()))
        );
        assert_eq!(rows("Số", [10, 25, 33, 61]), Some(ToDate::Rising(1)));
        assert_eq!(rows("Số", [10, 12, 11, 13]), None);
        assert_eq!(
            drafted("Lũy kế từ đầu năm,,\nTỉnh,Kỳ,Số\n01,2024-01,3\n01,2024-02,2\n").to_date,
            Some(ToDate::Named("Lũy kế từ đầu năm".into()))
        );
        assert_eq!(
            drafted("Tỉnh,Kỳ,Lũy kế\n01,2023,3\n01,2024,2\n").to_date,
            None,
            "years are whole"
        );
    }

    #[test]
    fn codes_that_lost_their_leading_zeros_are_seen() {
        let area = drafted("area,year,n\n1,2020,5\n48,2020,6\n").area.unwrap();
        assert_eq!(
            (area.known, area.unknown, area.lost_zero),
            (1, vec!["1".to_owned()], true)
        );
        assert!(
            !drafted("area,year,n\n9,2020,5\n48,2020,6\n")
                .area
                .unwrap()
                .lost_zero
        );
    }

    #[test]
    fn what_is_not_known_is_left_open() {
        let seen = drafted("a,b\nx,1.234\ny,5.678\n");
        assert!(seen.area.is_none() && seen.period.is_none());
        assert_eq!(seen.value.unwrap().number, None, "thousands or a fraction");
        let wide = drafted("Tỉnh,2022,2023\nHà Nội,1,2\nĐà Nẵng,3,4\n");
        assert_eq!(wide.header_periods, ["2022", "2023"]);
        let unit = drafted("area,year,UNIT,n\n01,2020,persons,1\n48,2020,persons,2\n");
        assert_eq!(unit.units, [(0, "UNIT: persons".to_owned())]);
        let twice = drafted("Tỉnh,Năm,Số\nHà Nội,2020,1\nHà Nội,2020,2\n");
        assert_eq!(twice.same_key, Some((2, 3)));
        assert_eq!(
            draft("a.csv", b"", &Layout::default(), &areas()).unwrap_err()[0].rule,
            "unreadable"
        );
        assert_eq!(
            draft("a.csv", b"a,b\n", &Layout::default(), &areas()).unwrap_err()[0].rule,
            "no_such_part"
        );
    }
}
