//! The files of a description, and what `$ref` leads to.

use super::{Tree, read};
use crate::error::ImportError;
use std::cell::RefCell;
use std::collections::HashMap;

/// How many files one description may have.
const MAX_FILES: usize = 1_000;

/// How many bytes all of them may have.
const MAX_BYTES: usize = 128 << 20;

/// How many references may lead to one another.
const MAX_CHAIN: usize = 32;

/// A value, and the file that it is in: relative references begin there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'d> {
    pub(crate) tree: &'d Tree,
    pub(crate) file: usize,
}

/// What a reference leads to if it leads nowhere: why, as a sentence's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unresolved(pub(crate) String);

/// A file, and a pointer or a reference in it.
type Place = (usize, String);

/// Every file of a description, read before anything is looked up.
#[derive(Debug)]
pub(crate) struct Documents {
    files: Vec<(String, Tree)>,
    /// Why files that are referred to couldn't be read.
    unread: HashMap<String, String>,
    /// Where references lead that were looked up already, by the file that they are in.
    found: RefCell<HashMap<Place, Option<Place>>>,
}

impl Documents {
    /// Reads a description and every file that it refers to. `load` gets the path of a file from the description's own
    /// folder.
    pub(crate) fn read(
        file: &str,
        text: &str,
        load: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, ImportError> {
        let mut all = Self { files: Vec::new(), unread: HashMap::new(), found: RefCell::default() };
        all.files.push((String::new(), read(file, text)?));
        let mut bytes = text.len();
        let mut next = 0;
        while let Some((base, tree)) = all.files.get(next) {
            let mut named = Vec::new();
            references(tree, base, &mut named);
            for path in named {
                if all.position(&path).is_some() || all.unread.contains_key(&path) {
                    continue;
                }
                let read = if all.files.len() >= MAX_FILES {
                    Err(format!("a description is limited to {MAX_FILES} files"))
                } else {
                    load(&path).and_then(|text| {
                        bytes += text.len();
                        if bytes > MAX_BYTES {
                            return Err("the files of a description are limited to 128 MiB together".to_owned());
                        }
                        read(&path, &text).map_err(|error| error.message)
                    })
                };
                match read {
                    Ok(tree) => all.files.push((path, tree)),
                    Err(why) => {
                        all.unread.insert(path, why);
                    }
                }
            }
            next += 1;
        }
        Ok(all)
    }

    pub(crate) fn root(&self) -> At<'_> {
        // `read` puts the description itself first
        const NOTHING: &Tree = &Tree::Null;
        At { tree: self.files.first().map_or(NOTHING, |(_, tree)| tree), file: 0 }
    }

    fn position(&self, path: &str) -> Option<usize> {
        self.files.iter().position(|(known, _)| known == path)
    }

    /// Where a value is once references are followed, and what the last of them was.
    pub(crate) fn follow<'d>(&'d self, mut at: At<'d>) -> Result<(At<'d>, Option<Place>), Unresolved> {
        let mut last = None;
        for _ in 0..MAX_CHAIN {
            let Some(reference) = at.tree.text("$ref") else { return Ok((at, last)) };
            let (target, key) = self.find(at.file, reference)?;
            (at, last) = (target, Some(key));
        }
        Err(Unresolved("references that lead to one another".to_owned()))
    }

    fn find(&self, file: usize, reference: &str) -> Result<(At<'_>, Place), Unresolved> {
        let key = (file, reference.to_owned());
        let known = self.found.borrow().get(&key).cloned();
        let found = match known {
            Some(found) => found,
            None => {
                let found = self.locate(file, reference)?;
                self.found.borrow_mut().insert(key, found.clone());
                found
            }
        };
        let missing = || Unresolved(format!("`{reference}`, which is not there"));
        let (file, pointer) = found.ok_or_else(missing)?;
        let tree = self.files.get(file).and_then(|(_, tree)| tree.at(&pointer)).ok_or_else(missing)?;
        Ok((At { tree, file }, (file, pointer)))
    }

    fn locate(&self, file: usize, reference: &str) -> Result<Option<Place>, Unresolved> {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let base = self.files.get(file).map_or("", |(path, _)| path);
        let position = if path.is_empty() {
            Some(file)
        } else {
            let path = joined(base, path).ok_or_else(|| Unresolved(format!("`{reference}`, which is elsewhere")))?;
            if let Some(why) = self.unread.get(&path) {
                return Err(Unresolved(format!("`{reference}`: {why}")));
            }
            self.position(&path)
        };
        // a name without a slash is an anchor of JSON Schema, or a definition of old descriptions
        let is_pointer = pointer.is_empty() || pointer.starts_with('/');
        Ok(position.filter(|_| is_pointer).map(|file| (file, pointer.to_owned())))
    }
}

/// The files that a tree refers to, from the description's own folder.
fn references(tree: &Tree, base: &str, found: &mut Vec<String>) {
    let mut rest = vec![tree];
    while let Some(tree) = rest.pop() {
        if let Some(reference) = tree.text("$ref") {
            let path = reference.split('#').next().unwrap_or_default();
            if let Some(path) = (!path.is_empty()).then(|| joined(base, path)).flatten()
                && !found.contains(&path)
            {
                found.push(path);
            }
        }
        rest.extend(tree.items());
        rest.extend(tree.members().iter().map(|(_, value)| value));
    }
}

/// A relative path, from the folder of `base`. `None` for what is elsewhere: URLs and absolute paths.
fn joined(base: &str, path: &str) -> Option<String> {
    if path.starts_with(['/', '\\']) || path.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let mut steps: Vec<&str> = base.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_across_files() {
        let main = r##"{"a": {"$ref": "parts/pet.json#/Pet"}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/c"}}"##;
        let pet = r##"{"Pet": {"type": "object", "x": {"$ref": "../more.yaml"}}}"##;
        let mut asked = Vec::new();
        let documents = Documents::read("api.json", main, &mut |path| {
            asked.push(path.to_owned());
            match path {
                "parts/pet.json" => Ok(pet.to_owned()),
                "more.yaml" => Ok("type: string\n".to_owned()),
                _ => Err("no such file".to_owned()),
            }
        })
        .unwrap();
        assert_eq!(asked, ["parts/pet.json", "more.yaml"]);
        let root = documents.root();
        let follow = |at: At<'_>, name| {
            documents.follow(At { tree: at.tree.get(name).unwrap(), ..at }).map(|(at, _)| at.tree.clone())
        };
        assert_eq!(follow(root, "b").unwrap().text("type"), Some("object"));
        assert!(follow(root, "c").unwrap_err().0.contains("lead to one another"));
        let (pet, _) = documents.follow(At { tree: root.tree.get("a").unwrap(), ..root }).unwrap();
        assert_eq!(follow(pet, "x").unwrap().text("type"), Some("string"));
    }

    #[test]
    fn paths_are_joined_as_in_a_folder() {
        assert_eq!(joined("a/b.json", "c.json").as_deref(), Some("a/c.json"));
        assert_eq!(joined("a/b.json", "../c.json").as_deref(), Some("c.json"));
        assert_eq!(joined("", "../c.json").as_deref(), Some("../c.json"));
        assert_eq!(joined("", "https://example.com/x"), None);
        assert_eq!(joined("", "/etc/x"), None);
    }
}
