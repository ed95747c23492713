//! Rules about headers: the catalogue has no headers, so each is named by rules of its own.

use super::endpoints::bounds;
use super::examples;
use super::groups::{Family, groups};
use super::rules::{Draft, ids, variant};
use super::toml;
use crate::api::{Api, Field, Operation, Step};
use crate::framework::Framework;
use crate::slug::slug;
use std::collections::HashSet;

/// What several operations say of one header.
struct Header<'o> {
    name: String,
    /// The operators that a value has to meet; none: it has to be there.
    tests: Vec<(String, String)>,
    operations: Vec<&'o Operation>,
}

/// A rule for each header that has to be there, and for each that isn't free.
pub(super) fn drafts(api: &Api, framework: Option<&Framework>) -> Vec<Draft> {
    let (mut all, mut taken) = (Vec::new(), HashSet::new());
    for header in headers(api) {
        let is_missing = header.tests.is_empty();
        let end = if is_missing { "missing" } else { "invalid" };
        let base = free(&format!("header-{}-{end}", slug(&header.name)), &mut taken);
        let name = &header.name;
        let groups = groups(&header.operations, Family::Invalid, &[422, 400], framework, "query-value");
        for (group, number) in groups.into_iter().zip(0..) {
            let (title, why, fix, tests) = if is_missing {
                (
                    format!("The request has the header {name}"),
                    "This endpoint requires the header {header}.",
                    format!("Send the header {name}."),
                    vec![("present".to_owned(), "true".to_owned())],
                )
            } else {
                (
                    format!("The header {name} is what the description says"),
                    "{header} is not what the description says.",
                    format!("Send a value of {name} that the description allows."),
                    header.tests.clone(),
                )
            };
            let of = ("of".to_owned(), toml::quoted(&format!("header.{name}")));
            let check: Vec<_> = std::iter::once(of).chain(tests).collect();
            all.push(Draft {
                id: variant(&base, group.answer, number),
                title: title.into(),
                why: why.into(),
                fix,
                answer: group.answer,
                tags: Vec::new(),
                endpoints: ids(&group.operations),
                tagged: Vec::new(),
                check: format!("[check.value]\n{}", toml::lines(&check)),
                waits_for: "",
                is_about_schemas: true,
                examples: examples::of_header(api, &group.operations, name, is_missing),
            });
        }
    }
    all
}

/// The headers of all operations, those that say the same together.
fn headers(api: &Api) -> Vec<Header<'_>> {
    let mut all: Vec<Header<'_>> = Vec::new();
    for operation in &api.operations {
        for field in &operation.header_fields {
            let [Step::Member(name)] = field.steps.as_slice() else { continue };
            let required = field.required.then(Vec::new);
            let tested = Some(tests(field)).filter(|tests| !tests.is_empty());
            for tests in required.into_iter().chain(tested) {
                let is_same = |known: &&mut Header<'_>| known.name.eq_ignore_ascii_case(name) && known.tests == tests;
                match all.iter_mut().find(is_same) {
                    Some(known) => known.operations.push(operation),
                    None => all.push(Header { name: name.clone(), tests, operations: vec![operation] }),
                }
            }
        }
    }
    all
}

/// The operators that say what a field says.
fn tests(field: &Field) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut add = |key: &str, value: String| pairs.push((key.to_owned(), value));
    if let [is] = field.is.names().as_slice() {
        add("is", toml::quoted(is));
    }
    if !field.one_of.is_empty() {
        add("one-of", toml::list(&field.one_of, toml::value));
    }
    bounds(field).for_each(|(key, bound)| add(key, bound));
    pairs
}

/// A name that no other rule has.
fn free(base: &str, taken: &mut HashSet<String>) -> String {
    let numbered = std::iter::once(base.to_owned()).chain((2..).map(|number| format!("{base}-{number}")));
    let name = numbered.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}
