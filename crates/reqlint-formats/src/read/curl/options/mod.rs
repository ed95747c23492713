//! curl's options, from its manual.

mod table;

use super::data::DataKind;
use reqlint_core::base::near;
use table::OPTIONS;

/// What an option says about the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing: it is about the connection, the answer or the screen.
    Ignored,
    /// Nothing, and it takes a value.
    IgnoredValue,
    Url,
    Method,
    Header,
    Data(DataKind),
    Form,
    FormString,
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
    /// Begins another request.
    Next,
    /// A file of further options.
    Config,
    /// Authorization that takes an answer or a file to be made.
    OtherAuth,
    /// The same, with a value.
    Signature,
    /// A header that is made from the file that is there.
    Resume,
    Condition,
}

impl Meaning {
    /// Whether a value follows.
    pub(super) fn takes_value(self) -> bool {
        !matches!(
            self,
            Self::Ignored | Self::Get | Self::Head | Self::PathAsIs | Self::GlobOff | Self::Next | Self::OtherAuth
        )
    }
}

/// The option of a long name; `no-` in front turns a switch off.
pub(super) fn long(name: &str) -> Option<(Meaning, bool)> {
    let find = |name: &str| OPTIONS.iter().find(|(long, ..)| *long == name).map(|(_, _, meaning)| *meaning);
    let switch = || find(name.strip_prefix("no-")?).filter(|meaning| !meaning.takes_value());
    find(name).map(|meaning| (meaning, true)).or_else(|| switch().map(|meaning| (meaning, false)))
}

/// The long name that was probably meant by `--name`.
pub(super) fn nearest(option: &str) -> Option<&'static str> {
    near::nearest(option.trim_start_matches('-'), OPTIONS.iter().map(|(long, ..)| *long))
}

/// The option of a letter.
pub(super) fn short(letter: u8) -> Option<Meaning> {
    OPTIONS.iter().find(|(_, short, _)| *short == Some(letter)).map(|(_, _, meaning)| *meaning)
}
