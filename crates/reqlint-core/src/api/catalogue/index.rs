//! Finding the endpoint that a request means: a tree of path segments per host.

use super::asked::{Asked, Spelling};
use super::template::{self, Written};
use super::tree::{Decoding, Search, Tree, decode_unreserved};
use super::{Endpoint, EndpointIx, Extent, Parameter, Part};
use crate::base::bytes;
use crate::base::scalar::Scalar;
use crate::message::body::Syntax;
use crate::message::exchange::{Request, Visibility};
use crate::message::secrets::names::OwnNames;
use crate::message::target::Target;
use std::borrow::Cow;
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
    /// Where else the endpoints of a host are.
    pub(crate) bases: Vec<Base>,
    /// Whether HEAD has to be documented itself.
    pub(crate) knows_head: bool,
    pub(crate) forms: Forms,
    /// The parameters of each spelling, in the order of their segments. They are kept apart, since nearly every request needs
    /// them and nothing else of its spelling.
    pub(crate) parameters: Vec<Arc<[Parameter]>>,
}

/// What the API takes a form for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Forms {
    #[default]
    Plain,
    /// `a[b]` is the member `b` of `a`.
    Nested,
    /// There are none: what Content-Type calls a form is read as JSON.
    Json,
}

impl Forms {
    pub(crate) fn nests(self) -> bool {
        self == Forms::Nested
    }

    /// The Content-Type by which the API reads a body that has this one.
    pub(crate) fn label(self, content_type: Option<&[u8]>) -> Option<&[u8]> {
        let is_form = |value: &[u8]| Syntax::of_media_type(value) == Some(Syntax::Form);
        if self == Forms::Json && content_type.is_some_and(is_form) {
            return Some(Syntax::Json.media_type().as_bytes());
        }
        content_type
    }
}

/// A path below which the endpoints of a host are once more.
#[derive(Debug)]
pub(crate) struct Base {
    /// The host that has it.
    pub(crate) host: usize,
    /// `/api/v3`
    pub(crate) path: String,
    /// The host whose endpoints they are.
    pub(crate) of: usize,
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
    /// Whether the path means another endpoint where percent-encoded characters aren't decoded, or all are, or the query names two.
    pub(crate) is_ambiguous: bool,
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
        self.is_ambiguous = false;
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

    /// The range of a parameter in the target.
    #[inline]
    fn place(&self, extent: &Extent, target: &[u8]) -> Option<Range<usize>> {
        match extent {
            Extent::Segment(position) => self.segment(*position),
            elsewhere => self.place_elsewhere(elsewhere, target),
        }
    }

    #[inline(never)]
    fn place_elsewhere(&self, extent: &Extent, target: &[u8]) -> Option<Range<usize>> {
        let from_end = |after: usize| self.segments.get(self.segments.len().checked_sub(after + 1)?);
        match extent {
            Extent::Segment(position) => self.segment(*position),
            Extent::Rest { from, after } => Some(self.segments.get(*from)?.start..from_end(*after)?.end),
            Extent::FromEnd(after) => from_end(*after).cloned(),
            Extent::Part(part) => {
                let Part { segment, of, number } = &**part;
                let segment = self.place(segment, target)?;
                let sent = target.get(segment.clone())?;
                let place = |decoding: Decoding| {
                    let mut place = None;
                    let fits = of.fit(&decoding.of(sent), self.ignoring_case, |of, range| {
                        if of == *number {
                            place = Some(range);
                        }
                    });
                    place.filter(|_| fits).map(|place| (place, decoding))
                };
                let (Range { start, end }, decoding) =
                    place(Decoding::Unreserved).or_else(|| place(Decoding::Mixed))?;
                let offset = |decoded| segment.start + decoding.sent_offset(sent, decoded);
                Some(offset(start)..offset(end))
            }
        }
    }

    /// Whether any template fits the path, whatever the method.
    pub(crate) fn fits_path(&self) -> bool {
        self.spelling.is_some()
    }
}

