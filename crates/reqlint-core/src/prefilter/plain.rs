//! Texts that are looked at as they were sent: what most checks of a value compare.

use crate::api::facts::FactValue;
use crate::subject::Subject;
use crate::subject::select::{Selector, range_in_path};

impl Selector {
    /// The one text that it finds, where it is sent as it is: nothing to decode, and nothing else to find.
    #[inline]
    pub(super) fn plain_text<'s>(&'s self, subject: &Subject<'s>) -> Option<&'s [u8]> {
        match self {
            Selector::Method => Some(&subject.exchange.request.method),
            Selector::PathField(name) => {
                let text = subject.slice(&range_in_path(subject, name)?);
                memchr::memchr(b'%', text).is_none().then_some(text)
            }
            Selector::Attribute(name) => match subject.endpoint()?.attribute(name)? {
                FactValue::Text(text) => Some(text.as_bytes()),
                _ => None,
            },
            Selector::Fact(index) => match subject.facts.get(*index)? {
                FactValue::Text(text) => Some(text.as_bytes()),
                _ => None,
            },
            _ => None,
        }
    }
}
