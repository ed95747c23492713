//! From schemas to the fields of a catalogue.

use super::forms::{FormStyle, Styles};
use super::patterns::Patterns;
use super::schema::{Additional, Reader, Schema, Types};
use crate::api::{Field, Group, Operation, Step, place};
use crate::loss::Lost;
use crate::tree::At;
use crate::variant::Variants;

/// How many fields one operation may have, and how deep they may be nested.
const MAX_FIELDS: usize = 1_000;
const DEPTHS: [usize; 4] = [16, 6, 3, 1];

/// Where the fields of an operation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Path,
    Query,
    Header,
    Body,
    /// A body whose values are texts.
    Form,
    /// One whose names say with brackets what is inside of what.
    NestedForm,
}

impl Part {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body | Self::Form | Self::NestedForm => "body",
        }
    }

    /// Whether values have types of their own.
    pub(crate) const fn is_typed(self) -> bool {
        matches!(self, Self::Body)
    }

    /// Whether a single value, a list and an object look different.
    pub(crate) const fn tells_shapes(self) -> bool {
        matches!(self, Self::Body | Self::NestedForm)
    }

    pub(crate) const fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::NestedForm)
    }
}

/// Makes the fields of one part of an operation.
pub(crate) struct Fields<'f, 'd> {
    pub(crate) reader: &'f mut Reader<'d>,
    pub(crate) patterns: &'f mut Patterns,
    pub(super) variants: &'f mut Variants,
    pub(crate) operation: &'f mut Operation,
    pub(crate) part: Part,
    /// Whether formats are tested.
    pub(crate) formats: bool,
    /// How members of a form are written.
    pub(crate) styles: Styles<'d>,
    pub(super) fields: Vec<Field>,
    /// How many fields are in variants.
    pub(super) in_variants: usize,
    depth: usize,
    pub(super) is_cut: bool,
}

impl<'f, 'd> Fields<'f, 'd> {
    pub(crate) fn new(
        reader: &'f mut Reader<'d>,
        (patterns, variants): (&'f mut Patterns, &'f mut Variants),
        operation: &'f mut Operation,
        part: Part,
        formats: bool,
    ) -> Self {
        let styles = Styles::default();
        Self {
            reader,
            patterns,
            variants,
            operation,
            part,
            formats,
            styles,
            fields: Vec::new(),
            in_variants: 0,
            depth: 16,
            is_cut: false,
        }
    }

    /// The fields below the root of a body, looked at less deep if they are too many.
    pub(crate) fn of_body(mut self, root: &Schema<'d>, steps: &[Step], within: &[(usize, String)]) -> Vec<Field> {
        let before = self.operation.losses.clone();
        for depth in DEPTHS {
            self.fields.clear();
            self.operation.losses.clone_from(&before);
            self.operation.groups.clear();
            (self.depth, self.is_cut, self.in_variants) = (depth, false, 0);
            self.inside(root, steps, within);
            self.operation.choice = self.choice(root, steps, within);
            if self.fields.len() + self.in_variants <= MAX_FIELDS {
                break;
            }
        }
        self.is_cut |= self.fields.len() + self.in_variants > MAX_FIELDS;
        self.fields.truncate(MAX_FIELDS);
        if self.is_cut {
            // they may be about members that are left out
            self.operation.groups.clear();
            self.operation.lose(Lost::TooManyFields, "body");
        }
        self.fields
    }

