//! The words of a name: `X-Api-Key`, `apiKey`, `API_KEY` and `apikey` are the same two.

use super::table::{ORDINARY, TERMS};

/// How much of a long name is looked at, from its end.
const MAX: usize = 96;

/// How many words are kept, from the beginning.
const WORDS: usize = 24;

/// The words of a name in lower case.
pub(super) struct Words {
    letters: [u8; MAX],
    ends: [u8; WORDS],
    count: usize,
}

impl Words {
    pub(super) fn of(name: &[u8]) -> Self {
        let mut words = Self { letters: [0; MAX], ends: [0; WORDS], count: 0 };
        let name = name.get(name.len().saturating_sub(MAX)..).unwrap_or_default();
        let mut at = 0;
        while at < name.len() {
            let rest = name.get(at..).unwrap_or_default();
            let length = written_word(rest);
            if length == 0 {
                at += 1;
                continue;
            }
            words.push_split(rest.get(..length).unwrap_or_default());
            at += length;
        }
        words
    }

    fn push_split(&mut self, word: &[u8]) {
        let mut buffer = [0; MAX];
        let lower = buffer.get_mut(..word.len()).unwrap_or_default();
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        let lower: &[u8] = lower;
        if contains(ORDINARY, lower) {
            return self.push(lower);
        }
        let mut from = 0;
        while from < lower.len() {
            let rest = lower.get(from..).unwrap_or_default();
            // the first, and of those that begin there the longest; names are too short for anything cleverer
            let longest = |at: usize| {
                let rest = rest.get(at..).unwrap_or_default();
                TERMS.iter().map(|term| term.as_bytes()).filter(|term| rest.starts_with(term)).map(<[u8]>::len).max()
            };
            let Some((at, length)) = (0..rest.len()).find_map(|at| Some((at, longest(at)?))) else {
                // `partitionkey`
                return match rest.strip_suffix(b"key").filter(|before| before.len() > 1) {
                    Some(before) => {
                        self.push(before);
                        self.push(b"key");
                    }
                    None => self.push(rest),
                };
            };
            if at > 0 {
                self.push(rest.get(..at).unwrap_or_default());
            }
            // a plural is one word
            let plural = usize::from(rest.get(at + length..) == Some(b"s"));
            let term = rest.get(at..at + length + plural).unwrap_or_default();
            match term.strip_suffix(b"key") {
                Some(before) => {
                    self.push(before);
                    self.push(b"key");
                }
                None => self.push(term),
            }
            from += at + length + plural;
        }
    }

    fn push(&mut self, word: &[u8]) {
        let start = self.count.checked_sub(1).and_then(|last| self.ends.get(last)).map_or(0, |end| usize::from(*end));
        let end = start + word.len();
        let (Some(place), Some(slot)) = (self.letters.get_mut(start..end), self.ends.get_mut(self.count)) else {
            return;
        };
        place.copy_from_slice(word);
        *slot = u8::try_from(end).unwrap_or(u8::MAX);
        self.count += 1;
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// A word by its number; the empty one beyond the last.
    pub(super) fn get(&self, index: usize) -> &[u8] {
        if index >= self.count {
            return &[];
        }
        let end = |index: usize| self.ends.get(index).map_or(0, |end| usize::from(*end));
        let start = index.checked_sub(1).map_or(0, end);
        self.letters.get(start..end(index)).unwrap_or_default()
    }

    /// All of them without separators.
    pub(super) fn squeezed(&self) -> &[u8] {
        let end = self.count.checked_sub(1).and_then(|last| self.ends.get(last)).map_or(0, |end| usize::from(*end));
        self.letters.get(..end).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count).map(|index| self.get(index))
    }
}

/// The length of the word that a text begins with: letters and digits up to a change of case that begins another.
fn written_word(text: &[u8]) -> usize {
    let is = |at: usize, test: fn(&u8) -> bool| text.get(at).is_some_and(test);
    let mut end = 0;
    while is(end, u8::is_ascii_alphanumeric) {
        let begins = end > 0
            && is(end, u8::is_ascii_uppercase)
            && (!is(end - 1, u8::is_ascii_uppercase) || is(end + 1, u8::is_ascii_lowercase) && !is_plural(text, end));
        if begins {
            break;
        }
        end += 1;
    }
    end
}

/// `IDs`, `URLs`: the `s` makes no word.
fn is_plural(text: &[u8], upper: usize) -> bool {
    text.get(upper + 1) == Some(&b's') && text.get(upper + 2).is_none_or(|b| !b.is_ascii_lowercase())
}

/// Whether a list of words holds one.
pub(super) fn contains(list: &[&str], word: &[u8]) -> bool {
    list.iter().any(|own| own.len() == word.len() && own.as_bytes().first() == word.first() && own.as_bytes() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        let table = [
            ("X-Api-Key", "x api key"),
            ("apiKey", "api key"),
            ("APIKey", "api key"),
            ("apikey", "api key"),
            ("AWSAccessKeyId", "aws access key id"),
            ("csrfmiddlewaretoken", "csrfmiddleware token"),
            ("jsessionid", "j session id"),
            ("card[number]", "card number"),
            ("password2", "password 2"),
            ("max_tokens", "max tokens"),
            ("partitionkey", "partition key"),
            ("monkey", "monkey"),
            ("tokenizer", "tokenizer"),
            ("userIDs", "user ids"),
        ];
        for (name, expected) in table {
            let words = Words::of(name.as_bytes());
            let shown: Vec<_> = words.iter().map(|word| String::from_utf8_lossy(word).into_owned()).collect();
            assert_eq!(shown.join(" "), expected, "{name}");
        }
        assert_eq!(Words::of(&[b'a'; 500]).len(), 1);
        assert!(Words::of("a_".repeat(500).as_bytes()).len() <= WORDS);
    }
}
