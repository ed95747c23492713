//! Values for the variables of inputs: the files of editors and clients that keep them, read where a run asks for them.

use super::Take;
use super::unfilled::Unfilled;
use crate::host::exit::Stop;
use reqlint_core::base::near::suggest;
use reqlint_formats::ReadError;
use reqlint_formats::read::{Environments, Variables};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Which values the variables of inputs get.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct EnvironmentArgs {
    /// Fill variables such as `{{baseUrl}}` in with the values of this environment: that of `http-client.env.json` and its
    /// private counterpart, of `.vscode/settings.json`, or of Bruno, beside the input or in a folder above it.
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// Fill variables in with the values of this file: `NAME=value` lines, or one of those that --env looks for. May be
    /// given several times; the last that has a value counts.
    #[arg(long, value_name = "FILE")]
    env_file: Vec<PathBuf>,

    /// What was found for the inputs of a folder.
    #[arg(skip)]
    found: RefCell<BTreeMap<PathBuf, Rc<Variables>>>,

    /// What could have been filled in where nothing is asked for.
    #[arg(skip)]
    unfilled: RefCell<Unfilled>,
}

/// Where a folder keeps environments; values of a later one count. `.env` has values only.
pub(super) const KEPT: [&str; 5] = [
    ".env",
    ".vscode/settings.json",
    "http-client.env.json",
    "http-client.private.env.json",
    "http-client.env.json.user",
];

impl EnvironmentArgs {
    /// The values for an input, by its path; `None` where none are asked for.
    ///
    /// # Errors
    /// When a file can't be read, or there is no such environment.
    pub(crate) fn variables(&self, input: Option<&Path>) -> Result<Option<Rc<Variables>>, Stop> {
        if self.env.is_none() && self.env_file.is_empty() {
            return Ok(None);
        }
        let folder = if self.env_file.is_empty() { folder_of(input) } else { PathBuf::new() };
        if let Some(found) = self.found.borrow().get(&folder) {
            return Ok(Some(Rc::clone(found)));
        }
        let variables = match &self.env {
            Some(name) if self.env_file.is_empty() => beside(&folder, name)?,
            name => self.of_files(name.as_deref())?,
        };
        let variables = Rc::new(variables.resolved());
        self.found.borrow_mut().insert(folder, Rc::clone(&variables));
        Ok(Some(variables))
    }

    /// Hands on the records of an input, and sees which of their variables a file beside it has values of, where nothing is
    /// asked for.
    pub(crate) fn watch(
        &self,
        input: Option<&Path>,
        read_all: impl FnOnce(&mut Take<'_>) -> Result<(), Stop>,
        take: &mut Take<'_>,
    ) -> Result<(), Stop> {
        let folder =
            input.filter(|_| self.env.is_none() && self.env_file.is_empty()).map(|input| folder_of(Some(input)));
        let Some(folder) = folder else { return read_all(take) };
        self.unfilled.borrow_mut().look_in(&folder);
        read_all(&mut |result| {
            if let Ok(record) = &result {
                self.unfilled.borrow_mut().look_at(&folder, &record.exchange.request);
            }
            take(result)
        })
    }

    /// Keeps something to be said at the end.
    pub(super) fn note(&self, message: String) {
        self.unfilled.borrow_mut().note(message);
    }

    /// Which variables were not filled in though a file beside the input has their values; empty where there are none.
    pub(crate) fn said(&self) -> String {
        self.unfilled.borrow().said()
    }

    /// The values of the files that are named.
    fn of_files(&self, name: Option<&str>) -> Result<Variables, Stop> {
        let mut variables = Variables::default();
        let mut known: Vec<String> = Vec::new();
        let mut files: Vec<String> = Vec::new();
        for path in &self.env_file {
            let environments = read(path).map_err(|error| Stop::unreadable(path, &error))?.map_err(unreadable)?;
            if environments.names().next().is_some() {
                files.push(format!("`{}`", path.display()));
            }
            known.extend(environments.names().map(str::to_owned));
            variables.extend(environments.variables(name));
        }
        match name {
            Some(name) if !known.is_empty() && !known.iter().any(|known| known == name) => Err(missing(name, &known)),
            None if variables.is_empty() && !known.is_empty() => Err(Stop::Usage {
                message: format!(
                    "{} {} values by environment",
                    files.join(" and "),
                    if files.len() == 1 { "has" } else { "have" }
                ),
                help: Some(format!("choose one with --env: {}", known.join(", "))),
            }),
            _ => Ok(variables),
        }
    }
}

/// The folder of an input; that of a command and of standard input is the working directory.
fn folder_of(input: Option<&Path>) -> PathBuf {
    let folder = input.and_then(Path::parent).unwrap_or(Path::new(""));
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}

/// The values of an environment in a folder, or in the nearest one above that has it.
fn beside(folder: &Path, name: &str) -> Result<Variables, Stop> {
    let mut known: Vec<String> = Vec::new();
    for folder in folder.ancestors() {
        let mut variables = Variables::default();
        let mut is_there = false;
        let of_bruno = format!("environments/{name}.bru");
        let is_name = !name.contains(['/', '\\']);
        for kept in KEPT.into_iter().chain(is_name.then_some(&*of_bruno)) {
            let path = folder.join(kept);
            let environments = match read(&path) {
                Ok(read) => read.map_err(unreadable)?,
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    continue;
                }
                Err(error) => return Err(Stop::unreadable(&path, &error)),
            };
            is_there |= kept == of_bruno || environments.names().any(|known| known == name);
            known.extend(environments.names().map(str::to_owned));
            variables.extend(environments.variables(Some(name)));
        }
        if is_there {
            return Ok(variables);
        }
    }
    Err(missing(name, &known))
}

/// Says that there is no such environment, and which there are.
fn missing(name: &str, known: &[String]) -> Stop {
    let help = if known.is_empty() {
        format!(
            "it is looked for in `http-client.env.json`, `.vscode/settings.json` and `environments/{name}.bru`, beside the input and in the folders above"
        )
    } else {
        let near = suggest(name, known.iter().map(String::as_str));
        near.unwrap_or_else(|| format!("there are: {}", known.join(", ")))
    };
    Stop::Usage { message: format!("no environment `{name}` found"), help: Some(help) }
}

/// Reads a file of environments.
///
/// # Errors
/// When it can't be read; inside, when it holds something else.
pub(super) fn read(path: &Path) -> io::Result<Result<Environments, ReadError>> {
    let mut text = Vec::new();
    File::open(path)?.take(Environments::MAX as u64 + 1).read_to_end(&mut text)?;
    Ok(Environments::read(&path.to_string_lossy(), &text))
}

fn unreadable(error: ReadError) -> Stop {
    Stop::Unreadable(vec![error])
}
