//! Texts whose encoding is recognised by their syllables.

use super::*;
use crate::model::Encoding;

#[test]
fn old_vietnamese_encodings_are_told_apart_by_their_syllables() {
    for (bytes, want) in [
        (
            &b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam"[..],
            Encoding::Tcvn3,
        ),
        (
            b"Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam",
            Encoding::Vni,
        ),
        (
            b"C\xf4\xf2ng ho\xcca x\xe3 h\xf4\xf2i chu\xd2 nghi\xdea Vi\xea\xf2t Nam",
            Encoding::Windows1258,
        ),
        (
            b"C\xb5ng h\xf2a x\xe3 h\xb5i ch\xfc ngh\xeea Vi\xaet Nam",
            Encoding::Viscii,
        ),
        (
            b"Besan\xe7on, d\xe9partement; Orl\xe9ans, Loir\xe9tain",
            Encoding::Windows1252,
        ),
        (b"a\0,\0b\0\n\x001\0,\x002\0\n\0", Encoding::Utf16),
        ("Hà Nội".as_bytes(), Encoding::Utf8),
    ] {
        assert_eq!(
            encoding(bytes).0,
            want,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn delimiters_by_agreement_of_lines() {
    for (text, want) in [
        ("\"GDP; theo năm\"\n\n\"a\";\"b, c\";\"d\"\n1;2,5;3\n", b';'),
        ("a,b\n1,\"x;y;z\"\n", b','),
        ("a\tb\n1\t2\n", b'\t'),
        ("only\n", b','),
    ] {
        assert_eq!(delimiter(text).0, want, "{text}");
    }
}
