//! Every collection in `collections` and every recording in `recordings` becomes a pack: it loads, its rules only warn, none of
//! its examples goes as it shouldn't, and what is written is what a person should read (`snapshots`). What is secret in them
//! contains `HUSH`, and no pack does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "in tests")]

use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::examples;
use reqlint_import::{Framework, Har, Imported, Options, postman};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

fn paths(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn imported(path: &Path, options: &Options) -> Imported {
    let name = path.file_name().unwrap().to_string_lossy();
    let made = if name.ends_with(".har") {
        let mut har = Har::new(options);
        har.read(&name, BufReader::new(File::open(path).unwrap()));
        har.imported()
    } else {
        postman(&name, &fs::read_to_string(path).unwrap(), options)
    };
    made.unwrap_or_else(|error| panic!("{error}"))
}

fn all() -> impl Iterator<Item = PathBuf> {
    paths("collections").into_iter().chain(paths("recordings"))
}

fn loaded(imported: &Imported) -> Loaded {
    let file = |f: &reqlint_import::PackFile| SourceFile { path: format!("pack/{}", f.path), text: f.text.clone() };
    let files = imported.files.iter().map(file).collect();
    Loaded::from(vec![PackSource { name: "pack".into(), root: "pack".into(), files }])
}

#[test]
fn packs_read_as_a_person_would_write_them() {
    for path in all() {
        let name = path.file_name().unwrap().to_string_lossy().replace('.', "-");
        let imported = imported(&path, &Options::new("pack"));
        let whole: String = imported.files.iter().map(|file| format!("=== {}\n{}\n", file.path, file.text)).collect();
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, whole);
        });
    }
}

#[test]
fn packs_load_and_only_warn() {
    for path in all() {
        for framework in [None, Some("fastapi"), Some("laravel")] {
            let mut options = Options::new("pack");
            options.framework = framework.map(|name| Framework::named(name).unwrap());
            let imported = imported(&path, &options);
            let loaded = loaded(&imported);
            assert!(loaded.errors.is_empty(), "{}: {}", path.display(), loaded.errors);
            let claims =
                |line: &str| line.contains("required = true") || line.starts_with("status") && line.contains('=');
            let rules = imported.files.iter().filter(|file| file.path != "pack.toml");
            assert!(!rules.flat_map(|file| file.text.lines()).any(claims));
            for rule in loaded.rules.rules() {
                let runs = examples::run(&loaded.rules, rule);
                assert!(runs.len() >= 2 && runs.iter().all(examples::ExampleRun::is_right), "{}", rule.id());
            }
            assert_eq!((imported.report.exact, imported.report.exact_endpoints.len()), (0, 0));
        }
    }
}

/// What a pack reads in an error answer: its message and its code.
fn words(imported: &Imported, body: &str) -> (Option<String>, Option<String>) {
    let loaded = loaded(imported);
    let text = format!(
        "GET /v1/orders HTTP/1.1\nHost: api.shop.example\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{body}\n"
    );
    let mut words = (None, None);
    reqlint_formats::Format::Http
        .read::<()>(reqlint_formats::read::Source::default(), text.as_bytes(), &mut |result| {
            let record = result.unwrap();
            let observed = reqlint_core::diagnose::Observed::read(&loaded.rules, &record.exchange).unwrap();
            words = (observed.message, observed.code);
            Ok(())
        })
        .unwrap();
    words
}

