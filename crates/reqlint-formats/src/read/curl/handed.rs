//! Requests that other programs hand to the library below curl.

use super::data::DataKind;
use super::options::Http;
use super::request::{self, Call};
use super::transfer::Transfer;
use crate::read::files::Named;
use crate::read::shell::{self, Remark, Said, Word};

/// What a program tells the library of one request.
#[derive(Debug, Default)]
pub(in crate::read) struct Handed {
    pub(in crate::read) method: Word,
    /// Taken as it is: no lists are made of brackets.
    pub(in crate::read) url: Word,
    /// Each as `-H` takes it: `Name: value`, `Name;` for one without a value, `Name:` to leave one out.
    pub(in crate::read) headers: Vec<Word>,
    pub(in crate::read) content: Content,
    /// The value of Cookie.
    pub(in crate::read) cookies: Option<Word>,
    /// `user:password`, for what the program doesn't write itself.
    pub(in crate::read) user: Option<Word>,
    /// As of `--aws-sigv4`.
    pub(in crate::read) signature: Option<Word>,
    /// The option that asks for an authorization that takes an answer to be made.
    pub(in crate::read) other_auth: Option<Word>,
    pub(in crate::read) netrc: Option<Word>,
    pub(in crate::read) proxy: Option<Word>,
    pub(in crate::read) path_as_is: bool,
    pub(in crate::read) is_old: bool,
}

/// What is sent as the body.
#[derive(Debug, Default)]
pub(in crate::read) enum Content {
    #[default]
    Nothing,
    Bytes(Word),
    /// What a file holds.
    File(Word),
    /// Parts of a form; `true` for those that are taken literally, the others as `-F` takes them.
    Form(Vec<(bool, Word)>),
}

/// The request that the library makes of it.
///
/// # Errors
/// When none can be made of it.
pub(in crate::read) fn request(handed: Handed, named: &Named<'_>, said: &mut Said) -> Result<shell::Made, Remark> {
    let Handed { method, url, headers, content, cookies, user, signature, other_auth, netrc, proxy, .. } = handed;
    let mut transfer = Transfer {
        is_head: method.text == b"HEAD",
        method: Some(method),
        headers,
        cookies: cookies.into_iter().collect(),
        user,
        netrc,
        proxy,
        signature,
        other_auth: other_auth.is_some(),
        hides_headers: other_auth.is_some(),
        path_as_is: handed.path_as_is,
        version: handed.is_old.then_some(Http::V1_0),
        glob_off: true,
        ..Transfer::default()
    };
    match content {
        Content::Nothing => {}
        Content::Bytes(word) => transfer.data.push((DataKind::Raw, word)),
        Content::File(word) => {
            let text = [b"@", &word.text[..]].concat();
            transfer.data.push((DataKind::Binary, Word { text, ..word }));
        }
        Content::Form(parts) => transfer.form = parts,
    }
    if let Some(word) = other_auth {
        said.note(word.start, "the value of Authorization that this makes is not visible here");
    }
    let call = Call { transfer: &transfer, url: &url.text, at: url.start, upload: None };
    let request::Made { exchange, sent, .. } = request::make(call, named, said)?;
    Ok(shell::Made { exchange, sent })
}
