//! One section of a number format: which text it writes around the digits and between them, and
//! which sign.

/// What stands in the middle of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SectionContent {
    /// The digits of a number.
    Digits,
    /// Words in place of the digits.
    Words,
    /// A day, a time, a fraction, or the text of the cell.
    Moment,
    /// Nothing, or a dash as accounts write zero.
    #[default]
    Nothing,
}

/// One sign of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FormatPiece {
    /// The place of a digit before the decimal sign: `0` and `?` stand where there is none, `#` does
    /// not.
    Digit(char),
    /// Text that it writes.
    Literal(char),
}

impl FormatPiece {
    const fn is_digit(self) -> bool {
        matches!(self, FormatPiece::Digit(_))
    }
}

/// What a section shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    /// A condition written in it: `[<1]`.
    pub(super) condition: Option<(String, f64)>,
    pub(super) content: SectionContent,
    /// It has a colour of its own, which may stand for a minus.
    pub(super) coloured: bool,
    /// What it writes before the digits and behind them, without signs of minus and plus.
    pub(super) before: String,
    pub(super) behind: String,
    minus: bool,
    pieces: Vec<FormatPiece>,
}

impl Section {
    /// Whether it writes a minus, or parentheses in its place.
    pub(super) const fn shows_minus(&self) -> bool {
        self.minus
    }

    /// Whether it writes nothing but the number, as it is.
    pub(super) fn is_plain(&self) -> bool {
        let around = !self.before.is_empty() || !self.behind.is_empty();
        let pads = |piece: &&FormatPiece| matches!(piece, FormatPiece::Digit('0'));
        self.content != SectionContent::Words
            && !around
            && self.between().next().is_none()
            && self.pieces.iter().filter(pads).count() <= 1
    }

    /// The text that it writes between digits.
    fn between(&self) -> impl Iterator<Item = char> + '_ {
        let first = self.pieces.iter().position(|piece| piece.is_digit());
        let last = self.pieces.iter().rposition(|piece| piece.is_digit());
        let within = { first.zip(last) }.and_then(|(first, last)| self.pieces.get(first..last));
        let literal = |piece: &FormatPiece| match piece {
            FormatPiece::Literal(sign) => Some(*sign),
            FormatPiece::Digit(_) => None,
        };
        within.unwrap_or_default().iter().filter_map(literal)
    }

    /// Whether it writes digits or a decimal sign between the digits of the number: `0\.0` shows
    /// 15 as `1.5`.
    pub(super) fn breaks_digits(&self) -> bool {
        { self.between() }.any(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ','))
    }

    /// The text that it writes for a number without a sign, as its cell holds it. Digits behind a
    /// decimal sign stay as they are held.
    pub(super) fn write(&self, number: &str) -> String {
        let places = { self.pieces.iter() }
            .filter(|piece| piece.is_digit())
            .count();
        let digits: Vec<char> = number.chars().collect();
        let whole = digits.iter().all(char::is_ascii_digit);
        // The first place has all digits for which there are no others.
        let mut next = if whole {
            digits.len().saturating_sub(places)
        } else {
            digits.len()
        };
        let mut blanks = if whole {
            places.saturating_sub(digits.len())
        } else {
            0
        };
        let (mut shown, mut begun) = (String::new(), false);
        for piece in &self.pieces {
            let FormatPiece::Digit(place) = piece else {
                if let FormatPiece::Literal(sign) = piece {
                    shown.push(*sign);
                }
                continue;
            };
            if !std::mem::replace(&mut begun, true) {
                shown.extend(&digits[..next]);
            }
            if blanks > 0 {
                blanks -= 1;
                shown.extend((*place == '0').then_some('0'));
            } else if let Some(digit) = digits.get(next) {
                shown.push(*digit);
                next += 1;
            }
        }
        shown
    }
}

/// Signs of minus.
const MINUS: [char; 8] = ['-', '\u{2212}', '\u{2010}', '\u{2013}', '▼', '▽', '▾', '△'];
/// Signs of plus.
const PLUS: [char; 3] = ['+', '▲', '▴'];

/// Parts of a section while it is read.
#[derive(Default)]
struct SectionParts {
    section: Section,
    /// All that is literal.
    literal: String,
    /// Signs that stand for digits, days and words such as `General`.
    plain: String,
    /// What is literal since the last digit.
    gap: String,
    /// Whether the decimal sign has come.
    fraction: bool,
}

