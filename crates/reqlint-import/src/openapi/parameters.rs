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

/// A list in brackets, as packs name it.
const BRACKETS: &str = "brackets-only";

/// How the values of a list are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    Repeated,
    /// In one value, as packs name it: `comma`.
    InOne(&'static str),
    /// In a way that packs can't read.
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
                        self.parameter(made, *parameter, name, Part::Header);
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
        if required && read.has_default && part != Part::Path {
            made.filled_in.push(place.clone());
        }
        let types = read.types.without(Types::NULL);
        // one text or several of them, whatever they are
        let is_list = types == Types::LIST || self.is_text_or_texts(&read);
        let is_deep = part == Part::Query && parameter.tree.text("style") == Some("deepObject");
        if is_deep && types.has(Types::OBJECT) && types != Types::ANY && !types.has(Types::LIST) {
            return self.deep_object(made, name, &read, required);
        }
        if types == Types::OBJECT {
            // its members are parameters of their own, or are in brackets
            made.lose(Lost::ObjectInQuery, place);
            return;
        }
        let mut schemas = vec![schema];
        if is_list {
            let lists = lists(self.dialect, parameter.tree, part);
            if speaks_of_commas(parameter.tree)
                && lists == Lists::InOne("comma")
                && is_unsaid(self.dialect, parameter.tree)
            {
                made.lose(Lost::Prose, place.clone());
            }
            let is_counted = read.min_items.is_some_and(|n| n > 1) || read.max_items.is_some();
            let is_single = types != Types::LIST && lists != Lists::Repeated;
            if is_counted && (lists == Lists::Delimited || is_single) {
                made.lose(Lost::Count, place.clone());
            }
            if read.unique && (lists == Lists::Delimited || is_single) {
                made.lose(Lost::UniqueItems, place.clone());
            }
            let item = self.reader.read(&read.items, &mut Vec::new());
            let single = Types::ANY.without(Types::LIST).without(Types::OBJECT);
            if item.types != Types::ANY && item.types.without(Types::NULL).and(single).is_empty() {
                made.lose(Lost::ObjectInQuery, place.clone());
            }
            read.losses.iter().for_each(|lost| made.lose(lost.clone(), place.clone()));
            match lists {
                Lists::Repeated | Lists::InOne(_) => schemas.clone_from(&read.items),
                Lists::Delimited => {
                    // any text is a list of texts
                    let field = self.fields(made, part).field(&item, named(name), false);
                    if field.has_tests() || !read.items.is_empty() && item.types.without(Types::NULL) == Types::OBJECT {
                        made.lose(Lost::Delimited, place);
                    }
                    schemas.clear();
                }
            }
        }
        if let Some(mut field) = self.fields(made, part).of_parameter(name, &schemas, required) {
            if is_list && lists(self.dialect, parameter.tree, part) != Lists::Delimited {
                field.min_items = read.min_items.filter(|least| *least > 1);
                (field.max_items, field.unique) = (read.max_items, read.unique);
                if let Lists::InOne(style) = lists(self.dialect, parameter.tree, part) {
                    // without a test a list is a text like any other
                    let style = if style == BRACKETS && types != Types::LIST { "brackets" } else { style };
                    field.list = (style.starts_with("brackets") || field.has_tests()).then_some(style);
                }
            }
            push(made, part, field);
        }
    }

    /// Members of an object are parameters of their own: `created[gt]`.
    fn deep_object(&mut self, made: &mut Operation, name: &str, read: &super::schema::Schema<'d>, required: bool) {
        let place = format!("query.{name}");
        let mut single = read.clone();
        single.types = read.types.without(Types::OBJECT);
        let nested = Types::LIST.or(Types::OBJECT);
        let is_described = |name: &str| read.members.iter().any(|(known, _)| *known == name);
        let mut deeper = !read.groups.is_empty() || read.min_members.is_some() || read.max_members.is_some();
        deeper |= read.required.iter().any(|name| !is_described(name));
        let (is_single, asks) = (!single.types.without(Types::NULL).is_empty(), !read.required.is_empty());
        // required is one of several parameters, or some only with another
        deeper |= (is_single || !required) && asks || required && !is_single && !asks;
        deeper |= !matches!(read.additional, super::schema::Additional::Anything);
        for (member, schemas) in &read.members {
            let inside = self.reader.read(schemas, &mut Vec::new());
            if !inside.types.and(nested).is_empty() {
                deeper |= inside.types != Types::ANY || !inside.is_open();
                continue;
            }
            let asked = required && !is_single && read.required.contains(member);
            if let Some(field) =
                self.fields(made, Part::Query).of_parameter(&format!("{name}[{member}]"), schemas, asked)
            {
                push(made, Part::Query, field);
            }
        }
        if is_single {
            let field = self.fields(made, Part::Query).field(&single, named(name), false);
            deeper |= required;
            push(made, Part::Query, field);
        } else {
            // its name by itself is no object
            let field = crate::api::Field { steps: named(name), is: crate::api::Is::Object, ..Default::default() };
            push(made, Part::Query, field);
            read.losses.iter().for_each(|lost| made.lose(lost.clone(), place.clone()));
        }
        if deeper {
            made.lose(Lost::ObjectInQuery, place);
        }
    }

    fn is_text_or_texts(&mut self, read: &super::schema::Schema<'d>) -> bool {
        let item = self.reader.read(&read.items, &mut Vec::new());
        let types = read.types.without(Types::NULL);
        types.has(Types::LIST)
            && !types.has(Types::OBJECT)
            && read.takes_any_text()
            && item.takes_any_text()
            && item.types.has(Types::TEXT)
    }

    fn read_parameter(&mut self, schema: At<'d>) -> super::schema::Schema<'d> {
        let reader: &mut Reader<'d> = &mut self.reader;
        reader.read(&[schema], &mut Vec::new())
    }
}

