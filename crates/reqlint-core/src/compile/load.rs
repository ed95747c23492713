//! Loading: packs, and the project that uses them, become a rule set; beside it every diagnostic.

use crate::api::facts::Facts;
use crate::compile::project::Project;
use crate::compile::{self, Compiled};
use crate::files::pack::{self as read, PackSource};
use crate::files::project::ProjectSpec;
use crate::language::gate::GateSettings;
use crate::language::source::SourceSettings;
use crate::language::{Collected, Diagnostic, Diagnostics, Sink};
use crate::rules::lazy_pack::LazyPack;
use crate::rules::rule_set::RuleSet;
use std::sync::Arc;

/// The result of a load: the valid rules, and what is wrong with the others.
///
/// A rule is valid if there is no error in its file, nor in the definition of a name that it uses.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The packs, with every valid rule.
    pub rules: RuleSet,
    /// All errors, with their places; and all files, including those without an error.
    pub errors: Diagnostics,
    /// What is accepted but should be written differently. Files are those of `errors`.
    pub hints: Vec<Diagnostic>,
    /// The rules that can't be run, `pack/id`, in the order of their files.
    pub left_out: Vec<String>,
    /// The packs with an error in `pack.toml` or in their endpoints, on which all their rules rest.
    pub broken_packs: Vec<String>,
    /// The facts that the project knows.
    pub known: Facts,
    /// The sources of facts that a server opens for the project, in the order in which they are asked.
    pub sources: Vec<SourceSettings>,
    /// What the project decides for a server's layer.
    pub gate: GateSettings,
}

impl Loaded {
    /// Reads and compiles packs. An error in one file leaves the others usable.
    #[must_use]
    pub fn from(sources: Vec<PackSource>) -> Self {
        Self::of(Project::default(), sources)
    }

    /// Reads and compiles the packs of a project, with its settings.
    #[must_use]
    pub fn of(project: Project, sources: Vec<PackSource>) -> Self {
        let Project { spec, mut sink, is_elsewhere, runs_notes, servers } = project;
        let specs: Vec<_> = sources.into_iter().filter_map(|source| read::read(source, &mut sink)).collect();
        let answering = compile::answering(servers, &spec.servers, &mut sink);
        let mut weighed = compile::weigh(specs, &answering, &mut sink);
        let at_hosts = weighed.at_hosts.iter_mut().map(|at| &mut at.specs);
        for specs in at_hosts.chain(&mut weighed.as_written).chain([&mut weighed.specs]) {
            compile::change_severities(&spec, specs, is_elsewhere, &mut sink);
        }
        let Compiled { mut packs, facts, headers, others } = compile::compile(&weighed, runs_notes, &mut sink);
        let exceptions = compile::exceptions(&spec, &weighed.specs, &mut packs, is_elsewhere, &mut sink);
        packs.iter_mut().for_each(|pack| pack.catalogue.names.add(&spec.secrets));
        let packs = packs.into_iter().map(LazyPack::from).collect();
        let rules = RuleSet::of((packs, others), facts.into(), headers, exceptions);
        Self::with(rules, &spec, is_elsewhere, sink)
    }

    /// Rules, and what their project says beside them.
    pub(super) fn with(mut rules: RuleSet, spec: &ProjectSpec, is_elsewhere: bool, mut sink: Sink) -> Self {
        rules.names = Arc::new(spec.secrets.clone());
        let known = compile::known_facts(spec, rules.facts(), &mut sink);
        let sources = compile::sources(&spec.sources, &rules, is_elsewhere, &mut sink);
        let gate = compile::gate(&spec.gate, &rules, is_elsewhere, &mut sink);
        let Collected { errors, hints, left_out, broken_packs } = sink.finish();
        Self { rules, errors, hints, left_out, broken_packs, known, sources, gate }
    }

    /// The rules, if there is no error.
    ///
    /// # Errors
    /// All errors in all files, with their places.
    pub fn into_rules(self) -> Result<RuleSet, Diagnostics> {
        if self.errors.is_empty() { Ok(self.rules) } else { Err(self.errors) }
    }
}

impl RuleSet {
    /// Reads and compiles packs, all or nothing. [`Loaded`] has the valid rules beside the errors.
    ///
    /// # Errors
    /// All errors in all files, with their places.
    pub fn load(sources: Vec<PackSource>) -> Result<Self, Diagnostics> {
        Loaded::from(sources).into_rules()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::SourceFile;

    const EXAMPLES: &str = "[[example]]\nfail = 'GET /'\npass = 'GET /'\n";

    fn load(files: &[(&str, String)]) -> Loaded {
        let file = |(path, text): &(&str, String)| SourceFile { path: format!("p/{path}"), text: text.clone() };
        Loaded::from(vec![PackSource { name: "p".into(), root: "p".into(), files: files.iter().map(file).collect() }])
    }

    fn rule(header: &str, more: &str) -> String {
        let check = format!("[check.header-required]\nheader = '{header}'\n");
        format!("title = 'T'\nstatus = 400\n{more}{check}{EXAMPLES}")
    }

    #[test]
    fn a_broken_rule_takes_no_other_with_it() {
        let loaded = load(&[
            ("pack.toml", "title = 'P'\n".into()),
            ("a.toml", rule("A", "unless-failed = ['b', 'c']\n")),
            ("b.toml", rule("B", "heder = 1\n")),
            ("c.toml", rule("C", "")),
        ]);
        let ids: Vec<_> = loaded.rules.rules().map(|rule| rule.id().to_owned()).collect();
        assert_eq!(ids, ["p/c", "p/a"], "in order of precedence");
        assert_eq!(loaded.left_out, ["p/b"]);
        assert_eq!(loaded.errors.list.len(), 1, "{}", loaded.errors);
        let waits: Vec<_> = loaded.rules.packs[0].rules.iter().map(|rule| rule.waits.len()).collect();
        assert_eq!(waits, [0, 1]);
    }

    #[test]
    fn a_definition_that_is_wrong_is_said_once() {
        let check = "[check.value]\nof = 'query.x'\nis = 'account'\n";
        let loaded = load(&[
            ("pack.toml", "title = 'P'\n[pattern.account]\nregex = '['\nsays = 'x'\n".into()),
            ("a.toml", format!("title = 'T'\nstatus = 400\n{check}{EXAMPLES}")),
            ("b.toml", rule("B", "")),
        ]);
        assert_eq!(loaded.errors.list.len(), 1, "{}", loaded.errors);
        assert_eq!(loaded.left_out, ["p/a"]);
        assert_eq!(loaded.rules.rules().count(), 1);
    }
}
