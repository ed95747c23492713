//! `framing`. Looks at: Host, Content-Length, Transfer-Encoding and the body's length (RFC 9112 sections 3.2 and 6).
//! Fails when: they are at odds with each other. Never skips; what the source can't show is unknown.
//!
//! ```toml
//! [check.framing]
//! tests = ["host-missing", "host-doubled"]
//! ```

use crate::base::finding::HeaderPart;
use crate::base::text::{SmolStr, text};
use crate::check::clause::wanted;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::message::exchange::Body;
use crate::message::header_names::{HeaderName, HeaderNames};
use crate::message::target::host_and_port;
use crate::subject::place::Place;
use crate::subject::{Host, Subject, Uses};

const TESTS: [&str; 7] = [
    "host-missing",
    "host-doubled",
    "host-differs",
    "length-missing",
    "length-doubled",
    "length-and-chunked",
    "length-differs",
];

#[derive(Clone, Debug)]
pub(crate) struct Framing {
    pub(crate) tests: [bool; 7],
    pub(crate) lengths: HeaderName,
    pub(crate) codings: HeaderName,
}

impl Kind for Framing {
    type Spec = [bool; 7];
    const KEYS: &'static [Key] = &[Key::tests(&TESTS)];
    const NEEDS_CATALOGUE: bool = false;

    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec> {
        Some(c.some_of("tests", TESTS, sink))
    }

    fn compile(tests: &Self::Spec, scope: &mut Scope<'_>) -> Option<Self> {
        let [lengths, codings] = ["Content-Length", "Transfer-Encoding"].map(|name| scope.headers.intern(name));
        Some(Self { tests: *tests, lengths, codings })
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let [host_missing, host_doubled, host_differs, missing, doubled, and_chunked, differs] = self.tests;
        let hosts = Header::of(subject, "Host");
        let lengths = Header::of(subject, "Content-Length");
        let chunked = Header::of(subject, "Transfer-Encoding");
        let mut verdict = Verdict::Pass;
        let mut fail = |header: &Header<'_>, line: usize, detail: SmolStr| {
            let place = Place::Header(header.name.into(), header.line(line), HeaderPart::Value, header.range(line));
            verdict = Verdict::Fail;
            trace.fail(|| Evidence::new(subject.locate(&place), detail));
        };
        // HTTP/1.0 has no Host
        let needs_host = subject.exchange.request.version.as_deref() != Some(b"HTTP/1.0");
        if host_missing && needs_host && *subject.host == Host::Missing && hosts.count == 0 {
            fail(&hosts, 0, SmolStr::new_static("there is no Host header"));
        }
        if host_doubled && hosts.count > 1 {
            fail(&hosts, 1, SmolStr::new_static("there is more than one Host header"));
        }
        if host_differs
            && let (Host::Target(range), Some(host)) = (subject.host, hosts.first)
            && !subject.exchange.shows.hides(host)
            && !same_host(subject.slice(range), host)
        {
            fail(&hosts, 0, SmolStr::new_static("the Host header names a different host than the target"));
        }
        if doubled && lengths.count > 1 {
            fail(&lengths, 1, SmolStr::new_static("there is more than one Content-Length header"));
        }
        if and_chunked && lengths.count > 0 && chunked.count > 0 {
            fail(&lengths, 0, SmolStr::new_static("both Content-Length and Transfer-Encoding are present"));
        }
        let body = &subject.exchange.request.body;
        let shows = subject.exchange.shows;
        let shows_length = shows.can_lack(lengths.name) || shows.header(lengths.name);
        let length = body.bytes().len();
        let mut unseen = (missing || doubled || and_chunked || differs) && !shows_length;
        if chunked.count == 0 && missing && lengths.count == 0 && shows_length && !shows.can_lack(lengths.name) {
            match body {
                Body::Absent | Body::Whole(_) if length == 0 => {}
                Body::Unread => unseen = true,
                _ => fail(
                    &lengths,
                    0,
                    SmolStr::new_static("there is a body but neither Content-Length nor Transfer-Encoding"),
                ),
            }
        }
        if chunked.count == 0
            && differs
            && shows.framing_headers
            && let Some(declared) = lengths.first
        {
            match (declared_length(declared), body) {
                _ if subject.exchange.shows.hides(declared) => unseen = true,
                // the body is sent once the server says so
                (Some(_), _) if length == 0 && Header::of(subject, "Expect").count > 0 => unseen = true,
                (None, _) => fail(&lengths, 0, SmolStr::new_static("Content-Length is not a number")),
                // what was replaced in it had another length
                (Some(n), Body::Whole(bytes)) if n != length && shows.hides(bytes) => unseen = true,
                (Some(n), Body::Absent | Body::Whole(_)) if n != length => {
                    let counted = counted_as(body.bytes(), n);
                    let counted =
                        counted.map(|unit| text!("; Content-Length counts its {n} {unit}")).unwrap_or_default();
                    fail(&lengths, 0, text!("the body has {length} bytes{counted}"));
                }
                (Some(n), Body::Truncated(_)) if n < length => {
                    fail(&lengths, 0, text!("the body has more than {n} bytes"));
                }
                (Some(_), Body::Truncated(_) | Body::Unread | Body::Masked) => unseen = true,
                _ => {}
            }
        }
        let unseen_host = *subject.host == Host::Unseen && hosts.count == 0 && subject.target.authority.is_none();
        unseen |= (host_missing || host_doubled || host_differs) && unseen_host;
        if verdict == Verdict::Pass && unseen { Verdict::NOT_VISIBLE } else { verdict }
    }

    fn uses(&self) -> Uses {
        let [.., missing, _, _, differs] = self.tests;
        Uses { body: missing || differs, ..Uses::default() }
    }

    fn clause(&self, _words: Words<'_>) -> String {
        let phrases = [
            "Host is present",
            "Host appears once",
            "Host agrees with the target",
            "Content-Length is present where it must be",
            "Content-Length appears once",
            "Content-Length and chunked coding are not used together",
            "Content-Length is the length of the body",
        ];
        wanted(self.tests, phrases)
    }

    fn place<'s>(&'s self, _subject: &Subject<'s>) -> Place<'s> {
        Place::Header("Content-Length".into(), None, HeaderPart::Value, None)
    }
}

