//! What one value may be: its types, constants and bounds.

use super::fields::Fields;
use super::schema::{Schema, Types};
use crate::api::{Field, Is, Step, Value};
use crate::loss::Lost;

impl<'d> Fields<'_, 'd> {
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
            self.several(schema, types, &steps)
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

    /// What a value of several types is. What is said of texts alone becomes a pattern.
    fn several(&mut self, schema: &Schema<'d>, types: Types, steps: &[Step]) -> Is {
        let is_single = types.and(Types::LIST.or(Types::OBJECT)).is_empty();
        // what has no types of its own is a text, whatever else it may be
        let takes_any = !self.part.is_typed() && types.has(Types::TEXT) && schema.texts.is_none();
        let takes_any = takes_any && schema.patterns.is_empty();
        if schema.one_of.is_some() && self.part.is_typed() {
            return Is::Anything;
        }
        if takes_any && is_single && schema.one_of.is_none() {
            return if self.part.tells_shapes() { Is::Text } else { Is::Anything };
        }
        if !(self.part.tells_shapes() || is_single) || schema.one_of.is_some() {
            self.lose(Lost::SeveralTypes, steps);
            return Is::Anything;
        }
        let number = if types.has(Types::NUMBER) { (Types::NUMBER, "number") } else { (Types::INTEGER, "integer") };
        let text = match (&schema.texts, schema.patterns.as_slice()) {
            (Some(texts), _) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.patterns.texts(steps, &texts)
            }
            (None, [pattern]) => self.patterns.name(steps, pattern),
            (None, []) => Some("text".to_owned()),
            (None, _) => None,
        };
        let text = text.unwrap_or_else(|| {
            if types.has(Types::TEXT) {
                self.lose(Lost::Regex, steps);
            }
            "text".to_owned()
        });
        let named = [
            (Types::TEXT, text.as_str()),
            number,
            (Types::BOOLEAN, "boolean"),
            (Types::LIST, "list"),
            (Types::OBJECT, "object"),
        ];
        let is_said = |of: Types| !takes_any || !of.and(Types::NUMBER.or(Types::BOOLEAN)).has(of);
        let named = named.into_iter().filter(|(of, _)| types.has(*of) && is_said(*of));
        Is::Several(named.map(|(_, name)| name.to_owned()).collect())
    }

    fn bounds(&mut self, schema: &Schema<'d>, field: &mut Field, types: Types) {
        let steps = field.steps.clone();
        let is_any = schema.types == Types::ANY;
        let has_numbers = schema.at_least.is_some() || schema.at_most.is_some() || schema.multiple_of.is_some();
        let has_texts = schema.min_length.is_some() || schema.max_length.is_some() || !schema.patterns.is_empty();
        let has_lists = schema.min_items.is_some() || schema.max_items.is_some() || schema.unique;
        let has_objects = schema.min_members.is_some() || schema.max_members.is_some();
        match field.is {
            Is::Integer | Is::Number => {
                field.at_least.clone_from(&schema.at_least);
                field.at_most.clone_from(&schema.at_most);
                field.multiple_of.clone_from(&schema.multiple_of);
            }
            Is::Text => {
                (field.min_length, field.max_length) = (schema.min_length, schema.max_length);
                let mut patterns = schema.patterns.iter();
                if let Some(texts) = &schema.texts {
                    field.one_of = texts.iter().map(|text| Value::Text(text.clone())).collect();
                }
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
            Is::List if self.part.tells_shapes() => {
                (field.min_items, field.max_items) = (schema.min_items, schema.max_items);
                field.unique = schema.unique;
            }
            Is::List if has_lists => self.lose(Lost::Count, &steps),
            Is::Object if self.part.tells_shapes() => {
                (field.min_items, field.max_items) = (schema.min_members, schema.max_members);
            }
            Is::Object if has_objects => self.lose(Lost::Members, &steps),
            Is::Several(_) => {
                let is_text = types.has(Types::TEXT);
                let plain = Types::NUMBER.or(Types::BOOLEAN);
                if has_numbers && !types.and(Types::NUMBER).is_empty() {
                    field.at_least.clone_from(&schema.at_least);
                    field.at_most.clone_from(&schema.at_most);
                    field.multiple_of.clone_from(&schema.multiple_of);
                    // a number out of its range may be right as a text
                    let is_word = |text: &String| text.parse::<f64>().is_err();
                    let are_words = schema.texts.as_ref().is_some_and(|texts| texts.iter().all(is_word));
                    if is_text && !self.part.is_typed() && !are_words {
                        self.lose(Lost::SeveralTypes, &steps);
                    }
                }
                if is_text && (schema.min_length.is_some() || schema.max_length.is_some()) {
                    (field.min_length, field.max_length) = (schema.min_length, schema.max_length);
                    // a length is about lists, too, and a long text may be a number
                    let is_number = !self.part.is_typed() && !types.and(plain).is_empty();
                    if types.has(Types::LIST) || is_number {
                        self.lose(Lost::SeveralTypes, &steps);
                    }
                }
                match (types.has(Types::LIST), types.has(Types::OBJECT)) {
                    (true, true) if has_lists || has_objects => self.lose(Lost::Members, &steps),
                    (true, _) => {
                        (field.min_items, field.max_items) = (schema.min_items, schema.max_items);
                        field.unique = schema.unique;
                    }
                    (_, true) => (field.min_items, field.max_items) = (schema.min_members, schema.max_members),
                    _ => {}
                }
            }
            _ => {
                let about_numbers = has_numbers && !types.and(Types::NUMBER).is_empty();
                let about_texts = has_texts && types.has(Types::TEXT);
                let about_lists = has_lists && types.has(Types::LIST);
                let about_objects = has_objects && types.has(Types::OBJECT);
                if about_numbers || about_texts || about_lists || about_objects {
                    self.lose(if is_any { Lost::NoType } else { Lost::SeveralTypes }, &steps);
                }
            }
        }
    }

    /// An empty text is allowed beside what else is.
    fn or_empty(&mut self, field: &mut Field) {
        let empty = Value::Text(String::new());
        let steps = field.steps.clone();
        if !field.one_of.is_empty() && !field.one_of.contains(&empty) {
            field.one_of.push(empty);
        }
        if field.min_length.is_some() {
            return self.lose(Lost::OrEmpty, &steps);
        }
        if matches!(field.is, Is::Text | Is::Anything) {
            return;
        }
        match self.patterns.texts(&steps, &[""]) {
            Some(name) => {
                let mut names: Vec<String> = field.is.names().into_iter().map(str::to_owned).collect();
                if !names.iter().any(|known| *known == name || known == "text") {
                    names.push(name);
                }
                field.is = Is::Several(names);
            }
            None => self.lose(Lost::OrEmpty, &steps),
        }
    }

    /// Takes out what other settings say already.
    fn simplify(&self, field: &mut Field) {
        let texts_only = !field.one_of.is_empty() && field.one_of.iter().all(|v| matches!(v, Value::Text(_)));
        if texts_only && field.is == Is::Text {
            field.is = Is::Anything;
            (field.min_length, field.max_length) = (None, None);
        }
        if field.is == Is::Text && !self.part.tells_shapes() {
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
