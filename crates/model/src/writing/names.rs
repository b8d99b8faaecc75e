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
            "février févr fév",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "août",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "décembre déc",
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
            "março mar",
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
            "januar jänner jan",
            "februar feb",
            "märz mär",
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
            "settembre set",
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
            "februari feb",
            "maret mar",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "agustus agu agt",
            "september sep",
            "oktober okt",
            "november nov",
            "desember des",
        ],
        Language::Ru => [
            "январь января янв",
            "февраль февраля фев",
            "март марта мар",
            "апрель апреля апр",
            "май мая",
            "июнь июня июн",
            "июль июля июл",
            "август августа авг",
            "сентябрь сентября сен сент",
            "октябрь октября окт",
            "ноябрь ноября ноя",
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
