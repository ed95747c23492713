//! `--aws-sigv4`: the signature of a request, version 4 of AWS's scheme, as curl makes it.

use super::address::Address;
use super::fields::{self, Own};
use super::host::decoded;
use super::transfer::Transfer;
use crate::read::address;
use crate::read::shell::{Remark, Said, Word};
use hmac::{Hmac, KeyInit, Mac};
use reqlint_core::Time;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What is signed.
pub(super) struct Signed<'s> {
    pub(super) method: &'s [u8],
    pub(super) address: &'s Address,
    /// The values of `-H`.
    pub(super) own: &'s [Word],
    /// What `-d` and its relatives send; nothing of a form or an upload is signed.
    pub(super) data: &'s [u8],
    /// Whether a form or a file is sent.
    pub(super) is_stream: bool,
}

/// What takes the place of a signature that can't be made now.
const OPEN: &str = "<signature>";

/// The lines that come to a request, in their order; `None` where its time isn't known.
///
/// # Errors
/// Where curl refuses what the option says.
pub(super) fn lines(
    transfer: &Transfer,
    signed: &Signed<'_>,
    now: Option<Time>,
    said: &mut Said,
) -> Result<Option<Vec<Vec<u8>>>, Remark> {
    let Some(option) = &transfer.signature else { return Ok(Some(Vec::new())) };
    // what is given is not replaced, and nothing is signed without a key
    let given_user = transfer.user.as_ref().map(|user| parts_of(&user.text));
    let in_url = signed.address.credentials.as_ref().map(|given| (&given.user[..], Some(&given.password[..])));
    let user = given_user.or(in_url);
    let (Some(user), None) = (user, fields::given(signed.own, "Authorization")) else {
        return Ok(Some(Vec::new()));
    };
    let Some(scope) = Scope::of(option, &signed.address.host, said)? else { return Ok(Some(Vec::new())) };
    let date_name = format!("X-{}-Date", capital(&scope.vendor));
    let given = fields::given(signed.own, &date_name);
    if given.is_some_and(|given| matches!(Own::of(given), Own::Empty(_))) {
        said.refuse(option.start, format!("(27) Out of memory: `{date_name}` has no value"))?;
    }
    let given = given.map(fields::value_of);
    let date = match (given, now) {
        (Some(given), _) => time_of(given),
        (None, Some(now)) => {
            let Ok(time) = jiff::Timestamp::from_microsecond(now.0) else { return Ok(None) };
            time.strftime("%Y%m%dT%H%M%SZ").to_string()
        }
        (None, None) => return Ok(None),
    };
    // the vendor is in the letters in which it is given
    let hash_name = format!("x-{}-content-sha256", scope.vendor);
    let has_value = |given: &&[u8]| !matches!(Own::of(given), Own::Empty(_));
    let given_hash = fields::given(signed.own, &hash_name).filter(has_value).map(fields::value_of);
    let is_s3 = scope.provider == "aws" && scope.service.starts_with("s3");
    let own_hash = (given_hash.is_none() && is_s3).then(|| match signed.is_stream {
        true => "UNSIGNED-PAYLOAD".to_owned(),
        false => sha256(signed.data),
    });
    let payload = given_hash.map(text_of).or_else(|| own_hash.clone());
    let payload = payload.unwrap_or_else(|| sha256(if signed.is_stream { b"" } else { signed.data }));

    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let own_host = fields::given(signed.own, "Host");
    if !own_host.is_some_and(|own| matches!(Own::of(own), Own::Removal)) {
        let host = own_host.map_or(&signed.address.authority[..], fields::value_of);
        headers.insert("host".to_owned(), vec![text_of(host)]);
    }
    for word in signed.own.iter().filter(|word| !fields::is_named(&word.text, "Host")) {
        let (name, value) = match Own::of(&word.text) {
            Own::Line(line) => (line.split(|b| *b == b':').next().unwrap_or_default(), fields::value_of(line)),
            Own::Empty(name) => (name, &b""[..]),
            Own::Removal | Own::Nothing => continue,
        };
        headers.entry(text_of(name).trim().to_ascii_lowercase()).or_default().push(one_line(&text_of(value)));
    }
    if given.is_none() {
        headers.insert(date_name.to_ascii_lowercase(), vec![date.clone()]);
    }
    if let Some(hash) = &own_hash {
        headers.entry(hash_name.to_ascii_lowercase()).or_default().insert(0, hash.clone());
    }
    let names = headers.keys().cloned().collect::<Vec<_>>().join(";");
    let listed: String = headers.iter().map(|(name, values)| format!("{name}:{}\n", values.join(","))).collect();
    let (path, query) = split(&signed.address.target);
    let path = if is_s3 { text_of(path) } else { encoded(path, b"/") };
    let canonical =
        [&text_of(signed.method), &path, &sorted(query), &listed, &names, &payload].map(String::as_str).join("\n");

    let day = date.get(..8).unwrap_or(&date);
    let (name, key) = key_of(user);
    let place = format!("{day}/{}/{}/{}4_request", scope.region, scope.service, scope.provider);
    let scheme = format!("{}4-HMAC-SHA256", scope.provider.to_ascii_uppercase());
    let signature = key.filter(|_| !is_open(canonical.as_bytes())).map(|key| {
        let text = format!("{scheme}\n{date}\n{place}\n{}", sha256(canonical.as_bytes()));
        let first = [scope.provider.to_ascii_uppercase().as_bytes(), b"4", key].concat();
        let end = format!("{}4_request", scope.provider);
        let steps = [day, &scope.region, &scope.service, &end, &text];
        hex(&steps.iter().fold(first, |key, step| hmac(&key, step.as_bytes())))
    });
    if signature.is_none() {
        said.note(option.start, "the signature is not known: it is made of values that are filled in later");
    }
    let signature = signature.unwrap_or_else(|| OPEN.to_owned());
    let value = format!("{scheme} Credential={name}/{place}, SignedHeaders={names}, Signature={signature}");
    let mut lines = vec![format!("Authorization: {value}")];
    lines.extend(given.is_none().then(|| format!("{date_name}: {date}")));
    lines.extend(own_hash.map(|hash| format!("{hash_name}: {hash}")));
    Ok(Some(lines.into_iter().map(String::into_bytes).collect()))
}

