//! Names of months in languages that many offices write, with the short forms in use.
//!
//! A source names its language, so that no name is taken for that of another one: `listopad` is
//! October or November.

use crate::words;

/// A language whose names of months are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Portuguese.
    Pt,
    /// German.
    De,
    /// Italian.
    It,
    /// Dutch.
    Nl,
    /// Indonesian.
    Id,
    /// Russian.
    Ru,
}

words!(Language, "language of months", {
    En => "en", Fr => "fr", Es => "es", Pt => "pt", De => "de", It => "it", Nl => "nl", Id => "id",
    Ru => "ru",
});

/// The names of each month, apart by a space; a dot behind a short form may stand or not.
const fn of(language: Language) -> [&'static str; 12] {
    match language {
        Language::En => [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        Language::Fr => [
            "janvier janv jan",
            "février fevrier févr fevr fév fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil juill",
            "août aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "décembre decembre déc dec",
        ],
        Language::Es => [
            "enero ene",
            "febrero feb",
            "marzo mar",
            "abril abr",
            "mayo may",
            "junio jun",
            "julio jul",
            "agosto ago",
            "septiembre setiembre sep set sept",
            "octubre oct",
            "noviembre nov",
            "diciembre dic",
        ],
        Language::Pt => [
            "janeiro jan",
            "fevereiro fev",
            "março marco mar",
            "abril abr",
            "maio mai",
            "junho jun",
            "julho jul",
            "agosto ago",
            "setembro set",
            "outubro out",
            "novembro nov",
            "dezembro dez",
        ],
        Language::De => [
            "januar jänner jaenner jan jän",
            "februar feber feb",
            "märz maerz mär mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "dezember dez",
        ],
        Language::It => [
            "gennaio gen",
            "febbraio feb",
            "marzo mar",
            "aprile apr",
            "maggio mag",
            "giugno giu",
            "luglio lug",
            "agosto ago",
            "settembre set sett",
            "ottobre ott",
            "novembre nov",
            "dicembre dic",
        ],
        Language::Nl => [
            "januari jan",
            "februari feb",
            "maart mrt",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ],
        Language::Id => [
            "januari jan",
            "februari pebruari feb peb",
            "maret mar",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "agustus agu agt ags",
            "september sep",
            "oktober okt",
            "november nopember nov nop",
            "desember des",
        ],
        Language::Ru => [
            "январь января янв",
            "февраль февраля фев февр",
            "март марта мар",
            "апрель апреля апр",
            "май мая",
            "июнь июня июн",
            "июль июля июл",
            "август августа авг",
            "сентябрь сентября сен сент",
            "октябрь октября окт",
            "ноябрь ноября ноя нояб",
            "декабрь декабря дек",
        ],
    }
}

/// The names of a language in lower case, each with its month.
#[must_use]
pub fn month_names(language: Language) -> Vec<(String, u32)> {
    (1..)
        .zip(of(language))
        .flat_map(|(month, names)| names.split(' ').map(move |name| (name.to_owned(), month)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Language, month_names};

    #[test]
    fn a_name_is_that_of_one_month_and_spreadsheets_have_their_own_short_forms() {
        for language in Language::ALL {
            let names = month_names(*language);
            for (name, month) in &names {
                let same = names.iter().filter(|(other, _)| other == name);
                assert_eq!(same.count(), 1, "{language}: {name} {month}");
            }
        }
        for (language, name, month) in [
            (Language::De, "mrz", 3),
            (Language::De, "feber", 2),
            (Language::Fr, "aout", 8),
            (Language::Id, "nop", 11),
            (Language::Nl, "mrt", 3),
            (Language::Ru, "февр", 2),
        ] {
            let found = month_names(language).contains(&(name.to_owned(), month));
            assert!(found, "{language}: {name}");
        }
    }
}
