//! Parameters of the path, the query, headers and cookies.

use super::Dialect;
use super::address::names;
use super::fields::Part;
use super::operations::{Context, named};
use super::schema::{Reader, Types};
use crate::api::{Operation, Step};
use crate::loss::Lost;
use crate::tree::{At, Documents, Tree};

/// The parameters of an operation; its own replace those of the path.
pub(crate) fn of<'d>(documents: &'d Documents, operation: At<'d>, shared: At<'d>, made: &mut Operation) -> Vec<At<'d>> {
    let mut all: Vec<At<'d>> = Vec::new();
    for owner in [shared, operation] {
        for parameter in owner.tree.get("parameters").map(Tree::items).unwrap_or_default() {
            match documents.follow(At { tree: parameter, file: owner.file }) {
                Ok((parameter, _)) => {
                    let key =
                        |at: &At<'_>| (at.tree.text("name").map(str::to_owned), at.tree.text("in").map(str::to_owned));
                    match all.iter_mut().find(|known| key(known) == key(&parameter)) {
                        Some(known) => *known = parameter,
                        None => all.push(parameter),
                    }
                }
                Err(unresolved) => made.lose(Lost::Reference(unresolved.0), ""),
            }
        }
    }
    all
}

/// How the values of a list are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    Repeated,
    Delimited,
}

impl<'d> Context<'_, 'd> {
    pub(crate) fn parameters(&mut self, made: &mut Operation, parameters: &[At<'d>]) {
        for parameter in parameters {
            let Some(name) = parameter.tree.text("name").filter(|name| !name.is_empty()) else { continue };
            match parameter.tree.text("in") {
                Some("path") if names(&made.path).iter().any(|(known, _)| *known == name) => {
                    self.parameter(made, *parameter, name, Part::Path);
                }
                Some("query") => self.parameter(made, *parameter, name, Part::Query),
                Some("querystring") => made.lose(Lost::EncodedParameter, "query"),
                Some("header") => {
                    // these are said by media types and security schemes
                    let is_said =
                        ["accept", "content-type", "authorization"].iter().any(|n| name.eq_ignore_ascii_case(n));
                    if !is_said {
                        made.lose(Lost::Header, format!("header.{name}"));
                    }
                }
                Some("cookie") => made.lose(Lost::Cookie, format!("cookie.{name}")),
                _ => {}
            }
        }
    }

    fn parameter(&mut self, made: &mut Operation, parameter: At<'d>, name: &str, part: Part) {
        let place = format!("{}.{name}", part.name());
        let inside = |tree: &'d Tree| At { tree, file: parameter.file };
        let required = parameter.tree.is_true("required");
        if parameter.tree.get("content").is_some() {
            made.lose(Lost::EncodedParameter, place);
            let field = crate::api::Field { steps: named(name), required, ..Default::default() };
            return push(made, part, field);
        }
        // in Swagger 2 the parameter is its own schema
        let schema = match self.dialect {
            Dialect::Swagger2 => Some(parameter),
            Dialect::OpenApi30 | Dialect::OpenApi31 => parameter.tree.get("schema").map(inside),
        };
        let Some(schema) = schema else {
            return push(made, part, crate::api::Field { steps: named(name), required, ..Default::default() });
        };
        let read = self.read_parameter(schema);
        let types = read.types.without(Types::NULL);
        let is_list = types == Types::LIST;
        if types == Types::OBJECT {
            // its members are parameters of their own, or are in brackets
            made.lose(Lost::ObjectInQuery, place);
            return;
        }
        let (mut name, mut schemas) = (name.to_owned(), vec![schema]);
        if is_list {
            let lists = lists(self.dialect, parameter.tree, part);
            if read.min_items.is_some_and(|n| n > 1) || read.max_items.is_some() {
                made.lose(Lost::Count, place.clone());
            }
            read.losses.iter().for_each(|lost| made.lose(lost.clone(), place.clone()));
            match lists {
                Lists::Repeated => schemas.clone_from(&read.items),
                Lists::Delimited => {
                    // any text is a list of texts
                    let item = self.reader.read(&read.items, &mut Vec::new());
                    let field = self.fields(made, part).field(&item, named(&name), false);
                    if field.has_tests() || !read.items.is_empty() && item.types.without(Types::NULL) == Types::OBJECT {
                        made.lose(Lost::Delimited, place);
                    }
                    schemas.clear();
                }
            }
            if name.ends_with("[]") && self.dialect == Dialect::Swagger2 {
                name = name.clone();
            }
        }
        if let Some(field) = self.fields(made, part).of_parameter(&name, &schemas, required) {
            push(made, part, field);
        }
    }

    fn read_parameter(&mut self, schema: At<'d>) -> super::schema::Schema<'d> {
        let reader: &mut Reader<'d> = &mut self.reader;
        reader.read(&[schema], &mut Vec::new())
    }
}

fn push(made: &mut Operation, part: Part, mut field: crate::api::Field) {
    let fields = if part == Part::Path { &mut made.path_fields } else { &mut made.query_fields };
    // without it there would be no such path
    field.required &= part != Part::Path;
    let is_new = !fields.iter().any(|known| known.steps == field.steps);
    if is_new && field.steps.iter().all(|step| matches!(step, Step::Member(name) if !name.contains(['\n', '\r']))) {
        fields.push(field);
    }
}

fn lists(dialect: Dialect, parameter: &Tree, part: Part) -> Lists {
    let repeated = match dialect {
        Dialect::Swagger2 => parameter.text("collectionFormat") == Some("multi"),
        Dialect::OpenApi30 | Dialect::OpenApi31 => {
            let is_form = parameter.text("style").is_none_or(|style| style == "form");
            is_form && !matches!(parameter.get("explode"), Some(Tree::Boolean(false)))
        }
    };
    if repeated && part == Part::Query { Lists::Repeated } else { Lists::Delimited }
}
