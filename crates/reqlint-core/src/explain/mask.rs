//! Masking: no secret leaves the engine. Every byte of one becomes `*`, but for punctuation and spaces, so that places
//! hold.

use crate::api::catalogue::{Catalogue, Route};
use crate::base::pattern::is_token_byte;
use crate::message::body::form::{decode, pairs};
use crate::message::body::{Document, Node, NodeIx, NodeKind, Syntax};
use crate::message::exchange::{Exchange, Request, same_name};
use crate::message::secrets::found::secrets;
use crate::message::secrets::hide::{header_name, hide};
use crate::message::secrets::names;
use crate::message::target::Target;
use crate::rules::pack::Pack;
use crate::subject::{Address, BodyState, Subject};
use std::borrow::Cow;
use std::cell::OnceCell;

/// A request's parts with their secrets masked, each as long as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masked {
    /// The target.
    pub target: Vec<u8>,
    /// The authority; empty where the source keeps none apart.
    pub authority: Vec<u8>,
    /// The header lines: name and value.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Masks a request.
pub(crate) fn exchange(pack: Option<&Pack>, exchange: &Exchange<'_>) -> Masked {
    let fallback = Pack::default();
    let pack = pack.unwrap_or(&fallback);
    let request = &exchange.request;
    let headers = request.headers.iter();
    let Address { target: places, host, name } = Address::of(exchange);
    let mut route = Route::default();
    let hosts = pack.hosts_to_search(&host, name);
    pack.catalogue.find(hosts, &request.method, &request.target, &places, &mut route);
    let mut document = Document::default();
    let content_type = request.headers.get("content-type");
    BodyState::read(exchange, content_type, true, &mut document);
    let header =
        |(name, value): (&[u8], &[u8])| (header_name(name).into_owned(), header_value(name, value, &pack.schemes));
    Masked {
        target: target(pack, &request.target, &places, &route),
        authority: authority(request),
        headers: headers.map(header).collect(),
        body: body(&pack.catalogue, request.body.bytes(), &document),
    }
}

/// The parts of a subject's request with their secrets masked, each made when somebody quotes it.
#[derive(Debug, Default)]
pub(crate) struct Masks {
    target: OnceCell<Vec<u8>>,
    body: OnceCell<Vec<u8>>,
}

impl Subject<'_> {
    /// The target with its secrets masked.
    pub(crate) fn masked_target(&self) -> &[u8] {
        self.masks.target.get_or_init(|| target(self.pack, self.sent_target(), self.target, self.route))
    }

    /// The body with its secrets masked.
    pub(crate) fn masked_body(&self) -> &[u8] {
        self.masks.body.get_or_init(|| {
            let mut document = Document::default();
            let content_type = self.content_type().map(|(_, value)| value);
            if self.document.syntax.is_none() {
                BodyState::read(self.exchange, content_type, true, &mut document);
            }
            let read = if self.document.syntax.is_none() { &document } else { self.document };
            body(&self.pack.catalogue, self.body_text(), read)
        })
    }

    /// The authority that the source keeps apart, with its secrets masked.
    pub(crate) fn masked_authority(&self) -> Vec<u8> {
        authority(&self.exchange.request)
    }

    /// The value of a header line with its secrets masked.
    pub(crate) fn masked_value(&self, name: &[u8], value: &[u8]) -> Vec<u8> {
        header_value(name, value, &self.pack.schemes)
    }
}

fn authority(request: &Request<'_>) -> Vec<u8> {
    let mut masked = request.authority.as_deref().unwrap_or_default().to_vec();
    let credentials = memchr::memrchr(b'@', &masked).unwrap_or(0);
    hide(&mut masked, 0..credentials);
    masked
}

fn target(pack: &Pack, sent: &[u8], target: &Target, route: &Route) -> Vec<u8> {
    let mut whole = sent.to_vec();
    let masked = whole.as_mut_slice();
    for range in secrets(sent).into_iter().chain(target.credentials.clone()) {
        hide(masked, range);
    }
    parameters(sent, target, |name| is_secret(&pack.catalogue, name), masked);
    for (_, range) in pack.catalogue.parameters(route).filter(|(parameter, _)| parameter.is_secret) {
        hide(masked, range);
    }
    whole
}

/// Values in the query and the fragment: those whose names are secret, and those that are a secret behind escapes.
fn parameters(sent: &[u8], target: &Target, is_secret: impl Fn(&[u8]) -> bool, masked: &mut [u8]) {
    for part in [&target.query, &target.fragment].into_iter().flatten() {
        let text = sent.get(part.clone()).unwrap_or_default();
        for (name, value) in pairs(text) {
            let name = decode(text.get(name).unwrap_or_default());
            let raw = text.get(value.clone()).unwrap_or_default();
            // behind escapes it has no place of its own
            let behind_escapes = match decode(raw) {
                Cow::Borrowed(_) => false,
                Cow::Owned(decoded) => secrets(raw).is_empty() && !secrets(&decoded).is_empty(),
            };
            if is_secret(&name) || behind_escapes {
                hide(masked, part.start + value.start..part.start + value.end);
            }
        }
    }
}

/// Whether values of this name are secret, by the name itself or because some endpoint says so.
fn is_secret(catalogue: &Catalogue, name: &[u8]) -> bool {
    names::is_secret(name) || catalogue.secrets.iter().any(|s| s.as_bytes() == name)
}

