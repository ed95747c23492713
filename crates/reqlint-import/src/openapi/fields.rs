//! From schemas to the fields of a catalogue.

use super::patterns::Patterns;
use super::schema::{Additional, Reader, Schema, Types};
use crate::api::{Field, Is, Operation, Step, Value, place};
use crate::loss::Lost;
use crate::tree::At;

/// How many fields one operation may have, and how deep they may be nested.
const MAX_FIELDS: usize = 1_000;
const DEPTHS: [usize; 4] = [16, 6, 3, 1];

/// Where the fields of an operation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Path,
    Query,
    Body,
    /// A body whose values are texts.
    Form,
}

impl Part {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Body | Self::Form => "body",
        }
    }

    /// Whether values have types of their own.
    const fn is_typed(self) -> bool {
        matches!(self, Self::Body)
    }
}

/// Makes the fields of one part of an operation.
pub(crate) struct Fields<'f, 'd> {
    pub(crate) reader: &'f mut Reader<'d>,
    pub(crate) patterns: &'f mut Patterns,
    pub(crate) operation: &'f mut Operation,
    pub(crate) part: Part,
    /// Whether formats are tested.
    pub(crate) formats: bool,
    fields: Vec<Field>,
    depth: usize,
    is_cut: bool,
}

impl<'f, 'd> Fields<'f, 'd> {
    pub(crate) fn new(
        reader: &'f mut Reader<'d>,
        patterns: &'f mut Patterns,
        operation: &'f mut Operation,
        part: Part,
        formats: bool,
    ) -> Self {
        Self { reader, patterns, operation, part, formats, fields: Vec::new(), depth: 16, is_cut: false }
    }

