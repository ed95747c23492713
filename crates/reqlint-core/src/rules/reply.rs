//! Replies: how an API words an error, to be written and read back.

use crate::api::catalogue::{Endpoint, EndpointIx};
use crate::check::Check;
use crate::rules::says::Says;
use crate::rules::sentence::Sentence;

/// How the API words an error for some of its endpoints.
#[derive(Debug)]
pub(crate) struct ReplyForm {
    pub(crate) hosts: Vec<usize>,
    pub(crate) endpoints: Vec<EndpointIx>,
    pub(crate) tags: Vec<String>,
    /// Empty for any.
    pub(crate) statuses: Vec<u16>,
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
#[derive(Debug)]
pub(crate) struct Cause {
    /// `pack/replies/name`.
    pub(crate) id: String,
    /// The file that it was read from.
    pub(crate) path: String,
    /// Title, why and fix as they are shown without an answer.
    pub(crate) title: String,
    pub(crate) error_type: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) fix: Option<String>,
    /// The same, to be filled in.
    pub(crate) words: CauseWords,
    pub(crate) source: Option<String>,
    /// At least one.
    pub(crate) statuses: Vec<u16>,
    /// Those of them with which the answer alone is proof.
    pub(crate) settles: Vec<u16>,
    pub(crate) says: Vec<Says>,
    pub(crate) code: Vec<String>,
    /// Empty for any of the pack's hosts.
    pub(crate) hosts: Vec<usize>,
    pub(crate) when_no_rule_failed: bool,
    /// What must hold besides.
    pub(crate) when: Option<Check>,
    /// Whether that looks at the request.
    pub(crate) looks_at_request: bool,
    /// The hole that holds a value of the request.
    pub(crate) points_at: Option<String>,
    pub(crate) explains: Vec<crate::files::rule::ExampleText>,
    pub(crate) silent: Vec<crate::files::rule::ExampleText>,
}

/// The sentences of a cause.
#[derive(Clone, Debug)]
pub(crate) struct CauseWords {
    pub(crate) title: Sentence,
    pub(crate) why: Option<Sentence>,
    pub(crate) fix: Option<Sentence>,
}

impl ReplyForm {
    /// Whether it words the errors of an endpoint on a host that have a status; one that isn't known may be any.
    pub(crate) fn fits(
        &self,
        host: Option<usize>,
        endpoint: Option<(EndpointIx, &Endpoint)>,
        status: Option<u16>,
    ) -> bool {
        let status_fits = self.statuses.is_empty() || status.is_none_or(|status| self.statuses.contains(&status));
        let host_fits = self.hosts.is_empty() || host.is_some_and(|h| self.hosts.contains(&h));
        let endpoint_fits = self.endpoints.is_empty() || endpoint.is_some_and(|(i, _)| self.endpoints.contains(&i));
        let tags_fit =
            self.tags.is_empty() || endpoint.is_some_and(|(_, e)| self.tags.iter().any(|t| e.tags.contains(t)));
        host_fits && endpoint_fits && tags_fit && status_fits
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

/// A text as it is written between the quotes of a JSON string.
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
