//! From catalogue files to the catalogue: every name looked up, every ambiguity reported.

mod fields;
mod groups;
mod paths;
mod taken;
mod variants;

use crate::api::catalogue::tree::Tree;
use crate::api::catalogue::{Accepts, Catalogue, Endpoint, EndpointIx, FieldTree, Shape};
use crate::api::facts::FactValue;
use crate::api::patterns::Patterns;
use crate::base::interner::Interner;
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::pattern::Format;
use crate::compile::check_method;
use crate::files::endpoint::EndpointSpec;
use crate::files::pack::PackSpec;
use crate::files::strict::Strict;
use crate::files::variant::VariantSpec;
use crate::language::{Code, Located, Sink};
use crate::message::body::Syntax;
use std::collections::BTreeMap;
use taken::Taken;
use variants::{Building, Ready};

/// Builds the catalogue of a pack with these hosts and patterns.
pub(crate) fn build(spec: &PackSpec, hosts: &[String], patterns: &Patterns, sink: &mut Sink) -> Catalogue {
    let (specs, strict) = (&spec.endpoints, spec.strict);
    let mut catalogue = Catalogue {
        trees: hosts.iter().map(|_| Tree::new()).collect(),
        knows_head: strict.knows_head,
        forms: strict.forms,
        names: spec.secrets.clone(),
        ..Catalogue::default()
    };
    let known = variants(&spec.variants, sink);
    let mut builder = Builder { hosts, patterns, strict, known, ready: BTreeMap::new(), taken: Taken::default(), sink };
    builder.variants();
    catalogue.bases = builder.bases(&spec.bases);
    let mut ids: BTreeMap<&str, &EndpointSpec> = BTreeMap::new();
    let mut others = Vec::new();
    // a pack.toml that is wrong may have lost them
    if let Some(first) = specs.first().filter(|_| hosts.is_empty() && !builder.sink.is_broken(spec.place)) {
        let help = "add hosts = [\"…\"] to pack.toml".to_owned();
        builder.sink.error(Code::MissingKey, first.place, "a pack with endpoints needs `hosts`", Some(help));
    }
    catalogue.endpoints.reserve_exact(specs.len());
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
        let template = builder.template(&spec.path, &endpoint);
        if endpoint.host >= hosts.len() {
            builder.sink.suppression.mark_invalid(&spec.id.value);
            continue;
        }
        let outline = taken::outline(endpoint.host, &spec.method.value, &template);
        if let Some(other) = builder.taken.find(&outline, &template) {
            let message = format!("same method and path as `{other}`");
            let help = Some("restrict a parameter by `one-of` or `is`, or make one an `also` of the other".into());
            builder.sink.error(Code::AmbiguousEndpoint, spec.path.place, message, help);
        }
        let segments = paths::add(&mut catalogue, (index, endpoint.host), &spec.method.value, template);
        builder.taken.add(outline, segments, &endpoint.id);
        others.extend(spec.also.iter().map(|also| (index, spec, also)));
        catalogue.endpoints.push(endpoint);
    }
    // a documented path has precedence over an `also`, so these come last
    for (index, spec, also) in others {
        let Some(endpoint) = catalogue.endpoint(index) else { continue };
        let template = builder.template(&also.path, endpoint);
        let method = also.method.as_ref().unwrap_or(&spec.method).value.as_str();
        let host = endpoint.host;
        let outline = taken::outline(host, method, &template);
        if builder.taken.find(&outline, &template).is_some() {
            continue;
        }
        let segments = paths::add(&mut catalogue, (index, host), method, template);
        builder.taken.add(outline, segments, &spec.id.value);
    }
    catalogue.trees.iter_mut().for_each(Tree::finish);
    fix_parameters(&mut catalogue);
    catalogue.secrets = secrets(&catalogue.endpoints);
    catalogue
}

/// The variants of a pack, by name.
fn variants<'s>(specs: &'s [VariantSpec], sink: &mut Sink) -> BTreeMap<&'s str, &'s VariantSpec> {
    let mut known: BTreeMap<&str, &VariantSpec> = BTreeMap::new();
    for spec in specs {
        if let Some(first) = known.get(spec.name.value.as_str()) {
            let message =
                format!("the variant `{}` is also in {}", spec.name.value, sink.sources.path(first.name.place));
            let help = "names of variants must be unique in a pack".to_owned();
            sink.error(Code::DuplicateName, spec.name.place, message, Some(help));
            continue;
        }
        known.insert(&spec.name.value, spec);
    }
    known
}

