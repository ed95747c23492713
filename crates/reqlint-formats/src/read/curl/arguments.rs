//! The arguments of `curl`, sorted into transfers: `--next` begins another one.

use super::config;
use super::data::DataKind;
use super::meant;
use super::options::{self, Known, Meaning, Takes};
use super::transfer::Transfer;
use super::variables::Variables;
use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};
use std::borrow::Cow;

/// Reads the words of one command. Each transfer has at least one URL.
///
/// # Errors
/// At the first option that curl doesn't know, or that lacks its value; where no URL is named.
pub(super) fn read(words: Vec<Word>, named: &Named<'_>, said: &mut Said) -> Result<Vec<Transfer>, Remark> {
    meant::refuse_alias(&words)?;
    let words = if said.is_exact { words } else { meant::joined(words, said) };
    let mut arguments = Arguments { named, said, variables: Variables::default(), transfers: Vec::new(), last: 0 };
    let mut transfer = Transfer::default();
    arguments.read(words, &mut transfer)?;
    let Arguments { mut transfers, last, said, .. } = arguments;
    if transfer.urls.is_empty() && !(transfers.is_empty() && transfer.hides_headers && !said.is_exact) {
        if transfers.is_empty() {
            return Err(Remark::new(last, "the curl command has no URL"));
        }
        // what comes before it is sent anyway
        said.change(last, "no URL follows `--next`: curl sends the requests before it, and exits with 2");
    } else if transfer.urls.is_empty() {
        return Err(Remark::new(last, "the URL is in the file of `-K`: pass --read-files to read it"));
    } else {
        transfers.push(transfer);
    }
    for transfer in &transfers {
        transfer.say_conflict(said)?;
    }
    Ok(transfers)
}

struct Arguments<'r, 'n> {
    named: &'r Named<'n>,
    said: &'r mut Said,
    variables: Variables,
    transfers: Vec<Transfer>,
    /// Where the last word begins.
    last: usize,
}

impl Arguments<'_, '_> {
    fn read(&mut self, words: Vec<Word>, transfer: &mut Transfer) -> Result<(), Remark> {
        let mut words = words.into_iter();
        let mut only_urls = false;
        while let Some(word) = words.next() {
            self.last = word.start;
            let option = Dashed::of(&word).filter(|_| !only_urls);
            if option.is_some() && is_long_dash(&word.text) {
                transfer.remarks.push(Remark::change(
                    word.start,
                    "this is no plain hyphen: the word is sent as a URL instead of an option; type `-` or `--`",
                ));
            }
            match option {
                None if word.text.is_empty() => {
                    self.said.refuse(word.start, "option : blank argument where content is expected")?;
                }
                None => transfer.urls.push(word),
                Some(Dashed::End) => only_urls = true,
                Some(Dashed::Long(name)) => self.long(name, &word, &mut words, transfer)?,
                Some(Dashed::Letters([])) => return Err(unknown(&word)),
                Some(Dashed::Letters(letters)) => self.letters(letters, &word, &mut words, transfer)?,
            }
        }
        Ok(())
    }

    fn long(
        &mut self,
        name: &[u8],
        word: &Word,
        words: &mut impl Iterator<Item = Word>,
        transfer: &mut Transfer,
    ) -> Result<(), Remark> {
        let joined = name.iter().position(|b| *b == b'=');
        let (name, joined) = match joined.and_then(|at| name.split_at_checked(at)) {
            Some((name, value)) => (name, Some(value.get(1..).unwrap_or_default())),
            None => (name, None),
        };
        let is_as_written = joined.is_none() && !is_long_dash(&word.text);
        let spelled = || Word { text: [b"--", name].concat(), start: word.start, end: word.end };
        let option = if is_as_written { Cow::Borrowed(word) } else { Cow::Owned(spelled()) };
        let name = std::str::from_utf8(name).map_err(|_| unknown(&option))?;
        let reversed = name.strip_prefix("no-");
        let expanded = name.strip_prefix("expand-");
        let known = options::long(reversed.or(expanded).unwrap_or(name)).ok_or_else(|| unknown(&option))?;
        if reversed.is_some() && known.takes != Takes::Toggle {
            self.said.refuse(
                word.start,
                format!("option --{name}: the given option cannot be reversed with a --no- prefix"),
            )?;
        }
        let value = if !known.takes.is_value() {
            None
        } else if let Some(joined) = joined {
            Some(Word { text: joined.to_vec(), start: word.start, end: word.end })
        } else {
            let value = value_of(words.next(), &option)?;
            meant::say_swallowed(&option, &value, self.said);
            Some(value)
        };
        let value = match value {
            Some(value) if expanded.is_some() => Some(self.variables.expanded(&value, self.said)?),
            value => value,
        };
        self.apply(known, reversed.is_none(), value, &option, transfer)
    }

    fn letters(
        &mut self,
        letters: &[u8],
        word: &Word,
        words: &mut impl Iterator<Item = Word>,
        transfer: &mut Transfer,
    ) -> Result<(), Remark> {
        let mut rest = letters;
        while let [letter, after @ ..] = rest {
            // what is joined to the letter may be a secret
            let spelled = || Word { text: vec![b'-', *letter], start: word.start, end: word.end };
            let is_alone = matches!(&word.text[..], [b'-', _]);
            let option = if is_alone { Cow::Borrowed(word) } else { Cow::Owned(spelled()) };
            let known = options::short(*letter).ok_or_else(|| unknown(&option))?;
            rest = after;
            let value = match (known.takes.is_value(), after) {
                (false, _) => None,
                (true, []) => {
                    let value = value_of(words.next(), &option)?;
                    meant::say_swallowed(&option, &value, self.said);
                    Some(value)
                }
                (true, joined) => {
                    rest = &[];
                    Some(Word { text: joined.to_vec(), start: word.start, end: word.end })
                }
            };
            self.apply(known, !known.is_off, value, &option, transfer)?;
        }
        Ok(())
    }