/// A body, which was read into the document.
fn body(catalogue: &Catalogue, text: &[u8], read: &Document) -> Vec<u8> {
    let mut whole = text.to_vec();
    let masked = whole.as_mut_slice();
    let mut otherwise = Document::default();
    let mut document = read;
    if !read.is_read()
        && let Some(syntax) = Syntax::looks_like(text)
    {
        // a body under a wrong label is shown as what it is
        otherwise.read(text, syntax);
        document = if otherwise.is_read() { &otherwise } else { document };
    }
    let mut read_to = 0;
    for (index, node) in (0..).zip(&document.nodes) {
        if is_secret(catalogue, &document.key(index, text)) {
            hide_value(document, index, masked);
        } else if node.kind == NodeKind::Text && !secrets(&document.value(index, text)).is_empty() {
            let raw = document.range(index);
            let found = secrets(text.get(raw.clone()).unwrap_or_default());
            // behind escapes it has no place of its own
            let whole = found.is_empty().then_some(raw.clone());
            let inside = found.into_iter().map(|r| raw.start + r.start..raw.start + r.end);
            inside.chain(whole).for_each(|range| hide(masked, range));
        }
        read_to = read_to.max(document.range(index).end).max(node.key_range().end);
    }
    if document.syntax == Some(Syntax::Xml) {
        attributes(catalogue, text, masked);
    }
    // what could not be read may be anything
    if document.error.is_some() || document.nodes.is_empty() {
        hide(masked, read_to..text.len());
    }
    whole
}

/// Masks a value with all that is inside, names too.
fn hide_value(document: &Document, node: NodeIx, masked: &mut [u8]) {
    let range = document.range(node);
    // reading stopped inside it
    let is_open = document.get(node).is_some_and(Node::is_open);
    hide(masked, range.start..if is_open { masked.len() } else { range.end });
}

/// Values of attributes, which no rule looks at and everybody sees.
fn attributes(catalogue: &Catalogue, text: &[u8], masked: &mut [u8]) {
    for equals in memchr::memchr_iter(b'=', text) {
        let before = text.get(..equals).unwrap_or_default();
        let length = before.iter().rev().take(65).take_while(|b| is_token_byte(**b)).count();
        let name = before.get(equals - length..).unwrap_or_default();
        let Some(quote @ (b'"' | b'\'')) = text.get(equals + 1) else { continue };
        let Some(value) = text.get(equals + 2..) else { continue };
        if is_secret(catalogue, name) {
            let end = memchr::memchr(*quote, value).unwrap_or(value.len());
            hide(masked, equals + 2..equals + 2 + end);
        }
    }
}

/// A header's value as it may be shown.
fn header_value(name: &[u8], value: &[u8], schemes: &[String]) -> Vec<u8> {
    let mut masked = value.to_vec();
    if same_name(name, "cookie") || same_name(name, "set-cookie") {
        let first_only = same_name(name, "set-cookie");
        let mut at = 0;
        for (index, pair) in value.split(|b| *b == b';').enumerate() {
            if index == 0 || !first_only {
                let from = cookie_name(pair).map_or(0, |name| name + 1);
                hide(&mut masked, at + from..at + pair.len());
            }
            at += pair.len() + 1;
        }
    } else if names::is_secret_header(name) {
        hide(&mut masked, names::scheme_end(value, schemes)..value.len());
    } else {
        secrets(value).into_iter().for_each(|range| hide(&mut masked, range));
        // a URL, as in Referer
        let target = Target::read(value);
        if target.scheme.is_some() {
            target.credentials.iter().for_each(|range| hide(&mut masked, range.clone()));
            parameters(value, &target, names::is_secret, &mut masked);
        }
        if same_name(name, "host") {
            hide(&mut masked, 0..memchr::memrchr(b'@', value).unwrap_or(0));
        }
    }
    masked
}

/// Where a cookie's name ends; `None` when it has none, and what looks like a name is the end of a value.
fn cookie_name(pair: &[u8]) -> Option<usize> {
    let sign = memchr::memchr(b'=', pair)?;
    let (name, value) = pair.split_at_checked(sign)?;
    let is_name = name.trim_ascii().iter().all(|b| is_token_byte(*b));
    (is_name && value.iter().any(|b| *b != b'=')).then_some(sign)
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
            ("Referer", "https://u:p/w@h/a?b=c&token=d", "https://*:*/*@h/a?b=c&token=*"),
            ("Cookie", "abc/d==; e=f==; g=", "***/*==; e=*==; *="),
            ("Authorizaton", "TOK: 12", "TOK: **"),
            ("Ocp-Apim-Subscription-Key", "ab", "**"),
            ("X-Api-Key", "ab$XYZ", "**$***"),
            ("X-Api-Key", "$KEY", "$KEY"),
            ("X-Any", "t=eyJhIjoxfQ.eyJiIjoyfQ.c2ln; u", "t=**********.**********.****; u"),
            ("Host", "u:p@h", "*:*@h"),
        ];
        for (name, value, shown) in table {
            let masked = header_value(name.as_bytes(), value.as_bytes(), &schemes);
            assert_eq!(String::from_utf8(masked).unwrap(), shown, "{name}: {value}");
        }
    }
}
