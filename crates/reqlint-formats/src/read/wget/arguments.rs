//! The arguments of `wget`, sorted.

use super::options::{self, Meaning};
use crate::read::shell::options::{Argument, Known};
use crate::read::shell::{Remark, Said, Word};

/// What a command asks for.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) urls: Vec<Word>,
    pub(super) headers: Vec<Word>,
    pub(super) agent: Option<Word>,
    pub(super) referer: Option<Word>,
    pub(super) post_data: Option<Word>,
    pub(super) post_file: Option<Word>,
    pub(super) method: Option<Word>,
    pub(super) body_data: Option<Word>,
    pub(super) body_file: Option<Word>,
    pub(super) user: Option<Word>,
    pub(super) password: Option<Word>,
    pub(super) http_user: Option<Word>,
    pub(super) http_password: Option<Word>,
    pub(super) start: Option<Word>,
    pub(super) sends_unasked: bool,
    pub(super) is_uncached: bool,
    pub(super) is_closing: bool,
    pub(super) is_compressed: bool,
    pub(super) is_spider: bool,
    /// Whether headers may be added that can't be seen.
    pub(super) is_hiding: bool,
    /// Where the last word begins.
    pub(super) last: usize,
}

/// Sorts the words of a command.
///
/// # Errors
/// At the first option that wget doesn't know, or that lacks its value.
pub(super) fn read(words: &[Word], said: &mut Said) -> Result<Arguments, Remark> {
    let mut arguments = Arguments::default();
    options::OPTIONS.read(words, &mut |argument| {
        match argument {
            Argument::Option { known, is_off, value, word } => {
                arguments.last = word.start;
                return arguments.apply(known, is_off, value, word, said);
            }
            // a dash alone is what is left of `-O -`
            Argument::Other { word, is_last_part } if is_last_part || word.text != b"-" => {
                arguments.last = word.start;
                arguments.urls.push(word.clone());
            }
            Argument::Other { word, .. } => arguments.last = word.start,
        }
        Ok(())
    })?;
    Ok(arguments)
}

impl Arguments {
    fn apply(
        &mut self,
        known: Known<Meaning>,
        is_off: bool,
        value: Option<Word>,
        word: &Word,
        said: &mut Said,
    ) -> Result<(), Remark> {
        match (known.meaning, value) {
            (Meaning::Header, Some(value)) => self.header(value, said)?,
            (Meaning::Agent, value) => self.agent = value,
            (Meaning::Referer, value) => self.referer = value,
            (Meaning::PostData, value) => self.post_data = value,
            (Meaning::PostFile, value) => self.post_file = value,
            (Meaning::Method, value) => self.method = value,
            (Meaning::BodyData, value) => self.body_data = value,
            (Meaning::BodyFile, value) => self.body_file = value,
            (Meaning::User, value) => self.user = value,
            (Meaning::Password, value) => self.password = value,
            (Meaning::HttpUser, value) => self.http_user = value,
            (Meaning::HttpPassword, value) => self.http_password = value,
            (Meaning::Start, value) => self.start = value,
            (Meaning::AuthNoChallenge, _) => self.sends_unasked = !is_off,
            (Meaning::Cache, _) => self.is_uncached = is_off,
            (Meaning::KeepAlive, _) => self.is_closing = is_off,
            (Meaning::Spider, _) => self.is_spider = !is_off,
            (Meaning::Compression, Some(value)) => self.is_compressed = matches!(&value.text[..], b"auto" | b"gzip"),
            (Meaning::Hides, _) if !is_off => {
                self.is_hiding = true;
                said.miss(word.start, format!("what `--{}` adds is not visible here", known.name))?;
            }
            (Meaning::Input, _) => {
                said.miss(word.start, "URLs are in the file of `--input-file`: they are not read")?
            }
            (Meaning::Execute, Some(value)) => match setting(&value) {
                Some(header) => self.header(header, said)?,
                None => said.note(word.start, "a command of `.wgetrc` is passed over"),
            },
            (Meaning::Recursive, _) if !is_off => {
                said.note(word.start, "wget asks for more than this: what the answer names comes after it");
            }
            (Meaning::Prints, _) => said.refuse(word.start, format!("`--{}` only prints something", known.name))?,
            _ => {}
        }
        Ok(())
    }

    /// `--header`: the last of a name counts, and an empty one takes all back.
    fn header(&mut self, value: Word, said: &mut Said) -> Result<(), Remark> {
        if value.text.is_empty() {
            self.headers.clear();
            return Ok(());
        }
        let colon = value.text.iter().position(|b| *b == b':');
        if colon.is_none_or(|colon| colon == 0) || value.text.contains(&b'\n') {
            let is_open = value.text.starts_with(b"$") || value.text.starts_with(b"<");
            if is_open {
                self.is_hiding = true;
                return said.miss(value.start, "the header is filled in by the shell: it is not visible here");
            }
            return said.refuse(value.start, "`--header` takes `Name: value`, in one line");
        }
        self.headers.push(value);
        Ok(())
    }
}

/// `header=X: y`, which `-e` takes as `--header` does.
fn setting(value: &Word) -> Option<Word> {
    let text = value.text.strip_prefix(b"header")?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    Some(Word { text: text.to_vec(), ..value.clone() })
}
