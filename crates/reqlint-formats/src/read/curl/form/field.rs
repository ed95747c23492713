//! One `-F`: a value, a file or several, or the beginning or end of a part that holds others.

use super::parameters::{Header, Parameters, Rest};
use crate::read::curl::data;
use crate::read::files::Named;
use crate::read::shell::{Remark, Said, Word};

/// A part of a form.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) name: Option<Vec<u8>>,
    pub(super) content: Content,
    pub(super) filename: Option<Vec<u8>>,
    pub(super) media_type: Option<Vec<u8>>,
    pub(super) encoder: Option<Vec<u8>>,
    pub(super) headers: Vec<Vec<u8>>,
}

/// What a part holds.
#[derive(Debug)]
pub(super) enum Content {
    /// Its bytes; `None` where they aren't known.
    Data(Option<Vec<u8>>),
    /// The same, out of the file of that name.
    File {
        path: Vec<u8>,
        bytes: Option<Vec<u8>>,
    },
    Parts(Vec<Part>),
}

impl Default for Content {
    fn default() -> Self {
        Self::Parts(Vec::new())
    }
}

impl Part {
    fn of(content: Content, read: Parameters, at: usize, named: &Named<'_>, said: &mut Said) -> Result<Self, Remark> {
        let Parameters { media_type, filename, encoder, headers, .. } = read;
        let mut lines = Vec::new();
        for header in headers {
            match header {
                Header::Line(line) => lines.push(line),
                Header::File(file) => {
                    let text = match named.read(&file) {
                        Ok(text) => text,
                        // curl warns, and goes on without them
                        Err(message) => {
                            said.note(at, format!("{message}: the part has none of its headers"));
                            Vec::new()
                        }
                    };
                    let text = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii_end);
                    lines.extend(text.filter(|line| !line.is_empty() && !line.starts_with(b"#")).map(<[u8]>::to_vec));
                }
            }
        }
        if let Some(encoder) = &encoder {
            const KNOWN: [&[u8]; 5] = [b"binary", b"8bit", b"7bit", b"base64", b"quoted-printable"];
            if !KNOWN.iter().any(|known| encoder.eq_ignore_ascii_case(known)) {
                said.refuse(at, "(43) a libcurl function was given a bad argument: curl has no such encoder")?;
            }
        }
        let is_7bit = encoder.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(b"7bit"));
        if let (true, Content::Data(Some(bytes)) | Content::File { bytes: Some(bytes), .. }) = (is_7bit, &content)
            && !bytes.is_ascii()
        {
            said.refuse(at, "(26) read error getting mime data: `encoder=7bit` takes ASCII only")?;
        }
        Ok(Self { name: None, content, filename, media_type, encoder, headers: lines })
    }

    /// Whether its length is known before it is sent.
    pub(super) fn has_length(&self) -> bool {
        let is_counted = !self.encoder.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(b"quoted-printable"));
        match &self.content {
            Content::Parts(parts) => parts.iter().all(Self::has_length),
            Content::Data(_) | Content::File { .. } => is_counted,
        }
    }
}

/// Adds what one `-F` says to the part that is open.
pub(super) fn read(
    open: &mut Vec<Part>,
    literal: bool,
    word: &Word,
    named: &Named<'_>,
    said: &mut Said,
) -> Result<(), Remark> {
    let at = word.start;
    let Some(sign) = word.text.iter().position(|b| *b == b'=') else {
        let option = if literal { "--form-string" } else { "-F" };
        return said.refuse(at, format!("option {option}: is badly used here: a part is `name=value`"));
    };
    let (name, value) = word.text.split_at_checked(sign).unwrap_or_default();
    let name = (!name.is_empty()).then(|| name.to_vec());
    let value = value.get(1..).unwrap_or_default();
    let part = match value {
        _ if literal => Part { content: Content::Data(Some(value.to_vec())), ..Part::default() },
        [b'(', ..] => {
            let (read, _) = Rest::new(value, None).read();
            let part = Part::of(Content::default(), read, at, named, said)?;
            open.push(Part { name, ..part });
            return Ok(());
        }
        b")" if name.is_none() => {
            if open.len() < 2 {
                return said.refuse(at, "option -F: is badly used here: `=)` closes nothing");
            }
            close(open);
            return Ok(());
        }
        [b'@', files @ ..] => files_of(files, at, named, said)?,
        [b'<', file @ ..] => {
            let (mut read, _) = Rest::new(file, None).read();
            read.filename = None;
            let bytes = data::file(&read.value, at, named, said)?;
            let path = std::mem::take(&mut read.value);
            Part::of(Content::File { path, bytes }, read, at, named, said)?
        }
        value => {
            let (mut read, _) = Rest::new(value, None).read();
            let bytes = std::mem::take(&mut read.value);
            Part::of(Content::Data(Some(bytes)), read, at, named, said)?
        }
    };
    add(open, Part { name, ..part });
    Ok(())
}

/// Ends the part that was opened last.
pub(super) fn close(open: &mut Vec<Part>) {
    if let Some(part) = open.pop() {
        add(open, part);
    }
}

fn add(open: &mut [Part], part: Part) {
    if let Some(Part { content: Content::Parts(parts), .. }) = open.last_mut() {
        parts.push(part);
    }
}

/// `@file`, or `@file,file`, which are parts of one.
fn files_of(files: &[u8], at: usize, named: &Named<'_>, said: &mut Said) -> Result<Part, Remark> {
    let mut rest = Rest::new(files, Some(b','));
    let mut parts = Vec::new();
    loop {
        let (mut read, ended) = rest.read();
        let path = std::mem::take(&mut read.value);
        let bytes = data::file(&path, at, named, said)?;
        let base = path.rsplit(|b| *b == b'/').next().unwrap_or_default().to_vec();
        read.filename = Some(read.filename.take().unwrap_or(base));
        // standard input is read ahead, and is no file
        let content = if path == b"-" { Content::Data(bytes) } else { Content::File { path, bytes } };
        parts.push(Part::of(content, read, at, named, said)?);
        if ended != Some(b',') {
            break;
        }
    }
    if parts.len() == 1 {
        return Ok(parts.pop().unwrap_or_default());
    }
    Ok(Part { content: Content::Parts(parts), ..Part::default() })
}
