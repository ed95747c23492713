//! Conventions for source files and rule files.

use crate::support::{files, read, rules};
use std::collections::BTreeSet;

/// The maximum number of lines of a source file, not counting its tests.
const MAX_LINES: usize = 350;

#[test]
fn no_source_file_is_longer_than_350_lines() {
    let sources = ["crates", "rules", "tests/src"].into_iter().flat_map(|folder| files(folder, "rs"));
    let lines = |path: &String| {
        let text = read(path);
        text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().lines().count()
    };
    let long: Vec<_> = sources.filter(|path| lines(path) > MAX_LINES).collect();
    assert!(long.is_empty(), "each file is about one idea: split {long:?}");
}

#[test]
fn rule_ids_are_unique_and_name_their_files() {
    let mut ids = BTreeSet::new();
    for rule in rules().rules() {
        let (pack, id) = rule.id().split_once('/').unwrap();
        assert!(ids.insert(rule.id()), "two rules are named {}", rule.id());
        assert!(rule.path().starts_with(&format!("rules/{pack}/")), "{}", rule.path());
        assert!(rule.path().ends_with(&format!("/{id}.toml")), "{}", rule.path());
        let plain = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(plain, "{id}: use lower case letters, digits and dashes");
    }
}

#[test]
fn every_rule_is_in_the_folder_of_its_status() {
    for rule in rules().rules() {
        let folder = rule.path().split('/').nth(2).unwrap();
        match rule.status() {
            Some(status) => {
                assert!(folder.starts_with(&format!("{status}-")), "{} has status {status}", rule.path());
            }
            None => assert_eq!(folder, "warnings", "{} has no status", rule.path()),
        }
    }
}

#[test]
fn every_file_of_a_pack_is_embedded() {
    let embedded: BTreeSet<_> =
        reqlint_rules::packs().into_iter().flat_map(|pack| pack.files).map(|file| file.path).collect();
    let in_packs = files("rules", "toml").into_iter().filter(|path| path.split('/').count() > 2);
    assert_eq!(in_packs.collect::<BTreeSet<_>>(), embedded);
}
