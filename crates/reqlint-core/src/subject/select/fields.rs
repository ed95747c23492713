//! Path parameters, query parameters and headers by name.

use super::found::found;
use super::{Datum, Lack, NOT_VISIBLE, Value, Visit};
use crate::base::finding::HeaderPart;
use crate::message::body::form::{decode, pairs, percent_decode};
use crate::message::header_names::HeaderName;
use crate::subject::Subject;
use crate::subject::place::Place;
use std::borrow::Cow;
use std::ops::Range;

pub(super) fn path_field<'s>(name: &str, subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    let range = range_in_path(subject, name).ok_or(Lack::Absent)?;
    Ok(Value::Text(percent_decode(subject.slice(&range), false)))
}

/// Where a path parameter is in the target.
pub(crate) fn range_in_path(subject: &Subject<'_>, name: &str) -> Option<Range<usize>> {
    subject.api.catalogue.parameter(subject.route, subject.sent_target(), name)
}

pub(super) fn query_field<'s>(name: &'s str, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
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

pub(super) fn header<'s>(name: &'s HeaderName, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
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
