//! The subject of an evaluation: one exchange, taken apart once, as every check looks at it.
//!
//! Preparing reads the body and the token only when a rule in scope needs them. Once prepared nothing changes, so checks
//! share it freely.

pub(crate) mod fields;
pub(crate) mod place;
pub(crate) mod select;

use crate::api::catalogue::{Endpoint, Route, Shape};
use crate::api::facts::Facts;
use crate::base::bytes::{self, Block, same};
use crate::explain::mask::Masks;
use crate::message::body::{Document, Lineage, NodeIx, NodeKind, Syntax};
use crate::message::exchange::{Body, Exchange};
use crate::message::header_lines::HeaderLines;
use crate::message::header_names::HeaderName;
use crate::message::jwt::Jwt;
use crate::message::placeholder::{is_placeholder, placeholder, placeholder_length};
use crate::message::target::{Target, host_and_port};
use crate::rules::pack::{Pack, Plan};
use crate::rules::rule_set::RuleSet;
use crate::subject::fields::FieldScan;
use std::cell::OnceCell;
use std::ops::Range;

/// What the rules that apply look at beyond target and headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    pub(crate) body: bool,
    /// Members of the body by themselves, beyond what the catalogue says of its fields.
    pub(crate) members: bool,
    pub(crate) fields: bool,
    pub(crate) jwt: bool,
}

impl Uses {
    pub(crate) const NONE: Self = Self { body: false, members: false, fields: false, jwt: false };

    pub(crate) const ALL: Self = Self { body: true, members: true, fields: true, jwt: true };

    /// What both look at.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            body: self.body || other.body,
            members: self.members || other.members,
            fields: self.fields || other.fields,
            jwt: self.jwt || other.jwt,
        }
    }
}

/// Memory that is kept between evaluations, of one rule set or of several.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) headers: HeaderLines,
    pub(crate) route: Route,
    pub(crate) document: Document,
    pub(crate) jwt: Jwt,
    pub(crate) fields: FieldScan,
}

impl Scratch {
    /// Looks up the header lines of an exchange, and where it goes.
    pub(crate) fn receive<'e>(&mut self, exchange: &'e Exchange<'_>, rules: &RuleSet) -> Address<'e> {
        let headers = &exchange.request.headers;
        self.headers.read(&rules.headers, headers);
        Address::with(exchange, self.headers.host(headers))
    }
}

/// One exchange before the rules of one pack.
pub(crate) struct Subject<'s> {
    pub(crate) exchange: &'s Exchange<'s>,
    /// Where its headers stand.
    pub(crate) headers: &'s HeaderLines,
    pub(crate) facts: &'s Facts,
    pub(crate) pack: &'s Pack,
    /// The rules that meet it.
    pub(crate) plan: Option<&'s Plan>,
    pub(crate) target: &'s Target,
    pub(crate) host: &'s Host,
    pub(crate) route: &'s Route,
    pub(crate) document: &'s Document,
    pub(crate) jwt: &'s Jwt,
    pub(crate) fields: &'s FieldScan,
    pub(crate) body: BodyState,
    /// Where each node of the document lies, once somebody asks.
    pub(crate) lineage: OnceCell<Lineage>,
    /// The request as it may be quoted.
    pub(crate) masks: Masks,
}

/// Where a request goes.
#[derive(Debug)]
pub(crate) struct Address<'e> {
    pub(crate) target: Target,
    pub(crate) host: Host,
    /// The host's name.
    pub(crate) name: Option<&'e [u8]>,
}

/// Where the host was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// In an absolute-form target, with the port.
    Target(Range<usize>),
    /// In the header line of this number.
    Header(usize),
    /// Interner apart by the source.
    Apart,
    /// There is none, and the source would have shown one.
    Missing,
    /// The source can't show one.
    Unseen,
}

/// What is known of the body as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyState {
    /// No rule that applies looks at it.
    Unused,
    Absent,
    /// Unread, cut off, masked, or a placeholder.
    NotVisible,
    /// Read without a mistake; the [`Document`] holds it.
    Read,
    /// Read without a mistake, of the shape that the endpoint takes, and nothing is wrong with its fields. There is no
    /// [`Document`] of it, since only verdicts are asked for.
    Fine,
    /// It is not what its Content-Type says, or of a syntax that isn't read.
    Unreadable,
}

impl<'e> Address<'e> {
    pub(crate) fn of(exchange: &'e Exchange<'_>) -> Self {
        Self::with(exchange, exchange.request.headers.find("host", 0))
    }

