//! A record, and what its answer comes from: what the writers of a diagnosis are given.

use crate::record::judged::Judged;
use reqlint_core::diagnose::Diagnosis;

/// A record whose answer was diagnosed.
#[derive(Clone, Copy, Debug)]
pub struct Diagnosed<'a> {
    /// The record, judged.
    pub judged: Judged<'a>,
    /// What its answer comes from.
    pub diagnosis: &'a Diagnosis<'a>,
    /// What a person is told to run next.
    pub commands: &'a Commands,
}

/// Commands that a person may copy.
#[derive(Clone, Debug, Default)]
pub struct Commands {
    /// Diagnoses the same again: `reqlint diagnose failed.http`.
    pub again: String,
    /// Prints the fixed request: `reqlint check failed.http --fix`.
    pub fix: String,
    /// What follows their options: ` -- curl …` where the request was given as a command, else nothing.
    pub command: String,
}
