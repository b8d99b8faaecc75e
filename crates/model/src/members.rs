//! The members of a dimension: a code list with names, validity and the code of the total.

use crate::bilingual::Bilingual;
use crate::period::Period;
use crate::series::days;
use crate::span::Span;
use chrono::NaiveDate;

/// A code list of the members of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberList {
    /// Identifier: the name of its file.
    pub id: String,
    /// Code under which the total over all members is stated, where it is.
    pub total: Option<String>,
    /// The members, in the order declared.
    pub members: Vec<Member>,
}

/// A member of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its code, as figures name it.
    pub code: String,
    /// Its name.
    pub title: Bilingual,
    /// Code of the member that it is a part of, where it is one.
    pub parent: Option<String>,
    /// First day on which it exists; always, where none is given.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it exists; still, where none is given.
    pub valid_to: Option<NaiveDate>,
}

impl Member {
    /// Whether it exists on any day of a period.
    #[must_use]
    pub fn exists_in(&self, period: Period, span: Span) -> bool {
        let (first, last) = days(period, span);
        self.valid_from.is_none_or(|day| day <= last)
            && self.valid_to.is_none_or(|day| first <= day)
    }
}

impl MemberList {
    /// The codes that figures may name: those of the members, then that of the total.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        let members = self.members.iter().map(|m| m.code.clone());
        members.chain(self.total.clone()).collect()
    }

    /// A member by its code.
    #[must_use]
    pub fn member(&self, code: &str) -> Option<&Member> {
        self.members.iter().find(|m| m.code == code)
    }

    /// Whether a code is that of the total.
    #[must_use]
    pub fn is_total(&self, code: &str) -> bool {
        self.total.as_deref() == Some(code)
    }

    /// The members that a member has, or those at the top.
    pub fn children<'m>(&'m self, of: Option<&'m str>) -> impl Iterator<Item = &'m Member> {
        self.members
            .iter()
            .filter(move |m| m.parent.as_deref() == of)
    }

    /// A member and all below it, by code.
    #[must_use]
    pub fn with_all_below<'m>(&'m self, code: &'m str) -> Vec<&'m str> {
        let below = self.children(Some(code));
        let below = below.flat_map(|child| self.with_all_below(&child.code));
        std::iter::once(code).chain(below).collect()
    }

    /// The members of which a sum over all members of one, or of all, needs a figure in a period: its
    /// children that exist then, or from the second level on theirs, where they have any.
    #[must_use]
    pub fn level<'m>(
        &'m self,
        of: Option<&'m str>,
        level: usize,
        at: (Period, Span),
    ) -> Vec<&'m Member> {
        let exist = self.children(of).filter(|m| m.exists_in(at.0, at.1));
        let deeper = |member: &'m Member| {
            let below = if level > 1 {
                self.level(Some(&member.code), level - 1, at)
            } else {
                vec![]
            };
            if below.is_empty() {
                vec![member]
            } else {
                below
            }
        };
        exist.flat_map(deeper).collect()
    }

    /// How many levels there are below a member, or in all.
    #[must_use]
    pub fn levels(&self, of: Option<&str>) -> usize {
        let below = self.children(of).map(|m| 1 + self.levels(Some(&m.code)));
        below.max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_ends_is_part_of_every_period_of_which_it_has_a_day() {
        let ended = Member {
            code: "C".into(),
            title: Bilingual::default(),
            parent: None,
            valid_from: None,
            valid_to: "2020-06-30".parse().ok(),
        };
        let exists = |label: &str, span| ended.exists_in(label.parse().unwrap(), span);
        assert!(exists("2020", Span::Period), "half of the year");
        assert!(exists("2020-Q2", Span::Period));
        assert!(!exists("2020-Q3", Span::Period), "ended the day before");
        assert!(
            exists("2020-Q3", Span::Ytd),
            "the year to date has its months"
        );
        assert!(
            exists("2021-05", Span::Rolling12),
            "June 2020 is among them"
        );
        assert!(!exists("2021-06", Span::Rolling12));
        assert!(!exists("2021", Span::Period));
    }
}
