//! Operations: every method of every path.

use super::fields::Fields;
use super::patterns::Patterns;
use super::schema::Reader;
use super::servers::Servers;
use super::{Dialect, address, answers, parameters, security};
use crate::Options;
use crate::api::{Api, Operation, Step};
use crate::loss::{Lost, one_line};
use crate::slug::slug;
use crate::tree::{At, Documents, Tree};
use crate::variant::Variants;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// How many operations a pack holds.
const MAX_OPERATIONS: usize = 20_000;

/// How many fields all of them have together.
const MAX_FIELDS: usize = 200_000;

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What is the same for all operations.
pub(crate) struct Context<'c, 'd> {
    pub(crate) documents: &'d Documents,
    pub(crate) dialect: Dialect,
    pub(crate) root: &'d Tree,
    pub(crate) options: &'c Options,
    pub(crate) reader: Reader<'d>,
    pub(crate) patterns: Patterns,
    pub(crate) variants: Variants,
    /// Whether forms write lists and objects with brackets.
    pub(crate) nests_forms: bool,
}

pub(crate) fn read(documents: &Documents, dialect: Dialect, options: &Options, servers: &Servers, api: &mut Api) {
    let root = documents.root();
    let mut context = Context {
        documents,
        dialect,
        root: root.tree,
        options,
        reader: Reader::new(documents, dialect),
        patterns: Patterns::default(),
        variants: Variants::default(),
        nests_forms: super::forms::nest(documents, dialect),
    };
    let mut taken = Taken::default();
    let mut fields = 0;
    for (path, item) in root.tree.get("paths").map(Tree::members).unwrap_or_default() {
        if path.starts_with("x-") {
            continue;
        }
        let item = match documents.follow(At { tree: item, file: 0 }) {
            Ok((item, _)) => item,
            Err(unresolved) => {
                api.left_out.push((one_line(path), format!("a reference leads nowhere: {}", unresolved.0)));
                continue;
            }
        };
        for (method, operation) in methods(item.tree) {
            let place = format!("{} {}", method.to_ascii_uppercase(), one_line(path));
            if !matches!(operation, Tree::Object(_)) {
                continue;
            }
            if api.operations.len() >= MAX_OPERATIONS {
                api.left_out.push((place, format!("a pack is limited to {MAX_OPERATIONS} operations")));
                continue;
            }
            let server = servers.of([operation, item.tree], api);
            let parameters = [operation, item.tree].map(|tree| At { tree, file: item.file });
            match address::written(&server.base, path, &method, documents, parameters) {
                Err(why) => api.left_out.push((place, why)),
                Ok((address, is_dropped)) => {
                    let mut made = Operation {
                        place,
                        id: taken.id(operation, &method, path),
                        title: title(operation),
                        method: method.to_ascii_uppercase(),
                        host: server.host,
                        path: address,
                        tags: tags(operation, path),
                        ..Operation::default()
                    };
                    let shared = At { tree: item.tree, file: item.file };
                    context.fill(&mut made, At { tree: operation, file: item.file }, shared);
                    if is_dropped {
                        // what follows is one endpoint with it, so what is asked of it may be asked of no other
                        made.lose(Lost::Fragment, "");
                        (made.query_fields, made.body_fields, made.body) = Default::default();
                        made.groups.clear();
                        made.choice = None;
                    }
                    match taken.add(&made, api.operations.len()) {
                        Ok(alike) => {
                            if let Some(other) = alike.and_then(|other| api.operations.get_mut(other)) {
                                made.lose(Lost::PathAlike, other.place.clone());
                                other.lose(Lost::PathAlike, made.place.clone());
                            }
                        }
                        Err(other) => {
                            let other = api.operations.get(other).map_or("another", |other| &other.place);
                            api.left_out.push((made.place, format!("its path can't be told from that of {other}")));
                            continue;
                        }
                    }
                    let more = made.body_fields.len() + made.query_fields.len() + made.path_fields.len();
                    if fields + more > MAX_FIELDS {
                        made.body_fields.clear();
                        made.groups.clear();
                        made.choice = None;
                        made.lose(Lost::TooManyFields, "body");
                    } else {
                        fields += more;
                    }
                    context.variants.complete(&mut made);
                    api.operations.push(made);
                }
            }
        }
    }
    api.nests_forms = context.nests_forms;
    api.patterns = context.patterns.named;
    api.variants = context.variants;
}

