//! Method, version, scheme, host, port, path and query: what the first line of a request says.

use super::{Lack, NOT_VISIBLE, Value};
use crate::message::target::host_and_port;
use crate::subject::place::Place;
use crate::subject::{Host, Subject};

pub(super) fn method<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    Ok(Value::of_text(&subject.exchange.request.method))
}

pub(super) fn version<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    match subject.exchange.request.version.as_deref() {
        Some([]) => Err(Lack::Absent),
        Some(version) => Ok(Value::of_text(version)),
        // a source without a request line doesn't show one, and every client writes this
        None => Ok(Value::of_text(b"HTTP/1.1")),
    }
}

pub(super) fn scheme<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    match (&subject.target.scheme, &subject.exchange.request.scheme) {
        (Some(range), _) => Ok(Value::of_text(subject.slice(range))),
        (None, Some(scheme)) => Ok(Value::of_text(scheme.as_bytes())),
        (None, None) => Err(NOT_VISIBLE),
    }
}

pub(super) fn place_of_scheme<'s>(subject: Option<&Subject<'s>>) -> Place<'s> {
    match subject.map(|subject| &subject.target.scheme) {
        Some(None) => Place::Elsewhere,
        Some(written) => Place::Target(written.clone()),
        None => Place::Target(None),
    }
}

pub(super) fn host<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    authority(subject).map(|(host, _)| Value::of_text(host))
}

pub(super) fn port<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    authority(subject)?.1.map(Value::of_text).ok_or(Lack::Absent)
}

fn authority<'s>(subject: &Subject<'s>) -> Result<(&'s [u8], Option<&'s [u8]>), Lack> {
    let unseen = || if *subject.host == Host::Unseen { NOT_VISIBLE } else { Lack::Absent };
    subject.host.text(subject.exchange).map(host_and_port).ok_or_else(unseen)
}

pub(super) fn path<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    Ok(Value::of_text(subject.slice(&subject.target.path)))
}

pub(super) fn query<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    let query = subject.target.query.as_ref().ok_or(Lack::Absent)?;
    Ok(Value::of_text(subject.slice(query)))
}
