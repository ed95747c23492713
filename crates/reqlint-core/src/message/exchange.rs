//! The exchange: a request as it was sent, its response if any, its time, and what its source can show.
//!
//! Everything borrows where it can: [`std::borrow::Cow`] lets a reader hand out slices of its input and decode only what
//! needs decoding. Nothing here is validated; a raw space in the target is something to report, not a parse error.

use crate::base::finding::Part;
use crate::base::time::Time;
use crate::message::header_names::same_name;
pub(crate) use crate::message::visibility::Visibility;
use std::borrow::Cow;
use std::fmt;

/// A request, its response if there is one, and what is known about both.
#[derive(Clone, Default)]
pub struct Exchange<'a> {
    /// The request.
    pub request: Request<'a>,
    /// The response that came, where the source has one.
    pub response: Option<Response<'a>>,
    /// When the request was (or will be) sent; what the selector `now` reads. Without it such rules are unknown.
    pub now: Option<Time>,
    /// What the source of this exchange can show.
    pub shows: Visibility,
    /// Values that the source knows to be secret, such as that of a variable `token`: masked wherever they are. Shorter ones
    /// than 4 bytes are not looked for.
    pub secrets: Vec<Box<[u8]>>,
    /// Where something else is sent than was typed, of a command line.
    pub changes: Vec<Change>,
}

// INVARIANT: this shows no value of the request, and none that is known to be secret.
impl std::fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange")
            .field("request", &self.request)
            .field("response", &self.response)
            .field("now", &self.now)
            .field("shows", &self.shows)
            .field("secrets", &self.secrets.len())
            .field("changes", &self.changes.len())
            .finish()
    }
}

/// Something that a shell, its prompt or a program makes of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The part of the request that it is about.
    pub part: Part,
    /// What happens, and how it is written instead: lower case, without a full stop. It quotes nothing.
    pub detail: Cow<'static, str>,
}

/// An HTTP request, byte for byte as sent.
#[derive(Clone, Default)]
pub struct Request<'a> {
    /// The method as sent: `GET`.
    pub method: Cow<'a, [u8]>,
    /// The request target as sent: origin form (`/path?query`) or absolute form (`https://host/path`).
    pub target: Cow<'a, [u8]>,
    /// Scheme, where the source keeps it apart from the target.
    pub scheme: Option<Cow<'a, str>>,
    /// `host[:port]`, where the source keeps it apart from target and Host header.
    pub authority: Option<Cow<'a, [u8]>>,
    /// The version as sent, `HTTP/1.0`: everything after the space that ends the target, further spaces included. Empty where
    /// the request line has none, `None` where the source shows no request line.
    pub version: Option<Cow<'a, [u8]>>,
    /// The header fields, in order, with repetitions.
    pub headers: Headers<'a>,
    /// The header lines that have no colon, by their number from 0: their name is the whole line, and they have no value.
    pub without_colon: Vec<usize>,
    /// The body.
    pub body: Body<'a>,
}

/// An HTTP response.
#[derive(Clone, Default)]
pub struct Response<'a> {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: Headers<'a>,
    /// The body.
    pub body: Body<'a>,
}

/// Header fields in the order in which they were sent.
#[derive(Clone)]
pub enum Headers<'a> {
    /// Fields that a reader found.
    Fields(Vec<HeaderField<'a>>),
    /// Fields that are stored elsewhere.
    Borrowed(&'a [HeaderField<'a>]),
    /// A map of the `http` crate, borrowed.
    Map(&'a http::HeaderMap),
}

/// One header line.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct HeaderField<'a> {
    /// All that stood before the colon, white space included.
    pub name: Cow<'a, [u8]>,
    /// The value without the white space around it. A folded line keeps its line break.
    pub value: Cow<'a, [u8]>,
}

