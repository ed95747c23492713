//! Each crate depends only on what it may, and the engine on little.

use crate::support::{folder, read, table};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a crate may depend on.
#[derive(Deserialize)]
struct Allowed {
    workspace: Vec<String>,
    /// `None` for any.
    others: Option<Vec<String>>,
    /// What it needs besides Rust and a C compiler.
    needs: Option<String>,
}

/// A crate's name and the dependencies in its manifest.
struct Manifest {
    path: String,
    name: String,
    dependencies: Vec<String>,
}

/// The manifests of the workspace.
fn manifests() -> Vec<Manifest> {
    let root: toml::Table = table("Cargo.toml");
    let members = root["workspace"]["members"].as_array().unwrap().iter().map(|member| member.as_str().unwrap());
    let folders = members.flat_map(|member| match member.strip_suffix("/*") {
        Some(parent) => folder(parent),
        None => vec![member.to_owned()],
    });
    folders.map(|folder| manifest(format!("{folder}/Cargo.toml"))).collect()
}

fn manifest(path: String) -> Manifest {
    let manifest: toml::Table = table(&path);
    let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let tables = targets.filter_map(|(_, target)| target.as_table()).chain([&manifest]);
    let named = tables.flat_map(|table| {
        let of_kind = ["dependencies", "build-dependencies"].into_iter().filter_map(|kind| table.get(kind)?.as_table());
        of_kind.flat_map(|dependencies| dependencies.keys().cloned())
    });
    Manifest { dependencies: named.collect(), name: manifest["package"]["name"].as_str().unwrap().to_owned(), path }
}

#[test]
fn each_crate_depends_only_on_what_it_may() {
    let allowed: BTreeMap<String, Allowed> = table("tests/data/crates.toml");
    let mut wrong = Vec::new();
    for Manifest { path, name, dependencies } in manifests() {
        let Some(row) = allowed.get(&name) else {
            wrong.push(format!("{path}: {name} has no row in tests/data/crates.toml"));
            continue;
        };
        let may = |dependency: &String| match dependency.starts_with("reqlint-") {
            true => row.workspace.contains(dependency),
            false => row.others.as_ref().is_none_or(|others| others.contains(dependency)),
        };
        let others = dependencies.iter().filter(|dependency| !may(dependency));
        wrong.extend(others.map(|dependency| format!("{path}: {name} may not depend on {dependency}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn default_members_are_all_that_need_only_rust() {
    let allowed: BTreeMap<String, Allowed> = table("tests/data/crates.toml");
    let root: toml::Table = table("Cargo.toml");
    let listed = root["workspace"]["default-members"].as_array().unwrap().iter().filter_map(toml::Value::as_str);
    let needs_more = |name: &str| allowed.get(name).is_some_and(|row| row.needs.is_some());
    let members = manifests().into_iter().filter(|manifest| !needs_more(&manifest.name));
    let folders = members.map(|manifest| manifest.path.trim_end_matches("/Cargo.toml").to_owned());
    assert_eq!(listed.map(str::to_owned).collect::<BTreeSet<_>>(), folders.collect::<BTreeSet<_>>());
}

#[test]
fn versions_are_set_in_one_place() {
    for Manifest { path, name: own, .. } in manifests() {
        let manifest: toml::Table = table(&path);
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in manifest.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                let inherited = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                // a crate whose tests ask for its own features: with a version it could only be packaged once it is published
                let itself = *name == own && value.get("path").and_then(toml::Value::as_str) == Some(".");
                assert!(inherited || itself, "{path}: write {name}.workspace = true");
            }
        }
    }
}

#[test]
fn every_crate_uses_the_workspace_lints() {
    // the benchmark prints, counts allocations, and compares the engine with code that may do what the engine may not
    for Manifest { path, .. } in manifests().into_iter().filter(|m| m.name != "reqlint-bench") {
        assert!(read(&path).contains("[lints]\nworkspace = true"), "{path} doesn't use the workspace lints");
    }
}
