//! Masking: no secret leaves the engine. Every byte of one becomes `*`, but for punctuation and spaces, so that places
//! hold.

use crate::body::form::{decode, pairs};
use crate::body::{Document, NodeIx, NodeKind, Syntax};
use crate::catalogue::Endpoint;
use crate::exchange::{Exchange, same_name};
use crate::facts::Facts;
use crate::fields::{FieldPart, Spot};
use crate::pack::Pack;
use crate::pattern::{Format, is_token_byte};
use crate::placeholder::placeholder;
use crate::subject::{BodyState, Scratch, Subject};
use crate::target::Target;
use std::ops::Range;

/// A request's parts with their secrets masked, each as long as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked {
    /// The target.
    pub target: Vec<u8>,
    /// The header lines: name and value.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Authentication schemes of the IANA registry, and those that are as well known.
const SCHEMES: [&str; 16] = [
    "Basic",
    "Bearer",
    "Concealed",
    "Digest",
    "DPoP",
    "GNAP",
    "HOBA",
    "Mutual",
    "Negotiate",
    "NTLM",
    "OAuth",
    "PrivateToken",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "vapid",
    "Token",
];

/// Names of fields and parameters whose values are secret, without separators and in lower case.
const SECRET_NAMES: [&str; 28] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "clientsecret",
    "token",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "authtoken",
    "sessiontoken",
    "apikey",
    "apisecret",
    "apitoken",
    "accesskey",
    "secretkey",
    "privatekey",
    "authorization",
    "credential",
    "credentials",
    "signature",
    "sig",
    "assertion",
    "clientassertion",
    "jwt",
    "sessionid",
    "key",
];

/// Masks a request.
pub(crate) fn exchange(pack: Option<&Pack>, exchange: &Exchange<'_>) -> Masked {
    let schemes = pack.map(|p| p.schemes.as_slice()).unwrap_or_default();
    let headers = exchange.request.headers.iter();
    let headers = headers.map(|(name, value)| (header_name(name), header_value(name, value, schemes)));
    let mut masked = Masked {
        target: exchange.request.target.to_vec(),
        headers: headers.collect(),
        body: exchange.request.body.bytes().to_vec(),
    };
    let target = Target::read(&exchange.request.target);
    if let Some(range) = &target.credentials {
        hide(&mut masked.target, range.clone());
    }
    let mut scratch = Scratch::default();
    let facts = Facts::default();
    let fallback = Pack::default();
    // the catalogue knows more secrets than names do, and the body has to be read for either
    let (subject, _) = crate::evaluate::prepare(pack.unwrap_or(&fallback), exchange, &facts, &mut scratch);
    query(&subject, &target, &mut masked.target);
    body(&subject, &mut masked.body);
    fields(&subject, &mut masked);
    masked
}

fn query(subject: &Subject<'_>, target: &Target, masked: &mut [u8]) {
    for part in [&target.query, &target.fragment].into_iter().flatten() {
        let text = subject.slice(part);
        for (name, value) in pairs(text) {
            let sent = text.get(value.clone()).unwrap_or_default();
            if is_secret_name(&decode(text.get(name).unwrap_or_default())) || Format::Jwt.holds(sent) {
                hide(masked, part.start + value.start..part.start + value.end);
            }
        }
    }
    let mut at = target.path.start;
    for segment in subject.slice(&target.path).split(|b| *b == b'/') {
        if Format::Jwt.holds(segment) {
            hide(masked, at..at + segment.len());
        }
        at += segment.len() + 1;
    }
}

/// The fields that the catalogue marks as secret.
fn fields(subject: &Subject<'_>, masked: &mut Masked) {
    let Some(endpoint) = subject.endpoint() else { return };
    for seen in &subject.fields.present {
        let field = match seen.part {
            FieldPart::Path => endpoint.path_fields.get(usize::from(seen.field)),
            FieldPart::Query => endpoint.query_fields.get(usize::from(seen.field)),
            FieldPart::Body => endpoint.body_fields.field(seen.field),
        };
        if !field.is_some_and(|f| f.secret) {
            continue;
        }
        match &seen.spot {
            Spot::Range(range) => hide(&mut masked.target, range.clone()),
            Spot::Node(node) => hide_values(subject.document, *node, &mut masked.body),
            Spot::Missing(_) => {}
        }
    }
}

