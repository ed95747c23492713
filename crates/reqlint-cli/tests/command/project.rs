//! `reqlint.toml`: packs, severities, facts and exceptions of a project.

use crate::run::{BROKEN, CLEAN, Folder};

const SHOP: &str = "GET /orders HTTP/1.1\nHost: api.shop.example\n";

/// A project that switches a rule off.
fn project(more: &str, until: &str) -> String {
    format!(
        "rules = ['shop']\n[[exception]]\nrule = 'key-missing'\n{more}\nreason = 'the till sends no key'\nuntil = {until}\n"
    )
}

#[test]
fn it_is_found_upwards_and_its_paths_start_at_its_folder() {
    let folder = Folder::new("project-up").with_copy("shop").with("reqlint.toml", "rules = 'shop'\n");
    let folder = folder.with("a/b/a.http", SHOP);
    let ran = folder.run_in("a/b", &["check", "a.http", "--format", "json"]);
    assert!(ran.exit == 1 && ran.out.contains("\"rule\": \"shop/key-missing\""), "{ran:?}");
    let ran = folder.run_in("a/b", &["rules", "list"]);
    assert!(ran.out.contains("shop/key-missing") && !ran.out.contains("edgecast/"), "{ran:?}");
    let ran = folder.run_in("a/b", &["explain", "key-missing"]);
    assert!(ran.out.contains("../../shop/401-unauthorized/key-missing.toml"), "{ran:?}");
    let ran = folder.run_in("a", &["rules", "test"]);
    assert!(ran.exit == 0 && ran.out.contains("validated  shop/key-missing"), "{ran:?}");
}

#[test]
fn packs_are_named_and_the_embedded_ones_stand_beside_its_own() {
    let folder = Folder::new("project-packs").with_copy("shop").with("a.http", SHOP).with("b.http", BROKEN);
    let rules = |text: &str| {
        let folder = folder.again("reqlint.toml", text);
        let ran = folder.check(&["a.http", "b.http", "--format", "ndjson"]);
        ["shop/key-missing", "edgecast/trailing-slash"].map(|rule| ran.out.contains(&format!("\"rule\":\"{rule}\"")))
    };
    assert_eq!(rules("rules = 'shop'\npacks = ['shop', 'edgecast']\n"), [true, true]);
    assert_eq!(rules("rules = 'shop'\n"), [true, false]);
    assert_eq!(rules("packs = 'edgecast'\n"), [false, true]);
    assert_eq!(rules("\n"), [false, true]);
}

#[test]
fn another_folder_stands_in_for_its_packs() {
    let folder = Folder::new("project-elsewhere").with_copy("shop").with("a.http", SHOP);
    let folder =
        folder.with("reqlint.toml", "rules = 'nowhere'\npacks = 'edgecats'\nseverity.warning = 'other/rule'\n");
    let ran = folder.check(&["a.http", "--rules", "shop", "--format", "json"]);
    assert!(ran.exit == 1 && ran.out.contains("\"rule\": \"shop/key-missing\""), "{ran:?}");
    folder
        .check(&["a.http"])
        .fails_with(&["this folder doesn't exist\n --> reqlint.toml:1:9", "unknown pack `edgecats`"]);
}

#[test]
fn severities_change() {
    let folder = Folder::new("project-severity").with_copy("shop").with("a.http", SHOP);
    let folder = folder.with("reqlint.toml", "rules = 'shop'\nseverity.warning = 'key-missing'\n");
    let ran = folder.check(&["a.http"]);
    assert!(ran.exit == 0 && ran.out.contains("warning[401]"), "{ran:?}");
    assert_eq!(folder.check(&["a.http", "--severity", "warning"]).exit, 1);
}

