//! The target and the body with their secrets masked: those that a name, the catalogue or their look gives away.

use crate::api::catalogue::{Catalogue, Route};
use crate::base::text::SmolStr;
use crate::message::body::{Document, NodeIx, NodeKind, Syntax};
use crate::message::secrets::header::{header_value, parameters};
use crate::message::secrets::masked::MaskedText;
use crate::message::secrets::names::{Place, Weight, is_about};
use crate::message::secrets::scan::{is_name_of_name, secrets};
use crate::message::secrets::{path, unread};
use crate::message::target::Target;
use crate::subject::{BodyState, Subject};
use std::cell::OnceCell;
use std::ops::Range;

/// The parts of a subject's request with their secrets masked, each made when it is first quoted.
#[derive(Debug, Default)]
pub(crate) struct Masks {
    target: OnceCell<MaskedText>,
    body: OnceCell<MaskedText>,
}

impl Subject<'_> {
    /// The target with its secrets masked.
    pub(crate) fn masked_target(&self) -> &MaskedText {
        self.masks.target.get_or_init(|| {
            let masked = target(self.api.catalogue, self.sent_target(), self.target, self.route);
            self.without_known(self.sent_target(), masked)
        })
    }

    /// The body with its secrets masked.
    pub(crate) fn masked_body(&self) -> &MaskedText {
        self.masks.body.get_or_init(|| {
            let mut document = Document::default();
            let forms = self.api.catalogue.forms;
            let label = forms.label(self.content_type().map(|(_, value)| value));
            // a form is masked as it is written, too, since its names were learnt so
            let is_nested = forms.nests() && self.document.syntax == Some(Syntax::Form);
            let reads = self.document.syntax.is_none() || is_nested;
            if reads {
                BodyState::read(self.exchange, label, true, false, &mut document);
            }
            let read = if reads { &document } else { self.document };
            self.without_known(self.body_text(), body(self.api.catalogue, self.body_text(), read))
        })
    }

    /// The authority that the source keeps apart, with its secrets masked.
    pub(crate) fn masked_authority(&self) -> MaskedText {
        let authority = self.exchange.request.authority.as_deref().unwrap_or_default();
        let mut masked = MaskedText::new(authority);
        masked.hide(0..memchr::memrchr(b'@', authority).unwrap_or(0));
        masked.finish()
    }

    /// The value of a header line with its secrets masked.
    pub(crate) fn masked_value(&self, name: &[u8], value: &[u8]) -> MaskedText {
        self.without_known(value, header_value(name, value, self.api.schemes, &self.api.catalogue.names))
    }

    /// A masked text without the secrets that the source knows.
    fn without_known(&self, sent: &[u8], mut masked: MaskedText) -> MaskedText {
        let secrets = self.exchange.secrets.iter().filter(|secret| secret.len() >= 4);
        for secret in secrets {
            memchr::memmem::find_iter(sent, secret).for_each(|at| masked.hide(at..at + secret.len()));
        }
        if self.exchange.secrets.is_empty() { masked } else { masked.finish() }
    }
}

fn target(catalogue: &Catalogue, sent: &[u8], target: &Target, route: &Route) -> MaskedText {
    let mut masked = MaskedText::new(sent);
    // before the path: the credentials of an address
    let start = sent.get(..target.path.start).unwrap_or_default();
    let inside = secrets(start, &catalogue.names).into_iter();
    let path = path::secrets(sent, target).into_iter();
    let network = sent.starts_with(b"//").then(|| network_credentials(sent)).flatten();
    inside.chain(path).chain(network).chain(target.credentials.clone()).for_each(|range| masked.hide(range));
    parameters(sent, target, &catalogue.names, |name, place| weigh(catalogue, name, place), &mut masked);
    for (_, range) in catalogue.parameters(route, sent).filter(|(parameter, _)| parameter.is_secret) {
        masked.hide(range);
    }
    masked.finish()
}

/// The credentials of `//user:password@host`.
fn network_credentials(sent: &[u8]) -> Option<Range<usize>> {
    let rest = sent.get(2..)?;
    let end = rest.iter().position(|b| b"/?#".contains(b)).unwrap_or(rest.len());
    Some(2..2 + memchr::memrchr(b'@', rest.get(..end)?)?)
}

/// What a name says of its value, by itself or because some endpoint says so.
fn weigh(catalogue: &Catalogue, name: &[u8], place: Place) -> Weight {
    if catalogue.secrets.iter().any(|s| s.as_bytes() == name) {
        return Weight::Secret;
    }
    catalogue.names.weigh(name, place)
}

/// A body, which was read into the document.
fn body(catalogue: &Catalogue, text: &[u8], read: &Document) -> MaskedText {
    let mut otherwise = Document::default();
    let mut document = read;
    if !read.is_read()
        && let Some(syntax) = Syntax::looks_like(text)
    {
        // a body under a wrong label is shown as what it is
        otherwise.read(text, syntax);
        document = if otherwise.is_read() { &otherwise } else { document };
    }
    let mut masker =
        Masker { catalogue, text, document, masked: MaskedText::new(text), last: 0, is_last_secret: false };
    masker.members();
    let mut nested = Document::default();
    if catalogue.forms.nests() && document.syntax == Some(Syntax::Form) {
        nested.read_nested_form(text);
        masker = Masker { document: &nested, ..masker };
        masker.members();
    }
    masker.rest();
    masker.masked.finish()
}

struct Masker<'m> {
    catalogue: &'m Catalogue,
    text: &'m [u8],
    document: &'m Document,
    masked: MaskedText,
    /// Where reading ended, and whether in a secret.
    last: usize,
    is_last_secret: bool,
}