fn body(subject: &Subject<'_>, masked: &mut [u8]) {
    let text = subject.body_text();
    let mut fresh = Document::default();
    let mut document = subject.document;
    if subject.body == BodyState::Unused {
        BodyState::read(subject.exchange, true, &mut fresh);
        document = &fresh;
    }
    let mut otherwise = Document::default();
    if !document.is_read()
        && let Some(syntax) = Syntax::looks_like(text)
    {
        // a body under a wrong label is shown as what it is
        otherwise.read(text, syntax);
        document = if otherwise.is_read() { &otherwise } else { document };
    }
    let mut read_to = 0;
    for (index, node) in (0..).zip(&document.nodes) {
        let key = document.key(index, text);
        let secret = is_secret_name(&key) || subject.endpoint().is_some_and(|e| has_secret_member(e, &key));
        let jwt = node.kind == NodeKind::Text && Format::Jwt.holds(&document.value(index, text));
        if secret && node.is_open() {
            hide(masked, document.range(index).start..text.len());
        } else if secret || jwt {
            hide_values(document, index, masked);
        }
        read_to = read_to.max(document.range(index).end).max(node.key_range().end);
    }
    // what could not be read may be anything
    if document.error.is_some() || document.nodes.is_empty() {
        hide(masked, read_to..text.len());
    }
}

/// Whether a field that ends in this name is secret. Where a body can't be read, that is all there is to go by.
fn has_secret_member(endpoint: &Endpoint, name: &[u8]) -> bool {
    let mut secret = endpoint.body_fields.fields.iter().filter(|f| f.secret);
    !name.is_empty() && secret.any(|f| f.name.rsplit(['.', ']']).next().is_some_and(|last| last.as_bytes() == name))
}

fn hide_values(document: &Document, node: NodeIx, masked: &mut [u8]) {
    if document.children(node).next().is_none() {
        return hide(masked, document.range(node));
    }
    for child in document.children(node) {
        hide_values(document, child, masked);
    }
}

/// Whether the values of a header, parameter or member of this name are secret.
pub(crate) fn is_secret_name(name: &[u8]) -> bool {
    if name.is_empty() || name.len() > 64 {
        return false;
    }
    let squeezed: Vec<u8> = name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    SECRET_NAMES.iter().any(|n| n.as_bytes() == squeezed)
}

fn is_secret_header(name: &[u8]) -> bool {
    const PLAIN: [&str; 3] = ["x-request-id", "content-type", "idempotency-key"];
    if PLAIN.iter().any(|p| same_name(name, p)) {
        return false;
    }
    let squeezed: Vec<u8> = name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    ["authorization", "apikey", "token", "secret", "password", "signature", "accesskey", "authkey", "credential"]
        .iter()
        .any(|n| squeezed.ends_with(n.as_bytes()))
        || squeezed == b"xauth"
        || squeezed == b"xsessionid"
}

/// A header's value as it may be shown.
fn header_value(name: &[u8], value: &[u8], schemes: &[String]) -> Vec<u8> {
    let mut masked = value.to_vec();
    let every = 0..value.len();
    if same_name(name, "cookie") || same_name(name, "set-cookie") {
        let first_only = same_name(name, "set-cookie");
        let mut at = 0;
        for (index, pair) in value.split(|b| *b == b';').enumerate() {
            if index == 0 || !first_only {
                let from = memchr::memchr(b'=', pair).map_or(0, |i| i + 1);
                hide(&mut masked, at + from..at + pair.len());
            }
            at += pair.len() + 1;
        }
    } else if is_secret_header(name) {
        hide(&mut masked, scheme_end(value, schemes)..value.len());
    } else if Format::Jwt.holds(value.trim_ascii())
        || Format::Jwt.holds(value.rsplit(|b| *b == b' ').next().unwrap_or_default())
    {
        hide(&mut masked, every);
    } else if value.windows(3).any(|w| w == b"://") {
        // a URL with credentials, as in Referer
        if let Some(credentials) = Target::read(value).credentials {
            hide(&mut masked, credentials);
        }
    }
    masked
}

