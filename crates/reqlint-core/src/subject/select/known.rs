//! Facts, attributes of the endpoint, and the time: what isn't in the request.

use super::{Lack, NOT_VISIBLE, Value};
use crate::api::facts::FactIx;
use crate::subject::Subject;

pub(super) fn now<'s>(subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    subject.exchange.now.map(Value::Time).ok_or(NOT_VISIBLE)
}

pub(super) fn fact<'s>(index: &FactIx, subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    subject.facts.get(*index).map(Value::of_known).ok_or(Lack::Fact(*index))
}

pub(super) fn attribute<'s>(name: &str, subject: &Subject<'s>) -> Result<Value<'s>, Lack> {
    let attribute = subject.endpoint().and_then(|endpoint| endpoint.attribute(name));
    attribute.map(Value::of_known).ok_or(Lack::Absent)
}
