//! Bodies: their media types, and what is in them.

use super::Dialect;
use super::fields::Part;
use super::forms::{FormStyle, Styles};
use super::operations::{Context, named};
use super::schema::{Additional, Schema, Types};
use crate::api::{Body, Field, Is, Operation, Step, place};
use crate::loss::Lost;
use crate::tree::{At, Tree};

/// What a media type holds, as far as packs look into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Json,
    Form,
    Xml,
    Multipart,
    Other,
}

impl Holds {
    /// As `fields-of` of an endpoint names it.
    const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::Xml => "xml",
            Self::Multipart => "multipart",
            Self::Other => "",
        }
    }
}

impl<'d> Context<'_, 'd> {
    pub(crate) fn body(&mut self, made: &mut Operation, operation: At<'d>, parameters: &[At<'d>]) {
        if self.dialect == Dialect::Swagger2 {
            self.swagger_body(made, operation, parameters);
            return;
        }
        let Some(body) = operation.tree.get("requestBody") else { return };
        let body = match self.documents.follow(At { tree: body, file: operation.file }) {
            Ok((body, _)) => body,
            Err(unresolved) => return made.lose(Lost::Reference(unresolved.0), "body"),
        };
        let required = body.tree.is_true("required");
        let mut types: Vec<(&str, Option<At<'d>>)> = Vec::new();
        let mut styles = Styles::default();
        for (name, media) in body.tree.get("content").map(Tree::members).unwrap_or_default() {
            let media =
                self.documents.follow(At { tree: media, file: body.file }).map_or(None, |(media, _)| Some(media));
            let schema = media.and_then(|m| m.tree.get("schema").map(|tree| At { tree, file: m.file }));
            if holds(name) == Holds::Form {
                styles.encoding = media.and_then(|media| media.tree.get("encoding"));
            }
            types.push((name.as_str(), schema));
        }
        self.media_types(made, &types, required, styles);
    }

    fn swagger_body(&mut self, made: &mut Operation, operation: At<'d>, parameters: &[At<'d>]) {
        let consumes = operation.tree.get("consumes").or_else(|| self.root.get("consumes"));
        let consumes: Vec<&str> =
            consumes.map(Tree::items).unwrap_or_default().iter().filter_map(Tree::as_text).collect();
        let body = parameters.iter().find(|p| p.tree.text("in") == Some("body"));
        if let Some(body) = body {
            let schema = body.tree.get("schema").map(|tree| At { tree, file: body.file });
            let types: Vec<_> = if consumes.is_empty() {
                vec![("application/json", schema)]
            } else {
                consumes.iter().map(|name| (*name, schema)).collect()
            };
            return self.media_types(made, &types, body.tree.is_true("required"), Styles::default());
        }
        let members: Vec<_> = parameters.iter().filter(|p| p.tree.text("in") == Some("formData")).copied().collect();
        if members.is_empty() {
            return;
        }
        let has = |kind: Holds| consumes.iter().any(|name| holds(name) == kind);
        made.accepts = accepts(&consumes);
        if !(consumes.is_empty() || has(Holds::Form) || has(Holds::Multipart)) {
            return made.lose(Lost::OtherMediaType, "body");
        }
        if has(Holds::Multipart) && self.nests_forms {
            return made.lose(Lost::Multipart, "body");
        }
        let required = members.iter().any(|member| member.tree.is_true("required"));
        made.body = Body::Object { required };
        for member in members {
            let Some(name) = member.tree.text("name").filter(|name| !name.is_empty()) else { continue };
            if member.tree.text("type") == Some("array") {
                let style = match member.tree.text("collectionFormat") {
                    Some("multi") => FormStyle::Repeated,
                    _ => FormStyle::InOne,
                };
                let schema = self.reader.read(&[member], &mut Vec::new());
                let mut fields = self.fields(made, Part::Form);
                fields.flat_list(&schema, named(name), member.tree.is_true("required"), style);
                let fields = fields.made();
                made.body_fields.extend(fields);
                continue;
            }
            if member.tree.text("type") == Some("file") {
                let required = member.tree.is_true("required");
                made.body_fields.push(Field { steps: named(name), required, ..Field::default() });
                continue;
            }
            if member.tree.text("type") == Some("object") {
                made.lose(Lost::FormStyle, format!("body.{name}"));
                continue;
            }
            let required = member.tree.is_true("required");
            let field = self.fields(made, Part::Form).of_parameter(name, &[member], required);
            let field = field.filter(|field| field.name().is_some());
            match field {
                Some(field) if !made.body_fields.iter().any(|known| known.steps == field.steps) => {
                    made.body_fields.push(field)
                }
                Some(_) => {}
                None => made.lose(Lost::FieldName, "body"),
            }
        }
    }

    fn media_types(
        &mut self,
        made: &mut Operation,
        types: &[(&str, Option<At<'d>>)],
        required: bool,
        styles: Styles<'d>,
    ) {
        let names: Vec<&str> = types.iter().map(|(name, _)| *name).collect();
        made.accepts = accepts(&names);
        let first = |kind: Holds| types.iter().find(|(name, _)| holds(name) == kind);
        let order = [Holds::Json, Holds::Form, Holds::Multipart, Holds::Xml, Holds::Other];
        let Some((kind, (_, schema))) = order.into_iter().find_map(|kind| Some((kind, first(kind)?))) else { return };
        match (kind, schema) {
            (Holds::Json, Some(schema)) => self.root(made, *schema, required, Part::Body, styles),
            (Holds::Form, Some(schema)) if self.nests_forms => {
                self.root(made, *schema, required, Part::NestedForm, styles);
            }
            (Holds::Multipart, Some(_)) if self.nests_forms => {
                made.lose(Lost::Multipart, "body");
                made.body = if required { Body::Something } else { Body::Any };
            }
            (Holds::Multipart, Some(schema)) => {
                self.root(made, *schema, required, Part::Form, Styles { is_in_parts: true, ..Styles::default() });
                if made.body == Body::Nothing {
                    made.lose(Lost::Multipart, "body");
                    made.body = Body::Any;
                }
            }
            (Holds::Form | Holds::Xml, Some(schema)) => self.root(made, *schema, required, Part::Form, styles),
            _ if required => made.body = Body::Something,
            _ => {}
        }
        self.beside(made, kind, *schema, types);
    }

    /// What bodies of other media types are, beside the one whose members were read.
    fn beside(&self, made: &mut Operation, kind: Holds, schema: Option<At<'d>>, types: &[(&str, Option<At<'d>>)]) {
        let is_flat = made.choice.is_none()
            && made.body_fields.iter().all(is_flat)
            && made.null.is_none()
            && made.body.is_object_or_any();
        let mut undescribed = Vec::new();
        for (name, other) in types {
            let is_same = match (schema, other) {
                (Some(a), Some(b)) => a.file == b.file && a.tree == b.tree,
                (None, None) => true,
                _ => false,
            };
            let other_kind = holds(name);
            let lost = match other_kind {
                Holds::Multipart if self.nests_forms => Some(Lost::Multipart),
                _ if !is_same && other.is_some() => Some(Lost::OtherMediaType),
                Holds::Xml => Some(Lost::Xml),
                Holds::Form if kind == Holds::Json && (!is_flat || self.nests_forms) => Some(Lost::FormStyle),
                Holds::Multipart if kind != Holds::Multipart && !is_flat => Some(Lost::Multipart),
                _ => None,
            };
            if let Some(lost) = lost {
                made.lose(lost, "body");
                undescribed.push(other_kind);
            }
        }
        // what isn't said of a format is asked of no body in it
        undescribed.retain(|other| *other != kind && *other != Holds::Other);
        if !(undescribed.is_empty() || made.body_fields.is_empty() && made.choice.is_none()) {
            let all = [Holds::Json, Holds::Xml, Holds::Form, Holds::Multipart];
            let accepted = types.iter().map(|(name, _)| holds(name));
            let accepted: Vec<Holds> = accepted.filter(|kind| !undescribed.contains(kind)).collect();
            made.fields_of = all.into_iter().filter(|kind| accepted.contains(kind)).map(Holds::name).collect();
        }
    }

    fn root(&mut self, made: &mut Operation, schema: At<'d>, required: bool, part: Part, styles: Styles<'d>) {
        let mut within = Vec::new();
        let schema: Schema<'d> = self.reader.read(&[schema], &mut within);
        schema.losses.iter().for_each(|lost| made.lose(lost.clone(), place(part.name(), &[])));
        let types = schema.types.without(Types::NULL);
        let describes_object = !schema.members.is_empty() || !schema.required.is_empty() || schema.forms.is_some();
        if schema.min_members.is_some() || schema.max_members.is_some() {
            made.lose(Lost::Members, "body");
        }
        if schema.unique {
            made.lose(Lost::UniqueItems, "body");
        }
        let takes_null = schema.types.has(Types::NULL) && schema.types != Types::ANY;
        let is_one = types == Types::OBJECT || types == Types::LIST;
        if takes_null && is_one && part == Part::Body {
            made.null = self.patterns.name(&named("null"), "^\\s*null\\s*$");
        }
        if takes_null && made.null.is_none() {
            made.lose(Lost::BodyOfAnyKind, "body");
        }
        let takes_nothing = part.is_form() && matches!(schema.additional, Additional::Nothing);
        if takes_nothing && types == Types::OBJECT && !describes_object && schema.losses.is_empty() {
            made.body = Body::Nothing;
        } else if types == Types::OBJECT || schema.types == Types::ANY && describes_object {
            // what isn't JSON is a text, whatever is in it
            made.takes_any_shape = schema.types == Types::ANY && part == Part::Body;
            made.body = Body::Object { required };
            let mut fields = self.fields(made, part);
            fields.styles = styles;
            made.body_fields = fields.of_body(&schema, &[], &within);
            made.is_closed = matches!(schema.additional, Additional::Nothing);
        } else if types == Types::LIST {
            made.body = Body::List { required };
            if schema.min_items.is_some() || schema.max_items.is_some() {
                made.lose(Lost::Count, "body");
            }
            made.body_fields = self.fields(made, part).of_body(&schema, &[], &within);
        } else {
            if !schema.is_open() {
                made.lose(Lost::BodyOfAnyKind, "body");
            }
            if required {
                made.body = Body::Something;
            }
        }
    }
}

