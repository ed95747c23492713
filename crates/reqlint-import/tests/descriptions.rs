//! Every description in `descriptions` becomes a pack: it loads, its examples go as they should, and what is written is what a
//! person should read (`snapshots`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "in tests")]

use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::examples;
use reqlint_import::{Framework, Imported, Options, openapi};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/descriptions")
}

fn imported(path: &Path, options: &Options) -> Imported {
    let name = path.file_name().unwrap().to_string_lossy();
    let text = fs::read_to_string(path).unwrap();
    let mut load = |part: &str| fs::read_to_string(folder().join(part)).map_err(|_| "no such file".to_owned());
    openapi(&name, &text, options, &mut load).unwrap_or_else(|error| panic!("{error}"))
}

fn descriptions() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.is_file()).collect();
    paths.sort();
    assert!(paths.len() >= 3);
    paths
}

#[test]
fn packs_read_as_a_person_would_write_them() {
    for path in descriptions() {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let imported = imported(&path, &Options::new("pack"));
        let whole: String = imported.files.iter().map(|file| format!("=== {}\n{}\n", file.path, file.text)).collect();
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(stem, whole);
        });
    }
}

#[test]
fn packs_load_and_their_examples_go_as_they_should() {
    let frameworks = [None, Some("fastapi"), Some("axum"), Some("laravel")];
    for path in descriptions() {
        for framework in frameworks {
            let mut options = Options::new("pack");
            options.framework = framework.map(|name| Framework::named(name).unwrap());
            options.formats = framework.is_some();
            let imported = imported(&path, &options);
            let file =
                |f: &reqlint_import::PackFile| SourceFile { path: format!("pack/{}", f.path), text: f.text.clone() };
            let files = imported.files.iter().map(file).collect();
            let loaded = Loaded::from(vec![PackSource { name: "pack".into(), root: "pack".into(), files }]);
            assert!(loaded.errors.is_empty(), "{}: {}", path.display(), loaded.errors);
            for rule in loaded.rules.rules() {
                let runs = examples::run(&loaded.rules, rule);
                assert!(runs.len() >= 2 && runs.iter().all(examples::ExampleRun::is_right), "{}", rule.id());
            }
        }
    }
}

#[test]
fn mistakes_are_said_with_their_place() {
    let options = Options::new("pack");
    let refused = |text: &str| {
        let error = openapi("api.yaml", text, &options, &mut |_| Err("no such file".into())).unwrap_err();
        let line = error.place.as_ref().map(|(_, line)| format!(" [{line}]")).unwrap_or_default();
        let help = error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{error}{line}{help}")
    };
    let deep = format!("{{\"openapi\": \"3.0.0\", \"x\": {}{}}}", "[".repeat(200), "]".repeat(200));
    let texts = [
        "openapi: 3.0.0\npaths: {/a: {get: {responses: {}}\n",
        "{\"openapi\": \"3.0.0\",\n \"paths\": {,}}",
        "title: Shop\n",
        "openapi: 4.0.0\n",
        "swagger: '1.2'\n",
        "openapi: 3.0.0\npaths: {}\n",
        "openapi: 3.0.0\npaths: {'/a b': {get: {responses: {}}}}\n",
        deep.as_str(),
        "- a\n b: c\n",
        "",
    ];
    let all: Vec<_> = texts.into_iter().map(refused).collect();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("mistakes", all.join("\n"));
    });
}
