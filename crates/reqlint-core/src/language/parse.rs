//! Parsing the TOML of a rule file: every syntax error is reported, and what could be read is returned.

use super::key::Key;
use super::{Sink, syntax};
use toml::Spanned;
use toml::de::DeTable;

/// Parses a file that defines names. If it can't be read completely, no name counts as unknown.
pub(crate) fn parse_definitions<'t>(text: &'t str, keys: &'static [Key], sink: &mut Sink) -> Spanned<DeTable<'t>> {
    let before = sink.count();
    let table = parse(text, keys, sink);
    if sink.count() > before {
        sink.suppression.mark_incomplete();
    }
    table
}

/// Parses TOML whose top level has these keys, reports every syntax error, and returns what could be read.
pub(crate) fn parse<'t>(text: &'t str, keys: &'static [Key], sink: &mut Sink) -> Spanned<DeTable<'t>> {
    sink.set_keys(keys);
    let (table, mut errors) = DeTable::parse_recoverable(text);
    // an earlier error may be the cause of a later one
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    for error in errors {
        syntax::report(text, error.span().unwrap_or(0..0), error.message(), sink);
    }
    table
}
