//! The programs whose command lines are read.

use crate::read::mark::Mark;

/// A program that sends requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read) enum Program {
    #[default]
    Curl,
    Wget,
    Httpie,
}

impl Program {
    pub(in crate::read) const ALL: [Self; 3] = [Self::Curl, Self::Wget, Self::Httpie];

    /// What a person calls it.
    pub(in crate::read) fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Wget => "wget",
            Self::Httpie => "HTTPie",
        }
    }

    /// Whether a word calls it.
    pub(in crate::read) fn is_called_by(self, word: &[u8]) -> bool {
        let names: &[&str] = match self {
            Self::Curl => &["curl", "curl.exe"],
            Self::Wget => &["wget", "wget.exe"],
            Self::Httpie => &["http", "https"],
        };
        let name = word.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
        let is_one = |known: &str| match known.ends_with(".exe") {
            true => name.eq_ignore_ascii_case(known.as_bytes()),
            false => name == known.as_bytes(),
        };
        // `https://` is a URL, not a program in a folder
        names.iter().any(|known| is_one(known))
    }

    /// Letters of its name: a line that holds none of them is passed over quickly.
    pub(in crate::read) fn letters(self) -> Mark {
        match self {
            Self::Curl => Mark::new("url", 0),
            Self::Wget => Mark::new("get", 0),
            Self::Httpie => Mark::new("h", 0),
        }
    }

    /// Whether its name begins a command here, by what comes before and after it in the line.
    pub(in crate::read) fn begins(self, is_after_prompt: bool, is_run: impl Fn() -> bool, rest: &[u8]) -> bool {
        match self {
            Self::Curl if is_version(rest) => false,
            Self::Curl => is_after_prompt || begins_arguments(rest) && (is_run() || has_more(rest)),
            Self::Wget => begins_arguments(rest) || is_after_prompt && (goes_on(rest) || is_address(first(rest))),
            Self::Httpie => {
                let word = first(rest);
                let after = first(rest.get(word.len()..).unwrap_or_default().trim_ascii_start());
                let is_method = !word.is_empty() && word.iter().all(u8::is_ascii_uppercase) && is_address(after);
                is_method
                    || is_after_prompt && (goes_on(rest) || is_address(word) || begins_arguments(rest))
                    || is_after_prompt && word.iter().all(u8::is_ascii_alphabetic) && is_address(after)
            }
        }
    }
}

fn first(rest: &[u8]) -> &[u8] {
    rest.split(u8::is_ascii_whitespace).next().unwrap_or_default()
}

/// Whether the arguments begin on the next line.
fn goes_on(rest: &[u8]) -> bool {
    matches!(rest, b"\\" | b"^" | b"`")
}

/// Whether a word is an address rather than a word of prose.
fn is_address(word: &[u8]) -> bool {
    let word = word.iter().position(|b| !b"'\"".contains(b)).and_then(|at| word.get(at..)).unwrap_or_default();
    let is_port = matches!(word, [b':', b'/' | b'0'..=b'9', ..]);
    let has_path = word.iter().skip(1).any(|b| b"/:".contains(b)) && !word.ends_with(b":");
    let host = word.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-.".contains(b)).count();
    let host = word.get(..host).unwrap_or_default();
    let is_dotted = host.contains(&b'.') && !host.ends_with(b".") && !host.starts_with(b".");
    let is_open = word.starts_with(b"$") || word.starts_with(b"{{") || word.starts_with(b"<");
    is_port || has_path || is_dotted || word.starts_with(b"localhost") || is_open
}

/// Whether options in a sentence have more behind them than the sentence: a quoted word, an address, or the next line.
fn has_more(rest: &[u8]) -> bool {
    let is_host = |word: &[u8]| {
        let name = word.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-.".contains(b)).count();
        let (host, after) = word.split_at_checked(name).unwrap_or_default();
        let is_dotted = host.contains(&b'.') && !host.ends_with(b".") && matches!(after, [] | [b'/' | b':', ..]);
        is_dotted || host == b"localhost" || word.starts_with(b"$") || word.starts_with(b"{{")
    };
    if is_sentence(rest) {
        return false;
    }
    rest.iter().any(|b| matches!(b, b'"' | b'\''))
        || Mark::new("://", 0).is_in(rest)
        || rest.ends_with(b"\\")
        || rest.ends_with(b" ^")
        || rest.ends_with(b" `")
        || rest.split(u8::is_ascii_whitespace).any(is_host)
}

/// Whether what follows is what curl says of its version: `7.46.0 (x86_64-pc-linux-gnu) libcurl/7.46.0`.
fn is_version(rest: &[u8]) -> bool {
    let number = first(rest);
    let is_number = number.contains(&b'.') && number.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    is_number && rest.get(number.len()..).is_some_and(|after| after.trim_ascii_start().starts_with(b"("))
}

/// Whether options are followed by words of prose, before anything that is quoted or an address: `-d calls to fail with the "…"`.
fn is_sentence(rest: &[u8]) -> bool {
    const LEAST: usize = 3;
    let words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let is_bare = |word: &[u8]| {
        let word = word.strip_suffix(b":").or_else(|| word.strip_suffix(b",")).unwrap_or(word);
        !word.is_empty() && word.iter().all(u8::is_ascii_lowercase)
    };
    words.skip_while(|word| word.starts_with(b"-")).take_while(|word| is_bare(word)).count() >= LEAST
}

/// Whether what follows are arguments rather than prose.
fn begins_arguments(rest: &[u8]) -> bool {
    let word = first(rest);
    let is_option = matches!(word, [b'-', b'-', b'a'..=b'z', b'a'..=b'z', ..])
        || matches!(word, [b'-', letter, ..] if letter.is_ascii_alphabetic() && word.iter().skip(1).all(|b| b.is_ascii_alphanumeric() || *b == b'-'));
    is_option || Mark::new("://", 0).is_in(word)
}
