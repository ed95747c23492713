//! What no example reaches: endpoints, values of `applies-to`, and settings.

use super::settings;
use reqlint_core::inspect::RuleView;
use reqlint_core::{Loaded, Outcome, PackSource};
use reqlint_formats::examples::ExampleRun;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What the examples reached so far, and what they did not.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// Pack and endpoint.
    endpoints: BTreeSet<(String, String)>,
    /// Values of `applies-to` that none of a rule's examples reaches, a line each.
    unmet: Vec<String>,
}

impl Coverage {
    /// Takes in the examples of a rule.
    pub(super) fn note(&mut self, rule: RuleView<'_>, runs: &[ExampleRun]) {
        let ran = runs.iter().filter_map(|run| run.result.as_ref().ok());
        let about: Vec<_> = ran.filter(|ran| ran.outcome != Outcome::NOT_APPLYING).collect();
        let reached = || about.iter().map(|ran| &ran.reached);
        let pack = rule.id().split_once('/').map_or("", |(pack, _)| pack);
        let endpoints = reached().filter_map(|reached| reached.endpoint.clone());
        self.endpoints.extend(endpoints.map(|endpoint| (pack.to_owned(), endpoint)));
        let applies = rule.applies_to();
        let mut check = |key: &str, value: &str, is_met: bool| {
            if !is_met {
                self.unmet.push(format!("{}  {key} \"{value}\"", rule.id()));
            }
        };
        for host in applies.hosts {
            check("hosts", host, reached().any(|reached| reached.host.as_deref() == Some(host)));
        }
        for method in applies.methods {
            check("methods", method, reached().any(|reached| reached.method == *method));
        }
        for endpoint in applies.endpoints {
            check("endpoints", endpoint, reached().any(|reached| reached.endpoint.as_deref() == Some(endpoint)));
        }
        for tag in applies.tags {
            check("tags", tag, reached().any(|reached| reached.tags.contains(tag)));
        }
    }

    /// What is not reached, as text.
    pub(super) fn summary(&self, loaded: &Loaded, packs: &[PackSource]) -> String {
        let mut out = "\nNot reached by any example\n".to_owned();
        for pack in loaded.rules.packs() {
            let all: Vec<_> = pack.endpoints().collect();
            let key = |id: &str| (pack.name().to_owned(), id.to_owned());
            let missed: Vec<_> = all.iter().filter(|id| !self.endpoints.contains(&key(id))).copied().collect();
            if !missed.is_empty() {
                let _ = writeln!(out, "  endpoints of {}, {} of {}", pack.name(), missed.len(), all.len());
                missed.iter().for_each(|id| out += &format!("    {id}\n"));
            }
        }
        section(&mut out, "applies-to", &self.unmet);
        section(&mut out, "settings that no example depends on", &settings::idle(packs));
        out
    }
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = writeln!(out, "  {title}");
        lines.iter().for_each(|line| *out += &format!("    {line}\n"));
    }
}
