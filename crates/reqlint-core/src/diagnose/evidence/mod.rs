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
mod gathered;
mod general;
mod graphql;
mod headers;
mod limits;
mod lists;
mod media;
mod methods;
mod preconditions;
mod received;
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
use gathered::Evidence;
use said::Said;

use super::answer::AnswerForm;
use super::causes::Cause;
use super::held::Held;
use crate::rules::shape::Shape;

/// The causes that an answer shows, best first. Where the pack explains an answer that it can read, its words are the pack's
/// to interpret.
pub(super) fn causes(held: &Held<'_>, shapes: &[&Shape], is_explained: bool) -> Vec<Cause> {
    let Held { observed, resolved, .. } = *held;
    if observed.status < 300 && !observed.is_error {
        return Vec::new();
    }
    let evidence = Evidence::of(held, shapes);
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
