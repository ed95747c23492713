//! Every option of `wget --help` of 1.21.3: its letter, whether a value follows, and what it does to a request.

use crate::read::shell::options::{Known, Options, switch, value};

/// What an option does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing.
    None,
    Header,
    Agent,
    Referer,
    PostData,
    PostFile,
    Method,
    BodyData,
    BodyFile,
    User,
    Password,
    HttpUser,
    HttpPassword,
    AuthNoChallenge,
    Cache,
    KeepAlive,
    Start,
    Compression,
    Spider,
    /// What it adds can't be seen in the command.
    Hides,
    /// URLs are in a file.
    Input,
    Execute,
    Recursive,
    /// Only prints something.
    Prints,
}

use Meaning as M;

pub(super) const OPTIONS: Options<Meaning> =
    Options { program: "wget", known: KNOWN, off: Some(b'n'), takes_back: false };

const KNOWN: &[Known<Meaning>] = &[
    switch(Some('V'), "version", M::Prints),
    switch(Some('h'), "help", M::Prints),
    switch(Some('b'), "background", M::None),
    value(Some('e'), "execute", M::Execute),
    value(Some('o'), "output-file", M::None),
    value(Some('a'), "append-output", M::None),
    switch(Some('d'), "debug", M::None),
    switch(Some('q'), "quiet", M::None),
    switch(Some('v'), "verbose", M::None),
    value(None, "report-speed", M::None),
    value(Some('i'), "input-file", M::Input),
    switch(Some('F'), "force-html", M::None),
    value(Some('B'), "base", M::None),
    value(None, "config", M::Hides),
    switch(None, "no-config", M::None),
    value(None, "rejected-log", M::None),
    value(Some('t'), "tries", M::None),
    switch(None, "retry-connrefused", M::None),
    value(None, "retry-on-http-error", M::None),
    value(Some('O'), "output-document", M::None),
    switch(None, "clobber", M::None),
    switch(None, "netrc", M::None),
    switch(Some('c'), "continue", M::Hides),
    value(None, "start-pos", M::Start),
    value(None, "progress", M::None),
    switch(None, "show-progress", M::None),
    switch(Some('N'), "timestamping", M::Hides),
    switch(None, "if-modified-since", M::None),
    switch(None, "use-server-timestamps", M::None),
    switch(Some('S'), "server-response", M::None),
    switch(None, "spider", M::Spider),
    value(Some('T'), "timeout", M::None),
    value(None, "dns-timeout", M::None),
    value(None, "connect-timeout", M::None),
    value(None, "read-timeout", M::None),
    value(Some('w'), "wait", M::None),
    value(None, "waitretry", M::None),
    switch(None, "random-wait", M::None),
    switch(None, "proxy", M::None),
    value(Some('Q'), "quota", M::None),
    value(None, "bind-address", M::None),
    value(None, "limit-rate", M::None),
    switch(None, "dns-cache", M::None),
    value(None, "restrict-file-names", M::None),
    switch(None, "ignore-case", M::None),
    switch(Some('4'), "inet4-only", M::None),
    switch(Some('6'), "inet6-only", M::None),
    value(None, "prefer-family", M::None),
    value(None, "user", M::User),
    value(None, "password", M::Password),
    switch(None, "ask-password", M::Hides),
    value(None, "use-askpass", M::Hides),
    switch(None, "iri", M::None),
    value(None, "local-encoding", M::None),
    value(None, "remote-encoding", M::None),
    switch(None, "unlink", M::None),
    switch(None, "xattr", M::None),
    switch(None, "directories", M::None),
    switch(Some('x'), "force-directories", M::None),
    switch(None, "host-directories", M::None),
    switch(None, "protocol-directories", M::None),
    value(Some('P'), "directory-prefix", M::None),
    value(None, "cut-dirs", M::None),
    value(None, "http-user", M::HttpUser),
    value(None, "http-password", M::HttpPassword),
    switch(None, "cache", M::Cache),
    value(None, "default-page", M::None),
    switch(Some('E'), "adjust-extension", M::None),
    switch(None, "ignore-length", M::None),
    value(None, "header", M::Header),
    value(None, "compression", M::Compression),
    value(None, "max-redirect", M::None),
    value(None, "proxy-user", M::None),
    value(None, "proxy-password", M::None),
    value(None, "referer", M::Referer),
    switch(None, "save-headers", M::None),
    value(Some('U'), "user-agent", M::Agent),
    switch(None, "http-keep-alive", M::KeepAlive),
    switch(None, "cookies", M::None),
    value(None, "load-cookies", M::Hides),
    value(None, "save-cookies", M::None),
    switch(None, "keep-session-cookies", M::None),
    value(None, "post-data", M::PostData),
    value(None, "post-file", M::PostFile),
    value(None, "method", M::Method),
    value(None, "body-data", M::BodyData),
    value(None, "body-file", M::BodyFile),
    switch(None, "content-disposition", M::None),
    switch(None, "content-on-error", M::None),
    switch(None, "auth-no-challenge", M::AuthNoChallenge),
    value(None, "secure-protocol", M::None),
    switch(None, "https-only", M::None),
    switch(None, "check-certificate", M::None),
    value(None, "certificate", M::None),
    value(None, "certificate-type", M::None),
    value(None, "private-key", M::None),
    value(None, "private-key-type", M::None),
    value(None, "ca-certificate", M::None),
    value(None, "ca-directory", M::None),
    value(None, "crl-file", M::None),
    value(None, "pinnedpubkey", M::None),
    value(None, "ciphers", M::None),
    switch(None, "hsts", M::None),
    value(None, "hsts-file", M::None),
    value(None, "ftp-user", M::None),
    value(None, "ftp-password", M::None),
    switch(None, "remove-listing", M::None),
    switch(None, "glob", M::None),
    switch(None, "passive-ftp", M::None),
    switch(None, "preserve-permissions", M::None),
    switch(None, "retr-symlinks", M::None),
    switch(None, "ftps-implicit", M::None),
    switch(None, "ftps-resume-ssl", M::None),
    switch(None, "ftps-clear-data-connection", M::None),
    switch(None, "ftps-fallback-to-ftp", M::None),
    value(None, "warc-file", M::None),
    value(None, "warc-header", M::None),
    value(None, "warc-max-size", M::None),
    switch(None, "warc-cdx", M::None),
    value(None, "warc-dedup", M::None),
    switch(None, "warc-compression", M::None),
    switch(None, "warc-digests", M::None),
    switch(None, "warc-keep-log", M::None),
    value(None, "warc-tempdir", M::None),
    switch(Some('r'), "recursive", M::Recursive),
    value(Some('l'), "level", M::None),
    switch(None, "delete-after", M::None),
    switch(Some('k'), "convert-links", M::None),
    switch(None, "convert-file-only", M::None),
    value(None, "backups", M::None),
    switch(Some('K'), "backup-converted", M::None),
    switch(Some('m'), "mirror", M::Recursive),
    switch(Some('p'), "page-requisites", M::Recursive),
    switch(None, "strict-comments", M::None),
    value(Some('A'), "accept", M::None),
    value(Some('R'), "reject", M::None),
    value(None, "accept-regex", M::None),
    value(None, "reject-regex", M::None),
    value(None, "regex-type", M::None),
    value(Some('D'), "domains", M::None),
    value(None, "exclude-domains", M::None),
    switch(None, "follow-ftp", M::None),
    value(None, "follow-tags", M::None),
    value(None, "ignore-tags", M::None),
    switch(Some('H'), "span-hosts", M::None),
    switch(Some('L'), "relative", M::None),
    value(Some('I'), "include-directories", M::None),
    switch(None, "trust-server-names", M::None),
    value(Some('X'), "exclude-directories", M::None),
    switch(None, "parent", M::None),
    value(None, "http-passwd", M::HttpPassword),
    value(None, "egd-file", M::None),
    value(None, "random-file", M::None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_beginnings() {
        let named = |name| OPTIONS.long(name).map(|(known, is_off)| (known.name, is_off));
        assert_eq!(named("post-d"), Some(("post-data", false)));
        assert_eq!(named("no-cache"), Some(("cache", true)));
        assert_eq!(named("post"), None);
        assert_eq!(named("nonsense"), None);
        assert_eq!(OPTIONS.short('U').map(|known| known.name), Some("user-agent"));
    }

    /// Compares with the real help where wget is installed.
    #[test]
    fn every_option_of_the_help_is_known() {
        let Ok(help) = std::process::Command::new("wget").arg("--help").env("LC_ALL", "C").output() else { return };
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        if !help.contains("GNU Wget 1.") {
            return;
        }
        let mut count = 0;
        for word in help.lines().flat_map(|line| line.split_whitespace().take(2)).filter(|word| word.starts_with("--"))
        {
            let (name, has_value) = match word.split_once('=') {
                Some((name, _)) => (name, true),
                None => (word, false),
            };
            let name = name.trim_start_matches("--").trim_end_matches(['[', '.', ',']);
            let Some((known, _)) = OPTIONS.long(name) else { panic!("{word} is not known") };
            assert!(known.has_value || !has_value, "{word}");
            count += 1;
        }
        assert!(count > 100, "{count}");
    }
}
