//! What the request has at the place that an answer names.

use super::names::{Name, Names, Place};
use crate::base::near::distance_within;
use crate::message::answer::pointer::Step;
use crate::message::body::NodeKind;

/// What the request has there.
#[derive(Clone, Debug)]
pub(in crate::diagnose) enum Resolved<'n> {
    /// It has it. Not from the outermost object on if `inside`.
    Present { name: &'n Name, inside: bool },
    /// It has another of nearly that name.
    Near(&'n Name),
    /// It has nothing of that name; below this member, if one of the outer steps is there.
    Absent(Option<&'n Name>),
}

/// A name has at least so many letters before another is taken for a misspelling of it.
const NEAR_FROM: usize = 4;

/// Looks for what steps lead to. Leading steps that the request lacks are dropped: an answer begins with names of its own.
pub(in crate::diagnose) fn resolve<'n>(names: &'n Names, steps: &[Step], place: Option<Place>) -> Resolved<'n> {
    let fits = |name: &&Name| name.place != Place::Path && place.is_none_or(|place| name.place == place);
    let all = || names.list.iter().filter(fits);
    for drop in 0..steps.len() {
        let Some(rest) = steps.get(drop..) else { break };
        if rest.iter().all(|step| step.key().is_none()) {
            break;
        }
        if let Some(name) = all().find(|name| same(&name.steps, rest)) {
            return Resolved::Present { name, inside: false };
        }
        if let Some(name) = all().find(|name| ends(name, rest)) {
            return Resolved::Present { name, inside: true };
        }
        // what is inside of something that the request has is there or nowhere
        if let (Some(first), true) = (rest.get(..1), rest.len() > 1) {
            let holds = |name: &&Name| matches!(name.kind, NodeKind::Object | NodeKind::List) && ends(name, first);
            if all().any(|name| holds(&name)) {
                break;
            }
        }
    }
    let (parent, last) = match steps.split_last() {
        Some((last @ Step::Key(_), outer)) => (outer, Some(last)),
        _ => (steps, None),
    };
    let parent = (0..parent.len()).find_map(|drop| {
        let rest = parent.get(drop..)?;
        rest.iter().any(|step| step.key().is_some()).then_some(())?;
        all().find(|name| same(&name.steps, rest)).or_else(|| all().find(|name| ends(name, rest)))
    });
    let depth = parent.map_or(0, |parent| parent.steps.len());
    let beside = |name: &&Name| {
        name.steps.len() == depth + 1 && parent.is_none_or(|parent| name.steps.get(..depth) == Some(&parent.steps))
    };
    let near = last.and_then(Step::key).and_then(|wanted| {
        let near = |name: &&Name| name.place != Place::Header && is_near(wanted, name.leaf());
        all().filter(beside).find(near)
    });
    near.map_or(Resolved::Absent(parent), Resolved::Near)
}

/// Of a member that was found inside of a list: the item beside it that lacks such a member.
pub(in crate::diagnose) fn lacking<'n>(names: &'n Names, found: &Name) -> Option<&'n Name> {
    let (last, item) = found.steps.split_last()?;
    let (Step::Index(_), list) = item.split_last()? else { return None };
    let is_item = |name: &&Name| {
        name.place == found.place && matches!(name.steps.split_last(), Some((Step::Index(_), outer)) if outer == list)
    };
    let has = |item: &Name| {
        let inner =
            |name: &Name| name.steps.split_last().is_some_and(|(key, outer)| key == last && outer == item.steps);
        names.list.iter().any(inner)
    };
    names.list.iter().filter(is_item).find(|item| item.kind == NodeKind::Object && !has(item))
}

/// Whether both lead to the same place; case, and how words are joined, is ignored.
fn same(a: &[Step], b: &[Step]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_step(a, b))
}

fn ends(name: &Name, steps: &[Step]) -> bool {
    let from = name.steps.len().checked_sub(steps.len());
    from.and_then(|from| name.steps.get(from..)).is_some_and(|end| same(end, steps))
}

fn same_step(a: &Step, b: &Step) -> bool {
    match (a, b) {
        (Step::Key(a), Step::Key(b)) => a.eq_ignore_ascii_case(b) || same_words(a, b),
        (a, b) => a == b,
    }
}

/// Whether names differ in capitals only, as `Price` of a program is `price` in JSON.
fn same_words(a: &str, b: &str) -> bool {
    // `event-type` for `event_type` is a mistake, `FirstName` for `first_name` is how a program calls it
    let plain = |text: &str| text.replace(['_', ' '], "").to_lowercase();
    let is_joined = |text: &str| text.contains(['_', ' ']);
    is_joined(a) != is_joined(b)
        && a.chars().any(char::is_uppercase) | b.chars().any(char::is_uppercase)
        && plain(a) == plain(b)
}

/// Whether the request joins the words of a name otherwise than the answer does: `firstName` for `first_name`. What begins with a
/// capital in the answer is how a program calls it.
pub(in crate::diagnose) fn is_joined_otherwise(wanted: &str, sent: &str) -> bool {
    !wanted.starts_with(char::is_uppercase) && !wanted.eq_ignore_ascii_case(sent) && same_words(wanted, sent)
}

/// Whether a name is one that somebody may write for another.
pub(in crate::diagnose) fn is_near(wanted: &str, sent: &str) -> bool {
    let plain = |text: &str| text.replace(['_', '-', ' '], "").to_lowercase();
    let (a, b) = (plain(wanted), plain(sent));
    // people mostly get the first letter right: `count` isn't `amount` misspelled
    let most = if a.chars().next() == b.chars().next() { (a.len() / 3).max(1) } else { 1 };
    a.chars().count() >= NEAR_FROM && (a == b || distance_within(&a, &b, 2).is_some_and(|d| d <= most))
}
