//! Links work: those in every Markdown file, and those to pages and sections in comments.

mod markdown;
mod repository;

use markdown::{anchors, in_comments, links};
use repository::{exists, lossy, resolved, with_extension};
use std::collections::{BTreeMap, BTreeSet};

/// The headings of pages, each read once.
#[derive(Default)]
struct Pages(BTreeMap<String, BTreeSet<String>>);

impl Pages {
    /// What is wrong with a link to a path below the root, optionally with a section.
    fn wrong(&mut self, path: &str, section: Option<&str>) -> Option<String> {
        if !exists(path) {
            return Some(format!("{path} does not exist"));
        }
        let section = section?;
        if !path.ends_with(".md") {
            return Some(format!("{path} has no sections"));
        }
        let known = self.0.entry(path.to_owned()).or_insert_with(|| anchors(&lossy(path)));
        (!known.contains(section)).then(|| format!("{path} has no section #{section}"))
    }
}

/// The path and section of a link, as written; `None` for an external link.
fn split(target: &str) -> Option<(&str, Option<&str>)> {
    let (path, section) = target.split_once('#').map_or((target, None), |(path, section)| (path, Some(section)));
    let leaves = path.contains(':') || path.starts_with("//");
    (!leaves).then_some((path, section))
}

#[test]
fn links_in_markdown_work() {
    let (mut pages, mut wrong) = (Pages::default(), Vec::new());
    for file in with_extension("md") {
        for (line, target) in links(&lossy(&file)) {
            let Some((path, section)) = split(&target) else { continue };
            let path = if path.is_empty() { Some(file.clone()) } else { resolved(&file, path) };
            let problem = match path {
                Some(path) => pages.wrong(&path, section),
                None => Some("it points outside the repository".to_owned()),
            };
            wrong.extend(problem.map(|problem| format!("{file}:{line}: `{target}`: {problem}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_named_in_comments_exist() {
    let (mut pages, mut wrong) = (Pages::default(), Vec::new());
    let sources = [("rs", "//"), ("toml", "#"), ("txt", "")];
    for (file, mark) in
        sources.into_iter().flat_map(|(kind, mark)| with_extension(kind).into_iter().zip([mark].into_iter().cycle()))
    {
        for (line, target) in in_comments(&lossy(&file), mark) {
            let Some((path, section)) = split(&target) else { continue };
            wrong.extend(pages.wrong(path, section).map(|problem| format!("{file}:{line}: `{target}`: {problem}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_specification_is_linked_to() {
    let named = with_extension("rs").into_iter().flat_map(|file| in_comments(&lossy(&file), "//"));
    let sections = named.filter(|(_, target)| target.starts_with("docs/language.md#")).count();
    assert!(sections > 0, "no comment refers to a section: is the search broken?");
}

#[test]
fn broken_links_are_found() {
    let mut pages = Pages::default();
    assert_eq!(pages.wrong("docs/reference.md", Some("rule-files")), None);
    assert_eq!(pages.wrong("docs/reference.md", None), None);
    assert_eq!(pages.wrong("docs", None), None);
    let broken = [("docs/nowhere.md", None), ("docs/reference.md", Some("nowhere")), ("Cargo.toml", Some("nowhere"))];
    for (path, section) in broken {
        assert!(pages.wrong(path, section).is_some(), "{path} {section:?}");
    }
    assert_eq!(resolved("docs/a.md", "../README.md").as_deref(), Some("README.md"));
    assert_eq!(resolved("README.md", "docs/./a.md").as_deref(), Some("docs/a.md"));
    assert_eq!(resolved("README.md", "../a.md"), None);
    assert_eq!(split("https://example.com/a#b"), None);
    assert_eq!(split("a.md#b"), Some(("a.md", Some("b"))));
}
