//! What docs/language.md says, as data: packs, requests, and how each rule should go. Each case runs with prefilters and
//! without, and both must give the same.
//!
//! Adding a case is adding a block to a file beside this one. A file is a row of blocks; each begins with `=== ` and a word:
//!
//! ```text
//! === pack shop                       pack.toml; a pack after a request begins a fresh rule set
//! === endpoints                       a catalogue file
//! === rule token-in-quotes            a rule; title, status and examples may be left out
//! === request what is tried           directives, a raw request, `---`, and what should come of it
//! === mistakes what is tried          loads the packs so far; every mistake as `path:line:column: message`
//! ```
//!
//! Directives come before the request, each on a line: `# fact NAME=VALUE`, `# now TIME`, `# judge PACK` or `# judge by-host`
//! (a single pack judges),
//! `# notes` (notes are run), `# hides raw-target …`, `# body unread|truncated|masked`, `# scheme S`, `# authority A`, `# jwt {claims}` (fills
//! `{jwt}`), `# escapes` (reads `\xHH`, `\n`, `\r`, `\t`).
//!
//! What should come of it:
//!
//! ```text
//! ID: fail                            or pass, unknown BECAUSE, skip BECAUSE; then the facts or rules needed
//!   header Host value 0..3: detail    its findings, all of them if any; the detail may be left out
//!     target 3..4 -> %20              the finding's edits, all of them if any
//! why ID: …   fix ID: …   ask ID: …   sentences
//! pack: …   endpoint: …   conclusion: …   expected: 403 ID   order: ID ID   missing: FACT   needs: body FACT
//! masked target: …   masked header N: …   masked body: …
//! ...                                 other rules may fail or be unknown; without it they may not
//! ```

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads its cases from files, and fails by panicking"
)]

mod actual;
mod case;
mod message;

use case::{Case, Kind};
use reqlint_core::inspect::keys::{KINDS, OPERATORS, SELECTORS};
use std::collections::BTreeSet;
use std::path::Path;

/// The files of cases: their names and texts.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conform");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    assert!(!files.is_empty());
    let read = |file: &std::path::PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(file).unwrap())
    };
    files.iter().map(read).collect()
}

#[test]
fn every_kind_operator_and_selector_has_a_case() {
    let texts: String = files().into_iter().map(|(_, text)| text).collect();
    let words: BTreeSet<&str> = texts.split(|c: char| !(c.is_ascii_alphanumeric() || "-._[]".contains(c))).collect();
    // a selector is followed by the name of what it looks at
    let begins = |name: &str| words.iter().any(|word| word.starts_with(name) && word.len() > name.len());
    // a kind may be called as a field is
    let is_checked = |name: &str| {
        let written = [format!("check = \"{name}\""), format!("check.{name}"), format!("{{ {name} = ")];
        written.iter().any(|written| {
            let mut found = texts.match_indices(written).map(|(at, _)| texts[at + written.len()..].chars().next());
            found.any(|after| {
                after.is_none_or(|after| !(after.is_ascii_alphanumeric() || after == '-')) || written.ends_with("= ")
            })
        })
    };
    let kinds = KINDS.iter().map(|kind| (kind.name, is_checked(kind.name)));
    let operators = OPERATORS.iter().map(|key| (key.name, texts.contains(&format!("{} =", key.name))));
    // what is of an answer is for reply files, whose cases are in tests/data/answers
    let of_rules = SELECTORS.iter().filter(|selector| !selector.name.starts_with("answer."));
    let selectors = of_rules.map(|selector| match selector.rest {
        "" => (selector.name, words.contains(selector.name)),
        _ => (selector.name, begins(selector.name)),
    });
    let missing: Vec<_> = kinds.chain(operators).chain(selectors).filter(|(_, has_case)| !has_case).collect();
    assert!(missing.is_empty(), "add a case to a file beside this one: {missing:?}");
}

#[test]
fn rules_go_as_the_language_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in files() {
        for case in case::read(&text) {
            count += 1;
            let differences = run(&case);
            if !differences.is_empty() {
                wrong.push(format!("{name}:{}: {}\n{}", case.line, case.what, differences.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases are wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

fn run(case: &Case) -> Vec<String> {
    match (case.kind, reqlint_core::RuleSet::load(case.packs.clone())) {
        (Kind::Diagnostics, Ok(_)) => vec!["  it loads".into()],
        (Kind::Diagnostics, Err(mistakes)) => {
            let actual = mistakes.to_string();
            let fits = actual.lines().count() == case.expected.len()
                && actual.lines().zip(&case.expected).all(|(a, e)| a.starts_with(e.as_str()));
            if fits { Vec::new() } else { vec![format!("  the mistakes are\n{actual}")] }
        }
        (Kind::Request, Err(mistakes)) => vec![format!("  it doesn't load\n{mistakes}")],
        (Kind::Request, Ok(_)) => {
            let load = || {
                let mut project = reqlint_core::Project::default();
                if case.directives.iter().any(|directive| directive == "notes") {
                    project.run_notes();
                }
                reqlint_core::Loaded::of(project, case.packs.clone()).into_rules().expect("it loads again")
            };
            actual::compare(case, load)
        }
    }
}