#[test]
fn answers_are_read_as_the_framework_words_them() {
    let path = paths("collections").remove(0);
    let mut options = Options::new("pack");
    for (name, body, message, code) in [
        (
            "fastapi",
            r#"{"detail":[{"type":"missing","loc":["body","price"],"msg":"Field required"}]}"#,
            "Field required",
            Some("missing"),
        ),
        ("fastapi", r#"{"detail":"Not Found"}"#, "Not Found", None),
        (
            "fastify",
            r#"{"statusCode":400,"code":"FST_ERR_VALIDATION","error":"Bad Request","message":"body must be object"}"#,
            "body must be object",
            Some("FST_ERR_VALIDATION"),
        ),
        (
            "falcon",
            r#"{"title": "Request data failed validation", "description": "'price' is a required property"}"#,
            "'price' is a required property",
            Some("Request data failed validation"),
        ),
    ] {
        options.framework = Some(Framework::named(name).unwrap());
        let (read, read_code) = words(&imported(&path, &options), body);
        assert_eq!((read.as_deref(), read_code.as_deref()), (Some(message), code), "{name}");
    }
}

#[test]
fn no_secret_gets_into_a_pack() {
    for path in all() {
        assert!(fs::read_to_string(&path).unwrap().contains("HUSH"), "{}", path.display());
        for file in imported(&path, &Options::new("pack")).files {
            let found = file.text.lines().find(|line| line.to_ascii_uppercase().contains("HUSH"));
            assert_eq!(found, None, "{}", file.path);
        }
    }
}

#[test]
fn what_was_not_seen_is_a_warning_and_what_was_is_nothing() {
    let path = paths("recordings").remove(0);
    let loaded = loaded(&imported(&path, &Options::new("pack")));
    let failed = |text: &str| {
        let mut failed = Vec::new();
        reqlint_formats::Format::Http
            .read::<()>(reqlint_formats::read::Source::default(), text.as_bytes(), &mut |result| {
                let record = result.unwrap();
                let facts = loaded.rules.facts();
                let resolved = loaded.rules.explain(&record.exchange, &facts).resolved;
                failed.extend(resolved.findings.iter().map(|finding| finding.rule.to_string()));
                Ok(())
            })
            .unwrap();
        failed
    };
    let signed = "Host: api.shop.example\nAuthorization: Bearer ***\n";
    for (request, expected) in [
        (format!("GET /v1/orders/99?never=seen HTTP/1.1\n{signed}"), vec![]),
        (
            format!("POST /v1/orders HTTP/1.1\n{signed}Content-Type: application/json\n\n{{\"never\": \"seen\"}}"),
            vec![],
        ),
        (format!("GET /v1/ordres HTTP/1.1\n{signed}"), vec!["pack/endpoint-not-seen"]),
        (format!("PUT /v1/orders HTTP/1.1\n{signed}"), vec!["pack/method-not-seen"]),
        ("GET /v1/orders HTTP/1.1\nHost: api.shop.example\n".to_owned(), vec!["pack/bearer-not-sent"]),
    ] {
        assert_eq!(failed(&request), expected, "{request}");
    }
}

#[test]
fn other_files_are_told_what_they_are() {
    let options = Options::new("pack");
    let refused = |text: &str| {
        let error = postman("a.json", text, &options).unwrap_err();
        format!("{error} ({})", error.help.clone().unwrap_or_default())
    };
    let har = |text: &str| {
        let mut har = Har::new(&options);
        har.read("a.har", text.as_bytes());
        let error = har.imported().unwrap_err();
        format!("{error} ({})", error.help.clone().unwrap_or_default())
    };
    let entry = |url: &str, status: u16| {
        format!(
            "{{\"log\": {{\"entries\": [{{\"request\": {{\"method\": \"GET\", \"url\": \"{url}\", \"headers\": []}}, \"response\": {{\"status\": {status}, \"headers\": []}}}}]}}}}"
        )
    };
    let texts = [
        refused(r#"{"requests": [], "order": []}"#),
        refused(r#"{"name": "dev", "values": []}"#),
        refused(r#"{"openapi": "3.1.0"}"#),
        refused(r#"{"info": {}}"#),
        refused(r#"{"info": {}, "item": []}"#),
        refused(r#"{"info": {}, "item": [{"name": "a", "request": {"url": ""}}]}"#),
        refused("{"),
        har("{"),
        har(r#"{"log": {"entries": []}}"#),
        har(&entry("https://h.example/a", 404)),
        har(&entry("https://h.example/a.png", 200)),
        har("curl https://h.example"),
    ];
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("other-files", texts.join("\n"));
    });
}
