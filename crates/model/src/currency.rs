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

/// All currencies in use, and those withdrawn since about 1990 that series of the past are in, in the
/// order of their codes; funds, metals and codes for tests are none.
const ALL: &[Currency] = currencies![
    "aed", "afn", "all", "amd", "ang", "aoa", "ars", "ats", "aud", "awg", "azm", "azn", "bam",
    "bbd", "bdt", "bef", "bgl", "bgn", "bhd", "bif", "bmd", "bnd", "bob", "brl", "bsd", "btn",
    "bwp", "byn", "byr", "bzd", "cad", "cdf", "chf", "clf", "clp", "cny", "cop", "crc", "csd",
    "csk", "cuc", "cup", "cve", "cyp", "czk", "dem", "djf", "dkk", "dop", "dzd", "eek", "egp",
    "ern", "esp", "etb", "eur", "fim", "fjd", "fkp", "frf", "gbp", "gel", "ghc", "ghs", "gip",
    "gmd", "gnf", "grd", "gtq", "gyd", "hkd", "hnl", "hrk", "htg", "huf", "idr", "iep", "ils",
    "inr", "iqd", "irr", "isk", "itl", "jmd", "jod", "jpy", "kes", "kgs", "khr", "kmf", "kpw",
    "krw", "kwd", "kyd", "kzt", "lak", "lbp", "lkr", "lrd", "lsl", "ltl", "luf", "lvl", "lyd",
    "mad", "mdl", "mga", "mkd", "mmk", "mnt", "mop", "mro", "mru", "mtl", "mur", "mvr", "mwk",
    "mxn", "myr", "mzm", "mzn", "nad", "ngn", "nio", "nlg", "nok", "npr", "nzd", "omr", "pab",
    "pen", "pgk", "php", "pkr", "pln", "plz", "pte", "pyg", "qar", "rol", "ron", "rsd", "rub",
    "rur", "rwf", "sar", "sbd", "scr", "sdd", "sdg", "sek", "sgd", "shp", "sit", "skk", "sle",
    "sll", "sos", "srd", "srg", "ssp", "stn", "svc", "syp", "szl", "thb", "tjs", "tmm", "tmt",
    "tnd", "top", "trl", "try", "ttd", "twd", "tzs", "uah", "ugx", "usd", "uyu", "uzs", "ved",
    "vef", "ves", "vnd", "vuv", "wst", "xaf", "xcd", "xcg", "xdr", "xof", "xpf", "yer", "yum",
    "zar", "zmk", "zmw", "zwg", "zwl"
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
        assert_eq!(["euro", "xxx", "xts", "", "đ"].map(of), [None; 5]);
        let before = ["HRK", "dem", "FRF"].map(of);
        assert_eq!(before, [Some("hrk"), Some("dem"), Some("frf")]);
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
