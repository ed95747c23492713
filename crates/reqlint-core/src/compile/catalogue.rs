//! From catalogue files to the catalogue: every name looked up, every ambiguity reported.

use crate::api::catalogue::field::steps;
use crate::api::catalogue::index::Spelling;
use crate::api::catalogue::tree::{Segment, Slot, Tree};
use crate::api::catalogue::{
    Accepts, Catalogue, Condition, Endpoint, EndpointIx, Field, FieldTree, Parameter, Required, Shape, Step,
};
use crate::api::facts::FactValue;
use crate::api::patterns::Patterns;
use crate::base::interner::Interner;
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::pattern::{Format, Pattern};
use crate::base::scalar::{Scalar, any_of};
use crate::base::text::text;
use crate::compile::check_method;
use crate::files::endpoint::{EndpointSpec, FieldSpec, RequiredSpec};
use crate::language::{Code, Located, Sink};
use crate::message::body::Syntax;
use std::collections::BTreeMap;

/// Builds the catalogue of a pack with these hosts and patterns.
pub(crate) fn build(specs: &[EndpointSpec], hosts: &[String], patterns: &Patterns, sink: &mut Sink) -> Catalogue {
    let mut catalogue = Catalogue { trees: hosts.iter().map(|_| Tree::new()).collect(), ..Catalogue::default() };
    let mut builder = Builder { hosts, patterns, taken: Vec::new(), sink };
    let mut ids: BTreeMap<&str, &EndpointSpec> = BTreeMap::new();
    let mut others = Vec::new();
    if let Some(first) = specs.first().filter(|_| hosts.is_empty()) {
        let help = "add hosts = [\"…\"] to pack.toml".to_owned();
        builder.sink.error(Code::MissingKey, first.place, "a pack with endpoints needs `hosts`", Some(help));
    }
    for spec in specs {
        if let Some(first) = ids.get(spec.id.value.as_str()) {
            let path = builder.sink.sources.path(first.place).to_owned();
            let message = format!("the endpoint `{}` is also in {path}", spec.id.value);
            let help = "ids must be unique in a pack".to_owned();
            builder.sink.error(Code::DuplicateName, spec.id.place, message, Some(help));
            continue;
        }
        ids.insert(&spec.id.value, spec);
        let endpoint = builder.endpoint(spec);
        let index = EndpointIx(u32::try_from(catalogue.endpoints.len()).unwrap_or(u32::MAX));
        let segments = builder.segments(&spec.path, &endpoint);
        if endpoint.host >= hosts.len() {
            builder.sink.suppression.mark_invalid(&spec.id.value);
            continue;
        }
        if let Some(other) = builder.tie(endpoint.host, &spec.method.value, &segments) {
            let message = format!("same method and path as `{other}`");
            let help = Some("restrict a parameter by `one-of` or `is`, or make one an `also` of the other".into());
            builder.sink.error(Code::AmbiguousEndpoint, spec.path.place, message, help);
        }
        builder.spell(&mut catalogue, index, &endpoint, &spec.method.value, &spec.path, segments);
        others.extend(spec.also.iter().map(|also| (index, spec, also)));
        catalogue.endpoints.push(endpoint);
    }
    // a documented path has precedence over an `also`, so these come last
    for (index, spec, also) in others {
        let Some(endpoint) = catalogue.endpoint(index) else { continue };
        let segments = builder.segments(&also.path, endpoint);
        let method = also.method.as_ref().unwrap_or(&spec.method).value.clone();
        if builder.tie(endpoint.host, &method, &segments).is_some() {
            continue;
        }
        let host = endpoint.host;
        builder.taken.push((host, method.clone(), segments.clone(), spec.id.value.clone()));
        add(&mut catalogue, index, host, &method, &also.path.value, &segments);
    }
    catalogue.trees.iter_mut().for_each(Tree::finish);
    fix_parameters(&mut catalogue);
    catalogue.secrets = secrets(&catalogue.endpoints);
    catalogue
}