    /// Where a request goes that has this first Host line.
    fn with(exchange: &'e Exchange<'_>, first: Option<(usize, &'e [u8])>) -> Self {
        // read in place: it is not small
        let mut address = Self { target: Target::read(&exchange.request.target), host: Host::Missing, name: None };
        // as nearly always
        if address.target.authority.is_none()
            && let Some((line, value)) = first
            && is_plain_host(value)
        {
            (address.host, address.name) = (Host::Header(line), Some(value));
        } else {
            address.host = Host::find(exchange, &address.target);
            address.name = address.host.name(exchange);
        }
        address
    }
}

impl Host {
    fn find(exchange: &Exchange<'_>, target: &Target) -> Self {
        let is_placeholder = |host: &Host| {
            let sent = host.sent(exchange);
            !is_plain_host(sent) && placeholder(sent.get(host.range(exchange)).unwrap_or_default()).is_some()
        };
        match Host::named(exchange, target) {
            Some(host) if is_placeholder(&host) => Host::Unseen,
            Some(host) => host,
            None if !exchange.shows.header("host") && exchange.request.headers.get("host").is_none() => Host::Unseen,
            None => Host::Missing,
        }
    }

    /// The first of target, Host header and authority that names one.
    fn named(exchange: &Exchange<'_>, target: &Target) -> Option<Self> {
        let names = |host: &Host| {
            let sent = host.sent(exchange);
            is_plain_host(sent) || host.text(exchange).is_some_and(|text| !text.trim_ascii().is_empty())
        };
        let in_target = target.authority.clone().map(Host::Target).filter(names);
        let in_header = || exchange.request.headers.find("host", 0).map(|(line, _)| Host::Header(line)).filter(names);
        let apart = || exchange.request.authority.as_ref().map(|_| Host::Apart).filter(names);
        in_target.or_else(in_header).or_else(apart)
    }

    /// All that stands where the host does, credentials included.
    pub(crate) fn sent<'e>(&self, exchange: &'e Exchange<'_>) -> &'e [u8] {
        let sent = match self {
            Host::Target(range) => exchange.request.target.get(range.clone()),
            Host::Header(line) => exchange.request.headers.value(*line),
            Host::Apart => exchange.request.authority.as_deref(),
            Host::Missing | Host::Unseen => None,
        };
        sent.unwrap_or_default()
    }

    /// Where `host[:port]` stands in what was sent: behind credentials.
    pub(crate) fn range(&self, exchange: &Exchange<'_>) -> Range<usize> {
        let sent = self.sent(exchange);
        memchr::memrchr(b'@', sent).map_or(0, |sign| sign + 1)..sent.len()
    }

    /// `host[:port]` as sent.
    pub(crate) fn text<'e>(&self, exchange: &'e Exchange<'_>) -> Option<&'e [u8]> {
        let is_there = !matches!(self, Host::Missing | Host::Unseen);
        self.sent(exchange).get(self.range(exchange)).filter(|_| is_there)
    }

    /// The name without the port.
    pub(crate) fn name<'e>(&self, exchange: &'e Exchange<'_>) -> Option<&'e [u8]> {
        let sent = self.sent(exchange);
        if is_plain_host(sent) {
            return Some(sent);
        }
        self.text(exchange).map(|text| host_and_port(text).0).filter(|name| !name.is_empty())
    }
}

/// Whether what was sent is a name and nothing else, as nearly always: no credentials, port or placeholder.
fn is_plain_host(sent: &[u8]) -> bool {
    let plain = |block: Block| block.letters() | block.within(b'0', b'9') | block.within(b'-', b'.');
    !sent.is_empty() && !bytes::any(sent, |block| !plain(block))
}

impl Exchange<'_> {
    /// The host that the request names, without credentials and port; empty where it names none.
    #[must_use]
    pub fn host(&self) -> &[u8] {
        let host = Host::named(self, &Target::read(&self.request.target));
        host.and_then(|host| host.name(self)).unwrap_or_default()
    }
}

impl BodyState {
    /// Reads the body into the document, if `wanted`.
    pub(crate) fn read(
        exchange: &Exchange<'_>,
        content_type: Option<&[u8]>,
        wanted: bool,
        document: &mut Document,
    ) -> Self {
        let body = &exchange.request.body;
        document.clear();
        match BodyState::before_reading(body, wanted) {
            Some(known) => known,
            None => BodyState::by_reading(body, content_type, document),
        }
    }

