//! Every option of `http --help` of HTTPie 3.2: its letter, whether a value follows, and what it does to a request.

use crate::read::shell::options::{Known, Options, switch, value};

/// What an option does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing.
    None,
    Json,
    Form,
    Multipart,
    Boundary,
    Raw,
    Compress,
    Chunked,
    Auth,
    AuthType,
    Session,
    DefaultScheme,
    PathAsIs,
    Download,
    IgnoreInput,
    /// Only prints something.
    Prints,
}

use Meaning as M;

pub(super) const OPTIONS: Options<Meaning> = Options { program: "HTTPie", known: KNOWN, off: None, takes_back: true };

const KNOWN: &[Known<Meaning>] = &[
    switch(Some('j'), "json", M::Json),
    switch(Some('f'), "form", M::Form),
    switch(None, "multipart", M::Multipart),
    value(None, "boundary", M::Boundary),
    value(None, "raw", M::Raw),
    switch(Some('x'), "compress", M::Compress),
    value(None, "pretty", M::None),
    value(Some('s'), "style", M::None),
    switch(None, "unsorted", M::None),
    switch(None, "sorted", M::None),
    value(None, "response-charset", M::None),
    value(None, "response-mime", M::None),
    value(None, "format-options", M::None),
    value(Some('p'), "print", M::None),
    switch(Some('h'), "headers", M::None),
    switch(Some('m'), "meta", M::None),
    switch(Some('b'), "body", M::None),
    switch(Some('v'), "verbose", M::None),
    switch(None, "all", M::None),
    value(Some('P'), "history-print", M::None),
    switch(Some('S'), "stream", M::None),
    value(Some('o'), "output", M::None),
    switch(Some('d'), "download", M::Download),
    switch(Some('c'), "continue", M::None),
    switch(Some('q'), "quiet", M::None),
    value(None, "session", M::Session),
    value(None, "session-read-only", M::Session),
    value(Some('a'), "auth", M::Auth),
    value(Some('A'), "auth-type", M::AuthType),
    switch(None, "ignore-netrc", M::None),
    switch(None, "offline", M::None),
    value(None, "proxy", M::None),
    switch(Some('F'), "follow", M::None),
    value(None, "max-redirects", M::None),
    value(None, "max-headers", M::None),
    value(None, "timeout", M::None),
    switch(None, "check-status", M::None),
    switch(None, "path-as-is", M::PathAsIs),
    switch(None, "chunked", M::Chunked),
    value(None, "verify", M::None),
    value(None, "ssl", M::None),
    value(None, "ciphers", M::None),
    value(None, "cert", M::None),
    value(None, "cert-key", M::None),
    value(None, "cert-key-pass", M::None),
    switch(Some('I'), "ignore-stdin", M::IgnoreInput),
    value(None, "default-scheme", M::DefaultScheme),
    switch(None, "help", M::Prints),
    switch(None, "manual", M::Prints),
    switch(None, "version", M::Prints),
    switch(None, "traceback", M::None),
    switch(None, "debug", M::None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_beginnings() {
        let named = |name| OPTIONS.long(name).map(|(known, is_off)| (known.name, is_off));
        assert_eq!(named("fol"), Some(("follow", false)));
        assert_eq!(named("auth"), Some(("auth", false)));
        assert_eq!(named("no-verify"), Some(("verify", true)));
        assert!(named("s").is_none() && named("nope").is_none());
        assert_eq!(OPTIONS.short('A').map(|known| known.name), Some("auth-type"));
    }

    /// Compares with the real help where HTTPie is installed.
    #[test]
    fn every_option_of_the_help_is_known() {
        let Ok(help) = std::process::Command::new("http").args(["--help"]).env("COLUMNS", "100").output() else {
            return;
        };
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        if !help.contains("REQUEST_ITEM") {
            return;
        }
        for line in help.lines().map(str::trim_start).filter(|line| line.starts_with('-')) {
            for word in line.split([' ', ',']).filter(|word| word.starts_with("--") && word.len() > 3) {
                let name = word.trim_start_matches("--").trim_end_matches(|c: char| !c.is_ascii_lowercase());
                let name = name.strip_prefix("no-").unwrap_or(name);
                assert!(OPTIONS.long(name).is_some() || name == "OPTION", "{word}");
            }
        }
    }
}
