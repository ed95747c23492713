//! The schemas accept every file of the packs, reject broken ones, and match the committed copies.

use crate::committed::committed;
use reqlint_docs::schema::{FileKind, schema, text};
use serde_json::Value;
use std::fs;
use std::path::Path;

#[test]
fn committed_schemas_are_up_to_date() {
    for kind in FileKind::ALL {
        committed(&format!("docs/schema/{}.json", kind.name()), &text(kind));
    }
}

#[test]
fn every_file_of_the_packs_is_valid() {
    for file in reqlint_rules::packs().into_iter().flat_map(|pack| pack.files) {
        let inside = file.path.splitn(3, '/').nth(2).unwrap();
        let errors = errors(FileKind::of(inside), &file.text);
        assert!(errors.is_empty(), "{}: {errors:#?}", file.path);
    }
}

#[test]
fn broken_files_are_rejected() {
    for kind in FileKind::ALL {
        let folder = Path::new("tests/refused").join(kind.name());
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let mut count = 0;
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!errors(kind, &text).is_empty(), "{} is valid", path.display());
            count += 1;
        }
        assert!(count > 0, "{} has no files", folder.display());
    }
}

/// Each file names the schema of its kind, so that an editor finds it without setup.
#[test]
fn every_file_of_the_packs_names_its_schema() {
    for file in reqlint_rules::packs().into_iter().flat_map(|pack| pack.files) {
        let inside = file.path.splitn(3, '/').nth(2).unwrap();
        let up = "../".repeat(file.path.matches('/').count());
        let line = format!("#:schema {up}docs/schema/{}.json", FileKind::of(inside).name());
        assert_eq!(file.text.lines().next(), Some(line.as_str()), "{}", file.path);
    }
}

fn errors(kind: FileKind, text: &str) -> Vec<String> {
    let validator = jsonschema::draft7::new(&schema(kind)).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let file = json(&toml::Value::Table(table));
    validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// A TOML value as schemas see it: a time is a string.
fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(items) => items.iter().map(json).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}
