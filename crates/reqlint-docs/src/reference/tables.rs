//! Key tables as Markdown tables, and the tables nested in them.

use crate::words;
use reqlint_core::inspect::keys::{Key, Names, Takes};
use std::fmt::Write as _;

/// One row for each key.
pub(super) fn rows(keys: &[Key]) -> String {
    let mut table = String::from("| key | takes | | default |\n|---|---|---|---|\n");
    for key in keys {
        let without = if key.required { "**required**".to_owned() } else { default(key.default) };
        let _ = writeln!(table, "| `{}` | {} | {} | {without} |", key.name, takes(key.takes), cell(key.help));
    }
    table
}

/// The tables nested in a table, each with its headings; identical tables are listed once, with all their headings.
pub(super) fn tables_below(keys: &[Key]) -> Vec<(Vec<String>, &'static [Key])> {
    let mut all = Vec::new();
    collect("", keys, &mut all);
    all
}

fn collect(path: &str, keys: &[Key], all: &mut Vec<(Vec<String>, &'static [Key])>) {
    for key in keys {
        let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
        let (heading, path, below) = match key.takes {
            Takes::Table(below) | Takes::FlagOr(below) | Takes::FreeBeside(below) => {
                (format!("`[{path}]`"), path, below)
            }
            Takes::Tables(below) => (format!("`[[{path}]]`"), path, below),
            Takes::Named(below) | Takes::FreeOr(below) => (format!("`[{path}.NAME]`"), format!("{path}.NAME"), below),
            _ => continue,
        };
        match all.iter_mut().find(|(_, known)| same(known, below)) {
            Some((headings, _)) => headings.push(heading),
            None => {
                all.push((vec![heading], below));
                collect(&path, below, all);
            }
        }
    }
}

fn same(a: &[Key], b: &[Key]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.name == b.name && a.help == b.help)
}

/// What a key takes, with a link to where that is explained.
fn takes(takes: Takes) -> String {
    let words = cell(&words::takes(takes));
    let link = match takes {
        Takes::Check | Takes::Checks => "#kinds-of-check",
        Takes::Selector => "#selectors",
        Takes::Name(Names::Pattern | Names::Format) => "#built-in-names",
        _ => return words,
    };
    format!("[{words}]({link})")
}

fn default(default: &str) -> String {
    let is_code = default.starts_with(['"', '[']) || matches!(default, "true" | "false");
    if is_code { format!("`{default}`") } else { cell(default) }
}

/// Escapes text for a cell.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
