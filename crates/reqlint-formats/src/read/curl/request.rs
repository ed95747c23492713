//! The request that curl makes of a transfer: its own rules for the method, the headers that it adds, and the body.

use super::address::{self, Address, Written};
use super::body::{self, Content};
use super::fields::{self, Fields, Own};
use super::options::Http;
use super::signature::{self, Signed};
use super::transfer::Transfer;
use super::{added, auth, data};
use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};
use crate::record::Typed;
use reqlint_core::{Body, Exchange, Headers, Request, Visibility};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The User-Agent that curl sends when it is told none; its version isn't known.
pub(crate) const OWN_AGENT: &[u8] = b"curl/<version>";

/// The version that is meant where a request is written byte for byte: the newest known.
pub(crate) const NEWEST_AGENT: &[u8] = b"curl/8.23.0";

/// One URL of a transfer, and the file that is sent to it.
#[derive(Clone, Copy)]
pub(super) struct Call<'c> {
    pub(super) transfer: &'c Transfer,
    pub(super) url: &'c [u8],
    pub(super) at: usize,
    pub(super) upload: Option<&'c Word>,
}

/// A request, and its bytes as sent where they are asked for.
pub(super) struct Made {
    pub(super) exchange: Exchange<'static>,
    pub(super) typed: Typed,
    pub(super) sent: Option<Vec<u8>>,
}

/// The exchange of a call.
///
/// # Errors
/// When no request can be made of it.
pub(super) fn make(call: Call<'_>, named: &Named<'_>, said: &mut Said) -> Result<Made, Remark> {
    let Call { transfer, url, at, upload } = call;
    said.remarks.extend(transfer.remarks.iter().cloned());
    let data = data::join(&transfer.data, named, said)?;
    let is_signed = transfer.signature.is_some() && !transfer.is_get;
    let signed_data = data.clone().filter(|_| is_signed).unwrap_or_default();
    let query = query(transfer, data.as_deref(), named, said)?;
    // standard input has no name
    let file = upload.map(|word| &word.text[..]).filter(|name| !matches!(*name, b"-" | b"."));
    let written = Written { text: url, at, query: query.as_deref(), upload: file };
    let address = address::read(written, transfer, said)?;

    let own = own_headers(transfer);
    let content = body::content(transfer, upload, data, &own, named, said)?;
    let mut shows = Visibility { headers: !transfer.hides_headers, ..Visibility::ALL };
    let method = method(transfer, upload);
    let signed = Signed {
        method: &method,
        address: &address,
        own: &own,
        data: &signed_data,
        is_stream: upload.is_some() || !transfer.form.is_empty(),
    };
    let signature = signature::lines(transfer, &signed, named.now, said)?;
    if let (None, Some(option)) = (&signature, &transfer.signature) {
        shows.headers = false;
        said.miss(option.start, "the signature is made for the time of sending, which is not known here")?;
    }
    let fields = Fields::new(&own, signature.unwrap_or_default());
    let mut fields = lines(transfer, &address, &content, fields, named, &mut shows, said)?;
    // without the file's length, what curl says about the body is not known
    shows.connection_headers = !matches!(content.body, Body::Unread);
    if let Some(wrong) = transfer.addresses.iter().find(|word| !super::host::is_resolve(&word.text)) {
        said.refuse(wrong.start, "(49) this is no HOST:PORT:ADDRESS, as `--resolve` takes it")?;
    }
    say_ignored(transfer, said);
    say_connection(transfer, at, said);

    let version = if transfer.version == Some(Http::V1_0) { "HTTP/1.0" } else { "HTTP/1.1" };
    let sent = said.is_exact.then(|| {
        let target = proxied(transfer, &address).unwrap_or_else(|| address.target.clone());
        let mut sent = [&method[..], b" ", &target, b" ", version.as_bytes(), b"\r\n"].concat();
        fields.write(&mut sent);
        sent.extend_from_slice(b"\r\n");
        sent.extend(content.framed());
        sent
    });
    let place = |word: &Word| word.start..word.end;
    let literal = match transfer.data.as_slice() {
        [(kind, word)] if content.has_body && data::is_literal(*kind, word) => Some(place(word)),
        _ => None,
    };
    let typed = Typed {
        url: None,
        method: transfer.method.as_ref().map(place),
        headers: std::mem::take(&mut fields.origins),
        body: literal,
        ..Typed::default()
    };
    let request = Request {
        method,
        target: Cow::Owned(address.target),
        scheme: Some(match &*address.scheme {
            "ws" => Cow::Borrowed("http"),
            "wss" => Cow::Borrowed("https"),
            _ => address.scheme,
        }),
        version: (version == "HTTP/1.0").then_some(Cow::Borrowed(version.as_bytes())),
        headers: Headers::Fields(fields.into_list()),
        body: content.body,
        ..Request::default()
    };
    let exchange = Exchange { request, shows, ..Exchange::default() };
    Ok(Made { exchange, typed, sent })
}

