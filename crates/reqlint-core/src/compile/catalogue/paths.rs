//! Paths of endpoints: their segments, which of them are ambiguous, and their place in the trees.

use super::Builder;
use crate::api::catalogue::index::Spelling;
use crate::api::catalogue::tree::{Segment, Slot};
use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx, Parameter};
use crate::base::near::suggest;
use crate::base::pattern::{Format, Pattern};
use crate::language::{Code, Located};

impl Builder<'_> {
    pub(super) fn segments(&mut self, path: &Located<String>, endpoint: &Endpoint) -> Vec<Segment> {
        let Some(inside) = path.value.strip_prefix('/') else {
            let help = Some(format!("write \"/{}\", without the host", path.value));
            self.sink.error(Code::InvalidPath, path.place, "a path must begin with `/`", help);
            return Vec::new();
        };
        if inside.contains(|c: char| matches!(c, '?' | '#') || c.is_whitespace() || c.is_control()) {
            let help = "write the path only, without query or white space".to_owned();
            self.sink.error(Code::InvalidPath, path.place, "this is not a valid path", Some(help));
        }
        let (mut seen, mut next) = (Vec::new(), 1);
        let segments = inside.split('/').map(|text| {
            let at = next..next + text.len();
            next = at.end + 1;
            let Some(name) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) else {
                if text.contains(['{', '}']) {
                    let message = format!("a parameter must be a whole segment, found `{text}`");
                    self.sink.error(Code::InvalidPath, path.place, message, None);
                }
                return Segment::Literal(text.to_owned());
            };
            if is_wildcard(name) {
                let message = format!("a parameter is one segment: `{text}` can't be the rest of the path");
                let help = "write each segment, as in /{a}/{b}; an endpoint for each number of segments".to_owned();
                self.sink.error(Code::InvalidPath, path.place.inside(at), message, Some(help));
            }
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
    pub(super) fn tie(&self, host: usize, method: &str, segments: &[Segment]) -> Option<&str> {
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

    pub(super) fn spell(
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

pub(super) fn add(
    catalogue: &mut Catalogue,
    endpoint: EndpointIx,
    host: usize,
    method: &str,
    path: &str,
    segments: &[Segment],
) {
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

/// Whether a parameter is written as the rest of a path is in routers: `{*rest}` (axum), `{proxy+}` (AWS), `{path...}` (Go),
/// `{rest:.*}` and `{path:path}` (with a regex, or a type).
fn is_wildcard(name: &str) -> bool {
    name.starts_with(['*', '+']) || name.ends_with(['*', '+']) || name.ends_with("..") || name.ends_with(":path")
}

fn slot(endpoint: &Endpoint, parameter: &str) -> Slot {
    let Some(field) = endpoint.path_fields.iter().find(|f| f.name == parameter) else { return Slot::Any };
    if !field.one_of.is_empty() {
        return Slot::OneOf(field.one_of.iter().map(ToString::to_string).collect());
    }
    let deciding = |p: &&Pattern| p.format() != Some(Format::Text);
    field.is.as_ref().filter(deciding).map_or(Slot::Any, |pattern| Slot::Is(pattern.clone()))
}
