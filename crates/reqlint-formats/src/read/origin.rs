//! What every reader says of its records alike: which input they are from, and which of them each is.

use crate::record::Record;
use crate::record::place::{Note, ReadError, Trouble};
use std::sync::Arc;

/// Where a reader's records come from.
#[derive(Debug)]
pub(crate) struct Origin {
    input: Option<Arc<str>>,
    /// How many records were read; a broken one counts, and so does what was passed over.
    read: usize,
    /// How many of them were passed over.
    passed_over: usize,
    /// What was assumed before: the first record says it.
    notes: Vec<Note>,
}

impl Origin {
    /// `input` is the name that messages give it.
    pub(crate) fn new(input: Option<&str>) -> Self {
        Self { input: input.map(Arc::from), read: 0, passed_over: 0, notes: Vec::new() }
    }

    /// Adds what was assumed before; see [`crate::read::untangle`].
    pub(crate) fn with_notes(self, notes: Vec<Note>) -> Self {
        Self { notes, ..self }
    }

    /// How many records were read.
    pub(crate) fn read(&self) -> usize {
        self.read
    }

    /// Passes over what counts and is no record.
    pub(crate) fn pass_over(&mut self) {
        self.read += 1;
        self.passed_over += 1;
    }

    /// Whether all that was read was passed over.
    pub(crate) fn is_blank(&self) -> bool {
        self.passed_over == self.read
    }

    /// The next record, with its origin.
    pub(crate) fn record<'a>(&mut self, result: Result<Record<'a>, Trouble>) -> Result<Record<'a>, ReadError> {
        let (input, index) = (self.input.clone(), self.read);
        self.read += 1;
        let mut notes = std::mem::take(&mut self.notes);
        let record = result.map_err(|trouble| self.error(trouble))?;
        notes.extend(record.notes);
        Ok(Record { input, index, notes, ..record })
    }

    /// What is wrong with the input.
    pub(crate) fn error(&self, trouble: Trouble) -> ReadError {
        trouble.of(self.input.as_deref())
    }
}
