//! Bruno's `.bru` files: a request each, or the settings of a collection, which hold none.
//!
//! Headers, variables and authorization of its collection and folders come to those of a file, where they are given
//! ([`Source::inherited`]); what Bruno itself adds isn't shown. Scripts, tests and documentation are passed over.

mod blocks;
mod body;
mod inherited;
mod request;
mod url;

use super::definition::{Definition, FixedAs, ReadBy, Sniff, Source, Take};
use crate::read::origin::Origin;
use crate::read::shell::{self, Said};
use crate::record::place::{Note, Place, Places, Trouble};
use std::ops::ControlFlow;

pub(super) const FORMAT: Definition = Definition {
    name: "bruno",
    about: "Bruno's `.bru` files",
    endings: &["bru"],
    is_named: true,
    sniff,
    read: ReadBy::Unfilled(|source, text, notes, take| read(source, text, notes, take)),
    fixed_as: FixedAs::Commands { all: true },
};

/// A text is Bruno's if it begins with a block of its files, and has one of a method with a URL.
fn sniff(text: &[u8]) -> Sniff {
    /// So much of a text is looked through.
    const FARTHEST: usize = 64 << 10;
    let near = text.get(..text.len().min(FARTHEST)).unwrap_or_default();
    let mut lines = near.split(|b| *b == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let is_begun = |line: &str| {
        let name = blocks::name_of(line);
        name.is_some_and(|name| name == "meta" || blocks::METHODS.contains(&name)) && !line.starts_with([' ', '\t'])
    };
    let Some(first) = lines.find(|line| !line.trim().is_empty()) else { return Sniff::More };
    if !is_begun(first) {
        return Sniff::No;
    }
    let mut in_method = blocks::name_of(first).is_some_and(|name| name != "meta");
    for line in lines {
        if in_method && line.trim_start().starts_with("url:") {
            return Sniff::Yes;
        }
        in_method = (in_method || is_begun(line)) && !line.starts_with('}');
    }
    if text.len() < FARTHEST { Sniff::More } else { Sniff::No }
}

/// Whether a text has no block of a method: the settings of a collection, a folder or an environment.
pub(super) fn holds_no_request(text: &[u8]) -> bool {
    let mut lines = text.split(|b| *b == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    !lines.any(|line| blocks::name_of(line).is_some_and(request::is_method))
}

/// The values of an environment: those of its block `vars`.
pub(super) fn environment(text: &str) -> Vec<(String, String)> {
    let blocks = blocks::read(text, &mut Vec::new());
    let pairs = blocks.iter().filter(|block| block.name == "vars").flat_map(blocks::Block::pairs);
    pairs.map(|pair| (pair.name, pair.value)).collect()
}

fn read(source: Source<'_>, text: &[u8], notes: Vec<Note>, take: Take<'_>) -> ControlFlow<()> {
    let mut origin = Origin::new(source.name).with_notes(notes);
    let mut places = Places::new(text);
    let mut said = Said::named("Bruno", source.is_exact);
    let record = match std::str::from_utf8(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)) {
        Err(_) => Err(Trouble::new(Place { line: 1, column: 1 }, "the text is not UTF-8").help("save it as UTF-8")),
        Ok(text) => match request::make(text, source, &mut said) {
            Ok((made, at)) => shell::record(&mut places, made, at, said.remarks),
            Err(remark) => Err(Trouble::new(places.of(remark.at), remark.message)),
        },
    };
    take(origin.record(record))
}
