//! The arguments of `curl`, sorted into transfers: `--next` begins another one.

use super::options::{self, Meaning};
use super::transfer::Transfer;
use super::word::{Remark, Word};

/// Reads the words of one command. Each transfer has at least one URL.
///
/// # Errors
/// At the first option that curl doesn't know, or that lacks its value; at options that ask for requests of two kinds; where
/// no URL is named.
pub(super) fn read(words: &[Word]) -> Result<Vec<Transfer>, Remark> {
    let mut words = words.iter();
    let mut transfers = Vec::new();
    let mut transfer = Transfer::default();
    let mut only_urls = false;
    let mut last = 0;
    while let Some(word) = words.next() {
        last = word.start;
        let option = Dashed::of(word).filter(|_| !only_urls);
        if option.is_some() && is_long_dash(&word.text) {
            transfer.remarks.push(Remark::new(word.start, "a long dash: taken as the dashes of an option"));
        }
        match option {
            None => transfer.urls.push(word.clone()),
            Some(Dashed::End) => only_urls = true,
            Some(Dashed::Long(name)) => {
                let option = Word { text: [b"--", name].concat(), start: word.start };
                let known = std::str::from_utf8(name).ok().and_then(options::long);
                let (meaning, is_on) = known.ok_or_else(|| unknown(&option))?;
                let value = if meaning.takes_value() { Some(value_of(words.next(), &option)?) } else { None };
                apply(&mut transfers, &mut transfer, meaning, is_on, value, &option);
            }
            Some(Dashed::Letters(letters)) => {
                let mut rest = letters;
                while let [letter, after @ ..] = rest {
                    // what is joined to the letter may be a secret
                    let option = Word { text: vec![b'-', *letter], start: word.start };
                    let meaning = options::short(*letter).ok_or_else(|| unknown(&option))?;
                    rest = after;
                    let value = match (meaning.takes_value(), after) {
                        (false, _) => None,
                        (true, []) => Some(value_of(words.next(), &option)?),
                        (true, joined) => {
                            rest = &[];
                            Some(Word { text: joined.to_vec(), start: word.start })
                        }
                    };
                    apply(&mut transfers, &mut transfer, meaning, true, value, &option);
                }
            }
        }
    }
    if !transfer.is_empty() || transfers.is_empty() {
        transfers.push(transfer);
    }
    match transfers.iter().find_map(Transfer::conflict) {
        Some(conflict) => Err(conflict),
        None if transfers.iter().any(|transfer| transfer.urls.is_empty()) => {
            Err(Remark::new(last, "the curl command has no URL"))
        }
        None => Ok(transfers),
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
            [b'-', letters @ ..] if !letters.is_empty() => Some(Dashed::Letters(letters)),
            _ => None,
        }
    }
}

fn apply(
    transfers: &mut Vec<Transfer>,
    transfer: &mut Transfer,
    meaning: Meaning,
    is_on: bool,
    value: Option<Word>,
    option: &Word,
) {
    match meaning {
        Meaning::Next => transfers.push(std::mem::take(transfer)),
        meaning => transfer.set(meaning, is_on, value, option),
    }
}

/// Whether a word begins with an en dash or an em dash.
fn is_long_dash(text: &[u8]) -> bool {
    ["–", "—"].iter().any(|dash| text.starts_with(dash.as_bytes()))
}

fn value_of(value: Option<&Word>, option: &Word) -> Result<Word, Remark> {
    let message = || format!("`{}` needs a value", String::from_utf8_lossy(&option.text));
    value.cloned().ok_or_else(|| Remark::new(option.start, message()))
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