impl Framing {
    /// Fast path: whether it surely passes, as the lines of the headers that it looks at show.
    pub(crate) fn passes_plainly(&self, subject: &Subject<'_>) -> bool {
        let [host_missing, host_doubled, host_differs, missing, doubled, and_chunked, differs] = self.tests;
        let (hosts, shows) = (subject.headers.lines_of(HeaderNames::HOST), subject.exchange.shows);
        let has_one_host = || !hosts.is_none() && !hosts.again() && !matches!(subject.host, Host::Target(_));
        let length = subject.only_line(&self.lengths);
        let is_chunked = || subject.header_lines(&self.codings).next().is_some();
        let is_length = |declared: &[u8]| match &subject.exchange.request.body {
            Body::Whole(body) => !body.is_empty() && declared_length(declared) == Some(body.len()),
            _ => false,
        };
        let asks_length = missing || doubled || and_chunked || differs;
        let has_one_length = || length.is_some_and(|_| shows.header(&self.lengths.text) && !is_chunked());
        (!(host_missing || host_doubled || host_differs) || has_one_host())
            && (!asks_length || has_one_length())
            && (!differs || length.is_some_and(is_length))
    }
}

/// The lines of one header.
struct Header<'s> {
    name: &'static str,
    count: usize,
    first: Option<&'s [u8]>,
    lines: [Option<(usize, usize)>; 2],
}

impl<'s> Header<'s> {
    fn of(subject: &Subject<'s>, name: &'static str) -> Self {
        let mut header = Self { name, count: 0, first: None, lines: [None; 2] };
        for (line, value) in subject.exchange.request.headers.lines(name) {
            if let Some(slot) = header.lines.get_mut(header.count) {
                *slot = Some((line, value.len()));
            }
            header.first = header.first.or(Some(value));
            header.count += 1;
        }
        header
    }

    fn line(&self, index: usize) -> Option<usize> {
        self.lines.get(index).copied().flatten().map(|(line, _)| line)
    }

    fn range(&self, index: usize) -> Option<std::ops::Range<usize>> {
        self.lines.get(index).copied().flatten().map(|(_, length)| 0..length)
    }
}

/// Digits and nothing else (RFC 9110 section 8.6).
fn declared_length(value: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(value.trim_ascii()).ok()?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// What of a body a length counts, if not its bytes: so Python and JavaScript count texts.
fn counted_as(body: &[u8], length: usize) -> Option<&'static str> {
    let text = std::str::from_utf8(body).ok()?;
    match length {
        _ if text.chars().count() == length => Some("characters"),
        _ if text.encode_utf16().count() == length => Some("UTF-16 units"),
        _ => None,
    }
}

fn same_host(a: &[u8], b: &[u8]) -> bool {
    let port = |p: Option<&[u8]>| p.filter(|p| !matches!(*p, b"80" | b"443" | b"")).map(<[u8]>::to_vec);
    let ((a, a_port), (b, b_port)) = (host_and_port(a), host_and_port(b));
    a.eq_ignore_ascii_case(b) && port(a_port) == port(b_port)
}