#[test]
fn an_exception_switches_a_rule_off_where_it_says_so() {
    let folder = Folder::new("project-exception").with_copy("shop").with("a.http", SHOP);
    let folder = folder.with("b.http", SHOP.replace("/orders", "/elsewhere"));
    let exits = |more: &str| {
        let folder = folder.again("reqlint.toml", &project(more, "2099-01-31"));
        [folder.check(&["a.http"]).exit, folder.check(&["b.http"]).exit]
    };
    assert_eq!(exits("endpoints = 'get-orders'"), [0, 1]);
    assert_eq!(exits("hosts = 'api.shop.example'"), [0, 0]);
    assert_eq!(exits("hosts = '*.shop.example'"), [0, 0]);
    assert_eq!(exits("endpoints = 'get-orders'\nhosts = 'API.shop.example'"), [0, 1]);
    let ran =
        folder.again("reqlint.toml", &project("hosts = 'api.shop.example'", "2099-01-31")).check(&["a.http", "b.http"]);
    let said = "note: `shop/key-missing` is switched off for 2 requests until 2099-01-31: the till sends no key\n";
    assert_eq!(ran.err, said);
    assert!(ran.out.contains("not applying 1"), "{}", ran.out);
}

/// A pack for any host has no host of its own that an exception could name.
#[test]
fn a_rule_for_any_host_is_switched_off_for_one() {
    let request = |host: &str| format!("GET /a b HTTP/1.1\nHost: {host}\n");
    let folder =
        Folder::new("project-any-host").with("a.http", request("a.example")).with("b.http", request("b.example"));
    let rule = "rule = 'http/raw-space-in-target'\nreason = 'an old server'\nuntil = 2099-01-31\n";
    let folder = folder.with("reqlint.toml", format!("[[exception]]\nhosts = 'a.example'\n{rule}"));
    let ran = folder.check(&["a.http"]);
    assert!(!ran.out.contains("target-not-encoded"), "{ran:?}");
    assert!(folder.check(&["b.http"]).out.contains("http/raw-space-in-target"));
}

#[test]
fn exceptions_that_are_over_or_not_needed_are_said() {
    let folder = Folder::new("project-over").with_copy("shop").with("a.http", SHOP);
    let folder = folder.with("c.http", format!("{SHOP}Authorization: KEY 1234\n"));
    let folder = folder.with("reqlint.toml", project("endpoints = 'get-orders'", "2025-03-31"));
    let at = |now: &str| folder.check(&["a.http", "--now", now]);
    assert_eq!(at("2025-03-31T23:59:59Z").exit, 0);
    let over = at("2025-04-01T00:00:00Z");
    assert_eq!(over.exit, 1);
    let said =
        "hint[H0103]: this exception expired on 2025-03-31: `key-missing` is enabled again\n --> reqlint.toml:6:9\n";
    assert!(over.err.contains(said), "{}", over.err);
    let said = |words: &[&str]| folder.check(&[words, &["--now", "2025-03-31"]].concat()).err;
    let unused =
        "hint[H0104]: this exception is not needed: `shop/key-missing` would have passed\n --> reqlint.toml:2:1\n";
    assert!(said(&["c.http"]).contains(unused), "{}", said(&["c.http"]));
    let folder = folder.with("d.http", SHOP.replace("/orders", "/elsewhere"));
    let said = |words: &[&str]| folder.check(&[words, &["--now", "2025-03-31"]].concat()).err;
    assert_eq!(said(&["d.http"]), "", "one request says nothing about what others need");
    let unmet = "hint[H0104]: no request of this run matches this exception\n --> reqlint.toml:2:1\n";
    assert!(said(&["d.http", "d.http"]).contains(unmet), "{}", said(&["d.http", "d.http"]));
}

#[test]
fn a_project_that_is_no_file_or_too_long_is_said() {
    let folder = Folder::new("project-folder").with("a.http", CLEAN).with("reqlint.toml/x", "");
    folder.check(&["a.http"]).fails_with(&["not a readable file\n--> reqlint.toml"]);
    let folder = Folder::new("project-long").with("a.http", CLEAN).with("reqlint.toml", "#".repeat(1 << 21));
    folder.check(&["a.http"]).fails_with(&["limited to 1 MiB\n --> reqlint.toml:1:1"]);
}
