//! Which paths are taken: two endpoints that nothing tells apart are a mistake.

use super::paths::Template;
use crate::api::catalogue::template::{Segment, Slot};
use std::collections::HashMap;

/// The paths of the endpoints so far.
#[derive(Default)]
pub(super) struct Taken {
    /// By host and what is equal in templates that may tie: looked up, and never gone through.
    templates: HashMap<(usize, String), Vec<Alike>>,
}

/// The segments of a template, and its endpoint's id.
type Alike = (Vec<Segment>, String);

impl Taken {
    /// An earlier endpoint that the same requests would mean.
    pub(super) fn find(&self, host: usize, method: &str, template: &Template) -> Option<&str> {
        let alike = self.templates.get(&(host, outline(method, template)))?;
        let ties = |segments: &[Segment]| segments.iter().zip(&template.segments).all(|(a, b)| a.ties(b));
        alike.iter().find(|(segments, _)| ties(segments)).map(|(_, id)| id.as_str())
    }

    pub(super) fn add(&mut self, host: usize, method: &str, template: &Template, id: &str) {
        let alike = self.templates.entry((host, outline(method, template))).or_default();
        alike.push((template.segments.clone(), id.to_owned()));
    }
}

/// The method and the template, without what parameters are called and take.
fn outline(method: &str, template: &Template) -> String {
    let mut outline = method.to_owned();
    for segment in &template.segments {
        outline.push('/');
        match segment {
            Segment::Literal(text) => outline.push_str(text),
            Segment::Parameter(_, Slot::Any) => outline.push_str("{}"),
            Segment::Parameter(_, Slot::OneOf(_)) => outline.push_str("{one-of}"),
            Segment::Parameter(_, Slot::Is(_)) => outline.push_str("{is}"),
            Segment::Mixed(of, names) => outline.push_str(&of.written(&vec![String::new(); names.len()])),
            Segment::Rest(_) => outline.push_str("{+}"),
        }
    }
    let mut marks: Vec<_> = template.marks.iter().map(|mark| mark.written()).collect();
    marks.sort_unstable();
    marks.iter().for_each(|mark| outline.extend(["?", mark]));
    outline
}
