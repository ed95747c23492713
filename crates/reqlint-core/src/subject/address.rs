//! Where a request goes: its target and its host, wherever that is written.

use crate::api::Api;
use crate::api::catalogue::Route;
use crate::base::bytes::{self, Block};
use crate::message::exchange::Exchange;
use crate::message::target::{Target, host_and_port};
use std::ops::Range;

/// Where a request goes.
#[derive(Debug)]
pub(crate) struct Address<'e> {
    pub(crate) target: Target,
    pub(crate) host: Host,
    /// The host's name.
    pub(crate) name: Option<&'e [u8]>,
    /// Whether the request is a CORS preflight.
    pub(crate) is_preflight: bool,
}

/// Where the host was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// In an absolute-form target, with the port.
    Target(Range<usize>),
    /// In the header line of this number.
    Header(usize),
    /// Kept apart by the source.
    Apart,
    /// There is none, and the source would have shown one.
    Missing,
    /// The source can't show one.
    Unseen,
}

impl<'e> Address<'e> {
    pub(crate) fn of(exchange: &'e Exchange<'_>) -> Self {
        Self::with(exchange, exchange.request.headers.find("host", 0))
    }

    /// Where a request goes that has this first Host line.
    pub(crate) fn with(exchange: &'e Exchange<'_>, first: Option<(usize, &'e [u8])>) -> Self {
        // fast path: a plain Host line, as most requests have
        let plain = first.filter(|(_, value)| exchange.request.authority.is_none() && is_plain_host(value));
        let is_preflight = exchange.request.is_preflight();
        let mut address = Self {
            host: plain.map_or(Host::Missing, |(line, _)| Host::Header(line)),
            name: plain.and_then(|(_, value)| without_dot(value)),
            is_preflight,
            // read in place: it is not small
            target: Target::read(&exchange.request.target),
        };
        if plain.is_none() || address.target.authority.is_some() {
            address.find_host(exchange);
        }
        address
    }
}

impl<'e> Address<'e> {
    #[cold]
    fn find_host(&mut self, exchange: &'e Exchange<'_>) {
        self.host = Host::find(exchange, &self.target);
        self.name = self.host.name(exchange);
    }
}

impl Address<'_> {
    /// The hosts whose endpoints the request may mean.
    pub(crate) fn hosts_to_search(&self, api: Api<'_>) -> Range<usize> {
        self.host.to_search(self.name, api)
    }

    /// Which of the hosts the request goes to; without a host, the first is assumed where one would be seen.
    pub(crate) fn assumed_host(&self, api: Api<'_>) -> Option<usize> {
        match self.host {
            Host::Missing => (!api.host_names.is_empty()).then_some(0),
            _ => api.host(self.name?),
        }
    }

    /// The name of the host that the request goes to, or of the one that is assumed.
    pub(crate) fn name_or_assumed<'a>(&'a self, api: Api<'a>) -> Option<&'a [u8]> {
        let assumed = || Some(api.host_names.get(self.assumed_host(api)?)?.as_bytes());
        self.name.or_else(assumed)
    }

    /// Finds the endpoint that the request means, among those of some hosts.
    #[inline]
    pub(crate) fn find_route(&self, exchange: &Exchange<'_>, api: Api<'_>, hosts: Range<usize>, route: &mut Route) {
        api.catalogue.find(hosts, (&exchange.request, exchange.shows), &self.target, route);
    }

    /// The endpoint that the request means.
    pub(crate) fn route(&self, exchange: &Exchange<'_>, api: Api<'_>) -> Route {
        let mut route = Route::default();
        self.find_route(exchange, api, self.hosts_to_search(api), &mut route);
        route
    }
}

impl Host {
    /// The hosts whose endpoints a request may mean that names this one.
    pub(crate) fn to_search(&self, name: Option<&[u8]>, api: Api<'_>) -> Range<usize> {
        let every = api.host_names.len();
        match (self, name) {
            (Host::Missing, _) => 0..1.min(every),
            (_, Some(name)) => api.host(name).map_or(every..every, |i| i..i + 1),
            (_, None) => 0..every,
        }
    }

