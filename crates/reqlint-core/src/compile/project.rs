//! A project: what a `reqlint.toml` says, for the hosts that find the file and the packs that it names.

use crate::base::near::suggest;
use crate::base::time::Time;
use crate::compile::sources;
use crate::files::pack::{PackSource, open};
use crate::files::project::{ProjectSpec, read};
use crate::files::servers::NamedServers;
use crate::language::source::SourceSettings;
use crate::language::{Code, Collected, Diagnostic, Diagnostics, Located, Sink, SourceFile};
use crate::rules::rule_set::RuleSet;
use std::fmt;

/// What a `reqlint.toml` says, as far as it can be known without the rules.
///
/// The default is that of a folder without one. Its errors are reported together with those of the rule files, by
/// [`crate::Loaded::of`].
#[derive(Default)]
pub struct Project {
    pub(crate) spec: ProjectSpec,
    pub(crate) sink: Sink,
    /// Whether other folders replace those named, so that names of other packs mean nothing.
    pub(crate) is_elsewhere: bool,
    /// Whether rules of severity note are evaluated.
    pub(crate) runs_notes: bool,
    /// The servers that a person names in place of the project's.
    pub(crate) servers: NamedServers,
}

impl Project {
    /// Reads a `reqlint.toml`. `today` decides which of its exceptions have expired.
    #[must_use]
    pub fn read(file: SourceFile, today: Time) -> Self {
        let mut sink = Sink::default();
        let spec = open(file, &mut sink).map(|text| read(&text, today, &mut sink)).unwrap_or_default();
        Self { spec, sink, ..Self::default() }
    }

    /// The folders of packs, as written: from the folder of the file.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.spec.folders.iter().map(|folder| folder.value.as_str())
    }

    /// The file of known findings, as written: from the folder of the file.
    #[must_use]
    pub fn baseline(&self) -> Option<&str> {
        self.spec.baseline.as_ref().map(|baseline| baseline.value.as_str())
    }

    /// Whether a request that no pack judges fails a run.
    #[must_use]
    pub fn requires_judged(&self) -> bool {
        self.spec.require_judged
    }

    /// Reports what is wrong with a folder of [`Project::folders`], by its position there.
    pub fn refuse_folder(&mut self, position: usize, message: &str, help: &str) {
        if let Some(folder) = self.spec.folders.get(position) {
            self.sink.error(Code::InvalidFolder, folder.place, message, Some(help.to_owned()));
        }
    }

    /// Evaluates rules of severity note too, which are left out otherwise: they are found and listed, and never count.
    pub fn run_notes(&mut self) {
        self.runs_notes = true;
    }

    /// Names the server that answers, as `NAME` or `NAME@VERSION`, in place of all that the project names; or as
    /// `HOST=NAME[@VERSION]`, for one host, in place of what the project says of that. An unknown one is reported when packs
    /// are loaded, in a file of the name `option`.
    pub fn assume_server(&mut self, option: &str, server: &str) {
        let sink = &mut self.sink;
        sink.open(option.to_owned(), server.to_owned());
        let (host, name) = match server.split_once('=') {
            Some((host, name)) => (Some(host), name),
            None => (None, server),
        };
        let start = server.len() - name.len();
        let name = Located { value: name.to_owned(), place: sink.span(start..server.len()) };
        if let Some(host) = host {
            let host = Located { value: host.to_owned(), place: sink.span(0..host.len()) };
            self.servers.add(host, name, sink);
        } else if self.servers.elsewhere.is_some() {
            let help = format!("name the host of one of them: HOST={server}");
            let message = "a second server for every host";
            sink.error(Code::DuplicateName, name.place, message, Some(help));
        } else {
            self.servers.elsewhere = Some(name);
        }
    }

    /// Whether nothing that it says changes how rules run or weigh, or where.
    #[cfg(feature = "prepared")]
    pub(crate) fn takes_rules_as_written(&self) -> bool {
        let ProjectSpec { servers, errors, warnings, notes, exceptions, .. } = &self.spec;
        [errors, warnings, notes].into_iter().all(Vec::is_empty)
            && exceptions.is_empty()
            && [servers, &self.servers].into_iter().all(NamedServers::is_empty)
    }

    /// Whether it neither names packs nor folders of packs, so that all that come with the host are used.
    #[must_use]
    pub fn uses_every_embedded_pack(&self) -> bool {
        self.spec.packs.is_empty() && self.spec.folders.is_empty()
    }

    /// Forgets which packs the project uses, where a person names others. What it says of packs that aren't loaded then
    /// means nothing.
    pub fn use_elsewhere(&mut self) {
        self.spec.folders.clear();
        self.spec.packs.clear();
        self.is_elsewhere = true;
    }

    /// The packs that the project uses: of `own`, those in its folders, and of those that come with the host. An unknown
    /// name is reported.
    pub fn choose(&mut self, own: Vec<PackSource>, embedded: Vec<PackSource>) -> Vec<PackSource> {
        if self.spec.packs.is_empty() {
            return if self.spec.folders.is_empty() { embedded } else { own };
        }
        let all: Vec<PackSource> = own.into_iter().chain(embedded).collect();
        let mut chosen: Vec<PackSource> = Vec::new();
        for Located { value: name, place } in &self.spec.packs {
            match all.iter().find(|pack| pack.name == *name) {
                Some(pack) if !chosen.iter().any(|other| other.name == pack.name) => chosen.push(pack.clone()),
                Some(_) => {}
                None => {
                    let help = suggest(name, all.iter().map(|pack| pack.name.as_str()));
                    self.sink.error(Code::UnknownPack, *place, format!("unknown pack `{name}`"), help);
                }
            }
        }
        chosen
    }

    /// The sources of facts that a server opens, in the order in which they are asked, for rules that were loaded without
    /// the project.
    ///
    /// # Errors
    /// All errors in the file except unknown names of packs and rules; among them facts and selectors that no pack has.
    pub fn sources(self, rules: &RuleSet) -> Result<Vec<SourceSettings>, Diagnostics> {
        let Project { spec, mut sink, is_elsewhere, .. } = self;
        let sources = sources(&spec.sources, rules, is_elsewhere, &mut sink);
        let mistakes = sink.finish().errors;
        if mistakes.is_empty() { Ok(sources) } else { Err(mistakes) }
    }

    /// All errors and hints so far.
    #[must_use]
    pub fn finish(self) -> (Diagnostics, Vec<Diagnostic>) {
        let Collected { errors, hints, .. } = self.sink.finish();
        (errors, hints)
    }
}

impl fmt::Debug for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Project").field("folders", &self.spec.folders).field("packs", &self.spec.packs).finish()
    }
}
