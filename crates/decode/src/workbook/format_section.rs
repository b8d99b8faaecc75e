//! One section of a number format: which text it writes around the digits, and which sign.

/// What stands in the middle of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Content {
    /// The digits of a number.
    Digits,
    /// Words in place of the digits.
    Words,
    /// A day, a time, or the text of the cell.
    Moment,
    /// Nothing, or a dash as accounts write zero.
    #[default]
    Nothing,
}

/// What a section shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    /// A condition written in it: `[<1]`.
    pub(super) condition: Option<(String, f64)>,
    pub(super) content: Content,
    /// It has a colour of its own, which may stand for a minus.
    pub(super) coloured: bool,
    /// What it writes before the digits and behind them, without signs of minus and plus.
    pub(super) before: String,
    pub(super) behind: String,
    minus: bool,
}

impl Section {
    /// Whether it writes a minus, or parentheses in its place.
    pub(super) const fn shows_minus(&self) -> bool {
        self.minus
    }

    /// Whether it writes nothing but the number.
    pub(super) const fn is_plain(&self) -> bool {
        !matches!(self.content, Content::Words) && self.before.is_empty() && self.behind.is_empty()
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
            'E' | 'e' if chars.as_str().starts_with(['+', '-']) => _ = chars.next(),
            'G' if chars.as_str().starts_with("eneral") => {
                _ = chars.nth(5);
                parts.digit('0');
            }
            '0' | '#' | '?' => parts.digit(c),
            '.' | ',' | '/' | '%' | '@' => parts.plain.push(c),
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
    }

    fn digit(&mut self, c: char) {
        if self.section.content != Content::Digits {
            self.section.before = std::mem::take(&mut self.gap);
        }
        self.gap.clear();
        self.section.content = Content::Digits;
        self.plain.push(c);
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
        } = self;
        // A dash is how accounts write zero.
        let says = |c: char| {
            c.is_alphanumeric() || matches!(c, '.' | ':' | '…' | '<' | '>' | '*' | '(' | '~')
        };
        // Days and times are no numbers.
        if plain.contains(|c: char| c.is_ascii_alphabetic() || c == '@') {
            section.content = Content::Moment;
        } else if section.content == Content::Nothing && literal.chars().any(says) {
            section.content = Content::Words;
        }
        section.behind = gap;
        signs(&mut section);
        section
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
