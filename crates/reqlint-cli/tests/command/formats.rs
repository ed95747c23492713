//! What the formats print, and the exit statuses.

use crate::run::{BROKEN, CLEAN, Folder};

#[test]
fn the_exit_status_says_how_it_went() {
    let folder = Folder::new("exit").with("clean.http", CLEAN).with("broken.http", BROKEN);
    assert_eq!(folder.check(&["clean.http"]).exit, 0);
    assert_eq!(folder.check(&["clean.http", "broken.http"]).exit, 1);
    assert_eq!(folder.check(&["broken.http", "missing.http"]).exit, 2);
    assert_eq!(folder.check(&["."]).exit, 1);
}

#[test]
fn json_is_an_object_for_one_request_and_a_list_for_others() {
    let folder = Folder::new("json").with("one.http", CLEAN).with("two.http", format!("{CLEAN}\n###\n{BROKEN}"));
    let one = folder.check(&["--format", "json", "one.http"]).out;
    assert!(one.starts_with("{\n  \"schema\": \"reqlint/report/2\"") && one.ends_with("}\n"), "{one}");
    let two = folder.check(&["--format", "json", "two.http"]).out;
    assert!(two.starts_with("[\n{") && two.contains("\n},\n{") && two.ends_with("}\n]\n"), "{two}");
    assert_eq!(folder.check(&["--format", "json", "missing.http"]).out, "[]\n");
    let lines = folder.check(&["--format", "ndjson", "two.http"]).out;
    assert!(lines.lines().count() == 2 && lines.lines().all(|l| l.starts_with('{') && l.ends_with('}')), "{lines}");
}

#[test]
fn text_says_the_answer_first_and_shows_no_secret() {
    let folder = Folder::new("text").with("a.http", BROKEN);
    let ran = folder.check(&["a.http"]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines[0], "a.http  GET api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/");
    assert_eq!(lines[1], "will get 404 Not Found (Invalid Request URI), \"Endpoint not found\"");
    assert!(ran.out.contains("--fact account-status=active|inactive|deleted"), "{}", ran.out);
    assert!(!ran.out.contains("12345678") && !ran.out.contains('\x1b') && ran.err.is_empty());
    assert!(folder.check(&["a.http", "--color", "always"]).out.contains('\x1b'));
    let quiet = folder.check(&["a.http", "--quiet"]).out;
    assert_eq!(quiet.lines().collect::<Vec<_>>(), lines[..2]);
}

#[test]
fn standard_input_is_read_when_nothing_is_named() {
    let folder = Folder::new("stdin");
    for words in [&[][..], &["-"]] {
        let ran = folder.check_stdin(words, BROKEN);
        assert_eq!(ran.exit, 1);
        assert!(ran.out.starts_with("stdin  GET api.edgecast.com"), "{}", ran.out);
    }
    let line = r#"{"method":"GET","target":"/","headers":[["Host","x"]]}"#;
    let ran = folder.check_stdin(&["--format", "json"], &format!("\n\n{line}\n"));
    assert!(ran.out.contains("\"name\": null") && ran.out.contains("\"pack\": \"http\""), "{ran:?}");
    folder.check_stdin(&["--input-format", "http"], line).fails_with(&["this is not an HTTP request\n--> stdin:1:1"]);
}

#[test]
fn folders_are_read_in_order_of_names() {
    let line = "\n{\"method\":\"GET\",\"target\":\"/\",\"headers\":{\"Host\":\"x\"}}\n";
    let folder = Folder::new("folders").with("in/b.http", CLEAN).with("in/a/z.http", CLEAN).with("in/.hidden", "x");
    let ran = folder.with("in/c.ndjson", line).check(&["in", "--format", "ndjson"]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, ""));
    let names: Vec<_> = ran.out.lines().map(|line| line.split('"').nth(9).unwrap()).collect();
    assert_eq!(names, ["in/a/z.http", "in/b.http", "in/c.ndjson"]);
}

/// Beside requests a folder holds texts and pictures: they are counted, what is meant to be a request and isn't is an error.
#[test]
fn what_holds_no_request_in_a_folder_is_passed_over() {
    let folder = Folder::new("folder-of-a-project")
        .with("in/README.md", "# Requests\n\nThese are sent every night.\n")
        .with("in/package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}\n")
        .with("in/openapi.yaml", "openapi: 3.0.0\ninfo: {}\n")
        .with("in/picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
        .with("in/client.py", "import requests\nrequests.get('https://x/')\n")
        .with("in/a.http", CLEAN);
    let ran = folder.check(&["in"]);
    let said = "passed over: 5 files that hold no request (in/README.md, in/client.py, in/openapi.yaml …)\n";
    assert_eq!((ran.exit, ran.err.as_str()), (0, said));
    assert_eq!(folder.check(&["in/README.md"]).exit, 2);
    let ran = folder.with("in/b.http", "no request\n").check(&["in"]);
    assert!(ran.exit == 2 && ran.err.contains("in/b.http:1:1"), "{ran:?}");
}
