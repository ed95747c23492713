//! What is said while a request is made: what was assumed, and why a program would send nothing.

use super::word::Remark;
use crate::read::called::Program;

/// Remarks, and what becomes of a command that curl refuses.
#[derive(Clone, Debug, Default)]
pub(in crate::read) struct Said {
    /// What a person calls the program.
    pub(in crate::read) program: &'static str,
    /// Whether a command that the program refuses is an error; otherwise it is still read, with a remark.
    pub(in crate::read) is_exact: bool,
    pub(in crate::read) remarks: Vec<Remark>,
}

impl Said {
    pub(in crate::read) fn new(program: Program, is_exact: bool) -> Self {
        Self::named(program.name(), is_exact)
    }

    /// Of a program that has files, and no command lines.
    pub(in crate::read) fn named(program: &'static str, is_exact: bool) -> Self {
        Self { program, is_exact, remarks: Vec::new() }
    }

    pub(in crate::read) fn note(&mut self, at: usize, message: impl Into<String>) {
        self.remarks.push(Remark::new(at, message));
    }

    /// Where something else is sent than was typed.
    pub(in crate::read) fn change(&mut self, at: usize, message: impl Into<String>) {
        self.remarks.push(Remark::change(at, message));
    }

    /// What the program refuses, in its own words.
    ///
    /// # Errors
    /// Where only what is sent counts.
    pub(in crate::read) fn refuse(&mut self, at: usize, reason: impl AsRef<str>) -> Result<(), Remark> {
        let remark = Remark::change(at, format!("{} sends nothing: {}", self.program, reason.as_ref()));
        if self.is_exact {
            return Err(remark);
        }
        self.remarks.push(remark);
        Ok(())
    }

    /// What isn't known, without which the request can't be said byte for byte.
    ///
    /// # Errors
    /// Where only what is sent counts.
    pub(in crate::read) fn miss(&mut self, at: usize, message: impl Into<String>) -> Result<(), Remark> {
        let remark = Remark::new(at, message);
        if self.is_exact {
            return Err(remark);
        }
        self.remarks.push(remark);
        Ok(())
    }
}
