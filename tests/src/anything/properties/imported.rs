//! Descriptions, collections and recordings: whatever one contains, a pack that is made of it loads, or an error says why there is
//! none.

use super::harmless;
use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::read::Environments;
use reqlint_import::{Har, ImportError, Imported, Options, openapi, postman};

/// Reads a description in OpenAPI; what it refers to is the text itself, or can't be read.
pub(crate) fn of_description(text: &str) {
    let mut load = |name: &str| match name.len() % 2 {
        0 => Ok(text.to_owned()),
        _ => Err("it isn't there".to_owned()),
    };
    of_import(&openapi("any.yaml", text, &Options::new("pack"), &mut load));
}

/// Reads a collection of Postman.
pub(crate) fn of_collection(text: &str) {
    of_import(&postman("any.json", text, &Options::new("pack")));
}

/// Reads a recording.
pub(crate) fn of_recording(text: &[u8]) {
    let options = Options::new("pack");
    let mut har = Har::new(&options);
    har.read("any.har", text);
    of_import(&har.imported());
}

/// Reads a file of environments by each of the names that such files have.
pub(crate) fn of_environments(text: &[u8]) {
    for name in ["http-client.env.json", "settings.json", ".env", "a.bru"] {
        match Environments::read(name, text) {
            Ok(environments) => {
                let names: Vec<_> = environments.names().collect();
                assert!(names.iter().all(|name| environments.variables(Some(name)).names().count() <= 1000));
            }
            Err(error) => harmless("environments", &error.to_string()),
        }
    }
}

fn of_import(imported: &Result<Imported, ImportError>) {
    let imported = match imported {
        Ok(imported) => imported,
        Err(error) => return harmless("import", &error.to_string()),
    };
    let file = |f: &reqlint_import::PackFile| SourceFile { path: format!("pack/{}", f.path), text: f.text.clone() };
    let files = imported.files.iter().filter(|file| file.path.ends_with(".toml")).map(file).collect();
    let loaded = Loaded::from(vec![PackSource { name: "pack".into(), root: "pack".into(), files }]);
    assert!(loaded.errors.list.is_empty(), "the pack doesn't load:\n{}", loaded.errors);
}
