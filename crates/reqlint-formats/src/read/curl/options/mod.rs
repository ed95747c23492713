//! curl's options, from its manual and its source.

mod table;

use super::data::DataKind;
use reqlint_core::base::near;
use table::OPTIONS;

/// What an option says about the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing: it is about the connection, the answer or the screen.
    Ignored,
    /// curl prints something and sends nothing.
    Prints,
    Url,
    Method,
    Header,
    Data(DataKind),
    Form,
    FormString,
    FormEscape,
    Upload,
    UrlQuery,
    Get,
    Head,
    User,
    Bearer,
    Cookie,
    Agent,
    Referer,
    Range,
    Target,
    PathAsIs,
    GlobOff,
    DefaultScheme,
    Compressed,
    TransferCoding,
    Version(Http),
    Variable,
    Proxy,
    ProxyTunnel,
    ProxyUser,
    ProxyHeader,
    Protocols,
    NoUser,
    Haproxy,
    HaproxyAddress,
    /// Begins another request.
    Next,
    /// A file of further options.
    Config,
    Basic,
    /// Authorization that takes an answer to be made.
    OtherAuth,
    /// Whatever authorization the answer asks for.
    AnyAuth,
    Netrc,
    NetrcFile,
    /// A signature of the request and its time.
    Signature,
    /// A signature that takes a key file.
    OtherSignature,
    Resume,
    /// Whether a file that is there is written over, and whether one is removed after an error: without the one and with the other
    /// a transfer can't be resumed.
    Clobber,
    RemoveOnError,
    /// An address for a host.
    Resolve,
    Condition,
    EtagCompare,
}

/// A version of HTTP, as options ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Http {
    V1_0,
    V1_1,
    V2,
    /// HTTP/2 from the first byte on.
    V2Only,
    V3,
}

/// What follows an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    /// Nothing; `--no-` turns it off.
    Toggle,
    Text,
    Number,
}

impl Takes {
    /// Whether a value follows.
    pub(super) fn is_value(self) -> bool {
        matches!(self, Self::Text | Self::Number)
    }
}

/// An option that curl knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) takes: Takes,
    pub(super) meaning: Meaning,
    /// Whether the letter means the opposite of the long name: `-N` is `--no-buffer`.
    pub(super) is_off: bool,
}

impl Known {
    /// Whether curl wants a value that is not empty.
    pub(super) fn denies_blank(self) -> bool {
        matches!(
            self.meaning,
            Meaning::Url
                | Meaning::Method
                | Meaning::Range
                | Meaning::Bearer
                | Meaning::DefaultScheme
                | Meaning::Proxy
                | Meaning::HaproxyAddress
                | Meaning::EtagCompare
        )
    }
}

/// Where the option of each letter is in the table.
#[expect(clippy::indexing_slicing, reason = "it is made when this is compiled, where nothing else is to be had")]
const LETTERS: [Option<u16>; 128] = {
    let mut letters = [None; 128];
    let mut at = OPTIONS.len();
    // of two options the first has the letter
    while at > 0 {
        at -= 1;
        if let Some(letter) = OPTIONS[at].1 {
            letters[letter as usize] = Some(at as u16);
        }
    }
    letters
};

/// The option of a long name.
pub(super) fn long(name: &str) -> Option<Known> {
    let at = OPTIONS.binary_search_by(|(long, ..)| (*long).cmp(name)).ok()?;
    OPTIONS.get(at).map(|(_, _, takes, meaning)| Known { takes: *takes, meaning: *meaning, is_off: false })
}

/// The long name that was probably meant by `--name`.
pub(super) fn nearest(option: &str) -> Option<&'static str> {
    near::nearest(option.trim_start_matches('-'), OPTIONS.iter().map(|(long, ..)| *long))
}

/// The option of a letter.
pub(super) fn short(letter: u8) -> Option<Known> {
    let at = LETTERS.get(usize::from(letter)).copied().flatten()?;
    let (_, _, takes, meaning) = OPTIONS.get(usize::from(at))?;
    Some(Known { takes: *takes, meaning: *meaning, is_off: letter == b'N' })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::process::Command;

    #[test]
    fn options_are_in_order() {
        assert!(OPTIONS.is_sorted_by(|(a, ..), (b, ..)| a < b), "by name, each once");
    }

    /// The options that the curl of this machine has, where there is one.
    #[test]
    fn the_help_of_curl_says_the_same() {
        let curl = std::env::var_os("CURL").unwrap_or_else(|| "curl".into());
        let Ok(help) = Command::new(curl).args(["--help", "all"]).output() else { return };
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let known: BTreeMap<&str, _> =
            OPTIONS.iter().map(|(name, letter, takes, _)| (*name, (*letter, *takes))).collect();
        let mut read = 0;
        for line in help.lines() {
            let Some((front, after)) = line.split_once("--") else { continue };
            let name = after.split_whitespace().next().unwrap_or_default();
            let letter = front.trim().strip_prefix('-').and_then(|front| front.bytes().next());
            let takes_value =
                after.strip_prefix(name).is_some_and(|rest| rest.starts_with(" <") || rest.starts_with(" ["));
            let plain = name.strip_prefix("no-").filter(|_| !known.contains_key(name)).unwrap_or(name);
            let (ours, takes) = known.get(plain).unwrap_or_else(|| panic!("`{line}` is not known"));
            assert_eq!(takes.is_value(), takes_value, "{line}");
            // `-i` was the letter of --include before curl 8.10
            assert!(*ours == letter || plain == "include", "{line}");
            read += 1;
        }
        assert!(read == 0 || read > 200, "{read} options read");
    }
}
