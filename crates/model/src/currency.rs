//! Money by the codes of ISO 4217, so that an amount in euro is money as one in đồng is. Codes are
//! written in lower case in files and tables, and read in any.

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency {
    code: &'static str,
    change: &'static str,
}

/// The codes, with the word for a change of an amount.
macro_rules! currencies {
    ($($code:literal),+ $(,)?) => {
        &[$(Currency { code: $code, change: concat!($code, "_change") }),+]
    };
}

/// All currencies in use, in the order of their codes; funds, metals and codes for tests are none.
const ALL: &[Currency] = currencies![
    "aed", "afn", "all", "amd", "aoa", "ars", "aud", "awg", "azn", "bam", "bbd", "bdt", "bgn",
    "bhd", "bif", "bmd", "bnd", "bob", "brl", "bsd", "btn", "bwp", "byn", "bzd", "cad", "cdf",
    "chf", "clf", "clp", "cny", "cop", "crc", "cup", "cve", "czk", "djf", "dkk", "dop", "dzd",
    "egp", "ern", "etb", "eur", "fjd", "fkp", "gbp", "gel", "ghs", "gip", "gmd", "gnf", "gtq",
    "gyd", "hkd", "hnl", "htg", "huf", "idr", "ils", "inr", "iqd", "irr", "isk", "jmd", "jod",
    "jpy", "kes", "kgs", "khr", "kmf", "kpw", "krw", "kwd", "kyd", "kzt", "lak", "lbp", "lkr",
    "lrd", "lsl", "lyd", "mad", "mdl", "mga", "mkd", "mmk", "mnt", "mop", "mru", "mur", "mvr",
    "mwk", "mxn", "myr", "mzn", "nad", "ngn", "nio", "nok", "npr", "nzd", "omr", "pab", "pen",
    "pgk", "php", "pkr", "pln", "pyg", "qar", "ron", "rsd", "rub", "rwf", "sar", "sbd", "scr",
    "sdg", "sek", "sgd", "shp", "sle", "sos", "srd", "ssp", "stn", "svc", "syp", "szl", "thb",
    "tjs", "tmt", "tnd", "top", "try", "ttd", "twd", "tzs", "uah", "ugx", "usd", "uyu", "uzs",
    "ved", "ves", "vnd", "vuv", "wst", "xaf", "xcd", "xdr", "xof", "xpf", "yer", "zar", "zmw",
    "zwg"
];

impl Currency {
    /// Đồng.
    pub const VND: Currency = Currency {
        code: "vnd",
        change: "vnd_change",
    };

    /// The currency that a code names, whatever its case.
    #[must_use]
    pub fn of(code: &str) -> Option<Currency> {
        ALL.iter()
            .find(|currency| currency.code.eq_ignore_ascii_case(code))
            .copied()
    }

    /// Its code, in lower case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }
}

/// The word for a change in a unit, for those who read it: of money its own, of others the unit.
#[must_use]
pub fn change_in(unit: &str) -> &str {
    Currency::of(unit).map_or(unit, |money| money.change)
}

/// A unit as it is kept: the code of a currency in lower case, so that `EUR` and `eur` are one unit;
/// any other unit as it is written.
#[must_use]
pub fn unit_as_kept(unit: &str) -> String {
    Currency::of(unit).map_or_else(|| unit.to_owned(), |currency| currency.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_case_and_kept_in_one() {
        let of = |text: &str| Currency::of(text).map(Currency::code);
        assert_eq!(
            ["EUR", "eur", "Vnd", "usd"].map(of),
            [Some("eur"), Some("eur"), Some("vnd"), Some("usd")]
        );
        assert_eq!(["euro", "xxx", "xts", "", "đ", "dem"].map(of), [None; 6]);
        assert_eq!(
            ["EUR", "Points", "km2"].map(unit_as_kept),
            ["eur", "Points", "km2"]
        );
    }

    #[test]
    fn the_codes_are_in_order_and_each_stands_once() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        let well_formed =
            |c: &Currency| c.code.len() == 3 && c.change == format!("{}_change", c.code);
        assert!(ALL.iter().all(well_formed));
        assert!(ALL.contains(&Currency::VND));
    }
}