    fn find(exchange: &Exchange<'_>, target: &Target) -> Self {
        let is_placeholder = |host: &Host| {
            let sent = host.sent(exchange);
            !is_plain_host(sent) && exchange.shows.hides(sent.get(host.range(exchange)).unwrap_or_default())
        };
        match Host::named(exchange, target) {
            Some(host) if is_placeholder(&host) => Host::Unseen,
            Some(host) => host,
            None if !exchange.shows.header("host") && exchange.request.headers.get("host").is_none() => Host::Unseen,
            None => Host::Missing,
        }
    }

    /// The first of target, authority and Host header that names one (RFC 9112 section 3.2.2, RFC 9113 section 8.3.1).
    fn named(exchange: &Exchange<'_>, target: &Target) -> Option<Self> {
        let names = |host: &Host| {
            let sent = host.sent(exchange);
            is_plain_host(sent) || host.text(exchange).is_some_and(|text| !text.trim_ascii().is_empty())
        };
        let in_target = target.authority.clone().map(Host::Target).filter(names);
        let in_header = || exchange.request.headers.find("host", 0).map(|(line, _)| Host::Header(line)).filter(names);
        let apart = || exchange.request.authority.as_ref().map(|_| Host::Apart).filter(names);
        in_target.or_else(apart).or_else(in_header)
    }

    /// All that was sent as the host, credentials included.
    pub(crate) fn sent<'e>(&self, exchange: &'e Exchange<'_>) -> &'e [u8] {
        let sent = match self {
            Host::Target(range) => exchange.request.target.get(range.clone()),
            Host::Header(line) => exchange.request.headers.value(*line),
            Host::Apart => exchange.request.authority.as_deref(),
            Host::Missing | Host::Unseen => None,
        };
        sent.unwrap_or_default()
    }

    /// The range of `host[:port]` in what was sent: after credentials.
    pub(crate) fn range(&self, exchange: &Exchange<'_>) -> Range<usize> {
        let sent = self.sent(exchange);
        memchr::memrchr(b'@', sent).map_or(0, |sign| sign + 1)..sent.len()
    }

    /// `host[:port]` as sent.
    pub(crate) fn text<'e>(&self, exchange: &'e Exchange<'_>) -> Option<&'e [u8]> {
        let is_there = !matches!(self, Host::Missing | Host::Unseen);
        self.sent(exchange).get(self.range(exchange)).filter(|_| is_there)
    }

    /// The name without the port, and without the dot of the root.
    pub(crate) fn name<'e>(&self, exchange: &'e Exchange<'_>) -> Option<&'e [u8]> {
        let sent = self.sent(exchange);
        if is_plain_host(sent) {
            return without_dot(sent);
        }
        self.text(exchange).and_then(|text| without_dot(host_and_port(text).0))
    }
}

/// A name without the dot that may end it, which means the root of all names; `None` where nothing is left.
fn without_dot(name: &[u8]) -> Option<&[u8]> {
    Some(name.strip_suffix(b".").unwrap_or(name)).filter(|name| !name.is_empty())
}

/// Whether what was sent is a name and nothing else: no credentials, port or placeholder.
pub(crate) fn is_plain_host(sent: &[u8]) -> bool {
    let plain = |block: Block| block.letters() | block.within(b'0', b'9') | block.within(b'-', b'.');
    !sent.is_empty() && !bytes::any(sent, |block| !plain(block))
}

impl Exchange<'_> {
    /// The host that the request names, without credentials and port; empty where it names none.
    #[must_use]
    pub fn host(&self) -> &[u8] {
        let host = Host::named(self, &Target::read(&self.request.target));
        host.and_then(|host| host.name(self)).unwrap_or_default()
    }
}
