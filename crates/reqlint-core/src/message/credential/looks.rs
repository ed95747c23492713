//! Whether a text looks like a credential: long, of the letters of tokens, and in no order that words have.

use super::shapes::{INNER, SHAPES, Tail};

/// Whether a value looks made up by a machine: a key, a token, a session's number. A UUID doesn't: most name something.
pub(crate) fn looks_random(value: &[u8]) -> bool {
    let is_inside = |b: &u8| b.is_ascii_alphanumeric() || b"+/=_-.~:|%".contains(b);
    if value.len() < 12 || !value.iter().all(is_inside) || is_uuid(value) {
        return false;
    }
    let runs = || value.split(|b| !b.is_ascii_alphanumeric());
    let (digits, cases) = runs().fold((0, 0), |(digits, cases), run| {
        (digits + changes(run, u8::is_ascii_digit), cases + changes(run, u8::is_ascii_uppercase))
    });
    runs().any(is_random_run) || value.len() >= 16 && digits >= 6 && cases >= 6
}

/// How often letters of a class and others follow each other.
fn changes(run: &[u8], class: fn(&u8) -> bool) -> usize {
    run.windows(2).filter(|pair| matches!(pair, [a, b] if class(a) != class(b))).count()
}

/// The same for what replaces a value: there a UUID is a credential too, and so is what has a known shape.
pub(crate) fn looks_like_credential(value: &[u8]) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let has_shape = (value.len() >= 12).then(|| shape(value)).flatten().is_some();
    has_shape || is_uuid(value) || looks_random(value) || digits >= 8 && value.len() >= 12
}

/// A run of letters and digits in which they change too often for words and numbers.
fn is_random_run(run: &[u8]) -> bool {
    if run.len() < 10 {
        return false;
    }
    let uppers = run.iter().filter(|b| b.is_ascii_uppercase()).count();
    let (digits, cases) = (changes(run, u8::is_ascii_digit), changes(run, u8::is_ascii_uppercase));
    digits >= 4
        || digits >= 2 && cases >= 4
        || cases >= 6 && uppers * 3 >= run.len() && run.len() >= 16
        || digits >= 2 && run.len() >= 20
}

/// `123e4567-e89b-12d3-a456-426614174000`.
pub(crate) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The shortest credential that is known by its shape, in bytes.
pub(crate) const SHORTEST: usize = 9;