/// Notes which fields parameters are, and which are at the same position in all spellings of their endpoint.
fn fix_parameters(catalogue: &mut Catalogue) {
    let (mut seen, mut kept) = (vec![false; catalogue.endpoints.len()], Interner::default());
    for (spelling, its) in catalogue.spellings.iter().zip(&mut catalogue.parameters) {
        let index = spelling.endpoint.0 as usize;
        let (Some(endpoint), Some(seen)) = (catalogue.endpoints.get_mut(index), seen.get_mut(index)) else { continue };
        let mut parameters = its.to_vec();
        parameters.iter_mut().for_each(|parameter| parameter.look_up(endpoint));
        if std::mem::replace(seen, true) {
            endpoint.fixed.retain(|known| parameters.contains(known));
        } else {
            endpoint.fixed.clone_from(&parameters);
        }
        *its = kept.keep(parameters);
    }
}

/// Names of secret query parameters, and of the members that secret body fields are or are part of.
fn secrets(endpoints: &[Endpoint]) -> Vec<String> {
    let query = endpoints.iter().flat_map(|e| &e.query_fields).filter(|f| f.secret).map(|f| f.name.clone());
    let body = endpoints.iter().flat_map(|e| e.body_fields.secrets());
    let mut names: Vec<_> = query.chain(body).collect();
    names.sort_unstable();
    names.dedup();
    names
}

struct Builder<'b> {
    hosts: &'b [String],
    patterns: &'b Patterns,
    /// Host, method and segments of every spelling so far, with the endpoint's id.
    taken: Vec<(usize, String, Vec<Segment>, String)>,
    sink: &'b mut Sink,
}

