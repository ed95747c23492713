//! The limit: the 20 checks as straight-line code that knows the API, to show how fast the job can be done.
//!
//! It reports no locations and no sentences, and reads no rules from files. It allocates no memory.

mod block;
mod body;
mod json;
mod router;
mod texts;

use crate::corpus::{Endpoint, Known, Method, NOW, Request};
use crate::mistake::{Mistake, Mistakes};
use block::same;
use body::Fields;
use router::{Route, Router};
use texts::{Claims, claims, is_authorization, is_encoded, is_header_name, is_header_value};

/// How long a token is valid, in seconds.
const TOKEN_AGE: i64 = 300;

/// The checks of one API.
#[expect(missing_debug_implementations, reason = "it is a large table")]
pub struct Limit {
    router: Router,
    operations: Vec<Operations>,
}

struct Operations {
    /// One bit for each allowed method.
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

    /// The mistakes in a request.
    #[must_use]
    pub fn check(&self, request: &Request) -> Mistakes {
        let (mut mistakes, content_type) = headers(request);
        let target = request.target.as_bytes();
        mistakes = mistakes.with_if(!is_encoded(target), Mistake::UnencodedUrl).and(token_and_account(request));
        let body = request.body.as_bytes();
        let mismatch = is_mismatch(body, content_type);
        mistakes = mistakes.with_if(mismatch, Mistake::FormatMismatch);
        let path = memchr::memchr(b'?', target).map_or(target, |question| &target[..question]);
        let Some(Route { endpoint, account, mistakes: took }) = self.router.find(path) else {
            return mistakes.with(Mistake::UnknownEndpoint);
        };
        let other_account = request.known.token_account.as_bytes() != account;
        mistakes = mistakes.and(took).with_if(other_account, Mistake::WrongAccount);
        let operations = &self.operations[endpoint];
        let Some(method) = method(request.method).filter(|m| operations.methods >> *m as u8 & 1 == 1) else {
            return mistakes.with(Mistake::MethodNotAllowed);
        };
        let has_scope = request.known.scopes.iter().any(|s| same(s.as_bytes(), operations.scope.as_bytes()));
        mistakes = mistakes.with_if(!has_scope, Mistake::MissingScope);
        if method.has_body() && !mismatch && !body.is_empty() {
            mistakes = mistakes.and(operations.fields.check(body));
        }
        mistakes
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

/// One pass over the header lines, which also returns Content-Type.
#[inline(always)]
fn headers(request: &Request) -> (Mistakes, &'static [u8]) {
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
    let mistakes = Mistakes::NONE.with_if(bad, Mistake::BadHeaderSyntax);
    let mistakes = match authorization {
        None => mistakes.with(Mistake::MissingAuthorization),
        Some(value) if is_authorization(value) => mistakes,
        Some(value) => {
            let quoted = memchr::memchr2(b'"', b'\'', value).is_some();
            mistakes.with(if quoted { Mistake::QuotedToken } else { Mistake::BadTokenSyntax })
        }
    };
    (mistakes, content_type)
}

#[inline(always)]
fn token_and_account(request: &Request) -> Mistakes {
    let Known { token_issued_at, account_status, user_methods, .. } = request.known;
    Mistakes::NONE
        .with_if(NOW - token_issued_at >= TOKEN_AGE, Mistake::ExpiredToken)
        .with_if(account_status != "active", Mistake::InactiveAccount)
        .with_if(!user_methods.contains(&request.method), Mistake::MethodNotGranted)
}

/// Whether a body looks like a format other than the one in Content-Type.
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
    fn finds_exactly_the_mistakes() {
        let endpoints = endpoints(40);
        let limit = Limit::new(&endpoints);
        for request in requests(&endpoints, 5_000) {
            assert_eq!(limit.check(&request), request.mistakes, "{request:?}");
        }
    }
}
