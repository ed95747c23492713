//! `reqlint rules test` and `reqlint rules list` from outside.

use crate::run::Folder;
use std::fs;
use std::io::{BufRead, BufReader};

const RULE: &str = "shop/401-unauthorized/key-missing.toml";

fn changed(test: &str, from: &str, to: &str) -> Folder {
    let folder = Folder::new(test).with_copy("shop");
    let text = fs::read_to_string(folder.path(RULE)).unwrap();
    assert!(text.contains(from), "{text}");
    folder.with(RULE, text.replacen(from, to, 1))
}

#[test]
fn the_embedded_packs_are_validated() {
    let ran = Folder::new("embedded").run(&["rules", "test"]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("validated  edgecast/token-in-quotes"), "{}", ran.out);
    assert!(ran.out.contains("validated  edgecast/replies/client-refused"), "{}", ran.out);
}

#[test]
fn a_rule_that_stays_silent_is_missing() {
    let ran = changed("missing", "header = \"Authorization\"", "header = \"Host\"").run(&["rules", "test", "shop"]);
    assert_eq!(ran.exit, 1, "{}", ran.err);
    assert!(ran.out.contains("missing    shop/key-missing"), "{}", ran.out);
    assert!(ran.out.contains("error[missing]: a request that should fail passes"), "{}", ran.out);
    assert!(ran.out.contains("key-missing.toml:10:1") && ran.out.contains("^ expected fail, got pass"), "{}", ran.out);
}

#[test]
fn a_rule_that_speaks_where_it_should_not_is_noisy() {
    let ran = changed("noisy", "Authorization: KEY 1234", "Authorization:").run(&["rules", "test", "shop", "--quiet"]);
    assert_eq!(ran.exit, 1, "{}", ran.err);
    assert!(ran.out.contains("error[noisy]: a request that should pass fails"), "{}", ran.out);
    assert!(ran.out.contains("expected pass, got fail: the Authorization header is blank"), "{}", ran.out);
}

#[test]
fn a_pass_that_is_skipped_is_wrong() {
    let ran =
        changed("skipped", "[check", "[applies-to]\nmethods = [\"PUT\"]\n\n[check").run(&["rules", "test", "shop"]);
    assert_eq!(ran.exit, 1, "{}", ran.err);
    assert!(ran.out.contains("error[wrong]: a request that should pass is skipped"), "{}", ran.out);
    assert!(ran.out.contains("the rule doesn't apply to this request"), "{}", ran.out);
}