impl Masker<'_> {
    /// The values of members that could be read.
    fn members(&mut self) {
        let document = self.document;
        let place = if document.syntax == Some(Syntax::Form) { Place::Parameter } else { Place::Member };
        // up to there everything is inside a secret
        let mut secret_to = 0;
        let mut likely_to = 0;
        for (index, node) in (0..).zip(&document.nodes) {
            let is_inside = index < secret_to;
            let key = document.key(index, self.text);
            let weight = weigh(self.catalogue, &key, place);
            let is_container = matches!(node.kind, NodeKind::Object | NodeKind::List);
            let until = if node.is_open() { NodeIx::MAX } else { node.next };
            let mut is_secret = is_inside && !(is_about(&key) && weight == Weight::Plain);
            if is_container {
                match weight {
                    Weight::Secret => secret_to = secret_to.max(until),
                    Weight::Likely => likely_to = likely_to.max(until),
                    Weight::Long | Weight::Plain => {}
                }
            } else {
                let value = document.value(index, self.text);
                let weight = if index < likely_to && weight == Weight::Plain { Weight::Likely } else { weight };
                // a number of tokens is a number of them
                let is_count = node.kind == NodeKind::Number && key.ends_with(b"tokens");
                is_secret |= weight.covers(&value) && !is_count;
                is_secret &= matches!(node.kind, NodeKind::Text | NodeKind::Number);
                if is_secret {
                    self.masked.hide(document.range(index));
                } else if node.kind == NodeKind::Text {
                    self.inside(index);
                }
            }
            let end = document.range(index).end.max(node.key_range().end);
            if end >= self.last {
                (self.last, self.is_last_secret) = (end, is_secret || is_inside && is_container);
            }
            if node.kind == NodeKind::Object {
                self.pair(index);
            }
        }
    }

    /// What is secret in a text that isn't.
    fn inside(&mut self, index: NodeIx) {
        let raw = self.document.range(index);
        let written = self.text.get(raw.clone()).unwrap_or_default();
        let found = secrets(written, &self.catalogue.names);
        // written with escapes that have no place of their own
        let is_hidden = found.is_empty() && self.document.syntax == Some(Syntax::Xml) && {
            let value = self.document.value(index, self.text);
            matches!(value, std::borrow::Cow::Owned(_)) && !secrets(&value, &self.catalogue.names).is_empty()
        };
        let whole = is_hidden.then_some(raw.clone());
        let inside = found.into_iter().map(|r| raw.start + r.start..raw.start + r.end);
        inside.chain(whole).for_each(|range| self.masked.hide(range));
    }

    /// The value of an object that names a secret: `{"name": "Authorization", "value": "…"}`.
    fn pair(&mut self, object: NodeIx) {
        let (document, text) = (self.document, self.text);
        let mut named = document.children(object).take(8).filter(|child| {
            let is_text = document.kind(*child) == NodeKind::Text;
            is_text && is_name_of_name(&document.key(*child, text))
        });
        let is_secret = |value: &[u8]| weigh(self.catalogue, value, Place::Member) == Weight::Secret;
        if !named.any(|child| is_secret(&document.value(child, text))) {
            return;
        }
        for child in document.children(object).take(16) {
            let key = SmolStr::new(String::from_utf8_lossy(&document.key(child, text)).to_ascii_lowercase());
            let is_value = ["value", "values", "val", "v", "content", "default", "plaintext"].contains(&key.as_str());
            if is_value && matches!(document.kind(child), NodeKind::Text | NodeKind::Number) {
                self.masked.hide(document.range(child));
            }
        }
    }

    /// What could not be read, and what no node holds.
    fn rest(&mut self) {
        let names = &self.catalogue.names;
        if self.document.syntax == Some(Syntax::Xml) {
            // attributes, which no rule looks at and every output shows
            secrets(self.text, names).into_iter().for_each(|range| self.masked.hide(range));
        }
        // of parts the heads are no values, and a value may be a text of any kind
        let is_in_parts = self.document.syntax == Some(Syntax::Parts);
        if self.document.error.is_none() && !self.document.nodes.is_empty() && !is_in_parts {
            return;
        }
        if is_in_parts {
            (self.last, self.is_last_secret) = (0, false);
        }
        let mut from = self.last.min(self.text.len());
        if self.is_last_secret {
            // what follows may be more of it, up to the next member
            let rest = self.text.get(from..).unwrap_or_default();
            let length = next_member(rest);
            // the quote that closes the value stays readable
            let more = rest.get(..length).unwrap_or_default().trim_ascii_end();
            let more = more.strip_suffix(b"\"").unwrap_or(more);
            self.masked.hide(from..from + more.len());
            from += length;
        }
        // the last name that was read may be that of a value that wasn't
        let line =
            self.text.get(..from).map_or(0, |before| memchr::memrchr_iter(b',', before).next().map_or(0, |at| at + 1));
        let rest = self.text.get(line..).unwrap_or_default();
        for range in unread::secrets(rest, names) {
            self.masked.hide((line + range.start).max(from)..line + range.end);
        }
    }
}

/// Where what follows a broken value ends: before a comma and a name, or a closing bracket at the end of a line.
fn next_member(rest: &[u8]) -> usize {
    let is_end = |at: &usize| {
        let after = rest.get(at + 1..).unwrap_or_default().trim_ascii_start();
        match rest.get(*at) {
            Some(b',') => after.is_empty() || matches!(after.first(), Some(b'"' | b'}' | b'\'')),
            Some(b'}' | b']') => after.is_empty() || matches!(after.first(), Some(b',' | b'}' | b']')),
            _ => false,
        }
    };
    // the quote that closes the value stays readable
    let quote = usize::from(rest.first() == Some(&b'"'));
    (quote..rest.len()).find(is_end).map_or(rest.len(), |end| if end == quote { 0 } else { end })
}
