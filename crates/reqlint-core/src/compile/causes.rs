//! What a pack says of answers: causes that only an answer shows, and facts that an answer holds.

use super::{Source, marks, replies};
use crate::api::catalogue::EndpointIx;
use crate::api::facts::{FactIx, FactSlot};
use crate::base::template::{Template, TemplatePiece};
use crate::check::Check;
use crate::check::scope::Scope;
use crate::files::pack::PackSpec;
use crate::files::reply::CauseSpec;
use crate::language::{Code, Located, Sink};
use crate::message::header_names::HeaderNames;
use crate::rules::pack::Pack;
use crate::rules::reply::{Cause, CauseWords};
use crate::rules::says::Says;
use crate::rules::sentence::Sentence;
use crate::subject::select::{Answer, Names, Selector};

/// Adds what a pack says of answers.
pub(super) fn of_answers(
    pack: &mut Pack,
    source: Source<'_>,
    facts: &[FactSlot],
    headers: &mut HeaderNames,
    sink: &mut Sink,
) {
    let spec = source.0;
    let mut schemes = std::mem::take(&mut pack.schemes);
    let endpoints: Vec<EndpointIx> =
        (0..pack.catalogue.endpoints.len()).filter_map(|at| u32::try_from(at).ok()).map(EndpointIx).collect();
    let mut causes: Vec<Cause> = Vec::new();
    for cause in &spec.causes {
        let says: Vec<Option<Says>> = cause.says.iter().map(|text| Says::compile(text, sink)).collect();
        let says: Option<Vec<Says>> = says.into_iter().collect();
        // those of a text with a mistake too, which is reported once
        let holes: Vec<String> = cause.says.iter().flat_map(|text| holes_of(&text.value)).collect();
        let mut scope = Scope {
            definitions: source.1,
            facts,
            catalogue: &pack.catalogue,
            endpoints: endpoints.clone(),
            place: cause.place,
            schemes: &mut schemes,
            headers: &mut *headers,
            sink: &mut *sink,
            holes: Some(&holes),
        };
        let words = words(cause, &mut scope);
        let when = cause.when.as_ref().map(|when| Check::compile(&when.value, &mut scope));
        if let Some(name) = cause.points_at.as_ref().filter(|_| says.is_some()) {
            scope.hole(name);
        }
        causes.extend(finished(spec, cause, pack, (says.unwrap_or_default(), words, when.flatten()), &causes, sink));
    }
    pack.causes = causes;
    for fact in &spec.facts {
        let Some(written) = &fact.answer else { continue };
        let whole = Located { value: format!("answer.{}", written.value), place: written.place };
        let mut scope = Scope {
            definitions: source.1,
            facts,
            catalogue: &pack.catalogue,
            endpoints: Vec::new(),
            place: written.place,
            schemes: &mut schemes,
            headers: &mut *headers,
            sink: &mut *sink,
            holes: Some(&[]),
        };
        let selector = scope.selector(&whole);
        let index = facts.iter().position(|slot| slot.name == fact.name.value).and_then(|at| u32::try_from(at).ok());
        pack.answers.extend(index.map(FactIx).zip(selector));
    }
    pack.schemes = schemes;
}

/// The names in the braces of a text.
fn holes_of(text: &str) -> Vec<String> {
    let (template, _) = Template::scan(text);
    let name = |piece: &TemplatePiece| match piece {
        TemplatePiece::Name { name, .. } => Some(name.clone()),
        TemplatePiece::Text(_) => None,
    };
    template.pieces().iter().filter_map(name).collect()
}

fn words(cause: &CauseSpec, scope: &mut Scope<'_>) -> CauseWords {
    let mut sentence = |text: &Option<Located<String>>| text.as_ref().map(|text| Sentence::compile(text, scope));
    let (why, fix) = (sentence(&cause.why), sentence(&cause.fix));
    CauseWords { title: Sentence::compile(&cause.title, scope), why, fix }
}

