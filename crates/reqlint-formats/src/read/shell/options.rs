//! The words of a command by a table of its options, as getopt_long and argparse sort them.

use super::{Remark, Word};

/// An option that a program knows, and what it means to a request.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Known<M: 'static> {
    letter: Option<char>,
    pub(in crate::read) name: &'static str,
    pub(in crate::read) has_value: bool,
    pub(in crate::read) meaning: M,
}

/// An option without a value.
pub(in crate::read) const fn switch<M: Copy>(letter: Option<char>, name: &'static str, meaning: M) -> Known<M> {
    Known { letter, name, has_value: false, meaning }
}

/// An option that a value follows.
pub(in crate::read) const fn value<M: Copy>(letter: Option<char>, name: &'static str, meaning: M) -> Known<M> {
    Known { letter, name, has_value: true, meaning }
}

/// The options of a program.
pub(in crate::read) struct Options<M: 'static> {
    /// Its name in sentences.
    pub(in crate::read) program: &'static str,
    pub(in crate::read) known: &'static [Known<M>],
    /// A letter that switches off the option of the next letter: the `n` of `-nv`.
    pub(in crate::read) off: Option<u8>,
    /// Whether `--no-` takes an option with a value back, too.
    pub(in crate::read) takes_back: bool,
}

/// What a word of a command is.
pub(in crate::read) enum Argument<'w, M: 'static> {
    Option {
        known: Known<M>,
        is_off: bool,
        value: Option<Word>,
        word: &'w Word,
    },
    /// No option, or after `--`.
    Other {
        word: &'w Word,
        is_last_part: bool,
    },
}

impl<M: Copy> Options<M> {
    /// Hands on each option with its value, and each other word.
    ///
    /// # Errors
    /// At the first option that the program doesn't know, or that lacks its value; and what `take` gives.
    pub(in crate::read) fn read<'w>(
        &self,
        words: &'w [Word],
        take: &mut impl FnMut(Argument<'w, M>) -> Result<(), Remark>,
    ) -> Result<(), Remark> {
        let (mut words, mut is_last_part) = (words.iter(), false);
        while let Some(word) = words.next() {
            match word.text.as_slice() {
                b"--" if !is_last_part => is_last_part = true,
                [b'-', b'-', name @ ..] if !is_last_part => {
                    let sign = name.iter().position(|b| *b == b'=');
                    let (name, joined) = name.split_at_checked(sign.unwrap_or(name.len())).unwrap_or_default();
                    let name = String::from_utf8_lossy(name).into_owned();
                    let (known, is_off) = self.long(&name).ok_or_else(|| self.unknown(word, &name))?;
                    let takes_value = known.has_value && !is_off;
                    let value = match joined.get(1..).filter(|_| takes_value) {
                        Some(joined) => Some(Word { text: joined.to_vec(), ..word.clone() }),
                        None if takes_value => Some(value_of(words.next(), word, known.name)?),
                        None => None,
                    };
                    take(Argument::Option { known, is_off, value, word })?;
                }
                [b'-', letters @ ..] if !is_last_part && !letters.is_empty() => {
                    let mut rest = letters;
                    while let [letter, after @ ..] = rest {
                        if Some(*letter) == self.off {
                            rest = after.get(1..).unwrap_or_default();
                            continue;
                        }
                        let known = self.short(char::from(*letter)).ok_or_else(|| {
                            let letter = char::from(*letter).escape_default();
                            Remark::new(word.start, format!("{} has no option `-{letter}`", self.program))
                        })?;
                        let value = match (known.has_value, after) {
                            (false, _) => None,
                            (true, []) => Some(value_of(words.next(), word, known.name)?),
                            (true, joined) => Some(Word { text: joined.to_vec(), ..word.clone() }),
                        };
                        rest = if known.has_value { &[] } else { after };
                        take(Argument::Option { known, is_off: false, value, word })?;
                    }
                }
                _ => take(Argument::Other { word, is_last_part })?,
            }
        }
        Ok(())
    }

    /// The option of a letter.
    pub(in crate::read) fn short(&self, letter: char) -> Option<Known<M>> {
        self.known.iter().find(|known| known.letter == Some(letter)).copied()
    }

    /// The option of this name, or of which it is the only beginning; and whether it is switched off: `--no-cache`.
    pub(in crate::read) fn long(&self, name: &str) -> Option<(Known<M>, bool)> {
        let exact = |name: &str| self.known.iter().find(|known| known.name == name).copied();
        let can_be_off = |known: &Known<M>| self.takes_back || !known.has_value;
        if let Some(known) = exact(name) {
            return Some((known, false));
        }
        let without_no = name.strip_prefix("no-");
        if let Some(known) = without_no.and_then(exact).filter(can_be_off) {
            return Some((known, true));
        }
        let begins = |name: &str| {
            let name = name.to_owned();
            self.known.iter().copied().filter(move |known| known.name.starts_with(&name))
        };
        let mut on = begins(name).map(|known| (known, false));
        let mut off = without_no.into_iter().flat_map(begins).filter(can_be_off).map(|known| (known, true));
        match (on.next(), on.next(), off.next(), off.next()) {
            (Some(only), None, None, _) | (None, _, Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// A word is quoted only if it looks like an option: any other may be a secret that lost its quotes.
    fn unknown(&self, word: &Word, name: &str) -> Remark {
        let is_name = name.len() < 30 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let what = if is_name { format!("option `--{name}`") } else { "such option".to_owned() };
        Remark::new(word.start, format!("{} has no {what}", self.program))
    }
}

fn value_of(value: Option<&Word>, option: &Word, name: &str) -> Result<Word, Remark> {
    value.cloned().ok_or_else(|| Remark::new(option.start, format!("`--{name}` needs a value")))
}
