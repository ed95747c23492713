//! Which paths are taken: two endpoints that nothing tells apart are a mistake.

use super::paths::Template;
use crate::api::catalogue::template::{Segment, Slot};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// What a parameter takes in an outline, at most.
const LONGEST: usize = "/{one-of}".len();

/// The paths of the endpoints so far.
#[derive(Default)]
pub(super) struct Taken {
    /// By what is equal in templates that may tie: looked up, and never gone through.
    templates: HashMap<Outline, Vec<Alike>, RandomState>,
}

/// The host, and what is equal in templates that may tie.
pub(super) type Outline = (usize, String);

/// The segments of a template, and its endpoint's id.
type Alike = (Vec<Segment>, String);

impl Taken {
    /// An earlier endpoint that the same requests would mean.
    pub(super) fn find(&self, outline: &Outline, template: &Template) -> Option<&str> {
        let ties = |segments: &[Segment]| segments.iter().zip(&template.segments).all(|(a, b)| a.ties(b));
        self.templates.get(outline)?.iter().find(|(segments, _)| ties(segments)).map(|(_, id)| id.as_str())
    }

    pub(super) fn add(&mut self, outline: Outline, segments: Vec<Segment>, id: &str) {
        self.templates.entry(outline).or_default().push((segments, id.to_owned()));
    }
}

/// The host, the method and the template, without what parameters are called and take.
pub(super) fn outline(host: usize, method: &str, template: &Template) -> Outline {
    let mut outline = String::with_capacity(method.len() + template.path.len() + LONGEST * template.segments.len());
    outline.push_str(method);
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
    (host, outline)
}
