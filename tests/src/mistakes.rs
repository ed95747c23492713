//! Mistakes in rule files: all are reported together, each with its location and how to fix it.
//!
//! `data/broken/shop` is a pack without mistakes. A file in `rules`, `endpoints`, `replies` or `servers` is tried as an additional file
//! of it, a file in `packs` as its `pack.toml`; a folder in `sets` contains its own packs. The snapshots are next to them.

use crate::support::{files, folder, read, stem};
use reqlint_core::{PackSource, RuleSet, SourceFile};

const BROKEN: &str = "tests/data/broken";

/// The files below a folder, with paths below the folder above it.
pub(crate) fn pack(path: &str) -> PackSource {
    let name = path.rsplit('/').next().unwrap().to_owned();
    let inside = |file: &String| format!("{name}{}", file.strip_prefix(path).unwrap());
    let files = files(path, "toml").iter().map(|file| SourceFile { path: inside(file), text: read(file) }).collect();
    PackSource { root: name.clone(), name, files }
}

/// The shop with one file added or replaced.
fn shop_with(path: &str, text: String) -> Vec<PackSource> {
    let mut shop = pack(&format!("{BROKEN}/shop"));
    shop.files.retain(|file| file.path != path);
    shop.files.push(SourceFile { path: path.to_owned(), text });
    vec![shop]
}

fn check(name: &str, of: &str, packs: Vec<PackSource>) {
    let diagnostics = match RuleSet::load(packs) {
        Ok(_) => "nothing".to_owned(),
        Err(mistakes) => mistakes.to_string(),
    };
    let folder = format!("../data/broken/{of}");
    insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, diagnostics);
    });
}

fn check_each(of: &str, place: impl Fn(&str) -> String) {
    for file in files(&format!("{BROKEN}/{of}"), "toml") {
        let name = stem(&file);
        check(name, of, shop_with(&place(name), read(&file)));
    }
}

#[test]
fn the_shop_has_no_mistakes() {
    let loaded = RuleSet::load(vec![pack(&format!("{BROKEN}/shop"))]);
    assert!(loaded.is_ok(), "{}", loaded.unwrap_err());
}

#[test]
fn mistakes_in_a_rule_are_reported() {
    check_each("rules", |name| format!("shop/400-bad-request/{name}.toml"));
}

#[test]
fn mistakes_in_a_catalogue_are_reported() {
    check_each("endpoints", |name| format!("shop/endpoints/{name}.toml"));
}

#[test]
fn mistakes_in_a_pack_file_are_reported() {
    check_each("packs", |_| "shop/pack.toml".to_owned());
}

#[test]
fn mistakes_in_a_reply_file_are_reported() {
    check_each("replies", |name| format!("shop/replies/{name}.toml"));
}

#[test]
fn mistakes_in_a_server_file_are_reported() {
    check_each("servers", |name| format!("shop/servers/{name}.toml"));
}

#[test]
fn mistakes_in_a_shape_file_are_reported() {
    check_each("shapes", |name| format!("shop/shapes/{name}.toml"));
}

#[test]
fn mistakes_between_files_are_reported() {
    for set in folder(&format!("{BROKEN}/sets")).into_iter().filter(|path| !path.ends_with(".snap")) {
        check(stem(&set), "sets", folder(&set).iter().map(|path| pack(path)).collect());
    }
}
