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
use std::borrow::Cow;

/// How many requests of one command are made.
const MAX_REQUESTS: usize = 1_000;

/// What remains of a command.
pub(super) struct Requests {
    transfers: Vec<Transfer>,
    /// Which transfer's URLs are asked for, and how many of them were.
    current: usize,
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
    /// `None` where the word is the only URL.
    urls: Option<Glob>,
    upload: Option<Word>,
    uploads: Option<Glob>,
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
        let Some(words) = command.take_arguments_of(Program::Curl) else { return Ok(None) };
        let mut said = Said::new(Program::Curl, is_exact);
        let named = Named { files, stdin: stdin.as_deref(), now: None };
        let transfers = arguments::read(words, &named, &mut said);
        let transfers = transfers.map_err(|remark| Remark { at: remark.at.max(start), ..remark })?;
        let notes = command.notes;
        let variables = names(&command.variables);
        let said = said.remarks;
        Ok(Some(Self {
            transfers,
            current: 0,
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

    pub(super) fn next(&mut self, files: Option<&Files<'_>>) -> Option<Result<Box<Made>, Remark>> {
        loop {
            if let Some(lists) = &self.lists {
                if lists.next < lists.count() {
                    let made = self.make(files);
                    if made.is_none() {
                        self.stop();
                        let message = format!(
                            "at most {MAX_REQUESTS} requests of one command are read: this one and all that follow are skipped"
                        );
                        let at = self.lists.take().map_or(self.start, |lists| lists.url.start);
                        return Some(Err(Remark::new(at, message)));
                    }
                    return made;
                }
                self.lists = None;
                self.asked += 1;
            }
            while self.asked == self.transfers.get(self.current)?.urls.len() {
                (self.current, self.asked) = (self.current + 1, 0);
            }
            match self.lists() {
                Ok(lists) => self.lists = lists,
                Err(remark) => {
                    // curl asks for nothing more then
                    self.stop();
                    return Some(Err(remark));
                }
            }
        }
    }

    /// Asks for nothing more.
    fn stop(&mut self) {
        (self.current, self.asked) = (self.transfers.len(), 0);
    }

    /// The requests of the URL that is asked for next.
    fn lists(&mut self) -> Result<Option<Lists>, Remark> {
        let Some(transfer) = self.transfers.get_mut(self.current) else { return Ok(None) };
        let takes_lists = !transfer.glob_off && self.takes_lists;
        let take = |word: &mut Word| Word { text: std::mem::take(&mut word.text), ..*word };
        let url = transfer.urls.get_mut(self.asked).map(take).unwrap_or_default();
        let mut said = Said::new(Program::Curl, self.is_exact);
        let urls = if takes_lists { pattern(&url, &mut said)? } else { None };
        let upload = transfer.uploads.get_mut(self.asked).map(take).filter(|word| !word.text.is_empty());
        let is_list = |word: &&Word| takes_lists && Glob::is_in(&word.text);
        let uploads = upload.as_ref().filter(is_list).and_then(|word| Glob::read(&word.text).ok());
        Ok(Some(Lists { url, urls, upload, uploads, next: 0, remarks: said.remarks }))
    }

    /// The next request of the lists; `None` where there were too many.
    fn make(&mut self, files: Option<&Files<'_>>) -> Option<Result<Box<Made>, Remark>> {
        self.made += 1;
        let (lists, transfer) = (self.lists.as_mut()?, self.transfers.get(self.current)?);
        if self.made > MAX_REQUESTS {
            return None;
        }
        lists.next += 1;
        let (url, upload) = lists.get(lists.next - 1);
        let mut said = Said { remarks: lists.remarks.clone(), ..Said::new(Program::Curl, self.is_exact) };
        let Word { start: at, end, .. } = lists.url;
        let named = Named { files, stdin: self.stdin.as_deref(), now: self.now };
        let call = Call { transfer, url: &url, at, upload: upload.as_ref() };
        let request::Made { exchange, mut typed, sent } = match request::make(call, &named, &mut said) {
            Ok(made) => made,
            Err(remark) => return Some(Err(remark)),
        };
        typed.url = (lists.urls_count() == 1).then_some(at..end);
        let mut remarks = said.remarks;
        remarks.append(&mut self.said);
        remarks.extend(self.notes.iter().cloned());
        let variables = self.variables.clone();
        Some(Ok(Box::new(Made { exchange, typed: Some(typed), sent, start: self.start, remarks, variables })))
    }
}

impl Lists {
    fn urls_count(&self) -> usize {
        self.urls.as_ref().map_or(1, Glob::count)
    }

    fn count(&self) -> usize {
        self.urls_count().saturating_mul(self.uploads.as_ref().map_or(1, Glob::count))
    }

    /// One of the URLs, and the file that is sent to it.
    fn get(&self, index: usize) -> (Cow<'_, [u8]>, Option<Word>) {
        let urls = self.urls_count().max(1);
        let upload = self.upload.as_ref().map(|word| match &self.uploads {
            Some(uploads) => Word { text: uploads.text(index / urls), ..*word },
            None => word.clone(),
        });
        let url =
            self.urls.as_ref().map_or(Cow::Borrowed(&self.url.text[..]), |list| Cow::Owned(list.text(index % urls)));
        (url, upload)
    }
}

/// The URLs that a word with lists means; `None` where it is the only one.
///
/// Where a person's own request counts, a name in braces is a placeholder, and so is what curl doesn't take for a list.
fn pattern(url: &Word, said: &mut Said) -> Result<Option<Glob>, Remark> {
    if !Glob::is_in(&url.text) {
        return Ok(None);
    }
    let read = Glob::read(&url.text);
    if said.is_exact {
        return read
            .map(Some)
            .map_err(|bad| Remark::new(url.start, format!("curl sends nothing: {bad}; `-g` takes the URL as it is")));
    }
    match read {
        Ok(glob) if glob.is_only(&url.text) => {}
        Ok(glob) if glob.is_list() && !url.text.contains(&b'"') => {
            said.note(
                url.start,
                format!("`{{…}}` and `[…]` are lists to curl: it makes {} requests of this URL", glob.count()),
            );
            return Ok(Some(glob));
        }
        // what a person writes there is left to be filled in
        Ok(_) if is_host_left_out(&url.text) => {}
        Ok(_) => said.change(
            url.start,
            "curl takes the brackets in the URL for a list and sends what is in them: `-g` keeps them",
        ),
        Err(bad) => {
            said.change(url.start, format!("curl sends nothing: {bad}; `-g` takes the URL as it is"));
        }
    }
    Ok(None)
}

/// Whether the host of a URL is a name in braces.
fn is_host_left_out(url: &[u8]) -> bool {
    let behind = memchr::memmem::find(url, b"://").and_then(|at| url.get(at + 3..)).unwrap_or(url);
    let host = behind.split(|b| *b == b'/').next().unwrap_or_default();
    let name = host.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    name.is_some_and(|name| !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(b)))
}
