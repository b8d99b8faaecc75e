//! VNI: a letter, and behind it a sign for what stands above or below it.

use unicode_normalization::UnicodeNormalization;

/// VNI: a letter, and behind it a sign for what stands above or below it; eight letters have a sign
/// of their own.
pub(super) fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let after = out.chars().next_back();
        let small = c.to_lowercase().next().unwrap_or(c);
        match vni_marks(small) {
            Some(marks) if after.is_some_and(|a| takes(a, small)) => out.push_str(marks),
            _ => out.push(vni_letter(c)),
        }
    }
    out.nfc().collect()
}

/// Whether a letter is written with a sign behind it.
fn takes(letter: char, sign: char) -> bool {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    match sign {
        'ø' | 'ù' | 'û' | 'õ' | 'ï' => {
            matches!(letter, 'a' | 'e' | 'o' | 'ơ' | 'u' | 'ư' | 'y')
        }
        'ê' | 'è' | 'é' | 'ú' | 'ü' | 'ë' => letter == 'a',
        _ => matches!(letter, 'a' | 'e' | 'o'),
    }
}

fn vni_marks(sign: char) -> Option<&'static str> {
    Some(match sign {
        'ø' => "\u{300}",
        'ù' => "\u{301}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        'ê' => "\u{306}",
        'è' => "\u{306}\u{300}",
        'é' => "\u{306}\u{301}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{306}\u{323}",
        'â' => "\u{302}",
        'à' => "\u{302}\u{300}",
        'á' => "\u{302}\u{301}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{302}\u{323}",
        _ => return None,
    })
}

fn vni_letter(c: char) -> char {
    match c {
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vni_signs_belong_to_their_letter() {
        for (vni_text, want) in [
            ("Ñaø Naüng", "Đà Nẵng"),
            ("ÑAÉK LAÉK", "ĐẮK LẮK"),
            ("Thöøa Thieân Hueá", "Thừa Thiên Huế"),
            ("Quaûng Ngaõi", "Quảng Ngãi"),
            ("Bình Ñònh, Kieân Giang", "Bình Định, Kiên Giang"),
            ("Laâm Ñoàng", "Lâm Đồng"),
            ("Haø Tónh", "Hà Tĩnh"),
            ("2.000,5", "2.000,5"),
        ] {
            assert_eq!(vni(vni_text), want);
        }
    }
}
