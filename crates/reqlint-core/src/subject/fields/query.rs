//! The look at a query: every parameter that is there, and what is wrong with it.

use super::value::Visit;
use super::{FieldPart, FieldScan, FieldValue, Found, Problem, Seen, Spot, Ungrouped, Unknown};
use crate::api::catalogue::{Endpoint, Field, FieldIx, Group, Limits, ListStyle};
use crate::message::body::form::{decode, pairs};
use crate::message::body::number_digest;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

impl FieldScan {
    pub(crate) fn scan_query(&mut self, endpoint: &Endpoint, target: &[u8], query: Option<&Range<usize>>) {
        if endpoint.query_fields.is_empty() && !endpoint.query_closed && endpoint.query_groups.is_empty() {
            return;
        }
        let query = query.cloned().unwrap_or(0..0);
        let text = target.get(query.clone()).unwrap_or_default();
        let (from, shows) = (self.present.len(), self.shows);
        let siblings = |name: &str, visit: Visit<'_>| {
            let named = |sent: &Range<usize>| *decode(text.get(sent.clone()).unwrap_or_default()) == *name.as_bytes();
            let found = pairs(text).filter(|(sent, _)| named(sent));
            found.for_each(|(_, value)| visit(FieldValue::text(decode(text.get(value).unwrap_or_default()))));
        };
        for (name, value) in pairs(text) {
            let sent = decode(text.get(name.clone()).unwrap_or_default());
            let Some((index, field)) = named(&endpoint.query_fields, &sent) else {
                if endpoint.query_closed && !endpoint.marks.iter().any(|mark| mark.as_bytes() == &*sent) {
                    self.unknown.push(Unknown::Parameter(query.start + name.start..query.start + name.end));
                }
                continue;
            };
            for item in (Items { text, rest: Some(value), style: field.list }) {
                let value = FieldValue::text(decode(text.get(item.clone()).unwrap_or_default()));
                let range = query.start + item.start..query.start + item.end;
                let seen = Seen { part: FieldPart::Query, field: index, spot: Spot::Range(range) };
                let has_brackets = *sent != *field.name.as_bytes();
                if field.list == Some(ListStyle::BracketsOnly) && !has_brackets || field.is_object() {
                    self.present.push(seen.clone());
                    self.problems.push(Found { problem: Problem::Single, seen, hidden: false });
                    continue;
                }
                self.note(seen, field, &value, || field.required.holds(shows, siblings));
            }
        }
        for (index, field) in (0..).zip(&endpoint.query_fields) {
            if !self.seen_from(from).iter().any(|seen| seen.field == index) {
                self.lacks(FieldPart::Query, index, None, field.required.holds(shows, siblings));
            } else if let Some(limits) = field.limits.as_ref().filter(|limits| limits.has_items()) {
                self.items_of((index, field, limits), from, target);
            }
        }
        for (index, Group { how, members }) in endpoint.query_groups.iter().enumerate() {
            let is_there = |name: &&String| {
                let field = named(&endpoint.query_fields, name.as_bytes()).map(|(index, _)| index);
                self.seen_from(from).iter().any(|seen| Some(seen.field) == field)
            };
            if !how.takes(members.iter().filter(is_there).count(), members.len()) {
                self.ungrouped.push(Ungrouped::Query(index));
            }
        }
    }

    fn seen_from(&self, from: usize) -> &[Seen] {
        self.present.get(from..).unwrap_or_default()
    }

    /// Looks at a list as a whole, whose items are there.
    fn items_of(&mut self, (index, field, limits): (FieldIx, &Field, &Limits), from: usize, target: &[u8]) {
        let items = || self.seen_from(from).iter().filter(|seen| seen.field == index);
        let miscounted = if limits.takes_items(items().count()) { None } else { items().next().cloned() };
        let repeated = if limits.unique { repeated(items(), target, field.is_number()).cloned() } else { None };
        let found = [(Problem::Items, miscounted), (Problem::Repeated, repeated)].into_iter();
        let found = found.filter_map(|(problem, seen)| Some(Found { problem, seen: seen?, hidden: false }));
        self.problems.extend(found);
    }
}

/// The first value that equals an earlier one; of numbers, however they are written.
fn repeated<'s>(mut seen: impl Iterator<Item = &'s Seen>, target: &[u8], are_numbers: bool) -> Option<&'s Seen> {
    let (mut texts, mut numbers) = (BTreeSet::new(), HashSet::new());
    seen.find(|seen| {
        let Spot::Range(range) = &seen.spot else { return false };
        let text = decode(target.get(range.clone()).unwrap_or_default());
        match number_digest(&text).filter(|_| are_numbers) {
            Some(number) => !numbers.insert(number),
            None => !texts.insert(text),
        }
    })
}

/// The items of a list in one value; the value itself where it is no list.
struct Items<'t> {
    text: &'t [u8],
    rest: Option<Range<usize>>,
    style: Option<ListStyle>,
}

impl Iterator for Items<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.rest.take()?;
        let Some(style) = self.style else { return Some(rest) };
        let text = self.text.get(rest.clone())?;
        let Some((at, length)) = (0..text.len()).find_map(|at| Some((at, style.separator(text.get(at..)?)?))) else {
            return Some(rest);
        };
        self.rest = Some(rest.start + at + length..rest.end);
        Some(rest.start..rest.start + at)
    }
}

impl ListStyle {
    fn has_brackets(self) -> bool {
        matches!(self, ListStyle::Brackets | ListStyle::BracketsOnly)
    }

    /// The length of the separator that a text begins with, which may be percent-encoded.
    fn separator(self, text: &[u8]) -> Option<usize> {
        let (plain, encoded): (u8, &[u8]) = match self {
            ListStyle::Comma => (b',', b"%2c"),
            ListStyle::Pipe => (b'|', b"%7c"),
            ListStyle::Space => (b'+', b"%20"),
            ListStyle::Brackets | ListStyle::BracketsOnly => return None,
        };
        if text.first() == Some(&plain) {
            return Some(1);
        }
        text.get(..3).filter(|start| start.eq_ignore_ascii_case(encoded)).map(|_| 3)
    }
}

fn named<'f>(fields: &'f [Field], name: &[u8]) -> Option<(FieldIx, &'f Field)> {
    let is = |field: &Field| {
        field.name.as_bytes() == name
            || field.list.is_some_and(ListStyle::has_brackets) && before_brackets(name) == Some(field.name.as_bytes())
    };
    let position = fields.iter().position(is)?;
    Some((FieldIx::try_from(position).ok()?, fields.get(position)?))
}

/// `a` of `a[]` and `a[0]`.
fn before_brackets(name: &[u8]) -> Option<&[u8]> {
    let open = memchr::memchr(b'[', name)?;
    let (before, brackets) = name.split_at_checked(open)?;
    let inside = brackets.strip_prefix(b"[")?.strip_suffix(b"]")?;
    inside.iter().all(u8::is_ascii_digit).then_some(before)
}