impl Builder<'_> {
    /// Its host is out of range if the pack doesn't have it.
    fn endpoint(&mut self, spec: &EndpointSpec) -> Endpoint {
        let host = match &spec.host {
            None => Some(0),
            Some(name) => {
                let found = self.hosts.iter().position(|h| h.eq_ignore_ascii_case(&name.value));
                if found.is_none() && !self.hosts.is_empty() {
                    let help = suggest(&name.value, self.hosts.iter().map(String::as_str));
                    self.sink.error(
                        Code::UnknownHost,
                        name.place,
                        format!("the pack has no host `{}`", name.value),
                        help,
                    );
                }
                found
            }
        };
        let mut body_fields = FieldTree::default();
        for field in &spec.body_fields {
            match steps(&field.name) {
                Ok(path) => body_fields.add(&path, self.field(field)),
                Err(message) => self.sink.error(Code::InvalidMember, field.name.place, message, None),
            }
        }
        self.siblings(&spec.query_fields, false);
        self.siblings(&spec.body_fields, true);
        let also = spec.also.iter().filter_map(|a| a.method.as_ref());
        let methods: Vec<_> = std::iter::once(&spec.method).chain(also).collect();
        methods.iter().for_each(|method| check_method(method, self.sink));
        let methods = methods.into_iter().map(|m| m.value.clone()).collect();
        let body = spec.body.map(|b| if b == 0 { Shape::Object } else { Shape::List }).or(body_fields.shape());
        Endpoint {
            id: spec.id.value.clone(),
            title: spec.title.clone(),
            source: spec.source.clone(),
            method: spec.method.value.clone(),
            path: spec.path.value.clone(),
            tags: spec.tags.iter().map(|t| t.value.clone()).collect(),
            accepts: spec.accepts.iter().filter_map(|a| self.accepts(a)).collect(),
            body,
            fixed: Vec::new(),
            attributes: spec
                .attributes
                .iter()
                .filter_map(|(n, v)| Some((n.value.clone(), self.attribute(v)?)))
                .collect(),
            path_fields: spec.path_fields.iter().map(|f| self.field(f)).collect(),
            query_fields: spec.query_fields.iter().map(|f| self.field(f)).collect(),
            body_fields,
            methods,
            host: host.unwrap_or(usize::MAX),
        }
    }

    /// Reports siblings that a requirement names but the catalogue lacks: it would never apply.
    fn siblings(&mut self, fields: &[FieldSpec], nested: bool) {
        if !fields.iter().any(|field| matches!(field.required, RequiredSpec::When(_))) {
            return;
        }
        let whole: fn(&Located<String>) -> Result<Vec<Step>, String> =
            |name| Ok(vec![Step::Member(name.value.clone())]);
        let read = if nested { steps } else { whole };
        let paths: Vec<_> = fields.iter().filter_map(|f| Some((f, read(&f.name).ok()?))).collect();
        for (field, path) in &paths {
            let RequiredSpec::When(conditions) = &field.required else { continue };
            let parent = path.split_last().map(|(_, parent)| parent).unwrap_or_default();
            let beside = paths.iter().filter_map(|(f, p)| match p.strip_prefix(parent)? {
                [Step::Member(name), ..] if f.name.value != field.name.value => Some(name.as_str()),
                _ => None,
            });
            for (sibling, _) in conditions {
                if !beside.clone().any(|name| name == sibling.value) {
                    let message = format!("`{}` has no sibling `{}`", field.name.value, sibling.value);
                    self.sink.error(
                        Code::UnknownField,
                        sibling.place,
                        message,
                        suggest(&sibling.value, beside.clone()),
                    );
                }
            }
        }
    }

    fn accepts(&mut self, name: &Located<String>) -> Option<Accepts> {
        match name.value.as_str() {
            "json" => Some(Accepts::Syntax(Syntax::Json)),
            "xml" => Some(Accepts::Syntax(Syntax::Xml)),
            "form" => Some(Accepts::Syntax(Syntax::Form)),
            text if Format::MediaType.holds(text.as_bytes()) => Some(Accepts::MediaType(text.to_owned())),
            text => {
                let help = suggest(text, ["json", "xml", "form"]);
                self.sink.error(
                    Code::UnknownChoice,
                    name.place,
                    format!("`{text}` is not a body format or media type"),
                    help,
                );
                None
            }
        }
    }

    fn attribute(&mut self, value: &Located<Literal>) -> Option<FactValue> {
        let text = |l: &Literal| if let Literal::Text(t) = l { Some(t.as_str().into()) } else { None };
        let read = match &value.value {
            Literal::Text(t) => Some(FactValue::Text(t.as_str().into())),
            Literal::Number(n) => Some(FactValue::Number(*n)),
            Literal::Boolean(b) => Some(FactValue::Boolean(*b)),
            Literal::List(items) => items.iter().map(text).collect::<Option<_>>().map(FactValue::List),
            Literal::Time(_) => None,
        };
        if read.is_none() {
            let message = "an attribute must be a string, a number, a boolean or a list of strings";
            self.sink.error(Code::WrongType, value.place, message, None);
        }
        read
    }

    fn field(&mut self, spec: &FieldSpec) -> Field {
        let required = match &spec.required {
            RequiredSpec::Never => Required::Never,
            RequiredSpec::Always => Required::Always,
            RequiredSpec::When(conditions) => Required::When(conditions.iter().map(condition).collect()),
        };
        let mut length = |n: &Option<Located<i64>>| {
            let n = n.as_ref()?;
            let length = usize::try_from(n.value).ok();
            if length.is_none() {
                self.sink.error(Code::InvalidOperand, n.place, "a length must be a whole number, 0 or more", None);
            }
            length
        };
        let (min_length, max_length) = (length(&spec.min_length), length(&spec.max_length));
        let mut scalar = |literal: &Option<Located<Literal>>| {
            let literal = literal.as_ref()?;
            let scalar = Scalar::bound(&literal.value);
            if scalar.is_none() {
                self.sink.error(Code::InvalidOperand, literal.place, "expected a number, a time or a duration", None);
            }
            scalar
        };
        let one_of = spec.one_of.as_ref().map(|l| Scalar::all(&l.value)).unwrap_or_default();
        Field {
            allowed: (!one_of.is_empty()).then(|| text!("{}", any_of(&one_of))),
            one_of,
            at_least: scalar(&spec.at_least),
            at_most: scalar(&spec.at_most),
            multiple_of: scalar(&spec.multiple_of),
            name: spec.name.value.clone(),
            required,
            may_be_blank: spec.may_be_blank,
            secret: spec.secret,
            is: spec.is.as_ref().and_then(|name| self.patterns.find(name, self.sink)),
            min_length,
            max_length,
            note: spec.note.clone(),
        }
    }

    fn segments(&mut self, path: &Located<String>, endpoint: &Endpoint) -> Vec<Segment> {
        let Some(inside) = path.value.strip_prefix('/') else {
            let help = Some(format!("write \"/{}\", without the host", path.value));
            self.sink.error(Code::InvalidPath, path.place, "a path must begin with `/`", help);
            return Vec::new();
        };
        if inside.contains(|c: char| matches!(c, '?' | '#') || c.is_whitespace() || c.is_control()) {
            let help = "write the path only, without query or white space".to_owned();
            self.sink.error(Code::InvalidPath, path.place, "this is not a valid path", Some(help));
        }
        let mut seen = Vec::new();
        let segments = inside.split('/').map(|text| {
            let Some(name) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) else {
                if text.contains(['{', '}']) {
                    let message = format!("a parameter must be a whole segment, found `{text}`");
                    self.sink.error(Code::InvalidPath, path.place, message, None);
                }
                return Segment::Literal(text.to_owned());
            };
            if name.is_empty() {
                self.sink.error(Code::InvalidPath, path.place, "a parameter of this path has no name", None);
            }
            if seen.contains(&name) {
                let message = format!("the parameter `{name}` appears twice in this path");
                self.sink.error(Code::InvalidPath, path.place, message, None);
            }
            seen.push(name);
            Segment::Parameter(name.to_owned(), slot(endpoint, name))
        });
        let segments: Vec<_> = segments.collect();
        for field in &endpoint.path_fields {
            let known = |s: &Segment| matches!(s, Segment::Parameter(name, _) if *name == field.name);
            if !segments.iter().any(known) && path.value == endpoint.path {
                let help = suggest(&field.name, seen.iter().copied())
                    .or_else(|| Some(format!("a parameter is a segment in braces: /{{{}}}", field.name)));
                let message = format!("the path has no parameter `{}`", field.name);
                self.sink.error(Code::UnknownField, path.place, message, help);
            }
        }
        segments
    }

    /// An earlier endpoint that the same requests would match.
    fn tie(&self, host: usize, method: &str, segments: &[Segment]) -> Option<&str> {
        let same = |a: &Segment, b: &Segment| match (a, b) {
            (Segment::Literal(a), Segment::Literal(b)) => a == b,
            (Segment::Parameter(_, a), Segment::Parameter(_, b)) => a.ties(b),
            _ => false,
        };
        let tied = self.taken.iter().find(|(h, m, taken, _)| {
            *h == host
                && m == method
                && taken.len() == segments.len()
                && taken.iter().zip(segments).all(|(a, b)| same(a, b))
        });
        tied.map(|(.., id)| id.as_str())
    }

    fn spell(
        &mut self,
        catalogue: &mut Catalogue,
        index: EndpointIx,
        endpoint: &Endpoint,
        method: &str,
        path: &Located<String>,
        segments: Vec<Segment>,
    ) {
        add(catalogue, index, endpoint.host, method, &path.value, &segments);
        self.taken.push((endpoint.host, method.to_owned(), segments, endpoint.id.clone()));
    }
}

