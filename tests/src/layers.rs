//! The folders of a crate are layers: each uses only those that come before it in `tests/data/layers.toml`.

use crate::support::{code, files, read, table};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The order of a crate's folders.
#[derive(Deserialize)]
struct Order {
    layers: Vec<String>,
    /// `from -> to`, where `to` comes later.
    up: Vec<String>,
}

impl Order {
    fn rank(&self, layer: &str) -> Option<usize> {
        self.layers.iter().position(|known| known == layer)
    }
}

/// The folders that a line refers to as `crate::folder`.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.split("crate::").skip(1).map(move |rest| rest.split(|c| !is_name(c)).next().unwrap_or_default())
}

/// Each import from one folder to another, as `from -> to`, and a file that contains it.
fn imports(krate: &str) -> BTreeMap<(String, String), String> {
    let source = format!("crates/{krate}/src/");
    let mut found = BTreeMap::new();
    for path in files(source.trim_end_matches('/'), "rs") {
        let Some((from, _)) = path.strip_prefix(&source).and_then(|rest| rest.split_once('/')) else { continue };
        let text = read(&path);
        for to in code(&text).flat_map(named).filter(|to| *to != from) {
            found.entry((from.to_owned(), to.to_owned())).or_insert_with(|| path.clone());
        }
    }
    found
}

#[test]
fn each_layer_uses_only_those_before_it() {
    let mut wrong = Vec::new();
    for (krate, order) in table::<BTreeMap<String, Order>>("tests/data/layers.toml") {
        let imports = imports(&krate);
        assert!(!imports.is_empty(), "{krate} has no imports between folders");
        let folders: BTreeSet<&str> = imports.keys().map(|(from, _)| from.as_str()).collect();
        let unranked = folders.iter().filter(|folder| order.rank(folder).is_none());
        wrong.extend(unranked.map(|folder| format!("{krate}: `{folder}` is missing in tests/data/layers.toml")));
        let mut excused: BTreeSet<&str> = order.up.iter().map(String::as_str).collect();
        for ((from, to), path) in &imports {
            let (Some(low), Some(high)) = (order.rank(from), order.rank(to)) else { continue };
            let edge = format!("{from} -> {to}");
            if low < high && !excused.remove(edge.as_str()) {
                wrong.push(format!("{path}: `{from}` comes before `{to}` and must not use it"));
            }
        }
        wrong.extend(excused.into_iter().map(|edge| format!("{krate}: `{edge}` is not needed; remove it")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_only_in_code() {
    let text = "// crate::a\nuse crate::b::C;\nfn f() { crate::c::d(crate::e::F) }\n#[cfg(test)]\nmod tests { use crate::g; }\n";
    let found: Vec<&str> = code(text).flat_map(named).collect();
    assert_eq!(found, ["b", "c", "e"]);
}
