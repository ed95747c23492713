//! Places inside a subject, and their names for people.

use crate::api::facts::FactIx;
use crate::base::finding::{HeaderPart, Location, Part};
use crate::base::text::{Line, SmolStr, joined};
use crate::message::body::{Above, Node, NodeIx, NodeKind};
use crate::message::header_names::same_name;
use crate::message::secrets::masked::header_name;
use crate::subject::{Host, Subject};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// So many lines are gone through for each of them.
const FEW_LINES: usize = 32;

/// A place that is cheap to carry along; [`Subject::locate`] makes the location that people read.
#[derive(Clone, Debug)]
pub(crate) enum Place<'s> {
    Method,
    Target(Option<Range<usize>>),
    PathField(&'s str, Option<Range<usize>>),
    QueryField(Cow<'s, str>, Option<Range<usize>>),
    /// The host, wherever it is written.
    Host,
    /// The authority that the source keeps apart.
    Authority(Option<Range<usize>>),
    /// The line's number; `None` for a header that isn't there.
    Header(Cow<'s, str>, Option<usize>, HeaderPart, Option<Range<usize>>),
    Body(Option<Range<usize>>),
    Member(NodeIx),
    /// The name of a member.
    MemberName(NodeIx),
    /// A member that isn't there: of the body as a whole, or of this node.
    MissingMember(Option<NodeIx>, Cow<'s, str>),
    Fact(FactIx),
    /// `now`, or a value of the catalogue.
    Elsewhere,
}

impl<'s> Subject<'s> {
    pub(crate) fn locate(&self, place: &Place<'_>) -> Location {
        let at = |part, name: Option<SmolStr>, range| Location { part, name, of: None, occurrence: 0, range };
        match place {
            Place::Method => at(Part::Method, None, Some(0..self.exchange.request.method.len())),
            Place::Target(range) => at(Part::Target, None, range.clone()),
            Place::PathField(name, range) => at(Part::Target, Some(joined(["path.", name])), range.clone()),
            Place::QueryField(name, range) => at(Part::Target, Some(joined(["query.", name])), range.clone()),
            Place::Host => self.locate_host(),
            Place::Authority(range) => at(Part::Host, None, range.clone()),
            Place::Header(name, line, of, range) => Location {
                part: Part::Header,
                name: Some(SmolStr::new(name)),
                of: Some(*of),
                occurrence: line.map_or(0, |line| self.occurrence(name, line)),
                range: range.clone(),
            },
            Place::Body(range) => at(Part::Body, None, range.clone()),
            Place::Member(node) => at(Part::Body, Some(self.member_name(*node)), Some(self.quoted_range(*node))),
            Place::MemberName(node) => at(Part::Body, Some(self.member_name(*node)), Some(self.name_range(*node))),
            Place::MissingMember(parent, name) => {
                let parent = parent.map(|p| self.member_name(p)).filter(|p| !p.is_empty());
                let name = parent.map_or_else(|| SmolStr::new(name), |p| joined([&p, ".", name]));
                at(Part::Body, Some(name), None)
            }
            Place::Fact(index) => {
                let slot = self.facts.declared().get(index.0 as usize);
                at(Part::Fact, slot.map(|s| SmolStr::new(&s.name)), None)
            }
            Place::Elsewhere => at(Part::Target, None, None),
        }
    }

    fn locate_host(&self) -> Location {
        let range = self.host.range(self.exchange);
        let place = match &self.host {
            Host::Target(authority) => Place::Target(Some(authority.start + range.start..authority.end)),
            Host::Header(line) => Place::Header("Host".into(), Some(*line), HeaderPart::Value, Some(range)),
            Host::Apart => Place::Authority(Some(range)),
            Host::Missing | Host::Unseen => Place::Authority(None),
        };
        self.locate(&place)
    }

    /// Which of the lines of this name, as it is masked, a line is.
    fn occurrence(&self, name: &str, line: usize) -> usize {
        // among many lines each would be counted again and again
        if line > FEW_LINES {
            let occurrences = self.occurrences.get_or_init(|| self.occurrences());
            return occurrences.get(line).copied().unwrap_or_default();
        }
        let before = self.exchange.request.headers.iter().take(line);
        // a masked name is as long as what was sent
        let before = before.filter(|(sent, _)| sent.trim_ascii_end().len() == name.trim_ascii_end().len());
        // fast path: where nothing of a name is masked, nothing of its equals is
        if !name.contains('*') {
            return before.filter(|(sent, _)| same_name(sent, name)).count();
        }
        before.filter(|(sent, _)| same_name(&header_name(sent), name)).count()
    }

    /// For each header line, how many of its name, as it is masked, are before it.
    fn occurrences(&self) -> Box<[usize]> {
        let mut counts = HashMap::new();
        let lines = self.exchange.request.headers.iter().map(|(name, _)| {
            let name = header_name(name).trim_ascii_end().to_ascii_lowercase();
            let count: &mut usize = counts.entry(name).or_default();
            std::mem::replace(count, *count + 1)
        });
        lines.collect()
    }

    /// `items[2].name`.
    pub(crate) fn member_name(&self, node: NodeIx) -> SmolStr {
        if node == 0 {
            return SmolStr::default();
        }
        // a member of the body itself, as most are
        if let Some(key) = self.document.plain_key_at_root(node, self.body_text()) {
            return SmolStr::new(String::from_utf8_lossy(key));
        }
        let mut name = Line::default();
        self.write_name(node, &mut name);
        name.text()
    }

    /// Writes the name of what a node lies in, then its own. Documents are nested in bounded depth.
    fn write_name(&self, node: NodeIx, name: &mut Line) {
        let lineage = self.lineage.get_or_init(|| self.document.lineage(self.body_text()));
        let Some(Above { parent, position, repetition }) = lineage.above(node) else { return };
        self.write_name(parent, name);
        if self.document.kind(parent) == NodeKind::List {
            return name.put(format_args!("[{position}]"));
        }
        let key = self.document.key(node, self.body_text());
        let key = String::from_utf8_lossy(&key);
        let dot = if name.len() == 0 { "" } else { "." };
        let quote = if key.contains('.') { "\"" } else { "" };
        [dot, quote, &*key, quote].into_iter().for_each(|part| name.push(part));
        if let Some(number) = repetition {
            name.put(format_args!("[{number}]"));
        }
    }

    /// The bytes of a member's name, with its quotes.
    fn name_range(&self, node: NodeIx) -> Range<usize> {
        let range = self.document.get(node).map(Node::key_range).unwrap_or_default();
        if self.document.is_typed() { range.start.saturating_sub(1)..range.end + 1 } else { range }
    }

    /// The bytes of a value, a text with its quotes.
    pub(crate) fn quoted_range(&self, node: NodeIx) -> Range<usize> {
        let range = self.document.range(node);
        if self.document.is_typed() && self.document.kind(node) == NodeKind::Text {
            range.start.saturating_sub(1)..range.end + 1
        } else {
            range
        }
    }
}
