//! Names in the order of the Vietnamese alphabet: a ă â b c d đ e ê …, tones last. Names in other
//! Latin letters keep their usual order.

use unicode_normalization::UnicodeNormalization;

/// A letter of the alphabet: its base, and what makes another letter of it.
type Letter = (char, u8);

/// What names are sorted by: letters first, then tones.
pub fn place(name: &str) -> (Vec<Letter>, String) {
    let lower = name.to_lowercase();
    let mut letters: Vec<Letter> = vec![];
    for c in lower.nfd() {
        let made = match c {
            'đ' => {
                letters.push(('d', 1));
                continue;
            }
            '\u{306}' => 1,
            '\u{302}' => 2,
            '\u{31B}' => 3,
            // Tones and whatever else stands on a letter makes no other letter of it.
            '\u{300}'..='\u{36F}' => continue,
            _ => {
                letters.push((c, 0));
                continue;
            }
        };
        if let Some(last) = letters.last_mut() {
            last.1 = made;
        }
    }
    (letters, lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_vietnamese_list() {
        let mut names = [
            "Đà Nẵng",
            "Hưng Yên",
            "Bắc Kạn",
            "Hà Nội",
            "Bạc Liêu",
            "Cần Thơ",
            "Điện Biên",
            "Huế",
            "Cà Mau",
            "Hải Phòng",
            "An Giang",
            "Zeta",
            "Bến Tre",
        ];
        names.sort_by_cached_key(|name| place(name));
        assert_eq!(
            names,
            [
                "An Giang",
                "Bạc Liêu",
                "Bắc Kạn",
                "Bến Tre",
                "Cà Mau",
                "Cần Thơ",
                "Đà Nẵng",
                "Điện Biên",
                "Hà Nội",
                "Hải Phòng",
                "Huế",
                "Hưng Yên",
                "Zeta",
            ]
        );
    }
}
