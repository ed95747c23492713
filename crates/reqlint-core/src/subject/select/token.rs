//! Claims of a bearer token, decoded and never verified.

use super::found::found;
use super::{Datum, Lack, NOT_VISIBLE, Value, Visit};
use crate::base::finding::HeaderPart;
use crate::message::jwt::{JwtState, bearer};
use crate::subject::Subject;
use crate::subject::place::Place;
use std::ops::Range;

/// Claims by their name in selectors, their name in a token, and whether they are times.
const REGISTERED: [(&str, &str, bool); 6] = [
    ("issued", "iat", true),
    ("expires", "exp", true),
    ("not-before", "nbf", true),
    ("issuer", "iss", false),
    ("audience", "aud", false),
    ("scope", "scope", false),
];

/// A claim of a bearer token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Claim {
    /// The claim's name in the token: `exp`.
    pub(crate) name: String,
    /// Whether it is a time: seconds since 1970.
    pub(crate) is_time: bool,
}

impl Claim {
    /// The claim that a selector names after `jwt.`: `expires`, `claims.tenant`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let own = name.strip_prefix("claims.").filter(|own| !own.is_empty());
        own.map(|own| Self { name: own.to_owned(), is_time: false }).or_else(|| {
            let registered = REGISTERED.iter().find(|(named, ..)| *named == name);
            registered.map(|(_, claim, is_time)| Self { name: (*claim).to_owned(), is_time: *is_time })
        })
    }

    /// Whether sentences may show its value: only that of a registered claim.
    pub(super) fn is_public(&self) -> bool {
        REGISTERED.iter().any(|(_, claim, _)| *claim == self.name)
    }

    pub(super) fn select<'s>(&self, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
        let jwt = subject.jwt;
        match jwt.state {
            JwtState::Absent => return Err(Lack::Absent),
            JwtState::NotVisible => return Err(NOT_VISIBLE),
            JwtState::Read => {}
        }
        let root = jwt.document.root().ok_or(Lack::Absent)?;
        let range = subject.exchange.request.headers.iter().nth(jwt.line).map(|(_, v)| token_range(v));
        let mut any = false;
        for node in jwt.document.members(root, self.name.as_bytes(), jwt.text()) {
            let value = match Value::of_node(&jwt.document, node, jwt.text()) {
                Value::Number(n) if self.is_time => Value::Time(n.into()),
                Value::TypedText(text) => Value::Text(text),
                value => value,
            };
            let place = Place::Header("Authorization".into(), Some(jwt.line), HeaderPart::Value, range.clone());
            visit(Datum { value, place });
            any = true;
        }
        found(any)
    }
}

fn token_range(value: &[u8]) -> Range<usize> {
    let token = bearer(value).map_or(0, <[u8]>::len);
    let end = value.trim_ascii_end().len();
    end.saturating_sub(token)..end
}
