//! The files that may hold links, and where a relative link leads.

use crate::support::{bytes, entries, is_there};

/// Every file of the repository with this extension, by path. What tools leave behind is passed over.
pub(super) fn with_extension(extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for (name, is_folder) in entries(&folder) {
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let is_left = name.starts_with('.') || ["target", "node_modules", "corpus", "artifacts"].contains(&&*name);
            if is_folder && !is_left {
                open.push(path);
            } else if !is_folder && name.rsplit_once('.').is_some_and(|(_, ending)| ending == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text of a file; a few files of data hold bytes that are not text.
pub(super) fn lossy(path: &str) -> String {
    String::from_utf8_lossy(&bytes(path)).into_owned()
}

/// Whether there is a file or folder.
pub(super) fn exists(path: &str) -> bool {
    is_there(path)
}

/// The path below the root that a link of a file means; `None` where it leads out of the repository.
pub(super) fn resolved(file: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}
