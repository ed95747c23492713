//! What a reader gives: one exchange with all that is known about where it came from.

use crate::place::{Note, Place};
use reqlint_core::{Exchange, FactValue};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// One exchange out of an input.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// The name of the input, such as a file's path; `None` for standard input.
    pub input: Option<Arc<str>>,
    /// Which record of the input it is, from 0. A broken record counts.
    pub index: usize,
    /// The `id` of an NDJSON record, or the name behind `###`.
    pub id: Option<String>,
    /// Where the record begins.
    pub place: Place,
    /// The request, its response if there is one, and its time.
    pub exchange: Exchange<'a>,
    /// The facts that the record brings along, by name. A rule set has not seen them yet.
    pub facts: Vec<(String, FactValue)>,
    /// What was assumed while reading it.
    pub notes: Vec<Note>,
    /// Where the request stands in the input; `None` where the input does not hold it literally (JSON).
    pub map: Option<SourceMap<'a>>,
}

/// Where the parts of a request stand in the text that they were read from.
#[derive(Clone)]
pub struct SourceMap<'a> {
    /// The text that the places are about, as a rule the whole input. It holds secrets: show it only where masked parts
    /// are laid over it.
    pub text: Cow<'a, [u8]>,
    /// The line of the method and the target.
    pub request_line: Range<usize>,
    /// The method.
    pub method: Range<usize>,
    /// The target.
    pub target: Range<usize>,
    /// The header lines, in their order.
    pub headers: Vec<FieldPlace>,
    /// The body; `None` when there is none, or when it was decoded.
    pub body: Option<Range<usize>>,
}

/// Where a header line stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPlace {
    /// All before the colon.
    pub name: Range<usize>,
    /// The value without the white space around it.
    pub value: Range<usize>,
}

// INVARIANT: like the exchange's own, this shows no value.
impl std::fmt::Debug for SourceMap<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceMap").field("request_line", &self.request_line).finish_non_exhaustive()
    }
}
