//! How forms write lists and objects.

use super::Dialect;
use super::fields::Part;
use crate::tree::{At, Documents, Tree};

/// How a list or an object is written in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormStyle {
    /// `a[]=1&a[b]=2`
    Brackets,
    /// `a=1&a=2`
    Repeated,
    /// `a=1,2` and the like.
    InOne,
}

/// How the members of one form are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Styles<'d> {
    /// `encoding` of the media type.
    pub(crate) encoding: Option<&'d Tree>,
    /// Members of Swagger 2 that say how they are written.
    pub(crate) named: Vec<(&'d str, FormStyle)>,
    /// Whether each value is a part of a multipart body, where a list is the part repeated.
    pub(crate) is_in_parts: bool,
}

impl Styles<'_> {
    pub(crate) fn of(&self, name: &str, part: Part) -> FormStyle {
        if let Some((_, style)) = self.named.iter().find(|(known, _)| *known == name) {
            return *style;
        }
        if self.is_in_parts {
            return FormStyle::Repeated;
        }
        let own = self.encoding.and_then(|encoding| encoding.get(name));
        let is_exploded = |otherwise: bool| match own.and_then(|own| own.get("explode")) {
            Some(Tree::Boolean(explode)) => *explode,
            _ => otherwise,
        };
        match own.and_then(|own| own.text("style")) {
            Some("deepObject") if part == Part::NestedForm => FormStyle::Brackets,
            None | Some("form") if is_exploded(true) => FormStyle::Repeated,
            _ => FormStyle::InOne,
        }
    }
}

/// Whether any form of a description writes a member with brackets.
pub(crate) fn nest(documents: &Documents, dialect: Dialect) -> bool {
    if dialect == Dialect::Swagger2 {
        return false;
    }
    let root = documents.root();
    let items = root.tree.get("paths").map(Tree::members).unwrap_or_default().iter();
    let operations = items.flat_map(|(_, item)| item.members());
    operations.filter_map(|(_, operation)| operation.get("requestBody")).any(|body| {
        let Ok((body, _)) = documents.follow(At { tree: body, file: root.file }) else { return false };
        let types = body.tree.get("content").map(Tree::members).unwrap_or_default();
        let encodings = types.iter().filter_map(|(_, media)| media.get("encoding"));
        let mut members = encodings.flat_map(Tree::members);
        members.any(|(_, member)| member.text("style") == Some("deepObject"))
    })
}
