//! HTTPie commands: what HTTPie 3.2 sends for `http POST url a=b c:=1 X-H:v q==1`.
//!
//! A command is read as it is typed in a terminal: its standard input counts only where the text shows what it is.

mod arguments;
mod fields;
mod form;
mod items;
mod json;
mod options;
mod request;
mod url;

use super::called::Program;
use super::definition::{Definition, FixedAs, ReadBy, Source};
use crate::read::shell::{self};
use crate::record::Record;
use crate::record::place::ReadError;

pub(super) const FORMAT: Definition = Definition {
    name: "httpie",
    about: "HTTPie commands",
    endings: &[],
    is_named: false,
    sniff: |text| shell::sniffed(text, Program::Httpie),
    read: ReadBy::Whole(|source, text, mut notes, take| {
        let text = shell::unmarked(text, &mut notes);
        shell::read(Program::Httpie, request::make, source, &text, notes, take)
    }),
    fixed_as: FixedAs::Commands { all: true },
};

/// The requests of a command whose words are already split.
pub(super) fn read_words(words: &[String], source: Source<'_>) -> Vec<Result<Record<'static>, ReadError>> {
    shell::read_words(Program::Httpie, request::make, words, source)
}
