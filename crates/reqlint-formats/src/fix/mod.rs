//! Fixes: the safe edits of a request, made in the text that it was read from, of which only the edited bytes change; or the
//! request written anew as a curl command.
//!
//! ```
//! use reqlint_formats::fix::{Text, apply};
//! use reqlint_formats::read::Literal;
//! # use reqlint_core::{PackSource, RuleSet, SourceFile};
//! # use reqlint_formats::Judged;
//! # let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
//! # let files = vec![
//! #     file("shop/pack.toml", "title = 'Shop'\nhosts = ['api.shop.example']\n"),
//! #     file("shop/endpoints/a.toml", "[[endpoint]]\nid = 'a'\nmethod = 'GET'\npath = '/a'\n"),
//! #     file("shop/404/slash.toml", r#"
//! #         title  = "The path has no slash at its end"
//! #         status = 404
//! #         check  = "no-trailing-slash"
//! #         [[example]]
//! #         fail = "GET https://api.shop.example/a/"
//! #         pass = "GET https://api.shop.example/a"
//! #     "#),
//! # ];
//! # let rules = RuleSet::load(vec![PackSource { name: "shop".into(), root: "shop".into(), files }]).unwrap();
//! # let facts = rules.facts();
//! let text = b"GET /a/ HTTP/1.1\nHost: api.shop.example\n";
//! let record = reqlint_formats::read::raw::read_one(text)?;
//! # let explained = rules.explain(&record.exchange, &facts);
//! # let (resolved, masked) = (&explained.resolved, &explained.masked);
//! # let judged = Judged { record: &record, masked, resolved, facts: facts.declared() };
//! let fixes = Text::new(Literal::Http, text).fixes(&judged);
//! assert_eq!(apply(text, &fixes.patches), b"GET /a HTTP/1.1\nHost: api.shop.example\n");
//! # Ok::<(), reqlint_formats::ReadError>(())
//! ```

mod curl;
mod line;
mod patch;
mod typed;

pub use curl::write as curl;
pub use patch::{Patch, apply};
pub use typed::typed;

use crate::read::Literal;
use crate::record::Record;
use crate::record::judged::Judged;
use line::Line;
use memchr::memchr_iter;
use reqlint_core::Finding;
use reqlint_core::explain::{Edit, HeaderPart, Location, Part};
use std::fmt;
use std::ops::Range;

/// What is fixed in a text, and how.
#[derive(Debug, Default)]
pub struct Fixes<'f> {
    /// The changes to the text, in no order. No two of them overlap.
    pub patches: Vec<Patch>,
    /// The findings that they fix.
    pub findings: Vec<&'f Finding>,
}

/// A text that holds requests literally.
pub struct Text<'t> {
    text: &'t [u8],
    literal: Literal,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'t> Text<'t> {
    /// A text as its records were read from it.
    #[must_use]
    pub fn new(literal: Literal, text: &'t [u8]) -> Self {
        let breaks = memchr_iter(b'\n', text).map(|at| at + 1);
        let starts = match literal {
            Literal::Http => Vec::new(),
            Literal::Json => std::iter::once(0).chain(breaks).collect(),
        };
        Self { text, literal, starts }
    }

    /// The changes to the text that fix one of its requests.
    #[must_use]
    pub fn fixes<'f>(&self, judged: &Judged<'f>) -> Fixes<'f> {
        match self.literal {
            Literal::Http => {
                let Some(map) = &judged.record.map else { return self.typed(judged) };
                fixes(judged, &|location| map.range(location, judged.masked), &|edit| {
                    map.written(edit, judged.masked).as_bytes().to_vec()
                })
            }
            Literal::Json => {
                let range = self.line(judged.record.place.line);
                let line = self.text.get(range.clone()).and_then(|line| Line::read(line, judged));
                let Some(line) = line else { return Fixes::default() };
                let place = |location: &Location| {
                    let place = line.range(location, judged.masked)?;
                    Some(range.start + place.start..range.start + place.end)
                };
                fixes(judged, &place, &|edit| line::escaped(&edit.replacement))
            }
        }
    }

    /// The changes to a command among requests.
    fn typed<'f>(&self, judged: &Judged<'f>) -> Fixes<'f> {
        let fixed = |finding: &'f Finding| Some((finding, typed(self.text, judged, &[finding])?));
        let (findings, patches): (Vec<_>, Vec<_>) = judged.resolved.fixable().into_iter().filter_map(fixed).unzip();
        Fixes { patches: patches.into_iter().flatten().collect(), findings }
    }

    /// The line of a number, without the byte-order mark in front and the line break at its end.
    fn line(&self, number: usize) -> Range<usize> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        let at = |index: usize| self.starts.get(index).copied().unwrap_or(self.text.len());
        let (start, end) = (at(number.saturating_sub(1)), at(number));
        let line = self.text.get(start..end).unwrap_or_default();
        let mark = if start == 0 && line.starts_with(MARK) { MARK.len() } else { 0 };
        start + mark..start + line.trim_ascii_end().len().max(mark)
    }
}

