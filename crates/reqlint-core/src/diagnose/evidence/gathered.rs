//! Causes that the answer itself shows, without a rule of the API: what it names in the request, and what is known of any
//! answer of its kind.
//!
//! A cause is confirmed only if two sources agree: the answer says it, and the request shows it. One alone makes it possible.

mod absent;
mod access;
mod agreement;
mod alone;
mod body;
mod credentials;
mod draft;
mod fields;
mod forgery;
mod gateway;
mod general;
mod graphql;
mod headers;
mod limits;
mod lists;
mod media;
mod methods;
mod preconditions;
mod said;
mod server;
mod shell;
mod size;
mod swallowed;
mod transport;
mod unsent;
mod upload;
mod value;

pub(super) use general::checklist as of_status;

use draft::Draft;
use said::Said;

use super::answer::Answer;
use super::answered_by::Writer;
use super::causes::Cause;
use super::claims::{Claim, Name, Names, claims};
use super::echo::Echo;
use super::held::Held;
use super::observed::AnswerForm;
use crate::base::finding::{Finding, Resolved, Severity};
use crate::base::time::Time;
use crate::message::exchange::Exchange;
use crate::rules::shape::Shape;

/// A request and the answer to it, taken apart.
struct Evidence<'e> {
    exchange: &'e Exchange<'e>,
    /// The findings of the rules.
    resolved: &'e Resolved,
    answer: Answer<'e>,
    /// The program that wrote the answer, where it is known.
    writer: Option<&'e Writer>,
    names: Names,
    claims: Vec<Claim>,
    /// After how many seconds the answer says that sending again may help.
    retry_after: Option<u64>,
    echo: Echo<'e>,
    /// Whether a person told what the answer was.
    is_told: bool,
}

/// The causes that an answer shows, best first. Where the pack explains an answer that it can read, its words are the pack's
/// to interpret.
pub(super) fn causes(held: &Held<'_>, shapes: &[&Shape], is_explained: bool) -> Vec<Cause> {
    let Held { exchange, observed, resolved, masked, .. } = *held;
    if observed.status < 300 && !observed.is_error {
        return Vec::new();
    }
    let answer = Answer::of(observed, exchange);
    let names = Names::of(exchange);
    // the answer may repeat a secret of the request, which no sentence may show
    let echo = Echo::of(exchange, masked);
    let claims = claims(&answer, shapes, &names).into_iter().map(|claim| claim.hidden(&echo)).collect();
    let retry_after = observed.retry_after;
    let evidence = Evidence {
        exchange,
        resolved,
        answer,
        writer: observed.engine.as_ref(),
        names,
        claims,
        retry_after,
        echo,
        is_told: observed.form == AnswerForm::Told,
    };
    let mut drafts = Vec::new();
    if observed.is_error {
        // what the sender's shell did to the request comes before what followed from it
        drafts.extend(shell::drafts(&evidence));
        drafts.extend(transport::drafts(&evidence));
        drafts.extend(forgery::drafts(&evidence));
        drafts.extend(media::drafts(&evidence));
        drafts.extend(upload::drafts(&evidence));
        drafts.extend(size::drafts(&evidence));
        drafts.extend(limits::drafts(&evidence));
        drafts.extend(gateway::drafts(&evidence));
        drafts.extend(swallowed::draft(&evidence));
        drafts.extend(credentials::drafts(&evidence));
        drafts.extend(access::anonymous(&evidence));
        drafts.extend(preconditions::drafts(&evidence));
        if alone::is_alone(&evidence) {
            drafts.extend(alone::drafts(&evidence));
        } else {
            drafts.extend(fields::drafts(&evidence));
            drafts.extend(body::drafts(&evidence));
        }
    }
    // who is asked for credentials isn't asked about a body, unless the answer names a member of it
    let is_about_access = observed.about == 401
        && !evidence.claims.iter().any(|claim| claim.leaf().is_some())
        && !evidence.answer.says(&["body", "json", "content-type", "media type"]);
    drafts.retain(|draft| !(is_about_access && draft.is_inside_body()));
    drafts.extend(methods::drafts(&evidence));
    let is_known = observed.form == AnswerForm::Known;
    let is_read = is_known && is_explained;
    if observed.is_error {
        let said = Said::of(&evidence);
        // a mistake that gets this very status comes before what may be one
        if drafts.is_empty() && (is_read || !said.is_telling()) && !evidence.fails_with_status() {
            drafts.extend(media::silent(&evidence));
        }
        // a page for browsers knows nothing of the API's credentials, and the API has a path that its pack documents
        let is_documented = is_known && observed.about == 404 && resolved.endpoint.is_some();
        let is_foreign = is_read || is_documented || observed.form == AnswerForm::Html && observed.about == 401;
        let is_open = observed.about == 401 || !said.is_telling() || access::says_no_route(&evidence);
        if drafts.is_empty() && !is_foreign && is_open {
            drafts.extend(access::draft(&evidence).map(|draft| said.added_to(&evidence, draft)));
        }
        // the answer's words are shown already where its form is known
        let is_news = |draft: &Draft| !is_known || draft.fixes();
        let own = said::draft(&evidence, &drafts).filter(|draft| !is_read && is_news(draft));
        let beside = said.beside(&evidence, &drafts).filter(|_| own.is_none() && !is_read);
        if let (Some(first), Some(beside)) = (drafts.first_mut(), beside) {
            first.add(beside);
        }
        drafts.extend(own);
        drafts.extend(server::draft(&evidence).filter(|_| !is_read && !said.is_telling()));
    }
    // a proxy doesn't look into bodies for what is behind it
    let is_proxy = evidence.writer.is_some_and(|writer| writer.is_proxy);
    drafts.retain(|draft| !(is_proxy && draft.is_inside_body()));
    let is_anothers = agreement::is_anothers(&evidence);
    let mut causes: Vec<Cause> = Vec::new();
    for draft in drafts {
        let draft = if is_anothers { draft.confirmed_if(false) } else { draft };
        let cause = draft.cause(observed.status);
        if !causes.iter().any(|other| other.title == cause.title) {
            causes.push(cause);
        }
    }
    causes.sort_by_key(|cause| cause.verdict);
    causes
}

impl<'e> Evidence<'e> {
    /// A text of the answer or a value of the request, as it may be shown.
    fn shown(&self, text: &str) -> String {
        self.echo.hide(text)
    }

    fn method(&self) -> &'e [u8] {
        &self.exchange.request.method
    }

    /// Whether the request changes something.
    fn is_unsafe(&self) -> bool {
        matches!(self.method(), b"POST" | b"PUT" | b"PATCH" | b"DELETE")
    }

    fn status_is(&self, any: &[u16]) -> bool {
        any.contains(&self.answer.status)
    }

    /// A header of the request.
    fn header(&self, name: &str) -> Option<&Name> {
        self.names.header(name)
    }

    /// Whether the request surely has no such header.
    fn lacks(&self, name: &str) -> bool {
        self.exchange.shows.header(&name.to_ascii_lowercase()) && self.header(name).is_none()
    }

    fn now(&self) -> Option<Time> {
        self.exchange.now
    }

    /// Whether a rule of severity error failed whose status is that of the answer.
    fn fails_with_status(&self) -> bool {
        let is_own =
            |finding: &Finding| finding.severity == Severity::Error && finding.status == Some(self.answer.status);
        self.resolved.findings.iter().any(is_own)
    }

    /// Whether a rule failed.
    fn has_failed(&self, id: &str) -> bool {
        self.resolved.findings.iter().any(|finding| finding.rule.split_once('/').is_some_and(|(_, name)| name == id))
    }
}
