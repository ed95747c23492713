//! What a run could have filled in: variables without a value, of which a file beside the input has one.

use super::environment::{KEPT, read};
use reqlint_core::message::Headers;
use reqlint_core::{Body, Request};
use reqlint_formats::read::{Environments, Variables};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Values that would be filled in, and the option that asks for them.
#[derive(Debug)]
struct Offer {
    option: String,
    file: PathBuf,
    variables: Variables,
}

/// The values that files beside inputs have, and which of them requests lack.
#[derive(Debug, Default)]
pub(super) struct Unfilled {
    /// By folder. A folder has the offers of the nearest one that has any.
    offers: BTreeMap<PathBuf, Vec<Offer>>,
    /// By file: the options, and the names that were met.
    met: BTreeMap<PathBuf, (BTreeSet<String>, BTreeSet<String>)>,
    /// What else is to be said: bounds that were met.
    said: BTreeSet<String>,
}

impl Unfilled {
    /// Looks for the files that a folder's requests could be filled in from.
    pub(super) fn look_in(&mut self, folder: &Path) {
        if !self.offers.contains_key(folder) {
            let mut left_out = None;
            let found =
                folder.ancestors().map(|folder| offers(folder, &mut left_out)).find(|offers| !offers.is_empty());
            self.said.extend(left_out);
            self.offers.insert(folder.to_owned(), found.unwrap_or_default());
        }
    }

    /// Looks at a request of an input in that folder.
    pub(super) fn look_at(&mut self, folder: &Path, request: &Request<'_>) {
        let Some(offers) = self.offers.get(folder).filter(|offers| !offers.is_empty()) else { return };
        for text in texts(request) {
            for offer in offers {
                let names = offer.variables.used_in(text);
                if !names.is_empty() {
                    let (options, met) = self.met.entry(offer.file.clone()).or_default();
                    options.insert(offer.option.clone());
                    met.extend(names.into_iter().map(str::to_owned));
                }
            }
        }
    }

    /// Keeps something to be said.
    pub(super) fn note(&mut self, message: String) {
        self.said.insert(message);
    }

    /// A line for each file that has values; empty where none has any.
    pub(super) fn said(&self) -> String {
        let line = |(file, (options, names)): (&PathBuf, &(BTreeSet<String>, BTreeSet<String>))| {
            let first: Vec<String> = names.iter().take(3).map(|name| format!("`{{{{{name}}}}}`")).collect();
            let more = if names.len() > first.len() { " …" } else { "" };
            let options: Vec<&str> = options.iter().take(5).map(String::as_str).collect();
            let has = if names.len() == 1 { "a value" } else { "values" };
            format!(
                "not filled in: {}{more}; {} has {has}: add {}\n",
                first.join(", "),
                shown(file).display(),
                options.join(" or ")
            )
        };
        let said = self.said.iter().map(|message| format!("{message}\n"));
        self.met.iter().map(line).chain(said).collect()
    }
}

/// A path as a person would write it here.
fn shown(path: &Path) -> &Path {
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path)
}

/// The texts of a request that may have placeholders.
fn texts<'r>(request: &'r Request<'_>) -> impl Iterator<Item = &'r [u8]> {
    let fields = match &request.headers {
        Headers::Fields(fields) => fields.as_slice(),
        _ => &[],
    };
    let body = match &request.body {
        Body::Whole(body) | Body::Truncated(body) => Some(&**body),
        _ => None,
    };
    let address = [Some(&*request.target), request.authority.as_deref()].into_iter().flatten();
    address.chain(fields.iter().map(|field| &*field.value)).chain(body)
}

/// What the files of a folder have; what isn't looked at is told.
fn offers(folder: &Path, left_out: &mut Option<String>) -> Vec<Offer> {
    let mut found = Vec::new();
    for file in KEPT.map(|kept| folder.join(kept)) {
        let Ok(Ok(environments)) = read(&file) else { continue };
        if environments.names().next().is_none() {
            let variables = environments.variables(None);
            found.push(Offer { option: format!("--env-file {}", shown(&file).display()), file, variables });
            continue;
        }
        found.extend(environments.names().map(|name| Offer {
            option: format!("--env {name}"),
            file: file.clone(),
            variables: environments.variables(Some(name)),
        }));
    }
    let of_bruno = fs::read_dir(folder.join("environments")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut of_bruno: Vec<PathBuf> = of_bruno.filter(|path| path.extension().is_some_and(|end| end == "bru")).collect();
    of_bruno.sort();
    *left_out = Environments::left_out(&shown(&folder.join("environments")).display().to_string(), of_bruno.len());
    for file in of_bruno.into_iter().take(Environments::MAX_FILES) {
        let (Some(name), Ok(Ok(environments))) = (file.file_stem().and_then(|name| name.to_str()), read(&file)) else {
            continue;
        };
        found.push(Offer {
            option: format!("--env {name}"),
            variables: Environments::variables(&environments, None),
            file,
        });
    }
    found.retain(|offer| !offer.variables.is_empty());
    found
}