impl Catalogue {
    /// Finds what the method and the path of a request mean on these hosts.
    #[inline]
    pub(crate) fn find(
        &self,
        hosts: Range<usize>,
        (request, shows): (&Request<'_>, Visibility),
        target: &Target,
        route: &mut Route,
    ) {
        let asked = Asked::new(&self.spellings, self.knows_head, request, target);
        // fast path: few catalogues have other bases
        if self.bases.is_empty() || !self.find_by_base(&hosts, (&asked, shows), route) {
            self.find_from(target.path.start, hosts, (&asked, shows), route);
        }
    }

    /// Whether it finds what a path means that begins with another base.
    #[inline(never)]
    fn find_by_base(&self, hosts: &Range<usize>, asked: (&Asked<'_>, Visibility), route: &mut Route) -> bool {
        let from = asked.0.target.path.start;
        let mut bases = self.bases.iter().filter(|base| hosts.contains(&base.host) && base.begins(asked.0));
        bases.any(|base| {
            self.find_from(from + base.path.len(), base.of..base.of + 1, asked, route);
            route.fits_path()
        })
    }

    /// Finds what a path means from a slash in the target on.
    fn find_from(&self, from: usize, hosts: Range<usize>, (asked, shows): (&Asked<'_>, Visibility), route: &mut Route) {
        route.clear();
        let Asked { text, target, .. } = *asked;
        let path = from..target.path.end;
        let Some(inside) = text.get(path.clone()).and_then(|path| path.strip_prefix(b"/")) else { return };
        let trees = self.trees.get(hosts).unwrap_or_default();
        if let [tree] = trees
            && let Some((spelling, endpoint)) = tree.walk(asked, from, &mut route.segments)
        {
            (route.spelling, route.endpoint) = (Some(spelling), Some(endpoint));
            return;
        }
        route.segments.clear();
        let most = trees.iter().map(|t| t.depth).max().unwrap_or(0).saturating_add(2);
        let start = path.start + 1;
        let mut at = start;
        // a path with more segments than any template, not counting a final slash, fits none
        for end in memchr::memchr_iter(b'/', inside).map(|offset| start + offset).take(most) {
            route.segments.push(at..end);
            at = end + 1;
        }
        if route.segments.len() < most {
            route.segments.push(at..path.end);
        }
        let escaped = target.is_escaped(text);
        for (case, slash) in [(false, false), (false, true), (true, false), (true, true)] {
            if slash && !(route.segments.len() > 1 && route.segments.last().is_some_and(Range::is_empty)) {
                continue;
            }
            let count = route.segments.len() - usize::from(slash);
            let segments = route.segments.get(..count).unwrap_or_default();
            let mut rivalled = Vec::new();
            let mut search = |decoding, others: &mut Vec<usize>| {
                trees.iter().find_map(|tree| {
                    let rivalled = &mut rivalled;
                    Search { asked: *asked, tree, segments, ignore_case: case, decoding, shows, others, rivalled }
                        .find()
                })
            };
            let endpoint = |spelling: Option<usize>| self.spellings.get(spelling?).map(|spelling| spelling.endpoint);
            let found = search(if escaped { Decoding::Unreserved } else { Decoding::Nothing }, &mut route.others);
            let mut otherwise = |decoding| if escaped { search(decoding, &mut Vec::new()) } else { None };
            let (undecoded, in_parts) = (otherwise(Decoding::Nothing), otherwise(Decoding::Mixed));
            // what fits an endpoint only once all of a segment is decoded is that
            let found = found.or(in_parts);
            let others = [undecoded, in_parts].map(endpoint);
            let is_read_otherwise = others.into_iter().flatten().any(|other| endpoint(found) != Some(other));
            route.endpoint = endpoint(found);
            route.spelling = found.or(route.others.first().copied());
            if route.spelling.is_some() {
                route.ignoring_case = case;
                route.dropping_slash = slash;
                let has_rival = found.is_some_and(|found| rivalled.contains(&found));
                route.is_ambiguous = has_rival || is_read_otherwise;
                route.segments.truncate(count);
                return;
            }
        }
    }

    pub(crate) fn endpoint(&self, index: EndpointIx) -> Option<&Endpoint> {
        self.endpoints.get(index.0 as usize)
    }

    /// The path parameters that a route bound: name and place in the target.
    pub(crate) fn parameters<'r>(
        &'r self,
        route: &'r Route,
        target: &'r [u8],
    ) -> impl Iterator<Item = (&'r Parameter, Range<usize>)> {
        let parameters = self.parameters_of(route.spelling).iter();
        parameters.filter_map(move |parameter| Some((parameter, route.place(&parameter.extent, target)?)))
    }

    fn parameters_of(&self, spelling: Option<usize>) -> &[Parameter] {
        spelling.and_then(|spelling| self.parameters.get(spelling)).map(|parameters| &**parameters).unwrap_or_default()
    }

    /// The range of a path parameter in the target.
    pub(crate) fn parameter(&self, route: &Route, target: &[u8], name: &str) -> Option<Range<usize>> {
        let mut parameters = self.parameters_of(route.spelling).iter();
        let parameter = parameters.find(|parameter| bytes::same(parameter.name.as_bytes(), name.as_bytes()))?;
        route.place(&parameter.extent, target)
    }

    /// The methods that the templates fitting the path have, for a request with another method.
    pub(crate) fn allowed_methods(&self, route: &Route) -> Vec<&str> {
        let spellings = route.others.iter().filter_map(|s| self.spellings.get(*s));
        let mut methods: Vec<_> = spellings.map(|s| s.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }

    /// The segments whose text was written in another case: their places and how they are documented.
    pub(crate) fn miscased(&self, route: &Route, target: &[u8]) -> Vec<(Range<usize>, Cow<'_, str>)> {
        let Some(spelling) = route.spelling.and_then(|s| self.spellings.get(s)) else { return Vec::new() };
        let endpoint = self.endpoint(spelling.endpoint);
        let documented = || segments(spelling.path.as_bytes()).filter_map(|place| spelling.path.get(place));
        let is_rest = |text: &str| text.ends_with("+}") && matches!(template::read(text), Ok(Written::Rest(_)));
        let rest = documented().position(is_rest);
        let after = rest.map_or(0, |rest| documented().skip(rest + 1).count());
        let from_end = route.segments.len().saturating_sub(after);
        let front = documented().take(rest.unwrap_or(usize::MAX)).zip(&route.segments);
        let back =
            documented().skip(rest.map_or(usize::MAX, |rest| rest + 1)).zip(route.segments.iter().skip(from_end));
        let differs = front.chain(back).filter_map(|(documented, place)| {
            let written = target.get(place.clone())?;
            let sent = || decode_unreserved(written);
            let (sent, should) = match template::read(documented).ok()? {
                // fast path: nearly every segment is written as documented
                Written::Literal if written == documented.as_bytes() => return None,
                Written::Literal => (sent(), Cow::Borrowed(documented)),
                Written::Mixed(of, _) => {
                    let sent = sent();
                    let should = of.filled(&sent, true)?;
                    (sent, Cow::Owned(should))
                }
                Written::Rest(_) => return None,
                Written::Parameter(name) => {
                    let field = endpoint?.path_fields.iter().find(|f| f.name == *name)?;
                    // fast path: most parameters take any value
                    let sent = if field.one_of.is_none() { return None } else { sent() };
                    let should = field.one_of().iter().find_map(|value| match value {
                        Scalar::Text(text) if text.as_bytes().eq_ignore_ascii_case(&sent) => Some(text.as_str()),
                        _ => None,
                    })?;
                    (sent, Cow::Borrowed(should))
                }
            };
            (*sent != *should.as_bytes()).then_some((place.clone(), should))
        });
        differs.collect()
    }
}

impl Base {
    /// Whether a path begins with it, followed by a slash.
    fn begins(&self, asked: &Asked<'_>) -> bool {
        self.inside(asked.text.get(asked.target.path.clone()).unwrap_or_default()).is_some()
    }

    /// What of a path comes after it, with a slash.
    pub(super) fn inside<'p>(&self, path: &'p [u8]) -> Option<&'p [u8]> {
        path.strip_prefix(self.path.as_bytes()).filter(|inside| inside.starts_with(b"/"))
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
