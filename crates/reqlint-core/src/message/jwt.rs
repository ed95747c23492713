//! The claims of a bearer token that is a JWT (RFC 7519): decoded, never verified.

use crate::base::pattern::{BASE64_URL, Format};
use crate::message::body::{Document, NodeKind, Syntax};
use crate::message::exchange::{Exchange, Visibility};
use base64::Engine as _;

/// The token of one request.
#[derive(Debug, Default)]
pub(crate) struct Jwt {
    pub(crate) state: JwtState,
    claims: Vec<u8>,
    pub(crate) document: Document,
    /// The header line that holds it.
    pub(crate) line: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum JwtState {
    /// There is no bearer token that is a JWT.
    #[default]
    Absent,
    /// A placeholder hides it, or the source shows no headers.
    NotVisible,
    Read,
}

impl Jwt {
    /// Of a request whose token was not looked for.
    pub(crate) const UNREAD: Self =
        Self { state: JwtState::Absent, claims: Vec::new(), document: Document::UNREAD, line: 0 };

    /// Reads the token of a request, if `wanted`.
    pub(crate) fn read(&mut self, exchange: &Exchange<'_>, wanted: bool) {
        self.state = JwtState::Absent;
        self.document.clear();
        self.claims.clear();
        if !wanted {
            return;
        }
        let lines = exchange.request.headers.iter().enumerate();
        let mut lines =
            lines.filter(|(_, (name, _))| crate::message::header_names::same_name(name, "authorization")).peekable();
        if lines.peek().is_none() && !exchange.shows.header("authorization") {
            self.state = JwtState::NotVisible;
        }
        let Some((line, token)) = lines.find_map(|(line, (_, value))| Some((line, bearer(value)?))) else { return };
        self.line = line;
        if exchange.shows.hides(token) {
            self.state = JwtState::NotVisible;
        } else if Format::Jwt.holds(token) {
            let part = token.split(|b| *b == b'.').nth(1).unwrap_or_default();
            if BASE64_URL.decode_vec(part, &mut self.claims).is_ok() {
                self.document.read(&self.claims, Syntax::Json);
            }
            let is_object = self.document.root().is_some_and(|root| self.document.kind(root) == NodeKind::Object);
            if self.document.is_read() && is_object {
                self.state = JwtState::Read;
            }
        }
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.claims
    }
}

/// Whether a value of Authorization may hold a JWT, or a placeholder for one.
pub(crate) fn may_hold_jwt(value: &[u8], shows: Visibility) -> bool {
    bearer(value).is_some_and(|token| memchr::memchr(b'.', token).is_some() || shows.hides(token))
}

/// The token after `Bearer`, ignoring the case of the word.
pub(crate) fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(6)?;
    let spaced = token.first().is_some_and(u8::is_ascii_whitespace);
    (spaced && scheme.eq_ignore_ascii_case(b"bearer")).then(|| token.trim_ascii())
}
