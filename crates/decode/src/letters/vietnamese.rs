//! TCVN3 and VISCII, a letter a byte; and the texts of workbooks that hold such bytes as if they
//! were Unicode.

use super::vni::vni;
use chiso_model::Encoding;
use std::borrow::Cow;

/// TCVN 5712:1993, VN3.
pub(super) fn tcvn3(c: char) -> char {
    const FROM_A1: [char; 14] = [
        'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ',
    ];
    /// From B5 on; `\0` where the standard has no letter.
    const FROM_B5: [char; 74] = [
        'à', 'ả', 'ã', 'á', 'ạ', '\0', 'ằ', 'ẳ', 'ẵ', 'ắ', '\0', '\0', '\0', '\0', '\0', '\0',
        '\0', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', '\0', 'ẻ', 'ẽ', 'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ',
        'ì', 'ỉ', '\0', '\0', '\0', 'ĩ', 'í', 'ị', 'ò', '\0', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ',
        'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', '\0', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự',
        'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ',
    ];
    let code = u32::from(c) as usize;
    let letter = match code {
        0xA1..=0xAE => FROM_A1.get(code - 0xA1),
        0xB5..=0xFE => FROM_B5.get(code - 0xB5),
        _ => None,
    };
    letter.copied().filter(|l| *l != '\0').unwrap_or(c)
}

/// RFC 1456.
pub(super) fn viscii(byte: u8) -> char {
    const FROM_80: &str = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";
    match byte {
        0x02 => 'Ẳ',
        0x05 => 'Ẵ',
        0x06 => 'Ẫ',
        0x14 => 'Ỷ',
        0x19 => 'Ỹ',
        0x1E => 'Ỵ',
        0x80.. => FROM_80
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}

/// Letters of a text that a workbook holds as Unicode though its bytes are those of an old
/// Vietnamese encoding.
pub(crate) fn reread(text: &str, encoding: Option<Encoding>) -> Cow<'_, str> {
    match encoding {
        Some(Encoding::Tcvn3) => Cow::Owned(text.chars().map(tcvn3).collect()),
        Some(Encoding::Vni) => Cow::Owned(vni(text)),
        Some(Encoding::Viscii) => Cow::Owned(
            text.chars()
                .map(|c| u8::try_from(u32::from(c)).map_or(c, viscii))
                .collect(),
        ),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_stands_once_in_a_table() {
        // A byte to which TCVN3 gives no letter stays what it is in Latin-1, which may be one of
        // these letters too; only ý is the same in both.
        let assigned = (0..=255u8)
            .map(char::from)
            .filter(|c| tcvn3(*c) != *c || *c == 'ý');
        let tables: [Vec<char>; 2] = [
            (0..=255).map(viscii).collect(),
            assigned.map(tcvn3).collect(),
        ];
        let lower = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";
        for (table, capitals) in tables.iter().zip([true, false]) {
            for letter in lower.chars() {
                assert_eq!(
                    table.iter().filter(|c| **c == letter).count(),
                    1,
                    "{letter}"
                );
                let capital = letter.to_uppercase().next().unwrap();
                assert!(
                    !capitals || table.iter().filter(|c| **c == capital).count() == 1,
                    "{capital}"
                );
            }
        }
    }
}
