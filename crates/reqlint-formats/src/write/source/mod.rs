//! The request's own text, masked, line by line: what a finding is shown in.

mod excerpt;
pub(crate) mod snippet;
pub(crate) mod spot;

pub(crate) use excerpt::Excerpt;

use crate::record::judged::Judged;
use crate::record::{FieldPlace, Record, SourceMap};
use memchr::{memchr, memchr_iter, memrchr};
use reqlint_core::explain::{Edit, Location, Masked, collapsed};
use reqlint_core::{Body, Finding};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// A request as text, and where its parts are in it.
pub(crate) struct Sheet<'a> {
    map: Cow<'a, SourceMap<'a>>,
    masked: &'a Masked,
    record: &'a Record<'a>,
    /// Whether the lines are those of the input.
    pub(crate) is_literal: bool,
    /// What the report is about.
    findings: &'a [Finding],
    /// For the beginning of each line with a location of the report on it, where the last one ends.
    last: OnceCell<BTreeMap<usize, usize>>,
}

/// One line, masked.
pub(crate) struct SheetLine {
    pub(crate) text: Vec<u8>,
    /// Where it begins in the sheet.
    start: usize,
    /// Its number in the input; of an input that doesn't hold the request literally, the record's.
    pub(crate) number: usize,
}

impl<'a> Sheet<'a> {
    /// The text that the request was read from, or one written for it.
    pub(crate) fn of(judged: &Judged<'a>) -> Self {
        Self { findings: &judged.resolved.findings, ..Self::new(judged.record, judged.masked) }
    }

    /// The same for a record that was not judged.
    pub(crate) fn new(record: &'a Record<'a>, masked: &'a Masked) -> Self {
        let body_is_read = matches!(record.exchange.request.body, Body::Whole(_) | Body::Truncated(_));
        let literal = record.map.as_ref().filter(|map| map.body.is_some() || !body_is_read);
        let map = literal.map_or_else(|| Cow::Owned(written(record)), Cow::Borrowed);
        Self { map, masked, record, is_literal: literal.is_some(), findings: &[], last: OnceCell::new() }
    }

    /// Where a location of the request is in the text; `None` for what is missing.
    pub(crate) fn range(&self, location: &Location) -> Option<Range<usize>> {
        self.map.range(location, self.masked)
    }

    /// What an edit writes in the sheet.
    pub(crate) fn written<'e>(&self, edit: &'e Edit) -> Cow<'e, str> {
        self.map.written(edit, self.masked)
    }

    /// The line to show for a place: its own, else the beginning of the part that lacks it.
    pub(crate) fn line(&self, location: &Location) -> SheetLine {
        let start = self.line_start(location);
        let after = self.map.text.get(start..).unwrap_or_default();
        let line = after.get(..memchr(b'\n', after).unwrap_or(after.len())).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let own = self.range(location).map_or(start, |range| range.end);
        let last = self.last().get(&start).copied().unwrap_or(start).max(own) - start;
        let (text, runs) = self.mask(start, line.to_vec());
        // a secret that nothing is said of, nor of anything after it, is as long as any other
        let from = runs.iter().map(|run| run.start).find(|at| *at >= last).unwrap_or(text.len());
        let head = text.get(..from).unwrap_or_default().to_vec();
        let text = [&*head, &*collapsed(&text, &runs, from..text.len())].concat();
        SheetLine { text, start, number: self.number(start) }
    }

    fn last(&self) -> &BTreeMap<usize, usize> {
        self.last.get_or_init(|| {
            let mut last = BTreeMap::new();
            let edits = self.findings.iter().flat_map(|finding| &finding.edits).map(|edit| &edit.location);
            for location in self.findings.iter().map(|finding| &finding.location).chain(edits) {
                if let Some(range) = self.range(location) {
                    let end = last.entry(self.line_start(location)).or_insert(range.end);
                    *end = range.end.max(*end);
                }
            }
            last
        })
    }

    /// Where that line begins.
    pub(crate) fn line_start(&self, location: &Location) -> usize {
        let part = self.map.part(location, self.masked).map(|part| part.start);
        let at = self.range(location).map(|range| range.start).or(part).unwrap_or(self.map.request_line.start);
        self.map.text.get(..at).and_then(|before| memrchr(b'\n', before)).map_or(0, |found| found + 1)
    }

    fn number(&self, start: usize) -> usize {
        let first = self.map.request_line.start;
        let between = self.map.text.get(first..start).unwrap_or_default();
        let breaks = if self.is_literal { memchr_iter(b'\n', between).count() } else { 0 };
        self.record.place.line + breaks
    }

    /// Lays the masked parts over a piece of the text.
    fn mask(&self, start: usize, mut piece: Vec<u8>) -> (Vec<u8>, Vec<Range<usize>>) {
        let mut runs = Vec::new();
        let mut lay = |place: &Range<usize>, masked: &[u8], hidden: &[Range<usize>]| {
            let first = place.start.max(start);
            let last = place.end.min(start + piece.len());
            let from =
                masked.get(first.saturating_sub(place.start)..last.saturating_sub(place.start).min(masked.len()));
            let onto = piece.get_mut(first.saturating_sub(start)..last.saturating_sub(start));
            if let (Some(from), Some(onto)) = (from, onto)
                && from.len() == onto.len()
            {
                onto.copy_from_slice(from);
                let here = |at: usize| (place.start + at).clamp(first, last) - start;
                let skipped = hidden.partition_point(|run| place.start + run.end <= first);
                let hidden = hidden.get(skipped..).unwrap_or_default();
                let within = hidden.iter().take_while(|run| place.start + run.start < last);
                runs.extend(within.map(|run| here(run.start)..here(run.end)));
            }
        };
        lay(&self.map.target, &self.masked.target, self.masked.target.runs());
        for (place, (name, value)) in self.map.headers.iter().zip(&self.masked.headers) {
            lay(&place.name, name, &[]);
            lay(&place.value, value, value.runs());
        }
        if let Some(body) = &self.map.body {
            lay(body, &self.masked.body, self.masked.body.runs());
        }
        runs.sort_unstable_by_key(|run| run.start);
        (piece, runs)
    }
}

impl SheetLine {
    /// A range of the sheet as a range of this line, as far as it lies on it.
    pub(crate) fn span(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let end = self.start + self.text.len();
        let is_here = (self.start..=end).contains(&range.start);
        is_here.then(|| range.start - self.start..range.end.clamp(range.start, end) - self.start)
    }
}

/// A request written as HTTP, for inputs that don't hold it literally.
fn written(record: &Record<'_>) -> SourceMap<'static> {
    let request = &record.exchange.request;
    let mut text = Vec::new();
    let mut write = |bytes: &[u8]| {
        let start = text.len();
        text.extend_from_slice(bytes);
        start..text.len()
    };
    let method = write(&request.method);
    write(b" ");
    let target = write(&request.target);
    write(b" HTTP/1.1");
    let request_line = 0..target.end + 9;
    let headers = request.headers.iter().map(|(name, value)| {
        write(b"\n");
        let name = write(name);
        write(b": ");
        FieldPlace { name, value: write(value) }
    });
    let headers = headers.collect();
    write(b"\n\n");
    let body = write(request.body.bytes());
    let end = body.end;
    SourceMap { text: Cow::Owned(text), request_line, method, target, headers, body: Some(body), end, response: None }
}
