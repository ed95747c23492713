//! What is around a place of a request, for programs: a short text with offsets of its own.

use super::Sheet;
use memchr::{memchr, memrchr};
use reqlint_core::base::escape::visible;
use reqlint_core::explain::{Location, collapsed};
use serde::Serialize;
use std::ops::Range;

/// A piece of one line of a request, masked, and the place in it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Excerpt {
    text: String,
    /// Bytes of `text`.
    start: usize,
    end: usize,
}

/// How many bytes of the line are shown in front of the place, and from its beginning on.
const BEFORE: usize = 60;
const AFTER: usize = 140;

impl Sheet<'_> {
    /// What is around a location; `None` for what is missing. Every secret is eight stars, but for one that the location begins
    /// or ends in.
    pub(crate) fn excerpt(&self, location: &Location) -> Option<Excerpt> {
        let place = self.range(location)?;
        let line = self.line_around(place.start);
        let window = self.whole_characters(
            place.start.saturating_sub(BEFORE).max(line.start)..place.start.saturating_add(AFTER).min(line.end),
        );
        let (piece, mut runs) = self.mask(window.start, self.map.text.get(window.clone())?.to_vec());
        let end = place.end.clamp(place.start, window.end.max(place.start));
        let (start, end) = (place.start - window.start, end - window.start);
        runs.retain(|run| ![start, end].iter().any(|at| run.start < *at && *at < run.end));
        let shown = |range: Range<usize>| -> String {
            String::from_utf8_lossy(&collapsed(&piece, &runs, range)).chars().map(visible).collect()
        };
        let lead = if window.start > line.start { "…" } else { "" };
        let before = format!("{lead}{}", shown(0..start));
        let marked = shown(start..end);
        let tail = if window.end < line.end { "…" } else { "" };
        let text = format!("{before}{marked}{}{tail}", shown(end..piece.len()));
        Some(Excerpt { text, start: before.len(), end: before.len() + marked.len() })
    }

    /// The line that a place is on, without its break.
    fn line_around(&self, at: usize) -> Range<usize> {
        let text = &self.map.text;
        let start = text.get(..at).and_then(|before| memrchr(b'\n', before)).map_or(0, |found| found + 1);
        let end = text.get(at..).and_then(|rest| memchr(b'\n', rest)).map_or(text.len(), |found| at + found);
        let is_carried = end > start.max(at) && text.get(end - 1) == Some(&b'\r');
        start..end - usize::from(is_carried)
    }

    /// A range without the pieces of characters at its ends.
    fn whole_characters(&self, range: Range<usize>) -> Range<usize> {
        let is_start = |at: &usize| self.map.text.get(*at).is_none_or(|b| b & 0xc0 != 0x80);
        let nearest = |from: usize| (from.saturating_sub(3)..=from).rev().find(is_start).unwrap_or(from);
        nearest(range.start)..nearest(range.end).max(range.start)
    }
}
