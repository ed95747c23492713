//! Checks of the first line tried beforehand, on what nearly every request says there.

use super::trigger::{Trigger, Triggers};
use crate::api::Api;
use crate::api::catalogue::Catalogue;
use crate::api::facts::Facts;
use crate::check::Check;
use crate::check::kinds::composite;
use crate::check::verdict::{Trace, Verdict};
use crate::check::want::Want;
use crate::message::body::Document;
use crate::message::exchange::{Exchange, Request};
use crate::message::header_names::HeaderNames;
use crate::message::jwt::Jwt;
use crate::subject::fields::FieldScan;
use crate::subject::{BodyState, Masks, Scratch, Subject};
use std::borrow::Cow;
use std::cell::OnceCell;

pub(super) const USUAL_METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// What the version is where a source shows none, too.
pub(super) const USUAL_VERSION: &str = "HTTP/1.1";

/// The methods, of those that are usual, for which a check of the method, and of nothing else, doesn't go as wanted; and any
/// other method.
pub(super) fn methods(check: &Check, is_negated: bool, is_wanted: impl Fn(Verdict) -> bool) -> Triggers {
    let numbered = (0..).zip(USUAL_METHODS);
    let odd = numbered.filter(|(_, method)| !is_wanted(verdict(check, is_negated, method)));
    odd.map(|(number, _)| Trigger::Method(Some(number))).chain([Trigger::Method(None)]).collect()
}

/// Any other version than the usual one, if a check of the version, and of nothing else, goes as wanted for that.
pub(super) fn version(check: &Check, is_negated: bool, is_wanted: impl Fn(Verdict) -> bool) -> Option<Triggers> {
    is_wanted(verdict(check, is_negated, "GET")).then(|| vec![Trigger::OtherVersion])
}

/// How a check, or its `not`, goes for a request with this method.
fn verdict(check: &Check, is_negated: bool, method: &'static str) -> Verdict {
    let request = Request {
        method: Cow::Borrowed(method.as_bytes()),
        target: Cow::Borrowed(b"/"),
        version: Some(Cow::Borrowed(USUAL_VERSION.as_bytes())),
        ..Request::default()
    };
    let (exchange, mut scratch, catalogue) = (Exchange { request, ..Exchange::default() }, Scratch::default(), Catalogue::default());
    let address = scratch.receive(&exchange, &HeaderNames::closed());
    let (facts, document, jwt, fields) = (Facts::default(), Document::UNREAD, Jwt::UNREAD, FieldScan::UNREAD);
    let subject = Subject {
        exchange: &exchange,
        headers: &scratch.headers,
        facts: &facts,
        api: Api { catalogue: &catalogue, host_names: &[], schemes: &[] },
        target: &address.target,
        host: &address.host,
        route: &scratch.route,
        jwt: &jwt,
        body: BodyState::Unused,
        document: &document,
        fields: &fields,
        lineage: OnceCell::new(),
        masks: Masks::default(),
        has_marks: OnceCell::new(),
    };
    let (mut evidence, mut missing) = (Vec::new(), Vec::new());
    let mut trace = Trace::new(Want::Failures, &mut evidence, &mut missing);
    if is_negated { composite::not(check, &subject, &mut trace) } else { check.verdict(&subject, &mut trace) }
}
