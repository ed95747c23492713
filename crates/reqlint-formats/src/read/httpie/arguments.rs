//! The arguments of `http`, sorted: options, then the method where there is one, the URL, and items.

use super::options::{self, Meaning};
use crate::read::shell::options::{Argument, Known};
use crate::read::shell::{Remark, Said, Word};

/// What a command asks for.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) method: Option<Word>,
    pub(super) url: Word,
    pub(super) items: Vec<Word>,
    pub(super) is_json: bool,
    pub(super) is_form: bool,
    pub(super) is_multipart: bool,
    pub(super) boundary: Option<Word>,
    pub(super) raw: Option<Word>,
    /// How often `-x` is given: twice compresses whatever the length is.
    pub(super) compress: Option<Word>,
    pub(super) is_chunked: bool,
    pub(super) auth: Option<Word>,
    pub(super) auth_type: Option<Word>,
    pub(super) session: Option<Word>,
    pub(super) default_scheme: Option<Word>,
    pub(super) path_as_is: bool,
    pub(super) is_download: bool,
    pub(super) ignores_input: bool,
}

/// Sorts the words of a command.
///
/// # Errors
/// At the first option that HTTPie doesn't know, or that lacks its value; where no URL is named.
pub(super) fn read(words: &[Word], start: usize, said: &mut Said) -> Result<Arguments, Remark> {
    let mut arguments = Arguments::default();
    let mut named = Vec::new();
    options::OPTIONS.read(words, &mut |argument| {
        match argument {
            // `--no-verify` takes an option back
            Argument::Option { is_off: true, .. } => {}
            Argument::Option { known, value, word, .. } => arguments.apply(known, value, word, said)?,
            Argument::Other { word, .. } => named.push(word.clone()),
        }
        Ok(())
    })?;
    arguments.place(named, start, said)?;
    Ok(arguments)
}

impl Arguments {
    fn apply(
        &mut self,
        known: Known<Meaning>,
        value: Option<Word>,
        word: &Word,
        said: &mut Said,
    ) -> Result<(), Remark> {
        match known.meaning {
            Meaning::None => {}
            Meaning::Json => self.is_json = true,
            Meaning::Form => self.is_form = true,
            Meaning::Multipart => (self.is_form, self.is_multipart) = (true, true),
            Meaning::Boundary => self.boundary = value,
            Meaning::Raw => self.raw = value,
            Meaning::Compress => self.compress = Some(word.clone()),
            Meaning::Chunked => self.is_chunked = true,
            Meaning::Auth => self.auth = value,
            Meaning::AuthType => self.auth_type = value,
            Meaning::Session => self.session = value,
            Meaning::DefaultScheme => self.default_scheme = value,
            Meaning::PathAsIs => self.path_as_is = true,
            Meaning::Download => self.is_download = true,
            Meaning::IgnoreInput => self.ignores_input = true,
            Meaning::Prints => said.refuse(word.start, format!("`--{}` only prints something", known.name))?,
        }
        Ok(())
    }

    /// Which of the words are the method, the URL and items.
    fn place(&mut self, named: Vec<Word>, start: usize, said: &mut Said) -> Result<(), Remark> {
        let mut named = named.into_iter();
        let Some(first) = named.next() else { return Err(Remark::new(start, "the HTTPie command has no URL")) };
        let rest: Vec<Word> = named.collect();
        let is_word = !first.text.is_empty() && first.text.iter().all(u8::is_ascii_alphabetic);
        let Some((second, items)) = rest.split_first().filter(|_| is_word) else {
            (self.url, self.items) = (first, rest);
            return Ok(());
        };
        if first.text.eq_ignore_ascii_case(b"localhost") {
            let message = "HTTPie takes `localhost` for the method and what follows for the URL: write a method in front, or `:/path`";
            said.change(first.start, message);
            if !said.is_exact {
                (self.url, self.items) = (first, rest);
                return Ok(());
            }
        }
        (self.url, self.items) = (second.clone(), items.to_vec());
        self.method = Some(first);
        Ok(())
    }
}
