//! The subject of an evaluation: one exchange, taken apart once, as every check looks at it.
//!
//! It knows the API, and no rule. Once made it doesn't change, so checks share it freely.

mod address;
mod body_state;
pub(crate) mod fields;
mod mask;
pub(crate) mod place;
mod quote;
mod redacted;
mod scratch;
pub(crate) mod select;
mod uses;

pub(crate) use address::{Address, Host, is_plain_host};
use body_state::is_guessed;
pub(crate) use body_state::{BodyState, may_hold, shape_fits, syntax};
pub(crate) use mask::Masks;
pub use scratch::Scratch;
pub(crate) use uses::Uses;

use crate::api::Api;
use crate::api::catalogue::{Endpoint, Route};
use crate::api::facts::Facts;
use crate::message::body::{Document, Lineage, NodeIx, Syntax, multipart};
use crate::message::exchange::Exchange;
use crate::message::header_lines::HeaderLines;
use crate::message::header_names::HeaderName;
use crate::message::jwt::Jwt;
use crate::message::target::Target;
use crate::message::unencoded::Unencoded;
use crate::subject::fields::FieldScan;
use std::cell::OnceCell;
use std::ops::Range;

/// One exchange before the rules of one API.
pub(crate) struct Subject<'s> {
    pub(crate) exchange: &'s Exchange<'s>,
    /// Its header lines, by the names that rules look at.
    pub(crate) headers: &'s HeaderLines,
    pub(crate) facts: &'s Facts,
    pub(crate) api: Api<'s>,
    pub(crate) target: &'s Target,
    pub(crate) host: &'s Host,
    /// Those of the pack's hosts whose endpoints it may mean.
    pub(crate) hosts: Range<usize>,
    pub(crate) route: &'s Route,
    pub(crate) jwt: &'s Jwt,
    /// What is known of the body; [`BodyState::Unused`] until it is read.
    pub(crate) body: BodyState,
    pub(crate) document: &'s Document,
    pub(crate) fields: &'s FieldScan,
    /// The place of each node of the document, once it is asked for.
    pub(crate) lineage: OnceCell<Lineage>,
    /// For each of many header lines, how many of its name are before it.
    pub(crate) occurrences: OnceCell<Box<[usize]>>,
    /// The request as it may be quoted.
    pub(crate) masks: Masks,
    /// Whether a mark takes the place of any credential, once it is asked for.
    pub(crate) has_marks: OnceCell<bool>,
    /// What a long target, its path and its query have unencoded, once it is asked for.
    pub(crate) unencoded: OnceCell<Box<[OnceCell<Unencoded>; 3]>>,
}

impl<'s> Subject<'s> {
    /// The same with other facts.
    pub(crate) fn with_facts<'f>(&'f self, facts: &'f Facts) -> Subject<'f> {
        let Subject { exchange, headers, api, target, host, ref hosts, route, jwt, body, document, fields, .. } = *self;
        let (lineage, occurrences, masks, has_marks, unencoded) = Default::default();
        Subject {
            exchange,
            headers,
            facts,
            api,
            target,
            host,
            hosts: hosts.clone(),
            route,
            jwt,
            body,
            document,
            fields,
            lineage,
            occurrences,
            masks,
            has_marks,
            unencoded,
        }
    }

    /// The unencoded characters of the target (0), its path (1) or its query (2), whose text is given.
    pub(crate) fn unencoded(&self, part: usize, text: &[u8]) -> &Unencoded {
        let parts = self.unencoded.get_or_init(Box::default);
        let [target, path, query] = &**parts;
        // a path without a query is all of the target
        let is_all = text.len() == self.sent_target().len();
        let cell = [target, path, query].get(part).copied().filter(|_| !is_all).unwrap_or(target);
        cell.get_or_init(|| Unencoded::read(text, self.exchange.shows))
    }

    /// The same with a body that can't be seen. What is known of the fields elsewhere stays.
    pub(crate) fn with_body_unseen<'f>(&'f self) -> Subject<'f> {
        Subject { body: BodyState::NotVisible, document: &NO_DOCUMENT, ..self.with_facts(self.facts) }
    }

    /// Whether the body was read and isn't what its Content-Type says, or what the endpoint takes.
    pub(crate) fn is_misread(&self) -> bool {
        match self.body {
            BodyState::Unreadable => self.document.error.is_some() || self.is_form_in_parts() || self.is_mislabelled(),
            BodyState::Read => match (self.members(), self.endpoint()) {
                (Some(root), Some(endpoint)) => {
                    self.fields.is_misshapen
                        || self.document.is_typed() && !may_hold(&endpoint.body_fields, self.document.kind(root))
                }
                (root, _) => root.is_none(),
            },
            BodyState::Unused | BodyState::Absent | BodyState::NotVisible => false,
        }
    }

    /// Whether the fields of the catalogue may be in a body that was not read.
    pub(crate) fn may_have_fields(&self) -> bool {
        !self.is_form_in_parts() || self.endpoint().is_none_or(|endpoint| endpoint.describes(Syntax::Parts))
    }

    /// Whether a body is read as what it looks like, and the endpoint takes no plain text; or its label means different things.
    fn is_mislabelled(&self) -> bool {
        let Some((_, value)) = self.content_type() else { return true };
        if Syntax::is_disputed(value) {
            return true;
        }
        let takes_it = || self.endpoint().is_some_and(|endpoint| endpoint.accepts.iter().any(|one| one.takes(value)));
        is_guessed(value) && !takes_it()
    }

    fn is_form_in_parts(&self) -> bool {
        self.content_type().is_some_and(|(_, value)| multipart::essence_of_form(value).is_some())
    }

    pub(crate) fn endpoint(&self) -> Option<&'s Endpoint> {
        self.route.endpoint.and_then(|index| self.api.catalogue.endpoint(index))
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

static NO_DOCUMENT: Document = Document::UNREAD;
