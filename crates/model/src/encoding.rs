//! Encodings of texts that a source may declare.

use crate::words;
use serde::{Deserialize, Serialize};

/// How the bytes of a text file stand for letters.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Encoding {
    /// Unicode; a byte-order mark of UTF-16 is followed.
    #[default]
    Utf8,
    /// UTF-16, little-endian unless its byte-order mark says otherwise.
    Utf16,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Vietnamese of Windows: letters and combining tones.
    Windows1258,
    /// Western European of Windows.
    Windows1252,
    /// Cyrillic of Windows.
    Windows1251,
    /// Western European with the euro sign.
    Iso8859_15,
    /// TCVN 5712:1993 VN3, of the `.VnTime` fonts.
    Tcvn3,
    /// VNI, of the `VNI-Times` fonts.
    Vni,
    /// RFC 1456.
    Viscii,
    /// Cyrillic of DOS.
    Ibm866,
    /// Central European.
    Iso8859_2,
    /// South European.
    Iso8859_3,
    /// North European.
    Iso8859_4,
    /// Cyrillic.
    Iso8859_5,
    /// Arabic.
    Iso8859_6,
    /// Greek.
    Iso8859_7,
    /// Hebrew.
    Iso8859_8,
    /// Nordic.
    Iso8859_10,
    /// Baltic.
    Iso8859_13,
    /// Celtic.
    Iso8859_14,
    /// South-Eastern European.
    Iso8859_16,
    /// Russian.
    Koi8R,
    /// Ukrainian.
    Koi8U,
    /// Western European of the Macintosh.
    Macintosh,
    /// Thai.
    Windows874,
    /// Central European of Windows.
    Windows1250,
    /// Greek of Windows.
    Windows1253,
    /// Turkish of Windows; ISO 8859-9 is read as it.
    Windows1254,
    /// Hebrew of Windows.
    Windows1255,
    /// Arabic of Windows.
    Windows1256,
    /// Baltic of Windows.
    Windows1257,
    /// Cyrillic of the Macintosh.
    XMacCyrillic,
    /// Simplified Chinese.
    Gbk,
    /// Chinese of the national standard.
    Gb18030,
    /// Traditional Chinese.
    Big5,
    /// Japanese of Unix.
    EucJp,
    /// Japanese.
    ShiftJis,
    /// Korean.
    EucKr,
}

words!(Encoding, "text encoding", {
    Utf8 => "utf-8", Utf16 => "utf-16", Utf16Be => "utf-16be", Windows1258 => "windows-1258", Windows1252 => "windows-1252",
    Windows1251 => "windows-1251", Iso8859_15 => "iso-8859-15", Tcvn3 => "tcvn3", Vni => "vni", Viscii => "viscii",
    Ibm866 => "ibm866", Iso8859_2 => "iso-8859-2", Iso8859_3 => "iso-8859-3", Iso8859_4 => "iso-8859-4", Iso8859_5 => "iso-8859-5", Iso8859_6 => "iso-8859-6", Iso8859_7 => "iso-8859-7", Iso8859_8 => "iso-8859-8", Iso8859_10 => "iso-8859-10", Iso8859_13 => "iso-8859-13", Iso8859_14 => "iso-8859-14", Iso8859_16 => "iso-8859-16", Koi8R => "koi8-r", Koi8U => "koi8-u", Macintosh => "macintosh", Windows874 => "windows-874", Windows1250 => "windows-1250", Windows1253 => "windows-1253", Windows1254 => "windows-1254", Windows1255 => "windows-1255", Windows1256 => "windows-1256", Windows1257 => "windows-1257", XMacCyrillic => "x-mac-cyrillic", Gbk => "gbk", Gb18030 => "gb18030", Big5 => "big5", EucJp => "euc-jp", ShiftJis => "shift_jis", EucKr => "euc-kr",
});

impl Encoding {
    /// The encoding of a name as files write it, by the labels of the WHATWG Encoding Standard;
    /// `None` when it is not known.
    #[must_use]
    pub fn named(name: &str) -> Option<Encoding> {
        let name = name.trim().to_ascii_lowercase();
        let alias = match name.as_str() {
            "latin-9" | "latin9" => "iso-8859-15",
            "utf8" => "utf-8",
            "ansi" | "latin1" | "latin-1" | "iso-8859-1" | "iso8859-1" | "us-ascii" | "ascii" => {
                "windows-1252"
            }
            other => other,
        };
        alias.parse().ok().or_else(|| {
            let known = encoding_rs::Encoding::for_label(alias.as_bytes())?;
            known.name().to_ascii_lowercase().parse().ok()
        })
    }
}