/// Notes which fields parameters are, and which are at the same position in all spellings of their endpoint.
fn fix_parameters(catalogue: &mut Catalogue) {
    let (mut seen, mut kept) = (vec![false; catalogue.endpoints.len()], Interner::default());
    for (spelling, its) in catalogue.spellings.iter().zip(&mut catalogue.parameters) {
        let index = spelling.endpoint.0 as usize;
        let (Some(endpoint), Some(seen)) = (catalogue.endpoints.get_mut(index), seen.get_mut(index)) else { continue };
        let mut parameters = its.to_vec();
        parameters.iter_mut().for_each(|parameter| parameter.look_up(endpoint));
        endpoint.marks.extend(spelling.marks.iter().map(|mark| mark.name.clone()));
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

/// Whether a media type is read as a syntax, such as application/vnd.api+json as JSON.
fn has_kin(accepts: &[Accepts], syntax: Syntax) -> bool {
    accepts.iter().any(|accepts| Syntax::of_media_type(accepts.says().as_bytes()) == Some(syntax))
}

struct Builder<'b> {
    hosts: &'b [String],
    patterns: &'b Patterns,
    strict: Strict,
    /// The variants of the pack.
    known: BTreeMap<&'b str, &'b VariantSpec>,
    ready: BTreeMap<String, Ready>,
    taken: Taken,
    sink: &'b mut Sink,
}

impl Builder<'_> {
    /// Its host is out of range if the pack doesn't have it.
    fn endpoint(&mut self, spec: &EndpointSpec) -> Endpoint {
        let host = spec.host.as_ref().map_or(Some(0), |name| self.host(name));
        let [query_closed, body_closed] =
            spec.closed.unwrap_or([self.strict.closed_parameters, self.strict.closed_members]);
        let mut body_fields = self.body_fields(spec, body_closed);
        self.not_in_query(&spec.path_fields);
        self.not_in_query(&spec.body_fields);
        self.no_variants(&spec.path_fields);
        self.no_variants(&spec.query_fields);
        let query_groups = self.groups(spec, &mut body_fields);
        self.siblings(&spec.query_fields, false);
        self.siblings(&spec.body_fields, true);
        let also = spec.also.iter().filter_map(|a| a.method.as_ref());
        let methods: Vec<_> = std::iter::once(&spec.method).chain(also).collect();
        methods.iter().for_each(|method| check_method(method, self.sink));
        let methods = methods.into_iter().map(|m| m.value.clone()).collect();
        let accepts: Vec<_> = spec.accepts.iter().filter_map(|a| self.accepts(a)).collect();
        self.described(spec, &accepts);
        let body = spec.body.map(|b| if b == 0 { Shape::Object } else { Shape::List }).or(body_fields.shape());
        Endpoint {
            id: spec.id.value.clone(),
            title: spec.title.clone(),
            source: spec.source.clone(),
            method: spec.method.value.clone(),
            path: spec.path.value.clone(),
            tags: spec.tags.iter().map(|t| t.value.clone()).collect(),
            accepts,
            body,
            body_optional: spec.body_optional,
            fields_of: spec.fields_of,
            query_closed,
            query_groups,
            marks: Vec::new(),
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

    /// The fields of a body, which takes no members that aren't known if it `is_closed`.
    fn body_fields(&mut self, spec: &EndpointSpec, is_closed: bool) -> FieldTree {
        let mut tree = FieldTree::default();
        let mut building = Building { tree: &mut tree, closed: Vec::new(), choices: Vec::new() };
        for field in &spec.body_fields {
            let Some(path) = self.path_of(&field.name) else { continue };
            let chosen = self.chosen_of_field(field);
            let node = building.tree.add(&path, self.body_field(field));
            building.closed.push(field.closed);
            building.choices.extend(chosen.map(|chosen| (node, chosen)));
        }
        if let Some(choice) = &spec.variants {
            let root = building.tree.root();
            building.choices.extend(self.chosen(choice).map(|chosen| (root, chosen)));
            if let (Some(1), Some(first)) = (spec.body, choice.variants.first()) {
                let help = "say it of its items: [endpoint.fields.body] \"[]\" = { variants = [\"…\"] }".to_owned();
                let message = "variants are forms of an object, and this body is a list";
                self.sink.error(Code::InvalidVariants, first.place, message, Some(help));
            }
        }
        self.build_variants(building, is_closed);
        tree
    }

    fn host(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self.hosts.iter().position(|h| h.eq_ignore_ascii_case(&name.value));
        if found.is_none() && !self.hosts.is_empty() {
            let help = suggest(&name.value, self.hosts.iter().map(String::as_str));
            self.sink.error(Code::UnknownHost, name.place, format!("the pack has no host `{}`", name.value), help);
        }
        found
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

    /// Reports body formats whose members are said to be described, and never are.
    fn described(&mut self, spec: &EndpointSpec, accepts: &[Accepts]) {
        let Some(place) = spec.fields_of_at else { return };
        let syntaxes = [Syntax::Json, Syntax::Xml, Syntax::Form, Syntax::Parts];
        let mut named =
            syntaxes.iter().zip(spec.fields_of).filter(|(_, is_named)| *is_named).map(|(syntax, _)| *syntax);
        let takes = |syntax: Syntax| accepts.iter().any(|accepts| accepts.takes(syntax.media_type().as_bytes()));
        let (message, help) = if spec.body_fields.is_empty() {
            ("this endpoint describes no members of a body", "add [endpoint.fields.body], or remove `fields-of`")
        } else if !accepts.is_empty() && named.all(|syntax| !takes(syntax) && !has_kin(accepts, syntax)) {
            ("this endpoint accepts none of these formats", "name formats that `accepts` has")
        } else {
            return;
        };
        self.sink.error(Code::UnknownChoice, place, message, Some(help.to_owned()));
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
}
