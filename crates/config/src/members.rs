//! Checks the register of the members of a dimension.

use super::document::ConfigNode;
use super::{raw, rule, value};
use chiso_model::{BREAKDOWN_SIGNS, Finding, Member, MemberList, tidy};
use std::collections::BTreeMap;

/// Checks the members of a file.
pub(super) fn check(
    at: &ConfigNode<'_>,
    id: &str,
    raw: &raw::Dataset,
    faults: &mut Vec<Finding>,
) -> MemberList {
    let at_members = at.key("member");
    if raw.member.is_empty() {
        faults.push(
            at_members
                .error(rule::MISSING_KEY, "there is no member")
                .hint("add a table `[[member]]` with `code` and `title`"),
        );
    }
    let mut members: Vec<Member> = vec![];
    for (i, raw) in raw.member.iter().enumerate() {
        let at = at_members.item(i);
        let next = member(&at, raw, faults);
        if members.iter().any(|m| m.code == next.code) {
            let message = format!("there is a member `{}` already", next.code);
            let hint = "a code stands for one member: rename one of the two";
            faults.push(at.key("code").error(rule::DUPLICATE, message).hint(hint));
        }
        members.push(next);
    }
    parents(&at_members, &mut members, faults);
    let total = raw.total.as_ref().map(|text| {
        let at = at.key("total");
        if members.iter().any(|m| m.code == *text) {
            let message = format!("`{text}` is the total and a member");
            let hint = "the total is no member: leave its `[[member]]` out";
            faults.push(at.error(rule::DUPLICATE, message).hint(hint));
        }
        code(&at, text, faults)
    });
    MemberList {
        id: id.to_owned(),
        total,
        members,
    }
}

fn member(at: &ConfigNode<'_>, raw: &raw::Member, faults: &mut Vec<Finding>) -> Member {
    let mut day = |key: &str, text: Option<&String>| {
        text.and_then(|text| value::date(&at.key(key), text, faults))
    };
    let (valid_from, valid_to) = (
        day("valid_from", raw.valid_from.as_ref()),
        day("valid_to", raw.valid_to.as_ref()),
    );
    if let (Some(first), Some(last)) = (valid_from, valid_to)
        && last < first
    {
        let message = format!("the last day, {last}, is before the first, {first}");
        let fault = at.key("valid_to").error(rule::BAD_VALUE, message);
        faults.push(fault.hint("exchange the two"));
    }
    Member {
        code: code(&at.key("code"), &raw.code, faults),
        title: value::title(&at.key("title"), &raw.title, faults),
        parent: raw.parent.as_deref().map(|code| tidy(code).into_owned()),
        valid_from,
        valid_to,
    }
}

/// Refuses a parent that there is not, and members that are parts of themselves; these then have
/// none.
fn parents(at: &ConfigNode<'_>, members: &mut [Member], faults: &mut Vec<Finding>) {
    let of: BTreeMap<String, Option<String>> = { members.iter() }
        .map(|m| (m.code.clone(), m.parent.clone()))
        .collect();
    let codes: Vec<&str> = of.keys().map(String::as_str).collect();
    for (i, member) in members.iter_mut().enumerate() {
        let Some(parent) = &member.parent else {
            continue;
        };
        let above = |code: &String| of.get(code).cloned().flatten();
        let way = std::iter::successors(Some(parent.clone()), above).take(of.len());
        let fault = if !of.contains_key(parent) {
            let message = format!("there is no member `{parent}`");
            let hint = value::did_you_mean(parent, "members", &codes);
            (rule::UNKNOWN_NAME, message, hint)
        } else if way.into_iter().any(|code| code == member.code) {
            let message = format!("`{}` is a part of itself", member.code);
            let hint = "name the member above, or leave `parent` out".to_owned();
            (rule::BAD_VALUE, message, hint)
        } else {
            continue;
        };
        let at = at.item(i).key("parent");
        faults.push(at.error(fault.0, fault.1).hint(fault.2));
        member.parent = None;
    }
}

/// A code, as it also stands in the text of a breakdown.
fn code(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> String {
    if let Some(sign) = text.chars().find(|c| BREAKDOWN_SIGNS.contains(c)) {
        let message = format!("the code `{text}` has the sign `{sign}`");
        let hint = "a code has none of `[`, `]`, `=` and `;`: they join the parts of a breakdown";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    } else if text.trim() != text {
        let message = format!("the code `{text}` begins or ends with a space");
        let fault = at.error(rule::BAD_VALUE, message);
        faults.push(fault.hint("leave the space out"));
    }
    tidy(&value::text(at, text, faults)).into_owned()
}
