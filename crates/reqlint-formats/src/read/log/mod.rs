//! Access logs in the Common and Combined log format, which Apache httpd and nginx write unless they are told otherwise.
//!
//! ```text
//! 192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.1" 200 2326 "https://www.example.com/" "Mozilla/5.0"
//! ```
//!
//! A line shows the request line, the status, and at most two headers. The host may come first (`vhost_combined`).

use super::definition::{Definition, FixedAs, ReadBy, Sniff, Source, Take};
use crate::read::bounds::{MAX_LINE, mebibytes};
use crate::read::origin::Origin;
use crate::record::Record;
use crate::record::place::{Place, Trouble};
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Request, Response, Time, Visibility};
use std::borrow::Cow;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

pub(super) const FORMAT: Definition = Definition {
    name: "log",
    about: "Access logs in the Common or Combined log format of Apache httpd and nginx",
    endings: &[],
    is_named: false,
    sniff,
    read: ReadBy::Stream(read),
    fixed_as: FixedAs::Commands { all: false },
};

/// Whether the first line is one of a log.
fn sniff(text: &[u8]) -> Sniff {
    const LONGEST: usize = 16 << 10;
    let Some(end) = memchr::memchr(b'\n', text) else {
        // a line of a log begins with an address and has no more than a few words before the time
        let is_close = text.len() < LONGEST;
        return if is_line(text) {
            Sniff::Yes
        } else if is_close && may_begin(text) {
            Sniff::More
        } else {
            Sniff::No
        };
    };
    if text.get(..end).is_some_and(is_line) { Sniff::Yes } else { Sniff::No }
}

fn is_line(line: &[u8]) -> bool {
    Line::of(line).is_some_and(|line| line.status.is_some() && line.time.is_some())
}

/// Whether a text may be the beginning of such a line.
fn may_begin(text: &[u8]) -> bool {
    let word = text.split(|b| *b == b' ').next().unwrap_or_default();
    word.len() < 300 && word.iter().any(|b| b".:".contains(b)) || word.len() == text.len() && word.len() < 100
}

fn read(source: Source<'_>, text: &mut dyn BufRead, take: Take<'_>) -> ControlFlow<()> {
    let mut origin = Origin::new(source.name);
    let mut buffer = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        buffer.clear();
        let place = Place { line: number, column: 1 };
        let limit = MAX_LINE as u64 + 1;
        let read = (&mut *text).take(limit).read_until(b'\n', &mut buffer).and_then(|length| {
            let is_too_long = buffer.len() > MAX_LINE && buffer.last() != Some(&b'\n');
            if is_too_long {
                text.skip_until(b'\n')?;
            }
            Ok((length, is_too_long))
        });
        let record = match read {
            Ok((0, _)) => return ControlFlow::Continue(()),
            Ok((_, true)) => Err(Trouble::new(place, format!("the line is longer than {}", mebibytes(MAX_LINE)))),
            Ok(_) if buffer.trim_ascii().is_empty() => continue,
            Ok(_) => record(&buffer, place),
            Err(error) => {
                return take(Err(origin.error(Trouble::new(place, format!("reading stopped here: {error}")))));
            }
        };
        take(origin.record(record))?;
    }
}

/// A line taken apart.
struct Line<'l> {
    host: Option<&'l [u8]>,
    time: Option<Time>,
    request: Vec<u8>,
    status: Option<u16>,
    referer: Option<Vec<u8>>,
    agent: Option<Vec<u8>>,
}

