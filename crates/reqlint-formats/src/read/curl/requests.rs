//! The requests of one command, made one after the other: each may be as large as the command itself.

use super::arguments;
use super::glob::Glob;
use super::request::{self, Call};
use super::transfer::Transfer;
use crate::read::called::Program;
use crate::read::definition::Source;
use crate::read::files::{Files, Named};
use crate::read::shell::{Command, Remark, Said, Word, names};
use crate::record::Typed;
use reqlint_core::{Exchange, Time};

/// How many requests of one command are made.
const MAX_REQUESTS: usize = 1_000;

/// What remains of a command.
pub(super) struct Requests {
    transfers: std::vec::IntoIter<Transfer>,
    /// The transfer whose URLs are asked for, and how many of them were.
    transfer: Transfer,
    asked: usize,
    /// The URL that is being asked for, where it stands for several.
    lists: Option<Lists>,
    made: usize,
    start: usize,
    notes: Vec<Remark>,
    /// What the options say together; the first request tells it.
    said: Vec<Remark>,
    stdin: Option<Vec<u8>>,
    variables: Vec<Box<str>>,
    now: Option<Time>,
    is_exact: bool,
    /// Whether brackets in a URL are lists.
    takes_lists: bool,
}

/// A URL and a file that may stand for several, and what comes next of both.
struct Lists {
    url: Word,
    urls: Glob,
    upload: Option<Word>,
    uploads: Glob,
    next: usize,
    remarks: Vec<Remark>,
}

/// A request, and what was assumed.
pub(super) struct Made {
    pub(super) exchange: Exchange<'static>,
    pub(super) typed: Option<Typed>,
    pub(super) sent: Option<Vec<u8>>,
    /// Where its command begins.
    pub(super) start: usize,
    pub(super) remarks: Vec<Remark>,
    /// What the shell fills in.
    pub(super) variables: Vec<Box<str>>,
}

impl Requests {
    /// `None` for a command that calls something else.
    ///
    /// # Errors
    /// When its options can't be understood.
    pub(super) fn of(mut command: Command, source: Source<'_>) -> Result<Option<Self>, Remark> {
        let Source { files, now, is_exact, .. } = source;
        let start = command.start();
        let stdin = command.input(files);
        let Some(words) = command.arguments_of(Program::Curl) else { return Ok(None) };
        let mut said = Said::new(Program::Curl, is_exact);
        let named = Named { files, stdin: stdin.as_deref(), now: None };
        let transfers = arguments::read(words, &named, &mut said);
        let mut transfers = transfers.map_err(|remark| Remark { at: remark.at.max(start), ..remark })?.into_iter();
        let transfer = transfers.next().unwrap_or_default();
        let notes = command.notes;
        let variables = names(&command.variables);
        let said = said.remarks;
        Ok(Some(Self {
            transfers,
            transfer,
            asked: 0,
            lists: None,
            made: 0,
            start,
            notes,
            said,
            stdin,
            variables,
            now,
            is_exact,
            takes_lists: true,
        }))
    }

    /// Says whether brackets in URLs are lists.
    pub(super) fn with_lists(self, takes_lists: bool) -> Self {
        Self { takes_lists, ..self }
    }

    pub(super) fn next(&mut self, files: Option<&Files<'_>>) -> Option<Result<Made, Remark>> {
        loop {
            if let Some(lists) = self.lists.take() {
                if lists.next < lists.urls.count().saturating_mul(lists.uploads.count()) {
                    return Some(self.make(lists, files));
                }
                self.asked += 1;
            }
            while self.asked == self.transfer.urls.len() {
                (self.transfer, self.asked) = (self.transfers.next()?, 0);
            }
            match self.lists() {
                Ok(lists) => self.lists = Some(lists),
                Err(remark) => {
                    // curl asks for nothing more then
                    (self.transfer, self.transfers, self.asked) = (Transfer::default(), Vec::new().into_iter(), 0);
                    return Some(Err(remark));
                }
            }
        }
    }

