//! Known findings: the baseline of a run, and writing one.

use super::{Seen, each};
use crate::check::CheckArgs;
use crate::host::exit::{Exit, Stop};
use crate::host::replacement;
use crate::host::screen::Screen;
use crate::input::unreadable;
use crate::judge::Judge;
use reqlint_core::Severity;
use reqlint_folder::said;
use reqlint_formats::baseline::{Baseline, Known as Finding, endpoint};
use reqlint_formats::write::text::note;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How many findings that are gone are named.
const NAMED: usize = 10;

/// A baseline, and what a run found of it.
pub(super) struct Known {
    path: PathBuf,
    baseline: Baseline,
    found: BTreeSet<Finding>,
    /// How many findings of the run are known.
    count: usize,
    endpoints: BTreeSet<String>,
    records: usize,
}

impl Known {
    /// Reads the baseline that is named by an option, or by the project.
    ///
    /// # Errors
    /// When it can't be read.
    pub(super) fn open(args: &CheckArgs, judge: &Judge) -> Result<Option<Self>, Stop> {
        let Some(path) = args.baseline.as_ref().or(judge.baseline.as_ref()) else { return Ok(None) };
        let name = path.to_string_lossy();
        let text = fs::read_to_string(path).map_err(|error| {
            let mut refused = unreadable(Some(&name), said(&error));
            refused.help = Some(format!("write it: reqlint check … --write-baseline {name}"));
            Stop::Unreadable(vec![refused])
        })?;
        let baseline = Baseline::read(&name, &text).map_err(|error| Stop::Unreadable(vec![error]))?;
        let (found, endpoints) = (BTreeSet::new(), BTreeSet::new());
        Ok(Some(Self { path: path.clone(), baseline, found, count: 0, endpoints, records: 0 }))
    }

    /// Suppresses the known findings of a report.
    pub(super) fn suppress(&mut self, judge: &Judge, seen: &mut Seen<'_>) {
        let judged = seen.judged();
        let all: Vec<Finding> = judged.resolved.findings.iter().map(|finding| Finding::of(&judged, finding)).collect();
        self.records += 1;
        self.endpoints.insert(endpoint(&judged));
        let mut known = all.iter().map(|finding| self.baseline.knows(finding));
        // asked of each finding once, in their order
        let out = judge.rules.suppress_known(&mut seen.resolved, |_| known.next().unwrap_or(false));
        self.count += out.len();
        self.found.extend(all.into_iter().filter(|finding| self.baseline.knows(finding)));
        judge.conclude(&mut seen.resolved);
    }

    /// How many findings are known, and which of the baseline are gone. Where one request was read, only those of its
    /// endpoint can be.
    pub(super) fn summary(&self) -> String {
        let name = self.path.display();
        let mut said = String::new();
        if self.count > 0 {
            let findings = if self.count == 1 { "finding is" } else { "findings are" };
            said += &note(&format!("{} {findings} known from {name}", self.count));
        }
        let is_gone = |known: &&Finding| {
            !self.found.contains(known) && (self.records > 1 || self.endpoints.contains(&known.endpoint))
        };
        let gone: Vec<&Finding> = self.baseline.iter().filter(is_gone).collect();
        if let (number @ 1.., are) = (gone.len(), if gone.len() == 1 { "finding is" } else { "findings are" }) {
            let line = |known: &&Finding| format!("{} at {} ({})", known.rule, known.endpoint, known.place);
            let named: Vec<String> = gone.iter().take(NAMED).map(line).collect();
            let more = if number > NAMED { format!("; and {} more", number - NAMED) } else { String::new() };
            said += &note(&format!("{number} {are} listed in {name} but gone: {}{more}", named.join("; ")));
        }
        said
    }
}

/// Writes the findings of a run as a baseline.
///
/// # Errors
/// When the file can't be written.
pub(super) fn write(args: &CheckArgs, judge: &Judge, path: &Path, screen: &mut Screen) -> Result<Exit, Stop> {
    let mut baseline = Baseline::default();
    let exit = each(args, judge, screen, &mut |_, seen| {
        let Ok(seen) = seen else { return Ok(Exit::Failed) };
        let judged = seen.judged();
        let counted = judged.resolved.findings.iter().filter(|finding| finding.severity > Severity::Note);
        counted.for_each(|finding| baseline.add(Finding::of(&judged, finding)));
        Ok(Exit::Clean)
    })?;
    let text = baseline.write().map_err(std::io::Error::from)?;
    replacement::replace(path, text.as_bytes()).map_err(|error| Stop::unwritable(path, &error))?;
    let findings = if baseline.len() == 1 { "finding" } else { "findings" };
    screen.print(&format!("wrote {} {findings} to {}\n", baseline.len(), path.display()))?;
    screen.flush()?;
    Ok(exit)
}
