//! What must not load: rules that would silently never run (docs/language.md#what-is-proved-at-load).

use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::check::CheckSpec;
use crate::check::operator::{OperatorName, RightSpec};
use crate::files::pack::PackSpec;
use crate::files::rule::RuleSpec;
use crate::language::{Code, Located, Sink};
use std::collections::BTreeMap;

/// Reports equal ids, equal rules, and cycles of `unless-failed`.
pub(crate) fn of_rules(spec: &PackSpec, sink: &mut Sink) {
    let mut ids: BTreeMap<&str, &RuleSpec> = BTreeMap::new();
    let mut checks: BTreeMap<&str, &RuleSpec> = BTreeMap::new();
    for rule in &spec.rules {
        if let Some(first) = ids.insert(&rule.id, rule) {
            let message = format!("two rules have the id `{}`: {} and {}", rule.id, first.path, rule.path);
            sink.error(Code::DuplicateName, rule.place, message, Some("rename one of the files".into()));
        }
        if let Some(check) = &rule.check
            && let Some(first) = checks.insert(&rule.fingerprint, rule)
            && first.id != rule.id
        {
            let message = format!("this rule has the same `applies-to` and check as `{}`", first.id);
            let help = "both would always fail together: keep one".to_owned();
            sink.error(Code::DuplicateRule, check.place, message, Some(help));
        }
    }
    for rule in &spec.rules {
        check_cycle(rule, &ids, &spec.name, sink);
    }
}

fn check_cycle(start: &RuleSpec, ids: &BTreeMap<&str, &RuleSpec>, pack: &str, sink: &mut Sink) {
    let mut path = vec![start.id.as_str()];
    let mut open: Vec<&RuleSpec> = vec![start];
    while let Some(rule) = open.pop() {
        for name in &rule.unless_failed {
            let id = name.value.strip_prefix(&format!("{pack}/")).unwrap_or(&name.value);
            if id == start.id {
                let message = if rule.id == start.id {
                    "a rule can't wait for itself".to_owned()
                } else {
                    format!("cycle in `unless-failed`: `{}` waits for itself through `{}`", start.id, rule.id)
                };
                sink.error(Code::Cycle, name.place, message, Some("remove one of the names".into()));
                return;
            }
            if let Some(next) = ids.get(id)
                && !path.contains(&id)
            {
                path.push(&next.id);
                open.push(next);
            }
        }
    }
}

/// Reports a `when` that compares one selector with two constants: it can never pass.
pub(crate) fn of_when(when: &Located<CheckSpec>, sink: &mut Sink) {
    constants(&when.value, &mut Vec::new(), sink);
}

/// Collects what must be equal to a constant where all of a check must pass.
fn constants<'w>(check: &'w CheckSpec, known: &mut Vec<(String, &'w Literal)>, sink: &mut Sink) {
    let (of, operators) = match check {
        CheckSpec::All(checks) => return checks.iter().for_each(|check| constants(&check.value, known, sink)),
        CheckSpec::ValueCheck((of, operators)) => (of.value.clone(), operators),
        CheckSpec::FactCheck((name, operators)) => (format!("fact.{}", name.value), operators),
        // every kind by name, so that a new one has to say whether it compares
        CheckSpec::HeaderRequired(_)
        | CheckSpec::HeaderSyntax(_)
        | CheckSpec::HeaderForm(_)
        | CheckSpec::Framing(_)
        | CheckSpec::Encoding(_)
        | CheckSpec::Size(_)
        | CheckSpec::UrlForm(_)
        | CheckSpec::SentAsTyped(_)
        | CheckSpec::KnownEndpoint(_)
        | CheckSpec::ExactCase(_)
        | CheckSpec::NoTrailingSlash(_)
        | CheckSpec::AllowedMethod(_)
        | CheckSpec::BodyFormat(_)
        | CheckSpec::RequiredFields(_)
        | CheckSpec::FilledFields(_)
        | CheckSpec::FieldValues(_)
        | CheckSpec::KnownFields(_)
        | CheckSpec::FieldGroups(_)
        | CheckSpec::FieldVariants(_)
        | CheckSpec::Any(_)
        | CheckSpec::Not(_) => return,
    };
    for operator in &operators.list {
        let (OperatorName::Equals, RightSpec::Literal(literal)) = (operator.name, &operator.right) else { continue };
        if known.iter().any(|(name, other)| *name == of && *other != literal) {
            let message = format!("`{of}` can't equal two values: this rule would never run");
            sink.error(Code::NeverRuns, operator.place, message, Some("use one-of".into()));
        }
        known.push((of.clone(), literal));
    }
}

/// Reports an unknown name of a rule.
pub(crate) fn unknown_rule<'a>(name: &Located<String>, known: impl IntoIterator<Item = &'a str>, sink: &mut Sink) {
    // a path of a rule file names its rule
    let id = name.value.rsplit('/').next().unwrap_or(&name.value).trim_end_matches(".toml");
    if !sink.suppression.may_be_defined(id) {
        sink.error(Code::UnknownRule, name.place, format!("unknown rule `{}`", name.value), suggest(id, known));
    }
}
