//! The public surface of each library, held as a file: a change of it is seen in review, and is never an accident.
//!
//! `tests/data/surface/CRATE.txt` lists every name that another crate can use, with its signature. It is made from the
//! source, as the stable toolchain offers no other way: what macros make and what features leave out isn't seen.

mod source;
mod written;

use crate::support::{is_there, read};
use source::Crate;
use std::fs;
use std::path::Path;

/// The libraries that are published.
const LIBRARIES: [&str; 8] = [
    "reqlint-body",
    "reqlint-client",
    "reqlint-core",
    "reqlint-docs",
    "reqlint-folder",
    "reqlint-formats",
    "reqlint-import",
    "reqlint-server",
];

/// The most names that the root of the engine shows.
const ROOT_NAMES: usize = 25;

/// The surface of a library, a line for each thing that can be named.
fn surface(library: &str) -> String {
    let source = Crate::read(library);
    let mut lines = written::module(&source, &[], "");
    lines.sort();
    lines.dedup();
    lines.join("\n") + "\n"
}

#[test]
fn the_surface_of_each_library_is_the_one_that_is_held() {
    let mut changed = Vec::new();
    for library in LIBRARIES {
        let (path, now) = (format!("tests/data/surface/{library}.txt"), surface(library));
        assert!(now.lines().count() > 3, "{library}: {now}");
        let held = if is_there(&path) { read(&path) } else { String::new() };
        if held == now {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
            fs::write(root.join(&path), now).unwrap();
            continue;
        }
        let gone = held.lines().filter(|line| !now.lines().any(|other| other == *line)).map(|line| format!("- {line}"));
        let new = now.lines().filter(|line| !held.lines().any(|other| other == *line)).map(|line| format!("+ {line}"));
        changed.push(format!("{path}\n{}", gone.chain(new).collect::<Vec<_>>().join("\n")));
    }
    assert!(changed.is_empty(), "run ./test accept if this is meant:\n{}", changed.join("\n"));
}

#[test]
fn the_root_of_the_engine_shows_few_names() {
    let text = surface("reqlint-core");
    let names_a_thing = |line: &&str| {
        let mut words = line.split(' ');
        let is_thing = words.next().is_some_and(|kind| ["enum", "fn", "struct", "trait", "type"].contains(&kind));
        is_thing && words.next().is_some_and(|name| !name.contains("::"))
    };
    let names: Vec<_> = text.lines().filter(names_a_thing).collect();
    assert!(names.len() <= ROOT_NAMES, "{} names:\n{}", names.len(), names.join("\n"));
}