#[test]
fn coverage_names_what_no_example_reaches() {
    let folder = Folder::new("coverage").with_copy("shop");
    let ran = folder.run(&["rules", "test", "shop", "--coverage"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert!(ran.out.contains("endpoints of shop, 1 of 2\n    put-order"), "{}", ran.out);
    let rule = "title = 'T'\nstatus = 403\n[applies-to]\nmethods = ['GET', 'PUT']\n[check.header-syntax]\n\
                header = 'Authorization'\nsyntax = ['KEY {key}', 'K {key}']\ntests = ['syntax', 'extra']\n\
                [[example]]\nfail = \"GET /orders HTTP/1.1\\nAuthorization: x\\n\"\n\
                pass = \"GET /orders HTTP/1.1\\nAuthorization: KEY 1\\n\"\n";
    let ran = folder.with("shop/403-forbidden/key-syntax.toml", rule).run(&["rules", "test", "shop", "--coverage"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert!(ran.out.contains("applies-to\n    shop/key-syntax  methods \"PUT\""), "{}", ran.out);
    assert!(
        ran.out.contains("shop/key-syntax  check.header-syntax.syntax \"K {key}\"")
            || ran.out.contains("syntax 'K {key}'"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("'KEY {key}'"), "{}", ran.out);
}

#[test]
fn watching_runs_again_on_each_save() {
    let folder = Folder::new("watch").with_copy("shop");
    let mut child = folder.start(&["rules", "test", "shop", "--watch", "--quiet"]);
    let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (mut results, mut talk) = (BufReader::new(out).lines(), BufReader::new(err).lines());
    let mut next = |wanted: &str| results.find(|line| line.as_ref().unwrap().contains(wanted)).unwrap().unwrap();
    assert!(next("1 rule with 2 examples").contains("1 validated"));
    assert!(talk.next().unwrap().unwrap().starts_with("watching shop"));
    let text = fs::read_to_string(folder.path(RULE)).unwrap();
    fs::write(folder.path(RULE), text.replacen("\"Authorization\"", "\"Host\"", 1)).unwrap();
    assert!(next("error[missing]").contains("a request that should fail passes"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn rules_are_listed_by_pack_status_kind_and_endpoint() {
    let folder = Folder::new("list").with_copy("shop");
    let all = folder.run(&["rules", "list", "--rules", "shop"]);
    assert_eq!(all.out, "401  The request has an Authorization header  shop/key-missing\n1 rule\n");
    let json = folder.run(&["rules", "list", "--rules", "shop", "--kind", "header-required", "--format", "json"]);
    assert!(
        json.out.contains("\"rule\": \"shop/key-missing\"") && json.out.contains("\"status\": 401"),
        "{}",
        json.out
    );
    for none in [["--status", "404"], ["--kind", "encoding"]] {
        assert_eq!(folder.run(&[&["rules", "list", "--rules", "shop"][..], &none[..]].concat()).out, "0 rules\n");
    }
    let embedded = |words: &[&str]| folder.run(&[&["rules", "list"], words].concat());
    assert!(!embedded(&["--pack", "http"]).out.contains("edgecast/"));
    assert!(embedded(&["--endpoint", "purge-content"]).out.contains("edgecast/trailing-slash"));
    embedded(&["--kind", "header-sintax"])
        .fails_with(&["there is no kind of check `header-sintax`", "`header-syntax`?"]);
    embedded(&["--endpoint", "purge-contents"]).fails_with(&["did you mean `purge-content`?"]);
}

#[test]
fn a_plan_says_which_rules_meet_an_endpoint() {
    let folder = Folder::new("plan").with_copy("shop");
    let ran = folder.run(&["rules", "plan", "--rules", "shop"]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.starts_with("shop  ") && line.contains("body ")), "{}", ran.out);
    let id = ran.out.strip_prefix("shop  ").and_then(|text| text.split(' ').next()).unwrap();
    let ran = folder.run(&["rules", "plan", "--rules", "shop", "--endpoint", id]);
    assert!(ran.out.contains("   1  shop/"), "{}", ran.out);
    let ran = folder.run(&["rules", "plan", "--rules", "shop", "--endpoint", "no-such"]);
    assert_eq!(ran.exit, 2, "{}", ran.err);
    assert!(ran.err.contains("there is no endpoint `no-such`"), "{}", ran.err);
}

#[test]
fn what_the_catalogue_says_and_no_rule_asks_for_is_listed() {
    const PACK: &str = "title = 'Shop'\nhosts = ['api.shop.example']\n[strict]\nmembers = 'closed'\n";
    const ENDPOINT: &str = "[[endpoint]]\nid = 'add'\nmethod = 'POST'\npath = '/orders'\ntags = ['orders']\n\
                            [endpoint.fields.body]\nname = { required = true, max-length = 40 }\na = {}\nb = {}\n\
                            c = { variants = ['x', 'y'] }\n[[endpoint.groups]]\nat-most-one = ['a', 'b']\n\
                            [variant.x.fields]\nx = {}\n[variant.y.fields]\ny = {}\n";
    let rule = |check: &str, path: &str, body: &str| {
        let example = |key: &str, path: &str, body: &str| {
            format!(
                "{key} = '''\nPOST https://api.shop.example{path} HTTP/1.1\nContent-Type: application/json\n\n{body}\n'''\n"
            )
        };
        let (fail, pass) = (example("fail", path, body), example("pass", "/orders", "{\"name\": \"pen\"}"));
        format!("title = 'It is right'\nstatus = 400\ncheck = '{check}'\n[[example]]\n{fail}{pass}")
    };
    let folder = Folder::new("rules-test-holes")
        .with("shop/pack.toml", PACK)
        .with("shop/endpoints/orders.toml", ENDPOINT)
        .with("shop/400/unknown.toml", rule("known-endpoint", "/nothing", ""))
        .with("shop/400/missing.toml", rule("required-fields", "/orders", "{}"));
    let ran = folder.run(&["rules", "test", "shop"]);
    assert_eq!(ran.exit, 0, "{}{}", ran.out, ran.err);
    let listed: Vec<_> = ran.out.lines().filter(|line| line.starts_with("  shop: ")).collect();
    let kinds = [
        "exact-case",
        "no-trailing-slash",
        "filled-fields",
        "field-values",
        "known-fields",
        "field-groups",
        "field-variants",
    ];
    for kind in kinds {
        assert!(listed.iter().any(|line| line.ends_with(&format!("no rule has `{kind}`"))), "{kind}: {}", ran.out);
    }
    assert_eq!(listed.len(), kinds.len(), "{}", ran.out);

    // as soon as there is a rule, nothing is let through
    folder.again("shop/400/case.toml", &rule("exact-case", "/Orders", ""));
    let ran = folder.run(&["rules", "test", "shop"]);
    assert!(!ran.out.contains("exact-case`") && ran.out.contains("no-trailing-slash`"), "{}", ran.out);
}
