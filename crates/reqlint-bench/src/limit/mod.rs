//! The limit: the 20 checks as straight-line code that knows the API, for how fast the job can be done.
//!
//! It gives no places, no sentences and no rules from files. It is in no way clever about memory, since it takes none.

mod block;
mod body;
mod json;
mod router;
mod texts;

use crate::corpus::{Endpoint, Known, Method, NOW, Request};
use crate::slip::{Slip, Slips};
use block::same;
use body::Fields;
use router::{Route, Router};
use texts::{Claims, claims, is_authorization, is_encoded, is_header_name, is_header_value};

/// How long a token is valid, in seconds.
const TOKEN_AGE: i64 = 300;

/// The checks of one API.
#[expect(missing_debug_implementations, reason = "it is a table, and large")]
pub struct Limit {
    router: Router,
    operations: Vec<Operations>,
}

struct Operations {
    /// One bit for each method that it takes.
    methods: u8,
    scope: &'static str,
    fields: Fields,
}

impl Limit {
    /// The checks for these endpoints.
    #[must_use]
    pub fn new(endpoints: &[Endpoint]) -> Self {
        let operations = endpoints.iter().map(|endpoint| Operations {
            methods: endpoint.methods.iter().fold(0, |bits, m| bits | 1 << *m as u8),
            scope: endpoint.scope,
            fields: Fields::new(&endpoint.fields),
        });
        Self { router: Router::new(endpoints), operations: operations.collect() }
    }

    /// What is wrong with a request.
    #[must_use]
    pub fn check(&self, request: &Request) -> Slips {
        let (mut slips, content_type) = headers(request);
        let target = request.target.as_bytes();
        slips = slips.with_if(!is_encoded(target), Slip::UnencodedUrl).and(token_and_account(request));
        let body = request.body.as_bytes();
        let mismatch = is_mismatch(body, content_type);
        slips = slips.with_if(mismatch, Slip::FormatMismatch);
        let path = memchr::memchr(b'?', target).map_or(target, |question| &target[..question]);
        let Some(Route { endpoint, account, slips: took }) = self.router.find(path) else {
            return slips.with(Slip::UnknownEndpoint);
        };
        let other_account = request.known.token_account.as_bytes() != account;
        slips = slips.and(took).with_if(other_account, Slip::WrongAccount);
        let operations = &self.operations[endpoint];
        let Some(method) = method(request.method).filter(|m| operations.methods >> *m as u8 & 1 == 1) else {
            return slips.with(Slip::MethodNotAllowed);
        };
        let has_scope = request.known.scopes.iter().any(|s| same(s.as_bytes(), operations.scope.as_bytes()));
        slips = slips.with_if(!has_scope, Slip::MissingScope);
        if method.has_body() && !mismatch && !body.is_empty() {
            slips = slips.and(operations.fields.check(body));
        }
        slips
    }
}

#[inline(always)]
fn method(name: &str) -> Option<Method> {
    match name.as_bytes() {
        b"GET" => Some(Method::Get),
        b"POST" => Some(Method::Post),
        b"PUT" => Some(Method::Put),
        b"DELETE" => Some(Method::Delete),
        _ => None,
    }
}

/// One pass over the header lines; gives Content-Type too.
#[inline(always)]
fn headers(request: &Request) -> (Slips, &'static [u8]) {
    let mut authorization = None;
    let mut content_type: &[u8] = b"";
    let mut bad = false;
    for (name, value) in request.headers {
        match name.len() {
            12 if name.eq_ignore_ascii_case("content-type") => content_type = value.as_bytes(),
            13 if name.eq_ignore_ascii_case("authorization") => authorization = Some(value.as_bytes()),
            _ => {}
        }
        bad |= !is_header_name(name.as_bytes()) | !is_header_value(value.as_bytes());
    }
    let slips = Slips::NONE.with_if(bad, Slip::BadHeaderSyntax);
    let slips = match authorization {
        None => slips.with(Slip::MissingAuthorization),
        Some(value) if is_authorization(value) => slips,
        Some(value) => {
            let quoted = memchr::memchr2(b'"', b'\'', value).is_some();
            slips.with(if quoted { Slip::QuotedToken } else { Slip::BadTokenSyntax })
        }
    };
    (slips, content_type)
}

#[inline(always)]
fn token_and_account(request: &Request) -> Slips {
    let Known { token_issued_at, account_status, user_methods, .. } = request.known;
    Slips::NONE
        .with_if(NOW - token_issued_at >= TOKEN_AGE, Slip::ExpiredToken)
        .with_if(account_status != "active", Slip::InactiveAccount)
        .with_if(!user_methods.contains(&request.method), Slip::MethodNotGranted)
}

/// Whether a body looks like another format than Content-Type claims.
#[inline(always)]
fn is_mismatch(body: &[u8], content_type: &[u8]) -> bool {
    match body.trim_ascii_start().first() {
        Some(b'{' | b'[') => claims(content_type) == Claims::Xml,
        Some(b'<') => claims(content_type) == Claims::Json,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{endpoints, requests};

    #[test]
    fn finds_exactly_the_slips() {
        let endpoints = endpoints(40);
        let limit = Limit::new(&endpoints);
        for request in requests(&endpoints, 5_000) {
            assert_eq!(limit.check(&request), request.slips, "{request:?}");
        }
    }
}
