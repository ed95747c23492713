//! Requests that no pack judges, answers that contradict the rules, and notes.

use crate::run::Folder;

const FOREIGN: &str = "GET / HTTP/1.1\nHost: api.shop.exmaple\n\n";

const PACK: &str = "title = 'Shop'\nhosts = ['api.shop.example']\n";

const ERROR: &str = "title = 'There is a key'\nstatus = 401\ncheck.header-required = { header = 'X-Key' }\n\
[[example]]\nfail = 'GET https://api.shop.example/'\npass = \"GET / HTTP/1.1\\nHost: api.shop.example\\nX-Key: 1\"\n";

const NOTE: &str = "title = 'There is a trace'\nseverity = 'note'\ncheck.header-required = { header = 'X-Trace' }\n\
[[example]]\nfail = 'GET https://api.shop.example/'\npass = \"GET / HTTP/1.1\\nHost: api.shop.example\\nX-Trace: 1\"\n";

/// A folder with a pack for one host.
fn shop(test: &str) -> Folder {
    let folder = Folder::new(test).with("shop/pack.toml", PACK);
    folder.with("shop/key.toml", ERROR).with("shop/trace.toml", NOTE).with("foreign.http", FOREIGN)
}

/// An archive with one request that has no key, and its answer.
fn archive(status: u16) -> String {
    format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"t","version":"1"}},"entries":[{{"startedDateTime":"2024-05-01T12:00:00Z",
"request":{{"method":"GET","url":"https://api.shop.example/","httpVersion":"HTTP/1.1","headers":[{{"name":"Host","value":"api.shop.example"}}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0}},
"response":{{"status":{status},"statusText":"","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{{"size":0,"mimeType":"text/plain"}},"redirectURL":"","headersSize":-1,"bodySize":0}}}}]}}}}"#
    )
}

#[test]
fn a_request_that_no_pack_judges_is_said_to_be_so_in_every_format() {
    let folder = shop("unjudged");
    for (format, says) in [
        ("text", "not judged: no loaded pack has the host `api.shop.exmaple`; did you mean `api.shop.example`?"),
        ("json", "\"conclusion\": \"unjudged\""),
        ("ndjson", "\"nearest_host\":\"api.shop.example\""),
        ("sarif", "\"unjudged\": 1"),
        ("junit", "<skipped message=\"not judged: "),
        ("github", "::notice file=foreign.http,line=1,title=unjudged::"),
        ("gitlab", "\"check_name\": \"unjudged\""),
        ("markdown", "1 not judged"),
        ("html", "1 not judged"),
    ] {
        let ran = folder.check(&["foreign.http", "--rules", "shop", "--format", format]);
        assert!(ran.exit == 0 && ran.out.contains(says), "{format}: {ran:?}");
    }
}

#[test]
fn an_unjudged_request_fails_the_run_where_that_is_asked_for() {
    let folder = shop("required").with("project/reqlint.toml", "rules = ['../shop']\nrequire-judged = true\n");
    let folder = folder.with("project/foreign.http", FOREIGN);
    let words = ["foreign.http", "--rules", "shop", "--require-judged"];
    assert_eq!(folder.check(&words).exit, 1);
    let ran = folder.check(&[&words[..], &["--format", "junit"]].concat());
    assert!(ran.exit == 1 && ran.out.contains("<failure message=\"not judged: "), "{ran:?}");
    assert_eq!(folder.run_in("project", &["check", "foreign.http"]).exit, 1, "reqlint.toml");
}

#[test]
fn an_answer_that_is_no_error_contradicts_the_rules() {
    let folder = shop("contradicted").with("ok.har", archive(200)).with("refused.har", archive(401));
    let check = |file, format| folder.check(&[file, "--rules", "shop", "--format", format]);
    assert_eq!(check("refused.har", "text").exit, 1);
    for (format, says) in [
        ("text", "note: shop/key expects 401, but the API answered 200"),
        ("json", "\"conclusion\": \"contradicted\""),
        ("sarif", "\"contradicted\": 1"),
        ("junit", "failures=\"0\""),
        ("github", "title=contradicted::"),
        ("gitlab", "\"check_name\": \"contradicted\""),
        ("markdown", "1 contradicted"),
        ("html", "1 contradicted"),
    ] {
        let ran = check("ok.har", format);
        assert!(ran.exit == 0 && ran.out.contains(says), "{format}: {ran:?}");
    }
    let old = folder.check(&["ok.har", "--rules", "shop", "--format", "json", "--schema", "1"]);
    assert!(old.out.contains("\"conclusion\": \"broken\"") && old.out.contains("reqlint/report/1"), "{old:?}");
}

#[test]
fn notes_are_shown_where_they_are_asked_for_and_never_count() {
    let folder = shop("notes").with("a.http", "GET / HTTP/1.1\nHost: api.shop.example\nX-Key: 1\n\n");
    let check = |more: &[&str]| folder.check(&[&["a.http", "--rules", "shop", "--severity", "warning"], more].concat());
    let (without, with) = (check(&["--checklist"]), check(&["--notes"]));
    assert!(without.exit == 0 && !without.out.contains("shop/trace"), "{without:?}");
    assert!(with.exit == 0 && with.out.contains("note: ") && with.out.contains("shop/trace"), "{with:?}");
    let github = check(&["--notes", "--format", "github"]);
    assert!(github.out.starts_with("::notice "), "{github:?}");
    let old = check(&["--notes", "--format", "json", "--schema", "1"]);
    assert!(!old.out.contains("shop/trace"), "{old:?}");
    let baseline = folder.check(&["a.http", "--rules", "shop", "--notes", "--write-baseline", "known.json"]);
    assert!(baseline.exit == 0 && baseline.out.starts_with("wrote 0 findings"), "{baseline:?}");
    let tested = folder.run(&["rules", "test", "shop"]);
    assert_eq!(tested.exit, 0, "{tested:?}");
}
