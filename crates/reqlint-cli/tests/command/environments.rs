//! `--env` and `--env-file`: what the variables of files are.

use crate::run::Folder;

const FILE: &str = "@id = 7\nGET {{baseUrl}}/v{{version}}/{{id}}/{{other}} HTTP/1.1\nAuthorization: Bearer {{access}}\nX-Note: {{plain}}\n";

fn folder(name: &str) -> Folder {
    Folder::new(name)
        .with(
            "http-client.env.json",
            r#"{"dev":{"baseUrl":"http://localhost:8080","access":"{{key}}"},"$shared":{"version":2}}"#,
        )
        .with("http-client.private.env.json", r#"{"dev":{"key":"abcd-efgh","plain":"quiet-words"}}"#)
        .with("sub/a.http", FILE)
}

#[test]
fn the_files_beside_an_input_or_above_it_have_the_values() {
    let folder = folder("env");
    let ran = folder.run(&["convert", "sub/a.http", "--env", "dev"]);
    assert!(ran.out.starts_with("GET /v2/7/{{other}} HTTP/1.1\r\nHost: localhost:8080\r\n"), "{ran:?}");
    assert!(ran.out.contains("Authorization: Bearer abcd-efgh\r\nX-Note: quiet-words\r\n"), "{ran:?}");
    assert!(ran.err.contains("variables of the environment are replaced: access, baseUrl, plain, version"), "{ran:?}");
    let masked = folder.run(&["convert", "sub/a.http", "--env", "dev", "--mask"]);
    assert!(!masked.out.contains("abcd") && !masked.out.contains("quiet"), "{masked:?}");
    let without = folder.run(&["convert", "sub/a.http"]);
    assert!(without.out.contains("{{plain}}"), "{without:?}");
}

#[test]
fn other_files_are_read_by_their_names() {
    let folder = Folder::new("env-files")
        .with(
            ".vscode/settings.json",
            "{ // c\n\"rest-client.environmentVariables\": {\"test\": {\"baseUrl\": \"http://h.example\",}}\n}",
        )
        .with("environments/dev.bru", "vars {\n  baseUrl: http://b.example\n}\n")
        .with("a.http", "GET {{baseUrl}}/a\n")
        .with("a.bru", "get {\n  url: {{baseUrl}}/{{process.env.NAME}}\n}\n")
        .with("a.hurl", "POST {{baseUrl}}/a\n{\"a\": \"{{NAME}}\"}\nHTTP 200\n")
        .with("values.env", "baseUrl=http://v.example\nNAME=\"a b\"\n")
        .with(".env", "NAME=c\n");
    for (words, expected) in [
        (&["a.http", "--env", "test"][..], "Host: h.example"),
        (&["a.bru", "--env", "dev"], "GET /c HTTP/1.1\r\nHost: b.example"),
        (&["a.hurl", "--env-file", "values.env"], "{\"a\": \"a b\"}"),
        (&["a.hurl", "--env-file", "values.env", "--env-file", ".env"], "{\"a\": \"c\"}"),
    ] {
        let ran = folder.run(&[&["convert"], words].concat());
        assert!(ran.exit == 0 && ran.out.contains(expected), "{ran:?}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    let folder = folder("env-mistakes").with("b.env.json", "{\"dev\": 1").with("empty/a.http", FILE);
    let check = |words: &[&str]| folder.check(&[&["sub/a.http"], words].concat());
    check(&["--env", "dve"]).fails_with(&["no environment `dve` found", "did you mean `dev`?"]);
    check(&["--env-file", "http-client.private.env.json"])
        .fails_with(&["`http-client.private.env.json` has values by environment", "choose one with --env: dev"]);
    check(&["--env-file", "b.env.json"]).fails_with(&["this is not JSON\n--> b.env.json:1:9"]);
    check(&["--env-file", "nope.env"]).fails_with(&["nope.env"]);
    check(&["--env", "dev", "--fix"]).fails_with(&["'--env <NAME>' cannot be used with '--fix'"]);
}

#[test]
fn where_values_are_is_said() {
    let folder =
        folder("env-hint").with(".env", "other=1\nunused=2\n").with("environments/qa.bru", "vars {\n  plain: p\n}\n");
    let ran = folder.run(&["check", "sub/a.http"]);
    for line in [
        "not filled in: `{{access}}`, `{{baseUrl}}`, `{{version}}`; http-client.env.json has values: add --env dev\n",
        "not filled in: `{{plain}}`; http-client.private.env.json has a value: add --env dev\n",
        "not filled in: `{{other}}`; .env has a value: add --env-file .env\n",
        "not filled in: `{{plain}}`; environments/qa.bru has a value: add --env qa\n",
    ] {
        assert!(ran.err.contains(line), "{line}{ran:?}");
    }
    assert!(!ran.err.contains("quiet") && !ran.err.contains("`{{id}}`"), "{ran:?}");
    let filled = folder.run(&["check", "sub/a.http", "--env", "dev"]);
    assert!(!filled.err.contains("not filled in"), "{filled:?}");
    let plain =
        folder.with("b.http", "GET http://h.example/{{unknown}} HTTP/1.1\nHost: h.example\n").run(&["check", "b.http"]);
    assert!(plain.err.is_empty(), "{plain:?}");
}

#[test]
fn environments_beyond_the_bound_are_said() {
    let mut folder = folder("env-many").with("a.http", "GET http://h.example/{{v}} HTTP/1.1\nHost: h.example\n");
    for number in 0..21 {
        folder = folder.with(&format!("environments/e{number:02}.bru"), "vars {\n  v: 1\n}\n");
    }
    let ran = folder.run(&["check", "a.http"]);
    assert!(
        ran.err.contains("of the 21 environments in environments the first 20 are looked at for values\n"),
        "{ran:?}"
    );
}

#[test]
fn a_request_in_too_many_folders_is_said() {
    let deep = format!("{}a.bru", "d/".repeat(33));
    let request = "meta {\n  name: a\n}\n\nget {\n  url: http://h.example/\n}\n";
    let folder = folder("env-deep").with("bruno.json", "{}").with(&deep, request).with("d/b.bru", request);
    let ran = folder.run(&["check", &deep]);
    assert!(ran.err.contains(&format!("{deep} is in more than 32 folders")), "{ran:?}");
    assert!(!folder.run(&["check", "d/b.bru"]).err.contains("folders"));
}
