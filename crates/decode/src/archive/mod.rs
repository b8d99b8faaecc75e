//! Zip, gzip and zstd: what is inside, within limits that a decompression bomb meets before the memory
//! does.
//!
//! Everything is decompressed through a meter, because the sizes that an archive states can be
//! lies.

mod broken;
mod limits;
mod unpack;
mod zip_file;

pub(super) use limits::{LIMITS, within};
pub(super) use unpack::{listed, unpack};
pub(super) use zip_file::ZipFile;

/// Whether the bytes are a zip archive, gzip or zstd.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&unpack::ZSTD)
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"PK\x05\x06")
        || bytes.starts_with(&[0x1F, 0x8B])
}

#[cfg(test)]
mod tests {
    use super::limits::DecompressionLimits;
    use super::{ZipFile, unpack};
    use chiso_model::Layout;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    const SMALL: DecompressionLimits = DecompressionLimits {
        entries: 3,
        bytes: 100_000,
        ratio: 10,
        free: 1000,
    };

    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn check(bytes: &[u8]) -> String {
        let checked = ZipFile::open("a.xlsx", bytes, SMALL).and_then(|mut zip| zip.check());
        checked.map_or_else(|e| e.to_string(), |()| String::new())
    }

    fn show(bytes: &[u8], member: &str) -> String {
        let layout = Layout {
            member: member.into(),
            ..Layout::default()
        };
        unpack("a.zip", bytes, &layout, SMALL).map_or_else(
            |e| e.to_string(),
            |(name, bytes)| format!("{name}: {}", String::from_utf8_lossy(&bytes)),
        )
    }

    #[test]
    fn the_file_that_is_meant() {
        let two = pack(&[("năm/a.csv", b"1"), ("b.csv", b"2")]);
        assert_eq!(show(&pack(&[("a.csv", b"1")]), ""), "a.csv: 1");
        assert_eq!(show(&two, "năm/a.csv"), "năm/a.csv: 1");
        assert!(
            show(&two, "").contains(
                "2 files, and none is declared\n  hint: declare `member` as \
                one of `năm/a.csv`, `b.csv`"
            ),
            "{}",
            show(&two, "")
        );
        // Names that change with every release.
        assert_eq!(show(&two, "năm/*.csv"), "năm/a.csv: 1");
        let several = show(&two, "*.csv");
        assert!(
            several.contains("2 files of the archive fit `*.csv`: `năm/a.csv`, `b.csv`"),
            "{several}"
        );
        assert!(
            show(&two, "năm/b.csv").contains("did you mean `năm/a.csv`?"),
            "{}",
            show(&two, "năm/b.csv")
        );
        assert!(show(&pack(&[]), "").contains("the archive is empty"));
    }

    #[test]
    fn an_archive_with_one_name_twice_is_refused() {
        // Of the same length, so that places in the archive stay what they are.
        let mut two = pack(&[("a.csv", b"1"), ("b.csv", b"2")]);
        let names: Vec<usize> = { 0..two.len() }
            .filter(|at| two[*at..].starts_with(b"b.csv"))
            .collect();
        for at in names {
            two[at] = b'a';
        }
        let told = show(&two, "a.csv");
        assert!(
            told.starts_with("error[ambiguous_member]: a.zip [a.csv]: the archive holds two files"),
            "{told}"
        );
        assert!(check(&two).starts_with("error[ambiguous_member]: a.xlsx [a.csv]"));
    }

    #[test]
    fn bombs_and_cut_archives_are_refused() {
        let bomb = pack(&[("a.csv", &vec![b'0'; 50_000])]);
        assert!(
            show(&bomb, "").starts_with("error[archive_bomb]: a.zip [a.csv]: "),
            "{}",
            show(&bomb, "")
        );
        assert!(check(&bomb).starts_with("error[archive_bomb]"));
        let many = pack(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
        assert!(show(&many, "a").contains("the archive holds 4 files, more than 3"));
        let noise: Vec<u8> = (0..60_000u32)
            .map(|i| u8::try_from(i.wrapping_mul(2_654_435_761) >> 24).unwrap())
            .collect();
        let large = pack(&[("a", &noise), ("b", &noise)]);
        assert!(check(&large).contains("more than 100000 bytes"));
        assert!(
            show(&bomb[..bomb.len() / 2], "")
                .starts_with("error[unreadable]: a.zip: this zip archive cannot be opened")
        );
        let packed = zstd::encode_all(&b"a,b\n1,2\n"[..], 3).unwrap();
        assert_eq!(show(&packed, ""), ": a,b\n1,2\n");
        assert!(
            show(&packed[..packed.len() - 3], "")
                .starts_with("error[truncated]: a.zip: the packed file is cut off or damaged")
        );
        let bomb = zstd::encode_all(&vec![b'0'; 50_000][..], 3).unwrap();
        assert!(show(&bomb, "").starts_with("error[archive_bomb]: a.zip: "));
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(b"a,b\n1,2\n").unwrap();
        let gz = gz.finish().unwrap();
        assert_eq!(show(&gz, ""), ": a,b\n1,2\n");
        assert!(
            show(&gz[..gz.len() - 9], "")
                .starts_with("error[truncated]: a.zip: the packed file is cut off or damaged")
        );
    }
}
