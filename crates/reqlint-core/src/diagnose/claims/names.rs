//! What the request has: its members, parameters and headers, each with its place.

use crate::base::finding::{HeaderPart, Location, Part};
use crate::message::answer::pointer::{Shown, Step, read};
use crate::message::body::form::{decode, pairs, percent_decode};
use crate::message::body::{Document, NodeIx, NodeKind, Syntax, essence, multipart};
use crate::message::exchange::Exchange;
use crate::message::target::Target;
use std::ops::Range;

/// How many names of a request are looked at; of a list, how many items.
const MAX_NAMES: usize = 1024;
const MAX_ITEMS: usize = 256;

/// How much of a value is kept.
const MAX_VALUE: usize = 256;

/// A part of the request in which names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnose) enum Place {
    /// A member of the body.
    Body,
    /// A query parameter.
    Query,
    /// A segment of the path.
    Path,
    /// A header.
    Header,
}

/// Something that the request has.
#[derive(Clone, Debug)]
pub(in crate::diagnose) struct Name {
    pub(in crate::diagnose) place: Place,
    /// The way to it.
    pub(in crate::diagnose) steps: Vec<Step>,
    /// The value as sent and decoded, cut to a length.
    pub(in crate::diagnose) value: String,
    pub(in crate::diagnose) kind: NodeKind,
    /// Whether there is nothing in it: null, an empty text, an empty list.
    pub(in crate::diagnose) is_empty: bool,
    /// Whether it is a part of the body that is said to be a file.
    pub(in crate::diagnose) is_file: bool,
    /// The value as written.
    pub(in crate::diagnose) range: Range<usize>,
    /// The name as written.
    pub(in crate::diagnose) key: Range<usize>,
    /// Which of several header lines of this name.
    occurrence: usize,
}

/// The request, as far as an answer can speak of it.
#[derive(Debug)]
pub(in crate::diagnose) struct Names {
    /// Members, parameters and headers, in order.
    pub(in crate::diagnose) list: Vec<Name>,
    /// What the body looks like.
    pub(in crate::diagnose) looks: Option<Syntax>,
    /// What Content-Type says, in lower case, without parameters.
    pub(in crate::diagnose) label: Option<String>,
    /// Where reading of the body stopped.
    pub(in crate::diagnose) stopped: Option<usize>,
    /// What the body is at its outermost.
    pub(in crate::diagnose) root: Option<NodeKind>,
    /// Whether there is no body.
    pub(in crate::diagnose) is_bodyless: bool,
    /// Whether the source shows headers.
    pub(in crate::diagnose) shows_headers: bool,
    /// Whether the source shows the body.
    pub(in crate::diagnose) shows_body: bool,
}

impl Name {
    /// The name itself: the last member of the way.
    pub(in crate::diagnose) fn leaf(&self) -> &str {
        self.steps.iter().rev().find_map(Step::key).unwrap_or_default()
    }

    /// The place of its value.
    pub(in crate::diagnose) fn at_value(&self) -> Location {
        self.location(self.range.clone(), HeaderPart::Value)
    }

    /// The place of its name.
    pub(in crate::diagnose) fn at_name(&self) -> Location {
        let range = if self.key.is_empty() { self.range.clone() } else { self.key.clone() };
        self.location(range, HeaderPart::Name)
    }

    fn location(&self, range: Range<usize>, of: HeaderPart) -> Location {
        let (part, prefix, of) = match self.place {
            Place::Body => (Part::Body, "", None),
            Place::Query => (Part::Target, "query.", None),
            Place::Path => (Part::Target, "path.", None),
            Place::Header => (Part::Header, "", Some(of)),
        };
        let name = format!("{prefix}{}", Shown(&self.steps));
        Location { part, name: Some(name.into()), of, occurrence: self.occurrence, range: Some(range) }
    }
}

impl Names {
    pub(in crate::diagnose) fn of(exchange: &Exchange<'_>) -> Self {
        let request = &exchange.request;
        let text = request.body.bytes();
        let header = request.headers.get("content-type");
        let label = header.map(|value| String::from_utf8_lossy(essence(value)).to_lowercase());
        let labelled = header.and_then(Syntax::of_media_type);
        let looks = Syntax::looks_like(text).or(labelled.filter(|_| !text.is_empty()));
        let mut names = Self {
            list: Vec::new(),
            looks,
            label,
            stopped: None,
            root: None,
            is_bodyless: request.body.is_absent() || text.trim_ascii().is_empty() && !text.is_empty(),
            shows_headers: exchange.shows.headers,
            shows_body: request.body.is_absent() || !text.is_empty(),
        };
        names.read_target(&request.target);
        names.read_headers(exchange);
        if names.is_multipart() {
            names.read_parts(text, header.unwrap_or_default());
        } else if let Some(syntax) = looks {
            names.read_body(text, syntax);
        }
        names
    }

    /// Those in one part of the request.
    pub(in crate::diagnose) fn in_place(&self, place: Place) -> impl Iterator<Item = &Name> {
        self.list.iter().filter(move |name| name.place == place)
    }

    /// The header line of this name.
    pub(in crate::diagnose) fn header(&self, name: &str) -> Option<&Name> {
        self.in_place(Place::Header).find(|header| header.leaf().eq_ignore_ascii_case(name))
    }

    /// Whether steps are the segments of the request's path.
    pub(in crate::diagnose) fn is_path(&self, steps: &[Step]) -> bool {
        let segments = self.in_place(Place::Path).map(|segment| Step::of(&segment.value));
        !steps.is_empty() && segments.eq(steps.iter().cloned())
    }

