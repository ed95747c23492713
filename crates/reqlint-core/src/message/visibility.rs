//! What the source of a request can show of it.

/// What a source can show. What it can't makes the rules that need it `unknown` (`not-visible`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// The target as it was typed; without it, encoding mistakes may have been fixed on the way.
    pub raw_target: bool,
    /// A fragment, if one was written.
    pub fragment: bool,
    /// Header lines byte for byte and in order.
    pub raw_headers: bool,
    /// Host, Content-Length, Transfer-Encoding and their like, which a client adds as it sends.
    pub connection_headers: bool,
    /// Content-Length and Transfer-Encoding, as far as headers say where a body ends. In HTTP/2 and later they don't: a body
    /// without them lacks nothing, and rules that want one don't matter.
    pub framing_headers: bool,
    /// All other headers; without it a header that isn't listed may still have been sent.
    pub headers: bool,
    /// Placeholders (`***`, `<token>`, `$TOKEN`, `{{token}}`) take the place of values that were removed or are still to be
    /// filled in. Without it, such a text is a value like any other: what is sent over the wire replaces nothing.
    pub placeholders: bool,
}

/// Whether a header is one that a client adds as it sends.
pub(crate) fn is_of_connection(name: &str) -> bool {
    const CONNECTION: [&str; 5] = ["host", "content-length", "transfer-encoding", "connection", "te"];
    CONNECTION.iter().any(|connection| name.eq_ignore_ascii_case(connection))
}

impl Visibility {
    /// A source that shows everything, such as the raw text of a request.
    pub const ALL: Self = Self {
        raw_target: true,
        fragment: true,
        raw_headers: true,
        connection_headers: true,
        framing_headers: true,
        headers: true,
        placeholders: true,
    };

    /// A parsed request in a program: the target is well formed, no header lines, what a client adds is missing, and no value
    /// is a placeholder.
    pub const PARSED: Self = Self {
        raw_target: false,
        fragment: false,
        raw_headers: false,
        connection_headers: false,
        framing_headers: true,
        headers: true,
        placeholders: false,
    };

    pub(crate) fn header(&self, name: &str) -> bool {
        self.headers && (self.connection_headers || !is_of_connection(name))
    }

    /// Whether a request may do without a header because its version of HTTP has no use for it.
    pub(crate) fn can_lack(&self, name: &str) -> bool {
        const FRAMING: [&str; 2] = ["content-length", "transfer-encoding"];
        !self.framing_headers && FRAMING.iter().any(|framing| name.eq_ignore_ascii_case(framing))
    }
}

impl Default for Visibility {
    fn default() -> Self {
        Self::ALL
    }
}
