//! `[secrets]` of `pack.toml` and `reqlint.toml`: what is secret beside the built-in table, and what isn't.

use crate::language::cursor::Cursor;
use crate::language::key::{Key, Takes};
use crate::language::{Code, Located, Sink};
use crate::message::secrets::names::{OwnNames, squeezed};

/// Keys of `[secrets]`.
pub(crate) const SECRETS: &[Key] = &[
    Key::new("names", Takes::Texts, "names of headers, parameters and members whose values are secret"),
    Key::new("plain", Takes::Texts, "names whose values are not secret, whatever the built-in table says"),
    Key::new("prefixes", Takes::Texts, "how credentials begin, wherever they are: at least 4 characters"),
];

/// How long a beginning of credentials must be, so that words don't begin like it.
const LEAST: usize = 4;

/// Reads `[secrets]` of a file, if it has one.
pub(super) fn read(c: &Cursor<'_>, sink: &mut Sink) -> OwnNames {
    let Some((table, place)) = c.table("secrets", sink) else { return OwnNames::default() };
    let c = Cursor::new(table, place, SECRETS, sink);
    let (names, plain, prefixes) = (c.texts("names", sink), c.texts("plain", sink), c.texts("prefixes", sink));
    let mut own = OwnNames::default();
    for name in &names {
        own.secret.extend(key(name, sink));
    }
    for name in &plain {
        let Some(key) = key(name, sink) else { continue };
        if own.secret.contains(&key) {
            let help = "keep it in one of the lists; case and separators make no difference".to_owned();
            let message = format!("`{}` is listed in `names` and in `plain`", name.value);
            sink.error(Code::DuplicateName, name.place, message, Some(help));
        } else {
            own.plain.push(key);
        }
    }
    for prefix in prefixes {
        let is_token = prefix.value.bytes().all(|b| b.is_ascii_graphic());
        if prefix.value.len() >= LEAST && is_token {
            own.prefixes.push(prefix.value.into_bytes().into());
        } else {
            let message = format!("`{}` is too short, or has a space in it: words begin like this", prefix.value);
            let help =
                format!("write at least {LEAST} characters that only credentials begin with, such as \"acme_live_\"");
            sink.error(Code::InvalidPattern, prefix.place, message, Some(help));
        }
    }
    own
}

fn key(name: &Located<String>, sink: &mut Sink) -> Option<Box<[u8]>> {
    let key = squeezed(name.value.as_bytes());
    if key.is_empty() {
        let help = "write the name of a header, parameter or member".to_owned();
        sink.error(Code::InvalidPattern, name.place, format!("`{}` is not a name", name.value), Some(help));
        return None;
    }
    Some(key)
}
