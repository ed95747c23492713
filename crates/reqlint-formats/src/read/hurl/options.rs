//! The section `[Options]`: what of it changes a request.

use super::entry::{Entry, Section};
use super::request::{items, word};
use super::template::{Syntax, filled};
use crate::read::curl::Handed;
use crate::read::shell::{Remark, Said, Word};
use crate::read::variables::Variables;
use reqlint_core::base::near::suggest;

/// What the options of an entry say that isn't handed on at once.
#[derive(Default)]
pub(super) struct Options {
    pub(super) headers: Vec<Word>,
    pub(super) is_compressed: bool,
}

/// Options that change what is sent.
const OPTIONS: [&str; 13] = [
    "variable",
    "header",
    "user",
    "compressed",
    "path-as-is",
    "http1.0",
    "aws-sigv4",
    "netrc-file",
    "proxy",
    "digest",
    "ntlm",
    "negotiate",
    "skip",
];

/// Options that are about the connection, the answer or the run; and switches, where they are off.
const OTHERS: [&str; 36] = [
    "digest",
    "ntlm",
    "negotiate",
    "skip",
    "cacert",
    "cert",
    "connect-to",
    "connect-timeout",
    "delay",
    "http1.1",
    "http2",
    "http3",
    "insecure",
    "ipv4",
    "ipv6",
    "key",
    "limit-rate",
    "location",
    "location-trusted",
    "max-redirs",
    "max-time",
    "netrc",
    "netrc-optional",
    "output",
    "pinnedpubkey",
    "repeat",
    "resolve",
    "retry",
    "retry-interval",
    "unix-socket",
    "verbose",
    "verbosity",
    "very-verbose",
    "no-proxy",
    "parallel",
    "user-agent",
];

pub(super) fn read(
    entry: &Entry<'_>,
    handed: &mut Handed,
    variables: &mut Variables,
    said: &mut Said,
) -> Result<Options, Remark> {
    let mut options = Options::default();
    for pair in items(entry, Section::Options) {
        let value = filled(pair.value, Syntax::Escaped, variables, said)?;
        let is_on = value == b"true";
        let value = word(value, pair.value);
        match pair.name.text {
            b"variable" => set_variable(&value.text, variables),
            b"header" => options.headers.push(value),
            b"user" => handed.user = Some(value),
            b"compressed" => options.is_compressed = is_on,
            b"path-as-is" => handed.path_as_is = is_on,
            b"http1.0" => handed.is_old = is_on,
            b"aws-sigv4" => handed.signature = Some(value),
            b"netrc-file" => handed.netrc = Some(value),
            b"proxy" => handed.proxy = Some(value),
            b"digest" | b"ntlm" | b"negotiate" if is_on => handed.other_auth = Some(value),
            b"skip" if is_on => said.refuse(pair.name.start, "the option `skip` passes this request over")?,
            name if OTHERS.iter().any(|known| known.as_bytes() == name) => {}
            name => {
                let name = String::from_utf8_lossy(name);
                let near = suggest(&name, OTHERS.into_iter().chain(OPTIONS));
                let near = near.map_or_else(String::new, |near| format!("; {near}"));
                said.refuse(pair.name.start, format!("there is no option `{name}`{near}"))?;
            }
        }
    }
    Ok(options)
}

/// `name=value`, which the entries from here on know.
fn set_variable(text: &[u8], variables: &mut Variables) {
    let Some((name, value)) = memchr::memchr(b'=', text).and_then(|sign| text.split_at_checked(sign)) else { return };
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    let value = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
    if value.len() <= Variables::MAX_VALUE {
        variables.set(&String::from_utf8_lossy(name.trim_ascii()), value);
    }
}
