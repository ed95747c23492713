//! A schema as one set of constraints: references followed, `allOf` merged, what `anyOf` says taken in where it can be.

mod forms;
mod keywords;
mod types;

pub(crate) use types::Types;

use super::Dialect;
use crate::api::{Grouped, Value};
use crate::loss::Lost;
use crate::tree::{At, Documents, Tree};
use serde_json::Number;

/// How many schemas are looked at for one operation.
const MAX_VISITS: usize = 20_000;

/// What beside the described members may be in an object.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'d> {
    #[default]
    Anything,
    Nothing,
    Each(Vec<At<'d>>),
}

/// The forms that an object may have.
#[derive(Clone, Debug)]
pub(crate) struct Forms<'d> {
    /// Whether it may have one only.
    pub(crate) only_one: bool,
    /// Whether each says that it is an object.
    pub(crate) are_objects: bool,
    pub(crate) variants: Vec<Schema<'d>>,
}

/// Everything that schemas say about one value together.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'d> {
    pub(crate) types: Types,
    pub(crate) one_of: Option<Vec<Value>>,
    /// What a text has to be, where it is one.
    pub(crate) texts: Option<Vec<String>>,
    pub(crate) at_least: Option<Number>,
    pub(crate) at_most: Option<Number>,
    pub(crate) multiple_of: Option<Number>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) min_members: Option<u64>,
    pub(crate) max_members: Option<u64>,
    /// Whether no item equals another.
    pub(crate) unique: bool,
    /// Members of which some are needed.
    pub(crate) groups: Vec<(Grouped, Vec<&'d str>)>,
    pub(crate) patterns: Vec<&'d str>,
    pub(crate) format: Option<&'d str>,
    pub(crate) items: Vec<At<'d>>,
    /// Members, each with every schema that it has to meet.
    pub(crate) members: Vec<(&'d str, Vec<At<'d>>)>,
    pub(crate) required: Vec<&'d str>,
    pub(crate) additional: Additional<'d>,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// Whether there is a value that stands for one that isn't sent.
    pub(crate) has_default: bool,
    /// An empty text is allowed beside what the other constraints allow.
    pub(crate) or_empty: bool,
    pub(crate) losses: Vec<Lost>,
    pub(crate) forms: Option<Forms<'d>>,
    /// Of a form: the last word of the reference that led to it.
    pub(crate) name: Option<&'d str>,
    /// Of a form: the references that led to it.
    pub(crate) passed: Vec<(usize, String)>,
}

impl Default for Schema<'_> {
    fn default() -> Self {
        Self {
            types: Types::ANY,
            one_of: None,
            texts: None,
            at_least: None,
            at_most: None,
            multiple_of: None,
            min_length: None,
            max_length: None,
            min_items: None,
            max_items: None,
            min_members: None,
            max_members: None,
            unique: false,
            groups: Vec::new(),
            patterns: Vec::new(),
            format: None,
            items: Vec::new(),
            members: Vec::new(),
            required: Vec::new(),
            additional: Additional::Anything,
            read_only: false,
            write_only: false,
            has_default: false,
            or_empty: false,
            losses: Vec::new(),
            forms: None,
            name: None,
            passed: Vec::new(),
        }
    }
}

/// Reads schemas, with a bound on how many.
#[derive(Debug)]
pub(crate) struct Reader<'d> {
    pub(crate) documents: &'d Documents,
    pub(crate) dialect: Dialect,
    visits: usize,
    /// How many forms are being read inside of one another.
    forms: usize,
}

impl<'d> Reader<'d> {
    pub(crate) fn new(documents: &'d Documents, dialect: Dialect) -> Self {
        Self { documents, dialect, visits: 0, forms: 0 }
    }

    /// Begins with another operation.
    pub(crate) fn restart(&mut self) {
        self.visits = 0;
    }