impl<'l> Line<'l> {
    fn of(line: &'l [u8]) -> Option<Self> {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
        let bracket = memchr::memchr(b'[', line)?;
        let (front, rest) = line.split_at_checked(bracket)?;
        let words: Vec<&[u8]> = front.split(|b| *b == b' ').filter(|word| !word.is_empty()).collect();
        let host = match words.as_slice() {
            [host, _, _, _] => Some(*host),
            [_, _, _] => None,
            _ => return None,
        };
        let end = memchr::memchr(b']', rest)?;
        let time = time(rest.get(1..end)?);
        let rest = rest.get(end + 1..)?.trim_ascii_start();
        let (request, rest) = quoted(rest)?;
        let mut words = rest.trim_ascii_start().splitn(3, |b| *b == b' ');
        let status = words.next().and_then(|word| std::str::from_utf8(word).ok()?.parse().ok());
        let status = status.filter(|status| (100..1000).contains(status));
        let _bytes = words.next();
        let rest = words.next().unwrap_or_default().trim_ascii_start();
        let (referer, rest) =
            quoted(rest).map_or((None, rest), |(referer, rest)| (Some(referer), rest.trim_ascii_start()));
        let agent = quoted(rest).map(|(agent, _)| agent);
        let shown = |value: Option<Vec<u8>>| value.filter(|value| !value.is_empty() && value != b"-");
        Some(Self { host, time, request, status, referer: shown(referer), agent: shown(agent) })
    }
}

/// A quoted text with its escapes undone, and what follows it.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut out = Vec::new();
    loop {
        match rest {
            [b'"', after @ ..] => return Some((out, after)),
            [b'\\', b'x', a, b, after @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                out.push(u8::from_str_radix(std::str::from_utf8(&[*a, *b]).ok()?, 16).ok()?);
                rest = after;
            }
            [b'\\', escaped @ (b'"' | b'\\'), after @ ..] => {
                out.push(*escaped);
                rest = after;
            }
            [byte, after @ ..] => {
                out.push(*byte);
                rest = after;
            }
            [] => return None,
        }
    }
}

/// `10/Oct/2000:13:55:36 -0700`
fn time(text: &[u8]) -> Option<Time> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = std::str::from_utf8(text).ok()?;
    let (date, zone) = text.split_once(' ')?;
    let (date, clock) = date.split_once(':')?;
    let mut parts = date.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = 1 + MONTHS.iter().position(|known| *known == month)?;
    let (hours, minutes) = zone.split_at_checked(3)?;
    Time::read(format!("{year}-{month:02}-{day}T{clock}{hours}:{minutes}").as_bytes())
}

fn record(line: &[u8], place: Place) -> Result<Record<'static>, Trouble> {
    let Some(Line { host, time, request, status, referer, agent }) = Line::of(line) else {
        let help = "a line is `host ident user [time] \"request\" status bytes \"referer\" \"user agent\"`";
        return Err(Trouble::new(place, "this line is not of the Common or Combined log format").help(help));
    };
    let mut words = request.splitn(2, |b| *b == b' ');
    let method = words.next().unwrap_or_default();
    let rest = words.next().unwrap_or_default();
    let version = memchr::memmem::rfind(rest, b" HTTP/");
    let target = rest.get(..version.unwrap_or(rest.len())).unwrap_or_default();
    let is_token = !method.is_empty() && method.iter().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b));
    if !is_token || target.is_empty() {
        let help = "the connection was closed before, or something else than HTTP was sent to the port";
        return Err(Trouble::new(place, "the line has no method and target").help(help));
    }
    let field = |name: &str, value: Vec<u8>| HeaderField {
        name: Cow::Owned(name.as_bytes().to_vec()),
        value: Cow::Owned(value),
    };
    let referer = referer.map(|value| field("Referer", value));
    let agent = agent.map(|value| field("User-Agent", value));
    let shows = Visibility {
        fragment: false,
        raw_headers: false,
        connection_headers: false,
        headers: false,
        ..Visibility::ALL
    };
    let version = version.and_then(|at| rest.get(at + 1..)).filter(|version| *version == b"HTTP/1.0");
    let request = Request {
        method: Cow::Owned(method.to_vec()),
        target: Cow::Owned(target.to_vec()),
        authority: host.map(|host| Cow::Owned(host.to_vec())),
        version: version.map(|version| Cow::Owned(version.to_vec())),
        headers: Headers::Fields(referer.into_iter().chain(agent).collect()),
        body: Body::Unread,
        ..Request::default()
    };
    let response = status.map(|status| Response { status, headers: Headers::default(), body: Body::Unread });
    let exchange = Exchange { request, response, now: time, shows, ..Exchange::default() };
    Ok(Record::new(place, exchange, Vec::new()))
}