/// What `provider:vendor:region:service` says; the host says what is missing: `service.region.…`.
struct Scope {
    provider: String,
    vendor: String,
    region: String,
    service: String,
}

impl Scope {
    fn of(option: &Word, host: &[u8], said: &mut Said) -> Result<Option<Self>, Remark> {
        let text = text_of(&option.text);
        let mut parts = text.splitn(4, ':').map(str::to_owned);
        let provider = parts.next().filter(|provider| !provider.is_empty());
        let vendor = parts.next().filter(|vendor| !vendor.is_empty());
        let (provider, vendor) = match (provider, vendor) {
            (None, _) => ("aws".to_owned(), "amz".to_owned()),
            (Some(provider), None) => (provider.clone(), provider),
            (Some(provider), Some(vendor)) => (provider, vendor),
        };
        let [given_region, given_service] =
            [parts.next(), parts.next()].map(|part| part.filter(|part| !part.is_empty()));
        let host = text_of(host);
        let mut labels = host.split('.');
        let of_host = [labels.next(), labels.next(), labels.next()];
        let [service, region] = match of_host {
            [Some(service), Some(region), Some(_)] => [Some(service), Some(region)],
            [Some(service), Some(_), None] => [Some(service), None],
            _ => [None, None],
        };
        let Some(service) = given_service.or_else(|| service.map(str::to_owned)) else {
            return missing(option, "service", said);
        };
        let Some(region) = given_region.or_else(|| region.map(str::to_owned)) else {
            return missing(option, "region", said);
        };
        Ok(Some(Self { provider: provider.to_ascii_lowercase(), vendor, region, service }))
    }
}

fn missing(option: &Word, what: &str, said: &mut Said) -> Result<Option<Scope>, Remark> {
    said.refuse(option.start, format!("(3) aws-sigv4: {what} missing in parameters and hostname"))?;
    Ok(None)
}

/// A time that is given, as it is signed: curl takes letters and digits, and none where they are not 16, as in
/// `20260102T030405Z`.
fn time_of(given: &[u8]) -> String {
    let time: Vec<u8> = given.iter().copied().take_while(u8::is_ascii_alphanumeric).collect();
    if time.len() == 16 { text_of(&time) } else { String::new() }
}

/// The name of a key as it is written into a header, and the key where it is known. What the name has besides letters,
/// digits and `-._~` is percent-encoded, but for what is filled in later: it may be decoded from a URL, line breaks included.
fn key_of<'u>((name, key): (&[u8], Option<&'u [u8]>)) -> (String, Option<&'u [u8]>) {
    (text_of(&address::encoded(name, is_plain)), key.filter(|key| !is_open(name) && !is_open(key)))
}

/// The name and the key of `-u name:key`; without a colon the key isn't known.
fn parts_of(user: &[u8]) -> (&[u8], Option<&[u8]>) {
    match user.iter().position(|b| *b == b':').and_then(|colon| user.split_at_checked(colon)) {
        Some((name, key)) => (name, key.get(1..)),
        None => (user, None),
    }
}

/// Whether a part is still to be filled in.
fn is_open(text: &[u8]) -> bool {
    ["${", "{{", "<command>"].iter().any(|mark| memchr::memmem::find(text, mark.as_bytes()).is_some())
}

fn split(target: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b'?', target).and_then(|sign| target.split_at_checked(sign)) {
        Some((path, query)) => (path, query.get(1..).unwrap_or_default()),
        None => (target, &[]),
    }
}

/// The pairs of a query in the order of their names and values, each with an equals sign.
fn sorted(query: &[u8]) -> String {
    let plain = |text: &[u8]| {
        let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
        encoded(&decoded(&spaced), b"")
    };
    let mut pairs: Vec<(String, String)> = query
        .split(|b| *b == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let sign = memchr::memchr(b'=', pair).unwrap_or(pair.len());
            (plain(pair.get(..sign).unwrap_or_default()), plain(pair.get(sign + 1..).unwrap_or_default()))
        })
        .collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// All but letters, digits, `-._~` and what is kept, percent-encoded.
fn encoded(text: &[u8], kept: &[u8]) -> String {
    let is_kept = |b: u8| is_plain(b) || kept.contains(&b);
    text.iter().map(|b| if is_kept(*b) { char::from(*b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// What is never percent-encoded.
fn is_plain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-._~".contains(&b)
}

/// A value without white space around it, and one blank for each run of it inside.
fn one_line(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters.map(|letter| letter.to_ascii_lowercase())).collect()
}

fn text_of(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn sha256(text: &[u8]) -> String {
    hex(&Sha256::digest(text))
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    // a key may have any length
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