    /// One parameter.
    pub(crate) fn of_parameter(mut self, name: &str, schemas: &[At<'d>], required: bool) -> Option<Field> {
        let mut passed = Vec::new();
        let schema = self.reader.read(schemas, &mut passed);
        let steps = vec![Step::Member(name.to_owned())];
        let field = self.field(&schema, steps, required);
        Some(field)
    }

    /// The fields that were made.
    pub(crate) fn made(self) -> Vec<Field> {
        self.fields
    }

    pub(super) fn lose(&mut self, lost: Lost, steps: &[Step]) {
        let place = place(self.part.name(), steps);
        self.operation.lose(lost, place);
    }

    /// The fields inside of a value.
    pub(super) fn inside(&mut self, schema: &Schema<'d>, steps: &[Step], within: &[(usize, String)]) {
        if self.fields.len() + self.in_variants > MAX_FIELDS {
            self.is_cut = true;
            return;
        }
        let depth = steps.iter().filter(|step| **step != Step::Items).count();
        if depth >= self.depth {
            let has_more = !(schema.members.is_empty() && schema.items.is_empty() && schema.required.is_empty());
            self.is_cut |= has_more;
            return;
        }
        let then = |step: Step| [steps, &[step]].concat();
        for (name, schemas) in &schema.members {
            let required = schema.required.contains(name);
            self.member(schemas, then(Step::Member((*name).to_owned())), required, within);
        }
        let is_described = |name: &&str| schema.members.iter().any(|(known, _)| known == name);
        for name in &schema.required {
            if !is_described(name) {
                self.member(&[], then(Step::Member((*name).to_owned())), true, within);
            }
        }
        let mut grouped: Vec<&str> = Vec::new();
        for name in schema.groups.iter().flat_map(|(_, names)| names) {
            if !is_described(name) && !schema.required.contains(name) && !grouped.contains(name) {
                grouped.push(name);
                self.member(&[], then(Step::Member((*name).to_owned())), false, within);
            }
        }
        for (how, members) in &schema.groups {
            let members = members.iter().map(|name| (*name).to_owned()).collect();
            self.group(Group { how: *how, object: steps.to_vec(), members });
        }
        match &schema.additional {
            Additional::Anything => {}
            // an object of which nothing is described can't be closed
            Additional::Nothing if schema.members.is_empty() && schema.forms.is_none() => {
                self.lose(Lost::Closed, steps)
            }
            Additional::Nothing => {}
            Additional::Each(schemas) if schema.members.is_empty() => {
                self.member(schemas, then(Step::AnyMember), false, within);
            }
            Additional::Each(schemas) => {
                let schema = self.reader.read(schemas, &mut Vec::new());
                if !schema.is_open() {
                    self.lose(Lost::OtherMembers, steps);
                }
            }
        }
        if !schema.items.is_empty() {
            self.member(&schema.items, then(Step::Items), false, within);
        }
    }

    /// A list in a form that isn't written with brackets: the member is repeated, or has all items in one value.
    pub(super) fn flat_list(&mut self, schema: &Schema<'d>, steps: Vec<Step>, required: bool, style: FormStyle) {
        for lost in schema.losses.clone() {
            self.lose(lost, &steps);
        }
        let item = self.reader.read(&schema.items, &mut Vec::new());
        let types = item.types.without(Types::NULL);
        if item.types != Types::ANY && !types.and(Types::LIST.or(Types::OBJECT)).is_empty() {
            return self.lose(Lost::FormStyle, &steps);
        }
        if schema.min_items.is_some_and(|least| least > 1) || schema.max_items.is_some() {
            self.lose(Lost::Count, &steps);
        }
        if schema.unique {
            self.lose(Lost::UniqueItems, &steps);
        }
        let mut field = self.field(&item, steps.clone(), required);
        if style == FormStyle::InOne {
            if field.has_tests() {
                self.lose(Lost::Delimited, &steps);
            }
            field = Field { steps: steps.clone(), required, ..Field::default() };
        }
        match field.name() {
            Some(_) => self.fields.push(field),
            None => self.lose(Lost::FieldName, &steps),
        }
    }

    fn group(&mut self, group: Group) {
        if group.names().len() < group.members.len() {
            let object = group.object.clone();
            return self.lose(Lost::AtLeastOne, &object);
        }
        if !self.operation.groups.contains(&group) {
            self.operation.groups.push(group);
        }
    }

    fn member(&mut self, schemas: &[At<'d>], steps: Vec<Step>, required: bool, within: &[(usize, String)]) {
        let mut passed = Vec::new();
        let schema = self.reader.read(schemas, &mut passed);
        // a member that only answers have
        let required = required && !schema.read_only;
        if required && schema.has_default {
            let place = place(self.part.name(), &steps);
            self.operation.filled_in.push(place);
        }
        if self.part.is_form()
            && let [Step::Member(name)] = steps.as_slice()
        {
            let types = schema.types.without(Types::NULL);
            let is_nested = schema.types != Types::ANY && !types.and(Types::LIST.or(Types::OBJECT)).is_empty();
            let style = self.styles.of(name, self.part);
            if is_nested && types == Types::LIST && style != FormStyle::Brackets {
                return self.flat_list(&schema, steps, required, style);
            }
            if is_nested && style != FormStyle::Brackets {
                return self.lose(Lost::FormStyle, &steps);
            }
        }
        let field = self.field(&schema, steps.clone(), required);
        if field.name().is_none() {
            return self.lose(Lost::FieldName, &steps);
        }
        let has_members = !schema.members.is_empty() || !schema.required.is_empty();
        let has_forms = schema.forms.is_some();
        let is_described =
            field.required || has_members || has_forms || field.has_tests() || !steps.ends_with(&[Step::Items]);
        let says_more = field.has_tests() || has_forms || !steps.ends_with(&[Step::AnyMember]);
        if is_described && says_more {
            self.fields.push(field);
        }
        let own = self.fields.len();
        let holds_more = !(schema.members.is_empty() && schema.items.is_empty() && schema.required.is_empty())
            || matches!(schema.additional, Additional::Each(_) | Additional::Nothing)
            || has_forms;
        if !holds_more {
            return;
        }
        if passed.iter().any(|key| within.contains(key)) {
            return self.lose(Lost::Recursion, &steps);
        }
        if self.part == Part::Form {
            return self.lose(Lost::FormStyle, &steps);
        }
        let within = [within, &passed].concat();
        self.inside(&schema, &steps, &within);
        if has_forms {
            let choice = self.choice(&schema, &steps, &within);
            if let Some(field) = own.checked_sub(1).and_then(|own| self.fields.get_mut(own)) {
                field.closed = Some(matches!(schema.additional, Additional::Nothing) && choice.is_some());
                field.choice = choice;
            }
            return;
        }
        // only where members are written can others be refused
        if has_members && self.fields.len() > own {
            if let Some(field) = own.checked_sub(1).and_then(|own| self.fields.get_mut(own)) {
                field.closed = Some(matches!(schema.additional, Additional::Nothing));
            }
        } else if matches!(schema.additional, Additional::Nothing) {
            self.lose(Lost::Closed, &steps);
        }
    }
}
