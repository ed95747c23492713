//! What is said while a request is made: what was assumed, and why curl would send nothing.

use super::word::Remark;

/// Remarks, and what becomes of a command that curl refuses.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Whether a command that curl refuses is an error; otherwise it is read all the same, and a remark says so.
    pub(super) is_exact: bool,
    pub(super) remarks: Vec<Remark>,
}

impl Said {
    pub(super) fn new(is_exact: bool) -> Self {
        Self { is_exact, remarks: Vec::new() }
    }

    pub(super) fn note(&mut self, at: usize, message: impl Into<String>) {
        self.remarks.push(Remark::new(at, message));
    }

    /// Where something else is sent than was typed.
    pub(super) fn change(&mut self, at: usize, message: impl Into<String>) {
        self.remarks.push(Remark::change(at, message));
    }

    /// What curl refuses, in its own words.
    ///
    /// # Errors
    /// Where only what curl sends counts.
    pub(super) fn refuse(&mut self, at: usize, reason: impl AsRef<str>) -> Result<(), Remark> {
        let remark = Remark::change(at, format!("curl sends nothing: {}", reason.as_ref()));
        if self.is_exact {
            return Err(remark);
        }
        self.remarks.push(remark);
        Ok(())
    }

    /// What isn't known, without which the request can't be said byte for byte.
    ///
    /// # Errors
    /// Where only what curl sends counts.
    pub(super) fn miss(&mut self, at: usize, message: impl Into<String>) -> Result<(), Remark> {
        let remark = Remark::new(at, message);
        if self.is_exact {
            return Err(remark);
        }
        self.remarks.push(remark);
        Ok(())
    }
}
