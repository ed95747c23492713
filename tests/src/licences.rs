//! Every dependency has a licence that the repository may be built with, and what is embedded names its own.

use crate::support::{read, table};
use serde::Deserialize;
use std::env;
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Allowed {
    licences: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// What Cargo knows of the packages of `Cargo.lock` that this machine builds.
fn packages() -> Vec<Package> {
    let host =
        output(Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).args(["--print", "host-tuple"]));
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host.trim()]);
    let metadata: Metadata = serde_json::from_str(&output(&mut cargo)).unwrap();
    metadata.packages
}

fn output(command: &mut Command) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = command.current_dir(root).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a licence expression can be met with these licences. `/` is how `OR` was written once.
fn is_met(expression: &str, licences: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, licences) && rest.is_empty()
}

fn any(words: &mut &[&str], licences: &[String]) -> bool {
    let mut met = all(words, licences);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        met |= all(words, licences);
    }
    met
}

fn all(words: &mut &[&str], licences: &[String]) -> bool {
    let mut met = one(words, licences);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        met &= one(words, licences);
    }
    met
}

fn one(words: &mut &[&str], licences: &[String]) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let met = any(words, licences);
            let closed = words.first() == Some(&")");
            *words = words.get(1..).unwrap_or_default();
            met && closed
        }
        [name, "WITH", exception, rest @ ..] => {
            *words = rest;
            licences.contains(&format!("{name} WITH {exception}"))
        }
        [name, rest @ ..] => {
            *words = rest;
            licences.iter().any(|licence| licence == name)
        }
        [] => false,
    }
}

#[test]
fn every_dependency_has_a_licence_of_the_list() {
    let Allowed { licences } = table("tests/data/licences.toml");
    let packages = packages();
    assert!(packages.len() > 100, "{}", packages.len());
    let expression = |package: &Package| package.license.clone().unwrap_or_default();
    let refused = packages.iter().filter(|package| !is_met(&expression(package), &licences));
    let refused: Vec<_> =
        refused.map(|package| format!("{} {}: {:?}", package.name, package.version, package.license)).collect();
    assert!(refused.is_empty(), "not in tests/data/licences.toml:\n{}", refused.join("\n"));
    let used = |licence: &&String| packages.iter().any(|package| expression(package).contains(licence.as_str()));
    let unused: Vec<_> = licences.iter().filter(|licence| !used(licence)).collect();
    assert!(
        unused.is_empty(),
        "nothing has these licences, so tests/data/licences.toml needs none of them: {unused:?}"
    );
}

#[test]
fn expressions_are_met_as_they_are_built() {
    let licences = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
    for met in ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND ISC", "Apache-2.0 WITH LLVM-exception"] {
        assert!(is_met(met, &licences), "{met}");
    }
    for unmet in ["", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT", "GPL-3.0 OR (ISC AND GPL-2.0)"] {
        assert!(!is_met(unmet, &licences), "{unmet}");
    }
}

#[test]
fn each_embedded_pack_is_in_the_list_of_third_party_material() {
    let list = read("THIRD-PARTY.md");
    for pack in reqlint_rules::packs() {
        assert!(list.contains(&format!("`rules/{}", pack.name)), "THIRD-PARTY.md says nothing of rules/{}", pack.name);
    }
}
