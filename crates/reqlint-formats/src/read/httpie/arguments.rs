//! The arguments of `http`, sorted: options, then the method where there is one, the URL, and items.

use super::options::{self, Known, Meaning};
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
    let mut words = words.iter();
    let mut no_options = false;
    while let Some(word) = words.next() {
        match word.text.as_slice() {
            b"--" if !no_options => no_options = true,
            [b'-', b'-', name @ ..] if !no_options => {
                let sign = name.iter().position(|b| *b == b'=');
                let (name, joined) = name.split_at_checked(sign.unwrap_or(name.len())).unwrap_or_default();
                let name = String::from_utf8_lossy(name).into_owned();
                // `--no-verify` takes an option back
                if name.strip_prefix("no-").and_then(options::long).is_some() {
                    continue;
                }
                let known = options::long(&name).ok_or_else(|| unknown(word, &name))?;
                let value = match joined.get(1..).filter(|_| known.has_value) {
                    Some(joined) => Some(Word { text: joined.to_vec(), ..word.clone() }),
                    None if known.has_value => Some(value_of(words.next(), word, known.name)?),
                    None => None,
                };
                arguments.apply(known, value, word, said)?;
            }
            [b'-', letters @ ..] if !no_options && !letters.is_empty() => {
                let mut rest = letters;
                while let [letter, after @ ..] = rest {
                    let letter = char::from(*letter);
                    let known = options::short(letter).ok_or_else(|| {
                        Remark::new(word.start, format!("HTTPie has no option `-{}`", letter.escape_default()))
                    })?;
                    let value = match (known.has_value, after) {
                        (false, _) => None,
                        (true, []) => Some(value_of(words.next(), word, known.name)?),
                        (true, joined) => Some(Word { text: joined.to_vec(), ..word.clone() }),
                    };
                    rest = if known.has_value { &[] } else { after };
                    arguments.apply(known, value, word, said)?;
                }
            }
            _ => named.push(word.clone()),
        }
    }
    arguments.place(named, start, said)?;
    Ok(arguments)
}

impl Arguments {
    fn apply(&mut self, known: Known, value: Option<Word>, word: &Word, said: &mut Said) -> Result<(), Remark> {
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

fn value_of(value: Option<&Word>, option: &Word, name: &str) -> Result<Word, Remark> {
    value.cloned().ok_or_else(|| Remark::new(option.start, format!("`--{name}` needs a value")))
}

/// A word is quoted only if it looks like an option: any other may be a secret that lost its quotes.
fn unknown(word: &Word, name: &str) -> Remark {
    let is_name = name.len() < 30 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let message =
        if is_name { format!("HTTPie has no option `--{name}`") } else { "HTTPie has no such option".to_owned() };
    Remark::new(word.start, message)
}
