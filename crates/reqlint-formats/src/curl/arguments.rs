//! What stands behind `curl`, sorted into transfers: `--next` begins another one.

use super::options::{self, Meaning};
use super::transfer::Transfer;
use super::word::{Remark, Word};

/// Reads the words of one command. Each transfer has at least one URL.
///
/// # Errors
/// At the first option that curl doesn't know, or that lacks its value; where no URL is named.
pub(super) fn read(words: &[Word]) -> Result<Vec<Transfer>, Remark> {
    let mut words = words.iter();
    let mut transfers = Vec::new();
    let mut transfer = Transfer::default();
    let mut only_urls = false;
    let mut last = 0;
    while let Some(word) = words.next() {
        last = word.start;
        let option = Dashed::of(word).filter(|_| !only_urls);
        match option {
            None => transfer.urls.push(word.clone()),
            Some(Dashed::End) => only_urls = true,
            Some(Dashed::Long(name)) => {
                let known = std::str::from_utf8(name).ok().and_then(options::long);
                let (meaning, is_on) = known.ok_or_else(|| unknown("--", name, word))?;
                let value = if meaning.takes_value() { Some(value_of(words.next(), "--", name, word)?) } else { None };
                apply(&mut transfers, &mut transfer, meaning, is_on, value, word);
            }
            Some(Dashed::Letters(letters)) => {
                let mut rest = letters;
                while let [letter, behind @ ..] = rest {
                    let meaning = options::short(*letter).ok_or_else(|| unknown("-", &[*letter], word))?;
                    rest = behind;
                    let value = match (meaning.takes_value(), behind) {
                        (false, _) => None,
                        (true, []) => Some(value_of(words.next(), "-", &[*letter], word)?),
                        (true, joined) => {
                            rest = &[];
                            Some(Word { text: joined.to_vec(), start: word.start })
                        }
                    };
                    apply(&mut transfers, &mut transfer, meaning, true, value, word);
                }
            }
        }
    }
    if !transfer.is_empty() || transfers.is_empty() {
        transfers.push(transfer);
    }
    match transfers.iter().all(|transfer| !transfer.urls.is_empty()) {
        true => Ok(transfers),
        false => Err(Remark::new(last, "curl is given no URL")),
    }
}

/// A word that begins with dashes.
enum Dashed<'w> {
    /// `--`: what follows is no option.
    End,
    Long(&'w [u8]),
    Letters(&'w [u8]),
}

impl<'w> Dashed<'w> {
    /// Word processors make one long dash of two short ones.
    fn of(word: &'w Word) -> Option<Self> {
        let text = word.text.as_slice();
        let long_dash = ["–", "—"].iter().find_map(|dash| text.strip_prefix(dash.as_bytes()));
        if let Some(name) = long_dash {
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
    if ["–", "—"].iter().any(|dash| option.text.starts_with(dash.as_bytes())) {
        transfer.remarks.push(Remark::new(option.start, "a long dash: taken as the dashes of an option"));
    }
    match meaning {
        Meaning::Next => transfers.push(std::mem::take(transfer)),
        meaning => transfer.set(meaning, is_on, value, option),
    }
}

fn value_of(value: Option<&Word>, dashes: &str, name: &[u8], option: &Word) -> Result<Word, Remark> {
    let message = || format!("`{dashes}{}` lacks its value", String::from_utf8_lossy(name));
    value.cloned().ok_or_else(|| Remark::new(option.start, message()))
}

/// Of a word that is no option only what looks like the name of one is quoted: the rest may be a secret.
fn unknown(dashes: &str, name: &[u8], option: &Word) -> Remark {
    let length = name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count().min(30);
    let name = String::from_utf8_lossy(name.get(..length).unwrap_or_default());
    Remark::new(option.start, format!("curl has no option `{dashes}{name}`"))
}
