//! Panes of browsers' developer tools, and Postman's console: headings, and names above or beside their values.

mod copied;
mod exchange;
mod words;

pub(super) use words::{begins, begins_console, is_console};

use crate::read::definition::{Source, Take};
use crate::read::raw;
use crate::record::Record;
use crate::record::place::{Note, Place, ReadError};
use std::ops::ControlFlow;
use words::{General, METHODS, OF_REQUESTS, Section, console_line, heading, sent};

/// What a pane says.
#[derive(Default)]
struct Pane {
    line: usize,
    method: Option<Vec<u8>>,
    url: Option<Vec<u8>>,
    /// As Firefox has it: the parts of the URL.
    parts: [Option<Vec<u8>>; 3],
    status: Option<u16>,
    request: Vec<(Vec<u8>, Vec<u8>)>,
    response: Vec<(Vec<u8>, Vec<u8>)>,
    form: Vec<(Vec<u8>, Vec<u8>)>,
    body: Vec<u8>,
    answer: Vec<u8>,
    has_form: bool,
    is_provisional: bool,
    is_unlabelled: bool,
    /// Whether the body is what was sent, to the last byte.
    is_exact: bool,
}

/// Reads the panes of a text.
pub(super) fn read(source: Source<'_>, text: &[u8], mut notes: Vec<Note>, take: Take<'_>) -> ControlFlow<()> {
    let copied = copied::panes(text);
    let panes = if copied.is_empty() { panes(text) } else { copied };
    for (index, mut pane) in panes.into_iter().enumerate() {
        let place = Place { line: pane.line, column: 1 };
        // what Postman copies has no status
        let unheaded = (pane.status.is_none() && !pane.answer.is_empty()).then(|| std::mem::take(&mut pane.answer));
        match pane.exchange() {
            Some((exchange, said)) => {
                notes.extend(said.into_iter().map(|message| Note { place, message }));
                let record = Record::new(place, exchange, std::mem::take(&mut notes));
                take(Ok(Record { input: source.name.map(Into::into), index, unheaded, ..record }))?;
            }
            None => {
                let message = "the pane shows no URL of the request".to_owned();
                let help = Some("copy it with its `Request URL`, or copy the request as cURL".to_owned());
                take(Err(ReadError { input: source.name.map(str::to_owned), place: Some(place), message, help }))?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// Whether a pane of a text shows the URL of its request.
pub(super) fn has_url(text: &[u8]) -> bool {
    panes(text).iter().any(|pane| pane.url.is_some() || pane.parts.iter().all(Option::is_some))
}

fn panes(text: &[u8]) -> Vec<Pane> {
    let mut all: Vec<Pane> = Vec::new();
    let mut section = Section::Else;
    let mut name: Option<Vec<u8>> = None;
    for (number, line) in text.split(|b| *b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let trimmed = line.trim_ascii();
        let is_body = matches!(section, Section::RequestBody | Section::ResponseBody);
        if trimmed.is_empty() && !is_body {
            continue;
        }
        let found = if name.is_some() { None } else { heading(trimmed) };
        let is_new = name.is_none()
            && (console_line(trimmed).is_some() || begins_one(trimmed, all.last()) || found == Some(Section::General));
        if all.is_empty() && !is_new && !begins(trimmed) && found.is_none() {
            continue;
        }
        if is_new || all.is_empty() {
            if all.last().is_none_or(|pane| pane.url.is_some() || pane.method.is_some()) {
                all.push(Pane { line: number + 1, ..Pane::default() });
            }
            section = Section::General;
        }
        let Some(pane) = all.last_mut() else { continue };
        if let Some(found) = found {
            section = found;
            pane.has_form |= found == Section::Form;
            pane.is_unlabelled = false;
            continue;
        }
        match section {
            Section::RequestBody => append(&mut pane.body, line),
            Section::ResponseBody => append(&mut pane.answer, line),
            Section::Else => {}
            _ => pane.line(trimmed, &mut section, &mut name),
        }
    }
    all
}

/// Whether another pane begins here.
fn begins_one(line: &[u8], last: Option<&Pane>) -> bool {
    let is_next = last.is_none_or(|pane| pane.url.is_some());
    let front = line.split(|b| *b == b':').next().unwrap_or_default();
    let is_url = ["request url", "scheme", "url"].iter().any(|name| front.eq_ignore_ascii_case(name.as_bytes()));
    is_next && (is_url || sent(line).is_some())
}

fn append(text: &mut Vec<u8>, line: &[u8]) {
    if !text.is_empty() {
        text.push(b'\n');
    }
    text.extend_from_slice(line);
}

impl Pane {
    /// A line of names and values.
    fn line(&mut self, line: &[u8], section: &mut Section, pending: &mut Option<Vec<u8>>) {
        if let Some(name) = pending.take() {
            return self.set(&name, line, section);
        }
        if memchr::memmem::find(line, b"rovisional headers are shown").is_some() {
            self.is_provisional = true;
            return;
        }
        let is_general = *section == Section::General;
        if let Some((method, url, status)) = console_line(line).filter(|_| is_general) {
            (self.method, self.url) = (Some(method.to_vec()), Some(url.to_vec()));
            self.status = number(status);
            return;
        }
        // Safari shows the request line among the headers
        if *section == Section::RequestHeaders && raw::is_whole_request_line(line) {
            self.method = line.split(|b| *b == b' ').next().map(<[u8]>::to_vec);
            return;
        }
        if let Some((method, url)) = sent(line).filter(|_| is_general) {
            (self.method, self.url) = (Some(method.to_vec()), Some(url.to_vec()));
            return;
        }
        if is_general && METHODS.iter().any(|method| line == method.as_bytes()) {
            self.method = Some(line.to_vec());
            return;
        }
        if is_general && line.starts_with(b"XHR") && begins(line) {
            self.method = line.get(3..).map(<[u8]>::to_vec);
            return;
        }
        if is_general && memchr::memmem::find(line.get(..line.len().min(8)).unwrap_or_default(), b"://").is_some() {
            self.url = Some(line.to_vec());
            return;
        }
        // with `view source` the answer's first line is shown; Firefox's console has it in brackets
        let bare = line.strip_prefix(b"[").unwrap_or(line);
        if raw::is_answer(bare) || is_general && line.len() == 3 {
            self.status =
                self.status.or_else(|| number(bare.split(|b| *b == b' ').find(|word| !word.starts_with(b"HTTP/"))?));
            return;
        }
        let colon = line.iter().skip(1).position(|b| *b == b':').map(|at| at + 1);
        let (name, value) = colon.and_then(|at| line.split_at_checked(at)).unwrap_or((line, b""));
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let is_name = !name.contains(&b' ') || *section == Section::Form || is_general && General::of(name).is_some();
        if !is_name {
            return;
        }
        if value.is_empty() && *section != Section::Form {
            *pending = Some(name.to_vec());
        } else {
            self.set(name, value, section);
        }
    }

    fn set(&mut self, name: &[u8], value: &[u8], section: &mut Section) {
        if *section == Section::General {
            match General::of(name) {
                Some(General::Url) => self.url = Some(value.to_vec()),
                Some(General::Method) => self.method = Some(value.to_vec()),
                Some(General::Status) => {
                    let words = value.split(|b| !b.is_ascii_digit());
                    self.status = self.status.or_else(|| words.filter(|word| word.len() == 3).find_map(number));
                }
                Some(General::Part(at)) if self.url.is_none() => {
                    if let Some(part) = self.parts.get_mut(at) {
                        *part = Some(value.to_vec());
                    }
                }
                Some(General::Else) => {}
                Some(General::Part(_)) | None => {
                    *section = Section::ResponseHeaders;
                    self.is_unlabelled = true;
                }
            }
        }
        if self.is_unlabelled && OF_REQUESTS.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
            *section = Section::RequestHeaders;
        }
        let field = (name.to_vec(), value.to_vec());
        match section {
            Section::RequestHeaders => self.request.push(field),
            Section::ResponseHeaders => self.response.push(field),
            Section::Form => self.form.push(field),
            _ => {}
        }
    }
}

fn number(word: &[u8]) -> Option<u16> {
    std::str::from_utf8(word).ok()?.parse().ok().filter(|status| (100..1000).contains(status))
}
