//! The requests of one command, made one after the other: each may be as large as the command itself.

use super::transfer::Transfer;
use super::word::{Command, Remark};
use super::{arguments, request};
use crate::read::files::{Files, Named};
use reqlint_core::Exchange;

/// How many requests of one command are made.
const MAX_REQUESTS: usize = 1_000;

/// What remains of a command.
pub(super) struct Requests {
    transfers: std::vec::IntoIter<Transfer>,
    /// The transfer whose URLs are asked for, and how many of them were.
    transfer: Transfer,
    asked: usize,
    made: usize,
    start: usize,
    notes: Vec<Remark>,
    stdin: Option<Vec<u8>>,
}

/// A request, and what was assumed.
pub(super) struct Made {
    pub(super) exchange: Exchange<'static>,
    /// Where its command begins.
    pub(super) start: usize,
    pub(super) remarks: Vec<Remark>,
}

impl Requests {
    /// `None` for a command that calls something else.
    ///
    /// # Errors
    /// When its options can't be understood.
    pub(super) fn of(command: Command) -> Result<Option<Self>, Remark> {
        let start = command.start();
        let Some(words) = command.curl_arguments() else { return Ok(None) };
        let mut transfers =
            arguments::read(words).map_err(|remark| Remark { at: remark.at.max(start), ..remark })?.into_iter();
        let transfer = transfers.next().unwrap_or_default();
        let Command { notes, stdin, .. } = command;
        Ok(Some(Self { transfers, transfer, asked: 0, made: 0, start, notes, stdin }))
    }

    pub(super) fn next(&mut self, files: Option<&Files<'_>>) -> Option<Result<Made, Remark>> {
        while self.asked == self.transfer.urls.len() {
            (self.transfer, self.asked) = (self.transfers.next()?, 0);
        }
        let url = self.transfer.urls.get(self.asked)?;
        self.made += 1;
        if self.made > MAX_REQUESTS {
            let message = format!(
                "at most {MAX_REQUESTS} requests of one command are read: this one and all that follow are skipped"
            );
            let error = Remark::new(url.start, message);
            (self.transfer, self.transfers, self.asked) = (Transfer::default(), Vec::new().into_iter(), 0);
            return Some(Err(error));
        }
        let named = Named { files, stdin: self.stdin.as_deref() };
        let made = request::make(&self.transfer, self.asked, url, &named);
        self.asked += 1;
        Some(made.map(|(exchange, mut remarks)| {
            remarks.extend(self.notes.iter().cloned());
            Made { exchange, start: self.start, remarks }
        }))
    }
}