/// What comes to the query: what `-G` makes of data, else `--url-query`.
fn query(
    transfer: &Transfer,
    data: Option<&[u8]>,
    named: &Named<'_>,
    said: &mut Said,
) -> Result<Option<Vec<u8>>, Remark> {
    if transfer.is_get && !transfer.data.is_empty() {
        return Ok(data.filter(|data| !data.is_empty()).map(<[u8]>::to_vec));
    }
    Ok(data::join(&transfer.query, named, said)?.filter(|query| !query.is_empty()))
}

/// The values of `-H`, and what `--json` adds to them.
fn own_headers(transfer: &Transfer) -> Cow<'_, [Word]> {
    let mut own = Cow::Borrowed(&transfer.headers[..]);
    let json = transfer.data.iter().find(|(kind, _)| *kind == data::DataKind::Json);
    if let Some((_, word)) = json {
        for name in ["Content-Type", "Accept"] {
            if fields::given(&own, name).is_none() {
                own.to_mut().push(Word { text: format!("{name}: application/json").into_bytes(), ..word.clone() });
            }
        }
    }
    own
}

/// The header lines, in the order in which curl sends them.
fn lines<'o>(
    transfer: &Transfer,
    address: &Address,
    content: &Content,
    mut fields: Fields<'o>,
    named: &Named<'_>,
    shows: &mut Visibility,
    said: &mut Said,
) -> Result<Fields<'o>, Remark> {
    let own = fields.own;
    fields.host(&address.authority);
    let is_proxied = said.is_exact && proxied(transfer, address).is_some();
    if is_proxied {
        fields.add_some("Proxy-Authorization", auth::proxy(transfer));
    }
    let credentials = address.credentials.as_ref();
    fields.add_some("Authorization", auth::authorization(transfer, credentials, &address.host, named, said)?);
    fields.push_signature();
    added::range(transfer, content, &mut fields, said)?;
    let agent = if said.is_exact { NEWEST_AGENT } else { OWN_AGENT };
    let given = transfer.agent.as_ref().map(|agent| Cow::Owned(agent.text.clone()));
    fields.add_some("User-Agent", Some(given.unwrap_or(Cow::Borrowed(agent))).filter(|agent| !agent.is_empty()));
    fields.add("Accept", b"*/*");
    let adds_te = transfer.transfer_coding && fields.given("TE").is_none();
    fields.add_some("TE", adds_te.then_some(b"gzip"));
    fields.add_some("Accept-Encoding", transfer.compressed.then_some(b"deflate, gzip, br, zstd"));
    let referer = transfer.referer.as_ref().map(|r| r.text.strip_suffix(b";auto").unwrap_or(&r.text));
    fields.add_some("Referer", referer.filter(|referer| !referer.is_empty()).map(<[u8]>::to_vec));
    fields.add_some("Proxy-Connection", is_proxied.then_some(b"Keep-Alive"));
    fields.add_some("Transfer-Encoding", content.adds_chunked.then_some(b"chunked"));
    let mut connection = Vec::new();
    connection.extend(adds_te.then_some("TE"));
    added::upgrade(transfer, address, &mut fields, &mut connection, said);
    fields.add_some("Cookie", auth::cookies(transfer, shows, said));
    added::conditions(transfer, &mut fields, shows, named, said)?;
    push_own(transfer, own, &mut fields, shows, said);
    if is_proxied {
        fields.extend(transfer.proxy_headers.iter().map(|word| word.text.clone()));
    }
    fields.add_some("Content-Length", content.length.map(|length| length.to_string().into_bytes()));
    match &content.media_type {
        // what is given of a form's type has its place here, and gets the boundary
        Some(media_type) if content.is_form => fields.push("Content-Type", media_type.clone()),
        media_type => fields.add_some("Content-Type", media_type.clone()),
    }
    fields.add_some("Expect", content.expects.then_some(b"100-continue"));
    push_connection(own, &mut fields, &connection);
    Ok(fields)
}

