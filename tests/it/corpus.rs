//! The decoders on real files: every specimen of the shared corpus, compared with what independent
//! readers counted.
//!
//! The index says for each file how many observations, how many of them numeric and their sum, to
//! ten digits. Where this program and the index disagree, the file is named in [`KNOWN`] with the
//! reason why the expectation is believed to be wrong; nothing else may differ.

use chiso::ingest::preview::{Preview, preview};
use chiso::model::{Layout, Severity};
use std::fs;
use std::path::{Path, PathBuf};

/// Files in which the expectation is believed to be wrong, and why.
const KNOWN: &[(&str, &str)] = &[
    (
        "sdmx/pysdmx__samples_csv_optionals.csv",
        "codes stand with their names, as in `1: 1`: the reader that counted took them for texts",
    ),
    (
        "px/PxWeb__keys_BE0101F1symbnotkeys.px",
        "48 cells, 42 of them numbers: the one tokenizer that counted took the 24 keys of the rows \
            for figures, too",
    ),
    (
        "px/PxWeb__keys_BE101ACEkeys.px",
        "8064 cells, of which 7488 stand in the file: the tokenizer counted the keys of the rows, \
            too, and not the rows left out",
    ),
    (
        "px/pxR__tests_review_example4.px",
        "48 cells: the tokenizer counted the 72 keys of the rows as figures",
    ),
    (
        "px/PxWeb__fatal_BE0101F1errormissingValues.px",
        "malformed: a dimension has no values, so nobody knows what the 48 figures are of",
    ),
    (
        "px/PxWeb__fatal_BE0101F1missingStubHeading.px",
        "malformed: there are neither STUB nor HEADING, so nobody knows what the 48 figures are of",
    ),
    (
        "jsonstat/pyjstat__data_QS104EW.json",
        "malformed: four dimensions and three sizes, `[3, 1, 1]`, that fit no order of them; the \
            readers only counted `value`",
    ),
    (
        "jsonstat/pxwebpy__responses_TAB6471_metadata.json",
        "metadata: `value` is empty, so there is no observation, although the sizes have a product",
    ),
    (
        "jsonstat/validator__corpus_cases.json",
        "a list of twenty files in one; each is held against what it must be by a test of its own",
    ),
    (
        "sdmx/sdmx-test-data__data_generated-sample.json",
        "generated from the schema at random: its keys name positions that no dimension has",
    ),
    ("sdmx/sdmx-json__samples_generated-sample.json", "the same"),
    (
        "xlsx_xls/calamine__tests_gh548_incorrect_sst_unique_count.xls",
        "readable: the wrong count of shared strings matters to one reader only",
    ),
    (
        "dbf/dbase-rs__data_stations_with_deleted.dbf",
        "six records, the first deleted: the width in the header is one too small, and the reader \
            lost its step after skipping",
    ),
    (
        "csv/chardet__UTF-16BE_nobom-utf16be.txt",
        "UTF-16 without a mark, which the reader took for UTF-8 with NUL bytes",
    ),
    (
        "csv/chardet__UTF-16LE_nobom-utf16le.txt",
        "UTF-16 without a mark, which the reader took for UTF-8 with NUL bytes",
    ),
    (
        "csv/chardet__UTF-16LE_plane1-utf-16le.html",
        "a web page in UTF-16 with one table of seven rows, which the reader took for CSV in \
            windows-1252",
    ),
];

/// Files that this program refuses though another reader reads them: a limit of ours, not an error
/// of the index.
const REFUSED: &[(&str, &str)] = &[
    (
        "parquet/parquet-testing__data_dict-page-offset-zero.parquet",
        "the Parquet library is stricter than pyarrow about the type of a list in the footer",
    ),
    (
        "parquet/parquet-testing__data_repeated_no_annotation.parquet",
        "the Parquet library gives no row of a repeated group that nothing says is a list, which \
            is noticed",
    ),
];

fn corpus() -> Option<PathBuf> {
    let folder = crate::support::repository().parent()?.join("shared/corpus");
    if folder.join("index.csv").is_file() {
        return Some(folder);
    }
    crate::support::skipped("there is no ../shared/corpus");
    None
}

struct Specimen {
    file: String,
    format: String,
    malformed: bool,
    observations: String,
    numeric: String,
    sum: String,
    reader: String,
}

fn index(folder: &Path) -> Vec<Specimen> {
    let mut reader = csv::Reader::from_path(folder.join("index.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let columns = [
        "file",
        "format",
        "malformed",
        "observations",
        "numeric",
        "sum",
        "expected_reader",
    ]
    .map(at);
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let [file, format, malformed, observations, numeric, sum, reader] =
                columns.map(|c| row[c].to_owned());
            Specimen {
                file,
                format,
                malformed: !malformed.is_empty(),
                observations,
                numeric,
                sum,
                reader,
            }
        })
        .collect()
}

fn look(folder: &Path, file: &str) -> Preview {
    let bytes = fs::read(folder.join(file)).unwrap();
    preview(file, &bytes, &Layout::default())
}

