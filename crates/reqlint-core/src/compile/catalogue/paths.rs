//! Paths of endpoints: their segments, what their queries must have, and their place in the trees.

use super::Builder;
use crate::api::catalogue::asked::Spelling;
use crate::api::catalogue::index::Base;
use crate::api::catalogue::template::{self, Flaw, Segment, Slot, Written};
use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx, Extent, Mark, Parameter, Part};
use crate::base::near::suggest;
use crate::base::pattern::{Format, Pattern};
use crate::files::strict::BaseSpec;
use crate::language::{Code, Located, SourceSpan};
use std::ops::Range;

/// A path as it is looked for.
pub(super) struct Template {
    pub(super) segments: Vec<Segment>,
    /// What the query must have.
    pub(super) marks: Vec<Mark>,
    /// As written, without the query.
    pub(super) path: String,
}

impl Builder<'_> {
    pub(super) fn template(&mut self, path: &Located<String>, endpoint: &Endpoint) -> Template {
        let (inside, query) =
            path.value.split_once('?').map_or((&*path.value, None), |(path, query)| (path, Some(query)));
        let marks = query.map(|query| self.marks(query, path.place.inside(inside.len()..path.value.len())));
        let (marks, written) = (marks.unwrap_or_default(), inside.to_owned());
        let Some(inside) = inside.strip_prefix('/') else {
            let help = Some(format!("write \"/{}\", without the host", path.value));
            self.sink.error(Code::InvalidPath, path.place, "a path must begin with `/`", help);
            return Template { segments: Vec::new(), marks, path: written };
        };
        if let Some(at) = path.value.find('#') {
            let help =
                "no client sends it; write what tells the endpoint from others as a query: /orders?action=cancel";
            let place = path.place.inside(at..path.value.len());
            self.sink.error(Code::InvalidPath, place, "a path has no fragment", Some(help.to_owned()));
        }
        if path.value.contains(|c: char| c.is_whitespace() || c.is_control()) {
            let help = "write a space as %20".to_owned();
            self.sink.error(Code::InvalidPath, path.place, "a path has no white space", Some(help));
        }
        let mut seen: Vec<&str> = Vec::new();
        let mut rest = None;
        let mut next = 1;
        let segments = inside.split('/').map(|text| {
            let at = next..next + text.len();
            next = at.end + 1;
            let (segment, names) = match template::read(text) {
                Ok(Written::Literal) => (Segment::Literal(text.to_owned()), Vec::new()),
                Ok(Written::Parameter(name)) => (Segment::Parameter(name.to_owned(), slot(endpoint, name)), vec![name]),
                Ok(Written::Mixed(of, names)) => {
                    (Segment::Mixed(of, names.iter().map(|&name| name.to_owned()).collect()), names)
                }
                Ok(Written::Rest(name)) => {
                    if let Some(first) = rest.replace(name) {
                        let message = format!("`{{{first}+}}` takes several segments already");
                        let help = "a path has at most one such parameter: where it ends would be open".to_owned();
                        self.sink.error(Code::InvalidPath, path.place.inside(at), message, Some(help));
                    }
                    (Segment::Rest(name.to_owned()), vec![name])
                }
                Err((flaw, place)) => {
                    let place = at.start + place.start..at.start + place.end;
                    self.flawed(flaw, &path.value, place, path.place);
                    (Segment::Literal(text.to_owned()), Vec::new())
                }
            };
            for name in names {
                if seen.contains(&name) {
                    let message = format!("the parameter `{name}` appears twice in this path");
                    self.sink.error(Code::InvalidPath, path.place, message, None);
                }
                seen.push(name);
            }
            segment
        });
        let segments: Vec<_> = segments.collect();
        for field in endpoint.path_fields.iter().filter(|_| path.value == endpoint.path) {
            if !seen.contains(&field.name.as_str()) {
                let help = suggest(&field.name, seen.iter().copied())
                    .or_else(|| Some(format!("a parameter is written in braces: /{{{}}}", field.name)));
                let message = format!("the path has no parameter `{}`", field.name);
                self.sink.error(Code::UnknownField, path.place, message, help);
            }
        }
        Template { segments, marks, path: written }
    }

    /// Where else the endpoints of a host are.
    pub(super) fn bases(&mut self, specs: &[BaseSpec]) -> Vec<Base> {
        let mut bases: Vec<Base> = Vec::new();
        for spec in specs {
            let (host, of) = (self.host(&spec.host), spec.of.as_ref().map_or(Some(0), |of| self.host(of)));
            let path = spec.path.value.trim_end_matches('/');
            if !path.starts_with('/') || path.contains(['{', '}', '?', '#']) || path.contains(char::is_whitespace) {
                let help = "write it as in /api/v3: text only".to_owned();
                let message = "a base is a path without parameters and query, and begins with `/`";
                self.sink.error(Code::InvalidPath, spec.path.place, message, Some(help));
                continue;
            }
            let (Some(host), Some(of)) = (host, of) else { continue };
            if bases.iter().any(|base| base.host == host && base.path == path) {
                let message = format!("`{path}` is a base of this host already");
                self.sink.error(Code::DuplicateName, spec.place, message, Some("remove one of them".to_owned()));
            }
            bases.push(Base { host, path: path.to_owned(), of });
        }
        // the longest first, which says more
        bases.sort_by_key(|base| usize::MAX - base.path.len());
        bases
    }

    fn flawed(&mut self, flaw: Flaw, path: &str, place: Range<usize>, whole: SourceSpan) {
        let text = path.get(place.clone()).unwrap_or_default();
        let (message, help) = match flaw {
            Flaw::Brace => {
                (format!("this `{text}` has no partner"), "a parameter is a name in braces: {order}".to_owned())
            }
            Flaw::NoName => ("a parameter of this path has no name".to_owned(), "write {order}".to_owned()),
            Flaw::Touching => (
                format!("`{text}` follows another parameter at once"),
                "write what is between them, as in {name}.{format}: where one ends would be open".to_owned(),
            ),
            Flaw::RestInPart => (
                format!("`{text}` takes whole segments, and has text beside it"),
                format!("write {} for a part of one segment", text.replace("+}", "}")),
            ),
            Flaw::ForeignRest => {
                let name = template::native_name(text.trim_matches(['{', '}']));
                let message = format!("a parameter of several segments is written `{{{name}+}}`, found `{text}`");
                (message, format!("write {{{name}+}}: it takes one segment or more"))
            }
        };
        self.sink.error(Code::InvalidPath, whole.inside(place), message, Some(help));
    }

    /// What a query must have, as it is written in a path.
    fn marks(&mut self, query: &str, place: SourceSpan) -> Vec<Mark> {
        let query = query.split('#').next().unwrap_or_default();
        if query.contains(['{', '}']) {
            let help =
                "describe what it may be in [endpoint.fields.query]; a path holds what is always the same".to_owned();
            self.sink.error(Code::InvalidPath, place, "the query in a path has no parameters in braces", Some(help));
            return Vec::new();
        }
        let marks = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) => Mark { name: name.to_owned(), value: Some(value.to_owned()) },
            None => Mark { name: pair.to_owned(), value: None },
        });
        let marks: Vec<_> = marks.collect();
        if marks.iter().any(|mark| mark.name.is_empty()) {
            let help = "write ?NAME=VALUE, or ?NAME for any value".to_owned();
            self.sink.error(Code::InvalidPath, place, "a name is missing in the query of this path", Some(help));
        }
        marks
    }
}