/// Reads a section.
pub(super) fn section(code: &str) -> Section {
    let mut parts = SectionParts::default();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => { chars.by_ref().take_while(|c| *c != '"') }.for_each(|c| parts.literal(c)),
            '[' => parts.bracket(&chars.by_ref().take_while(|c| *c != ']').collect::<String>()),
            '\\' => chars.by_ref().take(1).for_each(|c| parts.literal(c)),
            '_' | '*' => _ = chars.next(),
            'E' | 'e' if chars.as_str().starts_with(['+', '-']) => {
                parts.fraction = true;
                _ = chars.next();
            }
            'G' if chars.as_str().starts_with("eneral") => {
                _ = chars.nth(5);
                parts.digit('0');
            }
            '0' | '#' | '?' => parts.digit(c),
            '.' => {
                parts.fraction = true;
                parts.plain.push(c);
            }
            ',' | '/' | '%' | '@' => parts.plain.push(c),
            c if c.is_ascii_alphabetic() => parts.plain.push(c),
            c => parts.literal(c),
        }
    }
    parts.finish()
}

impl SectionParts {
    fn literal(&mut self, c: char) {
        self.literal.push(c);
        self.gap.push(c);
        self.section.pieces.push(FormatPiece::Literal(c));
    }

    fn digit(&mut self, c: char) {
        if self.section.content != SectionContent::Digits {
            self.section.before = std::mem::take(&mut self.gap);
        }
        self.gap.clear();
        self.section.content = SectionContent::Digits;
        self.plain.push(c);
        if !self.fraction {
            self.section.pieces.push(FormatPiece::Digit(c));
        }
    }

    /// A condition, a currency or a colour.
    fn bracket(&mut self, inner: &str) {
        let bound = inner.trim_start_matches(['<', '>', '=']);
        let op = &inner[..inner.len() - bound.len()];
        if let Some(currency) = inner.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            sign.chars().for_each(|c| self.literal(c));
        } else if op.is_empty() {
            let word = inner.to_lowercase();
            let elapsed = word.trim_matches(['h', 'm', 's']).is_empty();
            self.section.coloured |= !elapsed && !word.starts_with("dbnum");
            self.plain.push_str(if elapsed { inner } else { "" });
        } else {
            let bound = bound.trim().parse().ok();
            self.section.condition = bound.map(|n| (op.to_owned(), n));
        }
    }

    fn finish(self) -> Section {
        let SectionParts {
            mut section,
            literal,
            plain,
            gap,
            ..
        } = self;
        // A dash is how accounts write zero.
        let says = |c: char| {
            c.is_alphanumeric() || matches!(c, '.' | ':' | '…' | '<' | '>' | '*' | '(' | '~')
        };
        // Days, times and fractions are no such numbers.
        if plain.contains(|c: char| c.is_ascii_alphabetic() || matches!(c, '@' | '/')) {
            section.content = SectionContent::Moment;
        } else if section.content == SectionContent::Nothing && literal.chars().any(says) {
            section.content = SectionContent::Words;
        }
        section.behind = gap;
        signs(&mut section);
        ungroup(&mut section.pieces);
        section
    }
}

/// Takes out signs that set digits apart: every three, or as in India the last three and then every
/// two (`##\,##\,##0`).
fn ungroup(pieces: &mut Vec<FormatPiece>) {
    let Some(first) = pieces.iter().position(|piece| piece.is_digit()) else {
        return;
    };
    // Places of such signs, each with the number of digits to its right.
    let (mut signs, mut right) = (Vec::new(), 0_usize);
    for (at, piece) in pieces.iter().enumerate().skip(first).rev() {
        match piece {
            FormatPiece::Digit(_) => right += 1,
            FormatPiece::Literal(sign) => {
                if right > 0 && (sign.is_whitespace() || matches!(sign, '.' | ',' | '\'' | '’')) {
                    signs.push((at, right));
                }
            }
        }
    }
    let lakhs = (3..)
        .step_by(2)
        .zip(&signs)
        .all(|(digits, (_, right))| digits == *right);
    for (at, right) in signs {
        if lakhs || right.is_multiple_of(3) {
            pieces.remove(at);
        }
    }
}

/// Takes the signs off the text around the digits.
fn signs(section: &mut Section) {
    let (before, behind) = (section.before.trim(), section.behind.trim());
    let opens = before.contains('(') && !before.contains(')');
    let around = opens && behind.contains(')') && !behind.contains('(');
    let trailing = behind.chars().count() == 1 && behind.starts_with(MINUS);
    section.minus = around || trailing || before.contains(MINUS);
    let is_sign = |c: &char| MINUS.contains(c) || PLUS.contains(c) || (around && *c == '(');
    let bare: String = before.chars().filter(|c| !is_sign(c)).collect();
    let behind = match behind {
        _ if trailing => String::new(),
        behind if around => behind.replacen(')', "", 1),
        behind => behind.to_owned(),
    };
    (section.before, section.behind) = (bare.trim().to_owned(), behind.trim().to_owned());
}
