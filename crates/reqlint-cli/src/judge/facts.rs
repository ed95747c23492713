//! The facts of a run. A later source wins: `reqlint.toml`, `--facts`, the record, `--fact`.

use crate::host::exit::Stop;
use reqlint_core::Facts;
use reqlint_formats::read::facts::{GivenFact, read};
use reqlint_formats::{ReadError, Record};
use std::fs;
use std::path::Path;

/// What is known before a record is seen, and what overrules it afterwards.
#[derive(Debug)]
pub(crate) struct KnownFacts {
    /// From the project and from files.
    given: Facts,
    /// `given`, with what was typed over it: for records that bring no facts.
    whole: Facts,
    typed: Vec<(String, String)>,
}

impl KnownFacts {
    /// Reads the file over what the project knows, and tries what was typed.
    ///
    /// # Errors
    /// When a file can't be read, or a fact isn't declared or is of another type.
    pub(crate) fn read(file: Option<&Path>, typed: &[(String, String)], mut given: Facts) -> Result<Self, Stop> {
        if let Some(path) = file {
            let text = fs::read_to_string(path).map_err(|error| Stop::unreadable(path, &error))?;
            let input = path.to_string_lossy();
            set_all(&mut given, &input, read(&input, &text))?;
        }
        let mut whole = given.clone();
        for (name, value) in typed {
            whole.set_text(name, value).map_err(|error| Stop::usage(error.to_string()))?;
        }
        Ok(Self { given, whole, typed: typed.to_vec() })
    }

    /// The facts for a record.
    ///
    /// # Errors
    /// When the record brings one that isn't declared or is of another type.
    pub(crate) fn with(&self, record: &Record<'_>) -> Result<Facts, ReadError> {
        if record.facts.is_empty() {
            return Ok(self.whole.clone());
        }
        let refuse = |error: &dyn ToString| ReadError {
            input: record.input.as_deref().map(str::to_owned),
            place: Some(record.place),
            message: error.to_string(),
            help: None,
        };
        let mut facts = self.given.clone();
        for (name, value) in &record.facts {
            facts.set(name, value.clone()).map_err(|error| refuse(&error))?;
        }
        for (name, value) in &self.typed {
            facts.set_text(name, value).map_err(|error| refuse(&error))?;
        }
        Ok(facts)
    }
}

/// Sets the facts of a file. Everything wrong with it is reported.
fn set_all(facts: &mut Facts, input: &str, given: Result<Vec<GivenFact>, Vec<ReadError>>) -> Result<(), Stop> {
    let mut wrong = Vec::new();
    for GivenFact { name, value, place } in given.map_err(Stop::Unreadable)? {
        if let Err(error) = facts.set(&name, value) {
            let (input, message) = (Some(input.to_owned()), error.to_string());
            wrong.push(ReadError { input, place: Some(place), message, help: None });
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Stop::Unreadable(wrong)) }
}
