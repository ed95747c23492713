//! For each kind of check, the condition under which it may be skipped.

use super::goal::Goal;
use super::parts::Site;
use super::skip::{Own, Skip};
use super::value;
use crate::api::catalogue::Accepts;
use crate::check::Check;
use crate::check::kinds::body_format::BodyFormat;
use crate::message::body::Syntax;
use std::sync::Arc;

/// The condition under which a part of a rule's check may be skipped. What several checks ask may be asked of more than each
/// needs, so that it is asked once.
pub(super) fn condition(check: &Check, own: Own, site: Site<'_>) -> Skip {
    match check {
        Check::HeaderRequired(check) => Skip::Filled(check.header.clone()),
        // a value that follows a template is in no quotes that it shouldn't be in, and has nothing around it
        Check::HeaderSyntax(check) if !check.templates.is_empty() => {
            Skip::Follows(check.header.clone(), Arc::clone(&check.templates))
        }
        Check::HeaderForm(_) => Skip::HeaderForm,
        Check::Encoding(check) => Skip::Encoding(check.of_all_characters()),
        Check::Size(check) => Skip::Size(*check),
        Check::KnownEndpoint(_) | Check::ExactCase(_) | Check::NoTrailingSlash(_) | Check::AllowedMethod(_) => {
            Skip::Route
        }
        Check::BodyFormat(check) => body_format(check, site),
        Check::RequiredFields(_)
        | Check::FilledFields(_)
        | Check::FieldValues(_)
        | Check::KnownFields(_)
        | Check::FieldGroups(_)
        | Check::FieldVariants(_) => Skip::Fields,
        Check::ValueCheck(check) => {
            let by_text =
                if value::has_plain_text(check) { Skip::Passes(own) } else { Skip::Reaches(own, Goal::Quiet) };
            value::condition(check, site).unwrap_or(by_text)
        }
        Check::FactCheck(check) => value::condition(check.value(), site).unwrap_or(Skip::Passes(own)),
        Check::UrlForm(_) | Check::SentAsTyped(_) | Check::HeaderSyntax(_) => Skip::Passes(own),
        Check::Not(check) => value::unmet(check).unwrap_or(Skip::Reaches(own, Goal::Quiet)),
        Check::Framing(_) | Check::All(_) | Check::Any(_) => Skip::Reaches(own, Goal::Quiet),
    }
}

fn body_format(check: &BodyFormat, site: Site<'_>) -> Skip {
    let accepts = site.endpoint().map(|endpoint| endpoint.accepts.as_slice()).unwrap_or_default();
    let accepted = Skip::Accepted { json: accepts.contains(&Accepts::Syntax(Syntax::Json)) };
    let looks_inside = check.syntax || check.shape;
    match check {
        _ if !check.media_type || accepts.is_empty() => Skip::Body,
        _ if looks_inside => Skip::All([Skip::Body, accepted].into()),
        _ => accepted,
    }
}
