//! Selectors: the closed list of what a rule can look at (docs/language.md#selectors).

mod value;
mod words;

pub(crate) use value::Value;
pub(crate) use words::spell;

use crate::api::catalogue::{Attribute, Step};
use crate::api::facts::{FactIx, FactValue};
use crate::base::finding::{HeaderPart, UnknownReason};
use crate::message::body::form::{decode, pairs, percent_decode};
use crate::message::body::{Document, NodeIx, NodeKind};
use crate::message::header_names::HeaderName;
use crate::message::jwt::JwtState;
use crate::message::target::host_and_port;
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject, Uses};
use std::borrow::Cow;
use std::ops::Range;

/// What a rule looks at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Selector {
    Method,
    Scheme,
    Host,
    Port,
    Path,
    Query,
    Body,
    PathField(String),
    QueryField(String),
    Header(HeaderName),
    Member(Vec<Step>),
    Claim(Claim),
    Fact(FactIx),
    Attribute(String),
    Now,
}

/// A claim of a bearer token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Claim {
    /// The claim's name in the token: `exp`.
    pub(crate) name: String,
    /// Whether it is a time: seconds since 1970.
    pub(crate) is_time: bool,
}

/// A value that a selector found, and where.
#[derive(Clone, Debug)]
pub(crate) struct Datum<'s> {
    pub(crate) value: Value<'s>,
    pub(crate) place: Place<'s>,
}

/// Why a selector found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    Absent,
    Unknown(UnknownReason),
    Fact(FactIx),
}

/// Called for each value that a selector finds.
type Visit<'v, 's> = &'v mut dyn FnMut(Datum<'s>);

const NOT_VISIBLE: Lack = Lack::Unknown(UnknownReason::NotVisible);

