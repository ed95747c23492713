//! What `reqlint rules schema` and `reqlint rules docs` write.

use reqlint_docs::schema::{FileKind, text};
use std::fs;
use std::process::Command;

#[test]
fn the_schema_of_a_rule_is_printed_unless_another_is_named() {
    for (words, kind) in [(&["schema"][..], FileKind::Rule), (&["schema", "catalogue"], FileKind::Catalogue)] {
        assert_eq!(rules(words), (0, text(kind)));
    }
    assert_eq!(rules(&["schema", "rules"]).0, 2);
}

#[test]
fn the_list_of_diagnostics_is_printed() {
    assert_eq!(rules(&["docs", "--diagnostics"]), (0, reqlint_docs::diagnostics()));
}

#[test]
fn the_reference_is_printed() {
    assert_eq!(rules(&["docs", "--reference"]), (0, reqlint_docs::reference()));
    assert_eq!(rules(&["docs"]).0, 2);
}

#[test]
fn a_site_is_written() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
    let _ = fs::remove_dir_all(&folder);
    let (exit, said) = rules(&["docs", "--out", folder.to_str().unwrap()]);
    assert!(exit == 0 && said.contains("index.html"), "{said}");
    for page in ["index.html", "style.css", "edgecast/status/403.html", "edgecast/rules/token-in-quotes.html"] {
        assert!(folder.join(page).is_file(), "{page}");
    }
    assert_eq!(rules(&["docs", "--out", folder.join("style.css").to_str().unwrap()]).0, 2);
}

/// `reqlint rules` with these words: exit status and standard output.
fn rules(words: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_reqlint")).arg("rules").args(words).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}