/// A plain decimal as C's `%.10g` writes it, rounded half to even like it.
fn ten_digits(plain: &str) -> String {
    let exact: f64 = plain.parse().unwrap();
    if exact == 0.0 {
        return "0".into();
    }
    let scientific = format!("{exact:.9e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap();
    let exponent: i32 = exponent.parse().unwrap();
    let trim = |s: &str| {
        if s.contains('.') {
            s.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            s.to_owned()
        }
    };
    if (-5..10).contains(&exponent) {
        trim(&format!(
            "{exact:.*}",
            usize::try_from(9 - exponent).unwrap()
        ))
    } else {
        format!(
            "{}e{}{:02}",
            trim(mantissa),
            if exponent < 0 { '-' } else { '+' },
            exponent.abs()
        )
    }
}

/// What this program makes of a file, in the index's words.
fn found(seen: &Preview) -> (String, String, String, String) {
    let refused = seen
        .findings
        .iter()
        .find(|f| f.severity == Severity::Error)
        .map(ToString::to_string)
        .unwrap_or_default();
    (
        seen.observations.to_string(),
        seen.figures.count.to_string(),
        ten_digits(&seen.figures.to_string()),
        refused,
    )
}

#[test]
#[expect(clippy::print_stdout, reason = "how many agree is worth seeing")]
fn every_specimen_agrees_with_its_readers() {
    let Some(folder) = corpus() else { return };
    let (mut wrong, mut agreed, mut silent) = (Vec::new(), 0, 0);
    let mut table = std::collections::BTreeMap::<String, [usize; 4]>::new();
    for specimen in index(&folder) {
        let Specimen {
            file,
            format,
            malformed,
            observations,
            numeric,
            sum,
            reader,
        } = specimen;
        let (own, own_numeric, own_sum, refused) = found(&look(&folder, &file));
        let nothing = observations == "0" && numeric == "0";
        let counts = [
            (&observations, &own),
            (&numeric, &own_numeric),
            (&sum, &own_sum),
        ];
        // A file from which independent readers got nothing may be refused.
        let as_read = if refused.is_empty() {
            counts
                .iter()
                .all(|(want, got)| want.is_empty() || want == got)
                && (!malformed || !reader.is_empty() || !observations.is_empty())
        } else {
            nothing || (observations.is_empty() && numeric.is_empty())
        };
        let row = table.entry(format).or_default();
        row[0] += 1;
        let known = KNOWN.iter().find(|(name, _)| *name == file).or_else(|| {
            REFUSED
                .iter()
                .find(|(name, _)| *name == file && !refused.is_empty())
        });
        match (as_read, known) {
            (true, None) => {
                row[1] += 1;
                agreed += 1;
                row[3] += usize::from(!refused.is_empty());
                silent += usize::from(observations.is_empty());
            }
            (false, Some(_)) => row[2] += 1,
            (true, Some(_)) => wrong.push(format!("{file}: agrees now, take it out of KNOWN")),
            (false, None) => {
                wrong.push(format!(
                    "{file}: want {observations}/{numeric}/{sum} ({reader}), found \
                    {own}/{own_numeric}/{own_sum} {refused}"
                ));
            }
        }
    }
    for (format, [all, ok, known, refused]) in &table {
        println!(
            "{format:12} {all:4} files, {ok:4} agree ({refused} of them refused), {known} known to \
                differ"
        );
    }
    println!("{agreed} agree, {silent} of them without an expectation");
    assert!(
        wrong.is_empty(),
        "{} disagree:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What of a JSON-stat file decides the figures and what they are of. The other cases are invalid
/// in descriptions that this program does not use.
const DECIDES: [&str; 7] = [
    "VALUE_LEN_MISMATCH",
    "ID_SIZE_LEN_MISMATCH",
    "DIM_KEY_ID_MISMATCH",
    "SPARSE_KEY_OUT_OF_RANGE",
    "STATUS_LEN_MISMATCH",
    "INDEX_COUNT_MISMATCH",
    "INDEX_POSITIONS_INVALID",
];

#[test]
fn invalid_json_stat_is_refused_where_figures_would_be_wrong() {
    let Some(folder) = corpus() else { return };
    let text = fs::read_to_string(folder.join("jsonstat/validator__corpus_cases.json")).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(cases.len(), 20);
    for case in &cases {
        let seen = preview(
            "case.json",
            case["input"].to_string().as_bytes(),
            &Layout::default(),
        );
        let refused = seen.findings.iter().any(|f| f.severity == Severity::Error);
        let codes: Vec<&str> = case["expected"]["codes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|c| c.as_str())
            .collect();
        let must = codes.iter().any(|c| DECIDES.contains(c));
        assert_eq!(refused, must, "{}: {:?}", case["id"], seen.findings);
        assert!(refused || seen.figures.count > 0, "{}", case["id"]);
    }
}

#[test]
fn no_damage_makes_a_decoder_panic() {
    let Some(folder) = corpus() else { return };
    for specimen in index(&folder) {
        let bytes = fs::read(folder.join(&specimen.file)).unwrap();
        if bytes.len() > 120_000 {
            continue;
        }
        let cuts = [1, 2, 3]
            .map(|n| bytes.len() * n / 4)
            .into_iter()
            .chain([bytes.len().saturating_sub(1), bytes.len().min(40)]);
        for cut in cuts {
            drop(preview(&specimen.file, &bytes[..cut], &Layout::default()));
        }
        let mut seed = u32::try_from(bytes.len()).unwrap() | 1;
        for _ in 0..4 {
            let mut damaged = bytes.clone();
            for _ in 0..8 {
                // A linear congruential generator: the same damage in every run.
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = seed as usize % damaged.len().max(1);
                if let Some(byte) = damaged.get_mut(at) {
                    *byte ^= 1 << (seed >> 29);
                }
            }
            drop(preview(&specimen.file, &damaged, &Layout::default()));
        }
    }
}