    /// The requests of the URL that is asked for next.
    fn lists(&self) -> Result<Lists, Remark> {
        let url = self.transfer.urls.get(self.asked).cloned().unwrap_or_default();
        let mut said = Said::new(Program::Curl, self.is_exact);
        let urls = if self.transfer.glob_off || !self.takes_lists {
            Glob::literal(&url.text)
        } else {
            pattern(&url, &mut said)?
        };
        let upload = self.transfer.uploads.get(self.asked).filter(|word| !word.text.is_empty()).cloned();
        let uploads = match &upload {
            Some(word) if !self.transfer.glob_off && self.takes_lists => {
                Glob::read(&word.text).unwrap_or_else(|_| Glob::literal(&word.text))
            }
            Some(word) => Glob::literal(&word.text),
            None => Glob::literal(b""),
        };
        Ok(Lists { url, urls, upload, uploads, next: 0, remarks: said.remarks })
    }

    fn make(&mut self, mut lists: Lists, files: Option<&Files<'_>>) -> Result<Made, Remark> {
        self.made += 1;
        if self.made > MAX_REQUESTS {
            let message = format!(
                "at most {MAX_REQUESTS} requests of one command are read: this one and all that follow are skipped"
            );
            (self.transfer, self.transfers, self.asked) = (Transfer::default(), Vec::new().into_iter(), 0);
            return Err(Remark::new(lists.url.start, message));
        }
        let urls = lists.urls.count().max(1);
        let url = lists.urls.text(lists.next % urls);
        let upload =
            lists.upload.as_ref().map(|word| Word { text: lists.uploads.text(lists.next / urls), ..word.clone() });
        lists.next += 1;
        let mut said = Said { remarks: lists.remarks.clone(), ..Said::new(Program::Curl, self.is_exact) };
        let at = lists.url.start;
        let (is_one, place) = (lists.urls.count() == 1, lists.url.start..lists.url.end);
        self.lists = Some(lists);
        let named = Named { files, stdin: self.stdin.as_deref(), now: self.now };
        let call = Call { transfer: &self.transfer, url: &url, at, upload: upload.as_ref() };
        let request::Made { exchange, mut typed, sent } = request::make(call, &named, &mut said)?;
        typed.url = is_one.then_some(place);
        let mut remarks = said.remarks;
        remarks.append(&mut self.said);
        remarks.extend(self.notes.iter().cloned());
        let variables = self.variables.clone();
        Ok(Made { exchange, typed: Some(typed), sent, start: self.start, remarks, variables })
    }
}

/// The URLs that a word stands for.
///
/// Where a person's own request counts, a name in braces is a placeholder, and so is what curl doesn't take for a list.
fn pattern(url: &Word, said: &mut Said) -> Result<Glob, Remark> {
    if !url.text.iter().any(|b| b"{}[]".contains(b)) {
        return Ok(Glob::literal(&url.text));
    }
    let read = Glob::read(&url.text);
    if said.is_exact {
        return read
            .map_err(|bad| Remark::new(url.start, format!("curl sends nothing: {bad}; `-g` takes the URL as it is")));
    }
    match read {
        Ok(glob) if glob.count() == 1 && glob.text(0) == url.text => Ok(glob),
        Ok(glob) if glob.is_list() && !url.text.contains(&b'"') => {
            said.note(
                url.start,
                format!("`{{…}}` and `[…]` are lists to curl: it makes {} requests of this URL", glob.count()),
            );
            Ok(glob)
        }
        // what a person writes there is left to be filled in
        Ok(_) if is_host_left_out(&url.text) => Ok(Glob::literal(&url.text)),
        Ok(_) => {
            said.change(
                url.start,
                "curl takes the brackets in the URL for a list and sends what is in them: `-g` keeps them",
            );
            Ok(Glob::literal(&url.text))
        }
        Err(bad) => {
            said.change(url.start, format!("curl sends nothing: {bad}; `-g` takes the URL as it is"));
            Ok(Glob::literal(&url.text))
        }
    }
}

/// Whether the host of a URL is a name in braces.
fn is_host_left_out(url: &[u8]) -> bool {
    let behind = memchr::memmem::find(url, b"://").and_then(|at| url.get(at + 3..)).unwrap_or(url);
    let host = behind.split(|b| *b == b'/').next().unwrap_or_default();
    let name = host.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    name.is_some_and(|name| !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(b)))
}