    fn apply(
        &mut self,
        known: Known,
        is_on: bool,
        value: Option<Word>,
        option: &Word,
        transfer: &mut Transfer,
    ) -> Result<(), Remark> {
        let name = || String::from_utf8_lossy(&option.text).into_owned();
        if let Some(value) = &value {
            if known.denies_blank() && value.text.is_empty() {
                self.said
                    .refuse(option.start, format!("option {}: blank argument where content is expected", name()))?;
                return Ok(());
            }
            if known.takes == Takes::Number && !is_number(&value.text) {
                self.said.refuse(option.start, format!("option {}: expected a proper numerical parameter", name()))?;
            }
        }
        match (known.meaning, value) {
            (Meaning::Next, _) if transfer.urls.is_empty() => {}
            (Meaning::Next, _) => self.transfers.push(std::mem::take(transfer)),
            (Meaning::Prints, _) => {
                self.said.refuse(option.start, format!("`{}` only prints something", name()))?;
            }
            (Meaning::Variable, Some(value)) => self.variables.set(&value, self.named, self.said)?,
            (Meaning::Config, Some(value)) => match config::words(&value, self.named, self.said)? {
                Some(words) => self.read(words, transfer)?,
                None => transfer.set(known, is_on, Some(value), option),
            },
            (Meaning::Url, Some(value)) => match value.text.strip_prefix(b"@") {
                Some(file) => {
                    let lines = super::data::file(file, value.start, self.named, self.said)?.unwrap_or_default();
                    let lines = lines.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
                    let urls = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#"));
                    transfer.urls.extend(urls.map(|url| Word { text: url.to_vec(), ..value.clone() }));
                }
                None => transfer.set(known, is_on, Some(value), option),
            },
            (Meaning::Header, Some(value)) => match value.text.strip_prefix(b"@") {
                Some(file) => match super::data::file(file, value.start, self.named, self.said)? {
                    Some(lines) => {
                        let lines = lines.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
                        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(b"#"));
                        transfer.headers.extend(lines.map(|line| Word { text: line.to_vec(), ..value.clone() }));
                    }
                    None => transfer.hides_headers = true,
                },
                None => {
                    meant::say_header(&value, self.said);
                    transfer.set(known, is_on, Some(value), option);
                }
            },
            (Meaning::Data(kind), Some(value)) => {
                if matches!(kind, DataKind::Plain | DataKind::Raw | DataKind::Binary) {
                    meant::say_data(&value, self.said);
                }
                transfer.set(known, is_on, Some(value), option);
            }
            (_, value) => transfer.set(known, is_on, value, option),
        }
        Ok(())
    }
}

/// A word that begins with dashes.
enum Dashed<'w> {
    /// `--`: no options follow.
    End,
    Long(&'w [u8]),
    Letters(&'w [u8]),
}

impl<'w> Dashed<'w> {
    /// Word processors make one long dash of two short ones.
    fn of(word: &'w Word) -> Option<Self> {
        let text = word.text.as_slice();
        if let Some(name) = text.get(3..).filter(|_| is_long_dash(text)) {
            return Some(if name.len() == 1 { Dashed::Letters(name) } else { Dashed::Long(name) });
        }
        match text {
            b"--" => Some(Dashed::End),
            [b'-', b'-', name @ ..] => Some(Dashed::Long(name)),
            [b'-', letters @ ..] => Some(Dashed::Letters(letters)),
            _ => None,
        }
    }
}

/// Whether a word begins with an en dash, an em dash, a minus sign, or a hyphen that isn't the plain one. Each takes three bytes.
fn is_long_dash(text: &[u8]) -> bool {
    ["–", "—", "−", "‐", "‑"].iter().any(|dash| text.starts_with(dash.as_bytes()))
}

/// A number that isn't negative; what is filled in later is one.
fn is_number(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit) && text.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        || text.first().is_some_and(|b| b"$<{%".contains(b))
}

fn value_of(value: Option<Word>, option: &Word) -> Result<Word, Remark> {
    let message = || format!("`{}` needs a value", String::from_utf8_lossy(&option.text));
    value.ok_or_else(|| Remark::new(option.start, message()))
}

/// A word is quoted only if it looks like an option: any other may be a secret that lost its quotes.
fn unknown(option: &Word) -> Remark {
    let text = String::from_utf8_lossy(&option.text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_name = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    let message = if text.len() > 2 && is_name && digits < 3 && text.len() < 30 {
        let near = options::nearest(&text).map(|near| format!(": did you mean `--{near}`?"));
        format!("curl has no option `{text}`{}", near.unwrap_or_default())
    } else if let ([b'-', letter], true) = (&*option.text, option.text.is_ascii()) {
        format!("curl has no option `-{}`", char::from(*letter))
    } else {
        "curl has no such option".to_owned()
    };
    Remark::new(option.start, message)
}
