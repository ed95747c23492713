//! What marks answers below 400 as errors, proved by bodies of both sorts.

use crate::api::catalogue::{Step, steps};
use crate::base::literal::Literal;
use crate::files::mark::MarkSpec;
use crate::files::pack::PackSpec;
use crate::language::{Code, Located, Sink, SourceSpan};
use crate::rules::mark::{Mark, Marks};

pub(crate) fn marks(spec: &PackSpec, sink: &mut Sink) -> Vec<Mark> {
    spec.marks.iter().filter_map(|mark| one(mark, sink)).collect()
}

fn one(spec: &MarkSpec, sink: &mut Sink) -> Option<Mark> {
    let mut member = |name: &Option<Located<String>>| name.as_ref().map(|name| path(name, sink));
    let (marked, code, message) = (member(&spec.member), member(&spec.code), member(&spec.message));
    if spec.member.is_none() && spec.text.is_none() {
        let help = "add member = \"error\", or text = \"…\"".to_owned();
        sink.error(Code::MissingKey, spec.place, "expected `member` or `text`, which marks an error", Some(help));
        return None;
    }
    if let (Some(first), None) = (spec.equals.as_ref().or(spec.unless.as_ref()), &spec.member) {
        let help = "add member = \"…\"".to_owned();
        sink.error(
            Code::MissingKey,
            first.place,
            "`equals` and `unless` are about a `member`, and there is none",
            Some(help),
        );
        return None;
    }
    if let (Some(_), Some(unless)) = (&spec.equals, &spec.unless) {
        let help = "keep one of them".to_owned();
        sink.error(Code::InvalidReply, unless.place, "`equals` and `unless` exclude each other", Some(help));
        return None;
    }
    let marks = match (&spec.equals, &spec.unless) {
        (Some(values), _) => Marks::Equals(all(&values.value)),
        (None, Some(values)) => Marks::Unless(all(&values.value)),
        (None, None) => Marks::Filled,
    };
    let member = match marked {
        Some(steps) => Some((steps?, marks)),
        None => None,
    };
    let text = spec.text.as_ref().map(|text| text.value.clone());
    let mark = Mark { status: spec.status, member, text, code: code.flatten(), message: message.flatten() };
    let examples = [(&spec.errors, true), (&spec.successes, false)];
    for (body, is_error) in examples.into_iter().flat_map(|(list, is)| list.iter().map(move |body| (body, is))) {
        prove(&mark, body, is_error, sink);
    }
    Some(mark)
}

/// Reports a body that isn't what it is listed as.
fn prove(mark: &Mark, body: &Located<String>, is_error: bool, sink: &mut Sink) {
    let (message, help) = match (is_error, mark.marks(body.value.as_bytes())) {
        (true, false) => {
            ("this body is listed as an error, and nothing marks it as one", "correct the body, or what marks an error")
        }
        (false, true) => (
            "this body is listed as a success, and is marked as an error",
            "narrow down what marks an error: `equals`, `unless`",
        ),
        _ => return,
    };
    sink.error(Code::InvalidReply, body.place, message, Some(help.to_owned()));
}

fn path(name: &Located<String>, sink: &mut Sink) -> Option<Vec<Step>> {
    steps(name).map_err(|message| sink.error(Code::InvalidMember, name.place, message, None)).ok()
}

fn all(value: &Literal) -> Vec<Literal> {
    match value {
        Literal::List(values) => values.clone(),
        one => vec![one.clone()],
    }
}

/// Reports a status below 400 that no entry of the pack covers, and one of a rule without the API's name for the error.
pub(super) fn covers(spec: &PackSpec, status: u16, place: SourceSpan, has_type: bool, sink: &mut Sink) {
    if status >= 400 {
        return;
    }
    if !spec.marks.iter().any(|mark| mark.status == status) {
        let message = format!("{status} is not an error status, and the pack has no [[answer-is-error]] for it");
        let help = format!(
            "write a status from 400 to 599, or add [[answer-is-error]] with status = {status} and what marks an error to pack.toml"
        );
        sink.error(Code::InvalidStatus, place, message, Some(help));
    } else if !has_type {
        let help = "add error-type = \"…\", the name that the answer has for the error".to_owned();
        sink.error(Code::MissingKey, place, format!("a rule with the status {status} needs `error-type`"), Some(help));
    }
}
