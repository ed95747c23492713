//! Known findings: `--write-baseline` and `--baseline`.

use crate::run::{BROKEN, CLEAN, Folder};

const SPACE: &str = "GET /a b?x=1 HTTP/1.1\nHost: other.example\n";

#[test]
fn only_new_findings_fail() {
    let folder = Folder::new("baseline").with("a.http", BROKEN).with("b.http", SPACE).with("c.http", CLEAN);
    let ran = folder.check(&["a.http", "b.http", "c.http", "--write-baseline", "known.json"]);
    assert_eq!((ran.exit, ran.out.as_str()), (0, "wrote 2 findings to known.json\n"), "{}", ran.err);
    let known = "{\n  \"schema\": \"reqlint/baseline/1\",\n  \"findings\": [\n    \
        {\"rule\":\"edgecast/trailing-slash\",\"endpoint\":\"get-all-edge-cnames\",\"place\":\"target\"},\n    \
        {\"rule\":\"http/raw-space-in-target\",\"endpoint\":\"GET other.example/a b\",\"place\":\"target\"}\n  ]\n}\n";
    assert_eq!(folder.read("known.json"), known);
    let ran = folder.check(&["a.http", "b.http", "c.http", "--baseline", "known.json"]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, "note: 2 findings are known from known.json\n"), "{ran:?}");
    assert!(!ran.out.contains("error["), "{}", ran.out);

    // the same finding on another line, and a new one beside it
    let moved =
        BROKEN.replace("Accept:", "X-One: 1\nAccept:").replace("TOK: 1234", "\"TOK: 1234").replace("90ab", "90ab\"");
    let folder = folder.with("a.http", format!("# a comment\n\n{moved}"));
    let ran = folder.check(&["a.http", "--baseline", "known.json", "--format", "json"]);
    assert_eq!(ran.exit, 1);
    assert!(
        ran.out.contains("\"rule\": \"edgecast/token-in-quotes\"") && ran.out.contains("\"status\": 403"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("the path ends with a slash"), "the known one is not a finding: {}", ran.out);
}

#[test]
fn the_project_names_it_and_paths_start_at_its_folder() {
    let folder =
        Folder::new("baseline-project").with("reqlint.toml", "baseline = 'known.json'\n").with("a/a.http", BROKEN);
    folder.run_in("a", &["check", "a.http"]).fails_with(&[
        "no such file or folder\n--> ../known.json",
        "write it: reqlint check … --write-baseline ../known.json",
    ]);
    let ran = folder.run_in("a", &["check", "a.http", "--write-baseline", "../known.json"]);
    assert_eq!(ran.out, "wrote 1 finding to ../known.json\n", "{ran:?}");
    assert_eq!(folder.run_in("a", &["check", "a.http"]).exit, 0);
    assert_eq!(
        folder.run_in("a", &["check", "a.http", "--write-baseline", "../known.json"]).out,
        ran.out,
        "written anew"
    );
}

#[test]
fn findings_that_are_gone_are_said() {
    let folder = Folder::new("baseline-gone").with("a.http", BROKEN).with("b.http", SPACE);
    folder.check(&["a.http", "b.http", "--write-baseline", "known.json"]);
    let folder = folder.with("a.http", CLEAN);
    let gone =
        "note: 1 finding is listed in known.json but gone: edgecast/trailing-slash at get-all-edge-cnames (target)\n";
    assert_eq!(folder.check(&["a.http", "--baseline", "known.json"]).err, gone);
    let ran = folder.check(&["a.http", "b.http", "--baseline", "known.json"]);
    assert_eq!(ran.err, format!("note: 1 finding is known from known.json\n{gone}"));
    assert_eq!(folder.check(&["b.http", "--baseline", "known.json", "--quiet"]).err, "");
}

#[test]
fn what_is_no_baseline_is_said() {
    let folder = Folder::new("baseline-broken").with("a.http", CLEAN).with("known.json", "{\"schema\": 1}");
    folder.check(&["a.http", "--baseline", "known.json"]).fails_with(&["this is not a baseline\n--> known.json:1:"]);
    folder.check(&["a.http", "--write-baseline", "no/known.json"]).fails_with(&["it can't be written"]);
    folder.check(&["a.http", "--write-baseline", "k.json", "--format", "json"]).fails_with(&["cannot be used with"]);
}