impl Selector {
    /// Visits what is there, each value at its place; at least one unless there is a lack.
    pub(crate) fn select<'s>(&'s self, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
        if let Some(value) = self.only(subject) {
            visit(Datum { value: value?, place: self.only_place(subject) });
            return Ok(());
        }
        match self {
            Selector::QueryField(name) => query_field(subject, name, visit),
            Selector::Header(name) => header(subject, name, visit),
            Selector::Claim(claim) => claim.select(subject, visit),
            Selector::Member(steps) => members(subject, steps, visit),
            _ => Err(Lack::Absent),
        }
    }

    /// Visits the values alone, which is cheaper.
    pub(crate) fn values<'s>(&'s self, subject: &Subject<'s>, visit: &mut impl FnMut(Value<'s>)) -> Result<(), Lack> {
        match self.only(subject) {
            Some(value) => visit(value?),
            None => self.select(subject, &mut |datum| visit(datum.value))?,
        }
        Ok(())
    }

    /// The value of a selector that never finds several; `None` for one that may.
    pub(crate) fn only<'s>(&'s self, subject: &Subject<'s>) -> Option<Result<Value<'s>, Lack>> {
        let text = |text: &'s [u8]| Value::Text(Cow::Borrowed(text));
        Some(match self {
            Selector::QueryField(_) | Selector::Header(_) | Selector::Claim(_) | Selector::Member(_) => return None,
            Selector::Method => Ok(text(&subject.exchange.request.method)),
            Selector::Scheme => match (&subject.target.scheme, &subject.exchange.request.scheme) {
                (Some(range), _) => Ok(text(subject.slice(range))),
                (None, Some(scheme)) => Ok(text(scheme.as_bytes())),
                (None, None) => Err(NOT_VISIBLE),
            },
            Selector::Host | Selector::Port => match subject.host.text(subject.exchange).map(host_and_port) {
                None => Err(self.unseen_host(subject)),
                Some((host, _)) if *self == Selector::Host => Ok(text(host)),
                Some((_, port)) => port.map(text).ok_or(Lack::Absent),
            },
            Selector::Path => Ok(text(subject.slice(&subject.target.path))),
            Selector::Query => {
                subject.target.query.as_ref().map(|range| text(subject.slice(range))).ok_or(Lack::Absent)
            }
            Selector::Body => match subject.body {
                BodyState::Absent => Err(Lack::Absent),
                BodyState::NotVisible | BodyState::Unused => Err(NOT_VISIBLE),
                BodyState::Read | BodyState::Unreadable => Ok(text(subject.body_text())),
            },
            Selector::PathField(name) => match path_field(subject, name) {
                Some(range) => Ok(Value::Text(percent_decode(subject.slice(&range), false))),
                None => Err(Lack::Absent),
            },
            Selector::Fact(index) => subject.facts.get(*index).map(Value::of_fact).ok_or(Lack::Fact(*index)),
            Selector::Attribute(name) => {
                let attribute = subject.endpoint().and_then(|e| e.attribute(name));
                attribute.map(Value::of_attribute).ok_or(Lack::Absent)
            }
            Selector::Now => subject.exchange.now.map(Value::Time).ok_or(NOT_VISIBLE),
        })
    }

    /// The one text that it finds, where that stands there as it is: nothing to decode, and nothing else to find.
    #[inline]
    pub(crate) fn plain_text<'s>(&'s self, subject: &Subject<'s>) -> Option<&'s [u8]> {
        match self {
            Selector::Method => Some(&subject.exchange.request.method),
            Selector::PathField(name) => {
                let text = subject.slice(&path_field(subject, name)?);
                memchr::memchr(b'%', text).is_none().then_some(text)
            }
            Selector::Attribute(name) => match subject.endpoint()?.attribute(name)? {
                Attribute::Text(text) => Some(text.as_bytes()),
                _ => None,
            },
            Selector::Fact(index) => match subject.facts.get(*index)? {
                FactValue::Text(text) => Some(text.as_bytes()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Where the value of [`Selector::only`] was found.
    fn only_place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
        match self {
            Selector::Scheme if subject.target.scheme.is_some() => Place::Target(subject.target.scheme.clone()),
            Selector::Scheme => Place::Elsewhere,
            Selector::Path => Place::Target(Some(subject.target.path.clone())),
            Selector::Query => Place::Target(subject.target.query.clone()),
            Selector::Body => Place::Body(Some(0..subject.body_text().len())),
            Selector::PathField(name) => Place::PathField(name, path_field(subject, name)),
            other => other.place(),
        }
    }

    /// What it looks at beyond target and headers.
    pub(crate) fn uses(&self) -> Uses {
        Uses {
            body: matches!(self, Selector::Body | Selector::Member(_)),
            members: matches!(self, Selector::Member(_)),
            jwt: matches!(self, Selector::Claim(_)),
            fields: false,
        }
    }

    /// Where it looks, for a finding about what isn't there.
    pub(crate) fn place(&self) -> Place<'_> {
        match self {
            Selector::Method => Place::Method,
            Selector::Host | Selector::Port => Place::Host,
            Selector::Scheme | Selector::Path | Selector::Query => Place::Target(None),
            Selector::PathField(name) => Place::PathField(name, None),
            Selector::Attribute(_) | Selector::Now => Place::Elsewhere,
            Selector::QueryField(name) => Place::QueryField(name.into(), None),
            Selector::Header(name) => Place::Header((&*name.text).into(), None, HeaderPart::Value, None),
            Selector::Body => Place::Body(None),
            Selector::Member(steps) => Place::MissingMember(None, spell(steps).into()),
            Selector::Claim(_) => Place::Header("Authorization".into(), None, HeaderPart::Value, None),
            Selector::Fact(index) => Place::Fact(*index),
        }
    }

    fn unseen_host(&self, subject: &Subject<'_>) -> Lack {
        if *subject.host == crate::subject::Host::Unseen { NOT_VISIBLE } else { Lack::Absent }
    }
}

/// Where a path parameter stands in the target.
fn path_field(subject: &Subject<'_>, name: &str) -> Option<Range<usize>> {
    subject.api.catalogue.parameter(subject.route, name)
}

fn query_field<'s>(subject: &Subject<'s>, name: &'s str, visit: Visit<'_, 's>) -> Result<(), Lack> {
    let Some(query) = &subject.target.query else { return Err(Lack::Absent) };
    let text = subject.slice(query);
    let mut any = false;
    for (key, value) in pairs(text) {
        if *decode(text.get(key).unwrap_or_default()) != *name.as_bytes() {
            continue;
        }
        any = true;
        visit(Datum {
            value: Value::Text(decode(text.get(value.clone()).unwrap_or_default())),
            place: Place::QueryField(name.into(), Some(query.start + value.start..query.start + value.end)),
        });
    }
    found(any)
}

