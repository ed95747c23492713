//! One request of the corpus, with its mistakes.

use super::body::body;
use super::endpoint::{AREAS, Endpoint, HOST, Method, PREFIX, RESOURCES, SCOPES};
use super::pick::{mistakes, operation};
use super::random::Random;
use super::words::word;
use crate::mistake::{Mistake, Mistakes};

/// The time at which every request is sent, in seconds since 1970.
pub const NOW: i64 = 1_790_000_000;

const HEX: &str = "0123456789abcdef";
const TOKEN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A request that owns its parts.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) method: &'static str,
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) token_issued_at: i64,
    pub(super) token_account: String,
    pub(super) account_status: &'static str,
    pub(super) scopes: Vec<&'static str>,
    pub(super) user_methods: Vec<&'static str>,
    pub(super) mistakes: Mistakes,
}

impl Draft {
    pub(super) fn new(random: &mut Random, endpoints: &[Endpoint]) -> Self {
        let mistakes = mistakes(random);
        let (endpoint, method) = operation(random, endpoints, mistakes);
        let length = 4 + random.below(3);
        let account = random.text("0123456789ABCDEF", length);
        let target = target(random, endpoint, method, &account, mistakes);
        let body = if method.has_body() { body(random, &endpoint.fields, mistakes) } else { String::new() };
        let headers = headers(random, method, &body, mistakes);
        let age = if mistakes.has(Mistake::ExpiredToken) { 300 + random.below(5_000) } else { random.below(299) };
        let inactive = mistakes.has(Mistake::InactiveAccount);
        let methods = Method::ALL.into_iter().filter(|m| *m != method || !mistakes.has(Mistake::MethodNotGranted));
        Draft {
            method: method.name(),
            target,
            headers,
            body,
            token_issued_at: NOW - age as i64,
            token_account: if mistakes.has(Mistake::WrongAccount) { format!("{account}7") } else { account },
            account_status: if inactive { random.one(&["inactive", "deleted"]) } else { "active" },
            scopes: scopes(random, endpoint, mistakes),
            user_methods: methods.map(Method::name).collect(),
            mistakes,
        }
    }

    /// Its texts, in the order in which a checker reads them.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let headers = self.headers.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        [self.target.as_str()].into_iter().chain(headers).chain([self.body.as_str(), self.token_account.as_str()])
    }
}

fn target(random: &mut Random, endpoint: &Endpoint, method: Method, account: &str, mistakes: Mistakes) -> String {
    let mut target = path(random, endpoint, account, mistakes);
    let with_query = method == Method::Get && random.percent(50) || random.percent(10);
    if with_query {
        target += &format!("?page={}&name={}%20{}", random.below(50), word(random), word(random));
    }
    if mistakes.has(Mistake::UnencodedUrl) {
        let ends_in_id =
            endpoint.has_id && !mistakes.meets(Mistakes::of(&[Mistake::TrailingSlash, Mistake::UnknownEndpoint]));
        target += match with_query {
            true => random.one(&["&q=my file", "&q=a|b", "&q=%zz", "&q={x}", "&q=caf\u{e9}"]),
            false if ends_in_id && random.percent(60) => " copy",
            false => "?id=my custom id",
        };
    }
    target
}

fn path(random: &mut Random, endpoint: &Endpoint, account: &str, mistakes: Mistakes) -> String {
    if mistakes.has(Mistake::UnknownEndpoint) {
        let (area, resource, number) = (random.one(&AREAS), random.one(&RESOURCES), random.below(99));
        return match random.below(3) {
            0 => format!("{PREFIX}{account}/{area}/{resource}x"),
            1 => format!("/v2/mcc/customer/{account}/edge/purge"),
            _ => format!("{PREFIX}{account}/edgecast/{resource}/{number}/extra/deep"),
        };
    }
    let tail = &endpoint.tail;
    let mut path = match (mistakes.has(Mistake::WrongCase), random.below(3)) {
        (false, _) => format!("{PREFIX}{account}/{tail}"),
        (true, 0) => format!("{}{account}/{tail}", PREFIX.replace("/mcc/", "/MCC/")),
        (true, 1) => format!("{}{account}/{tail}", PREFIX.replace("/customers/", "/Customers/")),
        (true, _) => format!("{PREFIX}{account}/{}{}", tail[..1].to_ascii_uppercase(), &tail[1..]),
    };
    if endpoint.has_id {
        path += &match random.below(3) {
            0 => format!("/{}", random.below(100_000)),
            1 => format!("/{}-{}", word(random), random.below(99)),
            _ => format!("/{}%20{}", word(random), random.below(99)),
        };
    }
    if mistakes.has(Mistake::TrailingSlash) {
        path.push('/');
    }
    path
}

