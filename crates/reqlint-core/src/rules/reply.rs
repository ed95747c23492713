//! Replies: how an API words an error, to be written and read back.

use crate::api::catalogue::{Endpoint, EndpointIx};
use crate::base::finding::Severity;
use crate::evaluate::report::Report;
use crate::message::exchange::Exchange;
use crate::rules::pack::{Pack, Rule};
use crate::subject::Address;

/// How the API words an error for some of its endpoints.
#[derive(Debug)]
pub(crate) struct ReplyForm {
    pub(crate) hosts: Vec<usize>,
    pub(crate) endpoints: Vec<EndpointIx>,
    pub(crate) tags: Vec<String>,
    pub(crate) content_type: String,
    pub(crate) body: Vec<ReplyPiece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReplyPiece {
    Text(String),
    Message,
    Code,
    Status,
}

/// A cause that only an answer shows.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    /// `pack/replies/name`.
    pub(crate) id: String,
    /// The file that it was read from.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) error_type: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) fix: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) status: u16,
    pub(crate) says: Vec<String>,
    pub(crate) code: Vec<String>,
    /// Empty for any of the pack's hosts.
    pub(crate) hosts: Vec<usize>,
    pub(crate) when_no_rule_failed: bool,
    pub(crate) explains: Vec<crate::language::rule::ExampleText>,
    pub(crate) silent: Vec<crate::language::rule::ExampleText>,
}

/// An error answer in the API's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The Content-Type.
    pub content_type: String,
    /// The body.
    pub body: String,
}

/// The answer that a report leads to.
pub(crate) fn expected(pack: &Pack, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
    let mut failed = report.failed.iter().filter_map(|r| pack.rule(*r));
    of_rule(pack, failed.find(|r| r.severity == Severity::Error)?, report, exchange)
}

/// The answer when a rule failed.
pub(crate) fn of_rule(pack: &Pack, rule: &Rule, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
    let code = rule.error_type.as_deref().unwrap_or_default();
    worded(pack, rule.status?, rule.api_says.first().map(String::as_str), code, report, exchange)
}

/// An answer in the pack's form; without a message it gives the status's name.
pub(crate) fn worded(
    pack: &Pack,
    status: u16,
    message: Option<&str>,
    code: &str,
    report: &Report,
    exchange: &Exchange<'_>,
) -> Option<Reply> {
    let host = Address::of(exchange).name.and_then(|name| pack.host(name));
    let endpoint = report.endpoint.and_then(|index| Some((index, pack.catalogue.endpoint(index)?)));
    let accept = exchange.request.headers.get("accept").unwrap_or_default();
    let fitting = || pack.replies.iter().filter(|form| form.fits(host, endpoint));
    let wanted = fitting().find(|form| accepts(accept, &form.content_type));
    let form = wanted.or_else(|| fitting().next())?;
    let message = message.or_else(|| pack.status_title(status)).unwrap_or_default();
    let body = form.fill(status, message, code);
    Some(Reply { status, content_type: form.content_type.clone(), body })
}

/// Whether an Accept header names a media type itself.
fn accepts(accept: &[u8], content_type: &str) -> bool {
    let own = crate::message::body::essence(content_type.as_bytes());
    accept.split(|b| *b == b',').any(|range| crate::message::body::essence(range).eq_ignore_ascii_case(own))
}

impl ReplyForm {
    pub(crate) fn fits(&self, host: Option<usize>, endpoint: Option<(EndpointIx, &Endpoint)>) -> bool {
        let host_fits = self.hosts.is_empty() || host.is_some_and(|h| self.hosts.contains(&h));
        let endpoint_fits = self.endpoints.is_empty() || endpoint.is_some_and(|(i, _)| self.endpoints.contains(&i));
        let tags_fit =
            self.tags.is_empty() || endpoint.is_some_and(|(_, e)| self.tags.iter().any(|t| e.tags.contains(t)));
        host_fits && endpoint_fits && tags_fit
    }

    /// The body with its placeholders filled; texts are escaped for the form's syntax.
    pub(crate) fn fill(&self, status: u16, message: &str, code: &str) -> String {
        let is_xml = crate::message::body::Syntax::of_media_type(self.content_type.as_bytes())
            == Some(crate::message::body::Syntax::Xml);
        let escape = |text: &str| if is_xml { quick_xml::escape::escape(text).into_owned() } else { json_text(text) };
        let pieces = self.body.iter().map(|piece| match piece {
            ReplyPiece::Text(text) => text.clone(),
            ReplyPiece::Message => escape(message),
            ReplyPiece::Code => escape(code),
            ReplyPiece::Status => status.to_string(),
        });
        pieces.collect()
    }
}

/// A text as it stands between the quotes of a JSON string.
fn json_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
