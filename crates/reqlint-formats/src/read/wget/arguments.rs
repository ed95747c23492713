//! The arguments of `wget`, sorted.

use super::options::{self, Known, Meaning};
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
    let mut words = words.iter();
    let mut only_urls = false;
    while let Some(word) = words.next() {
        arguments.last = word.start;
        match word.text.as_slice() {
            b"--" if !only_urls => only_urls = true,
            [b'-', b'-', name @ ..] if !only_urls => {
                let sign = name.iter().position(|b| *b == b'=');
                let (name, joined) = name.split_at_checked(sign.unwrap_or(name.len())).unwrap_or_default();
                let name = String::from_utf8_lossy(name).into_owned();
                let (known, is_off) = options::long(&name).ok_or_else(|| unknown(word, &name))?;
                let joined = joined.get(1..).filter(|_| known.has_value);
                let value = match joined {
                    Some(joined) => Some(Word { text: joined.to_vec(), ..word.clone() }),
                    None if known.has_value => Some(value_of(words.next(), word, known.name)?),
                    None => None,
                };
                arguments.apply(known, is_off, value, word, said)?;
            }
            [b'-', letters @ ..] if !only_urls && !letters.is_empty() => {
                let mut rest = letters;
                while let [letter, after @ ..] = rest {
                    // `-nv`, `-nc`: what is switched off
                    if *letter == b'n' {
                        rest = after.get(1..).unwrap_or_default();
                        continue;
                    }
                    let letter = char::from(*letter);
                    let known = options::short(letter).ok_or_else(|| {
                        Remark::new(word.start, format!("wget has no option `-{}`", letter.escape_default()))
                    })?;
                    let value = match (known.has_value, after) {
                        (false, _) => None,
                        (true, []) => Some(value_of(words.next(), word, known.name)?),
                        (true, joined) => Some(Word { text: joined.to_vec(), ..word.clone() }),
                    };
                    rest = if known.has_value { &[] } else { after };
                    arguments.apply(known, false, value, word, said)?;
                }
            }
            // a dash alone is what is left of `-O -`
            b"-" if !only_urls => {}
            _ => arguments.urls.push(word.clone()),
        }
    }
    Ok(arguments)
}

impl Arguments {
    fn apply(
        &mut self,
        known: Known,
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

fn value_of(value: Option<&Word>, option: &Word, name: &str) -> Result<Word, Remark> {
    value.cloned().ok_or_else(|| Remark::new(option.start, format!("`--{name}` needs a value")))
}

/// A word is quoted only if it looks like an option: any other may be a secret that lost its quotes.
fn unknown(word: &Word, name: &str) -> Remark {
    let is_name = name.len() < 30 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let message = if is_name { format!("wget has no option `--{name}`") } else { "wget has no such option".to_owned() };
    Remark::new(word.start, message)
}