/// The headers of `-H`.
fn push_own<'o>(
    transfer: &Transfer,
    own: &'o [Word],
    fields: &mut Fields<'o>,
    shows: &mut Visibility,
    said: &mut Said,
) {
    let has_place = |text: &[u8]| {
        ["Host", "Connection"].iter().any(|name| fields::is_named(text, name))
            || !transfer.form.is_empty() && fields::is_named(text, "Content-Type")
    };
    for word in own.iter().filter(|word| !has_place(&word.text)) {
        match Own::of(&word.text) {
            Own::Line(line) => fields.push_own(line, word),
            Own::Empty(name) => fields.push_own([name, b":"].concat(), word),
            Own::Removal => {}
            Own::Nothing if word.text.starts_with(b"${") || word.text.starts_with(b"<") => {
                shows.headers = false;
                said.note(word.start, "the header is filled in by the shell: it is not visible here");
            }
            Own::Nothing if word.text.starts_with(b":") => {
                said.note(
                    word.start,
                    "a header without a name, such as the pseudo-headers of HTTP/2: curl does not send it",
                );
            }
            Own::Nothing => said.change(word.start, "a header without a colon is not sent; write -H 'Name: value'"),
        }
    }
}

/// Connection comes last: what is given, the first with what curl adds.
fn push_connection(own: &[Word], fields: &mut Fields<'_>, added: &[&str]) {
    let given = own.iter().filter(|word| fields::is_named(&word.text, "Connection"));
    let mut lines: Vec<Vec<u8>> = given
        .filter_map(|word| match Own::of(&word.text) {
            Own::Line(line) => Some(line.to_vec()),
            Own::Empty(name) => Some([name, b":"].concat()),
            Own::Removal | Own::Nothing => None,
        })
        .collect();
    if !added.is_empty() {
        let added = added.join(", ");
        lines.retain(|line| !line.ends_with(b":"));
        match lines.first_mut() {
            Some(line) => line.extend(format!(", {added}").into_bytes()),
            None => lines.push(format!("Connection: {added}").into_bytes()),
        }
    }
    fields.extend(lines);
}

fn say_ignored(transfer: &Transfer, said: &mut Said) {
    if let Some(first) = transfer.ignored.first() {
        let names = transfer.ignored.iter().map(|word| format!("`{}`", String::from_utf8_lossy(&word.text)));
        let ignored: Vec<_> = names.collect::<BTreeSet<_>>().into_iter().collect();
        let message = format!("ignored, because the request doesn't depend on it: {}", ignored.join(", "));
        said.note(first.start, message);
    }
}

/// What is on the connection besides an HTTP/1.1 request.
fn say_connection(transfer: &Transfer, at: usize, said: &mut Said) {
    if transfer.is_haproxy || transfer.client_ip.is_some() {
        said.note(at, "in front of the request curl sends a line that begins with `PROXY`, which names both addresses");
    }
    if matches!(transfer.version, Some(Http::V2Only | Http::V3)) {
        said.note(at, "curl sends this request in frames of HTTP/2 or HTTP/3: here it is written as HTTP/1.1");
    }
}

/// The target that a proxy is asked for: the whole URL.
fn proxied(transfer: &Transfer, address: &Address) -> Option<Vec<u8>> {
    let proxy = transfer.proxy.as_ref()?;
    let is_http = !proxy.text.starts_with(b"socks");
    let is_direct = transfer.is_tunnelled || address.scheme != "http" || transfer.target.is_some();
    (is_http && !is_direct).then(|| [b"http://", &address.authority[..], &address.target].concat())
}

/// `-X`, else what the other options make of it.
fn method(transfer: &Transfer, upload: Option<&Word>) -> Cow<'static, [u8]> {
    let has_data = !transfer.data.is_empty() && !transfer.is_get;
    match &transfer.method {
        Some(word) => Cow::Owned(word.text.clone()),
        None if transfer.is_head => Cow::Borrowed(b"HEAD"),
        None if upload.is_some() => Cow::Borrowed(b"PUT"),
        None if has_data || !transfer.form.is_empty() => Cow::Borrowed(b"POST"),
        None => Cow::Borrowed(b"GET"),
    }
}
