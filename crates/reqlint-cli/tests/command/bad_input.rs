//! Input that is wrong in every way: one clear error with its place, or a finding; the others are still checked.

use crate::run::{BROKEN, CLEAN, Folder};

#[test]
fn a_file_that_is_not_http() {
    let folder = Folder::new("not-http").with("a.txt", "Dear support,\n").with("b.http", BROKEN).with("empty.http", "");
    let ran = folder.check(&["a.txt", "b.http", "empty.http", "missing.http"]);
    ran.fails_with(&["this is not an HTTP request\n--> a.txt:1:1", "no request found\n--> empty.http:1:1"]);
    ran.fails_with(&["no such file or folder\n--> missing.http"]);
    assert_eq!(ran.errors(), 3);
    assert!(ran.out.contains("will get 404 Not Found"), "{}", ran.out);
}

#[test]
fn a_body_that_is_not_utf_8() {
    let mut text = b"PUT /v2/mcc/customers/0001/edge/purge HTTP/1.1\nHost: api.edgecast.com\n".to_vec();
    text.extend(b"Authorization: TOK: 12345678-1234-1234-1234-1234567890ab\nContent-Type: application/json\n\n");
    text.extend(b"{\"MediaPath\":\"http://x/\xff\xfe\",\"MediaType\":3}\n");
    let ran = Folder::new("not-utf-8").with("a.http", text).check(&["a.http"]);
    assert_eq!(ran.exit, 1, "{ran:?}");
    assert!(ran.out.contains("error[400]") && ran.out.contains("--> a.http:6:24"), "{}", ran.out);
}

#[test]
fn a_body_of_100_megabytes() {
    let head = "PUT /v2/mcc/customers/0001/edge/purge HTTP/1.1\nHost: api.edgecast.com\n\n";
    let text = [head, &"a".repeat(100_000_000), "\n###\n", BROKEN].concat();
    let folder = Folder::new("large-body").with("a.http", text);
    let ran = folder.check(&["a.http"]);
    std::fs::remove_dir_all(concat!(env!("CARGO_TARGET_TMPDIR"), "/large-body")).unwrap();
    ran.fails_with(&["the body has 100000000 bytes, at most 16777216 are read\n--> a.http:4:1"]);
    assert_eq!(ran.errors(), 1);
    assert!(ran.out.contains("will get 404 Not Found"), "{}", ran.out);
}

#[test]
fn ten_thousand_headers() {
    let text = format!("GET / HTTP/1.1\n{}\n###\n{BROKEN}", "X: y\n".repeat(10_000));
    let ran = Folder::new("many-headers").with("a.http", text).check(&["a.http"]);
    ran.fails_with(&["more than 1000 header lines: this request is not read\n--> a.http:1002:1"]);
    assert_eq!(ran.errors(), 1);
    assert!(ran.out.contains("will get 404 Not Found"), "{}", ran.out);
}

#[test]
fn json_nested_10_000_deep() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let head = BROKEN.replacen("GET", "PUT", 1).replace("cnames/httplarge/", "edge/purge");
    let text = format!("{head}Content-Type: application/json\n\n{{\"MediaPath\":{deep}}}\n");
    let line = format!("{{\"method\":\"GET\",\"target\":\"/\",\"body\":{deep},\"more\":{deep}}}\n");
    let ran = Folder::new("deep").with("a.http", text).with("b.ndjson", line).check(&["a.http", "b.ndjson"]);
    ran.fails_with(&["`body` takes a text, not a list\n--> b.ndjson:1:"]);
    assert_eq!(ran.errors(), 1);
    assert!(ran.out.contains("nested more than 256 deep"), "{}", ran.out);
}

