//! Rows of inline tests, written as text under the table's own column names, on the same road as
//! delivered files: a test that passes has passed the contract too.

use super::conform::{Conformed, Delivery, DeliveryContent, Terms, conform_records, in_memory};
use crate::decode::Record;
use crate::env::Bounds;
use crate::model::{
    AreaRegister, Dataset, Finding, Format, Origin, PeriodFormat, PeriodStyle, PeriodWriting,
    Place, STANDARD_COLUMNS, Source, UNDATED, UnitOf, nearest, start_of_day,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Makes rows of the `given` rows of an inline test.
///
/// Every column is a column of the table, or `area_date`. Left out, `status` is `final`, `unit` the
/// contract's, a dimension with a single allowed value has that value, and areas are read on the
/// last day of the period. Rows that give no `known_from` have been known from the beginning; they
/// are recorded at the end of time, so that no `known_from` of a test lies after it.
#[must_use]
pub fn conform_given(
    dataset: &Dataset,
    columns: &[String],
    rows: &[Vec<String>],
    areas: &AreaRegister,
    test_name: &str,
) -> Conformed {
    let source = synthetic(dataset, columns, rows);
    let delivered = Delivery {
        id: "test",
        file_name: test_name,
        content: DeliveryContent::Held(&[]),
        pages: &[],
        published_at: Some(UNDATED),
        fetched_at: NaiveDate::from_ymd_opt(9999, 12, 31)
            .map_or(DateTime::<Utc>::MAX_UTC, |day| start_of_day(day, Tz::UTC)),
        bounds: Bounds::default(),
    };
    let records = rows.iter().zip(1..).map(|(cells, row)| {
        Ok(Record {
            part: String::new(),
            row,
            cells: cells.clone(),
        })
    });
    let mut conformed = in_memory(&delivered, |out| {
        let terms = Terms {
            dataset,
            source: &source,
            delivered: &delivered,
            areas,
        };
        conform_records(terms, columns, records, out)
    });
    conformed
        .findings
        .extend(unknown_columns(dataset, columns, test_name));
    conformed
}

fn synthetic(dataset: &Dataset, columns: &[String], rows: &[Vec<String>]) -> Source {
    let contract = &dataset.contract;
    let mut map = BTreeMap::from([("status".to_owned(), Origin::Constant("final".to_owned()))]);
    for dimension in &contract.dimensions {
        if let [only] = dimension.one_of.as_slice() {
            map.insert(dimension.name.clone(), Origin::Constant(only.clone()));
        }
    }
    map.extend(
        columns
            .iter()
            .map(|c| (c.clone(), Origin::Column(c.clone()))),
    );
    let unit_at = columns.iter().position(|c| c == "unit");
    let unit_texts = rows.iter().filter_map(|row| row.get(unit_at?));
    let plain = |unit: &String| UnitOf {
        unit: unit.clone(),
        unit_mult: 0,
    };
    let thirds = PeriodFormat::new("{year}-T{third}", &[]).ok();
    let id = dataset.sources.first().map_or("test", |s| s.id.as_str());
    Source {
        columns: map,
        // A test is written in the notation of this program, in which `2008-09` is a month and
        // `2020-T1` the first third of a year.
        period_style: Some(PeriodStyle::Month),
        period: PeriodWriting {
            formats: thirds.into_iter().collect(),
            ..PeriodWriting::default()
        },
        unit: contract.unit.as_ref().map(plain),
        units: unit_texts.map(|text| (text.clone(), plain(text))).collect(),
        ..Source::new(id, Format::Csv)
    }
}

fn unknown_columns(dataset: &Dataset, columns: &[String], test_name: &str) -> Vec<Finding> {
    let contract = &dataset.contract;
    let mut known: Vec<&str> = STANDARD_COLUMNS.to_vec();
    known.extend(["area_date", contract.value_name.as_str()]);
    known.extend(
        contract
            .dimensions
            .iter()
            .map(|d| d.name.as_str())
            .chain(contract.attributes.iter().map(|a| a.name.as_str())),
    );
    let unknown = columns.iter().filter(|c| !known.contains(&c.as_str()));
    let finding = |column: &String| {
        let place = Place {
            file: test_name.to_owned(),
            col: column.clone(),
            ..Place::default()
        };
        let hint = nearest(column, known.iter().copied()).map_or_else(
            || format!("columns are {}", known.join(", ")),
            |n| format!("did you mean `{n}`?"),
        );
        Finding::error(
            "unknown_column",
            place,
            format!("`{}` has no column `{column}`", dataset.id),
        )
        .hint(hint)
    };
    unknown.map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Accounting, DeliveryOutcome};
    use crate::model::{AreaUnit, Contract, Dec, Dimension, Modes, ValueType};
    use arrow::array::Array;
    use arrow::util::display::array_value_to_string;

    fn dataset() -> Dataset {
        let dimension = |name: &str, words: &[&str]| Dimension {
            name: name.into(),
            one_of: words.iter().map(|w| (*w).to_owned()).collect(),
            members: None,
        };
        Dataset {
            id: "revenue".into(),
            title: crate::model::Bilingual::default(),
            description: crate::model::Bilingual::default(),
            licence: String::new(),
            citation: String::new(),
            contract: Contract {
                dimensions: vec![
                    dimension("item", &["total"]),
                    dimension("sector", &["state", "private"]),
                ],
                attributes: vec![],
                list: false,
                lists_all: false,
                value_name: "amount".into(),
                value_type: ValueType::Decimal,
                unit: Some("vnd".into()),
                min: None,
                max: None,
                basis: String::new(),
                quarantine_limit: Dec::ZERO,
                to_date_since: None,
                modes: Modes::default(),
                not_null: vec![],
                checks: vec![],
                volume: crate::model::Volume::default(),
                zone: chrono_tz::Tz::UTC,
                fiscal_year: None,
                records: None,
            },
            sources: vec![],
            arrivals: vec![],
            repairs: vec![],
            contract_hash: String::new(),
        }
    }

    fn given(columns: &[&str], rows: &[&[&str]]) -> Conformed {
        let unit = AreaUnit {
            code: "01".into(),
            name_vi: "Hà Nội".into(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: "2008-08-01".parse().unwrap(),
            valid_to: None,
            aliases: vec![],
        };
        let texts = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = rows.iter().map(|row| texts(row)).collect();
        conform_given(
            &dataset(),
            &texts(columns),
            &rows,
            &AreaRegister::new(vec![unit], vec![]),
            "a test",
        )
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let conformed = given(
            &["area_code", "period", "sector", "amount"],
            &[
                &["01", "2020", "state", "1.5"],
                &["01", "2021", "state", ""],
            ],
        );
        assert_eq!(
            conformed.accounting,
            Accounting {
                read: 2,
                accepted: 1,
                quarantined: 0,
                ignored: 1
            }
        );
        let batch = conformed.batch.unwrap();
        let cell =
            |name: &str| array_value_to_string(batch.column_by_name(name).unwrap(), 0).unwrap();
        let names = [
            "area_date",
            "item",
            "sector",
            "source_id",
            "amount",
            "unit",
            "status",
            "known_from",
        ];
        assert_eq!(
            names.map(cell).join(" "),
            "2020-12-31 total state test 1.500000 vnd final 1970-01-01T00:00:00Z"
        );
    }

    #[test]
    fn a_scheme_can_be_given() {
        let rows: &[&[&str]] = &[
            &["01", "2020", "state", "1", "948/2022"],
            &["01", "2021", "state", "1", ""],
        ];
        let batch = given(&["area_code", "period", "sector", "amount", "scheme"], rows)
            .batch
            .unwrap();
        let schemes = batch.column_by_name("scheme").unwrap();
        assert_eq!(
            (
                array_value_to_string(schemes, 0).unwrap().as_str(),
                schemes.is_null(1)
            ),
            ("948/2022", true)
        );
    }

    #[test]
    fn faults_are_told_in_the_words_of_the_test() {
        let conformed = given(
            &["area_code", "period", "amount", "area_date", "statos"],
            &[&["01", "2020", "1", "2007-01-01", "final"]],
        );
        let shown: Vec<String> = conformed.findings.iter().map(ToString::to_string).collect();
        assert_eq!(conformed.outcome, DeliveryOutcome::Refused);
        assert!(
            shown[0].starts_with(
                "error[column_missing]: a test: source `test` does not say \
            where `sector` comes from"
            ),
            "{shown:?}"
        );
        assert_eq!(
            shown[1],
            "error[unknown_column]: a test, column `statos`: `revenue` has no column `statos`\n  \
                hint: did you mean `status`?"
        );
        let conformed = given(
            &["area_code", "period", "sector", "amount", "area_date"],
            &[&["01", "2020", "state", "1", "2007-01-01"]],
        );
        assert!(
            conformed.findings[1]
                .message
                .contains("`01` is no area on 2007-01-01"),
            "{:?}",
            conformed.findings
        );
    }
}