/// A message body and how much of it the source has.
#[derive(Clone, Default)]
pub enum Body<'a> {
    /// There is none.
    #[default]
    Absent,
    /// All of it, after content decoding.
    Whole(Cow<'a, [u8]>),
    /// The beginning of it.
    Truncated(Cow<'a, [u8]>),
    /// There may be one; it was not read.
    Unread,
    /// There is one; its content was taken out.
    Masked,
}

impl<'a> Headers<'a> {
    /// The fields as `(name, value)`, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let (fields, map) = self.fields().map_or_else(|map| (&[][..], Some(map)), |fields| (fields, None));
        let fields = fields.iter().map(|f| (&*f.name, &*f.value));
        fields.chain(map.into_iter().flatten().map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes())))
    }

    /// The fields, or else the map that holds them.
    #[inline]
    pub(crate) fn fields(&self) -> Result<&[HeaderField<'a>], &'a http::HeaderMap> {
        match self {
            Headers::Fields(fields) => Ok(fields),
            Headers::Borrowed(fields) => Ok(fields),
            Headers::Map(map) => Err(map),
        }
    }

    /// The values of the fields of this name, in order; names are compared ignoring case and trailing spaces.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s [u8]> {
        self.lines(name).map(|(_, value)| value)
    }

    /// The first value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.find(name, 0).map(|(_, value)| value)
    }

    /// The fields of this name: their number among all, and value.
    pub(crate) fn lines<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (usize, &'s [u8])> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find(name, from)?;
            from = found.0 + 1;
            Some(found)
        })
    }

    /// The first field of this name, from a number on.
    pub(crate) fn find(&self, name: &str, from: usize) -> Option<(usize, &[u8])> {
        let Ok(fields) = self.fields() else {
            let mut fields = self.iter().enumerate().skip(from);
            return fields.find(|(_, (n, _))| same_name(n, name)).map(|(line, (_, value))| (line, value));
        };
        let offset = fields.get(from..)?.iter().position(|field| same_name(&field.name, name))?;
        fields.get(from + offset).map(|field| (from + offset, &*field.value))
    }

    /// The value of the field of that number.
    pub(crate) fn value(&self, line: usize) -> Option<&[u8]> {
        match self.fields() {
            Ok(fields) => fields.get(line).map(|field| &*field.value),
            Err(_) => self.iter().nth(line).map(|(_, value)| value),
        }
    }
}

impl Default for Headers<'_> {
    fn default() -> Self {
        Headers::Borrowed(&[])
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Headers<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(iter: I) -> Self {
        Headers::Fields(iter.into_iter().map(|(name, value)| HeaderField::new(name, value)).collect())
    }
}

impl<'a> HeaderField<'a> {
    /// A header line of a name and a value.
    pub fn new(name: &'a (impl AsRef<[u8]> + ?Sized), value: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { name: Cow::Borrowed(name.as_ref()), value: Cow::Borrowed(value.as_ref()) }
    }
}

impl Body<'_> {
    /// The bytes that are there; none when the body is absent, unread or masked.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Body::Whole(bytes) | Body::Truncated(bytes) => bytes,
            Body::Absent | Body::Unread | Body::Masked => &[],
        }
    }

    /// Whether there is none: absent, or empty.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        match self {
            Body::Absent => true,
            Body::Whole(bytes) => bytes.is_empty(),
            Body::Truncated(_) | Body::Unread | Body::Masked => false,
        }
    }
}

// INVARIANT: `Debug` of a message shows no value, so that a log line or a panic message never holds a secret. In a line
// without a colon, a value may be where the name should be.

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &String::from_utf8_lossy(&self.method))
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish()
    }
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| shown(name))).finish()
    }
}

impl fmt::Debug for HeaderField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.name).fmt(f)
    }
}

fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(&crate::message::secrets::masked::header_name(name)).into_owned()
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Absent => f.write_str("Absent"),
            Body::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Body::Truncated(bytes) => write!(f, "Truncated({} bytes)", bytes.len()),
            Body::Unread => f.write_str("Unread"),
            Body::Masked => f.write_str("Masked"),
        }
    }
}
