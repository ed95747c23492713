//! No folder of a crate is part of a circle: what it uses of the folders and files beside it doesn't use it.

use crate::support::{code, files, read};
use std::collections::{BTreeMap, BTreeSet};

/// The crates whose code is in folders.
const CRATES: [&str; 8] = [
    "reqlint-core",
    "reqlint-formats",
    "reqlint-import",
    "reqlint-docs",
    "reqlint-folder",
    "reqlint-server",
    "reqlint-client",
    "reqlint-cli",
];

/// A module's path: `["read", "curl", "form"]`; that of the crate is empty.
type Module = Vec<String>;

/// The modules of a crate, and what each imports.
#[derive(Default)]
struct Modules {
    /// The paths that each module names, as written.
    named: BTreeMap<Module, Vec<Module>>,
    /// What each hands on under a name of its own, and where that comes from.
    handed_on: BTreeMap<(Module, String), Module>,
}

fn segments(path: &str) -> Module {
    path.split("::").map(str::trim).filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// The paths of a `use` without its braces: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expanded(tree: &str) -> Vec<String> {
    let Some((front, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.trim().trim_end_matches("::self").to_owned()];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let mut depth = 0;
    let items = inside.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let items = items.map(str::trim).filter(|item| !item.is_empty());
    items
        .flat_map(expanded)
        .map(|item| format!("{}{item}", front.trim()).trim_end_matches("::self").to_owned())
        .collect()
}

impl Modules {
    fn of(krate: &str) -> Self {
        let source = format!("crates/{krate}/src/");
        let mut modules = Self::default();
        for path in files(source.trim_end_matches('/'), "rs") {
            let Some(file) = path.strip_prefix(&source).and_then(|file| file.strip_suffix(".rs")) else { continue };
            let mut module: Module = file.split('/').map(str::to_owned).collect();
            if module.last().is_some_and(|name| ["mod", "lib", "main"].contains(&name.as_str())) {
                module.pop();
            }
            if module.last().is_none_or(|name| name != "tests") {
                modules.add(module, &code(&read(&path)).collect::<Vec<_>>().join("\n"));
            }
        }
        modules
    }

    fn add(&mut self, module: Module, code: &str) {
        let mut named = Vec::new();
        for (at, _) in code.match_indices("use ") {
            let front = code[..at].rsplit('\n').next().unwrap_or_default().trim();
            if !(front.is_empty() || front.starts_with("pub")) {
                continue;
            }
            let tree = code[at + "use ".len()..].split(';').next().unwrap_or_default();
            for path in expanded(tree) {
                let path = segments(&path);
                if let Some(name) = path.last().filter(|_| !front.is_empty()) {
                    self.handed_on.insert((module.clone(), name.clone()), path.clone());
                }
                named.push(path);
            }
        }
        // paths that are written out where they are used
        for root in ["crate::", "super::"] {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
            let rest = code.split(root).skip(1).map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or_default());
            named.extend(rest.map(|rest| segments(&format!("{root}{rest}"))));
        }
        self.named.insert(module, named);
    }

    /// The module that a path leads to from another, through what modules hand on.
    fn target(&self, from: &Module, path: &Module, depth: usize) -> Option<Module> {
        let mut at = from.clone();
        let mut rest = path.as_slice();
        match rest.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {}
            first if self.is_module(&at, first) => {}
            _ => return None,
        }
        while let [first, others @ ..] = rest {
            if first == "super" {
                at.pop()?;
            } else if self.is_module(&at, first) {
                at.push(first.clone());
            } else if let Some(source) = self.handed_on.get(&(at.clone(), first.clone())).filter(|_| depth < 8) {
                let path: Module = source.iter().chain(others).cloned().collect();
                return self.target(&at, &path, depth + 1).or(Some(at));
            } else {
                break;
            }
            rest = others;
        }
        Some(at)
    }

    fn is_module(&self, parent: &Module, name: &str) -> bool {
        self.named.contains_key(&[parent.as_slice(), &[name.to_owned()]].concat())
    }

    /// The imports between what is in a folder, each with a module that has it. What the folder's own file defines is the
    /// folder's.
    fn inside(&self, folder: &[String]) -> BTreeMap<&str, BTreeMap<String, String>> {
        let mut inside: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
        for (module, named) in &self.named {
            let Some(own) = module.strip_prefix(folder).and_then(|rest| rest.first()) else { continue };
            for target in named.iter().filter_map(|path| self.target(module, path, 0)) {
                let other = target.strip_prefix(folder).and_then(|rest| rest.first());
                if let Some(other) = other.filter(|other| *other != own) {
                    inside.entry(own).or_default().insert(other.clone(), module.join("/"));
                }
            }
        }
        inside
    }
}

/// A way from one to the other.
fn way(edges: &BTreeMap<&str, BTreeMap<String, String>>, from: &str, to: &str) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![from.to_owned()]];
    while let Some(way) = ways.pop() {
        let last = way.last()?.clone();
        for next in edges.get(last.as_str()).into_iter().flatten().map(|(next, _)| next) {
            let longer = [way.as_slice(), std::slice::from_ref(next)].concat();
            if next == to {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                ways.push(longer);
            }
        }
    }
    None
}

#[test]
fn no_folder_is_part_of_a_circle() {
    let mut circles = Vec::new();
    for krate in CRATES {
        let modules = Modules::of(krate);
        let folders: BTreeSet<&[String]> = modules.named.keys().filter_map(|m| Some(m.split_last()?.1)).collect();
        assert!(folders.len() > 1 || modules.named.len() < 16, "{krate} has no folders");
        for folder in &folders {
            let edges = modules.inside(folder);
            let is_folder = |name: &str| folders.contains([folder, &[name.to_owned()][..]].concat().as_slice());
            for name in edges.keys().filter(|name| is_folder(name)) {
                if let Some(way) = way(&edges, name, name) {
                    let place = [krate, "src"].into_iter().chain(folder.iter().map(String::as_str));
                    circles.push(format!("{}: {}", place.collect::<Vec<_>>().join("/"), way.join(" -> ")));
                }
            }
        }
    }
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn imports_are_found_however_they_are_written() {
    let mut modules = Modules::default();
    let at = |path: &str| -> Module { path.split('/').map(str::to_owned).collect() };
    modules.add(at("a"), "pub(crate) use b::{Known, c::{self, Deep}};\nmod b;");
    modules.add(at("a/b"), "use super::super::z::{\n    One,\n    two::Three,\n};\nfn f() { crate::a::Known::new() }");
    modules.add(at("a/b/c"), "");
    modules.add(at("z"), "use crate::a::{Deep, Known};\nuse std::fmt;");
    modules.add(at("z/two"), "");
    let targets = |module: &str| -> Vec<String> {
        let named = modules.named[&at(module)].iter();
        named.filter_map(|path| modules.target(&at(module), path, 0)).map(|to| to.join("/")).collect()
    };
    assert_eq!(targets("a"), ["a/b", "a/b/c", "a/b/c"]);
    assert_eq!(targets("z")[..2], ["a/b/c", "a/b"]);
    assert!(targets("a/b").contains(&"z/two".to_owned()) && targets("a/b").contains(&"a/b".to_owned()));
    assert_eq!(way(&modules.inside(&[]), "a", "a").unwrap(), ["a", "z", "a"]);
}
