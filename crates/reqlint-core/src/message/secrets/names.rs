//! How much a name says of its value: that it is secret, that it isn't, or that its look decides.

use super::table::{
    ABOUT, HEADER_NAMES, LIKELY_NAMES, PLAIN_KEYS, PLAIN_NAMES, PLAIN_TOKENS, QUESTIONS, SCHEMES, SECRET_CODES,
    SECRET_ENDINGS, SECRET_KEYS, SECRET_NAMES, SECRETS, SENT_NAMES, STRONG, VARIANTS,
};
use super::words::{Words, contains};
use crate::base::near::nearest;
use crate::message::credential::looks::looks_random;

/// Where a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Header,
    /// Of a query or a form.
    Parameter,
    /// Of a body.
    Member,
}

/// What a name says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    /// Secret if it looks like a credential.
    Likely,
    /// Secret unless it is too short for one.
    Long,
    Secret,
}

impl Weight {
    /// Whether a value of such a name is secret.
    pub(crate) fn covers(self, value: &[u8]) -> bool {
        let value = value.trim_ascii();
        match self {
            Self::Plain => false,
            Self::Likely => looks_random(value),
            Self::Long => value.len() >= 6,
            Self::Secret => !is_word_of_code(value),
        }
    }
}

/// How many letters follow a beginning of a pack or project at least.
const LEAST: usize = 8;

/// `auth=true` holds no secret.
fn is_word_of_code(value: &[u8]) -> bool {
    matches!(value, b"" | b"true" | b"false" | b"null" | b"none" | b"undefined" | b"True" | b"False" | b"None")
}

/// Names that a pack and a project add, without separators and in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct OwnNames {
    pub(crate) secret: Vec<Box<[u8]>>,
    pub(crate) plain: Vec<Box<[u8]>>,
    /// Beginnings of credentials.
    pub(crate) prefixes: Vec<Box<[u8]>>,
}

impl OwnNames {
    /// Adds those of a project, which take priority over a pack's.
    pub(crate) fn add(&mut self, others: &Self) {
        self.secret.retain(|name| !others.plain.contains(name));
        self.plain.retain(|name| !others.secret.contains(name));
        self.secret.extend(others.secret.iter().cloned());
        self.plain.extend(others.plain.iter().cloned());
        self.prefixes.extend(others.prefixes.iter().cloned());
    }

    /// The length of a credential that a text begins with.
    pub(crate) fn shape(&self, text: &[u8]) -> Option<usize> {
        self.prefixes.iter().find_map(|prefix| {
            let rest = text.strip_prefix(&**prefix)?;
            let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b)).count();
            (length >= LEAST).then(|| prefix.len() + length)
        })
    }

    /// What a name says, with these names first.
    pub(crate) fn weigh(&self, name: &[u8], place: Place) -> Weight {
        if !self.plain.is_empty() || !self.secret.is_empty() {
            let squeezed = squeezed(name);
            if self.secret.iter().any(|own| **own == *squeezed) {
                return Weight::Secret;
            }
            if self.plain.iter().any(|own| **own == *squeezed) {
                return Weight::Plain;
            }
        }
        weigh(name, place)
    }
}

