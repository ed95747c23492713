//! The API of the corpus: any number of uniform endpoints.

use super::random::Random;

/// The beginning of every path; the account follows.
pub const PREFIX: &str = "/v2/mcc/customers/";
/// The API's host.
pub const HOST: &str = "api.example.com";

/// A documented path with its methods.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The literal segments after the account: `edge/purge`.
    pub tail: String,
    /// Whether an identifier follows.
    pub has_id: bool,
    /// The allowed methods.
    pub methods: Vec<Method>,
    /// The scope that a token needs.
    pub scope: &'static str,
    /// The members of the body that POST and PUT take.
    pub fields: Vec<Field>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// A member of a body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The kind of value it takes.
    pub takes: Takes,
    /// Whether it must be present and not blank.
    pub required: bool,
}

/// A kind of value.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Any string.
    Text,
    /// An e-mail address.
    Email,
    /// One of these strings.
    TextOf(&'static [&'static str]),
    /// A whole number.
    Whole,
    /// One of these whole numbers.
    WholeOf(&'static [i64]),
    /// `true` or `false`.
    Boolean,
}

impl Method {
    /// Every method of the API.
    pub const ALL: [Method; 4] = [Method::Get, Method::Post, Method::Put, Method::Delete];

    /// The name as sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }

    /// Whether its requests have a body.
    #[must_use]
    pub const fn has_body(self) -> bool {
        matches!(self, Method::Post | Method::Put)
    }
}

impl Takes {
    /// Whether it takes a string of any kind.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Takes::Text | Takes::Email | Takes::TextOf(_))
    }
}

pub(super) const AREAS: [&str; 10] =
    ["edge", "origin", "realtime", "billing", "users", "waf", "dns", "reports", "tokens", "storage"];
pub(super) const RESOURCES: [&str; 8] =
    ["purge", "load", "cnames", "customer-origins", "rules", "log-delivery", "certificates", "bandwidth"];
pub(super) const SCOPES: [&str; 12] = [
    "ec.edge.purge",
    "ec.edge.load",
    "ec.origin.manage",
    "ec.rtld.manage",
    "ec.billing.read",
    "ec.users.manage",
    "ec.waf.manage",
    "ec.dns.manage",
    "ec.reports.read",
    "ec.tokens.manage",
    "ec.storage.manage",
    "ec.rules.manage",
];

/// This many endpoints; always the same ones.
#[must_use]
pub fn endpoints(count: usize) -> Vec<Endpoint> {
    let mut random = Random::new(40);
    (0..count).map(|number| endpoint(number, &mut random)).collect()
}

fn endpoint(number: usize, random: &mut Random) -> Endpoint {
    use Method::{Delete, Get, Post, Put};
    const METHODS: [&[Method]; 9] = [
        &[Get, Post, Put, Delete],
        &[Post, Put],
        &[Get, Post, Put],
        &[Post, Delete],
        &[Post],
        &[Put],
        &[Put, Delete],
        &[Get, Post],
        &[Get],
    ];
    let area = AREAS[number % AREAS.len()];
    let resource = RESOURCES[number / AREAS.len() % RESOURCES.len()];
    let tail = match number / (AREAS.len() * RESOURCES.len()) {
        0 => format!("{area}/{resource}"),
        generation => format!("{area}/{resource}-{generation}"),
    };
    Endpoint {
        tail,
        has_id: random.percent(33),
        methods: random.one(&METHODS).to_vec(),
        scope: random.one(&SCOPES),
        fields: fields(random),
    }
}

fn fields(random: &mut Random) -> Vec<Field> {
    let required = |name, takes| Field { name, takes, required: true };
    let optional = |name, takes| Field { name, takes, required: false };
    let mut fields = vec![
        required("MediaPath", Takes::Text),
        required("MediaType", Takes::WholeOf(&[1, 3, 8, 14])),
        required("Email", Takes::Email),
        optional("Count", Takes::Whole),
        required("Active", Takes::Boolean),
        optional("Tier", Takes::TextOf(&["gold", "silver", "bronze", "trial"])),
    ];
    if random.percent(50) {
        fields.push(required("Protocol", Takes::TextOf(&["http", "https", "http2"])));
    }
    if random.percent(50) {
        fields.push(required("HostHeader", Takes::Text));
    }
    fields
}