    /// The fields below the root of a body, looked at less deep if they are too many.
    pub(crate) fn of_body(mut self, root: &Schema<'d>, steps: &[Step], within: &[(usize, String)]) -> Vec<Field> {
        let before = self.operation.losses.clone();
        for depth in DEPTHS {
            self.fields.clear();
            self.operation.losses.clone_from(&before);
            (self.depth, self.is_cut) = (depth, false);
            self.inside(root, steps, within);
            if self.fields.len() <= MAX_FIELDS {
                break;
            }
        }
        self.is_cut |= self.fields.len() > MAX_FIELDS;
        self.fields.truncate(MAX_FIELDS);
        if self.is_cut {
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

    fn lose(&mut self, lost: Lost, steps: &[Step]) {
        let place = place(self.part.name(), steps);
        self.operation.lose(lost, place);
    }

    /// The fields inside of a value.
    fn inside(&mut self, schema: &Schema<'d>, steps: &[Step], within: &[(usize, String)]) {
        if self.fields.len() > MAX_FIELDS {
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
        for name in &schema.required {
            if !schema.members.iter().any(|(known, _)| known == name) {
                self.member(&[], then(Step::Member((*name).to_owned())), true, within);
            }
        }
        match &schema.additional {
            Additional::Anything => {}
            // an object of which nothing is described can't be closed
            Additional::Nothing if schema.members.is_empty() => self.lose(Lost::Closed, steps),
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

    fn member(&mut self, schemas: &[At<'d>], steps: Vec<Step>, required: bool, within: &[(usize, String)]) {
        let mut passed = Vec::new();
        let schema = self.reader.read(schemas, &mut passed);
        // a member that only answers have
        let required = required && !schema.read_only;
        let field = self.field(&schema, steps.clone(), required);
        if field.name().is_none() {
            return self.lose(Lost::FieldName, &steps);
        }
        let has_members = !schema.members.is_empty() || !schema.required.is_empty();
        let is_described = field.required || has_members || field.has_tests() || !steps.ends_with(&[Step::Items]);
        let says_more = field.has_tests() || !steps.ends_with(&[Step::AnyMember]);
        if is_described && says_more {
            self.fields.push(field);
        }
        let own = self.fields.len();
        let holds_more = !(schema.members.is_empty() && schema.items.is_empty() && schema.required.is_empty())
            || matches!(schema.additional, Additional::Each(_) | Additional::Nothing);
        if !holds_more {
            return;
        }
        if passed.iter().any(|key| within.contains(key)) {
            return self.lose(Lost::Recursion, &steps);
        }
        if self.part == Part::Form {
            return self.lose(Lost::FormStyle, &steps);
        }
        self.inside(&schema, &steps, &[within, &passed].concat());
        // only where members are written can others be refused
        if has_members && self.fields.len() > own {
            if let Some(field) = own.checked_sub(1).and_then(|own| self.fields.get_mut(own)) {
                field.closed = Some(matches!(schema.additional, Additional::Nothing));
            }
        } else if matches!(schema.additional, Additional::Nothing) {
            self.lose(Lost::Closed, &steps);
        }
    }

    /// What a field may be by itself.
    pub(crate) fn field(&mut self, schema: &Schema<'d>, steps: Vec<Step>, required: bool) -> Field {
        for lost in schema.losses.clone() {
            self.lose(lost, &steps);
        }
        let mut field = Field { steps: steps.clone(), required, is_secret: is_secret(schema), ..Field::default() };
        let types = schema.types.without(Types::NULL);
        let has_null = schema.types.has(Types::NULL);
        let is_open = schema.types == Types::ANY;
        let only = |of: Types| !types.is_empty() && types.without(of).is_empty();
        if types.is_empty() && !(has_null || schema.or_empty) {
            self.lose(Lost::Contradiction, &steps);
        }
        field.is = if is_open || types.is_empty() {
            Is::Anything
        } else if only(Types::TEXT) {
            Is::Text
        } else if only(Types::INTEGER) {
            Is::Integer
        } else if only(Types::NUMBER) {
            Is::Number
        } else if only(Types::BOOLEAN) {
            Is::Boolean
        } else if only(Types::LIST) {
            Is::List
        } else if only(Types::OBJECT) {
            Is::Object
        } else {
            if !(schema.one_of.is_some() && self.part.is_typed()) {
                self.lose(Lost::SeveralTypes, &steps);
            }
            Is::Anything
        };
        if let Some(values) = &schema.one_of {
            field.one_of = values.iter().filter(|value| types.has(type_of(value))).cloned().collect();
        }
        if field.one_of.is_empty() && schema.one_of.is_some() || types.is_empty() && has_null {
            self.lose(Lost::Constants, &steps);
        }
        self.bounds(schema, &mut field, types);
        field.nullable = has_null && !is_open;
        if schema.or_empty {
            self.or_empty(&mut field);
        }
        self.simplify(&mut field);
        field
    }

    fn bounds(&mut self, schema: &Schema<'d>, field: &mut Field, types: Types) {
        let steps = field.steps.clone();
        let is_any = schema.types == Types::ANY;
        let has_numbers = schema.at_least.is_some() || schema.at_most.is_some() || schema.multiple_of.is_some();
        let has_texts = schema.min_length.is_some() || schema.max_length.is_some() || !schema.patterns.is_empty();
        let has_lists = schema.min_items.is_some() || schema.max_items.is_some();
        match field.is {
            Is::Integer | Is::Number => {
                field.at_least.clone_from(&schema.at_least);
                field.at_most.clone_from(&schema.at_most);
                field.multiple_of.clone_from(&schema.multiple_of);
            }
            Is::Text => {
                (field.min_length, field.max_length) = (schema.min_length, schema.max_length);
                let mut patterns = schema.patterns.iter();
                if let Some(pattern) = patterns.next() {
                    match self.patterns.name(&steps, pattern) {
                        Some(name) => field.is = Is::Pattern(name),
                        None => self.lose(Lost::Regex, &steps),
                    }
                }
                if patterns.next().is_some() {
                    self.lose(Lost::Regex, &steps);
                }
                if let (true, Is::Text, Some(format)) = (self.formats, &field.is, schema.format.and_then(format)) {
                    field.is = Is::Format(format);
                }
            }
            Is::List if self.part.is_typed() => {
                (field.min_length, field.max_length) = (schema.min_items, schema.max_items);
            }
            Is::List if has_lists => self.lose(Lost::Count, &steps),
            _ => {
                let about_numbers = has_numbers && !types.and(Types::NUMBER).is_empty();
                let about_texts = has_texts && types.has(Types::TEXT);
                let about_lists = has_lists && types.has(Types::LIST);
                if about_numbers || about_texts || about_lists {
                    self.lose(if is_any { Lost::NoType } else { Lost::SeveralTypes }, &steps);
                }
            }
        }
    }

    /// An empty text is allowed beside what else is.
    fn or_empty(&mut self, field: &mut Field) {
        let empty = Value::Text(String::new());
        let is_text = matches!(field.is, Is::Text | Is::Pattern(_) | Is::Format(_));
        let takes_any = field.is == Is::Text && field.min_length.is_none() && field.one_of.is_empty();
        if is_text && !field.one_of.is_empty() {
            if !field.one_of.contains(&empty) {
                field.one_of.push(empty);
            }
        } else if !(takes_any || field.is == Is::Anything) {
            self.lose(Lost::OrEmpty, &field.steps.clone());
        }
    }

    /// Takes out what other settings say already.
    fn simplify(&self, field: &mut Field) {
        let texts_only = !field.one_of.is_empty() && field.one_of.iter().all(|v| matches!(v, Value::Text(_)));
        if texts_only && field.is == Is::Text {
            field.is = Is::Anything;
            (field.min_length, field.max_length) = (None, None);
        }
        if field.is == Is::Text && !self.part.is_typed() {
            field.is = Is::Anything;
        }
    }
}

fn type_of(value: &Value) -> Types {
    match value {
        Value::Text(_) => Types::TEXT,
        Value::Boolean(_) => Types::BOOLEAN,
        Value::Number(number) if number.is_f64() && number.as_f64().is_some_and(|n| n.fract() != 0.0) => Types::NUMBER,
        Value::Number(_) => Types::INTEGER,
    }
}

fn is_secret(schema: &Schema<'_>) -> bool {
    schema.format == Some("password")
}

/// The format of packs that is meant by one of JSON Schema.
fn format(name: &str) -> Option<&'static str> {
    Some(match name {
        "uuid" => "uuid",
        "email" => "email",
        "uri" | "url" => "url",
        "hostname" => "hostname",
        "ipv4" | "ipv6" | "ip" => "ip",
        "date" => "date",
        "date-time" => "date-time",
        "byte" => "base64",
        _ => return None,
    })
}
