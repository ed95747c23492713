//! Edits: applied to an exchange they give the fixed one.

use crate::base::finding::{Edit, Finding, HeaderPart, Location, Part, Resolved};
use crate::message::exchange::{Body, Exchange, HeaderField, Headers, Request};
use crate::message::header_names::same_name;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

impl Finding {
    /// Whether its edits may be made without asking, and fix it.
    #[must_use]
    pub fn is_fixable(&self) -> bool {
        !self.edits.is_empty() && self.edits.iter().all(|edit| edit.safe)
    }
}

impl Resolved {
    /// The findings whose safe edits can be made at once: of two that are in each other's way, the first.
    #[must_use]
    pub fn fixable(&self) -> Vec<&Finding> {
        let mut taken = Taken::default();
        let mut chosen: Vec<&Finding> = Vec::new();
        for finding in self.findings.iter().filter(|finding| finding.is_fixable()) {
            if finding.edits.iter().all(|edit| taken.is_free(&edit.location)) {
                finding.edits.iter().for_each(|edit| taken.take(&edit.location));
                chosen.push(finding);
            }
        }
        chosen
    }
}

impl Exchange<'_> {
    /// The exchange with edits applied, and without its response. Edits that overlap an earlier one, or whose place isn't
    /// there, are left out. Content-Length follows the body.
    #[must_use]
    pub fn fixed(&self, edits: &[Edit]) -> Exchange<'static> {
        let request = &self.request;
        let mut headers: Vec<HeaderField<'static>> = request.headers.iter().map(|(n, v)| owned(n, v)).collect();
        let mut order: Vec<&Edit> = edits.iter().collect();
        // from the end, so that earlier places hold
        order.sort_by_key(|e| std::cmp::Reverse(e.location.range.as_ref().map_or(0, |r| r.start)));
        let mut method = request.method.to_vec();
        let mut target = request.target.to_vec();
        let mut body = request.body.bytes().to_vec();
        let mut taken = Taken::default();
        for edit in order {
            let Some(range) = edit.location.range.clone() else { continue };
            if !taken.is_free(&edit.location) {
                continue;
            }
            let with = edit.replacement.as_bytes();
            let applied = match edit.location.part {
                Part::Method => splice(&mut method, range, with),
                Part::Target => splice(&mut target, range, with),
                Part::Body => splice(&mut body, range, with),
                Part::Header => header(&mut headers, &edit.location, range, with),
                Part::Host | Part::Fact | Part::AnswerStatus | Part::AnswerHeader | Part::AnswerBody => false,
            };
            if applied {
                taken.take(&edit.location);
            }
        }
        edits.iter().for_each(|edit| trim(&mut headers, &edit.location));
        if body.len() != request.body.bytes().len() {
            set_length(&mut headers, body.len());
        }
        let body = match &request.body {
            Body::Whole(_) => Body::Whole(Cow::Owned(body)),
            Body::Truncated(_) => Body::Truncated(Cow::Owned(body)),
            Body::Absent => Body::Absent,
            Body::Unread => Body::Unread,
            Body::Masked => Body::Masked,
        };
        Exchange {
            request: Request {
                method: Cow::Owned(method),
                target: Cow::Owned(target),
                scheme: request.scheme.as_ref().map(|s| Cow::Owned(s.clone().into_owned())),
                authority: request.authority.as_ref().map(|a| Cow::Owned(a.clone().into_owned())),
                version: request.version.as_ref().map(|v| Cow::Owned(v.clone().into_owned())),
                // edits write values, and take no line away
                without_colon: request.without_colon.clone(),
                headers: Headers::Fields(headers),
                body,
            },
            response: None,
            now: self.now,
            shows: self.shows,
            secrets: self.secrets.clone(),
            changes: self.changes.clone(),
        }
    }
}

fn owned(name: &[u8], value: &[u8]) -> HeaderField<'static> {
    HeaderField { name: Cow::Owned(name.to_vec()), value: Cow::Owned(value.to_vec()) }
}

fn header(headers: &mut [HeaderField<'static>], location: &Location, range: Range<usize>, with: &[u8]) -> bool {
    let Some(line) = line(headers, location) else { return false };
    let side = if location.of == Some(HeaderPart::Name) { &mut line.name } else { &mut line.value };
    splice(side.to_mut(), range, with)
}

/// The header line that a place is in.
fn line<'h>(headers: &'h mut [HeaderField<'static>], location: &Location) -> Option<&'h mut HeaderField<'static>> {
    let name = location.name.as_deref().unwrap_or_default();
    headers.iter_mut().filter(|h| same_name(&h.name, name)).nth(location.occurrence)
}

/// Takes the white space away that an edit left around a value, as who reads it does. A line break in front stays: it shows
/// that the value was folded.
fn trim(headers: &mut [HeaderField<'static>], location: &Location) {
    let is_value = location.part == Part::Header && location.of == Some(HeaderPart::Value);
    if let Some(line) = line(headers, location).filter(|_| is_value) {
        let value = line.value.to_mut();
        value.truncate(value.trim_ascii_end().len());
        value.drain(..value.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count());
    }
}

fn splice(text: &mut Vec<u8>, range: Range<usize>, with: &[u8]) -> bool {
    let fits = text.get(range.clone()).is_some();
    if fits {
        text.splice(range, with.iter().copied());
    }
    fits
}

/// The bytes of a request that edits are about, none of them twice.
#[derive(Default)]
struct Taken(BTreeMap<Side, BTreeMap<usize, usize>>);

/// What is edited as one text: a part, or one side of a header line by its name in lower case and its number.
type Side = (Part, Option<(String, usize, Option<HeaderPart>)>);

impl Taken {
    /// Whether no byte of a place is taken, nor its beginning.
    fn is_free(&self, location: &Location) -> bool {
        let (Some(spans), Some(range)) = (self.0.get(&side(location)), &location.range) else { return true };
        let before = spans.range(..=range.start).next_back();
        let next = spans.range(range.start..).next();
        before.is_none_or(|(start, end)| *start < range.start && *end <= range.start)
            && next.is_none_or(|(start, _)| range.end <= *start)
    }

    fn take(&mut self, location: &Location) {
        if let Some(range) = &location.range {
            self.0.entry(side(location)).or_default().insert(range.start, range.end);
        }
    }
}

fn side(location: &Location) -> Side {
    let name = location.name.as_ref().filter(|_| location.part == Part::Header);
    let line = name.map(|name| (name.trim_end().to_ascii_lowercase(), location.occurrence, location.of));
    (location.part, line)
}

fn set_length(headers: &mut [HeaderField<'static>], length: usize) {
    if let Some(line) = headers.iter_mut().find(|h| same_name(&h.name, "content-length")) {
        line.value = Cow::Owned(length.to_string().into_bytes());
    }
}
