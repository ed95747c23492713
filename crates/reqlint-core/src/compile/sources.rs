//! What a project's sources of facts are asked: facts and selectors are looked up here.

use super::decisions::unknown_fact;
use crate::base::template::{Template, TemplateError, TemplatePiece};
use crate::files::sources::{FromSpec, QuestionsSpec, SourceSpec};
use crate::language::source::{SourceKind, SourceSettings};
use crate::language::{Code, Located, Sink};
use crate::rules::rule_set::RuleSet;

/// The sources of a project. Unknown names are reported; selectors only if the packs are those of the project.
pub(crate) fn sources(
    specs: &[SourceSpec],
    rules: &RuleSet,
    is_elsewhere: bool,
    sink: &mut Sink,
) -> Vec<SourceSettings> {
    let mut asking = Asking { rules, checks_selectors: !is_elsewhere && sink.suppression.knows_all_names(), sink };
    let source = |spec: &SourceSpec| SourceSettings {
        kind: match &spec.from {
            FromSpec::Sql { database, ask } => {
                SourceKind::Sql { database: database.clone(), ask: asking.questions(ask, Template::scan_query) }
            }
            FromSpec::Http { ask } => SourceKind::Http { ask: asking.questions(ask, Template::scan) },
            FromSpec::File { path } => SourceKind::File { path: path.clone() },
        },
        keep: spec.keep,
        keep_failure: spec.keep_failure,
        time_limit: spec.time_limit,
        refuses_when_failing: spec.refuses_when_failing,
        refuses_when_missing: spec.refuses_when_missing,
        refuses_when_unaskable: spec.refuses_when_unaskable,
    };
    specs.iter().map(source).collect()
}

struct Asking<'a> {
    rules: &'a RuleSet,
    /// Not if packs couldn't be read completely.
    checks_selectors: bool,
    sink: &'a mut Sink,
}

impl Asking<'_> {
    fn questions(
        &mut self,
        specs: &[QuestionsSpec],
        scan: fn(&str) -> (Template, Vec<TemplateError>),
    ) -> Vec<(String, Template)> {
        let mut all = Vec::new();
        for (fact, questions) in specs {
            let declared = self.rules.fact_slots();
            if !declared.iter().any(|slot| slot.name == fact.value) {
                unknown_fact(fact, declared, self.sink);
            }
            for question in questions {
                let (template, errors) = scan(&question.value);
                for TemplateError { message, help, range } in errors {
                    self.sink.error(Code::InvalidTemplate, question.place.inside(range), message, help);
                }
                self.selectors(question, &template);
                all.push((fact.value.clone(), template));
            }
        }
        all
    }

    fn selectors(&mut self, question: &Located<String>, template: &Template) {
        for piece in template.pieces().iter().filter(|_| self.checks_selectors) {
            if let TemplatePiece::Name { name, range } = piece
                && let Err(unknown) = self.rules.probe(name)
            {
                self.sink.error(
                    Code::UnknownSelector,
                    question.place.inside(range.clone()),
                    unknown.message,
                    unknown.help,
                );
            }
        }
    }
}
