//! Finding the endpoint that a request means: a tree of path segments per host.

use super::tree::{Search, Tree, decode_unreserved};
use super::{Endpoint, EndpointIx, Parameter};
use crate::base::bytes;
use crate::message::exchange::{Request, Visibility};
use crate::message::secrets::names::OwnNames;
use crate::message::target::Target;
use std::ops::Range;
use std::sync::Arc;

/// Endpoints, indexed by host and path.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) endpoints: Vec<Endpoint>,
    /// Names of query parameters and body members that some endpoint marks as secret.
    pub(crate) secrets: Vec<String>,
    /// Names and shapes that the pack and the project add to the table of secrets.
    pub(crate) names: OwnNames,
    /// One tree for each host of the pack; its root is node 0.
    pub(crate) trees: Vec<Tree>,
    pub(crate) spellings: Vec<Spelling>,
    /// The parameters of each spelling, in the order of their segments. They are kept apart, since nearly every request needs
    /// them and nothing else of its spelling.
    pub(crate) parameters: Vec<Arc<[Parameter]>>,
}

/// One way to write an endpoint's path.
#[derive(Debug)]
pub(crate) struct Spelling {
    pub(crate) endpoint: EndpointIx,
    pub(crate) method: String,
    /// The template as the catalogue writes it.
    pub(crate) path: String,
}

/// What was found for a request.
#[derive(Debug, Default)]
pub(crate) struct Route {
    pub(crate) endpoint: Option<EndpointIx>,
    /// The spelling whose parameters are bound, also where no method fits.
    spelling: Option<usize>,
    /// Whether finding it took ignoring case, or dropping the final slash.
    pub(crate) ignoring_case: bool,
    pub(crate) dropping_slash: bool,
    /// The ranges of the segments in the target.
    segments: Vec<Range<usize>>,
    /// Spellings that fit the path with other methods.
    others: Vec<usize>,
}

impl Route {
    /// Forgets the last request, keeping its memory.
    fn clear(&mut self) {
        self.endpoint = None;
        self.spelling = None;
        self.ignoring_case = false;
        self.dropping_slash = false;
        self.segments.clear();
        self.others.clear();
    }

    /// Whether the path is written as an endpoint's is, and the endpoint takes the method.
    pub(crate) fn is_as_documented(&self) -> bool {
        self.endpoint.is_some() && !(self.ignoring_case || self.dropping_slash)
    }

    /// The range of a segment in the target.
    pub(crate) fn segment(&self, position: usize) -> Option<Range<usize>> {
        self.segments.get(position).cloned()
    }

    /// Whether any template fits the path, whatever the method.
    pub(crate) fn fits_path(&self) -> bool {
        self.spelling.is_some()
    }
}

impl Catalogue {
    /// Finds what the method and the path of a request mean on these hosts. HEAD means what GET means, except where it is
    /// documented itself (RFC 9110 section 9.3.2).
    pub(crate) fn find(
        &self,
        hosts: Range<usize>,
        (request, shows): (&Request<'_>, Visibility),
        target: &Target,
        route: &mut Route,
    ) {
        route.clear();
        let (method, text) = (&*request.method, &*request.target);
        let path = &target.path;
        let Some(inside) = text.get(path.clone()).and_then(|path| path.strip_prefix(b"/")) else { return };
        let trees = self.trees.get(hosts).unwrap_or_default();
        if let [tree] = trees
            && let Some((spelling, endpoint)) = tree.walk(&self.spellings, method, (text, target), &mut route.segments)
        {
            (route.spelling, route.endpoint) = (Some(spelling), Some(endpoint));
            return;
        }
        route.segments.clear();
        let depth = trees.iter().map(|t| t.depth).max().unwrap_or(0);
        let start = path.start + 1;
        let mut at = start;
        // a path with more segments than any template, not counting a final slash, fits none
        for end in memchr::memchr_iter(b'/', inside).map(|offset| start + offset).take(depth + 2) {
            route.segments.push(at..end);
            at = end + 1;
        }
        if route.segments.len() < depth + 2 {
            route.segments.push(at..path.end);
        }
        let escaped = target.is_escaped(text);
        for (case, slash) in [(false, false), (false, true), (true, false), (true, true)] {
            if slash && !(route.segments.len() > 1 && route.segments.last().is_some_and(Range::is_empty)) {
                continue;
            }
            let segments = route.segments.len() - usize::from(slash);
            for tree in trees {
                let mut search = Search {
                    spellings: &self.spellings,
                    tree,
                    method,
                    target: text,
                    segments: route.segments.get(..segments).unwrap_or_default(),
                    ignore_case: case,
                    escaped,
                    shows,
                    others: &mut route.others,
                };
                if let Some(found) = search.find() {
                    route.spelling = Some(found);
                    route.endpoint = self.spellings.get(found).map(|s| s.endpoint);
                    break;
                }
            }
            route.spelling = route.spelling.or(route.others.first().copied());
            if route.spelling.is_some() {
                route.ignoring_case = case;
                route.dropping_slash = slash;
                return;
            }
        }
    }

    pub(crate) fn endpoint(&self, index: EndpointIx) -> Option<&Endpoint> {
        self.endpoints.get(index.0 as usize)
    }

    /// The path parameters that a route bound: name and place in the target.
    pub(crate) fn parameters<'r>(&'r self, route: &'r Route) -> impl Iterator<Item = (&'r Parameter, Range<usize>)> {
        self.parameters_of(route.spelling)
            .iter()
            .filter_map(|parameter| Some((parameter, route.segments.get(parameter.position)?.clone())))
    }