/// A name without separators and in lower case: two that differ in nothing else are the same.
pub(crate) fn squeezed(name: &[u8]) -> Box<[u8]> {
    name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Whether the values of a parameter or member of this name are secret, whatever they look like.
pub(crate) fn is_secret(name: &[u8]) -> bool {
    weigh(name, Place::Parameter) == Weight::Secret
}

/// What a name says of its value.
pub(crate) fn weigh(name: &[u8], place: Place) -> Weight {
    let words = Words::of(name);
    let squeezed = words.squeezed();
    let is_sent = place != Place::Member;
    if squeezed.is_empty() || contains(PLAIN_NAMES, squeezed) {
        return Weight::Plain;
    }
    if contains(SECRET_NAMES, squeezed) || place == Place::Header && contains(HEADER_NAMES, squeezed) {
        return Weight::Secret;
    }
    if is_sent && contains(SENT_NAMES, squeezed) {
        return Weight::Long;
    }
    if contains(LIKELY_NAMES, squeezed) {
        return Weight::Likely;
    }
    let mut count = words.len();
    let is_variant = |word: &[u8]| word.iter().all(u8::is_ascii_digit) || contains(VARIANTS, word);
    while count > 1 && is_variant(words.get(count - 1)) {
        count -= 1;
    }
    let weight = by_words(&words, count, place);
    // a typing error doesn't make it public
    let is_misspelt = || {
        std::str::from_utf8(squeezed).is_ok_and(|name| nearest(name, ["authorization", "proxyauthorization"]).is_some())
    };
    if weight == Weight::Plain && place == Place::Header && is_misspelt() { Weight::Secret } else { weight }
}

fn by_words(words: &Words, count: usize, place: Place) -> Weight {
    let last = words.get(count - 1);
    let before = if count > 1 { words.get(count - 2) } else { &[] };
    let core = || {
        let dropped: usize = (count..words.len()).map(|index| words.get(index).len()).sum();
        words.squeezed().get(..words.squeezed().len() - dropped).unwrap_or_default()
    };
    if SECRET_ENDINGS.iter().any(|ending| core().ends_with(ending.as_bytes())) {
        return Weight::Secret;
    }
    // `dateOfSignature`
    let is_of = |index: usize| words.get(index) == b"of" && contains(ABOUT, words.get(index - 1));
    if (1..count).any(is_of) {
        return Weight::Plain;
    }
    if contains(ABOUT, last) || count > 1 && contains(QUESTIONS, words.get(0)) {
        return Weight::Plain;
    }
    match last {
        b"token" | b"tokens" => return token(words, count),
        b"key" | b"keys" if words.iter().any(|word| contains(&["public", "publishable"], word)) => {
            return Weight::Plain;
        }
        b"key" | b"keys" => {
            // a parameter that is named like a header
            let place = if words.get(0) == b"x" && place == Place::Parameter { Place::Header } else { place };
            return key(before, place);
        }
        b"code" | b"codes" if contains(SECRET_CODES, before) => return Weight::Secret,
        b"code" | b"codes" => return Weight::Plain,
        b"sign" | b"session" if place == Place::Header => return Weight::Secret,
        b"ticket" if place == Place::Header => return Weight::Long,
        b"sign" => return Weight::Likely,
        b"phrase" if contains(&["pass", "seed", "recovery", "secret", "backup", "mnemonic"], before) => {
            return Weight::Secret;
        }
        _ if contains(SECRETS, last) => return Weight::Secret,
        _ => {}
    }
    // what ends in `pass`, and is no word that does
    let is_pass = last.ends_with(b"pass") && last.len() <= 8;
    if is_pass && !contains(&["bypass", "compass", "surpass", "trespass", "overpass"], last) {
        return Weight::Secret;
    }
    let mut inner = (0..count).map(|index| words.get(index));
    if inner.any(|word| contains(STRONG, word)) {
        let is_token = words.iter().any(|word| word == b"token");
        return if is_token { token(words, count) } else { Weight::Secret };
    }
    let is_auth = |word: &[u8]| word == b"auth" || word.starts_with(b"authoriz") && word != b"authorized";
    if place == Place::Header && (0..count).any(|index| is_auth(words.get(index))) {
        return Weight::Secret;
    }
    Weight::Plain
}

fn token(words: &Words, count: usize) -> Weight {
    let is_plain = (0..count).any(|index| contains(PLAIN_TOKENS, words.get(index)));
    if is_plain { Weight::Plain } else { Weight::Secret }
}

/// `before` is the word in front, empty where there is none.
fn key(before: &[u8], place: Place) -> Weight {
    if contains(SECRET_KEYS, before) {
        Weight::Secret
    } else if contains(PLAIN_KEYS, before) {
        Weight::Plain
    } else if place == Place::Header || place == Place::Parameter && before.is_empty() {
        Weight::Secret
    } else {
        Weight::Likely
    }
}

/// Where the secret begins: after a leading word that is a known scheme.
pub(crate) fn scheme_end(value: &[u8], schemes: &[String]) -> usize {
    let lead = value.iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let rest = value.get(lead..).unwrap_or_default();
    let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let name = rest.get(..word).unwrap_or_default();
    let separated = rest.get(word).is_none_or(|b| b" :=\t".contains(b));
    let known = SCHEMES.iter().copied().chain(schemes.iter().map(String::as_str));
    let mut known = known.filter(|s| s.as_bytes().eq_ignore_ascii_case(name));
    if separated && known.next().is_some() { lead + word } else { 0 }
}

/// Whether a name in capitals, as in `$API_KEY`, says what takes its place.
pub(crate) fn names_a_variable(name: &[u8]) -> bool {
    const WORDS: &[&str] = &[
        "value",
        "user",
        "id",
        "name",
        "host",
        "url",
        "account",
        "client",
        "auth",
        "var",
        "env",
        "key",
        "code",
        "email",
        "header",
        "cookie",
        "session",
        "login",
        "bearer",
        "credentials",
        "credential",
        "sig",
        "jwt",
        "pat",
        "password",
        "pass",
        "secret",
        "token",
        "pwd",
        "signature",
        "x",
        "xx",
        "xxx",
        "redacted",
        "hidden",
    ];
    Words::of(name).iter().any(|word| contains(WORDS, word))
}

/// Whether a name is about a secret, and holds none: `type`, `url`.
pub(crate) fn is_about(name: &[u8]) -> bool {
    let words = Words::of(name);
    words.len().checked_sub(1).is_some_and(|last| contains(ABOUT, words.get(last)))
}

/// Whether the value of a variable of this name is secret, such as that of `token` in a file of requests.
#[must_use]
pub fn is_secret_name(name: &[u8]) -> bool {
    is_secret(name)
}