fn add(catalogue: &mut Catalogue, endpoint: EndpointIx, host: usize, method: &str, path: &str, segments: &[Segment]) {
    let spelling = catalogue.spellings.len();
    let parameters = segments.iter().enumerate().filter_map(|(position, s)| match s {
        Segment::Parameter(name, _) => Some(Parameter::new(position, name.clone())),
        Segment::Literal(_) => None,
    });
    catalogue.parameters.push(parameters.collect());
    catalogue.spellings.push(Spelling { endpoint, method: method.to_owned(), path: path.to_owned() });
    if let Some(tree) = catalogue.trees.get_mut(host) {
        tree.add(segments, method, spelling, endpoint);
    }
}

fn slot(endpoint: &Endpoint, parameter: &str) -> Slot {
    let Some(field) = endpoint.path_fields.iter().find(|f| f.name == parameter) else { return Slot::Any };
    if !field.one_of.is_empty() {
        return Slot::OneOf(field.one_of.iter().map(ToString::to_string).collect());
    }
    let deciding = |p: &&Pattern| p.format() != Some(Format::Text);
    field.is.as_ref().filter(deciding).map_or(Slot::Any, |pattern| Slot::Is(pattern.clone()))
}

fn condition((sibling, value): &(Located<String>, Option<Literal>)) -> Condition {
    Condition { sibling: sibling.value.clone(), one_of: value.as_ref().map(Scalar::all) }
}
