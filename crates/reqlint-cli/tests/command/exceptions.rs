//! An exception silences its rule, and what rules that wait for that one would say of the same place.

use crate::run::{Folder, Ran};
use std::path::Path;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A pack of rules about `/a`, each with an example that fails and one that passes.
fn pack(rules: &[(&str, &str, &str, &str, &str)]) -> Folder {
    let names: Vec<&str> = rules.iter().map(|(id, ..)| *id).collect();
    let mut folder = Folder::new(&format!("exceptions-{}", names.concat()))
        .with("p/pack.toml", "title = 'P'\nhosts = ['p.example']\n");
    for (id, waits, check, fail, pass) in rules {
        let text = format!(
            "title = '{id}'\nstatus = 400\nunless-failed = [{waits}]\n{check}\n[[example]]\nfail = '''\n{fail}\n'''\npass = '''\n{pass}\n'''\n"
        );
        folder = folder.with(&format!("p/400/{id}.toml"), text);
    }
    folder
}

/// The rules that a request fails where one is excepted.
fn failed(folder: &Folder, excepted: &str, request: &str) -> Vec<String> {
    folder.again("a.http", request);
    let exception =
        format!("[[exception]]\nrule = 'p/{excepted}'\nhosts = 'p.example'\nreason = 'r'\nuntil = 2099-01-31\n");
    folder.again("reqlint.toml", &format!("rules = 'p'\n{}", if excepted.is_empty() { "" } else { &exception }));
    let ran = folder.check(&["a.http", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report.get("findings").and_then(serde_json::Value::as_array).unwrap();
    findings.iter().map(|finding| finding.get("rule").unwrap().as_str().unwrap().to_owned()).collect()
}

const BETTER: (&str, &str, &str, &str, &str) = (
    "quotes",
    "",
    "check.header-syntax = { header = 'X-Key', tests = 'quotes' }",
    "GET /a HTTP/1.1\nHost: p.example\nX-Key: \"1\"",
    "GET /a HTTP/1.1\nHost: p.example\nX-Key: 1",
);
const WORSE: (&str, &str, &str, &str, &str) = (
    "digits",
    "'quotes'",
    "check.value = { of = 'header.X-Key', is = 'integer' }",
    "GET /a HTTP/1.1\nHost: p.example\nX-Key: \"1\"",
    "GET /a HTTP/1.1\nHost: p.example\nX-Key: 1",
);

#[test]
fn what_waits_for_an_excepted_rule_is_silent_at_its_place() {
    let folder = pack(&[BETTER, WORSE]);
    assert_eq!(failed(&folder, "", BETTER.3), ["p/quotes"]);
    assert_eq!(failed(&folder, "quotes", BETTER.3), [""; 0]);
    let elsewhere = "GET /a HTTP/1.1\nHost: p.example\nX-Key: one";
    assert_eq!(
        failed(&folder, "quotes", elsewhere),
        ["p/digits"],
        "nothing is silenced where the excepted rule passes"
    );
    assert_eq!(failed(&folder, "digits", BETTER.3), ["p/quotes"]);
}

#[test]
fn the_checklist_says_what_it_waits_for() {
    let folder = pack(&[BETTER, WORSE]);
    failed(&folder, "quotes", BETTER.3);
    let ran = folder.check(&["a.http", "--checklist"]);
    assert!(ran.exit == 0 && ran.out.contains("waits for p/quotes"), "{ran:?}");
}

#[test]
fn it_speaks_at_every_other_place() {
    let both = "check.value = { of = 'query.key', is = 'integer' }";
    let first = "check.value = { of = 'query.key', max-length = 1 }";
    let target = |key: &str, more: &str| format!("GET /a?key={key}{more} HTTP/1.1\nHost: p.example");
    let (fails, passes) = (target("qq", ""), target("1", ""));
    let folder = pack(&[("first", "", first, &fails, &passes), ("second", "'first'", both, &fails, &passes)]);
    assert_eq!(failed(&folder, "", &target("qq", "&key=x")), ["p/first"]);
    assert_eq!(failed(&folder, "first", &fails), [""; 0]);
    assert_eq!(failed(&folder, "first", &target("qq", "&key=x")), ["p/second"]);
}

#[test]
fn what_is_missing_is_a_place_too() {
    let request = "GET /a HTTP/1.1\nHost: p.example";
    let passes = "GET /a HTTP/1.1\nHost: p.example\nX-Key: 1";
    let present = "check.value = { of = 'header.X-Key', present = true }";
    let folder = pack(&[
        ("required", "", "check.header-required = { header = 'X-Key' }", request, passes),
        ("second", "'required'", present, request, passes),
        ("third", "'second'", "check.value = { of = 'header.x-key', present = true }", request, passes),
    ]);
    assert_eq!(failed(&folder, "", request), ["p/required"]);
    assert_eq!(failed(&folder, "required", request), [""; 0], "one that waits at second hand waits, too");
    assert_eq!(failed(&folder, "second", request), ["p/required"]);
}

#[test]
fn a_body_is_read_although_only_the_excepted_rule_looks_at_it() {
    let request = |body: &str| {
        format!(
            "POST /a HTTP/1.1\nHost: p.example\nContent-Type: application/json\nContent-Length: {}\n\n{body}",
            body.len()
        )
    };
    let (fails, passes) = (request("{\"a\":\"x\"}"), request("{\"a\":1}"));
    let folder = pack(&[
        ("number", "", "check.value = { of = 'body.a', is = 'integer' }", &fails, &passes),
        ("small", "'number'", "check.value = { of = 'body.a', at-most = 5 }", &request("{\"a\":6}"), &passes),
    ]);
    assert_eq!(failed(&folder, "number", &fails), [""; 0]);
    assert_eq!(failed(&folder, "number", &request("{\"a\":6}")), ["p/small"]);
}

/// The README's own `reqlint.toml`, as it is printed.
#[test]
fn the_exception_of_the_readme_does_what_it_says() {
    let readme = std::fs::read_to_string(Path::new(REPOSITORY).join("README.md")).unwrap();
    let blocks = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let project = blocks.map(|(block, _)| block).find(|block| block.contains("[[exception]]")).unwrap();
    let request = std::fs::read_to_string(Path::new(REPOSITORY).join("examples/purge.http")).unwrap();
    let folder = Folder::new("exceptions-readme").with("rules/shop/pack.toml", "").with("purge.http", &request);
    let folder = shop(folder).with("known.json", "").with("clean.http", crate::run::CLEAN);
    folder.check(&["clean.http", "--write-baseline", "known.json"]);
    let said = |project: &str| -> Ran {
        folder.again("reqlint.toml", project);
        folder.check(&["purge.http", "--now", "2026-12-01T00:00:00Z"])
    };
    let without = project.split("[[exception]]").next().unwrap();
    assert!(said(without).out.contains("edgecast/token-in-quotes"), "{:?}", said(without));
    let ran = said(project);
    assert!(ran.out.contains("edgecast/trailing-slash") && !ran.out.contains("quotes"), "{ran:?}");
    let note = "note: `edgecast/token-in-quotes` is switched off for 1 request until 2027-03-31: our gateway strips the quotes\n";
    assert_eq!(ran.err, note);
}

/// The README's second pack.
fn shop(folder: Folder) -> Folder {
    let pack = "title = 'Shop'\nhosts = ['api.shop.example']\n";
    let rule = "title = 'The key is a number'\nstatus = 401\n[check.value]\nof = 'header.X-Key'\nis = 'integer'\n\
                [[example]]\nfail = '''\nGET / HTTP/1.1\nX-Key: a\n'''\npass = '''\nGET / HTTP/1.1\nX-Key: 1\n'''\n";
    folder.with("rules/shop/pack.toml", pack).with("rules/shop/401/key-malformed.toml", rule)
}
