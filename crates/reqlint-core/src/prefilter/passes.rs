//! Checks that are asked one by one whether they pass, where no condition settles several of them.

use super::text;
use crate::base::bytes;
use crate::check::Check;
use crate::check::kinds::header_syntax::HeaderSyntax;
use crate::check::kinds::url_form::UrlForm;
use crate::subject::Subject;

/// Whether a check may be skipped; with `only_failures` also where it may be unknown.
pub(super) fn passes(check: &Check, subject: &Subject<'_>, only_failures: bool) -> bool {
    match check {
        Check::HeaderSyntax(check) => has_plain_value(check, subject),
        Check::SentAsTyped(_) => subject.exchange.changes.is_empty(),
        Check::UrlForm(check) => url_form(check, subject, only_failures),
        Check::ValueCheck(check) => text::passes(check, subject, only_failures),
        Check::FactCheck(check) => text::passes(check.value(), subject, only_failures),
        // each has a condition of its own
        _ => false,
    }
}

/// Whether a header has one line, without quotes and placeholders, as its bytes show.
fn has_plain_value(check: &HeaderSyntax, subject: &Subject<'_>) -> bool {
    let is_plain = |value: &[u8]| !bytes::any(value, |block| block.at_least(0x80) | block.one_of(*b"\"'`*<${"));
    check.templates.is_empty() && subject.only_line(&check.header).is_some_and(is_plain)
}

fn url_form(check: &UrlForm, subject: &Subject<'_>, only_failures: bool) -> bool {
    let [scheme, port, empty_segment, encoded_slash, fragment, credentials] = check.tests;
    let (request, shows, target) = (&subject.exchange.request, subject.exchange.shows, subject.target);
    let path = || subject.slice(&target.path);
    let is_bare = || !bytes::any(subject.host.sent(subject.exchange), |block| block.one_of(*b":@"));
    let may_be_skipped = [
        !scheme || only_failures && target.scheme.is_none() && request.scheme.is_none(),
        !port || is_bare(),
        !empty_segment || !target.has_empty_segment(&request.target),
        !encoded_slash || (only_failures || shows.raw_target) && memchr::memchr(b'%', path()).is_none(),
        !fragment || target.fragment.is_none() && (only_failures || shows.fragment),
        !credentials || target.credentials.is_none() && is_bare(),
    ];
    may_be_skipped.into_iter().all(|test| test)
}