impl<'d> Context<'_, 'd> {
    fn fill(&mut self, made: &mut Operation, operation: At<'d>, shared: At<'d>) {
        self.reader.restart();
        made.statuses = answers::statuses(operation, self.documents);
        let parameters = parameters::of(self.documents, operation, shared, made);
        self.parameters(made, &parameters);
        self.body(made, operation, &parameters);
        let (credentials, scopes) = security::of(self.documents, self.dialect, self.root, operation.tree, made);
        (made.credentials, made.scopes) = (credentials, scopes);
    }

    pub(crate) fn fields<'f>(&'f mut self, made: &'f mut Operation, part: super::fields::Part) -> Fields<'f, 'd> {
        Fields::new(&mut self.reader, (&mut self.patterns, &mut self.variants), made, part, self.options.formats)
    }
}

/// The operations of a path; from 3.2 others have a list of their own.
fn methods(item: &Tree) -> impl Iterator<Item = (String, &Tree)> {
    let own = item.members().iter().filter(|(name, _)| METHODS.contains(&name.as_str()));
    let others = item.get("additionalOperations").map(Tree::members).unwrap_or_default();
    own.chain(others).map(|(method, operation)| (method.clone(), operation))
}

fn title(operation: &Tree) -> Option<String> {
    operation.text("summary").map(one_line).filter(|title| !title.is_empty())
}

/// Tags as packs name them. An operation without one goes by the first word of its path.
fn tags(operation: &Tree, path: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in operation.get("tags").map(Tree::items).unwrap_or_default().iter().filter_map(Tree::as_text) {
        let tag = slug(tag);
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < 8 {
            tags.push(tag);
        }
    }
    if tags.is_empty() {
        let words = path.split('/').filter(|word| !word.starts_with('{'));
        let is_version = |word: &str| {
            word.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) || word == "api"
        };
        let word = words.map(slug).find(|word| !word.is_empty() && !is_version(word));
        tags.push(word.unwrap_or_else(|| "endpoints".to_owned()));
    }
    tags
}

/// What other operations have already.
#[derive(Default)]
struct Taken {
    ids: HashSet<String>,
    /// Host, method and path with what its parameters take, and the operation.
    paths: HashMap<(usize, String, String), usize>,
    /// The same without what they take.
    alike: HashMap<(usize, String, String), usize>,
}

impl Taken {
    fn id(&mut self, operation: &Tree, method: &str, path: &str) -> String {
        let named = operation.text("operationId").map(slug).filter(|id| !id.is_empty() && id.len() <= 100);
        let base = named.unwrap_or_else(|| slug(&format!("{method} {}", path.replace(['{', '}'], " "))));
        let mut id = base.clone();
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        id
    }

    /// Adds an operation that gets this number. One that is alike but for what the parameters take is given back.
    ///
    /// # Errors
    /// The number of one that can't be told from it.
    fn add(&mut self, made: &Operation, number: usize) -> Result<Option<usize>, usize> {
        let key = |takes: bool| (made.host, made.method.clone(), address::outline(made, takes));
        match self.paths.entry(key(true)) {
            Entry::Occupied(known) => Err(*known.get()),
            Entry::Vacant(free) => {
                free.insert(number);
                Ok(self.alike.insert(key(false), number))
            }
        }
    }
}

/// The name of a parameter, as a step.
pub(crate) fn named(name: &str) -> Vec<Step> {
    vec![Step::Member(name.to_owned())]
}
