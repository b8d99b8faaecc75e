//! The members of a dimension: a code list with names, validity and the code of the total.

use crate::bilingual::Bilingual;
use crate::period::Period;
use crate::series::days;
use crate::span::Span;
use chrono::NaiveDate;
use std::collections::BTreeMap;

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

    /// Whether on every day of a period on which it exists there is at least one of its parts.
    fn is_covered<'m>(
        &self,
        parts: impl Iterator<Item = &'m Member>,
        (period, span): (Period, Span),
    ) -> bool {
        let (first, last) = days(period, span);
        let last = self.valid_to.map_or(last, |day| day.min(last));
        let begin = |m: &Member| m.valid_from.map_or(first, |day| day.max(first));
        let mut parts: Vec<&Member> = parts.collect();
        parts.sort_by_key(|part| begin(part));
        let mut next = Some(begin(self));
        for part in parts {
            let Some(day) = next.filter(|day| begin(part) <= *day) else {
                break;
            };
            next = part
                .valid_to
                .and_then(|end| end.succ_opt())
                .map(|after| after.max(day));
        }
        next.is_none_or(|day| last < day)
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

    /// The members whose parts stand in for them in [`MemberList::level`] although there is a day on
    /// which a member exists and none of its parts does: the sum of these is not of the whole.
    #[must_use]
    pub fn not_covered<'m>(
        &'m self,
        of: Option<&'m str>,
        level: usize,
        at: (Period, Span),
    ) -> Vec<&'m Member> {
        let exist = || self.children(of).filter(|m| m.exists_in(at.0, at.1));
        let itself = of.and_then(|code| self.member(code));
        let itself = itself.filter(|m| exist().next().is_some() && !m.is_covered(exist(), at));
        let deeper = exist().filter(|_| level > 1);
        let below = deeper.flat_map(|m| self.not_covered(Some(&m.code), level - 1, at));
        itself.into_iter().chain(below).collect()
    }

    /// How many levels there are below a member, or in all.
    #[must_use]
    pub fn levels(&self, of: Option<&str>) -> usize {
        // It is asked of every row, mostly of a list without levels.
        if self.members.iter().all(|member| member.parent.is_none()) {
            return usize::from(of.is_none() && !self.members.is_empty());
        }
        let mut children: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
        for member in &self.members {
            let of_parent = children.entry(member.parent.as_deref()).or_default();
            of_parent.push(&member.code);
        }
        depth(&children, of)
    }
}

/// How many levels there are below a member, by the members that each one has.
fn depth(children: &BTreeMap<Option<&str>, Vec<&str>>, of: Option<&str>) -> usize {
    let below = children.get(&of).into_iter().flatten();
    let below = below.map(|code| 1 + depth(children, Some(code)));
    below.max().unwrap_or_default()
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

    #[test]
    fn parts_that_begin_within_a_year_are_not_the_whole_of_what_existed_before() {
        let member = |code: &str, parent: Option<&str>, from: &str, to: &str| Member {
            code: code.into(),
            title: Bilingual::default(),
            parent: parent.map(Into::into),
            valid_from: from.parse().ok(),
            valid_to: to.parse().ok(),
        };
        let not_covered = |parts: &[(&str, &str)], year: &str| -> Vec<String> {
            let below = parts.iter().enumerate();
            let below = below.map(|(i, (from, to))| member(&format!("A{i}"), Some("A"), from, to));
            let mut members: Vec<Member> = below.collect();
            members.push(member("A", None, "", ""));
            members.push(member("B", None, "", ""));
            let list = MemberList {
                id: "sectors".into(),
                total: None,
                members,
            };
            assert_eq!(list.levels(None), 2);
            assert_eq!(list.levels(Some("A")), 1);
            assert_eq!(list.levels(Some("B")), 0);
            let at = (year.parse().unwrap(), Span::Period);
            let of_all = list.not_covered(None, 2, at);
            assert_eq!(of_all, list.not_covered(Some("A"), 1, at));
            assert!(list.not_covered(None, 1, at).is_empty());
            of_all.iter().map(|m| m.code.clone()).collect()
        };
        let july = [("2024-07-01", ""), ("2024-07-01", "")];
        assert_eq!(not_covered(&july, "2024"), ["A"], "half a year only");
        assert!(not_covered(&july, "2025").is_empty());
        assert!(not_covered(&july, "2023").is_empty(), "it has no parts yet");
        let one_always = [("2024-07-01", ""), ("", "")];
        assert!(not_covered(&one_always, "2024").is_empty());
        let in_turn = [("2024-07-01", ""), ("", "2024-06-30")];
        assert!(not_covered(&in_turn, "2024").is_empty());
        let with_a_gap = [("2024-07-01", ""), ("", "2024-05-31")];
        assert_eq!(not_covered(&with_a_gap, "2024"), ["A"], "not in June");
    }
}