fn header<'s>(subject: &Subject<'s>, name: &'s HeaderName, visit: Visit<'_, 's>) -> Result<(), Lack> {
    let mut any = false;
    for (line, value) in subject.header_lines(name) {
        any = true;
        visit(Datum {
            value: Value::Text(Cow::Borrowed(value)),
            place: Place::Header((&*name.text).into(), Some(line), HeaderPart::Value, Some(0..value.len())),
        });
    }
    if !any && !subject.exchange.shows.header(&name.text) {
        return Err(NOT_VISIBLE);
    }
    found(any)
}

fn members<'s>(subject: &Subject<'s>, steps: &[Step], visit: Visit<'_, 's>) -> Result<(), Lack> {
    if matches!(subject.body, BodyState::NotVisible | BodyState::Unused) {
        return Err(NOT_VISIBLE);
    }
    let root = subject.members().ok_or(Lack::Absent)?;
    let mut any = false;
    walk(subject.document, root, steps, subject.body_text(), &mut |node| {
        any = true;
        let value = Value::of_node(subject.document, node, subject.body_text());
        visit(Datum { value, place: Place::Member(node) });
    });
    found(any)
}

fn found(any: bool) -> Result<(), Lack> {
    if any { Ok(()) } else { Err(Lack::Absent) }
}

/// Visits the nodes at the end of a row of steps.
fn walk(document: &Document, node: NodeIx, steps: &[Step], text: &[u8], visit: &mut dyn FnMut(NodeIx)) {
    let Some((step, rest)) = steps.split_first() else { return visit(node) };
    match step {
        Step::Member(name) => {
            for member in document.members(node, name.as_bytes(), text) {
                walk(document, member, rest, text, visit);
            }
        }
        Step::AnyMember => {
            for member in document.children(node).filter(|_| document.kind(node) == NodeKind::Object) {
                walk(document, member, rest, text, visit);
            }
        }
        Step::Items => {
            // XML repeats an element instead: where it holds what an item would, it is the item
            let is_item = !document.is_typed()
                && matches!(rest.first(), Some(Step::Member(name)) if document.members(node, name.as_bytes(), text).next().is_some());
            if is_item || document.is_lone_item(node, text) {
                return walk(document, node, rest, text, visit);
            }
            for item in document.items(node) {
                walk(document, item, rest, text, visit);
            }
        }
    }
}

impl Claim {
    /// Whether sentences may show its value.
    pub(crate) fn may_be_quoted(&self) -> bool {
        ["exp", "nbf", "iat", "iss", "aud", "scope"].contains(&self.name.as_str())
    }

    fn select<'s>(&self, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
        let jwt = subject.jwt;
        match jwt.state {
            JwtState::Absent => return Err(Lack::Absent),
            JwtState::NotVisible => return Err(NOT_VISIBLE),
            JwtState::Read => {}
        }
        let root = jwt.document.root().ok_or(Lack::Absent)?;
        let node = jwt.document.members(root, self.name.as_bytes(), jwt.text()).next().ok_or(Lack::Absent)?;
        let value = match Value::of_node(&jwt.document, node, jwt.text()) {
            Value::Number(n) if self.is_time => Value::Time(n.into()),
            Value::TypedText(text) => Value::Text(text),
            value => value,
        };
        let range = subject.exchange.request.headers.iter().nth(jwt.line).map(|(_, v)| token_range(v));
        visit(Datum { value, place: Place::Header("Authorization".into(), Some(jwt.line), HeaderPart::Value, range) });
        Ok(())
    }
}

fn token_range(value: &[u8]) -> Range<usize> {
    let token = crate::message::jwt::bearer(value).map_or(0, <[u8]>::len);
    let end = value.trim_ascii_end().len();
    end.saturating_sub(token)..end
}
