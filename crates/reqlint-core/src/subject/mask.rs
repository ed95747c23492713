//! The target and the body with their secrets masked: those that a name, the catalogue or their look gives away.

use crate::api::catalogue::{Catalogue, Route};
use crate::base::pattern::is_token_byte;
use crate::message::body::{Document, Node, NodeIx, NodeKind, Syntax};
use crate::message::secrets::found::secrets;
use crate::message::secrets::header::{header_value, parameters};
use crate::message::secrets::hide::hide;
use crate::message::secrets::names;
use crate::message::target::Target;
use crate::subject::{BodyState, Subject};
use std::cell::OnceCell;

/// The parts of a subject's request with their secrets masked, each made when it is first quoted.
#[derive(Debug, Default)]
pub(crate) struct Masks {
    target: OnceCell<Vec<u8>>,
    body: OnceCell<Vec<u8>>,
}

impl Subject<'_> {
    /// The target with its secrets masked.
    pub(crate) fn masked_target(&self) -> &[u8] {
        self.masks.target.get_or_init(|| target(self.api.catalogue, self.sent_target(), self.target, self.route))
    }

    /// The body with its secrets masked.
    pub(crate) fn masked_body(&self) -> &[u8] {
        self.masks.body.get_or_init(|| {
            let mut document = Document::default();
            let content_type = self.content_type().map(|(_, value)| value);
            if self.document.syntax.is_none() {
                BodyState::read(self.exchange, content_type, true, &mut document);
            }
            let read = if self.document.syntax.is_none() { &document } else { self.document };
            body(self.api.catalogue, self.body_text(), read)
        })
    }

    /// The authority that the source keeps apart, with its secrets masked.
    pub(crate) fn masked_authority(&self) -> Vec<u8> {
        let mut masked = self.exchange.request.authority.as_deref().unwrap_or_default().to_vec();
        let credentials = memchr::memrchr(b'@', &masked).unwrap_or(0);
        hide(&mut masked, 0..credentials);
        masked
    }

    /// The value of a header line with its secrets masked.
    pub(crate) fn masked_value(&self, name: &[u8], value: &[u8]) -> Vec<u8> {
        header_value(name, value, self.api.schemes)
    }
}

fn target(catalogue: &Catalogue, sent: &[u8], target: &Target, route: &Route) -> Vec<u8> {
    let mut whole = sent.to_vec();
    let masked = whole.as_mut_slice();
    for range in secrets(sent).into_iter().chain(target.credentials.clone()) {
        hide(masked, range);
    }
    parameters(sent, target, |name| is_secret(catalogue, name), masked);
    for (_, range) in catalogue.parameters(route).filter(|(parameter, _)| parameter.is_secret) {
        hide(masked, range);
    }
    whole
}

/// Whether values of this name are secret, by the name itself or because some endpoint says so.
fn is_secret(catalogue: &Catalogue, name: &[u8]) -> bool {
    names::is_secret(name) || catalogue.secrets.iter().any(|s| s.as_bytes() == name)
}

/// A body, which was read into the document.
fn body(catalogue: &Catalogue, text: &[u8], read: &Document) -> Vec<u8> {
    let mut whole = text.to_vec();
    let masked = whole.as_mut_slice();
    let mut otherwise = Document::default();
    let mut document = read;
    if !read.is_read()
        && let Some(syntax) = Syntax::looks_like(text)
    {
        // a body under a wrong label is shown as what it is
        otherwise.read(text, syntax);
        document = if otherwise.is_read() { &otherwise } else { document };
    }
    let mut read_to = 0;
    for (index, node) in (0..).zip(&document.nodes) {
        if is_secret(catalogue, &document.key(index, text)) {
            hide_value(document, index, masked);
        } else if node.kind == NodeKind::Text && !secrets(&document.value(index, text)).is_empty() {
            let raw = document.range(index);
            let found = secrets(text.get(raw.clone()).unwrap_or_default());
            // written with escapes, it has no range of its own
            let whole = found.is_empty().then_some(raw.clone());
            let inside = found.into_iter().map(|r| raw.start + r.start..raw.start + r.end);
            inside.chain(whole).for_each(|range| hide(masked, range));
        }
        read_to = read_to.max(document.range(index).end).max(node.key_range().end);
    }
    if document.syntax == Some(Syntax::Xml) {
        attributes(catalogue, text, masked);
    }
    // what could not be read may be anything
    if document.error.is_some() || document.nodes.is_empty() {
        hide(masked, read_to..text.len());
    }
    whole
}

/// Masks a value with all that is inside, names too.
fn hide_value(document: &Document, node: NodeIx, masked: &mut [u8]) {
    let range = document.range(node);
    // reading stopped inside it
    let is_open = document.get(node).is_some_and(Node::is_open);
    hide(masked, range.start..if is_open { masked.len() } else { range.end });
}

/// Values of attributes, which no rule looks at and every output shows.
fn attributes(catalogue: &Catalogue, text: &[u8], masked: &mut [u8]) {
    for equals in memchr::memchr_iter(b'=', text) {
        let before = text.get(..equals).unwrap_or_default();
        let length = before.iter().rev().take(65).take_while(|b| is_token_byte(**b)).count();
        let name = before.get(equals - length..).unwrap_or_default();
        let Some(quote @ (b'"' | b'\'')) = text.get(equals + 1) else { continue };
        let Some(value) = text.get(equals + 2..) else { continue };
        if is_secret(catalogue, name) {
            let end = memchr::memchr(*quote, value).unwrap_or(value.len());
            hide(masked, equals + 2..equals + 2 + end);
        }
    }
}
