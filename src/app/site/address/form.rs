//! The forms in which a reader may take along what a page shows.

use std::str::FromStr;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// Its rows, comma-separated.
    Csv,
    /// Its rows as a workbook, with a sheet that cites them.
    Xlsx,
    /// Its rows with the types of the published table.
    Parquet,
    /// Its picture.
    Svg,
}

impl FileForm {
    /// Every form that rows have.
    pub const OF_ROWS: [FileForm; 3] = [FileForm::Csv, FileForm::Xlsx, FileForm::Parquet];

    /// The word in an address, and the end of a file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            FileForm::Csv => "csv",
            FileForm::Xlsx => "xlsx",
            FileForm::Parquet => "parquet",
            FileForm::Svg => "svg",
        }
    }
}

impl FromStr for FileForm {
    type Err = ();

    fn from_str(word: &str) -> Result<FileForm, ()> {
        { FileForm::OF_ROWS.into_iter() }
            .chain([FileForm::Svg])
            .find(|form| form.as_str() == word)
            .ok_or(())
    }
}