fn headers(random: &mut Random, method: Method, body: &str, mistakes: Mistakes) -> Vec<(String, String)> {
    let agent = format!("Mozilla/5.0 (X11; Linux x86_64) client/{}.{}", random.below(9), random.below(30));
    let mut headers: Vec<(String, String)> = vec![
        ("Host".into(), HOST.into()),
        ("User-Agent".into(), agent),
        ("Accept".into(), "application/json, text/plain;q=0.8, */*;q=0.5".into()),
        ("Accept-Encoding".into(), "gzip, deflate, br".into()),
    ];
    if let Some(value) = authorization(random, mistakes) {
        let name = if random.percent(80) { "Authorization" } else { "authorization" };
        headers.push((name.into(), value));
    }
    if method.has_body() {
        let json = ["application/json", "application/json", "application/json; charset=utf-8"];
        let xml = ["application/xml", "text/xml", "text/xml; charset=utf-8"];
        let claimed = random.one(if mistakes.has(Mistake::FormatMismatch) { &xml } else { &json });
        let name = if random.percent(80) { "Content-Type" } else { "content-type" };
        headers.push((name.into(), claimed.into()));
        headers.push(("Content-Length".into(), body.len().to_string()));
    }
    let usual = [
        ("X-Request-Id", format!("{}-{}-{}", random.text(HEX, 8), random.text(HEX, 4), random.text(HEX, 12))),
        ("Cache-Control", "no-cache".into()),
        ("traceparent", format!("00-{}-{}-01", random.text(HEX, 32), random.text(HEX, 16))),
        ("Connection", "keep-alive".into()),
    ];
    let wanted = 6 + random.below(5);
    for (name, value) in usual {
        if headers.len() < wanted {
            headers.push((name.into(), value));
        }
    }
    if mistakes.has(Mistake::BadHeaderSyntax) {
        let value = random.text(HEX, 8);
        headers.push(match random.below(3) {
            0 => ("X Client Id".into(), value),
            1 => ("X-Client-Id".into(), format!("{}\u{1}{}", &value[..4], &value[4..])),
            _ => ("X-Client(Id)".into(), value),
        });
    }
    random.shuffle(&mut headers);
    headers
}

fn authorization(random: &mut Random, mistakes: Mistakes) -> Option<String> {
    let length = 20 + random.below(20);
    let token = random.text(TOKEN, length);
    if mistakes.has(Mistake::MissingAuthorization) {
        return None;
    }
    Some(if mistakes.has(Mistake::QuotedToken) {
        match random.below(3) {
            0 => format!("\"TOK: {token}\""),
            1 => format!("TOK: \"{token}\""),
            _ => format!("'TOK: {token}'"),
        }
    } else if mistakes.has(Mistake::BadTokenSyntax) {
        match random.below(4) {
            0 => format!("Bearer {token}"),
            1 => format!("TOK {token}"),
            2 => format!("TOK: {}", &token[..8]),
            _ => format!("TOK: {}!{}", &token[..10], &token[10..]),
        }
    } else {
        format!("TOK: {token}")
    })
}

fn scopes(random: &mut Random, endpoint: &Endpoint, mistakes: Mistakes) -> Vec<&'static str> {
    let mut scopes = Vec::new();
    for _ in 0..=random.below(4) {
        let scope = random.one(&SCOPES);
        if scope != endpoint.scope && !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if !mistakes.has(Mistake::MissingScope) {
        scopes.insert(random.below(scopes.len() + 1), endpoint.scope);
    }
    scopes
}