// INVARIANT: like the exchange's own, this shows no value.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("literal", &self.literal).finish_non_exhaustive()
    }
}

/// The request of a record as a curl command, as [`curl()`] writes it; variables that a shell filled in stay variables.
#[must_use]
pub fn curl_of(record: &Record<'_>) -> Option<String> {
    curl::with_variables(&record.exchange.request, &record.variables)
}

/// The change to a text of raw HTTP that removes the response that follows a request; the request stays as it is.
#[must_use]
pub fn without_response(record: &Record<'_>) -> Option<Patch> {
    let map = record.map.as_ref()?;
    let response = map.response.clone()?;
    // one line break after a body is not part of it
    let after = map.text.get(map.end..response.start).unwrap_or_default();
    let line_break = after.iter().take_while(|b| matches!(b, b'\r' | b'\n')).take(2);
    let length = if after.starts_with(b"\r\n") { line_break.count() } else { line_break.take(1).count() };
    let has_body = !record.exchange.request.body.is_absent();
    let start = if has_body { map.end + length } else { map.end };
    Some(Patch { range: start..response.end, replacement: Vec::new() })
}

/// Findings of which an edit has no place in the text are left as they are.
fn fixes<'f>(
    judged: &Judged<'f>,
    place: &dyn Fn(&Location) -> Option<Range<usize>>,
    written: &dyn Fn(&Edit) -> Vec<u8>,
) -> Fixes<'f> {
    let mut fixes = Fixes::default();
    let mut growth = 0;
    let patch = |edit: &Edit| Some(Patch { range: place(&edit.location)?, replacement: written(edit) });
    for finding in judged.resolved.fixable() {
        let Some(patches) = finding.edits.iter().map(patch).collect::<Option<Vec<_>>>() else { continue };
        growth += finding.edits.iter().map(body_growth).sum::<isize>();
        fixes.patches.extend(patches);
        fixes.findings.push(finding);
    }
    if growth != 0 {
        fixes.patches.extend(length(judged, growth).and_then(|edit| patch(&edit)));
    }
    fixes
}

/// By how many bytes an edit makes the body longer.
fn body_growth(edit: &Edit) -> isize {
    let signed = |length: usize| isize::try_from(length).unwrap_or(isize::MAX);
    let range = edit.location.range.as_ref().filter(|_| edit.location.part == Part::Body);
    range.map_or(0, |range| signed(edit.replacement.len()) - signed(range.len()))
}

/// What Content-Length is once the body has grown.
fn length(judged: &Judged<'_>, growth: isize) -> Option<Edit> {
    let request = &judged.record.exchange.request;
    let sent = request.headers.get("content-length")?;
    let location = Location {
        part: Part::Header,
        name: Some("Content-Length".into()),
        of: Some(HeaderPart::Value),
        occurrence: 0,
        range: Some(0..sent.len()),
    };
    let length = request.body.bytes().len().checked_add_signed(growth)?;
    Some(Edit { location, replacement: length.to_string().into(), safe: true })
}