/// Whether a text is too short for a credential, and nothing but a name or a number: nothing is assigned or announced in it.
pub(crate) fn is_short_name(text: &[u8]) -> bool {
    text.len() < SHORTEST && text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// The length of a credential of a known shape that a text begins with.
pub(crate) fn shape(text: &[u8]) -> Option<usize> {
    // nearly every word begins otherwise, or goes on otherwise
    let first = *text.first()?;
    if !may_begin(text) {
        return None;
    }
    let all =
        SHAPES.iter().flat_map(|(tail, least, prefixes)| prefixes.iter().map(move |prefix| (prefix, tail, least)));
    let known = all.into_iter().find_map(|(prefix, tail, least)| {
        if prefix.as_bytes().first() != Some(&first) {
            return None;
        }
        let rest = text.strip_prefix(prefix.as_bytes())?;
        let length = rest.iter().take_while(|byte| tail.holds(**byte)).count();
        (length >= *least && tail.ends(rest, length)).then(|| prefix.len() + length)
    });
    known.map(|length| with_checksum(text, length)).or_else(|| begun_token(text))
}

/// Second bytes of the prefixes and of a JSON Web Token, a bit each, by their first byte.
#[expect(clippy::indexing_slicing, reason = "it is computed when this is compiled")]
const BEGINNINGS: [u128; 128] = {
    let mut beginnings = [0; 128];
    beginnings[b'e' as usize] = 1 << b'y';
    let mut row = 0;
    while row < SHAPES.len() {
        let prefixes = SHAPES[row].2;
        let mut at = 0;
        while at < prefixes.len() {
            let prefix = prefixes[at].as_bytes();
            beginnings[prefix[0] as usize] |= 1 << prefix[1];
            at += 1;
        }
        row += 1;
    }
    beginnings
};

/// Whether any shape begins with the first two bytes of a text.
pub(crate) fn may_begin(text: &[u8]) -> bool {
    let [first, second, ..] = text else { return false };
    *second < 128 && BEGINNINGS.get(usize::from(*first)).is_some_and(|seconds| seconds >> *second & 1 == 1)
}

/// A JSON Web Token or its beginning: `{"` in base64url, as nearly every one begins.
fn begun_token(text: &[u8]) -> Option<usize> {
    let length = text.iter().take_while(|b| Tail::Dotted.holds(**b)).count();
    (text.starts_with(b"eyJ") && length > 20).then_some(length)
}

/// How long the word in front of a token is that says whose it is.
const LONGEST_OWNER: usize = 12;

/// The length of a token with such a word that a text begins with, of whatever service: `acme_live_` and thirty letters and
/// digits, in no order that words have. What names things so is shorter.
pub(crate) fn owned(text: &[u8]) -> Option<usize> {
    let owner = text.iter().take(LONGEST_OWNER + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
    let is_owner = (2..=LONGEST_OWNER).contains(&owner) && matches!(text.get(owner), Some(b'_' | b'-'));
    if !is_owner || !text.first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    // the sum of a file is announced in the same way
    let sum = text.get(..3).unwrap_or_default();
    if sum.eq_ignore_ascii_case(b"sha") || sum.eq_ignore_ascii_case(b"md5") {
        return None;
    }
    // a few words may lie between; each is looked at for a few owners at most
    let mut rest = text.get(owner + 1..)?;
    for _ in 0..4 {
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let (run, behind) = rest.split_at_checked(length)?;
        if length >= 30 {
            let is_random = is_mixed(run) && changes(run, u8::is_ascii_digit) >= 4;
            let whole = || text.iter().take_while(|b| Tail::Url.holds(**b)).count();
            return is_random.then(whole);
        }
        rest = behind.strip_prefix(b"_").or_else(|| behind.strip_prefix(b"-"))?;
    }
    None
}

/// Whether a text has small letters, capitals and digits.
fn is_mixed(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_digit)
        && text.iter().any(u8::is_ascii_uppercase)
        && text.iter().any(u8::is_ascii_lowercase)
}

/// With the checksum of Atlassian's tokens: `=` and eight letters or digits.
fn with_checksum(text: &[u8], length: usize) -> usize {
    let sum = text.get(length..).and_then(|rest| rest.strip_prefix(b"=")).unwrap_or_default();
    let digits = sum.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    if text.starts_with(b"AT") && digits == 8 { length + 1 + digits } else { length }
}

/// Whether a run of letters of tokens is a credential by what it holds in its middle.
pub(crate) fn has_inner_shape(run: &[u8]) -> bool {
    let holds = |(inner, least): &(&str, usize)| {
        let inner = inner.as_bytes();
        let at = inner.first().and_then(|first| {
            memchr::memchr_iter(*first, run).find(|at| run.get(*at..).is_some_and(|rest| rest.starts_with(inner)))
        });
        at.is_some_and(|at| {
            let tail = run.get(at + inner.len()..).unwrap_or_default();
            // `client_secret_rotation_is_enabled` is a name
            at >= 3 && tail.len() >= *least && is_mixed(tail)
        })
    };
    run.len() >= 36 && INNER.iter().any(holds)
}

impl Tail {
    pub(crate) fn holds(self, byte: u8) -> bool {
        match self {
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/'),
        }
    }

    /// Whether a tail of that length may be one: of letters alone it is words.
    fn ends(self, rest: &[u8], length: usize) -> bool {
        let tail = rest.get(..length).unwrap_or_default();
        let is_cut = rest.get(length).is_none_or(|b| !b.is_ascii_alphanumeric());
        let has_digit = tail.iter().any(u8::is_ascii_digit);
        let cases = tail.iter().any(u8::is_ascii_uppercase) && tail.iter().any(u8::is_ascii_lowercase);
        match self {
            Self::Hex | Self::Upper => is_cut && has_digit,
            _ => has_digit || cases,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_shape_is_shorter_than_what_is_looked_at() {
        let lengths = SHAPES.iter().flat_map(|(_, least, prefixes)| prefixes.iter().map(move |own| own.len() + least));
        assert_eq!(lengths.min(), Some(SHORTEST));
    }

    #[test]
    fn tokens_of_any_service_are_told_from_names() {
        for token in ["acme_live_a1B2c3D4e5F6a7B8c9D0a1B2c3D4e5F6", "zz9-a1B2c3D4e5F6a7B8c9D0a1B2c3D4e5F6_x"] {
            assert_eq!(owned(token.as_bytes()), Some(token.len()), "{token}");
        }
        for name in [
            "cus_a1B2c3D4e5F6a7",
            "sha256-a1B2c3D4e5F6a7B8c9D0a1B2c3D4e5F6",
            "main-3f2b373c730597b5122bdd1571247a43",
            "a-AbstractSingletonProxyFactoryBean2Implementation",
            "a1B2c3D4e5F6a7B8c9D0a1B2c3D4e5F6",
            "ab_ab_ab_ab_ab_ab",
        ] {
            assert_eq!(owned(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn made_up_values_are_told_from_words() {
        for random in
            ["a1b2c3d4e5f6a7b8c9d0", "Zq7Kx9Wv3LmB2tR", "Zq7Kx9Wv-3LmB2t-R8nHy4", "5f4dcc3b5aa765d61d8327deb882cf99"]
        {
            assert!(looks_random(random.as_bytes()), "{random}");
        }
        let words = [
            "how-to-reset-a-forgotten-password",
            "report-final-2024.pdf",
            "release-2024-06-20",
            "orders-17",
            "create.response.body.id",
            "YOUR_API_KEY_HERE",
            "123e4567-e89b-12d3-a456-426614174000",
            "2024-06-20T12:00:00Z",
            "application/vnd.api+json",
            "getUserAccountById",
        ];
        for word in words {
            assert!(!looks_random(word.as_bytes()), "{word}");
        }
    }
}