#[test]
fn broken_lines_among_good_ones() {
    let good = r#"{"id":"good","method":"GET","target":"/v2/mcc/customers/0001/cnames/httplarge/","headers":[["Host","api.edgecast.com"]]}"#;
    let fact =
        r#"{"method":"GET","target":"/","headers":[["Host","api.edgecast.com"]],"facts":{"acount-status":"active"}}"#;
    let lines = format!("{good}\n{{\"method\":\n{good}\n[]\n{{\"method\":1,\"target\":\"/\"}}\n{fact}\n{good}\n");
    let ran = Folder::new("broken-lines").with("a.ndjson", lines).check(&["--format", "ndjson", "a.ndjson"]);
    ran.fails_with(&["a.ndjson:2:", "a.ndjson:4:", "a.ndjson:5:", "`method` takes a text, not a number"]);
    ran.fails_with(&["no pack declares the fact `acount-status`: did you mean `account-status`?\n--> a.ndjson:6:1"]);
    assert_eq!(ran.errors(), 4);
    let indices: Vec<_> =
        ran.out.lines().map(|line| line.split("\"index\":").nth(1).unwrap().split(',').next().unwrap()).collect();
    assert_eq!(indices, ["0", "2", "6"]);
}

#[test]
fn packs_and_facts_that_are_not_there() {
    let folder = Folder::new("unknown").with("a.http", CLEAN);
    folder
        .check(&["a.http", "--pack", "edgecats"])
        .fails_with(&["there is no pack `edgecats`: did you mean `edgecast`?"]);
    let fact = folder.check(&["a.http", "--fact", "acount-status=active"]);
    fact.fails_with(&["no pack declares the fact `acount-status`: did you mean `account-status`?"]);
    assert_eq!((fact.errors(), fact.out.as_str()), (1, ""));
    folder
        .check(&["a.http", "--fact", "token-known=perhaps"])
        .fails_with(&["the fact `token-known` must be true or false"]);
    folder
        .check(&["a.http", "--fact", "account-status=lost"])
        .fails_with(&["must be one of active, inactive, deleted"]);
    folder.check(&["a.http", "--fact", "account-status"]).fails_with(&["write NAME=VALUE"]);
    folder.check(&["a.http", "--now", "noon"]).fails_with(&["write a time such as 2024-05-01T12:00:00Z"]);
}

#[test]
fn a_recording_without_a_record() {
    let folder =
        Folder::new("empty-recording").with("none.ndjson", "").with("blank.jsonl", "\n\n").with("none.http", "");
    for recording in ["none.ndjson", "blank.jsonl"] {
        let ran = folder.check(&[recording, "--format", "json"]);
        assert_eq!((ran.exit, ran.out.trim(), ran.err.as_str()), (0, "[]", ""), "{recording}");
    }
    folder.check(&["none.http"]).fails_with(&["no request found\n--> none.http:1:1"]);
}

#[test]
fn files_of_facts() {
    let folder = Folder::new("facts-files").with("a.http", CLEAN);
    let folder = folder.with("f.toml", "unknown = 1\naccount-status = \"deleted\"\nknown = 3\n");
    let ran = folder.check(&["a.http", "--facts", "f.toml"]);
    let place = |line: &str| ran.err.find(line);
    assert!(place("f.toml:1:1") < place("f.toml:3:1"), "in the order of the file: {}", ran.err);
    let folder = folder.with("f.toml", "account-status = \"deleted\"\nunknown = 1\ntoken-known = 3\n");
    let ran = folder.check(&["a.http", "--facts", "f.toml"]);
    ran.fails_with(&[
        "no pack declares the fact `unknown`\n--> f.toml:2:1",
        "`token-known` must be true or false\n--> f.toml:3:1",
    ]);
    folder.check(&["a.http", "--facts", "none.toml"]).fails_with(&["no such file or folder\n--> none.toml"]);
}

#[test]
fn rule_files_with_mistakes() {
    let folder = Folder::new("mistakes").with("a.http", CLEAN);
    let folder = folder.with("rules/p/pack.toml", "title = \"P\"\nhost = [\"x\"]\n");
    let folder =
        folder.with("rules/p/404-not-found/r.toml", "titel = \"T\"\nstatus = 404\ncheck = \"known-endpoint\"\n");
    let ran = folder.check(&["a.http", "--rules", "rules"]);
    ran.fails_with(&["--> rules/p/pack.toml:2:1", "did you mean `hosts`?", "--> rules/p/404-not-found/r.toml:1:1"]);
    ran.fails_with(&[
        "did you mean `title`?",
        "4 mistakes in 2 files; 1 more mistake may be a consequence of these, and isn't shown",
    ]);
    folder.check(&["a.http", "--rules", "."]).fails_with(&["pack.toml:2:1"]);
    Folder::new("no-pack").check(&["--rules", "."]).fails_with(&["no pack found in `.`"]);
}
