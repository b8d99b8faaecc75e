//! Breakdowns: which member of which dimension a figure is of, and how a measure or KPI of a member
//! is named.
//!
//! A measure with `by` is one series for each breakdown and one for the total. Each has an
//! identifier: `revenue` is the total, `revenue[sector=A]` the figure of a member. So every key
//! that holds an identifier tells members apart. Published tables have the two parts in two columns.

use std::fmt;

/// Signs that no code of a member has, because they join the parts of a breakdown.
pub const BREAKDOWN_SIGNS: [char; 4] = ['[', ']', '=', ';'];

/// One member of each of some dimensions, by name of dimension; empty for the total.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breakdown(Vec<(String, String)>);

impl Breakdown {
    /// Of pairs of dimension and member; each dimension stands once.
    #[must_use]
    pub fn new(mut pairs: Vec<(String, String)>) -> Breakdown {
        pairs.sort();
        pairs.dedup_by(|a, b| a.0 == b.0);
        Breakdown(pairs)
    }

    /// From `sector=A;sex=F`, in any order; `None` for a text that is no breakdown.
    #[must_use]
    pub fn read(text: &str) -> Option<Breakdown> {
        let pairs: Option<Vec<(String, String)>> = text
            .split(';')
            .filter(|_| !text.trim().is_empty())
            .map(|pair| {
                let (dimension, member) = pair.split_once('=')?;
                let (dimension, member) = (dimension.trim(), member.trim());
                let sound = |part: &str| !part.is_empty() && !part.contains(BREAKDOWN_SIGNS);
                (sound(dimension) && sound(member))
                    .then(|| (dimension.to_owned(), member.to_owned()))
            })
            .collect();
        let pairs = pairs?;
        let stated = pairs.len();
        let read = Breakdown::new(pairs);
        (read.0.len() == stated).then_some(read)
    }

    /// The pairs of dimension and member, by dimension.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether it is the total.
    #[must_use]
    pub const fn is_total(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it names all members that another one names.
    #[must_use]
    pub fn has(&self, other: &Breakdown) -> bool {
        other.0.iter().all(|pair| self.0.contains(pair))
    }

    /// What is left of it for something that is broken down by fewer dimensions.
    #[must_use]
    pub fn only(&self, dimensions: &[String]) -> Breakdown {
        let kept = self.0.iter().filter(|(name, _)| dimensions.contains(name));
        Breakdown(kept.cloned().collect())
    }

    /// The identifier of a measure or KPI of this breakdown.
    #[must_use]
    pub fn id_of(&self, id: &str) -> String {
        if self.is_total() {
            id.to_owned()
        } else {
            format!("{id}[{self}]")
        }
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (dimension, member)) in self.0.iter().enumerate() {
            let joint = if i == 0 { "" } else { ";" };
            write!(f, "{joint}{dimension}={member}")?;
        }
        Ok(())
    }
}

/// The identifier that is declared and the text of the breakdown, which is empty for the total.
#[must_use]
pub fn declared_id(id: &str) -> (&str, &str) {
    id.split_once('[').map_or((id, ""), |(declared, rest)| {
        (declared, rest.strip_suffix(']').unwrap_or(rest))
    })
}

/// Whether an identifier is the one asked for, or that of a member where the declared one is asked
/// for.
#[must_use]
pub fn is_asked(id: &str, asked: &str) -> bool {
    id == asked || declared_id(id).0 == asked
}

/// The identifier of a measure or KPI of a breakdown as somebody wrote it; `None` where the text is
/// no breakdown.
#[must_use]
pub fn id_of_breakdown(id: &str, breakdown: &str) -> Option<String> {
    Some(Breakdown::read(breakdown)?.id_of(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breakdown_is_one_whatever_the_order_in_which_it_is_written() {
        let read = |text: &str| Breakdown::read(text).map(|b| b.to_string());
        assert_eq!(read("sex=F; sector=A").unwrap(), "sector=A;sex=F");
        assert_eq!(read("").unwrap(), "");
        for text in [
            "A",
            "sector=",
            "=A",
            "sector=A;sector=B",
            "sector=[A]",
            "sector=A;",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_identifier_is_put_together_and_taken_apart() {
        for (breakdown, id) in [
            ("", "revenue"),
            ("sector=A;sex=F", "revenue[sector=A;sex=F]"),
        ] {
            assert_eq!(id_of_breakdown("revenue", breakdown).unwrap(), id);
            assert_eq!(declared_id(id), ("revenue", breakdown));
        }
    }

    #[test]
    fn what_has_fewer_dimensions_keeps_its_own() {
        let both = Breakdown::read("sector=A;sex=F").unwrap();
        assert_eq!(both.only(&["sex".to_owned()]).to_string(), "sex=F");
        assert!(both.only(&[]).is_total());
    }
}