/// Adds a spelling of an endpoint on a host; gives the segments back.
pub(super) fn add(
    catalogue: &mut Catalogue,
    (endpoint, host): (EndpointIx, usize),
    method: &str,
    template: Template,
) -> Vec<Segment> {
    let spelling = catalogue.spellings.len();
    let Template { segments, marks, path } = template;
    catalogue.parameters.push(parameters(&segments).into());
    if let Some(tree) = catalogue.trees.get_mut(host) {
        tree.add((&segments, marks.len()), method, spelling, endpoint);
    }
    catalogue.spellings.push(Spelling { endpoint, method: method.to_owned(), path, marks });
    segments
}

fn parameters(segments: &[Segment]) -> Vec<Parameter> {
    let rest = segments.iter().position(|segment| matches!(segment, Segment::Rest(_)));
    let mut parameters = Vec::new();
    for (position, segment) in segments.iter().enumerate() {
        let after = segments.len() - position - 1;
        let whole = match rest {
            Some(rest) if position > rest => Extent::FromEnd(after),
            _ => Extent::Segment(position),
        };
        match segment {
            Segment::Literal(_) => {}
            Segment::Parameter(name, _) => parameters.push(Parameter::new(whole, name.clone())),
            Segment::Rest(name) => {
                parameters.push(Parameter::new(Extent::Rest { from: position, after }, name.clone()));
            }
            Segment::Mixed(of, names) => parameters.extend(names.iter().enumerate().map(|(number, name)| {
                let part = Part { segment: whole.clone(), of: of.clone(), number };
                Parameter::new(Extent::Part(part.into()), name.clone())
            })),
        }
    }
    parameters
}

fn slot(endpoint: &Endpoint, parameter: &str) -> Slot {
    let Some(field) = endpoint.path_fields.iter().find(|f| f.name == parameter) else { return Slot::Any };
    if let Some(one_of) = &field.one_of {
        return Slot::OneOf(one_of.values.iter().map(ToString::to_string).collect());
    }
    let deciding = |p: &&Pattern| p.format() != Some(Format::Text);
    field.is.as_ref().filter(deciding).map_or(Slot::Any, |pattern| Slot::Is(pattern.clone()))
}
