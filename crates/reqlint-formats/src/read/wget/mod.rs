//! wget commands: what GNU Wget 1.21 sends for its options.
//!
//! One command may name several URLs. wget sends what `--user` gives only once a server asks for it, which the text
//! doesn't show.

mod arguments;
mod options;
mod request;

use super::called::Program;
use super::definition::{Definition, FixedAs, ReadBy, Source};
use crate::read::shell::{self};
use crate::record::Record;
use crate::record::place::ReadError;

pub(super) const FORMAT: Definition = Definition {
    name: "wget",
    about: "wget commands",
    endings: &[],
    is_named: false,
    sniff: |text| shell::sniffed(text, Program::Wget),
    read: ReadBy::Whole(|source, text, mut notes, take| {
        let text = shell::unmarked(text, &mut notes);
        shell::read(Program::Wget, request::make, source, &text, notes, take)
    }),
    fixed_as: FixedAs::Commands { all: true },
};

/// The requests of a command whose words are already split.
pub(super) fn read_words(words: &[String], source: Source<'_>) -> Vec<Result<Record<'static>, ReadError>> {
    shell::read_words(Program::Wget, request::make, words, source)
}