    /// What is known of a body that need not be read.
    pub(crate) fn before_reading(body: &Body<'_>, wanted: bool) -> Option<Self> {
        if !wanted {
            Some(BodyState::Unused)
        } else if body.is_absent() {
            Some(BodyState::Absent)
        } else if matches!(body, Body::Unread | Body::Masked) || is_placeholder(body.bytes()) {
            Some(BodyState::NotVisible)
        } else {
            None
        }
    }

    /// The root of a body that was read, if it is what the endpoint takes.
    pub(crate) fn members(self, document: &Document, shape: Option<Shape>) -> Option<NodeIx> {
        let root = document.root().filter(|_| self == BodyState::Read)?;
        shape_fits(document, root, shape).then_some(root)
    }

    /// Reads a body into the document.
    pub(crate) fn by_reading(body: &Body<'_>, content_type: Option<&[u8]>, document: &mut Document) -> Self {
        let text = body.bytes();
        let Some(syntax) = syntax(content_type, text) else { return BodyState::Unreadable };
        document.read(text, syntax);
        match (&document.error, body) {
            (None, Body::Truncated(_)) => BodyState::NotVisible,
            (Some(error), Body::Truncated(_)) if error.at_end => BodyState::NotVisible,
            // JSON takes one only inside a text
            (Some(error), _) if stands_at(text, error.at) => BodyState::NotVisible,
            (Some(_), _) => BodyState::Unreadable,
            (None, _) => BodyState::Read,
        }
    }
}

/// Whether a placeholder begins at a byte, or one before it.
fn stands_at(text: &[u8], at: usize) -> bool {
    let mut starts = [Some(at), at.checked_sub(1)].into_iter().flatten();
    starts.any(|start| text.get(start..).and_then(placeholder_length).is_some())
}

/// What to read a body as: what Content-Type says; without one, or where it is blank or says plain text, what it looks
/// like.
pub(crate) fn syntax(content_type: Option<&[u8]>, text: &[u8]) -> Option<Syntax> {
    match content_type {
        // as nearly always
        Some(value) if same(value, b"application/json") => Some(Syntax::Json),
        Some(value) if placeholder(value).is_none() => Syntax::of_media_type(value).or_else(|| {
            let essence = crate::message::body::essence(value);
            let plain = essence.is_empty() || essence.eq_ignore_ascii_case(b"text/plain");
            Syntax::looks_like(text).filter(|_| plain)
        }),
        _ => Syntax::looks_like(text),
    }
}

impl<'s> Subject<'s> {
    pub(crate) fn endpoint(&self) -> Option<&'s Endpoint> {
        self.route.endpoint.and_then(|index| self.pack.catalogue.endpoint(index))
    }

    pub(crate) fn sent_target(&self) -> &'s [u8] {
        &self.exchange.request.target
    }

    pub(crate) fn slice(&self, range: &Range<usize>) -> &'s [u8] {
        self.sent_target().get(range.clone()).unwrap_or_default()
    }

    pub(crate) fn body_text(&self) -> &'s [u8] {
        self.exchange.request.body.bytes()
    }

    /// The header lines of a name: their number among all lines, and value.
    pub(crate) fn header_lines(&self, name: &'s HeaderName) -> impl Iterator<Item = (usize, &'s [u8])> {
        self.headers.of(name, &self.exchange.request.headers)
    }

    /// The value of a header's only line; `None` also where there are several.
    #[inline]
    pub(crate) fn only_line(&self, name: &HeaderName) -> Option<&'s [u8]> {
        self.headers.only(name, &self.exchange.request.headers)
    }

    /// The first line of Content-Type: its number among all lines, and value.
    pub(crate) fn content_type(&self) -> Option<(usize, &'s [u8])> {
        self.headers.content_type(&self.exchange.request.headers)
    }

    /// The root of the body, if its members can be looked at: it was read and is the object or list that the endpoint
    /// takes.
    pub(crate) fn members(&self) -> Option<NodeIx> {
        self.body.members(self.document, self.endpoint().and_then(|e| e.body))
    }
}

pub(crate) fn shape_fits(document: &Document, root: NodeIx, shape: Option<Shape>) -> bool {
    match (shape, document.kind(root)) {
        (None, _) => true,
        (Some(_), kind) if !document.is_typed() => kind == NodeKind::Object,
        (Some(Shape::Object), kind) => kind == NodeKind::Object,
        (Some(Shape::List), kind) => kind == NodeKind::List,
    }
}