/// Whether a member of JSON is written in one way only where all values are texts.
fn is_flat(field: &Field) -> bool {
    let is_single = field.choice.is_none()
        && matches!(field.is, Is::Anything | Is::Text | Is::Integer | Is::Number | Is::Boolean | Is::Pattern(_));
    match field.steps.as_slice() {
        [Step::Member(_)] if field.is == Is::List => {
            field.min_items.is_none() && field.max_items.is_none() && !field.unique
        }
        [Step::Member(_)] => is_single,
        // a blank text is a list without items, or an item
        [Step::Member(_), Step::Items] => field.is == Is::Text && field.one_of.is_empty() && field.min_length.is_none(),
        _ => false,
    }
}

fn holds(media_type: &str) -> Holds {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Holds::Form,
        "multipart/form-data" => Holds::Multipart,
        e if e.ends_with("/json") || e.ends_with("+json") => Holds::Json,
        e if e.ends_with("/xml") || e.ends_with("+xml") => Holds::Xml,
        // ranges: whoever writes */* means JSON, if the schema has members
        "*/*" | "application/*" => Holds::Json,
        _ => Holds::Other,
    }
}

/// What an endpoint accepts, as packs write it. A range accepts what it covers, which packs can only say as anything.
fn accepts(names: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_token = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
        };
        let is_media_type = essence.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
        if essence.contains('*') || !is_media_type {
            return Vec::new();
        }
        let name = match essence.as_str() {
            "application/json" | "text/json" => "json".to_owned(),
            "application/xml" | "text/xml" => "xml".to_owned(),
            "application/x-www-form-urlencoded" => "form".to_owned(),
            _ => essence,
        };
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}