/// The cause, unless something of its file is wrong, which is reported.
fn finished(
    spec: &PackSpec,
    cause: &CauseSpec,
    pack: &Pack,
    (says, words, when): (Vec<Says>, CauseWords, Option<Check>),
    others: &[Cause],
    sink: &mut Sink,
) -> Option<Cause> {
    let id = format!("{}/replies/{}", spec.name, cause.id);
    if others.iter().any(|other| other.id == id) {
        sink.error(Code::DuplicateName, cause.place, format!("two reply files are named `{}`", cause.id), None);
    }
    for (list, what) in [(&cause.explains, "explains"), (&cause.silent, "silent")] {
        if list.is_empty() {
            let help = format!("add [[example]] with {what} = '''…'''");
            let message = format!("this reply file has no example with `{what}`");
            sink.error(Code::MissingExample, cause.place, message, Some(help));
        }
    }
    for status in &cause.statuses {
        marks::covers(spec, status.value, status.place, true, sink);
    }
    proof(cause, when.as_ref(), sink);
    let hosts = replies::hosts(&cause.hosts, pack, sink);
    if sink.is_broken(cause.place) {
        sink.leave_out(id);
        return None;
    }
    Some(Cause {
        id,
        path: cause.path.clone(),
        title: words.title.bare(),
        error_type: cause.error_type.clone(),
        why: words.why.as_ref().map(Sentence::bare),
        fix: words.fix.as_ref().map(Sentence::bare),
        words,
        source: cause.source.clone().or_else(|| spec.default_source.clone()),
        statuses: cause.statuses.iter().map(|status| status.value).collect(),
        settles: cause.settles.iter().map(|status| status.value).collect(),
        says,
        code: cause.code.clone(),
        hosts,
        when_no_rule_failed: cause.when_no_rule_failed,
        looks_at_request: when.as_ref().is_some_and(looks_at_request),
        when,
        points_at: cause.points_at.as_ref().map(|name| name.value.clone()),
        explains: cause.explains.clone(),
        silent: cause.silent.clone(),
    })
}

/// Reports a status of `settles` where the answer has nothing but it, and one that no `silent` example has.
fn proof(cause: &CauseSpec, when: Option<&Check>, sink: &mut Sink) {
    let Some(first) = cause.settles.first() else { return };
    // a `when` with a mistake is reported itself
    let is_shown = match (when, &cause.when) {
        (Some(when), _) => rests_on_answer(when, false),
        (None, written) => written.is_some(),
    };
    if cause.says.is_empty() && cause.code.is_empty() && !is_shown {
        let help = "add `says` or `code`, or a `when` that tests the headers or the body of the answer";
        let message = "`settles` needs more of the answer than its status";
        sink.error(Code::MissingKey, first.place, message, Some(help.to_owned()));
    }
    // a file without any is reported itself
    for status in cause.settles.iter().filter(|_| !cause.silent.is_empty()) {
        if !cause.silent.iter().any(|example| is_answered(&example.text, status.value)) {
            let message = format!("`settles` has {0}, and no `silent` example is answered {0}", status.value);
            let help = format!("add an exchange with another answer {} to `silent`", status.value);
            sink.error(Code::MissingExample, status.place, message, Some(help));
        }
    }
}

/// Whether the text of an exchange has an answer of this status.
fn is_answered(text: &str, status: u16) -> bool {
    let answered = |line: &str| line.trim_start().strip_prefix("HTTP/")?.split_whitespace().nth(1)?.parse().ok();
    text.lines().any(|line| answered(line) == Some(status))
}

/// Whether a check tests, however it passes (`negated`: fails), what the answer has besides its status.
fn rests_on_answer(check: &Check, negated: bool) -> bool {
    let rests = |check: &Check| rests_on_answer(check, negated);
    match (check, negated) {
        (Check::All(checks), false) | (Check::Any(checks), true) => checks.iter().any(rests),
        (Check::Any(checks), false) | (Check::All(checks), true) => checks.iter().all(rests),
        (Check::Not(check), _) => rests_on_answer(check, !negated),
        (Check::ValueCheck(check), _) => {
            matches!(&check.of, Selector::Answer(part) if !matches!(part, Answer::Status))
        }
        _ => false,
    }
}

/// Whether a check looks at anything of the request, and not at the answer alone.
fn looks_at_request(check: &Check) -> bool {
    match check {
        Check::All(checks) | Check::Any(checks) => checks.iter().any(looks_at_request),
        Check::Not(check) => looks_at_request(check),
        Check::ValueCheck(check) => !matches!(
            check.of,
            Selector::Answer(_) | Selector::Hole(_) | Selector::Now | Selector::Fact(_) | Selector::Attribute(_)
        ),
        Check::FactCheck(_) => false,
        _ => true,
    }
}