    fn parameters_of(&self, spelling: Option<usize>) -> &[Parameter] {
        spelling.and_then(|spelling| self.parameters.get(spelling)).map(|parameters| &**parameters).unwrap_or_default()
    }

    /// The range of a path parameter in the target.
    pub(crate) fn parameter(&self, route: &Route, name: &str) -> Option<Range<usize>> {
        let mut parameters = self.parameters_of(route.spelling).iter();
        let parameter = parameters.find(|parameter| bytes::same(parameter.name.as_bytes(), name.as_bytes()))?;
        route.segments.get(parameter.position).cloned()
    }

    /// The methods that the templates fitting the path have, for a request with another method.
    pub(crate) fn allowed_methods(&self, route: &Route) -> Vec<&str> {
        let spellings = route.others.iter().filter_map(|s| self.spellings.get(*s));
        let mut methods: Vec<_> = spellings.map(|s| s.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }

    /// The literal segments that were written in another case: their places and how they are documented.
    pub(crate) fn miscased(&self, route: &Route, target: &[u8]) -> Vec<(Range<usize>, &str)> {
        let Some(spelling) = route.spelling.and_then(|s| self.spellings.get(s)) else { return Vec::new() };
        let endpoint = self.endpoint(spelling.endpoint);
        let documented = segments(spelling.path.as_bytes()).map(|place| spelling.path.get(place).unwrap_or_default());
        let pairs = route.segments.iter().zip(documented).enumerate();
        let differs = pairs.filter_map(|(position, (place, documented))| {
            let sent = target.get(place.clone())?;
            let mut parameters = self.parameters_of(route.spelling).iter();
            let parameter = parameters.find(|p| p.position == position).map(|p| &p.name);
            let should = match parameter {
                None => documented,
                Some(name) => {
                    let field = endpoint?.path_fields.iter().find(|f| f.name == *name)?;
                    field.one_of.iter().find_map(|s| match s {
                        crate::base::scalar::Scalar::Text(t) => {
                            t.as_bytes().eq_ignore_ascii_case(sent).then_some(t.as_str())
                        }
                        _ => None,
                    })?
                }
            };
            // as most are
            let is_written_so = sent == should.as_bytes() && !sent.contains(&b'%');
            (!is_written_so && *decode_unreserved(sent) != *should.as_bytes()).then_some((place.clone(), should))
        });
        differs.collect()
    }
}

/// The ranges of a path's segments: after each slash, up to the next.
pub(crate) fn segments(path: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let slash = move |from| bytes::find_from(path, from, |block| block.is(b'/'));
    let mut at = slash(0) + 1;
    std::iter::from_fn(move || {
        let end = (at <= path.len()).then(|| slash(at))?;
        Some(std::mem::replace(&mut at, end + 1)..end)
    })
}
