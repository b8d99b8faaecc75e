//! The file of an archive, or the table of a file, that a source means: by its name, or by a pattern
//! for names that change with every release.

use super::tidy;

/// What a name or pattern finds.
pub(super) enum Named {
    /// The one, by its position.
    One(usize),
    None,
    /// A pattern fits several.
    Several(Vec<usize>),
}

/// Finds the one that is meant. A name that stands there as it is declared is no pattern.
pub(super) fn named(names: &[&str], wanted: &str) -> Named {
    let exact = names.iter().position(|n| *n == wanted);
    let same = || names.iter().position(|n| tidy(n) == tidy(wanted));
    if let Some(at) = exact.or_else(same) {
        return Named::One(at);
    }
    let pattern = tidy(wanted);
    let fitting: Vec<usize> = (0..names.len())
        .filter(|at| wanted.contains('*') && fits_by_ending(&tidy(names[*at]), &pattern))
        .collect();
    match fitting.as_slice() {
        [] => Named::None,
        [at] => Named::One(*at),
        _ => Named::Several(fitting),
    }
}

/// Whether a name may be the one that is meant, looked at alone.
pub(super) fn may_be(name: &str, wanted: &str) -> bool {
    !matches!(named(&[name], wanted), Named::None)
}

/// The same with endings in small letters: `*.csv` is also `A.CSV`.
fn fits_by_ending(name: &str, pattern: &str) -> bool {
    fits(name, pattern) || fits(&with_small_ending(name), &with_small_ending(pattern))
}

fn with_small_ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{}", ending.to_lowercase()),
        None => name.to_owned(),
    }
}

/// Whether a name is that of a pattern in which `*` stands for any signs.
fn fits(name: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_must_fit() {
        let names = [
            "API_X_1.csv",
            "Metadata_API_X_1.csv",
            "a*b",
            "axb",
            "B.TXT",
            "c.Txt",
        ];
        let found = |wanted| match named(&names, wanted) {
            Named::One(at) => names[at].to_owned(),
            Named::None => "none".to_owned(),
            Named::Several(all) => format!("{} of them", all.len()),
        };
        for (wanted, want) in [
            ("API_*.csv", "API_X_1.csv"),
            ("*API_*.csv", "2 of them"),
            ("*", "6 of them"),
            ("B.*", "B.TXT"),
            ("B*.txt", "B.TXT"),
            ("c*.TXT", "c.Txt"),
            ("*.txt", "2 of them"),
            ("b*.txt", "none"),
            ("API_*_*_*.csv", "none"),
            ("API_X_1.csv*csv", "none"),
            ("Meta*", "Metadata_API_X_1.csv"),
            // A name of its own is no pattern.
            ("a*b", "a*b"),
            ("API", "none"),
        ] {
            assert_eq!(found(wanted), want, "{wanted}");
        }
    }
}