    /// Whether Content-Type says JSON of any sort.
    pub(in crate::diagnose) fn is_labelled_json(&self) -> bool {
        self.label.as_ref().is_some_and(|label| Syntax::of_media_type(label.as_bytes()) == Some(Syntax::Json))
    }

    /// Whether Content-Type says that the body is in parts.
    pub(in crate::diagnose) fn is_multipart(&self) -> bool {
        self.label.as_ref().is_some_and(|label| label.starts_with("multipart/"))
    }

    fn read_parts(&mut self, text: &[u8], content_type: &[u8]) {
        let Some(boundary) = multipart::boundary(content_type) else { return };
        for part in multipart::parts(text, boundary).take(MAX_NAMES).flatten() {
            let name = steps_of(text.get(part.name.clone()).unwrap_or_default());
            let value = text.get(part.value.clone()).unwrap_or_default();
            self.push(Place::Body, name, value, NodeKind::Text, [part.value, part.name], 0);
            if let Some(name) = self.list.last_mut() {
                name.is_file = part.is_file;
            }
        }
    }

    fn read_target(&mut self, text: &[u8]) {
        let target = Target::read(text);
        let mut at = target.path.start;
        for segment in text.get(target.path).unwrap_or_default().split(|byte| *byte == b'/').take(MAX_ITEMS) {
            let range = at..at + segment.len();
            at = range.end + 1;
            if !segment.is_empty() {
                let value = percent_decode(segment, false);
                self.push(Place::Path, Vec::new(), &value, NodeKind::Text, [range, 0..0], 0);
            }
        }
        let Some(query) = target.query else { return };
        for (key, value) in pairs(text.get(query.clone()).unwrap_or_default()).take(MAX_ITEMS) {
            let (key, value) = (shift(&key, query.start), shift(&value, query.start));
            let name = decode(text.get(key.clone()).unwrap_or_default());
            let decoded = decode(text.get(value.clone()).unwrap_or_default());
            self.push(Place::Query, steps_of(&name), &decoded, NodeKind::Text, [value, key], 0);
        }
    }

    fn read_headers(&mut self, exchange: &Exchange<'_>) {
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in exchange.request.headers.iter().take(MAX_ITEMS) {
            let shown = String::from_utf8_lossy(&crate::message::secrets::masked::header_name(name)).trim().to_owned();
            let occurrence = seen.iter().filter(|other| other.eq_ignore_ascii_case(&shown)).count();
            let key = vec![Step::Key(shown.clone())];
            self.push(Place::Header, key, value, NodeKind::Text, [0..value.len(), 0..name.len()], occurrence);
            seen.push(shown);
        }
    }

    fn read_body(&mut self, text: &[u8], syntax: Syntax) {
        let mut document = Document::default();
        document.read(text, syntax);
        self.stopped = document.error.as_ref().map(|error| error.at);
        self.root = document.root().map(|root| document.kind(root));
        let mut open: Vec<(NodeIx, usize)> = Vec::new();
        let mut ways: Vec<Vec<Step>> = Vec::new();
        let end = |node: NodeIx| match document.get(node) {
            Some(node) if !node.is_open() => node.next,
            _ => NodeIx::MAX,
        };
        for node in (0..).take(document.nodes.len()) {
            while open.last().is_some_and(|(parent, _)| end(*parent) <= node) {
                open.pop();
                ways.pop();
            }
            let mut way = ways.last().cloned().unwrap_or_default();
            if let Some((parent, items)) = open.last_mut() {
                match document.kind(*parent) {
                    NodeKind::List => {
                        way.push(Step::Index(*items));
                        *items += 1;
                        if *items > MAX_ITEMS {
                            continue;
                        }
                    }
                    _ => {
                        let key = document.key(node, text);
                        let key = String::from_utf8_lossy(&key);
                        let plain = || vec![Step::Key(key.clone().into_owned())];
                        way.extend(if syntax == Syntax::Form { read(&key).unwrap_or_else(plain) } else { plain() });
                    }
                }
            }
            let kind = document.kind(node);
            if !way.is_empty() && self.list.len() < MAX_NAMES {
                let range = document.range(node);
                let key = document.get(node).map_or(0..0, |node| node.key_range());
                let value = document.value(node, text);
                self.push(Place::Body, way.clone(), &value, kind, [range, key], 0);
                let holds_nothing = kind == NodeKind::List && document.children(node).next().is_none();
                if let Some(name) = self.list.last_mut().filter(|_| holds_nothing) {
                    name.is_empty = true;
                }
            }
            if matches!(kind, NodeKind::Object | NodeKind::List) {
                open.push((node, 0));
                ways.push(way);
            }
        }
    }

    fn push(
        &mut self,
        place: Place,
        steps: Vec<Step>,
        value: &[u8],
        kind: NodeKind,
        [range, key]: [Range<usize>; 2],
        occurrence: usize,
    ) {
        let cut = value.get(..MAX_VALUE).unwrap_or(value);
        let is_empty = kind == NodeKind::Null || kind == NodeKind::Text && value.trim_ascii().is_empty();
        let value = match kind {
            NodeKind::Object | NodeKind::List => String::new(),
            _ => String::from_utf8_lossy(cut).into_owned(),
        };
        self.list.push(Name { place, steps, value, kind, is_empty, is_file: false, range, key, occurrence });
    }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn steps_of(name: &[u8]) -> Vec<Step> {
    let name = String::from_utf8_lossy(name);
    read(&name).filter(|steps| !steps.is_empty()).unwrap_or_else(|| vec![Step::Key(name.into_owned())])
}
