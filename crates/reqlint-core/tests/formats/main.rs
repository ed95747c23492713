//! Values that built-in formats take and refuse, as data.
//!
//! Adding a case is adding a line to a file beside this one: `=== ` and the name of a format, then a value a line after `+ `
//! where it has this format, and after `- ` where it doesn't. Lines that begin with `#` are comments.

#![expect(clippy::disallowed_methods, reason = "a test reads its cases from files")]

use reqlint_core::inspect::keys::Format;
use std::collections::BTreeMap;
use std::path::Path;

/// How many values of either sort a format of header values has at least.
const ENOUGH: usize = 3;

#[test]
fn values_have_their_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut name = "";
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(heading) = line.strip_prefix("=== ") {
                name = heading;
                continue;
            }
            let format = Format::named(name).unwrap_or_else(|| panic!("{}: unknown format {name:?}", file.display()));
            let (expected, value) = match line.split_at(1) {
                ("+", value) => (true, value),
                ("-", value) => (false, value),
                _ => panic!("{}: neither + nor -: {line}", file.display()),
            };
            let value = value.strip_prefix(' ').unwrap_or(value);
            let [good, bad] = counts.entry(name.to_owned()).or_default();
            *if expected { good } else { bad } += 1;
            if format.holds(value.as_bytes()) != expected {
                wrong.push(format!("{name}: expected {expected}: {value}"));
            }
        }
    }
    for (name, ..) in Format::ALL.iter().filter(|(name, ..)| name.starts_with("http-")) {
        let counts = counts.get(*name).copied().unwrap_or_default();
        if counts.iter().any(|count| *count < ENOUGH) {
            wrong.push(format!("{name}: {counts:?} values that it takes and refuses; write at least {ENOUGH} of each"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
