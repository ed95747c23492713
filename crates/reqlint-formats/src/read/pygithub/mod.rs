//! What the tests of PyGithub record of GitHub's API: a request and its answer in a line for each part.
//!
//! ```text
//! https
//! GET
//! api.github.com
//! None
//! /repos/octo/pens
//! {'Authorization': 'token private_token_removed', 'User-Agent': 'PyGithub/Python'}
//! None
//! 200
//! [('date', 'Thu, 10 May 2012 19:17:12 GMT'), ('content-type', 'application/json; charset=utf-8')]
//! {"name":"pens"}
//!
//! ```
//!
//! Below the scheme, the method, the host, the port and the target are the headers and the body, the status, its headers and
//! its body, and an empty line.

mod literal;

use super::definition::{Definition, FixedAs, ReadBy, Sniff, Take};
use crate::read::interaction::{Answer, Content, Interaction, field, whole};
use crate::read::origin::Origin;
use crate::record::place::{Place, Trouble};
use reqlint_core::message::HeaderField;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::str::Lines;

pub(super) const FORMAT: Definition = Definition {
    name: "pygithub",
    about: "Recordings of PyGithub's tests",
    endings: &[],
    is_named: false,
    sniff,
    read: ReadBy::Stream(|source, text, take| read(source.name, text, take)),
    fixed_as: FixedAs::Commands { all: false },
};

/// Whether a line is what belongs in its place.
type Test = dyn Fn(&[u8]) -> bool;

/// The first five lines tell.
fn sniff(start: &[u8]) -> Sniff {
    const LONGEST: usize = 4 << 10;
    let is_upper = |line: &[u8]| !line.is_empty() && line.iter().all(u8::is_ascii_uppercase);
    let is_host =
        |line: &[u8]| !line.is_empty() && line.iter().all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(b));
    let is_port = |line: &[u8]| line == b"None" || !line.is_empty() && line.iter().all(u8::is_ascii_digit);
    let tests: [&Test; 5] =
        [&|line| matches!(line, b"http" | b"https"), &is_upper, &is_host, &is_port, &|line| line.starts_with(b"/")];
    let mut lines = start.split_inclusive(|b| *b == b'\n');
    for test in tests {
        match lines.next() {
            Some(line) if line.ends_with(b"\n") => {
                if !test(line.trim_ascii_end()) {
                    return Sniff::No;
                }
            }
            Some(line) if line.len() > LONGEST => return Sniff::No,
            _ => return Sniff::More,
        }
    }
    Sniff::Yes
}

/// Reads a recording and hands on one exchange after the other.
fn read(input: Option<&str>, text: &mut dyn BufRead, take: Take<'_>) -> ControlFlow<()> {
    let mut origin = Origin::new(input);
    let whole = match whole(text) {
        Ok(whole) => whole,
        Err(trouble) => return take(Err(origin.error(trouble))),
    };
    let text = String::from_utf8_lossy(whole.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&whole));
    let mut parts = Parts { lines: text.lines(), number: 0 };
    while let Some(scheme) = parts.first() {
        let place = Place { line: parts.number, column: 1 };
        let exchange = exchange(scheme, &mut parts).map_err(|message| {
            let trouble = Trouble::new(Place { line: parts.number, column: 1 }, message);
            parts.pass_over();
            trouble
        });
        take(origin.record(exchange.and_then(|exchange| exchange.record(place))))?;
    }
    if origin.read() == 0 {
        let nothing = Trouble::new(Place { line: 1, column: 1 }, "no request found");
        return take(Err(origin.error(nothing)));
    }
    ControlFlow::Continue(())
}

/// The lines that are left.
struct Parts<'t> {
    lines: Lines<'t>,
    number: usize,
}

impl<'t> Parts<'t> {
    fn next(&mut self) -> Option<&'t str> {
        let line = self.lines.next()?;
        self.number += 1;
        Some(line)
    }

    /// The first line of the next exchange: it isn't blank.
    fn first(&mut self) -> Option<&'t str> {
        loop {
            let line = self.next()?.trim_end();
            if !line.is_empty() {
                return Some(line);
            }
        }
    }

    /// Goes on to the next empty line.
    fn pass_over(&mut self) {
        while self.next().is_some_and(|line| !line.trim_end().is_empty()) {}
    }

    /// The body of an answer: its one line, or those in Base64 of one that came in pieces, up to an empty line.
    fn answer(&mut self) -> Content {
        let first = self.next().unwrap_or_default();
        let mut is_long = false;
        while self.next().is_some_and(|line| !line.trim_end().is_empty()) {
            is_long = true;
        }
        match first {
            _ if is_long => Content::Unknown("the answer came in pieces"),
            "" => Content::Nothing,
            line => Content::Text(line.to_owned()),
        }
    }
}

/// The exchange that begins with this scheme; or what is wrong with the line that was read last.
fn exchange(scheme: &str, parts: &mut Parts<'_>) -> Result<Interaction, &'static str> {
    const ENDS: &str = "the recording ends within an exchange";
    if !matches!(scheme, "http" | "https") {
        return Err("expected the scheme of a request, `https` or `http`");
    }
    let method = parts.next().ok_or(ENDS)?.to_owned();
    let host = parts.next().ok_or(ENDS)?;
    let port = parts.next().ok_or(ENDS)?;
    let port = if port == "None" { String::new() } else { format!(":{port}") };
    let target = parts.next().ok_or(ENDS)?;
    let url = if target.starts_with('/') { format!("{scheme}://{host}{port}{target}") } else { target.to_owned() };
    let headers = fields(parts.next().ok_or(ENDS)?).ok_or("expected the headers of the request")?;
    let body = match parts.next().ok_or(ENDS)? {
        "None" | "" => Content::Nothing,
        // lines are joined in it
        text if text.starts_with("--") => {
            Content::Unknown("the form is recorded without its line breaks: it is not checked")
        }
        text => Content::Text(text.to_owned()),
    };
    let status = parts.next().ok_or(ENDS)?.parse().ok().filter(|status| (100..1000).contains(status));
    let status = status.ok_or("expected the status of the answer")?;
    let answered = fields(parts.next().ok_or(ENDS)?).ok_or("expected the headers of the answer")?;
    let answer = Answer { status, headers: answered, body: parts.answer() };
    let now = answer.date();
    Ok(Interaction { method, url, headers, body, answer: Some(answer), now, lacks_headers: false })
}

/// Header lines, as Python shows a `dict` or a list of pairs.
fn fields(text: &str) -> Option<Vec<HeaderField<'static>>> {
    let pairs = text.starts_with(['{', '[']).then(|| literal::pairs(text)).flatten()?;
    Some(pairs.iter().map(|(name, value)| field(name, value)).collect())
}
