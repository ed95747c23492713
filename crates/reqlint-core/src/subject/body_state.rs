//! What is known of a body as a whole, and how it is read.

use crate::api::catalogue::{FieldTree, Shape, Step};
use crate::base::bytes::same;
use crate::message::body::{Document, NodeIx, NodeKind, Syntax, parts};
use crate::message::exchange::{Body, Exchange, Visibility};

/// What is known of the body as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyState {
    /// No rule that applies looks at it.
    Unused,
    Absent,
    /// Unread, truncated, masked, or a placeholder.
    NotVisible,
    /// Read without an error; the [`Document`] holds it.
    Read,
    /// It is not what its Content-Type says, or of a syntax that isn't read.
    Unreadable,
}

impl BodyState {
    /// Reads the body into the document, if `wanted`.
    pub(crate) fn read(
        exchange: &Exchange<'_>,
        content_type: Option<&[u8]>,
        wanted: bool,
        nests_forms: bool,
        document: &mut Document,
    ) -> Self {
        let body = &exchange.request.body;
        document.clear();
        match BodyState::before_reading(body, exchange.shows, wanted) {
            Some(known) => known,
            None => BodyState::by_reading(body, exchange.shows, content_type, nests_forms, document),
        }
    }

    /// What is known of a body that need not be read.
    #[inline(always)]
    pub(crate) fn before_reading(body: &Body<'_>, shows: Visibility, wanted: bool) -> Option<Self> {
        if !wanted {
            Some(BodyState::Unused)
        } else if body.is_absent() {
            Some(BodyState::Absent)
        } else if matches!(body, Body::Unread | Body::Masked) || shows.hides_all(body.bytes()) {
            Some(BodyState::NotVisible)
        } else {
            None
        }
    }

    /// The root of a body that was read, if it is what the endpoint takes.
    pub(crate) fn members(self, document: &Document, shape: Option<Shape>) -> Option<NodeIx> {
        let root = document.root().filter(|_| self == BodyState::Read)?;
        shape_fits(document, root, shape).then_some(root)
    }

    /// Reads a body into the document.
    pub(crate) fn by_reading(
        body: &Body<'_>,
        shows: Visibility,
        content_type: Option<&[u8]>,
        nests_forms: bool,
        document: &mut Document,
    ) -> Self {
        let text = body.bytes();
        let Some(syntax) = syntax(content_type, text, shows) else {
            return BodyState::of_parts(body, shows, content_type, nests_forms, document);
        };
        match syntax {
            Syntax::Form if nests_forms => document.read_nested_form(text),
            _ => document.read(text, syntax),
        }
        match (&document.error, body) {
            (None, Body::Truncated(_)) => BodyState::NotVisible,
            (Some(error), Body::Truncated(_)) if error.at_end => BodyState::NotVisible,
            (Some(error), _) if error.is_bound => BodyState::NotVisible,
            // JSON takes one only inside a text
            (Some(error), _) if begins_at(text, error.at, shows) => BodyState::NotVisible,
            (Some(_), _) => BodyState::Unreadable,
            (None, _) => BodyState::Read,
        }
    }

    /// Reads a form in parts that is there from its first line to its last.
    fn of_parts(
        body: &Body<'_>,
        shows: Visibility,
        content_type: Option<&[u8]>,
        nests_forms: bool,
        document: &mut Document,
    ) -> Self {
        let boundary = content_type.and_then(parts::boundary).filter(|boundary| !shows.hides(boundary));
        if let (Some(boundary), Body::Whole(text)) = (boundary, body) {
            document.read_parts(text, boundary);
        }
        // names with brackets may say what is inside of what, which isn't read of parts
        let is_nested = |node| document.key(node, body.bytes()).contains(&b'[');
        if document.is_read() && !(nests_forms && document.children(0).any(is_nested)) {
            return BodyState::Read;
        }
        document.clear();
        BodyState::Unreadable
    }
}

/// Whether a placeholder begins at a byte, or one before it.
fn begins_at(text: &[u8], at: usize, shows: Visibility) -> bool {
    let mut starts = [Some(at), at.checked_sub(1)].into_iter().flatten();
    starts.any(|start| text.get(start..).and_then(|text| shows.placeholder_length(text)).is_some())
}

/// What to read a body as: what Content-Type says, unless readers take that for different things; without one, or where it is
/// blank or says plain text, what it looks like.
#[inline]
pub(crate) fn syntax(content_type: Option<&[u8]>, text: &[u8], shows: Visibility) -> Option<Syntax> {
    match content_type {
        // fast path: the most common label, whatever its parameters
        Some(value) if is_json(value) => Some(Syntax::Json),
        _ => syntax_otherwise(content_type, text, shows),
    }
}

#[inline(never)]
fn syntax_otherwise(content_type: Option<&[u8]>, text: &[u8], shows: Visibility) -> Option<Syntax> {
    match content_type {
        Some(value) if Syntax::is_disputed(value) => None,
        Some(value) if !shows.hides(value) => {
            Syntax::of_media_type(value).or_else(|| Syntax::looks_like(text).filter(|_| is_guessed(value)))
        }
        _ => Syntax::looks_like(text),
    }
}

/// Whether a Content-Type is blank or says plain text, so that a body is read as what it looks like.
pub(super) fn is_guessed(content_type: &[u8]) -> bool {
    let essence = crate::message::body::essence(content_type);
    essence.is_empty() || essence.eq_ignore_ascii_case(b"text/plain")
}

#[inline]
fn is_json(content_type: &[u8]) -> bool {
    let split = content_type.split_at_checked(16);
    split.is_some_and(|(essence, rest)| same(essence, b"application/json") && matches!(rest.first(), None | Some(b';')))
}

pub(crate) fn shape_fits(document: &Document, root: NodeIx, shape: Option<Shape>) -> bool {
    match (shape, document.kind(root)) {
        (None, _) => true,
        (Some(_), kind) if !document.is_typed() => kind == NodeKind::Object,
        (Some(Shape::Object), kind) => kind == NodeKind::Object,
        (Some(Shape::List), kind) => kind == NodeKind::List,
    }
}

/// Whether the fields that the catalogue describes may be in a body of this kind, or it describes none.
pub(crate) fn may_hold(fields: &FieldTree, kind: NodeKind) -> bool {
    let Some(root) = fields.node(0) else { return true };
    let has = |step: &Step| root.others.iter().any(|child| fields.node(*child).is_some_and(|node| node.step == *step));
    let is_object = !root.members.is_empty() || has(&Step::AnyMember) || root.choice.is_some();
    let is_list = has(&Step::Items);
    match kind {
        NodeKind::Object => is_object || !is_list,
        NodeKind::List => is_list || !is_object,
        _ => !is_object && !is_list,
    }
}
