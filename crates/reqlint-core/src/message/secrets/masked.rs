//! Texts with their secrets masked: as long as they were sent, so that offsets hold, or as they are shown, each secret eight
//! stars.

use crate::base::bytes;
use crate::base::pattern::is_token_byte;
use crate::message::credential::looks::looks_random;
use crate::message::placeholder::{placeholder, redaction_mark};
use crate::message::secrets::names::{OwnNames, names_a_variable};
use crate::message::secrets::scan::secrets;
use std::borrow::Cow;
use std::ops::{Deref, Range};

/// What a secret is shown as, whatever its length.
const STARS: &[u8] = b"********";

/// A text with its secrets masked.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MaskedText {
    /// As long as the text was.
    bytes: Vec<u8>,
    /// What is masked, in order, none touching another.
    runs: Vec<Range<usize>>,
}

impl MaskedText {
    pub(crate) fn new(text: &[u8]) -> Self {
        Self { bytes: text.to_vec(), runs: Vec::new() }
    }

    /// A text with these ranges masked.
    #[must_use]
    pub fn of(text: &[u8], secrets: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut masked = Self::new(text);
        secrets.into_iter().for_each(|range| masked.hide(range));
        masked.finish()
    }

    /// A text of unknown structure without its secrets: known shapes, and what follows the name of one.
    #[must_use]
    pub fn of_text(text: &[u8]) -> Self {
        Self::of(text, secrets(text, &OwnNames::default()))
    }

    /// Where secrets were, in order: every byte there is a star.
    #[must_use]
    pub fn runs(&self) -> &[Range<usize>] {
        &self.runs
    }

    /// The text as it is shown by itself: every secret is eight stars.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, [u8]> {
        self.piece(0..self.bytes.len())
    }

    /// A piece of the text as it is shown by itself.
    #[must_use]
    pub fn piece(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        collapsed(&self.bytes, &self.runs, range)
    }

    /// Masks some bytes, all of them; a placeholder, and a mark that the value was redacted, stay.
    pub(crate) fn hide(&mut self, range: Range<usize>) {
        let range = range.start..range.end.min(self.bytes.len());
        let Some(part) = self.bytes.get(range.clone()) else { return };
        if part.is_empty() || redaction_mark(part.trim_ascii()) {
            return;
        }
        let mut at = range.start;
        while at < range.end {
            let rest = self.bytes.get(at..range.end).unwrap_or_default();
            let found = kept_placeholder(rest).map_or(range.end..range.end, |p| at + p.start..at + p.end);
            // inside a word it is more likely a piece of the secret
            let is_word = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii_punctuation() && *b != b' ');
            let before = found.start.checked_sub(1).filter(|i| *i >= range.start).and_then(|i| self.bytes.get(i));
            let after = self.bytes.get(found.end).filter(|_| found.end < range.end);
            let stays = !is_word(before) && !is_word(after);
            self.star(at..if stays { found.start } else { found.end });
            at = found.end.max(at + 1);
        }
    }

    fn star(&mut self, range: Range<usize>) {
        // what surrounds a placeholder is no secret: `TOK: <token>`
        let part = self.bytes.get(range.clone()).unwrap_or_default();
        let is_whole = range.end - range.start == self.bytes.len();
        if !is_whole && part.iter().all(|b| b" :=".contains(b)) {
            return;
        }
        if let Some(part) = self.bytes.get_mut(range.clone()) {
            part.fill(b'*');
            self.runs.push(range);
        }
    }

    /// Puts what was hidden in order.
    pub(crate) fn finish(mut self) -> Self {
        self.runs.sort_unstable_by_key(|run| (run.start, run.end));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(self.runs.len());
        for run in self.runs.drain(..) {
            match merged.last_mut() {
                Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
                _ => merged.push(run),
            }
        }
        self.runs = merged;
        self
    }
}

/// A piece of a masked text in which every run is eight stars; one that begins or ends outside is there as far as it lies
/// inside.
#[must_use]
pub fn collapsed<'t>(text: &'t [u8], runs: &[Range<usize>], range: Range<usize>) -> Cow<'t, [u8]> {
    let first = runs.partition_point(|run| run.end <= range.start);
    let mut runs = runs.get(first..).unwrap_or_default().iter().take_while(|run| run.start < range.end).peekable();
    // fast path: most pieces hold no secret
    if runs.peek().is_none() {
        return Cow::Borrowed(text.get(range.start..range.end.max(range.start)).unwrap_or_default());
    }
    let mut out = Vec::with_capacity(range.end.saturating_sub(range.start));
    let mut at = range.start;
    for run in runs {
        out.extend_from_slice(text.get(at..run.start.max(at)).unwrap_or_default());
        out.extend_from_slice(STARS);
        at = run.end;
    }
    out.extend_from_slice(text.get(at..range.end.max(at)).unwrap_or_default());
    Cow::Owned(out)
}

/// As long as the text was sent.
impl Deref for MaskedText {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for MaskedText {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for MaskedText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.shown()))
    }
}

/// The first placeholder that may be shown in the place of a secret. `$UMMER_2024` may be a password: a name in capitals is
/// shown only if it says what it is for.
fn kept_placeholder(text: &[u8]) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        let found = placeholder(text.get(from..)?)?;
        let found = from + found.start..from + found.end;
        let name = text.get(found.clone()).unwrap_or_default();
        if name.first() != Some(&b'$') || name.get(1) == Some(&b'{') || names_a_variable(name) {
            return Some(found);
        }
        from = found.end;
    }
}

/// A header's name. After a character that no name can contain, such as the first space of a line without a colon, a value
/// may be; white space before the colon doesn't count. What looks like a credential is no name.
pub(crate) fn header_name(name: &[u8]) -> Cow<'_, [u8]> {
    // fast path: nearly every name
    if !bytes::any(name, |block| !(block.letters() | block.is(b'-'))) {
        return Cow::Borrowed(name);
    }
    let good = name.iter().take_while(|b| is_token_byte(**b)).count();
    let end = name.trim_ascii_end().len();
    let mut masked = MaskedText::new(name);
    // a credential on a line of its own
    let lead = name.get(..good.min(end)).unwrap_or_default();
    // the number of a bot, whose token follows the colon, names no header
    let is_number = lead.len() >= 8 && lead.iter().all(u8::is_ascii_digit);
    if is_number || looks_random(lead) {
        masked.hide(0..lead.len());
    } else {
        secrets(name, &OwnNames::default()).into_iter().for_each(|range| masked.hide(range));
    }
    if good < end {
        // the space itself is what is wrong with the line
        let start = good + name.get(good..end).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
        masked.hide(start..end);
    }
    if masked.runs.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(masked.bytes) }
}