    /// What schemas say together. The references that led there are added to `passed`.
    pub(crate) fn read(&mut self, schemas: &[At<'d>], passed: &mut Vec<(usize, String)>) -> Schema<'d> {
        let mut all = Schema::default();
        for schema in schemas {
            let one = self.one(*schema, passed, 0);
            all.merge(one);
        }
        all
    }

    /// One of several forms of a value. What it is built from may not contain it again.
    fn form(&mut self, at: At<'d>, passed: &[(usize, String)], depth: usize) -> Schema<'d> {
        self.forms += 1;
        let mut own = passed.to_vec();
        let mut schema = self.one(at, &mut own, depth);
        self.forms -= 1;
        schema.name = at.tree.text("$ref").and_then(|reference| reference.rsplit('/').next());
        schema.passed = own.split_off(passed.len());
        schema
    }

    fn one(&mut self, at: At<'d>, passed: &mut Vec<(usize, String)>, depth: usize) -> Schema<'d> {
        self.visits += 1;
        let mut schema = Schema::default();
        if self.visits > MAX_VISITS || depth > 32 {
            schema.losses.push(Lost::TooManyFields);
            return schema;
        }
        if at.tree.text("$ref").is_some() {
            match self.documents.follow(at) {
                Ok((target, key)) => {
                    if let Some(key) = key {
                        if passed.contains(&key) {
                            // to meet a schema twice is to meet it once, but for a form it is not the whole
                            if self.forms > 0 {
                                schema.losses.push(Lost::Recursion);
                            }
                            return schema;
                        }
                        passed.push(key);
                    }
                    schema = self.one(target, passed, depth + 1);
                }
                Err(unresolved) => {
                    schema.losses.push(Lost::Reference(unresolved.0));
                    return schema;
                }
            }
            // before 3.1 what is beside a reference is ignored
            let beside =
                at.tree.members().iter().any(|(name, _)| !matches!(name.as_str(), "$ref" | "description" | "summary"));
            if self.dialect != Dialect::OpenApi31 || !beside {
                if self.dialect != Dialect::OpenApi31 && at.tree.is_true("nullable") {
                    schema.types = schema.types.or(Types::NULL);
                }
                return schema;
            }
        }
        match at.tree {
            Tree::Object(members) => self.keywords(&mut schema, members, at, passed, depth),
            Tree::Boolean(false) => schema.types = Types::NONE,
            _ => {}
        }
        schema
    }
}

impl<'d> Schema<'d> {
    /// Whether it lets an empty text through by itself.
    fn takes_empty(&self) -> bool {
        self.types.has(Types::TEXT)
            && self.min_length.unwrap_or(0) == 0
            && self.patterns.is_empty()
            && self.texts.as_ref().is_none_or(|texts| texts.iter().any(String::is_empty))
            && self.one_of.as_ref().is_none_or(|values| values.contains(&Value::Text(String::new())))
    }

    /// Takes out what is only about values of types that it doesn't have.
    fn narrow(&mut self) {
        if !self.types.has(Types::LIST) {
            self.items.clear();
            (self.min_items, self.max_items, self.unique) = (None, None, false);
        }
        if !self.types.has(Types::OBJECT) {
            (self.min_members, self.max_members, self.additional) = (None, None, Additional::Anything);
            self.members.clear();
            self.required.clear();
            self.groups.clear();
            self.forms = None;
        }
        if !self.types.has(Types::TEXT) {
            (self.min_length, self.max_length, self.format) = (None, None, None);
            self.patterns.clear();
            self.texts = None;
        }
        if self.types.and(Types::NUMBER).is_empty() {
            (self.at_least, self.at_most, self.multiple_of) = (None, None, None);
        }
    }

    /// Whether every text is right.
    pub(crate) fn takes_any_text(&self) -> bool {
        self.takes_empty()
            && self.max_length.is_none()
            && self.one_of.is_none()
            && self.texts.is_none()
            && self.losses.is_empty()
    }

    /// Whether it lets every value through.
    pub(crate) fn is_open(&self) -> bool {
        self.types == Types::ANY
            && self.one_of.is_none()
            && self.texts.is_none()
            && self.at_least.is_none()
            && self.at_most.is_none()
            && self.multiple_of.is_none()
            && self.min_length.is_none()
            && self.max_length.is_none()
            && self.min_items.is_none()
            && self.max_items.is_none()
            && self.min_members.is_none()
            && self.max_members.is_none()
            && !self.unique
            && self.groups.is_empty()
            && self.patterns.is_empty()
            && self.items.is_empty()
            && self.members.is_empty()
            && self.required.is_empty()
            && matches!(self.additional, Additional::Anything)
            && self.forms.is_none()
            && self.losses.is_empty()
    }

    /// Adds what another schema says of the same value.
    pub(crate) fn merge(&mut self, other: Self) {
        let or_empty = self.or_empty && (other.or_empty || other.takes_empty()) || other.or_empty && self.takes_empty();
        self.types = self.types.and(other.types);
        self.one_of = match (self.one_of.take(), other.one_of) {
            (Some(own), Some(others)) => Some(own.into_iter().filter(|value| others.contains(value)).collect()),
            (own, others) => own.or(others),
        };
        self.texts = match (self.texts.take(), other.texts) {
            (Some(own), Some(others)) => Some(own.into_iter().filter(|text| others.contains(text)).collect()),
            (own, others) => own.or(others),
        };
        let larger = |a: &Number, b: &Number| a.as_f64() < b.as_f64();
        let smaller = |a: &Number, b: &Number| a.as_f64() > b.as_f64();
        tighten(&mut self.at_least, other.at_least, larger);
        tighten(&mut self.at_most, other.at_most, smaller);
        if self.multiple_of.is_some() && other.multiple_of.is_some() && self.multiple_of != other.multiple_of {
            self.losses.push(Lost::Keyword("multipleOf".to_owned()));
        }
        self.multiple_of = self.multiple_of.take().or(other.multiple_of);
        tighten(&mut self.min_length, other.min_length, |a, b| a < b);
        tighten(&mut self.max_length, other.max_length, |a, b| a > b);
        tighten(&mut self.min_items, other.min_items, |a, b| a < b);
        tighten(&mut self.max_items, other.max_items, |a, b| a > b);
        tighten(&mut self.min_members, other.min_members, |a, b| a < b);
        tighten(&mut self.max_members, other.max_members, |a, b| a > b);
        self.unique |= other.unique;
        self.groups.extend(other.groups);
        for pattern in other.patterns {
            if !self.patterns.contains(&pattern) {
                self.patterns.push(pattern);
            }
        }
        self.format = self.format.or(other.format);
        self.items.extend(other.items);
        match (&self.additional, &other.additional) {
            (Additional::Anything, Additional::Anything) => {}
            // what is additional to one part of an allOf is described in another
            _ if !self.members.is_empty() && !other.members.is_empty() => self.losses.push(Lost::OtherMembers),
            _ => {}
        }
        match (&mut self.additional, other.additional) {
            (_, Additional::Anything) | (Additional::Nothing, _) => {}
            (Additional::Each(own), Additional::Each(others)) => own.extend(others),
            (own, others) => *own = others,
        }
        for (name, schemas) in other.members {
            match self.members.iter_mut().find(|(known, _)| *known == name) {
                Some((_, own)) => own.extend(schemas),
                None => self.members.push((name, schemas)),
            }
        }
        for name in other.required {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
        if self.forms.is_some() && other.forms.is_some() {
            self.losses.push(Lost::Forms);
        }
        self.forms = self.forms.take().or(other.forms);
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.has_default |= other.has_default;
        self.or_empty = or_empty;
        for lost in other.losses {
            if !self.losses.contains(&lost) {
                self.losses.push(lost);
            }
        }
    }
}

fn tighten<T>(own: &mut Option<T>, other: Option<T>, is_wider: impl Fn(&T, &T) -> bool) {
    match (&own, &other) {
        (Some(a), Some(b)) if is_wider(a, b) => *own = other,
        (None, Some(_)) => *own = other,
        _ => {}
    }
}