fn push(made: &mut Operation, part: Part, mut field: crate::api::Field) {
    if part == Part::Header {
        return push_header(made, field);
    }
    let fields = if part == Part::Path { &mut made.path_fields } else { &mut made.query_fields };
    // without it there would be no such path
    field.required &= part != Part::Path;
    let is_new = !fields.iter().any(|known| known.steps == field.steps);
    if is_new && field.steps.iter().all(|step| matches!(step, Step::Member(name) if !name.contains(['\n', '\r']))) {
        fields.push(field);
    }
}

/// Of a header with a name that can be sent.
fn push_header(made: &mut Operation, field: crate::api::Field) {
    let Some(name) = field.steps.first().and_then(|step| if let Step::Member(name) = step { Some(name) } else { None })
    else {
        return;
    };
    let is_token = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b));
    if !is_token || matches!(field.is, crate::api::Is::Several(_)) {
        return made.lose(Lost::Header, format!("header.{name}"));
    }
    let is_same = |known: &crate::api::Field| match known.steps.as_slice() {
        [Step::Member(other)] => other.eq_ignore_ascii_case(name),
        _ => false,
    };
    if !made.header_fields.iter().any(is_same) {
        made.header_fields.push(field);
    }
}

/// Whether a description leaves it to the default how a list is written. In Swagger 2 that are commas.
fn is_unsaid(dialect: Dialect, parameter: &Tree) -> bool {
    dialect != Dialect::Swagger2 && parameter.get("style").is_none() && parameter.get("explode").is_none()
}

/// Whether the words for people say that a list has commas: its author didn't know the default.
fn speaks_of_commas(parameter: &Tree) -> bool {
    let said =
        [Some(parameter), parameter.get("schema")].into_iter().flatten().filter_map(|tree| tree.text("description"));
    let words = ["comma separated", "comma-separated", "comma delimited", "comma-delimited", "separated by comma"];
    said.map(str::to_ascii_lowercase).any(|text| words.iter().any(|word| text.contains(word)))
}

fn lists(dialect: Dialect, parameter: &Tree, part: Part) -> Lists {
    if part != Part::Query {
        return Lists::Delimited;
    }
    if dialect == Dialect::Swagger2 {
        return match parameter.text("collectionFormat") {
            Some("multi") => Lists::Repeated,
            Some("ssv") => Lists::InOne("space"),
            Some("pipes") => Lists::InOne("pipe"),
            None | Some("csv") => Lists::InOne("comma"),
            Some(_) => Lists::Delimited,
        };
    }
    let is_exploded = |otherwise: bool| match parameter.get("explode") {
        Some(Tree::Boolean(explode)) => *explode,
        _ => otherwise,
    };
    if is_unsaid(dialect, parameter) && speaks_of_commas(parameter) {
        return Lists::InOne("comma");
    }
    match parameter.text("style") {
        None | Some("form") if is_exploded(true) => Lists::Repeated,
        None | Some("form") => Lists::InOne("comma"),
        Some("spaceDelimited") if !is_exploded(false) => Lists::InOne("space"),
        Some("pipeDelimited") if !is_exploded(false) => Lists::InOne("pipe"),
        // OpenAPI leaves open how it writes a list; who uses it for one means brackets
        Some("deepObject") => Lists::InOne(BRACKETS),
        Some(_) => Lists::Delimited,
    }
}
