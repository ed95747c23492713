//! Codes of diagnostics: each has a page whose examples are true, and a broken rule file that produces it.

use crate::mistakes::pack;
use crate::support::{files, read, table};
use reqlint_core::language::Code;
use reqlint_core::{Loaded, PackSource, Project, SourceFile, Time};
use std::collections::{BTreeMap, BTreeSet};

/// The examples of a page: wrong, right; each with the kind of its file, or none where it is no single file.
fn examples(code: Code) -> [(Option<&'static str>, &'static str); 2] {
    ["Wrong:\n\n```", "Right:\n\n```"].map(|head| {
        let (_, rest) = code.page().split_once(head).unwrap_or_else(|| panic!("{code} has no {head}"));
        let (info, rest) = rest.split_once('\n').unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        assert!(!text.trim().is_empty(), "{code}: an example is empty");
        (info.strip_prefix("toml "), text)
    })
}

/// The codes that are reported of the shop with one more file.
fn reported(kind: &str, text: &str) -> BTreeSet<Code> {
    let mut shop = pack("tests/data/broken/shop");
    let file = |path: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let mut project = Project::default();
    match kind {
        "rule" => shop.files.push(file("shop/an-example.toml")),
        "endpoints" => shop.files.push(file("shop/endpoints/more.toml")),
        "reply" => shop.files.push(file("shop/replies/an-example.toml")),
        "server" => shop.files.push(file("shop/servers/an-example.toml")),
        "shape" => shop.files.push(file("shop/shapes/an-example.toml")),
        "pack" => {
            shop.files.retain(|file| file.path != "shop/pack.toml");
            shop.files.push(file("shop/pack.toml"));
        }
        "project" => project = Project::read(file("reqlint.toml"), Time::read(b"2026-01-01").unwrap()),
        other => panic!("there are no files of the kind {other}"),
    }
    let loaded = Loaded::of(project, vec![shop]);
    loaded.errors.list.iter().chain(&loaded.hints).map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn examples_of_pages_are_true() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let [bad, good] = examples(*code);
        assert_eq!(bad.0, good.0, "{code}: both examples are of one kind");
        let Some(kind) = bad.0 else { continue };
        if !reported(kind, bad.1).contains(code) {
            wrong.push(format!("{code}: the wrong example gives {:?}", reported(kind, bad.1)));
        }
        let of_good = reported(kind, good.1);
        if of_good.contains(code) || of_good.iter().any(|other| other.id().starts_with("E01")) {
            wrong.push(format!("{code}: the right example gives {of_good:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_of_two_packs_must_be_named_with_its_pack() {
    let codes = |rule: &str| {
        let shop = pack("tests/data/broken/shop");
        let market = PackSource { name: "market".into(), root: "shop".into(), files: shop.files.clone() };
        let text = format!("severity.warning = [\"{rule}\"]");
        let file = SourceFile { path: "reqlint.toml".into(), text };
        let project = Project::read(file, Time::read(b"2026-01-01").unwrap());
        let loaded = Loaded::of(project, vec![shop, market]);
        loaded.errors.list.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
    };
    assert!(codes("key-missing").contains(&Code::AmbiguousRule));
    assert!(!codes("shop/key-missing").contains(&Code::AmbiguousRule));
}

#[test]
fn ids_are_unique_and_in_order() {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    assert!(Code::ALL.iter().all(|code| Code::of_id(code.id()) == Some(*code)));
}

/// Broken rule files lie beside what is reported of them.
#[test]
fn every_code_is_produced_by_a_broken_rule_file() {
    let snapshots = ["tests/data/broken", "crates/reqlint-cli/tests/broken"].map(|folder| files(folder, "snap"));
    let mut produced = BTreeSet::new();
    for text in snapshots.iter().flatten().map(|path| read(path)) {
        let shown = |code: &&Code| {
            text.contains(&format!("[{code}]")) || text.lines().any(|l| l.contains(&format!(": {code} ")))
        };
        produced.extend(Code::ALL.iter().filter(shown).map(|code| code.id()));
    }
    // where a code can't be produced by a file, the reason, and the test that produces it
    let excused: BTreeMap<String, String> = table("tests/data/codes.toml");
    let missing: Vec<_> = Code::ALL.iter().map(|code| code.id()).filter(|id| !produced.contains(id)).collect();
    let excused: Vec<_> = excused.keys().map(String::as_str).collect();
    assert_eq!(missing, excused, "left: produced by no broken rule file; right: listed in tests/data/codes.toml");
}
