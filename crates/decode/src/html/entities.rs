//! Entities of HTML that stand in tables.

/// Text with the entities that stand in tables resolved; an unknown one stays as it is.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(';').filter(|end| *end <= 16);
        if let Some((c, end)) = end.and_then(|end| Some((entity(&tail[..end])?, end))) {
            out.push(c);
            rest = &tail[end + 1..];
        } else {
            out.push('&');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// Signs and letters from U+00A0 to U+017E in the order of Unicode, as HTML names them; `_` where it
/// has no name.
const LATIN: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc \
    Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute \
    THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
    uuml yacute thorn yuml \
    Amacr amacr Abreve abreve Aogon aogon Cacute cacute Ccirc ccirc Cdot cdot Ccaron ccaron Dcaron \
    dcaron Dstrok dstrok Emacr emacr _ _ Edot edot Eogon eogon Ecaron ecaron Gcirc gcirc Gbreve \
    gbreve Gdot gdot Gcedil _ Hcirc hcirc Hstrok hstrok Itilde itilde Imacr imacr _ _ Iogon iogon \
    Idot inodot IJlig ijlig Jcirc jcirc Kcedil kcedil kgreen Lacute lacute Lcedil lcedil Lcaron \
    lcaron Lmidot lmidot Lstrok lstrok Nacute nacute Ncedil ncedil Ncaron ncaron napos ENG eng Omacr \
    omacr _ _ Odblac odblac OElig oelig Racute racute Rcedil rcedil Rcaron rcaron Sacute sacute Scirc \
    scirc Scedil scedil Scaron scaron Tcedil tcedil Tcaron tcaron Tstrok tstrok Utilde utilde Umacr \
    umacr Ubreve ubreve Uring uring Udblac udblac Uogon uogon Wcirc wcirc Ycirc ycirc Yuml Zacute \
    zacute Zdot zdot Zcaron zcaron";

/// Other signs by their names: those of markup, spaces, marks that cannot be seen, dashes, quotes and
/// signs of units and degrees.
const SIGNS: [(&str, char); 52] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("comma", ','),
    ("period", '.'),
    ("colon", ':'),
    ("semi", ';'),
    ("sol", '/'),
    ("plus", '+'),
    ("equals", '='),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("num", '#'),
    ("percnt", '%'),
    ("lowbar", '_'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("emsp13", '\u{2004}'),
    ("emsp14", '\u{2005}'),
    ("numsp", '\u{2007}'),
    ("puncsp", '\u{2008}'),
    ("thinsp", '\u{2009}'),
    ("hairsp", '\u{200a}'),
    ("ZeroWidthSpace", '\u{200b}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("NoBreak", '\u{2060}'),
    ("hyphen", '\u{2010}'),
    ("dash", '\u{2010}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("horbar", '―'),
    ("minus", '\u{2212}'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("prime", '′'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("bull", '•'),
    ("permil", '‰'),
    ("euro", '€'),
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = number.strip_prefix(['x', 'X']).map_or_else(
            || number.parse().ok(),
            |hex| u32::from_str_radix(hex, 16).ok(),
        );
        return code.and_then(by_code);
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == name) {
        return Some(*sign);
    }
    let mut latin = (0xA0..).zip(LATIN.split_whitespace());
    let (code, _) = latin.find(|(_, own)| *own == name && *own != "_")?;
    char::from_u32(code)
}

/// The sign of a code point. Old pages have those of Windows in 0x80 to 0x9F, and browsers show them
/// so.
fn by_code(code: u32) -> Option<char> {
    match code {
        0 => None,
        0x80..=0x9f => {
            let byte = [u8::try_from(code).ok()?];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next()
        }
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::entities;

    #[test]
    fn signs_by_name_and_by_number() {
        for (text, want) in [
            (
                "1&thinsp;234&#8239;5&nbsp;6",
                "1\u{2009}234\u{202f}5\u{a0}6",
            ),
            ("&lrm;12&zwnj;", "\u{200e}12\u{200c}"),
            ("1&shy;2", "1\u{ad}2"),
            ("R&amp;D &lt; 5&percnt;", "R&D < 5%"),
            (
                "&Agrave;&yuml;&Amacr;&dstrok;&zcaron;&Lstrok;&scaron;",
                "Àÿ\u{100}đž\u{141}š",
            ),
            ("2019&#150;20&#x85;", "2019–20…"),
            ("A & B; &unknown; &_;", "A & B; &unknown; &_;"),
        ] {
            assert_eq!(entities(text), want, "{text}");
        }
    }
}
