//! Authorization and cookies, as far as the command line and the files that it names tell them.

use super::address::Credentials;
use super::data;
use super::transfer::Transfer;
use crate::read::files::Named;
use crate::read::shell::Remark;
use crate::read::shell::Said;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use reqlint_core::Visibility;

/// The value of Authorization.
pub(super) fn authorization(
    transfer: &Transfer,
    credentials: Option<&Credentials>,
    host: &[u8],
    named: &Named<'_>,
    said: &mut Said,
) -> Result<Option<Vec<u8>>, Remark> {
    if let Some(token) = &transfer.bearer {
        // --basic chooses Basic, for which there is no user
        return Ok((!transfer.is_basic).then(|| [b"Bearer ", &token.text[..]].concat()));
    }
    if transfer.other_auth || transfer.signature.is_some() {
        return Ok(None);
    }
    let mut user =
        transfer.user.as_ref().map(|user| user.text.clone()).or_else(|| credentials.map(Credentials::joined));
    if let (None, Some(file)) = (&user, &transfer.netrc) {
        let text = data::file(&file.text, file.start, named, said)?;
        user = text.and_then(|text| in_netrc(&text, host));
    }
    let Some(user) = user.filter(|user| !user.is_empty() && user != b":") else { return Ok(None) };
    // a part that is filled in later can't be encoded now, and for a password that is missing curl asks
    let is_later =
        user.windows(2).any(|w| matches!(w, b"${" | b"{{" | b"**")) || memmem::find(&user, b"<command>").is_some();
    let is_open = is_later || !said.is_exact && is_named_in_brackets(&user);
    if is_later && said.is_exact {
        let at = transfer.user.as_ref().map_or(0, |user| user.start);
        said.note(at, "the user or the password is filled in later: what Basic makes of them is not known");
    }
    let coded = match user.contains(&b':') {
        true if !is_open => STANDARD.encode(&user),
        false if said.is_exact && !is_open => STANDARD.encode([&user[..], b":"].concat()),
        _ => "<credentials>".to_owned(),
    };
    Ok(Some(format!("Basic {coded}").into_bytes()))
}

/// Whether a part is a name between `<` and `>`, as documentation writes it. curl encodes it as it is.
fn is_named_in_brackets(user: &[u8]) -> bool {
    user.split(|b| *b == b':').any(|part| part.len() > 2 && part.starts_with(b"<") && part.ends_with(b">"))
}

/// `user:password` for a host, out of a file that says `machine HOST login USER password PASSWORD`.
fn in_netrc(text: &[u8], host: &[u8]) -> Option<Vec<u8>> {
    let lines = text.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().starts_with(b"#"));
    let mut words = lines.flat_map(|line| line.split(u8::is_ascii_whitespace)).filter(|word| !word.is_empty());
    let (mut is_it, mut user, mut password) = (false, None, None);
    while let Some(word) = words.next() {
        match word {
            b"machine" | b"default" => {
                if is_it {
                    break;
                }
                is_it = word == b"default" || words.next().is_some_and(|name| name.eq_ignore_ascii_case(host));
            }
            b"login" if is_it => user = words.next(),
            b"password" if is_it => password = words.next(),
            _ => {}
        }
    }
    is_it.then(|| [user.unwrap_or_default(), b":", password.unwrap_or_default()].concat())
}

/// `-b name=value`; without a `=` it names a file.
pub(super) fn cookies(transfer: &Transfer, shows: &mut Visibility, said: &mut Said) -> Option<Vec<u8>> {
    let mut given: Vec<&[u8]> = Vec::new();
    for word in &transfer.cookies {
        if word.text.contains(&b'=') || word.text.starts_with(b"${") {
            given.push(&word.text);
        } else if !word.text.is_empty() {
            shows.headers = false;
            said.note(word.start, "the file of cookies is not read");
        }
    }
    (!given.is_empty()).then(|| given.join(&b"; "[..]))
}

/// What the proxy is told: `-U`, or the credentials in its URL.
pub(super) fn proxy(transfer: &Transfer) -> Option<Vec<u8>> {
    let given = transfer.proxy_user.as_ref().map(|user| user.text.clone());
    let in_url = || {
        let proxy = &transfer.proxy.as_ref()?.text;
        let at = memchr::memmem::find(proxy, b"://").map_or(0, |at| at + 3);
        let authority = proxy.get(at..)?;
        let sign = authority.iter().position(|b| *b == b'@')?;
        Some(super::host::decoded(authority.get(..sign)?))
    };
    let user = given.or_else(in_url)?;
    let user = if user.contains(&b':') { user } else { [&user[..], b":"].concat() };
    Some(format!("Basic {}", STANDARD.encode(user)).into_bytes())
}