/// A header's name. Behind a character that no name may hold, such as the first space of a line without a colon, a value
/// may stand; white space before the colon is none.
pub(crate) fn header_name(name: &[u8]) -> Vec<u8> {
    let mut masked = name.to_vec();
    let good = name.iter().take_while(|b| is_token_byte(**b)).count();
    hide(&mut masked, good..name.trim_ascii_end().len().max(good));
    masked
}

/// Where the secret begins: behind a leading word that is known as a scheme.
fn scheme_end(value: &[u8], schemes: &[String]) -> usize {
    let lead = value.iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
    let rest = value.get(lead..).unwrap_or_default();
    let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let name = rest.get(..word).unwrap_or_default();
    let separated = rest.get(word).is_none_or(|b| b" :=\t".contains(b));
    let known = SCHEMES.iter().copied().chain(schemes.iter().map(String::as_str));
    let mut known = known.filter(|s| s.as_bytes().eq_ignore_ascii_case(name));
    if separated && known.next().is_some() { lead + word } else { 0 }
}

/// Masks some bytes; what stands for a value anyway stays.
fn hide(text: &mut [u8], range: Range<usize>) {
    let Some(part) = text.get_mut(range) else { return };
    let mut at = 0;
    while at < part.len() {
        let stays = part.get(at..).and_then(placeholder);
        let end = stays.as_ref().map_or(part.len(), |p| at + p.start);
        for byte in part.get_mut(at..end).unwrap_or_default() {
            if !byte.is_ascii_punctuation() && *byte != b' ' {
                *byte = b'*';
            }
        }
        at = stays.map_or(part.len(), |p| at + p.end);
    }
}

/// A byte as a sentence names it.
pub(crate) fn byte(byte: Option<&u8>) -> String {
    character(byte.map(std::slice::from_ref).unwrap_or_default())
}

/// A character as a sentence names it.
pub(crate) fn character(bytes: &[u8]) -> String {
    match (bytes, std::str::from_utf8(bytes)) {
        (b" ", _) => "a space".into(),
        (b"\t", _) => "a tab".into(),
        (_, Ok(text)) if text.chars().count() == 1 && !text.chars().any(char::is_control) => format!("`{text}`"),
        ([byte], _) if *byte < 0x80 => format!("the control character 0x{byte:02x}"),
        ([byte, ..], _) => format!("the byte 0x{byte:02x}"),
        ([], _) => "nothing".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_bodies_show_no_secret() {
        let table = [
            (r#"{"password":{"a":"s3cret","b":"#, r#"{"password":{"*":"******","*":"#),
            (r#"{"name":"x","token":"s3cret",}"#, r#"{"name":"x","token":"******",}"#),
            (r#"{"name":"x" "s3cret"#, r#"{"name":"x" "******"#),
        ];
        for (text, shown) in table {
            let request =
                http::Request::post("https://h/").header("content-type", "application/json").body(text).unwrap();
            let masked = exchange(None, &Exchange::from(&request));
            assert_eq!(String::from_utf8(masked.body).unwrap(), shown, "{text}");
        }
    }

    #[test]
    fn header_values_keep_what_is_no_secret() {
        let schemes = vec!["TOK".to_owned()];
        let table = [
            ("Authorization", "TOK: 12-ab", "TOK: **-**"),
            ("Authorization", "\"TOK: 12-ab\"", "\"TOK: **-**\""),
            ("authorization", "Bearer abc.def", "Bearer ***.***"),
            ("Authorization", "secret word", "****** ****"),
            ("Authorization", "TOK: <token>", "TOK: <token>"),
            ("Proxy-Authorization", "Basic dTpw", "Basic ****"),
            ("Cookie", "a=1; session=xyz", "a=*; session=***"),
            ("Set-Cookie", "s=xyz; Path=/", "s=***; Path=/"),
            ("X-Api-Key", "abc", "***"),
            ("Accept", "text/html", "text/html"),
            ("Referer", "https://u:p@h/", "https://*:*@h/"),
        ];
        for (name, value, shown) in table {
            let masked = header_value(name.as_bytes(), value.as_bytes(), &schemes);
            assert_eq!(String::from_utf8(masked).unwrap(), shown, "{name}: {value}");
        }
    }
}
